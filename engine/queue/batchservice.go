package queue

import "math"

// Batches is what a server that takes customers in batches does.
type Batches struct {
	Wait   float64 // mean time until the customer's batch starts
	InAll  float64 // mean number present
	Size   float64 // mean size of a batch taken
	Idle   float64 // probability that the server rests
	Root   float64 // r of the geometric law, where there is one
	Method string
	Class  Class
}

// BatchTake solves M/M^[1,K]/1: a free server takes up to K of those waiting
// at once, arrivals cannot join a batch under way, the batch takes an
// exponential time of rate μ whatever its size. With r the root in (0, 1) of
//
//	μr^{K+1} − (λ+μ)r + λ = 0
//
// the number waiting while busy is P(n) = A·r^n, A = 1/(1/(1−r) + μ/λ),
// Lq = A·r/(1−r)². Bailey (1954); Medhi, Stochastic Models in Queueing Theory
// (2003). λ < Kμ; exact.
func BatchTake(rate, mu float64, k int) Batches {
	r := bulkRoot(rate, mu, k)
	a := 1 / (1/(1-r) + mu/rate)
	queue := a * r / ((1 - r) * (1 - r))
	idle := a * mu / rate
	// Every customer is in a batch; batches start at rate μ·P(busy).
	size := rate / (mu * (1 - idle))
	return Batches{Wait: queue / rate, InAll: queue + (1-idle)*size, Size: size, Idle: idle, Root: r, Method: "M/M[1,K]/1", Class: A}
}

// BatchJoin solves M/M^[K]/1 where arrivals join the batch under way while it
// has fewer than K, the limit of continuous batching: the number present is
// geometric with the root r of BatchTake, L = r/(1−r). Gross, Shortle, Thompson
// & Harris (2008), section 3.2. λ < Kμ; exact.
func BatchJoin(rate, mu float64, k int) Batches {
	r := bulkRoot(rate, mu, k)
	size := rate / (mu * r)
	in := r / (1 - r)
	// Of those present min(n, K) are in service: Σ min(n,K)(1−r)r^n.
	rk := exp(float64(k) * log(r))
	service := r * (1 - rk) / (1 - r)
	return Batches{Wait: (in - service) / rate, InAll: in, Size: size, Idle: 1 - r, Root: r, Method: "M/M[K]/1", Class: A}
}

// bulkRoot solves μr^{K+1} − (λ+μ)r + λ = 0 in (0, 1): the function is convex
// with a root at 1, so Newton from 0 climbs to the smaller one.
func bulkRoot(rate, mu float64, k int) float64 {
	r := 0.0
	for range 200 {
		power := 1.0
		for range k {
			power *= r
		}
		f := mu*power*r - (rate+mu)*r + rate
		slope := mu*float64(k+1)*power - (rate + mu)
		step := f / slope
		r -= step
		if math.Abs(step) <= 1e-16*r {
			break
		}
	}
	return r
}

// BatchServer solves M/G^[a,b]/1: a free server waits until at least a are
// there, then takes up to b; a batch of n takes a time of law service(n). By
// the chain of the numbers left behind at the ends of batches, and renewal
// reward for the time averages. Bailey (1954); Neuts (1967). Requires
// λE S(b) < b; otherwise the wait is unbounded. Numerically exact.
func BatchServer(rate float64, least, most int, service func(n int) Law) Batches {
	return batchServer(rate, least, most, 2048, service)
}

// batchServer is BatchServer with a chain of no more states than given.
func batchServer(rate float64, least, most, states int, service func(n int) Law) Batches {
	out := Batches{Method: "M/G[a,b]/1", Class: A}
	if rate*service(most).Mean >= float64(most) {
		out.Wait, out.InAll, out.Size = math.Inf(1), math.Inf(1), float64(most)
		return out
	}
	limit := min(256, states)
	for {
		p := batchChain(rate, least, most, limit, service)
		if p[limit] < 1e-13 || limit >= states {
			if p[limit] > 1e-6 {
				out.Class = D // the tail that was cut off matters
			}
			return batchAverages(rate, least, most, service, p, out)
		}
		limit *= 2
	}
}

// batchChain is the stationary law of the number waiting just after a batch
// ends, cut off at limit.
func batchChain(rate float64, least, most, limit int, service func(n int) Law) []float64 {
	counts := make([][]float64, most+1) // arrivals during a batch of n
	for n := least; n <= most; n++ {
		if n > least && service(n) == service(n-1) {
			counts[n] = counts[n-1]
			continue
		}
		counts[n] = arrivalCounts(rate, service(n), limit)
	}
	q := newMatrix(limit+1, limit+1)
	for i := range limit + 1 {
		n := min(max(i, least), most)
		left := max(i-most, 0)
		rest := 1.0
		for j, p := range counts[n] {
			if left+j >= limit {
				break
			}
			q.add(i, left+j, p)
			rest -= p
		}
		q.add(i, limit, max(rest, 0))
	}
	return stationary(q)
}

// batchAverages turns the chain into time averages over a cycle: the wait for
// enough customers, then the batch.
func batchAverages(rate float64, least, most int, service func(n int) Law, p []float64, out Batches) Batches {
	var cycle, busy, area, size float64
	for i, x := range p {
		short := float64(max(least-i, 0)) // arrivals still needed, 1/λ each
		n := min(max(i, least), most)
		left := float64(max(i-most, 0))
		law := service(n)
		second, _ := law.Moments()
		cycle += x * (short/rate + law.Mean)
		busy += x * law.Mean
		size += x * float64(n)
		// Waiting while collecting: i, i+1, … for 1/λ each. While serving:
		// those left behind, and the arrivals, whose mean grows as λt.
		area += x * (short*float64(i) + short*(short-1)/2) / rate
		area += x * (left*law.Mean + rate*second/2)
	}
	queue := area / cycle
	out.Wait = queue / rate
	out.Size = size
	out.Idle = 1 - busy/cycle
	var inService float64
	for i, x := range p {
		n := min(max(i, least), most)
		inService += x * float64(n) * service(n).Mean
	}
	out.InAll = queue + inService/cycle
	return out
}

// arrivalCounts is the law of the number of Poisson arrivals during a service
// time, up to limit: Poisson for a constant, negative binomial for a gamma,
// a mixture of geometrics for a hyperexponential.
func arrivalCounts(rate float64, service Law, limit int) []float64 {
	counts := make([]float64, limit+1)
	x := rate * service.Mean
	switch {
	case x == 0:
		counts[0] = 1
	case service.SCV == 0:
		for n := range counts {
			counts[n] = gammaRatio(float64(n), x)
		}
	case service.SCV <= 1:
		shape := 1 / service.SCV
		q := x / (x + shape)
		counts[0] = exp(shape * log(1-q))
		for n := 1; n <= limit; n++ {
			counts[n] = counts[n-1] * q * (shape + float64(n) - 1) / float64(n)
		}
	default:
		p, n1, n2 := service.balanced()
		a, b := p*n1/(rate+n1), (1-p)*n2/(rate+n2)
		for n := range counts {
			counts[n] = a + b
			a *= rate / (rate + n1)
			b *= rate / (rate + n2)
		}
	}
	return counts
}
