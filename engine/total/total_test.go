package total

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// One item of work w on one node of allocated capacity x: L = x²/w, D = w/x,
// and L + D is least at x³ = w²/2 (model.md section 4; by hand: d/dx = 2x/w − w/x² = 0).
func TestAllocationOptimum(t *testing.T) {
	const w = 6.0
	total := func(x float64) float64 {
		a := Allocate([]report.Term{term("n", "compute", x/0.5, 0.5, w)}, []Item{{Visits: []Visit{{0, 1}}}}, nil)
		return float64(a.L + a.D)
	}
	best := math.Cbrt(w * w / 2)
	near(t, "x²/w + w/x at the optimum", total(best), 3*math.Cbrt(w/4), 1e-12)
	for _, x := range []float64{0.9 * best, 0.999 * best, 1.001 * best, 1.1 * best} {
		if total(x) <= total(best) {
			t.Errorf("L + D at %v is below that at the optimum %v", x, best)
		}
	}
}

// The recommender of section 4.2: no overlap, so D is a sum; where the three
// overlap it is the slowest.
func TestAllocationDelay(t *testing.T) {
	shares := func() []report.Term {
		return []report.Term{term("gpu", "compute", 10, 0.5, 20), term("ssd", "storage", 8, 0.25, 6), term("wire", "network", 4, 1, 8)}
	}
	visits := []Visit{{0, 1}, {1, 1}, {2, 1}} // 4 s, 3 s, 2 s
	serial := Allocate(shares(), []Item{{Visits: visits}}, nil)
	near(t, "serial D", float64(serial.D), 9, 1e-12)
	overlapped := Allocate(shares(), []Item{{Overlap: true, Visits: visits}}, nil)
	near(t, "overlapped D", float64(overlapped.D), 4, 1e-12)
	near(t, "L", float64(serial.L), 5.0/4+2.0/3+4.0/2, 1e-12)
	near(t, "J unpinned", float64(serial.J), 4, 1e-12) // three kinds and D, each at its own reference
	d0, l0 := 18.0, 2.5
	pinned := Allocate(shares(), []Item{{Visits: visits}}, &design.Allocation{D0: &d0, L0: map[string]*float64{"compute": &l0}})
	near(t, "J pinned", float64(pinned.J), 1.25/2.5+1+1+0.5, 1e-12)
}

// available is an availability that has to be exact.
func available(hops []Hop, causes []float64) float64 {
	a, exact := Availability(hops, causes)
	if !exact {
		return math.NaN()
	}
	return a
}

// TestAvailabilitySaysWhatIsNotExact: pairs in racks of their own, more racks
// than are gone through.
func TestAvailabilitySaysWhatIsNotExact(t *testing.T) {
	inRacks := func(racks int) (float64, bool) {
		var hops []Hop
		causes := make([]float64, racks)
		for i := range causes {
			causes[i] = 0.9
			for range 2 {
				hops = append(hops, Hop{Up: 0.9, Cause: i + 1, Next: []Way{{len(hops) + 1, 1}}})
			}
		}
		return Availability(append(hops, Hop{Up: 1}), causes)
	}
	if a, exact := inRacks(mostCauses); !exact || math.Abs(a-math.Pow(0.9, 3*mostCauses)) > 1e-12 {
		t.Errorf("%g, exact %v", a, exact)
	}
	if _, exact := inRacks(mostCauses + 1); exact {
		t.Error("as if each rack had been gone through")
	}
}

func TestAvailability(t *testing.T) {
	series := []Hop{{Up: 0.9, Next: []Way{{1, 1}}}, {Up: 0.8}}
	near(t, "series", available(series, nil), 0.72, 1e-12)
	diamond := func(any bool) []Hop {
		return []Hop{{Up: 0.99, Any: any, Next: []Way{{1, 0.5}, {2, 0.5}}}, {Up: 0.9, Next: []Way{{3, 1}}}, {Up: 0.8, Next: []Way{{3, 1}}}, {Up: 0.95}}
	}
	near(t, "parallel", available(diamond(true), nil), 0.99*(1-0.1*0.2)*0.95, 1e-12)
	near(t, "drawn", available(diamond(false), nil), 0.99*0.85*0.95, 1e-12)
}

