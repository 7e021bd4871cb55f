package flow

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// network draws a random acyclic design: sources, stations of several kinds,
// splits, copies, caches, batches, links, asynchronous wires and sinks.
func network(t *rapid.T, kinds ...string) sketch {
	s := newSketch()
	s.Classes["bulk"] = &design.Class{Size: &design.Spread{Mean: quantity.Str("1 MB"), SCV: 2}, TokensIn: &design.Spread{Mean: quantity.Num(100)}, TokensOut: &design.Spread{Mean: quantity.Num(10)}}
	n := rapid.IntRange(1, 8).Draw(t, "stations")
	var tails []string
	for i := range rapid.IntRange(1, 3).Draw(t, "sources") {
		id := fmt.Sprintf("source%d", i)
		s.node(id, "source.requests", "class", rapid.SampledFrom([]string{"job", "bulk"}).Draw(t, "class"),
			"rate", fmt.Sprintf("%d/s", rapid.IntRange(1, 40).Draw(t, "rate")), "burstiness", rapid.SampledFrom([]float64{0, 0.5, 1, 4}).Draw(t, "burstiness"))
		tails = append(tails, id)
	}
	edges := 0
	connect := func(from, to string) {
		edges++
		s.wire(fmt.Sprintf("e%03d", edges), from, to, func(e *design.Edge) {
			if rapid.IntRange(0, 4).Draw(t, "link") == 0 {
				e.Link = &design.Link{Bandwidth: quantity.Str("10 Gbit/s"), Latency: quantity.Str("1 ms")}
			}
			w := float64(rapid.IntRange(1, 3).Draw(t, "weight"))
			e.Weight = quantity.Num(w)
			e.Async = rapid.IntRange(0, 9).Draw(t, "async") == 0
		})
	}
	for i := range n {
		id := fmt.Sprintf("n%d", i)
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		s.node(id, kind)
		switch kind {
		case "proc.cpu":
			s.Nodes[id].Params["servers"] = quantity.Num(float64(rapid.IntRange(1, 6).Draw(t, "servers")))
			s.Nodes[id].Params["service"] = quantity.Str(fmt.Sprintf("%d ms", rapid.IntRange(1, 20).Draw(t, "service")))
			s.Nodes[id].Params["service_scv"] = quantity.Num(rapid.SampledFrom([]float64{0, 0.5, 1, 3}).Draw(t, "scv"))
			s.Nodes[id].Params["fanout"] = quantity.Str(rapid.SampledFrom([]string{"copy", "split"}).Draw(t, "fanout"))
			s.Nodes[id].Params["discipline"] = quantity.Str(rapid.SampledFrom([]string{"fcfs", "ps", "priority"}).Draw(t, "discipline"))
		case "store.cache":
			s.Nodes[id].Params["hit_ratio"] = quantity.Num(rapid.SampledFrom([]float64{0, 0.2, 0.9, 1}).Draw(t, "hits"))
		}
		for range rapid.IntRange(1, 2).Draw(t, "ins") {
			connect(rapid.SampledFrom(tails).Draw(t, "tail"), id)
		}
		if kind == "store.cache" {
			tails = append(tails, id+".hit", id+".miss")
		} else {
			tails = append(tails, id)
		}
	}
	s.node("out", "sink.response")
	for _, tail := range tails {
		connect(tail, "out")
	}
	return s
}

// Work neither appears nor vanishes: with splits only and enough capacity,
// what the sink receives is what the sources emit.
func TestFlowIsConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := network(t, "proc.cpu", "store.cache", "net.balancer", "net.link")
		for _, n := range s.Nodes {
			if n.Kind != "net.balancer" {
				n.Params["fanout"] = quantity.Str("split")
			}
			if n.Kind == "proc.cpu" {
				n.Params["servers"] = quantity.Num(100)
			}
		}
		for _, e := range s.Edges {
			e.Async = false
		}
		r := Solve(Compile(s.Design, nil), nil).Report(report.Fast)
		emitted := 0.0
		for id, n := range r.Nodes {
			if s.Nodes[id].Kind == "source.requests" {
				emitted += float64(n.ArrivalsPerS)
			}
		}
		if got := float64(r.Nodes["out"].ArrivalsPerS); math.Abs(got-emitted) > 1e-9*emitted {
			t.Fatalf("%v/s emitted, %v/s arrive", emitted, got)
		}
	})
}

