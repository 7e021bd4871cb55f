package queue

import (
	"math"

	"weir/engine/portable"
)

// Filling makes a customer wait until a batch is full, or a time-out has
// passed since the first of the batch came. Under Delay; each stream fills
// batches of its own.
type Filling struct {
	Most    int     // customers of a full batch; up to 1 nobody waits
	Timeout float64 // s; 0 = none
}

// mostFilling is the largest batch of which the law of the wait is worked out.
const mostFilling = 1024

// Batch is the mean batch of Poisson arrivals at a rate λ,
//
//	E size = 1 + Σ P(N > k),  k = 0 … b−2,  N = Poisson(λT),
//
// and the mean time that customers of a batch wait for it, by renewal reward
//
//	E Σ waits = Σ (k+1)·P(N > k)/λ
//
// by the mean batch; exact. Without a time-out (b−1)/2λ, whatever arrivals.
func (f Filling) Batch(rate float64) (size, wait float64) {
	b := float64(f.Most)
	switch {
	case f.Most <= 1 || rate <= 0:
		return 1, 0
	case f.Timeout == 0:
		return b, (b - 1) / (2 * rate)
	}
	size, waits := 1.0, 0.0
	mean := rate * f.Timeout
	// So many come for certain, to twelve standard deviations, and no more than
	// so many: beyond that, 1 − P(N ≤ k) is nothing but rounding.
	many := min(mean, 1e18)
	spread := 12 * math.Sqrt(many)
	sure, last := int(min(max(many-spread, 0), b-1)), many+spread+40
	size += float64(sure)
	waits += float64(sure) * float64(sure+1) / 2 / rate
	tail := poissonTail{mean: mean, k: float64(sure)}
	for k := sure; k <= f.Most-2 && float64(k) < last; k++ {
		p := tail.next()
		if p < 1e-17 {
			break
		}
		size += p
		waits += float64(k+1) * p / rate
	}
	return size, waits / size
}

// Law is the wait by two moments: exact without a time-out, where who has j
// more to come waits for an Erlang(j), SCV 4(b+1)/3(b−1) − 1.
func (f Filling) Law(rate float64) Law {
	_, wait := f.Batch(rate)
	if wait == 0 {
		return Law{}
	}
	b := float64(f.Most)
	return Law{wait, 4*(b+1)/(3*(b-1)) - 1}
}

// Known tells whether Wait knows the law and not only its mean: of Poisson
// arrivals and batches of up to 1024.
func (f Filling) Known(scv float64) bool {
	return math.Abs(scv-1) < 1e-9 && f.Most <= mostFilling
}

// Wait is the law of the wait under Poisson arrivals at a rate λ. Who comes k
// after the first, at a time A_k, waits longer than t if neither the time-out
// nor b−1−k more come before:
//
//	P(W > t) = Σ P(A_k ≤ T−t)·P(Poisson(λt) ≤ b−2−k) / E size,  t < T,  k = 0 … b−2.
//
// The transform is that of the line through up to 512 points of it.
func (f Filling) Wait(rate float64) Dist {
	size, mean := f.Batch(rate)
	switch {
	case mean == 0:
		return Dist{}
	case f.Most > mostFilling:
		return Service(f.Law(rate))
	}
	x := &filling{Filling: f, rate: rate, size: size}
	x.tabulate()
	return Dist{mean: mean, variance: x.variance(mean), form: batch, batch: x}
}

// fill is what a batch makes its customers wait.
func fill(s *Station, l load, r *Result) {
	r.Method = "batch filling"
	r.Class = s.Filling.class(l)
	if !s.Filling.Known(l.ca2) {
		return
	}
	for i := range s.Customers {
		wait := s.Filling.Wait(s.Customers[i].Rate)
		r.Customers[i] = Response{Sojourn: wait}
	}
	if len(s.Customers) == 1 {
		r.Sojourn = r.Customers[0].Sojourn
	}
}

// class is that of the mean wait: exact of Poisson arrivals and without a
// time-out. Of others it is how many come before the time-out that counts: up to
// 36 % off, simulated, where it closes many batches or arrivals are very bursty.
func (f Filling) class(l load) Class {
	if f.Timeout == 0 || l.ca2 == 1 {
		return A
	}
	if size, _ := f.Batch(l.rate); size < 0.99*float64(f.Most) || l.ca2 > 4 {
		return D
	}
	return C
}

