package design

import (
	"bytes"
	"maps"
	"slices"
)

// Clone returns a design whose maps and lists may be changed without changing
// d. The parts in them are shared: put a new part in the place of an old one.
func (d *Design) Clone() *Design {
	c := *d
	c.Settings.FX = maps.Clone(d.Settings.FX)
	c.Settings.Prices = maps.Clone(d.Settings.Prices)
	c.Classes = maps.Clone(d.Classes)
	c.Pools = maps.Clone(d.Pools)
	c.Nodes = maps.Clone(d.Nodes)
	c.Edges = maps.Clone(d.Edges)
	c.Objectives = slices.Clone(d.Objectives)
	c.Scenarios = maps.Clone(d.Scenarios)
	c.Groups = maps.Clone(d.Groups)
	c.Notes = maps.Clone(d.Notes)
	return &c
}

// Clone returns a node whose parameters may be changed without changing n.
func (n *Node) Clone() *Node {
	c := *n
	c.Params = maps.Clone(n.Params)
	c.Vary = maps.Clone(n.Vary)
	if n.Pool != nil {
		draw := *n.Pool
		c.Pool = &draw
	}
	return &c
}

// Clone returns a pool whose parameters may be changed without changing p.
func (p *Pool) Clone() *Pool {
	c := *p
	c.Params = maps.Clone(p.Params)
	return &c
}

// Equal reports whether two designs have the same canonical bytes. A design
// that cannot be encoded equals none.
func (d *Design) Equal(o *Design) bool {
	if d == o {
		return true
	}
	a, errA := Encode(d)
	b, errB := Encode(o)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}
