//go:build js && wasm

package canvas

import (
	"math"
	"sort"
	"syscall/js"
)

// painter draws frames.
type painter struct {
	c      *Canvas
	v      View // what is being painted: the canvas's, or that of a plate
	pen    *pen
	theme  *theme
	labels *labels
	sheets *sheets
	dpr    float64
	grid   gridPattern
	mini   miniature
	hand   hand
	ring   ring
	mosaic mosaic
	tagged tagging // of what is being painted
	below  tagging // of what lies under the overlay

	restored js.Func // a canvas that lost what was on it can be painted again
}

func newPainter(c *Canvas, ctx js.Value) *painter {
	p := &painter{c: c, pen: newPen(ctx), sheets: newSheets(c.scene), mosaic: mosaic{done: map[plate]*picture{}}, mini: miniature{picture: newPicture(false)}}
	p.retheme()
	return p
}

// retheme reads the colours again.
func (p *painter) retheme() {
	p.theme = readTheme()
	p.labels = newLabels(p.pen, p.theme.font)
	p.pen.forget()
	p.grid = gridPattern{}
	p.mini.of = nil
}

// frame paints everything.
func (p *painter) frame() {
	if p.c.view.Size.X < 1 || p.c.view.Size.Y < 1 {
		return
	}
	p.v = p.c.view
	p.sheets.refresh()
	d := p.v.Detail()
	p.beneath(d)
	p.overlay(d)
}

// ground paints what lies under the overlay in a part of the world.
func (p *painter) ground(d Detail, in Rect) {
	v := p.v
	p.screen()
	p.pen.setAlpha(1)
	p.pen.setDash()
	p.pen.setInk(p.theme.ground)
	p.pen.rect.Invoke(0, 0, v.Size.X, v.Size.Y)
	p.drawGrid()
	p.world(Point{})
	p.frames(in)
	p.notes(in)
	var leaves []*leaf
	var cards []*leaf
	p.sheets.visible(in, d, func(l *leaf, hasCards, hasWires bool) {
		if hasWires {
			leaves = append(leaves, l)
		}
		if hasCards {
			cards = append(cards, l)
		}
	})
	if p.c.lit != nil {
		p.pen.setAlpha(0.38)
	}
	p.wires(leaves)
	p.blocks(in)
	p.cards(cards, d)
	p.fillAll(leaves, footPart, func(n uint8) *color { return p.theme.port[n] })
	p.texts(d, in)
	p.pen.setAlpha(1)
}

// screen makes coordinates be CSS pixels of the element.
func (p *painter) screen() { p.pen.setTransform.Invoke(p.dpr, 0, 0, p.dpr, 0, 0) }

// world makes coordinates be world pixels moved by an offset.
func (p *painter) world(by Point) {
	v := p.v
	k := p.scale()
	// Whole device pixels at rest keep hairlines sharp.
	x, y := math.Round(v.Origin.X*p.dpr), math.Round(v.Origin.Y*p.dpr)
	p.pen.setTransform.Invoke(k, 0, 0, k, x+by.X*k, y+by.Y*k)
}

// hair is the width of a line that shows as one CSS pixel at least.
func (p *painter) hair(width float64) float64 { return max(width, 1/p.v.Zoom) }

func (p *painter) wires(leaves []*leaf) {
	p.pen.setDash()
	for n := uint8(12); n > 0; n-- { // thin over thick
		for _, l := range leaves {
			for _, k := range l.paths[wirePart] {
				if k.n == n {
					p.pen.setLine(p.theme.idle, p.hair(float64(n)/2))
					p.pen.stroke.Invoke(k.path)
				}
			}
		}
	}
	for _, l := range leaves {
		for _, k := range l.paths[wirePart] {
			if k.n == 0 {
				p.pen.setLine(p.theme.line, 0.75/p.v.Zoom)
				p.pen.stroke.Invoke(k.path)
			}
		}
	}
	for _, l := range leaves {
		for _, k := range l.paths[dashPart] {
			p.pen.setDash(5, 6)
			p.pen.setLine(p.theme.idle, float64(k.n)/2)
			p.pen.stroke.Invoke(k.path)
		}
	}
	p.pen.setDash()
	p.fillAll(leaves, headPart, func(uint8) *color { return p.theme.idle })
}

