package canvas

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"weir/app/edit"
	"weir/engine/design"
)

// folded is the chain of the tests with its middle in a folded group.
func folded(t *testing.T) (*edit.Editor, *Canvas) {
	t.Helper()
	e, c, _ := chain(t)
	e.SelectNodes("cpu")
	if !c.Do(GroupNodes) || !c.Do(FoldGroup) {
		t.Fatal("the group is not folded")
	}
	return e, c
}

func TestFoldedGroupIsABlock(t *testing.T) {
	e, c := folded(t)
	at := e.Design().Nodes["cpu"].At
	inside := Point{at[0] + 90, at[1] + 40}
	if h := c.scene.Hit(inside, c.view, false); h.Group == "" || h.Node != "" {
		t.Errorf("on the block lies %+v", h)
	}
	if in := c.scene.Within(box(at[0]-5, at[1]-5, 300, 200)); len(in.Nodes) != 0 || len(in.Groups) != 1 {
		t.Errorf("a marquee takes %+v", in)
	}
	if !c.Can(FoldGroup) || !c.Do(FoldGroup) || c.scene.hidden("cpu") {
		t.Error("it does not unfold")
	}
	if h := c.scene.Hit(inside, c.view, false); h.Node != "cpu" {
		t.Errorf("on the card lies %+v", h)
	}
}

// TestKeysOfASelectedGroup: with a group selected, no part has the focus.
func TestKeysOfASelectedGroup(t *testing.T) {
	e, c, _ := chain(t)
	c.Focus(true)
	e.SelectNodes("cpu")
	if !c.Do(GroupNodes) || len(e.Selection().Groups) != 1 {
		t.Fatal("no group")
	}
	c.host.Inspect = func() {}
	c.KeyDown(Key{Key: "Enter"})
	if c.focus != "" || len(e.Selection().Groups) != 1 {
		t.Errorf("Enter goes to the part %q, with %+v selected", c.focus, e.Selection())
	}
}

func TestFoldedGroupMovesAsOne(t *testing.T) {
	e, c := folded(t)
	before := e.Design().Nodes["cpu"].At
	finger{c: c}.drag(before[0]+90, before[1]+40, before[0]+90, before[1]+40+10*Grid)
	if at := e.Design().Nodes["cpu"].At; at[1] != before[1]+10*Grid {
		t.Errorf("from %v to %v", before, at)
	}
	c.Focus(true)
	c.KeyDown(Key{Key: "ArrowDown"})
	if at := e.Design().Nodes["cpu"].At; at[1] != before[1]+11*Grid {
		t.Errorf("an arrow takes it to %v", at)
	}
}

// TestFollowsFolding: whatever is folded, unfolded, moved and undone, the
// scene is the one that is built afresh.
func TestFollowsFolding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := tangle(t)
		c := New(e, Host{})
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			groups := sortedKeys(e.Design().Groups)
			if len(e.Design().Nodes) == 0 { // all undone
				e.Redo()
			}
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				if len(groups) > 0 {
					_ = e.ToggleCollapse(rapid.SampledFrom(groups).Draw(t, "group"))
				}
			case 1:
				id := rapid.SampledFrom(sortedKeys(e.Design().Nodes)).Draw(t, "node")
				_ = e.Move([]string{id}, [2]float64{float64(rapid.IntRange(-500, 500).Draw(t, "dx")), 16})
			case 2:
				e.Undo()
			case 3:
				e.SelectNodes(rapid.SliceOfN(rapid.SampledFrom(sortedKeys(e.Design().Nodes)), 1, 3).Draw(t, "members")...)
				_, _ = e.Group()
			}
		}
		fresh := newScene()
		fresh.Load(e.Design())
		for id := range fresh.cards {
			_, is := c.scene.cardAt.where[id]
			if _, want := fresh.cardAt.where[id]; is != want {
				t.Fatalf("%s can be hit: %v, built afresh %v", id, is, want)
			}
		}
		for id, w := range fresh.wires {
			got := c.scene.wires[id]
			if got.within != w.within || got.Route.points[0] != w.Route.points[0] {
				t.Fatalf("wire %s from %v (within %v), built afresh from %v (%v)", id, got.Route.points[0], got.within, w.Route.points[0], w.within)
			}
		}
	})
}

// TestSquareEdges: with right angles every piece of every wire runs along an
// axis, and a wire steps aside for a card in its way.
func TestSquareEdges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := New(tangle(t), Host{})
		c.SetSquare(true)
		for id, w := range c.scene.wires {
			p := w.Route.points
			for i := 1; i < len(p); i++ {
				if d := p[i].Sub(p[i-1]); math.Abs(d.X) >= 1 && math.Abs(d.Y) >= 1 {
					t.Fatalf("wire %s runs askew: %v", id, p)
				}
			}
		}
	})
	e := edit.New(nil)
	a, _ := e.Add("proc.cpu", [2]float64{0, 0})
	b, _ := e.Add("proc.cpu", [2]float64{900, 320})
	between, _ := e.Add("proc.cpu", [2]float64{454, 160}) // over the step in the middle
	id, err := e.Connect(design.End{a, "out"}, design.End{b, "in"})
	if err != nil {
		t.Fatal(err)
	}
	c := New(e, Host{})
	c.SetSquare(true)
	if n := c.scene.wires[id].Route.crossed([]Rect{c.scene.cards[between].Bounds()}); n != 0 {
		t.Errorf("the wire runs through a card: %v", c.scene.wires[id].Route.points)
	}
}

func TestAlignedByCommand(t *testing.T) {
	e, c, _ := chain(t)
	if c.Can(DistributeAcross) {
		t.Error("nothing selected can be distributed")
	}
	e.SelectAll()
	_ = e.Move([]string{"cpu"}, [2]float64{0, 77})
	e.SelectAll()
	if !c.Can(AlignTop) || !c.Do(AlignTop) || e.Design().Nodes["cpu"].At[1] != e.Design().Nodes["requests"].At[1] {
		t.Error("tops are not aligned")
	}
	c.SetReadOnly(true)
	if c.Can(AlignTop) || c.Can(Undo) || !c.Can(FitAll) {
		t.Error("a canvas that is read only offers edits, or no view")
	}
}
