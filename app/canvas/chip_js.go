//go:build js && wasm

package canvas

// chipIcons names the icon of each state.
var chipIcons = map[mark]string{
	bottleneck: "gauge", overloaded: "overload", pacing: "gauge", faulty: "error", uncalibrated: "uncalibrated", bypassed: "bypass",
}

// chips draws the state of cards as a word and a shape on their top edge.
func (p *painter) chips(cards []*Card, d Detail) {
	for _, c := range cards {
		if c.load.level == urgent && !c.Node.Bypassed {
			p.outline(c, p.theme.critical, 1)
		}
		if c.load.mark != noMark {
			p.chip(c, d)
		}
		if c.Node.Locked && d == Full {
			p.glyph("lock", p.theme.text3, c.Node.At[0]+cardW-24, c.Node.At[1]+17, 14)
		}
	}
}

// outline strokes the rim of a card.
func (p *painter) outline(c *Card, ink *color, width float64) {
	p.pen.setLine(ink, p.hair(width))
	p.pen.stroke.Invoke(path(appendRound(nil, c.Node.At[0], c.Node.At[1], cardW, cardH, 8)))
}

// chipLevel is how a state is coloured: a bottleneck that is not busy is
// named but not coloured.
func chipLevel(c *Card) level {
	if c.load.mark == uncalibrated {
		return told
	}
	return c.load.level
}

func (p *painter) chip(c *Card, d Detail) {
	f, face, h, icon := p.c.scene.face(c), chipType, 20.0, 14.0
	if d == Brief {
		face, h, icon = briefChip, 28, 20
	}
	_, ink, ground := p.theme.level(chipLevel(c))
	word := p.labels.fit(f.Chip, face, 0)
	w := word.width + icon + h*0.8
	x, y := c.Node.At[0]+cardW-10-w, c.Node.At[1]-h/2-1
	p.pen.setInk(ground)
	shape := path(appendRound(nil, x, y, w, h, 4))
	p.pen.fill.Invoke(shape)
	p.pen.setLine(ink, p.hair(1))
	p.pen.stroke.Invoke(shape)
	p.glyph(chipIcons[c.load.mark], ink, x+h*0.25, y+(h-icon)/2, icon)
	p.labels.write(f.Chip, face, ink, "left", x+h*0.25+icon+h*0.2, y+h/2+0.5, 0)
}

// glyph draws an icon of a size at a place.
func (p *painter) glyph(name string, ink *color, x, y, size float64) {
	ic := p.sheets.icon(name)
	p.pen.save.Invoke()
	p.pen.ctx.Call("translate", x, y)
	p.pen.ctx.Call("scale", size/20, size/20)
	p.pen.ctx.Set("strokeStyle", ink.css)
	p.pen.ctx.Set("lineWidth", 1.6)
	p.pen.stroke.Invoke(ic.path)
	if !ic.dots.IsUndefined() {
		p.pen.ctx.Set("lineWidth", 2.2)
		p.pen.stroke.Invoke(ic.dots)
	}
	p.pen.restore.Invoke()
}
