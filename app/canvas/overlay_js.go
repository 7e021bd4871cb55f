//go:build js && wasm

package canvas

import (
	"syscall/js"

	"weir/engine/component"
	"weir/engine/design"
)

// ring is the rims of the selected cards as paths, kept until they change.
type ring struct {
	first            *string
	n                int
	stamp            uint64
	d                Detail
	resting, carried js.Value
}

// overlay paints what lies over the graph: what is lit, in the hand,
// selected, pointed at and going on.
func (p *painter) overlay(d Detail) {
	p.tagged = newTagging(&p.below)
	p.choked(d)
	p.litPath(d)
	p.streams(d)
	p.inTheHand(d)
	p.chosenRims(d)
	p.selectedWires()
	p.rings(d)
	p.hovered(d)
	p.making(d)
	p.carried()
	p.world(Point{})
	p.blockTitles(d)
	p.strokes()
	p.drawMini()
	p.screen()
	p.tooltips()
	p.focusRim()
}

// single draws some cards and wires outside the tiles.
func (p *painter) single(cards []*Card, wires []*Wire, d Detail) *leaf {
	sh := sheet{paths: map[ink][]byte{}}
	for _, w := range wires {
		sh.wire(w, w.Route, d)
	}
	for _, c := range cards {
		sh.card(c, d, p.c.scene.states.limit)
	}
	return p.sheets.make(sh)
}

// choked draws the edges whose link is overloaded.
func (p *painter) choked(d Detail) {
	s := p.c.scene
	p.world(Point{})
	for _, id := range sortedKeys(s.states.choked) {
		if w := s.wires[id]; w != nil && s.inTile(w) {
			p.wire(w, w.Route, p.theme.criticalFill, 1, d)
		}
	}
}

// litPath draws the path that is shown bright.
func (p *painter) litPath(d Detail) {
	l := p.c.lit
	if l == nil {
		return
	}
	s := p.c.scene
	p.world(Point{})
	var path []*Wire
	for _, id := range sortedKeys(l.edges) {
		if w := s.wires[id]; w != nil && !w.within {
			p.wire(w, w.Route, p.theme.accent, 0.5, d)
			path = append(path, w)
			p.tagged.lines[id] = true
		}
	}
	if d == Full {
		for _, w := range path {
			p.rates(w, p.theme.accent, false)
		}
	}
	var cards []*Card
	for _, id := range sortedKeys(l.nodes) {
		if c := s.cards[id]; c != nil && !s.hidden(id) {
			cards = append(cards, c)
		}
	}
	p.cards([]*leaf{p.single(cards, nil, d)}, d)
	if d >= Brief {
		for _, c := range cards {
			p.outline(c, p.theme.accent, 1)
		}
		p.write(cards, d)
		p.chips(cards, d)
	}
}

// wire strokes one edge.
func (p *painter) wire(w *Wire, r Route, ink *color, wider float64, d Detail) {
	if w.Edge.Async && d >= Brief {
		p.pen.setDash(5, 6)
	}
	p.pen.setLine(ink, p.hair(float64(w.width)/2+wider))
	p.pen.stroke.Invoke(path(appendRoute(nil, r, d)))
	p.pen.setDash()
	if r.head && d >= Brief {
		p.pen.setInk(ink)
		p.pen.fill.Invoke(path(appendHead(nil, r)))
	}
}

