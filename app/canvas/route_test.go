package canvas

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestWidth compares with the values the design gives: 160 kB/s is 1.6,
// 5 MB/s 3.4, 12 GB/s the widest.
func TestWidth(t *testing.T) {
	for bytes, want := range map[float64]float64{160e3: 1.6, 5e6: 3.4, 12e9: 6, 0: 1.5, 1e3: 1.5, math.NaN(): 1.5, math.Inf(1): 6} {
		if got := Width(bytes); math.Abs(got-want) > 0.05 {
			t.Errorf("%g B/s is %.2f wide, want %.1f", bytes, got, want)
		}
	}
}

func TestShapes(t *testing.T) {
	a := box(0, 0, cardW, cardH)
	for name, c := range map[string]struct {
		b        Rect
		vertical bool
		shape    shape
		head     bool
	}{
		"same row":    {box(300, 0, cardW, cardH), false, straight, false},
		"next row":    {box(300, 200, cardW, cardH), false, curved, false},
		"back":        {box(-300, 200, cardW, cardH), false, wrapped, true},
		"straight on": {box(0, 200, cardW, cardH), true, straight, true},
		"down aside":  {box(60, 200, cardW, cardH), true, curved, true},
	} {
		r := route(Point{cardW, portY}, c.b.Min.Add(Point{0, portY}), a, c.b, c.vertical)
		if r.shape != c.shape || r.head != c.head {
			t.Errorf("%s: shape %d head %v, want %d %v", name, r.shape, r.head, c.shape, c.head)
		}
	}
}

// TestWrappedRunsInTheGutter: a wrapped edge must not cross the cards it joins.
func TestWrappedRunsInTheGutter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := box(0, 0, cardW, cardH)
		at := anyPoint(t, "b", 900)
		b := box(min(at.X, 0), at.Y, cardW, cardH)
		from, to := Point{cardW, portY}, Point{b.Min.X, b.Min.Y + portY}
		r := route(from, to, a, b, false)
		if r.shape != wrapped {
			return
		}
		y := r.points[2].Y
		for _, card := range []Rect{a, b} {
			if y > card.Min.Y && y < card.Max.Y {
				t.Fatalf("runs at %v through the card %v", y, card)
			}
		}
	})
}

// TestDist compares the distance to a route with the least distance to many
// points of it.
func TestDist(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := anyPoint(t, "from", 500), anyPoint(t, "to", 500)
		p := anyPoint(t, "p", 600)
		r := forward(from, Point{from.X + math.Abs(to.X) + forwardRoom, to.Y})
		best := math.Inf(1)
		for i := range 2001 {
			at := r.points[0].Add(r.points[len(r.points)-1].Sub(r.points[0]).Mul(float64(i) / 2000))
			if r.shape == curved {
				at = r.cubic(float64(i) / 2000)
			}
			best = min(best, p.Dist(at))
		}
		if got := r.Dist(p); math.Abs(got-best) > 2 {
			t.Fatalf("distance %v, by sampling %v", got, best)
		}
		if !r.Bounds().Grow(1e-9).Holds(span(r.points[0], r.points[len(r.points)-1])) {
			t.Fatal("bounds miss an end")
		}
	})
}

func TestMiddleIsHalfWay(t *testing.T) {
	at, dir := Route{shape: straight, points: []Point{{0, 0}, {100, 0}}}.Middle()
	if !near(at, Point{50, 0}) || !near(dir, Point{1, 0}) {
		t.Errorf("middle %v, direction %v", at, dir)
	}
	r := forward(Point{0, 0}, Point{200, 100})
	if at, _ := r.Middle(); !near(at, Point{100, 50}) && at.Dist(Point{100, 50}) > 1 {
		t.Errorf("middle of a symmetric curve: %v", at)
	}
}

func TestCuts(t *testing.T) {
	r := forward(Point{0, 0}, Point{200, 100})
	if !r.Cuts(Point{100, -50}, Point{100, 150}) {
		t.Error("a stroke across the curve misses it")
	}
	if r.Cuts(Point{0, 90}, Point{60, 90}) {
		t.Error("a stroke beside the curve cuts it")
	}
}

// A line that passes over a card keeps clear of the title of a group that the
// card begins.
func TestDetourKeepsClearOfTitles(t *testing.T) {
	card := box(288, 192, cardW, cardH)
	const titleHeight = 13 * 1.5
	title := card.Min.Y - frameTop + 17
	for _, r := range detours(Route{points: []Point{{0, 54}, {900, 400}}}, box(0, 0, cardW, cardH), box(900, 346, cardW, cardH), []Rect{card}) {
		for _, p := range r.points {
			if math.Abs(p.Y-title) < titleHeight/2+1 {
				t.Errorf("a lane at %v runs along the title at %v", p.Y, title)
			}
		}
	}
}
