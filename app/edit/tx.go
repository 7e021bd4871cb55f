package edit

import (
	"maps"
	"reflect"
	"slices"

	"weir/engine/design"
)

// shelf is one of a design's maps while a step changes it. The map is copied
// before the first write, so designs that came before keep theirs.
type shelf[T any] struct {
	parts map[string]*T
	was   map[string]*T // as they stood before the step; nil = absent
}

func (s *shelf[T]) put(id string, part *T) {
	if s.was == nil {
		s.was = map[string]*T{}
		s.parts = maps.Clone(s.parts)
		if s.parts == nil {
			s.parts = map[string]*T{}
		}
	}
	if _, seen := s.was[id]; !seen {
		s.was[id] = s.parts[id]
	}
	if part == nil {
		delete(s.parts, id)
		return
	}
	s.parts[id] = part
}

// swap is one part before and after a step; nil = absent.
type swap[T any] struct{ old, new *T }

// swaps returns what the step changed. Parts that came back to an equal
// value get their old pointer back, so that "unchanged" stays visible.
func (s *shelf[T]) swaps() map[string]swap[T] {
	out := map[string]swap[T]{}
	for id, old := range s.was {
		now := s.parts[id]
		if old == now {
			continue
		}
		if old != nil && now != nil && reflect.DeepEqual(old, now) {
			s.parts[id] = old
			continue
		}
		out[id] = swap[T]{old, now}
	}
	return out
}

// root is what a design holds beside its maps.
type root struct {
	Title      string
	Settings   design.Settings
	Objectives []design.Objective
}

// delta is one step in both directions.
type delta struct {
	classes   map[string]swap[design.Class]
	pools     map[string]swap[design.Pool]
	nodes     map[string]swap[design.Node]
	edges     map[string]swap[design.Edge]
	scenarios map[string]swap[design.Scenario]
	groups    map[string]swap[design.Group]
	notes     map[string]swap[design.Note]
	root      *swap[root]
}

func (d *delta) empty() bool {
	return len(d.classes)+len(d.pools)+len(d.nodes)+len(d.edges)+len(d.scenarios)+len(d.groups)+len(d.notes) == 0 && d.root == nil
}

func (d *delta) inverse() *delta {
	out := &delta{
		classes: flip(d.classes), pools: flip(d.pools), nodes: flip(d.nodes), edges: flip(d.edges),
		scenarios: flip(d.scenarios), groups: flip(d.groups), notes: flip(d.notes),
	}
	if d.root != nil {
		out.root = &swap[root]{d.root.new, d.root.old}
	}
	return out
}

func flip[T any](m map[string]swap[T]) map[string]swap[T] {
	out := make(map[string]swap[T], len(m))
	for id, s := range m {
		out[id] = swap[T]{s.new, s.old}
	}
	return out
}

// Tx is a design in the making: the writes of one step. It is valid only
// inside the function given to Editor.Do.
type Tx struct {
	base      *design.Design
	classes   shelf[design.Class]
	pools     shelf[design.Pool]
	nodes     shelf[design.Node]
	edges     shelf[design.Edge]
	scenarios shelf[design.Scenario]
	groups    shelf[design.Group]
	notes     shelf[design.Note]
	root      root
	newRoot   bool
	sel       Selection
	wires     *wiring // built when first asked for
	nextEdge  int
}

func begin(d *design.Design, sel Selection) *Tx {
	return &Tx{
		base:    d,
		classes: shelf[design.Class]{parts: d.Classes}, pools: shelf[design.Pool]{parts: d.Pools},
		nodes: shelf[design.Node]{parts: d.Nodes}, edges: shelf[design.Edge]{parts: d.Edges},
		scenarios: shelf[design.Scenario]{parts: d.Scenarios}, groups: shelf[design.Group]{parts: d.Groups},
		notes: shelf[design.Note]{parts: d.Notes},
		root:  root{d.Title, d.Settings, d.Objectives},
		sel:   sel,
	}
}

