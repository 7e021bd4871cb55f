package edit

import (
	"weir/engine/component"
	"weir/engine/design"
)

// Check says whether an edge may run between two ends; nil means it may.
func (e *Editor) Check(from, to design.End) *Refusal { return e.look().Check(from, to) }

// look returns a step over the document that is only read from, so that its
// index of wires serves until the document changes.
func (e *Editor) look() *Tx {
	if e.reader == nil || e.reader.base != e.doc {
		e.reader = begin(e.doc, e.sel)
	}
	return e.reader
}

// Check is Editor.Check within a step.
func (t *Tx) Check(from, to design.End) *Refusal {
	if from.Node() == to.Node() {
		return errSelf
	}
	if r := t.fits(from, to); r != nil {
		return r
	}
	for _, id := range t.wiring().out[from.Node()] {
		if ed := t.Edge(id); ed.From == from && ed.To == to {
			return errTwice
		}
	}
	return nil
}

// fits compares the types of two ports.
func (t *Tx) fits(from, to design.End) *Refusal {
	a, b := t.Node(from.Node()), t.Node(to.Node())
	if a == nil || b == nil {
		return errAbsent
	}
	out, okOut := output(a.Kind, from.Port())
	in, okIn := input(b.Kind, to.Port())
	if !okOut || !okIn {
		if _, reversed := input(a.Kind, from.Port()); reversed {
			return errDirection
		}
		return errPort
	}
	if ok, why := component.Connects(out, in); !ok {
		return &Refusal{"edge.type", why}
	}
	return nil
}

// Connect draws an edge from an output to an input, selects it and returns
// its id. What Check refuses is returned as the error.
func (e *Editor) Connect(from, to design.End) (string, error) {
	var id string
	err := e.Do(labelConnect, func(t *Tx) (err error) {
		if id, err = t.Connect(from, to); err == nil {
			t.sel = Selection{Edges: []string{id}}
		}
		return err
	})
	return id, err
}

// Connect is Editor.Connect within a step.
func (t *Tx) Connect(from, to design.End) (string, error) {
	if len(t.edges.parts) >= design.MaxEdges {
		return "", errEdges
	}
	if r := t.Check(from, to); r != nil {
		return "", r
	}
	id := t.freshEdge()
	t.SetEdge(id, &design.Edge{From: from, To: to})
	return id, nil
}

// Disconnect removes edges.
func (e *Editor) Disconnect(ids ...string) error {
	return e.Do(labelDisconnect, func(t *Tx) error { return t.disconnect(ids) })
}

// Slice removes the edges that a cutting stroke crossed.
func (e *Editor) Slice(ids ...string) error {
	return e.Do(labelSlice, func(t *Tx) error { return t.disconnect(ids) })
}

func (t *Tx) disconnect(ids []string) error {
	for _, id := range ids {
		if t.Edge(id) != nil {
			t.SetEdge(id, nil)
		}
	}
	return nil
}

// Reconnect moves one or both ends of an edge; it keeps its link and classes.
func (e *Editor) Reconnect(id string, from, to design.End) error {
	return e.Do(labelReconnect, func(t *Tx) error {
		ed := t.Edge(id)
		if ed == nil {
			return errAbsent
		}
		if ed.From == from && ed.To == to {
			return nil
		}
		if r := t.Check(from, to); r != nil {
			return r
		}
		t.EditEdge(id, func(c *design.Edge) { c.From, c.To = from, to })
		return nil
	})
}

// EditEdge changes an edge (classes, weight, asynchrony, link) by f, which
// gets a copy and must not move its ends.
func (e *Editor) EditEdge(id string, f func(*design.Edge)) error {
	return e.Do(labelEdge, func(t *Tx) error {
		old := t.Edge(id)
		if old == nil {
			return errAbsent
		}
		t.EditEdge(id, func(c *design.Edge) {
			f(c)
			c.From, c.To = old.From, old.To
		})
		return nil
	})
}

// Insert puts a node in the middle of an edge: the edge then ends at the
// node, and a new one runs on. The node stays where it is.
func (e *Editor) Insert(node, edge string) error {
	return e.Do(labelInsert, func(t *Tx) error { return t.Insert(node, edge) })
}

// MoveInto is Insert for a node that was dragged onto the edge: the move and
// the insertion are one step.
func (e *Editor) MoveInto(node, edge string, by [2]float64) error {
	return e.Do(labelInsert, func(t *Tx) error {
		if err := t.move([]string{node}, by); err != nil {
			return err
		}
		return t.Insert(node, edge)
	})
}

