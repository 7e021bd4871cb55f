package flow

import (
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/diagnostic"
	"weir/engine/queue"
	"weir/engine/sim"
)

// Twin is a solution as a network to simulate: the same stations, classes
// and ways, played event by event; language models iteration by iteration,
// caches by content. A node that solves itself and cannot be played takes its
// time from the closed form and does not queue, unless it cannot keep up: then
// it takes what saturates it, in order.
type Twin struct {
	Network *sim.Network

	solution *Solution
	playing  Playing
	lookups  []lookedUp
	watched  []watched
	node     []int // station by node; −1 = none
	origins  []origin
	sinks    []int32 // nodes
	entry    []int   // stage by state
	sinkOf   map[int32]int
	links    map[int32]int // station by edge
	over     []string      // nodes that cannot keep up
	delay    int           // the station of all times that occupy nobody

	copies  []copied
	played  []*job          // by job of the network
	endless []string        // sources of jobs that never end
	assumed map[string]bool // whose outages are assumed to last as long
}

// origin is where a journey begins.
type origin struct {
	node       int32
	class      int
	background bool
}

// Refusal is why a design cannot be simulated.
type Refusal struct{ Diagnostic diagnostic.Diagnostic }

func (r *Refusal) Error() string { return r.Diagnostic.Message.EN }

// In is the reason in a language, "en" or "zh", with the node it is about.
func (r *Refusal) In(lang string) string {
	at, message := r.Diagnostic.At.Node, r.Diagnostic.Message.EN
	if lang == "zh" {
		message = r.Diagnostic.Message.ZH
	}
	if at == "" {
		return message
	}
	return at + ": " + message
}

// refuse names a node, "" = the design as a whole.
func refuse(code, node string, en, zh string) error {
	return &Refusal{diagnostic.Diagnostic{Code: code, Severity: diagnostic.Error, At: diagnostic.Place{Node: node}, Message: diagnostic.Text{EN: en, ZH: zh}}}
}

// mostAtOnce bounds the items that arrive at one moment, on average.
const mostAtOnce = 100_000

// mostCopies bounds the items that leave a node for one that comes.
const mostCopies = 1e6

// mostServers bounds the servers, or the lanes of a model, that a node has.
const mostServers = 2_000_000

// maxInitial bounds the items the simulation starts with at one stage.
const maxInitial = 10_000

// Simulated makes the network of a solution.
func (s *Solution) Simulated(p Playing) (*Twin, error) {
	c := s.journeys.chain
	t := &Twin{Network: &sim.Network{}, solution: s, playing: p, node: make([]int, len(s.base)), entry: make([]int, len(c.node)), sinkOf: map[int32]int{}, assumed: map[string]bool{}}
	t.delay = t.station(sim.Station{Discipline: queue.Delay})
	for n, r := range s.base {
		t.node[n] = -1
		if r == nil {
			continue
		}
		if err := t.enter(int32(n), r); err != nil {
			return nil, err
		}
	}
	for n, r := range s.base {
		if r == nil {
			continue
		}
		for w := range r.Ways {
			if r.Ways[w].Gain > mostCopies {
				return nil, refuse("sim.copies", s.plan.graph.nodes[n], "More than a million items leave for one that comes: too many to simulate.", "每来一项就发出超过一百万项，数量过多，无法仿真。")
			}
		}
		detail := play(r)
		cache := t.cache(&detail)
		for i := range r.Passes {
			t.leave(c.first[n]+int32(i), r, i, cache, &detail)
		}
		if r.bound.Source != nil {
			if err := t.emit(int32(n), r); err != nil {
				return nil, err
			}
		}
	}
	if err := t.backups(); err != nil {
		return nil, err
	}
	t.Network.Journeys, t.Network.Sinks = len(t.origins), len(t.sinks)
	t.jobs()
	if len(t.Network.Sources) == 0 && len(t.Network.Jobs) == 0 {
		if len(t.endless) > 0 {
			return nil, refuse("sim.job_endless", t.endless[0], "This job never ends, so there is nothing to simulate.", "该作业永远无法完成，无可仿真。")
		}
		return nil, refuse("sim.source", "", "Nothing emits requests or starts a job, so there is nothing to simulate.", "没有任何部件发出请求或启动作业，无可仿真。")
	}
	if p.Failures {
		t.failures()
	}
	t.monitors()
	for k := range p.Anomalies {
		if err := t.strike(&p.Anomalies[k]); err != nil {
			return nil, err
		}
	}
	for id := range p.Traces {
		if _, err := t.at(id); err != nil {
			return nil, err
		}
	}
	return t, t.Network.Validate()
}

