package flow

import "weir/engine/diagnostic"

// joinSteps bounds the search for copies that meet again: beyond it, in very
// large designs that copy a lot, some are not told of.
const joinSteps = 1 << 18

// findJoins finds where copies of an item come together again. They are not
// joined there: each goes on as an item of its own, which is seldom meant.
func (p *Plan) findJoins() {
	g := p.graph
	p.ofJoins = nil
	p.pairJoins()
	steps := joinSteps
	branch := make([]int32, len(g.nodes)) // 1 + the edge by which a node was reached
	for n := range int32(len(g.nodes)) {
		if b := p.Bound[n]; b == nil || b.Split || g.out[n+1]-g.out[n] < 2 || p.forkAt[n] != nil {
			continue
		}
		if at := p.meeting(n, branch, &steps); at >= 0 {
			p.ofJoins.copiesMeet(g.nodes[n], g.nodes[at])
		}
	}
}

// meeting is the first node that two copies made at one port of a node reach;
// -1 if none. branch is scratch and handed back clean.
func (p *Plan) meeting(n int32, branch []int32, steps *int) int32 {
	g := p.graph
	var reached []int32
	defer func() {
		for _, m := range reached {
			branch[m] = 0
		}
	}()
	for e := g.out[n]; e < g.out[n+1]; e++ {
		if g.ends[e].async || g.ends[e].to == n {
			continue
		}
		todo := []int32{g.ends[e].to}
		for len(todo) > 0 && *steps > 0 {
			m := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			*steps--
			if was := branch[m]; was > 0 && g.overlap(was-1, e) {
				return m
			} else if was > 0 {
				continue
			}
			branch[m] = e + 1
			reached = append(reached, m)
			for f := g.out[m]; f < g.out[m+1]; f++ {
				if to := g.ends[f].to; !g.ends[f].async && to != n && branch[to] != e+1 {
					todo = append(todo, to)
				}
			}
		}
	}
	return -1
}

// overlap tells whether two edges of a node get copies of the same item.
func (g *graph) overlap(a, b int32) bool {
	return a != b && g.ends[a].port == g.ends[b].port && g.ends[a].classes&g.ends[b].classes != 0
}

func (f *findings) copiesMeet(from, at string) {
	f.add("flow.join", diagnostic.Warning, diagnostic.Place{Node: at},
		words("Copies made at “"+from+"” meet here and are not joined: each goes on as an item of its own. Put a Join here, let “"+from+"” split its work, or keep the copies apart.",
			"在“"+from+"”产生的副本在此相遇但不会合并：各自作为独立的项继续。请在此加入“汇合”，或将“"+from+"”改为分流，或让副本互不相遇。"))
}
