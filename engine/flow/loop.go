package flow

import (
	"math"

	"weir/engine/portable"
)

// Nodes of a loop feed each other, so that each is solved again and again,
// until nothing moves. What goes round shrinks by the gain of the loop each
// time, which must be below 1.

const (
	rounds = 20_000
	// After so many rounds what moves is less by a twentieth, or it will not end:
	// loops of a gain up to 0.9998 pass.
	progress = 256
	settled  = 1e-14 // relative change that counts as none
)

// all solves nodes in order, loops as a whole.
func (w *sweep) all(order []int32) {
	g := w.s.plan.graph
	for i := 0; i < len(order); {
		j := g.together(order, i)
		if g.loop[order[i]] < 0 {
			w.node(order[i])
		} else {
			w.around(order[i:j])
		}
		i = j
	}
}

// around solves the nodes of a loop, starting from an empty one, so that the
// answer does not depend on what was solved before.
func (w *sweep) around(nodes []int32) {
	if w.before != nil && w.asBefore(nodes) {
		return
	}
	for _, n := range nodes {
		w.leaveOut(n)
	}
	before := w.before
	w.before = nil
	// What goes round does not depend on the waits, which are settled at the end.
	settle := w.s.settled
	w.s.settled = false
	rate, shrunk := 0.0, math.Inf(1)
	for k := range rounds {
		last := rate
		for _, n := range nodes {
			w.node(n)
		}
		rate = w.inside(nodes)
		if k%progress == progress-1 { // it goes to and fro, or what is left is rounding
			moved := math.Abs(rate - last)
			if !(moved < 0.95*shrunk) {
				break
			}
			shrunk = moved
		}
		if math.Abs(rate-last) <= settled*rate || math.IsInf(rate, 1) || math.IsNaN(rate) {
			break
		}
	}
	w.s.settled = settle
	w.ring = w.follow(nodes)
	if settle || w.ring != nil {
		for _, n := range nodes {
			w.node(n)
		}
	}
	w.ring = nil
	w.before = before
	if !(w.gain(nodes) < 1) || math.IsInf(rate, 0) || math.IsNaN(rate) {
		w.s.endless = append(w.s.endless, nodes)
		for _, n := range nodes {
			w.leaveOut(n)
		}
	}
	if before != nil {
		for _, n := range nodes {
			for e := w.s.plan.graph.out[n]; e < w.s.plan.graph.out[n+1]; e++ {
				w.moved[e] = !w.s.wires[e].same(before.wires[e])
			}
		}
	}
}

// asBefore tells whether nothing changed in a loop or in what comes to it.
func (w *sweep) asBefore(nodes []int32) bool {
	g := w.s.plan.graph
	for _, n := range nodes {
		old := w.before.base[n]
		if old == nil || old.bound != w.s.plan.Bound[n] || !w.s.given.same(&w.before.given, n) {
			return false
		}
		for _, e := range g.in[n] {
			if g.loop[g.ends[e].from] != g.loop[n] && (w.moved[e] || w.stirred[g.ends[e].from]) {
				return false
			}
		}
	}
	return true
}

// inside is a measure of what goes round: the rates and the burstiness on the
// wires between the nodes.
func (w *sweep) inside(nodes []int32) float64 {
	g := w.s.plan.graph
	moving := 0.0
	for _, n := range nodes {
		for e := g.out[n]; e < g.out[n+1]; e++ {
			if c := w.s.wires[e]; g.loop[g.ends[e].to] == g.loop[n] && len(c.flows) > 0 {
				rate := sum(c.flows)
				moving += rate * (1 + c.stream.SCV + c.stream.Dispersion.Limit())
				for i := range c.flows {
					moving += c.flows[i].Rate * c.flows[i].Bytes.Mean * 1e-9
				}
			}
		}
	}
	return moving
}

// gain is how much of the work of a loop comes back after one round, losses
// left out of account: the largest eigenvalue of its hops, by power iteration.
func (w *sweep) gain(nodes []int32) float64 {
	type at struct {
		node  int32
		class int
	}
	weight := map[at]float64{}
	for _, n := range nodes {
		if r := w.s.base[n]; r != nil {
			for i := range r.Passes {
				weight[at{n, r.Passes[i].Class}] = 1
			}
		}
	}
	g := w.s.plan.graph
	growth := 0.0
	const steps = 64
	for range steps {
		next := map[at]float64{}
		for _, n := range nodes {
			r := w.s.base[n]
			if r == nil {
				continue
			}
			for i := range r.Ways {
				x := &r.Ways[i]
				if x.Edge >= 0 && g.loop[g.ends[x.Edge].to] == g.loop[n] {
					next[at{g.ends[x.Edge].to, x.Class}] += weight[at{n, r.Passes[x.Flow].Class}] * x.Gain
				}
			}
		}
		sum := 0.0
		for _, n := range nodes { // in a fixed order
			for c := range w.s.plan.Classes {
				sum += next[at{n, c}]
			}
		}
		if sum == 0 {
			return 0
		}
		growth += portable.Log(sum)
		for k := range next {
			next[k] /= sum
		}
		weight = next
	}
	// The first growth counts the states; the mean of the others is the gain.
	return portable.Exp(growth / steps)
}

// leaveOut forgets a node and what it sent.
func (w *sweep) leaveOut(n int32) {
	g := w.s.plan.graph
	w.s.base[n] = nil
	for e := g.out[n]; e < g.out[n+1]; e++ {
		w.s.wires[e], w.s.Links[e] = nothing, nil
	}
}

// ofLoops are the findings about loops in which work does not become less.
func (s *Solution) ofLoops(found *findings) {
	for _, nodes := range s.endless {
		ids := make([]string, len(nodes))
		for i, n := range nodes {
			ids[i] = s.plan.graph.nodes[n]
		}
		found.loop(ids)
	}
}

