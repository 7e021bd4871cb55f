package canvas

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/app/edit"
	"weir/app/layout"
	"weir/engine/design"
)

// tangle is a random design with groups and locked nodes.
func tangle(t *rapid.T) *edit.Editor {
	e := edit.New(nil)
	n := rapid.IntRange(2, 25).Draw(t, "nodes")
	var ids []string
	for range n {
		id, err := e.Add("proc.cpu", anyPoint(t, "at", 1000).Pair())
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	for range rapid.IntRange(0, 30).Draw(t, "edges") {
		_, _ = e.Connect(design.End{rapid.SampledFrom(ids).Draw(t, "a"), "out"}, design.End{rapid.SampledFrom(ids).Draw(t, "b"), "in"})
	}
	for range rapid.IntRange(0, 3).Draw(t, "groups") {
		e.SelectNodes(rapid.SliceOfN(rapid.SampledFrom(ids), 1, 4).Draw(t, "members")...)
		_, _ = e.Group()
	}
	return e
}

// A comment stays with the card it stands beside, and is covered by none.
func TestTidyTakesCommentsAlong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := tangle(t)
		c := New(e, Host{})
		for range 3 {
			_, _ = e.AddNote("words", anyPoint(t, "note", 1000).Pair())
		}
		e.SelectNone()
		before := e.Design()
		c.Do(TidyUp)
		for id, n := range e.Design().Notes {
			for node, card := range c.scene.cards {
				if NoteBounds(n).Meets(card.Bounds()) {
					t.Fatalf("%s at %v lies under %s at %v", id, n.At, node, card.At())
				}
			}
		}
		if label, ok := e.UndoLabel(); ok && label.EN == "Tidy" && (!e.Undo() || !e.Design().Equal(before)) {
			t.Fatal("it is not one step")
		}
	})
	e := edit.New(nil)
	c := New(e, Host{})
	a, _ := e.Add("proc.cpu", [2]float64{5000, 3000})
	_, _ = e.Add("proc.cpu", [2]float64{0, 0})
	note, _ := e.AddNote("of a", [2]float64{5000, 3150})
	e.SelectNone()
	c.Do(TidyUp)
	if at := e.Design().Nodes[a].At; at == [2]float64{5000, 3000} || e.Design().Notes[note].At != [2]float64{at[0], at[1] + 150} {
		t.Errorf("a at %v, its comment at %v", at, e.Design().Notes[note].At)
	}
}

func TestTidyKeepsCardsAndGroupsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := tangle(t)
		e.SelectNone()
		c := New(e, Host{})
		before := e.Design()
		c.Tidy()
		ids := sortedKeys(c.scene.cards)
		for i, a := range ids {
			for _, b := range ids[:i] {
				if c.scene.cards[a].Bounds().Meets(c.scene.cards[b].Bounds()) {
					t.Fatalf("%s and %s overlap", a, b)
				}
			}
			if p := c.scene.cards[a].At(); p.X != snapped(p.X) || p.Y != snapped(p.Y) {
				t.Fatalf("%s is off the grid at %v", a, p)
			}
		}
		for _, f := range c.scene.groups {
			in := set(edit.Members(e.Design(), f.ID))
			for _, id := range ids {
				if !in[id] && f.Bounds.Meets(c.scene.cards[id].Bounds()) {
					t.Fatalf("%s lies in the frame of %s, where it does not belong", id, f.ID)
				}
			}
		}
		if e.Design() != before {
			e.Undo()
			if !e.Design().Equal(before) {
				t.Fatal("one undo does not bring the old places back")
			}
		}
	})
}

func TestTidyLeavesLockedAndUnselected(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := tangle(t)
		ids := sortedKeys(e.Design().Nodes)
		e.SelectNodes(ids[0])
		_ = e.ToggleLock()
		chosen := ids
		if len(ids) > 3 && rapid.Bool().Draw(t, "some") {
			chosen = ids[:len(ids)/2+1]
		}
		e.SelectNodes(chosen...)
		before := e.Design()
		c := New(e, Host{})
		c.Tidy()
		in := set(chosen)
		for _, id := range ids {
			if (id == ids[0] || !in[id]) && e.Design().Nodes[id] != before.Nodes[id] {
				t.Fatalf("%s moved", id)
			}
		}
	})
}

// TestTidyThousand: a thousand parts are laid out well within a second, and
// the way there is told.
func TestTidyThousand(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	d := edit.Blank()
	d.Nodes, d.Edges = map[string]*design.Node{}, map[string]*design.Edge{}
	id := func(i int) string { return "n" + strconv.Itoa(i) }
	for i := range 1000 {
		d.Nodes[id(i)] = &design.Node{Kind: "proc.cpu", At: [2]float64{random.Float64() * 5000, random.Float64() * 5000}}
		for k := range 1 + i%2 {
			if i > 0 {
				d.Edges["e"+strconv.Itoa(2*i+k)] = &design.Edge{From: design.End{id(max(i-1-random.IntN(12), 0)), "out"}, To: design.End{id(i), "in"}}
			}
		}
	}
	told, last := 0, 0.0
	start := time.Now()
	places := layout.Tidy(d, nil, func(share float64) {
		if share < last || share > 1 {
			t.Errorf("progress goes from %v to %v", last, share)
		}
		told, last = told+1, share
	})
	if took := time.Since(start); os.Getenv("WEIR_SOAK") != "" && took > time.Second { // a time is only judged where the machine is ours
		t.Errorf("tidying a thousand parts takes %v", took)
	} else {
		t.Log("a thousand parts in", took)
	}
	if len(places) != 1000 || told < 5 || last != 1 {
		t.Errorf("%d places, progress told %d times, last %v", len(places), told, last)
	}
}

// TestCommentsFindRoom: a new comment lies under no card.
func TestCommentsFindRoom(t *testing.T) {
	e, c, _ := chain(t)
	e.SelectNone()
	c.focus = ""
	c.setView(c.view.Centred(c.scene.cards["cpu"].At())) // where it would go, if it did not look for room
	if !c.Do(AddNote) || len(e.Design().Notes) != 1 {
		t.Fatal("no comment")
	}
	for _, n := range e.Design().Notes {
		for id, card := range c.scene.cards {
			if card.Bounds().Meets(NoteBounds(n)) {
				t.Errorf("the comment lies under %s", id)
			}
		}
	}
}
