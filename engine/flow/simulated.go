package flow

import (
	"cmp"
	"math"

	"weir/engine/queue"
	"weir/engine/report"
	"weir/engine/sim"
)

// bands are the stated errors of the classes; D states none.
var bands = map[report.ErrorClass]float64{"A": 1e-3, "B": 0.025, "C": 0.10}

// rarely is the part of a whole (of the time at a station, of all items) that
// a simulation of ordinary length does not see.
const rarely = 1e-4

// estimates collects one figure over the replications.
type estimates struct {
	values []float64
}

func (e *estimates) add(x float64) { e.values = append(e.values, x) }

// beside sets the interval beside the closed form and judges the two by the
// error of a class; differences up to slack do not count, nor where no error
// is stated.
func (e *estimates) beside(closed report.Number, class report.ErrorClass, slack float64) report.Estimate {
	return e.within(closed, bands[class], slack)
}

// within is beside with a band of its own, a share of the figure; 0 = none.
func (e *estimates) within(closed report.Number, band, slack float64) report.Estimate {
	i := sim.Between(e.values)
	x := report.Estimate{Value: report.Number(i.Mean), Half: report.Number(i.Half), Closed: closed, Band: report.Number(band)}
	x.Agrees = x.Value.Finite() && closed.Finite() && (band > 0 && x.Within(band, slack) || math.Abs(float64(x.Value-closed)) <= slack && slack > 0)
	return x
}

// Compare sets what replications of a twin found beside its solution. Where
// nodes cannot keep up it is of the time up to the horizon, s.
func (t *Twin) Compare(r *report.Report, runs []sim.Replication, seed uint64, horizon float64) *report.Simulation {
	runs, passive, calm := told(runs)
	r, note := t.like(r, horizon)
	out := &report.Simulation{Seed: seed, Replications: len(runs), Nodes: map[string]*report.SimulatedNode{}}
	out.Monitors = t.watches(runs)
	out.Retries = t.again(r, runs)
	if len(t.Network.Anomalies) > 0 {
		with, without := damage(runs, calm), damage(passive, calm)
		out.Damage, out.DamageWithout = &with, &without
	}
	for k := range runs {
		out.Events += runs[k].Events
		out.Unfinished += runs[k].Unfinished
		for _, j := range runs[k].Journeys {
			out.Items += j.Arrived
		}
	}
	for o := range t.origins {
		for k := range t.sinks {
			if j, ok := t.journey(r, runs, o, k); ok {
				out.Journeys = append(out.Journeys, j)
			}
		}
	}
	for n, at := range t.node {
		if at >= 0 && t.Network.Stations[at].Discipline != queue.Delay && len(t.Network.Sources) > 0 {
			id := t.solution.plan.graph.nodes[n]
			out.Nodes[id] = t.visited(n, r.Nodes[id], runs, at)
		}
	}
	if note != nil && len(t.Network.Sources) > 0 { // jobs have no states
		out.Diagnostics = append(out.Diagnostics, *note)
		out.Unjudged()
	}
	out.Jobs = t.jobsSimulated(runs)
	out.Copies = t.copiesSimulated(r, runs)
	for _, id := range t.endless {
		out.Diagnostics = append(out.Diagnostics, never(id))
	}
	if len(t.assumed) > 0 {
		out.Diagnostics = append(out.Diagnostics, outagesAssumed(len(t.assumed)))
	}
	for _, id := range t.over {
		out.Diagnostics = append(out.Diagnostics, unsteady(id, horizon))
	}
	if len(runs) > 0 && runs[0].Timeline != nil {
		out.Timeline = t.timeline(out, runs[0].Timeline)
	}
	return out
}

