package queue

import "math"

// Gathering makes a server take several customers at once: it begins with
// Least or more and takes up to Most, for one service time, which grows by
// Each for every one beyond the first. With Join, arrivals join a batch under
// way while it has fewer than Most. The zero Gathering is none.
type Gathering struct {
	Least, Most int
	Each        float64
	Join        bool
}

// lawOf is the service time of a batch of n.
func (g Gathering) lawOf(one Law, n int) Law {
	mean := one.Mean + g.Each*float64(n-1)
	if g.Each == 0 || mean == 0 {
		return one
	}
	return Law{mean, one.Variance() / (mean * mean)}
}

// gathered solves a station whose servers take customers in batches: by
// BatchTake, BatchJoin or BatchServer for Poisson arrivals at one server.
// Several servers, and arrivals that are not Poisson, scale the wait at one
// server that is c times as fast, as Whitt's formula scales that of single
// customers: class D.
func gathered(s *Station, l load, r Result) Result {
	g := s.Gathering
	full := g.lawOf(l.service, g.Most)
	r.Load = l.rate * full.Mean / float64(l.c*g.Most)
	if l.rate == 0 || full.Mean == 0 {
		r = r.settle(s, l, Dist{})
		r.Method, r.Class = "idle", A
		return r
	}
	if r.Load >= 1 {
		l.service = Law{full.Mean / float64(g.Most), l.service.SCV}
		r = overloaded(s, l, r)
		r.Utilisation = 1
		return r
	}
	c := float64(l.c)
	b := batches(g, l.rate, Law{l.service.Mean / c, l.service.SCV}, c, s.Settled)
	r.Method, r.Class = b.Method, b.Class
	held := (b.InAll/l.rate - b.Wait) * c // mean time in a batch
	wait := b.Wait
	if l.c > 1 || l.ca2 != 1 {
		x := l
		x.rho = r.Load
		x.offered = x.rho * c
		x.rate = x.offered / x.service.Mean
		one := x.rho * x.service.Mean / c * (1 + x.service.SCV) / (2 * (1 - x.rho))
		// Who collects company waits for it however many servers there are.
		collects := min(float64(max(g.Least-1, 0))/(2*l.rate)*(1-r.Load), wait)
		wait = collects + (wait-collects)*whitt(x)/one
		r.Class = D
	}
	r.PWait = min(1-b.Idle, 1)
	if g.Least > 1 {
		r.PWait = 1
	}
	dist := Dist{}
	if wait > 0 {
		dist = waiting(r.PWait, Law{wait / r.PWait, 1})
	}
	r.Wait = dist
	law := l.service
	law.Mean = held
	r.Sojourn = dist.plus(law)
	for i := range s.Customers {
		r.Customers[i] = Response{dist, r.Sojourn}
	}
	r.Utilisation = min(1-b.Idle, 1)
	r.Batch = b.Size
	r.InQueue, r.InSystem = l.rate*wait, l.rate*(wait+held)
	// Departures come in batches: so bursty in the long run as what arrives.
	r.DepartureSCV = max(l.ca2, b.Size*departure(load{c: l.c, rho: r.Load, ca2: 1, service: l.service}))
	return r
}

func batches(g Gathering, rate float64, service Law, c float64, settled bool) Batches {
	exponential := service.SCV == 1 && g.Each == 0
	switch {
	case g.Join:
		b := BatchJoin(rate, 1/service.Mean, g.Most)
		if !exponential || g.Least > 1 {
			b.Class = D
		}
		return b
	case exponential && g.Least <= 1:
		return BatchTake(rate, 1/service.Mean, g.Most)
	}
	states := 256
	if settled {
		states = 1024
	}
	of := func(n int) Law { return Gathering{Each: g.Each / c}.lawOf(service, n) }
	if g.Most <= states/4 {
		if b := batchServer(rate, max(g.Least, 1), g.Most, states, of); b.Class == A {
			return b
		}
	}
	// Beyond the chain: exponential service, scaled as at M/G/1.
	full := of(g.Most)
	b := BatchTake(rate, 1/full.Mean, g.Most)
	b.Wait *= (1 + full.SCV) / 2
	b.InAll = rate * (b.Wait + full.Mean)
	b.Class = D
	return b
}

// bulky solves a first-come station at which customers come in groups: one
// server, Poisson groups, by BatchArrivals. The wait is that of the group's
// first, as at M/G/1 with the groups as customers, and within the group.
func bulky(s *Station, l load, r Result) Result {
	mean := BatchArrivals(l.rate/s.Bulk.Mean, s.Bulk.Mean, s.Bulk.Mean*s.Bulk.Mean*(1+s.Bulk.SCV), l.service)
	// A group needs the time of all its members together.
	group := Law{s.Bulk.Mean * l.service.Mean, l.service.SCV/s.Bulk.Mean + s.Bulk.SCV}
	first := pollaczekKhinchine(l.rate/s.Bulk.Mean, group)
	within := max(mean-first.mean, 0)
	// Those ahead within the group are about geometric in number.
	variance := first.variance + within*within + within*l.service.Mean*(1+l.service.SCV)
	r.PWait = 1 - (1-l.rho)/s.Bulk.Mean
	conditional := mean / r.PWait
	second := (variance + mean*mean) / r.PWait
	wait := waiting(r.PWait, Law{conditional, max(second/(conditional*conditional)-1, 0)})
	r.Method, r.Class = "M[X]/G/1", A
	r = r.settle(s, l, wait)
	if math.IsNaN(r.DepartureSCV) {
		r.DepartureSCV = 1
	}
	return r
}
