// Package portable holds the elementary and special functions of the engine.
// They give the same bits on every machine: on amd64 the functions of package
// math are partly assembly and differ in the last bit from what WebAssembly
// computes, and on arm64 the compiler fuses multiplications with additions.
// Here nothing is assembly, and a product that feeds a sum is rounded first
// by an explicit conversion (see mul), which forbids fusing.
//
// Errors, in units in the last place of the result, over the whole range
// unless stated: Exp, Log, Log2, Log10, Expm1, Log1p, Pow below 1; Hypot,
// Cbrt, Sin, Cos, Tan, Sinh, Cosh, Tanh below 2; Erf below 2, Erfc below 4;
// Gamma and Lgamma below 10. Special values follow package math.
//
// math.Sqrt, Abs, Floor, Ceil, Trunc, Mod, Frexp, Ldexp, Max, Min, Inf, NaN,
// IsNaN, IsInf, Signbit, Copysign and the bit conversions are exact by
// definition and used directly.
package portable

import "math"

// mul rounds the product of x and y, so that it cannot be fused with an
// addition that follows.
func mul(x, y float64) float64 { return float64(x * y) }

// madd is x*y + z in two roundings.
func madd(x, y, z float64) float64 { return float64(x*y) + z }

// product returns x·y as an unevaluated sum of two float64. Both must be
// below 2^900 (Dekker, Numer. Math. 18 (1971) 224–242, with Veltkamp's split).
func product(x, y float64) (hi, lo float64) {
	xh, xl := split(x)
	yh, yl := split(y)
	hi = mul(x, y)
	lo = mul(xl, yl) - (((hi - mul(xh, yh)) - mul(xl, yh)) - mul(xh, yl))
	return hi, lo
}

// split cuts x into a head of 26 bits and the rest.
func split(x float64) (head, rest float64) {
	const splitter = 1<<27 + 1
	t := mul(splitter, x)
	head = t - (t - x)
	return head, x - head
}

// sum returns x+y as an unevaluated sum of two float64; |x| >= |y| or x = 0.
func sum(x, y float64) (hi, lo float64) {
	hi = x + y
	return hi, (x - hi) + y
}

// scale returns x·2^k for x in [1, 2) and any k an exponential can need.
func scale(x float64, k int) float64 {
	switch {
	case k > 1023:
		return x * 0x1p1023 * math.Float64frombits(uint64(k-1023+1023)<<52)
	case k < -1022:
		return x * math.Float64frombits(uint64(k+64+1023)<<52) * 0x1p-64
	}
	return x * math.Float64frombits(uint64(k+1023)<<52)
}

// Hypot returns the square root of x²+y² without undue overflow.
func Hypot(x, y float64) float64 {
	x, y = math.Abs(x), math.Abs(y)
	switch {
	case math.IsInf(x, 1) || math.IsInf(y, 1):
		return math.Inf(1)
	case x < y:
		x, y = y, x
	}
	if y == 0 || math.IsNaN(x) || math.IsNaN(y) {
		return x + y
	}
	r := y / x
	return x * math.Sqrt(madd(r, r, 1))
}

// Powi returns xⁿ by repeated squaring. It is exact while the powers are.
func Powi(x float64, n int) float64 {
	if n < 0 {
		return 1 / Powi(x, -n)
	}
	p := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p *= x
		}
		x *= x
	}
	return p
}

// Sin, Cos and Tan are those of package math, which are plain Go on every
// machine that Weir runs on; TestBits holds them to it.

// Sin returns the sine of x, in radians.
func Sin(x float64) float64 { return math.Sin(x) }

// Cos returns the cosine of x, in radians.
func Cos(x float64) float64 { return math.Cos(x) }

// Tan returns the tangent of x, in radians.
func Tan(x float64) float64 { return math.Tan(x) }

// Sincos returns the sine and the cosine of x, in radians.
func Sincos(x float64) (sin, cos float64) { return math.Sincos(x) }

// Cbrt returns the cube root of x: that of package math, as for Sin.
func Cbrt(x float64) float64 { return math.Cbrt(x) }
