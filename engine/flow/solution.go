package flow

import (
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/queue"
	"weir/engine/report"
)

// Solution is a plan solved.
type Solution struct {
	Results []*Result // by node; nil where a node is left out
	Links   []*Result // by edge; nil where an edge has no link or carries nothing

	plan     *Plan
	given    given
	retries  []*report.Retry
	settled  bool
	base     []*Result  // by node: of requests alone, without jobs
	wires    []*carried // by edge; not changed once made
	journeys *journeys
	jobs     []*job
	endless  [][]int32 // loops in which work does not become less; left out
	average  *Solution // with every source at the mean of its day; nil where none varies

	written, prior *written // by the last report of this one, and of the one before
}

// Plan returns the plan that was solved.
func (s *Solution) Plan() *Plan { return s.plan }

// Result is what happens at one node or link. It does not change once made:
// a node that nothing has changed for keeps its Result from one solution to
// the next, pointer and all.
type Result struct {
	Load    component.Load
	Service component.Service
	Station queue.Result
	Passes  []Passage // by flow of the load
	Ways    []Way     // by flow, then as the kind lists them

	Burst *queue.Dispersion // of all that arrives

	JobShare float64 // of the capacity that jobs take while they run
	JobRate  float64 // items/s that jobs bring while they run

	held float64 // s that a server keeps what is done for want of room elsewhere: waited, not served

	meet    *queue.Covariance   // of the wires that arrive, all pairs together
	ring    *ring               // of the loop it is on, where that is followed
	bursts  []*queue.Dispersion // by flow of the load; nil where there is one
	out     queue.Stream        // what leaves, before it is divided
	leaving []*queue.Dispersion // by flow
	bound   *component.Bound
	wire    *component.Wire
	first   *Result // of the nodes alike, the one that was solved

	few storage
}

// storage holds the lists of a result while they are short, as most are, so
// that it is one piece of memory.
type storage struct {
	passes    [1]Passage
	customers [1]queue.Customer
	streams   [1]queue.Stream
	ways      [2]Way
}

// room is a list of n: what is there if that is enough.
func room[T any](there []T, n int) []T {
	if n <= len(there) {
		return there[:n:n]
	}
	return make([]T, n)
}

// Passage is what one class meets at a station. Times are means, seconds.
type Passage struct {
	Class    int
	Queue    float64
	Service  float64
	Transfer float64
	Variance float64 // of the three together
	Keep     float64 // share that is carried on: neither lost nor left behind in overload
}

// Mean is the whole time.
func (p *Passage) Mean() float64 { return p.Queue + p.Service + p.Transfer }

// Way is one way a class leaves a node.
type Way struct {
	Flow  int     // index into the load's flows
	Edge  int32   // -1: the item's journey ends here
	Class int     // as which it leaves
	Gain  float64 // items on this way for one that was served, gathered or not
	Async bool
	Copy  bool // beside other ways, not instead of them
}

// carried is what an edge carries, as its head receives it.
type carried struct {
	flows  []component.Flow
	stream queue.Stream
	bursts []*queue.Dispersion // by flow; nil where there is one, or classes are by chance
}

func (c *carried) same(o *carried) bool {
	return c.stream.Same(&o.stream) && slices.Equal(c.flows, o.flows) && slices.EqualFunc(c.bursts, o.bursts, (*queue.Dispersion).Same)
}

// Solve solves a plan within a frame. before is the solution of the plan it
// was compiled from, or nil: then results are taken over wherever neither the
// node nor what arrives at it has changed.
func Solve(p *Plan, before *Solution) *Solution { return answer(p, before, false, full).complete() }

// Settle is Solve with the exact methods at stations that take their time.
func Settle(p *Plan, before *Solution) *Solution { return answer(p, before, true, full).complete() }

// complete works out what reports say of the stations beside what the flow
// depends on.
func (s *Solution) complete() *Solution {
	for _, r := range s.Results {
		if r != nil && r.Service.Later != nil {
			r.Service.Later()
		}
	}
	return s
}

