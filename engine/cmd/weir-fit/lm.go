package main

import "math"

// problem is a least-squares problem in the logarithms of n constants.
type problem struct {
	x        []float64 // current values
	residual func() []residual
	prior    []prior
	soft     float64 // log error beyond which a case counts linearly (soft L1)
	pull     float64 // strength of the priors
}

// residual is the log error of one case and its weight in the fit.
type residual struct{ value, weight float64 }

// prior holds a constant near a value: (ln x − ln centre)/sigma, weighted.
type prior struct{ centre, sigma float64 }

// Strength of the priors against the data: serving constants are many, each
// with rows of several sources behind it.
const (
	pullServing  = 2.0
	pullTraining = 3.0
)

// Where soft L1 turns linear, so that builds, recipes and clusters the rows do
// not name cannot drag physics along. Training steps repeat better than
// serving figures do.
const (
	softServing  = 0.1
	softTraining = 0.05
)

// cost is Σ w·2(√(1+(r/s)²)−1) + Σ κ(δ/σ)².
func (p *problem) cost(rs []residual) float64 {
	sum := 0.0
	for _, r := range rs {
		z := r.value / p.soft
		sum += r.weight * 2 * (math.Sqrt(1+z*z) - 1)
	}
	for i, q := range p.prior {
		d := math.Log(p.x[i]/q.centre) / q.sigma
		sum += p.pull * d * d
	}
	return sum
}

// solve runs Levenberg–Marquardt with reweighting for at most n steps.
func (p *problem) solve(n int, set func([]float64)) float64 {
	mu := 1e-2
	set(p.x)
	rs := p.residual()
	best := p.cost(rs)
	for range n {
		jac := p.jacobian(rs, set)
		improved := false
		for range 6 {
			next := p.step(rs, jac, mu)
			set(next)
			trial := p.residual()
			old := p.x
			p.x = next
			if c := p.cost(trial); c < best {
				gain := best - c
				best, rs, improved = c, trial, gain > 1e-4*best
				mu = max(mu/4, 1e-6)
				break
			}
			p.x = old
			mu *= 6
		}
		set(p.x)
		if !improved {
			break
		}
	}
	return best
}

// jacobian is d residual / d ln x, one column a constant.
func (p *problem) jacobian(rs []residual, set func([]float64)) [][]float64 {
	const h = 1e-3
	cols := make([][]float64, len(p.x))
	for i := range p.x {
		x := append([]float64(nil), p.x...)
		x[i] *= math.Exp(h)
		set(x)
		moved := p.residual()
		col := make([]float64, len(rs))
		for j := range rs {
			col[j] = (moved[j].value - rs[j].value) / h
		}
		cols[i] = col
	}
	set(p.x)
	return cols
}

// step solves the normal equations by Cholesky.
func (p *problem) step(rs []residual, jac [][]float64, mu float64) []float64 {
	n := len(p.x)
	a := make([][]float64, n)
	b := make([]float64, n)
	w := make([]float64, len(rs))
	for j, r := range rs {
		z := r.value / p.soft
		w[j] = r.weight / math.Sqrt(1+z*z) / (p.soft * p.soft)
	}
	for i := range n {
		a[i] = make([]float64, n)
		for k := range i + 1 {
			sum := 0.0
			for j := range rs {
				sum += w[j] * jac[i][j] * jac[k][j]
			}
			a[i][k] = sum
		}
		for j := range rs {
			b[i] -= w[j] * jac[i][j] * rs[j].value
		}
		q := p.prior[i]
		s2 := q.sigma * q.sigma
		a[i][i] += p.pull / s2
		b[i] -= p.pull * math.Log(p.x[i]/q.centre) / s2
		a[i][i] *= 1 + mu
	}
	cholesky(a, b)
	next := make([]float64, n)
	for i := range next {
		next[i] = p.x[i] * math.Exp(min(max(b[i], -0.5), 0.5))
	}
	return next
}

// cholesky solves a·x = b in place for a positive definite a (lower half).
func cholesky(a [][]float64, b []float64) {
	n := len(b)
	for i := range n {
		for j := range i + 1 {
			s := a[i][j]
			for k := range j {
				s -= a[i][k] * a[j][k]
			}
			if i == j {
				a[i][i] = math.Sqrt(max(s, 1e-12))
			} else {
				a[i][j] = s / a[j][j]
			}
		}
	}
	for i := range n {
		for k := range i {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			b[i] -= a[k][i] * b[k]
		}
		b[i] /= a[i][i]
	}
}
