package canvas

import "math"

// Measures of edges, world pixels.
const (
	handle      = 64 // least length of a curve's handles
	wrapOut     = 34 // run out of a port before a wrapped edge turns
	wrapRadius  = 12
	wrapGutter  = 28 // from a card to the run beside it, where rows leave no gap
	forwardRoom = 24 // a target at least this far right is reached directly
)

// shape is the form of an edge.
type shape uint8

const (
	straight shape = iota
	curved         // a cubic
	wrapped        // right angles: out to the right, along a gutter, in from the left
)

// Route is the line of an edge: a polyline for straight and wrapped edges
// (corners rounded when drawn), four control points for curved ones.
type Route struct {
	shape  shape
	points []Point
	head   bool // show the direction at the middle
	down   bool // from the bottom of a card to the top of another
}

// route finds the line from an output port of one card to an input port of
// another. Vertical is for edges that leave at the bottom and enter at the top.
func route(from, to Point, a, b Rect, vertical bool) Route {
	if vertical {
		return vertically(a, b)
	}
	if to.X-from.X >= forwardRoom {
		return forward(from, to)
	}
	x1, x2 := from.X+wrapOut+wrapRadius, to.X-wrapOut-wrapRadius
	y := gutter(a, b)
	return Route{shape: wrapped, points: []Point{from, {x1, from.Y}, {x1, y}, {x2, y}, {x2, to.Y}, to}, head: true}
}

func forward(from, to Point) Route {
	if math.Abs(to.Y-from.Y) < 1 {
		return Route{shape: straight, points: []Point{from, to}}
	}
	h := max(handle, (to.X-from.X)/2)
	return Route{shape: curved, points: []Point{from, {from.X + h, from.Y}, {to.X - h, to.Y}, to}}
}

// squareRoute finds a line of right angles only.
func squareRoute(from, to Point, a, b Rect, vertical bool) Route {
	switch {
	case vertical:
		from, to = Point{a.Centre().X, a.Max.Y}, Point{b.Centre().X, b.Min.Y}
		if math.Abs(from.X-to.X) < 1 {
			return vertically(a, b)
		}
		y := (from.Y + to.Y) / 2
		return Route{shape: wrapped, points: []Point{from, {from.X, y}, {to.X, y}, to}, head: true, down: true}
	case to.X-from.X >= forwardRoom && math.Abs(to.Y-from.Y) >= 1:
		return step(from, to, (from.X+to.X)/2)
	}
	return route(from, to, a, b, false)
}

// step runs to the right, up or down at x, and on to the right.
func step(from, to Point, x float64) Route {
	return Route{shape: wrapped, points: []Point{from, {x, from.Y}, {x, to.Y}, to}}
}

// gutter is the height at which an edge runs back between two cards.
func gutter(a, b Rect) float64 {
	switch {
	case b.Min.Y-a.Max.Y >= wrapGutter:
		return (a.Max.Y + b.Min.Y) / 2
	case a.Min.Y-b.Max.Y >= wrapGutter:
		return (b.Max.Y + a.Min.Y) / 2
	}
	return max(a.Max.Y, b.Max.Y) + wrapGutter
}

// vertically runs from the bottom of a to the top of b.
func vertically(a, b Rect) Route {
	from, to := Point{a.Centre().X, a.Max.Y}, Point{b.Centre().X, b.Min.Y}
	if math.Abs(from.X-to.X) < 1 {
		return Route{shape: straight, points: []Point{from, to}, head: true, down: true}
	}
	h := max(handle/2, (to.Y-from.Y)/2)
	return Route{shape: curved, points: []Point{from, {from.X, from.Y + h}, {to.X, to.Y - h}, to}, head: true, down: true}
}

// runsDown reports whether an edge from a to b is drawn from bottom to top
// rather than from side to side: one to the card right below, or an
// asynchronous one to a card below and not far aside.
func runsDown(a, b Rect, async bool) bool {
	aside := 2.0 * Grid
	if async {
		aside = a.W()
	}
	return b.Min.Y >= a.Max.Y+wrapGutter && math.Abs(a.Centre().X-b.Centre().X) < aside
}

// at is the point a part t (0…1) along a curve.
func (r Route) cubic(t float64) Point {
	p, u := r.points, 1-t
	k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{
		k0*p[0].X + k1*p[1].X + k2*p[2].X + k3*p[3].X,
		k0*p[0].Y + k1*p[1].Y + k2*p[2].Y + k3*p[3].Y,
	}
}

// curveSteps is how many straight pieces stand for a curve when distances
// are taken: within 1 px of it for curves a screen long.
const curveSteps = 24

// Polyline is the route as straight pieces.
func (r Route) Polyline() []Point {
	if r.shape != curved {
		return r.points
	}
	out := make([]Point, curveSteps+1)
	for i := range out {
		out[i] = r.cubic(float64(i) / curveSteps)
	}
	return out
}

// Bounds is a rectangle around the route. A curve lies within its control
// points.
func (r Route) Bounds() Rect {
	b := nothing
	for _, p := range r.points {
		b = b.Union(Rect{p, p})
	}
	return b
}

// Dist is the distance from a point to the route.
func (r Route) Dist(p Point) float64 {
	line := r.Polyline()
	best := math.Inf(1)
	for i := 1; i < len(line); i++ {
		best = min(best, toSegment(p, line[i-1], line[i]))
	}
	return best
}

// Cuts reports whether the segment from a to b crosses the route.
func (r Route) Cuts(a, b Point) bool {
	line := r.Polyline()
	for i := 1; i < len(line); i++ {
		if cross(a, b, line[i-1], line[i]) {
			return true
		}
	}
	return false
}

// Middle is the point half way along the route and the direction there.
func (r Route) Middle() (at, direction Point) { return r.along(0.5) }

// along is the point a part (0…1) of the way along the route, or along its
// gutter run if it has one, and the direction there.
func (r Route) along(part float64) (at, direction Point) {
	if len(r.points) == 6 {
		a, b := r.points[2], r.points[3] // the gutter run: the longest and calmest piece
		return a.Add(b.Sub(a).Mul(part)), unit(b.Sub(a))
	}
	line := r.Polyline()
	total := 0.0
	for i := 1; i < len(line); i++ {
		total += line[i].Dist(line[i-1])
	}
	walked := 0.0
	for i := 1; i < len(line); i++ {
		d := line[i].Dist(line[i-1])
		if walked+d >= part*total && d > 0 {
			step := line[i].Sub(line[i-1])
			return line[i-1].Add(step.Mul((part*total - walked) / d)), unit(step)
		}
		walked += d
	}
	return line[0], Point{1, 0}
}

func unit(p Point) Point {
	l := math.Hypot(p.X, p.Y)
	if l == 0 {
		return Point{1, 0}
	}
	return p.Mul(1 / l)
}

// Width is how thick an edge that carries bytes per second is drawn:
// clamp(1.5, 1 + 1.2 · log10(bytesPerS / 50 kB/s), 6) world pixels, so that
// 160 kB/s is 1.6 and 12 GB/s the widest. Unknown flow has the least width.
func Width(bytesPerS float64) float64 {
	if !(bytesPerS > 0) {
		return 1.5
	}
	return clamp(1+1.2*math.Log10(bytesPerS/50e3), 1.5, 6)
}
