package flow

import (
	"math"
	"strings"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// TestClosedUsers: N users who think for an exponential time and share one
// server, M/M/1//N: p(n) ∝ N!/(N−n)!·(S/Z)^n, throughput (1 − p(0))/S.
func TestClosedUsers(t *testing.T) {
	const users, think, service = 12, 2.0, 0.25
	s := newSketch().node("users", "source.closed", "users", users, "think", "2 s").
		node("a", "proc.cpu", "servers", 1, "service", "250 ms").node("out", "sink.response").
		wire("e1", "users", "a").wire("e2", "a", "out")
	weight, total := 1.0, 1.0
	for n := 1; n <= users; n++ {
		weight *= float64(users-n+1) * service / think
		total += weight
	}
	throughput := (1 - 1/total) / service
	_, r := solve(t, s)
	near(t, "throughput", r.Journeys[0].ItemsPerS, throughput, 1e-9)
	near(t, "response", r.Journeys[0].LatencyS.Mean, users/throughput-think, 1e-9)
	near(t, "utilisation", r.Nodes["a"].Utilisation, throughput*service, 1e-9)
	if r.Nodes["a"].Method != "MVA" || r.Nodes["a"].ErrorClass != "A" {
		t.Errorf("method %s, class %s", r.Nodes["a"].Method, r.Nodes["a"].ErrorClass)
	}
	partsAddUp(t, r)
}

// TestClosedBesideOpen: a mixed product form. Open customers make the demand
// of the closed longer by 1/(1−ρ) and see their queue beside their own.
func TestClosedBesideOpen(t *testing.T) {
	s := newSketch().node("users", "source.closed", "users", 1, "think", "1 s").node("more", "source.requests", "rate", "2/s").
		node("a", "proc.cpu", "servers", 1, "service", "200 ms", "discipline", "ps").node("out", "sink.response").node("end", "sink.response").
		wire("e1", "users", "a").wire("e2", "more", "a").wire("e3", "a", "out")
	_, r := solve(t, s)
	demand := 0.2 / (1 - 0.4)
	near(t, "throughput", r.Classes["job"].CarriedPerS, 2+1/(1+demand), 1e-9)
}

// TestUsersWithoutTime: who neither thinks nor waits has no rate, and that is
// said; a part that takes time gives one.
func TestUsersWithoutTime(t *testing.T) {
	for service, want := range map[string]int{"0 s": 1, "10 ms": 0} {
		s := newSketch().node("users", "source.closed", "users", 10, "think", "0 s").
			node("a", "proc.cpu", "servers", 1, "service", service).node("out", "sink.response").
			wire("e1", "users", "a").wire("e2", "a", "out")
		_, r := solve(t, s)
		told := 0
		for _, d := range r.Diagnostics {
			if d.Code == "source.closed" && d.At.Node == "users" && d.At.Param == "think" {
				told++
			}
		}
		if told != want {
			t.Errorf("%s: %+v", service, r.Diagnostics)
		}
	}
}

// TestRetries: at M/M/1 the late share solves p = e^{−(μ−λa(p))τ}.
func TestRetries(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "5/s", "timeout", "1 s", "retries", 3).
		node("a", "proc.cpu", "servers", 1, "service", "100 ms").node("out", "sink.response").
		wire("e1", "users", "a").wire("e2", "a", "out")
	p := 0.0
	attempts := func(p float64) float64 { return 1 + p + p*p + p*p*p }
	for range 200 {
		p = math.Exp(-(10 - 5*attempts(p)))
	}
	_, r := solve(t, s)
	if len(r.Retries) != 1 {
		t.Fatalf("retries: %+v", r.Retries)
	}
	x := r.Retries[0]
	near(t, "late", x.LateRatio, p, 1e-7)
	near(t, "attempts", x.PerItem, attempts(p), 1e-9)
	near(t, "given up", x.GivenUp, p*p*p*p, 1e-6)
	near(t, "offered", r.Classes["job"].OfferedPerS, 5, 1e-9)
	near(t, "goodput", r.Classes["job"].GoodputPerS, 5*(1-p*p*p*p), 1e-9)
	near(t, "at the server", r.Nodes["a"].ArrivalsPerS, 5*attempts(p), 1e-9)
	// Once overloaded, four attempts an item keep it so: 20/s at 10/s.
	if x.Saturated == nil || x.Saturated.PerItem != 4 || x.Saturated.GoodputPerS != 0 {
		t.Fatalf("saturated: %+v", x.Saturated)
	}
	told := false
	for _, d := range r.Diagnostics {
		told = told || d.Code == "flow.metastable" && d.At.Node == "users"
	}
	if !told {
		t.Errorf("diagnostics: %+v", r.Diagnostics)
	}
	// At a fifth of the load even four attempts are no overload: one state only.
	_, r = solve(t, s.node("users", "source.requests", "rate", "1/s", "timeout", "1 s", "retries", 3))
	if r.Retries[0].Saturated != nil {
		t.Errorf("saturated at light load: %+v", r.Retries[0].Saturated)
	}
}

