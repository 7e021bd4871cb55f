package flow

import (
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

func weighing(w float64) func(*design.Edge) {
	return func(e *design.Edge) { e.Weight = quantity.Num(w) }
}

// jacksonLoop is one M/M/1 station, λ = 0.5, μ = 1, whose items come back with
// probability 0.3.
func jacksonLoop() sketch {
	return newSketch().node("users", "source.requests", "rate", "0.5/s").
		node("a", "proc.cpu", "servers", 1, "service", "1 s", "fanout", "split").
		node("out", "sink.response").
		wire("in", "users", "a").wire("again", "a", "a", weighing(0.3)).wire("done", "a", "out", weighing(0.7))
}

func TestSelfLoopAgainstJackson(t *testing.T) {
	_, r := solve(t, jacksonLoop())
	if len(r.Diagnostics) != 0 {
		t.Fatalf("%+v", r.Diagnostics)
	}
	near(t, "rate", r.Nodes["a"].ArrivalsPerS, 0.5/0.7, 1e-12)
	near(t, "sojourn", r.Nodes["a"].SojournS.Mean, 3.5, 1e-12)
	near(t, "journey", r.Journeys[0].LatencyS.Mean, 5, 1e-12)
	near(t, "visits", r.Journeys[0].Parts[0].Visits, 1/0.7, 1e-12)
	near(t, "part", r.Journeys[0].Parts[0].QueueS+r.Journeys[0].Parts[0].ServiceS, 5, 1e-12)
	near(t, "carried", r.Classes["job"].CarriedPerS, 0.5, 1e-12)
}

func TestRetrievalLoopAgainstJackson(t *testing.T) {
	// gateway → (35 % retriever) → model → (90 % guard; 15 % of it loops back).
	s := newSketch().node("users", "source.requests", "rate", "40/s").
		node("gateway", "proc.cpu", "servers", 4, "service", "0.0666666666666666667 s", "fanout", "split").
		node("retriever", "proc.cpu", "servers", 8, "service", "0.333333333333333333 s").
		node("model", "proc.cpu", "servers", 40, "service", "0.5 s", "fanout", "split").
		node("guard", "proc.cpu", "servers", 10, "service", "0.125 s", "fanout", "split").
		node("out", "sink.response").
		wire("e1", "users", "gateway").
		wire("e2", "gateway", "retriever", weighing(0.35)).wire("e3", "gateway", "model", weighing(0.65)).
		wire("e4", "retriever", "model").
		wire("e5", "model", "guard", weighing(0.9)).wire("e6", "model", "out", weighing(0.1)).
		wire("e7", "guard", "model", weighing(0.15)).wire("e8", "guard", "out", weighing(0.85))
	_, r := solve(t, s)
	near(t, "model", r.Nodes["model"].ArrivalsPerS, 46.24277456647399, 1e-12)
	near(t, "guard", r.Nodes["guard"].ArrivalsPerS, 41.61849710982659, 1e-12)
	near(t, "mean", r.Journeys[0].LatencyS.Mean, 0.9159156751240587, 1e-9)
	var parts report.Number
	for _, p := range r.Journeys[0].Parts {
		parts += p.QueueS + p.ServiceS + p.TransferS
	}
	near(t, "parts", parts, 0.9159156751240587, 1e-9)
}

func TestLoopIsSolvedTheSameAfterAnEdit(t *testing.T) {
	s := jacksonLoop()
	p := Compile(s.Design, nil)
	before := Solve(p, nil)
	changed := *s.Design
	changed.Nodes = map[string]*design.Node{}
	for id, n := range s.Nodes {
		changed.Nodes[id] = n
	}
	faster := *changed.Nodes["a"]
	other := newSketch().node("a", "proc.cpu", "servers", 1, "service", "0.5 s", "fanout", "split")
	faster.Params = other.Nodes["a"].Params
	changed.Nodes["a"] = &faster
	again := Solve(Compile(&changed, p), before).Report(report.Settled)
	fresh := Solve(Compile(&changed, nil), nil).Report(report.Settled)
	if again.Journeys[0].LatencyS != fresh.Journeys[0].LatencyS {
		t.Errorf("%+v after an edit, %+v anew", again.Journeys[0].LatencyS, fresh.Journeys[0].LatencyS)
	}
	kept := Solve(Compile(&changed, p), Solve(Compile(&changed, p), before)).Report(report.Settled)
	if kept.Journeys[0].LatencyS != fresh.Journeys[0].LatencyS {
		t.Errorf("%+v kept, %+v anew", kept.Journeys[0].LatencyS, fresh.Journeys[0].LatencyS)
	}
	near(t, "mean", fresh.Journeys[0].LatencyS.Mean, 1/(2-0.5/0.7)/0.7, 1e-12)
}
