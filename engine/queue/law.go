package queue

import "math"

// Law is a distribution of a time on [0, ∞) given by its mean and SCV and
// completed by the usual family: deterministic at SCV 0, gamma below 1 (an
// Erlang where 1/SCV is whole), exponential at 1, and above 1 the
// hyperexponential of two phases with balanced means (both phases carry half
// of the mean). Tijms, A First Course in Stochastic Models (2003), appendix B.
type Law struct {
	Mean float64 // ≥ 0
	SCV  float64 // ≥ 0
}

// Variance of the law.
func (l Law) Variance() float64 { return l.SCV * l.Mean * l.Mean }

// balanced returns the probability of the first phase and the rates of both
// phases of the balanced-means hyperexponential:
// p = (1 + √((c²−1)/(c²+1)))/2, ν₁ = 2p/m, ν₂ = 2(1−p)/m.
func (l Law) balanced() (p, n1, n2 float64) {
	p = (1 + math.Sqrt((l.SCV-1)/(l.SCV+1))) / 2
	return p, 2 * p / l.Mean, 2 * (1 - p) / l.Mean
}

// balancedOrOne is balanced, extended to the exponential.
func (l Law) balancedOrOne() (p, n1, n2 float64) {
	if l.SCV == 1 {
		return 1, 1 / l.Mean, 1 / l.Mean
	}
	return l.balanced()
}

// Moments returns the second and third raw moments.
func (l Law) Moments() (second, third float64) {
	m := l.Mean
	second = m * m * (1 + l.SCV)
	if l.SCV <= 1 { // gamma of shape 1/c²: E X³ = m³ (1+c²)(1+2c²)
		return second, second * m * (1 + 2*l.SCV)
	}
	p, n1, n2 := l.balanced()
	return second, 6*p/(n1*n1*n1) + 6*(1-p)/(n2*n2*n2)
}

// LST is the Laplace–Stieltjes transform E e^{−sX} for Re s ≥ 0.
func (l Law) LST(s complex128) complex128 {
	switch {
	case l.Mean == 0:
		return 1
	case l.SCV == 0:
		return cexp(-s * complex(l.Mean, 0))
	case l.SCV == 1:
		return 1 / (1 + s*complex(l.Mean, 0))
	case l.SCV < 1:
		return cpow(1+s*complex(l.Mean*l.SCV, 0), -1/l.SCV)
	}
	p, n1, n2 := l.balanced()
	return complex(p*n1, 0)/(s+complex(n1, 0)) + complex((1-p)*n2, 0)/(s+complex(n2, 0))
}

// Survival is P(X > t).
func (l Law) Survival(t float64) float64 {
	switch {
	case t < 0:
		return 1
	case l.Mean == 0:
		return 0
	case l.SCV == 0:
		if t < l.Mean {
			return 1
		}
		return 0
	case l.SCV == 1:
		return exp(-t / l.Mean)
	case l.SCV < 1e-6: // a gamma of a shape so large is normal
		return normalTail((t/l.Mean - 1) / math.Sqrt(l.SCV))
	case l.SCV < 1:
		return gammaQ(1/l.SCV, t/(l.Mean*l.SCV))
	}
	p, n1, n2 := l.balanced()
	return p*exp(-n1*t) + (1-p)*exp(-n2*t)
}

// Mix returns the law with the mean and variance of a mixture in which part i
// has weight w(i), not necessarily normalised.
func mix(n int, weight func(int) float64, law func(int) Law) Law {
	var total, first, second float64
	for i := range n {
		w, l := weight(i), law(i)
		total += w
		first += w * l.Mean
		second += w * l.Mean * l.Mean * (1 + l.SCV)
	}
	if total == 0 || first == 0 {
		return Law{}
	}
	first, second = first/total, second/total
	scv := second/(first*first) - 1
	if math.Abs(scv-1) < 1e-12 {
		scv = 1 // rounding must not turn an exponential into something else
	}
	return Law{Mean: first, SCV: max(scv, 0)}
}

// Within is E X·1{X ≤ t}, the part of the mean below t, from ∫₀ᵗ P(X>u)du.
func (l Law) Within(t float64) float64 {
	total := 0.0
	const panels = 16
	for k := range panels {
		low, width := t*float64(k)/panels, t/panels
		for i, x := range gaussNodes {
			total += gaussWeights[i] * width * l.Survival(low+width*x)
		}
	}
	return max(total-t*l.Survival(t), 0)
}
