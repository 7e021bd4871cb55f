package flow

import (
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/diagnostic"
	"weir/engine/queue"
)

// join is a node that gathers the copies another has made.
type join struct {
	node, fork int32
	branches   []int32 // edges of the fork whose copies are waited for
	needed     int     // of the branches
}

// pairJoins finds the fork of every join. Joins are paired from the first to
// the last, so that inner ones take the inner forks.
func (p *Plan) pairJoins() {
	g := p.graph
	p.joins, p.joinAt, p.forkAt = nil, map[int32]*join{}, map[int32]*join{}
	for _, n := range g.order {
		if p.Bound[n] == nil {
			continue
		}
		m, ok := p.Bound[n].Model.(component.Joiner)
		if !ok || p.nodes[n].Bypassed {
			continue
		}
		name, needed := m.Joins()
		j, ok := p.forkFor(n, name)
		if !ok {
			p.ofJoins.noFork(g.nodes[n])
			continue
		}
		if needed > len(j.branches) {
			p.ofJoins.tooMany(g.nodes[n], needed, len(j.branches))
		}
		j.needed = len(j.branches)
		if needed > 0 {
			j.needed = min(needed, len(j.branches))
		}
		p.joins = append(p.joins, j)
	}
	for i := range p.joins {
		p.joinAt[p.joins[i].node], p.forkAt[p.joins[i].fork] = &p.joins[i], &p.joins[i]
	}
}

// forkFor is the fork a join names, or the last before it of which two or
// more copies come to it and no earlier join has taken.
func (p *Plan) forkFor(n int32, name string) (join, bool) {
	g := p.graph
	before := p.before(n)
	for i := g.rank[n] - 1; i >= 0; i-- {
		f := g.order[i]
		if !before[f] || p.Bound[f] == nil || p.Bound[f].Split || name != "" && g.nodes[f] != name {
			continue
		}
		if slices.ContainsFunc(p.joins, func(j join) bool { return j.fork == f }) {
			continue
		}
		j := join{node: n, fork: f}
		for e := g.out[f]; e < g.out[f+1]; e++ {
			x := &g.ends[e]
			if !x.async && (x.to == n || before[x.to] && g.rank[x.to] > g.rank[f]) && (len(j.branches) == 0 || g.ends[j.branches[0]].port == x.port) {
				j.branches = append(j.branches, e)
			}
		}
		if len(j.branches) > 1 {
			return j, true
		}
	}
	return join{}, false
}

// before marks the nodes from which work comes to a node.
func (p *Plan) before(n int32) []bool {
	g := p.graph
	mark := make([]bool, len(g.nodes))
	todo := []int32{n}
	for len(todo) > 0 {
		m := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, e := range g.in[m] {
			if from := g.ends[e].from; !g.ends[e].async && !mark[from] {
				mark[from] = true
				todo = append(todo, from)
			}
		}
	}
	return mark
}

func (f *findings) noFork(at string) {
	f.add("flow.fork", diagnostic.Warning, diagnostic.Place{Node: at, Param: "fork"},
		words("No node makes copies that meet here: there is nothing to join, and each item goes on as it comes.", "没有节点产生在此相遇的副本：无可汇合，各项原样继续。"))
}

func (f *findings) tooMany(at string, needed, branches int) {
	f.add("flow.fork", diagnostic.Error, diagnostic.Place{Node: at, Param: "needed"},
		words("It waits for "+number(float64(needed))+" copies and only "+number(float64(branches))+" are made; all are waited for.", "它等待 "+number(float64(needed))+" 份副本，但只产生了 "+number(float64(branches))+" 份；按全部等待计算。"))
}

// rejoined tells whether the fork of a join has changed what it sends.
func (w *sweep) rejoined(n int32) bool {
	j := w.s.plan.joinAt[n]
	return j != nil && w.s.base[j.fork] != w.before.base[j.fork]
}

