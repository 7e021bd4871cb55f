package canvas

import (
	"slices"

	"weir/app/edit"
)

// press is a pointer that went down and has not moved yet: it becomes a
// click or a drag.
type press struct {
	first Pointer
	hit   Hit
	fresh bool // the press itself selected what it hit
}

// press begins what a pointer going down begins.
func (c *Canvas) press(p Pointer) gesture {
	if r := c.minimap(); !r.Empty() && r.Has(p.At) && p.Button == 0 {
		g := &overview{}
		g.move(c, p)
		return g
	}
	if p.Button == 1 || p.Button == 0 && c.space {
		return &pan{c.view, p.At}
	}
	h := c.hit(p)
	g := &press{first: p, hit: h}
	if p.Button == 0 && !p.Shift && !p.Ctrl && !h.isPort() {
		g.fresh = c.selectHit(h)
	}
	return g
}

// selectHit selects what was hit alone, unless it is selected already.
func (c *Canvas) selectHit(h Hit) bool {
	s := c.editor.Selection()
	switch {
	case h.Node != "" && !s.HasNode(h.Node):
		c.editor.SelectNodes(h.Node)
	case h.Edge != "" && !s.HasEdge(h.Edge):
		c.editor.SelectEdges(h.Edge)
	case h.Group != "" && !s.HasGroup(h.Group):
		c.editor.Select(edit.Selection{Groups: []string{h.Group}})
	case h.Note != "" && !s.HasNote(h.Note):
		c.editor.Select(edit.Selection{Notes: []string{h.Note}})
	default:
		return false
	}
	return true
}

func (g *press) move(c *Canvas, p Pointer) {
	limit := float64(threshold)
	if p.Touch {
		limit = thresholdTouch
	}
	if p.At.Dist(g.first.At) < limit {
		return
	}
	c.gesture = g.drag(c)
	if c.gesture != nil {
		c.gesture.move(c, p)
	}
	c.redraw()
}

// drag is what a press becomes when the pointer moves.
func (g *press) drag(c *Canvas) gesture {
	p, h := g.first, g.hit
	switch {
	case p.Button == 2:
		return &pan{c.view, p.At}
	case p.Button != 0:
		return nil
	case c.readOnly:
		return g.dragGround(c)
	case h.isPort():
		return newConnect(c, h.portEnd(), h.Out)
	case h.End && !p.Alt:
		return newReconnect(c, h.Edge, h.Head)
	case h.Grip && !p.Alt:
		return newSizing(c, h.Note, p)
	case h.Node != "" || h.Group != "" || h.Note != "":
		return g.dragThing(c)
	case p.Alt:
		return &slice{from: c.view.World(p.At), to: c.view.World(p.At)}
	}
	return g.dragGround(c)
}

// dragThing moves what is selected, or a copy of it with Alt.
func (g *press) dragThing(c *Canvas) gesture {
	if (g.first.Shift || g.first.Ctrl) && !c.selected(g.hit) {
		c.extend(g.hit)
	}
	if g.first.Alt {
		c.editor.Begin()
		if !c.try(c.editor.Duplicate([2]float64{}, false)) {
			c.editor.Cancel()
			return nil
		}
		return newMove(c, g.first, g.hit, true)
	}
	return newMove(c, g.first, g.hit, false)
}

// dragGround pans or draws a marquee. A finger always pans: it has no other
// way to.
func (g *press) dragGround(c *Canvas) gesture {
	if (c.mapStyle || g.first.Touch) && !g.first.Shift {
		return &pan{c.view, g.first.At}
	}
	return newMarquee(c, g.first)
}

// selected reports whether what was hit is selected.
func (c *Canvas) selected(h Hit) bool {
	s := c.editor.Selection()
	return s.HasNode(h.Node) || s.HasEdge(h.Edge) || s.HasGroup(h.Group) || s.HasNote(h.Note)
}

// extend adds what was hit to the selection, or takes it out.
func (c *Canvas) extend(h Hit) {
	s := c.editor.Selection()
	switch {
	case h.Node != "":
		c.editor.ToggleNode(h.Node)
	case h.Edge != "":
		c.editor.ToggleEdge(h.Edge)
	case h.Group != "":
		c.editor.Select(edit.Selection{Nodes: s.Nodes, Edges: s.Edges, Notes: s.Notes, Groups: append(slices.Clone(s.Groups), h.Group)})
	case h.Note != "":
		c.editor.Select(edit.Selection{Nodes: s.Nodes, Edges: s.Edges, Groups: s.Groups, Notes: append(slices.Clone(s.Notes), h.Note)})
	}
}

// up is a click.
func (g *press) up(c *Canvas, p Pointer) {
	h := g.hit
	if g.first.Button == 2 {
		c.selectHit(h)
		if c.host.Menu != nil {
			c.host.Menu(p.At, h)
		}
		return
	}
	if g.first.Button != 0 {
		return
	}
	if c.tapped != nil || h.isPort() {
		c.tap(p, h)
		return
	}
	if g.first.Clicks == 2 {
		c.doubleClick(p, h)
		return
	}
	switch {
	case p.Shift || p.Ctrl:
		c.extend(h)
	case h.empty():
		c.editor.SelectNone()
		c.focus = ""
	case !g.fresh && h.Node != "":
		c.editor.SelectNodes(h.Node)
	}
}

func (c *Canvas) doubleClick(p Pointer, h Hit) {
	switch {
	case h.empty():
		c.quickAdd(p.At, nil)
	case h.Node != "":
		if c.host.Inspect != nil {
			c.host.Inspect()
		}
	case c.scene.folds.block[h.Group] != nil && !c.readOnly:
		c.fold()
	case (h.Group != "" || h.Note != "") && c.host.Rename != nil:
		c.host.Rename(h)
	}
}

func (g *press) cancel(*Canvas) {}
func (g *press) rim() bool      { return false }
