package queue

import "math"

// Discipline says how a station shares its servers.
type Discipline uint8

// The disciplines.
const (
	FCFS       Discipline = iota // first come, first served
	PS                           // processor sharing: all present progress at once, each at most at one server's speed
	Delay                        // as many servers as customers: nobody waits
	Priority                     // the smallest Customer.Priority first, service not interrupted
	Preemptive                   // the smallest Customer.Priority first, lower service interrupted and resumed
)

// Station is one service station with the streams that arrive at it.
type Station struct {
	Discipline Discipline
	Servers    int         // ≥ 1; ignored by Delay
	Capacity   int         // places, those in service included; 0 = unlimited, else ≥ Servers; arrivals beyond are lost
	Block      bool        // … or are held where they come from, which makes it unlimited here
	ArrivalSCV float64     // SCV of the interarrival times of all streams together; 1 = Poisson, 0 = clockwork
	Renewal    bool        // the arrivals are independent and alike: one source, not a mixture of flows
	Shaped     float64     // how far the index of dispersion of the arrivals is from 1 at most
	Working    *Dispersion // of the work that arrives
	Settled    bool        // take the time for the slower exact methods
	Patience   float64     // mean time, exponential, after which a waiting customer gives up; 0 = never. First come only
	Gathering  Gathering
	Filling    Filling // under Delay: customers wait for others of a batch
	Pace       *Pace   // how close together customers may come; nil = any
	Bulk       Law     // size of the groups customers arrive in, at rate Σλ/mean; the zero Law: one at a time
	Customers  []Customer
}

// Customer is one stream of customers of a station.
type Customer struct {
	Rate     float64 // arrivals per unit of time, ≥ 0
	Service  Law     // time one server needs for one of them
	Priority int     // smaller is served first, under Priority and Preemptive
}

// Result is what a station does to its streams. Times are of those served.
type Result struct {
	Load         float64    // offered load per server a/c, may exceed 1; 0 for Delay
	Utilisation  float64    // busy share of a server, at most 1; 0 for Delay
	Offered      float64    // arrivals per unit of time
	Carried      float64    // served per unit of time
	Kept         []float64  // share of each stream that is served, where priorities leave some of them less; nil: all alike
	Loss         float64    // share of the arrivals turned away (not those that pile up in overload)
	PWait        float64    // probability of having to wait
	InQueue      float64    // mean number waiting
	InSystem     float64    // mean number present
	Wait         Dist       // of a customer of any stream
	Sojourn      Dist       // of a customer of any stream
	Customers    []Response // of each stream, in the order given
	Batch        float64    // mean number taken at once, under Gathering
	DepartureSCV float64    // SCV of the times between departures
	Method       string     // "M/M/c", "Kimura" …
	Class        Class
}

// Response is what one stream meets.
type Response struct {
	Wait, Sojourn Dist
}

// Solve analyses a station. The method is chosen by rule: exact where the
// streams allow it, else the two-moment approximation with the smallest known
// error. A station without arrivals answers with an idle station's figures;
// one offered more than it can do carries what it can and waits without
// bound.
func Solve(s Station) Result {
	l := newLoad(&s)
	r := Result{Offered: l.rate, Carried: l.rate, Customers: make([]Response, len(s.Customers))}
	if s.Discipline == Delay && (s.Capacity == 0 || s.Block) {
		return delay(&s, l, r)
	}
	if s.Discipline == Delay { // as many servers as places
		s.Discipline, s.Servers = FCFS, s.Capacity
		l = newLoad(&s)
	}
	r.Load = l.rho
	r.Utilisation = min(l.rho, 1)
	switch {
	case s.Gathering.Most > 1 && s.Discipline == FCFS:
		return gathered(&s, l, r)
	case s.Patience > 0 && s.Discipline == FCFS && s.Capacity == 0:
		return impatient(&s, l, r)
	case s.Capacity > 0 && !s.Block:
		return finite(&s, l, r)
	case s.Discipline == Priority || s.Discipline == Preemptive:
		r = priorities(&s, l, r)
		return r.inGroups(&s)
	case l.rho >= 1:
		return overloaded(&s, l, r)
	case s.Discipline == PS:
		r = sharing(&s, l, r)
		return r.inGroups(&s)
	case s.Bulk.Mean > 1 && l.c == 1 && l.service.Mean > 0 && l.rate > 0:
		return bulky(&s, l, r)
	case s.Bulk.Mean > 1 && l.c <= groupLimit && l.service.Mean > 0 && l.rate > 0:
		return grouped(&s, l, r)
	}
	return firstCome(&s, l, r)
}

// inGroups takes the stated error back where customers come in groups, which
// the answer does not know of.
func (r Result) inGroups(s *Station) Result {
	if s.Bulk.Mean > 1 {
		r.Class = D
	}
	return r
}

