package flow

import (
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// forkOf is copies through three delays of a second, exponential, and a join.
func forkOf(needed int) sketch {
	s := newSketch().node("users", "source.requests", "rate", "10/s").node("fork", "proc.cpu", "service", "0 s")
	s.node("join", "proc.join", "needed", needed).node("out", "sink.response")
	s.wire("e0", "users", "fork").wire("e9", "join", "out")
	for _, id := range []string{"a", "b", "c"} {
		s.node(id, "proc.cpu", "service", "1 s", "discipline", "delay")
		s.wire("to "+id, "fork", id).wire("from "+id, id, "join")
	}
	return s
}

func TestJoinWaitsForSoManyCopies(t *testing.T) {
	// The k-th of three exponentials of mean 1: 1/3, 1/3 + 1/2, 1/3 + 1/2 + 1.
	for needed, want := range map[int]float64{1: 1.0 / 3, 2: 5.0 / 6, 3: 11.0 / 6, 0: 11.0 / 6} {
		_, r := solve(t, forkOf(needed))
		if len(r.Journeys) != 1 || len(r.Diagnostics) != 0 {
			t.Fatalf("%d needed: %d journeys, %+v", needed, len(r.Journeys), r.Diagnostics)
		}
		near(t, "mean", r.Journeys[0].LatencyS.Mean, want, 1e-7)
		near(t, "rate", r.Journeys[0].ItemsPerS, 10, 1e-12)
		near(t, "carried", r.Classes["job"].CarriedPerS, 10, 1e-12)
		partsAddUp(t, r)
	}
	_, r := solve(t, forkOf(3))
	near(t, "bytes of three copies", r.Edges["e9"].BytesPerS, 10*3*4000, 1e-12)
}

// Three copies on units that are up 1000 h of 1010 h: all, two or one of them
// must be, whatever else the fork sends copies to.
func TestForkIsAvailableAsItsBranchesAre(t *testing.T) {
	u := 1000.0 / 1010
	two := u*u*u + 3*u*u*(1-u)
	for needed, want := range map[int]float64{0: u * u * u, 1: 1 - (1-u)*(1-u)*(1-u), 2: two, 3: u * u * u} {
		s := forkOf(needed).node("fork", "proc.cpu", "service", "0 s", "availability", 1)
		for _, id := range []string{"a", "b", "c"} {
			s.node(id, "proc.cpu", "service", "10 ms", "servers", 1, "hosts", 1, "mtbf", "1000 h", "repair", "10 h")
		}
		_, r := solve(t, s)
		near(t, "availability", r.Summary.Availability, want, 1e-9)
		if len(r.Summary.Needs) != 3 || r.Summary.Needs[2].Share != 1 {
			t.Errorf("needs %+v", r.Summary.Needs)
		}
		s.node("side", "proc.cpu", "service", "1 ms", "availability", 0.9).node("log", "sink.response").wire("s1", "fork", "side").wire("s2", "side", "log")
		_, r = solve(t, s)
		near(t, "beside a copy of its own", r.Summary.Availability, 0.9*want, 1e-9)
	}
}

func TestInnerJoinsTakeInnerForks(t *testing.T) {
	s := forkOf(0)
	// Branch a forks again, into two delays of mean 1: their maximum, 3/2.
	s.node("inner", "proc.join").node("a1", "proc.cpu", "service", "1 s", "discipline", "delay").node("a2", "proc.cpu", "service", "1 s", "discipline", "delay")
	s.Nodes["a"].Params["service"] = quantity.Str("0 s")
	delete(s.Edges, "from a")
	s.wire("i1", "a", "a1").wire("i2", "a", "a2").wire("i3", "a1", "inner").wire("i4", "a2", "inner").wire("from a", "inner", "join")
	p := Compile(s.Design, nil)
	if len(p.joins) != 2 || p.Nodes()[p.joins[0].fork] != "a" || p.Nodes()[p.joins[1].fork] != "fork" {
		t.Fatalf("pairs: %+v", p.joins)
	}
	_, r := solve(t, s)
	// The maximum of four exponentials, of which two are one branch; that one is
	// fitted by two moments.
	near(t, "mean", r.Journeys[0].LatencyS.Mean, 25.0/12, 0.02)
}

func TestJoinLosesWhatItsBranchesLose(t *testing.T) {
	s := forkOf(0)
	s.Nodes["a"].Params["gain"] = quantity.Num(0.5)
	_, r := solve(t, s)
	near(t, "rate", r.Journeys[0].ItemsPerS, 5, 1e-12)
	s.Nodes["join"].Params["needed"] = quantity.Num(2)
	_, r = solve(t, s)
	near(t, "two of three are enough", r.Journeys[0].ItemsPerS, 10, 1e-12)
}

func TestJoinFollowsItsBranches(t *testing.T) {
	s := forkOf(0)
	before := Settle(Compile(s.Design, nil), nil)
	after := *s.Design
	after.Nodes = map[string]*design.Node{}
	for id, n := range s.Nodes {
		after.Nodes[id] = n
	}
	slow := *s.Nodes["b"]
	slow.Params = map[string]quantity.Value{"service": quantity.Str("5 s"), "discipline": quantity.Str("delay")}
	after.Nodes["b"] = &slow
	plan := Compile(&after, before.Plan())
	again, fresh := Settle(plan, before).Report(report.Settled), Settle(Compile(&after, nil), nil).Report(report.Settled)
	if again.Journeys[0].LatencyS != fresh.Journeys[0].LatencyS {
		t.Errorf("after an edit %+v, from scratch %+v", again.Journeys[0], fresh.Journeys[0])
	}
}

func TestJoinWithoutForkIsTold(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "10/s").node("join", "proc.join").node("out", "sink.response").
		wire("e1", "users", "join").wire("e2", "join", "out")
	_, r := solve(t, s)
	if len(r.Diagnostics) != 1 || r.Diagnostics[0].Code != "flow.fork" || r.Diagnostics[0].At.Node != "join" {
		t.Errorf("diagnostics: %+v", r.Diagnostics)
	}
	near(t, "rate", r.Journeys[0].ItemsPerS, 10, 1e-12)
}
