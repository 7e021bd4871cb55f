package canvas

import (
	"slices"
	"strings"
	"testing"

	"weir/app/edit"
	"weir/engine/design"
)

func TestPlatesOnScreen(t *testing.T) {
	for _, c := range []struct {
		x, y, w, h int
		want       plates
	}{
		{0, 0, 512, 512, plates{plate{0, 0}, plate{0, 0}}},
		{0, 0, 513, 512, plates{plate{0, 0}, plate{1, 0}}},
		{-1, 0, 512, 512, plates{plate{0, 0}, plate{1, 0}}},
		{1, 600, 512, 512, plates{plate{-1, -2}, plate{0, -1}}},
		{-5120, 0, 1440, 900, plates{plate{10, 0}, plate{12, 1}}},
	} {
		got := platesOn(c.x, c.y, c.w, c.h, 512)
		if got != c.want {
			t.Errorf("with the origin at %d, %d a screen of %d × %d meets %v, want %v", c.x, c.y, c.w, c.h, got, c.want)
		}
		covered := 0
		got.each(func(at plate) {
			covered += overlap(c.x+512*at.x, 512, c.w) * overlap(c.y+512*at.y, 512, c.h)
		})
		if covered != c.w*c.h {
			t.Errorf("plates %v cover %d of %d pixels", got, covered, c.w*c.h)
		}
	}
}

// overlap is how much of lo..lo+n lies in 0..size.
func overlap(lo, n, size int) int { return max(0, min(lo+n, size)-max(lo, 0)) }

// Where the drawing moves to the left and up, what comes into view is at the
// right and below.
func TestPlatesBeyond(t *testing.T) {
	in := plates{plate{0, 0}, plate{2, 1}}
	next := in.beyond(-14, -3)
	for _, at := range []plate{{3, 1}, {1, 2}, {3, 2}} {
		if !next.has(at) || in.has(at) {
			t.Errorf("plate %v is not among those that come: %v", at, next)
		}
	}
	if in.beyond(0, 0) != in {
		t.Error("a view that rests looks beyond itself")
	}
}

// What is taken in the hand is told as a blot with its wires, and pictures of
// the rest stay good; once it is put down they do not.
func TestLiftTellsWhereItWas(t *testing.T) {
	_, c, _ := chain(t)
	s := c.scene
	rest := s.rest
	s.blots = nil
	s.Lift([]string{"cpu"}, nil)
	wires := 0
	for _, b := range s.blots {
		if b.wire != "" {
			wires++
		}
	}
	if len(s.blots) != 3 || wires != 2 || s.rest != rest {
		t.Errorf("blots %v, the rest out of date: %v", s.blots, s.rest != rest)
	}
	s.Drop()
	if s.rest == rest {
		t.Error("after the drop, pictures from before count as good")
	}
}

// TestHandTakesWholeGroups: a group goes along when all its parts are in the
// hand, with the groups inside it, and leaves what is beneath to be painted.
func TestHandTakesWholeGroups(t *testing.T) {
	d := edit.Blank()
	d.Nodes = map[string]*design.Node{}
	for i, id := range []string{"a", "b", "c"} {
		d.Nodes[id] = &design.Node{Kind: "proc.cpu", At: [2]float64{float64(i) * 400, 0}}
	}
	d.Groups = map[string]*design.Group{
		"outer": {Nodes: []string{"a"}, Groups: []string{"inner"}},
		"inner": {Nodes: []string{"b"}},
		"other": {Nodes: []string{"c"}},
	}
	s := newScene()
	s.Load(d)
	for _, c := range []struct {
		lift []string
		held string
		open string // a part of it is in the hand
	}{
		{[]string{"a"}, "", "outer"}, {[]string{"b"}, "inner", "outer"}, {[]string{"a", "b"}, "outer inner", ""}, {[]string{"a", "b", "c"}, "outer inner other", ""},
	} {
		s.blots = nil
		s.Lift(c.lift, nil)
		for _, f := range s.groups {
			held := slices.Contains(strings.Fields(c.held), f.ID)
			open := slices.Contains(strings.Fields(c.open), f.ID)
			if s.heldGroups[f.ID] != held || (s.open[f.ID] != nil) != open {
				t.Errorf("with %v in the hand, group %s is held: %v, in part: %v", c.lift, f.ID, s.heldGroups[f.ID], s.open[f.ID] != nil)
			}
			held = held || open
			if marked := slices.ContainsFunc(s.blots, func(b blot) bool { return b.box == f.Bounds }); marked != held {
				t.Errorf("with %v in the hand, the place of %s is to be painted: %v", c.lift, f.ID, marked)
			}
		}
		s.Drop()
		if len(s.heldGroups)+len(s.open)+len(s.lifted) > 0 {
			t.Error("something stays in the hand")
		}
	}
}
