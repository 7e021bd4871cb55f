package canvas

import "math"

// Point is a place or an offset, in world pixels unless said otherwise.
type Point struct{ X, Y float64 }

// Add and Sub are the sum and the difference of two points.
func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }
func (p Point) Sub(q Point) Point { return Point{p.X - q.X, p.Y - q.Y} }

// Mul is the point scaled from the origin.
func (p Point) Mul(k float64) Point { return Point{p.X * k, p.Y * k} }

// Dist is the distance between two points.
func (p Point) Dist(q Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }

// Pair is the point as the document writes places.
func (p Point) Pair() [2]float64 { return [2]float64{p.X, p.Y} }

func point(at [2]float64) Point { return Point{at[0], at[1]} }

// Rect is a rectangle from Min to Max, both included. The zero Rect is not
// empty but one point; see nothing.
type Rect struct{ Min, Max Point }

// nothing is the rectangle that Union leaves any other as it is.
var nothing = Rect{Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}}

// span returns the rectangle with two points at opposite corners.
func span(p, q Point) Rect {
	return Rect{Point{min(p.X, q.X), min(p.Y, q.Y)}, Point{max(p.X, q.X), max(p.Y, q.Y)}}
}

func box(x, y, w, h float64) Rect { return Rect{Point{x, y}, Point{x + w, y + h}} }

// Empty reports whether r holds no point.
func (r Rect) Empty() bool { return r.Min.X > r.Max.X || r.Min.Y > r.Max.Y }

// W and H are width and height.
func (r Rect) W() float64 { return r.Max.X - r.Min.X }
func (r Rect) H() float64 { return r.Max.Y - r.Min.Y }

// Centre is the middle of r.
func (r Rect) Centre() Point { return Point{(r.Min.X + r.Max.X) / 2, (r.Min.Y + r.Max.Y) / 2} }

// Union is the least rectangle around both.
func (r Rect) Union(s Rect) Rect {
	return Rect{
		Point{min(r.Min.X, s.Min.X), min(r.Min.Y, s.Min.Y)},
		Point{max(r.Max.X, s.Max.X), max(r.Max.Y, s.Max.Y)},
	}
}

// Grow is r with a margin on all sides.
func (r Rect) Grow(m float64) Rect {
	return Rect{Point{r.Min.X - m, r.Min.Y - m}, Point{r.Max.X + m, r.Max.Y + m}}
}

// Shift is r moved by an offset.
func (r Rect) Shift(by Point) Rect { return Rect{r.Min.Add(by), r.Max.Add(by)} }

// Has reports whether p lies in r.
func (r Rect) Has(p Point) bool {
	return p.X >= r.Min.X && p.X <= r.Max.X && p.Y >= r.Min.Y && p.Y <= r.Max.Y
}

// Meets reports whether two rectangles share a point.
func (r Rect) Meets(s Rect) bool {
	return r.Min.X <= s.Max.X && s.Min.X <= r.Max.X && r.Min.Y <= s.Max.Y && s.Min.Y <= r.Max.Y
}

// Holds reports whether s lies wholly in r.
func (r Rect) Holds(s Rect) bool { return r.Has(s.Min) && r.Has(s.Max) }

// gap is how far two rectangles are from each other; 0 where they meet.
func (r Rect) gap(s Rect) float64 {
	return math.Hypot(max(0, s.Min.X-r.Max.X, r.Min.X-s.Max.X), max(0, s.Min.Y-r.Max.Y, r.Min.Y-s.Max.Y))
}

// toSegment is the distance from p to the segment from a to b.
func toSegment(p, a, b Point) float64 {
	ab := b.Sub(a)
	length := ab.X*ab.X + ab.Y*ab.Y
	if length == 0 {
		return p.Dist(a)
	}
	t := ((p.X-a.X)*ab.X + (p.Y-a.Y)*ab.Y) / length
	return p.Dist(a.Add(ab.Mul(clamp(t, 0, 1))))
}

// cross reports whether two segments cut each other.
func cross(a, b, c, d Point) bool {
	side := func(p, q, r Point) float64 { return (q.X-p.X)*(r.Y-p.Y) - (q.Y-p.Y)*(r.X-p.X) }
	return side(a, b, c)*side(a, b, d) <= 0 && side(c, d, a)*side(c, d, b) <= 0 &&
		span(a, b).Meets(span(c, d))
}

func clamp(x, lo, hi float64) float64 { return min(max(x, lo), hi) }
