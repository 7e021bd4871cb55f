package edit

import (
	"slices"
	"strings"

	"weir/engine/design"
)

// Copy returns what is selected as a design of its own: the nodes and notes,
// those in selected groups, the edges between them and those that come in from outside, the groups
// that lie wholly inside, and the classes and pools all that refers to. It
// returns nil if nothing is selected. The result is what goes on the
// clipboard; edges from outside name nodes the fragment does not hold.
func (e *Editor) Copy() *design.Design {
	nodes := e.chosen()
	if len(nodes)+len(e.sel.Notes) == 0 {
		return nil
	}
	d := e.doc
	c := &design.Design{Weir: design.Version, Nodes: map[string]*design.Node{}, Edges: map[string]*design.Edge{}}
	for _, id := range nodes {
		c.Nodes[id] = d.Nodes[id]
	}
	for id, ed := range d.Edges {
		if c.Nodes[ed.To.Node()] != nil {
			c.Edges[id] = ed
		}
	}
	if len(e.sel.Notes) > 0 {
		c.Notes = map[string]*design.Note{}
		for _, id := range e.sel.Notes {
			c.Notes[id] = d.Notes[id]
		}
	}
	copyGroups(c, d)
	copyReferences(c, d)
	return c
}

// copyGroups takes the groups of d whose every member is in c.
func copyGroups(c, d *design.Design) {
	for id := range d.Groups {
		members := Members(d, id)
		if len(members) > 0 && !slices.ContainsFunc(members, func(n string) bool { return c.Nodes[n] == nil }) {
			if c.Groups == nil {
				c.Groups = map[string]*design.Group{}
			}
			c.Groups[id] = d.Groups[id]
		}
	}
}

// copyReferences takes the classes and pools that the parts of c name.
func copyReferences(c, d *design.Design) {
	class := func(id string) {
		if k := d.Classes[id]; k != nil {
			if c.Classes == nil {
				c.Classes = map[string]*design.Class{}
			}
			c.Classes[id] = k
		}
	}
	pool := func(id string) {
		if p := d.Pools[id]; p != nil {
			if c.Pools == nil {
				c.Pools = map[string]*design.Pool{}
			}
			c.Pools[id] = p
		}
	}
	for _, n := range c.Nodes {
		if n.Pool != nil {
			pool(n.Pool.ID)
		}
		for key, v := range n.Params {
			if text, ok := v.Text(); ok && (key == "class" || strings.HasSuffix(key, "_class")) {
				class(text)
			}
		}
	}
	for _, ed := range c.Edges {
		for _, id := range ed.Classes {
			class(id)
		}
		if ed.Link != nil {
			pool(ed.Link.Pool)
		}
	}
}

// Cut is Copy and then deletion.
func (e *Editor) Cut() (*design.Design, error) {
	c := e.Copy()
	if c == nil {
		return nil, errNothing
	}
	all := e.sel
	all.Nodes = e.chosen()
	return c, e.Do(labelCut, func(t *Tx) error { return t.deleteAll(all, false) })
}

// Paste adds a fragment and selects it. Its middle comes to lie at middle,
// or, if that is nil, two grid steps right and below where it was. With
// incoming, edges from nodes outside the fragment are drawn again where
// those nodes exist. Classes and pools the design already has by id are kept.
func (e *Editor) Paste(c *design.Design, middle *[2]float64, incoming bool) error {
	return e.Do(labelPaste, func(t *Tx) error {
		_, _, err := t.paste(c, offset(c, middle), incoming)
		return err
	})
}

// Duplicate pastes a copy of the selection beside it, in the groups it is in,
// keeping the edges that come in where keep says so.
func (e *Editor) Duplicate(by [2]float64, keep bool) error {
	c := e.Copy()
	if c == nil {
		return errNothing
	}
	return e.Do(labelDuplicate, func(t *Tx) error {
		nodes, groups, err := t.paste(c, by, keep)
		if err != nil {
			return err
		}
		into := map[string]Selection{}
		for id, copied := range nodes {
			if g := holder(c.Groups, id, false); g == "" {
				g = holder(e.doc.Groups, id, false)
				into[g] = Selection{Nodes: append(into[g].Nodes, copied), Groups: into[g].Groups}
			}
		}
		for id, copied := range groups {
			if g := holder(c.Groups, id, true); g == "" {
				g = holder(e.doc.Groups, id, true)
				into[g] = Selection{Nodes: into[g].Nodes, Groups: append(into[g].Groups, copied)}
			}
		}
		delete(into, "")
		for _, g := range keys(into) {
			t.join(into[g].Nodes, into[g].Groups, g)
		}
		return nil
	})
}

