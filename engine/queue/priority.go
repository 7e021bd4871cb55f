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
// (1985). Different laws at several servers scale the single fast server's
// answer: Bondi & Buzen (1984), class C.
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
	}
	common := l.ca2 == 1 && l.c > 1 && !preemptive && l.service.SCV == 1 && commonLaw(s)
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
			busy += customer.Rate * customer.Service.Mean * capacity
			r.Customers[i] = Response{Unbounded(), Unbounded()}
			waitMean = math.Inf(1)
			continue
		}
		r.Carried += customer.Rate
		busy += customer.Rate * customer.Service.Mean
		var mean float64
		switch {
		case common:
			mean = ErlangC(l.c, l.offered) / (float64(l.c) / l.service.Mean) / ((1 - v.before) * (1 - v.upTo))
		case preemptive:
			mean = customer.Service.Mean*v.before/(1-v.before) + scale*v.residualUpTo/((1-v.before)*(1-v.upTo))
		default:
			mean = scale * v.residual / ((1 - v.before) * (1 - v.upTo))
		}
		wait := priorityWait(mean, l.rho, preemptive)
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
		second, _ := customer.Service.Moments()
		levels[at].load += customer.Rate * customer.Service.Mean / speed
		levels[at].moment += customer.Rate * second / (2 * speed * speed)
	}
	var sigma, residual float64
	for i := range levels {
		levels[i].before = sigma
		sigma += levels[i].load
		levels[i].upTo = sigma
		residual += levels[i].moment
		levels[i].residualUpTo = residual
	}
	for i := range levels {
		levels[i].residual = residual
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

// priorityWait is a wait of the mean given. Those who find the servers busy
// wait; their wait is taken as exponential.
func priorityWait(mean, rho float64, preemptive bool) Dist {
	if mean == 0 {
		return Dist{}
	}
	p := min(rho, 1)
	if preemptive {
		p = 1
	}
	return waiting(p, Law{mean / p, 1})
}
