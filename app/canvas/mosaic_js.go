//go:build js && wasm

package canvas

import (
	"math"

	"weir/engine/design"
	"weir/engine/report"
)

// mosaic keeps what lies under the overlay as pictures of squares of the
// plane. Where none of it changes (the view is panned, a part or a wire is in
// the hand, the pointer passes over cards) a frame is a copy of the pictures
// in view, and no more is painted than what comes into it.
type mosaic struct {
	of     under // what the last frame showed
	done   map[plate]*picture
	spare  []*picture
	tagged tagging // what stands on the plates
	x, y   int     // where the world's origin was, device pixels
}

// under is all that the drawing under the overlay depends on, but for where
// the view is.
type under struct {
	zoom   float64
	full   bool
	dpr    float64
	rest   uint64
	doc    *design.Design
	report *report.Report
	lang   string
	theme  *theme
	lit    *lit
}

// under is what the next frame shows.
func (p *painter) under() under {
	v, s := p.c.view, p.c.scene
	return under{
		zoom: v.Zoom, full: v.full, dpr: p.dpr, rest: s.rest, doc: s.doc, report: s.report,
		lang: s.lang, theme: p.theme, lit: p.c.lit,
	}
}

// beneath paints what lies under the overlay: what is painted twice in a row
// is worth a picture.
func (p *painter) beneath(d Detail) {
	if p.kept() {
		p.lay(d)
		return
	}
	m := &p.mosaic
	m.clear()
	m.of, p.c.scene.blots = p.under(), nil
	m.x, m.y = p.origin()
	p.tagged, p.below = m.tagged, m.tagged
	p.ground(d, p.v.Visible())
}

// kept reports whether the plates show what the next frame shows, and lets go
// of those that no longer do.
func (p *painter) kept() bool {
	if p.under() != p.mosaic.of {
		return false
	}
	m := &p.mosaic
	for _, b := range p.c.scene.blots {
		if b.wire != "" {
			m.tagged.forget(b.wire)
		}
		r := b.box.Grow(plateReach)
		for at := range m.done {
			if at.box(p.side(), p.scale()).Meets(r) {
				m.drop(at)
			}
		}
	}
	p.c.scene.blots = p.c.scene.blots[:0]
	return true
}

// clear lets go of all plates.
func (m *mosaic) clear() {
	for at := range m.done {
		m.drop(at)
	}
	m.tagged = newTagging(nil)
}

func (m *mosaic) drop(at plate) {
	m.spare = append(m.spare, m.done[at])
	delete(m.done, at)
}

// side is that of a plate, and scale the size of a world pixel, in device
// pixels.
func (p *painter) side() int      { return int(math.Round(plateSide * p.dpr)) }
func (p *painter) scale() float64 { return p.v.Zoom * p.dpr }

// origin is where the world's origin is on the screen, whole device pixels.
func (p *painter) origin() (x, y int) {
	return int(math.Round(p.v.Origin.X * p.dpr)), int(math.Round(p.v.Origin.Y * p.dpr))
}

// onScreen are the plates in view.
func (p *painter) onScreen() plates {
	x, y := p.origin()
	return platesOn(x, y, int(math.Ceil(p.v.Size.X*p.dpr)), int(math.Ceil(p.v.Size.Y*p.dpr)), p.side())
}

// lay puts the plates in view on the screen. Where they are all there while
// the view is panned, one of those that come next is painted ahead. Where most
// are missing, as when a large group is taken up, the frame is painted itself
// and only a few plates with it: all at once would be a hitch.
func (p *painter) lay(d Detail) {
	m := &p.mosaic
	in := p.onScreen()
	x, y := p.origin()
	if p.missing(in) > max(platesAFrame, in.count()/2) {
		p.paintPlates(in, d, platesAFrame)
		m.x, m.y = x, y
		p.tagged, p.below = m.tagged, m.tagged
		p.ground(d, p.v.Visible())
		return
	}
	if !p.paintPlates(in, d, in.count()) && (x != m.x || y != m.y) {
		p.paintPlates(in.beyond(x-m.x, y-m.y), d, 1)
	}
	m.x, m.y = x, y
	side := p.side()
	p.pen.setAlpha(1)
	p.pen.setTransform.Invoke(1, 0, 0, 1, 0, 0)
	in.each(func(at plate) { p.pen.image.Invoke(m.done[at].el, x+at.x*side, y+at.y*side) })
	p.below = m.tagged
	p.prune(in)
}

