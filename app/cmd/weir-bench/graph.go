package main

import (
	"math"
	"strconv"

	"weir/engine/design"
	"weir/engine/quantity"
)

// graph returns a design of n nodes: rows of pipelines from users to an
// answer, one node in twenty an AI kind, tied to the row below by the hits of
// caches.
func graph(n int) *design.Design {
	columns := max(int(math.Sqrt(float64(n)*1.25)), 4)
	d := &design.Design{
		Weir: design.Version, Title: "Bench",
		Classes: map[string]*design.Class{"ask": {Name: "Question", Size: &design.Spread{Mean: quantity.Str("4 kB"), SCV: 1},
			TokensIn: &design.Spread{Mean: quantity.Num(1000)}, TokensOut: &design.Spread{Mean: quantity.Num(200)}}},
		Nodes: map[string]*design.Node{}, Edges: map[string]*design.Edge{},
	}
	for i := range n {
		row, col := i/columns, i%columns
		last := col == columns-1 || i == n-1
		node := &design.Node{Kind: kindAt(i, col, last), At: [2]float64{float64(col) * 288, float64(row) * 176}}
		if node.Kind == "source.requests" {
			node.Params = map[string]quantity.Value{"rate": quantity.Str(strconv.Itoa(20+row%60) + "/s")}
		}
		d.Nodes[id(i)] = node
		if col > 0 {
			d.Edges["e"+strconv.Itoa(i)] = &design.Edge{From: design.End{id(i - 1), outOf(d.Nodes[id(i-1)].Kind)}, To: design.End{id(i), "in"}}
		}
		if node.Kind == "store.cache" && i+columns+2 < n && col+2 < columns {
			d.Edges["m"+strconv.Itoa(i)] = &design.Edge{From: design.End{id(i), "hit"}, To: design.End{id(i + columns + 2), "in"}}
		}
	}
	return d
}

func id(i int) string { return "n" + strconv.Itoa(i) }

func kindAt(i, col int, last bool) string {
	switch {
	case col == 0:
		return "source.requests"
	case last:
		return "sink.response"
	case i%20 == 7:
		return "ai.inference"
	case i%17 == 5:
		return "store.cache"
	case i%3 == 0:
		return "net.balancer"
	}
	return "proc.cpu"
}

func outOf(kind string) string {
	if kind == "store.cache" {
		return "miss"
	}
	return "out"
}