func answer(p *Plan, before *Solution, settled bool, purpose purpose) *Solution {
	given, retries := p.feedback(before)
	given.purpose = purpose
	given.rooms = p.holdBack(given, before)
	s := solveGiven(p, before, settled, given)
	s.retries = retries
	return s
}

// solveGiven solves a plan with what is known of its sources and stations.
func solveGiven(p *Plan, before *Solution, settled bool, given given) *Solution {
	if before != nil && (before.plan.graph != p.graph || before.settled != settled) {
		before = nil
	}
	s := &Solution{given: given, plan: p, settled: settled}
	if before != nil {
		s.prior = before.written
		s.base, s.Links, s.wires = slices.Clone(before.base), slices.Clone(before.Links), slices.Clone(before.wires)
	} else {
		s.base, s.Links, s.wires = make([]*Result, len(p.nodes)), make([]*Result, len(p.wires)), silent(len(p.wires))
	}
	w := newSweep(s, before)
	w.all(p.graph.order)
	if given.purpose == traffic {
		return s
	}
	s.solveJobs()
	s.journeys = findJourneys(s, before)
	if given.purpose == trial {
		return s
	}
	if mean := p.hour(meanOfDay); mean != nil {
		s.average = answer(mean, before.days(), false, means)
	}
	return s
}

// days is the solution with every source at its mean; nil where there is none.
func (s *Solution) days() *Solution {
	if s == nil {
		return nil
	}
	return s.average
}

// day is the solution that a month's money and carbon follow from.
func (s *Solution) day() *Solution {
	if s.average != nil {
		return s.average
	}
	return s
}

// sweep solves nodes in order, tails before heads.
type sweep struct {
	s       *Solution
	before  *Solution
	moved   []bool // by edge: carries something else than before
	merge   [64]mixture
	route   []component.Transfer
	ports   []portFlow
	flows   []component.Flow
	ring    *ring // of the loop being solved, once followed
	at      int32 // the node being solved
	link    int32 // the link being solved, or −1
	job     bool  // stations are not solved: a job does not wait for itself
	repeats repeats

	stirred []bool    // by node: it, or one before it, is solved anew
	carried []carried // room for some
	results []Result  // likewise
}

// nothing is what an edge carries that work does not come to.
var nothing = &carried{}

// silent are so many edges that carry nothing.
func silent(n int) []*carried { return slices.Repeat([]*carried{nothing}, n) }

// keeps puts what an edge carries where it stays.
func (w *sweep) keeps(c *carried) *carried {
	if len(w.carried) == cap(w.carried) {
		n := 1
		if w.before == nil { // all are new
			n = max(min(len(w.moved), 256), 1)
		}
		w.carried = make([]carried, 0, n)
	}
	w.carried = append(w.carried, *c)
	return &w.carried[len(w.carried)-1]
}

// result is a new one: where all are, several share a piece of memory.
func (w *sweep) result() *Result {
	if w.before != nil {
		return &Result{}
	}
	if len(w.results) == 0 {
		w.results = make([]Result, max(min(len(w.s.base), 16), 1))
	}
	r := &w.results[0]
	w.results = w.results[1:]
	return r
}

func newSweep(s, before *Solution) *sweep {
	return &sweep{s: s, before: before, moved: make([]bool, len(s.wires)), stirred: make([]bool, len(s.base)), repeats: newRepeats()}
}

// node solves one node and what it sends out, or leaves it as it was.
func (w *sweep) node(n int32) {
	s, g := w.s, w.s.plan.graph
	b := s.plan.Bound[n]
	if b == nil {
		return
	}
	w.at, w.link = n, -1
	stirred := slices.ContainsFunc(g.in[n], func(e int32) bool { return w.stirred[g.ends[e].from] })
	w.stirred[n] = stirred || w.before == nil
	if w.before != nil {
		old := w.before.base[n]
		// How streams that meet vary together depends on all before them.
		if old != nil && old.bound == b && !(stirred && len(g.in[n]) > 1) && !slices.ContainsFunc(g.in[n], func(e int32) bool { return w.moved[e] }) && !w.rejoined(n) &&
			s.given.same(&w.before.given, n) {
			return // it and what it sent stay
		}
	}
	w.stirred[n] = true
	r := w.result()
	r.bound = b
	s.base[n] = r
	if w.repeat(r, n) {
		return
	}
	w.arrive(r, n)
	r.Load.Users = s.given.users[n]
	switch m := w.twin(r, n); {
	case m < 0:
		w.answer(r, s.plan.nodes[n].Bypassed)
		r.first = r
		w.leave(r, n)
	case w.sendsAlike(n, m):
		w.resend(r, n, m)
	default:
		*r = *s.base[m]
		w.leave(r, n)
	}
}

