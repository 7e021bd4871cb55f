package queue

import "math"

// twoPhase is a service law of two exponential phases: it begins in the first
// with probability begin, and what leaves the first goes on to the second with
// probability follow.
type twoPhase struct {
	begin, follow float64
	n1, n2        float64 // rates
}

// twoPhaseLaw fits mean and SCV ≥ ½: the balanced hyperexponential above 1,
// Marie's Coxian ν₁ = 2/m, ν₂ = 1/(m·c²), follow = 1/(2c²) up to 1 (an Erlang-2 at
// ½). Marie (1980).
func twoPhaseLaw(l Law) twoPhase {
	if l.SCV > 1 {
		p, n1, n2 := l.balanced()
		return twoPhase{begin: p, n1: n1, n2: n2}
	}
	return twoPhase{begin: 1, follow: 1 / (2 * l.SCV), n1: 2 / l.Mean, n2: 1 / (l.Mean * l.SCV)}
}

// phaseTypeServers solves MAP/PH/c for a service law of two phases, exactly, as
// a quasi-birth–death process: level = customers present, phase = that of the
// arrivals and the servers in the first phase. Levels from c on are
// matrix-geometric, π(n+1) = π(n)R, with G by logarithmic reduction; levels
// below by block elimination. Neuts (1981); Latouche & Ramaswami (1993).
// Requires ρ < 1 and SCV ≥ ½. With m phases of arrivals, O((mc)³ log) and
// m³c⁴/4 for the levels below.
func phaseTypeServers(arrive arrivals, service Law, c int) (pWait float64, wait Dist) {
	s := twoPhaseLaw(service)
	up, local, down := s.repeating(arrive, c)
	g := logarithmicReduction(up, local, down)
	inner := local.plus(1, up.times(g)) // U: what returns to level c from above included
	n := up.rows
	r := up.times(newMatrix(n, n).plus(-1, inner).inverse()) // R = A0·(−U)⁻¹

	level := s.boundary(arrive, c, inner)
	geometric := identity(n).plus(-1, r)
	h1 := geometric.solve(ones(n)) // (I−R)⁻¹1
	h2 := geometric.solve(h1)
	total := level.below + dot(level.top, h1.at)
	rate := arrive.rate()
	comes := arrive.marked.kronecker(identity(c + 1))
	waits := dot(level.top, geometric.solve(comes.times(ones(n))).at) / (rate * total)
	mean := dot(level.top, r.times(h2).at) / total / rate
	conditional := mean / waits
	second := s.secondMoment(level.top, r, comes, c) / (rate * total)
	return waits, waiting(waits, Law{conditional, max(second/waits/(conditional*conditional)-1, 0)})
}

// secondMoment is E W² of those who wait, by the rate at which they come. Who
// finds j waiting waits for j+1 services to end while all servers are busy:
// with L and D the rates without and with an end, the moments of the time to
// the j-th end are
//
//	v(j) = (−L)⁻¹(1 + D v(j−1)),  w(j) = (−L)⁻¹(2v(j) + D w(j−1)).
func (s twoPhase) secondMoment(top []float64, r, comes matrix, c int) float64 {
	n := c + 1
	local, down := s.busy(c)
	negative := newMatrix(n, n).plus(-1, local).inverse()
	first, second := newMatrix(n, 1), newMatrix(n, 1)
	sum := 0.0
	for range 20_000 {
		first = negative.times(ones(n).plus(1, down.times(first)))
		second = negative.times(down.times(second).plus(2, first))
		part, at := 0.0, comes.left(top)
		for i, x := range at {
			part += float64(x * second.at[i%n])
		}
		sum += part
		if part < 1e-12*sum {
			break
		}
		top = r.left(top)
	}
	return sum
}

