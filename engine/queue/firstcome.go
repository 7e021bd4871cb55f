package queue

import "math"

// firstCome solves a first-come, first-served station below saturation by the
// strongest method that applies.
func firstCome(s *Station, l load, r Result) Result {
	if l.rate == 0 || l.service.Mean == 0 {
		r = r.settle(s, l, Dist{})
		r.Method, r.Class = "idle", A
		return r
	}
	switch {
	case s.Pace.lets(l):
		r = r.settle(s, l, Dist{})
		r.DepartureSCV = l.ca2
		r.Method, r.Class = "paced", A
		return r
	case s.Pace.dominated(l):
		return s.Pace.behind(s, l, r)
	}
	poisson, exponential := l.ca2 == 1, l.service.SCV == 1
	var wait Dist
	switch {
	case poisson && exponential:
		c := ErlangC(l.c, l.offered)
		theta := float64(l.c)/l.service.Mean - l.rate
		wait = waiting(c, Law{1 / theta, 1})
		r.PWait = c
		r.Method, r.Class = "M/M/c", A
	case poisson && l.c == 1:
		wait = pollaczekKhinchine(l.rate, l.service)
		r.PWait = l.rho
		r.Method, r.Class = "M/G/1", A
	case poisson && s.Settled && l.service.SCV == 0:
		var mean float64
		mean, r.PWait = constantService(l.c, l.rho, l.service.Mean)
		wait = delayedWait(mean, r.PWait, l)
		r.Method, r.Class = "M/D/c", A
	case poisson && s.Settled && l.service.SCV >= 0.5 && l.c <= phaseTypeLimit:
		r.PWait, wait = phaseTypeServers(poissonArrivals(l.rate), l.service, l.c)
		r.Method, r.Class = "M/PH/c", A
	case poisson:
		r.PWait = ErlangC(l.c, l.offered)
		wait = delayedWait(kimura(l, r.PWait), r.PWait, l)
		r.Method, r.Class = "Kimura", B
		if l.service.SCV > 4 {
			r.Class = D // two moments no longer determine the wait
		}
	case exponential && s.Renewal && l.c <= exponentialLimit:
		wait, r.PWait = exponentialServers(l)
		r.Method, r.Class = "GI/M/c", A
		if l.c == 1 {
			r.Method = "GI/M/1"
		}
	case exponential && l.c == 1 && !(s.Settled && s.Working != nil):
		wait, r.PWait = exponentialServers(l)
		r.Method, r.Class = "GI/M/1", twoMoments(s, l)
	case s.Settled && l.c <= renewalLimit:
		r.PWait, wait = renewalServers(l)
		wait = l.lightly(wait, r.PWait)
		r.Method, r.Class = "GI/PH/c", twoMoments(s, l)
	case l.c == 1:
		r.PWait = waitProbability1(l)
		wait = delayedWait(kraemerLangenbachBelz(l), r.PWait, l)
		r.Method, r.Class = "KLB", twoMoments(s, l)
	default:
		r.PWait = waitProbability(l)
		wait = delayedWait(whitt(l), r.PWait, l)
		r.Method, r.Class = "Whitt", twoMoments(s, l)
	}
	wait.rough = l.ca2 != 1 && r.Class > A && (l.service.SCV > 4.5 || l.ca2 > 5)
	return r.settle(s, l, wait)
}

// twoMoments is the class of an answer from what is known of the arrivals, by
// what the simulation of random networks found. Without the exact solution for
// renewal arrivals that says too little of a flow that other stations have
// shaped, and at several servers with little to do; with it, of very regular
// flows, of those that are regular over short times and bursty over long ones,
// and of shaped ones to several servers with little to do. Loads below 0.3 were
// not simulated.
func twoMoments(s *Station, l load) Class {
	far := max(math.Abs(l.ca2-1), s.Shaped) > 0.02
	solved := s.Settled && l.c <= renewalLimit
	switch {
	case !far:
		return C
	case s.Renewal && l.c > 1 && (!solved && (l.rho < 0.6 || l.ca2 > 4) || l.ca2 < 1.0/6):
		return D // no chain of few phases is as regular
	case s.Renewal:
		return C
	case l.service.SCV < 0.25: // behind services as constant nobody waits; two moments do not know it
		return D
	case !solved, l.ca2 < 0.4, l.working.Least() < 0.9 && l.working.Limit() > 1.2:
		return D
	case s.Shaped > 0.5 && (l.rho < 0.3 || l.c > 1 && l.rho < 0.5):
		return D
	}
	return C
}