// load is the aggregate of a station's streams.
type load struct {
	c       int
	rate    float64 // λ
	service Law     // of a customer of any stream
	offered float64 // a = λ E S
	rho     float64 // a / c
	ca2     float64
	working *Dispersion
}

func newLoad(s *Station) load {
	l := load{c: max(s.Servers, 1), ca2: s.ArrivalSCV, working: s.Working}
	if len(s.Customers) == 1 {
		l.rate, l.service = s.Customers[0].Rate, s.Customers[0].Service
	} else {
		for i := range s.Customers {
			l.rate += s.Customers[i].Rate
		}
		l.service = mix(len(s.Customers),
			func(i int) float64 { return s.Customers[i].Rate },
			func(i int) Law { return s.Customers[i].Service })
	}
	if math.Abs(l.ca2-1) < 1e-9 {
		l.ca2 = 1 // rounding must not turn Poisson streams into something else
	}
	l.offered = l.rate * l.service.Mean
	l.rho = l.offered / float64(l.c)
	return l
}

// settle fills in what follows from the wait all streams share: sojourns and,
// by Little's law, the mean numbers.
func (r Result) settle(s *Station, l load, wait Dist) Result {
	r.Wait = wait
	r.Sojourn = wait.plus(l.service)
	for i := range s.Customers {
		r.Customers[i] = Response{wait, wait.plus(s.Customers[i].Service)}
	}
	r.InQueue = r.Carried * wait.mean
	r.InSystem = r.Carried * r.Sojourn.mean
	r.DepartureSCV = departure(l)
	return r
}

// delay: infinitely many servers, M/G/∞ and G/G/∞: T = S exactly.
func delay(s *Station, l load, r Result) Result {
	r = r.settle(s, l, Dist{})
	r.DepartureSCV = l.ca2
	r.Method, r.Class = "delay", A
	if s.Filling.Most > 1 {
		fill(s, l, &r)
	}
	return r
}

// overloaded: ρ ≥ 1, the queue grows without bound and the servers never rest.
func overloaded(s *Station, l load, r Result) Result {
	r.Carried = float64(l.c) / l.service.Mean
	r.PWait = 1
	r.InQueue, r.InSystem = math.Inf(1), math.Inf(1)
	r.Wait, r.Sojourn = Unbounded(), Unbounded()
	for i := range r.Customers {
		r.Customers[i] = Response{r.Wait, r.Sojourn}
	}
	r.DepartureSCV = l.service.SCV // never idle: departures are renewals of the services, pooled
	if l.c > 1 {
		r.DepartureSCV = 1 + (max(l.service.SCV, 0.2)-1)/math.Sqrt(float64(l.c))
	}
	r.Method, r.Class = "overload", A
	return r
}

// departure is the SCV of the times between departures,
//
//	cd² = 1 + (1−ρ²)(ca²−1) + ρ²(max(cs², 0.2)−1)/√c.
//
// Whitt, Bell System Technical J. 62 (1983), equation 39; exact for M/M/c.
func departure(l load) float64 {
	rho2 := min(l.rho*l.rho, 1)
	return max(0, 1+(1-rho2)*(l.ca2-1)+rho2*(max(l.service.SCV, 0.2)-1)/math.Sqrt(float64(l.c)))
}

// Known is the answer of a station whose mean waits, one for each stream, are
// known from elsewhere; their spread is taken as that of an exponential for
// those who find all servers busy.
func Known(s Station, waits []float64, method string, class Class) Result {
	l := newLoad(&s)
	r := Result{Offered: l.rate, Carried: l.rate, Customers: make([]Response, len(s.Customers)), Method: method, Class: class}
	r.Load, r.Utilisation = l.rho, min(l.rho, 1)
	if l.rate == 0 || l.service.Mean == 0 {
		r = r.settle(&s, l, Dist{})
		r.Method, r.Class = "idle", A
		return r
	}
	r.PWait = min(max(ErlangC(l.c, min(l.offered, float64(l.c)*(1-1e-9))), 1e-9), 1)
	mean := 0.0
	for i := range s.Customers {
		wait := waiting(r.PWait, Law{waits[i] / r.PWait, 1})
		r.Customers[i] = Response{wait, wait.plus(s.Customers[i].Service)}
		mean += s.Customers[i].Rate * waits[i] / l.rate
	}
	r.Wait = waiting(r.PWait, Law{mean / r.PWait, 1})
	r.Sojourn = r.Wait.plus(l.service)
	r.InQueue, r.InSystem = l.rate*mean, l.rate*r.Sojourn.mean
	r.DepartureSCV = 1
	return r
}
