package flow

import (
	"math"

	"weir/engine/queue"
	"weir/engine/report"
)

// transform is the Laplace–Stieltjes transform of the time of a journey: that
// of a state is the transform of the passage times the mean, by weight, of
// those of the hops' ends. Branches mix, stations in a row multiply, loops
// close; percentiles are never added.
type transform struct {
	c      *chain
	entry  entry
	sink   int32
	onward []int32
	whole  float64 // items that reach the sink for one that starts
	phi    []complex128
	factor []complex128
}

// settleBudget bounds the states that all journeys together take through
// the inversion; beyond it the gamma fit stays. Journeys take from it in the
// order of their sinks. Variable for tests.
var settleBudget = 5_000

// smallChain is the size up to which a frame affords the inversion (tens of
// microseconds a state), so that the fast percentiles of a small design are
// the settled ones. It depends on the design alone, not on what was solved before.
const smallChain = 60

// hurried tells whether a journey keeps its gamma fit: where only means are
// wanted, and in a fast answer in larger designs or where nobody waits for it.
func (c *chain) hurried(j *report.Journey) bool {
	return c.s.given.purpose >= means || !c.s.settled && (j.Background || len(c.n) > smallChain)
}

// meansOnly tells whether no more than means is known.
func (c *chain) meansOnly() bool { return len(c.s.given.waits)+len(c.s.given.users) > 0 }

// affords tells whether the percentiles of a journey are taken from its
// transform, and takes what that costs from the budget. Of closed networks
// only means are known, so a transform would add nothing.
func (c *chain) affords(j *report.Journey, m *moments) bool {
	if math.IsInf(m.mean, 0) || math.IsNaN(m.mean) || !(m.variance > 0) || c.hurried(j) || c.meansOnly() || c.spent+m.states > settleBudget {
		return false
	}
	c.spent += m.states
	return true
}

// stillAfford tells whether the same of some journeys are afforded as before.
func (c *chain) stillAfford(list []*report.Journey, were map[*report.Journey]moments) bool {
	spent := c.spent
	for _, j := range list {
		m := were[j]
		if c.affords(j, &m) != m.inverted {
			c.spent = spent
			return false
		}
	}
	return true
}

// tail is which of queue.Levels is the 99th percentile.
const tail = 3

// settle replaces the percentiles of a journey by those from its transform
// where that is afforded.
func (c *chain) settle(j *report.Journey, e entry, sink int32, onward []int32, m *moments) {
	for _, n := range onward {
		m.states += int(c.first[n+1] - c.first[n])
	}
	steady := m.mean < math.Inf(1) && m.variance <= 1e-12*m.mean*m.mean && !c.meansOnly()
	if m.inverted = c.affords(j, m); !m.inverted && !steady {
		return
	}
	mean, variance := m.mean, m.variance
	t := &transform{c: c, entry: e, sink: sink, onward: onward, whole: c.n[e.state]}
	if steady {
		var l [len(queue.Levels)]float64
		for i := range l {
			l[i] = mean
		}
		j.LatencyS, j.Method, j.ErrorClass = percentiles(mean, l), "constant", report.ErrorClass(t.class(mean))
		return
	}
	t.phi, t.factor = make([]complex128, len(c.n)), make([]complex128, len(c.n))
	if f := t.only(); f != nil {
		var l [len(queue.Levels)]float64
		for i, p := range queue.Levels {
			l[i] = f.branches.Quantile(p)
		}
		j.LatencyS = percentiles(mean, l)
		j.Method, j.ErrorClass = f.method, report.ErrorClass(f.class)
		return
	}
	if c.s.given.purpose == tails {
		j.LatencyS.P99 = report.Number(min(queue.InvertPercentile(t, mean, variance, t.least(), tail), t.most()))
	} else {
		l, most := queue.InvertPercentiles(t, mean, variance, t.least()), t.most()
		for i := range l {
			l[i] = min(l[i], most)
		}
		j.LatencyS = percentiles(mean, l)
	}
	class := t.class(mean)
	j.Method, j.ErrorClass = "transforms", report.ErrorClass(class)
	if t.loose(mean) {
		j.TailClass = tailClass(class, queue.D)
	}
}

// LST is the transform at s.
func (t *transform) LST(s complex128) complex128 {
	c, g := t.c, t.c.s.plan.graph
	for _, n := range t.onward {
		r := c.s.base[n]
		for k := c.first[n]; k < c.first[n+1]; k++ {
			t.phi[k] = 0
			if c.n[k] > 0 {
				t.factor[k] = r.transform(int(k-c.first[n]), s)
			}
		}
	}
	for i := len(t.onward); i > 0; {
		j := i - 1
		for j > 0 && g.loop[t.onward[i-1]] >= 0 && g.loop[t.onward[j-1]] == g.loop[t.onward[i-1]] {
			j--
		}
		for range rounds {
			if !t.back(t.onward[j:i], s) || g.loop[t.onward[i-1]] < 0 {
				break
			}
		}
		i = j
	}
	phi := t.phi[t.entry.state] / complex(t.whole, 0)
	if t.entry.by != nil {
		phi *= t.link(t.entry.by, s)
	}
	return phi
}

