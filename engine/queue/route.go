package queue

import "math"

// Hop is a way out of a stage of a Route.
type Hop struct {
	To          int
	Probability float64
}

// Route is the way of one item through stages whose times are independent:
// it enters at one of them, and after each takes one hop or, with the
// probability left, is done. Stages in sequence, alternatives and loops are
// all routes; the time of the whole follows from the transforms of the parts,
//
//	φ(k) = H(k)·(1 − Σp + Σ p·φ(to)),
//
// never from their percentiles. Exact for independent stage times: Jackson
// networks along overtake-free paths (Reich 1957; Walrand & Varaiya 1980), an
// approximation beyond.
type Route struct {
	Of    []Dist
	Hops  [][]Hop
	Entry []Hop // probabilities adding up to 1
}

// converged is when a further sweep over a route with loops changes nothing.
const converged = 1e-14

// Visits is the mean number of times an item passes each stage.
func (r Route) Visits() []float64 {
	base := make([]float64, len(r.Of))
	for _, e := range r.Entry {
		base[e.To] += e.Probability
	}
	visits := append([]float64(nil), base...)
	for range 100_000 {
		next := append([]float64(nil), base...)
		moved := 0.0
		for k, hops := range r.Hops {
			for _, h := range hops {
				// Stages already swept feed later ones in the same pass.
				next[h.To] += h.Probability * visits[k]
			}
		}
		for k := range next {
			moved = max(moved, math.Abs(next[k]-visits[k]))
		}
		visits = next
		if moved < converged {
			break
		}
	}
	return visits
}

// sweep solves x(k) = add(k) + gain(k)·Σ p·x(to) from the last stage to the
// first, again until nothing moves: one pass and a check where hops only lead
// onward, as many as the loops need otherwise.
func sweep[N complex128 | float64](r Route, gain, add []N, size func(N) float64, lift func(float64) N) []N {
	x := make([]N, len(r.Of))
	for range 100_000 {
		moved, largest := 0.0, 0.0
		for k := len(x) - 1; k >= 0; k-- {
			var ahead N
			for _, h := range r.Hops[k] {
				ahead += lift(h.Probability) * x[h.To]
			}
			next := add[k] + gain[k]*ahead
			moved = max(moved, size(next-x[k]))
			largest = max(largest, size(next))
			x[k] = next
		}
		if moved <= converged*largest {
			break
		}
	}
	return x
}

func realSweep(r Route, gain, add []float64) []float64 {
	return sweep(r, gain, add, math.Abs, func(p float64) float64 { return p })
}

// entry averages a figure of the stages over where items enter.
func (r Route) entry(x []float64) float64 {
	total := 0.0
	for _, e := range r.Entry {
		total += e.Probability * x[e.To]
	}
	return total
}

// Moments returns the mean and the variance of the time along the route.
func (r Route) Moments() (mean, variance float64) {
	n := len(r.Of)
	gain, add := make([]float64, n), make([]float64, n)
	for k, d := range r.Of {
		gain[k], add[k] = 1, d.mean
		if math.IsInf(d.mean, 1) {
			return d.mean, d.mean
		}
	}
	first := realSweep(r, gain, add)
	for k, d := range r.Of {
		ahead := 0.0
		for _, h := range r.Hops[k] {
			ahead += h.Probability * first[h.To]
		}
		add[k] = d.variance + d.mean*d.mean + 2*d.mean*ahead
	}
	second := realSweep(r, gain, add)
	mean = r.entry(first)
	return mean, max(r.entry(second)-mean*mean, 0)
}

// least is the part of the time no item can escape: the smallest sum of
// constant times along any way through.
func (r Route) least() float64 {
	x := make([]float64, len(r.Of))
	for k := range x {
		x[k] = math.Inf(1)
	}
	for range len(x) + 1 {
		changed := false
		for k := len(x) - 1; k >= 0; k-- {
			onward, left := math.Inf(1), 1.0
			for _, h := range r.Hops[k] {
				left -= h.Probability
				if h.Probability > 0 {
					onward = min(onward, x[h.To])
				}
			}
			if left > 1e-12 {
				onward = 0
			}
			if d := r.Of[k].Constant() + onward; d < x[k] {
				x[k], changed = d, true
			}
		}
		if !changed {
			break
		}
	}
	shortest := math.Inf(1)
	for _, e := range r.Entry {
		if e.Probability > 0 {
			shortest = min(shortest, x[e.To])
		}
	}
	return shortest
}

// Constant is the part of the time that never varies.
func (d Dist) Constant() float64 {
	if d.service.SCV == 0 {
		return d.service.Mean
	}
	return 0
}

// Most is what the time never exceeds, +Inf where it has no bound.
func (d Dist) Most() float64 {
	switch {
	case d.service.Mean > 0 && d.service.SCV > 0:
	case d.form == batch && d.batch.Timeout > 0:
		return d.service.Mean + d.batch.Timeout
	case d.form == phases && d.w1 == 0:
		return d.service.Mean
	}
	return math.Inf(1)
}

// LST is the transform of the time along the route.
func (r Route) LST(s complex128) complex128 {
	n := len(r.Of)
	gain, add := make([]complex128, n), make([]complex128, n)
	for k, d := range r.Of {
		left := 1.0
		for _, h := range r.Hops[k] {
			left -= h.Probability
		}
		gain[k] = d.LST(s)
		add[k] = gain[k] * complex(max(left, 0), 0)
	}
	size := func(z complex128) float64 { return math.Abs(real(z)) + math.Abs(imag(z)) }
	x := sweep(r, gain, add, size, func(p float64) complex128 { return complex(p, 0) })
	var total complex128
	for _, e := range r.Entry {
		total += complex(e.Probability, 0) * x[e.To]
	}
	return total
}

// Percentiles returns the quantiles at Levels of the time along the route:
// the gamma preview where fast, by inversion of the transform otherwise.
func (r Route) Percentiles(fast bool) [len(Levels)]float64 {
	mean, variance := r.Moments()
	if fast || math.IsInf(mean, 1) {
		return GammaPercentiles(mean, variance)
	}
	return InvertPercentiles(r, mean, variance, r.least())
}

// shifted takes an inescapable constant out of a transform.
type shifted struct {
	of Transform
	by float64
}

func (d shifted) LST(s complex128) complex128 { return d.of.LST(s) * cexp(s*complex(d.by, 0)) }

// InvertPercentiles returns the quantiles at Levels of the time with the
// transform, mean and variance given, of which the part least is constant. It
// is shifted out, as the inversion wants smooth functions.
func InvertPercentiles(x Transform, mean, variance, least float64) [len(Levels)]float64 {
	var q [len(Levels)]float64
	for i := range Levels {
		q[i] = InvertPercentile(x, mean, variance, least, i)
	}
	return q
}

// InvertPercentile is one of these, at the i-th level.
func InvertPercentile(x Transform, mean, variance, least float64, i int) float64 {
	rest := mean - least
	if rest <= 1e-12*mean {
		return mean
	}
	return least + quantileNear(shifted{x, least}, 1-Levels[i], max(GammaPercentiles(rest, variance)[i], 1e-9*rest))
}
