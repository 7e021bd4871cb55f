//go:build js && wasm

package canvas

// hand is the drawing of what is being dragged, kept while it is in the hand.
type hand struct {
	of   *move
	d    Detail
	leaf *leaf
}

// inTheHand draws what is being dragged where it is now: its own drawing
// moved, and the wires to what stays anew.
func (p *painter) inTheHand(d Detail) {
	m, ok := p.c.gesture.(*move)
	if !ok || len(m.nodes) == 0 {
		p.hand = hand{}
		return
	}
	s := p.c.scene
	cards := make([]*Card, 0, len(m.nodes))
	for _, id := range m.nodes {
		if c := s.cards[id]; c != nil && !s.hidden(id) {
			cards = append(cards, c)
		}
	}
	if p.hand.of != m || p.hand.d != d {
		var wires []*Wire
		for _, w := range s.touching(m.nodes) {
			if s.lifted[w.Edge.From.Node()] && s.lifted[w.Edge.To.Node()] && !w.within {
				wires = append(wires, w)
			}
		}
		p.hand = hand{m, d, p.single(cards, wires, d)}
	}
	p.world(Point{})
	p.boundary(m, d)
	p.world(m.by)
	leaves := []*leaf{p.hand.leaf}
	p.wires(leaves)
	p.cards(leaves, d)
	if d >= Brief && len(cards) <= 400 {
		p.write(cards, d)
		p.chips(cards, d)
	}
}

// boundary draws the wires between what is in the hand and what stays.
func (p *painter) boundary(m *move, d Detail) {
	s := p.c.scene
	byStyle := map[ink][]byte{}
	for _, w := range s.touching(m.nodes) {
		from, to := s.lifted[w.Edge.From.Node()], s.lifted[w.Edge.To.Node()]
		if from && to {
			continue
		}
		da, db := Point{}, Point{}
		if from {
			da = m.by
		} else {
			db = m.by
		}
		a, b := s.wireEnds(w.Edge)
		r, _ := s.wireRoute(w.Edge, a, b, da, db)
		part := wirePart
		if w.Edge.Async && d >= Brief {
			part = dashPart
		}
		k := ink{part, w.width}
		byStyle[k] = appendRoute(byStyle[k], r, d)
	}
	for k, b := range byStyle {
		if k.part == dashPart {
			p.pen.setDash(5, 6)
		}
		p.pen.setLine(p.theme.idle, p.hair(float64(k.n)/2))
		p.pen.stroke.Invoke(path(b))
		p.pen.setDash()
	}
}

// touching returns the wires with an end at one of the nodes, each once, in
// order.
func (s *Scene) touching(nodes []string) []*Wire {
	seen := map[string]bool{}
	var out []*Wire
	for _, n := range nodes {
		for _, id := range s.ends[n] {
			if !seen[id] {
				seen[id] = true
				out = append(out, s.wires[id])
			}
		}
	}
	return out
}

// route is the line of the wire to a place of the world.
func (w *wiring) route(s *Scene, to Point) Route {
	from := s.endAt(w.end, w.out)
	if !w.out {
		from, to = to, from
	}
	if s.square {
		return squareRoute(from, to, Rect{from, from}, Rect{to, to}, false)
	}
	if to.X-from.X >= forwardRoom {
		return forward(from, to)
	}
	h := max(handle, from.Dist(to)/3) // a loose loop: it is not laid yet
	return Route{shape: curved, points: []Point{from, {from.X + h, from.Y}, {to.X - h, to.Y}, to}}
}
