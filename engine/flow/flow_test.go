package flow

import (
	"math"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// sketch builds designs for tests.
type sketch struct{ *design.Design }

func newSketch() sketch {
	return sketch{&design.Design{
		Weir:  1,
		Nodes: map[string]*design.Node{}, Edges: map[string]*design.Edge{}, Pools: map[string]*design.Pool{},
		Classes: map[string]*design.Class{"job": {
			Size:     &design.Spread{Mean: quantity.Str("4 kB")},
			TokensIn: &design.Spread{Mean: quantity.Num(500)}, TokensOut: &design.Spread{Mean: quantity.Num(100)},
		}},
	}}
}

// node adds a node; params alternate keys and values, numbers or strings.
func (s sketch) node(id, kind string, params ...any) sketch {
	n := &design.Node{Kind: kind, Params: map[string]quantity.Value{}}
	for i := 0; i < len(params); i += 2 {
		var v quantity.Value
		switch x := params[i+1].(type) {
		case float64:
			v = quantity.Num(x)
		case int:
			v = quantity.Num(float64(x))
		case string:
			v = quantity.Str(x)
		case quantity.Value:
			v = x
		}
		n.Params[params[i].(string)] = v
	}
	s.Nodes[id] = n
	return s
}

// wire connects a port to a port; the ports are out and in unless written.
func (s sketch) wire(id, from, to string, change ...func(*design.Edge)) sketch {
	e := &design.Edge{From: end(from, "out"), To: end(to, "in")}
	for _, f := range change {
		f(e)
	}
	s.Edges[id] = e
	return s
}

func end(at, port string) design.End {
	for i := range at {
		if at[i] == '.' {
			return design.End{at[:i], at[i+1:]}
		}
	}
	return design.End{at, port}
}

func solve(t testing.TB, s sketch) (*Solution, *report.Report) {
	t.Helper()
	sol := Solve(Compile(s.Design, nil), nil)
	return sol, sol.Report(report.Settled)
}

func near(t testing.TB, what string, got report.Number, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(float64(got)-want) <= tolerance*math.Abs(want)+1e-300) {
		t.Errorf("%s = %v, want %v", what, float64(got), want)
	}
}

func TestTandemOfMM1(t *testing.T) {
	// Five M/M/1 stations, λ = 0.8, μ = 1: T = 25 s (Reich 1957).
	s := newSketch().node("users", "source.requests", "rate", "0.8/s")
	last := "users"
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		s.node(id, "proc.cpu", "servers", 1, "service", "1 s")
		s.wire(last+id, last, id)
		last = id
	}
	s.node("out", "sink.response").wire("end", last, "out")
	_, r := solve(t, s)
	if len(r.Journeys) != 1 || len(r.Diagnostics) != 0 {
		t.Fatalf("journeys %d, diagnostics %+v", len(r.Journeys), r.Diagnostics)
	}
	near(t, "mean", r.Journeys[0].LatencyS.Mean, 25, 1e-12)
	near(t, "rate", r.Journeys[0].ItemsPerS, 0.8, 1e-12)
	near(t, "p50", r.Journeys[0].LatencyS.P50, 23.35454441397992, 1e-3) // gamma is exact here: Erlang
	near(t, "p99", r.Journeys[0].LatencyS.P99, 58.0231278973859, 1e-3)
	near(t, "wait", r.Nodes["c"].WaitS, 4, 1e-12)
	near(t, "headroom", r.Summary.Headroom, 0.2, 1e-12)
}

func TestJacksonSplit(t *testing.T) {
	// λ = 3, balanced 1:2 over μ = 2 and μ = 4, then together into μ = 5.
	half := func(w float64) func(*design.Edge) { return func(e *design.Edge) { e.Weight = quantity.Num(w) } }
	s := newSketch().node("users", "source.requests", "rate", "3/s").
		node("lb", "net.balancer", "policy", "random", "servers", 1, "service", "0.1 s").
		node("a", "proc.cpu", "servers", 1, "service", "0.5 s").
		node("b", "proc.cpu", "servers", 1, "service", "0.25 s").
		node("c", "proc.cpu", "servers", 1, "service", "0.2 s").
		node("out", "sink.response").
		wire("e1", "users", "lb").wire("e2", "lb", "a", half(1)).wire("e3", "lb", "b", half(2)).
		wire("e4", "a", "c").wire("e5", "b", "c").wire("e6", "c", "out")
	_, r := solve(t, s)
	near(t, "a arrivals", r.Nodes["a"].ArrivalsPerS, 1, 1e-12)
	near(t, "b arrivals", r.Nodes["b"].ArrivalsPerS, 2, 1e-12)
	// 1/(10−3) + ⅓·1/(2−1) + ⅔·1/(4−2) + 1/(5−3)
	near(t, "mean", r.Journeys[0].LatencyS.Mean, 1.0/7+1.0/3+1.0/3+0.5, 1e-9)
}

