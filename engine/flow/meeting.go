package flow

import "weir/engine/queue"

// Streams that meet. The parts of one stream that come together again, one
// past a station that the other goes through, are not independent: how they
// vary together is followed back to where they part.

const (
	mostMeeting = 8  // wires of a node of which pairs are looked at
	mostSteps   = 64 // back from a node
)

// meeting looks back from a node at the streams that meet there.
type meeting struct {
	w     *sweep
	node  int32
	class int // −1: all
	steps int
}

// meet is the sum of the covariances of all pairs of wires to a node.
func (w *sweep) meet(n int32, class int) *queue.Covariance {
	s, in := w.s, w.s.plan.graph.in[n]
	if len(in) < 2 || len(in) > mostMeeting {
		return nil
	}
	m := meeting{w, n, class, mostSteps}
	var k *queue.Covariance
	for i, e := range in {
		for _, f := range in[:i] {
			if len(s.wires[e].flows) > 0 && len(s.wires[f].flows) > 0 {
				k = k.Plus(m.pair(e, f))
			}
		}
	}
	return k
}

// pair is the covariance of what two wires carry: that of two parts of one
// stream, or what the later of their tails passes on.
func (m *meeting) pair(e, f int32) *queue.Covariance {
	s, g := m.w.s, m.w.s.plan.graph
	if m.steps--; m.steps < 0 {
		return nil
	}
	if g.rank[g.ends[e].from] < g.rank[g.ends[f].from] {
		e, f = f, e
	}
	u := g.ends[e].from
	r := s.base[u]
	if r == nil || g.loop[u] >= 0 && g.loop[u] == g.loop[m.node] {
		return nil
	}
	d, rate := r.left(m.class)
	p := m.rate(e) / rate
	if rate == 0 || !(p > 0) { // a class that begins here
		return nil
	}
	switch {
	case u == g.ends[f].from:
		q := m.rate(f) / rate
		return m.w.repeats.part(parting{d, rate, p, q, r.bound.Split && !r.bound.Regular && p+q <= 1+1e-9})
	case g.loop[u] >= 0:
		return m.fromRing(e, f, p)
	}
	var k *queue.Covariance
	for _, h := range g.in[u] {
		if len(s.wires[h].flows) > 0 {
			k = k.Plus(m.pair(h, f))
		}
	}
	if k == nil {
		return nil
	}
	return m.w.repeats.pass(k, p, r)
}

// parting is a stream of which two parts are taken.
type parting struct {
	of         *queue.Dispersion
	rate, p, q float64
	chance     bool
}

// part is the covariance of the parts, one for all of the same stream.
func (x *repeats) part(of parting) *queue.Covariance {
	k, ok := x.parted[of]
	if !ok {
		k = of.of.Parted(of.rate, of.p, of.q, of.chance)
		x.parted[of] = k
	}
	return k
}

// passing is a covariance of which a share passes a station.
type passing struct {
	k  *queue.Covariance
	p  float64
	by *Result
}

// pass is what is left of the covariance then, one for all that pass a station alike.
func (x *repeats) pass(k *queue.Covariance, p float64, by *Result) *queue.Covariance {
	of := passing{k, p, by}
	if by.first != nil {
		of.by = by.first
	}
	left, ok := x.through[of]
	if !ok {
		station, ok := x.passed[of.by]
		if !ok {
			station = by.passed()
			x.passed[of.by] = station
		}
		left = k.Through(p, station)
		x.through[of] = left
	}
	return left
}

// fromRing is pair where a wire comes from a loop, a share p of what leaves its
// tail.
func (m *meeting) fromRing(e, f int32, p float64) *queue.Covariance {
	s, g := m.w.s, m.w.s.plan.graph
	u, v := g.ends[e].from, g.ends[f].from
	x := s.base[u].ring
	if x == nil {
		return nil
	}
	of := x.of(m.class)
	if g.loop[u] == g.loop[v] {
		_, rate := s.base[v].left(m.class)
		return of.Common[x.at[u]][x.at[v]].Times(p * m.rate(f) / rate)
	}
	var k *queue.Covariance
	for h, entry := range x.entries {
		k = k.Plus(m.pair(entry, f).Through(p, of.Gain[h][x.at[u]]))
	}
	return k
}

// rate is that of what a wire carries, of the class looked at.
func (m *meeting) rate(e int32) float64 {
	c := m.w.s.wires[e]
	if m.class < 0 {
		return c.stream.Rate
	}
	if k := c.flow(m.class); k >= 0 {
		return c.flows[k].Rate
	}
	return 0
}

// flow is the flow of a class on a wire, −1 if there is none.
func (c *carried) flow(class int) int {
	for i := range c.flows {
		if c.flows[i].Class == class {
			return i
		}
	}
	return -1
}

// left is the burstiness and rate of what leaves a node, before it is divided,
// of a class or, below 0, of all.
func (r *Result) left(class int) (*queue.Dispersion, float64) {
	if class < 0 || len(r.Load.Flows) == 1 {
		return r.out.Dispersion, r.out.Rate
	}
	for i := range r.Load.Flows {
		if f := &r.Load.Flows[i]; f.Class == class && r.leaving != nil {
			return r.leaving[i], f.Rate * r.Passes[i].Keep
		}
	}
	return nil, 0
}

// passed is what shows, in what leaves, of how what arrives varies.
func (r *Result) passed() *queue.Passed {
	st := &r.Service.Station
	if r.Station.Method == "" || st.Discipline == queue.Delay {
		return queue.NewPassed(nil, 0, 0, queue.Law{}, r.Station.Sojourn.Mean()+r.Service.Delay.Mean)
	}
	return queue.NewPassed(r.working(), r.Station.Load, st.Servers, mixed(st), r.Station.Sojourn.Mean()+r.Service.Delay.Mean)
}
