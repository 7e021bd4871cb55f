package queue

// impatient solves a first-come station whose waiting customers give up at
// rate θ each (ErlangA): exact for Poisson arrivals and exponential service,
// of class D beyond. Waits and sojourns are those of the served.
func impatient(s *Station, l load, r Result) Result {
	if l.rate == 0 || l.service.Mean == 0 {
		r = r.settle(s, l, Dist{})
		r.Method, r.Class = "idle", A
		return r
	}
	a := ErlangA(l.rate, 1/l.service.Mean, 1/s.Patience, l.c)
	r.Loss = a.Abandon
	r.Carried = l.rate * (1 - a.Abandon)
	r.Utilisation = min(r.Carried*l.service.Mean/float64(l.c), 1)
	wait := Dist{}
	if a.ServedWait > 0 {
		p := min(a.PWait, 1)
		conditional := a.ServedWait / p
		wait = waiting(p, Law{conditional, max(a.ServedSecond/p/(conditional*conditional)-1, 0)})
	}
	queue := a.InQueue
	r = r.settle(s, l, wait)
	r.PWait, r.InQueue = a.PWait, queue
	r.InSystem = queue + r.Carried*l.service.Mean
	r.DepartureSCV = 1
	r.Method, r.Class = "Erlang-A", A
	if a.Fluid {
		r.Method, r.Class = "Erlang-A, fluid", C
	}
	if l.ca2 != 1 || l.service.SCV != 1 {
		r.Class = D
	}
	return r
}
