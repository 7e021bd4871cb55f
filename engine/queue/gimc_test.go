package queue

import (
	"math"
	"testing"
)

// TestExponentialServers beside Erlang's C, Kendall's root, and the matrix
// solution of GI/PH/c, whose streams of two exponential phases are the same.
func TestExponentialServers(t *testing.T) {
	solve := func(c int, rho, ca2 float64) (Dist, float64) {
		return exponentialServers(load{c: c, rate: rho * float64(c), rho: rho, offered: rho * float64(c), ca2: ca2, service: Law{1, 1}})
	}
	for _, c := range []int{1, 2, 5, 20, 60, exponentialLimit} {
		for _, rho := range []float64{0.05, 0.3, 0.7, 0.95, 0.999} {
			want := ErlangC(c, rho*float64(c))
			_, got := solve(c, rho, 1)
			if math.Abs(got-want) > 1e-9*want+1e-12 {
				t.Errorf("M/M/%d at %g: %g, want %g", c, rho, got, want)
			}
		}
	}
	for _, c := range []int{1, 2, 3, 8} {
		for _, ca2 := range []float64{0.5, 2, 8} { // Erlang of 2, hyperexponentials
			l := load{c: c, rate: 0.8 * float64(c), rho: 0.8, offered: 0.8 * float64(c), ca2: ca2, service: Law{1, 1}}
			p, w := phaseServers(l, renewalArrivals(Law{1 / l.rate, ca2}))
			wait, got := exponentialServers(l)
			if math.Abs(got-p) > 1e-7 || math.Abs(wait.Mean()-w.Mean()) > 1e-7*w.Mean() {
				t.Errorf("%d servers, ca² %g: %g and %g, want %g and %g", c, ca2, got, wait.Mean(), p, w.Mean())
			}
		}
	}
	// D/M/1 at 1/2: σ = e^{−2(1−σ)}, 0.203188.
	if _, got := solve(1, 0.5, 0); math.Abs(got-0.2031878700) > 1e-9 {
		t.Errorf("D/M/1: %g", got)
	}
	for _, ca2 := range []float64{0, 0.05, 0.5, 4, 20} { // no sum cancels
		for c := 1; c <= exponentialLimit; c++ {
			for _, rho := range []float64{0.2, 0.6, 0.9, 0.99} {
				before, p := solve(max(c-1, 1), rho, ca2)
				wait, q := solve(c, rho, ca2)
				if math.IsNaN(q) || q > p*(1+1e-9) || wait.Mean() > before.Mean()*(1+1e-9) {
					t.Fatalf("ca² %g at %g: %d servers %g, one fewer %g", ca2, rho, c, q, p)
				}
			}
		}
	}
}
