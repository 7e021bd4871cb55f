package canvas

import (
	"math"
	"strconv"
)

// The append functions write pieces of an SVG path in world coordinates to a
// tenth of a pixel.

func appendCoord(b []byte, x float64) []byte {
	n := int64(math.Round(x * 10))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/10, 10)
	if tenth := n % 10; tenth != 0 {
		b = append(b, '.', byte('0'+tenth))
	}
	return b
}

func appendPoint(b []byte, p Point) []byte {
	b = appendCoord(b, p.X)
	b = append(b, ' ')
	return appendCoord(b, p.Y)
}

func appendMove(b []byte, x, y float64) []byte {
	return appendPoint(append(b, 'M'), Point{x, y})
}

func appendLine(b []byte, p Point) []byte { return appendPoint(append(b, 'L'), p) }

func appendRect(b []byte, x, y, w, h float64) []byte {
	b = appendMove(b, x, y)
	b = appendCoord(append(b, 'h'), w)
	b = appendCoord(append(b, 'v'), h)
	b = appendCoord(append(b, 'h'), -w)
	return append(b, 'z')
}

// appendRound writes a rectangle with corners of radius r.
func appendRound(b []byte, x, y, w, h, r float64) []byte {
	if r < 0.5 {
		return appendRect(b, x, y, w, h)
	}
	arc := func(dx, dy float64) {
		b = append(b, 'a')
		b = appendPoint(b, Point{r, r})
		b = append(b, " 0 0 1 "...)
		b = appendPoint(b, Point{dx, dy})
	}
	b = appendMove(b, x+r, y)
	b = appendCoord(append(b, 'h'), w-2*r)
	arc(r, r)
	b = appendCoord(append(b, 'v'), h-2*r)
	arc(-r, r)
	b = appendCoord(append(b, 'h'), -(w - 2*r))
	arc(-r, -r)
	b = appendCoord(append(b, 'v'), -(h - 2*r))
	arc(r, -r)
	return append(b, 'z')
}

func appendCircle(b []byte, c Point, r float64) []byte {
	b = appendMove(b, c.X-r, c.Y)
	for _, dx := range []float64{2 * r, -2 * r} {
		b = append(b, 'a')
		b = appendPoint(b, Point{r, r})
		b = append(b, " 0 1 1 "...)
		b = appendPoint(b, Point{dx, 0})
	}
	return append(b, 'z')
}

// appendHatch writes slanting bars across a rectangle.
func appendHatch(b []byte, r Rect) []byte {
	h := r.H()
	for x := r.Min.X; x+h+3 <= r.Max.X; x += 7 {
		b = appendMove(b, x, r.Max.Y)
		b = appendLine(b, Point{x + h, r.Min.Y})
		b = appendLine(b, Point{x + h + 3, r.Min.Y})
		b = appendLine(b, Point{x + 3, r.Max.Y})
		b = append(b, 'z')
	}
	return b
}