// back works out N, M1 and M2 of the states of one node, or of a loop.
func (c *chain) back(nodes []int32, sink int32) {
	if c.s.plan.graph.loop[nodes[0]] < 0 {
		c.backOnce(nodes, sink)
		return
	}
	for _, n := range nodes {
		for s := c.first[n]; s < c.first[n+1]; s++ {
			c.n[s], c.m1[s], c.m2[s] = 0, 0, 0
		}
	}
	last := -1.0
	for range rounds {
		c.backOnce(nodes, sink)
		sum := 0.0
		for _, n := range nodes {
			for s := c.first[n]; s < c.first[n+1]; s++ {
				sum += c.n[s] + c.m2[s]
			}
		}
		if math.Abs(sum-last) <= settled*sum || math.IsInf(sum, 1) || math.IsNaN(sum) {
			return
		}
		last = sum
	}
}

func (c *chain) backOnce(nodes []int32, sink int32) {
	for i := len(nodes) - 1; i >= 0; i-- {
		for s := c.first[nodes[i]]; s < c.first[nodes[i]+1]; s++ {
			c.backward(s, nodes[i] == sink)
		}
	}
}

// throughAll works out what arrives from the states of one node, or of a
// loop.
func (c *chain) throughAll(nodes []int32, through []float64) {
	once := func() (sum float64) {
		for i := len(nodes) - 1; i >= 0; i-- {
			for s := c.first[nodes[i]]; s < c.first[nodes[i]+1]; s++ {
				through[s] = c.through(s, through)
				sum += through[s]
			}
		}
		return sum
	}
	if c.s.plan.graph.loop[nodes[0]] < 0 {
		once()
		return
	}
	for _, n := range nodes {
		for s := c.first[n]; s < c.first[n+1]; s++ {
			through[s] = 1
		}
	}
	last := -1.0
	for range rounds {
		sum := once()
		if math.Abs(sum-last) <= settled*sum {
			return
		}
		last = sum
	}
}

// visit works out how often each state is visited by one item in a state.
// nodes are those it may come to, in order; whole says that losses are left
// out of account and every end counts, not only the sink in question.
func (c *chain) visit(from int32, nodes []int32, whole bool) {
	g := c.s.plan.graph
	mark := c.seen[c.node[from]]
	for _, n := range nodes {
		for s := c.first[n]; s < c.first[n+1]; s++ {
			c.visits[s] = 0
		}
	}
	c.visits[from] = 1
	for i := 0; i < len(nodes); {
		j := g.together(nodes, i)
		if g.loop[nodes[i]] >= 0 {
			c.visitLoop(nodes[i:j], mark, whole)
		}
		for _, n := range nodes[i:j] {
			c.push(n, mark, whole)
		}
		i = j
	}
}

// push hands the visits of a node's states on, but not within a loop.
func (c *chain) push(n, mark int32, whole bool) {
	g := c.s.plan.graph
	for s := c.first[n]; s < c.first[n+1]; s++ {
		if c.visits[s] == 0 {
			continue
		}
		for i := c.start[s]; i < c.start[s+1]; i++ {
			h := &c.hops[i]
			if g.loop[n] >= 0 && g.loop[c.node[h.to]] == g.loop[n] {
				continue
			}
			if w := c.taken(h, mark, whole); w > 0 {
				c.visits[h.to] += c.visits[s] * w
			}
			if whole && h.fork != nil {
				c.pushCopies(s, h.fork)
			}
		}
	}
}

// pushCopies hands the visits of a fork on to its branches; the join has them
// from the fork already.
func (c *chain) pushCopies(s int32, f *forked) {
	for w := range f.ways {
		if x := &f.ways[w]; c.s.plan.joinAt[c.node[x.to]] == nil {
			c.visits[x.to] += c.visits[s] * x.gain
		}
	}
}

// visitLoop turns the visits that come to a loop from outside into all.
func (c *chain) visitLoop(nodes []int32, mark int32, whole bool) {
	first, end := c.first[nodes[0]], c.first[nodes[0]+1]
	for _, n := range nodes {
		first, end = min(first, c.first[n]), max(end, c.first[n+1])
	}
	base := append([]float64(nil), c.visits[first:end]...)
	g := c.s.plan.graph
	last := -1.0
	for range rounds {
		next := append([]float64(nil), base...)
		sum := 0.0
		for _, n := range nodes {
			for s := c.first[n]; s < c.first[n+1]; s++ {
				for i := c.start[s]; i < c.start[s+1]; i++ {
					h := &c.hops[i]
					if g.loop[c.node[h.to]] != g.loop[n] {
						continue
					}
					// A hop that is not taken may lead to a node beyond these.
					if w := c.taken(h, mark, whole); w > 0 {
						next[h.to-first] += c.visits[s] * w
					}
				}
			}
		}
		for _, n := range nodes {
			for s := c.first[n]; s < c.first[n+1]; s++ {
				c.visits[s] = next[s-first]
				sum += next[s-first]
			}
		}
		if math.Abs(sum-last) <= settled*sum {
			return
		}
		last = sum
	}
}

// taken is the weight of a hop on the way to the sink in question, or of any
// that is waited for.
func (c *chain) taken(h *hop, mark int32, whole bool) float64 {
	switch {
	case h.async:
		return 0
	case whole && h.fork == nil && c.s.plan.joinAt[c.node[h.to]] != nil:
		return 0 // a copy: it is one again by way of the fork
	case whole:
		return h.gain
	case c.seen[c.node[h.to]] != mark || c.n[h.to] == 0:
		return 0
	}
	return h.weight
}
