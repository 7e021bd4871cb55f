package queue

// renewal is a stationary renewal process whose renewal density is
// λ + Be^{−γt}. Its index of dispersion is
//
//	I(t) = c² + (1−c²)(1 − e^{−γt})/(γt),
//
// exact for the balanced hyperexponential, γ = 2λ/(c²+1), and for Erlang-2;
// γ = 2λ/(1−c²), for which intervals of no length are impossible, for other
// c² < 1. Cox & Lewis (1966), chapter 4.
type renewal struct {
	scv   float64 // c²
	decay float64 // γ
	bend  float64 // (1−c²)·d ln γ/dc²
}

func newRenewal(rate, scv float64) renewal {
	if scv < 1 {
		return renewal{scv, 2 * rate / (1 - scv), 1}
	}
	return renewal{scv, 2 * rate / (1 + scv), (scv - 1) / (scv + 1)}
}

// at is e^{−γt}, (1−e^{−γt})/γt, and by how much I(t) rises with c².
func (r *renewal) at(t float64) (left, mean, slope float64) {
	y := r.decay * t
	if y < 1e-4 {
		left, mean = 1-y*(1-y/2), 1-y/2*(1-y/3)
		return left, mean, y/2*(1-y/3) - r.bend*y/2*(1-y*2/3)
	}
	m := expm1(-y)
	left, mean = 1+m, -m/y
	return left, mean, 1 - mean + r.bend*(left-mean)
}

// over is I at the times of the grid, each so many times as long.
func (r *renewal) over(times float64) Dispersion {
	out := decay.over(r.decay * times)
	for i, mean := range out {
		out[i] = r.scv + (1-r.scv)*mean
	}
	return out
}

// decay is (1 − e^{−x})/x.
var decay = tabulate(1e-5, 700, func(x float64) float64 {
	switch {
	case x < 1e-5:
		return 1 - x/2
	case x > 700:
		return 1 / x
	}
	return -expm1(-x) / x
})
