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

// gammaQ is the regularised upper incomplete gamma function Q(a, x): by the
// series of P below x = a + 1, by Lentz's continued fraction above.
// Abramowitz & Stegun 6.5.29, 6.5.31.
func gammaQ(a, x float64) float64 {
	if x <= 0 {
		return 1
	}
	lg, _ := math.Lgamma(a)
	front := exp(a*log(x) - x - lg)
	if x < a+1 {
		sum, term := 1/a, 1/a
		for n := 1; n < 10000; n++ {
			term *= x / (a + float64(n))
			sum += term
			if term < sum*1e-17 {
				break
			}
		}
		return 1 - front*sum
	}
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for n := 1; n < 10000; n++ {
		an := -float64(n) * (float64(n) - a)
		b += 2
		d = an*d + b
		if math.Abs(d) < tiny {
			d = tiny
		}
		c = b + an/c
		if math.Abs(c) < tiny {
			c = tiny
		}
		d = 1 / d
		step := d * c
		h *= step
		if math.Abs(step-1) < 1e-16 {
			break
		}
	}
	return front * h
}
