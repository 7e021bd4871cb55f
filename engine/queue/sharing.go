package queue

// sharing solves processor sharing below saturation. The mean is insensitive
// to the law of the service: all c servers together work like M/M/c, and a
// customer of service time x stays x·E T/E S. Exact for Poisson arrivals:
// Kleinrock (1967), Baskett, Chandy, Muntz & Palacios (1975). The spread is
// that of exponential service, SCV (2+ρ)/(2−ρ): Coffman, Muntz & Trotter
// (1970); other laws add the spread of their own service time.
func sharing(s *Station, l load, r Result) Result {
	r.DepartureSCV = departure(load{c: 1, rho: l.rho, ca2: l.ca2, service: Law{1, 1}})
	if l.rate == 0 || l.service.Mean == 0 {
		r = r.settle(s, l, Dist{})
		r.Method, r.Class = "idle", A
		return r
	}
	r.PWait = ErlangC(l.c, l.offered)
	wait := r.PWait / (float64(l.c)/l.service.Mean - l.rate)
	stretch := 1 + wait/l.service.Mean
	spread := (2+l.rho)/(2-l.rho) - 1
	stretched := func(law Law) Dist {
		return Service(Law{law.Mean * stretch, law.SCV + spread})
	}
	r.Sojourn = stretched(l.service)
	r.Wait = waiting(1, Law{wait, 1})
	for i := range s.Customers {
		law := s.Customers[i].Service
		r.Customers[i] = Response{waiting(1, Law{law.Mean * (stretch - 1), 1}), stretched(law)}
	}
	r.InQueue = l.rate * wait
	r.InSystem = l.rate * r.Sojourn.mean
	r.Method, r.Class = "M/G/c-PS", A
	if l.ca2 != 1 {
		r.Method, r.Class = "G/G/c-PS", C
	}
	return r
}
