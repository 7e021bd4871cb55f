package canvas

import (
	"testing"

	"weir/app/edit"
	"weir/engine"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// lanes are edges that run back side by side, as wires to several replicas do.
func lanes(n int) (out []Route) {
	for i := range n {
		y := 200 + 10*float64(i)
		out = append(out, Route{shape: wrapped, points: []Point{{600, 50}, {646, 50}, {646, y}, {-46, y}, {-46, 350}, {0, 350}}})
	}
	return out
}

func TestLabelsOfParallelLanesKeepApart(t *testing.T) {
	size := extent{stacked: 60, joined: 95}
	all := newTagging(nil)
	var wires []*Wire
	for i, lane := range lanes(2) {
		wires = append(wires, &Wire{ID: []string{"a", "b"}[i], Route: lane})
		all.lines[wires[i].ID] = true
	}
	for i, w := range wires {
		label, ok := w.Route.berth(size, func(r Rect) bool { return all.clear(r, w, wires[0]) && all.clear(r, w, wires[1]) })
		if want := []tagForm{above, below}[i]; !ok || label.form != want || label.at.X != 300 {
			t.Errorf("lane %d: %+v %v, want its label in the middle, of form %v", i, label, ok, want)
		}
		all.at[w.ID] = label
	}
}

func TestLabelStandsAstrideALineOfItsOwn(t *testing.T) {
	label, ok := lanes(1)[0].berth(extent{stacked: 60, joined: 95}, func(Rect) bool { return true })
	if !ok || label.form != astride || label.at != (Point{300, 200}) {
		t.Errorf("the label stands at %+v: %v", label, ok)
	}
}

func TestLabelGivesWayAlongItsLine(t *testing.T) {
	label, ok := lanes(1)[0].berth(extent{stacked: 60, joined: 95}, func(r Rect) bool { return !r.Has(Point{300, r.Min.Y}) })
	if !ok || label.at.X == 300 || label.at.Y != 200 {
		t.Errorf("the middle is taken, and the label stands at %+v: %v", label, ok)
	}
}

func TestLabelWithoutRoomIsRefused(t *testing.T) {
	full := func(Rect) bool { return false }
	if label, ok := lanes(1)[0].berth(extent{stacked: 60, joined: 95}, full); ok || label.at != (Point{300, 200}) {
		t.Errorf("no room anywhere, and the label stands at %v: %v", label.at, ok)
	}
}

func TestLabelStandsBesideALineThatRunsDown(t *testing.T) {
	down := Route{shape: straight, points: []Point{{100, 0}, {100, 80}}, down: true}
	size := extent{stacked: 60, joined: 60, single: true}
	label, _ := down.berth(size, func(Rect) bool { return true })
	if label.form != right || label.box.Min.X <= 100 {
		t.Errorf("the label covers its line: %+v", label)
	}
	label, _ = down.berth(size, func(r Rect) bool { return r.Max.X < 100 })
	if label.form != left {
		t.Errorf("there is room at the left only, and the label stands at %+v", label)
	}
}

// A link is drawn as overloaded where the report says so; a link as busy as
// can be because a job goes at its pace is none.
func TestOverloadedLinks(t *testing.T) {
	r := &report.Report{
		Edges: map[string]*report.Edge{"paced": {Utilisation: 1}, "choked": {Utilisation: 1}},
		Diagnostics: []diagnostic.Diagnostic{
			{Code: overloadCode, Severity: diagnostic.Error, At: diagnostic.Place{Edge: "choked"}},
			{Code: "flow.loss", Severity: diagnostic.Warning, At: diagnostic.Place{Edge: "paced"}},
		},
	}
	st := statesOf(r)
	if !st.choked["choked"] || st.choked["paced"] {
		t.Errorf("overloaded: %v", st.choked)
	}
}

// The finding the canvas looks for is the one the engine makes of a link that
// is offered more than it carries.
func TestOverloadedLinkHasItsFinding(t *testing.T) {
	s := linked(t, "1 kB/s")
	if !s.choked["e"] {
		t.Error("100 requests/s of 1 kB over 1 kB/s are no overload")
	}
	if s := linked(t, "1 GB/s"); s.choked["e"] {
		t.Error("100 kB/s over 1 GB/s are an overload")
	}
}

// linked is what holds for users who reach an answer over a link.
func linked(t *testing.T, bandwidth string) states {
	t.Helper()
	d := edit.Blank()
	d.Nodes = map[string]*design.Node{"users": {Kind: "source.requests"}, "answer": {Kind: "sink.response", At: [2]float64{400, 0}}}
	d.Edges = map[string]*design.Edge{"e": {From: design.End{"users", "out"}, To: design.End{"answer", "in"}, Link: &design.Link{Bandwidth: quantity.Str(bandwidth)}}}
	return statesOf(engine.Evaluate(d))
}
