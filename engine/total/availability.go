package total

import "weir/engine/queue"

// Hop is one station of a journey.
type Hop struct {
	Up     float64 // share of the time it is up, beside what it has in common with others
	Next   []Way   // where an item may go next; none at the sink
	Any    bool    // takes any of its ways that is up, as a balancer does, not the one drawn
	All    bool    // needs all of its ways: every one gets a copy
	Needed int     // of its ways that it takes, where copies are joined again; 0 = as above
	Cause  int     // 1 + index of what it has in common with others (a pool); 0 = nothing
}

// Way is one way on, with the probability that an item takes it.
type Way struct {
	To int // index of a later hop
	P  float64
}

// Availability is the probability that an item finds every station it needs
// up, from hop 0 on. Hops stand in topological order; causes are the
// availabilities of what several hops have in common.
//
// Series: the product. A drawn split: the mean over its ways, for an item
// needs the way it was given. A hop with Any: 1 − Π(1 − way), each way taken
// as far as where they all meet again (the immediate post-dominator), so that
// what they share counts once. A hop with All: the product, likewise; one with
// Needed: k of n ways. Where
// ways share a hop before they meet (a bridge), and for common causes, by
// factoring: R = p·R(up) + (1 − p)·R(down), Moskowitz (1958). Exact where
// stations fail independently but for their causes, up to mostFactors
// factorings and mostCauses causes; what is shared beyond that is taken as
// independent, and the answer is not exact.
func Availability(hops []Hop, causes []float64) (available float64, exact bool) {
	if len(hops) == 0 {
		return 1, true
	}
	w := walk{hops: hops, meet: meetings(hops), memo: map[[2]int]float64{}, left: mostFactors}
	available = w.given(w.common(causes))
	return available, !w.loose
}

// mostFactors bounds the work on one journey: twelve things shared.
const mostFactors = 1 << 12

// cause is what several hops have in common.
type cause struct {
	up   float64
	hops []int
}

type walk struct {
	hops  []Hop
	meet  []int
	memo  map[[2]int]float64
	left  int   // factorings that may still be made
	mark  []int // by hop: the last sweep that met it
	swept int
	loose bool // something shared was taken as independent
}

// common lists the causes that can fail, each with its hops. One that a
// single hop has is that hop's own.
func (w *walk) common(causes []float64) []cause {
	list := make([]cause, len(causes))
	for i := range w.hops {
		if c := w.hops[i].Cause - 1; c >= 0 && causes[c] < 1 {
			list[c].up = causes[c]
			list[c].hops = append(list[c].hops, i)
		}
	}
	shared := list[:0]
	for _, c := range list {
		if len(c.hops) == 1 || len(shared) == mostCauses {
			w.loose = w.loose || len(c.hops) > 1
			for _, i := range c.hops {
				w.hops[i].Up *= c.up
			}
		} else if len(c.hops) > 1 {
			shared = append(shared, c)
		}
	}
	return shared
}

// mostCauses are taken exactly; every one doubles the work.
const mostCauses = 8

// given is the availability with the causes yet undecided.
func (w *walk) given(causes []cause) float64 {
	if len(causes) == 0 {
		clear(w.memo)
		return w.from(0, len(w.hops))
	}
	c, rest := &causes[0], causes[1:]
	a := c.up * w.given(rest)
	own := make([]float64, len(c.hops))
	for k, i := range c.hops {
		own[k], w.hops[i].Up = w.hops[i].Up, 0
	}
	a += (1 - c.up) * w.given(rest)
	for k, i := range c.hops {
		w.hops[i].Up = own[k]
	}
	return a
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
	case len(h.Next) == 0 || a == 0:
	case len(h.Next) == 1:
		a *= w.from(h.Next[0].To, end)
	case h.All || h.Any || h.Needed > 0:
		join := min(w.meet[i], end)
		a *= w.abreast(i, join) * w.from(join, end)
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

// abreast is the availability of the ways on from hop i to where they meet:
// that of any of them, of all, or of as many as it needs.
func (w *walk) abreast(i, join int) float64 {
	h := &w.hops[i]
	at := w.shared(i, join)
	w.loose = w.loose || at >= 0 && w.left == 0
	if at >= 0 && w.left > 0 {
		w.left--
		before, p := w.memo, w.hops[at].Up
		w.memo, w.hops[at].Up = map[[2]int]float64{}, 1
		a := p * w.abreast(i, join)
		w.memo, w.hops[at].Up = map[[2]int]float64{}, 0
		a += (1 - p) * w.abreast(i, join)
		w.memo, w.hops[at].Up = before, p
		return a
	}
	ways := make([]float64, len(h.Next))
	for k, way := range h.Next {
		ways[k] = w.from(way.To, join)
	}
	switch {
	case h.Needed > 0:
		return queue.AtLeast(h.Needed, ways...)
	case h.All:
		return queue.Series(ways...)
	}
	return queue.Parallel(ways...)
}

// shared is the first hop, neither certainly up nor down, that several ways
// on from hop i come through before they meet; -1 where there is none.
func (w *walk) shared(i, join int) int {
	if w.mark == nil {
		w.mark = make([]int, len(w.hops))
	}
	first := len(w.hops)
	start := w.swept
	for _, way := range w.hops[i].Next {
		w.swept++
		w.sweep(way.To, join, start, &first)
	}
	if first == len(w.hops) {
		return -1
	}
	return first
}

// sweep marks what a way comes through; what an earlier way of the same hop
// has marked, after start, is shared.
func (w *walk) sweep(i, join, start int, first *int) {
	if i >= join || i >= len(w.hops) || w.mark[i] == w.swept || w.hops[i].Up == 0 {
		return
	}
	if w.mark[i] > start && w.hops[i].Up < 1 {
		*first = min(*first, i)
	}
	w.mark[i] = w.swept
	for _, way := range w.hops[i].Next {
		w.sweep(way.To, join, start, first)
	}
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
