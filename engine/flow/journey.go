package flow

import (
	"math"
	"slices"

	"weir/engine/queue"
	"weir/engine/report"
)

// A journey is an absorbing chain: its states are (node, class), an item in a
// state spends the passage of that class there and then takes one or more
// hops, each with a weight, or ends. With N(s) the mean number of items that
// one item in state s becomes at the sink in question, M1 and M2 the sums of
// their times and squared times from s on, each follows from those of the
// hops' ends, in one pass against the flow; no path is ever listed. Times at
// the stations of a journey are taken as independent.

// hop is a way from one state to another.
type hop struct {
	to     int32
	edge   int32
	weight float64
	gain   float64  // weight before losses
	link   *Passage // of the edge's link, or of all between a fork and its join; nil without either
	fork   *forked  // of a hop from a fork to its join
	async  bool
	copied bool
}

// chain holds the states of a solution.
type chain struct {
	s      *Solution
	before *chain  // while it is made
	first  []int32 // by node: its first state; states of a node are consecutive
	node   []int32 // by state
	pass   []*Passage
	start  []int32 // by state: its first hop
	hops   []hop
	end    []float64 // by state: items that end there for one that arrives

	scratch
	spent  int     // states taken through the inversion
	seen   []int32 // by node: the last sink whose ancestors it was among
	met    []int32 // by state: the last start it follows
	solved map[*report.Journey]moments
	moved  []bool // by node: its result, or that of a link to it, is new; nil = all are
	passes bool   // as much gets through every node as in the chain it was made again from

	tails [][]int32   // by node: once asked for, the nodes from which work reaches it
	begin *beginnings // once asked for
	prior *beginnings // those of the solution before; nil where they do not carry over
}

// journeys are all the journeys of a solution.
type journeys struct {
	list  []*report.Journey
	to    [][]*report.Journey // by node
	kept  []float64           // by class: share of what sources emit that arrives
	chain *chain

	moments map[*report.Journey]moments
}

// moments of a journey's time, and whether its percentiles are inverted from
// its transform, which takes so many states.
type moments struct {
	mean, variance float64
	states         int
	inverted       bool
}

// newChain is the chain of a solution. before is the one of the solution it
// was solved from, if that has the same states, and moved the nodes at which
// something is new since then.
func newChain(s *Solution, before *chain, moved []bool) *chain {
	if before != nil && len(s.plan.joins) == 0 {
		if c := before.again(s, moved); c != nil {
			return c
		}
	}
	g := s.plan.graph
	c := &chain{s: s, before: before, moved: moved, first: make([]int32, len(g.nodes)+1), seen: make([]int32, len(g.nodes))}
	states, ways := 0, 0
	for n := range g.nodes {
		c.first[n] = int32(states)
		if r := s.base[n]; r != nil {
			states += len(r.Passes)
			ways += len(r.Ways)
		}
	}
	c.first[len(g.nodes)] = int32(states)
	c.scratch = newScratch(states)
	c.end = make([]float64, states)
	c.met = make([]int32, states)
	c.node = make([]int32, states)
	c.pass = make([]*Passage, states)
	c.start = make([]int32, states+1)
	c.hops = make([]hop, 0, ways)
	for n := range g.nodes {
		if r := s.base[n]; r != nil {
			c.enter(int32(n), r)
		}
	}
	c.start[states] = int32(len(c.hops))
	c.joinForks()
	return c
}

// scratch is where figures are worked out, by state, of one sink after
// another. A chain that is made again from one takes it over.
type scratch struct{ n, m1, m2, visits []float64 }

func newScratch(states int) scratch {
	x := make([]float64, 4*states)
	return scratch{x[:states], x[states : 2*states], x[2*states : 3*states], x[3*states:]}
}

// again is the chain of a solution with the same states, of which only nodes
// where something is new, or to which they lead, are entered anew; nil if that
// changes where hops stand.
func (c *chain) again(s *Solution, moved []bool) *chain {
	g := s.plan.graph
	d := &chain{s: s, moved: moved, passes: true, first: c.first, node: c.node, scratch: c.scratch, seen: make([]int32, len(g.nodes)), met: make([]int32, len(c.node))}
	d.end, d.pass, d.start, d.hops = slices.Clone(c.end), slices.Clone(c.pass), slices.Clone(c.start), slices.Clone(c.hops)
	all := len(d.hops)
	for n, r := range s.base {
		if r == nil || !moved[n] && !d.leadsToMoved(int32(n)) {
			continue
		}
		from, to := c.first[n], c.first[n+1]
		first, end := c.start[from], c.start[to]
		d.hops = d.hops[:first]
		clear(d.end[from:to])
		d.enter(int32(n), r)
		if len(d.hops) != int(end) || !slices.Equal(d.start[from:to], c.start[from:to]) {
			return nil
		}
		d.passes = d.passes && d.passesAs(c, int32(n))
		d.hops = d.hops[:all]
	}
	return d
}