func (p *painter) fillAll(leaves []*leaf, part part, ink func(n uint8) *color) {
	for _, l := range leaves {
		for _, k := range l.paths[part] {
			p.pen.setInk(ink(k.n))
			p.pen.fill.Invoke(k.path)
		}
	}
}

func (p *painter) strokeAll(leaves []*leaf, part part, c *color, width float64) {
	for _, l := range leaves {
		for _, k := range l.paths[part] {
			p.pen.setLine(c, width)
			p.pen.stroke.Invoke(k.path)
		}
	}
}

func only(c *color) func(uint8) *color { return func(uint8) *color { return c } }

// cards paints the cards of tiles, part by part.
func (p *painter) cards(leaves []*leaf, d Detail) {
	t := p.theme
	levels := func(n uint8) *color { fill, _, _ := t.level(level(n)); return fill }
	family := func(n uint8) *color { return t.family[n] }
	if d == Dot {
		p.fillAll(leaves, dotPart, func(n uint8) *color {
			if level(n) == calm {
				return t.idle
			}
			return levels(n)
		})
		return
	}
	if d == Block {
		p.fillAll(leaves, blockPart, only(t.surface))
		p.strokeAll(leaves, blockPart, t.line, 1/p.v.Zoom)
		p.fillAll(leaves, barPart, levels)
		p.fillAll(leaves, stripePart, family)
		p.fillAll(leaves, cornerPart, levels)
		return
	}
	p.fillAll(leaves, cardPart, only(t.surface))
	p.strokeAll(leaves, cardPart, t.line, p.hair(1))
	p.pen.setDash(4, 3)
	p.strokeAll(leaves, ghostPart, t.idle, p.hair(1))
	p.pen.setDash()
	p.fillAll(leaves, softPart, func(n uint8) *color { return t.familySoft[n] })
	p.icons(leaves)
	p.fillAll(leaves, trackPart, only(t.track))
	p.fillAll(leaves, barPart, levels)
	p.pen.setAlpha(p.pen.alpha * 0.55)
	p.fillAll(leaves, hatchPart, only(t.surface))
	p.pen.setAlpha(p.pen.alpha / 0.55)
	p.fillAll(leaves, tickPart, only(t.text3))
	p.fillAll(leaves, portPart, func(n uint8) *color { return t.port[n] })
}

func (p *painter) icons(leaves []*leaf) {
	for _, l := range leaves {
		for _, k := range l.icons {
			p.pen.setLine(p.theme.family[k.n], 1.5)
			p.pen.stroke.Invoke(k.path)
		}
	}
	for _, l := range leaves {
		for _, k := range l.dots {
			p.pen.setLine(p.theme.family[k.n], 2.2)
			p.pen.stroke.Invoke(k.path)
		}
	}
}

// texts writes on the cards in view, one typeface after the other.
func (p *painter) texts(d Detail, view Rect) {
	if d < Block {
		return
	}
	var in []*Card
	margin := 16.0
	if d == Block {
		margin = nameRoom
	}
	p.c.scene.cardAt.find(view.Grow(margin), func(id string) {
		if !p.c.scene.lifted[id] {
			in = append(in, p.c.scene.cards[id])
		}
	})
	if d < Brief {
		p.writeNames(in)
		return
	}
	p.write(in, d)
	p.chips(in, d)
	p.wireLabels(d, view)
	for _, c := range p.c.scene.stacked(in) {
		alone := []*Card{c}
		p.cards([]*leaf{p.single(alone, nil, d)}, d)
		p.write(alone, d)
		p.chips(alone, d)
	}
}

// stackedMost is how many cards are painted again one by one: where more lie
// on one another, nothing can be read anyway.
const stackedMost = 100

// stacked are those of some cards that lie on others, in the order in which
// they do. All cards are painted part by part, so that the words of one beneath
// would show through: they are painted again, whole.
func (s *Scene) stacked(cards []*Card) []*Card {
	var upper []*Card
	for _, c := range cards {
		over := false
		s.cardAt.find(c.Bounds(), func(id string) { over = over || id < c.ID && !s.lifted[id] })
		if over {
			upper = append(upper, c)
		}
	}
	if len(upper) > stackedMost {
		return nil
	}
	sort.Slice(upper, func(i, j int) bool { return upper[i].ID < upper[j].ID })
	return upper
}