// back works out the transforms of the states of nodes once, and tells whether
// one moved.
func (t *transform) back(nodes []int32, s complex128) bool {
	c, moved := t.c, 0.0
	mark := c.seen[t.sink]
	for i := len(nodes) - 1; i >= 0; i-- {
		for k := c.first[nodes[i]]; k < c.first[nodes[i]+1]; k++ {
			if c.n[k] == 0 {
				continue
			}
			var sum complex128
			if nodes[i] == t.sink {
				sum = complex(c.end[k], 0)
			}
			for h := c.start[k]; h < c.start[k+1]; h++ {
				x := &c.hops[h]
				if w := c.taken(x, mark, false); w > 0 {
					sum += complex(w, 0) * t.link(x, s) * t.phi[x.to]
				}
			}
			// What is lost at the station is in the weights of the ways out.
			next := t.factor[k] * sum
			d := next - t.phi[k]
			moved = max(moved, math.Abs(real(d))+math.Abs(imag(d)))
			t.phi[k] = next
		}
	}
	return moved > settled
}

// link is the transform of the time on a hop's link; 1 without one.
func (t *transform) link(h *hop, s complex128) complex128 {
	switch {
	case h.fork != nil:
		return h.fork.steps.LST(s)
	case h.link == nil:
		return 1
	}
	r := t.c.s.Links[h.edge]
	return r.transform(class(r.Passes, h.link.Class), s)
}

// transform is that of the time the i-th class spends at a station.
func (r *Result) transform(i int, s complex128) complex128 {
	if r.Station.Method == "" {
		return 1
	}
	x := r.Station.Customers[i].Sojourn.LST(s)
	if r.Service.Delay.Mean > 0 {
		x *= r.Service.Delay.LST(s)
	}
	return x
}

// longest is what that time never exceeds.
func (r *Result) longest(i int) float64 {
	if r.Station.Method == "" {
		return 0
	}
	delay := r.Service.Delay
	if delay.Mean > 0 && delay.SCV > 0 {
		return math.Inf(1)
	}
	return r.Station.Customers[i].Sojourn.Most() + delay.Mean
}

// constant is the part of that time that never varies.
func (r *Result) constant(i int) float64 {
	if r.Station.Method == "" {
		return 0
	}
	x := r.Station.Customers[i].Sojourn.Constant()
	if r.Service.Delay.SCV == 0 {
		x += r.Service.Delay.Mean
	}
	return x
}

// least is the part of the time that no item escapes: the smallest sum of
// constant times along any way to the sink.
func (t *transform) least() float64 {
	c := t.c
	mark := c.seen[t.sink]
	least := make([]float64, len(c.n))
	for i := range least {
		least[i] = math.Inf(1)
	}
	for changed := true; changed; {
		changed = false
		for i := len(t.onward) - 1; i >= 0; i-- {
			n := t.onward[i]
			for k := c.first[n]; k < c.first[n+1]; k++ {
				rest := math.Inf(1)
				if n == t.sink && c.end[k] > 0 {
					rest = 0
				}
				for h := c.start[k]; h < c.start[k+1]; h++ {
					x := &c.hops[h]
					if c.taken(x, mark, false) == 0 {
						continue
					}
					ahead := least[x.to]
					if x.link != nil && x.fork == nil {
						link := c.s.Links[x.edge]
						ahead += link.constant(class(link.Passes, x.link.Class))
					}
					rest = min(rest, ahead)
				}
				if own := c.s.base[n].constant(int(k-c.first[n])) + rest; own < least[k] {
					least[k], changed = own, true
				}
			}
		}
	}
	x := least[t.entry.state]
	if t.entry.by != nil && t.entry.by.link != nil {
		link := c.s.Links[t.entry.by.edge]
		x += link.constant(class(link.Passes, t.entry.by.link.Class))
	}
	if math.IsInf(x, 1) {
		return 0
	}
	return x
}