// passesAs tells whether as much gets through a node, and on where, as in a
// chain with the same states.
func (c *chain) passesAs(was *chain, n int32) bool {
	if c.s.base[n].bound.Source != nil {
		return false // classes are weighted by what sources emit
	}
	for s := c.first[n]; s < c.first[n+1]; s++ {
		if c.pass[s].Keep != was.pass[s].Keep || c.end[s] != was.end[s] {
			return false
		}
	}
	for i := c.start[c.first[n]]; i < c.start[c.first[n+1]]; i++ {
		if !c.hops[i].passesAs(&was.hops[i]) {
			return false
		}
	}
	return true
}

func (h *hop) passesAs(was *hop) bool {
	return h.to == was.to && h.gain == was.gain && h.async == was.async && h.copied == was.copied &&
		(h.link == nil) == (was.link == nil) && (h.link == nil || h.link.Keep == was.link.Keep)
}

func (c *chain) leadsToMoved(n int32) bool {
	g := c.s.plan.graph
	for e := g.out[n]; e < g.out[n+1]; e++ {
		if c.moved[g.ends[e].to] {
			return true
		}
	}
	return false
}

// enter adds the states of one node and their hops. Ways stand in the order
// of the flows they belong to.
func (c *chain) enter(n int32, r *Result) {
	w := 0
	for i := range r.Passes {
		state := c.first[n] + int32(i)
		c.node[state], c.pass[state] = n, &r.Passes[i]
		c.start[state] = int32(len(c.hops))
		for ; w < len(r.Ways) && r.Ways[w].Flow == i; w++ {
			way := &r.Ways[w]
			if way.Edge < 0 {
				c.end[state] += way.Gain * r.Passes[i].Keep
				continue
			}
			if h, ok := c.hop(way); ok {
				h.weight *= r.Passes[i].Keep
				c.hops = append(c.hops, h)
			}
		}
	}
}

func (c *chain) hop(way *Way) (hop, bool) {
	head := c.s.plan.graph.ends[way.Edge].to
	r := c.s.base[head]
	if r == nil {
		return hop{}, false
	}
	i := class(r.Passes, way.Class)
	if i < 0 {
		return hop{}, false
	}
	h := hop{to: c.first[head] + int32(i), weight: way.Gain, gain: way.Gain, edge: way.Edge, async: way.Async, copied: way.Copy}
	if link := c.s.Links[way.Edge]; link != nil {
		h.link = &link.Passes[class(link.Passes, way.Class)]
		h.weight *= h.link.Keep
	}
	return h, true
}

func class(passes []Passage, class int) int {
	for i := range passes {
		if passes[i].Class == class {
			return i
		}
	}
	return -1
}

// findJourneys solves every journey of a solution. Those to a sink before
// which nothing has changed are taken over.
func findJourneys(s, before *Solution) *journeys {
	var prior *chain
	if before != nil && before.settled == s.settled {
		prior = before.journeys.chain.sameStates(s)
	}
	c := newChain(s, prior, movedSince(s, before))
	c.before = nil
	if prior != nil {
		c.tails = prior.tails
		if len(s.plan.joins) == 0 {
			c.prior = prior.begin
		}
	}
	if c.tails == nil {
		c.tails = make([][]int32, len(s.base))
	}
	many := 0
	if before != nil {
		many = len(before.journeys.list)
	}
	j := &journeys{chain: c, moments: make(map[*report.Journey]moments, many), list: make([]*report.Journey, 0, many), to: make([][]*report.Journey, len(s.base))}
	for n, r := range s.base {
		if r == nil || !c.endsAt(int32(n)) {
			continue
		}
		ancestors := c.ancestors(int32(n))
		if before != nil && !c.anyMoved(ancestors) && c.stillAfford(before.journeys.to[n], before.journeys.moments) {
			j.to[n] = before.journeys.to[n]
			for _, x := range j.to[n] {
				j.moments[x] = before.journeys.moments[x]
			}
		} else {
			j.to[n] = c.journeysTo(int32(n), ancestors)
		}
		j.list = append(j.list, j.to[n]...)
	}
	slices.SortStableFunc(j.list, byPlace)
	for x, m := range c.solved {
		j.moments[x] = m
	}
	if c.passes {
		j.kept = before.journeys.kept
	} else {
		j.kept = c.arrivals()
	}
	return j
}

