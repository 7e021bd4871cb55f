package queue

// sharing solves processor sharing below saturation. The mean is insensitive
// to the law of the service: all c servers together work like M/M/c, and a
// customer of service time x stays x·E T/E S. Exact for Poisson arrivals:
// Kleinrock (1967), Baskett, Chandy, Muntz & Palacios (1975). With other
// arrivals and exponential services as many are present as if they were served
// in order, so that the mean is that of GI/M/c; other services change it as
// they do in heavy traffic, by
//
//	2(ca²+cs²)/((1+ca²)(1+cs²)).
func sharing(s *Station, l load, r Result) Result {
	r.DepartureSCV = departure(load{c: 1, rho: l.rho, ca2: l.ca2, service: Law{1, 1}})
	if l.rate == 0 || l.service.Mean == 0 {
		r = r.settle(s, l, Dist{})
		r.Method, r.Class = "idle", A
		return r
	}
	r.PWait = ErlangC(l.c, l.offered)
	wait := r.PWait / (float64(l.c)/l.service.Mean - l.rate)
	r.Method, r.Class = "M/G/c-PS", A
	if l.ca2 != 1 {
		wait, r.PWait, r.Class = inOrder(s, l)
		r.Method = "G/G/c-PS"
	}
	x := newSlowing(l, r.PWait, wait)
	r.Sojourn = x.stretched(l.service)
	r.Wait = waiting(1, Law{wait, 1})
	for i := range s.Customers {
		law := s.Customers[i].Service
		r.Customers[i] = Response{waiting(1, Law{law.Mean * (x.stretch - 1), 1}), x.stretched(law)}
	}
	r.InQueue = l.rate * wait
	r.InSystem = l.rate * r.Sojourn.mean
	return r
}

// inOrder is the mean that customers of any arrivals lose to each other under
// processor sharing, and the probability that all servers are busy.
func inOrder(s *Station, l load) (wait, pWait float64, class Class) {
	cs2 := l.service.SCV
	l.service.SCV = 1
	one := *s
	one.Discipline, one.Customers = FCFS, []Customer{{Rate: l.rate, Service: l.service}}
	r := firstCome(&one, l, Result{Offered: l.rate, Carried: l.rate, Customers: make([]Response, 1)})
	if cs2 != 1 {
		r.Class = Worse(r.Class, C)
	}
	return r.Wait.mean * 2 * (l.ca2 + cs2) / ((1 + l.ca2) * (1 + cs2)), r.PWait, r.Class
}

// slowing is how much longer a customer stays than alone: a server's pace
// is shared by D, of mean stretch and a variance, and forgets it at a rate of
// the service received.
type slowing struct {
	stretch, variance, forgets float64
}

// newSlowing takes the number present beyond the servers as geometric, of the
// mean that the wait tells: exact at M/M/c.
func newSlowing(l load, pWait, wait float64) slowing {
	c, m := float64(l.c), l.service.Mean
	x := slowing{stretch: 1 + wait/m}
	if wait == 0 || pWait == 0 {
		return x
	}
	rest := min(pWait*m/(c*wait), 1) // 1 − ratio of the geometric law
	x.variance = max((pWait*(2-rest)-pWait*pWait)/(c*c*rest*rest), 0)
	x.forgets = c * rest / m * 2 / (1 + l.service.SCV)
	return x
}

// stretched is the stay of a customer of service S. Its variance is that of a
// pace that is forgotten exponentially,
//
//	Var T = (E D)²·Var S + 2·Var D·E(θS − 1 + e^{−θS})/θ²,
//
// exact at M/M/1, (2+ρ)/(2−ρ) by the squared mean
// (Coffman, Muntz & Trotter 1970), and at M/G/1 but for the law of the wait in
// order, which is taken as exponential (Yashkov 1983). A constant S is the least
// that one stays.
func (x slowing) stretched(s Law) Dist {
	longer := s.Mean * (x.stretch - 1)
	if longer == 0 || x.variance == 0 {
		return Service(Law{s.Mean + longer, s.SCV})
	}
	theta := x.forgets
	pace := 2 * x.variance * (theta*s.Mean - 1 + real(s.LST(complex(theta, 0)))) / (theta * theta)
	if s.SCV == 0 {
		return waiting(1, Law{longer, pace / (longer * longer)}).plus(s)
	}
	mean := s.Mean + longer
	return Service(Law{mean, s.SCV + pace/(mean*mean)})
}
