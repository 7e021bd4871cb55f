package app

import (
	"slices"

	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// standing is the order in which rows stand. Every answer could bring another
// one; under the pointer, a finger or the focus it would make a press meet
// another row than was aimed at, so there the rows keep still.
type standing struct {
	ids []string
	by  sorting
}

// order is the order of the rows of the utilisation table.
func (w *drawer) order(r *report.Report) []string {
	ids := w.sorted(r)
	if w.rows.by == w.sort && w.D.atRows() {
		ids = keepStill(w.rows.ids, ids)
	}
	w.rows = standing{ids, w.sort}
	return ids
}

// atRows reports whether somebody is at the table: the pointer is over it, the
// focus in it, or, as a finger cannot be seen coming, its sheet is open. While
// a number is typed anywhere they keep still too: each key could move them all.
func (d *Desk) atRows() bool {
	return d.typing.id != "" || d.small() && d.sheet == "results" || query(".drawer tbody:hover, .drawer tbody:focus-within").Truthy()
}

// letGo sorts the rows that were kept still: what handles an event is rendered
// again, when it is known what has the focus next.
func (w *drawer) letGo(app.Context, app.Event) {}

// keepStill is was without what is gone, followed by what is new in the order
// of now.
func keepStill(was, now []string) []string {
	left := make(map[string]bool, len(now))
	for _, id := range now {
		left[id] = true
	}
	out := make([]string, 0, len(now))
	for _, id := range slices.Concat(was, now) {
		if left[id] {
			out = append(out, id)
			delete(left, id)
		}
	}
	return out
}
