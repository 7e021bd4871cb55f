package queue

import (
	"math"
	"sync"
)

// GammaPercentiles are the quantiles at Levels of the gamma distribution of
// the mean and variance given: a preview from two moments, class D. From a
// table over the coefficient of variation, 1e-4 relative or better up to a
// coefficient of 4, beyond which that of 4 is taken.
func GammaPercentiles(mean, variance float64) [len(Levels)]float64 {
	var q [len(Levels)]float64
	if math.IsInf(mean, 0) || math.IsInf(variance, 0) || math.IsNaN(variance) {
		for i := range q {
			q[i] = math.Inf(1)
		}
		return q
	}
	if mean <= 0 {
		return q
	}
	table := gammaTable()
	x := min(math.Sqrt(max(variance, 0))/mean*gammaSteps, float64(len(table)-1))
	k := min(int(x), len(table)-2)
	u := x - float64(k)
	// Cubic through four neighbours (Lagrange), shifted inward at the ends.
	first := min(max(k-1, 0), len(table)-4)
	v := u + float64(k-first)
	c0 := -(v - 1) * (v - 2) * (v - 3) / 6
	c1 := v * (v - 2) * (v - 3) / 2
	c2 := -v * (v - 1) * (v - 3) / 2
	c3 := v * (v - 1) * (v - 2) / 6
	for i := range q {
		q[i] = mean * (c0*table[first][i] + c1*table[first+1][i] + c2*table[first+2][i] + c3*table[first+3][i])
		q[i] = max(q[i], 0)
	}
	return q
}

const (
	gammaSteps = 16 // table rows per unit of the coefficient of variation
	gammaRange = 4
)

// gammaTable holds the quantiles of gamma laws of mean 1 by coefficient of
// variation, computed once when first needed.
var gammaTable = sync.OnceValue(func() [][len(Levels)]float64 {
	table := make([][len(Levels)]float64, gammaRange*gammaSteps+1)
	for k := range table {
		cv := float64(k) / gammaSteps
		for i, p := range Levels {
			table[k][i] = 1
			if k > 0 {
				shape := 1 / (cv * cv)
				table[k][i] = solveQuantile(func(t float64) float64 { return gammaQ(shape, t*shape) }, 1-p, 0, 1)
			}
		}
	}
	return table
})
