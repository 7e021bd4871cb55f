package queue

import "math"

// ForkJoin is the mean time until all k branches are done, each an M/M/1 that
// every job visits, with load ρ = λ/μ < 1:
//
//	k = 2  T₂ = (12−ρ)/8 · 1/(μ−λ), exact
//	k ≤ 8  T = (H + (A − H)ρ)/(μ−λ)                      Varma & Makowski (1994)
//	k > 8  T = (H/H₂ + (1 − H/H₂)·4ρ/11)·T₂                Nelson & Tantawi (1988)
//
// H the k-th harmonic number, A = Σ C(k,i)(−1)^{i−1} Σ C(i,m)(m−1)!/i^{m+1}.
// Flatto & Hahn (1984) for two branches. Against long simulations within 1 to
// 4 % for k ≤ 32.
func ForkJoin(rate, mu float64, k int) (mean float64, method string, class Class) {
	rho := rate / mu
	if rho >= 1 {
		return math.Inf(1), "overload", A
	}
	two := (12 - rho) / 8 / (mu - rate)
	switch {
	case k <= 1:
		return 1 / (mu - rate), "M/M/1", A
	case k == 2:
		return two, "Flatto–Hahn", A
	case k <= 8:
		return (harmonic(k) + (heavyTraffic(k)-harmonic(k))*rho) / (mu - rate), "Varma–Makowski", C
	}
	h := harmonic(k) / 1.5
	return (h + (1-h)*4*rho/11) * two, "Nelson–Tantawi", C
}

func harmonic(k int) float64 {
	h := 0.0
	for i := k; i >= 1; i-- {
		h += 1 / float64(i)
	}
	return h
}

// heavyTraffic is the constant A(k) of Varma & Makowski: (μ−λ)T as ρ → 1.
func heavyTraffic(k int) float64 {
	a, sign, choose := 0.0, 1.0, 1.0
	for i := 1; i <= k; i++ {
		choose = choose * float64(k-i+1) / float64(i)
		inner, c, factorial, power := 0.0, 1.0, 1.0, float64(i)
		for m := 1; m <= i; m++ {
			c = c * float64(i-m+1) / float64(m)
			if m > 1 {
				factorial *= float64(m - 1)
			}
			power *= float64(i)
			inner += c * factorial / power
		}
		a += sign * choose * inner
		sign = -sign
	}
	return a
}

// Branches is the time until Needed of several branches are done, from the
// distributions of the branches taken as independent:
//
//	P(done ≤ t) = P(at least Needed of the events T_i ≤ t),
//
// the product of the branch distributions where all are needed. Branches fed
// by the same forks are associated, so for a join of all this bounds the time
// from above (Baccelli, Makowski & Shwartz 1989), tightly from p95 upwards.
type Branches struct {
	Of     []Dist
	Needed int // 1 … len(Of)

	stretch, reach float64 // see Calibrated
}

// Calibrated lowers the body of the distribution so that its mean becomes
// the one given, and leaves the tail: times are read at t(1 + κe^{−t/L}) with
// L = 0.92 of the independent mean, which reproduces the exact percentiles of
// two branches within 0.5 %. A mean above the independent one is left alone.
func (b Branches) Calibrated(mean float64) Branches {
	independent, _ := b.Moments()
	if !(mean < independent) || math.IsInf(independent, 1) {
		return b
	}
	b.reach = 0.92 * independent
	gap := func(stretch float64) float64 {
		b.stretch = stretch
		m, _ := b.Moments()
		return m/mean - 1
	}
	low, high := 0.0, 4.0 // κ < e² keeps the map increasing
	fl, fh := independent/mean-1, gap(high)
	if fh >= 0 {
		return b
	}
	b.stretch = falsePosition(gap, low, fl, high, fh, 1e-11)
	return b
}

// Survival is P(join not done by t).
func (b Branches) Survival(t float64) float64 {
	if b.stretch > 0 {
		t *= 1 + b.stretch*exp(-t/b.reach)
	}
	var space [16]float64
	done := append(space[:0], 1) // law of the number done
	for _, d := range b.Of {
		late := d.Survival(t)
		done = append(done, 0)
		for j := len(done) - 1; j > 0; j-- {
			done[j] = done[j]*late + done[j-1]*(1-late)
		}
		done[0] *= late
	}
	return min(sum(done[:b.Needed]), 1)
}

