// Package measure times things the same way natively and in a browser: it
// repeats, takes the median, and measures a bare loop beside them, so that a
// figure from a slow or busy machine can be read.
package measure

import (
	"slices"
	"time"
)

// A Figure is one measured quantity.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"` // median of the repeats
	Unit  string  `json:"unit"`
	Low   float64 `json:"low"` // fastest and slowest repeat
	High  float64 `json:"high"`
	Bare  float64 `json:"bare"` // what Value is compared with, same unit; 0 = nothing
	Of    string  `json:"of"`   // what Bare is: "float loop", "empty frame"
}

// Repeats is how often each thing is timed, after warm runs that are thrown
// away: a browser compiles what runs often a second time, and better.
const (
	Repeats = 21
	warm    = 5
)

// WarmUp runs f for a while: a browser's second, better compilation of a
// program takes it longer than a few runs of f.
func WarmUp(d time.Duration, f func()) {
	for start := time.Now(); time.Since(start) < d; {
		f()
	}
}

// Time answers the milliseconds each of n runs of f takes, after those that
// warm up.
func Time(n int, f func()) []float64 {
	for range warm {
		f()
	}
	took := make([]float64, n)
	for i := range took {
		start := time.Now()
		f()
		took[i] = float64(time.Since(start)) / float64(time.Millisecond)
	}
	return took
}

// Median answers the middle of the values; they need not be sorted.
func Median(values []float64) float64 { return Quantile(values, 0.5) }

// Quantile answers the value below which a share q of the values lies,
// interpolated between neighbours.
func Quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

// Of makes a figure of its repeats.
func Of(name, unit string, values []float64) Figure {
	return Figure{Name: name, Unit: unit, Value: Median(values), Low: slices.Min(values), High: slices.Max(values)}
}

// floatLoop is the bare work every computed figure is set beside: two
// million dependent multiply-adds. It answers its sum so that no compiler
// drops it.
func floatLoop() float64 {
	x := 0.5
	for range 2_000_000 {
		x = float64(x*0.999999) + 1e-7
	}
	return x
}

var sink float64

// FloatLoop answers how long the bare float loop takes here, milliseconds.
func FloatLoop() float64 {
	return Median(Time(Repeats, func() { sink += floatLoop() }))
}
