package edit

import (
	"sort"

	"weir/engine/design"
)

// Side is where Align lines nodes up.
type Side uint8

// The sides. Cards have one size, so lining up centres is lining up corners.
const (
	Left Side = iota
	Right
	Top
	Bottom
	Columns // share one vertical axis: the mean of their places
	Rows    // share one horizontal axis
)

// Align lines the selected nodes up.
func (e *Editor) Align(side Side) error {
	at := e.places()
	if len(at) < 2 {
		return errNothing
	}
	axis := 0
	if side == Top || side == Bottom || side == Rows {
		axis = 1
	}
	lo, hi, sum := at[0].at[axis], at[0].at[axis], 0.0
	for _, p := range at {
		lo, hi, sum = min(lo, p.at[axis]), max(hi, p.at[axis]), sum+p.at[axis]
	}
	target := map[Side]float64{Left: lo, Top: lo, Right: hi, Bottom: hi, Columns: sum / float64(len(at)), Rows: sum / float64(len(at))}[side]
	places := map[string][2]float64{}
	for _, p := range at {
		p.at[axis] = target
		places[p.id] = p.at
	}
	return e.Place(labelAlign, places)
}

// Distribute spaces the selected nodes evenly between the outermost two,
// along x or else along y.
func (e *Editor) Distribute(horizontal bool) error {
	at := e.places()
	if len(at) < 3 {
		return errNothing
	}
	axis := 1
	if horizontal {
		axis = 0
	}
	sort.SliceStable(at, func(i, j int) bool { return at[i].at[axis] < at[j].at[axis] })
	first, last := at[0].at[axis], at[len(at)-1].at[axis]
	places := map[string][2]float64{}
	for i, p := range at {
		p.at[axis] = first + (last-first)*float64(i)/float64(len(at)-1)
		places[p.id] = p.at
	}
	return e.Place(labelDistribute, places)
}

type place struct {
	id string
	at [2]float64
}

func (e *Editor) places() []place {
	var out []place
	for _, id := range e.sel.Nodes {
		if n := e.doc.Nodes[id]; n != nil {
			out = append(out, place{id, n.At})
		}
	}
	return out
}

// Extent returns the least and greatest places of the nodes and notes of d,
// by coordinate.
func Extent(d *design.Design) [2][2]float64 {
	var lo, hi [2]float64
	first := true
	add := func(at [2]float64) {
		if first {
			lo, hi, first = at, at, false
		}
		for i := range at {
			lo[i], hi[i] = min(lo[i], at[i]), max(hi[i], at[i])
		}
	}
	for _, n := range d.Nodes {
		add(n.At)
	}
	for _, n := range d.Notes {
		add(n.At)
	}
	return [2][2]float64{lo, hi}
}
