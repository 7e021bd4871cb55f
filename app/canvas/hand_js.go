//go:build js && wasm

package canvas

import (
	"math"

	"weir/engine/report"
)

// hand is the drawing of what is being dragged, kept while it is in the hand:
// as a picture, so that a frame is a copy however much is held, or as paths
// where a picture would be far larger than the screen.
type hand struct {
	of       handful
	leaf     *leaf
	frames   []*Frame
	notes    []string
	cards    []*Card
	boundary []*Wire // between what is in the hand and what stays
	pictured bool
	picture  *picture
	x, y     float64 // the picture's corner, device pixels from the world's origin
}

// handful is what the drawing of a hand depends on.
type handful struct {
	move   *move
	zoom   float64
	full   bool
	dpr    float64
	theme  *theme
	report *report.Report
	lang   string
}

// handRim is how far what is drawn for a thing reaches beyond its bounds,
// world pixels: rims and states.
const handRim = 32

// inTheHand draws what is being dragged where it is now: its own drawing
// moved, and the wires to what stays anew.
func (p *painter) inTheHand(d Detail) {
	if z, ok := p.c.gesture.(*sizing); ok {
		p.world(Point{})
		p.noteIn(p.c.scene.doc.Notes[z.note], p.c.noteNow(z.note))
	}
	m, ok := p.c.gesture.(*move)
	if !ok {
		p.hand = hand{picture: p.hand.picture}
		return
	}
	s := p.c.scene
	if now := (handful{m, p.v.Zoom, p.v.full, p.dpr, p.theme, s.report, s.lang}); p.hand.of != now {
		p.grasp(now, d)
	}
	p.openFrames()
	p.boundary(m, d)
	if h := &p.hand; h.pictured {
		k := p.scale()
		left, top := math.Round(p.v.Origin.X*p.dpr)+m.by.X*k, math.Round(p.v.Origin.Y*p.dpr)+m.by.Y*k
		p.show(h.picture, math.Round(left)+h.x, math.Round(top)+h.y)
		return
	}
	p.world(m.by)
	p.held(d)
}

// grasp finds what is in the hand, and takes its picture.
func (p *painter) grasp(of handful, d Detail) {
	s, h := p.c.scene, hand{of: of, picture: p.hand.picture}
	r := nothing
	for _, id := range of.move.nodes {
		if c := s.cards[id]; c != nil && !s.hidden(id) {
			h.cards = append(h.cards, c)
			r = r.Union(c.Bounds())
		}
	}
	var wires []*Wire
	for _, w := range s.touching(of.move.nodes) {
		switch {
		case w.within:
		case s.lifted[w.Edge.From.Node()] && s.lifted[w.Edge.To.Node()]:
			wires = append(wires, w)
			r = r.Union(w.Route.Bounds())
		default:
			h.boundary = append(h.boundary, w)
		}
	}
	for _, f := range s.groups {
		if s.heldGroups[f.ID] {
			h.frames = append(h.frames, f)
			r = r.Union(f.Bounds)
		}
	}
	for _, id := range of.move.notes {
		if n := s.doc.Notes[id]; n != nil {
			h.notes = append(h.notes, id)
			r = r.Union(NoteBounds(n))
		}
	}
	h.leaf = p.single(h.cards, wires, d)
	p.hand = h
	p.depict(r.Grow(handRim), d)
}

// depict takes the picture of the hand, which lies in r, if it is of a
// reasonable size.
func (p *painter) depict(r Rect, d Detail) {
	h, k, seen := &p.hand, p.scale(), p.v
	w, t := math.Ceil(r.W()*k)+1, math.Ceil(r.H()*k)+1
	if r.Empty() || w*t > 4*seen.Size.X*seen.Size.Y*p.dpr*p.dpr || max(w, t) > 8192 {
		return
	}
	if h.picture == nil {
		h.picture = newPicture(false)
		h.picture.el.Call("addEventListener", "contextrestored", p.restored)
	}
	h.pictured, h.x, h.y = true, math.Floor(r.Min.X*k), math.Floor(r.Min.Y*k)
	h.picture.blank(int(w), int(t))
	p.v.Size, p.v.Origin = Point{w, t}.Mul(1/p.dpr), Point{-h.x, -h.y}.Mul(1/p.dpr)
	p.on(h.picture, func() {
		p.world(Point{})
		p.held(d)
	})
	p.v = seen
}

// held draws what is in the hand where it was taken up.
func (p *painter) held(d Detail) {
	h, leaves := &p.hand, []*leaf{p.hand.leaf}
	p.pen.setAlpha(1)
	for _, f := range h.frames {
		if !f.folded {
			p.frameGround(f.Bounds, nothing)
		}
	}
	for _, id := range h.notes {
		p.note(p.c.scene.doc.Notes[id])
	}
	p.wires(leaves)
	for _, f := range h.frames {
		if f.folded {
			p.block(f, f.Bounds)
		}
		p.frameTitle(f)
	}
	p.cards(leaves, d)
	if d >= Brief && (h.pictured || len(h.cards) <= 400) {
		p.write(h.cards, d)
		p.chips(h.cards, d)
	}
}

// boundary draws the wires between what is in the hand and what stays.
func (p *painter) boundary(m *move, d Detail) {
	s := p.c.scene
	byStyle := map[ink][]byte{}
	for _, w := range p.hand.boundary {
		da, db := Point{}, Point{}
		if s.lifted[w.Edge.From.Node()] {
			da = m.by
		} else {
			db = m.by
		}
		a, b := s.wireEnds(w.Edge)
		r, _ := s.wireRoute(w.Edge, a, b, da, db)
		part := wirePart
		if w.Edge.Async && d >= Brief {
			part = dashPart
		}
		k := ink{part, w.width}
		byStyle[k] = appendRoute(byStyle[k], r, d)
	}
	for k, b := range byStyle {
		if k.part == dashPart {
			p.pen.setDash(5, 6)
		}
		p.pen.setLine(p.theme.idle, p.hair(float64(k.n)/2))
		p.pen.stroke.Invoke(path(b))
		p.pen.setDash()
	}
}

// touching returns the wires with an end at one of the nodes, each once, in
// order.
func (s *Scene) touching(nodes []string) []*Wire {
	seen := map[string]bool{}
	var out []*Wire
	for _, n := range nodes {
		for _, id := range s.ends[n] {
			if !seen[id] {
				seen[id] = true
				out = append(out, s.wires[id])
			}
		}
	}
	return out
}

// route is the line of the wire to a place of the world.
func (w *wiring) route(s *Scene, to Point) Route {
	from := s.endAt(w.end, w.out)
	if !w.out {
		from, to = to, from
	}
	if s.square {
		return squareRoute(from, to, Rect{from, from}, Rect{to, to}, false)
	}
	if to.X-from.X >= forwardRoom {
		return forward(from, to)
	}
	h := max(handle, from.Dist(to)/3) // a loose loop: it is not laid yet
	return Route{shape: curved, points: []Point{from, {from.X + h, from.Y}, {to.X - h, to.Y}, to}}
}
