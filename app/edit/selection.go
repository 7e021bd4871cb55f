package edit

import (
	"reflect"
	"slices"

	"weir/engine/design"
)

// Selection is what is selected: ids, sorted, each once. The slices must
// not be written to.
type Selection struct {
	Nodes  []string
	Edges  []string
	Groups []string
	Notes  []string
}

// Empty reports whether nothing is selected.
func (s Selection) Empty() bool {
	return len(s.Nodes)+len(s.Edges)+len(s.Groups)+len(s.Notes) == 0
}

// HasNode reports whether a node is selected.
func (s Selection) HasNode(id string) bool { return has(s.Nodes, id) }

// HasEdge reports whether an edge is selected.
func (s Selection) HasEdge(id string) bool { return has(s.Edges, id) }

// HasGroup reports whether a group is selected.
func (s Selection) HasGroup(id string) bool { return has(s.Groups, id) }

// HasNote reports whether a note is selected.
func (s Selection) HasNote(id string) bool { return has(s.Notes, id) }

func has(ids []string, id string) bool {
	_, ok := slices.BinarySearch(ids, id)
	return ok
}

func (s Selection) equal(o Selection) bool {
	return slices.Equal(s.Nodes, o.Nodes) && slices.Equal(s.Edges, o.Edges) &&
		slices.Equal(s.Groups, o.Groups) && slices.Equal(s.Notes, o.Notes)
}

// within keeps what exists in d.
func (s Selection) within(d *design.Design) Selection {
	return Selection{
		Nodes: present(s.Nodes, d.Nodes), Edges: present(s.Edges, d.Edges),
		Groups: present(s.Groups, d.Groups), Notes: present(s.Notes, d.Notes),
	}
}

func present[T any](ids []string, parts map[string]*T) []string {
	out := sorted(ids)
	return slices.DeleteFunc(out, func(id string) bool { return parts[id] == nil })
}

func same(a, b any) bool { return reflect.DeepEqual(a, b) }

// Selection returns what is selected.
func (e *Editor) Selection() Selection { return e.sel }

// Select selects exactly s; ids that do not exist are left out. Selecting is
// not a step, but undo and redo bring back what was selected then.
func (e *Editor) Select(s Selection) { e.setSelection(s.within(e.doc)) }

// SelectNodes selects exactly these nodes.
func (e *Editor) SelectNodes(ids ...string) { e.Select(Selection{Nodes: ids}) }

// SelectEdges selects exactly these edges.
func (e *Editor) SelectEdges(ids ...string) { e.Select(Selection{Edges: ids}) }

// ToggleNode adds a node to the selection or takes it out.
func (e *Editor) ToggleNode(id string) {
	s := e.sel
	s.Nodes = toggle(s.Nodes, id)
	e.Select(s)
}

// ToggleEdge adds an edge to the selection or takes it out.
func (e *Editor) ToggleEdge(id string) {
	s := e.sel
	s.Edges = toggle(s.Edges, id)
	e.Select(s)
}

func toggle(ids []string, id string) []string {
	if has(ids, id) {
		return slices.DeleteFunc(slices.Clone(ids), func(x string) bool { return x == id })
	}
	return append(slices.Clone(ids), id)
}

// SelectAll selects every node, edge and note.
func (e *Editor) SelectAll() {
	e.Select(Selection{Nodes: keys(e.doc.Nodes), Edges: keys(e.doc.Edges), Notes: keys(e.doc.Notes)})
}

// SelectNone selects nothing.
func (e *Editor) SelectNone() { e.Select(Selection{}) }

// SelectUpstream adds every node from which work can reach the selected ones.
func (e *Editor) SelectUpstream() {
	e.spread(func(ed *design.Edge) (from, to string) { return ed.To.Node(), ed.From.Node() })
}

// SelectDownstream adds every node that work from the selected ones can reach.
func (e *Editor) SelectDownstream() {
	e.spread(func(ed *design.Edge) (from, to string) { return ed.From.Node(), ed.To.Node() })
}

func (e *Editor) spread(ends func(*design.Edge) (from, to string)) {
	next := map[string][]string{}
	for _, ed := range e.doc.Edges {
		from, to := ends(ed)
		next[from] = append(next[from], to)
	}
	seen := map[string]bool{}
	queue := e.chosen()
	for len(queue) > 0 {
		id := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if !seen[id] {
			seen[id] = true
			queue = append(queue, next[id]...)
		}
	}
	e.SelectNodes(keys(seen)...)
}

func (e *Editor) setSelection(s Selection) {
	if e.sel.equal(s) {
		return
	}
	e.sel = s
	e.tell(Change{Version: e.version, Selection: true})
}

// chosen is every node that is selected, itself or by a group it is in,
// sorted.
func (e *Editor) chosen() []string {
	nodes := slices.Clone(e.sel.Nodes)
	for _, g := range e.sel.Groups {
		nodes = append(nodes, Members(e.doc, g)...)
	}
	return sorted(nodes)
}
