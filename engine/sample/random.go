// Package sample makes designs by program, for tests and benchmarks: random
// ones that use everything the registry offers, and large regular ones. The
// same arguments give the same design on every machine.
package sample

import (
	"fmt"

	"weir/engine/catalog"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
)

// dice is splitmix64 (Steele, Lea, Flood 2014): enough for choosing.
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a whole number from 0 to n−1; share is one from 0 to 1.
func (d *dice) below(n int) int        { return int(d.next() % uint64(n)) }
func (d *dice) share() float64         { return float64(d.next()>>11) / (1 << 53) }
func (d *dice) happens(p float64) bool { return d.share() < p }

// pick is one of several.
func pick[T any](d *dice, from []T) T { return from[d.below(len(from))] }

// Random is a design of 4 to 60 parts in layers, wired forwards wherever the
// ports allow, with random parameters within their ranges, classes, pools,
// links and objectives. Some parts are overloaded or do not fit: that too
// must be evaluated.
func Random(seed uint64) *design.Design {
	d := dice(seed)
	out := &design.Design{
		Weir: design.Version, Title: fmt.Sprintf("Random %d", seed),
		Classes: map[string]*design.Class{}, Pools: map[string]*design.Pool{},
		Nodes: map[string]*design.Node{}, Edges: map[string]*design.Edge{},
	}
	for i := range 1 + d.below(3) {
		out.Classes[fmt.Sprintf("c%d", i)] = class(&d)
	}
	out.Pools["gpus"] = &design.Pool{Kind: "compute", Device: "h100-sxm", Units: quantity.Num(float64(8 * (1 + d.below(64))))}
	var layers [][]string
	for layer := range 3 + d.below(6) {
		var ids []string
		for range 1 + d.below(7) {
			id := fmt.Sprintf("n%02d", len(out.Nodes))
			out.Nodes[id] = node(&d, out, layer, len(ids))
			ids = append(ids, id)
		}
		layers = append(layers, ids)
	}
	wire(&d, out, layers)
	out.Objectives = []design.Objective{
		{Metric: "latency_p99", Class: "c0", Max: quantity.Str("2 s")},
		{Metric: "cost_per_month", Max: quantity.Str("$100000/month")},
	}
	return out
}

func class(d *dice) *design.Class {
	c := &design.Class{Size: &design.Spread{Mean: quantity.Str(fmt.Sprintf("%d kB", 1+d.below(500))), SCV: 2 * d.share()}}
	if d.happens(0.7) {
		c.TokensIn = &design.Spread{Mean: quantity.Num(float64(50 + d.below(4000))), SCV: d.share()}
		c.TokensOut = &design.Spread{Mean: quantity.Num(float64(20 + d.below(800))), SCV: d.share()}
	}
	return c
}

// node is a part of a kind that suits its layer: sources come first.
func node(d *dice, in *design.Design, layer, row int) *design.Node {
	var kinds []*component.Kind
	for _, k := range component.Kinds() {
		if (k.Family == component.Sources) == (layer == 0) {
			kinds = append(kinds, k)
		}
	}
	k := pick(d, kinds)
	n := &design.Node{Kind: k.ID, At: [2]float64{float64(288 * layer), float64(176 * row)}, Params: map[string]quantity.Value{}}
	for i := range k.Params {
		p := &k.Params[i]
		if v := value(d, in, p); !v.IsZero() && d.happens(0.4) {
			n.Params[p.Key] = v
		}
	}
	if layer == 0 {
		n.Params["class"] = quantity.Str(fmt.Sprintf("c%d", d.below(len(in.Classes))))
	}
	if k.Family == component.AI && d.happens(0.3) {
		n.Pool = &design.Draw{ID: "gpus"}
	}
	n.Bypassed = d.happens(0.03)
	return n
}

// value is one a parameter may have: one of its choices, or its default
// scaled by 1/4 to 4 in the unit it is written in.
func value(d *dice, in *design.Design, p *component.Param) quantity.Value {
	if len(p.Choices) > 0 {
		return quantity.Str(pick(d, p.Choices).Value)
	}
	switch p.Catalog {
	case "model":
		return quantity.Str(pick(d, catalog.Models()).ID)
	case "device":
		return quantity.Str(pick(d, catalog.Devices()).ID)
	case "host":
		return quantity.Str(pick(d, catalog.Hosts()).ID)
	case "tier":
		return quantity.Str(pick(d, catalog.Tiers()).ID)
	case "class":
		return quantity.Str(fmt.Sprintf("c%d", d.below(len(in.Classes))))
	}
	factor := 0.25 + 3.75*d.share()*d.share()
	switch p.Default.Form() {
	case quantity.Number:
		x, _ := p.Default.Float()
		x *= factor
		if p.Min != 0 || p.Max != 0 {
			x = min(max(x, p.Min), p.Max)
		}
		if p.Integer {
			x = max(float64(int64(x)), p.Min)
		}
		return quantity.Num(x)
	case quantity.String:
		text, _ := p.Default.Text()
		if x, unit, ok := quantity.Split(text); ok && p.Dimension != quantity.None {
			return quantity.Str(quantity.Join(x*factor, unit))
		}
	}
	return quantity.Value{}
}

// wire connects every output to one to three inputs of later layers that
// take what it gives.
func wire(d *dice, in *design.Design, layers [][]string) {
	for layer, ids := range layers[:len(layers)-1] {
		for _, from := range ids {
			k, _ := component.Lookup(in.Nodes[from].Kind)
			for _, port := range k.Out {
				for range 1 + d.below(3) {
					later := layers[layer+1+d.below(min(2, len(layers)-layer-1))]
					connect(d, in, from, port, pick(d, later))
				}
			}
		}
	}
}

func connect(d *dice, in *design.Design, from string, port component.Port, to string) {
	k, _ := component.Lookup(in.Nodes[to].Kind)
	for _, entry := range k.In {
		if ok, _ := component.Connects(port, entry); !ok {
			continue
		}
		e := &design.Edge{From: design.End{from, port.Name}, To: design.End{to, entry.Name}, Async: d.happens(0.1)}
		for _, other := range in.Edges {
			if other.From == e.From && other.To == e.To {
				return
			}
		}
		if d.happens(0.3) {
			e.Weight = quantity.Num(0.1 + d.share())
		}
		if d.happens(0.2) {
			e.Link = &design.Link{Bandwidth: quantity.Str("25 Gbit/s"), Latency: quantity.Str("20 us"), Protocol: "grpc"}
		}
		in.Edges[fmt.Sprintf("e%03d", len(in.Edges))] = e
		return
	}
}
