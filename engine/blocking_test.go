package engine

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// heldBack is users before stations of one server each, with their room; all
// but the first hold back who sends to them.
func heldBack(t *testing.T, rate string, params ...string) *Design {
	t.Helper()
	nodes, edges, last := `"users":{"kind":"source.requests","params":{"rate":"`+rate+`"}},"out":{"kind":"sink.response"}`, "", "users"
	for i, p := range params {
		id := fmt.Sprintf("s%d", i)
		nodes += fmt.Sprintf(`,%q:{"kind":"proc.cpu","params":{"service":"1 s",%s}}`, id, p)
		edges += fmt.Sprintf(`%q:{"from":[%q,"out"],"to":[%q,"in"]},`, "e"+id, last, id)
		last = id
	}
	d, err := Decode([]byte(`{"weir":1,"classes":{"c":{}},"nodes":{` + nodes + `},"edges":{` + edges + `"end":{"from":["` + last + `","out"],"to":["out","in"]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Two stations with places 10 and 2 and a saturated row, by their chains (the
// row: Hunt 1956, 22/39).
func TestHeldBack(t *testing.T) {
	r := Evaluate(heldBack(t, "0.8/s", `"servers":1,"capacity":10`, `"servers":1,"capacity":2,"when_full":"block"`))
	for what, x := range map[string][2]float64{
		"carried": {float64(r.Nodes["s0"].CarriedPerS), 0.7152889359128697},
		"lost":    {float64(r.Nodes["s0"].LossRatio), 0.10588883010891387},
		"time":    {float64(r.Journeys[0].LatencyS.Mean), 9.490464077247083},
	} {
		if math.Abs(x[0]/x[1]-1) > 1e-9 {
			t.Errorf("%s %v, want %v", what, x[0], x[1])
		}
	}
	if n := r.Nodes["s1"]; n.LossRatio != 0 || n.ErrorClass != "A" || n.Method != "blocking line" {
		t.Errorf("second station: %+v", n)
	}
	if c := r.Journeys[0].OfPercentiles(); c != "D" {
		t.Errorf("percentiles of a blocked row are of class %s", c)
	}
	r = Evaluate(heldBack(t, "1000000000/s", `"servers":1,"capacity":1`, `"servers":1,"capacity":1,"when_full":"block"`, `"servers":1,"capacity":1,"when_full":"block"`))
	if x := float64(r.Nodes["s2"].CarriedPerS); math.Abs(x-22.0/39) > 1e-8 {
		t.Errorf("saturated row carries %v, want 22/39", x)
	}
}

// What a row cannot be solved for exactly is close to what is simulated, and
// both lose nothing behind the first station.
func TestHeldBackIsSimulated(t *testing.T) {
	for name, c := range map[string]struct {
		d    *Design
		time float64 // how far the mean time may be off
	}{
		"exact":         {heldBack(t, "0.8/s", `"servers":1,"capacity":10`, `"servers":1,"capacity":2,"when_full":"block"`), 0.03},
		"at a source":   {heldBack(t, "0.5/s", `"servers":1,"capacity":4,"when_full":"block"`, `"servers":1,"capacity":3,"when_full":"block"`), 0.03},
		"several":       {heldBack(t, "1.2/s", `"servers":2`, `"servers":2,"capacity":4,"when_full":"block"`, `"servers":2,"capacity":3,"when_full":"block"`), 0.1},
		"even, class D": {heldBack(t, "0.6/s", `"servers":1,"service_scv":0.3`, `"servers":1,"service_scv":0.3,"capacity":2,"when_full":"block"`), 0.5},
	} {
		s, err := NewSimulation(c.d, SimulationPlan{Seed: 1, Replications: 4, Items: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		got := replicated(t, s)
		closed, measured := float64(s.Report.Journeys[0].LatencyS.Mean), float64(got.Journeys[0].Mean.Value)
		if math.Abs(closed/measured-1) > c.time {
			t.Errorf("%s: closed %v, simulated %v ± %v", name, closed, measured, got.Journeys[0].Mean.Half)
		}
		for id, n := range got.Nodes {
			if id != "s0" && n.LossRatio.Value > 0 {
				t.Errorf("%s: %s loses %v", name, id, n.LossRatio.Value)
			}
		}
	}
}

func TestDeadlockIsTold(t *testing.T) {
	d, err := Decode([]byte(`{"weir":1,"classes":{"c":{}},"nodes":{"users":{"kind":"source.requests","params":{"rate":"1/s"}},
		"gate":{"kind":"proc.cpu","params":{"service":"0.1 s"}},
		"a":{"kind":"proc.cpu","params":{"service":"0.1 s","capacity":8,"when_full":"block"}},
		"b":{"kind":"proc.cpu","params":{"service":"0.1 s","capacity":8,"when_full":"block","fanout":"split"}},"out":{"kind":"sink.response"}},
		"edges":{"1":{"from":["users","out"],"to":["gate","in"]},"2":{"from":["gate","out"],"to":["a","in"]},"3":{"from":["a","out"],"to":["b","in"]},
		"4":{"from":["b","out"],"to":["a","in"],"weight":0.3},"5":{"from":["b","out"],"to":["out","in"],"weight":0.7}}}`))
	if err != nil {
		t.Fatal(err)
	}
	told := func(d *Design) (n int) {
		for _, x := range Evaluate(d).Diagnostics {
			if x.Code == "flow.deadlock" {
				n++
				if x.Fix == nil || !strings.Contains(x.Message.ZH, "死锁") || x.At.Param != "when_full" {
					t.Errorf("%+v", x)
				}
			}
		}
		return n
	}
	if n := told(d); n != 2 {
		t.Errorf("told of %d stations, want 2", n)
	}
	for _, x := range Evaluate(d).Diagnostics {
		if x.Code == "flow.deadlock" && told(Set(d, x.Fix.Set)) != 0 {
			t.Error("the fix leaves a deadlock")
		}
	}
	if _, err := NewSimulation(d, SimulationPlan{Seed: 1, Replications: 1, Items: 1000}); err != nil {
		t.Error(err)
	}
}
