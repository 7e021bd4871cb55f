package canvas

import "math"

// What flows over a wire is written beside it: items above the line, bytes
// below, both to the right of a line that runs down. Labels keep clear of each
// other and of cards, so that parallel lanes stay legible.

// berths are the parts of the way at which a label is tried, the middle first.
var berths = [...]float64{0.5, 0.36, 0.64, 0.22, 0.78, 0.08, 0.92}

// Measures of a label, world pixels.
const (
	tagRise   = 10.0 // from the line to the middle of the text above it
	tagDrop   = 11.0 // to that of the text below
	tagHalf   = 6.5  // half the height of a text
	tagBeside = 10.0
)

// tag is where the label of a wire stands.
type tag struct {
	at   Point // of its texts: a little above and below here
	left bool  // texts begin here; else they are centred
	box  Rect
}

// berth finds where a label so wide may stand along a route; free tells
// whether nothing else is there. Where nothing is free it is the middle.
func (r Route) berth(wide float64, two bool, free func(Rect) bool) (t tag, ok bool) {
	for _, part := range berths {
		at, dir := r.along(part)
		if t = tagAt(at, dir, wide, two); free(t.box) {
			return t, true
		}
	}
	at, dir := r.Middle()
	return tagAt(at, dir, wide, two), false
}

func tagAt(at, dir Point, wide float64, two bool) tag {
	t := tag{at: at}
	x := at.X - wide/2
	if math.Abs(dir.Y) > 0.7 { // beside a line that runs down
		t.at.X, t.left = at.X+tagBeside, true
		x = t.at.X
	}
	bottom := -tagRise + tagHalf
	if two {
		bottom = tagDrop + tagHalf
	}
	top := -tagRise - tagHalf
	t.box = box(x, at.Y+top, wide, bottom-top)
	return t
}
