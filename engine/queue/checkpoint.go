package queue

import "math"

// YoungInterval is the first-order best time between checkpoints of cost δ
// under failures every M on average: √(2δM). Young (1974).
func YoungInterval(cost, mtbf float64) float64 { return math.Sqrt(2 * cost * mtbf) }

// DalyInterval is the higher-order estimate
//
//	√(2δM)·(1 + ⅓√(δ/2M) + δ/(18M)) − δ  for δ < 2M, else M.
//
// Daly (2006), equation 37.
func DalyInterval(cost, mtbf float64) float64 {
	if cost >= 2*mtbf {
		return mtbf
	}
	x := math.Sqrt(cost / (2 * mtbf))
	return math.Sqrt(2*cost*mtbf)*(1+x/3+x*x/9) - cost
}

// BestInterval is the exact optimum for exponential failures:
// τ = M(1 + W₀(−e^{−1−δ/M})), W₀ the principal branch of Lambert's function.
// Daly (2006). Solved as x = τ/M with x + e^{−x}·… in the form
// (1−x)e^{x} = e^{−δ/M}, by Newton's method.
func BestInterval(cost, mtbf float64) float64 {
	target := cost / mtbf
	if target > 36 { // 1 − x is below e⁻³⁷: x is 1 in 53 bits
		return mtbf
	}
	x := min(math.Sqrt(2*target), 1-1e-12)
	for range 100 {
		// f(x) = −ln(1−x) − x − δ/M, f′ = x/(1−x)
		f := -log1p(-x) - x - target
		next := x - f*(1-x)/x
		if next <= 0 {
			next = x / 2
		}
		if next >= 1 {
			next = (1 + x) / 2
		}
		if math.Abs(next-x) <= 1e-16*x {
			x = next
			break
		}
		x = next
	}
	return x * mtbf
}

// CheckpointEfficiency is the share of the time that becomes lasting work
// with a checkpoint of cost δ after every τ of work and a restart of R after
// each exponential failure, failures hitting checkpoints and restarts too:
//
//	τ / (M e^{R/M}(e^{(τ+δ)/M} − 1)).
//
// Daly (2006), equation 20.
func CheckpointEfficiency(interval, cost, restart, mtbf float64) float64 {
	return interval / (mtbf * exp(restart/mtbf) * expm1((interval+cost)/mtbf))
}