// The bridge at 0.9 is 2p² + 2p³ − 5p⁴ + 2p⁵ = 0.97848.
func TestBridge(t *testing.T) {
	const p = 0.9
	near(t, "bridge", available([]Hop{
		{Up: 1, Any: true, Next: []Way{{1, 0.5}, {2, 0.5}}},
		{Up: p, Any: true, Next: []Way{{3, 0.5}, {4, 0.5}}},
		{Up: p, Any: true, Next: []Way{{3, 0.5}, {5, 0.5}}},
		{Up: p, Any: true, Next: []Way{{4, 0.5}, {5, 0.5}}},
		{Up: p, Next: []Way{{6, 1}}}, {Up: p, Next: []Way{{6, 1}}}, {Up: 1},
	}, nil), 0.97848, 1e-12)
}

// Two replicas on one rack: 1 − (1 − p)² while the rack is up, nothing else.
func TestCommonCause(t *testing.T) {
	hops := func() []Hop {
		return []Hop{
			{Up: 1, Any: true, Next: []Way{{1, 0.5}, {2, 0.5}}},
			{Up: 0.9, Cause: 1, Next: []Way{{3, 1}}}, {Up: 0.9, Cause: 1, Next: []Way{{3, 1}}}, {Up: 0.95, Cause: 2},
		}
	}
	near(t, "one rack", available(hops(), []float64{0.98, 0.99}), 0.98*0.99*0.95*0.99, 1e-12)
	series := []Hop{{Up: 0.9, Cause: 1, Next: []Way{{1, 1}}}, {Up: 0.8, Cause: 1}}
	near(t, "counted once", available(series, []float64{0.5}), 0.5*0.72, 1e-12)
}

// For any graph of balancers Availability is the sum over all states.
func TestAvailabilityOfAnyGraph(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 9).Draw(t, "hops")
		hops := make([]Hop, n)
		for i := range hops {
			hops[i].Up = rapid.Float64Range(0, 1).Draw(t, "up")
			hops[i].Any = rapid.Bool().Draw(t, "any")
			hops[i].All = !hops[i].Any
			for j := i + 1; j < n; j++ {
				if j == n-1 && len(hops[i].Next) == 0 || rapid.IntRange(0, 2).Draw(t, "way") == 0 {
					hops[i].Next = append(hops[i].Next, Way{j, 1})
				}
			}
		}
		want := 0.0
		for state := range 1 << n {
			p := 1.0
			for i := range hops {
				if state>>i&1 == 1 {
					p *= hops[i].Up
				} else {
					p *= 1 - hops[i].Up
				}
			}
			want += p * served(hops, 0, state)
		}
		if got := available(hops, nil); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// For every nested graph Availability equals the sum over all states of the stations.
func TestAvailabilityIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var hops []Hop
		up := func() float64 { return rapid.Float64Range(0, 1).Draw(t, "up") }
		hops = append(hops, Hop{Up: up()})
		for len(hops) < 8 {
			first := len(hops) - 1
			ways := rapid.IntRange(1, 3).Draw(t, "ways")
			hops[first].Any = rapid.Bool().Draw(t, "any")
			join := first + ways + 1
			for i := range ways {
				hops[first].Next = append(hops[first].Next, Way{first + 1 + i, rapid.Float64Range(0.1, 1).Draw(t, "p")})
				hops = append(hops, Hop{Up: up(), Next: []Way{{join, 1}}})
			}
			hops = append(hops, Hop{Up: up()})
		}
		want := 0.0
		for state := range 1 << len(hops) {
			p := 1.0
			for i := range hops {
				if state>>i&1 == 1 {
					p *= hops[i].Up
				} else {
					p *= 1 - hops[i].Up
				}
			}
			want += p * served(hops, 0, state)
		}
		if got := available(hops, nil); math.Abs(got-want) > 1e-12 {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func served(hops []Hop, i, state int) float64 {
	if state>>i&1 == 0 {
		return 0
	}
	if len(hops[i].Next) == 0 {
		return 1
	}
	best, mean, sum, all := 0.0, 0.0, 0.0, 1.0
	for _, w := range hops[i].Next {
		s := served(hops, w.To, state)
		best = max(best, s)
		all *= s
		mean += w.P * s
		sum += w.P
	}
	switch {
	case hops[i].Any:
		return best
	case hops[i].All:
		return all
	}
	return mean / sum
}

func TestMoney(t *testing.T) {
	hours, pue := 365.0, 1.5
	r, found := ReadRates(&design.Settings{HoursPerMonth: &hours, PUE: &pue, Electricity: quantity.Str("$0.20/kWh"), Carbon: quantity.Str("0.5 kg/kWh")})
	if len(found) != 0 {
		t.Fatal(found)
	}
	near(t, "rent", r.PerMonth(component.Cost{Rent: 3.6 / 3600, Power: 1000}), 3.6*365, 1e-12)
	near(t, "owned", r.PerMonth(component.Cost{Rent: 1.0 / 3600, Power: 1000, Owned: true}), 730+1.5*0.2*365, 1e-12)
	near(t, "kept and traffic", r.PerMonth(component.Cost{Kept: 1 / Month, Traffic: 2 / Month}), 3, 1e-12)
	near(t, "carbon", r.CarbonPerMonth(1000), 1.5*0.5*365, 1e-12)
	bad := 0.5
	if _, found := ReadRates(&design.Settings{PUE: &bad, Electricity: quantity.Str("3 kg")}); len(found) != 2 {
		t.Errorf("bad settings: %v", found)
	}
}

// TestAvailabilityIsRoundedDown: a finding says the same figure as the
// objective it is about, never more than there is.
func TestAvailabilityIsRoundedDown(t *testing.T) {
	r := &report.Report{Summary: report.Summary{Availability: 0.98689}}
	Judge(&design.Design{Objectives: []design.Objective{{Metric: "availability", Min: quantity.Str("99.9%")}}}, r)
	if got := r.Diagnostics[0].Message.EN; got != "The availability is 98.6\u00a0%; the objective asks for at least 99.9\u00a0%." {
		t.Error(got)
	}
}

func TestJudge(t *testing.T) {
	r := &report.Report{
		Summary:  report.Summary{CostPerMonth: 87_200, Availability: 0.9993, Headroom: 0.09},
		Journeys: []*report.Journey{{Class: "chat", LatencyS: report.Latency{P99: 1.84}}, {Class: "log", Background: true, LatencyS: report.Latency{P99: 99}}},
		Nodes:    map[string]*report.Node{"llm": {AI: &report.AI{Figures: []report.Figure{{Key: "ttft_p95", Value: 0.468, Unit: "s"}}}}},
	}
	d := &design.Design{Objectives: []design.Objective{
		{Metric: "latency_p99", Max: quantity.Str("2 s")},
		{Metric: "cost_per_month", Max: quantity.Str("$90k/month")},
		{Metric: "cost_per_month", Max: quantity.Str("$80k")},
		{Metric: "availability", Min: quantity.Str("99.9%")},
		{Metric: "headroom", Min: quantity.Num(0.2)},
		{Metric: "ttft_p95", Node: "llm", Max: quantity.Str("500 ms")},
		{Metric: "latency_p99", Class: "none", Max: quantity.Str("1 s")},
		{Metric: "speed", Max: quantity.Str("1 s")},
		{Metric: "latency_p50", Max: quantity.Str("1 kg")},
	}}
	Judge(d, r)
	want := []bool{true, true, false, true, false, true, false, false}
	if len(r.Objectives) != len(want) {
		t.Fatalf("%d verdicts: %+v", len(r.Objectives), r.Objectives)
	}
	for i, met := range want {
		if r.Objectives[i].Met != met {
			t.Errorf("%+v: met must be %v", r.Objectives[i], met)
		}
	}
	codes := map[string]int{}
	for _, f := range r.Diagnostics {
		codes[f.Code]++
	}
	if codes["objective.missed"] != 2 || codes["objective.unknown"] != 1 || codes["objective.metric"] != 1 || codes["objective.unit"] != 1 {
		t.Errorf("findings: %v", codes)
	}
}

// A server rented at $3.60/h for 365 h a month, or bought: its annuity all
// month and its electricity for the hours it runs.
func TestOwnedAndRented(t *testing.T) {
	hours, pue := 365.0, 1.5
	r, _ := ReadRates(&design.Settings{HoursPerMonth: &hours, PUE: &pue, Electricity: quantity.Str("$0.20/kWh")})
	near(t, "rented", r.PerMonth(component.Cost{Rent: 3.6 / 3600, Power: 1000}), 3.6*365, 1e-12)
	o := component.Ownership{Price: 8760, Lifetime: 2 * 8760 * 3600, Upkeep: 0.5} // $4380 + $4380 a year: $1/h
	near(t, "bought", r.PerMonth(component.Cost{Rent: o.PerSecond(), Power: 1000, Owned: true}), 730+1.5*0.2*365, 1e-12)
}

func term(node, kind string, capacity, share, work float64) report.Term {
	return Term(node, &component.Resource{Kind: kind, Capacity: capacity, Share: share, Work: work})
}