// selectedWires draws the selected edges over all others, and the one
// pointed at.
func (p *painter) selectedWires() {
	s, d := p.c.scene, p.c.view.Detail()
	p.world(Point{})
	view := p.c.view.Visible()
	hover := p.c.hover.Edge
	if w := s.wires[hover]; w != nil && p.c.gesture == nil && !p.c.editor.Selection().HasEdge(hover) {
		p.wire(w, w.Route, p.theme.text2, 0.5, d)
		if d == Full {
			p.rates(w, p.theme.text2, true)
		}
	}
	reconnecting := ""
	if g, ok := p.c.gesture.(*connect); ok {
		reconnecting = g.edge
	}
	var chosen []*Wire
	for _, id := range p.c.editor.Selection().Edges {
		w := s.wires[id]
		if w == nil || w.within || id == reconnecting || !s.inTile(w) || !w.Route.Bounds().Grow(16).Meets(view) {
			continue
		}
		p.wire(w, w.Route, p.theme.accent, 0.5, d)
		chosen = append(chosen, w)
		p.tagged.lines[id] = true
	}
	if d == Full {
		for _, w := range chosen {
			p.rates(w, p.theme.accent, len(chosen) == 1)
		}
	}
}

// rings strokes the rims of the selected cards.
func (p *painter) rings(d Detail) {
	sel := p.c.editor.Selection().Nodes
	if len(sel) == 0 {
		return
	}
	s := p.c.scene
	if p.ring.first != &sel[0] || p.ring.n != len(sel) || p.ring.stamp != s.stamp || p.ring.d != d {
		var resting, carried []byte
		for _, id := range sel {
			c := s.shown(id)
			if c == nil {
				continue
			}
			if s.lifted[id] {
				carried = appendRim(carried, c, d)
			} else {
				resting = appendRim(resting, c, d)
			}
		}
		p.ring = ring{&sel[0], len(sel), s.stamp, d, path(resting), path(carried)}
	}
	p.pen.setLine(p.theme.accent, p.hair(2.5))
	p.world(Point{})
	p.pen.stroke.Invoke(p.ring.resting)
	if by := p.inHand(); by != (Point{}) || len(s.lifted) > 0 {
		p.world(by)
		p.pen.stroke.Invoke(p.ring.carried)
		p.world(Point{})
	}
	p.chipsAgain(sel, d)
}

// chipsAgain draws the states of selected cards over their rims.
func (p *painter) chipsAgain(sel []string, d Detail) {
	if d < Brief || len(sel) > 60 {
		return
	}
	for _, id := range sel {
		if c := p.c.scene.shown(id); c != nil && c.load.mark != noMark {
			p.world(p.lift(id))
			p.chip(c, d)
		}
	}
	p.world(Point{})
}

// appendRim writes the outline of a card or its block.
func appendRim(b []byte, c *Card, d Detail) []byte {
	r := c.Bounds()
	switch d {
	case Dot:
		r = blockOf(r)
		return appendRect(b, r.Min.X, r.Min.Y, r.W(), r.H())
	case Block:
		r = blockOf(r).Grow(2)
		return appendRound(b, r.Min.X, r.Min.Y, r.W(), r.H(), 4)
	}
	r = r.Grow(0.75)
	return appendRound(b, r.Min.X, r.Min.Y, r.W(), r.H(), 8.75)
}

// hovered marks the card or the port pointed at, and where the focus is.
func (p *painter) hovered(d Detail) {
	s, h := p.c.scene, p.c.hover
	p.world(Point{})
	if c := s.cards[h.Node]; c != nil && p.c.gesture == nil {
		if !p.c.editor.Selection().HasNode(h.Node) && d >= Block {
			p.pen.setLine(p.theme.idle, p.hair(1))
			p.pen.stroke.Invoke(path(appendRim(nil, c, d)))
			if d >= Brief && c.load.mark != noMark {
				p.chip(c, d)
			}
		}
		if port, ok := c.Port(h.Out, h.Port); ok && h.isPort() {
			p.light(c.At().Add(port.At), p.theme.accent, p.theme.soft)
		}
	}
	if c := s.shown(p.c.focus); c != nil && p.c.active && p.c.keyboard {
		r := c.Bounds()
		if d <= Block {
			r = blockOf(r)
		}
		r = r.Shift(p.lift(p.c.focus)).Grow(4 / p.c.view.Zoom)
		p.pen.setLine(p.theme.surface, 4/p.c.view.Zoom)
		shape := path(appendRound(nil, r.Min.X, r.Min.Y, r.W(), r.H(), 10))
		p.pen.stroke.Invoke(shape)
		p.pen.setLine(p.theme.accent, 2/p.c.view.Zoom)
		p.pen.stroke.Invoke(shape)
		if d >= Brief && c.load.mark != noMark {
			p.world(p.lift(c.ID))
			p.chip(c, d)
			p.world(Point{})
		}
	}
}

