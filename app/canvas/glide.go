package canvas

import "weir/app/edit"

// glideTime is how long the view takes to a place it was sent to, seconds.
const glideTime = 0.26

// glide is the view on its way.
type glide struct {
	from, to View
	t        float64 // 0…1
}

// View returns what part of the world is shown.
func (c *Canvas) View() View { return c.view }

// SetView shows a part of the world at once: what a link carries.
func (c *Canvas) SetView(zoom float64, origin Point) {
	v := c.view
	v.Zoom, v.Origin = clamp(zoom, minZoom, maxZoom), origin
	c.viewed = true
	c.setView(v)
}

func (c *Canvas) setView(v View) {
	if v == c.view {
		return
	}
	zoomed := v.Zoom != c.view.Zoom
	c.view = v
	c.viewed = true
	if zoomed && c.host.Viewed != nil {
		c.host.Viewed(v)
	}
	c.redraw()
}

// Resize tells the canvas how large its element is, CSS pixels. The middle
// of the view stays where it is; the first size shows the whole design.
func (c *Canvas) Resize(w, h float64) {
	old := c.view.Size
	if (Point{w, h}) == old {
		return
	}
	c.view.Size = Point{w, h}
	if !c.viewed {
		c.firstFit()
	} else if old.X > 0 {
		c.view.Origin = c.view.Origin.Add(c.view.Size.Sub(old).Mul(0.5))
	}
	c.redraw()
}

// On a narrow canvas a whole design would be too small to read: it opens
// where the work begins instead.
const (
	narrow   = 720 // CSS pixels
	legible  = 0.5 // least zoom at which titles can be read
	readable = 0.7 // zoom at which everything can
)

// firstFit shows the whole design, not larger than life, until somebody
// chooses a view.
func (c *Canvas) firstFit() {
	if c.view.Size.X <= 0 {
		return
	}
	r := c.scene.Bounds()
	if r.Empty() {
		c.view.Zoom = 1
		c.view = c.view.Centred(Point{})
	} else {
		c.view = c.view.Fit(r)
		switch first := c.scene.first(); {
		case c.view.Zoom > 1:
			c.view = c.view.settled(r, 1)
		case c.view.Size.X < narrow && c.view.Zoom < legible && first != nil:
			c.view = c.view.opening(first.Bounds(), r)
		}
	}
	if c.host.Viewed != nil {
		c.host.Viewed(c.view)
	}
}

// Fit shows everything.
func (c *Canvas) Fit() { c.glideTo(c.view.Fit(c.scene.Bounds())) }

// FitSelection shows what is selected, or everything if nothing is.
func (c *Canvas) FitSelection() {
	r := c.extent()
	if r.Empty() {
		r = c.scene.Bounds()
	}
	c.glideTo(c.view.Fit(r))
}

// Find selects something and brings it into view.
func (c *Canvas) Find(s edit.Selection) {
	c.editor.Select(s)
	c.glideTo(c.view.Reveal(c.extent()))
}

// extent is the least rectangle around what is selected.
func (c *Canvas) extent() Rect {
	s := c.editor.Selection()
	r := nothing
	for _, id := range s.Nodes {
		if card := c.scene.shown(id); card != nil {
			r = r.Union(card.Bounds())
		}
	}
	for _, id := range s.Edges {
		if w := c.scene.wires[id]; w != nil {
			r = r.Union(w.Route.Bounds())
		}
	}
	for _, f := range c.scene.groups {
		if s.HasGroup(f.ID) {
			r = r.Union(f.Bounds)
		}
	}
	for _, id := range s.Notes {
		r = r.Union(NoteBounds(c.scene.doc.Notes[id]))
	}
	return r
}

// Reveal moves the view as little as needed to show a node.
func (c *Canvas) Reveal(node string) {
	if card := c.scene.shown(node); card != nil {
		c.glideTo(c.view.Reveal(card.Bounds()))
	}
}

// Show brings a node or an edge to the middle of the view and selects it:
// what a click on a problem does.
func (c *Canvas) Show(node, edge string) {
	r := c.scene.BoundsOf([]string{node})
	if w := c.scene.wires[edge]; w != nil {
		r = r.Union(w.Route.Bounds())
		c.editor.SelectEdges(edge)
	} else if !r.Empty() {
		c.editor.SelectNodes(node)
	}
	if r.Empty() {
		return
	}
	v := c.view
	v.Zoom = max(v.Zoom, 0.7)
	c.glideTo(v.Centred(r.Centre()))
}

func (c *Canvas) glideTo(v View) {
	c.viewed = true
	if c.still || v == c.view {
		c.glide = nil
		c.setView(v)
		return
	}
	c.glide = &glide{from: c.view, to: v}
	c.redraw()
}

// How far from the rim, CSS pixels, a drag makes the view follow, and how
// fast it does at most, CSS pixels per second.
const (
	rimWidth = 32
	rimSpeed = 900
)

// Animate moves on what moves by itself by dt seconds. It reports whether
// another frame is needed.
func (c *Canvas) Animate(dt float64) bool {
	more := c.stream.run(dt)
	if g := c.glide; g != nil {
		g.t = min(g.t+dt/glideTime, 1)
		g.to.Size = c.view.Size
		ease := 1 - (1-g.t)*(1-g.t)*(1-g.t)
		if g.t >= 1 {
			c.glide = nil
			c.setView(g.to)
		} else {
			c.setView(g.from.between(g.to, ease))
			more = true
		}
	}
	if c.gesture != nil && c.gesture.rim() {
		push := Point{rimPush(c.last.At.X, c.view.Size.X), rimPush(c.last.At.Y, c.view.Size.Y)}
		if push != (Point{}) {
			c.setView(c.view.Pan(push.Mul(min(dt, 0.05) * rimSpeed)))
			c.gesture.move(c, c.last)
			more = true
		}
	}
	return more
}

// rimPush is how hard a pointer at x pushes the content, −1…1.
func rimPush(x, size float64) float64 {
	switch {
	case x < rimWidth:
		return min((rimWidth-x)/rimWidth, 1)
	case x > size-rimWidth:
		return max((size-rimWidth-x)/rimWidth, -1)
	}
	return 0
}

// Whole is the zoom and origin that show everything.
func (c *Canvas) Whole() (zoom float64, origin Point) {
	v := c.view.Fit(c.scene.Bounds())
	return v.Zoom, v.Origin
}

// SetFullDetail draws everything on every card whatever the zoom: what the
// levels of detail are worth is measured with it.
func (c *Canvas) SetFullDetail(on bool) {
	c.view.full = on
	c.redraw()
}