// sameStates is the chain if a solution has the same states; nil if not.
func (c *chain) sameStates(s *Solution) *chain {
	for n, r := range s.base {
		was := c.s.base[n]
		if r != was && (r == nil || was == nil || len(r.Passes) != len(was.Passes)) {
			return nil
		}
	}
	return c
}

// movedSince tells at which nodes, or on links to them, something is new; nil
// where nothing was before.
func movedSince(s, before *Solution) []bool {
	if before == nil {
		return nil
	}
	moved := make([]bool, len(s.base))
	for n, r := range s.base {
		moved[n] = r != before.base[n]
	}
	for e, r := range s.Links {
		if r != before.Links[e] {
			moved[s.plan.graph.ends[e].to] = true
		}
	}
	return moved
}

// anyMoved tells whether something is new at one of the nodes, or where an
// asynchronous wire to one of them starts.
func (c *chain) anyMoved(nodes []int32) bool {
	g := c.s.plan.graph
	return slices.ContainsFunc(nodes, func(n int32) bool {
		return c.moved[n] || slices.ContainsFunc(g.in[n], func(e int32) bool { return g.ends[e].async && c.moved[g.ends[e].from] })
	})
}

func (c *chain) endsAt(n int32) bool {
	if c.leadsNowhere(n) {
		return false
	}
	for s := c.first[n]; s < c.first[n+1]; s++ {
		if c.end[s] > 0 {
			return true
		}
	}
	return false
}

// leadsNowhere tells whether a node is a source without a wire: its work makes
// no journey.
func (c *chain) leadsNowhere(n int32) bool {
	g := c.s.plan.graph
	if g.out[n] != g.out[n+1] {
		return false
	}
	return c.s.base[n].bound.Source != nil
}

// journeysTo solves the journeys that end at one node, given the nodes before
// it and itself.
func (c *chain) journeysTo(sink int32, before []int32) []*report.Journey {
	var list []*report.Journey
	for i := len(before); i > 0; {
		j := i - 1
		for j > 0 && c.s.plan.graph.loop[before[i-1]] >= 0 && c.s.plan.graph.loop[before[j-1]] == c.s.plan.graph.loop[before[i-1]] {
			j--
		}
		c.back(before[j:i], sink)
		i = j
	}
	start := 0 // of what stands together with before[i]
	for i, n := range before {
		if l := c.s.plan.graph.loop[n]; i == 0 || l < 0 || l != c.s.plan.graph.loop[before[i-1]] {
			start = i
		}
		if c.s.base[n].bound.Source != nil {
			for s := c.first[n]; s < c.first[n+1]; s++ {
				if c.n[s] > 0 {
					rate := c.s.base[n].Load.Flows[s-c.first[n]].Rate
					list = append(list, c.journey(entry{state: s, source: n, class: c.pass[s].Class, rate: rate}, sink, before[start:]))
				}
			}
		}
		list = c.background(n, sink, before[start:], list)
	}
	return list
}

// entry is where a journey starts.
type entry struct {
	state  int32
	source int32
	class  int
	rate   float64 // items/s
	by     *hop    // the asynchronous hop it starts with
}

// background appends the journeys that an asynchronous wire into node n
// starts.
func (c *chain) background(n, sink int32, onward []int32, list []*report.Journey) []*report.Journey {
	g := c.s.plan.graph
	for _, e := range g.in[n] {
		if !g.ends[e].async {
			continue
		}
		tail := g.ends[e].from
		for s := c.first[tail]; s < c.first[tail+1]; s++ {
			for h := c.start[s]; h < c.start[s+1]; h++ {
				x := &c.hops[h]
				if x.edge == e && c.n[x.to] > 0 {
					rate := c.s.base[tail].Load.Flows[s-c.first[tail]].Rate
					list = append(list, c.journey(entry{x.to, tail, c.pass[s].Class, rate * x.weight, x}, sink, onward))
				}
			}
		}
	}
	return list
}

