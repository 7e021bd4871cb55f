package canvas

import (
	"math"
	"slices"
	"sort"
)

// Edges do not run through cards they have nothing to do with: where the
// plain line would, another is looked for that keeps to the gutters.

// Beyond these a line is left as it is: nobody follows an edge that long by
// its bends, and looking at all the cards on the way would take too long.
const (
	detourSpan    = 4000 // world pixels in width and height
	detourCards   = 40   // cards within the bounds of the line
	detourMargin  = 6    // between a line and the cards it passes
	detourRunOut  = 20   // run out of a port before a detour turns
	detourAbove   = 32   // between a line and the cards it passes over: beyond the title of a group
	detourOutside = wrapGutter
	detourTries   = 24 // lines that are tried
)

// clear returns r, or a line in its place that crosses no cards but a and b.
// Where it looked for another, it also returns the region whose cards it
// looked at: a card that comes or goes there may change the answer.
func (s *Scene) clear(r Route, a, b *Card) (Route, Rect) {
	bounds := r.Bounds().Grow(detourMargin)
	if bounds.W() > detourSpan || bounds.H() > detourSpan {
		return r, nothing
	}
	near := s.others(bounds, a, b)
	least := r.crossed(near)
	if least == 0 {
		return r, nothing
	}
	region, best := bounds, r
	if len(near) > detourCards {
		return r, region
	}
	for _, c := range detours(r, a.Bounds(), b.Bounds(), near) {
		around := c.Bounds().Grow(detourMargin)
		region = region.Union(around)
		if n := c.crossed(s.others(around, a, b)); n < least {
			best, least = c, n
		}
		if least == 0 {
			break
		}
	}
	return best, region
}

// others returns the cards in a rectangle except two.
func (s *Scene) others(r Rect, a, b *Card) []Rect {
	var out []Rect
	s.cardAt.find(r, func(id string) {
		if id != a.ID && id != b.ID {
			out = append(out, s.cards[id].Bounds())
		}
	})
	for _, block := range s.folds.block {
		if around := block.Bounds(); block != a && block != b && around.Meets(r) {
			out = append(out, around)
		}
	}
	return out
}

// crossed counts the cards a route runs through.
func (r Route) crossed(cards []Rect) int {
	line, n := r.Polyline(), 0
	for _, card := range cards {
		card = card.Grow(detourMargin - 1)
		for i := 1; i < len(line); i++ {
			if cutsRect(line[i-1], line[i], card) {
				n++
				break
			}
		}
	}
	return n
}

func cutsRect(a, b Point, r Rect) bool {
	if !span(a, b).Meets(r) {
		return false
	}
	if r.Has(a) || r.Has(b) {
		return true
	}
	return cross(a, b, r.Min, r.Max) || cross(a, b, Point{r.Min.X, r.Max.Y}, Point{r.Max.X, r.Min.Y})
}

// detours lists lines to try, the nearest first: out of the port, along a
// gutter beside what is in the way, and into the other port.
func detours(r Route, a, b Rect, blockers []Rect) []Route {
	if r.down {
		return nil
	}
	from, to := r.points[0], r.points[len(r.points)-1]
	list := steps(r, blockers)
	out, in := float64(detourRunOut), float64(detourRunOut)
	if len(r.points) == 6 {
		out, in = wrapOut+wrapRadius, wrapOut+wrapRadius
	}
	heights := []float64{gutter(a, b)}
	for _, c := range append(blockers, a, b) {
		heights = append(heights, c.Min.Y-detourAbove, c.Max.Y+detourOutside)
	}
	mid := (from.Y + to.Y) / 2
	nearest(heights, mid)
	heights = slices.Compact(heights)
	for _, y := range heights[:min(len(heights), detourTries)] {
		list = append(list, Route{shape: wrapped, head: true, points: []Point{
			from, {from.X + out, from.Y}, {from.X + out, y}, {to.X - in, y}, {to.X - in, to.Y}, to}})
	}
	return list
}

// steps lists the ways a line of one step can take: the step beside what is
// in the way, the nearest to the middle first.
func steps(r Route, blockers []Rect) []Route {
	if len(r.points) != 4 || r.shape != wrapped {
		return nil
	}
	from, to := r.points[0], r.points[3]
	xs := []float64{from.X + detourRunOut, to.X - detourRunOut}
	for _, c := range blockers {
		xs = append(xs, c.Min.X-detourRunOut, c.Max.X+detourRunOut)
	}
	mid := (from.X + to.X) / 2
	nearest(xs, mid)
	var list []Route
	for _, x := range slices.Compact(xs) {
		if x >= from.X+detourRunOut && x <= to.X-detourRunOut {
			list = append(list, step(from, to, x))
		}
	}
	return list
}

// nearest orders coordinates by how far they are from one.
func nearest(list []float64, mid float64) {
	sort.Slice(list, func(i, j int) bool {
		x, y := math.Abs(list[i]-mid), math.Abs(list[j]-mid)
		return x < y || x == y && list[i] < list[j]
	})
}