// gather is what arrives at a join: an item for each one that was forked and
// of which enough copies come.
func (w *sweep) gather(r *Result, j *join) {
	s := w.s
	fork := s.base[j.fork]
	if fork == nil {
		return
	}
	var last *carried
	for _, e := range s.plan.graph.in[j.node] {
		if len(s.wires[e].flows) > 0 {
			last = s.wires[e]
		}
	}
	if last == nil {
		return
	}
	part := float64(j.needed) / float64(len(j.branches))
	for i := range fork.Load.Flows {
		f := fork.Load.Flows[i]
		gain := 0.0
		var arrive []float64
		var bytes mixture
		for k := range fork.Ways {
			way := &fork.Ways[k]
			if way.Flow != i || !slices.Contains(j.branches, way.Edge) {
				continue
			}
			gain = max(gain, way.Gain)
			q := w.reach(way, j, &bytes)
			arrive = append(arrive, min(q, 1))
		}
		rate := f.Rate * fork.Passes[i].Keep * gain * atLeast(arrive, j.needed)
		if rate <= 0 {
			continue
		}
		f.Rate = rate
		if bytes.rate > 0 {
			f.Bytes = bytes.spread(0).Sum(float64(len(arrive)) * part)
		}
		r.Load.Flows = append(r.Load.Flows, f)
		r.Load.Rate += rate
	}
	stream := last.stream
	stream.Rate, stream.Renewal, stream.Bulk = r.Load.Rate, false, queue.Law{}
	r.Load.Streams = []queue.Stream{stream}
}

// atLeast is the probability that so many of independent copies arrive.
func atLeast(arrive []float64, needed int) float64 {
	law := []float64{1}
	for _, q := range arrive {
		law = append(law, 0)
		for k := len(law) - 1; k > 0; k-- {
			law[k] = law[k]*(1-q) + law[k-1]*q
		}
		law[0] *= 1 - q
	}
	p := 0.0
	for k := min(needed, len(arrive)); k < len(law); k++ {
		p += law[k]
	}
	return min(p, 1)
}

// spot is a class at a node.
type spot struct {
	node  int32
	class int
}

// reach is how many items one copy of a fork becomes at its join; what they
// hold is added to bytes.
func (w *sweep) reach(way *Way, j *join, bytes *mixture) float64 {
	s, g := w.s, w.s.plan.graph
	first := bytes.rate == 0
	total := 0.0
	at := map[spot]float64{}
	cross := func(e int32, class int, x float64) {
		if link := s.Links[e]; link != nil {
			if k := indexOf(link.Passes, class); k >= 0 {
				x *= link.Passes[k].Keep
			}
		}
		if to := g.ends[e].to; to != j.node {
			at[spot{to, class}] += x
			return
		}
		total += x
		for i := range s.wires[e].flows {
			if f := s.wires[e].flows[i]; f.Class == class && x > 0 {
				f.Rate = x
				bytes.add(&f, first)
				first = false
			}
		}
	}
	cross(way.Edge, way.Class, 1)
	list := g.order[g.rank[j.fork]+1 : g.rank[j.node]]
	for i := 0; i < len(list); {
		end := g.together(list, i)
		for range rounds {
			left := 0.0
			for _, n := range list[i:end] {
				r := s.base[n]
				if r == nil {
					continue
				}
				for k := range r.Passes {
					key := spot{n, r.Passes[k].Class}
					x := at[key]
					if x == 0 {
						continue
					}
					delete(at, key)
					for v := range r.Ways {
						if o := &r.Ways[v]; o.Flow == k && o.Edge >= 0 && !o.Async {
							cross(o.Edge, o.Class, x*o.Gain*r.Passes[k].Keep)
						}
					}
				}
			}
			if g.loop[list[i]] < 0 {
				break
			}
			for _, n := range list[i:end] {
				for c := range s.plan.Classes {
					left += at[spot{n, c}]
				}
			}
			if left < settled {
				break
			}
		}
		i = end
	}
	return total
}

// forked is the time between a fork and its join.
type forked struct {
	passage  Passage
	branches queue.Branches
	steps    queue.Steps
	method   string
	class    queue.Class
	share    float64        // of waiting in the branches' time
	given    queue.Branches // before calibration
	ways     []hop          // into the branches, which one hop to the join has taken the place of
	needed   int            // of the ways
}

// joinForks puts one hop from each fork to its join in the place of those
// into the branches. Inner joins stand before outer ones.
func (c *chain) joinForks() {
	for i := range c.s.plan.joins {
		j := &c.s.plan.joins[i]
		r := c.s.base[j.fork]
		if r == nil || c.s.base[j.node] == nil {
			continue
		}
		for k := range r.Passes {
			if to := c.joinState(j, r.Passes[k].Class); to >= 0 {
				c.joinFork(j, c.first[j.fork]+int32(k), to)
			}
		}
	}
}

// joinState is the state of a join at which copies of a class are one again.
func (c *chain) joinState(j *join, of int) int32 {
	k := indexOf(c.s.base[j.node].Passes, of)
	if k < 0 {
		return -1
	}
	return c.first[j.node] + int32(k)
}

