package flow

import (
	"cmp"
	"math"
	"slices"

	"weir/engine/report"
	"weir/engine/total"
)

// beginning is a state in which items begin, and what follows from all the
// states that come after it.
type beginning struct {
	states    []int32   // it and those that follow, in the order of the flow
	up        []float64 // of their nodes
	available float64   // the share of the time its items find all they need up
	exact     bool      // and that is no approximation
	item      total.Item
}

// beginnings are those of a solution, and what they were worked out from. The
// next solution takes over each before which nothing has changed.
type beginnings struct {
	list           []beginning
	common         []float64 // availability, by pool
	ofNode, ofEdge []int32   // index of its share in the allocation
}

// beginnings works out every state in which items begin.
func (c *chain) beginnings(up, common []float64, ofNode, ofEdge []int32) *beginnings {
	now := &beginnings{common: common, ofNode: ofNode, ofEdge: ofEdge}
	was := c.prior
	sameUp := was != nil && slices.Equal(was.common, common)
	sameShares := was != nil && slices.Equal(was.ofNode, ofNode) && slices.Equal(was.ofEdge, ofEdge)
	var at []int32
	for n := range c.s.plan.emitting() {
		if r := c.s.base[n]; r == nil || len(r.Load.Flows) == 0 || c.leadsNowhere(n) {
			continue
		}
		for s := c.first[n]; s < c.first[n+1]; s++ {
			old := was.of(s)
			if old != nil && c.anyChanged(old.states) {
				old = nil
			}
			b := beginning{}
			if old != nil {
				b.states = old.states
			} else {
				b.states = c.onward(s)
			}
			if old != nil && sameUp && c.sameUp(old, up) {
				b.up, b.available, b.exact = old.up, old.available, old.exact
			} else {
				if at == nil {
					at = make([]int32, len(c.node))
				}
				b.up = make([]float64, len(b.states))
				for i, x := range b.states {
					b.up[i] = up[c.node[x]]
				}
				b.available, b.exact = total.Availability(c.reach(b.states, at, up), common)
			}
			if old != nil && sameShares {
				b.item = old.item
			} else {
				b.item = c.item(b.states, ofNode, ofEdge)
			}
			now.list = append(now.list, b)
		}
	}
	return now
}

// of finds the beginning of a state.
func (b *beginnings) of(state int32) *beginning {
	if b == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(b.list, state, func(x beginning, s int32) int { return cmp.Compare(x.states[0], s) })
	if !ok {
		return nil
	}
	return &b.list[i]
}

// anyChanged tells whether something is new at the node of a state, or on a
// link to it.
func (c *chain) anyChanged(states []int32) bool {
	return slices.ContainsFunc(states, func(s int32) bool { return c.moved[c.node[s]] })
}

func (c *chain) sameUp(old *beginning, up []float64) bool {
	for i, s := range old.states {
		if up[c.node[s]] != old.up[i] {
			return false
		}
	}
	return true
}

// worst is the state whose items least often find every node they need up,
// and the share of the time they do; nil where nothing begins.
func (b *beginnings) worst() (*beginning, float64) {
	var at *beginning
	worst := math.NaN()
	for i := range b.list {
		if a := b.list[i].available; !(a >= worst) {
			at, worst = &b.list[i], a
		}
	}
	return at, worst
}

// ofCarried states how well it is known what of each class is carried: as well
// as the loosest of the stations that turn some of it away, and as what is sent
// again.
func (c *chain) ofCarried(classes map[string]*report.Class, begin *beginnings) {
	for _, x := range classes {
		x.ErrorClass = "A"
	}
	for i := range begin.list {
		b := &begin.list[i]
		n := c.node[b.states[0]]
		x := classes[c.s.plan.Classes[c.s.base[n].Load.Flows[b.states[0]-c.first[n]].Class]]
		for _, s := range b.states {
			if r := c.s.base[c.node[s]]; r.Station.Loss > 0 {
				x.ErrorClass = max(x.ErrorClass, report.ErrorClass(r.Station.Class))
			}
		}
	}
	for _, again := range c.s.retries {
		if x := classes[again.Class]; x != nil {
			x.ErrorClass = max(x.ErrorClass, again.ErrorClass)
		}
	}
}

