package flow

import (
	"maps"
	"math"
	"slices"
	"sort"

	"weir/engine/component"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/report"
)

// What fails is taken out of the plan and the rest solved again: a dead node
// passes nothing on and balancers send nothing where nothing is passed on; a
// node that has lost some of its units has that much less capacity.

// outage is one way a node or pool fails.
type outage struct {
	of    report.Subject
	nodes []int32
	lost  int  // units of a single node
	dead  bool // too few units are left, or all of a pool's are gone
	share float64
}

// mostFailing is up to how many nodes failures are gone through.
const mostFailing = 64

// failures reports what each outage does, and the figures weighted by how
// often each state of failure holds.
func (s *Solution) failures(r *report.Report) {
	if len(s.plan.nodes) > mostFailing {
		return
	}
	list := s.outages()
	for i := range list {
		if f := s.suffer(&list[i]); f != nil {
			r.Failures = append(r.Failures, f)
		}
	}
	r.Performability = s.performability(r, list)
}

// outages lists the ways in which what work comes by can fail: of every node
// each number of units lost that leaves it up, then its death; pools last.
func (s *Solution) outages() []outage {
	var list []outage
	for n, r := range s.Results {
		if r == nil || r.Load.Rate+r.JobRate == 0 || r.Service.Trust.Units == 0 || s.plan.nodes[n].Bypassed || r.bound.Kind.Family == component.Sinks && r.Service.Trust.Unit == 1 {
			continue
		}
		t := &r.Service.Trust
		at, of := []int32{int32(n)}, report.Subject{Node: s.plan.graph.nodes[n]}
		needed := max(t.Needed, 1)
		for lost := 1; lost <= t.Units-needed && r.Service.Scale != nil; lost++ {
			share := queue.KOutOfN(t.Units, t.Units-lost, t.Unit) - queue.KOutOfN(t.Units, t.Units-lost+1, t.Unit)
			if lost > 1 && share < 1e-9 {
				break
			}
			list = append(list, outage{of: of, nodes: at, lost: lost, share: share})
		}
		list = append(list, outage{of: of, nodes: at, lost: t.Units, dead: true, share: 1 - t.Up(needed)})
	}
	for i, up := range s.poolsUp(new(findings)) {
		if up == 1 {
			continue
		}
		o := outage{of: report.Subject{Pool: s.plan.Pools[i]}, dead: true, share: 1 - up}
		for n := range s.Results {
			if s.pool(n) == i {
				o.nodes = append(o.nodes, int32(n))
			}
		}
		list = append(list, o)
	}
	return list
}

// suffer says what an outage does to whoever is waited for; nil where it does
// nothing.
func (s *Solution) suffer(o *outage) *report.Failure {
	if o.lost > 1 && !o.dead {
		return nil // one unit and all of them say enough
	}
	after := answer(s.plan.without(s, []*outage{o}), s, true, tails)
	f := &report.Failure{Subject: o.of, Lost: report.Number(o.lost), Share: report.Number(o.share)}
	left := after.waited()
	for _, j := range s.journeys.list {
		if j.Background {
			continue
		}
		now := report.FailedJourney{Source: j.Source, Class: j.Class, Sink: j.Sink, Starved: 1, P99S: report.NA}
		if k := left[way(j)]; k != nil && k.ItemsPerS > 0 {
			now.Starved = max(1-k.ItemsPerS/j.ItemsPerS, 0)
			now.P99S, now.ErrorClass = k.LatencyS.P99, k.OfPercentiles()
		}
		if now.Starved > 1e-9 || !alike(float64(now.P99S), float64(j.LatencyS.P99)) {
			f.Journeys = append(f.Journeys, now)
		}
	}
	for _, j := range s.jobReports() {
		if !slices.ContainsFunc(after.jobReports(), func(k *report.Job) bool { return k.Source == j.Source && k.Sink == j.Sink }) {
			f.Journeys = append(f.Journeys, report.FailedJourney{Source: j.Source, Sink: j.Sink, Starved: 1, P99S: report.NA})
		}
	}
	if len(f.Journeys) == 0 {
		return nil
	}
	return f
}

func alike(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-9*math.Abs(b) }

// way identifies a journey.
func way(j *report.Journey) [3]string { return [3]string{j.Source, j.Class, j.Sink} }

// waited are the journeys that are waited for.
func (s *Solution) waited() map[[3]string]*report.Journey {
	m := make(map[[3]string]*report.Journey, len(s.journeys.list))
	for _, j := range s.journeys.list {
		if !j.Background {
			m[way(j)] = j
		}
	}
	return m
}

// without is the plan with what the outages take out of it. Nodes that are
// touched get a binding of their own, so that a solution takes over the rest.
func (p *Plan) without(s *Solution, list []*outage) *Plan {
	q := *p
	q.Bound = slices.Clone(p.Bound)
	q.blocked = make([]bool, len(p.nodes))
	for _, o := range list {
		for _, n := range o.nodes {
			b := q.Bound[n]
			if b == nil {
				continue
			}
			if o.dead {
				q.blocked[n] = true
				q.Bound[n] = &component.Bound{Kind: b.Kind, Model: dead{}}
			} else {
				q.Bound[n] = p.degraded(n, s.Results[n], o.lost)
			}
		}
	}
	q.block()
	return &q
}

// degraded is a node that has lost some of its units.
func (p *Plan) degraded(n int32, r *Result, lost int) *component.Bound {
	left := 1 - float64(lost)/float64(r.Service.Trust.Units)
	scale := r.Service.Scale
	value := component.Written(scale.Value*left, scale.Unit)
	if scale.Unit == quantity.None {
		value = quantity.Num(max(math.Floor(scale.Value*left), 1))
	}
	node := *p.nodes[n]
	node.Params = maps.Clone(node.Params)
	if node.Params == nil {
		node.Params = map[string]quantity.Value{}
	}
	node.Params[scale.Param] = value
	return component.Bind(p.graph.kinds[n], &node, &p.env)
}

