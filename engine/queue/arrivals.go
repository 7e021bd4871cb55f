package queue

import "math"

// arrivals is a Markovian arrival process: the rates between its phases
// without and with an arrival. Neuts (1979).
type arrivals struct {
	hidden, marked matrix
}

func poissonArrivals(rate float64) arrivals {
	return arrivals{matrix{1, 1, []float64{-rate}}, matrix{1, 1, []float64{rate}}}
}

// renewalArrivals are independent interarrival times of the mean and SCV
// given: hyperexponential of balanced means above 1, below 1 a mixture of
// Erlangs of k−1 and k phases of the same rate, 1/k ≤ c² ≤ 1/(k−1), with at
// most mostPhases. Tijms (2003), appendix B.
func renewalArrivals(l Law) arrivals {
	switch {
	case l.SCV == 1:
		return poissonArrivals(1 / l.Mean)
	case l.SCV > 1:
		p, n1, n2 := l.balanced()
		return arrivals{
			matrix{2, 2, []float64{-n1, 0, 0, -n2}},
			matrix{2, 2, []float64{n1 * p, n1 * (1 - p), n2 * p, n2 * (1 - p)}},
		}
	}
	scv := max(l.SCV, 1.0/mostPhases)
	k := math.Ceil(1/scv - 1e-9)
	short := max((k*scv-math.Sqrt(max(k*(1+scv)-k*k*scv, 0)))/(1+scv), 0) // by how often one phase is left out
	rate := (k - short) / l.Mean
	n := int(k)
	a := arrivals{newMatrix(n, n), newMatrix(n, n)}
	for i := range n {
		a.hidden.add(i, i, -rate)
		if i+1 < n {
			a.hidden.add(i, i+1, rate)
		}
	}
	a.marked.add(n-1, 0, rate*(1-short))
	a.marked.add(n-1, 1%n, rate*short)
	return a
}

const mostPhases = 6

// rate is arrivals per unit of time.
func (a arrivals) rate() float64 {
	phases := stationary(a.hidden.plus(1, a.marked))
	return sum(a.marked.left(phases))
}
