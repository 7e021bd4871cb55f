package queue

import (
	"fmt"
	"testing"
)

func TestPhaseTypeOfOneServerIsMG1(t *testing.T) {
	for _, scv := range []float64{0.5, 0.7, 2, 10} {
		_, w := phaseTypeServers(poissonArrivals(0.8), Law{1, scv}, 1)
		near(t, fmt.Sprint("wait at scv ", scv), w.Mean(), 0.8*(1+scv)/2/0.2, 1e-9)
	}
}

func TestPhaseTypeAgainstErlangC(t *testing.T) {
	// A Coxian with SCV 1 is exponential.
	p, w := phaseTypeServers(poissonArrivals(9), Law{1, 1}, 10)
	near(t, "P(wait)", p, ErlangC(10, 9), 1e-10)
	near(t, "wait", w.Mean(), ErlangC(10, 9), 1e-10)
	near(t, "wait SCV", w.SCV(), 2/ErlangC(10, 9)-1, 1e-8)
}

func TestKimuraWithinItsBand(t *testing.T) {
	for _, c := range []struct {
		servers   int
		rho, scv  float64
		tolerance float64
	}{{2, 0.5, 2, 0.025}, {10, 0.8, 4, 0.025}, {10, 0.8, 0.5, 0.025}, {5, 0.8, 2, 0.025}} {
		s := Station{Servers: c.servers, ArrivalSCV: 1, Customers: one(c.rho*float64(c.servers), 1, c.scv)}
		fast := Solve(s)
		s.Settled = true
		near(t, fmt.Sprint("Kimura ", c), fast.Wait.Mean(), Solve(s).Wait.Mean(), c.tolerance)
	}
}

func BenchmarkPhaseType16(b *testing.B) {
	for b.Loop() {
		phaseTypeServers(poissonArrivals(14), Law{1, 4}, 16)
	}
}

func BenchmarkPhaseType100(b *testing.B) {
	for b.Loop() {
		phaseTypeServers(poissonArrivals(90), Law{1, 4}, 100)
	}
}