// finish returns the new design and what changed.
func (t *Tx) finish() (*design.Design, *delta) {
	d := &delta{
		classes: t.classes.swaps(), pools: t.pools.swaps(), nodes: t.nodes.swaps(), edges: t.edges.swaps(),
		scenarios: t.scenarios.swaps(), groups: t.groups.swaps(), notes: t.notes.swaps(),
	}
	before := root{t.base.Title, t.base.Settings, t.base.Objectives}
	if t.newRoot && !reflect.DeepEqual(before, t.root) {
		after := t.root
		d.root = &swap[root]{&before, &after}
	}
	next := &design.Design{
		Weir: t.base.Weir, Title: t.root.Title, Settings: t.root.Settings, Objectives: t.root.Objectives,
		Classes: t.classes.parts, Pools: t.pools.parts, Nodes: t.nodes.parts, Edges: t.edges.parts,
		Scenarios: t.scenarios.parts, Groups: t.groups.parts, Notes: t.notes.parts,
	}
	return next, d
}

// apply makes the changes of d.
func (t *Tx) apply(d *delta) {
	replay(&t.classes, d.classes)
	replay(&t.pools, d.pools)
	replay(&t.nodes, d.nodes)
	replay(&t.edges, d.edges)
	replay(&t.scenarios, d.scenarios)
	replay(&t.groups, d.groups)
	replay(&t.notes, d.notes)
	if d.root != nil {
		t.root, t.newRoot = *d.root.new, true
	}
}

func replay[T any](s *shelf[T], swaps map[string]swap[T]) {
	for id, w := range swaps {
		s.put(id, w.new)
	}
}

// Node returns the node as the step sees it, nil if there is none.
func (t *Tx) Node(id string) *design.Node { return t.nodes.parts[id] }

// Edge returns the edge as the step sees it, nil if there is none.
func (t *Tx) Edge(id string) *design.Edge { return t.edges.parts[id] }

// SetNode puts a node in place; nil removes it, but not what refers to it
// (see Tx.DeleteNode).
func (t *Tx) SetNode(id string, n *design.Node) { t.nodes.put(id, n) }

// SetEdge puts an edge in place; nil removes it.
func (t *Tx) SetEdge(id string, e *design.Edge) {
	if t.wires != nil {
		t.wires.replace(id, t.edges.parts[id], e)
	}
	t.edges.put(id, e)
}

// SetClass, SetPool, SetScenario, SetGroup and SetNote put a part in place;
// nil removes it.
func (t *Tx) SetClass(id string, c *design.Class)       { t.classes.put(id, c) }
func (t *Tx) SetPool(id string, p *design.Pool)         { t.pools.put(id, p) }
func (t *Tx) SetScenario(id string, s *design.Scenario) { t.scenarios.put(id, s) }
func (t *Tx) SetGroup(id string, g *design.Group)       { t.groups.put(id, g) }
func (t *Tx) SetNote(id string, n *design.Note)         { t.notes.put(id, n) }

// EditNode replaces a node by a changed copy. Maps inside must be replaced,
// not written to. It does nothing if there is no such node.
func (t *Tx) EditNode(id string, f func(*design.Node)) {
	if n := t.Node(id); n != nil {
		c := *n
		f(&c)
		t.SetNode(id, &c)
	}
}

// EditEdge replaces an edge by a changed copy.
func (t *Tx) EditEdge(id string, f func(*design.Edge)) {
	if e := t.Edge(id); e != nil {
		c := *e
		f(&c)
		t.SetEdge(id, &c)
	}
}

// Select makes the step end with these nodes selected.
func (t *Tx) Select(nodes ...string) { t.sel = Selection{Nodes: sorted(nodes)} }

func sorted(ids []string) []string {
	out := slices.Clone(ids)
	slices.Sort(out)
	return slices.Compact(out)
}

func keys[T any](m map[string]T) []string {
	return slices.Sorted(maps.Keys(m))
}
