package flow

import (
	"slices"
	"testing"

	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// settle solves a design with every exact method.
func settle(t testing.TB, s sketch) *report.Report {
	t.Helper()
	return Settle(Compile(s.Design, nil), nil).Report(report.Settled)
}

func TestTandemPercentilesAreErlang(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "0.8/s")
	last := "users"
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		s.node(id, "proc.cpu", "servers", 1, "service", "1 s").wire(last+id, last, id)
		last = id
	}
	s.node("out", "sink.response").wire("end", last, "out")
	j := settle(t, s).Journeys[0]
	near(t, "p50", j.LatencyS.P50, 23.35454441397992, 1e-8)
	near(t, "p95", j.LatencyS.P95, 45.76759513318787, 1e-8)
	near(t, "p99", j.LatencyS.P99, 58.0231278973859, 1e-8)
	near(t, "p99.9", j.LatencyS.P999, 73.97074611268604, 1e-7)
	if j.Method != "transforms" || j.ErrorClass != "A" {
		t.Errorf("%s, class %s", j.Method, j.ErrorClass)
	}
}

func TestCachePercentilesAreAMixture(t *testing.T) {
	// All items meet an M/M/1 of 2000/s; 30 % of 100/s go on to one of 40/s.
	s := newSketch().node("users", "source.requests", "rate", "100/s").
		node("cache", "proc.cpu", "servers", 1, "service", "0.5 ms", "fanout", "split").
		node("behind", "proc.cpu", "servers", 1, "service", "25 ms").
		node("out", "sink.response").
		wire("e1", "users", "cache").wire("hit", "cache", "out", weighing(0.7)).wire("miss", "cache", "behind", weighing(0.3)).
		wire("e4", "behind", "out")
	j := settle(t, s).Journeys[0]
	near(t, "mean", j.LatencyS.Mean, 0.030526315789473683, 1e-9)
	near(t, "p50", j.LatencyS.P50, 0.0006571339640421416, 1e-6)
	near(t, "p95", j.LatencyS.P95, 0.17970365263288987, 1e-6)
	near(t, "p99", j.LatencyS.P99, 0.3406474438762999, 1e-6)
	near(t, "p99.9", j.LatencyS.P999, 0.5709059531757045, 1e-6)
}

func TestSettledStationsAreExact(t *testing.T) {
	// M/H2/5 with SCV 4 at ρ = 0.8, and D/M/1: exact values.
	s := newSketch().node("users", "source.requests", "rate", "4/s").
		node("a", "proc.cpu", "servers", 5, "service", "1 s", "service_scv", 4).node("out", "sink.response").
		wire("e1", "users", "a").wire("e2", "a", "out")
	n := settle(t, s).Nodes["a"]
	near(t, "M/H2/5", n.WaitS, 1.254151404657041, 1e-7)
	if n.Method != "M/PH/c" || n.ErrorClass != "A" {
		t.Errorf("%s, class %s", n.Method, n.ErrorClass)
	}
	s = newSketch().node("clock", "source.requests", "rate", "0.8/s", "burstiness", 0).
		node("a", "proc.cpu", "servers", 1, "service", "1 s").node("out", "sink.response").
		wire("e1", "clock", "a").wire("e2", "a", "out")
	n = settle(t, s).Nodes["a"]
	near(t, "D/M/1", n.WaitS, 1.6927308399198975, 1e-9)
	if n.ErrorClass != "A" {
		t.Errorf("D/M/1 has class %s", n.ErrorClass)
	}
}

func TestFittedLawsAreNotCalledExact(t *testing.T) {
	for discipline, want := range map[string]report.ErrorClass{"fcfs": "A", "priority": "C", "ps": "C"} {
		s := newSketch().node("users", "source.requests", "rate", "0.5/s").
			node("a", "proc.cpu", "servers", 1, "service", "1 s", "discipline", discipline).node("out", "sink.response").
			wire("e1", "users", "a").wire("e2", "a", "out")
		if j := settle(t, s).Journeys[0]; j.ErrorClass != want {
			t.Errorf("%s: class %s, want %s", discipline, j.ErrorClass, want)
		}
	}
}

// Who comes to a station again meets those he left behind there: what its law
// says of one visit is not independent of the next.
func TestFeedbackIsNotCalledExact(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "10/s").
		node("a", "proc.cpu", "servers", 4, "service", "100 ms", "fanout", "split").node("out", "sink.response").
		wire("e1", "users", "a").wire("again", "a", "a", weighing(0.6)).wire("e2", "a", "out", weighing(0.4))
	if j := settle(t, s).Journeys[0]; j.Method != "transforms" || j.ErrorClass != "C" {
		t.Errorf("%s, class %s", j.Method, j.ErrorClass)
	}
}

// Who waits for company waits as long at several idle servers as at one: 7 more
// at 50/s, half of that on average.
func TestCompanyIsWaitedForAtSeveralServers(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "50/s").
		node("a", "proc.cpu", "servers", 4, "service", "5 ms", "batch", 16, "batch_least", 8).node("out", "sink.response").
		wire("e1", "users", "a").wire("e2", "a", "out")
	near(t, "wait", settle(t, s).Nodes["a"].WaitS, 0.07, 0.01)
	s.Nodes["a"].Params["batch"] = quantity.Num(4)
	_, r := solve(t, s)
	if !slices.ContainsFunc(r.Diagnostics, func(d diagnostic.Diagnostic) bool { return d.At.Param == "batch_least" }) {
		t.Errorf("least above most: %+v", r.Diagnostics)
	}
}
