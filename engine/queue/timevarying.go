package queue

import (
	"math"

	"weir/engine/portable"
)

// Sinusoid is the arrival rate λ(t) = Mean + Amplitude·sin(2πt/Period).
type Sinusoid struct{ Mean, Amplitude, Period float64 }

// InfiniteServers answers M_t/M/∞ under a sinusoidal rate.
type InfiniteServers struct{ Mean, Peak, Least, Lag float64 }

// Offered is the number in service of M_t/M/∞, whose mean obeys
// m′ = λ(t) − μm: with ω = 2π/Period the amplitude is b/√(μ²+ω²) and the peak
// comes atan(ω/μ)/ω after that of the rate. Eick, Massey & Whitt (1993). Exact.
func (s Sinusoid) Offered(mu float64) InfiniteServers {
	w := 2 * math.Pi / s.Period
	b := s.Amplitude / math.Sqrt(mu*mu+w*w)
	return InfiniteServers{Mean: s.Mean / mu, Peak: s.Mean/mu + b, Least: s.Mean/mu - b, Lag: portable.CPhase(complex(mu, w)) / w}
}

// Profile is a periodic arrival rate, constant on equal slices of its period.
type Profile struct {
	Rates []float64
	Slice float64 // length of one slice
}

// Pointwise tells whether M/M/c may be solved at each slice's own rate: where
// the load stays below 0.9 and the relaxation time 1/(μ(1−√ρ)²) is a small part
// of a slice. Green & Kolesar (1991); Gross & Harris, relaxation time.
func (p Profile) Pointwise(mu float64, c int) bool {
	for _, rate := range p.Rates {
		rho := rate / (float64(c) * mu)
		gap := 1 - math.Sqrt(rho)
		if rho >= 0.9 || 1/(mu*gap*gap) > p.Slice/4 {
			return false
		}
	}
	return true
}

// ModifiedLoad is the mean of M_t/M/∞ over each slice in the periodic steady
// state, the load that the stationary formula is given in the modified
// offered load approximation: on a slice of rate λ the number moves from m to
// λ/μ + (m − λ/μ)e^{−μ·slice}. Jagerman (1975); Massey & Whitt (1994).
func (p Profile) ModifiedLoad(mu float64) []float64 {
	decay := exp(-mu * p.Slice)
	// m after one period is an affine function of m before it.
	gain, add := 1.0, 0.0
	for _, rate := range p.Rates {
		add = rate/mu + (add-rate/mu)*decay
		gain *= decay
	}
	m := add / (1 - gain)
	loads := make([]float64, len(p.Rates))
	for i, rate := range p.Rates {
		target := rate / mu
		loads[i] = target + (m-target)*(1-decay)/(mu*p.Slice)
		m = target + (m-target)*decay
	}
	return loads
}

// Backlog is the mean number left waiting in each slice of the periodic
// steady state where work is served at a rate of at most most, as a fluid:
// Q′ = λ − most, never below 0. The mean rate must be below most. Newell,
// Applications of Queueing Theory (1982).
func (p Profile) Backlog(most float64) []float64 {
	mean := make([]float64, len(p.Rates))
	left := 0.0
	for range 2 { // nothing is left at the least point of the day: twice round is enough
		for i, rate := range p.Rates {
			slope := rate - most
			end := left + slope*p.Slice
			if end >= 0 {
				mean[i] = (left + end) / 2
			} else {
				mean[i] = left * left / (-2 * slope) / p.Slice // empty after left/−slope
				end = 0
			}
			left = end
		}
	}
	return mean
}

// Transient is the state of M_t/M/c/K over one period in its periodic steady
// state.
type Transient struct {
	InSystem []float64 // mean number present at the end of each slice
	Wait     []float64 // probability that an arrival then waits
	Loss     []float64 // probability that it is lost
}

// Kolmogorov integrates the forward equations of M_t/M/c/K, p′ = pQ(t), by
// uniformisation over steps short against the jumps, period after period
// until it repeats. Exact for the chain cut off at K places; 1e-8.
func (p Profile) Kolmogorov(mu float64, c, k int) Transient {
	out := Transient{}
	law := make([]float64, k+1)
	law[0] = 1
	for range 400 {
		before := append([]float64(nil), law...)
		out = Transient{}
		for _, rate := range p.Rates {
			law = uniformised(law, rate, mu, c, p.Slice)
			in, wait := 0.0, 0.0
			for n, x := range law {
				in += float64(n) * x
				if n >= c {
					wait += x
				}
			}
			out.InSystem = append(out.InSystem, in)
			out.Wait = append(out.Wait, wait)
			out.Loss = append(out.Loss, law[k])
		}
		moved := 0.0
		for n := range law {
			moved = max(moved, math.Abs(law[n]-before[n]))
		}
		if moved < 1e-10 {
			break
		}
	}
	return out
}

// uniformised advances the law of a birth–death chain by t: Σ Poisson(n; Λt)
// pPⁿ, in steps of at most Λt = 30. Jensen (1953).
func uniformised(law []float64, rate, mu float64, c int, t float64) []float64 {
	uniform := rate + float64(c)*mu
	steps := int(math.Ceil(uniform * t / 30))
	x := uniform * t / float64(max(steps, 1))
	next := make([]float64, len(law))
	for range steps {
		term := append([]float64(nil), law...)
		total := make([]float64, len(law))
		weight := exp(-x)
		left := 1 - weight
		for i, v := range term {
			total[i] = weight * v
		}
		for n := 1; left > 1e-14 && n < 1000; n++ {
			jump(term, next, rate/uniform, mu/uniform, c)
			term, next = next, term
			weight *= x / float64(n)
			left -= weight
			for i, v := range term {
				total[i] += float64(weight * v)
			}
		}
		law = total
	}
	return law
}

// jump applies one step of the uniformised chain.
func jump(from, to []float64, birth, death float64, c int) {
	last := len(from) - 1
	for n := range from {
		stay := 1.0
		if n < last {
			stay -= birth
		}
		stay -= float64(min(n, c)) * death
		x := float64(from[n] * stay)
		if n > 0 {
			x += float64(from[n-1] * birth)
		}
		if n < last {
			x += float64(from[n+1] * float64(min(n+1, c)) * death)
		}
		to[n] = x
	}
}
