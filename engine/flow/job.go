package flow

import (
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/queue"
	"weir/engine/report"
	"weir/engine/total"
)

// A job is what a data set starts: a finite number of items that follow each
// other as fast as the slowest stage takes them, using what requests leave
// over, at background priority; or one after the other. Each job is taken by
// itself, as if it ran when no other does.

// job is a job solved.
type job struct {
	source   int32
	emission component.Emission
	results  []*Result // by node, nil where it does not come
	links    []*Result
	wires    []*carried
	reached  []int32 // nodes, in order

	rate     float64 // items/s of the source while it runs
	last     float64 // s that the slowest stage needs for one item, by itself
	duration float64 // s
	slowest  int32
	sinks    []int32
}

// flood is a rate at which every stage is busy, so that its answer is its
// capacity: 1/s.
const flood = 1e9

// solveJobs solves the jobs of all data sets and adds to every node what they
// take.
func (s *Solution) solveJobs() {
	s.Results = s.base
	for _, n := range s.plan.graph.order {
		b := s.plan.Bound[n]
		if b == nil || b.Source == nil || s.plan.nodes[n].Bypassed {
			continue
		}
		if e := b.Source.Emit(); e.Items > 0 && e.Class >= 0 {
			if len(s.jobs) == 0 {
				s.Results = slices.Clone(s.base)
			}
			j := s.solveJob(n, e)
			s.jobs = append(s.jobs, j)
			s.charge(j)
		}
	}
}

func (s *Solution) solveJob(n int32, e component.Emission) *job {
	j := &job{source: n, emission: e, slowest: -1}
	s.run(j, flood, 0)
	j.rate = math.Inf(1)
	for _, at := range j.reached {
		j.limit(at, j.results[at], s.spare(s.base[at]))
	}
	for e, r := range j.links {
		if r != nil {
			j.limit(s.plan.graph.ends[e].from, r, s.spare(s.Links[e]))
		}
	}
	switch {
	case e.Serial:
		each := j.serial(flood)
		j.duration = e.Items * each
		j.rate = 1 / each
	case math.IsInf(j.rate, 1):
		j.duration = j.fill(s.plan.graph)
		j.rate = flood
	case j.rate > 0:
		s.run(j, j.rate, e.Items/j.rate)
		j.duration = j.fill(s.plan.graph) + max(e.Items/j.rate-j.last, 0) // one is in the fill
	default:
		j.duration = math.Inf(1)
	}
	if j.rate > 0 && !math.IsInf(j.duration, 1) {
		s.run(j, j.rate, j.duration)
	}
	return j
}

// limit notes that a stage run at the flood takes no more than what requests
// leave over of its capacity.
func (j *job) limit(at int32, r *Result, spare float64) {
	full := capacity(r)
	rate := spare * full * flood / r.Load.Rate
	if rate >= j.rate {
		return
	}
	j.rate, j.slowest = rate, at
	servers := 1.0
	if r.Service.Solved == nil {
		servers = float64(max(r.Service.Station.Servers, 1))
	}
	j.last = servers / full
}

// spare is the share of a station that requests leave over.
func (s *Solution) spare(r *Result) float64 {
	if r == nil || len(r.Load.Flows) == 0 {
		return 1
	}
	return max(1-r.Station.Load, 0)
}

// capacity is the items/s a station can serve of the mix that arrives.
func capacity(r *Result) float64 {
	st := &r.Service.Station
	if q := r.Service.Solved; q != nil {
		switch {
		case q.Load > 0:
			return r.Load.Rate / q.Load
		case math.IsNaN(q.Load):
			return 0
		}
		return math.Inf(1)
	}
	if st.Discipline == queue.Delay || len(st.Customers) == 0 {
		return math.Inf(1)
	}
	busy := 0.0
	for i := range st.Customers {
		busy += st.Customers[i].Rate * st.Customers[i].Service.Mean
	}
	switch {
	case busy == 0:
		return math.Inf(1)
	case math.IsNaN(busy) || math.IsInf(busy, 1): // an item that is never done
		return 0
	}
	return float64(max(st.Servers, 1)) * r.Load.Rate / busy
}

// run takes the items of a job through the nodes at a rate, for a time.
func (s *Solution) run(j *job, rate, lasts float64) {
	g := s.plan.graph
	sub := &Solution{plan: s.plan, base: make([]*Result, len(g.nodes)), Links: make([]*Result, len(g.edges)), wires: silent(len(g.edges))}
	w := newSweep(sub, nil)
	w.job = true
	j.reached, j.sinks = j.reached[:0], j.sinks[:0]
	for _, n := range g.order[g.rank[j.source]:] {
		b := s.plan.Bound[n]
		if b == nil || g.loop[n] >= 0 { // a job does not go round
			continue
		}
		if n != j.source && !sub.fed(n) {
			continue
		}
		r := &Result{bound: b}
		r.Load.Lasts = lasts
		if n == j.source {
			r.Load.Flows = []component.Flow{{Class: j.emission.Class, Rate: rate, Work: s.plan.work[j.emission.Class]}}
			r.Load.Streams = []queue.Stream{{Rate: rate, SCV: 1}}
			r.Load.Rate = rate
		} else if b.Source == nil {
			w.arrive(r, n)
		}
		if len(r.Load.Flows) == 0 {
			continue
		}
		sub.base[n] = r
		w.answer(r, s.plan.nodes[n].Bypassed)
		w.leave(r, n)
		if n == j.source {
			continue
		}
		j.reached = append(j.reached, n)
		if j.endsAt(r) {
			j.sinks = append(j.sinks, n)
		}
	}
	j.results, j.links, j.wires = sub.base, sub.Links, sub.wires
}