func TestCacheAndCopies(t *testing.T) {
	async := func(e *design.Edge) { e.Async = true }
	s := newSketch().node("users", "source.requests", "rate", "100/s").
		node("cache", "store.cache", "hit_ratio", 0.25).
		node("cpu", "proc.cpu", "servers", 2, "service", "5 ms").
		node("log", "sched.queue").node("keep", "sink.archive").
		node("out", "sink.response").
		wire("e1", "users", "cache").wire("hit", "cache.hit", "out").wire("miss", "cache.miss", "cpu").
		wire("e2", "cpu", "out").wire("tap", "cpu", "log", async).wire("e3", "log", "keep")
	_, r := solve(t, s)
	near(t, "hit edge", r.Edges["hit"].ItemsPerS, 25, 1e-12)
	near(t, "cpu", r.Nodes["cpu"].ArrivalsPerS, 75, 1e-12)
	near(t, "tap", r.Edges["tap"].ItemsPerS, 75, 1e-12)
	near(t, "answered", r.Journeys[0].ItemsPerS, 100, 1e-12)
	if len(r.Journeys) != 2 || !r.Journeys[1].Background || r.Journeys[1].Source != "cpu" || r.Journeys[1].Sink != "keep" {
		t.Fatalf("journeys: %+v", r.Journeys)
	}
	near(t, "archived", r.Journeys[1].ItemsPerS, 75, 1e-12)
	partsAddUp(t, r)
}

func partsAddUp(t testing.TB, r *report.Report) {
	t.Helper()
	for _, j := range r.Journeys {
		sum := report.Number(0)
		for _, p := range j.Parts {
			sum += p.QueueS + p.ServiceS + p.TransferS
		}
		if !math.IsInf(float64(j.LatencyS.Mean), 1) {
			near(t, "parts of "+j.Source+" to "+j.Sink, sum, float64(j.LatencyS.Mean), 1e-9)
		}
	}
}

func TestOverloadCarriesWhatItCan(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "318/s").
		node("cpu", "proc.cpu", "servers", 2, "service", "10 ms").node("out", "sink.response").
		wire("e1", "users", "cpu").wire("e2", "cpu", "out")
	_, r := solve(t, s)
	near(t, "carried", r.Nodes["cpu"].CarriedPerS, 200, 1e-12)
	near(t, "class carried", r.Classes["job"].CarriedPerS, 200, 1e-12)
	near(t, "out", r.Nodes["out"].ArrivalsPerS, 200, 1e-12)
	if !math.IsInf(float64(r.Journeys[0].LatencyS.P99), 1) {
		t.Errorf("p99 %v, want unbounded", r.Journeys[0].LatencyS.P99)
	}
	if len(r.Diagnostics) != 1 || r.Diagnostics[0].Code != "flow.overload" {
		t.Fatalf("diagnostics: %+v", r.Diagnostics)
	}
	fix, _ := r.Diagnostics[0].Fix.Set["cpu.servers"].Float()
	if fix != 4 { // 318 · 0.01 s = 3.18 servers
		t.Errorf("fix sets %v servers, want 4", fix)
	}
}

func TestEndlessLoopIsRefusedAndTheRestSolved(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "10/s").
		node("a", "proc.cpu", "servers", 1, "service", "10 ms").node("out", "sink.response").
		node("x", "proc.cpu").node("y", "proc.cpu", "fanout", "copy").
		wire("e1", "users", "a").wire("e2", "a", "out").wire("e3", "a", "x").wire("e4", "x", "y").wire("e5", "y", "x").wire("e6", "y", "out")
	_, r := solve(t, s)
	if r.Diagnostics[0].Code != "flow.loop" {
		t.Fatalf("diagnostics: %+v", r.Diagnostics)
	}
	near(t, "a", r.Nodes["a"].Utilisation, 0.1, 1e-12)
	near(t, "out", r.Nodes["out"].ArrivalsPerS, 10, 1e-12)
	if r.Nodes["x"] != nil {
		t.Error("a node on an endless loop has figures")
	}
}

func TestJob(t *testing.T) {
	// 1000 items; stages of 100/s and, beside 50/s of requests, 4 × 25/s: the
	// second has 50/s left over and sets the pace.
	s := newSketch().node("data", "source.dataset", "items", 1000).
		node("users", "source.requests", "rate", "50/s").
		node("a", "proc.cpu", "servers", 1, "service", "10 ms").
		node("b", "proc.cpu", "servers", 4, "service", "40 ms").
		node("out", "sink.archive").
		wire("e1", "data", "a").wire("e2", "a", "b").wire("e3", "b", "out").wire("e4", "users", "b")
	_, r := solve(t, s)
	if len(r.Jobs) != 1 || r.Jobs[0].Slowest != "b" {
		t.Fatalf("jobs: %+v %+v", r.Jobs, r.Diagnostics)
	}
	near(t, "duration", r.Jobs[0].DurationS, 1000/50.0+0.01+0.03, 1e-9) // 10 ms until b has its first, the archive 30 ms for its last
	near(t, "utilisation of b", r.Nodes["b"].Utilisation, 1, 1e-9)
	near(t, "utilisation of a", r.Nodes["a"].Utilisation, 0.5, 1e-9)
	near(t, "wait of requests", r.Nodes["b"].WaitS, 4.0/23/50, 1e-9) // M/M/4, a = 2: Lq = 4/23

	s.Nodes["data"].Params["overlap"] = quantity.Str("serial")
	_, r = solve(t, s)
	near(t, "serial duration", r.Jobs[0].DurationS, 1000*(0.01+0.04+0.03), 1e-9)
}

