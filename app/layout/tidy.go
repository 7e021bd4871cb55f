package layout

import (
	"maps"
	"math"
	"slices"

	"weir/engine/design"
)

// The size of a card, and the step that places snap to, world pixels.
const (
	CardW = 208
	CardH = 108
	Grid  = 16
)

// Room that a layout leaves between a group and what it holds: more than its
// frame takes, and on the grid.
const (
	framePad = 2 * Grid
	frameTop = 3 * Grid
)

// Tidy works out where the nodes with these ids go, or all nodes if ids is
// nil, so that work runs to the right and few edges cross. Locked nodes stay
// where they are, groups stay together, a folded group counts as one card.
// What was at the top left stays there. Progress, which may be nil, hears
// how much is done, 0 to 1. It is pure: a worker can do it.
func Tidy(d *design.Design, ids []string, progress func(float64)) map[string][2]float64 {
	if ids == nil {
		ids = slices.Collect(maps.Keys(d.Nodes))
	}
	t := &tidying{d: d, chosen: map[string]bool{}, homes: map[string]string{}, parents: map[string]string{}, places: map[string][2]float64{}}
	old := [2]float64{math.Inf(1), math.Inf(1)}
	for _, id := range ids {
		if n := d.Nodes[id]; n != nil {
			t.chosen[id] = true
			old = [2]float64{min(old[0], n.At[0]), min(old[1], n.At[1])}
		}
	}
	if len(t.chosen) == 0 {
		return nil
	}
	t.tell = func(share float64) {
		if progress != nil {
			progress(share)
		}
	}
	t.findGroups()
	t.level("")
	t.anchor(old)
	t.aroundLocked()
	t.tell(1)
	return t.places
}

// tidying is a layout under way.
type tidying struct {
	d       *design.Design
	chosen  map[string]bool
	homes   map[string]string // node -> group directly around it
	parents map[string]string // group -> group around it
	places  map[string][2]float64
	done    int // nodes that are laid out
	tell    func(float64)
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

func snapped(x float64) float64 { return math.Round(x/Grid) * Grid }

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

// content is what lies directly in a group: boxes and the edges between them.
type content struct {
	items []item
	boxes []Box
	index map[item]int
}

func (c *content) add(it item, w, h float64, at [2]float64) {
	c.index[it] = len(c.items)
	c.items = append(c.items, it)
	c.boxes = append(c.boxes, Box{W: w, H: h, At: at})
}

// level lays out what lies directly in a group ("" = the canvas), inner
// groups first, and returns the size of it all. Places are from (0, 0).
func (t *tidying) level(group string) (w, h float64) {
	c := content{index: map[item]int{}}
	for _, id := range sortedKeys(t.chosen) {
		if t.homes[id] == group {
			c.add(item{node: id}, CardW, CardH, t.d.Nodes[id].At)
		}
	}
	for _, id := range sortedKeys(t.d.Groups) {
		if t.parents[id] != group || id == group {
			continue
		}
		at, some := t.corner(id)
		switch {
		case !some:
		case t.d.Groups[id].Collapsed:
			t.keep(id, at)
			c.add(item{group: id}, CardW, CardH, at)
		default:
			w, h := t.level(id)
			c.add(item{group: id}, w+2*framePad, h+frameTop+framePad, at)
		}
	}
	before, all := t.done, float64(len(t.chosen))
	places := Layered(c.boxes, t.edges(group, &c), func(share float64) {
		t.tell((float64(before) + share*float64(len(c.items))) / all * 0.98)
	})
	t.done = min(before+len(c.items), len(t.chosen))
	for i, at := range places {
		at = [2]float64{snapped(at[0]), snapped(at[1])}
		t.put(c.items[i], at)
		w, h = max(w, at[0]+c.boxes[i].W), max(h, at[1]+c.boxes[i].H)
	}
	return w, h
}

// edges are those between the boxes in a group.
func (t *tidying) edges(group string, c *content) []Edge {
	var out []Edge
	for _, id := range sortedKeys(t.d.Edges) {
		e := t.d.Edges[id]
		a, okA := t.item(e.From.Node(), group, c.index)
		b, okB := t.item(e.To.Node(), group, c.index)
		if okA && okB && a != b {
			out = append(out, Edge{From: a, To: b, Light: e.Async})
		}
	}
	return out
}

// keep leaves the nodes of a folded group as they stand to each other: only
// their block is laid out.
func (t *tidying) keep(group string, corner [2]float64) {
	for id := range t.chosen {
		if t.homes[id] != "" && t.within(t.homes[id], group) {
			n := t.d.Nodes[id]
			t.places[id] = [2]float64{n.At[0] - corner[0], n.At[1] - corner[1]}
		}
	}
}

// corner is the top left corner of the chosen nodes in a group.
func (t *tidying) corner(group string) (at [2]float64, some bool) {
	at = [2]float64{math.Inf(1), math.Inf(1)}
	for id := range t.chosen {
		if t.homes[id] != "" && t.within(t.homes[id], group) {
			n := t.d.Nodes[id]
			at, some = [2]float64{min(at[0], n.At[0]), min(at[1], n.At[1])}, true
		}
	}
	return at, some
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
	pad := [2]float64{framePad, frameTop}
	if t.d.Groups[it.group].Collapsed {
		pad = [2]float64{}
	}
	for id, p := range t.places {
		if t.homes[id] != "" && t.within(t.homes[id], it.group) {
			t.places[id] = [2]float64{p[0] + at[0] + pad[0], p[1] + at[1] + pad[1]}
		}
	}
}

// anchor moves everything so that its top left corner is where it was, or so
// that a locked node is.
func (t *tidying) anchor(old [2]float64) {
	now := [2]float64{math.Inf(1), math.Inf(1)}
	for _, p := range t.places {
		now = [2]float64{min(now[0], p[0]), min(now[1], p[1])}
	}
	by := [2]float64{snapped(old[0]) - now[0], snapped(old[1]) - now[1]}
	for _, id := range sortedKeys(t.places) {
		if n := t.d.Nodes[id]; n.Locked {
			by = [2]float64{n.At[0] - t.places[id][0], n.At[1] - t.places[id][1]}
			break
		}
	}
	for id, p := range t.places {
		t.places[id] = [2]float64{p[0] + by[0], p[1] + by[1]}
	}
}

// aroundLocked puts locked nodes back and moves what they would cover down.
func (t *tidying) aroundLocked() {
	var fixed [][2]float64
	for _, id := range sortedKeys(t.places) {
		if n := t.d.Nodes[id]; n.Locked {
			fixed = append(fixed, n.At)
			delete(t.places, id)
		}
	}
	if len(fixed) == 0 {
		return
	}
	covers := func(a, b [2]float64) bool {
		return math.Abs(a[0]-b[0]) <= CardW+Grid/2 && math.Abs(a[1]-b[1]) <= CardH+Grid/2
	}
	for _, id := range sortedKeys(t.places) {
		p := t.places[id]
		for again := true; again; {
			again = false
			for _, f := range fixed {
				if covers(p, f) {
					p[1] = snapped(f[1] + CardH + BoxGap)
					again = true
				}
			}
		}
		t.places[id] = p
		fixed = append(fixed, p)
	}
}
