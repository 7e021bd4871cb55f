package engine

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"weir/engine/flow"
	"weir/engine/report"
)

// backedUp sends requests of 1 MB through a link that they keep half busy, and
// so does its backup plan: of 125 MB/s it finds 62.5 free.
const backedUp = `{"weir":1,"classes":{"c":{"size":{"mean":"1 MB"}}},"nodes":{
	"users":{"kind":"source.requests","params":{"rate":"62.5/s"}},
	"wan":{"kind":"net.link","params":{"bandwidth":"1 Gbit/s","latency":"0 s"}},
	"disk":{"kind":"store.block","params":{"tier":"ebs-io2","volumes":4}},
	"plan":{"kind":"rel.backup","params":{"data":"10 GB","changed":0.5,"interval":"10 min","bandwidth":"100 MB/s","copies":0,"restore_bandwidth":"200 MB/s","detect":"30 s","start":"20 s","tier":"s3-standard"}}},
	"edges":{"in":{"from":["users","out"],"to":["wan","in"]},"on":{"from":["wan","out"],"to":["disk","in"]},
		"save":{"from":["plan","out"],"to":["wan","in"],"async":true},"back":{"from":["plan","restore"],"to":["wan","in"],"async":true}}}`

func found(n *report.Node, key string) float64 {
	for _, f := range n.Figures {
		if f.Key == key {
			return float64(f.Value)
		}
	}
	return math.NaN()
}

// A copy of 5 GB takes what requests leave free of its way: 80 s and not the 50
// of the plan's own bandwidth. While it is written the link is full, and
// requests take longer; before and after it they do not.
func TestBackupsAreTraffic(t *testing.T) {
	d, err := Decode([]byte(backedUp))
	if err != nil {
		t.Fatal(err)
	}
	s, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 4, Duration: 1100, Buckets: 55})
	if len(r.Copies) != 1 {
		t.Fatalf("%+v", r.Copies)
	}
	c := r.Copies[0]
	if x := float64(c.Takes.Value); c.Node != "plan" || c.Restore || c.Done != 8 || math.Abs(x/80-1) > 0.03 || math.Abs(float64(c.Takes.Closed)/80-1) > 1e-9 {
		t.Errorf("%d copies take %v s (closed %v), want 80", c.Done, x, c.Takes.Closed)
	}
	mean := func(x []report.Number) (sum float64) {
		for _, y := range x {
			sum += float64(y) / float64(len(x))
		}
		return sum
	}
	wan, takes := r.Timeline.Nodes["wan"].Utilisation, r.Timeline.Journeys[0].MeanS
	if busy, rest := mean(wan[:4]), mean(wan[5:30]); busy < 0.99 || rest > 0.9 {
		t.Errorf("the link is busy %v of the time with a copy and %v without", busy, rest)
	}
	if slow := mean(takes[:4]) / mean(takes[5:30]); slow < 1.5 || slow > 2.5 { // one more to share with, always there: twice
		t.Errorf("requests take %v times as long beside a copy", slow)
	}
	if u := found(s.Report.Nodes["plan"], "window_s"); math.Abs(u/80-1) > 1e-9 {
		t.Errorf("window %v s", u)
	}
	_, steady := simulated(t, d, SimulationPlan{Seed: 1, Replications: 2, Items: 2000})
	if len(steady.Copies) != 0 {
		t.Errorf("copies in the steady state: %+v", steady.Copies)
	}
}

// Data that are lost come back by the way of the restore: 10 GB at 62.5 MB/s,
// and the time to notice and to start again, as the closed form's RTO says.
func TestRestoreIsTraffic(t *testing.T) {
	d, err := Decode([]byte(backedUp))
	if err != nil {
		t.Fatal(err)
	}
	d.Nodes["plan"].Params["interval"] = d.Nodes["plan"].Params["detect"] // no copy comes between
	d.Nodes["plan"].Params["changed"] = d.Nodes["plan"].Params["copies"]
	s, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 4, Duration: 600, Restores: []Restore{{Node: "plan", At: 100}}})
	if len(r.Copies) != 1 {
		t.Fatalf("%+v", r.Copies)
	}
	c := r.Copies[0]
	want := 30 + 160 + 20.0
	if x := float64(c.Takes.Value); !c.Restore || c.Done != 4 || math.Abs(x/want-1) > 0.03 || math.Abs(float64(c.Takes.Closed)/want-1) > 0.01 {
		t.Errorf("%d restores take %v s, by the closed form %v, want %v", c.Done, x, c.Takes.Closed, want)
	}
	if u := found(s.Report.Nodes["plan"], "rto_s"); math.Abs(u/want-1) > 0.01 {
		t.Errorf("RTO %v s", u)
	}
	var back report.Simulation
	if err := json.Unmarshal(report.EncodeSimulation(r), &back); err != nil || len(back.Copies) != 1 || back.Copies[0] != c {
		t.Errorf("%v: %+v", err, back.Copies)
	}
	for _, x := range []Restore{{Node: "wan", At: 1}, {Node: "nobody", At: 1}, {Node: "plan", At: -1}, {Node: "plan", At: math.NaN()}} {
		var refusal *flow.Refusal
		if _, err := NewSimulation(d, SimulationPlan{Duration: 10, Restores: []Restore{x}}); !errors.As(err, &refusal) || refusal.Diagnostic.At.Node != x.Node || refusal.In("zh") == "" {
			t.Errorf("%+v: %v", x, err)
		}
	}
}
