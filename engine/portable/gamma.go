package portable

import "math"

// zetaTail holds (−1)^k (ζ(k) − 1)/k for k = 2, 3, …: the series of
// log Γ(2+z) = (1−γ)z + Σ zetaTail·z^k, |z| < 2 (Abramowitz & Stegun 6.1.33).
var zetaTail = [...]float64{
	0x1.4a34cc4a60fa6p-2, -0x1.13e001a557607p-4, 0x1.51322ac7d8483p-6, -0x1.e404fc218f5f2p-8,
	0x1.7add6eadb6c30p-9, -0x1.38ac5c2bf8e08p-10, 0x1.0b36af86396e9p-11, -0x1.d3fd4c76d2fc8p-13,
	0x1.a127b0f17d65ap-14, -0x1.78de5bd7c81efp-15, 0x1.580dcee66eb02p-16, -0x1.3cbc963ce2243p-17,
	0x1.2597a39f34aacp-18, -0x1.11b2eb7679541p-19, 0x1.0064cdeb22f0fp-20, -0x1.e2600d93cfd2fp-22,
	0x1.c76bbb3f07a4dp-23, -0x1.af5a6cbbf8a97p-24, 0x1.99b93c2070b0fp-25, -0x1.862c734df3eacp-26,
	0x1.7469daccfadcdp-27, -0x1.6434a8447aeadp-28, 0x1.555a877ffd2c3p-29,
}

const (
	oneLessEuler  = 0x1.b0ee6072093cep-2 // 1 − γ
	halfLogTwoPi  = 0.91893853320467274178032973640561763986
	gammaOverflow = 171.6243769563027
)

// logGammaNearTwo returns log Γ(2+z) for |z| <= 0.5.
func logGammaNearTwo(z float64) float64 {
	p := 0.0
	for i := len(zetaTail) - 1; i >= 0; i-- {
		p = madd(z, p, zetaTail[i])
	}
	return mul(z, madd(z, p, oneLessEuler))
}

// stirling returns log Γ(x) − (x−½)log x + x − ½log 2π for x >= 8, by the
// asymptotic series of Bernoulli numbers (Abramowitz & Stegun 6.1.41).
func stirling(x float64) float64 {
	y := 1 / mul(x, x)
	p := madd(y, 43867.0/244188, -3617.0/122400)
	p = madd(y, p, 1.0/156)
	p = madd(y, p, -691.0/360360)
	p = madd(y, p, 1.0/1188)
	p = madd(y, p, -1.0/1680)
	p = madd(y, p, 1.0/1260)
	p = madd(y, p, -1.0/360)
	p = madd(y, p, 1.0/12)
	return p / x
}

// Gamma returns Γ(x).
func Gamma(x float64) float64 {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 1):
		return x
	case x == 0:
		return math.Copysign(math.Inf(1), x)
	case x < 0 && (math.IsInf(x, -1) || x == math.Floor(x)):
		return math.NaN()
	case x > gammaOverflow:
		return math.Inf(1)
	case x >= 20:
		return gammaLarge(x)
	case x > 0 && x < 0x1p-60:
		return 1 / x
	case x < 0:
		return gammaNegative(x)
	}
	factor, divisor := 1.0, 1.0
	for x > 2.5 {
		x--
		factor *= x
	}
	for x < 1.5 {
		divisor *= x
		x++
	}
	return factor * Exp(logGammaNearTwo(x-2)) / divisor
}

// gammaLarge is Stirling's formula with the exponent kept in two float64.
func gammaLarge(x float64) float64 {
	hi, lo := logSum(x)
	p, rest := product(x-0.5, hi)
	rest += mul(x-0.5, lo)
	p, a := twoSum(p, -x)
	p, b := twoSum(p, halfLogTwoPi)
	p, c := twoSum(p, stirling(x))
	return expSum(p, (a+b)+(c+rest))
}

// gammaNegative reflects: Γ(x)Γ(1−x) = π/sin πx.
func gammaNegative(x float64) float64 {
	s := sinPi(x)
	if x > -170 {
		return math.Pi / mul(s, Gamma(1-x))
	}
	l, _ := Lgamma(x)
	return math.Copysign(Exp(l), s)
}

// sinPi returns sin πx.
func sinPi(x float64) float64 {
	if x < 0 {
		return -sinPi(-x)
	}
	r := math.Mod(x, 2)
	if r >= 1 {
		return -sinPi(r - 1)
	}
	if r > 0.5 {
		r = 1 - r
	}
	return Sin(math.Pi * r)
}

// Lgamma returns log |Γ(x)| and the sign of Γ(x). For x < 0 the error is
// absolute near the zeros of the result.
func Lgamma(x float64) (lgamma float64, sign int) {
	switch {
	case math.IsNaN(x):
		return x, 1
	case math.IsInf(x, 0):
		return math.Inf(1), 1
	case x == 0:
		if math.Signbit(x) {
			return math.Inf(1), -1
		}
		return math.Inf(1), 1
	case x > 0:
		return logGamma(x), 1
	case x == math.Floor(x):
		return math.Inf(1), 1
	}
	s := sinPi(x)
	sign = 1
	if s < 0 {
		sign = -1
	}
	if x > -0x1p-60 {
		return -Log(-x), sign
	}
	return Log(math.Pi/math.Abs(mul(s, x))) - logGamma(-x), sign
}

// logGamma returns log Γ(x) for x > 0.
func logGamma(x float64) float64 {
	switch {
	case x >= 0x1p60:
		return mul(x, Log(x)-1)
	case x >= 8:
		hi, lo := logSum(x)
		p, rest := product(x-0.5, hi)
		p, a := twoSum(p, -x)
		return p + (a + rest + mul(x-0.5, lo) + (halfLogTwoPi + stirling(x)))
	case x < 0.5:
		if x < 0x1p-60 {
			return -Log(x)
		}
		return logGammaNearTwo(x) - Log(mul(x, 1+x))
	case x < 1.5:
		return logGammaNearTwo(x-1) - Log1p(x-1)
	}
	factor := 1.0
	for x > 2.5 {
		x--
		factor *= x
	}
	if factor == 1 {
		return logGammaNearTwo(x - 2)
	}
	return Log(factor) + logGammaNearTwo(x-2)
}