// timeline names the rows of a replication's timeline: those of the journeys
// and nodes that are reported.
func (t *Twin) timeline(r *report.Simulation, from *sim.Timeline) *report.Timeline {
	out := &report.Timeline{StartS: report.Number(from.Start), StepS: report.Number(from.Step), Nodes: map[string]*report.NodeTimeline{}}
	g := t.solution.plan.graph
	for at := range from.Journeys {
		if len(t.sinks) == 0 { // nothing is ever done
			break
		}
		line := &from.Journeys[at]
		o, sink := t.origins[at/len(t.sinks)], t.sinks[at%len(t.sinks)]
		out.Slices = len(line.Done)
		for k := range r.Journeys {
			j := &r.Journeys[k]
			if j.Source == g.nodes[o.node] && j.Class == t.solution.plan.Classes[o.class] && j.Sink == g.nodes[sink] && j.Background == o.background {
				out.Journeys = append(out.Journeys, report.JourneyTimeline{
					Source: j.Source, Class: j.Class, Sink: j.Sink, Background: j.Background,
					ItemsPerS: numbers(line.Done, 1), MeanS: numbers(line.Mean, 1), P99S: numbers(line.P99, 1),
				})
			}
		}
	}
	for n, at := range t.node {
		id := t.solution.plan.graph.nodes[n]
		if at < 0 || r.Nodes[id] == nil {
			continue
		}
		line := &from.Stations[at]
		servers := float64(max(t.Network.Stations[at].Servers, 1))
		out.Nodes[id] = &report.NodeTimeline{
			ArrivalsPerS: numbers(line.Arrivals, 1), InQueue: numbers(line.Queue, 1),
			Utilisation: numbers(line.Busy, 1/servers), ServersUp: numbers(line.Servers, 1),
		}
		busy := out.Nodes[id].Utilisation
		if t.Network.Stations[at].Serving != nil { // a replica is busy with one request already
			busy = numbers(line.Served, 1/t.saturation(n))
		}
		for k, u := range busy {
			busy[k] = min(u, 1) // many share one server; answers of a slice came unevenly
		}
		out.Nodes[id].Utilisation = busy
	}
	return out
}

func numbers(x []float64, scale float64) []report.Number {
	y := make([]report.Number, len(x))
	for i := range x {
		y[i] = report.Number(x[i] * scale)
	}
	return y
}

// journey sums up one origin and sink, where the closed form knows of it.
func (t *Twin) journey(r *report.Report, runs []sim.Replication, o, sink int) (report.SimulatedJourney, bool) {
	g := t.solution.plan.graph
	from := t.origins[o]
	s := report.SimulatedJourney{
		Source: g.nodes[from.node], Class: t.solution.plan.Classes[from.class], Sink: g.nodes[t.sinks[sink]], Background: from.background,
	}
	var closed *report.Journey
	for _, j := range r.Journeys {
		if j.Source == s.Source && j.Class == s.Class && j.Sink == s.Sink && j.Background == s.Background {
			closed = j
		}
	}
	var rate, mean estimates
	var levels [5]estimates
	seen := false
	for k := range runs {
		j := &runs[k].Journeys[o*len(t.sinks)+sink]
		seen = seen || j.Time.Count() > 0
		rate.add(float64(j.Completed) / runs[k].Duration)
		mean.add(j.Time.Mean())
		for i, q := range j.Time.Percentiles() {
			levels[i].add(q)
		}
	}
	if closed == nil || !seen {
		return s, false
	}
	l, class, tail, paced := &closed.LatencyS, closed.ErrorClass, closed.OfPercentiles(), report.ErrorClass("B")
	if !from.background && t.resends(from.node) { // of attempts, not of items
		class, tail, paced = "D", "D", "D"
	}
	if s.ErrorClass = class; tail != class {
		s.TailClass = tail
	}
	slack := rarely * float64(l.Mean)
	s.Rate = rate.beside(closed.ItemsPerS, paced, 0)
	s.Mean = mean.within(l.Mean, max(bands[class], servedBand(closed, r)), slack)
	s.P50, s.P90, s.P95 = levels[0].beside(l.P50, tail, slack), levels[1].beside(l.P90, tail, slack), levels[2].beside(l.P95, tail, slack)
	s.P99, s.P999 = levels[3].beside(l.P99, tail, slack), levels[4].beside(l.P999, tail, slack)
	return s, true
}

// servedBand is the error that the mean of a journey states by way of the
// models it is served by, whose times have bands of their own: of all its parts
// together, each by its share. 0 where some part states none.
func servedBand(j *report.Journey, r *report.Report) float64 {
	const little = 0.01 // of the mean
	sum, served := 0.0, false
	for i := range j.Parts {
		p := &j.Parts[i]
		share := float64((p.QueueS + p.ServiceS + p.TransferS) / j.LatencyS.Mean)
		n := r.Nodes[p.Node]
		if n == nil || !(share > 0) {
			continue
		}
		band, stated := bands[n.ErrorClass]
		if _, own := figure(n, "tpot_s"); own > 0 {
			band, stated, served = own, true, true
		}
		if !stated && share > little {
			return 0
		}
		sum += share * band
	}
	if !served {
		return 0
	}
	return sum
}

