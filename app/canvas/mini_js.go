//go:build js && wasm

package canvas

import "math"

// miniature is the minimap but for the view as a picture, kept until something
// in the scene changes: thousands of cards are too many to be filled every
// frame.
type miniature struct {
	*picture
	of *overviewed // nil: nothing
}

// overviewed is what the picture of the minimap shows.
type overviewed struct {
	rest uint64
	view View
	size Point
	dpr  float64
}

// drawMini paints the minimap.
func (p *painter) drawMini() {
	r := p.c.minimap()
	if r.Empty() {
		return
	}
	v := p.c.overviewView(r)
	p.refreshMini(r, v)
	p.show(p.mini.picture, math.Round((r.Min.X-miniRim)*p.dpr), math.Round((r.Min.Y-miniRim)*p.dpr))
	p.screen()
	shown := p.c.view.Visible()
	a, b := v.Screen(shown.Min), v.Screen(shown.Max)
	w := Rect{
		Point{clamp(a.X, r.Min.X+1, r.Max.X-4), clamp(a.Y, r.Min.Y+1, r.Max.Y-4)},
		Point{clamp(b.X, r.Min.X+4, r.Max.X-1), clamp(b.Y, r.Min.Y+4, r.Max.Y-1)},
	}
	p.pen.setLine(p.theme.accent, 1.5)
	p.pen.stroke.Invoke(path(appendRound(nil, w.Min.X, w.Min.Y, w.W(), w.H(), 3)))
}

// miniRim is how far the picture reaches beyond the minimap, CSS pixels: half
// of its rim does.
const miniRim = 1

// refreshMini draws the picture for a minimap that lies at r, where that is
// not what it shows.
func (p *painter) refreshMini(r Rect, v View) {
	v.Origin = v.Origin.Sub(r.Min).Add(Point{miniRim, miniRim})
	now := overviewed{p.c.scene.rest, v, Point{r.W() + 2*miniRim, r.H() + 2*miniRim}, p.dpr}
	if p.mini.of != nil && *p.mini.of == now {
		return
	}
	p.mini.of = &now
	p.mini.blank(int(math.Ceil(now.size.X*p.dpr)), int(math.Ceil(now.size.Y*p.dpr)))
	p.on(p.mini.picture, func() {
		shape := path(appendRound(nil, miniRim, miniRim, r.W(), r.H(), 8))
		p.screen()
		p.pen.setInk(p.theme.surface)
		p.pen.fill.Invoke(shape)
		p.pen.setLine(p.theme.line1, 1)
		p.pen.stroke.Invoke(shape)
		p.pen.clip.Invoke(shape)
		k := p.dpr * v.Zoom
		p.pen.setTransform.Invoke(k, 0, 0, k, v.Origin.X*p.dpr, v.Origin.Y*p.dpr)
		p.miniCards()
	})
}

// miniCards fills the cards, one path for each state.
func (p *painter) miniCards() {
	s := p.c.scene
	byLevel := map[level][]byte{}
	for _, id := range sortedKeys(s.cards) {
		c := s.cards[id]
		if s.hidden(id) {
			c = &Card{Node: s.shown(id).Node, load: c.load}
		}
		byLevel[c.load.tone()] = appendRect(byLevel[c.load.tone()], c.Node.At[0], c.Node.At[1]+8, cardW, cardH-16)
	}
	for l := calm; l <= told; l++ {
		b, ok := byLevel[l]
		if !ok {
			continue
		}
		fill, _, _ := p.theme.level(l)
		if l == calm {
			p.pen.setAlpha(0.55)
		}
		p.pen.setInk(fill)
		p.pen.fill.Invoke(path(b))
		p.pen.setAlpha(1)
	}
}
