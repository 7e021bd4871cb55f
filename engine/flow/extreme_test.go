package flow

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sim"
)

// wild draws a value for a parameter: its bounds, nonsense, or nothing.
func wild(t *rapid.T, p *component.Param) quantity.Value {
	switch rapid.IntRange(0, 9).Draw(t, "wild") {
	case 0:
		return component.Written(p.Min, p.Dimension)
	case 1:
		return component.Written(p.Max, p.Dimension)
	case 2:
		return quantity.Str("nonsense")
	case 3:
		return quantity.Num(-1)
	case 4:
		return quantity.Items(quantity.Num(1))
	case 5:
		if len(p.Choices) > 0 {
			return quantity.Str(p.Choices[rapid.IntRange(0, len(p.Choices)-1).Draw(t, "choice")].Value)
		}
		return quantity.Num(1)
	}
	return p.Default
}

// anything draws a design of all kinds with any wires, ports and parameters.
func anything(t *rapid.T) sketch {
	s := newSketch()
	var kinds []string
	for _, k := range component.Kinds() {
		kinds = append(kinds, k.ID)
	}
	n := rapid.IntRange(1, 9).Draw(t, "nodes")
	for i := range n {
		k, _ := component.Lookup(rapid.SampledFrom(kinds).Draw(t, "kind"))
		id := fmt.Sprintf("n%d", i)
		s.node(id, k.ID)
		for j := range k.Params {
			if rapid.IntRange(0, 3).Draw(t, "set") == 0 {
				s.Nodes[id].Params[k.Params[j].Key] = wild(t, &k.Params[j])
			}
		}
		if rapid.IntRange(0, 4).Draw(t, "pooled") == 0 {
			share := rapid.SampledFrom([]float64{-1, 0, 0.5, 1, 7}).Draw(t, "share")
			s.Nodes[id].Pool = &design.Draw{ID: rapid.SampledFrom([]string{"p", "q"}).Draw(t, "pool"), Share: &share}
		}
	}
	s.Pools["p"] = &design.Pool{Kind: "compute", Device: rapid.SampledFrom([]string{"", "h100-sxm", "nonsense"}).Draw(t, "device"), Units: rapid.SampledFrom([]quantity.Value{{}, quantity.Num(-3), quantity.Num(8), quantity.Str("4..8"), quantity.Str("8 GB"), quantity.Flag(true)}).Draw(t, "units")}
	for i := range rapid.IntRange(0, 2*n).Draw(t, "wires") {
		to := rapid.IntRange(0, n-1).Draw(t, "to")
		f := fmt.Sprintf("n%d", rapid.IntRange(0, n-1).Draw(t, "tail"))
		kf, _ := component.Lookup(s.Nodes[f].Kind)
		port := "out"
		if len(kf.Out) > 0 {
			port = kf.Out[rapid.IntRange(0, len(kf.Out)-1).Draw(t, "port")].Name
		}
		s.wire(fmt.Sprintf("e%d", i), f+"."+port, fmt.Sprintf("n%d", to), func(e *design.Edge) {
			e.Async = rapid.Bool().Draw(t, "async")
			if rapid.IntRange(0, 3).Draw(t, "linked") == 0 {
				loss := rapid.SampledFrom([]float64{0, 0.5, 1, -1, math.NaN()}).Draw(t, "loss")
				e.Link = &design.Link{Bandwidth: quantity.Str(rapid.SampledFrom([]string{"1 B/s", "1 Tbit/s", "x"}).Draw(t, "bandwidth")), Loss: &loss, Protocol: rapid.SampledFrom([]string{"", "grpc", "x"}).Draw(t, "protocol")}
			}
		})
	}
	return s
}

// Whatever a design holds, it is answered: no panic, no figure that is not a
// number where there should be one, and the same answer twice.
func TestAnythingIsAnswered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anything(t)
		r := Solve(Compile(s.Design, nil), nil).Report(report.Settled)
		for id, n := range r.Nodes {
			for what, x := range map[string]report.Number{"arrivals": n.ArrivalsPerS, "carried": n.CarriedPerS, "cost": n.CostPerMonth, "availability": n.Availability} {
				if math.IsNaN(float64(x)) || x < 0 {
					t.Fatalf("%s %s %v, arrivals %v: %s %v", id, s.Nodes[id].Kind, s.Nodes[id].Params, n.ArrivalsPerS, what, x)
				}
			}
		}
		for _, j := range r.Journeys {
			if math.IsNaN(float64(j.LatencyS.Mean)) || j.LatencyS.Mean < 0 || math.IsNaN(float64(j.ItemsPerS)) {
				t.Fatalf("journey %s to %s: %+v", j.Source, j.Sink, j.LatencyS)
			}
		}
		for _, j := range r.Jobs {
			if math.IsNaN(float64(j.DurationS)) || math.IsNaN(float64(j.Cost)) {
				t.Fatalf("job %s to %s: %+v", j.Source, j.Sink, j)
			}
		}
		if string(report.Encode(r)) != string(report.Encode(Solve(Compile(s.Design, nil), nil).Report(report.Settled))) {
			t.Fatal("two answers differ")
		}
	})
}

// Whatever a design holds, it is played for a while or refused with a reason
// in both languages; the findings are numbers.
func TestAnythingIsPlayed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anything(t)
		x := Solve(Compile(s.Design, nil), nil)
		twin, err := x.Simulated(Playing{Failures: rapid.Bool().Draw(t, "failures"), Day: rapid.Bool().Draw(t, "day")})
		if refusal := new(Refusal); errors.As(err, &refusal) {
			if refusal.In("en") == "" || refusal.In("en") == refusal.In("zh") {
				t.Fatalf("refused without a reason: %+v", refusal.Diagnostic)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		replay, err := sim.Start(twin.Network, sim.Plan{Cohort: 200, Buckets: 4})
		if err != nil {
			t.Fatal(err)
		}
		replay.Advance(300)
		found := twin.Compare(x.Report(report.Fast), []sim.Replication{replay.Result()}, 0, 0)
		for id, n := range found.Nodes {
			if u := float64(n.Utilisation.Value); u < 0 || u > 1.5 {
				t.Fatalf("%s is busy %v of the time", id, u)
			}
		}
		for _, j := range found.Jobs {
			if d := float64(j.Duration.Value); d < 0 || j.Played > 0 && math.IsNaN(d) {
				t.Fatalf("job of %s takes %v", j.Source, d)
			}
		}
	})
}
