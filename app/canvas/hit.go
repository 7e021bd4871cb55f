package canvas

import (
	"weir/app/edit"
	"weir/engine/design"
)

// Radii of what can be hit, CSS pixels on the screen.
const (
	portReach      = 12
	portReachTouch = 20
	wireReach      = 7
	wireReachTouch = 14
)

// Hit is what lies under the pointer. At most one of the ids is set; a port
// comes with its node.
type Hit struct {
	Node  string
	Port  string // of Node
	Out   bool   // the port is an output
	Edge  string
	End   bool // near an end of Edge, close enough to take hold of it
	Head  bool // the end is the one the edge runs to
	Group string
	Note  string
	Grip  bool // at the corner by which Note is resized
}

// portEnd is the end of an edge a hit port stands for.
func (h Hit) portEnd() design.End { return design.End{h.Node, h.Port} }

func (h Hit) isPort() bool { return h.Port != "" }
func (h Hit) empty() bool  { return h == Hit{} }

// Hit finds what is under a place of the world: ports before cards, cards
// before notes, notes before wires, wires before frames. Touch widens what is small.
func (s *Scene) Hit(p Point, v View, touch bool) Hit {
	reachPort, reachWire := portReach/v.Zoom, wireReach/v.Zoom
	if touch {
		reachPort, reachWire = portReachTouch/v.Zoom, wireReachTouch/v.Zoom
	}
	if v.Detail() >= Brief {
		if h := s.hitPort(p, min(reachPort, 24)); !h.empty() {
			return h
		}
	}
	if id := s.hitCard(p, v.Detail()); id != "" {
		return Hit{Node: id}
	}
	for _, id := range sortedKeys(s.doc.Notes) {
		if NoteBounds(s.doc.Notes[id]).Has(p) {
			return Hit{Note: id}
		}
	}
	for _, f := range s.groups {
		if f.folded && f.Bounds.Has(p) {
			return Hit{Group: f.ID}
		}
	}
	if h := s.hitWire(p, reachWire, reachPort); !h.empty() {
		return h
	}
	return s.hitFrame(p, v)
}

func (s *Scene) hitPort(p Point, reach float64) Hit {
	best, found := reach, Hit{}
	s.cardAt.find(box(p.X, p.Y, 0, 0).Grow(reach), func(id string) {
		c := s.cards[id]
		for _, port := range c.Ports {
			d := p.Dist(c.At().Add(port.At))
			if d < best || d == best && id > found.Node && d < reach {
				best, found = d, Hit{Node: id, Port: port.Name, Out: port.Out}
			}
		}
	})
	return found
}

// hitCard returns the topmost card: cards stack in order of their ids.
func (s *Scene) hitCard(p Point, detail Detail) string {
	top := ""
	s.cardAt.find(box(p.X, p.Y, 0, 0), func(id string) {
		r := s.cards[id].Bounds()
		if detail <= Block {
			r = blockOf(r)
		}
		if r.Has(p) && id > top {
			top = id
		}
	})
	return top
}

func blockOf(r Rect) Rect { return box(r.Min.X, r.Min.Y+blockY, cardW, blockH) }

func (s *Scene) hitWire(p Point, reach, endReach float64) Hit {
	best, found := reach, ""
	s.wireAt.find(box(p.X, p.Y, 0, 0).Grow(reach), func(id string) {
		if d := s.wires[id].Route.Dist(p); d < best || d == best && id > found {
			best, found = d, id
		}
	})
	if found == "" {
		return Hit{}
	}
	pts := s.wires[found].Route.points
	tail, head := pts[0], pts[len(pts)-1]
	h := Hit{Edge: found}
	if span := tail.Dist(head); min(p.Dist(tail), p.Dist(head)) < min(2.5*endReach, span/3) {
		h.End, h.Head = true, p.Dist(head) < p.Dist(tail)
	}
	return h
}

// hitFrame finds the frame whose title bar or rim is under p, innermost
// first: the ground inside a frame is ground.
func (s *Scene) hitFrame(p Point, v View) Hit {
	rim := 6 / v.Zoom
	for i := len(s.groups) - 1; i >= 0; i-- {
		f := s.groups[i]
		if !f.Bounds.Grow(rim).Has(p) {
			continue
		}
		inner := Rect{Point{f.Bounds.Min.X + rim, f.Bounds.Min.Y + max(frameTop-6, rim)}, Point{f.Bounds.Max.X - rim, f.Bounds.Max.Y - rim}}
		if inner.Empty() || !inner.Has(p) {
			return Hit{Group: f.ID}
		}
	}
	return Hit{}
}

// Within returns what a marquee takes: nodes, notes and folded groups it
// touches, and the edges that lie in it wholly.
func (s *Scene) Within(r Rect) (in edit.Selection) {
	s.cardAt.find(r, func(id string) { in.Nodes = append(in.Nodes, id) })
	s.wireAt.find(r, func(id string) {
		if r.Holds(s.wires[id].Route.Bounds()) {
			in.Edges = append(in.Edges, id)
		}
	})
	for id, n := range s.doc.Notes {
		if NoteBounds(n).Meets(r) {
			in.Notes = append(in.Notes, id)
		}
	}
	for _, f := range s.groups {
		if f.folded && f.Bounds.Meets(r) {
			in.Groups = append(in.Groups, f.ID)
		}
	}
	return in
}

// Cut returns the edges that a stroke from a to b crosses.
func (s *Scene) Cut(a, b Point) []string {
	var out []string
	s.wireAt.find(span(a, b), func(id string) {
		if s.wires[id].Route.Cuts(a, b) {
			out = append(out, id)
		}
	})
	return out
}
