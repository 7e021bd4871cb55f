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
		made := NewDepartures(d.Limit(), rho, 1, Law{rho / rate, f("SCV", 0, 3)})
		d = made.Of(d, 1)
		if p := f("part", 0.2, 1.5); p < 1 {
			d = d.Kept(p)
		} else {
			d = d.InTurns(rate, p)
		}
	}
	return d, rate, servers, service
}

// The work that robust queueing gives is the supremum by its definition: it is
// attained, and more nowhere on a fine grid.
func TestRobustWork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, rate, c, service := shaped(t)
		if d == nil {
			return
		}
		rho := rate * service.Mean / float64(c)
		r := robust{idle: 1 - rho, scale: 2 * rho * service.Mean / float64(c), service: service.SCV}
		supremum := func(what string, work, at float64, level func(float64) float64) {
			is := func(x float64) float64 { return r.with(x, x*(level(x)+service.SCV)) }
			if math.Abs(is(at)-work) > 1e-9*work {
				t.Fatalf("%s: %v, but %v at %v", what, work, is(at), at)
			}
			for u := -20.0; u < 20; u += 0.01 {
				if x := exp(u) * service.Mean; is(x) > work*(1+1e-9) {
					t.Fatalf("%s: %v, but %v at %v", what, work, is(x), x)
				}
			}
		}
		work, at := r.work(d)
		supremum("work", work, at, d.at)
		scv := rapid.Float64Range(0, 5).Draw(t, "renewal SCV")
		s := newRenewal(rate, scv)
		z, slope, near := r.renewalWork(&s, at)
		gamma := 2 * rate / (1 - scv)
		if scv > 1 { // of the hyperexponential with balanced means
			p, n1, n2 := Law{1 / rate, scv}.balanced()
			gamma = p*n2 + (1-p)*n1
		}
		supremum("work of a renewal stream", z, near, func(x float64) float64 {
			if scv == 1 {
				return 1
			}
			return scv + (1-scv)*(1-exp(-gamma*x))/(gamma*x)
		})
		s = newRenewal(rate, scv*(1+1e-5))
		y, _, _ := r.renewalWork(&s, at)
		if d := scv * 1e-5; scv > 0.01 && math.Abs(scv-1) > 0.01 && math.Abs((y-z)/d-slope) > 1e-2*slope+1e-9*z/d {
			t.Fatalf("the work rises by %v, want %v", slope, (y-z)/d)
		}
		s = newRenewal(rate, 1)
		if z, _, _ := r.renewalWork(&s, at); math.Abs(z-r.poisson()) > 1e-9*z {
			t.Fatalf("work of a Poisson stream: %v, want %v", z, r.poisson())
		}
	})
}

// A renewal stream is like itself, and every stream makes as much work wait,
// and as many come in a service time, as the one it is said to be like.
func TestLikeRenewal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, rate, c, service := shaped(t)
		if d == nil {
			return
		}
		rho := rate * service.Mean / float64(c)
		scv := d.likeRenewal(rate, rho, float64(c), service)
		r := robust{idle: 1 - rho, scale: 2 * rho * service.Mean / float64(c), service: service.SCV}
		in := newInService(service)
		stream := newRenewal(rate, scv)
		work, at := r.work(d)
		z, _, _ := r.renewalWork(&stream, at)
		n, _ := in.renewalMean(&stream)
		sum := rho*work/z + (1-rho)*in.mean(d)/n
		if math.Abs(sum-1) > 1e-6 && !(scv == 0 && sum < 1) && scv < 1e6 {
			t.Fatalf("c² = %v: %v, want 1", scv, sum)
		}
	})
	for _, scv := range []float64{0.2, 0.9, 1.2, 3} {
		d := RenewalStream(1, scv, Law{})
		for _, rho := range []float64{0.3, 0.8} {
			// The dispersion is kept at three times a decade only.
			if got := d.likeRenewal(1, rho, 1, Law{rho, 1}); math.Abs(got-scv) > 0.05*scv {
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
