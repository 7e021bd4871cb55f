package engine

import (
	"math"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/sim"
)

// rag is a gateway, a retriever for some, a model and a guard that sends some
// back: a Jackson network with a loop.
func rag() *Design {
	weight := func(w float64) *float64 { return &w }
	node := func(kind string, params map[string]quantity.Value) *Node { return &Node{Kind: kind, Params: params} }
	cpu := func(servers float64, service, fanout string) *Node {
		return node("proc.cpu", map[string]quantity.Value{"servers": quantity.Num(servers), "service": quantity.Str(service), "fanout": quantity.Str(fanout)})
	}
	edge := func(from, to string, w *float64) *Edge {
		return &Edge{From: design.End{from, "out"}, To: design.End{to, "in"}, Weight: w}
	}
	return &Design{
		Weir: 1, Classes: map[string]*Class{"question": {}}, Pools: map[string]*Pool{},
		Nodes: map[string]*Node{
			"users":     node("source.requests", map[string]quantity.Value{"rate": quantity.Str("40/s")}),
			"gateway":   cpu(4, "66.6666666666666667 ms", "split"),
			"retriever": cpu(8, "333.333333333333333 ms", "split"),
			"model":     cpu(40, "0.5 s", "split"),
			"guard":     cpu(10, "125 ms", "split"),
			"answer":    node("sink.response", nil),
			"log":       node("sink.archive", nil),
		},
		Edges: map[string]*Edge{
			"e1": edge("users", "gateway", nil), "e2": edge("gateway", "retriever", weight(0.35)), "e3": edge("gateway", "model", weight(0.65)),
			"e4": edge("retriever", "model", nil), "e5": edge("model", "guard", weight(0.9)), "e6": edge("model", "answer", weight(0.1)),
			"e7": edge("guard", "model", weight(0.15)), "e8": edge("guard", "answer", weight(0.85)),
		},
	}
}

func TestSimulationConfirmsTheClosedForm(t *testing.T) {
	s, err := NewSimulation(rag(), 1)
	if err != nil {
		t.Fatal(err)
	}
	var runs []sim.Replication
	for k := range 8 {
		r, err := s.Replicate(k, 40_000, nil)
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, r)
	}
	c := s.Compare(runs)
	if len(c.Journeys) != 1 || c.Unfinished != 0 {
		t.Fatalf("%+v", c)
	}
	j := &c.Journeys[0]
	if want := 0.9159156751240587; !(math.Abs(float64(j.Mean.Value)-want) <= 3*float64(j.Mean.Half)) || float64(j.Mean.Half) > 0.02*want {
		t.Errorf("mean %v ± %v, want %v", j.Mean.Value, j.Mean.Half, want)
	}
	if !j.Mean.Agrees || !j.P95.Agrees || !j.P99.Agrees || !j.Rate.Agrees {
		t.Errorf("%+v", j)
	}
	for id, n := range c.Nodes {
		if !n.Utilisation.Agrees || !n.WaitS.Agrees {
			t.Errorf("%s: %+v", id, n)
		}
	}
}
