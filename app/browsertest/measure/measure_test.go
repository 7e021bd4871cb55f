package measure

import (
	"testing"
	"time"
)

func TestQuantileInterpolates(t *testing.T) {
	values := []float64{4, 1, 3, 2}
	for q, want := range map[float64]float64{0: 1, 0.5: 2.5, 1: 4, 0.95: 3.85} {
		if got := Quantile(values, q); got < want-1e-12 || got > want+1e-12 {
			t.Errorf("Quantile(%v, %v) = %v, want %v", values, q, got, want)
		}
	}
	if Quantile([]float64{7}, 0.95) != 7 {
		t.Error("one value is every quantile of itself")
	}
}

func TestTimeMeasuresMilliseconds(t *testing.T) {
	runs := 0
	took := Time(3, func() { runs++; time.Sleep(2 * time.Millisecond) })
	if runs != warm+3 || len(took) != 3 {
		t.Fatalf("%d runs gave %d times, want %d (%d warm up) and 3", runs, len(took), warm+3, warm)
	}
	if m := Median(took); m < 2 || m > 200 {
		t.Errorf("a sleep of 2 ms took %v ms", m)
	}
}