// arrive gathers what a source emits or what the wires bring.
func (w *sweep) arrive(r *Result, n int32) {
	s, g := w.s, w.s.plan.graph
	if source := r.bound.Source; source != nil {
		e := source.Emit()
		e.Rate = s.given.rate(n, e.Rate)
		if e.Class >= 0 && e.Rate > 0 && !s.plan.nodes[n].Bypassed {
			r.Load.Flows = []component.Flow{{Class: e.Class, Rate: e.Rate, Work: s.plan.work[e.Class]}}
			stream := queue.Stream{Rate: e.Rate, SCV: e.SCV, Renewal: e.Alike, Dispersion: queue.RenewalStream(e.Rate, e.Between, e.Bulk)}
			if e.Between == 1 {
				stream.Bulk = e.Bulk
			}
			r.few.streams[0] = stream
			r.Load.Streams = r.few.streams[:]
			r.Load.Rate = e.Rate
		}
		return
	}
	if j := s.plan.joinAt[n]; j != nil {
		w.gather(r, j)
		return
	}
	in := g.in[n]
	var single *carried
	count := 0
	for _, e := range in {
		if c := s.wires[e]; len(c.flows) > 0 {
			single = c
			count++
		}
	}
	if count == 0 {
		return
	}
	r.Load.Streams = room(r.few.streams[:], count)[:0]
	for _, e := range in {
		if c := s.wires[e]; len(c.flows) > 0 {
			r.Load.Rate += c.stream.Rate
			r.Load.Streams = append(r.Load.Streams, c.stream)
		}
	}
	if count == 1 {
		r.Load.Flows = single.flows // never written to again
	} else {
		r.Load.Flows = w.merged(in)
	}
	r.bursts = w.classes(n, r)
	switch {
	case w.ring != nil:
		w.ring.arrive(r, n)
	case count > 1:
		r.meet = w.meet(n, -1)
	}
}

// merged adds up the flows of several wires, class by class.
func (w *sweep) merged(in []int32) []component.Flow {
	var seen uint64
	for _, e := range in {
		for i := range w.s.wires[e].flows {
			f := &w.s.wires[e].flows[i]
			w.merge[f.Class].add(f, seen>>uint(f.Class)&1 == 0)
			seen |= 1 << uint(f.Class)
		}
	}
	return w.collect(seen, nil)
}

// collect empties the mixtures of the classes given into flows: those that
// are there if they are the same.
func (w *sweep) collect(seen uint64, there []component.Flow) []component.Flow {
	flows := w.flows[:0]
	for c := 0; seen != 0; c, seen = c+1, seen>>1 {
		if seen&1 == 1 {
			flows = append(flows, w.merge[c].flow(c))
		}
	}
	w.flows = flows
	if slices.Equal(flows, there) {
		return there
	}
	return slices.Clone(flows)
}

// answer solves the station of a node and what leaves it.
func (w *sweep) answer(r *Result, bypassed bool) {
	w.serve(r, bypassed)
	r.out, r.leaving = w.stream(r), r.leaveClasses()
	if r.ring != nil {
		r.ring.leave(r, w.at)
	}
}

// serve solves the station of a node.
func (w *sweep) serve(r *Result, bypassed bool) {
	flows := r.Load.Flows
	if bypassed {
		r.Passes = r.untouched()
		return
	}
	r.Service.Station.Customers = room(r.few.customers[:], len(flows))
	for i := range flows {
		r.Service.Station.Customers[i].Rate = flows[i].Rate
	}
	r.bound.Model.Serve(&r.Load, &r.Service)
	r.Passes = r.untouched()
	if r.bound.Source != nil {
		return
	}
	r.pass(w)
}

