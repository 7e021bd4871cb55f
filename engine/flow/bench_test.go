package flow

import (
	"fmt"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// plant is a design of n nodes in lines of 20: users, a balancer, gateways, a
// cache, an index, a language model, an answer, and a log that is kept. Lines
// work in blocks of five that pass some of their work on to the next line, so
// that journeys branch and meet. One node in 20 is a language model.
func plant(n int) sketch {
	s := newSketch()
	for line := range n / 20 {
		id := func(name string) string { return fmt.Sprintf("l%04d-%s", line, name) }
		weight := func(w float64) func(*design.Edge) { return func(e *design.Edge) { e.Weight = quantity.Num(w) } }
		s.node(id("users"), "source.requests", "rate", fmt.Sprintf("%d/s", 10+line%7), "burstiness", 1.5)
		s.node(id("wan"), "net.link", "bandwidth", "10 Gbit/s", "latency", "5 ms", "protocol", "http2")
		s.node(id("lb"), "net.balancer")
		s.node(id("gw1"), "proc.cpu", "servers", 2+line%3).node(id("gw2"), "proc.cpu", "servers", 4)
		s.node(id("auth"), "proc.cpu", "service", "1 ms", "service_scv", 2)
		s.node(id("cache"), "store.cache", "hit_ratio", 0.3)
		s.node(id("embed"), "proc.cpu", "service", "2 ms", "speed", "500 MB/s")
		s.node(id("index"), "proc.cpu", "service", "8 ms", "servers", 8)
		s.node(id("rank"), "proc.cpu", "service", "3 ms", "service_scv", 0.5, "servers", 2)
		s.node(id("llm"), "ai.inference", "replicas", 2+line%3)
		s.node(id("check"), "proc.cpu", "service", "1 ms")
		s.node(id("format"), "proc.cpu", "service", "0.5 ms")
		s.node(id("out"), "sink.response")
		s.node(id("log"), "sched.queue").node(id("parse"), "proc.cpu", "service", "0.2 ms")
		s.node(id("disk"), "store.block").node(id("object"), "store.object")
		s.node(id("backup"), "rel.backup").node(id("keep"), "sink.archive")
		chain := func(names ...string) {
			for i := 1; i < len(names); i++ {
				s.wire(id(names[i-1]+"-"+names[i]), id(names[i-1]), id(names[i]))
			}
		}
		chain("users", "wan", "lb", "gw1", "auth")
		chain("lb", "gw2", "auth", "cache")
		s.wire(id("hit"), id("cache")+".hit", id("format"))
		s.wire(id("miss"), id("cache")+".miss", id("embed"), func(e *design.Edge) {
			e.Link = &design.Link{Bandwidth: quantity.Str("25 Gbit/s"), Latency: quantity.Str("20 us"), Protocol: "grpc"}
		})
		chain("embed", "index", "rank", "llm", "check", "format", "out")
		s.wire(id("tap"), id("gw1"), id("log"), func(e *design.Edge) { e.Async = true })
		chain("log", "parse", "disk", "object", "backup", "keep")
		if line%5 != 4 && line+1 < n/20 {
			s.Nodes[id("rank")].Params["fanout"] = quantity.Str("split")
			s.wire(id("over"), id("rank"), fmt.Sprintf("l%04d-llm", line+1), weight(0.2))
		}
	}
	return s
}

func BenchmarkSolve1000(b *testing.B) {
	p := Compile(plant(1000).Design, nil)
	for b.Loop() {
		Solve(p, nil).Report(report.Fast)
	}
}

func BenchmarkCompile1000(b *testing.B) {
	d := plant(1000).Design
	for b.Loop() {
		Compile(d, nil)
	}
}

// BenchmarkEdit1000 changes one node after another, each edit against the
// solution of the one before.
func BenchmarkEdit1000(b *testing.B) {
	s := plant(1000)
	plan := Compile(s.Design, nil)
	sol := Solve(plan, nil)
	ids := plan.Nodes()
	i := 0
	for b.Loop() {
		d := s.Design.Clone()
		n := *d.Nodes[ids[i%len(ids)]]
		n.Params = map[string]quantity.Value{}
		for k, v := range d.Nodes[ids[i%len(ids)]].Params {
			n.Params[k] = v
		}
		n.Params["availability"] = quantity.Num(0.9 + 0.0001*float64(i%900))
		switch n.Kind {
		case "proc.cpu":
			n.Params["service_scv"] = quantity.Num(1 + 0.001*float64(i%1000))
		case "source.requests":
			n.Params["burstiness"] = quantity.Num(1 + 0.001*float64(i%1000))
		}
		d.Nodes[ids[i%len(ids)]] = &n
		s.Design = d
		plan = Compile(d, plan)
		sol = Solve(plan, sol)
		sol.Report(report.Fast)
		i++
	}
}

func BenchmarkEval10000(b *testing.B) {
	d := plant(10000).Design
	for b.Loop() {
		Solve(Compile(d, nil), nil).Report(report.Fast)
	}
}
