package portable

import (
	"math"
	"math/big"
	"testing"
)

// Reference functions on math/big with 2200 bits, by series only.

const precision = 2200

func bigOf(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

func bigInt(n int) *big.Float { return new(big.Float).SetPrec(precision).SetInt64(int64(n)) }

// series sums term(0) + term(1) + … where each follows from the one before by
// next, until a term is below 2^-stop.
func series(first *big.Float, stop int, next func(n int, term *big.Float)) *big.Float {
	total, term := new(big.Float).Set(first), new(big.Float).Set(first)
	for n := 1; term.Sign() != 0 && term.MantExp(nil) > -stop; n++ {
		next(n, term)
		total.Add(total, term)
	}
	return total
}

func bigExp(x *big.Float) *big.Float {
	// e^x = (e^(x/2^k))^(2^k)
	k := max(x.MantExp(nil)+8, 0)
	y := new(big.Float).SetPrec(precision).SetMantExp(x, -k)
	r := series(bigOf(1), 400, func(n int, term *big.Float) { term.Quo(term.Mul(term, y), bigInt(n)) })
	for range k {
		r.Mul(r, r)
	}
	return r
}

// bigLog takes two Newton steps on e^y = x from a float64, which give more
// than 150 bits.
func bigLog(x *big.Float) *big.Float {
	f, e := new(big.Float), 0
	e = x.MantExp(f)
	d, _ := f.Float64()
	y := bigOf(math.Log(d) + float64(e)*math.Ln2)
	for range 3 {
		r := new(big.Float).Quo(x, bigExp(y))
		y = new(big.Float).SetPrec(precision).Add(y, r.Sub(r, bigOf(1)))
	}
	return y
}

func half(x *big.Float) *big.Float { return x.SetMantExp(x, -1) }

func bigSinh(x *big.Float) *big.Float {
	e := bigExp(x)
	return half(new(big.Float).Sub(e, new(big.Float).Quo(bigOf(1), e)))
}

func bigCosh(x *big.Float) *big.Float {
	e := bigExp(x)
	return half(new(big.Float).Add(e, new(big.Float).Quo(bigOf(1), e)))
}

func bigTanh(x *big.Float) *big.Float { return new(big.Float).Quo(bigSinh(x), bigCosh(x)) }

func bigSin(x *big.Float) *big.Float {
	y := new(big.Float).Mul(x, x)
	y.Neg(y)
	return series(x, 400, func(n int, term *big.Float) { term.Quo(term.Mul(term, y), bigInt(2*n*(2*n+1))) })
}

// bigPi is Machin's 16 arctan 1/5 − 4 arctan 1/239.
func bigPi() *big.Float {
	arctan := func(n int) *big.Float {
		power := new(big.Float).Quo(bigOf(1), bigInt(n))
		total := new(big.Float).Set(power)
		for k := 1; power.MantExp(nil) > -400; k++ {
			power.Quo(power, bigInt(-n*n))
			total.Add(total, new(big.Float).Quo(power, bigInt(2*k+1)))
		}
		return total
	}
	a := new(big.Float).Mul(arctan(5), bigInt(16))
	return a.Sub(a, new(big.Float).Mul(arctan(239), bigInt(4)))
}

func bigErf(x *big.Float) *big.Float {
	y := new(big.Float).Mul(x, x)
	y.Neg(y)
	power := new(big.Float).SetPrec(precision).Set(x)
	total := new(big.Float).SetPrec(precision).Set(x)
	for n := 1; power.Sign() != 0 && power.MantExp(nil) > -1100; n++ {
		power.Quo(power.Mul(power, y), bigInt(n))
		total.Add(total, new(big.Float).Quo(power, bigInt(2*n+1)))
	}
	total.Mul(total, bigOf(2))
	return total.Quo(total, new(big.Float).Sqrt(bigPiLong))
}

func bigErfc(x *big.Float) *big.Float { return new(big.Float).Sub(bigOf(1), bigErf(x)) }

func bigCbrt(x *big.Float) *big.Float {
	l := bigLog(x)
	return bigExp(l.Quo(l, bigInt(3)))
}

// bigPiLong serves the error function, whose complement needs all bits.
var bigPiLong = func() *big.Float {
	// Gauss–Legendre doubles the digits each round.
	a, t := bigOf(1), bigOf(0.25)
	b := new(big.Float).Sqrt(bigOf(0.5))
	for p := 0; p < 12; p++ {
		m := half(new(big.Float).Add(a, b))
		b = new(big.Float).Sqrt(new(big.Float).Mul(a, b))
		d := new(big.Float).Sub(a, m)
		d.Mul(d, d)
		t.Sub(t, d.SetMantExp(d, p))
		a = m
	}
	s := new(big.Float).Add(a, b)
	s.Mul(s, s)
	return s.Quo(s, new(big.Float).SetMantExp(t, 2))
}()

// TestTables computes the tables anew.
func TestTables(t *testing.T) {
	ln2 := bigLog(bigOf(2))
	near := func(got float64, want *big.Float) bool { return ulps(got, want) <= 0.5 }
	for i, row := range exp2Table {
		v := bigExp(new(big.Float).Mul(ln2, bigOf(float64(i)/64)))
		rest := new(big.Float).Sub(v, bigOf(row[0]))
		if !near(row[0], v) || i > 0 && !near(row[1], rest) {
			t.Errorf("2^(%d/64): %v", i, row)
		}
	}
	for i, row := range logTable {
		n := float64(i + 96)
		if row[0] != math.Round(4096*128/n)/4096 {
			t.Errorf("1/(%v/128): %v", n, row[0])
		}
		if row[1]*0x1p42 != math.Trunc(row[1]*0x1p42) {
			t.Errorf("head of log %v is too long", n)
		}
		want := bigLog(bigOf(row[0]))
		rest := new(big.Float).Sub(want.Neg(want), bigOf(row[1]))
		if row[0] != 1 && !near(row[2], rest) {
			t.Errorf("log %v/128: rest %v", n, row[2])
		}
	}
}