// most is what no item's time exceeds: the largest sum along any way to the
// sink, +Inf in loops and where a time has no bound. An inversion passes over
// the jump that a time-out makes there.
func (t *transform) most() float64 {
	c := t.c
	mark := c.seen[t.sink]
	most := make([]float64, len(c.n))
	for i := len(t.onward) - 1; i >= 0; i-- {
		n := t.onward[i]
		if c.s.plan.graph.loop[n] >= 0 {
			return math.Inf(1)
		}
		for k := c.first[n]; k < c.first[n+1]; k++ {
			rest := 0.0
			for h := c.start[k]; h < c.start[k+1]; h++ {
				x := &c.hops[h]
				switch {
				case c.taken(x, mark, false) == 0:
				case x.fork != nil:
					return math.Inf(1)
				case x.link != nil:
					link := c.s.Links[x.edge]
					rest = max(rest, most[x.to]+link.longest(class(link.Passes, x.link.Class)))
				default:
					rest = max(rest, most[x.to])
				}
			}
			most[k] = rest
			if c.n[k] > 0 {
				most[k] += c.s.base[n].longest(int(k - c.first[n]))
			}
		}
	}
	x := most[t.entry.state]
	if by := t.entry.by; by != nil && by.link != nil {
		link := c.s.Links[by.edge]
		x += link.longest(class(link.Passes, by.link.Class))
	}
	return x
}

// class is the error class of the percentiles: the loosest of the stations'.
// Their times are independent only where nobody overtakes: single servers in
// a row that keep Poisson streams Poisson, and delays; C at best elsewhere.
func (t *transform) class(mean float64) queue.Class {
	c, worst, stations := t.c, queue.A, 0
	overtaken, loose := false, 0.0
	mark := c.seen[t.sink]
	if by := t.entry.by; by != nil && by.link != nil && by.fork == nil {
		worst, loose = t.wire(by, 1, mean)
	}
	for _, n := range t.onward {
		for k := c.first[n]; k < c.first[n+1]; k++ {
			for h := c.start[k]; h < c.start[k+1]; h++ {
				x := &c.hops[h]
				if x.fork != nil {
					worst = queue.Worse(worst, queue.Worse(x.fork.class, queue.C))
				} else if w := c.taken(x, mark, false); w > 0 && x.link != nil {
					wire, wait := t.wire(x, c.visits[k]*w*c.n[x.to]/t.whole, mean)
					worst, loose = queue.Worse(worst, wire), loose+wait
				}
			}
		}
		r := c.s.base[n]
		if r.Station.Method == "" || r.Station.Method == "paced" {
			continue
		}
		passed := false
		for k := c.first[n]; k < c.first[n+1]; k++ {
			passed = passed || c.n[k] > 0 && c.visits[k] > 0
		}
		if !passed {
			continue
		}
		worst = queue.Worse(worst, r.Service.Divided)
		if doubt := r.doubt(); r.Station.Class == queue.D && doubt > 0 && c.s.given.again[n] != queue.D {
			loose += doubt * t.waits(n)
			worst = queue.Worse(worst, queue.C)
		} else {
			worst = queue.Worse(worst, r.Station.Class)
		}
		if !r.exactLaw() {
			worst = queue.Worse(worst, queue.C)
		}
		if c.s.plan.graph.loop[n] >= 0 { // who comes again meets what he left behind
			overtaken = true
			stations++
		}
		st := &r.Service.Station
		overtaken = overtaken || st.Discipline == queue.Delay && r.Station.Sojourn.Variance() > 0 || r.Service.Delay.Variance() > 0
		if r.Service.Solved == nil && st.Discipline != queue.Delay {
			stations++
			overtaken = overtaken || st.Discipline != queue.FCFS || st.Servers > 1 || r.Station.Method != "M/M/c"
		}
	}
	if overtaken && stations > 1 {
		worst = queue.Worse(worst, queue.C)
	}
	if loose > looseShare*mean {
		return queue.D
	}
	return worst
}

// loose tells whether the percentiles are less certain than the mean, beyond
// class C: where much of a journey is spent where only the moments of the time
// are known, or more than a few go round a loop. Who comes round meets the
// queue he left behind, so that his stays are not independent; with
// three in ten coming round the 99th percentile is up to 15 % short, beyond it
// 20 % and more (M/M/1 with feedback, simulated).
func (t *transform) loose(mean float64) bool {
	c, rough := t.c, 0.0
	mark := c.seen[t.sink]
	for _, n := range t.onward {
		r := c.s.base[n]
		for k := c.first[n]; k < c.first[n+1]; k++ {
			if c.visits[k] == 0 || c.n[k] == 0 {
				continue
			}
			visits := c.visits[k] * c.n[k] / t.whole
			if r.looseLaw(int(k-c.first[n])) || c.s.given.rooms[n].solved || c.s.plan.graph.loop[n] >= 0 && visits > mostComing {
				rough += visits * (c.pass[k].Mean() - r.Service.Delay.Mean)
			}
			for h := c.start[k]; h < c.start[k+1]; h++ {
				x := &c.hops[h]
				if w := c.taken(x, mark, false); w > 0 && x.link != nil && x.fork == nil && c.s.Links[x.edge].looseLaw(class(c.s.Links[x.edge].Passes, x.link.Class)) {
					rough += c.visits[k] * w * c.n[x.to] / t.whole * (x.link.Mean() - c.s.Links[x.edge].Service.Delay.Mean)
				}
			}
		}
	}
	return rough > looseShare*mean
}

