package queue

import (
	"math"
	"testing"
)

// TestPriorityOverload: six and six a second on a server of ten. The first six
// are served, the others get the four that are left; the first wait as in
// M/M/1 alone if they interrupt, else also for who is in service: 0.1/0.4.
func TestPriorityOverload(t *testing.T) {
	for _, c := range []struct {
		discipline Discipline
		sojourn    float64
	}{{Preemptive, 0.25}, {Priority, 0.35}} {
		r := Solve(Station{Discipline: c.discipline, Servers: 1, ArrivalSCV: 1, Customers: []Customer{{6, Law{0.1, 1}, 0}, {6, Law{0.1, 1}, 1}}})
		if got := r.Customers[0].Sojourn.Mean(); math.Abs(got-c.sojourn) > 1e-12 {
			t.Errorf("%v: the first stay %v, want %v", c.discipline, got, c.sojourn)
		}
		if r.Kept == nil || r.Kept[0] != 1 || math.Abs(r.Kept[1]-2.0/3) > 1e-12 || math.Abs(r.Carried-10) > 1e-12 {
			t.Errorf("%v: served %v of %v/s in all", c.discipline, r.Kept, r.Carried)
		}
	}
}

// TestInterruptedAtSeveralServers: of a common exponential service, those of
// priorities up to k are M/M/c by themselves.
func TestInterruptedAtSeveralServers(t *testing.T) {
	rates := []float64{9, 9, 9}
	s := Station{Discipline: Preemptive, Servers: 3, ArrivalSCV: 1}
	for i, rate := range rates {
		s.Customers = append(s.Customers, Customer{rate, Law{0.1, 1}, i})
	}
	r := Solve(s)
	before, sum := 0.0, 0.0
	for i, rate := range rates {
		sum += rate
		a := sum * 0.1
		in := a + ErlangC(3, a)*a/(3-a) // number in M/M/3 of the first so many
		if got, want := r.Customers[i].Sojourn.Mean(), (in-before)/rate; math.Abs(got/want-1) > 1e-12 {
			t.Errorf("priority %d stays %v, want %v", i, got, want)
		}
		before = in
	}
	top, alone := r.Customers[0].Sojourn, Solve(Station{Servers: 3, ArrivalSCV: 1, Customers: s.Customers[:1]}).Sojourn
	if got, want := top.Quantile(0.99), alone.Quantile(0.99); math.Abs(got/want-1) > 1e-9 {
		t.Errorf("the first priority's p99 is %v, alone %v", got, want)
	}
}

// TestWaitOfPriorities: of one level alone the second moment is that of
// M/G/1, by Takács: λE S³/(3(1−ρ)) + 2(E W)².
func TestWaitOfPriorities(t *testing.T) {
	for _, law := range []Law{{0.1, 0}, {0.1, 1}, {0.1, 3}} {
		r := Solve(Station{Discipline: Priority, Servers: 1, ArrivalSCV: 1, Customers: []Customer{{7, law, 0}}})
		w := pollaczekKhinchine(7, law)
		if got := r.Customers[0].Wait; math.Abs(got.Mean()/w.Mean()-1) > 1e-12 || math.Abs(got.Variance()/w.Variance()-1) > 1e-9 {
			t.Errorf("%v: mean %v, variance %v, want %v, %v", law, got.Mean(), got.Variance(), w.Mean(), w.Variance())
		}
	}
}
