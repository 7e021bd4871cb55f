package queue

// Covariance is how far two streams vary together, by time scale:
//
//	K(t) = Cov(N₁(t), N₂(t))/t − that of two Poisson streams
//
// at the times of Dispersion, per unit of time. nil is 0.
type Covariance [dispersionPoints]float64

// Parted is the covariance of two parts of a stream of the rate given, shares
// p and q of it. Where chance divides it, K = pqλ(I − 1), exact: of a regular
// stream, what one part has more the other has less. Of copies, and of what is
// dealt out in turns over long times, K = pqλI.
func (d *Dispersion) Parted(rate, p, q float64, chance bool) *Covariance {
	if d == nil && chance {
		return nil
	}
	k := new(Covariance)
	for i := range k {
		k[i] = p * q * rate * d.point(i)
		if chance {
			k[i] -= p * q * rate
		}
	}
	return k
}

// Through is what is left of a covariance once a share p of one of the streams
// has passed a station.
func (k *Covariance) Through(p float64, s *Passed) *Covariance {
	if k == nil {
		return nil
	}
	out := new(Covariance)
	for i := range k {
		out[i] = p * s[i] * k[i]
	}
	return out
}

// Times is a multiple.
func (k *Covariance) Times(p float64) *Covariance {
	if k == nil {
		return nil
	}
	out := new(Covariance)
	for i := range k {
		out[i] = p * k[i]
	}
	return out
}

// Plus is the sum of two.
func (k *Covariance) Plus(o *Covariance) *Covariance {
	switch {
	case k == nil:
		return o
	case o == nil:
		return k
	}
	out := new(Covariance)
	for i := range k {
		out[i] = k[i] + o[i]
	}
	return out
}

// Together is the dispersion of streams of a rate in all that are not
// independent: that of independent ones, and k of all pairs, each in both
// orders,
//
//	I = Σ(λi/λ)Ii + 2K/λ.
func (k *Covariance) Together(independent *Dispersion, rate float64) *Dispersion {
	if k == nil {
		return independent
	}
	var out Dispersion
	for i := range out {
		out[i] = max(independent.point(i)+2*k[i]/rate, 0)
	}
	return dispersion(out)
}

// Passed is the part of a variation at the entrance of a station that shows at
// its exit within the same time, by time scale.
type Passed [dispersionPoints]float64

// NewPassed is of a station, or of a delay with servers = 0: variation is held up by the
// time spent there, and drowned in that of the services, the more so the
// busier it is, over times in which the queue does not forget (see Departures).
func NewPassed(arrivals *Dispersion, rho float64, servers int, service Law, sojourn float64) *Passed {
	p := new(Passed)
	for i := range p {
		p[i] = 1
	}
	if sojourn > 0 {
		for i, x := range decay.over(1 / sojourn) {
			p[i] = 1 - x
		}
	}
	if servers > 0 && rho > 0 && rho < 1 {
		for i, x := range memory.over(1 / forgets(arrivals, rho, float64(servers), service)) {
			p[i] *= 1 - rho*(1-x)
		}
	}
	return p
}
