package flow

import (
	"maps"
	"math"
	"strings"
	"testing"

	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// TestNeedsGiveTheAvailability: what is listed gives the availability that is
// reported. A tenth of the requests is answered by a cache of a node's own,
// and a log that nobody waits for is on no journey.
func TestNeedsGiveTheAvailability(t *testing.T) {
	s := newSketch()
	s.node("users", "source.requests", "class", "job", "rate", "10/s")
	s.node("api", "proc.cpu", "replicas", 1, "service", "1 ms", "availability", 0.99)
	s.node("cache", "store.cache", "hit_ratio", 0.1, "replicas", 1, "availability", 0.98)
	s.node("slow", "proc.cpu", "replicas", 1, "service", "1 ms", "availability", 0.97)
	s.node("log", "proc.cpu", "replicas", 1, "service", "1 ms", "availability", 0.5)
	s.node("out", "sink.response")
	s.wire("e1", "users", "api").wire("e2", "api", "cache").wire("e3", "cache.hit", "out").wire("e4", "cache.miss", "slow").wire("e5", "slow", "out").wire("e6", "api", "log")
	s.Edges["e6"].Async = true
	r := Solve(Compile(s.Design, nil), nil).Report(report.Fast)
	shares := map[string]float64{}
	product := 1.0
	for _, n := range r.Summary.Needs {
		shares[n.Node] = float64(n.Share)
		product *= 1 - float64(n.Share)*(1-float64(n.Availability))
	}
	for id, want := range map[string]float64{"api": 1, "cache": 1, "slow": 0.9, "log": 0} {
		if math.Abs(shares[id]-want) > 1e-9 {
			t.Errorf("%s is needed by %g of the items, want %g", id, shares[id], want)
		}
	}
	if got := float64(r.Summary.Availability); !(math.Abs(got-product) <= 1e-9 && math.Abs(got-0.99*0.98*(1-0.9*0.03)) <= 1e-9) {
		t.Errorf("availability %g, by what is needed %g", got, product)
	}
}

// TestSourceThatLeadsNowhere has no journey, carries nothing, and says nothing
// of availability; beside another it takes nothing from that one's.
func TestSourceThatLeadsNowhere(t *testing.T) {
	s := newSketch()
	s.node("users", "source.requests", "class", "job", "rate", "50/s")
	r := Solve(Compile(s.Design, nil), nil).Report(report.Settled)
	if len(r.Journeys) != 0 || r.Classes["job"].CarriedPerS != 0 || r.Classes["job"].OfferedPerS != 50 || !math.IsNaN(float64(r.Summary.Availability)) {
		t.Errorf("journeys %v, carried %v of %v, availability %v", r.Journeys, r.Classes["job"].CarriedPerS, r.Classes["job"].OfferedPerS, r.Summary.Availability)
	}
	s.node("more", "source.requests", "class", "job", "rate", "30/s").node("out", "sink.response").wire("e", "more", "out")
	r = Solve(Compile(s.Design, nil), nil).Report(report.Settled)
	if len(r.Journeys) != 1 || math.Abs(float64(r.Classes["job"].CarriedPerS)-30) > 1e-9 || r.Summary.Availability != 1 {
		t.Errorf("journeys %v, offered %v, carried %v, availability %v", len(r.Journeys), r.Classes["job"].OfferedPerS, r.Classes["job"].CarriedPerS, r.Summary.Availability)
	}
}

// TestFirstSketchHasASpread: a design that defines no class has percentiles
// that differ, and its served model's curve has no figure at saturation.
func TestFirstSketchHasASpread(t *testing.T) {
	s := newSketch()
	s.Classes = nil
	s.node("users", "source.requests", "rate", "2/s")
	s.node("llm", "ai.inference", "model", "meta-llama/Meta-Llama-3.1-70B", "device", "h100-sxm", "tp", 4)
	s.node("out", "sink.response").wire("e1", "users", "llm").wire("e2", "llm", "out")
	r := Solve(Compile(s.Design, nil), nil).Report(report.Settled)
	if len(r.Journeys) != 1 {
		t.Fatalf("%d journeys: %+v", len(r.Journeys), r.Diagnostics)
	}
	if l := r.Journeys[0].LatencyS; !(l.P99 > 2*l.P50) {
		t.Errorf("p50 %v, p99 %v", l.P50, l.P99)
	}
	curve := r.Nodes["llm"].AI.Curve
	if len(curve) == 0 {
		t.Fatal("no curve")
	}
	for _, p := range curve {
		if x := float64(p.TTFTS); x > 1e6 && !math.IsInf(x, 1) {
			t.Errorf("at %v/s the time to first token is %v s", p.RatePerS, x)
		}
	}
}

// TestCureLeavesHeadroom: what cures an overload leaves the headroom that the
// design asks for, else 20 %.
func TestCureLeavesHeadroom(t *testing.T) {
	for want, objective := range map[float64][]design.Objective{0.2: nil, 0.4: {{Metric: "headroom", Min: quantity.Str("40%")}}} {
		s := newSketch()
		s.Objectives = objective
		s.node("users", "source.requests", "class", "job", "rate", "900/s")
		s.node("work", "proc.cpu", "replicas", 1, "cores", 8, "service", "10 ms")
		s.node("out", "sink.response").wire("e1", "users", "work").wire("e2", "work", "out")
		r := Solve(Compile(s.Design, nil), nil).Report(report.Fast)
		cured := false
		for _, f := range r.Diagnostics {
			if f.Code != "flow.overload" || f.Fix == nil {
				continue
			}
			for key, value := range f.Fix.Set {
				n := *s.Nodes["work"]
				n.Params = maps.Clone(n.Params)
				n.Params[strings.TrimPrefix(key, "work.")] = value
				s.Nodes["work"] = &n
				cured = true
			}
		}
		if r = Solve(Compile(s.Design, nil), nil).Report(report.Fast); !cured || float64(r.Summary.Headroom) < want-1e-9 || float64(r.Summary.Headroom) > want+0.15 {
			t.Errorf("cured %v; headroom %v, want %v", cured, r.Summary.Headroom, want)
		}
	}
}

// TestCureOfALoop: what an overloaded node holds back does not come again, yet
// one step cures it. 50/s, each going round 49 times more: 2,500/s.
func TestCureOfALoop(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "50/s").
		node("a", "proc.cpu", "servers", 2, "service", "5 ms", "fanout", "split").node("out", "sink.response").
		wire("e1", "users", "a").wire("again", "a", "a", weighing(0.98)).wire("e2", "a", "out", weighing(0.02))
	overload := func() *diagnostic.Diagnostic {
		_, r := solve(t, s)
		for i := range r.Diagnostics {
			if r.Diagnostics[i].Code == "flow.overload" {
				return &r.Diagnostics[i]
			}
		}
		return nil
	}
	d := overload()
	if d == nil || d.Fix == nil {
		t.Fatalf("no cure: %+v", d)
	}
	if x, _ := d.Fix.Set["a.servers"].Float(); x != math.Ceil(2500*0.005/comfortable) {
		t.Errorf("%g servers", x)
	}
	s.Nodes["a"].Params["servers"] = d.Fix.Set["a.servers"]
	if d := overload(); d != nil {
		t.Errorf("still: %+v", d)
	}
}

