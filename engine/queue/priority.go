package queue

import (
	"math"
	"slices"
)

// priorities solves a station that serves the smallest priority first. With
// σ(k) the load per server of priorities up to k:
//
//	non-preemptive  W(k) = R / ((1−σ(k−1))(1−σ(k)))
//	preemptive      T(k) = E S(k)/(1−σ(k−1)) + R(k)/((1−σ(k−1))(1−σ(k)))
//
// with R = Σ λE S²/2 over all streams (M/G/1) or C/(cμ) (M/M/c, common μ) and
// R(k) the same over priorities up to k. Cobham (1954); Kella & Yechiali
// (1985). Of a common exponential service at several servers, those of
// priorities up to k are M/M/c by themselves if they interrupt the others.
// Different laws at several servers scale the single fast server's answer:
// Bondi & Buzen (1984), class C, where interrupted D.
func priorities(s *Station, l load, r Result) Result {
	if l.rate == 0 || l.service.Mean == 0 {
		r = r.settle(s, l, Dist{})
		r.Method, r.Class = "idle", A
		return r
	}
	levels := priorityLevels(s, l.c)
	preemptive := s.Discipline == Preemptive
	r.Method, r.Class = "Cobham", A
	if l.c > 1 || l.ca2 != 1 {
		r.Method, r.Class = "Bondi–Buzen", twoMoments(s, l)
		if preemptive && l.c > 1 || math.Abs(l.ca2-1) > 1 {
			r.Class = D
		}
	}
	common := l.ca2 == 1 && l.c > 1 && l.service.SCV == 1 && commonLaw(s)
	if common {
		r.Method, r.Class = "M/M/c priority", A
	}
	scale := 1.0
	if !common && (l.c > 1 || l.ca2 != 1) {
		scale = multiServerScale(l, s.Settled)
	}
	r.Carried = 0
	var waitMean, waitSecond, busy float64
	for i := range s.Customers {
		customer := &s.Customers[i]
		at, _ := slices.BinarySearchFunc(levels, customer.Priority, func(v level, p int) int { return v.priority - p })
		v := levels[at]
		if v.upTo >= 1 {
			// What is left after the levels above goes to this one, shared by rate.
			capacity := max(0, 1-v.before) / (v.upTo - v.before)
			r.Carried += customer.Rate * capacity
			if r.Kept == nil {
				r.Kept = slices.Repeat([]float64{1}, len(s.Customers))
			}
			r.Kept[i] = capacity
			busy += customer.Rate * customer.Service.Mean * capacity
			r.Customers[i] = Response{Unbounded(), Unbounded()}
			waitMean = math.Inf(1)
			continue
		}
		r.Carried += customer.Rate
		busy += customer.Rate * customer.Service.Mean
		var mean float64
		wait := Dist{}
		switch {
		case preemptive && l.ca2 == 1 && v.before == 0 && l.c == 1 && v.alone(customer): // as if there were no others
			wait = pollaczekKhinchine(customer.Rate, customer.Service)
			mean = wait.mean
		case common && preemptive:
			mean = v.cumulative(l)
			if v.before == 0 {
				wait = waiting(ErlangC(l.c, v.upTo*float64(l.c)), Law{l.service.Mean / (float64(l.c) * (1 - v.upTo)), 1})
			}
		case common:
			mean = ErlangC(l.c, l.offered) / (float64(l.c) / l.service.Mean) / ((1 - v.before) * (1 - v.upTo))
		case preemptive:
			mean = customer.Service.Mean*v.before/(1-v.before) + scale*v.residualUpTo/((1-v.before)*(1-v.upTo))
		default:
			mean = scale * v.residual / ((1 - v.before) * (1 - v.upTo))
		}
		if wait.mean == 0 {
			wait = priorityWait(mean, l, customer, &v, preemptive, common)
		}
		wait.rough = v.rough(l, preemptive)
		r.Customers[i] = Response{wait, wait.plus(customer.Service)}
		waitMean += customer.Rate * wait.mean
		waitSecond += customer.Rate * (wait.variance + wait.mean*wait.mean)
	}
	r.Utilisation = min(busy/float64(l.c), 1)
	r.DepartureSCV = departure(l)
	r.PWait = ErlangC(l.c, l.offered)
	if math.IsInf(waitMean, 1) {
		r.InQueue, r.InSystem = math.Inf(1), math.Inf(1)
		r.Wait, r.Sojourn = Unbounded(), Unbounded()
		return r
	}
	mean := waitMean / l.rate
	if mean > 0 {
		r.Wait = waiting(1, Law{mean, max(0, waitSecond/l.rate/(mean*mean)-1)})
	}
	r.Wait.rough = len(levels) > 1 // a mixture of them
	r.Sojourn = r.Wait.plus(l.service)
	r.InQueue = l.rate * mean
	r.InSystem = l.rate * r.Sojourn.mean
	return r
}

// level gathers the streams of one priority.
type level struct {
	priority               int
	load, moment           float64 // of this level: σ, Σ λE S²/2
	before, upTo           float64 // σ of the levels above, and with this one
	residual, residualUpTo float64 // mean residual work found, of all and of the levels up to here
	cubes                  float64 // Σ λE S³ of this level
	third, thirdUpTo       float64 // … of all and of the levels up to here
	rate, rateBefore       float64 // arrivals of this level and of those above
}

