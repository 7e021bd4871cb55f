package sample

import (
	"fmt"

	"weir/engine/design"
	"weir/engine/quantity"
)

// Plant is a design of n nodes (a multiple of 20) in lines of 20: users, a
// balancer, gateways, a cache, an index, a language model, an answer, and a
// log that is kept. Lines stand in blocks of five that pass some of their
// work on to the next line, so that journeys branch and meet. One node in 20
// is a language model.
func Plant(n int) *design.Design {
	p := plant{&design.Design{
		Weir: design.Version, Title: fmt.Sprintf("Plant of %d", n),
		Classes: map[string]*design.Class{"ask": {
			Size:     &design.Spread{Mean: quantity.Str("4 kB"), SCV: 1},
			TokensIn: &design.Spread{Mean: quantity.Num(1000), SCV: 0.5}, TokensOut: &design.Spread{Mean: quantity.Num(200), SCV: 1},
		}},
		Nodes: make(map[string]*design.Node, n), Edges: make(map[string]*design.Edge, n),
	}}
	for line := range n / 20 {
		p.line(line, line%5 != 4 && line+1 < n/20)
	}
	return p.Design
}

type plant struct{ *design.Design }

// parts of a line with their kinds and parameters, in the order they stand.
var parts = []struct {
	name, kind string
	params     map[string]quantity.Value
}{
	{"users", "source.requests", map[string]quantity.Value{"rate": quantity.Str("12/s"), "burstiness": quantity.Num(1.5)}},
	{"wan", "net.link", map[string]quantity.Value{"bandwidth": quantity.Str("10 Gbit/s"), "latency": quantity.Str("5 ms"), "protocol": quantity.Str("http2")}},
	{"lb", "net.balancer", nil},
	{"gw1", "proc.cpu", map[string]quantity.Value{"servers": quantity.Num(3)}},
	{"gw2", "proc.cpu", map[string]quantity.Value{"servers": quantity.Num(4)}},
	{"auth", "proc.cpu", map[string]quantity.Value{"service": quantity.Str("1 ms"), "service_scv": quantity.Num(2)}},
	{"cache", "store.cache", map[string]quantity.Value{"hit_ratio": quantity.Num(0.3)}},
	{"embed", "proc.cpu", map[string]quantity.Value{"service": quantity.Str("2 ms")}},
	{"index", "proc.cpu", map[string]quantity.Value{"service": quantity.Str("8 ms"), "servers": quantity.Num(8)}},
	{"rank", "proc.cpu", map[string]quantity.Value{"service": quantity.Str("3 ms"), "service_scv": quantity.Num(0.5), "servers": quantity.Num(2)}},
	{"llm", "ai.inference", map[string]quantity.Value{"replicas": quantity.Num(3)}},
	{"check", "proc.cpu", map[string]quantity.Value{"service": quantity.Str("1 ms")}},
	{"format", "proc.cpu", map[string]quantity.Value{"service": quantity.Str("0.5 ms")}},
	{"out", "sink.response", nil},
	{"log", "sched.queue", nil},
	{"parse", "proc.cpu", map[string]quantity.Value{"service": quantity.Str("0.2 ms")}},
	{"disk", "store.block", nil},
	{"object", "store.object", nil},
	{"backup", "rel.backup", nil},
	{"keep", "sink.archive", nil},
}

// runs are the wires of a line, from part to part.
var runs = [][]string{
	{"users", "wan", "lb", "gw1", "auth"},
	{"lb", "gw2", "auth", "cache"},
	{"embed", "index", "rank", "llm", "check", "format", "out"},
	{"log", "parse", "disk", "object", "backup", "keep"},
}

func (p plant) line(line int, passesOn bool) {
	id := func(name string) string { return fmt.Sprintf("l%04d-%s", line, name) }
	for i, part := range parts {
		p.Nodes[id(part.name)] = &design.Node{Kind: part.kind, At: [2]float64{float64(288 * i), float64(176 * line)}, Params: part.params}
	}
	for _, run := range runs {
		for i := 1; i < len(run); i++ {
			p.Edges[id(run[i-1]+"-"+run[i])] = &design.Edge{From: design.End{id(run[i-1]), "out"}, To: design.End{id(run[i]), "in"}}
		}
	}
	p.Edges[id("hit")] = &design.Edge{From: design.End{id("cache"), "hit"}, To: design.End{id("format"), "in"}}
	p.Edges[id("miss")] = &design.Edge{
		From: design.End{id("cache"), "miss"}, To: design.End{id("embed"), "in"},
		Link: &design.Link{Bandwidth: quantity.Str("25 Gbit/s"), Latency: quantity.Str("20 us"), Protocol: "grpc"},
	}
	p.Edges[id("tap")] = &design.Edge{From: design.End{id("gw1"), "out"}, To: design.End{id("log"), "in"}, Async: true}
	if passesOn {
		rank := p.Nodes[id("rank")].Clone()
		rank.Params["fanout"] = quantity.Str("split")
		p.Nodes[id("rank")] = rank
		p.Edges[id("over")] = &design.Edge{From: design.End{id("rank"), "out"}, To: design.End{fmt.Sprintf("l%04d-llm", line+1), "in"}, Weight: quantity.Num(0.2)}
	}
}
