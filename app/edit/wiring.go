package edit

import (
	"slices"

	"weir/engine/design"
)

// wiring tells which edges touch a node. A step builds it when it first
// needs it and keeps it true from then on.
type wiring struct {
	in, out map[string][]string // node -> edge ids, sorted
}

func wire(edges map[string]*design.Edge) *wiring {
	w := &wiring{in: map[string][]string{}, out: map[string][]string{}}
	for _, id := range keys(edges) {
		w.add(id, edges[id])
	}
	return w
}

func (w *wiring) add(id string, e *design.Edge) {
	w.out[e.From.Node()] = insert(w.out[e.From.Node()], id)
	w.in[e.To.Node()] = insert(w.in[e.To.Node()], id)
}

func (w *wiring) replace(id string, old, now *design.Edge) {
	if old != nil {
		w.out[old.From.Node()] = remove(w.out[old.From.Node()], id)
		w.in[old.To.Node()] = remove(w.in[old.To.Node()], id)
	}
	if now != nil {
		w.add(id, now)
	}
}

func insert(ids []string, id string) []string {
	i, found := slices.BinarySearch(ids, id)
	if found {
		return ids
	}
	return slices.Insert(ids, i, id)
}

func remove(ids []string, id string) []string {
	i, found := slices.BinarySearch(ids, id)
	if !found {
		return ids
	}
	return slices.Delete(slices.Clone(ids), i, i+1)
}

func (t *Tx) wiring() *wiring {
	if t.wires == nil {
		t.wires = wire(t.edges.parts)
	}
	return t.wires
}

// In returns the ids of the edges that end at a node, sorted.
func (t *Tx) In(node string) []string { return slices.Clone(t.wiring().in[node]) }

// Out returns the ids of the edges that start at a node, sorted.
func (t *Tx) Out(node string) []string { return slices.Clone(t.wiring().out[node]) }