// TestCancelledRetriesClaimNothing: where late attempts leave the line, some
// are always in time (M/M/1 with a deadline: 12/s of 10/s, 1 s, two retries: by
// simulation 2.69 attempts an item and 3.3/s in time; 8/s, 0.5 s, three
// retries: 2.64, one state). The closed form sees neither, and says so.
func TestCancelledRetriesClaimNothing(t *testing.T) {
	for _, x := range []struct {
		rate, timeout string
		retries       int
		known         bool
	}{{"12/s", "1 s", 2, false}, {"8/s", "500 ms", 3, true}, {"1/s", "5 s", 3, true}} {
		s := newSketch().node("users", "source.requests", "rate", x.rate, "timeout", x.timeout, "retries", x.retries, "late", "cancelled", "backoff", "0 s").
			node("a", "proc.cpu", "servers", 1, "service", "100 ms").node("out", "sink.response").
			wire("e1", "users", "a").wire("e2", "a", "out")
		_, r := solve(t, s)
		a := r.Retries[0]
		if a.Saturated != nil || math.IsNaN(float64(a.PerItem)) == x.known || math.IsNaN(float64(r.Classes["job"].GoodputPerS)) == x.known {
			t.Errorf("%s: %+v, %+v", x.rate, a, r.Classes["job"])
		}
		told, light := 0, x.rate == "1/s"
		for _, d := range r.Diagnostics {
			switch d.Code {
			case "flow.metastable", "flow.retries":
				t.Errorf("%s: %+v", x.rate, d)
			case "flow.cancelled":
				told++
			}
		}
		if (a.ErrorClass == "C") != light || (told == 0) != light {
			t.Errorf("%s: class %s, told %d times", x.rate, a.ErrorClass, told)
		}
	}
}

func TestRetriesAreTheSameAfterAnEdit(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "5/s", "timeout", "1 s", "retries", 3).
		node("a", "proc.cpu", "servers", 1, "service", "100 ms").node("out", "sink.response").
		wire("e1", "users", "a").wire("e2", "a", "out")
	fresh := Solve(Compile(s.Design, nil), nil)
	s.node("a", "proc.cpu", "servers", 1, "service", "120 ms")
	other := Solve(Compile(s.Design, nil), fresh)
	s.node("a", "proc.cpu", "servers", 1, "service", "100 ms")
	again := Solve(Compile(s.Design, other.Plan()), other)
	if a, b := fresh.Report(report.Fast), again.Report(report.Fast); a.Retries[0].LateRatio != b.Retries[0].LateRatio || a.Journeys[0].LatencyS != b.Journeys[0].LatencyS {
		t.Errorf("%+v, then %+v", a.Retries[0], b.Retries[0])
	}
}

// TestRetryStorm: what is offered, sent, carried and of use are four figures,
// and an objective about throughput counts no attempt.
func TestRetryStorm(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "100/s", "timeout", "1 s", "retries", 3).
		node("a", "proc.cpu", "servers", 15, "service", "100 ms").node("out", "sink.response").
		wire("e1", "users", "a").wire("e2", "a", "out")
	s.Design.Objectives = []design.Objective{{Metric: "throughput", Min: quantity.Str("120/s")}}
	s.node("users", "source.requests", "rate", "200/s", "timeout", "1 s", "retries", 3)
	_, r := solve(t, s)
	c := r.Classes["job"]
	if c.OfferedPerS != 200 || math.Abs(float64(c.AttemptsPerS)-800) > 1e-6 || math.Abs(float64(c.CarriedPerS)-150) > 1e-9 || c.GoodputPerS != 0 || !math.IsInf(float64(c.CostPerItem), 1) {
		t.Errorf("%+v", c)
	}
	told := false
	for _, d := range r.Diagnostics {
		told = told || d.Code == "flow.retries" && strings.Contains(d.Message.EN, "800/s") && strings.Contains(d.Message.ZH, "800/s")
	}
	if !told {
		t.Errorf("%+v", r.Diagnostics)
	}
	s.node("users", "source.requests", "rate", "100/s", "timeout", "1 s", "retries", 3)
	s.node("a", "proc.cpu", "servers", 1500, "service", "2 s") // all carried, all late
	_, r = solve(t, s)
	if c := r.Classes["job"]; math.Abs(float64(c.CarriedPerS)-float64(c.AttemptsPerS)) > 1e-6 || r.Objectives[0].Met || math.Abs(float64(r.Objectives[0].Value)-100) > 1e-9 {
		t.Errorf("%+v, %+v", c, r.Objectives)
	}
	// Without retries there are no attempts to tell.
	s.node("users", "source.requests", "rate", "100/s")
	_, r = solve(t, s)
	if c := r.Classes["job"]; c.AttemptsPerS != 0 || c.GoodputPerS != c.CarriedPerS {
		t.Errorf("%+v", c)
	}
}
