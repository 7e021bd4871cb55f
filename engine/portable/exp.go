package portable

import "math"

// ln2/64 as a head of 40 bits and the rest, so that k·head is exact for every
// k an argument can give.
const (
	ln2by64Head = 0x1.62e42fef8p-7
	ln2by64Rest = 0x1.1cf79abc9e3b4p-42
	by64ln2     = 64 / math.Ln2
)

// reduce writes x = k·ln2/64 + r with |r| <= ln2/128; |x| must be below 2^13.
// The part of r that a float64 cannot hold is in tail.
func reduce(x float64) (k int, r, tail float64) {
	kf := math.Floor(madd(x, by64ln2, 0.5))
	h := x - mul(kf, ln2by64Head) // exact
	l := mul(kf, ln2by64Rest)
	r = h - l
	return int(kf), r, (h - r) - l
}

// expm1Small returns e^r − 1 for |r| <= ln2/128 by its series to r⁶.
func expm1Small(r float64) float64 {
	p := madd(r, 1.0/720, 1.0/120)
	p = madd(r, p, 1.0/24)
	p = madd(r, p, 1.0/6)
	p = madd(r, p, 0.5)
	return madd(mul(r, r), p, r)
}

// expSum returns e^(x+tail) where tail is small against x. Method: table of
// 2^(i/64) and a short series, after Tang, ACM TOMS 15 (1989) 144–157.
func expSum(x, tail float64) float64 {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 1):
		return x
	case x > 709.79:
		return math.Inf(1)
	case x < -745.14:
		return 0
	case math.Abs(x) < 0x1p-54:
		return 1 + x
	}
	k, r, t := reduce(x)
	e := exp2Table[k&63]
	p := expm1Small(r)
	t += tail
	p += madd(t, p, t)
	return scale(e[0]+(madd(e[0], p, e[1])), k>>6)
}

// Exp returns e^x.
func Exp(x float64) float64 { return expSum(x, 0) }

// Expm1 returns e^x − 1, accurately also where x is close to zero.
func Expm1(x float64) float64 {
	switch {
	case math.IsNaN(x) || x == 0 || math.IsInf(x, 1):
		return x
	case x > 40:
		return Exp(x)
	case x < -40:
		return -1
	case math.Abs(x) < 0.005:
		return expm1Small(x)
	}
	k, r, t := reduce(x)
	e := exp2Table[k&63]
	s := math.Float64frombits(uint64(k>>6+1023) << 52)
	p := expm1Small(r) + t
	head, rest := twoSum(s*e[0], -1)
	return head + (rest + mul(s, madd(e[0], p, e[1])))
}

// twoSum returns x+y as an unevaluated sum of two float64 (Knuth).
func twoSum(x, y float64) (hi, lo float64) {
	hi = x + y
	v := hi - x
	return hi, (x - (hi - v)) + (y - v)
}

// Sinh returns the hyperbolic sine of x.
func Sinh(x float64) float64 {
	if math.Abs(x) > 40 {
		e := Exp(math.Abs(x) / 2)
		return math.Copysign(mul(e, 0.5)*e, x)
	}
	e := Expm1(math.Abs(x))
	return math.Copysign((e+e/(e+1))/2, x)
}

// Cosh returns the hyperbolic cosine of x.
func Cosh(x float64) float64 {
	e := Exp(math.Abs(x) / 2)
	if math.Abs(x) > 40 {
		return mul(e, 0.5) * e
	}
	e *= e
	return (e + 1/e) / 2
}

// Tanh returns the hyperbolic tangent of x.
func Tanh(x float64) float64 {
	if math.Abs(x) > 22 {
		return math.Copysign(1, x)
	}
	e := Expm1(2 * math.Abs(x))
	return math.Copysign(e/(e+2), x)
}
