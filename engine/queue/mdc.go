package queue

import (
	"math"

	"weir/engine/portable"
)

// constantService is the mean wait and the probability of waiting at M/D/c,
// exactly, by Spitzer's identity (a server of M/D/c sees every c-th arrival, so
// it is E_c/D/1). With N(n) Poisson of mean ncρ:
//
//	E W/D = Σ [P(N(n) ≥ nc) − P(N(n) ≥ nc+1)/ρ]
//	P(W = 0) = exp(−Σ P(N(n) ≥ nc)/n),  n = 1, 2, …
//
// Crommelin (1934); Spitzer (1956). 0 < ρ < 1. The first terms are summed,
// the rest integrated, the terms being smooth in n, so that ρ → 1 costs little.
func constantService(c int, rho, service float64) (mean, wait float64) {
	m := float64(c)
	terms := func(n float64) (w, p float64) {
		k, x := n*m, n*m*rho
		tail := gammaP(k, x)
		// P(N ≥ k+1) = P(N ≥ k) − P(N = k); the difference without cancellation
		// where ρ is near 1 is (P(N=k) − (1−ρ)P(N≥k))/ρ.
		return (gammaRatio(k, x) - (1-rho)*tail) / rho, tail / n
	}
	const plain = 200
	var sumW, sumP float64
	for n := 1; n <= plain; n++ {
		w, p := terms(float64(n))
		sumW += w
		sumP += p
		if w < 1e-17*sumW && p < 1e-17*sumP {
			return sumW * service, 1 - exp(-sumP)
		}
	}
	// Σ from N+1 on is the integral from N + ½ plus f′(N+½)/24.
	w0, p0 := terms(plain)
	w1, p1 := terms(plain + 1)
	restW, restP := (w1-w0)/24, (p1-p0)/24
	low := plain + 0.5
	for range 60 {
		high := low * 1.6
		panelW, panelP := 0.0, 0.0
		for i, x := range gaussNodes {
			n := low + (high-low)*x
			w, p := terms(n)
			panelW += gaussWeights[i] * w
			panelP += gaussWeights[i] * p
		}
		restW += panelW * (high - low)
		restP += panelP * (high - low)
		if panelW*(high-low) < 1e-15*sumW && panelP*(high-low) < 1e-15*sumP {
			break
		}
		low = high
	}
	return (sumW + restW) * service, 1 - exp(-sumP-restP)
}

// gaussNodes and gaussWeights integrate over [0, 1] with 16 points, from the
// roots of the Legendre polynomial.
var gaussNodes, gaussWeights = legendre16()

func legendre16() (x, w [16]float64) {
	const n = 16
	for i := range n {
		c := portable.Cos(math.Pi * (float64(i) + 0.75) / (n + 0.5))
		var slope float64
		for range 100 {
			p0, p1 := 1.0, c
			for k := 2.0; k <= n; k++ {
				p0, p1 = p1, ((2*k-1)*c*p1-(k-1)*p0)/k
			}
			slope = n * (c*p1 - p0) / (c*c - 1)
			step := p1 / slope
			c -= step
			if math.Abs(step) < 1e-16 {
				break
			}
		}
		x[i] = (1 - c) / 2
		w[i] = 1 / ((1 - c*c) * slope * slope)
	}
	return x, w
}