// onward lists a state and those that follow it without leaving the journey,
// the branches of forks with them, in the order of the flow.
func (c *chain) onward(start int32) []int32 {
	g := c.s.plan.graph
	mark := start + 1
	c.met[start] = mark
	list := append(make([]int32, 0, 64), start)
	meet := func(x *hop) {
		if !x.async && x.gain > 0 && c.met[x.to] != mark {
			c.met[x.to] = mark
			list = append(list, x.to)
		}
	}
	for i := 0; i < len(list); i++ {
		for k := c.start[list[i]]; k < c.start[list[i]+1]; k++ {
			x := &c.hops[k]
			meet(x)
			if x.fork != nil {
				for w := range x.fork.ways {
					meet(&x.fork.ways[w])
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(cmp.Compare(g.rank[c.node[a]], g.rank[c.node[b]]), cmp.Compare(a, b))
	})
	return list
}

// reach is the part of the chain an item may come through, as hops of an
// availability. Between a fork and the ways into its branches stands a hop of
// its own, which needs as many of them as the join waits for. at is scratch,
// by state.
func (c *chain) reach(states, at []int32, up []float64) []total.Hop {
	end, ways := 0, 0
	for _, s := range states {
		at[s] = int32(end)
		end++
		ways += int(c.start[s+1]-c.start[s]) + 1
		if f := c.forkedAt(s); f != nil {
			end++
			ways += len(f.ways)
		}
	}
	hops := make([]total.Hop, 0, end)
	next := make([]total.Way, 0, ways)
	for _, s := range states {
		i, from := len(hops), len(next)
		// A way back in a loop needs no node that was not needed before.
		ahead := func(x *hop) bool { return !x.async && x.gain > 0 && int(at[x.to]) > i }
		all, fork := false, c.forkedAt(s)
		for k := c.start[s]; k < c.start[s+1]; k++ {
			x := &c.hops[k]
			if !ahead(x) {
				continue
			}
			to := int(at[x.to])
			if x.fork != nil {
				to = i + 1
			}
			next = append(next, total.Way{To: to, P: x.gain})
			all = all || x.copied
		}
		if c.end[s] > 0 && len(next) > from {
			next = append(next, total.Way{To: end, P: c.end[s]})
		}
		hops = append(hops, total.Hop{
			Up: up[c.node[s]], Any: c.s.base[c.node[s]].bound.Balances(), All: all,
			Cause: c.s.pool(int(c.node[s])) + 1, Next: next[from:len(next):len(next)],
		})
		if fork == nil {
			continue
		}
		from = len(next)
		for w := range fork.ways {
			if x := &fork.ways[w]; ahead(x) {
				next = append(next, total.Way{To: int(at[x.to]), P: 1})
			}
		}
		hops = append(hops, total.Hop{Up: 1, Needed: fork.needed, Next: next[from:len(next):len(next)]})
	}
	return hops
}

// item is the data item of a source of requests: how often it visits each
// share. The first state is where it starts.
func (c *chain) item(states []int32, ofNode, ofEdge []int32) total.Item {
	item := total.Item{Visits: make([]total.Visit, 0, len(states))}
	nodes := make([]int32, 0, len(states))
	for _, s := range states {
		if n := c.node[s]; len(nodes) == 0 || nodes[len(nodes)-1] != n {
			nodes = append(nodes, n)
		}
	}
	c.visit(states[0], nodes, true)
	visits := c.visits
	for _, s := range states {
		if at := ofNode[c.node[s]]; at >= 0 {
			item.Visits = append(item.Visits, total.Visit{Term: at, Times: visits[s]})
		}
		for k := c.start[s]; k < c.start[s+1]; k++ {
			x := &c.hops[k]
			if at := ofEdge[x.edge]; at >= 0 && !x.async {
				item.Visits = append(item.Visits, total.Visit{Term: at, Times: visits[s] * x.gain})
			}
		}
	}
	return item
}
