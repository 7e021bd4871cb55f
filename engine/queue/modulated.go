package queue

import "math"

// modulated is a renewal stream whose pace changes: for exponential times of
// rate turns it is 1 + depth and 1 − depth of the mean, in turn. It stands for
// streams that are regular from one customer to the next and bursty over
// longer times.
type modulated struct {
	rate, scv    float64
	depth, turns float64
}

// fitModulated fits the dispersion
//
//	I(t) = I_renewal(t) + V(1 − (1−e^{−2σt})/(2σt)),  V = λd²/σ,
//
// with d for depth and σ for turns, by least squares over the times of the
// grid between two. least bounds the SCV from below.
func fitModulated(d *Dispersion, rate, from, to, least float64) modulated {
	first, last := timeAt(from), timeAt(to)
	var slow [turnSteps]Dispersion
	for k := range slow {
		slow[k] = decay.over(2 * rate * turnRate(k))
	}
	best, miss := modulated{rate: rate, scv: 1}, math.Inf(1)
	for j := range scvSteps {
		scv := least * exp(float64(j)*log(1/least)/scvSteps)
		r := newRenewal(rate, scv)
		base := r.over(1)
		for k := range slow {
			var xy, xx, yy float64
			for i := first; i <= last; i++ {
				x, y := 1-slow[k][i], d.point(i)-base[i]
				xy, xx, yy = xy+x*y, xx+x*x, yy+y*y
			}
			extra := min(max(xy/xx, 0), 0.9/turnRate(k))
			if e := yy - 2*extra*xy + extra*extra*xx; e < miss {
				miss = e
				best = modulated{rate, scv, math.Sqrt(extra * turnRate(k)), rate * turnRate(k)}
			}
		}
	}
	return best
}

// scvSteps and turnSteps are how many values are tried of each.
const scvSteps, turnSteps = 24, 24

// turnRate are the rates of turns tried, by the rate of customers.
func turnRate(k int) float64 { return exp(-float64(k) * 0.4) }

// timeAt is the time of the grid before t.
func timeAt(t float64) int {
	return min(max(int(log(t/dispersionFirst)*(3/math.Ln10)), 0), dispersionPoints-1)
}

// arrivals is the stream as a Markovian arrival process.
func (m modulated) arrivals() arrivals {
	a := renewalArrivals(Law{1 / m.rate, m.scv})
	n := a.hidden.rows
	paced := func(x matrix) matrix {
		y := newMatrix(2*n, 2*n)
		for i := range n {
			for j := range n {
				y.add(i, j, x.get(i, j)*(1+m.depth))
				y.add(i+n, j+n, x.get(i, j)*(1-m.depth))
			}
		}
		return y
	}
	both := arrivals{paced(a.hidden), paced(a.marked)}
	for i := range n {
		both.hidden.add(i, i, -m.turns)
		both.hidden.add(i, i+n, m.turns)
		both.hidden.add(i+n, i+n, -m.turns)
		both.hidden.add(i+n, i, m.turns)
	}
	return both
}