func (p *painter) lift(id string) Point {
	if p.c.scene.lifted[id] {
		return p.inHand()
	}
	return Point{}
}

// light draws a port that can be taken hold of.
func (p *painter) light(at Point, line, ground *color) {
	p.pen.setInk(line)
	p.pen.setAlpha(0.22)
	p.pen.fill.Invoke(path(appendCircle(nil, at, 12)))
	p.pen.setAlpha(1)
	p.pen.setInk(ground)
	shape := path(appendCircle(nil, at, 7))
	p.pen.fill.Invoke(shape)
	p.pen.setLine(line, 2)
	p.pen.stroke.Invoke(shape)
}

// wiring returns the wire in the making, dragged or tapped.
func (c *Canvas) wiring() *wiring {
	if g, ok := c.gesture.(*connect); ok {
		return g.wiring
	}
	return c.tapped
}

// making draws a wire in the making: compatible ports lit, others dimmed,
// the wire to the pointer or the port it would go to.
func (p *painter) making(d Detail) {
	w := p.c.wiring()
	if w == nil {
		return
	}
	s := p.c.scene
	p.world(Point{})
	var fits, others []byte
	s.cardAt.find(p.c.view.Visible().Grow(16), func(id string) {
		c := s.cards[id]
		for _, port := range c.Ports {
			at := c.At().Add(port.At)
			if id == w.end.Node() && port.Name == w.end.Port() && port.Out == w.out {
				continue
			}
			if port.Out != w.out && w.fits[design.End{id, port.Name}] {
				fits = appendCircle(fits, at, 7)
			} else {
				others = appendCircle(others, at, 6)
			}
		}
	})
	p.pen.setInk(p.theme.surface)
	p.pen.setAlpha(0.72)
	p.pen.fill.Invoke(path(others))
	p.pen.setAlpha(1)
	shape := path(fits)
	p.pen.setInk(p.theme.soft)
	p.pen.fill.Invoke(shape)
	p.pen.setLine(p.theme.accent, p.hair(1.5))
	p.pen.stroke.Invoke(shape)

	ink := p.theme.accent
	target := w.pointer
	refused := w.refused != component.Text{}
	switch {
	case w.to != nil:
		target = s.endAt(*w.to, !w.out)
		p.light(target, ink, p.theme.soft)
	case refused:
		ink = p.theme.criticalFill
		p.pen.setDash(4, 4)
	}
	if target.Dist(s.endAt(w.end, w.out)) > portReach { // a finger has only just touched the port
		p.pen.setLine(ink, p.hair(2))
		p.pen.stroke.Invoke(path(appendRoute(nil, w.route(s, target), Full)))
	}
	p.pen.setDash()
	if refused {
		p.pen.setInk(p.theme.criticalSoft)
		dot := path(appendCircle(nil, target, 7))
		p.pen.fill.Invoke(dot)
		p.pen.setLine(p.theme.criticalFill, 2)
		p.pen.stroke.Invoke(dot)
	}
}

// carried draws the ghost of a kind dragged in from the palette.
func (p *painter) carried() {
	k := p.c.carry
	p.world(Point{})
	edge, into := "", ""
	if k != nil {
		edge, into = k.edge, k.into
		p.pen.setInk(p.theme.soft)
		p.pen.setAlpha(0.7)
		shape := path(appendRound(nil, k.at.X, k.at.Y, cardW, cardH, 8))
		p.pen.fill.Invoke(shape)
		p.pen.setAlpha(1)
		p.pen.setDash(6, 4)
		p.pen.setLine(p.theme.accent, p.hair(1.5))
		p.pen.stroke.Invoke(shape)
		p.pen.setDash()
	}
	if m, ok := p.c.gesture.(*move); ok {
		edge = m.edge
		if m.joins() {
			into = m.into
		}
	}
	p.taking(into)
	if w := p.c.scene.wires[edge]; w != nil {
		p.wire(w, w.Route, p.theme.accent, 1.5, p.c.view.Detail())
	}
}

