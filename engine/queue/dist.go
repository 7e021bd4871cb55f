package queue

import "math"

// Dist is the distribution of a waiting or sojourn time. Mean and variance
// are always at hand; transform, survival function and quantiles are computed
// when asked for. It is the sum of a wait (an atom at 0 with probability
// 1 − p, else the law delayed) and a service time, the two independent.
// The zero Dist is the constant 0.
type Dist struct {
	mean, variance float64
	form           form
	wait           float64 // probability of waiting (delayed), arrival rate (pollaczek)
	delayed        Law     // the wait of those who wait; in pollaczek the service time all bring
	service        Law
}

// form tells how the wait is described.
type form uint8

const (
	delayed   form = iota // 0 with probability 1 − wait, else Law delayed
	pollaczek             // M/G/1: by its transform
	unbounded             // the station cannot keep up
)

// Service returns the distribution of a time that is spent without waiting.
func Service(l Law) Dist {
	return Dist{mean: l.Mean, variance: l.Variance(), service: l}
}

// Unbounded is the distribution of a time that grows without limit.
func Unbounded() Dist { return Dist{mean: math.Inf(1), variance: math.Inf(1), form: unbounded} }

// waiting is the distribution of a wait that happens with probability p and
// then follows the law.
func waiting(p float64, l Law) Dist {
	mean := p * l.Mean
	second := p * l.Mean * l.Mean * (1 + l.SCV)
	return Dist{mean: mean, variance: max(second-mean*mean, 0), form: delayed, wait: p, delayed: l}
}

// plus adds an independent service time to a wait.
func (d Dist) plus(l Law) Dist {
	d.mean += l.Mean
	d.variance += l.Variance()
	d.service = l
	return d
}

// Mean of the time; +Inf where the station cannot keep up.
func (d Dist) Mean() float64 { return d.mean }

// Variance of the time.
func (d Dist) Variance() float64 { return d.variance }

// SCV is variance by squared mean, 0 for the constant 0.
func (d Dist) SCV() float64 {
	if d.mean == 0 || math.IsInf(d.mean, 0) {
		return 0
	}
	return d.variance / (d.mean * d.mean)
}

// LST is the Laplace–Stieltjes transform E e^{−sX}, Re s > 0.
func (d Dist) LST(s complex128) complex128 {
	switch d.form {
	case unbounded:
		return 0
	case pollaczek:
		return d.waitLST(s) * d.service.LST(s)
	}
	if d.wait == 0 {
		return d.service.LST(s)
	}
	return d.waitLST(s) * d.service.LST(s)
}

func (d Dist) waitLST(s complex128) complex128 {
	if d.form == pollaczek {
		// W*(s) = (1−ρ)s / (s − λ(1 − S*(s))): Pollaczek (1930), Khinchine (1932).
		l := complex(d.wait, 0)
		return complex(1-d.wait*d.delayed.Mean, 0) * s / (s - l*(1-d.delayed.LST(s)))
	}
	return complex(1-d.wait, 0) + complex(d.wait, 0)*d.delayed.LST(s)
}

// Survival is P(X > t).
func (d Dist) Survival(t float64) float64 {
	switch {
	case t < 0 || d.form == unbounded:
		return 1
	case d.form == pollaczek:
		return d.inverted(t)
	case d.wait == 0:
		return d.service.Survival(t)
	case d.service.Mean == 0:
		return d.wait * d.delayed.Survival(t)
	case d.service.SCV == 0: // a constant service time only shifts
		if t < d.service.Mean {
			return 1
		}
		return d.wait * d.delayed.Survival(t-d.service.Mean)
	case d.service.SCV == 1 && d.delayed.SCV == 1:
		return sojournSurvival(t, d.wait, 1/d.delayed.Mean, 1/d.service.Mean)
	}
	return d.inverted(t)
}

// inverted computes the survival function from the transform, the constant
// part of the time, if any, shifted out first.
func (d Dist) inverted(t float64) float64 {
	if d.service.SCV == 0 {
		t -= d.service.Mean
		d.service = Law{}
		if t < 0 {
			return 1
		}
	}
	if t == 0 {
		if d.form == pollaczek && d.service.Mean == 0 {
			return d.wait * d.delayed.Mean
		}
		if d.service.Mean > 0 {
			return 1
		}
		return d.wait
	}
	return survival(d.LST, t)
}

// sojournSurvival is P(W + S > t) where the wait is 0 with probability 1 − p
// and else exponential of rate θ, the service exponential of rate μ:
//
//	(1−p)e^{−μt} + p(θe^{−μt} − μe^{−θt})/(θ−μ),  θ = μ: e^{−μt}(1 + pμt).
//
// Written with expm1-like care near θ = μ. Erlang (1917); Kleinrock,
// Queueing Systems I (1975).
func sojournSurvival(t, p, theta, mu float64) float64 {
	e := exp(-mu * t)
	x := (theta - mu) * t
	var ratio float64 // (1 − e^{−x})/x
	if math.Abs(x) < 1e-3 {
		ratio = 1 - x/2*(1-x/3*(1-x/4*(1-x/5)))
	} else {
		ratio = (1 - exp(-x)) / x
	}
	// θe^{−μt} − μe^{−θt} = (θ−μ)e^{−μt} + μ(e^{−μt} − e^{−θt}); the second term by ratio.
	return e + p*mu*t*e*ratio
}

// CDF is P(X ≤ t).
func (d Dist) CDF(t float64) float64 { return 1 - d.Survival(t) }

// Quantile is the smallest t with P(X ≤ t) ≥ p, 0 < p < 1, to 1e-10 relative;
// +Inf where the time is unbounded.
func (d Dist) Quantile(p float64) float64 {
	tail := 1 - p
	switch {
	case d.form == unbounded:
		return math.Inf(1)
	case d.mean == 0:
		return 0
	case d.form == delayed && d.wait == 0 && d.service.SCV == 0:
		return d.service.Mean
	case d.form == delayed && d.wait == 0 && d.service.SCV == 1:
		return -d.service.Mean * log(tail)
	}
	low := 0.0
	if d.service.SCV == 0 {
		low = d.service.Mean
	}
	if d.Survival(low) <= tail {
		return low
	}
	return solveQuantile(d.Survival, tail, low, d.mean+math.Sqrt(d.variance))
}

// solveQuantile finds t > low with survival(t) = tail. Bracketed regula falsi
// (Illinois) on log survival, which is nearly straight in the tail.
func solveQuantile(survival func(float64) float64, tail, low, step float64) float64 {
	target := log(tail)
	at := func(t float64) float64 {
		if s := survival(t); s > 0 {
			return log(s) - target
		}
		return -1e3
	}
	a, fa := low, at(low)
	b := low + step
	fb := at(b)
	for range 200 {
		if fb <= 0 {
			break
		}
		a, fa = b, fb
		b += (b - low)
		fb = at(b)
	}
	side := 0 // the end moved last
	for range 200 {
		if b-a <= 1e-13*b || fb == 0 {
			break
		}
		t := b - fb*(b-a)/(fb-fa)
		if !(t > a && t < b) {
			t = (a + b) / 2
		}
		ft := at(t)
		if math.Abs(ft) < 1e-13 {
			return t
		}
		if ft > 0 {
			a, fa = t, ft
			if side == 1 {
				fb /= 2
			}
			side = 1
		} else {
			b, fb = t, ft
			if side == -1 {
				fa /= 2
			}
			side = -1
		}
	}
	return (a + b) / 2
}