func (t *Twin) station(s sim.Station) int {
	t.Network.Stations = append(t.Network.Stations, s)
	return len(t.Network.Stations) - 1
}

func (t *Twin) stage(s sim.Stage) int {
	if len(s.Fork) == 0 {
		s.After = -1
	}
	t.Network.Stages = append(t.Network.Stages, s)
	return len(t.Network.Stages) - 1
}

// enter makes the station of a node and the stage of each of its states.
func (t *Twin) enter(n int32, r *Result) error {
	c := t.solution.journeys.chain
	id := t.solution.plan.graph.nodes[n]
	detail := play(r)
	queueing := r.Station.Method != "" && len(r.Load.Flows) > 0
	over := queueing && math.IsInf(r.Station.Sojourn.Mean(), 1)
	if over {
		t.over = append(t.over, id)
	}
	if queueing && r.Service.Solved != nil && !(capacity(r) > 0) {
		return refuse("sim.capacity", id, "This node cannot serve anything, so there is nothing to simulate.", "该节点无法提供任何服务，无可仿真。")
	}
	if detail.Lanes != nil {
		t.lanes(n, &detail)
	} else if over && r.Service.Solved != nil {
		t.node[n] = t.station(sim.Station{Servers: max(r.Service.Station.Servers, 1)})
	} else if r.Station.Method != "" && r.Service.Solved == nil {
		st := &r.Service.Station
		t.node[n] = t.station(sim.Station{
			Discipline: st.Discipline, Servers: max(st.Servers, 1), Capacity: st.Capacity,
			Batch:    sim.Batch{Least: st.Gathering.Least, Most: st.Gathering.Most, Each: st.Gathering.Each, Join: st.Gathering.Join},
			Patience: st.Patience,
		})
		if st.Block {
			own := &t.Network.Stations[t.node[n]]
			if own.Block = t.solution.given.rooms[n].solved && !t.solution.given.rooms[n].open; !own.Block { // it holds back nobody
				own.Capacity = 0
			}
		}
		if s := r.Service.Scaler; s != nil && st.Discipline != queue.Delay {
			own := &t.Network.Stations[t.node[n]]
			own.Servers = s.Most
			if own.Capacity > 0 { // whatever runs has room for what it serves
				own.Capacity = max(own.Capacity, s.Most)
			}
			t.Network.Scalers = append(t.Network.Scalers, sim.Scaler{Station: t.node[n], Least: s.Least, Target: s.Target, Every: s.Every, Lag: s.Lag})
		}
	}
	if at := t.node[n]; at >= 0 && t.Network.Stations[at].Servers > mostServers {
		return refuse("sim.servers", id, "More than two million servers are too many to simulate.", "超过两百万个服务台，数量过多，无法仿真。")
	}
	for i := range r.Passes {
		f := r.Load.Flows[i]
		stage := sim.Stage{Station: -1}
		switch {
		case r.Station.Method == "": // a source, or bypassed
		case detail.Gather.Size > 1:
			stage.Gather = sim.Batch{Least: 1, Most: detail.Gather.Size, Patience: detail.Gather.Patience}
		case detail.Lanes != nil:
			stage.Station = t.node[n]
			tokens(&stage, &f)
		case over && r.Service.Solved != nil:
			stage.Station, stage.Service = t.node[n], queue.Law{Mean: float64(max(r.Service.Station.Servers, 1)) / capacity(r), SCV: 1}
		case r.Service.Solved != nil:
			d := &r.Station.Customers[i].Sojourn
			stage.Station, stage.Service = t.delay, queue.Law{Mean: d.Mean(), SCV: d.SCV()}
		default:
			customer := &r.Service.Station.Customers[i]
			room := t.solution.given.rooms[n]
			stage.Station, stage.Service, stage.Priority = t.node[n], room.shorten(customer.Service), customer.Priority
			if in := f.Rate * r.Station.Customers[i].Sojourn.Mean(); in < maxInitial {
				stage.Initial = int(in + 0.5)
			}
		}
		t.entry[c.first[n]+int32(i)] = t.stage(stage)
	}
	return nil
}

