package app

import (
	"math"
	"testing"

	"weir/app/session"
)

func TestLoadSliderCoversItsReach(t *testing.T) {
	for _, factor := range []float64{session.LeastLoad, 0.5, 1, 2, session.MostLoad} {
		if got := loadAt(float64(loadStep(factor))); math.Abs(got/factor-1) > 0.011 {
			t.Errorf("%v comes back as %v", factor, got)
		}
	}
	if loadStep(1) != 0 || loadAt(0) != 1 {
		t.Error("the middle is the design as designed")
	}
}

func TestChange(t *testing.T) {
	for _, c := range []struct {
		id        string
		a, b      float64
		size      float64
		direction int
	}{
		{"cost_per_month", 100, 110, 0.1, 1},
		{"latency_p99", 2, 1, 0.5, -1},
		{"headroom", 0.2, 0.1, 0.1, -1},
		{"availability", 0.99, 0.999, 0.009, 1},
		{"power", 5, 5, 0, 0},
		{"power", 0, 5, math.NaN(), 0},
		{"latency_p99", 1, math.Inf(1), math.NaN(), 0},
	} {
		size, direction := change(c.id, c.a, c.b)
		if direction != c.direction || math.Abs(size-c.size) > 1e-12 && !(math.IsNaN(size) && math.IsNaN(c.size)) {
			t.Errorf("%s %v → %v: %v %d", c.id, c.a, c.b, size, direction)
		}
	}
}
