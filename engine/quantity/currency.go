package quantity

import (
	"math"
	"strconv"
)

// Currency is what sums of money are shown in: a code and its units per US
// dollar. The zero Currency, and one without a rate, is the US dollar.
type Currency struct {
	Code string  // "USD", "CNY"
	Rate float64 // units per US dollar
}

// Format writes a sum of US dollars in the currency, "$1,234" or, in Chinese
// and from ten thousand on, "$8.72 万".
func (c Currency) Format(usd float64, lang string) string {
	sign := "$"
	if c.Rate > 0 && c.Code != "" && c.Code != "USD" {
		usd *= c.Rate
		sign = c.Code + nbsp
		if c.Code == "CNY" {
			sign = "¥"
		}
	}
	switch {
	case math.IsNaN(usd):
		return "–"
	case math.IsInf(usd, 0):
		return "∞"
	}
	minus := ""
	if usd < 0 {
		minus, usd = "−", -usd
	}
	zh := len(lang) >= 2 && lang[:2] == "zh"
	switch {
	case zh && usd >= 0.9995e8:
		return minus + sign + Digits(usd/1e8, 3) + nbsp + "亿"
	case zh && usd >= 0.9995e4:
		return minus + sign + Digits(usd/1e4, 3) + nbsp + "万"
	case usd >= 0.9995e9:
		return minus + sign + Digits(usd/1e9, 3) + nbsp + "bn"
	}
	if usd > 0 && usd < 1e-4 { // a price per item: never as a power of ten
		return minus + sign + strconv.FormatFloat(usd, 'f', places(usd, 3), 64)
	}
	return minus + sign + Digits(usd, 3)
}

// places is how many decimals n significant digits of x take, 0 < x < 1.
func places(x float64, n int) int {
	p := n
	for x < 0.1 && p < 15 {
		x *= 10
		p++
	}
	return p
}
