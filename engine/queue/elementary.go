package queue

import "math"

func exp(x float64) float64 { return math.Exp(x) }
func log(x float64) float64 { return math.Log(x) }
func cosSin(x float64) (c, s float64) {
	s, c = math.Sincos(x)
	return c, s
}

// cexp is the exponential of a complex number.
func cexp(z complex128) complex128 {
	r := exp(real(z))
	c, s := cosSin(imag(z))
	return complex(r*c, r*s)
}

// cpow is z^k for real k and Re z > 0, on the principal branch.
func cpow(z complex128, k float64) complex128 {
	re, im := real(z), imag(z)
	r := exp(k / 2 * log(re*re+im*im))
	c, s := cosSin(k * math.Atan2(im, re))
	return complex(r*c, r*s)
}

// expm1 is e^x − 1 and log1p is ln(1+x), without cancellation.
func expm1(x float64) float64 { return math.Expm1(x) }
func log1p(x float64) float64 { return math.Log1p(x) }