// block finds, from the sinks on, the nodes that pass nothing on because all
// that follows them is dead, and makes the balancers before them choose anew.
func (p *Plan) block() {
	g := p.graph
	for k := len(g.order) - 1; k >= 0; k-- {
		n := g.order[k]
		ways, closed := 0, 0
		for e := g.out[n]; e < g.out[n+1]; e++ {
			if !g.ends[e].async {
				ways++
				if p.blocked[g.ends[e].to] {
					closed++
				}
			}
		}
		if closed == 0 || p.Bound[n] == nil {
			continue
		}
		if closed == ways {
			p.blocked[n] = true
		}
		if p.Bound[n].Balances() {
			again := *p.Bound[n]
			p.Bound[n] = &again
		}
	}
}

// dead is the model of a node that is down.
type dead struct{}

func (dead) Serve(_ *component.Load, s *component.Service) { s.Station.Discipline = queue.Delay }

func (dead) Route(f component.Flow, out []component.Transfer) []component.Transfer {
	return append(out, component.Transfer{Class: f.Class, Batch: 1, Work: f.Work})
}

// performability weights throughput, mean latency and cost by how often each
// state of failure holds: E[x] = Σ P(state)·x(state), over the likeliest
// states up to 1 − 1e-6, units and pools failing independently. Meyer, On
// Evaluating the Performability of Degradable Computing Systems (1980).
func (s *Solution) performability(r *report.Report, list []outage) *report.Performability {
	states, all := likeliest(list, s.mostStates())
	if len(states) <= 1 {
		return nil
	}
	p := &report.Performability{States: report.Number(len(states))}
	sums := map[[3]string]*report.PerformedJourney{}
	for _, j := range s.journeys.list {
		if !j.Background {
			x := &report.PerformedJourney{Source: j.Source, Class: j.Class, Sink: j.Sink, ErrorClass: "A"}
			sums[way(j)] = x
			p.Journeys = append(p.Journeys, x)
		}
	}
	weight := make([]float64, len(p.Journeys)) // of items whose latency is bounded
	plain := answer(s.plan, nil, false, means)
	for _, state := range states {
		probability := state.ratio * all
		p.Covered += report.Number(probability)
		after := plain
		cost := r.Summary.CostPerMonth
		if len(state.of) > 0 {
			after = answer(s.plan.without(s, state.of), plain, false, means)
			cost = after.Report(report.Fast).Summary.CostPerMonth
		}
		p.CostPerMonth += report.Number(probability) * cost
		left := after.waited()
		for i, x := range p.Journeys {
			k := left[[3]string{x.Source, x.Class, x.Sink}]
			if k == nil {
				continue
			}
			x.ItemsPerS += report.Number(probability) * k.ItemsPerS
			if k.LatencyS.Mean.Finite() {
				w := probability * float64(k.ItemsPerS)
				weight[i] += w
				x.ErrorClass = max(x.ErrorClass, k.ErrorClass)
				x.MeanS += report.Number(w) * k.LatencyS.Mean
			} else {
				x.Overloaded += report.Number(probability)
			}
		}
	}
	p.CostPerMonth /= p.Covered
	for i, x := range p.Journeys {
		x.ItemsPerS /= p.Covered
		x.MeanS /= report.Number(weight[i])
	}
	return p
}

// state is a set of outages at once, its probability by that of none.
type state struct {
	of    []*outage
	ratio float64
}

// likeliest are the likeliest states that together leave out less than 1e-6,
// or as many as may be, the likeliest first; and the probability of none.
func likeliest(list []outage, most int) ([]state, float64) {
	all := 1.0
	groups := map[report.Subject]float64{} // share of the time each is wholly up
	for i := range list {
		if _, known := groups[list[i].of]; !known {
			groups[list[i].of] = 1
		}
		groups[list[i].of] -= list[i].share
	}
	for i := range list {
		if i == 0 || list[i].of != list[i-1].of {
			all *= max(groups[list[i].of], 0)
		}
	}
	if all <= 0 {
		return nil, 0
	}
	var states []state
	for threshold := 1e-3; threshold > 1e-13; threshold /= 10 {
		next := gather(list, groups, threshold, most)
		if len(next) > most {
			break
		}
		states = next
		covered := 0.0
		for i := range states {
			covered += states[i].ratio * all
		}
		if covered >= 1-1e-6 {
			break
		}
	}
	sort.SliceStable(states, func(i, j int) bool { return states[i].ratio > states[j].ratio })
	return states, all
}

// mostStates bounds the states that are solved: a hundred, fewer where solving
// each again and again (users who wait, retries) takes long.
func (s *Solution) mostStates() int {
	const states, visits = 100, 6400 // of nodes, over all states
	round := len(s.plan.nodes)
	if len(s.given.rates) > 0 {
		round *= 10
	}
	return min(states, max(visits/max(round, 1), 1))
}

// gather lists the states at least so likely by the state of no failure,
// stopping beyond most.
func gather(list []outage, groups map[report.Subject]float64, threshold float64, most int) []state {
	var states []state
	var add func(from int, of []*outage, ratio float64)
	add = func(from int, of []*outage, ratio float64) {
		states = append(states, state{slices.Clone(of), ratio})
		for i := from; i < len(list) && len(states) <= most; i++ {
			x := ratio * list[i].share / groups[list[i].of]
			if x < threshold {
				continue
			}
			next := i + 1
			for next < len(list) && list[next].of == list[i].of {
				next++
			}
			add(next, append(of, &list[i]), x)
		}
	}
	add(0, nil, 1)
	return states
}