// Quantile of the join, as of a Dist.
func (b Branches) Quantile(p float64) float64 {
	scale := 0.0
	for _, d := range b.Of {
		if math.IsInf(d.mean, 1) {
			scale = math.Inf(1)
		}
		scale = max(scale, d.mean+math.Sqrt(d.variance))
	}
	if math.IsInf(scale, 1) {
		return scale
	}
	if scale == 0 {
		return 0
	}
	return solveQuantile(b.Survival, 1-p, 0, scale)
}

// Moments returns mean and variance of the join by integrating its survival
// function, E T = ∫P(T>t)dt, E T² = 2∫tP(T>t)dt, over panels that follow its
// quantiles.
func (b Branches) Moments() (mean, variance float64) {
	low := 0.0
	var first, second float64
	for _, p := range []float64{0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 0.99, 0.999, 0.9999, 1 - 1e-6, 1 - 1e-8, 1 - 1e-10} {
		high := b.Quantile(p)
		if math.IsInf(high, 1) {
			return high, high
		}
		for i, x := range gaussNodes {
			t := low + (high-low)*x
			s := b.Survival(t) * gaussWeights[i] * (high - low)
			first += s
			second += 2 * t * s
		}
		low = high
	}
	return first, max(second-first*first, 0)
}

// Together is the mean time until all of k ≥ 2 branches are done, given the
// longest mean of one branch, that of all as if they were independent, and the
// share of waiting in a branch's time. Waits are shared by the forks, services
// are not: of what independent branches add to the longest, the part that
// ForkJoin has at the load where M/M/1 waits for that share. Exact where
// ForkJoin is.
func Together(longest, independent, waiting float64, k int) float64 {
	if k < 2 || !(independent > longest) || math.IsInf(independent, 1) {
		return independent
	}
	rho := min(max(waiting, 0), 1-1e-9)
	all, _, _ := ForkJoin(rho, 1, k)
	part := (all*(1-rho) - 1) / (harmonic(k) - 1)
	return longest + (independent-longest)*part
}

// Steps is a distribution as a mixture of uniform ones, for its transform.
type Steps struct {
	at   []float64
	mass []float64 // between at[i] and at[i+1]
}

// stepCount is how many uniform parts a distribution is cut into.
const stepCount = 240

// Steps cuts the distribution of the join; its mean is the one given.
func (b Branches) Steps(mean float64) Steps {
	high := b.Quantile(1 - 1e-11)
	if !(high > 0) || math.IsInf(high, 1) {
		return Steps{}
	}
	s := Steps{at: make([]float64, stepCount+1), mass: make([]float64, stepCount)}
	last, total := 1.0, 0.0
	for i := 1; i <= stepCount; i++ {
		x := float64(i) / stepCount
		s.at[i] = high * x * x
		now := b.Survival(s.at[i])
		s.mass[i-1] = max(last-now, 0)
		total += s.mass[i-1]
		last = now
	}
	found := 0.0
	for i := range s.mass {
		s.mass[i] /= total
		found += s.mass[i] * (s.at[i] + s.at[i+1]) / 2
	}
	for i := range s.at {
		s.at[i] *= mean / found
	}
	return s
}

// LST is the transform Σ mass·(e^{−sa} − e^{−sb})/(s(b−a)).
func (s Steps) LST(z complex128) complex128 {
	if len(s.mass) == 0 {
		return 1
	}
	var total complex128
	before := complex128(1)
	for i, m := range s.mass {
		after := cexp(-z * complex(s.at[i+1], 0))
		width := complex(s.at[i+1]-s.at[i], 0)
		if part := z * width; math.Abs(real(part))+math.Abs(imag(part)) < 1e-6 {
			total += complex(m, 0) * before * (1 - part/2)
		} else {
			total += complex(m, 0) * (before - after) / part
		}
		before = after
	}
	return total
}
