package queue

import (
	"math"
	"testing"
)

// Where a checkpoint takes far longer than the time between failures, the
// best interval is that time, and next to nothing lasts; neither is undefined.
func TestCheckpointsThatNeverEnd(t *testing.T) {
	for _, cost := range []float64{30, 36, 37, 1e3, 1e12, math.MaxFloat64} {
		if at := BestInterval(cost, 1); !(math.Abs(at-1) <= 1e-12) {
			t.Errorf("BestInterval(%g, 1) = %v, want 1", cost, at)
		}
		if share := CheckpointEfficiency(1, cost, 1, 1); !(share >= 0 && share < 1e-12) {
			t.Errorf("of a run with checkpoints of %g a share of %v lasts", cost, share)
		}
	}
}
