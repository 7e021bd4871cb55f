package canvas

import (
	"math"
	"strconv"
	"strings"

	"weir/engine/report"
)

// nbsp stands between a figure and its unit.
const nbsp = "\u00a0"

// digits writes a number with three significant digits and no exponent
// where that is short.
func digits(x float64) string {
	a := math.Abs(x)
	switch {
	case a == 0:
		return "0"
	case a >= 1e6 || a < 1e-3:
		return strconv.FormatFloat(x, 'g', 3, 64)
	case a >= 100:
		return grouped(math.Round(x))
	}
	decimals := 2 - int(math.Floor(math.Log10(a)))
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

// grouped writes a number in full, thousands set apart by commas.
func grouped(x float64) string {
	s := strconv.FormatFloat(x, 'f', -1, 64)
	whole, rest, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if len(whole) > 3 {
		var b strings.Builder
		for i, r := range whole {
			if i > 0 && (len(whole)-i)%3 == 0 {
				b.WriteByte(',')
			}
			b.WriteRune(r)
		}
		whole = b.String()
	}
	if rest != "" {
		rest = "." + rest
	}
	return sign + whole + rest
}

// scaled writes a quantity with a decimal prefix: 1.40 MB/s.
func scaled(x float64, unit string) string {
	prefixes := []string{"", "k", "M", "G", "T", "P", "E"}
	i := 0
	for math.Abs(x) >= 999.5 && i < len(prefixes)-1 {
		x /= 1000
		i++
	}
	return digits(x) + nbsp + prefixes[i] + unit
}

// perSecond writes a rate: 300/s.
func perSecond(x float64) string {
	if x >= 99_950 {
		return strings.ReplaceAll(scaled(x, ""), nbsp, "") + "/s"
	}
	return digits(x) + "/s"
}

// seconds writes a time in the unit that suits it: 13.6 ms.
func seconds(x float64) string {
	switch a := math.Abs(x); {
	case a >= 86_400*3:
		return digits(x/86_400) + nbsp + "d"
	case a >= 3_600*3:
		return digits(x/3_600) + nbsp + "h"
	case a >= 60*3:
		return digits(x/60) + nbsp + "min"
	case a >= 0.9995 || a == 0:
		return digits(x) + nbsp + "s"
	case a >= 0.9995e-3:
		return digits(x*1e3) + nbsp + "ms"
	}
	return digits(x*1e6) + nbsp + "µs"
}

// percent writes a ratio: 91 %.
func percent(x float64) string {
	if math.IsInf(x, 1) || x >= 10 {
		return "> 999" + nbsp + "%"
	}
	return strconv.Itoa(int(math.Round(100*x))) + nbsp + "%"
}

// ofRates writes what is carried of what is offered: 237 of 318/s.
func ofRates(carried, offered report.Number, lang string) string {
	if lang == "zh" {
		return digits(float64(carried)) + " / " + perSecond(float64(offered))
	}
	return digits(float64(carried)) + " of " + perSecond(float64(offered))
}
