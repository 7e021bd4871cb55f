//go:build js && wasm

package canvas

import "math"

// streamMost is how many edges are animated; of more in view none is.
const streamMost = 400

// streamGap is the way between two marks on an edge: the more flows, the
// closer they follow.
func streamGap(w *Wire) float64 { return max(12, 160/float64(max(w.width, 1))) }

// streams draws the marks that run along the edges.
func (p *painter) streams(d Detail) {
	if !p.c.stream.on || d < Brief {
		return
	}
	s := p.c.scene
	var in []*Wire
	s.wireAt.find(p.c.view.Visible(), func(id string) {
		if w := s.wires[id]; w != nil && !w.within && w.load.items > 0 {
			in = append(in, w)
		}
	})
	if len(in) > streamMost {
		return
	}
	p.world(Point{})
	const mark = 3
	for _, w := range in {
		gap := streamGap(w)
		p.pen.setDash(mark, gap)
		p.pen.ctx.Set("lineDashOffset", -math.Mod(p.c.stream.at, mark+gap))
		p.pen.setLine(p.theme.accent, p.hair(float64(w.width)/2+1))
		p.pen.stroke.Invoke(path(appendRoute(nil, w.Route, d)))
	}
	p.pen.setDash()
	p.pen.ctx.Set("lineDashOffset", 0)
}