func (c *chain) joinFork(j *join, from, to int32) {
	var place *hop
	var all []queue.Dist
	var ways []hop
	var longest, service, waiting, times float64
	for i := c.start[from]; i < c.start[from+1]; i++ {
		h := &c.hops[i]
		if h.async || !slices.Contains(j.branches, h.edge) {
			continue
		}
		d, queued := c.branch(h, j.node)
		all, ways = append(all, d), append(ways, *h)
		longest = max(longest, d.Mean())
		service = max(service, d.Mean()-queued)
		waiting += queued
		times += d.Mean()
		if place == nil {
			place = h
			continue
		}
		h.weight, h.gain = 0, 0
	}
	if place == nil {
		return
	}
	f := &forked{branches: queue.Branches{Of: all, Needed: min(j.needed, len(all))}, class: queue.C, method: "independent branches"}
	f.share = 0
	if times > 0 && !math.IsInf(times, 1) {
		f.share = waiting / times
	}
	if old := c.before.forkedAt(from); old == nil || !old.same(f) {
		f.solve(longest, service, c.s.settled)
	} else {
		f = &forked{passage: old.passage, branches: old.branches, steps: old.steps, method: old.method, class: old.class, share: old.share, given: old.given}
	}
	f.ways, f.needed = ways, min(j.needed, len(ways))
	state := c.s.base[j.fork]
	i := int(from - c.first[j.fork])
	served := state.Load.Flows[i].Rate * state.Passes[i].Keep * place.gain
	f.passage.Keep = 1
	if served > 0 {
		k := int(to - c.first[j.node])
		f.passage.Keep = min(c.s.base[j.node].Load.Flows[k].Rate/served, 1)
	}
	*place = hop{to: to, weight: place.gain * state.Passes[i].Keep * f.passage.Keep, edge: place.edge, link: &f.passage, fork: f, gain: place.gain}
}

// unlike tells whether a branch is far from an exponential time, of which the
// law that branches which queue for the same arrivals follow is known.
func (f *forked) unlike() bool {
	for i := range f.branches.Of {
		if scv := f.branches.Of[i].SCV(); scv < 0.6 || scv > 3 {
			return true
		}
	}
	return false
}

// solve works out the time from the branches: longest is the largest of their
// means, service that without the waits.
func (f *forked) solve(longest, service float64, settled bool) {
	f.given = f.branches
	k := len(f.branches.Of)
	mean, variance := f.branches.Moments()
	if math.IsInf(mean, 1) {
		f.passage = Passage{Queue: math.Inf(1), Variance: math.Inf(1)}
		return
	}
	switch {
	case f.branches.Needed == k:
		f.method = "fork–join"
		if k > 32 && f.share > 0 || f.share > 0.4 && f.unlike() {
			f.class = queue.D
		}
		independent := mean
		mean = queue.Together(longest, mean, f.share, k)
		if settled {
			f.branches = f.branches.Calibrated(mean)
			_, variance = f.branches.Moments()
		} else if independent > 0 {
			variance *= mean / independent
		}
	case f.share > 0.3:
		f.class = queue.D
	}
	f.passage = Passage{Queue: max(mean-service, 0), Service: min(service, mean), Variance: max(variance, 0)}
	if settled {
		f.steps = f.branches.Steps(mean)
	}
}

// same tells whether a time was made of the same branches.
func (f *forked) same(o *forked) bool {
	return f.share == o.share && f.given.Needed == o.branches.Needed && slices.Equal(f.given.Of, o.branches.Of)
}

// forkedAt is the fork of a state; nil where it has none.
func (c *chain) forkedAt(from int32) *forked {
	if c == nil {
		return nil
	}
	for i := c.start[from]; i < c.start[from+1]; i++ {
		if f := c.hops[i].fork; f != nil {
			return f
		}
	}
	return nil
}

// branch is the time of one copy from the fork to the join, and the part of
// its mean that is waiting. A row of several stations is fitted by its two
// moments.
func (c *chain) branch(h *hop, node int32) (queue.Dist, float64) {
	b := branchRoute{c: c, join: node, stage: map[int32]int{}}
	b.entry(h)
	busy := -1
	visits := b.Visits()
	queued := 0.0
	for k, d := range b.Of {
		queued += visits[k] * b.queue[k]
		switch {
		case d.Mean() == 0:
		case busy >= 0 || math.Abs(visits[k]-1) > 1e-9:
			busy = len(b.Of)
		default:
			busy = k
		}
	}
	if busy >= 0 && busy < len(b.Of) {
		return b.Of[busy], queued
	}
	mean, variance := b.Moments()
	switch {
	case math.IsInf(mean, 1):
		return queue.Unbounded(), queued
	case mean == 0:
		return queue.Dist{}, 0
	}
	return queue.Service(queue.Law{Mean: mean, SCV: variance / (mean * mean)}), queued
}