func offset(c *design.Design, middle *[2]float64) [2]float64 {
	if middle == nil || c == nil {
		return [2]float64{32, 32}
	}
	r := Extent(c)
	return [2]float64{middle[0] - (r[0][0]+r[1][0])/2, middle[1] - (r[0][1]+r[1][1])/2}
}

// paste returns what the ids of nodes and groups in the fragment have become.
func (t *Tx) paste(c *design.Design, by [2]float64, incoming bool) (names, groups map[string]string, err error) {
	switch {
	case c == nil || len(c.Nodes)+len(c.Notes) == 0:
		return nil, nil, errClipboard
	case len(t.nodes.parts)+len(c.Nodes) > design.MaxNodes:
		return nil, nil, errNodes
	case len(t.edges.parts)+len(c.Edges) > design.MaxEdges:
		return nil, nil, errEdges
	case !finite(by):
		return nil, nil, errFinite
	}
	if err := t.pasteReferences(c); err != nil {
		return nil, nil, err
	}
	names = map[string]string{}
	for _, id := range keys(c.Nodes) {
		n := *c.Nodes[id]
		n.At = [2]float64{n.At[0] + by[0], n.At[1] + by[1]}
		n.Locked = false
		names[id] = fresh(t.nodes.parts, id)
		t.SetNode(names[id], &n)
	}
	t.pasteEdges(c, names, incoming)
	groups = t.pasteGroups(c, names)
	var notes []string
	for _, id := range keys(c.Notes) {
		n := *c.Notes[id]
		n.At = [2]float64{n.At[0] + by[0], n.At[1] + by[1]}
		notes = append(notes, fresh(t.notes.parts, id))
		t.SetNote(notes[len(notes)-1], &n)
	}
	t.sel = Selection{Nodes: sorted(values(names)), Notes: sorted(notes)}
	return names, groups, nil
}

func (t *Tx) pasteReferences(c *design.Design) error {
	for _, id := range keys(c.Classes) {
		if t.classes.parts[id] == nil {
			if len(t.classes.parts) >= design.MaxClasses {
				return errClasses
			}
			t.SetClass(id, c.Classes[id])
		}
	}
	for _, id := range keys(c.Pools) {
		if t.pools.parts[id] == nil {
			t.SetPool(id, c.Pools[id])
		}
	}
	return nil
}

func (t *Tx) pasteEdges(c *design.Design, names map[string]string, incoming bool) {
	for _, id := range keys(c.Edges) {
		ed := *c.Edges[id]
		to := names[ed.To.Node()]
		from, inside := names[ed.From.Node()]
		if !inside {
			if from = ed.From.Node(); !incoming || t.Node(from) == nil {
				continue
			}
		}
		if to == "" {
			continue
		}
		ed.From[0], ed.To[0] = from, to
		t.SetEdge(t.freshEdge(), &ed)
	}
}

func (t *Tx) pasteGroups(c *design.Design, names map[string]string) map[string]string {
	groups := map[string]string{}
	for _, id := range keys(c.Groups) {
		groups[id] = fresh(t.groups.parts, id)
		t.SetGroup(groups[id], c.Groups[id])
	}
	for id, to := range groups {
		t.editGroup(to, func(g *design.Group) {
			g.Nodes = renamed(c.Groups[id].Nodes, names)
			g.Groups = renamed(c.Groups[id].Groups, groups)
		})
	}
	return groups
}

func renamed(ids []string, names map[string]string) []string {
	var out []string
	for _, id := range ids {
		if to, ok := names[id]; ok {
			out = append(out, to)
		}
	}
	return out
}

func values(m map[string]string) []string {
	var out []string
	for _, id := range keys(m) {
		out = append(out, m[id])
	}
	return out
}
