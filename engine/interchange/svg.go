package interchange

import (
	"bytes"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// Look is how a picture is drawn: its language, and where its colours, icons
// and fonts come from, so that the writer keeps no second copy of them.
type Look struct {
	Lang   string
	Colour func(token string) string // a design token ("surface-1") as a CSS colour
	Icon   func(name string) (path, dots string)
	Font   string // a CSS font stack
}

// Measures of a picture, the world pixels of the canvas.
const (
	cardWidth  = 208
	cardHeight = 108
	portTop    = 54 // of the first port, from the card's top
	portStep   = 26
	margin     = 48
	groupPad   = 18
	groupHead  = 30
)

// SVG draws a whole design: groups, every edge, every node with its
// utilisation, comments. Text stays text, in the system's fonts, escaped. The
// design itself is in the picture's metadata, so that FromSVG reads it back.
// A nil report leaves the figures out.
func SVG(d *design.Design, r *report.Report, look Look) ([]byte, error) {
	content, err := design.Encode(d)
	if err != nil {
		return nil, err
	}
	p := &picture{design: d, report: r, look: look}
	bounds := p.bounds()
	p.open(bounds)
	p.raw(designOpen)
	p.text(string(content))
	p.raw(designClose + "\n")
	p.rect(bounds, 0, look.Colour("bg-canvas"), "")
	for _, id := range sortedKeys(d.Groups) {
		p.group(id)
	}
	for _, id := range sortedKeys(d.Edges) {
		p.edge(id)
	}
	for _, id := range sortedKeys(d.Nodes) {
		p.node(id, d.Nodes[id])
	}
	for _, id := range sortedKeys(d.Notes) {
		p.note(d.Notes[id])
	}
	p.raw("</svg>\n")
	return []byte(p.b.String()), nil
}

// picture is an SVG being written.
type picture struct {
	b      strings.Builder
	design *design.Design
	report *report.Report
	look   Look
}

type frame struct{ x, y, w, h float64 }

// with is the least frame around both.
func (f frame) with(g frame) frame {
	if f.w == 0 && f.h == 0 {
		return g
	}
	x, y := math.Min(f.x, g.x), math.Min(f.y, g.y)
	return frame{x, y, math.Max(f.x+f.w, g.x+g.w) - x, math.Max(f.y+f.h, g.y+g.h) - y}
}

func (f frame) grown(by float64) frame { return frame{f.x - by, f.y - by, f.w + 2*by, f.h + 2*by} }

func card(n *design.Node) frame { return frame{n.At[0], n.At[1], cardWidth, cardHeight} }

func (p *picture) bounds() frame {
	var all frame
	for _, id := range sortedKeys(p.design.Nodes) {
		all = all.with(card(p.design.Nodes[id]))
	}
	for _, id := range sortedKeys(p.design.Groups) {
		if f, ok := p.around(id, 0); ok {
			all = all.with(f)
		}
	}
	for _, id := range sortedKeys(p.design.Notes) {
		all = all.with(noteFrame(p.design.Notes[id]))
	}
	if all.w == 0 {
		all = frame{0, 0, cardWidth, cardHeight}
	}
	return all.grown(margin)
}

// around is the frame of a group. Groups that hold each other in a ring stop.
func (p *picture) around(id string, depth int) (frame, bool) {
	g := p.design.Groups[id]
	if g == nil || depth > len(p.design.Groups) {
		return frame{}, false
	}
	var all frame
	for _, n := range g.Nodes {
		if node := p.design.Nodes[n]; node != nil {
			all = all.with(card(node))
		}
	}
	for _, inner := range g.Groups {
		if f, ok := p.around(inner, depth+1); ok {
			all = all.with(f)
		}
	}
	if all.w == 0 {
		return frame{}, false
	}
	all = all.grown(groupPad)
	all.y, all.h = all.y-groupHead+groupPad, all.h+groupHead-groupPad
	return all, true
}

func (p *picture) raw(s string) { p.b.WriteString(s) }

// text writes a text with whatever XML gives a meaning escaped.
func (p *picture) text(s string) { p.raw(escaper.Replace(strings.Map(printable, s))) }

var (
	escaper   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
	unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&apos;", "'", "&amp;", "&")
)

// printable replaces what XML cannot hold.
func printable(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
		return '\ufffd'
	}
	return r
}