// Names beneath blocks: letters and lines in CSS pixels; in world pixels the
// room there is, a little wider than a block and down to that of the next row.
const (
	nameSize = 10
	nameLine = 11
	nameWide = cardW + 36
	nameRoom = 116
)

// writeNames puts names beneath blocks, in letters of the screen's size, on
// as many lines as there is room for before the next row.
func (p *painter) writeNames(cards []*Card) {
	k := p.v.Zoom
	f := typeface{500, math.Round(nameSize / k)} // whole: few fonts however the view zooms
	step := nameLine / k
	most := max(1, min(2, int(nameRoom/step)))
	for _, c := range cards {
		at := c.At().Add(Point{cardW / 2, blockY + blockH + step*0.6})
		for i, line := range p.labels.lines(p.c.scene.title(c), f, nameWide, most) {
			p.halo(line, f, p.theme.text, "center", at.X, at.Y+step*float64(i), nameWide)
		}
	}
}

// write puts the words on cards.
func (p *painter) write(cards []*Card, d Detail) {
	if d == Brief {
		p.writeBrief(cards)
		return
	}
	t, l, s := p.theme, p.labels, p.c.scene
	base := p.pen.alpha
	each := func(f func(c *Card, face *Face, x, y float64)) {
		for _, c := range cards {
			if c.Node.Bypassed {
				p.pen.setAlpha(base * 0.62)
			} else {
				p.pen.setAlpha(base)
			}
			f(c, s.face(c), c.Node.At[0], c.Node.At[1])
		}
	}
	each(func(c *Card, f *Face, x, y float64) {
		room := cardW - 46 - 12.0
		if c.Node.Locked {
			room -= 16
		}
		l.write(f.Title, titleType, t.text, "left", x+46, y+24.5, room)
	})
	each(func(c *Card, f *Face, x, y float64) {
		for i, r := range f.Rows {
			if r.Label != "" {
				label, _ := l.share(r)
				l.write(r.Label, labelType, t.text2, "left", x+12, y+53.5+18*float64(i), label)
			}
		}
		if f.Note != "" {
			_, ink, _ := t.level(f.NoteLevel)
			l.write(f.Note, labelType, ink, "left", x+12, y+92, cardW-24)
		}
	})
	each(func(c *Card, f *Face, x, y float64) {
		for i, r := range f.Rows {
			_, value := l.share(r)
			l.write(r.Value, valueType, t.text, "right", x+cardW-12, y+53.5+18*float64(i), value)
		}
	})
	each(func(c *Card, f *Face, x, y float64) {
		_, ink, _ := t.level(c.load.level)
		if c.load.level == calm {
			ink = t.text
		}
		if f.Note == "" {
			l.write(f.Bar, barType, ink, "right", x+cardW-12, y+92, 0)
		}
	})
	p.pen.setAlpha(base)
}

// share divides the width of a row: both parts in full where they fit, else
// the value keeps at least three fifths.
func (l *labels) share(r Row) (label, value float64) {
	const room = cardW - 24 - 8
	a, b := l.fit(r.Label, labelType, 0).width, l.fit(r.Value, valueType, 0).width
	if a+b <= room {
		return room, room
	}
	value = min(b, max(room-a, 0.6*room))
	return room - value, value
}

func (p *painter) writeBrief(cards []*Card) {
	t, l, s := p.theme, p.labels, p.c.scene
	for _, c := range cards {
		f, x, y := s.face(c), c.Node.At[0], c.Node.At[1]
		l.write(f.Title, briefTitle, t.text, "left", x+58, y+30, cardW-58-10)
	}
	for _, c := range cards {
		f, x, y := s.face(c), c.Node.At[0], c.Node.At[1]
		if f.Bar != "" {
			_, ink, _ := t.level(c.load.level)
			if c.load.level == calm {
				ink = t.text
			}
			l.write(f.Bar, briefValue, ink, "right", x+cardW-12, y+81, 0)
		}
	}
	for _, c := range cards {
		f, x, y := s.face(c), c.Node.At[0], c.Node.At[1]
		if f.Bar == "" {
			_, ink, _ := t.level(f.NoteLevel)
			text := f.Note
			if c.load.mark == noMark && f.Rows[0].Value != "" {
				text = f.Rows[0].Value
			}
			l.write(text, briefNote, ink, "left", x+14, y+81, cardW-28)
		}
	}
}

