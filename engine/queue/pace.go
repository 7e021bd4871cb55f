package queue

import "math"

// Pace says how close together the customers of a stream may come: at most
// Servers of them within any Gap, for they leave as many servers whose service
// time is constant.
type Pace struct {
	Gap     float64
	Servers int
	Whole   bool // the stream is all that the servers let go, in its order

	// What came to those servers, where it is Whole.
	rate, scv      float64
	renewal, group bool
	shaped         float64
	working        *Dispersion
}

// Constant is the pace that a station gives those it serves; nil where it gives
// none, or where what came in held a stricter one.
func (s *Station) Constant() *Pace {
	l := newLoad(s)
	first := s.Discipline == FCFS && s.Capacity == 0 && s.Patience == 0 && s.Gathering.Most <= 1
	if !first || l.service.SCV != 0 || l.service.Mean == 0 || l.rate == 0 {
		return nil
	}
	if s.Pace.lets(l) {
		return s.Pace
	}
	p := &Pace{Gap: l.service.Mean, Servers: l.c, Whole: l.rho < 1, rate: l.rate, scv: l.ca2, renewal: s.Renewal, group: s.Bulk.Mean > 1, shaped: s.Shaped, working: s.Working}
	if q := s.Pace; q.dominated(l) {
		p.rate, p.scv, p.renewal, p.shaped, p.working = q.rate, q.scv, q.renewal, q.shaped, q.working
	}
	return p
}

// Clockwork is the pace of a source that sends at fixed times.
func Clockwork(rate float64) *Pace { return &Pace{Gap: 1 / rate, Servers: 1} }

// Part is the pace of a part of the stream.
func (p *Pace) Part() *Pace {
	if p == nil || !p.Whole {
		return p
	}
	return &Pace{Gap: p.Gap, Servers: p.Servers}
}

// Paced is the pace of streams that arrive together; nil unless all have one.
func Paced(streams []Stream) *Pace {
	if len(streams) == 1 {
		return streams[0].Pace
	}
	together := &Pace{Gap: math.Inf(1)}
	for i := range streams {
		p := streams[i].Pace
		if p == nil {
			return nil
		}
		together.Gap = min(together.Gap, p.Gap)
		together.Servers += p.Servers
	}
	if together.Servers == 0 {
		return nil
	}
	return together
}

// Same tells whether two paces are the same figures.
func (p *Pace) Same(o *Pace) bool {
	if p == o || p == nil || o == nil {
		return p == o
	}
	a, b := *p, *o
	a.working, b.working = nil, nil
	return a == b && p.working.Same(o.working)
}

// lets tells whether all that comes at such a pace finds a server free: those
// who came within a service time are fewer than the servers. That holds for
// every stream of that pace.
func (p *Pace) lets(l load) bool {
	return p != nil && l.service.SCV == 0 && float64(p.Servers)*math.Ceil(l.service.Mean/p.Gap-1e-9) <= float64(l.c)
}

// dominated tells whether a station of constant service is a slower one, with
// as many servers, behind the one that gives the pace.
func (p *Pace) dominated(l load) bool {
	return p != nil && p.Whole && !p.group && l.service.SCV == 0 && p.Servers == l.c && l.service.Mean > p.Gap
}

// behind is the mean wait at a station of constant service behind faster ones
// with as many servers. In all of them together a customer waits as long as it
// would at the slowest alone, whatever the arrivals: what the faster ones have
// taken of that is over. Friedman, Reduction Methods for Tandem Queuing Systems,
// Operations Research 13 (1965).
func (p *Pace) behind(s *Station, l load, r Result) Result {
	alone := func(service float64) Result {
		return Solve(Station{
			Discipline: FCFS, Servers: p.Servers, ArrivalSCV: p.scv, Renewal: p.renewal, Shaped: p.shaped, Working: p.working, Settled: s.Settled,
			Customers: []Customer{{Rate: p.rate, Service: Law{Mean: service}}},
		})
	}
	slow, fast := alone(l.service.Mean), alone(p.Gap)
	mean := max(slow.Wait.mean-fast.Wait.mean, 0)
	r.PWait = slow.PWait
	wait := Dist{}
	if r.PWait > 0 {
		wait = waiting(r.PWait, Law{mean / r.PWait, conditionalSCV(slow.Wait, slow.PWait)})
	}
	wait.rough = true // who has waited before waits less here
	r = r.settle(s, l, wait)
	r.Method, r.Class = "Friedman", slow.Class
	return r
}