// leave sends what a state has served on its ways: one of those that exclude
// each other, a copy on the others.
func (t *Twin) leave(state int32, r *Result, i, cache int, detail *component.Play) {
	at := t.entry[state]
	if d := r.Service.Delay; d.Mean > 0 && r.Station.Method != "" {
		after := t.stage(sim.Stage{Station: t.delay, Service: d})
		t.Network.Stages[at].Hops = []queue.Hop{{To: after, Probability: 1}}
		at = after
	}
	if t.lookup(at, state, r, i, cache, detail) {
		return
	}
	t.onward(at, state, r, i, func(way *Way) (float64, bool) { return way.Gain, true })
}

// onward gives a stage the ways of a flow; gain is what a way has of it, false
// where it has nothing to do with it.
func (t *Twin) onward(at int, state int32, r *Result, i int, gain func(*Way) (float64, bool)) {
	var hops []queue.Hop
	var copies []sim.Copy
	var fork []int
	total := 0.0
	joined, after := t.solution.forkOf(state), int32(-1)
	if joined != nil {
		after = t.solution.journeys.chain.joinState(joined, r.Passes[i].Class)
	}
	if after < 0 { // none of its copies comes to the join
		joined = nil
	}
	for w := range r.Ways {
		way := r.Ways[w]
		if way.Flow != i || way.Gain <= 0 {
			continue
		}
		g, concerned := gain(&way)
		way.Gain = g
		switch {
		case !concerned || g <= 0:
		case joined != nil && slices.Contains(joined.branches, way.Edge):
			fork = append(fork, t.wire(&way))
		case way.Edge < 0:
			hops = append(hops, queue.Hop{To: t.end(state), Probability: way.Gain})
			total += way.Gain
		case way.Async:
			if to := t.wire(&way); to >= 0 {
				as := len(t.origins)
				t.origins = append(t.origins, origin{t.solution.journeys.chain.node[state], r.Passes[i].Class, true})
				copies = append(copies, sim.Copy{To: to, Mean: way.Gain, Apart: true, As: as})
			}
		case way.Copy && t.copied(r, w):
			if to := t.wire(&way); to >= 0 {
				copies = append(copies, sim.Copy{To: to, Mean: way.Gain})
			}
		default:
			if to := t.wire(&way); to >= 0 {
				hops = append(hops, queue.Hop{To: to, Probability: way.Gain})
			}
			total += way.Gain
		}
	}
	if total > 1+1e-9 { // several leave for one that came
		for _, h := range hops {
			copies = append(copies, sim.Copy{To: h.To, Mean: h.Probability})
		}
		hops = nil
	}
	stage := &t.Network.Stages[at]
	if len(fork) > 0 {
		hops = nil
		stage.Fork, stage.Needed, stage.After = fork, joined.needed, t.entry[after]
	}
	stage.Hops, stage.Copies, stage.Vanish = hops, copies, true
	stage.Turns = r.bound.Regular && len(hops) > 1
}

// copied tells whether a way is one of several copies out of its port, and
// not the first, which the item itself takes.
func (t *Twin) copied(r *Result, w int) bool {
	g := t.solution.plan.graph
	for k := range w {
		x, y := &r.Ways[k], &r.Ways[w]
		if x.Flow == y.Flow && x.Copy && !x.Async && x.Edge >= 0 && g.ends[x.Edge].port == g.ends[y.Edge].port {
			return true
		}
	}
	return false
}

// end is the stage at which items are done at a node.
func (t *Twin) end(state int32) int {
	n := t.solution.journeys.chain.node[state]
	k, ok := t.sinkOf[n]
	if !ok {
		k = len(t.sinks)
		t.sinkOf[n] = k
		t.sinks = append(t.sinks, n)
	}
	return t.stage(sim.Stage{Station: -1, Sink: k})
}