// busy is what happens while all c servers work: without and with an end of a
// service.
func (s twoPhase) busy(c int) (local, down matrix) {
	n := c + 1
	local, down = newMatrix(n, n), newMatrix(n, n)
	for i := range n {
		first, second := float64(i)*s.n1, float64(c-i)*s.n2
		local.add(i, i, -first-second)
		if i > 0 {
			local.add(i, i-1, first*s.follow)
			down.add(i, i-1, first*(1-s.follow)*(1-s.begin))
		}
		down.add(i, i, first*(1-s.follow)*s.begin+second*(1-s.begin))
		if i < c {
			down.add(i, i+1, second*s.begin)
		}
	}
	return local, down
}

// repeating returns the blocks of the levels where all c servers are busy.
func (s twoPhase) repeating(a arrivals, c int) (up, local, down matrix) {
	local, down = s.busy(c)
	servers, phases := identity(c+1), identity(a.hidden.rows)
	return a.marked.kronecker(servers), a.hidden.kronecker(servers).plus(1, phases.kronecker(local)), phases.kronecker(down)
}

// boundaryLevels is the stationary vector below the top: unnormalised mass of
// the levels under c, and the vector of level c.
type boundaryLevels struct {
	below float64
	top   []float64
}

// boundary eliminates levels c, c−1, … 0 in turn. inner is the generator of
// level c watched only while at c or below it.
func (s twoPhase) boundary(a arrivals, c int, inner matrix) boundaryLevels {
	steps := make([]matrix, c) // π(n+1) = π(n)·steps[n]
	phases := identity(a.hidden.rows)
	u := inner
	for n := c - 1; n >= 0; n-- {
		begins, within, ends := newMatrix(n+1, n+2), newMatrix(n+1, n+1), newMatrix(n+2, n+1)
		for i := range n + 1 {
			first, second := float64(i)*s.n1, float64(n-i)*s.n2
			within.add(i, i, -first-second)
			if i > 0 {
				within.add(i, i-1, first*s.follow)
			}
			begins.add(i, i+1, s.begin)
			begins.add(i, i, 1-s.begin)
		}
		for i := range n + 2 {
			first, second := float64(i)*s.n1, float64(n+1-i)*s.n2
			if i > 0 {
				ends.add(i, i-1, first*(1-s.follow))
			}
			if i <= n {
				ends.add(i, i, second)
			}
		}
		steps[n] = a.marked.kronecker(begins).times(newMatrix(u.rows, u.rows).plus(-1, u).inverse())
		local := a.hidden.kronecker(identity(n+1)).plus(1, phases.kronecker(within))
		u = local.plus(1, steps[n].times(phases.kronecker(ends)))
	}
	pi := stationary(u)
	result := boundaryLevels{}
	for n := range c {
		result.below += sum(pi)
		pi = steps[n].left(pi)
		// Rescale so that hundreds of levels neither overflow nor vanish.
		if m := sum(pi); m > 1e100 {
			result.below /= m
			for i := range pi {
				pi[i] /= m
			}
		}
	}
	result.top = pi
	return result
}

// logarithmicReduction returns G, the minimal solution of
// A2 + A1·G + A0·G² = 0: the first passage one level down. Latouche &
// Ramaswami, J. Applied Probability 30 (1993).
func logarithmicReduction(up, local, down matrix) matrix {
	n := up.rows
	negative := newMatrix(n, n).plus(-1, local).inverse()
	high, low := negative.times(up), negative.times(down)
	g, t := low.clone(), high.clone()
	for range 64 {
		u := high.times(low).plus(1, low.times(high))
		inverse := identity(n).plus(-1, u).inverse()
		high2, low2 := inverse.times(high.times(high)), inverse.times(low.times(low))
		high, low = high2, low2
		step := t.times(low)
		g = g.plus(1, step)
		t = t.times(high)
		if largest(step) < 1e-15 {
			break
		}
	}
	return g
}

func largest(m matrix) float64 {
	x := 0.0
	for _, v := range m.at {
		x = max(x, math.Abs(v))
	}
	return x
}
