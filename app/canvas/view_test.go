package canvas

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func near(a, b Point) bool { return a.Dist(b) < 1e-6*(1+math.Abs(b.X)+math.Abs(b.Y)) }

func anyPoint(t *rapid.T, name string, reach float64) Point {
	x := rapid.Float64Range(-reach, reach)
	return Point{x.Draw(t, name+".x"), x.Draw(t, name+".y")}
}

func anyView(t *rapid.T) View {
	return View{Zoom: rapid.Float64Range(minZoom, maxZoom).Draw(t, "zoom"), Origin: anyPoint(t, "origin", 1e4), Size: Point{1200, 700}}
}

func TestZoomKeepsThePointerInPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, at := anyView(t), anyPoint(t, "pointer", 1000)
		w := v.ZoomAt(at, rapid.Float64Range(0.01, 100).Draw(t, "factor"))
		if !near(w.World(at), v.World(at)) {
			t.Fatalf("under the pointer: %v, was %v", w.World(at), v.World(at))
		}
		if w.Zoom < minZoom || w.Zoom > maxZoom {
			t.Fatalf("zoom %v", w.Zoom)
		}
	})
}

func TestScreenAndWorldAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, at := anyView(t), anyPoint(t, "place", 1e5)
		if got := v.World(v.Screen(at)); !near(got, at) {
			t.Fatalf("%v comes back as %v", at, got)
		}
	})
}

func TestFitShowsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyView(t)
		r := span(anyPoint(t, "a", 1e4), anyPoint(t, "b", 1e4))
		w := v.Fit(r)
		if shown := w.Visible().Grow(1e-6); w.Zoom > minZoom && !shown.Holds(r) {
			t.Fatalf("%v does not show %v", shown, r)
		}
		if !near(w.World(Point{w.Size.X / 2, (w.Size.Y + fitTop - fitBottom) / 2}), r.Centre()) {
			t.Fatal("not in the middle of the room")
		}
	})
}

func TestRevealMovesAsLittleAsNeeded(t *testing.T) {
	v := View{Zoom: 1, Size: Point{1000, 600}}
	if got := v.Reveal(box(400, 300, cardW, cardH)); got != v {
		t.Errorf("what is in view moved it by %v", got.Origin)
	}
	got := v.Reveal(box(1200, 300, cardW, cardH))
	if got.Origin.Y != 0 || !got.Visible().Holds(box(1200, 300, cardW, cardH)) {
		t.Errorf("view after reveal: %v", got)
	}
}

func TestDetailByZoom(t *testing.T) {
	for zoom, want := range map[float64]Detail{1: Full, 0.6: Full, 0.59: Brief, 0.35: Brief, 0.34: Block, 0.15: Block, 0.1: Dot} {
		if got := (View{Zoom: zoom}).Detail(); got != want {
			t.Errorf("zoom %v is drawn at level %d, want %d", zoom, got, want)
		}
	}
}

// On a phone a long design opens on its first source, large enough to read;
// a short one, and any on a wide screen, is shown whole.
func TestNarrowCanvasOpensWhereWorkBegins(t *testing.T) {
	e, _, _ := chain(t)
	phone := New(e, Host{})
	phone.Resize(390, 600)
	if z := phone.View().Zoom; z != readable {
		t.Errorf("zoom %v, want %v", z, readable)
	}
	first := phone.scene.cards["requests"].Bounds()
	if a, b := phone.View().Screen(first.Min), phone.View().Screen(first.Max); a.X < 0 || a.Y < 0 || b.X > 390 || b.Y > 600 {
		t.Errorf("the first source lies at %v to %v", a, b)
	}
	wide := New(e, Host{})
	wide.Resize(1200, 600)
	if all := wide.scene.Bounds(); wide.View().Screen(all.Min).X < 0 || wide.View().Screen(all.Max).X > 1200 {
		t.Error("a wide canvas does not show everything")
	}
}
