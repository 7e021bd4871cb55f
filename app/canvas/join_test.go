package canvas

import (
	"slices"
	"testing"

	"weir/app/edit"
	"weir/engine/design"
)

// grouped shows a group of two in a row, one part in a group of its own below
// them, and one far to the right in none.
func grouped() (*edit.Editor, *Canvas, finger) {
	d := edit.Blank()
	d.Nodes = map[string]*design.Node{
		"a": {Kind: "proc.cpu", At: [2]float64{0, 0}}, "b": {Kind: "proc.cpu", At: [2]float64{320, 0}},
		"c": {Kind: "proc.cpu", At: [2]float64{0, 320}}, "free": {Kind: "proc.cpu", At: [2]float64{800, 320}},
	}
	d.Groups = map[string]*design.Group{"g": {Nodes: []string{"a", "b"}}, "h": {Nodes: []string{"c"}}}
	e := edit.New(d)
	c := New(e, Host{})
	c.Resize(1400, 900)
	c.SetView(1, Point{100, 100})
	return e, c, finger{c: c}
}

func membersOf(e *edit.Editor, group string) []string {
	if g := e.Design().Groups[group]; g != nil {
		return g.Nodes
	}
	return nil
}

func TestDraggedIntoAFrameJoins(t *testing.T) {
	e, c, f := grouped()
	before := e.Design()
	f.down(850, 340)
	f.move(400, 60)
	m, ok := c.gesture.(*move)
	if !ok || !m.joins() || m.into != "g" {
		t.Fatalf("over the frame: %+v", m)
	}
	f.up(400, 60)
	if got := membersOf(e, "g"); !slices.Equal(got, []string{"a", "b", "free"}) {
		t.Errorf("the group holds %v", got)
	}
	e.Undo()
	if !e.Design().Equal(before) {
		t.Error("move and joining are not one step")
	}
	e.Redo()
	f.drag(400, 60, 850, 640)
	if got := membersOf(e, "g"); slices.Contains(got, "free") {
		t.Errorf("dragged out, the group holds %v", got)
	}
}

// A part that only moves about in its frame, or not wholly out of it, stays;
// with Ctrl held so does one that does.
func TestDraggedAboutStays(t *testing.T) {
	for _, c := range []struct {
		mods  Mods
		by    Point
		stays bool
	}{{by: Point{60, 10}, stays: true}, {by: Point{110, 0}, stays: true}, {by: Point{240, 0}}, {mods: Mods{Ctrl: true}, by: Point{240, 0}, stays: true}} {
		e, canvas, f := grouped()
		f.click(330, 20)
		f.mods = c.mods
		f.drag(330, 20, 330+c.by.X, 20+c.by.Y)
		if got := slices.Contains(membersOf(e, "g"), "b"); got != c.stays {
			t.Errorf("by %v with %+v it stays: %v", c.by, c.mods, got)
		}
		if canvas.scene.cards["b"].At() == (Point{320, 0}) {
			t.Error("it has not moved")
		}
	}
}

func TestFrameFollowsItsMember(t *testing.T) {
	_, c, f := grouped()
	frame := func() *Frame {
		for _, f := range c.scene.groups {
			if f.ID == "g" {
				return f
			}
		}
		return nil
	}
	rest := frame().Bounds
	f.down(330, 20)
	f.move(330+64, 20)
	f.move(330+64, 20+48)
	if now := c.frameNow(frame()); now.Max != rest.Max.Add(Point{64, 48}) || now.Min != rest.Min {
		t.Errorf("dragged by 64, 48 within its reach the frame is %v, at rest %v", now, rest)
	}
	f.move(330+600, 20)
	alone := around(c.scene.BoundsOf([]string{"a"}))
	if now := c.frameNow(frame()); now != alone {
		t.Errorf("when a part is out of it the frame is %v, want %v", now, alone)
	}
	f.move(330+64, 20+48)
	f.up(330+64, 20+48)
	if now := frame().Bounds; now.Max != rest.Max.Add(Point{64, 48}) {
		t.Errorf("let go the frame is %v", now)
	}
}

func TestGroupDraggedIntoAGroup(t *testing.T) {
	e, _, f := grouped()
	f.drag(20, 320-28, 200, 60) // by its title
	if g := e.Design().Groups["g"]; !slices.Equal(g.Groups, []string{"h"}) || !slices.Equal(membersOf(e, "h"), []string{"c"}) {
		t.Errorf("the groups are %+v, h %v", *g, membersOf(e, "h"))
	}
}

// A copy, and a part that is new, are members where they come to lie.
func TestNewPartsJoinTheFrame(t *testing.T) {
	e, c, f := grouped()
	f.mods = Mods{Alt: true}
	f.drag(330, 20, 330, 60)
	if got := membersOf(e, "g"); len(got) != 3 {
		t.Errorf("after a copy within the frame the group holds %v", got)
	}
	e.Undo()
	c.DropAt(c.view.Screen(Point{200, 20}), "proc.cpu")
	if got := membersOf(e, "g"); len(got) != 3 {
		t.Errorf("after a drop from the palette the group holds %v", got)
	}
	e.Undo()
	if len(e.Design().Nodes) != 4 {
		t.Error("a drop is more than one step")
	}
}

// A group of which a locked part stays behind is not torn apart.
func TestLockedMembersKeepTheirGroup(t *testing.T) {
	e, _, f := grouped()
	e.SelectNodes("b")
	_ = e.ToggleLock()
	f.drag(20, -28, 900, 400)
	if got := membersOf(e, "g"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("the group holds %v", got)
	}
}

func TestCommentIsSizedByItsCorner(t *testing.T) {
	e, c, f := grouped()
	id, err := e.AddNote("words", [2]float64{700, 0})
	if err != nil {
		t.Fatal(err)
	}
	size := func() [2]float64 { return e.Design().Notes[id].Size }
	f.drag(908, 96, 908+64, 96+32)
	if size() != [2]float64{272, 128} {
		t.Errorf("sized %v", size())
	}
	e.Undo()
	if size() != [2]float64{208, 96} {
		t.Errorf("one undo leaves %v", size())
	}
	f.down(908, 96)
	f.move(1000, 200)
	c.Do(SelectNone)
	f.up(1000, 200)
	if size() != [2]float64{208, 96} || len(c.scene.heldNotes) > 0 {
		t.Errorf("taken back it is %v", size())
	}
	finger{c: c, touch: true}.drag(908+15, 96+10, 908+15+64, 96+10)
	if size() != [2]float64{272, 96} {
		t.Errorf("by a finger beside the corner %v", size())
	}
}
