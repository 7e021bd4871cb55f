package canvas

import (
	"math"
	"slices"

	"weir/engine/component"
)

// part is what a path is painted as. The painter goes through the parts in
// this order, all visible tiles for each, so that wires of one tile never
// cover cards of the next.
type part uint8

const (
	wirePart   part = iota // n: width in half pixels; 0 = a hairline of the screen
	dashPart               // the same, asynchronous
	headPart               // arrow heads
	footPart               // n: type; where an edge from bottom to top ends
	cardPart               // shadow, fill and outline
	ghostPart              // bypassed card: dashed outline only
	blockPart              // fill and outline, square
	dotPart                // n: level
	softPart               // n: family; ground of an icon
	stripePart             // n: family
	trackPart              // ground of a bar
	barPart                // n: level
	hatchPart              // bar of an overloaded card, over its barPart
	tickPart               // the bound of the headroom objective on a bar
	cornerPart             // n: level; corner mark of a block
	portPart               // n: type
	parts
)

// ink is a part and its variant: one colour and one line style.
type ink struct {
	part part
	n    uint8
}

// glyph is an icon to be drawn at a place.
type glyph struct {
	icon   string
	family uint8
	at     Point
	size   float64
}

// sheet is the drawing of a tile: one SVG path for each ink, in world
// coordinates, and the icons.
type sheet struct {
	paths  map[ink][]byte
	glyphs []glyph
}

// tileSpan is how many cells of the index are one tile on a side: the
// smaller things are drawn, the more of them one path holds.
func tileSpan(d Detail) int {
	switch d {
	case Full:
		return 1
	case Brief:
		return 2
	}
	return 4
}

// tile names a tile: its level of detail and the cell at its top left, in
// tiles.
type tile struct {
	detail Detail
	x, y   int
}

func tileOf(d Detail, c cell) tile {
	n := tileSpan(d)
	return tile{d, floorDiv(c.x, n), floorDiv(c.y, n)}
}

func (t tile) cells(f func(cell)) {
	n := tileSpan(t.detail)
	for y := range n {
		for x := range n {
			f(cell{t.x*n + x, t.y*n + y})
		}
	}
}

func floorDiv(a, n int) int {
	q := a / n
	if a%n < 0 {
		q--
	}
	return q
}

// draw makes the sheet of a tile.
func (s *Scene) draw(t tile) sheet {
	out := sheet{paths: map[ink][]byte{}}
	t.cells(func(c cell) {
		if b := s.wireAt.cells[c]; b != nil {
			for _, id := range b.items {
				if w := s.wires[id]; s.inTile(w) {
					out.wire(w, w.Route, t.detail)
				}
			}
		}
		if b := s.cardAt.cells[c]; b != nil {
			for _, id := range b.items {
				if !s.lifted[id] {
					out.card(s.cards[id], t.detail, s.states.limit)
				}
			}
		}
	})
	return out
}

// on returns the path of an ink to be written to, as a place to store it.
func (s *sheet) on(p part, n uint8, write func(path []byte) []byte) {
	k := ink{p, n}
	s.paths[k] = write(s.paths[k])
}

func (s *sheet) wire(w *Wire, r Route, d Detail) {
	p, n := wirePart, w.width
	if w.Edge.Async && d >= Brief {
		p = dashPart
	}
	if d == Dot {
		n = 0
	}
	s.on(p, n, func(b []byte) []byte { return appendRoute(b, r, d) })
	if r.head && d >= Brief {
		s.on(headPart, 0, func(b []byte) []byte { return appendHead(b, r) })
	}
	if r.down && d >= Brief { // it ends where no port is: show its ends
		for _, end := range []Point{r.points[0], r.points[len(r.points)-1]} {
			s.on(footPart, w.flow, func(b []byte) []byte { return appendCircle(b, end, 5) })
		}
	}
}

func (s *sheet) card(c *Card, d Detail, limit float64) {
	x, y := c.Node.At[0], c.Node.At[1]
	switch d {
	case Dot:
		s.on(dotPart, uint8(c.load.tone()), func(b []byte) []byte { return appendRect(b, x, y+blockY, cardW, blockH) })
		return
	case Block:
		s.block(c, x, y)
		return
	}
	if c.Node.Bypassed {
		s.on(ghostPart, 0, func(b []byte) []byte { return appendRound(b, x, y, cardW, cardH, 8) })
	} else {
		s.on(cardPart, 0, func(b []byte) []byte { return appendRound(b, x, y, cardW, cardH, 8) })
	}
	f := familyOf(c)
	g := glyph{icon: "", family: f, at: Point{x + 10, y + 10}, size: 28}
	if d == Brief {
		g.size = 38
	}
	if c.Kind != nil {
		g.icon = c.Kind.Icon
	}
	s.on(softPart, f, func(b []byte) []byte { return appendRound(b, g.at.X, g.at.Y, g.size, g.size, 6) })
	s.glyphs = append(s.glyphs, g)
	if c.load.known && !c.Node.Bypassed && (c.load.mark != faulty || d == Brief) {
		s.bar(c, barBox(c, d), limit)
	}
	s.ports(c)
}

// barBox is where the bar of a card lies.
func barBox(c *Card, d Detail) Rect {
	x, y := c.Node.At[0], c.Node.At[1]
	switch d {
	case Full:
		return box(x+12, y+90, cardW-24-50, 4)
	case Brief:
		return box(x+12, y+77, cardW-24-60, 7)
	}
	return box(x, y+blockY+blockH-12, cardW, 12)
}