// taking lights the frame of the group that would take what is in the hand.
func (p *painter) taking(group string) {
	for _, f := range p.c.scene.groups {
		if f.ID == group {
			r := p.c.frameNow(f)
			shape := path(appendRound(nil, r.Min.X, r.Min.Y, r.W(), r.H(), 12))
			p.pen.setInk(p.theme.accent)
			p.pen.setAlpha(0.08)
			p.pen.fill.Invoke(shape)
			p.pen.setAlpha(1)
			p.pen.setLine(p.theme.accent, p.hair(2))
			p.pen.stroke.Invoke(shape)
		}
	}
}

// strokes draws marquee, cutting stroke and guides.
func (p *painter) strokes() {
	switch g := p.c.gesture.(type) {
	case *marquee:
		r := span(g.from, g.to)
		p.pen.setInk(p.theme.accent)
		p.pen.setAlpha(0.08)
		p.pen.rect.Invoke(r.Min.X, r.Min.Y, r.W(), r.H())
		p.pen.setAlpha(1)
		p.pen.setLine(p.theme.accent, 1/p.c.view.Zoom)
		p.pen.stroke.Invoke(path(appendRect(nil, r.Min.X, r.Min.Y, r.W(), r.H())))
	case *slice:
		p.pen.setLine(p.theme.criticalFill, 2/p.c.view.Zoom)
		p.pen.stroke.Invoke(path(appendLine(appendMove(nil, g.from.X, g.from.Y), g.to)))
		for _, id := range p.c.scene.Cut(g.from, g.to) {
			w := p.c.scene.wires[id]
			p.wire(w, w.Route, p.theme.criticalFill, 0.5, p.c.view.Detail())
		}
	case *move:
		p.pen.setLine(p.theme.accent, 1/p.c.view.Zoom)
		p.pen.setDash(4/p.c.view.Zoom, 3/p.c.view.Zoom)
		for _, l := range g.guides {
			p.pen.stroke.Invoke(path(appendLine(appendMove(nil, l.from.X, l.from.Y), l.to)))
		}
		p.pen.setDash()
	}
}

// blockTitles names the blocks that are pointed at or selected, at 12 CSS
// pixels whatever the zoom.
func (p *painter) blockTitles(d Detail) {
	if d >= Brief {
		return
	}
	s := p.c.scene
	p.screen()
	sel := p.c.editor.Selection().Nodes
	if len(sel) > 30 {
		sel = nil
	}
	seen := map[string]bool{}
	for _, id := range append([]string{p.c.hover.Node, p.c.focus}, sel...) {
		c := s.cards[id]
		if c == nil || s.hidden(id) || seen[id] || id == p.c.focus && !p.c.keyboard && id != p.c.hover.Node && !p.c.editor.Selection().HasNode(id) {
			continue
		}
		seen[id] = true
		at := p.c.view.Screen(c.At().Add(p.lift(id)).Add(Point{0, blockY}))
		text := s.face(c).Title
		if bar := s.face(c).Bar; bar != "" {
			text += "  " + bar
		}
		p.halo(text, typeface{600, 12}, p.theme.text, "left", at.X, at.Y-10, 0)
	}
	p.world(Point{})
}

// focusRim shows that the canvas has the focus when no node does.
func (p *painter) focusRim() {
	if p.c.active && p.c.keyboard && p.c.focus == "" {
		v := p.c.view.Size
		p.pen.setLine(p.theme.accent, 2)
		p.pen.stroke.Invoke(path(appendRect(nil, 1, 1, v.X-2, v.Y-2)))
	}
}