// The parts of every journey add up to its mean.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := network(t, "proc.cpu", "store.cache", "net.balancer", "net.link", "proc.batcher", "sched.queue", "store.block", "ai.inference")
		r := Solve(Compile(s.Design, nil), nil).Report(report.Fast)
		for _, j := range r.Journeys {
			sum := 0.0
			for _, p := range j.Parts {
				sum += float64(p.QueueS + p.ServiceS + p.TransferS)
			}
			mean := float64(j.LatencyS.Mean)
			if !math.IsInf(mean, 1) && math.Abs(sum-mean) > 1e-9*mean || math.IsNaN(mean) {
				t.Fatalf("journey %s to %s: mean %v, parts %v", j.Source, j.Sink, mean, sum)
			}
		}
	})
}

// Twice the sources, twice the rates everywhere: the traffic is linear as
// long as nothing overflows or gathers.
func TestRatesScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := network(t, "proc.cpu", "store.cache", "net.balancer")
		for _, n := range s.Nodes {
			if n.Kind == "proc.cpu" {
				n.Params["servers"] = quantity.Num(10_000)
			}
			if n.Kind == "net.balancer" || n.Kind == "store.cache" {
				n.Params["servers"] = quantity.Num(1_000)
			}
		}
		once := Solve(Compile(s.Design, nil), nil)
		for _, n := range s.Nodes {
			if n.Kind == "source.requests" {
				text, _ := n.Params["rate"].Text()
				x, _ := quantity.Parse(text, quantity.Rate)
				n.Params["rate"] = quantity.Str(fmt.Sprintf("%v/s", 2*x))
			}
		}
		twice := Solve(Compile(s.Design, nil), nil)
		for i := range once.Results {
			a, b := once.Results[i].Load.Rate, twice.Results[i].Load.Rate
			if math.Abs(b-2*a) > 1e-9*b {
				t.Fatalf("%s: %v/s, then %v/s", once.plan.graph.nodes[i], a, b)
			}
		}
	})
}

// An edited design solved from its predecessor answers to the byte what it
// answers from nothing.
func TestIncrementalEqualsFresh(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := network(t, "proc.cpu", "store.cache", "net.balancer", "net.link", "sched.queue", "proc.batcher", "store.object")
		s.node("data", "source.dataset", "items", 1000, "class", "bulk").wire("d1", "data", "n0")
		plan := Compile(s.Design, nil)
		sol := Solve(plan, nil)
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			d := edit(t, s.Design)
			plan = Compile(d, plan)
			sol = Solve(plan, sol)
			got := report.Encode(sol.Report(report.Settled))
			want := report.Encode(Solve(Compile(d, nil), nil).Report(report.Settled))
			if !bytes.Equal(got, want) {
				t.Fatalf("incremental:\n%s\nfresh:\n%s", got, want)
			}
			s.Design = d
		}
	})
}

// The same of settled answers, where journeys share a budget: which of them it
// is spent on depends on the design, not on which were solved last. Stations
// may be overloaded, and then leave theirs to others.
func TestBudgetForgets(t *testing.T) {
	before := settleBudget
	defer func() { settleBudget = before }()
	rapid.Check(t, func(t *rapid.T) {
		s := network(t, "proc.cpu", "store.cache", "net.balancer", "net.link")
		for i := range rapid.IntRange(1, 3).Draw(t, "sinks") {
			id := fmt.Sprintf("end%d", i)
			s.node(id, "sink.response").wire("to"+id, rapid.SampledFrom([]string{"n0", "source0"}).Draw(t, "from"), id)
		}
		s.node("users", "source.closed", "users", 0, "class", "job").wire("closed", "users", "end0")
		settleBudget = rapid.IntRange(1, 60).Draw(t, "budget")
		plan := Compile(s.Design, nil)
		fast, settled := Solve(plan, nil), Settle(plan, nil)
		for range rapid.IntRange(1, 2).Draw(t, "edits") {
			s.Design = edit(t, s.Design)
			if rapid.Bool().Draw(t, "overload") {
				n := s.Nodes["n0"].Clone()
				n.Params["service"], n.Params["servers"] = quantity.Str(rapid.SampledFrom([]string{"1 us", "10 s"}).Draw(t, "service")), quantity.Num(1)
				s.Design = s.Design.Clone()
				s.Nodes["n0"] = n
			}
			if rapid.IntRange(0, 4).Draw(t, "users come") == 0 {
				n := s.Nodes["users"].Clone()
				n.Params["users"] = quantity.Num(float64(rapid.IntRange(0, 2).Draw(t, "users")))
				s.Design = s.Design.Clone()
				s.Nodes["users"] = n
			}
			plan = Compile(s.Design, plan)
			fast, settled = Solve(plan, fast), Settle(plan, settled)
			fresh := Compile(s.Design, nil)
			for _, x := range []struct{ got, want *Solution }{{fast, Solve(fresh, nil)}, {settled, Settle(fresh, nil)}} {
				got, want := report.Encode(x.got.Report(report.Fast)), report.Encode(x.want.Report(report.Fast))
				if !bytes.Equal(got, want) {
					t.Fatalf("incremental:\n%s\nfresh:\n%s", got, want)
				}
			}
		}
	})
}