// exponentialLimit is the largest number of servers GI/M/c is solved for: beyond
// it the terms of its sum, which change sign, cancel.
const exponentialLimit = 100

// renewalLimit is the largest number of servers GI/PH/c is solved for.
const renewalLimit = 8

// renewalServers solves GI/PH/c. Streams of the same dispersion may wait
// differently. Of one that is regular over short times and bursty over long
// ones, the renewal stream that it is like waits less, in the mean, and one of
// which the pace changes waits more: their geometric mean, of weights 0.3 and
// 0.7, is nearest to the simulation of random networks.
func renewalServers(l load) (pWait float64, wait Dist) {
	pWait, wait = phaseServers(l, renewalArrivals(Law{1 / l.rate, l.ca2}))
	paced, ok := l.paced()
	if !ok {
		return pWait, wait
	}
	p, w := phaseServers(l, paced.arrivals())
	if p == 0 || w.mean == 0 || wait.mean == 0 {
		return p, w
	}
	part := func(a, b float64) float64 { return exp(0.3*log(a) + 0.7*log(b)) }
	mean, spread := part(wait.mean, w.mean), 0.3*conditionalSCV(wait, pWait)+0.7*conditionalSCV(w, p)
	pWait = part(pWait, p)
	return pWait, waiting(pWait, Law{mean / pWait, spread})
}

// lightly is a wait as renewalServers has it, a little shorter at several
// servers with little to do that streams shaped by other stations come to, by
//
//	0.2·(0.6 − ρ)
//
// where services vary no more than exponential ones, and by nothing from
// cs² = 2 on: so much too long it is on average over random networks.
func (l *load) lightly(wait Dist, pWait float64) Dist {
	if l.working == nil || l.c == 1 || l.rho >= 0.6 || pWait == 0 {
		return wait
	}
	steady := min(max(2-l.service.SCV, 0), 1)
	mean := wait.mean * (1 - 0.2*(0.6-l.rho)*steady)
	return waiting(pWait, Law{mean / pWait, conditionalSCV(wait, pWait)})
}

// paced is the stream of changing pace that has the dispersion of what
// arrives; false where it does not become burstier, or is not regular.
func (l *load) paced() (modulated, bool) {
	if l.working == nil || l.rho >= 1 {
		return modulated{}, false
	}
	count := counting(l.rho, float64(l.c), l.service)
	phases := min(max(mostBlock/(2*(l.c+1)), 1), mostPhases)
	m := fitModulated(l.working, l.rate, 0.1*l.service.Mean, 5*count, 1/float64(phases))
	return m, m.depth > 0.01 && m.scv < 0.95
}

// mostBlock bounds the states of a level of phaseServers.
const mostBlock = 56

// phaseServers solves MAP/PH/c. Services less variable than two phases can be,
// c² < ½, are extrapolated from c² = ½ and 1, the wait being nearly linear in
// it.
func phaseServers(l load, arrive arrivals) (pWait float64, wait Dist) {
	if l.service.SCV >= 0.5 {
		return phaseTypeServers(arrive, l.service, l.c)
	}
	p1, one := phaseTypeServers(arrive, Law{l.service.Mean, 1}, l.c)
	p2, half := phaseTypeServers(arrive, Law{l.service.Mean, 0.5}, l.c)
	far := (1 - l.service.SCV) / 0.5
	line := func(a, b float64) float64 { // from 1 past ½, but never below 0
		if a <= 0 || b <= 0 {
			return 0
		}
		return max(a+far*(b-a), 0)
	}
	pWait = min(line(p1, p2), 1)
	mean, spread := line(one.mean, half.mean), line(conditionalSCV(one, p1), conditionalSCV(half, p2))
	if pWait == 0 || mean == 0 {
		return 0, Dist{}
	}
	return pWait, waiting(pWait, Law{mean / pWait, spread})
}

// conditionalSCV is that of a wait of those who wait.
func conditionalSCV(d Dist, p float64) float64 {
	if p == 0 || d.mean == 0 {
		return 0
	}
	return max((d.variance+d.mean*d.mean)*p/(d.mean*d.mean)-1, 0)
}

