package quantity

import (
	"math"
	"strconv"
)

const nbsp = "\u00a0"

// scale is one unit figures of a dimension are shown in, from the value on.
type scale struct {
	from, size float64
	unit       string
}

func decimals(unit string, names ...string) []scale {
	all := make([]scale, 0, len(names)+1)
	size := 1.0
	for range names {
		size *= 1000
	}
	for i := len(names) - 1; i >= 0; i-- {
		all = append(all, scale{size, size, names[i] + unit})
		size /= 1000
	}
	return append(all, scale{0, 1, unit})
}

var scales = [dimensions][]scale{
	None:          {{0, 1, ""}},
	Time:          {{2 * year, year, "years"}, {2 * day, day, "d"}, {2 * hour, hour, "h"}, {2 * minute, minute, "min"}, {1, 1, "s"}, {1e-3, 1e-3, "ms"}, {1e-6, 1e-6, "µs"}, {0, 1e-9, "ns"}},
	Data:          decimals("B", "k", "M", "G", "T", "P", "E"),
	Bandwidth:     decimals("B/s", "k", "M", "G", "T", "P"),
	Rate:          {{0.1, 1, "/s"}, {1 / hour, 1 / hour, "/h"}, {0, 1 / day, "/d"}},
	Work:          decimals("FLOP", "k", "M", "G", "T", "P", "E", "Z", "Y"),
	Compute:       decimals("FLOP/s", "k", "M", "G", "T", "P", "E", "Z"),
	Power:         decimals("W", "k", "M", "G"),
	Energy:        {{1e3 * kWh, 1e3 * kWh, "MWh"}, {kWh, kWh, "kWh"}, {3600, 3600, "Wh"}, {0, 1, "J"}},
	Money:         {{0, 1, "$"}},
	MoneyRate:     {{0, 1 / hour, "$/h"}},
	MoneyEnergy:   {{0, 1 / kWh, "$/kWh"}},
	MoneyData:     {{0, 1e-9, "$/GB"}},
	MoneyDataTime: {{0, 1e-9 / month, "$/GB/month"}},
	CarbonEnergy:  {{0, 1 / kWh, "kg/kWh"}},
	Mass:          {{1000, 1000, "t"}, {1, 1, "kg"}, {0, 1e-3, "g"}},
	Tokens:        {{0, 1, "tokens"}},
	TokenRate:     {{0, 1, "tokens/s"}},
	Length:        {{1000, 1000, "km"}, {0, 1, "m"}},
}

// instant is the shortest time worth telling from none: light goes 3 cm in it.
const instant = 1e-10

// Format writes x, in base units, with three significant digits in the unit
// that suits its size: 1.84e-1 s is "184 ms". "–" stands for what is not a
// number and "∞" for what is unbounded. Units are the same in both languages
// but for years; sums of money stay in US dollars.
func Format(x float64, d Dimension, lang string) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case math.IsInf(x, 1):
		return "∞"
	case math.IsInf(x, -1):
		return "−∞"
	}
	if d == Time && math.Abs(x) < instant {
		x = 0
	}
	steps := scales[d]
	s := steps[len(steps)-1]
	for _, step := range steps {
		// half a unit of the third digit below, so that 999.6 kB is 1 MB
		if math.Abs(x) >= step.from*0.9995 {
			s = step
			break
		}
	}
	if x == 0 {
		s = steps[baseScale(steps)]
	}
	n, unit := Digits(x/s.size, 3), s.unit
	if unit == "years" && lang == "zh" {
		unit = "年"
	}
	switch {
	case unit == "":
		return n
	case unit[0] == '/':
		return n + unit
	case unit[0] == '$':
		if x < 0 {
			return "−$" + n[len("−"):] + unit[1:]
		}
		return "$" + n + unit[1:]
	}
	return n + nbsp + unit
}

func baseScale(steps []scale) int {
	for i, s := range steps {
		if s.size == 1 {
			return i
		}
	}
	return len(steps) - 1
}

// Digits writes x with n significant digits at least, whole numbers in full
// with their thousands apart.
func Digits(x float64, n int) string {
	a := math.Abs(x)
	var s string
	switch {
	case a == 0:
		return "0"
	case a >= 1e15 || a < 1e-4:
		return strconv.FormatFloat(x, 'e', n-1, 64)
	default:
		places := 0
		for limit := math.Pow10(n - 1); places < 12 && a < limit*(1-0.5*math.Pow10(-n)); limit /= 10 {
			places++
		}
		s = strconv.FormatFloat(a, 'f', places, 64)
	}
	whole, frac := s, ""
	for i := range s {
		if s[i] == '.' {
			whole, frac = s[:i], s[i:]
			for frac[len(frac)-1] == '0' {
				frac = frac[:len(frac)-1]
			}
			if frac == "." {
				frac = ""
			}
			break
		}
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if x < 0 {
		return "−" + whole + frac
	}
	return whole + frac
}