func TestBatcherInJob(t *testing.T) {
	// Batches of 16: 160 items are 10 batches of 1 s each, and half of the first
	// is gathered at the pace of 16 items/s.
	s := newSketch().node("data", "source.dataset", "items", 160).
		node("batch", "proc.batcher", "size", 16).
		node("a", "proc.cpu", "servers", 1, "service", "1 s").
		node("out", "sink.response").
		wire("e1", "data", "batch").wire("e2", "batch", "a").wire("e3", "a", "out")
	s.Nodes["batch"].Params["timeout"] = quantity.Str("1000 s")
	_, r := solve(t, s)
	near(t, "batches", r.Nodes["a"].ArrivalsPerS, 1, 1e-6)
	near(t, "duration", r.Jobs[0].DurationS, 10+15/(2*16.0), 1e-6)
}

func TestInference(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "20/s").
		node("llm", "ai.inference", "replicas", 4, "tp", 4).node("out", "sink.response").
		wire("e1", "users", "llm").wire("e2", "llm", "out")
	_, r := solve(t, s)
	n := r.Nodes["llm"]
	if n.AI == nil || !(n.Utilisation > 0 && n.Utilisation < 1) || !(r.Journeys[0].LatencyS.Mean > 0) {
		t.Fatalf("llm: %+v %+v", n, r.Diagnostics)
	}
	near(t, "bytes out", r.Edges["e2"].BytesPerS, 20*100*4, 1e-12)
	partsAddUp(t, r)
}

func TestCopiesThatMeetAreTold(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "10/s").
		node("fork", "proc.cpu").node("a", "proc.cpu").node("b", "proc.cpu").node("out", "sink.response").
		wire("e1", "users", "fork").wire("e2", "fork", "a").wire("e3", "fork", "b").wire("e4", "a", "out").wire("e5", "b", "out")
	_, r := solve(t, s)
	if len(r.Diagnostics) != 1 || r.Diagnostics[0].Code != "flow.join" || r.Diagnostics[0].At.Node != "out" {
		t.Fatalf("diagnostics: %+v", r.Diagnostics)
	}
	s.Nodes["fork"].Params["fanout"] = quantity.Str("split")
	if _, r = solve(t, s); len(r.Diagnostics) != 0 {
		t.Fatalf("diagnostics of a split: %+v", r.Diagnostics)
	}
}

func TestPools(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "10/s").
		node("llm", "ai.inference", "replicas", 2, "tp", 4).node("cpu", "proc.cpu").node("out", "sink.response").
		wire("e1", "users", "cpu").wire("e2", "cpu", "llm").wire("e3", "llm", "out")
	s.Pools["gpus"] = &design.Pool{Kind: "compute", Device: "h100-sxm", Units: quantity.Num(16), Params: map[string]quantity.Value{"price": quantity.Str("$2/h")}}
	half := 0.5
	s.Nodes["llm"].Pool = &design.Draw{ID: "gpus"}
	_, r := solve(t, s)
	near(t, "allocated", r.Pools["gpus"].Allocated, 8, 1e-12) // derived from the parallelism
	near(t, "cost", r.Pools["gpus"].CostPerMonth, 16*2*730, 1e-12)
	near(t, "idle", r.Pools["gpus"].IdleCostPerMonth, 8*2*730, 1e-12)
	near(t, "llm", r.Nodes["llm"].CostPerMonth, 8*2*730, 1e-12)
	near(t, "total", r.Summary.CostPerMonth, 16*2*730+float64(r.Nodes["cpu"].CostPerMonth), 1e-12)

	s.Nodes["cpu"].Pool = &design.Draw{ID: "gpus", Share: &half}
	three := 3.0
	s.Pools["gpus"] = &design.Pool{Kind: "compute", Device: "h100-sxm", Units: quantity.Num(14)}
	s.Nodes["llm"].Pool = &design.Draw{ID: "gpus", Units: &three}
	_, r = solve(t, s)
	codes := map[string]bool{}
	for _, d := range r.Diagnostics {
		codes[d.Code] = true
	}
	if !codes["pool.overdrawn"] || !codes["pool.units"] {
		t.Errorf("diagnostics: %+v", r.Diagnostics)
	}
	near(t, "half the speed", r.Nodes["cpu"].Utilisation, 10*0.005/0.5/4, 1e-12)
}
