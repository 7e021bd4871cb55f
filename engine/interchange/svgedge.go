package interchange

import (
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/portable"
)

// edge draws a connection: straight along a row, else a curve; backwards it
// runs out, back in the gutter between two rows, and in. What is not waited
// for is dashed.
func (p *picture) edge(id string) {
	e := p.design.Edges[id]
	a, b := p.design.Nodes[e.From.Node()], p.design.Nodes[e.To.Node()]
	if a == nil || b == nil {
		return
	}
	x1, y1 := a.At[0]+cardWidth, a.At[1]+portAt(a, e.From.Port(), true)
	x2, y2 := b.At[0], b.At[1]+portAt(b, e.To.Port(), false)
	dash := ""
	if e.Async {
		dash = ` stroke-dasharray="5 6"`
	}
	p.raw(`<path d="` + line(x1, y1, x2, y2, card(a), card(b)) + `" stroke="` + p.look.Colour("line-3") + `" stroke-width="` + coord(p.width(id)) + `"` + dash + "/>\n")
}

// portAt is how far below its card's top a port is.
func portAt(n *design.Node, name string, out bool) float64 {
	k, ok := component.Lookup(n.Kind)
	if !ok {
		return portTop
	}
	ports := k.In
	if out {
		ports = k.Out
	}
	i := slices.IndexFunc(ports, func(p component.Port) bool { return p.Name == name })
	return portTop + portStep*float64(max(i, 0))
}

func line(x1, y1, x2, y2 float64, a, b frame) string {
	at := func(x, y float64) string { return coord(x) + " " + coord(y) }
	switch {
	case x2-x1 >= 24 && math.Abs(y1-y2) < 1:
		return "M" + at(x1, y1) + "L" + at(x2, y2)
	case x2-x1 >= 24:
		h := math.Max(64, (x2-x1)/2)
		return "M" + at(x1, y1) + "C" + at(x1+h, y1) + " " + at(x2-h, y2) + " " + at(x2, y2)
	}
	y := math.Max(a.y, b.y) + cardHeight + 28
	if b.y-a.y >= cardHeight+28 || a.y-b.y >= cardHeight+28 {
		y = (a.y + b.y + cardHeight) / 2
	}
	return rounded([][2]float64{{x1, y1}, {x1 + 46, y1}, {x1 + 46, y}, {x2 - 46, y}, {x2 - 46, y2}, {x2, y2}}, 12)
}

// rounded is a line through points with its corners rounded.
func rounded(points [][2]float64, radius float64) string {
	at := func(q [2]float64) string { return coord(q[0]) + " " + coord(q[1]) }
	out := "M" + at(points[0])
	for i := 1; i+1 < len(points); i++ {
		before, corner, after := points[i-1], points[i], points[i+1]
		r := math.Min(radius, math.Min(apart(before, corner), apart(corner, after))/2)
		out += "L" + at(toward(corner, before, r)) + "Q" + at(corner) + " " + at(toward(corner, after, r))
	}
	return out + "L" + at(points[len(points)-1])
}

func apart(a, b [2]float64) float64 { return portable.Hypot(b[0]-a[0], b[1]-a[1]) }

func toward(from, to [2]float64, by float64) [2]float64 {
	d := apart(from, to)
	if d == 0 {
		return from
	}
	return [2]float64{from[0] + (to[0]-from[0])*by/d, from[1] + (to[1]-from[1])*by/d}
}

// width of an edge grows with the bytes it carries, as on the canvas.
func (p *picture) width(id string) float64 {
	if p.report == nil || p.report.Edges[id] == nil {
		return 1.5
	}
	carried := float64(p.report.Edges[id].BytesPerS)
	if !(carried > 0) {
		return 1.5
	}
	return math.Min(math.Max(1+float64(1.2*portable.Log10(carried/50e3)), 1.5), 6)
}