// ancestors are the nodes from which work reaches a sink without leaving the
// journey, tails before heads, the sink last.
func (c *chain) ancestors(sink int32) []int32 {
	g := c.s.plan.graph
	mark := sink + 1
	if list := c.tails[sink]; list != nil {
		for _, n := range list {
			c.seen[n] = mark
		}
		return list
	}
	c.seen[sink] = mark
	list := []int32{sink}
	for i := 0; i < len(list); i++ {
		for _, e := range g.in[list[i]] {
			tail := g.ends[e].from
			if !g.ends[e].async && c.seen[tail] != mark && c.s.base[tail] != nil {
				c.seen[tail] = mark
				list = append(list, tail)
			}
		}
	}
	slices.SortFunc(list, func(a, b int32) int { return int(g.rank[a] - g.rank[b]) })
	c.tails[sink] = list
	return list
}

// backward works out N, M1 and M2 of a state from those of its hops' ends.
func (c *chain) backward(s int32, isSink bool) {
	a0, a1, a2 := 0.0, 0.0, 0.0
	if isSink {
		a0 = c.end[s]
	}
	mark := c.seen[c.node[s]]
	for i := c.start[s]; i < c.start[s+1]; i++ {
		h := &c.hops[i]
		if h.async || c.seen[c.node[h.to]] != mark || c.n[h.to] == 0 {
			continue
		}
		n, m1, m2 := c.n[h.to], c.m1[h.to], c.m2[h.to]
		if h.link != nil {
			m := h.link.Mean()
			m2 += n*(m*m+h.link.Variance) + 2*m*m1
			m1 += n * m
		}
		a0 += h.weight * n
		a1 += h.weight * m1
		a2 += h.weight * m2
	}
	c.n[s], c.m1[s], c.m2[s] = a0, 0, 0
	if a0 == 0 {
		return
	}
	m := c.pass[s].Mean()
	c.m1[s] = a0*m + a1
	c.m2[s] = a0*(m*m+c.pass[s].Variance) + 2*m*a1 + a2
}

// journey reports one journey; onward are the nodes from its start on.
func (c *chain) journey(e entry, sink int32, onward []int32) *report.Journey {
	g := c.s.plan.graph
	n, m1, m2 := c.n[e.state], c.m1[e.state], c.m2[e.state]
	if e.by != nil && e.by.link != nil {
		m := e.by.link.Mean()
		m2 += n*(m*m+e.by.link.Variance) + 2*m*m1
		m1 += n * m
	}
	j := &report.Journey{
		Source: g.nodes[e.source], Class: c.s.plan.Classes[e.class], Sink: g.nodes[sink], Background: e.by != nil,
		ItemsPerS: report.Number(e.rate * n),
	}
	j.LatencyS, j.Method, j.ErrorClass = latency(m1/n, m2/n-(m1/n)*(m1/n))
	j.Parts = c.parts(e, onward)
	if c.solved == nil {
		c.solved = map[*report.Journey]moments{}
	}
	m := moments{mean: m1 / n, variance: m2/n - (m1/n)*(m1/n)}
	c.settle(j, e, sink, onward, &m)
	c.solved[j] = m
	return j
}

// latency is the distribution of a journey's time, from its mean and
// variance: a gamma distribution with both.
func latency(mean, variance float64) (report.Latency, string, report.ErrorClass) {
	if math.IsInf(mean, 1) || math.IsNaN(mean) {
		inf := report.Number(math.Inf(1))
		return report.Latency{Mean: inf, P50: inf, P90: inf, P95: inf, P99: inf, P999: inf}, "overload", "A"
	}
	l := queue.GammaPercentiles(mean, max(variance, 0))
	return percentiles(mean, l), "gamma, two moments", report.ErrorClass(queue.D)
}

func percentiles(mean float64, l [len(queue.Levels)]float64) report.Latency {
	n := func(x float64) report.Number { return report.Number(x) }
	return report.Latency{Mean: n(mean), P50: n(l[0]), P90: n(l[1]), P95: n(l[2]), P99: n(l[3]), P999: n(l[4])}
}

