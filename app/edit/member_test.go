package edit

import (
	"errors"
	"slices"
	"testing"

	"weir/engine/design"
)

// nested is an editor of two parts in an inner group, one in the outer, one in
// another group and one in none.
func nested() *Editor {
	d := Blank()
	d.Nodes = map[string]*design.Node{}
	for _, id := range []string{"a", "b", "c", "d", "free"} {
		d.Nodes[id] = &design.Node{Kind: "proc.cpu"}
	}
	d.Groups = map[string]*design.Group{
		"outer": {Nodes: []string{"c"}, Groups: []string{"inner"}},
		"inner": {Nodes: []string{"a", "b"}},
		"other": {Nodes: []string{"d"}},
	}
	return New(d)
}

func TestJoin(t *testing.T) {
	e := nested()
	before := e.Design()
	if err := e.Join([]string{"free", "d"}, nil, "inner"); err != nil {
		t.Fatal(err)
	}
	if got := e.Design().Groups["inner"].Nodes; !slices.Equal(got, []string{"a", "b", "d", "free"}) {
		t.Errorf("inner holds %v", got)
	}
	if e.Design().Groups["other"] != nil {
		t.Error("a group left empty stays")
	}
	if l, _ := e.UndoLabel(); l != labelJoin {
		t.Errorf("the step is called %v", l)
	}
	e.Undo()
	if !e.Design().Equal(before) {
		t.Error("one undo does not take it back")
	}
	if err := e.Join(nil, []string{"other"}, "inner"); err != nil || !slices.Equal(e.Design().Groups["inner"].Groups, []string{"other"}) {
		t.Errorf("a group joins another: %v", err)
	}
	for _, into := range []string{"outer", "inner", "other"} {
		if err := e.Join(nil, []string{"outer"}, into); !errors.Is(err, errInside) {
			t.Errorf("outer into %s: %v", into, err)
		}
	}
}

func TestLeaveGoesOneLevelUp(t *testing.T) {
	e := nested()
	e.SelectNodes("a", "free")
	if err := e.Leave(); err != nil {
		t.Fatal(err)
	}
	if g := e.Design().Groups; !slices.Equal(g["outer"].Nodes, []string{"a", "c"}) || !slices.Equal(g["inner"].Nodes, []string{"b"}) {
		t.Errorf("groups %+v, %+v", *g["outer"], *g["inner"])
	}
	_ = e.Leave()
	if e.CanLeave() || slices.Contains(e.Design().Groups["outer"].Nodes, "a") {
		t.Error("it never gets out of the outer group")
	}
	if err := e.Leave(); !errors.Is(err, errNothing) {
		t.Errorf("with nothing to leave: %v", err)
	}
}

func TestJoinable(t *testing.T) {
	e := nested()
	for _, c := range []struct {
		sel  Selection
		want []string
	}{
		{Selection{}, nil},
		{Selection{Nodes: []string{"free"}}, []string{"inner", "other", "outer"}},
		{Selection{Nodes: []string{"a"}}, []string{"other", "outer"}},
		{Selection{Groups: []string{"outer"}}, []string{"other"}},
		{Selection{Groups: []string{"inner"}}, []string{"other"}},
	} {
		e.Select(c.sel)
		if got := e.Joinable(); !slices.Equal(got, c.want) {
			t.Errorf("%+v can go into %v, want %v", c.sel, got, c.want)
		}
	}
}

func TestNotesHaveASize(t *testing.T) {
	e := New(nil)
	id, err := e.AddNote("words", [2]float64{})
	if err != nil {
		t.Fatal(err)
	}
	size := func() [2]float64 { return e.Design().Notes[id].Size }
	if _ = e.SizeNote(id, [2]float64{320, 240}); size() != [2]float64{320, 240} {
		t.Errorf("sized %v", size())
	}
	if _ = e.SizeNote(id, [2]float64{1, 1}); size() != [2]float64{NoteNarrow, noteLeast} {
		t.Errorf("at the least %v", size())
	}
	_ = e.SetNote(id, "a long text that takes some lines where there is little room for it, and then some more of it, and more")
	if _ = e.SizeNote(id, [2]float64{NoteNarrow, noteLeast}); size()[1] <= noteLeast {
		t.Errorf("its text does not fit into %v", size())
	}
	if _ = e.SizeNote(id, [2]float64{1e6, 1e6}); size() != [2]float64{NoteMost, NoteMost} {
		t.Errorf("at most %v", size())
	}
}

// A copy is in the group that what it is a copy of is in.
func TestCopiesStayInTheGroup(t *testing.T) {
	e := nested()
	e.SelectNodes("a", "free")
	_ = e.Duplicate([2]float64{16, 16}, false)
	if g := e.Design().Groups["inner"].Nodes; len(g) != 3 || len(e.Design().Groups) != 3 {
		t.Errorf("inner holds %v", g)
	}
	e.Undo()
	e.Select(Selection{Groups: []string{"inner"}})
	_ = e.Duplicate([2]float64{16, 16}, false)
	if g := e.Design().Groups["outer"]; len(g.Groups) != 2 || len(g.Nodes) != 1 || len(e.Design().Groups) != 4 {
		t.Errorf("after a copy of inner, outer holds %+v", *g)
	}
}