// AddInto adds a node of a kind in the middle of an edge.
func (e *Editor) AddInto(kind string, at [2]float64, edge string) (string, error) {
	var id string
	err := e.Do(labelInsert, func(t *Tx) (err error) {
		if id, err = t.Add(kind, at); err != nil {
			return err
		}
		return t.Insert(id, edge)
	})
	return id, err
}

// Insert is Editor.Insert within a step.
func (t *Tx) Insert(node, edge string) error {
	ed := t.Edge(edge)
	if ed == nil || t.Node(node) == nil {
		return errAbsent
	}
	if len(t.edges.parts) >= design.MaxEdges {
		return errEdges
	}
	in, okIn := t.firstIn(ed.From, node)
	out, okOut := t.firstOut(node, ed.To)
	if !okIn || !okOut {
		return errNoFit
	}
	t.SetEdge(t.freshEdge(), &design.Edge{From: out, To: ed.To, Classes: ed.Classes, Async: ed.Async})
	t.EditEdge(edge, func(c *design.Edge) { c.To = in })
	return nil
}

// CanInsert reports whether Insert would be accepted.
func (e *Editor) CanInsert(node, edge string) bool {
	n, ed := e.doc.Nodes[node], e.doc.Edges[edge]
	return n != nil && ed != nil && ed.From.Node() != node && ed.To.Node() != node && e.CanInsertKind(n.Kind, edge)
}

// firstIn returns the first input of a node that takes what an end gives.
func (t *Tx) firstIn(from design.End, node string) (design.End, bool) {
	if k, ok := component.Lookup(t.Node(node).Kind); ok {
		for _, p := range k.In {
			if end := (design.End{node, p.Name}); t.Check(from, end) == nil {
				return end, true
			}
		}
	}
	return design.End{}, false
}

// firstOut returns the first output of a node that gives what an end takes.
func (t *Tx) firstOut(node string, to design.End) (design.End, bool) {
	if k, ok := component.Lookup(t.Node(node).Kind); ok {
		for _, p := range k.Out {
			if end := (design.End{node, p.Name}); t.Check(end, to) == nil {
				return end, true
			}
		}
	}
	return design.End{}, false
}

// Fitting returns the ends an edge may run to (or from, if end is an input)
// among all nodes, in order of node id: the list of connecting by keyboard.
func (e *Editor) Fitting(end design.End) []design.End {
	t := e.look()
	var out []design.End
	for _, id := range keys(e.doc.Nodes) {
		k, ok := component.Lookup(e.doc.Nodes[id].Kind)
		if !ok {
			continue
		}
		for _, p := range k.In {
			if other := (design.End{id, p.Name}); t.Check(end, other) == nil {
				out = append(out, other)
			}
		}
		for _, p := range k.Out {
			if other := (design.End{id, p.Name}); t.Check(other, end) == nil {
				out = append(out, other)
			}
		}
	}
	return out
}

// FittingKinds returns the kinds a new node could have that connects to an
// end, in palette order: the filtered palette of a wire dropped on nothing.
func (e *Editor) FittingKinds(end design.End) []*component.Kind {
	n := e.doc.Nodes[end.Node()]
	if n == nil {
		return nil
	}
	var out []*component.Kind
	for _, k := range component.Kinds() {
		if kindFits(n.Kind, end.Port(), k) {
			out = append(out, k)
		}
	}
	return out
}

func kindFits(kind, port string, k *component.Kind) bool {
	if out, ok := output(kind, port); ok && anyConnect([]component.Port{out}, k.In) {
		return true
	}
	in, ok := input(kind, port)
	return ok && anyConnect(k.Out, []component.Port{in})
}

// CanInsertKind reports whether a node of a kind could be inserted in an edge.
func (e *Editor) CanInsertKind(kind, edge string) bool {
	ed := e.doc.Edges[edge]
	k, ok := component.Lookup(kind)
	if ed == nil || !ok {
		return false
	}
	from, to := e.doc.Nodes[ed.From.Node()], e.doc.Nodes[ed.To.Node()]
	if from == nil || to == nil {
		return false
	}
	out, okOut := output(from.Kind, ed.From.Port())
	in, okIn := input(to.Kind, ed.To.Port())
	return okOut && okIn && anyConnect([]component.Port{out}, k.In) && anyConnect(k.Out, []component.Port{in})
}

func anyConnect(outs, ins []component.Port) bool {
	for _, out := range outs {
		for _, in := range ins {
			if ok, _ := component.Connects(out, in); ok {
				return true
			}
		}
	}
	return false
}

func input(kind, port string) (component.Port, bool) {
	if k, ok := component.Lookup(kind); ok {
		return k.Input(port)
	}
	return component.Port{}, false
}

func output(kind, port string) (component.Port, bool) {
	if k, ok := component.Lookup(kind); ok {
		return k.Output(port)
	}
	return component.Port{}, false
}