// phaseTypeLimit is the largest number of servers M/PH/c is solved for.
const phaseTypeLimit = 100

// pollaczekKhinchine is the wait at M/G/1:
//
//	E W = λE S²/(2(1−ρ)),  E W² = 2(E W)² + λE S³/(3(1−ρ)).
//
// Pollaczek (1930), Khinchine (1932); second moment by Takács (1962).
func pollaczekKhinchine(rate float64, service Law) Dist {
	idle := 1 - rate*service.Mean
	second, third := service.Moments()
	mean := rate * second / (2 * idle)
	if service.SCV >= 1 {
		return rationalWait(rate, service)
	}
	return Dist{mean: mean, variance: mean*mean + rate*third/(3*idle), form: pollaczek, w1: rate, law: service}
}

// rationalWait is the wait at M/H2/1: the poles −r of the transform are the
// roots of r² − (ν₁+ν₂−λ)r + ν₁ν₂(1−ρ) = 0, both real and positive, and their
// residues the weights.
func rationalWait(rate float64, service Law) Dist {
	p, n1, n2 := service.balancedOrOne()
	rho := rate * service.Mean
	if service.SCV == 1 {
		return twoPhases(rho, n1-rate, 0, n1-rate)
	}
	// s − λ(1 − S*(s)) = s·[(s+ν₁)(s+ν₂) − λ(s + pν₂ + (1−p)ν₁)]/((s+ν₁)(s+ν₂))
	b := n1 + n2 - rate
	c := n1*n2 - rate*(p*n2+(1-p)*n1)
	high := (b + math.Sqrt(max(b*b-4*c, 0))) / 2
	low := c / high
	// P(W > t) = Σ w e^{−rt} with w = (1−ρ)(ν₁−r)(ν₂−r)/(r(r′−r)).
	w := func(r, other float64) float64 { return (1 - rho) * (n1 - r) * (n2 - r) / (r * (other - r)) }
	return twoPhases(w(low, high), low, w(high, low), high)
}

// kimura is the mean wait at M/G/c by interpolation between M/M/c and M/D/c:
//
//	E W = (1+cs²) / (2cs²/W(M/M/c) + (1−cs²)/W(M/D/c)).
//
// Kimura, Operations Research 34 (1986). Within 2.5 % for cs² ≤ 4.
func kimura(l load, pWait float64) float64 {
	mmc := pWait / (float64(l.c)/l.service.Mean - l.rate)
	mdc := cosmetatos(l.c, l.rho) / 2 * mmc
	cs2 := l.service.SCV
	denominator := 2*cs2/mmc + (1-cs2)/mdc
	return (1 + cs2) / denominator
}

// cosmetatos is the wait at M/D/c by half that at M/M/c,
//
//	1 + (1−ρ)(c−1)(√(4+5c) − 2)/(16cρ),
//
// with the cap of 0.24 on the second term that Whitt (1993), equation 2.10,
// gives for light load. Cosmetatos (1975).
func cosmetatos(c int, rho float64) float64 { return 1 + lightLoad(c, rho) }

func lightLoad(c int, rho float64) float64 {
	m := float64(c)
	return min(0.24, (1-rho)*(m-1)*(math.Sqrt(4+5*m)-2)/(16*m*rho))
}

// kraemerLangenbachBelz is the mean wait at GI/G/1:
//
//	E W = ρE S(ca²+cs²)/(2(1−ρ)) · g,
//	g = exp(−2(1−ρ)(1−ca²)²/(3ρ(ca²+cs²)))      ca² ≤ 1,
//	g = exp(−(1−ρ)(ca²−1)/(ca²+4cs²))           ca² > 1.
//
// Kraemer & Langenbach-Belz, ITC 8 (1976).
func kraemerLangenbachBelz(l load) float64 {
	ca2, cs2, idle := l.ca2, l.service.SCV, 1-l.rho
	if ca2+cs2 == 0 {
		return 0
	}
	heavy := l.rho * l.service.Mean * (ca2 + cs2) / (2 * idle)
	if ca2 <= 1 {
		return heavy * exp(-2*idle*(1-ca2)*(1-ca2)/(3*l.rho*(ca2+cs2)))
	}
	return heavy * exp(-idle*(ca2-1)/(ca2+4*cs2))
}

