package canvas

import "math"

// Mods are the modifier keys held during an event. Ctrl is Ctrl or Cmd.
type Mods struct{ Shift, Ctrl, Alt bool }

// Pointer is a pointer event.
type Pointer struct {
	ID     int
	At     Point // CSS pixels from the canvas's corner
	Button int   // 0 main, 1 middle, 2 secondary
	Clicks int   // 2 = the second press of a double click
	Touch  bool
	Mods
}

// gesture is what goes on between press and release.
type gesture interface {
	move(c *Canvas, p Pointer)
	up(c *Canvas, p Pointer)
	cancel(c *Canvas)
	rim() bool // the view follows when the pointer comes to the rim
}

// How far a pointer moves before a press is a drag, CSS pixels.
const (
	threshold      = 4
	thresholdTouch = 6
)

// LongPress is how long a touch rests before it is a long press, in
// milliseconds.
const LongPress = 500

// Down begins a gesture.
func (c *Canvas) Down(p Pointer) {
	c.keyboard = false
	c.last = p
	c.glide = nil
	if p.Touch {
		c.touches[p.ID] = p.At
		if len(c.touches) == 2 {
			c.abort()
			c.gesture = newPinch(c)
			return
		}
	}
	if c.gesture != nil {
		return
	}
	c.gesture = c.press(p)
	c.redraw()
}

// Move goes on with a gesture or, without one, follows the pointer.
func (c *Canvas) Move(p Pointer) {
	if p.Touch {
		if _, down := c.touches[p.ID]; down {
			c.touches[p.ID] = p.At
		}
	}
	c.last = p
	if c.gesture != nil {
		c.gesture.move(c, p)
		return
	}
	c.point(p)
}

// point shows what is under a pointer that is not pressed.
func (c *Canvas) point(p Pointer) {
	if c.tapped != nil {
		c.tapped.aim(c, p)
		c.redraw()
	}
	if h := c.hit(p); h != c.hover {
		c.hover = h
		c.redraw()
	}
}

// Up ends a gesture.
func (c *Canvas) Up(p Pointer) {
	delete(c.touches, p.ID)
	c.last = p
	if g := c.gesture; g != nil {
		if _, pinching := g.(*pinch); pinching && len(c.touches) > 0 {
			return
		}
		c.gesture = nil
		g.up(c, p)
		c.redraw()
	}
}

// Leave forgets the pointer when it leaves the canvas.
func (c *Canvas) Leave() {
	if c.gesture == nil && !c.hover.empty() {
		c.hover = Hit{}
		c.redraw()
	}
}

// Abort takes a gesture back: the browser took the pointer away.
func (c *Canvas) Abort() {
	clear(c.touches)
	c.abort()
}

// abort takes the gesture under way back. It reports whether there was one.
func (c *Canvas) abort() bool {
	g := c.gesture
	c.gesture = nil
	if g == nil {
		return false
	}
	g.cancel(c)
	c.redraw()
	return true
}

// Held tells the canvas that a touch rested for LongPress.
func (c *Canvas) Held() {
	p, ok := c.gesture.(*press)
	if !ok || !p.first.Touch {
		return
	}
	c.gesture = nil
	switch {
	case p.hit.empty():
		c.gesture = newMarquee(c, p.first)
	case c.host.Menu != nil && !p.hit.isPort():
		c.selectHit(p.hit)
		c.gesture = &held{p.first.At, p.hit}
	}
	c.redraw()
}

// Wheel pans or zooms. Deltas are in CSS pixels; a pinch on a trackpad
// arrives as a wheel with Ctrl.
func (c *Canvas) Wheel(at, delta Point, m Mods) {
	c.glide = nil
	if m.Ctrl || c.mapStyle && !m.Shift {
		step := clamp(delta.Y, -60, 60) // a notch of a mouse wheel is 100 or more
		c.setView(c.view.ZoomAt(at, math.Exp(-step*0.01)))
	} else {
		if m.Shift && math.Abs(delta.X) < math.Abs(delta.Y) { // some browsers have turned it already
			delta = Point{delta.Y, 0}
		}
		c.setView(c.view.Pan(delta.Mul(-1)))
	}
	if c.gesture != nil {
		c.gesture.move(c, c.last)
	}
}

func (c *Canvas) hit(p Pointer) Hit {
	if id := c.cornerAt(p); id != "" {
		return Hit{Note: id, Grip: true}
	}
	return c.scene.Hit(c.view.World(p.At), c.view, p.Touch)
}

// Cursor is the CSS cursor that suits what is going on.
func (c *Canvas) Cursor() string {
	switch c.gesture.(type) {
	case *pan:
		return "grabbing"
	case *move:
		return "grabbing"
	case *connect, *slice:
		return "crosshair"
	case *sizing:
		return "nwse-resize"
	}
	switch h := c.hover; {
	case c.space:
		return "grab"
	case c.tapped != nil || h.isPort():
		return "crosshair"
	case h.Grip:
		return "nwse-resize"
	case h.Node != "" || h.Note != "" || h.Group != "":
		return "default"
	case h.Edge != "":
		return "pointer"
	case c.mapStyle:
		return "grab"
	}
	return "default"
}

// Capture says whether moves outside the element should still be delivered.
func (c *Canvas) Capture() bool { return c.gesture != nil }

// pinch is two fingers: they pan and zoom together.
type pinch struct {
	view View
	a, b Point
}

func newPinch(c *Canvas) *pinch {
	a, b := c.twoTouches()
	return &pinch{c.view, a, b}
}

func (c *Canvas) twoTouches() (a, b Point) {
	ids := make([]int, 0, 2)
	for id := range c.touches {
		ids = append(ids, id)
	}
	if len(ids) < 2 {
		return Point{}, Point{}
	}
	if ids[0] > ids[1] {
		ids[0], ids[1] = ids[1], ids[0]
	}
	return c.touches[ids[0]], c.touches[ids[1]]
}

func (g *pinch) move(c *Canvas, _ Pointer) {
	if len(c.touches) < 2 {
		return
	}
	a, b := c.twoTouches()
	before, now := g.a.Add(g.b).Mul(0.5), a.Add(b).Mul(0.5)
	factor := max(a.Dist(b), 1) / max(g.a.Dist(g.b), 1)
	c.setView(g.view.Pan(now.Sub(before)).ZoomAt(now, factor))
}

func (g *pinch) up(*Canvas, Pointer) {}
func (g *pinch) cancel(*Canvas)      {}
func (g *pinch) rim() bool           { return false }

// pan moves the view with the pointer.
type pan struct {
	view  View
	start Point
}

func (g *pan) move(c *Canvas, p Pointer) { c.setView(g.view.Pan(p.At.Sub(g.start))) }
func (g *pan) up(*Canvas, Pointer)       {}
func (g *pan) cancel(c *Canvas)          { c.setView(g.view) }
func (g *pan) rim() bool                 { return false }

// held is a finger that has rested on a part. The menu opens when it is
// lifted: under the finger, lifting it would press a line of the menu.
type held struct {
	at  Point
	hit Hit
}

func (g *held) move(*Canvas, Pointer)   {}
func (g *held) up(c *Canvas, _ Pointer) { c.host.Menu(g.at, g.hit) }
func (g *held) cancel(*Canvas)          {}
func (g *held) rim() bool               { return false }