// wireLabels writes the names of ports where a node has several outputs, and
// rates when zoomed in.
func (p *painter) wireLabels(d Detail, view Rect) {
	if d < Full {
		return
	}
	s, near := p.c.scene, p.v.Zoom >= 1.25
	var in []*Wire
	s.wireAt.find(view.Grow(plateReach), func(id string) {
		if w := s.wires[id]; s.inTile(w) && (near || w.Label.EN != "") {
			in = append(in, w)
		}
	})
	sort.Slice(in, func(i, j int) bool { return in[i].ID < in[j].ID })
	for _, w := range in {
		if name := w.Label.In(s.lang); name != "" {
			at := w.Route.points[0].Add(Point{10, -9})
			if w.Route.down {
				at.Y += 24
			}
			p.halo(name, portType, p.theme.text3, "left", at.X, at.Y, 0)
			p.tagged.names[w.ID] = box(at.X, at.Y-tagHalf, p.labels.fit(name, portType, 0).width, 2*tagHalf)
		}
	}
	if near {
		for _, w := range in {
			p.tagged.lines[w.ID] = true
		}
		for _, w := range in {
			p.rates(w, p.theme.text2, false)
		}
	}
}

// rates writes what flows over a wire: items above, bytes below. Where there
// is no room it writes nothing, unless it must.
func (p *painter) rates(w *Wire, ink *color, must bool) {
	if !(w.load.items > 0) {
		return
	}
	items, bytes := p.c.scene.figure(w.load.items, "/s"), ""
	if w.load.bytes > 0 {
		bytes = p.c.scene.figure(w.load.bytes, "B/s")
	}
	joined := items
	if bytes != "" {
		joined += " · " + bytes
	}
	t, ok := p.tagged.label(w.ID)
	if !ok {
		width := func(text string) float64 { return p.labels.fit(text, wireType, 0).width }
		size := extent{max(width(items), width(bytes)), width(joined), bytes == ""}
		if t, ok = w.Route.berth(size, func(r Rect) bool { return p.free(r, w) }); !ok && !must {
			return
		}
		p.tagged.at[w.ID] = t
	}
	align := "center"
	switch t.form {
	case above:
		p.halo(joined, wireType, ink, align, t.at.X, t.at.Y-tagRise, 0)
		return
	case below:
		p.halo(joined, wireType, ink, align, t.at.X, t.at.Y+tagDrop, 0)
		return
	case right:
		align = "left"
	case left:
		align = "right"
	}
	p.halo(items, wireType, ink, align, t.at.X, t.at.Y-tagRise, 0)
	p.halo(bytes, wireType, ink, align, t.at.X, t.at.Y+tagDrop, 0)
}

// free reports whether neither a card nor another label is in the way of the
// label of a wire.
func (p *painter) free(r Rect, of *Wire) bool {
	s, clear := p.c.scene, true
	s.cardAt.find(r, func(string) { clear = false })
	if clear {
		s.wireAt.find(r.Grow(plateReach), func(id string) { clear = clear && p.tagged.clear(r, of, s.wires[id]) })
	}
	return clear
}

// halo writes text over lines with a rim in the colour of the ground.
func (p *painter) halo(text string, f typeface, ink *color, align string, x, y, limit float64) {
	out := p.labels.fit(text, f, limit)
	if out.empty {
		return
	}
	p.pen.setFont(p.labels.css(f))
	p.pen.setAlign(align)
	p.pen.setLine(p.theme.ground, max(4, 3/p.v.Zoom))
	p.pen.ctx.Call("strokeText", out.text, x, y)
	p.pen.setInk(ink)
	p.pen.fillText.Invoke(out.text, x, y)
}
