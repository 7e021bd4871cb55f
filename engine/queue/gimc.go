package queue

import "math"

// renewalRoot is the root σ in (0, 1) of σ = A*(μ(1−σ)) at GI/M/1, the
// probability that an arrival of the renewal stream finds the server busy.
// Kendall (1953). ρ < 1. By Newton's method from below on the convex right
// side, the derivative by a small step of the transform.
func renewalRoot(interarrival Law, mu float64) float64 {
	f := func(sigma float64) float64 {
		return real(interarrival.LST(complex(mu*(1-sigma), 0))) - sigma
	}
	low, high := 0.0, 1.0
	// A*(μ(1−σ)) − σ is positive below the root, negative between it and 1.
	x := 0.5
	for range 100 {
		y := f(x)
		if y > 0 {
			low = x
		} else {
			high = x
		}
		h := 1e-6 * (1 - x)
		slope := (f(x+h) - f(x-h)) / (2 * h)
		next := x - y/slope
		if !(next > low && next < high) {
			next = (low + high) / 2
		}
		if math.Abs(next-x) < 1e-16 || high-low < 1e-16 {
			return next
		}
		x = next
	}
	return x
}

// exponentialServers is the wait at GI/M/c: none with probability 1 − Π, else
// exponential of rate cμ(1−σ), σ the root of σ = A*(cμ(1−σ)). With φ(x) = A*(xμ)
//
//	Π = 1/(1−σ) · 1/(1/(1−σ) + Σ_{j=1}^{c} C(c,j)·Π_{i≤j}(1−φ(i))/φ(i) / (1−φ(j)) · (c(1−φ(j))−j)/(c(1−σ)−j))
//
// which is σ for one server and Erlang's C for a Poisson stream. Takács,
// Introduction to the Theory of Queues (1962), chapter 2, theorem 1. ρ < 1; exact
// for a renewal stream.
func exponentialServers(l load) (wait Dist, pWait float64) {
	interarrival, c, mu := Law{1 / l.rate, l.ca2}, float64(l.c), 1/l.service.Mean
	sigma := renewalRoot(interarrival, c*mu)
	phi := func(x float64) float64 { return real(interarrival.LST(complex(x*mu, 0))) }
	// above is c(1−φ(x)) − x by c(1−σ) − x; both are 0 at one x.
	above := func(x float64) float64 {
		if below := c*(1-sigma) - x; math.Abs(below) > 1e-6*c {
			return (c*(1-phi(x)) - x) / below
		}
		h := 1e-4 * x
		return 1 + c*(phi(x+h)-phi(x-h))/(2*h)
	}
	busy, ways := 1/(1-sigma), 1.0
	for j := 1; j <= l.c; j++ {
		x := float64(j)
		p := phi(x)
		ways *= (c - x + 1) / x * (1 - p) / p
		busy += ways / (1 - p) * above(x)
	}
	pWait = min(max(1/((1-sigma)*busy), 0), 1) // 0 where the sum is beyond a float
	return waiting(pWait, Law{1 / (c * mu * (1 - sigma)), 1}), pWait
}