// Parts that nothing connects answer as each would alone, whether they are
// alike, and then share what was solved, or differ in one thing.
func TestAlikeAnswersAsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := network(t, "proc.cpu", "store.cache", "net.balancer", "net.link", "store.block", "ai.inference").Design
		other := one
		if rapid.Bool().Draw(t, "differs") {
			other = edit(t, one)
		}
		both := &design.Design{Weir: one.Weir, Classes: other.Classes, Nodes: map[string]*design.Node{}, Edges: map[string]*design.Edge{}}
		one.Classes = other.Classes
		put(both, "a", one)
		put(both, "b", other)
		all := Solve(Compile(both, nil), nil).Report(report.Fast)
		for prefix, part := range map[string]*design.Design{"a": one, "b": other} {
			alone := Solve(Compile(part, nil), nil).Report(report.Fast)
			got, want := &report.Report{Nodes: map[string]*report.Node{}, Edges: map[string]*report.Edge{}}, &report.Report{Nodes: alone.Nodes, Edges: alone.Edges}
			for id := range alone.Nodes {
				got.Nodes[id] = all.Nodes[prefix+id]
			}
			for id := range alone.Edges {
				got.Edges[id] = all.Edges[prefix+id]
			}
			if x, y := report.Encode(got), report.Encode(want); !bytes.Equal(x, y) {
				t.Fatalf("together:\n%s\nalone:\n%s", x, y)
			}
		}
	})
}

// put adds a design's parts to another, under ids with a prefix.
func put(to *design.Design, prefix string, from *design.Design) {
	for id, n := range from.Nodes {
		to.Nodes[prefix+id] = n.Clone()
	}
	for id, e := range from.Edges {
		c := *e
		c.From = design.End{prefix + e.From.Node(), e.From.Port()}
		c.To = design.End{prefix + e.To.Node(), e.To.Port()}
		to.Edges[prefix+id] = &c
	}
}

// edit changes one part of a design and shares the others.
func edit(t *rapid.T, d *design.Design) *design.Design {
	c := d.Clone()
	ids := sortedKeys(d.Nodes)
	id := rapid.SampledFrom(ids).Draw(t, "node")
	n := d.Nodes[id].Clone()
	switch rapid.IntRange(0, 5).Draw(t, "edit") {
	case 0:
		n.Bypassed = !n.Bypassed
	case 1:
		n.At[0]++
	case 2:
		n.Params["availability"] = quantity.Num(0.5)
	case 3:
		e := rapid.SampledFrom(sortedKeys(d.Edges)).Draw(t, "edge")
		delete(c.Edges, e)
	case 4:
		c.Classes["job"] = &design.Class{Size: &design.Spread{Mean: quantity.Str("8 kB")}, TokensIn: &design.Spread{Mean: quantity.Num(50)}, TokensOut: &design.Spread{Mean: quantity.Num(20)}}
	case 5:
		switch n.Kind {
		case "source.requests":
			n.Params["rate"] = quantity.Str("17/s")
		case "proc.cpu":
			n.Params["service"] = quantity.Str("7 ms")
		case "store.cache":
			n.Params["hit_ratio"] = quantity.Num(0.6)
		}
	}
	c.Nodes[id] = n
	return c
}
