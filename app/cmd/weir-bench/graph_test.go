package main

import (
	"encoding/json"
	"testing"

	"weir/engine/component"
	"weir/engine/design"
)

// TestGraph: the graph has as many nodes as asked for, every edge fits its
// ports, and one node in twenty or so is an AI kind.
func TestGraph(t *testing.T) {
	for _, n := range []int{300, 1_000, 10_000} {
		d := graph(n)
		if len(d.Nodes) != n || len(d.Edges) < n*8/10 {
			t.Fatalf("%d nodes and %d edges, want %d and about as many", len(d.Nodes), len(d.Edges), n)
		}
		ai := 0
		for _, node := range d.Nodes {
			if node.Kind == "ai.inference" {
				ai++
			}
		}
		if share := float64(ai) / float64(n); share < 0.03 || share > 0.07 {
			t.Errorf("of %d nodes %d are AI kinds", n, ai)
		}
		for id, e := range d.Edges {
			from, _ := component.Lookup(d.Nodes[e.From.Node()].Kind)
			to, _ := component.Lookup(d.Nodes[e.To.Node()].Kind)
			out, okOut := from.Output(e.From.Port())
			in, okIn := to.Input(e.To.Port())
			if fits, why := component.Connects(out, in); !okOut || !okIn || !fits {
				t.Fatalf("edge %s from %v to %v: %s", id, e.From, e.To, why.EN)
			}
		}
		if _, err := design.Encode(d); err != nil {
			t.Errorf("%d nodes: %v", n, err)
		}
	}
}

func TestForReactFlow(t *testing.T) {
	if text := forReactFlow(graph(300)); !json.Valid([]byte(text)) {
		t.Errorf("not JSON: %.80s", text)
	}
}