// filling is a wait for a batch.
type filling struct {
	Filling
	rate, size float64
	step       float64   // s between points
	points     []float64 // P(W > i·step)
}

// survival is P(W > t).
func (x *filling) survival(t float64) float64 {
	if x.Timeout > 0 && t >= x.Timeout {
		return 0
	}
	n := x.Most - 1
	more := poissonUpTo(x.rate*t, n)
	sum := 0.0
	if x.Timeout == 0 {
		for _, p := range more {
			sum += p
		}
		return sum / x.size
	}
	before := poissonUpTo(x.rate*(x.Timeout-t), n)
	sum = more[n-1]
	for k := 1; k < n; k++ {
		sum += (1 - before[k-1]) * more[n-1-k]
	}
	return sum / x.size
}

// tabulate sets the points, as close as they have to be: P(W > t) changes over
// times of √b/λ.
func (x *filling) tabulate() {
	b := float64(x.Most)
	last := (b + 8*math.Sqrt(b) + 20) / x.rate // longer waits are below 1e-9
	if x.Timeout > 0 {
		last = min(last, x.Timeout)
	}
	n := int(min(max(24*x.rate*last/math.Sqrt(b), 64), 512))
	x.step = last / float64(n)
	x.points = make([]float64, n+1)
	for i := range n {
		x.points[i] = x.survival(float64(i) * x.step)
	}
	x.points[n] = x.survival(last * (1 - 1e-12)) // the time-out ends many waits at once
}

// variance is 2∫t·P(W > t)dt less the squared mean.
func (x *filling) variance(mean float64) float64 {
	sum, h := 0.0, x.step
	for i, a := range x.points[:len(x.points)-1] {
		b, t := x.points[i+1], float64(i)*h
		sum += h * (t*(a+b)/2 + h*(a+2*b)/6)
	}
	return max(2*sum-mean*mean, 0)
}

// lst is 1 − s∫e^{−st}P(W > t)dt.
func (x *filling) lst(s complex128) complex128 {
	y := s * complex(x.step, 0)
	q := cexp(-y)
	var level, slope complex128 // Σ a q^i, Σ (a' − a) q^i
	at := complex(1, 0)
	for i, a := range x.points[:len(x.points)-1] {
		level += complex(a, 0) * at
		slope += complex(x.points[i+1]-a, 0) * at
		at *= q
	}
	flat := 1 - q
	rise := y/2 - y*y/3 + y*y*y/8
	if real(y)*real(y)+imag(y)*imag(y) > 1e-6 {
		rise = flat/y - q
	}
	lst := 1 - flat*level - rise*slope
	if jump := x.points[len(x.points)-1]; x.Timeout > 0 && jump > 0 {
		// Rounded by a normal law, as an inversion rings at a jump.
		z := s * complex(rounding*x.Timeout, 0)
		lst += complex(jump, 0) * cexp(-s*complex(x.Timeout, 0)) * (cexp(z*z/2) - 1)
	}
	return lst
}

// rounding is the standard deviation of what rounds a time-out in a transform,
// by the time-out.
const rounding = 0.02

// poissonUpTo is P(N ≤ k) for k < n, from the likeliest number outwards.
func poissonUpTo(mean float64, n int) []float64 {
	p := make([]float64, n)
	mode := min(int(min(mean, 1e9)), n-1)
	p[mode] = poissonAt(mean, float64(mode))
	for k := mode + 1; k < n; k++ {
		p[k] = p[k-1] * mean / float64(k)
	}
	for k := mode; k > 0 && mean > 0; k-- {
		p[k-1] = p[k] * float64(k) / mean
	}
	for k := 1; k < n; k++ {
		p[k] = min(p[k]+p[k-1], 1)
	}
	return p
}

// poissonAt is P(N = k).
func poissonAt(mean, k float64) float64 {
	if mean == 0 {
		if k == 0 {
			return 1
		}
		return 0
	}
	g, _ := portable.Lgamma(k + 1)
	return exp(k*log(mean) - mean - g)
}

// poissonTail gives P(N > k), P(N > k+1), … of a Poisson variable, one a call.
type poissonTail struct {
	mean  float64
	k     float64
	below float64 // P(N ≤ k)
}

func (t *poissonTail) next() float64 {
	t.below += poissonAt(t.mean, t.k)
	t.k++
	return max(1-t.below, 0)
}