// visited sums up one station.
func (t *Twin) visited(n int, closed *report.Node, runs []sim.Replication, at int) *report.SimulatedNode {
	var busy, wait, loss, up estimates
	station := &t.Network.Stations[at]
	for k := range runs {
		v := &runs[k].Stations[at]
		busy.add(runs[k].Utilisation(at))
		wait.add(v.MeanWait())
		loss.add(float64(v.Lost) / float64(v.Lost+int(v.Sojourn.Count())))
		up.add(v.Up)
	}
	class, load := closed.ErrorClass, report.ErrorClass("B")
	for _, s := range t.Network.Scalers {
		if s.Station == at { // the closed form is where the scaler settles; it states no error
			class, load = "D", "D"
		}
	}
	if x := t.solution.given.rooms[int32(n)]; x.held.Mean > 0 { // it counts the time that servers are held
		load = "D"
	}
	slack := rarely * float64(closed.SojournS.Mean)
	out := &report.SimulatedNode{
		LossRatio: loss.beside(closed.LossRatio, class, rarely), ErrorClass: class,
	}
	servers, counted := closed.Servers, report.ErrorClass("A")
	if station.Serving != nil { // the closed form's are places of a replica
		servers = report.Number(station.Servers)
	}
	if t.playing.Failures || load == "D" && class == "D" { // it has those that are up, or needed, on average
		counted = "D"
	}
	out.ServersUp = up.beside(servers, counted, 0)
	if station.Serving == nil {
		out.Utilisation, out.WaitS = busy.beside(closed.Utilisation, load, rarely), wait.beside(closed.WaitS, class, slack)
	} else {
		t.served(n, out, closed, runs, at)
	}
	out.HitRatio = t.hits(n, closed, runs)
	return out
}

// served sums up a model that is served. Its wait is from arrival until the
// prompt's prefill starts; its utilisation is what it carries over what would
// saturate it. Both are what the closed form means by them.
func (t *Twin) served(n int, out *report.SimulatedNode, closed *report.Node, runs []sim.Replication, at int) {
	var busy, wait, hit estimates
	put, asked, found := 0, 0, 0.0
	saturation := t.saturation(n)
	for k := range runs {
		v := &runs[k].Stations[at]
		busy.add(float64(v.Served) / runs[k].Duration / saturation)
		wait.add(v.MeanWait())
		hit.add(v.Found / v.Prompt)
		put += v.Preempted
		asked += v.Served
		found += v.Found
	}
	out.Utilisation = busy.beside(closed.Utilisation, "B", rarely)
	out.WaitS = wait.beside(closed.WaitS, "D", 0)
	times := func(key string, of func(*sim.Visit) *sim.Histogram) report.SimulatedTimes {
		var x [5]estimates
		for k := range runs {
			h := of(&runs[k].Stations[at])
			x[0].add(h.Mean())
			for i, p := range []float64{0.5, 0.9, 0.95, 0.99} {
				x[i+1].add(h.Quantile(p))
			}
		}
		mean, band := figure(closed, key)
		none := report.NA
		return report.SimulatedTimes{
			Mean: x[0].within(mean, band, 0), P50: x[1].beside(none, "D", 0), P90: x[2].beside(none, "D", 0),
			P95: x[3].beside(none, "D", 0), P99: x[4].beside(none, "D", 0),
		}
	}
	out.AI = &report.SimulatedServing{
		TTFT:    times("ttft_s", func(v *sim.Visit) *sim.Histogram { return &v.First }),
		TPOT:    times("tpot_s", func(v *sim.Visit) *sim.Histogram { return &v.Token }),
		PutBack: report.Number(float64(put) / float64(max(asked, 1))),
	}
	if found > 0 {
		mean, _ := figure(closed, "prefix_hit")
		x := hit.beside(mean, "D", 0)
		out.AI.PrefixHit = &x
	}
}

// saturation is the requests/s that a served model takes at most.
func (t *Twin) saturation(n int) float64 {
	q := t.solution.base[n].Service.Solved
	return q.Offered / q.Load
}

// figure is one of a node's AI figures and its band, a share of it.
func figure(n *report.Node, key string) (value report.Number, band float64) {
	if n.AI != nil {
		for i := range n.AI.Figures {
			if f := &n.AI.Figures[i]; f.Key == key {
				return f.Value, float64(f.Band)
			}
		}
	}
	return report.NA, 0
}

// hits is the hit ratio of a cache that was played by content.
func (t *Twin) hits(n int, closed *report.Node, runs []sim.Replication) *report.Estimate {
	var ratio estimates
	played := false
	for k := range runs {
		asked, hits := 0, 0
		for _, l := range t.lookups {
			if int(l.node) == n {
				played = true
				asked += runs[k].Lookups[l.stage].Asked
				hits += runs[k].Lookups[l.stage].Hits
			}
		}
		ratio.add(float64(hits) / float64(asked))
	}
	if !played {
		return nil
	}
	want, class := report.NA, report.ErrorClass("")
	for i := range closed.Figures {
		if f := &closed.Figures[i]; f.Key == "hit_ratio_mean" {
			want, class = f.Value, f.ErrorClass
		}
	}
	x := ratio.beside(want, cmp.Or(class, "A"), rarely)
	return &x
}
