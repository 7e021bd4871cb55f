package portable

import "math"

// Complex functions for the numerical inversion of Laplace transforms.
// Addition, multiplication and division of complex128 are plain Go already.

// CExp returns e^z.
func CExp(z complex128) complex128 {
	sin, cos := Sincos(imag(z))
	r := Exp(real(z))
	return complex(r*cos, r*sin)
}

// CLog returns the principal logarithm of z.
func CLog(z complex128) complex128 {
	return complex(Log(CAbs(z)), CPhase(z))
}

// CAbs returns the modulus of z.
func CAbs(z complex128) float64 { return Hypot(real(z), imag(z)) }

// CPhase returns the argument of z in [−π, π]. The arc tangent of package
// math is plain Go; TestBits holds it to it.
func CPhase(z complex128) float64 { return math.Atan2(imag(z), real(z)) }

// CSqrt returns the principal square root of z.
func CSqrt(z complex128) complex128 {
	a, b := real(z), imag(z)
	if b == 0 {
		if a < 0 {
			return complex(0, math.Copysign(math.Sqrt(-a), b))
		}
		return complex(math.Sqrt(a), b)
	}
	m := math.Sqrt((CAbs(z) + math.Abs(a)) / 2)
	if a >= 0 {
		return complex(m, b/(2*m))
	}
	return complex(math.Abs(b)/(2*m), math.Copysign(m, b))
}

// CPow returns z^w on the principal branch, 0^w being 0 for w with a positive
// real part.
func CPow(z, w complex128) complex128 {
	if z == 0 {
		switch {
		case w == 0:
			return 1
		case real(w) > 0:
			return 0
		}
		return complex(math.Inf(1), 0)
	}
	l := CLog(z)
	re, im := real(l), imag(l)
	return CExp(complex(
		mul(real(w), re)-mul(imag(w), im),
		mul(real(w), im)+mul(imag(w), re)))
}

// CPowi returns zⁿ by repeated squaring.
func CPowi(z complex128, n int) complex128 {
	if n < 0 {
		return 1 / CPowi(z, -n)
	}
	p := complex128(1)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p *= z
		}
		z *= z
	}
	return p
}
