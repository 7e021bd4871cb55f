package queue

import "math"

// gammaRatio is x^a e^{−x}/Γ(a+1), the Poisson probability of a at mean x
// continued to real a ≥ 0, x > 0, by Loader's saddle-point form, which keeps full
// precision for large a:
//
//	e^{−δ(a) − aφ(x/a)}/√(2πa),  φ(u) = u − 1 − ln u,
//
// δ the Stirling remainder. Loader, Fast and Accurate Computation of Binomial
// Probabilities (2000).
func gammaRatio(a, x float64) float64 {
	if a == 0 {
		return exp(-x)
	}
	return exp(-stirling(a)-a*logGap(x/a)) / math.Sqrt(2*math.Pi*a)
}

// logGap is u − 1 − ln u, by its series near 1.
func logGap(u float64) float64 {
	d := u - 1
	if math.Abs(d) > 0.1 {
		return d - log(u)
	}
	sum, power := 0.0, d*d
	for n := 2.0; n < 40; n++ {
		term := power / n
		sum += term
		if math.Abs(term) <= 1e-18*sum {
			break
		}
		power *= -d
	}
	return sum
}

// stirling is δ(a) = ln Γ(a+1) − (a+½)ln a + a − ½ln 2π, a > 0. The
// asymptotic series above 16, the recursion δ(a) = δ(a+1) + (a+½)ln(1+1/a) − 1
// below. Abramowitz & Stegun 6.1.41.
func stirling(a float64) float64 {
	add := 0.0
	for a < 16 {
		add += (a+0.5)*log(1+1/a) - 1
		a++
	}
	r := 1 / (a * a)
	return add + (1.0/12-r*(1.0/360-r*(1.0/1260-r*(1.0/1680-r/1188))))/a
}

// gammaQ is the regularised upper incomplete gamma function Q(a, x), the
// survival function at x of the gamma law of shape a > 0: one minus the
// series of P below x = a + 1, Lentz's continued fraction above. Abramowitz &
// Stegun 6.5.29, 6.5.31.
func gammaQ(a, x float64) float64 {
	if x <= 0 {
		return 1
	}
	front := gammaRatio(a, x)
	if x < a+1 {
		return max(0, 1-front*gammaSeries(a, x))
	}
	return front * a * gammaFraction(a, x)
}

// gammaP is 1 − gammaQ without cancellation; for whole a it is
// P(Poisson(x) ≥ a).
func gammaP(a, x float64) float64 {
	if x <= 0 {
		return 0
	}
	front := gammaRatio(a, x)
	if x < a+1 {
		return front * gammaSeries(a, x)
	}
	return max(0, 1-front*a*gammaFraction(a, x))
}

// gammaSeries is Σ x^n / ((a+1)…(a+n)).
func gammaSeries(a, x float64) float64 {
	sum, term := 1.0, 1.0
	for n := 1.0; n < 1e6; n++ {
		term *= x / (a + n)
		sum += term
		if term < sum*1e-17 {
			break
		}
	}
	return sum
}

// gammaFraction is the continued fraction 1/(x+1−a− 1(1−a)/(x+3−a− …)).
func gammaFraction(a, x float64) float64 {
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for n := 1.0; n < 1e6; n++ {
		an := -n * (n - a)
		b += 2
		d = an*d + b
		if math.Abs(d) < tiny {
			d = tiny
		}
		c = b + an/c
		if math.Abs(c) < tiny {
			c = tiny
		}
		d = 1 / d
		h *= d * c
		if math.Abs(d*c-1) < 1e-16 {
			break
		}
	}
	return h
}