// untouched is what a source or a bypassed node does to each class: nothing.
func (r *Result) untouched() []Passage {
	list := room(r.few.passes[:], len(r.Load.Flows))
	for i := range list {
		list[i] = Passage{Class: r.Load.Flows[i].Class, Keep: 1}
	}
	return list
}

// pass solves the station and what each class meets there. In a job it does
// not wait: the pace of the job is that of its slowest stage.
func (r *Result) pass(w *sweep) {
	if !w.job {
		room, held := w.s.given.rooms[w.at]
		held = held && w.link < 0
		if held {
			room.lengthen(&r.Service.Station)
			r.held = room.held.Mean
		}
		r.solve(w.s)
		switch {
		case held && room.solved:
			r.Station = room.result(&r.Service.Station)
		case held && room.held.Mean > 0: // node by node: what holds is not independent of who waits
			r.Station.Class = queue.D
		}
		if at, ok := w.s.given.waits[w.at]; ok && w.link < 0 {
			r.Station = at.result(&r.Service.Station, r.Load.Flows)
		}
		if class, ok := w.s.given.again[w.at]; ok && r.Service.Station.Discipline != queue.Delay {
			r.Station.Class = queue.Worse(r.Station.Class, class)
		}
	}
	for i := range r.Passes {
		if w.job {
			r.work(i, &r.Passes[i])
		} else {
			r.passage(i, &r.Passes[i])
		}
	}
}

// work is the time of one class at a station where it does not wait.
func (r *Result) work(i int, p *Passage) {
	served := r.Service.Station.Customers[i].Service.Mean
	if r.Service.Solved != nil {
		served = r.Service.Hold
	}
	r.divide(p, served)
}

// solve answers the station, its own model's answer going first.
func (r *Result) solve(s *Solution) {
	if r.Service.Solved != nil {
		r.Station = *r.Service.Solved
		return
	}
	st := &r.Service.Station
	rho := 0.0
	if st.Discipline != queue.Delay {
		for i := range st.Customers {
			rho += st.Customers[i].Rate * st.Customers[i].Service.Mean
		}
		rho /= float64(max(st.Servers, 1))
	}
	st.ArrivalSCV = 1
	if len(r.Load.Streams) > 0 {
		if r.ring == nil {
			r.Burst = r.meet.Together(queue.Merged(r.Load.Streams), r.Load.Rate)
		}
		st.ArrivalSCV = r.Load.SCV(rho)
		st.Renewal = len(r.Load.Streams) == 1 && r.Load.Streams[0].Renewal
		st.Bulk = queue.Law{}
		if len(r.Load.Streams) == 1 {
			st.Bulk = r.Load.Streams[0].Bulk
		}
		if r.ring == nil {
			st.Pace = queue.Paced(r.Load.Streams)
		}
		if !st.Renewal && st.Discipline != queue.Delay {
			st.Working, st.Shaped = r.working(), r.Burst.Shaped()
			st.ArrivalSCV = st.Working.EquivalentSCV(r.Load.Rate, st.Servers, mixed(st))
		}
	}
	st.Settled = s.settled && st.Servers <= s.plan.mostSettled()
	r.Station = queue.Solve(*st)
	if st.Discipline != queue.Delay && r.Station.Method != "idle" {
		r.Station.Class = queue.Worse(r.Station.Class, r.meets())
	}
	if r.Service.Scaler != nil { // of the steady state; what a change of load does is left to simulation
		r.Station.Method += ", servers follow the load"
		r.Station.Class = queue.Worse(r.Station.Class, queue.C)
	}
}

// afterLoss is the class of what streams meet of which a share was turned away
// before. M/M/1/3 in a row, a seventh lost: the next loses 21 % less than of a
// Poisson stream (its chain, solved).
func afterLoss(share float64) queue.Class {
	switch {
	case share > 0.01:
		return queue.D
	case share > 1e-4:
		return queue.C
	}
	return queue.A
}

