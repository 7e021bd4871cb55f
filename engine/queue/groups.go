package queue

import "math"

// groupLimit is the largest number of servers that groups are solved for.
const groupLimit = 256

// exceeding is P(X > k) for k = 0 … n−1 of the size X of groups: a gamma law,
// hyperexponential above an SCV of 1, rounded up or down by chance, which keeps
// the mean and adds a variance of about 1/6.
func exceeding(size Law, n int) []float64 {
	size.SCV = max(size.SCV-1/(6*size.Mean*size.Mean), 0)
	list := make([]float64, n)
	for k := range list { // ∫ P(x > t) dt from k to k+1
		if size.SCV == 0 {
			list[k] = min(max(size.Mean-float64(k), 0), 1)
			continue
		}
		const parts = 8 // Simpson's rule
		sum := size.Survival(float64(k)) + size.Survival(float64(k+1))
		for i := 1; i < parts; i++ {
			sum += float64(2+2*(i&1)) * size.Survival(float64(k)+float64(i)/parts)
		}
		list[k] = sum / (3 * parts)
	}
	return list
}

// GroupsAtServers is the mean wait at M^X/M/c and the probability of having to
// wait, of groups that come at the rate given. Below c the chain's cuts give
//
//	(n+1)μ p(n+1) = rate Σ_{k≤n} p(k) P(X > n−k),  Σ_{n<c} (c−n) p(n) = c(1−ρ),
//
// and d E N²/dt = 0 the mean number present,
//
//	E N = (rate·E X² + cρμ + 2μ Σ_{n<c} n(c−n)p(n)) / (2cμ(1−ρ)).
//
// Chaudhry & Templeton, A First Course in Bulk Queues (1983). ρ < 1; exact.
func GroupsAtServers(rate float64, size Law, service float64, c int) (wait, pWait float64) {
	mu, servers := 1/service, float64(c)
	single := rate * size.Mean
	rho := single * service / servers
	more := exceeding(size, c)
	p := make([]float64, c)
	p[0] = 1
	for n := range c - 1 {
		sum := 0.0
		for k := range n + 1 {
			sum += p[k] * more[n-k]
		}
		p[n+1] = rate * sum / (float64(n+1) * mu)
	}
	rest, idle := 0.0, 0.0
	for n, x := range p {
		rest += (servers - float64(n)) * x
		idle += float64(n) * (servers - float64(n)) * x
	}
	scale := servers * (1 - rho) / rest
	second := size.Mean * size.Mean * (1 + size.SCV)
	present := (rate*second + single + 2*mu*scale*idle) / (2 * servers * mu * (1 - rho))
	at, taken := 0.0, 0.0 // E min(X, j), and of a group, those served at once
	for j := 1; j <= c; j++ {
		at += more[j-1]
		taken += scale * p[c-j] * at
	}
	return max(present/single-service, 0), min(max(1-taken/size.Mean, 0), 1)
}

// grouped solves a first-come station of several servers at which customers
// come in groups: exact for exponential services; for others with the
// difference that they make to single customers, as at one server. The spread
// is that at one server as fast as all together.
func grouped(s *Station, l load, r Result) Result {
	mean, pWait := GroupsAtServers(l.rate/s.Bulk.Mean, s.Bulk, l.service.Mean, l.c)
	busy := ErlangC(l.c, l.offered)
	plain := busy / (float64(l.c)/l.service.Mean - l.rate)
	mean = max(mean+kimura(l, busy)-plain, 0)
	one := *s
	one.Servers, one.Customers = 1, []Customer{{Rate: l.rate, Service: Law{l.service.Mean / float64(l.c), l.service.SCV}}}
	alike := Solve(one)
	r.PWait = pWait
	wait := Dist{}
	if pWait > 0 && mean > 0 {
		wait = waiting(pWait, Law{mean / pWait, conditionalSCV(alike.Wait, alike.PWait)})
	}
	r.Method, r.Class = "M[X]/G/c", C
	if l.service.SCV > 4 {
		r.Class = D
	}
	return r.settle(s, l, wait)
}

// most is I where it is most.
func (d *Dispersion) most() float64 {
	if d == nil {
		return 1
	}
	most := 0.0
	for _, x := range d {
		most = math.Max(most, x)
	}
	return most
}
