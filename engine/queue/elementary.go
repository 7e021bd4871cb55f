package queue

import (
	"math"

	"weir/engine/portable"
)

func exp(x float64) float64   { return portable.Exp(x) }
func log(x float64) float64   { return portable.Log(x) }
func expm1(x float64) float64 { return portable.Expm1(x) } // e^x − 1
func log1p(x float64) float64 { return portable.Log1p(x) } // ln(1 + x)

// cexp is the exponential of a complex number.
func cexp(z complex128) complex128 { return portable.CExp(z) }

// cpow is z^k for real k and Re z > 0, on the principal branch.
func cpow(z complex128, k float64) complex128 {
	re, im := real(z), imag(z)
	r := exp(k / 2 * log(float64(re*re)+float64(im*im)))
	s, c := portable.Sincos(k * portable.CPhase(z))
	return complex(r*c, r*s)
}

// normalTail is P(N > x) of the standard normal.
func normalTail(x float64) float64 { return portable.Erfc(x/math.Sqrt2) / 2 }
