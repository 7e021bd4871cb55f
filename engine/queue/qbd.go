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

// phaseTypeServers solves M/PH/c for a service law of two phases, exactly, as
// a quasi-birth–death process: level = customers present, phase = servers in
// the first phase. Levels from c on are matrix-geometric, π(n+1) = π(n)R, with G by
// logarithmic reduction; levels below by block elimination. The moments of
// the wait follow from those of the queue by the distributional law of
// Little, E[N(N−1)] = λ²E W². Neuts (1981); Latouche & Ramaswami (1993).
// Requires ρ < 1 and SCV ≥ ½. O(c³ log) and c⁴/4 for the levels below.
func phaseTypeServers(rate float64, service Law, c int) (pWait float64, wait Dist) {
	s := twoPhaseLaw(service)
	up, local, down := s.repeating(rate, c)
	g := logarithmicReduction(up, local, down)
	// U: what returns to level c from above included.
	inner := local.plus(rate, g) // A1 + A0·G, A0 = λI
	r := identity(c+1).plus(-1, identity(c+1))
	negative := r.plus(-1, inner).inverse() // (−U)⁻¹
	r = r.plus(rate, negative)              // R = A0·(−U)⁻¹

	level := s.boundary(rate, c, inner)
	n := c + 1
	geometric := identity(n).plus(-1, r)
	h1 := geometric.solve(ones(n)) // (I−R)⁻¹1
	h2 := geometric.solve(h1)
	h3 := geometric.solve(h2)
	rh2 := r.times(h2)
	r2h3 := r.times(r.times(h3))
	waits := dot(level.top, h1.at)
	total := level.below + waits
	queue := dot(level.top, rh2.at) / total
	factorial := 2 * dot(level.top, r2h3.at) / total
	pWait = waits / total
	mean := queue / rate
	second := factorial / (rate * rate)
	conditional := mean / pWait
	scv := second/pWait/(conditional*conditional) - 1
	return pWait, waiting(pWait, Law{conditional, max(scv, 0)})
}

// repeating returns the blocks of the levels where all c servers are busy.
func (s twoPhase) repeating(rate float64, c int) (up, local, down matrix) {
	n := c + 1
	up, local, down = newMatrix(n, n), newMatrix(n, n), newMatrix(n, n)
	for i := range n {
		first, second := float64(i)*s.n1, float64(c-i)*s.n2
		up.add(i, i, rate)
		local.add(i, i, -rate-first-second)
		if i > 0 {
			local.add(i, i-1, first*s.follow)
			down.add(i, i-1, first*(1-s.follow)*(1-s.begin))
		}
		down.add(i, i, first*(1-s.follow)*s.begin+second*(1-s.begin))
		if i < c {
			down.add(i, i+1, second*s.begin)
		}
	}
	return up, local, down
}

// boundaryLevels is the stationary vector below the top: unnormalised mass of
// the levels under c, and the vector of level c.
type boundaryLevels struct {
	below float64
	top   []float64
}

// boundary eliminates levels c, c−1, … 0 in turn. inner is the generator of
// level c watched only while at c or below it.
func (s twoPhase) boundary(rate float64, c int, inner matrix) boundaryLevels {
	steps := make([]matrix, c) // π(n+1) = π(n)·steps[n]
	u := inner
	for n := c - 1; n >= 0; n-- {
		up, local, downAbove := newMatrix(n+1, n+2), newMatrix(n+1, n+1), newMatrix(n+2, n+1)
		for i := range n + 1 {
			first, second := float64(i)*s.n1, float64(n-i)*s.n2
			local.add(i, i, -rate-first-second)
			if i > 0 {
				local.add(i, i-1, first*s.follow)
			}
			up.add(i, i+1, rate*s.begin)
			up.add(i, i, rate*(1-s.begin))
		}
		for i := range n + 2 {
			first, second := float64(i)*s.n1, float64(n+1-i)*s.n2
			if i > 0 {
				downAbove.add(i, i-1, first*(1-s.follow))
			}
			if i <= n {
				downAbove.add(i, i, second)
			}
		}
		negative := newMatrix(n+2, n+2).plus(-1, u)
		steps[n] = up.times(negative.inverse())
		u = local.plus(1, steps[n].times(downAbove))
	}
	pi := []float64{1}
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