// mostComing is up to how many visits to a station of a loop are taken as
// independent.
const mostComing = 1.4

// tailClass is a class of percentiles, "" where it is that of the mean.
func tailClass(mean, law queue.Class) report.ErrorClass {
	if worse := queue.Worse(mean, law); worse != mean {
		return report.ErrorClass(worse)
	}
	return ""
}

// slight is the part of a journey that a wire may take of it, its latency left
// aside, without its class telling.
const slight = 1e-3

// wire is the error class of what a wire, taken so many times, adds to the
// percentiles, and the part of the mean that is a wait of class D.
func (t *transform) wire(x *hop, times, mean float64) (class queue.Class, loose float64) {
	r := t.c.s.Links[x.edge]
	if times*(x.link.Mean()-r.Service.Delay.Mean) <= slight*mean {
		return queue.A, 0
	}
	class = r.Station.Class
	if doubt := r.doubt(); class == queue.D && doubt > 0 {
		class, loose = queue.C, doubt*times*r.Station.Wait.Mean()
	}
	if !r.exactLaw() {
		class = queue.Worse(class, queue.C)
	}
	return class, loose
}

// looseShare is the part of a journey that may be waits of class D: what such
// a wait is off, 40 % at most but for one in twenty, moves the whole by less
// than its class C allows.
const looseShare = 0.25

// doubt is by how much a wait of class D counts against looseShare: 1 where it
// follows from two moments of what arrives, or from a stream that is not what it
// is taken for, 10 where besides no chain is solved and it may be several times
// off; 0 where more than a wait is in doubt.
func (r *Result) doubt() float64 {
	if r.Service.Solved != nil {
		return 0
	}
	switch r.Station.Method {
	case "GI/PH/c", "GI/M/1", "G/G/c-PS", "Bondi–Buzen":
		return 1
	case "KLB", "Whitt":
		return 10
	case "M/M/c", "M/G/1", "M/D/c", "M/PH/c", "GI/M/c": // by itself it would be exact
		if r.meets() == queue.D && r.held == 0 {
			return 1
		}
	}
	return 0
}

// waits is the mean time that an item of the journey waits at a node.
func (t *transform) waits(n int32) float64 {
	c, sum := t.c, 0.0
	for k := c.first[n]; k < c.first[n+1]; k++ {
		if c.visits[k] > 0 && c.n[k] > 0 {
			sum += c.visits[k] * c.n[k] / t.whole * c.pass[k].Queue
		}
	}
	return sum
}

// looseLaw tells whether the law of the time that the i-th class spends at a
// station is fitted to moments that may be far from telling it.
func (r *Result) looseLaw(i int) bool {
	switch r.Station.Method {
	case "batch filling":
		return !r.Service.Station.Filling.Known(r.Service.Station.ArrivalSCV)
	case "M/G/c-PS":
		// By simulation, one to eight servers: all to the 99th percentile are
		// within a tenth here, and up to a third off elsewhere.
		scv := mixed(&r.Service.Station).SCV
		return scv < 0.5 || scv > 1+1e-9 || r.Station.PWait > 0.6
	case "G/G/c-PS":
		return true
	}
	return r.Service.Station.Gathering.Most > 1 || i >= 0 && i < len(r.Station.Customers) && r.Station.Customers[i].Sojourn.Rough()
}

// anyLoose is looseLaw of any class.
func (r *Result) anyLoose() bool {
	for i := range r.Station.Customers {
		if r.looseLaw(i) {
			return true
		}
	}
	return r.Station.Sojourn.Rough()
}

// exactLaw tells whether not only the mean but the law of the time at a
// station is exact: elsewhere it is fitted to two moments.
func (r *Result) exactLaw() bool {
	switch r.Station.Method {
	case "M/M/c", "delay", "idle", "paced":
		return r.Service.Solved == nil
	case "batch filling": // a time-out makes a jump, which an inversion rounds
		return !r.anyLoose() && r.Service.Station.Filling.Timeout == 0
	case "M/G/1", "GI/M/1", "GI/M/c":
		customers := r.Service.Station.Customers
		for i := range customers {
			if customers[i].Service != customers[0].Service {
				return false
			}
		}
		return true
	}
	return false
}