// whitt is the mean wait at GI/G/c: φ(ρ, ca², cs², c)·(ca²+cs²)/2·W(M/M/c).
// Whitt, Production and Operations Management 2 (1993), equations 2.16–2.25.
func whitt(l load) float64 {
	ca2, cs2 := l.ca2, l.service.SCV
	mmc := ErlangC(l.c, l.offered) / (float64(l.c)/l.service.Mean - l.rate)
	gamma := lightLoad(l.c, l.rho)
	phi1 := 1 + gamma
	phi2 := 1 - 4*gamma
	phi3 := phi2 * exp(-2*(1-l.rho)/(3*l.rho))
	phi4 := min(1, (phi1+phi3)/2)
	psi := 1.0
	c2 := (ca2 + cs2) / 2
	if c2 == 0 {
		return 0
	}
	if c2 < 1 {
		psi = exp(2 * (1 - c2) * log(phi4))
	}
	var phi float64
	if ca2 >= cs2 {
		d := 4*ca2 - 3*cs2
		phi = 4*(ca2-cs2)/d*phi1 + cs2/d*psi
	} else {
		d := 2 * (ca2 + cs2)
		phi = (cs2-ca2)/d*phi3 + (cs2+3*ca2)/d*psi
	}
	return phi * c2 * mmc
}

// waitProbability1 is P(W > 0) at GI/G/1: ρ + (ca²−1)ρ(1−ρ)h.
// Whitt (1983), equations 50–51.
func waitProbability1(l load) float64 {
	ca2, cs2, rho := l.ca2, l.service.SCV, l.rho
	var h float64
	if ca2 < 1 {
		h = (1 + ca2 + rho*cs2) / (1 + rho*(cs2-1) + rho*rho*(4*ca2+cs2))
	} else {
		h = 4 * rho / (ca2 + rho*rho*(4*ca2+cs2))
	}
	return min(max(rho+(ca2-1)*rho*(1-rho)*h, 0), 1)
}

// waitProbability is P(W > 0) at GI/G/c by scaling Erlang's C with the
// heavy-traffic normal limit. Whitt (1993), equations 3.1–3.10.
func waitProbability(l load) float64 {
	ca2, cs2 := l.ca2, l.service.SCV
	m, root, idle := float64(l.c), math.Sqrt(float64(l.c)), 1-l.rho
	scaled := func(x float64) float64 {
		base := normalTail(idle * root)
		if base == 0 {
			return 0
		}
		return min(1, normalTail(x)*ErlangC(l.c, l.offered)/base)
	}
	p4 := 0.0
	if ca2+cs2 > 0 {
		p4 = scaled((1 + cs2) * idle * root / (ca2 + cs2))
	}
	p5 := scaled(2 * idle * root / (1 + ca2))
	p1 := l.rho*l.rho*p4 + (1-l.rho*l.rho)*p5
	if l.c <= 6 || ca2 >= 1 {
		return p1
	}
	z := (ca2 + cs2) / (1 + cs2)
	if z == 0 {
		return p1
	}
	gamma := (m - m*l.rho - 0.5) / math.Sqrt(m*l.rho*z)
	p6 := normalTail(gamma)
	p2 := ca2*p1 + (1-ca2)*p6
	switch {
	case gamma <= 0.5:
		return p1
	case gamma >= 1:
		return p2
	}
	blend := 2 * (1 - ca2) * (gamma - 0.5)
	return blend*p2 + (1-blend)*p1
}

// delayedWait is a wait of the mean given, whose positive part has
//
//	cD² = 2ρ − 1 + 4(1−ρ)d/(3(cs²+1)²),
//	d = 3cs²(1+cs²) for cs² ≥ 1, (2cs²+1)(cs²+1) below.
//
// Whitt (1983), equation 53; Whitt (1993), equation 4.3 for c servers.
func delayedWait(mean, pWait float64, l load) Dist {
	if mean == 0 || pWait == 0 {
		return Dist{}
	}
	cs2 := l.service.SCV
	d := (2*cs2 + 1) * (cs2 + 1)
	if cs2 >= 1 {
		d = 3 * cs2 * (1 + cs2)
	}
	scv := 2*l.rho - 1 + 4*(1-l.rho)*d/(3*(cs2+1)*(cs2+1))
	return waiting(pWait, Law{mean / pWait, max(scv, 0)})
}