// platesAFrame is how many plates are painted beside a whole frame.
const platesAFrame = 2

// missing counts the plates that are yet to be painted.
func (p *painter) missing(in plates) (n int) {
	in.each(func(at plate) {
		if p.mosaic.done[at] == nil {
			n++
		}
	})
	return n
}

// paintPlates paints those that are missing, so many at most. It reports
// whether there were any.
func (p *painter) paintPlates(in plates, d Detail, most int) bool {
	n := 0
	in.each(func(at plate) {
		if n < most && p.mosaic.done[at] == nil {
			p.plate(at, d)
			n++
		}
	})
	return n > 0
}

// plate paints one.
func (p *painter) plate(at plate, d Detail) {
	m, side, seen := &p.mosaic, p.side(), p.v
	x := p.blank(side)
	s := float64(side) / p.dpr
	p.v.Size, p.v.Origin = Point{s, s}, Point{-float64(at.x) * s, -float64(at.y) * s}
	p.tagged = m.tagged
	p.on(x, func() { p.ground(d, p.v.Visible()) })
	p.v = seen
	m.done[at] = x
}

// blank is a picture for a plate.
func (p *painter) blank(side int) *picture {
	m := &p.mosaic
	if n := len(m.spare); n > 0 {
		x := m.spare[n-1]
		m.spare = m.spare[:n-1]
		x.fit(side, side)
		return x
	}
	x := newPicture(true)
	x.el.Call("addEventListener", "contextrestored", p.restored)
	x.fit(side, side)
	return x
}

// prune keeps the number of plates within what the screen and its
// surroundings take.
func (p *painter) prune(in plates) {
	near := in.grown(1)
	most := 2 * near.count()
	if m := &p.mosaic; len(m.done) > most {
		for at := range m.done {
			if !near.has(at) {
				m.drop(at)
			}
		}
		if len(m.spare) > near.count() {
			m.spare = m.spare[:near.count():near.count()]
		}
	}
}

// lacks reports whether a plate in view is missing though it would be of use.
func (p *painter) lacks() bool {
	return p.mosaic.of == p.under() && p.missing(p.onScreen()) > 0
}

// warm paints one of the plates in view beforehand, so that a pan or a drag
// begins without a hitch. It reports whether there was one to paint.
func (p *painter) warm() bool {
	p.v = p.c.view
	p.sheets.refresh()
	return p.kept() && p.paintPlates(p.onScreen(), p.v.Detail(), 1)
}

// forgetPictures has everything painted anew: a canvas lost what was on it.
func (p *painter) forgetPictures() {
	p.mosaic.clear()
	p.mosaic.of, p.mini.of, p.hand.of = under{}, nil, handful{}
	pens := []*pen{p.pen, p.mini.pen}
	if p.hand.picture != nil {
		pens = append(pens, p.hand.picture.pen)
	}
	for _, x := range p.mosaic.spare {
		pens = append(pens, x.pen)
	}
	for _, pen := range pens {
		pen.forget()
	}
}

// plateSide is the side of a plate, CSS pixels: a dozen cover a laptop's
// screen, and one is painted well within a frame.
const plateSide = 512

// plateReach is how far, in world pixels, what is drawn for a card or a wire
// reaches beyond its bounds: names and rates, mostly.
const plateReach = 160

func (p plates) count() int { return (p.hi.x - p.lo.x + 1) * (p.hi.y - p.lo.y + 1) }

// grown are the plates with so many more on every side.
func (p plates) grown(n int) plates {
	return plates{plate{p.lo.x - n, p.lo.y - n}, plate{p.hi.x + n, p.hi.y + n}}
}

// box is the part of the world a plate shows, where scale is device pixels to
// a world pixel.
func (at plate) box(side int, scale float64) Rect {
	s := float64(side) / scale
	return box(float64(at.x)*s, float64(at.y)*s, s, s)
}