// priorityLevels sorts the streams into levels, each as seen by one server c
// times as fast.
func priorityLevels(s *Station, c int) []level {
	var levels []level
	speed := float64(c)
	for i := range s.Customers {
		customer := &s.Customers[i]
		at, ok := slices.BinarySearchFunc(levels, customer.Priority, func(v level, p int) int { return v.priority - p })
		if !ok {
			levels = slices.Insert(levels, at, level{priority: customer.Priority})
		}
		second, third := customer.Service.Moments()
		levels[at].rate += customer.Rate
		levels[at].cubes += customer.Rate * third / (speed * speed * speed)
		levels[at].load += customer.Rate * customer.Service.Mean / speed
		levels[at].moment += customer.Rate * second / (2 * speed * speed)
	}
	var sigma, residual, third, rate float64
	for i := range levels {
		levels[i].rateBefore = rate
		rate += levels[i].rate
		levels[i].before = sigma
		sigma += levels[i].load
		levels[i].upTo = sigma
		if sigma > 1 { // only what is left to it is ever in service
			levels[i].moment *= max(1-levels[i].before, 0) / levels[i].load
			levels[i].cubes *= max(1-levels[i].before, 0) / levels[i].load
		}
		residual += levels[i].moment
		levels[i].residualUpTo = residual
		third += levels[i].cubes
		levels[i].thirdUpTo = third
	}
	for i := range levels {
		levels[i].residual, levels[i].third = residual, third
	}
	return levels
}

// multiServerScale is the wait of first come, first served at c servers by
// that at one server c times as fast. Bondi & Buzen (1984).
func multiServerScale(l load, settled bool) float64 {
	rho := min(l.rho, 0.999)
	l.rate *= rho / l.rho
	l.offered *= rho / l.rho
	l.rho = rho
	one := l.rho * l.service.Mean / float64(l.c) * (1 + l.service.SCV) / (2 * (1 - l.rho))
	if settled && l.c <= renewalLimit {
		_, wait := renewalServers(l)
		return wait.mean / one
	}
	return whitt(l) / one
}

func commonLaw(s *Station) bool {
	for i := range s.Customers {
		if s.Customers[i].Service != s.Customers[0].Service {
			return false
		}
	}
	return true
}

// alone tells whether a stream is all of its level.
func (v *level) alone(of *Customer) bool {
	return math.Abs(v.load-of.Rate*of.Service.Mean) <= 1e-12*v.load
}

// rough tells whether two moments tell too little of the wait of a level: of
// those that others often overtake, the more so where services vary much or
// several servers are interrupted, of which only the mean is known. By
// simulation of two levels, one to three servers, loads up to 0.9.
func (v *level) rough(l load, preemptive bool) bool {
	switch {
	case preemptive && l.c > 1:
		return v.before > 0.25
	case l.service.SCV > 1.5:
		return v.before > 0.4
	}
	return v.before > 0.5
}

// cumulative is the mean wait, interruptions included, at M/M/c where the
// levels up to one are M/M/c by themselves, and so are those above it:
//
//	W(k) = (σ(k)·W(M/M/c of σ(k)) − σ(k−1)·W(M/M/c of σ(k−1))) / (σ(k) − σ(k−1)).
func (v *level) cumulative(l load) float64 {
	c := float64(l.c)
	waits := func(rho float64) float64 { // by the load it is of
		if rho == 0 {
			return 0
		}
		return rho * ErlangC(l.c, rho*c) * l.service.Mean / (c * (1 - rho))
	}
	return (waits(v.upTo) - waits(v.before)) / (v.upTo - v.before)
}

// priorityWait is a wait of the mean given, of who has to wait, as a law of
// two moments. Without interruption, of Poisson arrivals,
//
//	E W² = λE S³/(3(1−σ(k−1))²(1−σ(k))) + 2R·R(k)/((1−σ(k−1))²(1−σ(k))²)
//	       + 2R·R(k−1)/((1−σ(k−1))³(1−σ(k))),
//
// exact at one server, and at M/M/c of those who wait. Who is interrupted
// waits the same of the levels up to his own, and his service takes longer
// with the variance 2E S·R(k−1)/(1−σ(k−1))³. Conway, Maxwell & Miller, Theory of
// Scheduling (1967), section 8.
func priorityWait(mean float64, l load, of *Customer, v *level, preemptive, common bool) Dist {
	if mean == 0 {
		return Dist{}
	}
	p := min(l.rho, 1)
	all, third := v.residual, v.third
	if preemptive {
		all, third = v.residualUpTo, v.thirdUpTo
		p = 1 - (1-v.upTo)*real(of.Service.LST(complex(v.rateBefore, 0))) // not found idle and left alone
	}
	above := v.residualUpTo - v.moment
	a, b := 1-v.before, 1-v.upTo
	second := third/(3*a*a*b) + 2*all*v.residualUpTo/(a*a*b*b) + 2*all*above/(a*a*a*b)
	switch {
	case l.ca2 != 1, l.c > 1 && (preemptive || !common): // only the mean is known
		return waiting(p, Law{mean / p, 1})
	case preemptive:
		first := all / (a * b)
		second += mean*mean - first*first + 2*of.Service.Mean*above/(a*a*a) + of.Service.Variance()*(1/(a*a)-1)
	case common: // of those who wait that of one server, c times as fast
		p = ErlangC(l.c, l.offered)
		second *= p / l.rho
	}
	conditional := mean / p
	return waiting(p, Law{conditional, max(second/p/(conditional*conditional)-1, 0)})
}
