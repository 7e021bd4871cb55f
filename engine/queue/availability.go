package queue

import (
	"math"

	"weir/engine/portable"
)

// Availability of one unit that fails every mtbf of up time and takes mttr to
// repair: mtbf/(mtbf+mttr). 1 where it never fails.
func Availability(mtbf, mttr float64) float64 {
	if mttr == 0 || math.IsInf(mtbf, 1) {
		return 1
	}
	return mtbf / (mtbf + mttr)
}

// Series is the availability where all of independent parts must be up.
func Series(parts ...float64) float64 {
	a := 1.0
	for _, p := range parts {
		a *= p
	}
	return a
}

// Parallel is the availability where one of independent parts must be up.
func Parallel(parts ...float64) float64 {
	down := 1.0
	for _, p := range parts {
		down *= 1 - p
	}
	return 1 - down
}

// AtLeast is the probability that at least k of independent parts are up.
// Exact, O(n·k).
func AtLeast(k int, parts ...float64) float64 { return 1 - FewerThan(k, parts...) }

// FewerThan is the complement of AtLeast, precise where it is tiny.
func FewerThan(k int, parts ...float64) float64 {
	if k <= 0 {
		return 0
	}
	up := make([]float64, k+1) // law of the number up, k standing for k or more
	up[0] = 1
	for _, p := range parts {
		for j := k; j >= 0; j-- {
			stay := up[j] * (1 - p)
			if j == k {
				stay = up[j]
			}
			if j > 0 {
				stay += up[j-1] * p
			}
			up[j] = stay
		}
	}
	return sum(up[:k])
}

// KOutOfN is the probability that at least needed of so many independent
// units are up, each for the share unit of the time:
// Σ_{i≥needed} C(units, i) unit^i (1−unit)^(units−i). Barlow & Proschan,
// Mathematical Theory of Reliability (1965). Summed over the failures that
// are allowed, largest term first, so that nines are not lost.
func KOutOfN(units, needed int, unit float64) float64 {
	switch {
	case needed <= 0 || unit >= 1:
		return 1
	case units < needed || unit <= 0:
		return 0
	case units == needed:
		return portable.Powi(unit, units)
	}
	down := 1 - unit
	// P(more failures than allowed), from the likeliest such number on
	spare := units - needed
	ratio := down / unit
	term := portable.Powi(unit, units)
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

// SharedRepair is the availability of k out of n equal units that fail at rate
// 1/mtbf each and are repaired, at rate 1/mttr each, by at most so many crews
// at a time: the chain of the number down, Σ P(down ≤ n−k). Units keep failing
// while the whole is down. Trivedi (2002). Exact.
func SharedRepair(k, n, crews int, mtbf, mttr float64) float64 {
	if mttr == 0 || k <= 0 {
		return 1
	}
	if crews <= 0 || k > n {
		return 0
	}
	weight, total, good := 1.0, 1.0, 1.0
	for down := 1; down <= n; down++ {
		weight *= float64(n-down+1) / mtbf * mttr / float64(min(down, crews))
		total += weight
		if down <= n-k {
			good += weight
		}
	}
	return good / total
}

// Passage is one element of a reliability graph: up with probability Up, it
// joins two vertices; Directed ones lead from From to To only.
type Passage struct {
	From, To int
	Up       float64
	Directed bool
}

// Connected is the probability that a way of up elements leads from vertex s
// to vertex t, elements failing independently: by factoring on one undecided
// element after another,
//
//	R = p·R(element up) + (1−p)·R(element down),
//
// stopping where up elements already join the two or no way is left. Moskowitz
// (1958). Exact; exponential in the worst case, so for some thirty elements;
// elements on no way from s to t cost nothing.
func Connected(vertices int, elements []Passage, s, t int) float64 {
	state := make([]state, len(elements))
	return factor(vertices, elements, state, s, t)
}

type state uint8

const (
	undecided state = iota
	up
	down
)

func factor(vertices int, elements []Passage, states []state, s, t int) float64 {
	if reach(vertices, elements, states, s, false)[t] {
		return 1
	}
	possible := reach(vertices, elements, states, s, true)
	if !possible[t] {
		return 0
	}
	// Decide next an element that leaves what is certainly reached.
	certain := reach(vertices, elements, states, s, false)
	for i, e := range elements {
		leaves := certain[e.From] && !certain[e.To] || !e.Directed && certain[e.To] && !certain[e.From]
		if states[i] != undecided || !leaves {
			continue
		}
		states[i] = up
		r := e.Up * factor(vertices, elements, states, s, t)
		states[i] = down
		r += (1 - e.Up) * factor(vertices, elements, states, s, t)
		states[i] = undecided
		return r
	}
	return 0
}

// reach marks the vertices reached from s over up elements, and undecided
// ones where hopeful.
func reach(vertices int, elements []Passage, states []state, s int, hopeful bool) []bool {
	seen := make([]bool, vertices)
	seen[s] = true
	for changed := true; changed; {
		changed = false
		for i, e := range elements {
			if states[i] == down || states[i] == undecided && !hopeful {
				continue
			}
			if seen[e.From] && !seen[e.To] {
				seen[e.To], changed = true, true
			}
			if !e.Directed && seen[e.To] && !seen[e.From] {
				seen[e.From], changed = true, true
			}
		}
	}
	return seen
}
