package queue

import "math"

// EquivalentSCV is the SCV of the renewal stream that makes as much work wait
// at a station as the one of the dispersion given: with it the formulas for
// renewal streams answer for one that stations have shaped. The two are as
// dispersed over the times that count there, those in which a queue forgets.
func (d *Dispersion) EquivalentSCV(rate float64, servers int, service Law) float64 {
	c := float64(max(servers, 1))
	rho := rate * service.Mean / c
	switch {
	case d == nil || rho <= 0:
		return 1
	case rho >= 1:
		return d.Limit()
	}
	mean := counting(rho, c, service)
	want := over(mean, d.at)
	gap := func(scv float64) float64 {
		r := newRenewal(rate, scv)
		return want - over(mean, r.index)
	}
	low, high := 0.0, max(1, 2*d.Limit())
	least, most := gap(low), gap(high)
	if least <= 0 {
		return 0 // no renewal stream is as regular
	}
	// A stream may be burstier over short times than any renewal stream: groups.
	for bound := 2 * d.most(); ; {
		if most <= 0 {
			return falsePosition(gap, low, least, high, most, 1e-7*want)
		}
		if !(high < bound) {
			return high
		}
		low, least = high, most
		high = min(2*high, bound)
		most = gap(high)
	}
}

// counting is the mean of the times that count at a station,
//
//	T = ¾·E S(1 + cs²)/(c(1−ρ)²) + 2·E S.
//
// The first part is a multiple of the relaxation time of the queue. The
// numbers are from the simulation of random networks, seeds below 301, loads of
// 0.3 to 0.9 and up to four servers.
func counting(rho, c float64, service Law) float64 {
	return service.Mean * (0.75*(1+service.SCV)/(c*(1-rho)*(1-rho)) + 2)
}

// over is the mean of a dispersion over the times that count, gamma
// distributed of shape 2 and the mean given.
func over(mean float64, of func(t float64) float64) float64 {
	sum := 0.0
	for i, x := range countingTimes {
		sum += countingWeights[i] * of(mean*x)
	}
	return sum
}

// Times one step of the grid of a dispersion apart, and the weights x²e^{−2x}
// in ln x there.
var countingTimes, countingWeights = func() (x, w [8]float64) {
	sum := 0.0
	for i := range x {
		x[i] = exp(float64(i-5) * (math.Ln10 / 3))
		w[i] = x[i] * x[i] * exp(-2*x[i])
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	return x, w
}()
