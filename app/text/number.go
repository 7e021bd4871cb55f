package text

import (
	"math"
	"strconv"
	"strings"

	"weir/engine/quantity"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// Absent stands for a figure that does not apply.
const Absent = "–"

// Integer writes a count with its thousands apart.
func (l Lang) Integer(n int) string { return grouped(strconv.Itoa(n)) }

// Number writes x with three significant digits, its thousands apart.
func (l Lang) Number(x float64) string {
	if s, odd := l.odd(x); odd {
		return s
	}
	return digits(x, 3)
}

// Ratio writes 0.0912 as "9.1 %".
func (l Lang) Ratio(x float64) string {
	if s, odd := l.odd(x); odd {
		return s
	}
	p := x * 100
	switch a := math.Abs(p); {
	case a == 0:
		return "0" + nbsp + "%"
	case a < 0.1:
		return digits(p, 1) + nbsp + "%"
	case a < 10:
		return strconv.FormatFloat(p, 'f', 1, 64) + nbsp + "%"
	default:
		return grouped(strconv.FormatFloat(p, 'f', 0, 64)) + nbsp + "%"
	}
}

// Availability writes as many nines as there are and one digit more, so that
// 99.99 % and 99.999 % never look alike.
func (l Lang) Availability(x float64) string {
	if s, odd := l.odd(x); odd {
		return s
	}
	return quantity.Availability(x)
}

// step is one unit of a scale: from is the least value written in it.
type step struct {
	from, size float64
	en, zh     string
}

var durations = []step{
	{365 * 86400, 365 * 86400, "years", "年"}, {2 * 86400, 86400, "d", "天"}, {7200, 3600, "h", "h"}, {120, 60, "min", "min"},
	{1, 1, "s", "s"}, {1e-3, 1e-3, "ms", "ms"}, {1e-6, 1e-6, "µs", "µs"}, {0, 1e-9, "ns", "ns"},
}

// Duration writes seconds; less than a tenth of a nanosecond is none.
func (l Lang) Duration(s float64) string {
	if math.Abs(s) < 1e-10 {
		s = 0
	}
	return l.scaled(s, durations)
}

func decimal(unit string, names ...string) []step {
	steps := make([]step, 0, len(names)+1)
	for i := len(names) - 1; i >= 0; i-- {
		size := math.Pow(1000, float64(i+1))
		steps = append(steps, step{size, size, names[i] + unit, names[i] + unit})
	}
	return append(steps, step{0, 1, unit, unit})
}

var (
	dataSteps    = decimal("B", "k", "M", "G", "T", "P", "E")
	wireSteps    = decimal("B/s", "k", "M", "G", "T", "P")
	powerSteps   = decimal("W", "k", "M", "G")
	energySteps  = []step{{3.6e9, 3.6e9, "MWh", "MWh"}, {3.6e6, 3.6e6, "kWh", "kWh"}, {3600, 3600, "Wh", "Wh"}, {0, 1, "J", "J"}}
	massSteps    = []step{{1000, 1000, "t", "t"}, {1, 1, "kg", "kg"}, {0, 1e-3, "g", "g"}}
	computeSteps = decimal("FLOP/s", "k", "M", "G", "T", "P", "E")
	workSteps    = decimal("FLOP", "k", "M", "G", "T", "P", "E", "Z", "Y")
)

// Data writes bytes, Bandwidth bytes per second, in powers of 1,000.
func (l Lang) Data(b float64) string      { return l.scaled(b, dataSteps) }
func (l Lang) Bandwidth(b float64) string { return l.scaled(b, wireSteps) }

// Power writes watts, Energy joules, Mass kilograms.
func (l Lang) Power(w float64) string  { return l.scaled(w, powerSteps) }
func (l Lang) Energy(j float64) string { return l.scaled(j, energySteps) }
func (l Lang) Mass(kg float64) string  { return l.scaled(kg, massSteps) }

// Rate writes events per second; slow ones per hour or per day.
func (l Lang) Rate(perS float64) string {
	if s, odd := l.odd(perS); odd {
		return s
	}
	day := "/d"
	if l == ZH {
		day = "/天"
	}
	switch a := math.Abs(perS); {
	case a == 0:
		return "0/s"
	case a >= 0.1:
		return digits(perS, 3) + "/s"
	case a >= 1.0/3600:
		return digits(perS*3600, 3) + "/h"
	default:
		return digits(perS*86400, 3) + day
	}
}

// scaled writes x in the first unit it reaches.
func (l Lang) scaled(x float64, steps []step) string {
	if s, odd := l.odd(x); odd {
		return s
	}
	if x == 0 {
		for _, s := range steps {
			if s.size == 1 {
				return "0" + nbsp + l.unit(s)
			}
		}
	}
	for _, s := range steps {
		// A value that would round up to the next unit is written in it.
		if math.Abs(x) >= s.from*0.9995 {
			return digits(x/s.size, 3) + nbsp + l.unit(s)
		}
	}
	return digits(x, 3)
}

func (l Lang) unit(s step) string {
	if l == ZH {
		return s.zh
	}
	return s.en
}

// odd writes the figures that are no numbers: NaN does not apply, an infinity
// is unbounded.
func (l Lang) odd(x float64) (string, bool) {
	switch {
	case math.IsNaN(x):
		return Absent, true
	case math.IsInf(x, 0):
		return l.Say("figure.unbounded"), true
	}
	return "", false
}

// digits writes x with n significant digits, no exponent, thousands apart.
func digits(x float64, n int) string {
	a := math.Abs(x)
	if a == 0 {
		return "0"
	}
	places := n - 1 - int(math.Floor(math.Log10(a)))
	s := strconv.FormatFloat(x, 'f', max(places, 0), 64)
	if r, _ := strconv.ParseFloat(s, 64); places > 0 && math.Abs(r) >= math.Pow10(n-places) {
		s = strconv.FormatFloat(x, 'f', places-1, 64) // 9.996 became 10.00
	}
	if strings.Contains(s, ".") && a < 1e-6 {
		return strconv.FormatFloat(x, 'g', n, 64)
	}
	return grouped(s)
}

// Plain drops the zeros that end a figure's fraction: "2.00 s" is "2 s". It
// is for bounds and settings, which are as exact as they are short.
func Plain(figure string) string {
	number, unit, spaced := strings.Cut(figure, nbsp)
	if strings.Contains(number, ".") && !strings.Contains(number, "/") {
		number = strings.TrimSuffix(strings.TrimRight(number, "0"), ".")
	}
	if !spaced {
		return number
	}
	return number + nbsp + unit
}

// grouped puts commas between the thousands of the whole part; Chinese
// figures with Latin units are written the same way.
func grouped(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		rest = "." + rest
	}
	return sign + whole + rest
}

// Work writes floating-point operations, Compute operations per second.
func (l Lang) Work(x float64) string    { return l.scaled(x, workSteps) }
func (l Lang) Compute(x float64) string { return l.scaled(x, computeSteps) }
