//go:build js && wasm

package canvas

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"
	"unicode"

	"weir/app/edit"
	"weir/engine/design"
)

// gridPattern is the dotted ground, made once for a spacing.
type gridPattern struct {
	pattern js.Value
	size    float64 // device pixels between dots
}

// drawGrid fills the ground with dots 11 to 22 CSS pixels apart that move
// with the world.
func (p *painter) drawGrid() {
	v := p.v
	if v.Zoom < 0.2 {
		return
	}
	step := Grid * v.Zoom
	for step < 11 {
		step *= 2
	}
	for step >= 22 {
		step /= 2
	}
	size := math.Round(step * p.dpr)
	if p.grid.size != size {
		p.grid = p.makeGrid(size)
	}
	scale := step * p.dpr / size
	x, y := math.Round(v.Origin.X*p.dpr), math.Round(v.Origin.Y*p.dpr)
	p.pen.setTransform.Invoke(1, 0, 0, 1, 0, 0)
	p.grid.pattern.Call("setTransform", map[string]any{"a": scale, "d": scale, "e": x - step*p.dpr/2, "f": y - step*p.dpr/2})
	p.pen.ctx.Set("fillStyle", p.grid.pattern)
	p.pen.ink = nil
	p.pen.rect.Invoke(0, 0, math.Ceil(v.Size.X*p.dpr), math.Ceil(v.Size.Y*p.dpr))
}

// makeGrid draws one dot in the middle of a square.
func (p *painter) makeGrid(size float64) gridPattern {
	c := js.Global().Get("document").Call("createElement", "canvas")
	c.Set("width", size)
	c.Set("height", size)
	ctx := c.Call("getContext", "2d")
	ctx.Set("fillStyle", p.theme.line.css)
	ctx.Call("beginPath")
	ctx.Call("arc", size/2, size/2, 0.9*p.dpr, 0, 2*math.Pi)
	ctx.Call("fill")
	return gridPattern{p.pen.ctx.Call("createPattern", c, "repeat"), size}
}

// frames draws the grounds of the groups, outermost first.
func (p *painter) frames(view Rect) {
	for _, f := range p.c.scene.groups {
		if f.folded || !f.Bounds.Meets(view) {
			continue
		}
		if p.c.scene.resting(f) {
			p.frameGround(f.Bounds, nothing)
		} else if o := p.c.scene.open[f.ID]; o != nil && !o.ground.Empty() {
			p.frameFill(o.ground, nothing)
		}
	}
}

// openFrames draws the frames of which a part is in the hand: what is beneath
// shows the ground of what stays.
func (p *painter) openFrames() {
	p.world(Point{})
	for _, f := range p.c.scene.groups {
		if o := p.c.scene.open[f.ID]; o != nil {
			now := *f
			now.Bounds = p.c.frameNow(f)
			p.frameGround(now.Bounds, o.ground)
			p.frameTitle(&now)
		}
	}
}

// frameFill draws the ground of a group but for a part that has one, and
// returns its outline.
func (p *painter) frameFill(r, but Rect) js.Value {
	shape := appendRound(nil, r.Min.X, r.Min.Y, r.W(), r.H(), 12)
	outline := path(shape)
	if !but.Empty() {
		shape = appendRound(shape, but.Min.X, but.Min.Y, but.W(), but.H(), 12)
	}
	p.pen.setInk(p.theme.text3)
	p.pen.setAlpha(0.06)
	p.pen.fill.Invoke(path(shape), "evenodd")
	p.pen.setAlpha(1)
	return outline
}

// frameGround draws the ground and the rim of a group, see frameFill.
func (p *painter) frameGround(r, but Rect) {
	outline := p.frameFill(r, but)
	p.pen.setLine(p.theme.line1, p.hair(1))
	p.pen.stroke.Invoke(outline)
}

// blocks draws the folded groups, and the titles of the others: over the
// wires that pass.
func (p *painter) blocks(view Rect) {
	for _, f := range p.c.scene.groups {
		switch {
		case !p.c.scene.resting(f) || !f.Bounds.Grow(8).Meets(view):
		case f.folded:
			p.block(f, f.Bounds)
		default:
			p.frameTitle(f)
		}
	}
}