// mixed is the service time of a customer of any stream.
func mixed(st *queue.Station) queue.Law {
	var rate, first, second float64
	for i := range st.Customers {
		x := &st.Customers[i]
		rate += x.Rate
		first += x.Rate * x.Service.Mean
		second += x.Rate * x.Service.Mean * x.Service.Mean * (1 + x.Service.SCV)
	}
	if first == 0 {
		return queue.Law{}
	}
	mean := first / rate
	return queue.Law{Mean: mean, SCV: max(second/rate/(mean*mean)-1, 0)}
}

// mostSettled is up to how many servers M/PH/c is solved. It takes milliseconds
// to 16 servers, tenths of a second to a hundred: those only in designs of up
// to 64 nodes. Under a failure, of which there are as many as nodes, less.
func (p *Plan) mostSettled() int {
	const few, many = 16, math.MaxInt
	switch nodes := len(p.nodes); {
	case p.blocked == nil && nodes <= 64:
		return many
	case p.blocked == nil || nodes <= 16:
		return few
	}
	return 0
}

// passage splits the time of one class into waiting, service and transfer.
func (r *Result) passage(i int, p *Passage) {
	q, delay := &r.Station.Customers[i], &r.Service.Delay
	wait, sojourn := q.Wait.Mean(), q.Sojourn.Mean()
	p.Variance = q.Sojourn.Variance() + delay.Variance()
	if r.Station.Offered > 0 {
		p.Keep = r.Station.Carried / r.Station.Offered
	}
	if r.Station.Kept != nil {
		p.Keep = r.Station.Kept[i]
	}
	if math.IsInf(sojourn, 1) {
		if r.Service.Solved == nil { // it waits without bound, and is then served as ever
			if s := r.Service.Station.Customers[i].Service.Mean; !math.IsInf(s, 1) {
				r.divide(p, s)
			}
		}
		p.Queue, p.Variance = math.Inf(1), math.Inf(1)
		return
	}
	p.Queue = wait + r.held
	r.divide(p, max(sojourn-wait-r.held, 0))
}

// divide says what the time at a server, and that after it, counts as.
func (r *Result) divide(p *Passage, served float64) {
	delay := r.Service.Delay.Mean
	switch r.Service.Stage {
	case component.Moving:
		p.Transfer = served + delay
	case component.Queueing:
		p.Queue += served
		p.Service = delay
	default:
		p.Service = served + delay
	}
}

// mixture adds up flows of one class.
type mixture struct {
	rate  float64
	items float64
	size  [3]struct{ first, second float64 }
	one   component.Flow // while there is only one, exactly it
	many  bool
}

func (m *mixture) add(f *component.Flow, first bool) {
	if first {
		*m = mixture{one: *f}
	} else {
		m.many = true
	}
	m.rate += f.Rate
	m.items += f.Rate * f.Items
	for i, s := range [3]component.Spread{f.Bytes, f.TokensIn, f.TokensOut} {
		m.size[i].first += f.Rate * s.Mean
		m.size[i].second += f.Rate * s.Mean * s.Mean * (1 + s.SCV)
	}
}

func (m *mixture) flow(class int) component.Flow {
	if !m.many {
		return m.one
	}
	f := component.Flow{Class: class, Rate: m.rate}
	f.Items = m.items / m.rate
	f.Bytes, f.TokensIn, f.TokensOut = m.spread(0), m.spread(1), m.spread(2)
	return f
}

func (m *mixture) spread(i int) component.Spread {
	if m.size[i].first == 0 {
		return component.Spread{}
	}
	mean := m.size[i].first / m.rate
	scv := m.size[i].second/m.rate/(mean*mean) - 1
	if scv < 1e-12 {
		scv = 0 // equal sizes, but for rounding
	}
	return component.Spread{Mean: mean, SCV: scv}
}

func sum(flows []component.Flow) float64 {
	rate := 0.0
	for i := range flows {
		rate += flows[i].Rate
	}
	return rate
}
