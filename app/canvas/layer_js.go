//go:build js && wasm

package canvas

import (
	"math"

	"weir/engine/design"
	"weir/engine/report"
)

// layer keeps what lies under the overlay as a picture. Where none of it
// changes (a part or a wire is in the hand, the pointer passes over cards) a
// frame is a copy of it. From afar, where thousands of parts are in view, a
// view that is panned moves it, and no more is drawn than what came into view;
// nearer, all of it is painted as quickly.
type layer struct {
	*picture
	of   under // what the last frame showed
	kept bool  // the picture shows it
}

// under is all that the drawing under the overlay depends on.
type under struct {
	zoom   float64
	full   bool
	size   Point
	dpr    float64
	x, y   float64 // where the world's origin is, device pixels: whole ones
	stamp  uint64
	doc    *design.Design
	report *report.Report
	lang   string
	theme  *theme
	lit    *lit
	hover  string // the group whose rim is lit
	loose  bool   // a group or a comment is selected, and moves with the hand
}

// under is what the next frame shows.
func (p *painter) under() under {
	v, s, sel := p.c.view, p.c.scene, p.c.editor.Selection()
	return under{
		zoom: v.Zoom, full: v.full, size: v.Size, dpr: p.dpr, x: math.Round(v.Origin.X * p.dpr), y: math.Round(v.Origin.Y * p.dpr),
		stamp: s.stamp, doc: s.doc, report: s.report, lang: s.lang, theme: p.theme, lit: p.c.lit, hover: p.c.hover.Group,
		loose: len(sel.Groups)+len(sel.Notes) > 0,
	}
}

// forgetPictures has everything painted anew: a canvas lost what was on it.
func (p *painter) forgetPictures() {
	p.layer.kept, p.mini.of = false, nil
	for _, pen := range []*pen{p.pen, p.layer.pen, p.mini.pen} {
		pen.forget()
	}
}

// beneath paints what lies under the overlay: what is painted twice in a row
// is worth a picture.
func (p *painter) beneath(d Detail) {
	l, now, was := &p.layer, p.under(), p.layer.of
	dx, dy := now.x-was.x, now.y-was.y
	w, h := math.Round(now.size.X*now.dpr), math.Round(now.size.Y*now.dpr)
	same := now == was
	was.x, was.y = now.x, now.y
	panned := now == was && math.Abs(dx) < w/2 && math.Abs(dy) < h/2
	l.of = now
	switch {
	case now.loose || !same && d != Dot:
		l.kept = false
		p.ground(d, p.c.view.Visible())
		return
	case l.kept && same:
	case l.kept && panned:
		p.on(l.picture, func() { p.follow(d, dx, dy, w, h) })
	default:
		l.kept = true
		p.on(l.picture, func() {
			l.fit(int(w), int(h))
			p.ground(d, p.c.view.Visible())
		})
	}
	p.show(l.picture, 0, 0)
}

// follow moves the picture with the view and draws what came into it.
func (p *painter) follow(d Detail, dx, dy, w, h float64) {
	p.show(p.layer.picture, dx, dy)
	for _, r := range exposed(dx, dy, w, h) {
		p.strip(d, r)
	}
}

// exposed is what of a screen is new when the rest moved by dx and dy.
func exposed(dx, dy, w, h float64) []Rect {
	var out []Rect
	left, right := max(dx, 0), w+min(dx, 0)
	if dx != 0 {
		side := box(0, 0, dx, h)
		if dx < 0 {
			side = box(right, 0, -dx, h)
		}
		out = append(out, side)
	}
	if dy > 0 {
		out = append(out, box(left, 0, right-left, dy))
	} else if dy < 0 {
		out = append(out, box(left, h+dy, right-left, -dy))
	}
	return out
}

// stripMargin is how far, in world pixels, what is drawn for a card or a wire
// reaches beyond its bounds: names and rates, mostly.
const stripMargin = 160

// strip draws a part of the screen, device pixels, and nothing beside it.
func (p *painter) strip(d Detail, r Rect) {
	p.pen.setDash()
	p.pen.save.Invoke()
	p.pen.setTransform.Invoke(1, 0, 0, 1, 0, 0)
	p.pen.beginPath.Invoke()
	p.pen.ctx.Call("rect", r.Min.X, r.Min.Y, r.W(), r.H())
	p.pen.clip.Invoke()
	world := Rect{p.c.view.World(r.Min.Mul(1 / p.dpr)), p.c.view.World(r.Max.Mul(1 / p.dpr))}
	p.ground(d, world.Grow(stripMargin))
	p.pen.restore.Invoke()
	p.pen.forget()
}
