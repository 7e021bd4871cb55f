package canvas

import (
	"math"
	"slices"
)

// cellSize is the side of a cell of the spatial index, world pixels. A cell
// is also the smallest tile of the drawing.
const cellSize = 1024

// cell names a square of the world.
type cell struct{ x, y int }

func cellOf(p Point) cell {
	of := func(x float64) int { return int(clamp(math.Floor(x/cellSize), -1<<30, 1<<30)) }
	return cell{of(p.X), of(p.Y)}
}

// index finds things by place. A thing lies in the cell of its centre; a
// cell knows the reach of what it holds, so that long things are found too.
type index[T comparable] struct {
	cells map[cell]*bucket[T]
	where map[T]cell
	half  Point // half the size of the largest thing there ever was
}

type bucket[T comparable] struct {
	items []T
	boxes []Rect
	reach Rect
}

func newIndex[T comparable]() *index[T] {
	return &index[T]{cells: map[cell]*bucket[T]{}, where: map[T]cell{}}
}

// put adds a thing or moves it. It returns the cells it left and came to.
func (x *index[T]) put(item T, r Rect) (left, came cell) {
	came = cellOf(r.Centre())
	x.half = Point{max(x.half.X, r.W()/2), max(x.half.Y, r.H()/2)}
	left, known := x.where[item]
	if !known {
		left = came
	} else {
		x.remove(item)
	}
	b := x.cells[came]
	if b == nil {
		b = &bucket[T]{reach: nothing}
		x.cells[came] = b
	}
	b.items, b.boxes, b.reach = append(b.items, item), append(b.boxes, r), b.reach.Union(r)
	x.where[item] = came
	return left, came
}

// remove takes a thing out and returns the cell it was in.
func (x *index[T]) remove(item T) (cell, bool) {
	c, known := x.where[item]
	if !known {
		return cell{}, false
	}
	delete(x.where, item)
	b := x.cells[c]
	i := slices.Index(b.items, item)
	last := len(b.items) - 1
	b.items[i], b.boxes[i] = b.items[last], b.boxes[last]
	b.items, b.boxes = b.items[:last], b.boxes[:last]
	if last == 0 {
		delete(x.cells, c)
		return c, true
	}
	b.reach = nothing
	for _, r := range b.boxes {
		b.reach = b.reach.Union(r)
	}
	return c, true
}

// find calls f for everything whose box meets r, in no fixed order.
func (x *index[T]) find(r Rect, f func(T)) {
	x.near(r, func(_ cell, b *bucket[T]) { b.find(r, f) })
}

// near calls f for the cells that hold something whose box may meet r.
func (x *index[T]) near(r Rect, f func(cell, *bucket[T])) {
	lo, hi := cellOf(r.Min.Sub(x.half)), cellOf(r.Max.Add(x.half))
	if float64(hi.x-lo.x+1)*float64(hi.y-lo.y+1) > float64(len(x.cells)) {
		for c, b := range x.cells {
			if b.reach.Meets(r) {
				f(c, b)
			}
		}
		return
	}
	for cy := lo.y; cy <= hi.y; cy++ {
		for cx := lo.x; cx <= hi.x; cx++ {
			c := cell{cx, cy}
			if b := x.cells[c]; b != nil && b.reach.Meets(r) {
				f(c, b)
			}
		}
	}
}

func (b *bucket[T]) find(r Rect, f func(T)) {
	for i, item := range b.items {
		if b.boxes[i].Meets(r) {
			f(item)
		}
	}
}

// bounds is the least rectangle around everything.
func (x *index[T]) bounds() Rect {
	r := nothing
	for _, b := range x.cells {
		r = r.Union(b.reach)
	}
	return r
}
