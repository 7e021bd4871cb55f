package queue

import "testing"

func TestStationaryOfBirthDeath(t *testing.T) {
	// M/M/1/3 at ρ = ½: 8/15, 4/15, 2/15, 1/15.
	q := newMatrix(4, 4)
	for i := range 3 {
		q.add(i, i+1, 1)
		q.add(i+1, i, 2)
	}
	for i, want := range []float64{8. / 15, 4. / 15, 2. / 15, 1. / 15} {
		near(t, "p", stationary(q.clone())[i], want, 1e-15)
	}
}

func TestSolveLinear(t *testing.T) {
	m := matrix{2, 2, []float64{0, 2, 3, 1}}
	x := m.solve(matrix{2, 1, []float64{4, 5}})
	near(t, "x", x.at[0], 1, 1e-15)
	near(t, "y", x.at[1], 2, 1e-15)
}
