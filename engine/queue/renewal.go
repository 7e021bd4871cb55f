package queue

// renewal is a stationary renewal process. Its index of dispersion, where its
// renewal density is λ + Be^{−γt}, is
//
//	I(t) = c² + (1−c²)(1 − e^{−γt})/(γt),
//
// exact for the balanced hyperexponential, γ = 2λ/(c²+1), and for Erlang-2;
// γ = 2λ/(1−c²), for which intervals of no length are impossible, for other
// c² between ½ and 1. Cox & Lewis (1966), chapter 4. Below ½, with x = λt/(1−c²),
//
//	I(t) = c² + (1−c²)(1 + bx)/(1 + (1+b)x + bx²/a),
//
// right at the start, I = 1 − λt + …, and, by a = (1+c²)/(6(1−c²)), at the end,
// I = c² + (1−c⁴)/(6λt) + …, as of gamma renewals; with b = 3/2 − 2c², at most
// 1, within 0.04 of Erlang-3 to 6.
type renewal struct {
	scv   float64 // c²
	decay float64 // γ, or 1/(1−c²) times λ below ½
}

func newRenewal(rate, scv float64) renewal {
	switch {
	case scv < 0.5:
		return renewal{scv, rate / (1 - scv)}
	case scv < 1:
		return renewal{scv, 2 * rate / (1 - scv)}
	}
	return renewal{scv, 2 * rate / (1 + scv)}
}

// index is I(t).
func (r *renewal) index(t float64) float64 {
	if r.scv < 0.5 {
		return r.scv + (1-r.scv)*r.regular(r.decay*t)
	}
	return r.scv + (1-r.scv)*decay.of(r.decay*t)
}

func (r *renewal) regular(x float64) float64 {
	a, b := (1+r.scv)/(6*(1-r.scv)), min(1.5-2*r.scv, 1)
	return (1 + b*x) / (1 + (1+b)*x + b*x*x/a)
}

// over is I at the times of the grid, each so many times as long.
func (r *renewal) over(times float64) Dispersion {
	var out Dispersion
	if r.scv < 0.5 {
		for i, t := range dispersionTimes {
			out[i] = r.regular(r.decay * times * t)
		}
	} else {
		out = decay.over(r.decay * times)
	}
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
