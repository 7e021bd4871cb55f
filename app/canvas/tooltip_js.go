//go:build js && wasm

package canvas

import "weir/engine/component"

// tooltips says why a wire is refused, and what a port is called.
func (p *painter) tooltips() {
	c := p.c
	if w := c.wiring(); w != nil {
		switch {
		case w.refused != component.Text{}:
			p.tooltip(w.refused.In(c.scene.lang), c.last.At.Add(Point{16, 18}))
		case w.to != nil:
			p.portName(w.to.Node(), w.to.Port(), !w.out)
		}
		return
	}
	if c.hover.isPort() && c.gesture == nil {
		p.portName(c.hover.Node, c.hover.Port, c.hover.Out)
	}
}

// portName names a port beside it: its label and what it takes or gives.
func (p *painter) portName(node, name string, out bool) {
	card := p.c.scene.cards[node]
	if card == nil {
		return
	}
	port, ok := card.Port(out, name)
	if !ok {
		return
	}
	lang := p.c.scene.lang
	text := port.Label.In(lang)
	if text == "" {
		text = port.Name
	}
	if kind := portWords[portTypes[typeOf(port)]].In(lang); kind != "" {
		text += " · " + kind
	}
	at := p.c.view.Screen(card.At().Add(port.At))
	if out {
		p.tooltip(text, at.Add(Point{14, 12}))
		return
	}
	width := p.labels.fit(text, tooltipType, 0).width + 16
	p.tooltip(text, at.Add(Point{-14 - width, 12}))
}

// tooltipWidth is the widest line of a tooltip, CSS pixels.
const tooltipWidth = 260

// tooltip draws words on a dark ground, kept inside the canvas.
func (p *painter) tooltip(text string, at Point) {
	lines := p.labels.wrap(text, tooltipType, tooltipWidth)
	w := 0.0
	for _, l := range lines {
		w = max(w, p.labels.fit(l, tooltipType, 0).width)
	}
	const height = 17
	r := box(at.X, at.Y, w+16, float64(len(lines))*height+10)
	r = r.Shift(Point{min(0, p.c.view.Size.X-8-r.Max.X), min(0, p.c.view.Size.Y-8-r.Max.Y)})
	r = r.Shift(Point{max(0, 8-r.Min.X), max(0, 8-r.Min.Y)})
	p.pen.setInk(p.theme.text)
	p.pen.fill.Invoke(path(appendRound(nil, r.Min.X, r.Min.Y, r.W(), r.H(), 6)))
	for i, l := range lines {
		p.labels.write(l, tooltipType, p.theme.surface, "left", r.Min.X+8, r.Min.Y+5+height/2+float64(i*height)+0.5, 0)
	}
}
