package queue

import "math"

// Levels are the percentiles every latency is reported at.
var Levels = [...]float64{0.5, 0.9, 0.95, 0.99, 0.999}

// Percentiles returns the quantiles at Levels. Where the survival function
// has no closed form, fast takes those of the gamma distribution of the same
// mean and variance instead of inverting the transform.
func (d Dist) Percentiles(fast bool) [len(Levels)]float64 {
	if fast && !d.closed() {
		return GammaPercentiles(d.mean, d.variance)
	}
	var q [len(Levels)]float64
	for i, p := range Levels {
		q[i] = d.Quantile(p)
	}
	return q
}

// closed tells whether the survival function needs no inversion.
func (d Dist) closed() bool {
	switch d.form {
	case phases:
		return d.w1 == 0 || d.service.SCV == 0 || d.service.SCV >= 1
	case batch:
		return d.service.SCV == 0
	case unbounded:
		return true
	}
	return d.form == gamma && d.service.SCV == 0
}

// Quantile is the smallest t with P(X ≤ t) ≥ p, 0 < p < 1, to 1e-10 relative;
// +Inf where the time is unbounded.
func (d Dist) Quantile(p float64) float64 {
	tail := 1 - p
	switch {
	case d.form == unbounded:
		return math.Inf(1)
	case d.mean == 0:
		return 0
	case d.form == phases && d.w1 == 0 && d.service.SCV == 0:
		return d.service.Mean
	case d.form == phases && d.w1 == 0 && d.service.SCV == 1:
		return -d.service.Mean * log(tail)
	}
	if d.form == phases && d.w2 == 0 && d.service.SCV == 1 {
		return d.exponentialQuantile(tail)
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

// exponentialQuantile inverts the sojourn of M/M/c by Newton's method on the
// logarithm of the survival function, within a bracket; its derivative follows
// from S′ = −μS + wμe^{−θt}.
func (d Dist) exponentialQuantile(tail float64) float64 {
	mu := 1 / d.service.Mean
	target := log(tail)
	low, high := 0.0, math.Inf(1)
	t := -d.mean * target
	for range 100 {
		e := exp(-mu * t)
		x := (d.r1 - mu) * t
		s := e * (1 + d.w1*mu*t*relativeDecay(x))
		if s <= 0 {
			high, t = t, (low+t)/2
			continue
		}
		gap := log(s) - target
		if gap > 0 {
			low = t
		} else {
			high = t
		}
		next := t + gap/(mu-d.w1*mu*exp(-d.r1*t)/s)
		if !(next > low && next < high) {
			if math.Abs(gap) < 1e-13 {
				return t
			}
			next = min((low+high)/2, 2*t)
		}
		if math.Abs(next-t) <= 1e-9*t { // the error squares, so this step is the last
			return next
		}
		t = next
	}
	return t
}

// solveQuantile finds t > low with survival(t) = tail.
func solveQuantile(survival func(float64) float64, tail, low, step float64) float64 {
	at := logGapOf(survival, tail)
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
	return falsePosition(at, a, fa, b, fb, 1e-12)
}

// quantileNear finds t with P(X > t) = tail near a guess, by Newton's steps on
// the logarithm, nearly straight far out, and where they do not end soon, as
// at a jump, within what they have found around it. To 1e-9 of the tail.
func quantileNear(x Transform, tail, guess float64) float64 {
	target := log(tail)
	low, high := 0.0, math.Inf(1)
	t := guess
	for range 10 {
		s, f := invertBoth(x, t)
		gap := log(max(s, 1e-300)) - target
		if gap > 0 {
			low = t
		} else {
			high = t
		}
		next := t + gap*s/f
		switch {
		case math.Abs(gap) < 1e-9:
			return t
		case !(f > 0 && next > low && next < high):
			next = min((low+high)/2, 2*t)
		case math.Abs(gap) < 1e-7: // of which the step leaves nothing
			return next
		}
		t = next
	}
	survival := func(t float64) float64 {
		if t <= 0 {
			return 1
		}
		return invert(x, t)
	}
	at := logGapOf(survival, tail)
	for range 200 {
		if !math.IsInf(high, 1) {
			break
		}
		if t *= 2; at(t) <= 0 {
			high = t
		} else {
			low = t
		}
	}
	return falsePosition(at, low, at(low), high, at(high), 1e-9)
}

// logGapOf is the logarithm of survival by tail, nearly straight far out.
func logGapOf(survival func(float64) float64, tail float64) func(float64) float64 {
	target := log(tail)
	return func(t float64) float64 {
		if s := survival(t); s > 0 {
			return log(s) - target
		}
		return -1e3
	}
}

// falsePosition finds the root of a falling function between a and b by
// bracketed false position (Illinois).
func falsePosition(at func(float64) float64, a, fa, b, fb, tolerance float64) float64 {
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
		if math.Abs(ft) < tolerance {
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
