package queue

// ErlangB is the probability that a Poisson stream of a Erlangs finds all c
// servers of M/G/c/c busy and is lost:
//
//	B(0) = 1,  B(k) = a·B(k−1) / (k + a·B(k−1)).
//
// Erlang (1917). Range: c ≥ 0, a ≥ 0; O(c), stable in floating point. The loop
// carries 1/B, which needs one division a step and cannot underflow.
func ErlangB(c int, a float64) float64 {
	if a <= 0 {
		if c == 0 {
			return 1
		}
		return 0
	}
	inverse, step := 1.0, 1/a
	for k := 1; k <= c; k++ {
		inverse = 1 + float64(float64(k)*step*inverse)
		if inverse > 1e300 {
			return 0
		}
	}
	return 1 / inverse
}

// ErlangC is the probability that an arrival at M/M/c must wait:
// C = B / (1 − ρ(1−B)), ρ = a/c < 1; 1 at ρ ≥ 1. Erlang (1917).
func ErlangC(c int, a float64) float64 {
	rho := a / float64(c)
	if rho >= 1 {
		return 1
	}
	b := ErlangB(c, a)
	return b / (1 - rho*(1-b))
}