// parts is what every station adds to the mean: its own by the visits of an
// item that reaches the sink.
func (c *chain) parts(e entry, onward []int32) []report.Part {
	c.visit(e.state, onward, false)
	whole := c.n[e.state]
	list := make([]report.Part, 0, len(onward))
	if e.by != nil && e.by.link != nil {
		list = append(list, c.linkPart(e.by, 1))
	}
	mark := c.seen[c.node[e.state]]
	for _, n := range onward {
		at := len(list)
		for s := c.first[n]; s < c.first[n+1]; s++ {
			if c.visits[s] == 0 || c.n[s] == 0 {
				continue
			}
			list = addPart(list, at, report.Subject{Node: c.s.plan.graph.nodes[n]}, c.pass[s], c.visits[s]*c.n[s]/whole)
		}
		for s := c.first[n]; s < c.first[n+1]; s++ {
			if c.visits[s] == 0 {
				continue
			}
			for i := c.start[s]; i < c.start[s+1]; i++ {
				h := &c.hops[i]
				if w := c.taken(h, mark, false); w > 0 && h.link != nil {
					list = append(list, c.linkPart(h, c.visits[s]*w*c.n[h.to]/whole))
				}
			}
		}
	}
	return list
}

func (c *chain) linkPart(h *hop, visits float64) report.Part {
	of := report.Subject{Edge: c.s.plan.graph.edges[h.edge]}
	if h.fork != nil {
		of = report.Subject{Node: c.s.plan.graph.nodes[c.node[h.to]]}
	}
	list := addPart(nil, 0, of, h.link, visits)
	if len(list) == 0 { // branches that take no time
		return report.Part{Subject: of, Visits: report.Number(visits)}
	}
	return list[0]
}

// addPart adds a class's share to the part of its station, which is the last
// of the list if it stands at or after at. Stations that take no time are
// left out, but for links.
func addPart(list []report.Part, at int, of report.Subject, p *Passage, visits float64) []report.Part {
	if p.Mean() == 0 && of.Edge == "" {
		return list
	}
	if len(list) == at {
		list = append(list, report.Part{Subject: of})
	}
	x := &list[len(list)-1]
	x.Visits += report.Number(visits)
	x.QueueS += times(visits, p.Queue)
	x.ServiceS += times(visits, p.Service)
	x.TransferS += times(visits, p.Transfer)
	return list
}

func times(visits, t float64) report.Number {
	if t == 0 {
		return 0
	}
	return report.Number(visits * t)
}

func byPlace(a, b *report.Journey) int {
	switch {
	case a.Background != b.Background && b.Background:
		return -1
	case a.Background != b.Background:
		return 1
	case a.Source != b.Source:
		return compare(a.Source, b.Source)
	case a.Class != b.Class:
		return compare(a.Class, b.Class)
	}
	return compare(a.Sink, b.Sink)
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// arrivals is, for every class, the share of what its sources emit that
// neither is lost nor stays behind in overload, on any synchronous way. An
// item that is copied arrives when all its copies do.
func (c *chain) arrivals() []float64 {
	through := c.visits
	g := c.s.plan.graph
	for i := len(g.order); i > 0; {
		j := i - 1
		for j > 0 && g.loop[g.order[i-1]] >= 0 && g.loop[g.order[j-1]] == g.loop[g.order[i-1]] {
			j--
		}
		c.throughAll(g.order[j:i], through)
		i = j
	}
	k := len(c.s.plan.Classes)
	kept, rates := make([]float64, k), make([]float64, k)
	for n := range c.s.plan.emitting() {
		if r := c.s.base[n]; r != nil {
			for i := range r.Load.Flows {
				f := &r.Load.Flows[i]
				if !c.leadsNowhere(n) {
					kept[f.Class] += f.Rate * through[c.first[n]+int32(i)]
				}
				rates[f.Class] += f.Rate
			}
		}
	}
	for i := range kept {
		if rates[i] > 0 {
			kept[i] /= rates[i]
		}
	}
	return kept
}

func (c *chain) through(s int32, through []float64) float64 {
	keep := c.pass[s].Keep
	sum, weight, least := c.end[s], c.end[s], 1.0
	if keep > 0 {
		sum, weight = sum/keep, weight/keep
	}
	copies := 0.0
	for i := c.start[s]; i < c.start[s+1]; i++ {
		h := &c.hops[i]
		if h.async || h.gain == 0 {
			continue
		}
		t := through[h.to]
		if h.link != nil {
			t *= h.link.Keep
		}
		if h.copied {
			least = min(least, t)
			copies = h.gain
			continue
		}
		sum += h.gain * t
		weight += h.gain
	}
	if copies > 0 {
		sum += copies * least
		weight += copies
	}
	if weight == 0 {
		return keep
	}
	return keep * sum / weight
}
