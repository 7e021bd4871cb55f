//go:build js && wasm

package canvas

// miniCache is the cards of the minimap as paths, by their state.
type miniCache struct {
	stamp uint64
	paths map[level]leafPath
}

type leafPath = inked

// drawMini paints the minimap.
func (p *painter) drawMini() {
	r := p.c.minimap()
	if r.Empty() {
		return
	}
	t := p.theme
	p.screen()
	shape := path(appendRound(nil, r.Min.X, r.Min.Y, r.W(), r.H(), 8))
	p.pen.setInk(t.surface)
	p.pen.fill.Invoke(shape)
	p.pen.setLine(t.line1, 1)
	p.pen.stroke.Invoke(shape)
	v := p.c.overviewView(r)
	p.pen.save.Invoke()
	p.pen.clip.Invoke(shape)
	k := p.dpr * v.Zoom
	p.pen.setTransform.Invoke(k, 0, 0, k, v.Origin.X*p.dpr, v.Origin.Y*p.dpr)
	p.miniCards()
	p.pen.restore.Invoke()
	p.pen.ink, p.pen.line, p.pen.width = nil, nil, -1
	p.screen()
	shown := p.c.view.Visible()
	a, b := v.Screen(shown.Min), v.Screen(shown.Max)
	w := Rect{
		Point{clamp(a.X, r.Min.X+1, r.Max.X-4), clamp(a.Y, r.Min.Y+1, r.Max.Y-4)},
		Point{clamp(b.X, r.Min.X+4, r.Max.X-1), clamp(b.Y, r.Min.Y+4, r.Max.Y-1)},
	}
	p.pen.setLine(t.accent, 1.5)
	p.pen.stroke.Invoke(path(appendRound(nil, w.Min.X, w.Min.Y, w.W(), w.H(), 3)))
}

// miniCards fills the cards, one path for each state, kept until something
// in the scene changes.
func (p *painter) miniCards() {
	s := p.c.scene
	if p.mini.paths == nil || p.mini.stamp != s.stamp {
		byLevel := map[level][]byte{}
		for _, id := range sortedKeys(s.cards) {
			c := s.cards[id]
			if s.hidden(id) {
				c = &Card{Node: s.shown(id).Node, load: c.load}
			}
			byLevel[c.load.tone()] = appendRect(byLevel[c.load.tone()], c.Node.At[0], c.Node.At[1]+8, cardW, cardH-16)
		}
		p.mini = miniCache{stamp: s.stamp, paths: map[level]leafPath{}}
		for l, b := range byLevel {
			p.mini.paths[l] = inked{uint8(l), path(b)}
		}
	}
	for l := calm; l <= told; l++ {
		k, ok := p.mini.paths[l]
		if !ok {
			continue
		}
		fill, _, _ := p.theme.level(l)
		if l == calm {
			p.pen.setAlpha(0.55)
		}
		p.pen.setInk(fill)
		p.pen.fill.Invoke(k.path)
		p.pen.setAlpha(1)
	}
}
