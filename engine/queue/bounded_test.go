package queue

import (
	"math"
	"testing"
	"time"
)

// counted is M/M/c/K summed state by state, as the chain is defined.
func counted(c, k int, a float64) finiteChain {
	weight, total, queue, waits, second, enter := 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
	for n := 0; n <= k; n++ {
		if n > 0 {
			weight *= a / float64(min(n, c))
		}
		total += weight
		queue += float64(max(n-c, 0)) * weight
		if n < k {
			enter += weight
		}
		if n >= c && n < k {
			j := float64(n - c + 1)
			waits += weight
			second += weight * j * (j + 1) / float64(c*c)
		}
	}
	return finiteChain{full: weight / total, wait: waits / enter, queue: queue / total, second: second / enter}
}

func TestFiniteChainStateByState(t *testing.T) {
	for _, c := range []int{1, 2, 7, 60} {
		for _, room := range []int{0, 1, 2, 5, 100} {
			for _, rho := range []float64{1e-3, 0.3, 0.9, 0.999999, 1, 1.0001, 1.5, 40} {
				want, got := counted(c, c+room, rho*float64(c)), birthDeath(c, c+room, rho*float64(c))
				for what, x := range map[string][2]float64{
					"loss": {want.full, got.full}, "wait": {want.wait, got.wait}, "queue": {want.queue, got.queue}, "second": {want.second, got.second},
				} {
					if math.Abs(x[0]-x[1]) > 1e-11*x[0] {
						t.Errorf("c %d, room %d, ρ %v: %s %v, want %v", c, room, rho, what, x[1], x[0])
					}
				}
			}
		}
	}
}

// Rooms and crowds of a thousand million are answered as fast as small ones:
// in a loop of a design each is solved thousands of times.
func TestWorkIsBounded(t *testing.T) {
	start := time.Now()
	for range 1000 {
		for _, rho := range []float64{0.5, 1 - 1e-12, 1, 1 + 1e-9, 30} {
			if c := birthDeath(3, 1e9, 3*rho); !(c.full >= 0 && c.full <= 1 && c.wait >= 0 && c.wait <= 1+1e-9 && c.queue >= 0) {
				t.Fatalf("ρ %v: %+v", rho, c)
			}
		}
		ErlangA(1e6, 1, 1e-9, 4)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

// Where the states can still be counted, the fluid agrees with them.
func TestFluidIsTheLimitOfErlangA(t *testing.T) {
	const theta = 2e-6
	for _, rate := range []float64{2.4, 4.5, 8} {
		exact, fluid := ErlangA(rate, 1, theta, 3), fluidA(rate, 1, theta, 3)
		for what, x := range map[string][2]float64{
			"wait": {exact.Wait, fluid.Wait}, "served wait": {exact.ServedWait, fluid.ServedWait}, "queue": {exact.InQueue, fluid.InQueue}, "abandoned": {exact.Abandon, fluid.Abandon},
		} {
			if exact.Fluid || math.Abs(x[0]-x[1]) > 1e-3*x[0] {
				t.Errorf("λ %v: %s %v, fluid %v", rate, what, x[0], x[1])
			}
		}
	}
}
