package text

import (
	"math"
	"strconv"
)

// Currency is what money is shown in: a sign and how much of it a dollar is.
type Currency struct {
	Sign   string
	PerUSD float64
}

// Dollar is the currency the engine reckons in.
var Dollar = Currency{"$", 1}

// Money writes an amount of US dollars in c, in full: "$87,229", "$1.04".
func (l Lang) Money(usd float64, c Currency) string {
	if s, odd := l.odd(usd); odd {
		return s
	}
	x := usd * c.PerUSD
	sign := ""
	if x < 0 {
		sign, x = "−", -x
	}
	switch {
	case x == 0:
		return c.Sign + "0"
	case x >= 100:
		return sign + c.Sign + grouped(strconv.FormatFloat(x, 'f', 0, 64))
	case x >= 1:
		return sign + c.Sign + strconv.FormatFloat(x, 'f', 2, 64)
	default:
		return sign + c.Sign + digits(x, 3)
	}
}

// MoneyShort writes large amounts the way they are said: "$87.2 k",
// "$8.72 万".
func (l Lang) MoneyShort(usd float64, c Currency) string {
	x := usd * c.PerUSD
	if a := math.Abs(x); math.IsNaN(a) || math.IsInf(a, 0) || a < 1e4 {
		return l.Money(usd, c)
	}
	sign := ""
	if x < 0 {
		sign, x = "−", -x
	}
	scales := []step{{1e9, 1e9, "B", ""}, {1e6, 1e6, "M", ""}, {1e4, 1e3, "k", ""}}
	if l == ZH {
		scales = []step{{1e8, 1e8, "", "亿"}, {1e4, 1e4, "", "万"}}
	}
	for _, s := range scales {
		if x >= s.from*0.9995 {
			return sign + c.Sign + digits(x/s.size, 3) + nbsp + s.en + s.zh
		}
	}
	return sign + c.Sign + digits(x, 3)
}

// PerMonth writes a monthly amount with its period.
func (l Lang) PerMonth(usd float64, c Currency) string {
	return l.MoneyShort(usd, c) + l.Say("figure.per_month")
}
