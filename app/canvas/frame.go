package canvas

import (
	"sort"

	"weir/app/edit"
)

// Space between a frame and what it holds, world pixels; the title stands in
// the space at the top.
const (
	framePad = 18
	frameTop = 36
)

// Frame is a group as it is drawn.
type Frame struct {
	ID     string
	Name   string
	Bounds Rect
	depth  int
	folded bool // it is a block
}

// frame lays the groups out again: each around its cards and inner frames.
func (s *Scene) frame() {
	s.groups = s.groups[:0]
	s.moved = true
	for _, id := range s.outermost() {
		s.layFrame(id, 0)
	}
	sort.SliceStable(s.groups, func(i, j int) bool { return s.groups[i].depth < s.groups[j].depth })
}

// layFrame adds a group and those inside it, and returns its rectangle.
// Groups that hold each other in a ring stop at the second visit.
func (s *Scene) layFrame(id string, depth int) Rect {
	g := s.doc.Groups[id]
	if g == nil || depth > len(s.doc.Groups) {
		return nothing
	}
	if block := s.folds.block[id]; block != nil {
		r := block.Bounds()
		s.groups = append(s.groups, &Frame{ID: id, Name: g.Name, Bounds: r, depth: depth, folded: true})
		return r
	}
	r := s.BoundsOf(g.Nodes)
	for _, inner := range g.Groups {
		r = r.Union(s.layFrame(inner, depth+1))
	}
	if r.Empty() {
		return r
	}
	r = around(r)
	s.groups = append(s.groups, &Frame{ID: id, Name: g.Name, Bounds: r, depth: depth})
	return r
}

// around is the frame of what lies in r.
func around(r Rect) Rect {
	if r.Empty() {
		return r
	}
	return Rect{Point{r.Min.X - framePad, r.Min.Y - frameTop}, Point{r.Max.X + framePad, r.Max.Y + framePad}}
}

// members returns the nodes a frame moves with it.
func (s *Scene) members(group string) []string { return edit.Members(s.doc, group) }
