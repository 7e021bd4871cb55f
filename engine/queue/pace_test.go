package queue

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// row is the mean wait at each of some stations of constant service in a row,
// so many servers each, customer by customer.
func row(arrive func(r *rand.Rand) float64, servers int, service ...float64) []float64 {
	const n = 400_000
	r := rand.New(rand.NewPCG(3, 4))
	waits := make([]float64, len(service))
	free := make([][]float64, len(service))
	for k := range free {
		free[k] = make([]float64, servers)
	}
	now := 0.0
	for range n {
		now += arrive(r)
		at := now
		for k, s := range service {
			first := slices.Index(free[k], slices.Min(free[k]))
			begin := max(at, free[k][first])
			waits[k] += (begin - at) / n
			at = begin + s
			free[k][first] = at
		}
	}
	return waits
}

// TestConstantsInARow plays them: nobody waits behind a longer service, and
// behind shorter ones a customer waits for what it has not yet waited.
func TestConstantsInARow(t *testing.T) {
	for _, c := range []int{1, 3} {
		for _, service := range [][]float64{{1, 1}, {1, 0.4, 0.7}, {0.4, 0.7, 0.9}, {0.5, 0.9, 0.9, 0.3}} {
			rate := 0.8 * float64(c) / slices.Max(service)
			played := row(func(r *rand.Rand) float64 { return r.ExpFloat64() / rate }, c, service...)
			st := Station{Discipline: FCFS, Servers: c, ArrivalSCV: 1, Settled: true, Customers: []Customer{{Rate: rate}}}
			for k, s := range service {
				st.Customers = []Customer{{Rate: rate, Service: Law{Mean: s}}}
				r := Solve(st)
				if math.Abs(r.Wait.Mean()-played[k]) > 0.03*played[k]+1e-9 {
					t.Errorf("%d servers, %v, station %d: %s %g, played %g", c, service, k, r.Method, r.Wait.Mean(), played[k])
				}
				if k > 0 && r.Method != "paced" && r.Method != "Friedman" {
					t.Errorf("%d servers, %v, station %d: %s", c, service, k, r.Method)
				}
				st.Pace = st.Constant()
			}
		}
	}
}

// TestPacesTogether: two streams of which each leaves one server come to two.
func TestPacesTogether(t *testing.T) {
	one := &Pace{Gap: 1, Servers: 1, Whole: true}
	both := Paced([]Stream{{Pace: one}, {Pace: &Pace{Gap: 2, Servers: 1}}})
	at := func(p *Pace, c int, service float64) string {
		return Solve(Station{Discipline: FCFS, Servers: c, Pace: p, ArrivalSCV: 1, Customers: []Customer{{Rate: 0.9, Service: Law{Mean: service}}}}).Method
	}
	for _, x := range []struct {
		p       *Pace
		c       int
		service float64
		free    bool
	}{{both, 2, 1, true}, {both, 1, 0.5, false}, {both, 2, 1.5, false}, {both, 4, 1.5, true}, {one.Part(), 1, 1, true}, {one.Part(), 1, 1.05, false}, {Clockwork(0.9), 2, 2, true}, {Clockwork(0.9), 1, 1.05, true}} {
		if got := at(x.p, x.c, x.service); (got == "paced") != x.free {
			t.Errorf("%+v, %d servers of %g: %s", *x.p, x.c, x.service, got)
		}
	}
	if Paced([]Stream{{Pace: one}, {}}) != nil {
		t.Error("a stream without pace comes as it likes")
	}
	if p := (*Pace)(nil); p.Part() != nil || !p.Same(nil) || p.Same(one) || !one.Same(&Pace{Gap: 1, Servers: 1, Whole: true}) {
		t.Error("paces compared")
	}
}
