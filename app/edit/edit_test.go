package edit

import (
	"errors"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
)

// chain is requests -> cpu -> response.
func chain(t *testing.T) *Editor {
	t.Helper()
	e := New(nil)
	for i, kind := range []string{"source.requests", "proc.cpu", "sink.response"} {
		if _, err := e.Add(kind, [2]float64{float64(i) * 256, 0}); err != nil {
			t.Fatal(err)
		}
	}
	connect(t, e, "requests", "out", "cpu", "in")
	connect(t, e, "cpu", "out", "response", "in")
	return e
}

func connect(t *testing.T, e *Editor, a, out, b, in string) string {
	t.Helper()
	id, err := e.Connect(design.End{a, out}, design.End{b, in})
	if err != nil {
		t.Fatalf("connect %s.%s to %s.%s: %v", a, out, b, in, err)
	}
	return id
}

func bytesOf(t interface{ Fatal(...any) }, d *design.Design) string {
	b, err := design.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRefusals(t *testing.T) {
	e := chain(t)
	if _, err := e.Add("store.vector", [2]float64{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to design.End
		code     string
	}{
		{design.End{"requests", "out"}, design.End{"vector", "in"}, "edge.type"},
		{design.End{"requests", "out"}, design.End{"cpu", "in"}, "edit.twice"},
		{design.End{"cpu", "out"}, design.End{"cpu", "in"}, "edit.self"},
		{design.End{"cpu", "in"}, design.End{"requests", "out"}, "edit.direction"},
		{design.End{"cpu", "nothing"}, design.End{"response", "in"}, "edit.port"},
		{design.End{"nobody", "out"}, design.End{"response", "in"}, "edit.absent"},
	} {
		before := e.Version()
		_, err := e.Connect(c.from, c.to)
		var r *Refusal
		if !errors.As(err, &r) || r.Code != c.code || r.Reason.EN == "" || r.Reason.ZH == "" {
			t.Errorf("%v to %v: %v, want %s with a sentence in both languages", c.from, c.to, err, c.code)
		}
		if e.Version() != before {
			t.Errorf("%s changed the document", c.code)
		}
	}
}

func TestInsertAndHeal(t *testing.T) {
	e := chain(t)
	id, err := e.AddInto("proc.cpu", [2]float64{128, 0}, "e1")
	if err != nil {
		t.Fatal(err)
	}
	if id != "cpu2" || len(e.Design().Edges) != 3 || e.Design().Edges["e1"].To != (design.End{"cpu2", "in"}) {
		t.Fatalf("inserted %q: %s", id, bytesOf(t, e.Design()))
	}
	e.SelectNodes("cpu2", "cpu")
	if err := e.DeleteSelection(true); err != nil {
		t.Fatal(err)
	}
	d := e.Design()
	if len(d.Edges) != 1 {
		t.Fatalf("healed: %s", bytesOf(t, d))
	}
	for _, ed := range d.Edges {
		if ed.From.Node() != "requests" || ed.To.Node() != "response" {
			t.Errorf("healed to %v", ed)
		}
	}
	if err := e.DeleteSelection(false); !errors.Is(err, errNothing) {
		t.Errorf("nothing selected: %v", err)
	}
}

func TestGestureIsOneStep(t *testing.T) {
	e := chain(t)
	before := bytesOf(t, e.Design())
	e.Begin()
	for i := range 10 {
		if err := e.SetParam("cpu", "servers", quantity.Num(float64(i))); err != nil {
			t.Fatal(err)
		}
	}
	e.End()
	after := bytesOf(t, e.Design())
	e.Undo()
	if got := bytesOf(t, e.Design()); got != before {
		t.Errorf("one undo of a scrub gives %s", got)
	}
	e.Redo()
	if got := bytesOf(t, e.Design()); got != after {
		t.Errorf("redo gives %s", got)
	}
	e.Begin()
	_ = e.SetParam("cpu", "servers", quantity.Num(99))
	e.Cancel()
	if got := bytesOf(t, e.Design()); got != after {
		t.Errorf("a cancelled gesture leaves %s", got)
	}
}

func TestSharing(t *testing.T) {
	e := chain(t)
	before := e.Design()
	if err := e.Move([]string{"cpu"}, [2]float64{16, 0}); err != nil {
		t.Fatal(err)
	}
	after := e.Design()
	if before.Nodes["cpu"].At != [2]float64{256, 0} {
		t.Error("an edit wrote into a design that somebody may hold")
	}
	if before.Nodes["response"] != after.Nodes["response"] || before.Edges["e1"] != after.Edges["e1"] {
		t.Error("untouched parts were copied")
	}
}

func TestChanges(t *testing.T) {
	e := chain(t)
	var last Change
	stop := e.Watch(func(c Change) { last = c })
	_ = e.Move([]string{"cpu"}, [2]float64{16, 0})
	if last.Figures || len(last.Nodes) != 1 || !last.Document {
		t.Errorf("a move says %+v", last)
	}
	_ = e.SetParam("cpu", "servers", quantity.Num(2))
	if !last.Figures {
		t.Errorf("a parameter says %+v", last)
	}
	e.SelectNodes("cpu")
	if last.Document || !last.Selection {
		t.Errorf("selecting says %+v", last)
	}
	stop()
	last = Change{}
	e.Undo()
	if last.Version != 0 {
		t.Error("a watcher was called after it was cancelled")
	}
}

func TestNudgesMerge(t *testing.T) {
	e := chain(t)
	e.SelectNodes("cpu")
	steps := len(e.past)
	for range 5 {
		_ = e.Nudge(16, 0)
	}
	if len(e.past) != steps+1 {
		t.Errorf("5 nudges made %d steps", len(e.past)-steps)
	}
	e.Undo()
	if at := e.Design().Nodes["cpu"].At; at != [2]float64{256, 0} {
		t.Errorf("undone nudges leave the node at %v", at)
	}
}

func TestPasteKeepsIncoming(t *testing.T) {
	e := chain(t)
	e.SelectNodes("cpu", "response")
	c := e.Copy()
	if err := e.Paste(c, nil, true); err != nil {
		t.Fatal(err)
	}
	if got := len(e.Design().Edges); got != 4 {
		t.Errorf("pasted with incoming wires: %d edges, want 4", got)
	}
	e.Undo()
	if err := e.Paste(c, nil, false); err != nil {
		t.Fatal(err)
	}
	if got := len(e.Design().Edges); got != 3 {
		t.Errorf("pasted: %d edges, want 3", got)
	}
	if s := e.Selection().Nodes; len(s) != 2 || s[0] != "cpu2" || s[1] != "response2" {
		t.Errorf("pasted nodes selected: %v", s)
	}
}

func TestGroups(t *testing.T) {
	e := chain(t)
	e.SelectNodes("cpu", "response")
	outer, err := e.Group()
	if err != nil {
		t.Fatal(err)
	}
	e.SelectNodes("response")
	inner, err := e.Group()
	if err != nil {
		t.Fatal(err)
	}
	g := e.Design().Groups
	if len(g[outer].Groups) != 1 || g[outer].Groups[0] != inner || len(g[inner].Nodes) != 1 {
		t.Fatalf("nested: %s", bytesOf(t, e.Design()))
	}
	if m := Members(e.Design(), outer); len(m) != 2 {
		t.Errorf("members: %v", m)
	}
	e.SelectNodes("response")
	_ = e.DeleteSelection(false)
	if e.Design().Groups[inner] != nil || len(e.Design().Groups[outer].Groups) != 0 {
		t.Errorf("an empty group stays: %s", bytesOf(t, e.Design()))
	}
}
