//go:build js && wasm

package canvas

import (
	"strconv"
	"syscall/js"
)

// pen is a 2D context that skips settings it already has: every call across
// the border to JavaScript costs about a microsecond.
type pen struct {
	ctx                                                                js.Value
	fill, stroke, fillText, rect, setTransform, dash, save, restore    js.Value
	beginPath, moveTo, lineTo, clip, measure, image, clear, translate_ js.Value
	ink, line                                                          *color
	width, alpha                                                       float64
	font, align                                                        string
	dashed                                                             string
}

func newPen(ctx js.Value) *pen {
	bound := func(name string) js.Value { return ctx.Get(name).Call("bind", ctx) }
	p := &pen{
		ctx: ctx, fill: bound("fill"), stroke: bound("stroke"), fillText: bound("fillText"), rect: bound("fillRect"),
		setTransform: bound("setTransform"), dash: bound("setLineDash"), save: bound("save"), restore: bound("restore"),
		beginPath: bound("beginPath"), moveTo: bound("moveTo"), lineTo: bound("lineTo"), clip: bound("clip"),
		measure: bound("measureText"), image: bound("drawImage"), clear: bound("clearRect"), translate_: bound("translate"),
	}
	p.forget()
	return p
}

// forget makes the next settings be set whatever they were: after the
// element changed size, which resets the context.
func (p *pen) forget() {
	p.ink, p.line, p.width, p.alpha, p.font, p.align, p.dashed = nil, nil, -1, 1, "", "", ""
	p.ctx.Set("lineCap", "round")
	p.ctx.Set("lineJoin", "round")
	p.ctx.Set("textBaseline", "middle")
}

func (p *pen) setInk(c *color) {
	if p.ink != c {
		p.ctx.Set("fillStyle", c.css)
		p.ink = c
	}
}

func (p *pen) setLine(c *color, width float64) {
	if p.line != c {
		p.ctx.Set("strokeStyle", c.css)
		p.line = c
	}
	if p.width != width {
		p.ctx.Set("lineWidth", width)
		p.width = width
	}
}

func (p *pen) setAlpha(a float64) {
	if p.alpha != a {
		p.ctx.Set("globalAlpha", a)
		p.alpha = a
	}
}

// setDash sets a dash pattern by its lengths; none = a solid line.
func (p *pen) setDash(lengths ...float64) {
	key := ""
	list := make([]any, len(lengths))
	for i, l := range lengths {
		key += strconv.FormatFloat(l, 'g', 4, 64) + " "
		list[i] = l
	}
	if p.dashed != key {
		p.dash.Invoke(list)
		p.dashed = key
	}
}

func (p *pen) setFont(font string) {
	if p.font != font {
		p.ctx.Set("font", font)
		p.font = font
	}
}

func (p *pen) setAlign(align string) {
	if p.align != align {
		p.ctx.Set("textAlign", align)
		p.align = align
	}
}

// path makes a Path2D.
func path(b []byte) js.Value { return js.Global().Get("Path2D").New(string(b)) }