// wire is the stage at which a way begins: its link, or its head; −1 where
// the head is left out.
func (t *Twin) wire(way *Way) int {
	s := t.solution
	c := s.journeys.chain
	head := s.plan.graph.ends[way.Edge].to
	if s.base[head] == nil {
		return -1
	}
	i := class(s.base[head].Passes, way.Class)
	if i < 0 {
		return -1
	}
	to := t.entry[c.first[head]+int32(i)]
	if s.plan.joinAt[head] != nil {
		to = t.stage(sim.Stage{Station: -1, Join: true})
	}
	link := s.Links[way.Edge]
	if link == nil {
		return to
	}
	k := class(link.Passes, way.Class)
	if d := link.Service.Delay; d.Mean > 0 {
		to = t.stage(sim.Stage{Station: t.delay, Service: d, Hops: []queue.Hop{{To: to, Probability: 1}}})
	}
	st := &link.Service.Station
	at := t.delay
	if st.Discipline != queue.Delay {
		at = t.linkStation(way.Edge, st)
	}
	return t.stage(sim.Stage{Station: at, Service: st.Customers[k].Service, Hops: []queue.Hop{{To: to, Probability: 1}}})
}

// linkStation is the station of a link, one for all that cross it.
func (t *Twin) linkStation(edge int32, st *queue.Station) int {
	if t.links == nil {
		t.links = map[int32]int{}
	}
	at, ok := t.links[edge]
	if !ok {
		at = t.station(sim.Station{Discipline: st.Discipline, Servers: max(st.Servers, 1), Capacity: st.Capacity})
		t.links[edge] = at
	}
	return at
}

// emit makes the sources of a node.
func (t *Twin) emit(n int32, r *Result) error {
	id := t.solution.plan.graph.nodes[n]
	trace, replayed := t.playing.Traces[id]
	for i := range r.Load.Flows {
		f := &r.Load.Flows[i]
		if f.Rate <= 0 {
			continue
		}
		scv := 1.0
		if len(r.Load.Streams) > 0 {
			scv = r.Load.Streams[0].SCV
		}
		bulk, rate := queue.Law{}, f.Rate
		e := component.Emission{}
		if source := r.bound.Source; source != nil {
			e = source.Emit()
		}
		if e.Bulk.Mean > mostAtOnce {
			return refuse("sim.group", id, "More than 100,000 items at one moment are too many to simulate.", "同一时刻到达超过 100,000 项，数量过多，无法仿真。")
		}
		if e.Bulk.Mean > 1 {
			bulk, scv = e.Bulk, e.Between
		}
		stage := t.entry[t.solution.journeys.chain.first[n]+int32(i)]
		if e.Retry.Most > 0 { // the flow is that of all attempts
			rate = e.Rate
			stage = t.retries(stage, e.Retry)
		}
		source := sim.Source{
			Journey: len(t.origins), Stage: stage,
			Between: queue.Law{Mean: max(bulk.Mean, 1) / rate, SCV: scv}, Bulk: bulk,
		}
		if e.Users > 0 {
			source.Users, source.Between = e.Users, queue.Law{Mean: e.Think, SCV: 1}
		}
		if d := day(r); t.playing.Day && d != nil && d.Peak > 0 { // the closed form is at the worst hour
			source.Profile, source.Period = d.Hours[:], 24*3600
		}
		if replayed {
			if trace == nil || len(trace.Rows) == 0 {
				return refuse("sim.trace", id, "The trace has no row of this source's class.", "轨迹中没有该来源类别的行。")
			}
			source.Trace = trace
		}
		t.Network.Sources = append(t.Network.Sources, source)
		t.origins = append(t.origins, origin{n, f.Class, false})
	}
	return nil
}

// retries is the stage at which a source sends until it is answered.
func (t *Twin) retries(first int, r component.Retry) int {
	at := t.stage(sim.Stage{Station: -1})
	t.Network.Stages[at].Retry = &sim.Retry{
		Try: first, After: -1, Attempts: r.Most + 1, Timeout: r.After, Backoff: queue.Law{Mean: r.Pause, SCV: 1}, Cancel: r.Cancel,
	}
	return at
}

// day is that of a source, nil of one without.
func day(r *Result) *component.Day {
	if source := r.bound.Source; source != nil {
		return source.Emit().Day
	}
	return nil
}