const (
	designOpen  = `<metadata id="weir-design">`
	designClose = "</metadata>"
)

// FromSVG returns the design that a picture made by SVG carries, as bytes of
// a document, or false if it carries none.
func FromSVG(data []byte) ([]byte, bool) {
	_, rest, ok := bytes.Cut(data, []byte(designOpen))
	content, _, closed := bytes.Cut(rest, []byte(designClose))
	if !ok || !closed {
		return nil, false
	}
	return []byte(unescaper.Replace(string(content))), true
}

func coord(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

func (p *picture) open(f frame) {
	p.raw(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="` + coord(f.x) + " " + coord(f.y) + " " + coord(f.w) + " " + coord(f.h) +
		`" width="` + coord(f.w) + `" height="` + coord(f.h) + `" font-family="`)
	p.text(p.look.Font)
	p.raw("\" font-size=\"12.5\" fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n<title>")
	p.text(p.design.Title)
	p.raw("</title>\n")
}

func (p *picture) rect(f frame, radius float64, fill, stroke string) {
	p.raw(`<rect x="` + coord(f.x) + `" y="` + coord(f.y) + `" width="` + coord(f.w) + `" height="` + coord(f.h) + `" rx="` + coord(radius) + `" fill="` + fill + `"`)
	if stroke != "" {
		p.raw(` stroke="` + stroke + `"`)
	}
	p.raw("/>\n")
}

// label writes one line of text, cut to about so many pixels.
func (p *picture) label(x, y float64, anchor, colour string, size float64, weight int, width float64, s string) {
	p.raw(`<text x="` + coord(x) + `" y="` + coord(y) + `" text-anchor="` + anchor + `" fill="` + colour + `" font-size="` + coord(size) + `" font-weight="` + strconv.Itoa(weight) + `">`)
	p.text(cut(s, size, width))
	p.raw("</text>\n")
}

// cut shortens a text to a width: a Latin letter takes about 0.56 of its
// size, a Chinese one all of it.
func cut(s string, size, width float64) string {
	room := width / size
	for i, c := range s {
		if c >= 0x2e80 {
			room--
		} else {
			room -= 0.56
		}
		if room < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

func (p *picture) group(id string) {
	f, ok := p.around(id, 0)
	if !ok {
		return
	}
	p.raw(`<g opacity="0.08">`)
	p.rect(f, 12, p.look.Colour("text-3"), "")
	p.raw("</g>\n")
	p.label(f.x+12, f.y+19, "start", p.look.Colour("text-2"), 13, 500, f.w-24, p.design.Groups[id].Name)
}

func noteFrame(n *design.Note) frame {
	w, h := n.Size[0], n.Size[1]
	if !(w > 0) {
		w = cardWidth
	}
	lines := strings.Split(n.Text, "\n")
	if !(h > 0) {
		h = float64(16*len(lines)) + 20
	}
	return frame{n.At[0], n.At[1], w, h}
}

func (p *picture) note(n *design.Note) {
	f := noteFrame(n)
	p.rect(f, 8, p.look.Colour("warn-soft"), "")
	for i, line := range strings.Split(n.Text, "\n") {
		p.label(f.x+10, f.y+20+16*float64(i), "start", p.look.Colour("text-1"), 12.5, 400, f.w-20, line)
	}
}

func (p *picture) node(id string, n *design.Node) {
	c, f := p.look.Colour, card(n)
	k, known := component.Lookup(n.Kind)
	p.rect(f, 8, c("surface-1"), c("line-2"))
	name, mark, family := n.Kind, "part", "sinks"
	if known {
		name, mark, family = k.Name.In(p.look.Lang), k.Icon, string(k.Family)
	}
	if n.Name != "" {
		name = n.Name
	}
	p.rect(frame{f.x + 12, f.y + 10, 28, 28}, 6, c("family-"+family+"-soft"), "")
	p.icon(f.x+16, f.y+14, mark, c("family-"+family))
	p.label(f.x+48, f.y+29, "start", c("text-1"), 14, 600, cardWidth-60, name)
	if known {
		p.rows(f, n, k)
		p.ports(f, k)
	}
	p.bar(id, f)
}

func (p *picture) icon(x, y float64, name, colour string) {
	path, dots := p.look.Icon(name)
	p.raw(`<g transform="translate(` + coord(x) + " " + coord(y) + `)" stroke="` + colour + `" stroke-width="1.5"><path d="` + path + `"/>`)
	if dots != "" {
		p.raw(`<path stroke-width="2.2" d="` + dots + `"/>`)
	}
	p.raw("</g>\n")
}

// rows writes up to two key values of the card.
func (p *picture) rows(f frame, n *design.Node, k *component.Kind) {
	y := f.y + 57
	for _, key := range k.Card {
		param, ok := k.Param(key)
		if !ok || y > f.y+80 {
			continue
		}
		v, set := n.Params[key]
		if !set {
			v = param.Default
		}
		p.label(f.x+12, y, "start", p.look.Colour("text-2"), 12.5, 400, 92, param.Label.In(p.look.Lang))
		p.label(f.x+cardWidth-12, y, "end", p.look.Colour("text-1"), 12.5, 500, 88, written(param, v, p.look.Lang))
		y += 18
	}
}

// written is a value as its author wrote it, a choice by its name.
func written(p *component.Param, v quantity.Value, lang string) string {
	if x, ok := v.Float(); ok {
		return quantity.Digits(x, 3)
	}
	word, ok := v.Text()
	if !ok {
		return v.String()
	}
	for _, c := range p.Choices {
		if c.Value == word {
			return c.Label.In(lang)
		}
	}
	if p.Catalog != "" {
		word = word[strings.LastIndexByte(word, '/')+1:]
	}
	return word
}

func (p *picture) ports(f frame, k *component.Kind) {
	dot := func(x float64, i int, t component.PortType) {
		p.raw(`<circle cx="` + coord(x) + `" cy="` + coord(f.y+portTop+portStep*float64(i)) + `" r="5" fill="` + p.look.Colour(portToken[t]) + `" stroke="` + p.look.Colour("surface-1") + "\" stroke-width=\"1.5\"/>\n")
	}
	for i, port := range k.In {
		dot(f.x, i, port.Type)
	}
	for i, port := range k.Out {
		dot(f.x+cardWidth, i, port.Type)
	}
}

var portToken = map[component.PortType]string{
	component.Request: "family-sources", component.Vector: "family-ai", component.Records: "family-storage", component.Any: "line-3",
}

// bar draws the utilisation: grey while there is room, amber from 80 %,
// vermilion where it is overloaded.
func (p *picture) bar(id string, f frame) {
	if p.report == nil || p.report.Nodes[id] == nil {
		return
	}
	x := float64(p.report.Nodes[id].Utilisation)
	if math.IsNaN(x) {
		return
	}
	fill, ink := "line-3", "text-1"
	switch {
	case x >= 1:
		fill, ink = "critical-fill", "critical"
	case x >= 0.8:
		fill, ink = "warn-fill", "warn"
	}
	const width = 140
	p.rect(frame{f.x + 12, f.y + 90, width, 4}, 2, p.look.Colour("surface-3"), "")
	p.rect(frame{f.x + 12, f.y + 90, width * math.Min(math.Max(x, 0), 1), 4}, 2, p.look.Colour(fill), "")
	p.label(f.x+cardWidth-12, f.y+97, "end", p.look.Colour(ink), 12.5, 600, 44, strconv.Itoa(int(math.Round(100*math.Min(x, 99))))+"\u00a0%")
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
