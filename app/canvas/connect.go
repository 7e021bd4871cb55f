package canvas

import (
	"weir/app/edit"
	"weir/engine/component"
	"weir/engine/design"
)

// wiring is a wire in the making: from one end, towards the pointer.
type wiring struct {
	end     design.End // the end that is fixed
	out     bool       // it is an output
	fits    map[design.End]bool
	edge    string // the edge whose other end is being moved, "" = a new one
	pointer Point  // world
	to      *design.End
	refused component.Text // why what is under the pointer does not fit
}

func newWiring(c *Canvas, end design.End, out bool, edge string) *wiring {
	w := &wiring{end: end, out: out, edge: edge, fits: map[design.End]bool{}, pointer: c.scene.endAt(end, out)}
	for _, e := range c.editor.Fitting(end) {
		w.fits[e] = true
	}
	return w
}

// endAt is where an end lies.
func (s *Scene) endAt(end design.End, out bool) Point {
	card := s.shown(end.Node())
	if card == nil {
		return Point{}
	}
	if p, ok := card.Port(out, end.Port()); ok {
		return card.At().Add(p.At)
	}
	if out {
		return card.At().Add(Point{cardW, portY})
	}
	return card.At().Add(Point{0, portY})
}

// aim finds what the wire would connect to at the pointer: the port under
// it, or the first that fits of the card under it.
func (w *wiring) aim(c *Canvas, p Pointer) {
	w.pointer, w.to, w.refused = c.view.World(p.At), nil, component.Text{}
	h := c.hit(p)
	if h.Node == "" || h.Node == w.end.Node() {
		return
	}
	if h.isPort() {
		w.take(c, h.portEnd(), h.Out)
		return
	}
	card := c.scene.cards[h.Node]
	var first *design.End
	for _, port := range card.Ports {
		end := design.End{h.Node, port.Name}
		if port.Out == w.out {
			continue
		}
		if w.fits[end] {
			w.to = &end
			return
		}
		if first == nil {
			first = &end
		}
	}
	if first != nil {
		w.take(c, *first, !w.out)
	}
}

// take connects to an end if it fits, else says why not.
func (w *wiring) take(c *Canvas, end design.End, out bool) {
	if w.fits[end] && out != w.out {
		w.to = &end
		return
	}
	from, to := w.order(end)
	if r := c.editor.Check(from, to); r != nil {
		w.refused = r.Reason
	}
}

// order is the wire's ends as an edge has them.
func (w *wiring) order(end design.End) (from, to design.End) {
	if w.out {
		return w.end, end
	}
	return end, w.end
}

// finish draws the edge. It reports whether the wire had an end to go to.
func (w *wiring) finish(c *Canvas) bool {
	if w.to == nil {
		c.say(w.refused)
		return false
	}
	from, to := w.order(*w.to)
	if w.edge != "" {
		c.try(c.editor.Reconnect(w.edge, from, to))
		return true
	}
	_, err := c.editor.Connect(from, to)
	c.try(err)
	return true
}

// connect drags a wire.
type connect struct{ *wiring }

func newConnect(c *Canvas, end design.End, out bool) gesture {
	c.tapped = nil
	return &connect{newWiring(c, end, out, "")}
}

// newReconnect takes hold of one end of an edge.
func newReconnect(c *Canvas, edge string, head bool) gesture {
	ed := c.editor.Design().Edges[edge]
	fixed, old := ed.From, ed.To
	if !head {
		fixed, old = ed.To, ed.From
	}
	w := newWiring(c, fixed, head, edge)
	w.fits[old] = true // back to where it was
	return &connect{w}
}

func (g *connect) move(c *Canvas, p Pointer) {
	g.aim(c, p)
	c.redraw()
}

func (g *connect) up(c *Canvas, p Pointer) {
	if g.finish(c) || g.refused != (component.Text{}) {
		return
	}
	if h := c.hit(p); h.Node != "" {
		return
	}
	if g.edge != "" {
		if c.try(c.editor.Disconnect(g.edge)) {
			c.say(wordCut)
		}
		return
	}
	c.quickAdd(p.At, &g.end)
}

func (g *connect) cancel(*Canvas) {}
func (g *connect) rim() bool      { return true }

// tap is the way to connect without dragging: the first tap takes a port,
// the second gives it what to connect to; a tap elsewhere lets go.
func (c *Canvas) tap(p Pointer, h Hit) {
	if c.readOnly {
		return
	}
	if c.tapped == nil {
		c.tapped = newWiring(c, h.portEnd(), h.Out, "")
		c.tapped.aim(c, p)
		return
	}
	w := c.tapped
	c.tapped = nil
	w.aim(c, p)
	if h.Node != w.end.Node() {
		w.finish(c)
	}
}

// quickAdd opens the palette at a place of the screen.
func (c *Canvas) quickAdd(screen Point, end *design.End) {
	if c.host.QuickAdd == nil || c.readOnly {
		return
	}
	at := c.view.World(screen).Sub(Point{cardW / 2, cardH / 2})
	if end != nil { // the wire ends at a port, not at the middle
		at = c.view.World(screen).Sub(Point{0, portY})
		if !c.isOutput(*end) {
			at.X -= cardW
		}
	}
	c.host.QuickAdd(QuickAdd{Screen: screen, At: at.snap().Pair(), End: end})
}

func (c *Canvas) isOutput(end design.End) bool {
	card := c.scene.cards[end.Node()]
	if card == nil {
		return true
	}
	_, out := card.Port(true, end.Port())
	return out
}

// marquee selects what it touches.
type marquee struct {
	from, to Point // world
	before   edit.Selection
	keep     bool // adds to what was selected
	touch    bool
}

func newMarquee(c *Canvas, p Pointer) gesture {
	at := c.view.World(p.At)
	return &marquee{at, at, c.editor.Selection(), p.Shift || p.Ctrl, p.Touch}
}

func (g *marquee) move(c *Canvas, p Pointer) {
	g.to = c.view.World(p.At)
	s := c.scene.Within(span(g.from, g.to))
	if g.keep {
		s = edit.Selection{
			Nodes: append(s.Nodes, g.before.Nodes...), Edges: append(s.Edges, g.before.Edges...),
			Notes: append(s.Notes, g.before.Notes...), Groups: append(s.Groups, g.before.Groups...),
		}
	}
	c.editor.Select(s)
	c.redraw()
}

// up opens the menu of the ground where a finger rested and drew nothing.
func (g *marquee) up(c *Canvas, p Pointer) {
	if g.touch && c.host.Menu != nil && g.from.Dist(c.view.World(p.At))*c.view.Zoom < thresholdTouch {
		c.host.Menu(p.At, Hit{})
	}
}

func (g *marquee) cancel(c *Canvas) { c.editor.Select(g.before) }
func (g *marquee) rim() bool        { return true }

// slice cuts the wires a stroke crosses.
type slice struct{ from, to Point }

func (g *slice) move(c *Canvas, p Pointer) {
	g.to = c.view.World(p.At)
	c.redraw()
}

func (g *slice) up(c *Canvas, _ Pointer) {
	if ids := c.scene.Cut(g.from, g.to); len(ids) > 0 {
		c.try(c.editor.Slice(ids...))
	}
}

func (g *slice) cancel(*Canvas) {}
func (g *slice) rim() bool      { return false }
