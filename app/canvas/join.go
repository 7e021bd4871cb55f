package canvas

import "slices"

// What is dragged into the frame of a group becomes part of it, and leaves the
// group whose frame it is dragged out of. While it is in the hand, the frame
// of a group that keeps it follows.

// open is a group of which some is in the hand and some is not.
type open struct {
	stays  Rect // around what rests of what it holds directly
	held   Rect // around what is in the hand of that
	ground Rect // its frame without what is in the hand
}

// take finds which groups are in the hand, wholly or in part. Inner groups come
// before those around them.
func (s *Scene) take() {
	s.heldGroups, s.open = map[string]bool{}, map[string]*open{}
	for _, f := range slices.Backward(s.groups) {
		members := s.members(f.ID)
		s.heldGroups[f.ID] = !slices.ContainsFunc(members, func(id string) bool { return !s.lifted[id] })
		if !f.folded && !s.heldGroups[f.ID] && slices.ContainsFunc(members, func(id string) bool { return s.lifted[id] }) {
			s.open[f.ID] = s.partOf(f.ID)
			s.open[f.ID].ground = s.outline(f.ID, nil, 0)
		}
	}
}

// partOf divides what a group holds directly into what rests and what is in
// the hand. Inner groups that are open themselves are in neither.
func (s *Scene) partOf(group string) *open {
	o := &open{stays: nothing, held: nothing}
	add := func(held bool, r Rect) {
		if held {
			o.held = o.held.Union(r)
			return
		}
		o.stays = o.stays.Union(r)
	}
	g := s.doc.Groups[group]
	for _, id := range g.Nodes {
		add(s.lifted[id], s.BoundsOf([]string{id}))
	}
	for _, f := range s.groups {
		if slices.Contains(g.Groups, f.ID) && s.open[f.ID] == nil {
			add(s.heldGroups[f.ID], f.Bounds)
		}
	}
	return o
}

// outline is the frame of an open group as it will be when m lets go; without
// what is in the hand if m is nil.
func (s *Scene) outline(group string, m *move, depth int) Rect {
	o := s.open[group]
	r := o.stays
	switch {
	case m == nil:
	case !m.joins():
		r = r.Union(o.held.Shift(m.by))
	case m.into == group:
		r = r.Union(m.bounds.Shift(m.by))
	}
	for _, inner := range s.doc.Groups[group].Groups {
		if s.open[inner] != nil && depth < len(s.open) { // they may hold each other in a ring
			r = r.Union(s.outline(inner, m, depth+1))
		}
	}
	return around(r)
}

// frameAt is the innermost group whose frame is at a place and not in the
// hand, "" if there is none.
func (s *Scene) frameAt(p Point) string {
	for _, f := range slices.Backward(s.groups) {
		if f.Bounds.Has(p) && !s.heldGroups[f.ID] {
			return f.ID
		}
	}
	return ""
}

// frameNow is where the frame of a group is at this moment.
func (c *Canvas) frameNow(f *Frame) Rect {
	m, ok := c.gesture.(*move)
	switch {
	case ok && c.scene.open[f.ID] != nil:
		return c.scene.outline(f.ID, m, 0)
	case ok && c.scene.heldGroups[f.ID]:
		return f.Bounds.Shift(m.by)
	}
	return f.Bounds
}

// weigh finds what joins a group when it is let go: the groups that are wholly
// in the hand, and the nodes in none of them. A group of which a locked part
// stays behind joins nothing.
func (g *move) weigh(c *Canvas) {
	s, inside := c.scene, map[string]bool{}
	g.home, g.bounds = g.frame(c), nothing
	for _, f := range s.groups { // outermost first
		if !s.heldGroups[f.ID] {
			continue
		}
		if !inside[f.ID] {
			g.groups = append(g.groups, f.ID)
			g.bounds = g.bounds.Union(f.Bounds)
		}
		for _, id := range s.doc.Groups[f.ID].Groups {
			inside[id] = true
		}
		for _, id := range s.members(f.ID) {
			inside[id] = true
		}
	}
	for _, id := range g.nodes {
		if !inside[id] {
			g.loose = append(g.loose, id)
			g.bounds = g.bounds.Union(s.cards[id].Bounds())
		}
	}
	g.stuck = slices.ContainsFunc(c.editor.Selection().Groups, func(id string) bool { return s.open[id] != nil })
}

// frame is the group that what is in the hand would come to be in. It goes by
// the pointer and by the middle of the card that was taken hold of: either is
// enough to come into a frame, or to stay.
func (g *move) frame(c *Canvas) string {
	a, b := c.scene.frameAt(g.start.Add(g.by)), c.scene.frameAt(g.middle.Add(g.by))
	if a == "" || b != "" && b == g.home {
		return b
	}
	return a
}

// joins reports whether what is in the hand would change its group.
func (g *move) joins() bool { return len(g.loose)+len(g.groups) > 0 && g.into != g.home }
