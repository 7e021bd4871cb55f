package engine

import (
	"math"

	"weir/engine/flow"
	"weir/engine/quantity"
	"weir/engine/report"
)

// maxRanges bounds how many values are moved through their ranges, for
// each costs at least two more evaluations. Those beyond stay at their middle.
const maxRanges = 8

// moved is a value of the design given as a range, and how another is put in
// its place in a copy of the design.
type moved struct {
	ends [2]quantity.Value
	set  func(*Design, quantity.Value)
}

// addBands says how far cost and latency move while the values given as
// ranges move through them. Each range is taken to its low and to its high
// end alone; then, for each figure, all ranges together to the ends that
// lowered it, and to those that raised it. The band is the least and the
// most of all these answers: exact where a figure rises or falls with each
// parameter over its range, as cost and latency do in all but odd places.
func addBands(d *Design, r *Report) {
	ranges, beyond := rangesOf(d)
	if len(ranges) == 0 {
		return
	}
	if beyond > 0 {
		r.Diagnostics = append(r.Diagnostics, manyRanges)
	}
	b := bander{design: d, ranges: ranges, journeys: r.Journeys, seen: map[string][]float64{}}
	middle := figuresOf(r, r.Journeys)
	low, high := append([]float64(nil), middle...), append([]float64(nil), middle...)
	widen := func(figures []float64) {
		for i, x := range figures {
			if !math.IsNaN(x) {
				low[i], high[i] = math.Min(low[i], x), math.Max(high[i], x)
			}
		}
	}
	alone := make([][2][]float64, len(ranges))
	for i := range ranges {
		for end := range 2 {
			alone[i][end] = b.at(only(len(ranges), i, end))
			widen(alone[i][end])
		}
	}
	for f := range middle {
		least, most := make([]int, len(ranges)), make([]int, len(ranges))
		for i := range ranges {
			if alone[i][0][f] > alone[i][1][f] {
				least[i] = 1
			}
			most[i] = 1 - least[i]
		}
		widen(b.at(least))
		widen(b.at(most))
	}
	setBands(r, low, high)
}

// unmoved says that a range stays at its middle.
const unmoved = 2

func only(n, i, end int) []int {
	at := make([]int, n)
	for j := range at {
		at[j] = unmoved
	}
	at[i] = end
	return at
}

// bander answers a design with its ranges at given ends, each combination
// once.
type bander struct {
	design   *Design
	ranges   []moved
	journeys []*report.Journey // of the middle
	plan     *flow.Plan
	last     *flow.Solution
	seen     map[string][]float64
}

func (b *bander) at(ends []int) []float64 {
	name := make([]byte, len(ends))
	d := b.design.Clone()
	for i, end := range ends {
		name[i] = byte('0' + end)
		if end != unmoved {
			b.ranges[i].set(d, b.ranges[i].ends[end])
		}
	}
	if known, ok := b.seen[string(name)]; ok {
		return known
	}
	b.plan = flow.Compile(d, b.plan)
	b.last = flow.Settle(b.plan, b.last)
	figures := figuresOf(b.last.Report(report.Fast), b.journeys) // journeys are settled; failures and hours are not asked for
	b.seen[string(name)] = figures
	return figures
}

// figuresOf lists the figures that get bands: the cost, then four of each
// journey asked for; NaN for a journey nothing makes, as where a wire's weight
// is 0.
func figuresOf(r *Report, journeys []*report.Journey) []float64 {
	out := []float64{float64(r.Summary.CostPerMonth)}
	for _, asked := range journeys {
		l := report.Latency{Mean: report.NA, P50: report.NA, P95: report.NA, P99: report.NA}
		for _, j := range r.Journeys {
			if j.Source == asked.Source && j.Class == asked.Class && j.Sink == asked.Sink && j.Background == asked.Background {
				l = j.LatencyS
			}
		}
		out = append(out, float64(l.Mean), float64(l.P50), float64(l.P95), float64(l.P99))
	}
	return out
}

func setBands(r *Report, low, high []float64) {
	band := func(i int) report.Band { return report.Band{Low: report.Number(low[i]), High: report.Number(high[i])} }
	cost := band(0)
	r.Summary.CostPerMonthBand = &cost
	for n, j := range r.Journeys {
		i := 1 + 4*n
		j.LatencyBandS = &report.LatencyBand{Mean: band(i), P50: band(i + 1), P95: band(i + 2), P99: band(i + 3)}
	}
}
