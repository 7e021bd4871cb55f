package queue

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestExactFIFO goes through every set of items a cache can hold, each as likely
// as the product of its shares (King 1971).
func TestExactFIFO(t *testing.T) {
	for _, s := range []float64{0, 0.7, 1, 2} {
		items := Zipf(9, s)
		for size := 1; size < 9; size++ {
			all, found := 0.0, 0.0
			for set := range 1 << 9 {
				weight, share, kept := 1.0, 0.0, 0
				for i, x := range items {
					if set>>i&1 == 1 {
						weight, share, kept = weight*x.Share, share+x.Share, kept+1
					}
				}
				if kept == size {
					all, found = all+weight, found+weight*share
				}
			}
			if got := ExactFIFO(items, size); math.Abs(got-found/all) > 1e-12 {
				t.Errorf("exponent %g, %d places: %g, want %g", s, size, got, found/all)
			}
		}
	}
	if got := ExactFIFO(Zipf(9, 1), 9); got != 1 {
		t.Errorf("room for all: %g", got)
	}
	if got := ExactFIFO(Zipf(9, 1), 0); got != 0 {
		t.Errorf("no room: %g", got)
	}
}

// TestTTLDispersion plays the misses of every item of a small catalogue: the
// variance of a renewal count grows with the SCV of its gaps.
func TestTTLDispersion(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	of := Catalogue{Rate: 3, Items: Zipf(4, 1)}
	const lifetime = 1.5
	for _, renew := range []bool{false, true} {
		misses, spread := 0.0, 0.0
		for _, item := range of.Items {
			rate := of.Rate * item.Share
			const n = 200_000
			sum, squares := 0.0, 0.0
			for range n {
				gap := missGap(r, rate, lifetime, renew)
				sum, squares = sum+gap, squares+gap*gap
			}
			mean := sum / n
			misses += 1 / mean
			spread += (squares/n/mean/mean - 1) / mean
		}
		got, want := TTLDispersion([]Catalogue{of}, lifetime, renew), spread/misses
		if math.Abs(got-want) > 0.01 {
			t.Errorf("renewed %v: %g, played %g", renew, got, want)
		}
	}
}

// missGap is a time between two misses of an item.
func missGap(r *rand.Rand, rate, lifetime float64, renew bool) float64 {
	if !renew {
		return lifetime + r.ExpFloat64()/rate
	}
	for gap := 0.0; ; {
		step := r.ExpFloat64() / rate
		gap += step
		if step > lifetime {
			return gap
		}
	}
}
