package queue

import (
	"math"
	"testing"
)

// TestFillingByHand: batches of two with a time-out. The first of a batch
// waits for the second or the time-out, the second not at all:
// P(W > t) = e^{−λt}/(2 − e^{−λT}), t < T.
func TestFillingByHand(t *testing.T) {
	const rate, timeout = 2.0, 0.7
	w := Filling{2, timeout}.Wait(rate)
	size := 2 - math.Exp(-rate*timeout)
	for _, x := range []float64{0, 0.1, 0.5, 0.69} {
		if got, want := w.Survival(x), math.Exp(-rate*x)/size; math.Abs(got-want) > 1e-12 {
			t.Errorf("P(W > %v) = %v, want %v", x, got, want)
		}
	}
	if got := w.Survival(timeout); got != 0 {
		t.Errorf("P(W > T) = %v", got)
	}
	const s = 1.3
	// 1 − s∫e^{−st}P(W > t)dt
	if got, want := real(w.LST(s)), 1-s/size*(1-math.Exp(-(rate+s)*timeout))/(rate+s); math.Abs(got-want) > 1e-5 {
		t.Errorf("transform %v, want %v", got, want)
	}
	e := math.Exp(-rate * timeout)
	second := 2 / size * (1 - e*(1+rate*timeout)) / (rate * rate)
	if got, want := w.Variance(), second-w.Mean()*w.Mean(); math.Abs(got/want-1) > 1e-3 {
		t.Errorf("variance %v, want %v", got, want)
	}
}

// TestFillingWithoutTimeout: who has j more to come waits for an Erlang(j), of
// the transform (λ/(λ+s))^j, and all j below b are equally likely.
func TestFillingWithoutTimeout(t *testing.T) {
	for _, b := range []int{2, 7, 32, 1000} {
		const rate = 50.0
		w := Filling{Most: b}.Wait(rate)
		law := Filling{Most: b}.Law(rate)
		if math.Abs(w.Mean()/law.Mean-1) > 1e-12 || math.Abs(w.Variance()/law.Variance()-1) > 1e-3 {
			t.Errorf("%d: mean %v, variance %v, want %v, %v", b, w.Mean(), w.Variance(), law.Mean, law.Variance())
		}
		s := complex(2/law.Mean, 3/law.Mean)
		z := complex(rate, 0) / (complex(rate, 0) + s)
		want := (1 - cpow(z, float64(b))) / (complex(float64(b), 0) * (1 - z))
		if got := w.LST(s); math.Abs(real(got-want)) > 3e-4 || math.Abs(imag(got-want)) > 3e-4 {
			t.Errorf("%d: transform %v, want %v", b, got, want)
		}
	}
}

// TestFillingMeanIsThatOfItsLaw: E W = ∫P(W > t)dt, and batches too large for
// their law keep its mean.
func TestFillingMeanIsThatOfItsLaw(t *testing.T) {
	for _, f := range []Filling{{2, 1}, {16, 0.05}, {16, 0.2}, {16, 3}, {300, 2}, {1000, 30}} {
		const rate = 100.0
		w := f.Wait(rate)
		sum, h := 0.0, f.Timeout/4000
		for i := range 4000 {
			sum += h * w.Survival((float64(i)+0.5)*h)
		}
		if math.Abs(sum/w.Mean()-1) > 1e-4 {
			t.Errorf("%v: ∫P(W > t)dt = %v, mean %v", f, sum, w.Mean())
		}
	}
	f := Filling{5000, 30}
	if _, wait := f.Batch(100); f.Known(1) || f.Wait(100).Mean() != wait {
		t.Errorf("batches of 5000: mean %v, want %v", f.Wait(100).Mean(), wait)
	}
}

// TestFillingStatesItsError: only Poisson arrivals, or no time-out, are exact.
func TestFillingStatesItsError(t *testing.T) {
	for _, c := range []struct {
		scv  float64
		f    Filling
		want Class
	}{
		{1, Filling{16, 0.05}, A}, {4, Filling{16, 0}, A}, {4, Filling{16, 0.3}, C}, {4, Filling{16, 0.1}, D}, {9, Filling{16, 0.3}, D}, {0.2, Filling{4, 0.02}, D},
	} {
		r := Solve(Station{Discipline: Delay, ArrivalSCV: c.scv, Filling: c.f, Customers: []Customer{{Rate: 100, Service: c.f.Law(100)}}})
		if r.Class != c.want {
			t.Errorf("arrivals of SCV %v, %v: class %s, want %s", c.scv, c.f, r.Class, c.want)
		}
	}
}

// TestHugeBatchIsAnswered: a batch that a time-out always closes is not added up
// to the end of what it may hold.
func TestHugeBatchIsAnswered(t *testing.T) {
	f := Filling{Most: 1 << 40, Timeout: 1}
	for _, rate := range []float64{0.01, 1, 450_823} {
		if size, _ := f.Batch(rate); math.Abs(size-(1+rate)) > 1e-6*(1+rate) {
			t.Errorf("at %v/s a batch holds %v, want 1 and the time-out's %v", rate, size, rate)
		}
	}
}
