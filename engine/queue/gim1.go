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

// exponentialServer is the wait at GI/M/1: none with probability 1 − σ, else
// exponential of rate μ(1−σ). Exact for a renewal stream.
func exponentialServer(l load) (wait Dist, sigma float64) {
	mu := 1 / l.service.Mean
	sigma = renewalRoot(Law{1 / l.rate, l.ca2}, mu)
	return waiting(sigma, Law{1 / (mu * (1 - sigma)), 1}), sigma
}
