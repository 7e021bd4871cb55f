package queue

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// shaped draws what stations, choices and turns have made of a renewal stream,
// and a station that it comes to.
func shaped(t *rapid.T) (d *Dispersion, rate float64, servers int, service Law) {
	f := func(name string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
	rate = exp(f("ln rate", -5, 5))
	servers = rapid.IntRange(1, 8).Draw(t, "servers")
	service = Law{f("load", 0.001, 0.99) * float64(servers) / rate, f("service SCV", 0, 3)}
	d = RenewalStream(rate, f("SCV", 0, 4), Law{})
	for range rapid.IntRange(0, 4).Draw(t, "stations") {
		rho := f("rho", 0.01, 0.95)
		made := NewDepartures(d, rho, 1, Law{rho / rate, f("SCV", 0, 3)})
		d = made.Of(d, 1)
		if p := f("part", 0.2, 1.5); p < 1 {
			d = d.Kept(p)
		} else {
			d = d.InTurns(rate, p)
		}
	}
	return d, rate, servers, service
}

// A renewal stream is like itself, and every stream is as dispersed at the
// times that count as the one it is said to be like, unless no renewal stream
// is as regular, or as bursty over times so short.
func TestEquivalentSCV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, rate, c, service := shaped(t)
		if d == nil {
			return
		}
		scv := d.EquivalentSCV(rate, c, service)
		mean := counting(rate*service.Mean/float64(c), float64(c), service)
		stream := newRenewal(rate, scv)
		got, want := over(mean, stream.index), over(mean, d.at)
		if math.Abs(got-want) > 1e-2*want && !(scv == 0 && got > want) && !(scv == 2*d.most() && got < want) {
			t.Fatalf("c² = %v: %v, want %v", scv, got, want)
		}
	})
	for _, scv := range []float64{0.2, 0.9, 1.2, 3} {
		d := RenewalStream(1, scv, Law{})
		for _, rho := range []float64{0.3, 0.8} {
			// The dispersion is kept at three times a decade only.
			if got := d.EquivalentSCV(1, 1, Law{rho, 1}); math.Abs(got-scv) > 0.05*scv {
				t.Errorf("a renewal stream of c² = %v is like one of %v", scv, got)
			}
		}
	}
}

// What is read from a table between its rows is what the function is.
func TestTabulated(t *testing.T) {
	for name, f := range map[string]*tabulated{"decay": decay, "memory": memory} {
		for u := -40.0; u < 40; u += 0.137 {
			scale := exp(u)
			got := f.over(scale)
			for i, x := range dispersionTimes {
				if want := f.of(scale * x); !(math.Abs(got[i]-want) < 1e-9) {
					t.Fatalf("%s of %v: %v, want %v", name, scale*x, got[i], want)
				}
			}
		}
	}
}
