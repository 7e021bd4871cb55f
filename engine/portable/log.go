package portable

import "math"

// ln2 as a multiple of 2^-42 and the rest.
const (
	ln2Head = 0x1.62e42fefa38p-1
	ln2Rest = 0x1.ef35793c7673p-45
)

// fraction writes x = 2^k·z with z in [0.75, 1.5), x positive and finite, and
// finds the row of logTable for z.
func fraction(x float64) (k int, z float64, row *[3]float64) {
	bits := math.Float64bits(x)
	if bits < 1<<52 { // subnormal
		bits = math.Float64bits(x * 0x1p52)
		k = -52
	}
	k += int(bits>>52) - 1023
	z = math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	if z >= 1.5 {
		z /= 2
		k++
	}
	n := min(int(math.Floor(madd(z, 128, 0.5))), 192)
	return k, z, &logTable[n-96]
}

// offset returns z·inv − 1 as an unevaluated sum of two float64, inv being
// short enough for the products to be exact.
func offset(z, inv float64) (r, rest float64) {
	head := math.Float64frombits(math.Float64bits(z) &^ (1<<27 - 1))
	a := mul(head, inv) - 1
	b := mul(z-head, inv)
	return twoSum(a, b)
}

// logSum returns log x as an unevaluated sum of two float64 with about 65
// good bits; x positive and finite. With c = 1/inv close to z,
// log x = k·log 2 + log c + log(1 + r), r = z·inv − 1, |r| < 0.0055.
func logSum(x float64) (hi, lo float64) {
	k, z, row := fraction(x)
	r, rest := offset(z, row[0])
	q := madd(r, -1.0/8, 1.0/7)
	q = madd(r, q, -1.0/6)
	q = madd(r, q, 1.0/5)
	q = madd(r, q, -1.0/4)
	q = madd(r, q, 1.0/3)
	r2, r2rest := product(r, r)
	hi, lo = sum(mul(float64(k), ln2Head)+row[1], r)
	h, l := twoSum(hi, -r2/2)
	tail := mul(float64(k), ln2Rest) + row[2]
	tail += mul(mul(r2, r), q)
	tail += (rest - mul(r, rest)) - r2rest/2
	return sum(h, (l+lo)+tail)
}

// logSpecial answers what a logarithm has no digits for.
func logSpecial(x float64) (y float64, done bool) {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 1):
		return x, true
	case x < 0:
		return math.NaN(), true
	case x == 0:
		return math.Inf(-1), true
	case x == 1:
		return 0, true
	}
	return 0, false
}

// Log returns the natural logarithm of x.
func Log(x float64) float64 {
	if y, done := logSpecial(x); done {
		return y
	}
	k, z, row := fraction(x)
	r, rest := offset(z, row[0])
	q := madd(r, -1.0/8, 1.0/7)
	q = madd(r, q, -1.0/6)
	q = madd(r, q, 1.0/5)
	q = madd(r, q, -1.0/4)
	q = madd(r, q, 1.0/3)
	q = madd(r, q, -0.5)
	hi, lo := sum(mul(float64(k), ln2Head)+row[1], r)
	tail := mul(float64(k), ln2Rest) + row[2]
	return hi + (madd(mul(r, r), q, lo) + (tail + rest))
}

// Log1p returns log(1+x), accurately also where x is close to zero.
func Log1p(x float64) float64 {
	u := 1 + x
	if x <= -1 || math.Abs(x) < 0x1p-54 || math.IsInf(x, 1) || math.IsNaN(x) {
		if math.Abs(x) < 0x1p-54 {
			return x
		}
		return Log(u)
	}
	_, lost := twoSum(1, x)
	if u == 1 {
		return x
	}
	hi, lo := logSum(u)
	return hi + (lo + lost/u)
}

// timesSum rounds (hi+lo)·(ch+cl).
func timesSum(hi, lo, ch, cl float64) float64 {
	p, rest := product(hi, ch)
	return p + (rest + (mul(hi, cl) + mul(lo, ch)))
}

// Log2 returns the binary logarithm of x; exact for powers of two.
func Log2(x float64) float64 {
	if y, done := logSpecial(x); done {
		return y
	}
	const head, rest = 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56
	hi, lo := logSum(x)
	return timesSum(hi, lo, head, rest)
}

// Log10 returns the decimal logarithm of x; exact for powers of ten.
func Log10(x float64) float64 {
	if y, done := logSpecial(x); done {
		return y
	}
	const head, rest = 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57
	hi, lo := logSum(x)
	return timesSum(hi, lo, head, rest)
}

// Pow returns x^y.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case y == 1:
		return x
	case math.IsNaN(x) || math.IsNaN(y):
		return math.NaN()
	case x == 0:
		return powZero(x, y)
	case math.IsInf(y, 0):
		return powInf(math.Abs(x), y)
	case math.IsInf(x, 0):
		if x < 0 {
			return Pow(math.Copysign(0, -1), -y)
		}
		return powInf(2, y)
	}
	if x > 0 {
		return powPositive(x, y)
	}
	if y != math.Trunc(y) {
		return math.NaN()
	}
	if odd(y) {
		return -powPositive(-x, y)
	}
	return powPositive(-x, y)
}

func powPositive(x, y float64) float64 {
	hi, lo := logSum(x)
	switch p := mul(y, hi); {
	case math.Abs(p) > 1000 || math.Abs(p) < 0x1p-60:
		return expSum(p, 0)
	default:
		p, rest := product(y, hi)
		return expSum(p, rest+mul(y, lo))
	}
}

func powZero(x, y float64) float64 {
	r := 0.0
	if y < 0 {
		r = math.Inf(1)
	}
	if odd(y) {
		return math.Copysign(r, x)
	}
	return r
}

// powInf returns x^±Inf for x >= 0.
func powInf(x, y float64) float64 {
	switch {
	case x == 1:
		return 1
	case (x > 1) == (y > 0):
		return math.Inf(1)
	}
	return 0
}

func odd(y float64) bool {
	return math.Abs(y) < 0x1p53 && math.Mod(y, 2) != 0 && y == math.Trunc(y)
}
