package engine

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/quantity"
	"weir/engine/report"
)

// station is one M/M/c station between a source and a sink, its rate and its
// workers as given.
func station(t testing.TB, rate, workers string) *Design {
	t.Helper()
	d, err := Decode([]byte(`{"weir": 1, "classes": {"c": {}}, "nodes": {
		"in": {"kind": "source.requests", "at": [0, 0], "params": {"class": "c", "rate": "` + rate + `"}},
		"work": {"kind": "proc.cpu", "at": [300, 0], "params": {"servers": "` + workers + `", "service": "10 ms"}},
		"out": {"kind": "sink.response", "at": [600, 0]}},
		"edges": {"a": {"from": ["in", "out"], "to": ["work", "in"]}, "b": {"from": ["work", "out"], "to": ["out", "in"]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func journeyOf(t testing.TB, r *Report) *report.Journey {
	t.Helper()
	if len(r.Journeys) != 1 {
		t.Fatalf("%d journeys: %v", len(r.Journeys), r.Diagnostics)
	}
	return r.Journeys[0]
}

// One M/M/1 station: the mean is 1/(μ − λ), so at λ of 50 to 80/s and μ of
// 100/s it lies between 20 and 50 ms.
func TestBandOfOneRangeIsExact(t *testing.T) {
	r := Evaluate(station(t, "50..80/s", "1"))
	j := journeyOf(t, r)
	if j.LatencyBandS == nil {
		t.Fatalf("no band: %v", r.Diagnostics)
	}
	band := j.LatencyBandS.Mean
	if math.Abs(float64(band.Low)-0.020) > 1e-9 || math.Abs(float64(band.High)-0.050) > 1e-9 {
		t.Errorf("mean between %v and %v s, want 0.020 and 0.050", band.Low, band.High)
	}
	if m := float64(j.LatencyS.Mean); math.Abs(m-1.0/35) > 1e-9 {
		t.Errorf("mean %v, want that of the middle, 65/s: %v", m, 1.0/35)
	}
}

// The band of two ranges is what the four corners answer, to the accuracy of
// a percentile's inversion.
func TestBandsAreTheCorners(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rate := rapid.IntRange(10, 90).Draw(rt, "rate")
		more := rapid.IntRange(1, 100).Draw(rt, "more")
		fewest := rapid.IntRange(2, 6).Draw(rt, "workers")
		most := fewest + rapid.IntRange(1, 4).Draw(rt, "more workers")
		rates := []string{strconv.Itoa(rate) + "/s", strconv.Itoa(rate+more) + "/s"}
		workers := []string{strconv.Itoa(fewest), strconv.Itoa(most)}
		r := Evaluate(station(t, rates[0]+".."+rates[1], workers[0]+".."+workers[1]))
		band := journeyOf(t, r).LatencyBandS
		low, high := math.Inf(1), math.Inf(-1)
		for _, x := range rates {
			for _, w := range workers {
				p99 := float64(journeyOf(t, Evaluate(station(t, x, w))).LatencyS.P99)
				low, high = math.Min(low, p99), math.Max(high, p99)
			}
		}
		if differs(float64(band.P99.Low), low) || differs(float64(band.P99.High), high) {
			rt.Fatalf("p99 between %v and %v, want %v and %v", band.P99.Low, band.P99.High, low, high)
		}
	})
}

func TestOnlyRangesHaveBands(t *testing.T) {
	r := Evaluate(station(t, "50/s", "1"))
	if r.Summary.CostPerMonthBand != nil || journeyOf(t, r).LatencyBandS != nil {
		t.Error("a design without ranges has bands")
	}
	if r := NewEvaluator().Evaluate(station(t, "50..80/s", "1")); r.Summary.CostPerMonthBand != nil {
		t.Error("the fast answer has bands")
	}
}

// A range that reaches saturation has no upper bound, and says so with null.
func TestBandToSaturationIsUnbounded(t *testing.T) {
	j := journeyOf(t, Evaluate(station(t, "50..200/s", "1")))
	if !math.IsInf(float64(j.LatencyBandS.P99.High), 1) || !j.LatencyBandS.P99.Low.Finite() {
		t.Errorf("p99 between %v and %v", j.LatencyBandS.P99.Low, j.LatencyBandS.P99.High)
	}
}

func TestRangesThatCannotBeRead(t *testing.T) {
	for rate, code := range map[string]string{
		"80..50/s":   "param.unit",
		"50..80 GB":  "param.unit",
		"-5..80/s":   "param.range",
		"50..many/s": "param.unit",
	} {
		r := Evaluate(station(t, rate, "1"))
		found := false
		for _, f := range r.Diagnostics {
			found = found || f.Code == code && f.At.Node == "in" && f.At.Param == "rate" && f.Message.ZH != ""
		}
		if !found || r.Summary.CostPerMonthBand != nil {
			t.Errorf("%s: %v", rate, r.Diagnostics)
		}
	}
}

// Beyond the limit ranges stay at their middle, and the report says so.
func TestManyRanges(t *testing.T) {
	d := station(t, "50..80/s", "1")
	for i := range maxRanges {
		n := d.Nodes["work"].Clone()
		n.Params["service"] = quantity.Str("1..2 ms")
		d.Nodes["spare"+strconv.Itoa(i)] = n
	}
	found := false
	for _, f := range Evaluate(d).Diagnostics {
		found = found || f.Code == "range.many"
	}
	if !found {
		t.Error("nothing says that ranges were left out")
	}
}

func differs(a, b float64) bool { return a != b && !(math.Abs(a-b) <= 1e-6*math.Abs(b)) }

// Ranges may stand wherever a quantity moves cost or latency: on edges, in
// classes and on pools. Each is worked out by hand.
func TestRangesBesideParameters(t *testing.T) {
	read := func(text string) *Report {
		t.Helper()
		d, err := Decode([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		r := Evaluate(d)
		for _, f := range r.Diagnostics {
			if f.Severity == "error" {
				t.Errorf("%s: %s", f.Code, f.Message.EN)
			}
		}
		return r
	}
	const chain = `"nodes": {
		"in": {"kind": "source.requests", "at": [0, 0], "params": {"class": "c", "rate": "1/s"}},
		"out": {"kind": "sink.response", "at": [600, 0]}}`
	within := func(what string, b report.Band, low, high, tolerance float64) {
		t.Helper()
		if math.Abs(float64(b.Low)-low) > tolerance || math.Abs(float64(b.High)-high) > tolerance {
			t.Errorf("%s between %v and %v, want %v and %v", what, b.Low, b.High, low, high)
		}
	}

	// Nothing waits for a wire of 1 Tbit/s: what takes time is its length.
	r := read(`{"weir": 1, "classes": {"c": {"size": {"mean": "1 B"}}}, ` + chain + `,
		"edges": {"a": {"from": ["in", "out"], "to": ["out", "in"], "link": {"bandwidth": "1 Tbit/s", "latency": "10..30 ms"}}}}`)
	within("mean over a latency", journeyOf(t, r).LatencyBandS.Mean, 0.010, 0.030, 1e-6)
	if m := float64(journeyOf(t, r).LatencyS.Mean); math.Abs(m-0.020) > 1e-6 {
		t.Errorf("mean %v, want that of the middle, 20 ms", m)
	}

	// 1 to 3 MB at 80 Mbit/s take 0.1 to 0.3 s alone; at 1/s those on the way
	// share the line: S/(1 − ρ).
	r = read(`{"weir": 1, "classes": {"c": {"size": {"mean": "1..3 MB"}}}, ` + chain + `,
		"edges": {"a": {"from": ["in", "out"], "to": ["out", "in"], "link": {"bandwidth": "80 Mbit/s", "latency": "0 s"}}}}`)
	within("mean over a size", journeyOf(t, r).LatencyBandS.Mean, 0.1/0.9, 0.3/0.7, 1e-6)

	// 600 to 800 of every 1,000 answers come by the slow way of 1 s, weights
	// of 0.6 to 0.8 beside one of 0.4 to 0.2: both move at once.
	r = read(`{"weir": 1, "classes": {"c": {"size": {"mean": "1 B"}}}, "nodes": {
		"in": {"kind": "source.requests", "at": [0, 0], "params": {"class": "c", "rate": "1/s"}},
		"half": {"kind": "proc.cpu", "at": [300, 0], "params": {"servers": 100, "service": "1 us", "fanout": "split"}},
		"out": {"kind": "sink.response", "at": [600, 0]}},
		"edges": {"a": {"from": ["in", "out"], "to": ["half", "in"]},
			"fast": {"from": ["half", "out"], "to": ["out", "in"], "weight": "0.2..0.4"},
			"slow": {"from": ["half", "out"], "to": ["out", "in"], "weight": "0.6..0.8", "link": {"bandwidth": "1 Tbit/s", "latency": "1 s"}}}}`)
	within("mean over weights", journeyOf(t, r).LatencyBandS.Mean, 0.6, 0.8, 1e-4)

	// A pool of 8 to 16 units at $2/h, 730 h a month.
	r = read(`{"weir": 1, "classes": {"c": {}}, "pools": {"gpus": {"kind": "compute", "units": "8..16", "params": {"price": "$2/h"}}}, ` + chain + `,
		"edges": {"a": {"from": ["in", "out"], "to": ["out", "in"]}}}`)
	within("cost over a pool", *r.Summary.CostPerMonthBand, 8*2*730, 16*2*730, 1)
}
