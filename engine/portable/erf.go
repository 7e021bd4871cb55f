package portable

import "math"

// erfSeries holds (−1)^n/(n!(2n+1)): erf x = 2/√π Σ erfSeries·x^(2n+1).
var erfSeries = [...]float64{
	1, -1.0 / 3, 1.0 / (2 * 5), -1.0 / (6 * 7), 1.0 / (24 * 9), -1.0 / (120 * 11), 1.0 / (720 * 13),
	-1.0 / (5040 * 15), 1.0 / (40320 * 17), -1.0 / (362880 * 19), 1.0 / (3628800 * 21),
	-1.0 / (39916800 * 23), 1.0 / (479001600 * 25), -1.0 / (6227020800 * 27),
	1.0 / (87178291200 * 29), -1.0 / (1307674368000 * 31), 1.0 / (20922789888000 * 33),
	-1.0 / (355687428096000 * 35),
}

const twoByRootPi = 1.12837916709551257389615890312154517

// erfcChebyshev holds the Chebyshev coefficients of e^{z²}erfc(z)/t in
// t = 2/(2+z) on [0, 2/3], that is z >= 1. TestErfcFit checks the fit.
var erfcChebyshev = [...]float64{
	0x1.beeeceaddcfefp-2, 0x1.6c159877984b4p-3, 0x1.9fa438b1a166ep-6, 0x1.f1a197b50764dp-10,
	-0x1.7e4e3b08fb04bp-14, -0x1.1f277643b315ap-15, -0x1.a31ff46240f61p-22, 0x1.5fc8cda660a2ep-21,
	0x1.71399b4714202p-26, -0x1.0ee5bb0dbd92bp-26, -0x1.a9e8d16582e04p-32, 0x1.f5547499c0594p-32,
	-0x1.8afe7b6d0f3e6p-38, -0x1.f8000170e472cp-37, 0x1.2d19d0b4d008cp-40, 0x1.e4ed0d9bd063ep-42,
	-0x1.52665d1e53657p-44, -0x1.5e3c24df40e60p-47, 0x1.2043e66c18affp-48, -0x1.4d578a447dfc5p-55,
	-0x1.82ce526095a4dp-53, 0x1.a565d84d06aa5p-56,
}

// Erf returns the error function of x.
func Erf(x float64) float64 {
	a := math.Abs(x)
	switch {
	case math.IsNaN(x) || x == 0:
		return x
	case a < 1:
		y, p := mul(x, x), 0.0
		for i := len(erfSeries) - 1; i > 0; i-- {
			p = madd(y, p, erfSeries[i])
		}
		x0 := mul(x, twoByRootPi)
		return madd(mul(x0, y), p, x0)
	case a > 6:
		return math.Copysign(1, x)
	}
	return math.Copysign(1-erfcTail(a), x)
}

// Erfc returns 1 − erf x, accurately also where that is small.
func Erfc(x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x < 1:
		return 1 - Erf(x)
	case x > 27:
		return 0
	}
	return erfcTail(x)
}

// erfcTail returns erfc z for z >= 1.
func erfcTail(z float64) float64 {
	t := 2 / (2 + z)
	u := 6*t - 2 // twice the argument of the Chebyshev polynomials
	var b, b1 float64
	for i := len(erfcChebyshev) - 1; i > 0; i-- {
		b, b1 = erfcChebyshev[i]+(mul(u, b)-b1), b
	}
	f := erfcChebyshev[0] + (mul(u/2, b) - b1)
	sq, rest := product(z, z)
	return mul(mul(f, t), expSum(-sq, -rest))
}