// frameTitle names a group that is not folded, on a ground of its own: wires
// that pass run under it.
func (p *painter) frameTitle(f *Frame) {
	if f.folded || p.v.Zoom < 0.35 {
		return
	}
	face := frameType
	if p.v.Zoom < 0.6 {
		face = typeface{500, 18}
	}
	r := f.Bounds
	name, limit := p.c.scene.frameName(f), r.W()-28
	word := p.labels.fit(name, face, limit)
	if word.empty {
		return
	}
	x, y, h := r.Min.X+14, r.Min.Y+17, face.size*1.5
	p.pen.setInk(p.theme.ground)
	p.pen.fill.Invoke(path(appendRound(nil, x-5, y-h/2, word.width+10, h, 4)))
	p.labels.write(name, face, p.theme.text2, "left", x, y, limit)
}

// chosenRims draws the rims of the groups and comments that are selected, and
// of the group pointed at, over what lies there.
func (p *painter) chosenRims(d Detail) {
	s, sel, hover := p.c.scene, p.c.editor.Selection(), p.c.hover.Group
	if len(sel.Groups)+len(sel.Notes) == 0 && hover == "" {
		return
	}
	p.world(Point{})
	for _, f := range s.groups {
		ink, width := p.theme.accent, 2.0
		switch {
		case sel.HasGroup(f.ID):
		case f.ID == hover && p.c.gesture == nil:
			ink, width = p.theme.idle, 1
		default:
			continue
		}
		r, round := p.c.frameNow(f), 12.0
		if f.folded {
			round = 8
		}
		if f.folded && d <= Block {
			r, round = blockOf(r), 0
		}
		p.pen.setLine(ink, p.hair(width))
		p.pen.stroke.Invoke(path(appendRound(nil, r.Min.X, r.Min.Y, r.W(), r.H(), round)))
	}
	for _, id := range sel.Notes {
		r := p.c.noteNow(id)
		p.pen.setLine(p.theme.accent, p.hair(1.5))
		p.pen.stroke.Invoke(path(appendRound(nil, r.Min.X, r.Min.Y, r.W(), r.H(), 6)))
		if !p.c.readOnly {
			p.corner(r.Max)
		}
	}
}

// noteNow is where a comment is at this moment.
func (c *Canvas) noteNow(id string) Rect {
	n := c.scene.doc.Notes[id]
	if n == nil {
		return nothing
	}
	r := NoteBounds(n)
	switch g := c.gesture.(type) {
	case *move:
		if c.scene.heldNotes[id] {
			return r.Shift(g.by)
		}
	case *sizing:
		if g.note == id {
			size := edit.NoteSize(n.Text, g.wish)
			return box(r.Min.X, r.Min.Y, size[0], size[1])
		}
	}
	return r
}

// corner draws what a comment is resized by.
func (p *painter) corner(at Point) {
	k := 1 / p.c.view.Zoom
	grip := path(appendRound(nil, at.X-5*k, at.Y-5*k, 10*k, 10*k, 2*k))
	p.pen.setInk(p.theme.surface)
	p.pen.fill.Invoke(grip)
	p.pen.setLine(p.theme.accent, 1.5*k)
	p.pen.stroke.Invoke(grip)
}

// block draws a folded group: a stack of cards with the name, how many parts
// there are, and the gravest load among them.
func (p *painter) block(f *Frame, r Rect) {
	s, t, d := p.c.scene, p.theme, p.v.Detail()
	l := s.blockLoad(f.ID)
	fill, ink, _ := t.level(l.level)
	if d <= Block {
		p.pen.setInk(t.surface)
		if d == Dot {
			p.pen.setInk(fill)
		}
		shape := path(appendRim(nil, &Card{Node: &design.Node{At: r.Min.Pair()}}, Dot))
		p.pen.fill.Invoke(shape)
		p.pen.setLine(t.line, p.hair(1))
		p.pen.stroke.Invoke(shape)
		return
	}
	for _, by := range []float64{8, 4, 0} {
		shape := path(appendRound(nil, r.Min.X+by, r.Min.Y+by, r.W(), r.H(), 8))
		p.pen.setInk(t.surface)
		p.pen.fill.Invoke(shape)
		p.pen.setLine(t.line, p.hair(1))
		p.pen.stroke.Invoke(shape)
	}
	title, small := titleType, labelType
	if d == Brief {
		title, small = briefTitle, briefNote
	}
	p.labels.write(s.frameName(f), title, t.text, "left", r.Min.X+14, r.Min.Y+26, r.W()-28)
	p.labels.write(s.blockNote(f.ID), small, t.text2, "left", r.Min.X+14, r.Min.Y+58, r.W()-28)
	if l.known {
		bar := box(r.Min.X+14, r.Max.Y-18, r.W()-28, 5)
		p.pen.setInk(t.track)
		p.pen.fill.Invoke(path(appendRound(nil, bar.Min.X, bar.Min.Y, bar.W(), bar.H(), 2.5)))
		p.pen.setInk(fill)
		p.pen.fill.Invoke(path(appendRound(nil, bar.Min.X, bar.Min.Y, max(bar.W()*float64(l.bar)/128, 2), bar.H(), 1)))
		if l.level != calm {
			p.pen.setLine(ink, p.hair(1.5))
			p.pen.stroke.Invoke(path(appendRound(nil, r.Min.X, r.Min.Y, r.W(), r.H(), 8)))
		}
	}
}

