package flow

import (
	"cmp"
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/total"
)

// beginning is a state in which items begin, and what follows from all the
// states that come after it.
type beginning struct {
	states    []int32   // it and those that follow, in the order of the flow
	up        []float64 // of their nodes
	available float64   // the share of the time its items find all they need up
	item      total.Item
}

// beginnings are those of a solution, and what they were worked out from. The
// next solution takes over each before which nothing has changed.
type beginnings struct {
	list           []beginning
	common         []float64 // availability, by pool
	ofNode, ofEdge []int     // index of its share in the allocation
}

// beginnings works out every state in which items begin.
func (c *chain) beginnings(up, common []float64, ofNode, ofEdge []int) *beginnings {
	now := &beginnings{common: common, ofNode: ofNode, ofEdge: ofEdge}
	was := c.prior
	sameUp := was != nil && slices.Equal(was.common, common)
	sameShares := was != nil && slices.Equal(was.ofNode, ofNode) && slices.Equal(was.ofEdge, ofEdge)
	var at []int32
	for n, r := range c.s.base {
		if r == nil || len(r.Load.Flows) == 0 || c.leadsNowhere(int32(n)) {
			continue
		}
		if _, source := r.bound.Model.(component.Source); !source {
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
				b.up, b.available = old.up, old.available
			} else {
				if at == nil {
					at = make([]int32, len(c.node))
				}
				b.up = make([]float64, len(b.states))
				for i, x := range b.states {
					b.up[i] = up[c.node[x]]
				}
				b.available = total.Availability(c.reach(b.states, at, up), common)
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

// onward lists a state and those that follow it without leaving the journey,
// in the order of the flow.
func (c *chain) onward(start int32) []int32 {
	g := c.s.plan.graph
	mark := start + 1
	c.met[start] = mark
	list := append(make([]int32, 0, 64), start)
	for i := 0; i < len(list); i++ {
		for k := c.start[list[i]]; k < c.start[list[i]+1]; k++ {
			if x := &c.hops[k]; !x.async && x.gain > 0 && c.met[x.to] != mark {
				c.met[x.to] = mark
				list = append(list, x.to)
			}
		}
	}
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(cmp.Compare(g.rank[c.node[a]], g.rank[c.node[b]]), cmp.Compare(a, b))
	})
	return list
}

// reach is the part of the chain an item may come through, as hops of an
// availability. at is scratch, by state.
func (c *chain) reach(states, at []int32, up []float64) []total.Hop {
	ways := 0
	for i, s := range states {
		at[s] = int32(i)
		ways += int(c.start[s+1]-c.start[s]) + 1
	}
	hops := make([]total.Hop, len(states))
	next := make([]total.Way, 0, ways)
	for i, s := range states {
		b := c.s.base[c.node[s]].bound
		h := &hops[i]
		h.Cause = c.s.pool(int(c.node[s])) + 1
		h.Up, h.Any = up[c.node[s]], b.Balances()
		from := len(next)
		for k := c.start[s]; k < c.start[s+1]; k++ {
			// A way back in a loop needs no node that was not needed before.
			if x := &c.hops[k]; !x.async && x.gain > 0 && int(at[x.to]) > i {
				next = append(next, total.Way{To: int(at[x.to]), P: x.gain})
				h.All = h.All || x.copied
			}
		}
		if c.end[s] > 0 && len(next) > from {
			next = append(next, total.Way{To: len(states), P: c.end[s]})
		}
		h.Next = next[from:len(next):len(next)]
	}
	return hops
}

// item is the data item of a source of requests: how often it visits each
// share. The first state is where it starts.
func (c *chain) item(states []int32, ofNode, ofEdge []int) total.Item {
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
			item.Visits = append(item.Visits, total.Visit{Share: at, Times: visits[s]})
		}
		for k := c.start[s]; k < c.start[s+1]; k++ {
			x := &c.hops[k]
			if at := ofEdge[x.edge]; at >= 0 && !x.async {
				item.Visits = append(item.Visits, total.Visit{Share: at, Times: visits[s] * x.gain})
			}
		}
	}
	return item
}