// TestCureOfALoopThatLetsLittleGo: 1/s of 0.1 s each, of which a millionth
// leaves at each turn, is 1e6/s: 125,000 servers at a load of 0.8.
func TestCureOfALoopThatLetsLittleGo(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "1/s").
		node("a", "proc.cpu", "servers", 1, "service", "100 ms", "fanout", "split").node("out", "sink.response").
		wire("e1", "users", "a").wire("again", "a", "a", weighing(0.999999)).wire("e2", "a", "out", weighing(0.000001))
	_, r := solve(t, s)
	for _, d := range r.Diagnostics {
		if d.Code == "flow.overload" && d.Fix != nil {
			if x, _ := d.Fix.Set["a.servers"].Float(); math.Abs(x/125_000-1) > 1e-4 {
				t.Errorf("%g servers", x)
			}
			return
		}
	}
	t.Errorf("no cure: %+v", r.Diagnostics)
}

// TestNoCureBeyondWhatANodeMayHave: a value that would be refused is no fix.
func TestNoCureBeyondWhatANodeMayHave(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "1e12/s").
		node("a", "proc.cpu", "servers", 2, "service", "5 ms").node("out", "sink.response").wire("e1", "users", "a").wire("e2", "a", "out")
	_, r := solve(t, s)
	for _, d := range r.Diagnostics {
		if d.Code == "flow.overload" && d.Fix != nil {
			t.Errorf("%+v", d.Fix)
		}
	}
}
