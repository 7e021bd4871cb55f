package queue

import (
	"math"
	"testing"
)

// A call centre of 50 agents, 48 calls a minute that take a minute on average,
// and callers who wait two minutes on average before they hang up: with and
// without abandonment, to the digits of the example in Garnett, Mandelbaum and
// Reiman, Designing a Call Center with Impatient Customers (2002).
func TestCallCentreWithAndWithoutPatience(t *testing.T) {
	const rate, mu, theta, agents = 48.0 / 60, 1.0 / 60, 1.0 / 120, 50
	with := ErlangA(rate, mu, theta, agents)
	c := ErlangC(agents, rate/mu)
	without := c / (agents*mu - rate)
	for name, x := range map[string]struct{ got, want, digit float64 }{
		"given up":         {with.Abandon, 0.031, 0.0005},
		"wait, s":          {with.Wait, 3.7, 0.05},
		"in queue":         {with.InQueue, 3.0, 0.05},
		"busy":             {rate * (1 - with.Abandon) / (agents * mu), 0.93, 0.005},
		"wait without, s":  {without, 20.8, 0.05},
		"in queue without": {rate * without, 17, 0.5},
		"busy without":     {rate / (agents * mu), 0.96, 0.005},
	} {
		if math.Abs(x.got-x.want) > x.digit {
			t.Errorf("%s: %.5g, want %g", name, x.got, x.want)
		}
	}
}

// Who hangs up as fast as he would be served makes a station of servers
// without end: the number there is Poisson. Palm (1957).
func TestPatienceOfAServiceTime(t *testing.T) {
	for _, x := range []struct {
		rate float64
		c    int
	}{{0.5, 1}, {3, 2}, {12, 10}, {90, 100}} {
		waiting, p := 0.0, math.Exp(-x.rate)
		for n := 1; n < 400; n++ {
			p *= x.rate / float64(n)
			if n > x.c {
				waiting += p * float64(n-x.c)
			}
		}
		got := ErlangA(x.rate, 1, 1, x.c)
		if math.Abs(got.InQueue-waiting) > 1e-10*(1+waiting) || math.Abs(got.Abandon-waiting/x.rate) > 1e-10 {
			t.Errorf("λ = %v, c = %d: %v wait, want %v", x.rate, x.c, got.InQueue, waiting)
		}
	}
}

// Groups as customers of M/G/1 by Pollaczek–Khinchine, and the place within
// one's own: the mean wait of M[X]/G/1 of many laws and sizes. Burke (1975).
func TestGroupsAsCustomers(t *testing.T) {
	for _, law := range []Law{{1, 0}, {1, 1}, {0.5, 0.25}, {2, 4}} {
		for _, x := range []struct{ mean, second float64 }{{1, 1}, {2, 4}, {4, 28}, {3, 9.5}} {
			groups := 0.7 / (x.mean * law.Mean)
			work := x.mean*law.Variance() + x.second*law.Mean*law.Mean // E of the square of a group's work
			want := groups*work/(2*(1-0.7)) + (x.second-x.mean)/(2*x.mean)*law.Mean
			if got := BatchArrivals(groups, x.mean, x.second, law); math.Abs(got-want) > 1e-12*want {
				t.Errorf("%+v in groups of %v: %v, want %v", law, x.mean, got, want)
			}
		}
	}
}

// Both meanings of a batch of one are M/M/1; where a batch is never full, who
// may join does not wait and who may not waits for the batch under way.
func TestBatchesAtTheirLimits(t *testing.T) {
	for _, rate := range []float64{0.1, 0.5, 0.9} {
		single := rate / (1 - rate)
		if take, join := BatchTake(rate, 1, 1), BatchJoin(rate, 1, 1); math.Abs(take.Wait-single) > 1e-9 || math.Abs(join.Wait-single) > 1e-9 {
			t.Errorf("one at a time at %v: wait %v and %v, want %v", rate, take.Wait, join.Wait, single)
		}
		// Batches without limit, μ = 1: nobody, one batch alone, one and others that
		// wait, 1 : λ : λ², so P(busy) = λ(1+λ)/(1+λ+λ²), and who finds it busy waits 1.
		busy := rate * (1 + rate) / (1 + rate + rate*rate)
		if take, join := BatchTake(rate, 1, 200), BatchJoin(rate, 1, 200); math.Abs(take.Wait-busy) > 1e-9 || join.Wait > 1e-9 {
			t.Errorf("no limit at %v: wait %v and %v, want %v and none", rate, take.Wait, join.Wait, busy)
		}
	}
}
