package queue

import (
	"math"
	"math/bits"
)

// finite solves a station with K places: arrivals that find them all taken
// are lost. M/M/c/K by its birth–death chain,
//
//	p(n) = p(n−1)·a/min(n, c),  loss p(K);
//
// M/G/1/K by SingleFinite where K is moderate; else the loss of M/M/c/K, and
// its wait scaled by (ca²+cs²)/2. Gross, Shortle, Thompson & Harris, Fundamentals of Queueing
// Theory (2008), section 2.5.
func finite(s *Station, l load, r Result) Result {
	if l.rate == 0 || l.service.Mean == 0 {
		r = r.settle(s, l, Dist{})
		r.Method, r.Class = "idle", A
		return r
	}
	k := max(s.Capacity, l.c)
	if l.ca2 == 1 && l.service.SCV != 1 && l.c == 1 && k <= finiteLimit(s.Settled) {
		return finiteSingle(s, l, r, k)
	}
	chain := birthDeath(l.c, k, l.offered)
	r.Loss = chain.full
	r.Carried = l.rate * (1 - chain.full)
	r.Utilisation = r.Carried * l.service.Mean / float64(l.c)
	r.PWait = chain.wait
	scale := 1.0
	r.Method, r.Class = "M/M/c/K", A
	if l.ca2 != 1 || l.service.SCV != 1 {
		scale = (l.ca2 + l.service.SCV) / 2
		r.Method, r.Class = "G/G/c/K", D
		if l.ca2 == 1 && k == l.c { // the law of the service does not matter: Erlang (1917), Sevastyanov (1957)
			r.Method, r.Class = "M/G/c/c", A
		}
	}
	if (s.Discipline == Priority || s.Discipline == Preemptive) && k > l.c {
		r.Class = D // as if served in order; only what all lose together is right
	}
	mean := scale * chain.queue / r.Carried
	wait := Dist{}
	if chain.wait > 0 && mean > 0 {
		second := scale * scale * chain.second * l.service.Mean * l.service.Mean
		conditional := mean / chain.wait
		wait = waiting(chain.wait, Law{conditional, max(second/chain.wait/(conditional*conditional)-1, 0)})
		wait.rough = r.Class != A || s.Discipline == PS
	}
	return r.settle(s, l, wait)
}

// finiteLimit is the most places M/G/1/K is solved for.
func finiteLimit(settled bool) int {
	if settled {
		return 1000
	}
	return 32
}

// finiteSingle is M/G/1/K: loss and mean exact, the spread of the wait that of
// an exponential for those who wait.
func finiteSingle(s *Station, l load, r Result, k int) Result {
	f := SingleFinite(l.rate, l.service, k)
	r.Loss, r.Utilisation = f.Loss, f.Utilisation
	r.Carried = l.rate * (1 - f.Loss)
	r.Method, r.Class = "M/G/1/K", A
	// Who enters waits unless the server is free.
	r.PWait = min(1, max(0, 1-(1-f.Utilisation)/(1-f.Loss)))
	wait := Dist{}
	if f.Wait > 0 && r.PWait > 0 {
		wait = waiting(r.PWait, Law{f.Wait / r.PWait, 1})
		wait.rough = true
	}
	return r.settle(s, l, wait)
}

// finiteChain is the stationary state of M/M/c/K.
type finiteChain struct {
	full   float64 // p(K), the loss
	wait   float64 // probability that one who enters waits
	queue  float64 // mean number waiting
	second float64 // second moment of the wait of those who enter, in units of E S²
}

// birthDeath sums the states of M/M/c/K by their weight relative to that of
// c customers present: those below from Erlang's loss, those above, which are
// geometric with ratio ρ = a/c, by doubling. O(c + log K), subtracts nothing.
func birthDeath(c, k int, a float64) finiteChain {
	if c == 0 {
		return finiteChain{full: 1}
	}
	m, rho := float64(c), a/float64(c)
	below := m / a / ErlangB(c-1, a) // Σ over n < c
	last := 1.0                      // weight of K by that of the one all is counted from
	g := geometric(min(rho, 1/rho), k-c)
	if rho > 1 { // counted from K, for the weights rise
		below *= g.power
		g = g.reversed(1 / rho)
	} else {
		last = g.power
	}
	n := float64(k - c)
	enter := below + g.sum
	total := enter + last
	if math.IsInf(below, 1) {
		return finiteChain{}
	}
	return finiteChain{
		full:   last / total,
		wait:   g.sum / enter,
		queue:  (g.first + n*last) / total,
		second: (g.second + 3*g.first + 2*g.sum) / (m * m) / enter,
	}
}

// geometricSums are Σ x^j, Σ j·x^j and Σ j²·x^j over j < n, and x^n.
type geometricSums struct {
	n                         float64
	sum, first, second, power float64
}

// geometric sums in O(log n): what is known of n terms gives 2n, and n + 1.
func geometric(x float64, n int) geometricSums {
	g := geometricSums{power: 1}
	for i := bits.Len(uint(n)) - 1; i >= 0; i-- {
		g = geometricSums{
			n:      2 * g.n,
			sum:    g.sum + float64(g.power*g.sum),
			first:  g.first + float64(g.power*(g.first+float64(g.n*g.sum))),
			second: g.second + float64(g.power*(g.second+float64(2*g.n*g.first)+float64(g.n*g.n*g.sum))),
			power:  g.power * g.power,
		}
		if n>>uint(i)&1 == 1 {
			g.sum += g.power
			g.first += float64(g.n * g.power)
			g.second += float64(g.n * g.n * g.power)
			g.n++
			g.power *= x
		}
	}
	return g
}

// reversed are the sums over j < n of x^(n−j), x the ratio of g.
func (g geometricSums) reversed(x float64) geometricSums {
	// With i = n − j in 1 … n: x^i·(n−i)^k, of sums over i in 0 … n−1 shifted by one.
	s0, s1, s2 := x*g.sum, x*(g.first+g.sum), x*(g.second+float64(2*g.first)+g.sum)
	return geometricSums{
		n: g.n, sum: s0, first: float64(g.n*s0) - s1,
		second: float64(g.n*g.n*s0) - float64(2*g.n*s1) + s2, power: g.power,
	}
}