// inHand is how far what is being dragged has moved.
func (p *painter) inHand() Point {
	if m, ok := p.c.gesture.(*move); ok {
		return m.by
	}
	return Point{}
}

// notes draws the comments.
func (p *painter) notes(view Rect) {
	s := p.c.scene
	for _, id := range sortedKeys(s.doc.Notes) {
		if n := s.doc.Notes[id]; !s.heldNotes[id] && NoteBounds(n).Meets(view) {
			p.note(n)
		}
	}
}

// note draws a comment.
func (p *painter) note(n *design.Note) { p.noteIn(n, NoteBounds(n)) }

// noteIn draws one in a rectangle.
func (p *painter) noteIn(n *design.Note, r Rect) {
	t := p.theme
	shape := path(appendRound(nil, r.Min.X, r.Min.Y, r.W(), r.H(), 6))
	p.pen.setInk(t.warnSoft)
	p.pen.fill.Invoke(shape)
	p.pen.setLine(t.line, p.hair(1))
	p.pen.stroke.Invoke(shape)
	if p.v.Zoom >= 0.35 {
		p.paragraph(n.Text, noteType, t.text, r.Grow(-10), 19)
	}
}

// paragraph writes text in lines as wide as a rectangle, as many as fit.
func (p *painter) paragraph(text string, f typeface, ink *color, r Rect, height float64) {
	y := r.Min.Y + height/2
	for _, line := range strings.Split(text, "\n") {
		for _, piece := range p.labels.wrap(line, f, r.W()) {
			if y+height/2 > r.Max.Y+4 {
				return
			}
			p.labels.write(piece, f, ink, "left", r.Min.X, y, 0)
			y += height
		}
	}
}

// wrap breaks a line at spaces, and between Chinese characters, so that each
// piece is at most limit wide.
func (l *labels) wrap(line string, f typeface, limit float64) []string {
	var out []string
	current := ""
	for _, word := range words(line) {
		if current != "" && l.fit(current+word, f, 0).width > limit {
			out = append(out, strings.TrimSpace(current))
			current = strings.TrimLeft(word, " ")
			continue
		}
		current += word
	}
	return append(out, strings.TrimSpace(current))
}

// words cuts a line where it may be broken.
func words(line string) []string {
	var out []string
	start := 0
	for i, r := range line {
		if r == ' ' || unicode.Is(unicode.Han, r) {
			if i > start {
				out = append(out, line[start:i])
			}
			start = i
		}
	}
	return append(out, line[start:])
}

// frameName is the group's own name or the word for a group.
func (s *Scene) frameName(f *Frame) string {
	if f.Name != "" {
		return f.Name
	}
	return wordGroup.In(s.lang)
}

// blockNote says how many parts a folded group holds.
func (s *Scene) blockNote(group string) string {
	return strconv.Itoa(len(s.members(group))) + nbsp + wordParts.In(s.lang)
}

// blockLoad is the gravest load among the nodes of a folded group, which its
// block shows.
func (s *Scene) blockLoad(group string) load {
	worst := load{}
	for node, in := range s.folds.in {
		if c := s.cards[node]; in == group && c != nil {
			l := c.load
			worst.known = worst.known || l.known
			worst.bar = max(worst.bar, l.bar)
			if l.tone() != told && l.tone() > worst.level {
				worst.level = l.tone()
			}
		}
	}
	return worst
}