func (s *sheet) bar(c *Card, r Rect, limit float64) {
	round := r.H() / 2
	s.on(trackPart, 0, func(b []byte) []byte { return appendRound(b, r.Min.X, r.Min.Y, r.W(), r.H(), round) })
	if filled := r.W() * float64(c.load.bar) / 128; filled > 0 {
		filled = max(filled, 1.5)
		s.on(barPart, uint8(c.load.level), func(b []byte) []byte {
			return appendRound(b, r.Min.X, r.Min.Y, filled, r.H(), min(round, filled/2))
		})
	}
	if c.load.mark == overloaded {
		s.on(hatchPart, 0, func(b []byte) []byte { return appendHatch(b, r) })
	}
	if limit > 0 && limit < 1 {
		s.on(tickPart, 0, func(b []byte) []byte {
			return appendRect(b, r.Min.X+r.W()*limit-0.5, r.Min.Y-2, 1, r.H()+4)
		})
	}
}

func (s *sheet) block(c *Card, x, y float64) {
	y += blockY
	s.on(blockPart, 0, func(b []byte) []byte { return appendRect(b, x, y, cardW, blockH) })
	if c.load.known && !c.Node.Bypassed {
		r := barBox(c, Block)
		s.on(barPart, uint8(c.load.level), func(b []byte) []byte {
			return appendRect(b, r.Min.X, r.Min.Y, r.W()*float64(c.load.bar)/128, r.H())
		})
	}
	s.on(stripePart, familyOf(c), func(b []byte) []byte { return appendRect(b, x, y, 6, blockH) })
	if c.load.mark == bottleneck || c.load.level == urgent {
		s.on(cornerPart, uint8(c.load.tone()), func(b []byte) []byte {
			b = appendMove(b, x+cardW-36, y)
			b = append(b, 'h')
			b = appendCoord(b, 36)
			b = append(b, 'v')
			b = appendCoord(b, 36)
			return append(b, 'z')
		})
	}
}

// tone is the level a card is coloured with where its state must be seen
// from afar: a bottleneck counts as a warning.
func (l load) tone() level {
	if l.mark == bottleneck && l.level == calm {
		return warned
	}
	return l.level
}

func (s *sheet) ports(c *Card) {
	for _, p := range c.Ports {
		at := c.At().Add(p.At)
		s.on(portPart, typeOf(p), func(b []byte) []byte { return appendCircle(b, at, 5) })
	}
}

// portTypes and the families are numbered for inks in this order.
var portTypes = []component.PortType{component.Request, component.Vector, component.Records, component.Any}

// typeOf numbers the type of a port: what it gives, or takes first.
func typeOf(p Port) uint8 {
	t := p.Type
	if t == "" && len(p.Accepts) > 0 {
		t = p.Accepts[0]
	}
	for i, u := range portTypes {
		if u == t {
			return uint8(i)
		}
	}
	return uint8(len(portTypes) - 1)
}

func familyOf(c *Card) uint8 {
	if c.Kind != nil {
		for i, f := range component.Families {
			if f.ID == c.Kind.Family {
				return uint8(i)
			}
		}
	}
	return uint8(len(component.Families) - 1)
}

// appendRoute writes the line of an edge; from afar curves become straight
// and corners square.
func appendRoute(b []byte, r Route, d Detail) []byte {
	p := r.points
	if r.down && d <= Block { // the block is lower than the card
		p = slices.Clone(p)
		p[0].Y -= cardH - blockY - blockH
		p[len(p)-1].Y += blockY
	}
	b = appendMove(b, p[0].X, p[0].Y)
	switch {
	case r.shape == curved && d == Dot:
		return appendLine(b, p[3])
	case r.shape == curved:
		b = append(b, 'C')
		b = appendPoint(b, p[1])
		b = append(b, ' ')
		b = appendPoint(b, p[2])
		b = append(b, ' ')
		return appendPoint(b, p[3])
	case r.shape == wrapped && d >= Brief:
		return appendRounded(b, p)
	}
	for _, q := range p[1:] {
		b = appendLine(b, q)
	}
	return b
}

// appendRounded goes through points with the corners rounded.
func appendRounded(b []byte, p []Point) []byte {
	for i := 1; i < len(p)-1; i++ {
		in, out := p[i].Sub(p[i-1]), p[i+1].Sub(p[i])
		radius := min(wrapRadius, math.Hypot(in.X, in.Y)/2, math.Hypot(out.X, out.Y)/2)
		b = appendLine(b, p[i].Sub(unit(in).Mul(radius)))
		b = append(b, 'Q')
		b = appendPoint(b, p[i])
		b = append(b, ' ')
		b = appendPoint(b, p[i].Add(unit(out).Mul(radius)))
	}
	return appendLine(b, p[len(p)-1])
}

// appendHead writes an arrow head of 9 px at the middle of the route.
func appendHead(b []byte, r Route) []byte {
	at, dir := r.Middle()
	side := Point{-dir.Y, dir.X}
	back := at.Sub(dir.Mul(4.5))
	b = appendMove(b, back.X+side.X*4.5, back.Y+side.Y*4.5)
	b = appendLine(b, at.Add(dir.Mul(4.5)))
	b = appendLine(b, back.Sub(side.Mul(4.5)))
	return append(b, 'z')
}
