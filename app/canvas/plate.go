package canvas

// plate names a square of the plane at one zoom, counted in sides from the
// world's origin.
type plate struct{ x, y int }

// plates are those of a rectangle, lo and hi among them.
type plates struct{ lo, hi plate }

// platesOn are the plates that meet a screen of w × h on which the world's
// origin is at x, y; device pixels, as is the side.
func platesOn(x, y, w, h, side int) plates {
	return plates{
		plate{floorDiv(-x, side), floorDiv(-y, side)},
		plate{floorDiv(w-1-x, side), floorDiv(h-1-y, side)},
	}
}

func (p plates) each(f func(plate)) {
	for y := p.lo.y; y <= p.hi.y; y++ {
		for x := p.lo.x; x <= p.hi.x; x++ {
			f(plate{x, y})
		}
	}
}

func (p plates) has(at plate) bool {
	return p.lo.x <= at.x && at.x <= p.hi.x && p.lo.y <= at.y && at.y <= p.hi.y
}

// beyond are the plates that come into view next where the plane moves over
// the screen by dx, dy, some of those in view among them.
func (p plates) beyond(dx, dy int) plates {
	x, y := sign(-dx), sign(-dy)
	return plates{plate{p.lo.x + x, p.lo.y + y}, plate{p.hi.x + x, p.hi.y + y}}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// blot is where the drawing is out of date: of a card, or of a wire and its
// label.
type blot struct {
	box  Rect
	wire string // "": a card
}
