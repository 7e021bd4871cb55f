package canvas

import "math"

// What flows over a wire is written beside it: items above the line and bytes
// below, or both on one side, or to the right or left of a line that runs
// down. Labels keep clear of each other, of cards and of other lines, so that
// parallel lanes stay legible.

// berths are the parts of the way at which a label is tried, the middle first.
var berths = [...]float64{0.5, 0.36, 0.64, 0.22, 0.78, 0.08, 0.92}

// Measures of a label, world pixels.
const (
	tagRise  = 10.0 // from the line to the middle of the text above it
	tagDrop  = 11.0 // to that of the text below
	tagHalf  = 6.5  // half the height of a text
	tagAside = 10.0 // from a line that runs down to the texts beside it
)

// tagForm is where the texts of a label stand.
type tagForm uint8

const (
	astride tagForm = iota // one above the line, one below
	above                  // both on one line of text
	below
	right
	left
)

// extent is how much room the texts of a label take.
type extent struct {
	stacked float64 // width of the two texts one above the other
	joined  float64 // and of both on one line
	single  bool    // there is but one text
}

// tag is where the label of a wire stands.
type tag struct {
	at   Point // on its line, or beside one that runs down
	form tagForm
	box  Rect
}

// berth finds a place for a label along a route; free tells whether nothing
// else is there. Where nothing is free it is the middle.
func (r Route) berth(size extent, free func(Rect) bool) (t tag, ok bool) {
	for _, part := range berths {
		at, dir := r.along(part)
		forms := []tagForm{astride, above, below}
		if math.Abs(dir.Y) > 0.7 {
			forms = []tagForm{right, left}
		}
		for _, form := range forms {
			t := size.tag(at, form)
			if free(t.box) {
				return t, true
			}
		}
	}
	at, dir := r.Middle()
	if math.Abs(dir.Y) > 0.7 {
		return size.tag(at, right), false
	}
	return size.tag(at, astride), false
}

func (e extent) tag(at Point, form tagForm) tag {
	wide, top, bottom := e.stacked, -tagRise-tagHalf, tagDrop+tagHalf
	switch form {
	case above:
		wide, bottom = e.joined, -tagRise+tagHalf
	case below:
		wide, top = e.joined, tagDrop-tagHalf
	default:
		if e.single {
			bottom = -tagRise + tagHalf
		}
	}
	x := at.X - wide/2
	switch form {
	case right:
		at.X += tagAside
		x = at.X
	case left:
		at.X -= tagAside
		x = at.X - wide
	}
	return tag{at, form, box(x, at.Y+top, wide, bottom-top)}
}

// tagging is what stands where a label may come, by wires. Over what stands
// beneath, more may be put.
type tagging struct {
	at      map[string]tag  // its label
	names   map[string]Rect // the name of the port it comes from
	lines   map[string]bool // it is labelled: its line is to be kept free
	beneath *tagging
}

func newTagging(beneath *tagging) tagging {
	return tagging{map[string]tag{}, map[string]Rect{}, map[string]bool{}, beneath}
}

// clear reports whether nothing that belongs to w is in the way of the label
// of another wire or, but for its line, of its own: neither its label, nor the
// name of its port, nor the line if it is labelled.
func (t *tagging) clear(r Rect, of, w *Wire) bool {
	for ; t != nil; t = t.beneath {
		if l, ok := t.at[w.ID]; ok && l.box.Meets(r) {
			return false
		}
		if name, ok := t.names[w.ID]; ok && name.Meets(r) {
			return false
		}
		if w != of && t.lines[w.ID] && w.Route.Bounds().Meets(r) && w.Route.crossed([]Rect{r.Grow(-detourMargin)}) > 0 {
			return false
		}
	}
	return true
}
