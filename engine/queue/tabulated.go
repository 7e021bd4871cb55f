package queue

import (
	"math"
	"sync"
)

// tabulated is a function of a time that is smooth in its logarithm, wanted at
// all the times of the grid at once: in a table of so many rows to a step of
// the grid, all are equally far from the row before, and share the weights of
// one interpolation.
type tabulated struct {
	of     func(x float64) float64
	first  float64 // ln x of the first row
	values func() []float64
}

// rows to a step of the grid. With six of them, what is interpolated is off by
// less than 1e-9.
const rows = 16

// tabulate makes a table between two values of x; beyond, the function itself
// is asked, which is quick there.
func tabulate(low, high float64, of func(x float64) float64) *tabulated {
	const step = math.Ln10 / 3 / rows
	t := &tabulated{of: of, first: log(low)}
	t.values = sync.OnceValue(func() []float64 {
		values := make([]float64, int((log(high)-t.first)/step)+1)
		for i := range values {
			values[i] = of(exp(t.first + float64(i)*step))
		}
		return values
	})
	return t
}

// over is the function at the times of the grid, each so many times as long.
func (t *tabulated) over(times float64) (out Dispersion) {
	at := (log(times*dispersionFirst) - t.first) * (3 * rows / math.Ln10)
	values, row := t.values(), math.Floor(at)
	a := between(at - row)
	for i := range out {
		first := row + float64(i*rows) - 2
		if !(first >= 0 && first+6 <= float64(len(values))) {
			out[i] = t.of(times * dispersionTimes[i])
			continue
		}
		v := values[int(first):][:6]
		out[i] = a[0]*v[0] + a[1]*v[1] + a[2]*v[2] + a[3]*v[3] + a[4]*v[4] + a[5]*v[5]
	}
	return out
}

// between are the weights of six equally spaced values, of the polynomial
// through them, a part f of a space behind the third. Lagrange.
func between(f float64) [6]float64 {
	a, b, c, d, e, g := f+2, f+1, f, f-1, f-2, f-3
	return [6]float64{
		-b * c * d * e * g / 120, a * c * d * e * g / 24, -a * b * d * e * g / 12,
		a * b * c * e * g / 12, -a * b * c * d * g / 24, a * b * c * d * e / 120,
	}
}
