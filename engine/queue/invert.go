package queue

import "math"

const (
	eulerPlain    = 24 // terms summed plainly
	eulerAveraged = 14 // terms averaged binomially
	eulerA        = 25 // discretisation error e^{−A}
)

// eulerWeights holds the factor of every term of the alternating series: 1/2
// and then the binomial tail of the averaging.
var eulerWeights = func() [eulerPlain + eulerAveraged + 1]float64 {
	var w [eulerPlain + eulerAveraged + 1]float64
	binomial, sum := 1.0, 0.0
	scale := math.Ldexp(1, -eulerAveraged)
	var tail [eulerAveraged + 1]float64
	for j := 0; j <= eulerAveraged; j++ {
		tail[j] = 1 - sum
		sum += binomial * scale
		binomial = binomial * float64(eulerAveraged-j) / float64(j+1)
	}
	for k := range w {
		if k <= eulerPlain {
			w[k] = 1
		} else {
			w[k] = tail[k-eulerPlain]
		}
		if k%2 == 1 {
			w[k] = -w[k]
		}
	}
	w[0] = 0.5
	return w
}()

// Transform is anything with a Laplace–Stieltjes transform E e^{−sX}, Re s > 0.
type Transform interface{ LST(s complex128) complex128 }

// invert gives P(X > t), t > 0, from the transform φ(s) = E e^{−sX} by the
// Fourier-series method with Euler summation:
//
//	f(t) ≈ (e^{A/2}/t) Σ (−1)^k Re F((A + 2kπi)/2t),  F(s) = (1 − φ(s))/s.
//
// Abate & Whitt, ORSA J. Computing 7 (1995). About 1e-9 where the survival
// function is smooth near t; shift constants out before.
func invert[X Transform](x X, t float64) float64 {
	survival, _ := invertBoth(x, t)
	return survival
}

// invertBoth gives P(X > t) and, from the same values of the transform, the
// density at t.
func invertBoth[X Transform](x X, t float64) (survival, density float64) {
	const a = eulerA
	for k, w := range eulerWeights {
		s := complex(a/(2*t), float64(k)*math.Pi/t)
		phi := x.LST(s)
		survival += w * real((1-phi)/s)
		density += w * real(phi)
	}
	scale := exp(a/2.0) / t
	return min(max(scale*survival, 0), 1), scale * density
}
