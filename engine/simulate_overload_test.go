package engine

import (
	"math"
	"strings"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sim"
)

// TestOverloadIsSimulated: a design that cannot keep up is played over a
// finite time, chosen or by the items asked for. What leaves is what saturates
// the node, what stays behind grows with time, and a finding says so.
func TestOverloadIsSimulated(t *testing.T) {
	apart := map[string]quantity.Value{"prefill_workers": quantity.Num(1), "decode_workers": quantity.Num(1)}
	for name, own := range map[string]map[string]quantity.Value{"together": {}, "prefill and decode apart": apart} {
		d := served("meta-llama/Meta-Llama-3.1-8B", "h100-sxm", "vllm", 1, 1000, 200, "400/s")
		for k, v := range own {
			d.Nodes["llm"].Params[k] = v
		}
		for _, p := range []SimulationPlan{{Seed: 1, Replications: 3, Items: 20_000, Buckets: 20}, {Seed: 1, Replications: 3, Duration: 50, Buckets: 20}} {
			s, r := simulated(t, d, p)
			llm := s.Report.Nodes["llm"]
			if !(llm.Utilisation >= 1) {
				t.Fatalf("%s: load %v", name, llm.Utilisation)
			}
			if r.Steady || !r.Complete || len(r.Diagnostics) != 1 || r.Diagnostics[0].At.Node != "llm" ||
				!strings.Contains(r.Diagnostics[0].Message.EN, "first 50") || !strings.Contains(r.Diagnostics[0].Message.ZH, "前 50") {
				t.Errorf("%s: steady %v, complete %v, %+v", name, r.Steady, r.Complete, r.Diagnostics)
			}
			if len(r.Journeys) != 1 {
				t.Fatalf("%s: %d journeys", name, len(r.Journeys))
			}
			// Filling up takes a few seconds of the fifty.
			if got, most := float64(r.Journeys[0].Rate.Value), float64(llm.CarriedPerS); !(got > 0.8*most && got < 1.05*most) {
				t.Errorf("%s: %v/s leave, at most %v/s", name, got, most)
			}
			q := r.Timeline.Nodes["llm"].InQueue
			if a, b := float64(q[5]), float64(q[15]); !(a > 100 && b > 2*a) {
				t.Errorf("%s: %v wait, later %v", name, a, b)
			}
			back, err := report.DecodeSimulation(report.EncodeSimulation(r))
			if err != nil || len(back.Diagnostics) != 1 || back.Diagnostics[0].Message != r.Diagnostics[0].Message {
				t.Errorf("%s: %v, %+v", name, err, back)
			}
		}
	}
}

// TestOverloadOfAnOrdinaryNode grows as fast as arrivals exceed its servers.
func TestOverloadOfAnOrdinaryNode(t *testing.T) {
	d := plain("150/s")
	_, r := simulated(t, d, SimulationPlan{Seed: 2, Replications: 4, Duration: 100, Buckets: 10})
	q := r.Timeline.Nodes["work"].InQueue
	// 100/s are served, so 50 more wait each second: 2250 at 45 s.
	if got := float64(q[4]); math.Abs(got/2250-1) > 0.1 {
		t.Errorf("%v wait after 45 s, want 2250", got)
	}
	if len(r.Diagnostics) != 1 || math.Abs(float64(r.Journeys[0].Rate.Value)-100) > 3 {
		t.Errorf("%+v, %v/s", r.Diagnostics, r.Journeys[0].Rate.Value)
	}
	var runs []sim.Replication
	s, _ := NewSimulation(plain("50/s"), SimulationPlan{Replications: 2, Items: 1000})
	for k := range s.Runs() {
		one, _ := s.Replicate(k, nil)
		runs = append(runs, one)
	}
	if r := s.Compare(runs); len(r.Diagnostics) != 0 || !r.Steady {
		t.Errorf("a node that keeps up: %+v", r.Diagnostics)
	}
}

// plain is a source, ten servers of 0.1 s and an answer.
func plain(rate string) *Design {
	d := served("meta-llama/Meta-Llama-3.1-8B", "h100-sxm", "vllm", 1, 1000, 200, rate)
	delete(d.Nodes, "llm")
	d.Nodes["work"] = &Node{Kind: "proc.cpu", Params: map[string]quantity.Value{"servers": quantity.Num(10), "service": quantity.Str("100 ms")}}
	d.Edges["ask"].To, d.Edges["say"].From = design.End{"work", "in"}, design.End{"work", "out"}
	return d
}