// branchRoute is the way of one copy through the states of a chain.
type branchRoute struct {
	queue.Route
	c     *chain
	join  int32
	stage map[int32]int // by state
	queue []float64
	ahead []bool
}

func (b *branchRoute) add(d queue.Dist, queued float64) int {
	b.Of, b.Hops, b.queue = append(b.Of, d), append(b.Hops, nil), append(b.queue, queued)
	return len(b.Of) - 1
}

// entry begins with a hop, and what its link takes.
func (b *branchRoute) entry(h *hop) {
	start := b.add(queue.Dist{}, 0)
	b.Entry = []queue.Hop{{To: start, Probability: 1}}
	b.follow(start, h, 1)
}

// follow leads a stage over a hop.
func (b *branchRoute) follow(from int, h *hop, p float64) {
	if h.link != nil {
		m := h.link.Mean()
		d := queue.Unbounded()
		switch {
		case m == 0:
			d = queue.Dist{}
		case !math.IsInf(m, 1):
			d = queue.Service(queue.Law{Mean: m, SCV: h.link.Variance / (m * m)})
		}
		on := b.add(d, h.link.Queue)
		b.Hops[from] = append(b.Hops[from], queue.Hop{To: on, Probability: p})
		from, p = on, 1
	}
	if b.c.node[h.to] == b.join {
		// The stage that follows takes no time and is the end.
		b.Hops[from] = append(b.Hops[from], queue.Hop{To: b.end(), Probability: p})
		return
	}
	b.Hops[from] = append(b.Hops[from], queue.Hop{To: b.visit(h.to), Probability: p})
}

func (b *branchRoute) end() int {
	k, ok := b.stage[-1]
	if !ok {
		k = b.add(queue.Dist{}, 0)
		b.stage[-1] = k
	}
	return k
}

// visit is the stage of a state.
func (b *branchRoute) visit(s int32) int {
	if k, ok := b.stage[s]; ok {
		return k
	}
	c := b.c
	r := c.s.base[c.node[s]]
	i := int(s - c.first[c.node[s]])
	d := queue.Dist{}
	if r.Station.Method != "" {
		d = r.Station.Customers[i].Sojourn
	}
	k := b.add(d, c.pass[s].Queue)
	b.stage[s] = k
	at := k
	if delay := r.Service.Delay; delay.Mean > 0 && r.Station.Method != "" {
		at = b.add(queue.Service(delay), 0)
		b.Hops[k] = []queue.Hop{{To: at, Probability: 1}}
	}
	total := 0.0
	ahead := b.before()
	for i := c.start[s]; i < c.start[s+1]; i++ {
		if h := &c.hops[i]; !h.async && h.weight > 0 && ahead[c.node[h.to]] {
			total += h.weight
		}
	}
	for i := c.start[s]; i < c.start[s+1]; i++ {
		if h := &c.hops[i]; !h.async && h.weight > 0 && ahead[c.node[h.to]] {
			b.follow(at, h, h.weight/total)
		}
	}
	return k
}

// before marks the nodes on the way to the join, itself included.
func (b *branchRoute) before() []bool {
	if b.ahead == nil {
		b.ahead = b.c.s.plan.before(b.join)
		b.ahead[b.join] = true
	}
	return b.ahead
}

// only is the fork and join that a journey consists of, where nothing else of
// it takes time.
func (t *transform) only() *forked {
	c := t.c
	var only *forked
	for _, n := range t.onward {
		for s := c.first[n]; s < c.first[n+1]; s++ {
			if c.visits[s] == 0 || c.n[s] == 0 {
				continue
			}
			if c.pass[s].Mean() > 0 {
				return nil
			}
			for i := c.start[s]; i < c.start[s+1]; i++ {
				h := &c.hops[i]
				switch {
				case c.taken(h, c.seen[t.sink], false) == 0 || h.link == nil:
				case h.fork == nil || only != nil || c.visits[s]*h.weight < t.whole*(1-1e-9):
					return nil
				default:
					only = h.fork
				}
			}
		}
	}
	return only
}

// forkOf is the join of the copies a state makes, if any.
func (s *Solution) forkOf(state int32) *join {
	n := s.journeys.chain.node[state]
	if j := s.plan.forkAt[n]; j != nil && s.base[j.node] != nil {
		return j
	}
	return nil
}

func indexOf(passes []Passage, c int) int { return class(passes, c) }
