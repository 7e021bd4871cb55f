package queue

import (
	"math"
	"math/cmplx"
	"testing"

	"pgregory.net/rapid"
)

// erlangIndex is I of an Erlang renewal process of k phases by the number x
// expected, from the roots of its renewal density: Cox (1962), chapter 4.
func erlangIndex(k int, x float64) float64 {
	sum := complex(0, 0)
	for j := 1; j < k; j++ {
		w := cmplx.Exp(complex(0, 2*math.Pi*float64(j)/float64(k)))
		s := complex(float64(k), 0) * (1 - w)
		z := s * complex(x, 0)
		sum += 2 * w / s * (1 - (1-cmplx.Exp(-z))/z)
	}
	return 1 + real(sum)
}

func TestRenewalIndex(t *testing.T) {
	for k := 2; k <= 6; k++ {
		r := newRenewal(3, 1/float64(k))
		allowed := 0.04
		if k == 2 {
			allowed = 1e-9
		}
		grid := r.over(1)
		for i, at := range dispersionTimes {
			if at < 1e-3 || at > 1e3 {
				continue
			}
			want := erlangIndex(k, 3*at)
			if got := r.index(at); math.Abs(got-want) > allowed || math.Abs(got-grid[i]) > 1e-6 {
				t.Errorf("Erlang-%d, t = %v: %v, in the grid %v, want %v", k, at, got, grid[i], want)
			}
		}
	}
}

// The parts of a stream that come together again are the stream.
func TestPartsTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, rate, _, _ := shaped(t)
		p := rapid.Float64Range(0.05, 0.95).Draw(t, "share")
		k := d.Parted(rate, p, 1-p, true)
		apart := Merged([]Stream{{Rate: p * rate, Dispersion: d.Kept(p)}, {Rate: (1 - p) * rate, Dispersion: d.Kept(1 - p)}})
		again := k.Together(apart, rate)
		for i := range dispersionTimes {
			if got, want := again.point(i), d.point(i); math.Abs(got-want) > 1e-9*(1+want) {
				t.Fatalf("%v together again, want %v", got, want)
			}
		}
	})
}

// Two stations of which the second sends a part back: in the long run what
// leaves is what came, and nothing is bursty where all is Poisson.
func TestRing(t *testing.T) {
	const rate, back = 1.0, 0.3
	through := rate / (1 - back)
	ring := func(entry *Dispersion, scv float64) Spread {
		service := Law{0.6 / through, scv}
		passes := NewDepartures(entry, 0.6, 1, service)
		r := Ring{
			Stations: []RingStation{
				{Rate: through, Share: 1, SCV: scv, Passes: &passes, Come: entry, Sojourn: 1, Next: []float64{0, 1}},
				{Rate: through, Share: 1, SCV: scv, Passes: &passes, Come: entry, Sojourn: 1, Next: []float64{back, 0}},
			},
			Entries: []RingEntry{{0, rate, entry}},
		}
		return r.Solve()
	}
	s := ring(nil, 1)
	if s.Arrive[0] != nil || s.Arrive[1] != nil || s.Leave[1] != nil {
		t.Errorf("Poisson arrivals and exponential services: %v, %v, %v", s.Arrive[0], s.Arrive[1], s.Leave[1])
	}
	for _, scv := range []float64{0.25, 1, 4} {
		for _, entry := range []float64{0.25, 3} {
			s := ring(RenewalStream(rate, entry, Law{}), scv)
			leaves := s.Leave[1].Kept(1 - back)
			if got := leaves.Limit(); math.Abs(got-entry) > 0.01*entry {
				t.Errorf("services %v: c² = %v comes, %v leaves in the long run", scv, entry, got)
			}
			// Heavy traffic: a customer's services are one, back and back again.
			want := entry + back*(1-scv)
			if got := s.Arrive[1].Limit(); math.Abs(got-max(want, 0)) > 0.01*(1+math.Abs(want)) {
				t.Errorf("services %v: c² = %v counts as %v, want %v", scv, entry, got, want)
			}
		}
	}
}

// A stream of changing pace has the rate asked for and, in the long run, the
// dispersion, by the fundamental matrix of its phases.
func TestModulated(t *testing.T) {
	for _, m := range []modulated{{2, 0.5, 0.6, 0.1}, {1, 0.25, 0.3, 0.02}, {3, 1, 0.5, 0.5}} {
		a := m.arrivals()
		if got := a.rate(); math.Abs(got-m.rate) > 1e-9 {
			t.Errorf("%+v: rate %v", m, got)
		}
		want := m.scv + m.rate*m.depth*m.depth/m.turns
		if got := limitIndex(a); math.Abs(got-want) > 0.05*want {
			t.Errorf("%+v: I(∞) = %v, want about %v", m, got, want)
		}
	}
	truth := modulated{1, 0.5, 0.4, 0.05}
	r := newRenewal(1, 0.5)
	shape := r.over(1)
	for i, x := range decay.over(2 * truth.turns) {
		shape[i] += truth.depth * truth.depth / truth.turns * (1 - x)
	}
	got := fitModulated(&shape, 1, 0.05, 500, 0.2)
	r = newRenewal(1, got.scv)
	fitted, slow := r.over(1), decay.over(2*got.turns)
	for i, at := range dispersionTimes {
		if at < 0.05 || at > 500 {
			continue
		}
		if y := fitted[i] + got.depth*got.depth/got.turns*(1-slow[i]); math.Abs(y-shape[i]) > 0.1 {
			t.Errorf("I(%v) = %v, fitted %v", at, shape[i], y)
		}
	}
}

// limitIndex is I(∞) of a Markovian arrival process,
// 1 − 2λ + (2/λ)·πD₁(1π − D)⁻¹D₁1. Neuts (1989), chapter 5.
func limitIndex(a arrivals) float64 {
	d := a.hidden.plus(1, a.marked)
	pi := stationary(d.clone())
	n := len(pi)
	deviation := newMatrix(n, n).plus(-1, d)
	for i := range n {
		for j := range n {
			deviation.add(i, j, pi[j])
		}
	}
	rate := sum(a.marked.left(pi))
	counted := deviation.solve(a.marked.times(ones(n)))
	return 1 - 2*rate + 2/rate*dot(a.marked.left(pi), counted.at)
}
