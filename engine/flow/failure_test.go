package flow

import (
	"math"
	"testing"

	"weir/engine/design"
	"weir/engine/queue"
	"weir/engine/report"
)

// pair is a balancer before two stations alike, each of two servers on two
// machines that are up for 0.9 of the time.
func pair(t *testing.T) *report.Report {
	t.Helper()
	d, err := design.Decode([]byte(`{"weir":1,"classes":{"c":{}},"nodes":{
		"users":{"kind":"source.requests","params":{"rate":"2/s"}},
		"lb":{"kind":"net.balancer","params":{"policy":"random","service":"0 s","availability":1}},
		"a":{"kind":"proc.cpu","params":{"servers":2,"service":"0.5 s","hosts":2,"availability":0.9}},
		"b":{"kind":"proc.cpu","params":{"servers":2,"service":"0.5 s","hosts":2,"availability":0.9}},
		"out":{"kind":"sink.response"}},
		"edges":{"1":{"from":["users","out"],"to":["lb","in"]},"2":{"from":["lb","out"],"to":["a","in"]},"3":{"from":["lb","out"],"to":["b","in"]},
		"4":{"from":["a","out"],"to":["out","in"]},"5":{"from":["b","out"],"to":["out","in"]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return Settle(Compile(d, nil), nil).Report(report.Settled)
}

func mmc(rate float64, servers int) float64 {
	return queue.Solve(queue.Station{Servers: servers, ArrivalSCV: 1, Customers: []queue.Customer{{Rate: rate, Service: queue.Law{Mean: 0.5, SCV: 1}}}}).Sojourn.Mean()
}

func TestFailures(t *testing.T) {
	r := pair(t)
	found := map[string]*report.Failure{}
	for _, f := range r.Failures {
		found[f.Node+" "+number(float64(f.Lost))] = f
	}
	if len(found) != 5 || len(r.Failures) != 5 { // lb, and one or both machines of a and b
		t.Fatalf("%d failures: %v", len(r.Failures), found)
	}
	if f := found["lb 1"]; f.Journeys[0].Starved != 1 || f.Journeys[0].P99S.Finite() || f.Share != 0 {
		t.Errorf("balancer: %+v", f)
	}
	// One machine of a: it keeps its half of the load on one server.
	near(t, "one machine", found["a 1"].Share, 2*0.9*0.1, 1e-12)
	if j := found["a 1"].Journeys[0]; j.Starved != 0 || j.P99S <= r.Journeys[0].LatencyS.P99 {
		t.Errorf("one machine: %+v", j)
	}
	// All of a: b takes everything, 2/s of 4/s.
	both := found["a 2"]
	near(t, "both machines", both.Share, 0.01, 1e-12)
	alone := queue.Solve(queue.Station{Servers: 2, ArrivalSCV: 1, Customers: []queue.Customer{{Rate: 2, Service: queue.Law{Mean: 0.5, SCV: 1}}}}).Sojourn.Percentiles(false)
	near(t, "p99 on b alone", both.Journeys[0].P99S, alone[3], 1e-6)
	if both.Journeys[0].Starved != 0 {
		t.Errorf("b takes over: %+v", both.Journeys[0])
	}
}

// Nine states of two stations, by hand: 0.81 up, 0.18 one machine lost, 0.01
// dead each; nothing arrives while both are dead.
func TestPerformability(t *testing.T) {
	p := pair(t).Performability
	near(t, "covered", p.Covered, 1, 1e-12)
	up := [3]float64{0.81, 0.18, 0.01}
	items, time := 0.0, 0.0
	for a := range 3 {
		for b := range 3 {
			w := up[a] * up[b]
			switch {
			case a == 2 && b == 2:
			case a == 2:
				items, time = items+2*w, time+2*w*bounded(2, 2-b)
			case b == 2:
				items, time = items+2*w, time+2*w*bounded(2, 2-a)
			default:
				items, time = items+2*w, time+w*(mmc(1, 2-a)+mmc(1, 2-b))
			}
		}
	}
	// Where one server alone is offered 2/s it is just saturated: unbounded.
	edge := 2 * up[2] * up[1]
	items -= 2 * edge
	near(t, "throughput", p.Journeys[0].ItemsPerS, items+2*edge, 1e-9)
	near(t, "mean", p.Journeys[0].MeanS, time/items, 1e-9)
	near(t, "overloaded", p.Journeys[0].Overloaded, edge, 1e-9)
}

func bounded(rate float64, servers int) float64 {
	if x := mmc(rate, servers); !math.IsInf(x, 1) {
		return x
	}
	return 0
}

// A pool that its nodes have in common takes them all with it, once.
func TestPoolIsACommonCause(t *testing.T) {
	d, err := design.Decode([]byte(`{"weir":1,"classes":{"c":{}},"pools":{"rack":{"kind":"compute","units":4,"params":{"availability":0.98}}},"nodes":{
		"users":{"kind":"source.requests","params":{"rate":"2/s"}},
		"a":{"kind":"proc.cpu","pool":{"id":"rack","units":2},"params":{"service":"0.1 s","availability":0.9}},
		"b":{"kind":"proc.cpu","pool":{"id":"rack","units":2},"params":{"service":"0.1 s","availability":0.9}},
		"out":{"kind":"sink.response"}},
		"edges":{"1":{"from":["users","out"],"to":["a","in"]},"2":{"from":["a","out"],"to":["b","in"]},"4":{"from":["b","out"],"to":["out","in"]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	r := Settle(Compile(d, nil), nil).Report(report.Settled)
	near(t, "whole", r.Summary.Availability, 0.81*0.98, 1e-12)
	near(t, "node", r.Nodes["a"].Availability, 0.9*0.98, 1e-12)
	last := r.Failures[len(r.Failures)-1]
	near(t, "pool", last.Share, 0.02, 1e-12)
	if last.Pool != "rack" || last.Journeys[0].Starved != 1 {
		t.Errorf("pool: %+v", last)
	}
	near(t, "throughput", r.Performability.Journeys[0].ItemsPerS, 2*0.81*0.98, 1e-9)
}
