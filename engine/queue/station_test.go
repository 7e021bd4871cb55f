package queue

import (
	"math"
	"testing"
)

// near fails the test unless got is within a relative tolerance of want.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance*math.Max(math.Abs(want), 1e-300) || math.IsNaN(got) {
		t.Errorf("%s = %.12g, want %.12g (relative error %.2g)", what, got, want, math.Abs(got/want-1))
	}
}

func one(rate, mean, scv float64) []Customer {
	return []Customer{{Rate: rate, Service: Law{mean, scv}}}
}

func TestMMcAgainstErlang(t *testing.T) {
	r := Solve(Station{Servers: 100, ArrivalSCV: 1, Customers: one(95, 1, 1)})
	near(t, "P(wait)", r.PWait, 0.5064568539130206, 1e-12)
	near(t, "wait", r.Wait.Mean(), 0.10129137078260411, 1e-12)
	near(t, "in system", r.InSystem, 104.62268022434739, 1e-12)
	near(t, "p50", r.Sojourn.Quantile(0.5), 0.8079158973740437, 1e-9)
	near(t, "p99.9", r.Sojourn.Quantile(0.999), 7.026972142640728, 1e-9)
	if r.Class != A || r.Method != "M/M/c" {
		t.Errorf("method %s class %s", r.Method, r.Class)
	}
}

func TestMG1PercentilesByInversion(t *testing.T) {
	for _, c := range []struct {
		rate, scv              float64
		mean, p50, p95, p99, x float64
	}{
		{0.8, 0.25, 3.5, 2.594230087361137, 9.476218786569927, 14.286517907515156, 21.16850009717263},
		{0.8, 4, 11, 6.002122469230253, 38.49410562586698, 61.2103211363729, 93.70987815539402},
		{0.7, 10, 13.833333333333321, 3.8205038802663775, 56.70905327281286, 93.7865281751378, 146.83240235044784},
		{0.9, 0.5, 7.75, 5.483291898898087, 22.55176331650801, 34.482112814359844, 51.55058417056014},
	} {
		s := Solve(Station{Servers: 1, ArrivalSCV: 1, Customers: one(c.rate, 1, c.scv)}).Sojourn
		near(t, "mean", s.Mean(), c.mean, 1e-12)
		near(t, "p50", s.Quantile(0.5), c.p50, 1e-7)
		near(t, "p95", s.Quantile(0.95), c.p95, 1e-7)
		near(t, "p99", s.Quantile(0.99), c.p99, 1e-7)
		near(t, "p99.9", s.Quantile(0.999), c.x, 1e-6)
	}
}

func TestPrioritiesAgainstCobham(t *testing.T) {
	streams := []Customer{
		{Rate: 0.2, Service: Law{0.5, 0}, Priority: 0},
		{Rate: 0.3, Service: Law{1, 1}, Priority: 1},
		{Rate: 0.1, Service: Law{2, 4}, Priority: 2},
	}
	r := Solve(Station{Discipline: Priority, Servers: 1, ArrivalSCV: 1, Customers: streams})
	for i, want := range []float64{1.4722222222222223, 2.4537037037037037, 5.520833333333333} {
		near(t, "non-preemptive wait", r.Customers[i].Wait.Mean(), want, 1e-12)
	}
	r = Solve(Station{Discipline: Preemptive, Servers: 1, ArrivalSCV: 1, Customers: streams})
	for i, want := range []float64{0.5277777777777778, 1.712962962962963, 8.854166666666666} {
		near(t, "preemptive sojourn", r.Customers[i].Sojourn.Mean(), want, 1e-12)
	}
}

func TestFiniteAgainstBirthDeath(t *testing.T) {
	r := Solve(Station{Servers: 48, Capacity: 64, ArrivalSCV: 1, Customers: one(50, 1, 1)})
	near(t, "loss", r.Loss, 0.06251756824176202, 1e-11)
	near(t, "wait", r.Wait.Mean(), 0.14970054536630376, 1e-10)
	near(t, "in system", r.InSystem, 53.89120315318874, 1e-11)
}

func TestOverloadIsAnAnswer(t *testing.T) {
	r := Solve(Station{Servers: 4, ArrivalSCV: 1, Customers: one(10, 0.5, 1)})
	near(t, "carried", r.Carried, 8, 1e-12)
	if !math.IsInf(r.Sojourn.Quantile(0.5), 1) || !math.IsInf(r.Customers[0].Wait.Mean(), 1) {
		t.Errorf("overload must wait without bound: %+v", r)
	}
	near(t, "load", r.Load, 1.25, 1e-12)
	near(t, "utilisation", r.Utilisation, 1, 1e-12)
}

func TestIdleAndDelay(t *testing.T) {
	if r := Solve(Station{Servers: 2, ArrivalSCV: 1, Customers: one(0, 0.5, 1)}); r.Wait.Mean() != 0 || r.Customers[0].Sojourn.Mean() != 0.5 {
		t.Errorf("idle station: %+v", r)
	}
	r := Solve(Station{Discipline: Delay, ArrivalSCV: 2, Customers: one(1e6, 0.5, 1)})
	near(t, "delay p99", r.Sojourn.Quantile(0.99), 0.5*math.Log(100), 1e-12)
	near(t, "delay departures", r.DepartureSCV, 2, 1e-12)
}

