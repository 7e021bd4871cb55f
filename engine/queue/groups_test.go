package queue

import (
	"math"
	"testing"
)

// At one server it is the formula of Burke, for any size of groups.
func TestGroupsAtOneServer(t *testing.T) {
	for _, size := range []Law{{5, 1}, {2.5, 0}, {8, 0.3}, {4, 2}} {
		const rate, service = 0.02, 4.0
		wait, _ := GroupsAtServers(rate, size, service, 1)
		want := BatchArrivals(rate, size.Mean, size.Mean*size.Mean*(1+size.SCV), Law{service, 1})
		if math.Abs(wait/want-1) > 1e-9 {
			t.Errorf("%+v: %g, want %g", size, wait, want)
		}
	}
}

// Groups of one are M/M/c.
func TestGroupsOfOneAreSingles(t *testing.T) {
	wait, p := GroupsAtServers(2.4, Law{1, 0}, 1, 3)
	want := ErlangC(3, 2.4)
	if math.Abs(p-want) > 1e-12 || math.Abs(wait-want/0.6) > 1e-12 {
		t.Errorf("P = %g, E W = %g, want %g, %g", p, wait, want, want/0.6)
	}
}

// The formula against the chain itself, cut off far away.
func TestGroupsAgainstTheirChain(t *testing.T) {
	const rate, mu, c, limit = 0.4, 1.0, 3, 600
	size := 5
	p := make([]float64, limit)
	p[0] = 1
	for n := range limit - 1 { // cuts: what comes over n is what ends above it
		over := 0.0
		for k := max(n-size+1, 0); k <= n; k++ {
			over += p[k]
		}
		p[n+1] = rate * over / (float64(min(n+1, c)) * mu)
	}
	total, present, none := 0.0, 0.0, 0.0
	for n, x := range p {
		total += x
		present += float64(n) * x
		none += x * float64(max(min(c-n, size), 0)) / float64(size)
	}
	wait, pWait := GroupsAtServers(rate, Law{float64(size), 0}, 1/mu, c)
	// Sizes are rounded by chance only where they are no whole numbers.
	if want := present/total/(rate*float64(size)) - 1/mu; math.Abs(wait/want-1) > 1e-9 {
		t.Errorf("E W = %g, want %g", wait, want)
	}
	if want := 1 - none/total; math.Abs(pWait/want-1) > 1e-9 {
		t.Errorf("P(W > 0) = %g, want %g", pWait, want)
	}
}

// Groups at a station behind the first: no renewal stream is as bursty over
// short times, and the wait stays what the long ones make it.
func TestEquivalentOfGroupsIsBounded(t *testing.T) {
	if scv := (&Dispersion{math.NaN(), math.Inf(1)}).EquivalentSCV(40, 3, Law{0.05, 0}); scv < 0 {
		t.Errorf("SCV %g of no dispersion", scv)
	}
	d := RenewalStream(8, 1, Law{5, 1})
	if scv := d.EquivalentSCV(40, 3, Law{0.05, 0}); scv > 2*d.Limit()+1e-9 {
		t.Errorf("SCV %g of I = %g", scv, d.Limit())
	}
}
