package engine

import (
	"maps"
	"slices"
	"strings"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// rangesOf finds the values of a design that are ranges and can be read: the
// parameters of nodes, then what edges, classes and pools hold, by id. It
// counts those beyond the limit.
func rangesOf(d *Design) (found []moved, beyond int) {
	f := finder{fx: quantity.FX{}}
	for id, rate := range d.Settings.FX {
		f.fx[id] = rate.PerUSD
	}
	for _, id := range slices.Sorted(maps.Keys(d.Nodes)) {
		f.node(id, d.Nodes[id])
	}
	for _, id := range slices.Sorted(maps.Keys(d.Edges)) {
		f.edge(id, d.Edges[id])
	}
	for _, id := range slices.Sorted(maps.Keys(d.Classes)) {
		f.class(id, d.Classes[id])
	}
	for _, id := range slices.Sorted(maps.Keys(d.Pools)) {
		f.pool(id, d.Pools[id])
	}
	if len(f.found) > maxRanges {
		return f.found[:maxRanges], len(f.found) - maxRanges
	}
	return f.found, 0
}

type finder struct {
	fx    quantity.FX
	found []moved
}

// add takes a range that can be read; reading it elsewhere reports one that
// cannot.
func (f *finder) add(r quantity.Range, set func(*Design, quantity.Value)) {
	f.found = append(f.found, moved{[2]quantity.Value{quantity.Str(r.Low), quantity.Str(r.High)}, set})
}

// value adds what is a range of the dimension and of nothing below zero.
func (f *finder) value(v quantity.Value, of quantity.Dimension, set func(*Design, quantity.Value)) {
	if r, ok := quantity.RangeOf(v); ok {
		if low, _, err := quantity.ResolveRange(r, of, f.fx); err == nil && low >= 0 {
			f.add(r, set)
		}
	}
}

func (f *finder) node(id string, n *design.Node) {
	k, ok := component.Lookup(n.Kind)
	if !ok {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(n.Params)) {
		name, _, _ := strings.Cut(key, ".") // "service.question": of one class
		p, known := k.Param(name)
		if !known {
			continue
		}
		if r, ok := p.Range(n.Params[key], f.fx); ok {
			f.add(r, func(d *Design, v quantity.Value) {
				d.Nodes[id] = d.Nodes[id].Clone()
				d.Nodes[id].Params[key] = v
			})
		}
	}
}

func (f *finder) edge(id string, e *design.Edge) {
	change := func(set func(*design.Edge, quantity.Value)) func(*Design, quantity.Value) {
		return func(d *Design, v quantity.Value) {
			e := *d.Edges[id]
			if e.Link != nil {
				link := *e.Link
				e.Link = &link
			}
			set(&e, v)
			d.Edges[id] = &e
		}
	}
	f.value(e.Weight, quantity.None, change(func(e *design.Edge, v quantity.Value) { e.Weight = v }))
	if e.Link == nil {
		return
	}
	f.value(e.Link.Bandwidth, quantity.Bandwidth, change(func(e *design.Edge, v quantity.Value) { e.Link.Bandwidth = v }))
	f.value(e.Link.Latency, quantity.Time, change(func(e *design.Edge, v quantity.Value) { e.Link.Latency = v }))
}

func (f *finder) class(id string, c *design.Class) {
	spread := func(s *design.Spread, of quantity.Dimension, put func(*design.Class, *design.Spread)) {
		if s == nil {
			return
		}
		f.value(s.Mean, of, func(d *Design, v quantity.Value) {
			c := *d.Classes[id]
			put(&c, &design.Spread{Mean: v, SCV: s.SCV})
			d.Classes[id] = &c
		})
	}
	spread(c.Size, quantity.Data, func(c *design.Class, s *design.Spread) { c.Size = s })
	spread(c.TokensIn, quantity.Tokens, func(c *design.Class, s *design.Spread) { c.TokensIn = s })
	spread(c.TokensOut, quantity.Tokens, func(c *design.Class, s *design.Spread) { c.TokensOut = s })
}

// poolDimensions are those of a pool's parameters that move cost and latency.
var poolDimensions = map[string]quantity.Dimension{
	"bandwidth": quantity.Bandwidth, "price": quantity.MoneyRate, "purchase": quantity.Money,
	"lifetime_owned": quantity.Time, "interest": quantity.None, "upkeep": quantity.None,
}

func (f *finder) pool(id string, p *design.Pool) {
	f.value(p.Units, quantity.None, func(d *Design, v quantity.Value) {
		d.Pools[id] = d.Pools[id].Clone()
		d.Pools[id].Units = v
	})
	for _, key := range slices.Sorted(maps.Keys(poolDimensions)) {
		f.value(p.Params[key], poolDimensions[key], func(d *Design, v quantity.Value) {
			d.Pools[id] = d.Pools[id].Clone()
			d.Pools[id].Params[key] = v
		})
	}
}

var manyRanges = diagnostic.Diagnostic{
	Code: "range.many", Severity: diagnostic.Info,
	Message: diagnostic.Text{
		EN: "More than 8 values are ranges: bands follow the first 8, those of parts first, by name; the others stay at their middle.",
		ZH: "取值为区间的数值超过 8 个：区间结果只考虑前 8 个（部件的参数在先，按名称排序），其余取中间值。",
	},
}
