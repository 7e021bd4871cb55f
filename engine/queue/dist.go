package queue

import "math"

// Dist is the distribution of a waiting or sojourn time. Mean and variance
// are always at hand; transform, survival function and quantiles are computed
// when asked for. It is the sum of a wait and an independent service time.
// The zero Dist is the constant 0.
type Dist struct {
	mean, variance float64
	form           form
	w1, w2         float64 // phases: P(W > t) = w1·e^{−r1·t} + w2·e^{−r2·t}; others: see form
	r1, r2         float64
	law            Law // see form
	batch          *filling
	rough          bool // fitted to moments that may be far from telling the law
	service        Law
}

// form tells how the wait is described.
type form uint8

const (
	phases    form = iota // an atom at 0 and up to two exponentials
	gamma                 // 0 with probability 1 − w1, else law, a gamma
	pollaczek             // M/G/1 with arrival rate w1 and service time law, by its transform
	batch                 // for others of a batch
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
	d := Dist{mean: mean, variance: max(mean*l.Mean*(1+l.SCV)-mean*mean, 0)}
	switch {
	case mean == 0:
		return Dist{}
	case l.SCV < 1:
		d.form, d.w1, d.law = gamma, p, l
	case l.SCV == 1:
		d.w1, d.r1, d.r2 = p, 1/l.Mean, 1/l.Mean
	default:
		q, n1, n2 := l.balanced()
		d.w1, d.w2, d.r1, d.r2 = p*q, p*(1-q), n1, n2
	}
	return d
}

// twoPhases is the wait with P(W > t) = w1·e^{−r1·t} + w2·e^{−r2·t}.
func twoPhases(w1, r1, w2, r2 float64) Dist {
	mean := w1/r1 + w2/r2
	second := 2 * (w1/(r1*r1) + w2/(r2*r2))
	return Dist{mean: mean, variance: second - mean*mean, w1: w1, w2: w2, r1: r1, r2: r2}
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

// Rough tells whether the law is fitted to moments that may be far from telling
// it: percentiles may be off by more than a tenth.
func (d Dist) Rough() bool { return d.rough }

// SCV is variance by squared mean, 0 for the constant 0.
func (d Dist) SCV() float64 {
	if d.mean == 0 || math.IsInf(d.mean, 0) {
		return 0
	}
	return d.variance / (d.mean * d.mean)
}

// LST is the Laplace–Stieltjes transform E e^{−sX}, Re s > 0.
func (d Dist) LST(s complex128) complex128 {
	switch {
	case d.form == unbounded:
		return 0
	case d.form == phases && d.w1 == 0:
		return d.service.LST(s)
	}
	return d.waitLST(s) * d.service.LST(s)
}

func (d Dist) waitLST(s complex128) complex128 {
	w1 := complex(d.w1, 0)
	switch d.form {
	case gamma:
		return 1 - w1 + w1*d.law.LST(s)
	case batch:
		return d.batch.lst(s)
	case pollaczek:
		// (1−ρ)s / (s − λ(1 − S*(s))): Pollaczek (1930), Khinchine (1932).
		return complex(1-d.w1*d.law.Mean, 0) * s / (s - w1*(1-d.law.LST(s)))
	}
	lst := complex(1-d.w1-d.w2, 0) + w1*complex(d.r1, 0)/(s+complex(d.r1, 0))
	if d.w2 != 0 {
		lst += complex(d.w2, 0) * complex(d.r2, 0) / (s + complex(d.r2, 0))
	}
	return lst
}

// CDF is P(X ≤ t).
func (d Dist) CDF(t float64) float64 { return 1 - d.Survival(t) }

// Survival is P(X > t).
func (d Dist) Survival(t float64) float64 {
	switch {
	case t < 0 || d.form == unbounded:
		return 1
	case d.service.SCV == 0 && d.service.Mean > 0: // a constant only shifts
		if t < d.service.Mean {
			return 1
		}
		t -= d.service.Mean
		d.service = Law{}
	}
	switch {
	case d.form == phases && d.service.Mean == 0:
		return d.w1*exp(-d.r1*t) + d.w2*exp(-d.r2*t)
	case d.form == phases && d.w1 == 0:
		return d.service.Survival(t)
	case d.form == phases && d.service.SCV >= 1:
		p, n1, n2 := d.service.balancedOrOne()
		return p*d.sojourn(t, n1) + (1-p)*d.sojourn(t, n2)
	case d.form == gamma && d.service.Mean == 0:
		return d.w1 * d.law.Survival(t)
	case d.form == batch && d.service.SCV == 0: // a constant is shifted out by now
		return d.batch.survival(t)
	case t == 0:
		return d.atZero()
	}
	return invert(d, t)
}

// atZero is P(X > 0).
func (d Dist) atZero() float64 {
	switch {
	case d.service.Mean > 0:
		return 1
	case d.form == pollaczek:
		return d.w1 * d.law.Mean
	}
	return d.w1 + d.w2
}

// sojourn is P(W + S > t) for a wait of phases and an exponential service of
// rate μ. A phase of weight w and rate θ adds to e^{−μt}
//
//	w·μ(e^{−μt} − e^{−θt})/(θ−μ),  θ = μ: w·μt·e^{−μt}.
//
// Kleinrock, Queueing Systems I (1975), section 5.12 for M/M/c.
func (d Dist) sojourn(t, mu float64) float64 {
	e := exp(-mu * t)
	s := e + d.w1*mu*t*e*relativeDecay((d.r1-mu)*t)
	if d.w2 != 0 {
		s += d.w2 * mu * t * e * relativeDecay((d.r2-mu)*t)
	}
	return s
}

// relativeDecay is (1 − e^{−x})/x, by its series near 0.
func relativeDecay(x float64) float64 {
	if math.Abs(x) < 1e-3 {
		return 1 - x/2*(1-x/3*(1-x/4*(1-x/5)))
	}
	return (1 - exp(-x)) / x
}