// fed tells whether any wire into a node carries something.
func (s *Solution) fed(n int32) bool {
	for _, e := range s.plan.graph.in[n] {
		if len(s.wires[e].flows) > 0 {
			return true
		}
	}
	return false
}

func (j *job) endsAt(r *Result) bool {
	for i := range r.Ways {
		if r.Ways[i].Edge < 0 {
			return true
		}
	}
	return false
}

// working is the mean time one item spends at a station of a job, waiting
// left out.
func working(r *Result) float64 {
	t := 0.0
	for i := range r.Passes {
		share := r.Load.Flows[i].Rate / r.Load.Rate
		t += share * (r.Passes[i].Service + r.Passes[i].Transfer)
	}
	return t
}

// serial is the time of one source item if nothing overlaps: every stage by
// its visits. rate is what the source was run at.
func (j *job) serial(rate float64) float64 {
	t, longest := 0.0, -1.0
	for _, n := range j.reached {
		r := j.results[n]
		own := working(r) * r.Load.Rate / rate
		t += own
		if own > longest {
			longest, j.slowest = own, n
		}
	}
	for _, r := range j.links {
		if r != nil {
			t += working(r) * r.Load.Rate / rate
		}
	}
	return t
}

// fill is the time of the first item from the source to the last stage, the
// gathering of its batch included: the longest of the ways it goes.
func (j *job) fill(g *graph) float64 {
	longest := 0.0
	at := make(map[int32]float64, len(j.reached))
	for _, n := range j.reached {
		r := j.results[n]
		t := at[n] + working(r)
		for i := range r.Passes {
			if r.Service.Stage == component.Queueing {
				t += r.Passes[i].Queue * r.Load.Flows[i].Rate / r.Load.Rate
			}
		}
		longest = max(longest, t)
		for i := range r.Ways {
			if e := r.Ways[i].Edge; e >= 0 {
				arrive := t
				if j.links[e] != nil {
					arrive += working(j.links[e])
				}
				head := g.ends[e].to
				at[head] = max(at[head], arrive)
			}
		}
	}
	return longest
}

// charge adds to every node what a job takes of it.
func (s *Solution) charge(j *job) {
	if !(j.rate > 0) || math.IsInf(j.duration, 1) {
		return
	}
	for n, r := range j.results {
		if r == nil || int32(n) == j.source {
			continue
		}
		share := r.Load.Rate / capacity(r)
		if math.IsNaN(share) || math.IsInf(share, 0) {
			share = 0
		}
		mine := *s.Results[n]
		if len(s.base[n].Load.Flows) == 0 && mine.JobRate == 0 {
			mine = *r
			mine.Service.Cost.Traffic *= min(1, j.duration/total.Month)
		}
		mine.JobRate += r.Load.Rate
		mine.JobShare += share
		s.Results[n] = &mine
	}
}

// jobCost is what a job costs: the machines it has to itself for as long as it
// runs, of those it shares its part.
func (s *Solution) jobCost(j *job) float64 {
	if math.IsInf(j.duration, 1) {
		return math.Inf(1)
	}
	if j.duration == 0 {
		return 0 // nothing on its way takes any time, so nothing is rented
	}
	usd := 0.0
	for _, n := range j.reached {
		c := &j.results[n].Service.Cost
		part := 1.0
		if len(s.base[n].Load.Flows) > 0 {
			part = min(j.results[n].Load.Rate/capacity(j.results[n]), 1)
		}
		usd += (c.Rent*part + c.Traffic) * j.duration
	}
	return usd
}

// jobReports reports the jobs, one for each place where one ends.
func (s *Solution) jobReports() []*report.Job {
	var list []*report.Job
	g := s.plan.graph
	for _, j := range s.jobs {
		method, _, class := s.method(j)
		for _, sink := range j.sinks {
			r := &report.Job{
				Method: method, ErrorClass: class,
				Source: g.nodes[j.source], Sink: g.nodes[sink],
				Items: report.Number(j.emission.Items), DurationS: report.Number(j.duration), Cost: report.Number(s.jobCost(j)),
			}
			if j.slowest >= 0 {
				r.Slowest = g.nodes[j.slowest]
			}
			list = append(list, r)
		}
	}
	return list
}

// longestJob is the job that runs longest, nil where there is none.
func (s *Solution) longestJob() *job {
	var longest *job
	for _, j := range s.jobs {
		if longest == nil || j.duration > longest.duration {
			longest = j
		}
	}
	return longest
}

// jobUp is the availability of a job: all its stages are needed, and the pools
// they draw from, each once.
func (s *Solution) jobUp(j *job, of, common []float64) float64 {
	a := 1.0
	met := make([]bool, len(common))
	for _, n := range j.reached {
		a *= of[n]
		if p := s.pool(int(n)); p >= 0 && !met[p] {
			met[p] = true
			a *= common[p]
		}
	}
	return a
}
