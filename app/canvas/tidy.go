package canvas

import (
	"math"

	"weir/app/layout"
	"weir/engine/design"
)

// Tidy lays out the selected nodes, or all if fewer than two are selected,
// in one step. Locked nodes stay where they are; groups stay together. What
// was at the top left stays there.
func (c *Canvas) Tidy() bool {
	only := c.editor.Selection().Nodes
	if len(only) < 2 {
		only = nil
	}
	places := TidyPlaces(c.editor.Design(), only)
	if len(places) == 0 || !c.try(c.editor.Tidy(places)) {
		return false
	}
	if only == nil {
		c.Fit()
	}
	return true
}

// TidyPlaces works out where Tidy puts the nodes with these ids, or all of
// them if ids is nil. It is pure, so that a worker can do it for a large design.
func TidyPlaces(d *design.Design, ids []string) map[string][2]float64 {
	if ids == nil {
		ids = sortedKeys(d.Nodes)
	}
	t := &tidying{d: d, chosen: map[string]bool{}, homes: map[string]string{}, parents: map[string]string{}, places: map[string][2]float64{}}
	old := nothing
	for _, id := range ids {
		if n := d.Nodes[id]; n != nil {
			t.chosen[id] = true
			old = old.Union(box(n.At[0], n.At[1], cardW, cardH))
		}
	}
	if len(t.chosen) == 0 {
		return nil
	}
	t.findGroups()
	t.level("")
	t.anchor(old)
	t.aroundLocked()
	return t.places
}

// Room that a layout leaves between a group and what it holds: more than its
// frame takes, and on the grid.
const (
	tidyPad = 2 * Grid
	tidyTop = 3 * Grid
)

// tidying is a layout under way.
type tidying struct {
	d       *design.Design
	chosen  map[string]bool
	homes   map[string]string // node -> group directly around it
	parents map[string]string // group -> group around it
	places  map[string][2]float64
}

func (t *tidying) findGroups() {
	for _, id := range sortedKeys(t.d.Groups) {
		g := t.d.Groups[id]
		for _, n := range g.Nodes {
			t.homes[n] = id
		}
		for _, inner := range g.Groups {
			if t.parents[inner] == "" && !t.within(id, inner) {
				t.parents[inner] = id
			}
		}
	}
}

// within reports whether a group lies in another or is it.
func (t *tidying) within(group, other string) bool {
	for group != "" {
		if group == other {
			return true
		}
		group = t.parents[group]
	}
	return false
}

// item is a node or a group that is laid out as one box.
type item struct {
	node, group string
}

// level lays out what lies directly in a group ("" = the canvas), inner
// groups first, and returns the size of it all. Places are from (0, 0).
func (t *tidying) level(group string) Point {
	var items []item
	var boxes []layout.Box
	index := map[item]int{}
	add := func(it item, size Point, at [2]float64) {
		index[it] = len(items)
		items = append(items, it)
		boxes = append(boxes, layout.Box{W: size.X, H: size.Y, At: at})
	}
	for _, id := range sortedKeys(t.chosen) {
		if t.homes[id] == group {
			add(item{node: id}, Point{cardW, cardH}, t.d.Nodes[id].At)
		}
	}
	for _, id := range sortedKeys(t.d.Groups) {
		if t.parents[id] != group || id == group {
			continue
		}
		at, any := t.corner(id)
		if !any {
			continue
		}
		inner := t.level(id)
		add(item{group: id}, Point{inner.X + 2*tidyPad, inner.Y + tidyTop + tidyPad}, at)
	}
	var edges []layout.Edge
	for _, id := range sortedKeys(t.d.Edges) {
		e := t.d.Edges[id]
		a, okA := t.item(e.From.Node(), group, index)
		b, okB := t.item(e.To.Node(), group, index)
		if okA && okB && a != b {
			edges = append(edges, layout.Edge{From: a, To: b, Light: e.Async})
		}
	}
	size := Point{}
	for i, at := range layout.Layered(boxes, edges) {
		at = [2]float64{snapped(at[0]), snapped(at[1])}
		t.put(items[i], at)
		size = Point{max(size.X, at[0]+boxes[i].W), max(size.Y, at[1]+boxes[i].H)}
	}
	return size
}

// corner is the top left corner of the chosen nodes in a group.
func (t *tidying) corner(group string) (at [2]float64, any bool) {
	at = [2]float64{math.Inf(1), math.Inf(1)}
	for id := range t.chosen {
		if t.within(t.homes[id], group) && t.homes[id] != "" {
			n := t.d.Nodes[id]
			at, any = [2]float64{min(at[0], n.At[0]), min(at[1], n.At[1])}, true
		}
	}
	return at, any
}

// item returns the box in a group that holds a node.
func (t *tidying) item(node, group string, index map[item]int) (int, bool) {
	if !t.chosen[node] {
		return 0, false
	}
	it, home := item{node: node}, t.homes[node]
	for home != group {
		if home == "" {
			return 0, false
		}
		it, home = item{group: home}, t.parents[home]
	}
	i, ok := index[it]
	return i, ok
}

// put places a node, or moves all that was laid out in a group.
func (t *tidying) put(it item, at [2]float64) {
	if it.node != "" {
		t.places[it.node] = at
		return
	}
	for id, p := range t.places {
		if t.homes[id] != "" && t.within(t.homes[id], it.group) {
			t.places[id] = [2]float64{p[0] + at[0] + tidyPad, p[1] + at[1] + tidyTop}
		}
	}
}

// anchor moves everything so that its top left corner is where it was, or so
// that a locked node is.
func (t *tidying) anchor(old Rect) {
	now := nothing
	for _, p := range t.places {
		now = now.Union(box(p[0], p[1], cardW, cardH))
	}
	by := Point{snapped(old.Min.X), snapped(old.Min.Y)}.Sub(now.Min)
	for _, id := range sortedKeys(t.places) {
		if n := t.d.Nodes[id]; n.Locked {
			by = point(n.At).Sub(point(t.places[id]))
			break
		}
	}
	for id, p := range t.places {
		t.places[id] = [2]float64{p[0] + by.X, p[1] + by.Y}
	}
}

// aroundLocked puts locked nodes back and moves what they would cover down.
func (t *tidying) aroundLocked() {
	var fixed []Rect
	for _, id := range sortedKeys(t.places) {
		if n := t.d.Nodes[id]; n.Locked {
			fixed = append(fixed, box(n.At[0], n.At[1], cardW, cardH))
			delete(t.places, id)
		}
	}
	if len(fixed) == 0 {
		return
	}
	for _, id := range sortedKeys(t.places) {
		p := t.places[id]
		for again := true; again; {
			again = false
			for _, r := range fixed {
				if r.Meets(box(p[0], p[1], cardW, cardH).Grow(Grid / 2)) {
					p[1] = snapped(r.Max.Y + layout.BoxGap)
					again = true
				}
			}
		}
		t.places[id] = p
		fixed = append(fixed, box(p[0], p[1], cardW, cardH))
	}
}
