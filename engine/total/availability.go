package total

import "weir/engine/portable"

// Up is the availability of a node of units independent units, each up for
// the share unit of the time, that is up while needed of them are:
// Σ_{i≥needed} C(units, i) unit^i (1−unit)^(units−i). Barlow & Proschan,
// Mathematical Theory of Reliability (1965). Summed over the failures that
// are allowed, largest term first, so that nines are not lost.
func Up(units, needed int, unit float64) float64 {
	switch {
	case needed <= 0 || unit >= 1:
		return 1
	case units < needed || unit <= 0:
		return 0
	case units == needed:
		return portable.Pow(unit, float64(units))
	}
	down := 1 - unit
	// P(more failures than allowed), from the likeliest such number on
	spare := units - needed
	ratio := down / unit
	term := portable.Pow(unit, float64(units))
	lost := 0.0
	for failed := 1; failed <= units; failed++ {
		term *= ratio * float64(units-failed+1) / float64(failed)
		if failed > spare {
			lost += term
			if term < lost*1e-17 {
				break
			}
		}
	}
	return max(0, 1-lost)
}

// Hop is one station of a journey.
type Hop struct {
	Up   float64 // share of the time it is up
	Next []Way   // where an item may go next; none at the sink
	Any  bool    // takes any of its ways that is up, as a balancer does, not the one drawn
	All  bool    // needs all of its ways: every one gets a copy
}

// Way is one way on, with the probability that an item takes it.
type Way struct {
	To int // index of a later hop
	P  float64
}

// Availability is the probability that an item finds every station it needs
// up, from hop 0 on. Hops stand in topological order.
//
// Series: the product. A drawn split: the mean over its ways, for an item
// needs the way it was given. A hop with Any: 1 − Π(1 − way), each way taken
// as far as where they all meet again (the immediate post-dominator), so that
// what they share counts once. A hop with All: the product, likewise. Exact for nested series and parallel parts whose
// stations fail independently; ways that cross between (a bridge) are taken
// as independent.
func Availability(hops []Hop) float64 {
	if len(hops) == 0 {
		return 1
	}
	w := walk{hops: hops, meet: meetings(hops), memo: map[[2]int]float64{}}
	return w.from(0, len(hops))
}

type walk struct {
	hops []Hop
	meet []int
	memo map[[2]int]float64
}

// from is the availability of hop i and all after it, up to but without the
// hop end.
func (w *walk) from(i, end int) float64 {
	if i == end || i >= len(w.hops) {
		return 1
	}
	key := [2]int{i, end}
	if a, ok := w.memo[key]; ok {
		return a
	}
	h := &w.hops[i]
	a := h.Up
	switch {
	case len(h.Next) == 0:
	case len(h.Next) == 1:
		a *= w.from(h.Next[0].To, end)
	case h.All:
		join := min(w.meet[i], end)
		for _, way := range h.Next {
			a *= w.from(way.To, join)
		}
		a *= w.from(join, end)
	case h.Any:
		join := min(w.meet[i], end)
		down := 1.0
		for _, way := range h.Next {
			down *= 1 - w.from(way.To, join)
		}
		a *= (1 - down) * w.from(join, end)
	default:
		mean, p := 0.0, 0.0
		for _, way := range h.Next {
			mean += way.P * w.from(way.To, end)
			p += way.P
		}
		if p > 0 {
			a *= mean / p
		}
	}
	w.memo[key] = a
	return a
}

// meetings finds for each hop where all its ways meet again: its immediate
// post-dominator, len(hops) where they never do. In an acyclic graph one pass
// from the end suffices. Cooper, Harvey & Kennedy, A Simple, Fast Dominance
// Algorithm (2001).
func meetings(hops []Hop) []int {
	n := len(hops)
	meet := make([]int, n+1)
	meet[n] = n
	for i := n - 1; i >= 0; i-- {
		at := n
		for k, way := range hops[i].Next {
			if k == 0 {
				at = way.To
				continue
			}
			other := way.To
			for at != other {
				if at < other {
					at = meet[at]
				} else {
					other = meet[other]
				}
			}
		}
		meet[i] = at
	}
	return meet
}
