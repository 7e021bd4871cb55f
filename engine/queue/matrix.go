package queue

import "math"

// matrix is a dense matrix by rows. Sums run in index order, so that results
// are the same bits everywhere.
type matrix struct {
	rows, cols int
	at         []float64
}

func newMatrix(rows, cols int) matrix { return matrix{rows, cols, make([]float64, rows*cols)} }

func identity(n int) matrix {
	m := newMatrix(n, n)
	for i := range n {
		m.at[i*n+i] = 1
	}
	return m
}

func (m matrix) get(i, j int) float64    { return m.at[i*m.cols+j] }
func (m matrix) add(i, j int, x float64) { m.at[i*m.cols+j] += x }
func (m matrix) row(i int) []float64     { return m.at[i*m.cols : (i+1)*m.cols] }
func (m matrix) clone() matrix           { return matrix{m.rows, m.cols, append([]float64(nil), m.at...)} }

// times is the product m·b.
func (m matrix) times(b matrix) matrix {
	p := newMatrix(m.rows, b.cols)
	for i := range m.rows {
		to := p.row(i)
		for k, x := range m.row(i) {
			if x == 0 {
				continue
			}
			for j, y := range b.row(k) {
				to[j] += float64(x * y)
			}
		}
	}
	return p
}

// plus is m + scale·b.
func (m matrix) plus(scale float64, b matrix) matrix {
	p := m.clone()
	for i, x := range b.at {
		p.at[i] += float64(scale * x)
	}
	return p
}

// kronecker is the matrix of the blocks m(i, j)·b.
func (m matrix) kronecker(b matrix) matrix {
	p := newMatrix(m.rows*b.rows, m.cols*b.cols)
	for i := range m.rows {
		for j, x := range m.row(i) {
			if x == 0 {
				continue
			}
			for k := range b.rows {
				for l, y := range b.row(k) {
					p.at[(i*b.rows+k)*p.cols+j*b.cols+l] = x * y
				}
			}
		}
	}
	return p
}

// left is the row vector x·m.
func (m matrix) left(x []float64) []float64 {
	y := make([]float64, m.cols)
	for i, v := range x {
		if v == 0 {
			continue
		}
		for j, a := range m.row(i) {
			y[j] += float64(v * a)
		}
	}
	return y
}

// solve returns X with m·X = b, by Gaussian elimination with partial
// pivoting. A singular m gives infinities or NaN, never a panic.
func (m matrix) solve(b matrix) matrix {
	a, x, n := m.clone(), b.clone(), m.rows
	for k := range n {
		pivot := k
		for i := k + 1; i < n; i++ {
			if math.Abs(a.get(i, k)) > math.Abs(a.get(pivot, k)) {
				pivot = i
			}
		}
		if pivot != k {
			swap(a.row(k), a.row(pivot))
			swap(x.row(k), x.row(pivot))
		}
		for i := k + 1; i < n; i++ {
			f := a.get(i, k) / a.get(k, k)
			if f == 0 {
				continue
			}
			subtract(a.row(i)[k:], f, a.row(k)[k:])
			subtract(x.row(i), f, x.row(k))
		}
	}
	for k := n - 1; k >= 0; k-- {
		for i := k + 1; i < n; i++ {
			if f := a.get(k, i); f != 0 {
				subtract(x.row(k), f, x.row(i))
			}
		}
		for j := range x.row(k) {
			x.row(k)[j] /= a.get(k, k)
		}
	}
	return x
}

// inverse of m.
func (m matrix) inverse() matrix { return m.solve(identity(m.rows)) }

func swap(a, b []float64) {
	for i := range a {
		a[i], b[i] = b[i], a[i]
	}
}

// subtract takes f·b from a.
func subtract(a []float64, f float64, b []float64) {
	for i, x := range b {
		a[i] -= float64(f * x)
	}
}

func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

func dot(x, y []float64) float64 {
	s := 0.0
	for i, v := range x {
		s += float64(v * y[i])
	}
	return s
}

func ones(n int) matrix {
	m := newMatrix(n, 1)
	for i := range m.at {
		m.at[i] = 1
	}
	return m
}

// stationary solves πQ = 0, Σπ = 1 for the irreducible generator Q by the
// elimination of Grassmann, Taksar & Heyman (1985), which subtracts nothing
// and so loses no digits. The diagonal of q is not read; q is overwritten.
func stationary(q matrix) []float64 {
	n := q.rows
	for k := n - 1; k > 0; k-- {
		row := q.row(k)
		first := 0 // elimination fills nothing left of a row's first entry
		for first < k-1 && row[first] == 0 {
			first++
		}
		out := sum(row[first:k])
		for i := range k {
			f := q.get(i, k) / out
			q.at[i*n+k] = f
			if f == 0 {
				continue
			}
			to := q.row(i)
			for j := first; j < k; j++ {
				to[j] += float64(f * row[j])
			}
		}
	}
	pi := make([]float64, n)
	pi[0] = 1
	total := 1.0
	for k := 1; k < n; k++ {
		for i := range k {
			pi[k] += float64(pi[i] * q.get(i, k))
		}
		total += pi[k]
	}
	for i := range pi {
		pi[i] /= total
	}
	return pi
}