func BenchmarkSolveMMc(b *testing.B) {
	s := Station{Servers: 8, ArrivalSCV: 1, Customers: one(6, 1, 1)}
	for b.Loop() {
		Solve(s)
	}
}

func BenchmarkSolveGGc(b *testing.B) {
	s := Station{Servers: 8, ArrivalSCV: 1.7, Customers: one(6, 1, 2)}
	for b.Loop() {
		Solve(s)
	}
}

func BenchmarkQuantilesMMc(b *testing.B) {
	d := Solve(Station{Servers: 8, ArrivalSCV: 1, Customers: one(6, 1, 1)}).Sojourn
	for b.Loop() {
		for _, p := range [...]float64{0.5, 0.9, 0.95, 0.99, 0.999} {
			d.Quantile(p)
		}
	}
}

func BenchmarkQuantileInverted(b *testing.B) {
	d := Solve(Station{Servers: 8, ArrivalSCV: 1, Customers: one(6, 1, 2)}).Sojourn
	for b.Loop() {
		d.Quantile(0.99)
	}
}

func TestSuperposeKeepsPoissonAndSingleStreams(t *testing.T) {
	near(t, "two Poisson streams", Superpose([]Stream{{Rate: 1, SCV: 1}, {Rate: 5, SCV: 1}}, 0.3), 1, 1e-15)
	near(t, "one stream", Superpose([]Stream{{Rate: 3, SCV: 4}}, 0.3), 4, 1e-15)
	near(t, "heavy traffic", Superpose([]Stream{{Rate: 1, SCV: 4}, {Rate: 1, SCV: 2}}, 1), 3, 1e-15)
	near(t, "split", Split(4, 0.25), 1.75, 1e-15)
}

func TestGammaPercentilesAgainstChiSquare(t *testing.T) {
	// Quantiles of χ² with 2k degrees of freedom, Abramowitz & Stegun table 26.8.
	q := GammaPercentiles(10, 20)
	for i, want := range []float64{9.34182, 15.9871, 18.3070, 23.2093, 29.5883} {
		near(t, "χ² of 10 degrees", q[i], want, 1e-4)
	}
	q = GammaPercentiles(1, 2)
	for i, want := range []float64{0.454936, 2.70554, 3.84146, 6.63490, 10.8276} {
		near(t, "χ² of 1 degree", q[i], want, 2e-3)
	}
	q = GammaPercentiles(3, 0)
	near(t, "constant", q[4], 3, 1e-9)
}

func BenchmarkGammaPercentiles(b *testing.B) {
	for b.Loop() {
		GammaPercentiles(2, 1.7)
	}
}

// TestSharing: the stay at M/M/1-PS has SCV (2+ρ)/(2−ρ) (Coffman, Muntz &
// Trotter 1970); of clockwork arrivals and exponential services as many are
// present as in order, E T = E S/(1−σ) with σ = e^{−(1−σ)/ρ}; whoever needs a
// constant time stays that long at least.
func TestSharing(t *testing.T) {
	for _, rho := range []float64{0.3, 0.8} {
		shared := func(ca2, cs2 float64) Result {
			return Solve(Station{Discipline: PS, Servers: 1, ArrivalSCV: ca2, Renewal: true, Settled: true, Customers: []Customer{{Rate: rho, Service: Law{1, cs2}}}})
		}
		r := shared(1, 1)
		if want := (2 + rho) / (2 - rho); math.Abs(r.Sojourn.SCV()-want) > 1e-9 || math.Abs(r.Sojourn.Mean()-1/(1-rho)) > 1e-9 || r.Class != A {
			t.Errorf("ρ %g: SCV %v, want %v; mean %v, class %v", rho, r.Sojourn.SCV(), want, r.Sojourn.Mean(), r.Class)
		}
		sigma := 0.0
		for range 500 {
			sigma = math.Exp(-(1 - sigma) / rho)
		}
		if r = shared(0, 1); math.Abs(r.Sojourn.Mean()*(1-sigma)-1) > 1e-6 {
			t.Errorf("ρ %g, clockwork: mean %v, want %v", rho, r.Sojourn.Mean(), 1/(1-sigma))
		}
		if r = shared(1, 0); r.Sojourn.CDF(0.999) != 0 || math.Abs(r.Sojourn.Mean()-1/(1-rho)) > 1e-9 || r.Sojourn.SCV() > 0.7*(2+rho)/(2-rho) {
			t.Errorf("ρ %g, constant: %v by then, mean %v, SCV %v", rho, r.Sojourn.CDF(0.999), r.Sojourn.Mean(), r.Sojourn.SCV())
		}
		if few, many := shared(1, 1), Solve(Station{Discipline: PS, Servers: 8, ArrivalSCV: 1, Customers: []Customer{{Rate: 8 * rho, Service: Law{1, 1}}}}); many.Sojourn.SCV() > few.Sojourn.SCV() {
			t.Errorf("ρ %g: eight servers spread more than one: %v, %v", rho, many.Sojourn.SCV(), few.Sojourn.SCV())
		}
	}
}
