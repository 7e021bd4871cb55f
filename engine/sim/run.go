package sim

import (
	"math"

	"weir/engine/queue"
)

// run is the state of a replication.
type run struct {
	plan     Plan
	now      float64
	tree     tree
	owner    []owner // of each slot
	stations []station
	stages   []stage
	sources  []source
	pool     pool
	joins    []gathering
	freeJoin int32
	events   uint64
	arrived  int // items since the phase began

	phase       phase
	target      int  // arrivals that end the phase
	rounds      int  // of warming up
	recording   bool // arrivals join the cohort
	from, until float64
	outstanding int // of the cohort
	passing     generator
	sinks       int
	blocks      bool // some station blocks
	stopped     bool // nothing will ever happen again
	warming     []series
	timeline    *recorder
	out         Replication
}

// owner says what a slot of the tree belongs to.
type owner struct {
	kind  ownerKind
	index int32 // source or station
	place int32 // server within the station
}

type ownerKind uint8

const (
	ofSource ownerKind = iota
	ofServer
	ofShared // all items of a delay or processor-sharing station
	ofTimer  // a batch that waits no longer
)

// stage is a compiled Stage.
type stage struct {
	service sampler
	hops    []hop
	fork    []int32
	copies  []Copy
	station int32
	sink    int32
	only    int32 // the one hop taken with certainty, else none
	needed  int32
	after   int32
	level   int32     // rank of the priority
	credit  []float64 // what each hop, and the end, has coming; nil = by chance
	join    bool
	vanish  bool
}

type hop struct {
	upTo float64 // cumulative probability
	to   int32
}

type source struct {
	spec    *Source
	between sampler
	random  generator
	slot    int32
	at      int // in the trace
	peak    float64
}

func newRun(n *Network, p Plan) *run {
	r := &run{plan: p, sinks: max(n.Sinks, 1), freeJoin: none, pool: pool{free: none}}
	r.out = newReplication(n, p.Replication)
	r.compileStages(n)
	slots := 0
	slot := func(o owner) int32 {
		r.owner = append(r.owner, o)
		slots++
		return int32(slots - 1)
	}
	r.sources = make([]source, len(n.Sources))
	for i := range n.Sources {
		s := &n.Sources[i]
		r.sources[i] = source{spec: s, between: newSampler(s.Between), random: newGenerator(p.Seed, p.Replication, arrivals, i), slot: slot(owner{ofSource, int32(i), 0})}
		for _, f := range s.Profile {
			r.sources[i].peak = max(r.sources[i].peak, f)
		}
	}
	r.stations = make([]station, len(n.Stations))
	for i := range n.Stations {
		r.stations[i] = newStation(n.Stations[i], i, r.levels(n, i), slot)
		r.blocks = r.blocks || n.Stations[i].Block
		r.stations[i].service = newGenerator(p.Seed, p.Replication, services, i)
		r.stations[i].route = newGenerator(p.Seed, p.Replication, routes, i)
	}
	r.passing = newGenerator(p.Seed, p.Replication, routes, -1)
	r.tree = newTree(slots)
	r.warming = make([]series, len(r.out.Journeys))
	return r
}

func (r *run) compileStages(n *Network) {
	r.stages = make([]stage, len(n.Stages))
	for k := range n.Stages {
		s := &n.Stages[k]
		c := stage{service: newSampler(s.Service), station: int32(s.Station), only: none, after: int32(s.After), join: s.Join, needed: int32(s.Needed), copies: s.Copies, sink: int32(s.Sink), vanish: s.Vanish}
		if c.needed == 0 {
			c.needed = int32(len(s.Fork))
		}
		for _, f := range s.Fork {
			c.fork = append(c.fork, int32(f))
		}
		upTo := 0.0
		for _, h := range s.Hops {
			upTo += h.Probability
			c.hops = append(c.hops, hop{upTo, int32(h.To)})
		}
		if len(c.hops) == 1 && upTo > 1-1e-12 && len(c.copies) == 0 {
			c.only = c.hops[0].to
		} else if upTo > 1-1e-12 {
			c.hops[len(c.hops)-1].upTo = 1 // nothing is lost to rounding
		}
		if s.Turns && len(c.hops) > 0 {
			c.credit = make([]float64, len(c.hops)+1)
		}
		r.stages[k] = c
	}
}

// levels ranks the priorities of the stages at a station, and returns how many
// there are.
func (r *run) levels(n *Network, at int) int {
	var found []int
	rank := func(p int) int {
		below := 0
		for _, q := range found {
			if q < p {
				below++
			}
		}
		return below
	}
	for _, s := range n.Stages {
		if s.Station != at {
			continue
		}
		known := false
		for _, p := range found {
			known = known || p == s.Priority
		}
		if !known {
			found = append(found, s.Priority)
		}
	}
	for k, s := range n.Stages {
		if s.Station == at {
			r.stages[k].level = int32(rank(s.Priority))
		}
	}
	d := n.Stations[at].Discipline
	if d != queue.Priority && d != queue.Preemptive {
		for k, s := range n.Stages {
			if s.Station == at {
				r.stages[k].level = 0
			}
		}
		return 1
	}
	return max(len(found), 1)
}

// load places the items the closed form expects and starts the sources.
func (r *run) load() {
	for i := range r.sources {
		r.schedule(&r.sources[i])
	}
	for k := range r.stages {
		for range r.out.network.Stages[k].Initial {
			i := r.pool.take()
			r.pool.items[i] = item{fork: none, journey: -1}
			r.enter(i, int32(k))
		}
	}
}

// schedule sets a source's next arrival.
func (r *run) schedule(s *source) {
	t := r.now
	switch {
	case len(s.spec.Trace) > 0:
		t += s.spec.Trace[s.at]
		s.at = (s.at + 1) % len(s.spec.Trace)
	case len(s.spec.Profile) > 0: // thinning of the peak rate (Lewis & Shedler 1979)
		if s.peak <= 0 {
			r.tree.clear(s.slot)
			return
		}
		for {
			t += s.between.mean / s.peak * s.random.exponential()
			part := math.Mod(t, s.spec.Period) / s.spec.Period
			f := s.spec.Profile[min(int(part*float64(len(s.spec.Profile))), len(s.spec.Profile)-1)]
			if s.random.uniform()*s.peak < f {
				break
			}
		}
	default:
		t += s.between.draw(&s.random)
	}
	r.tree.at(s.slot, t)
}

// step plays the next event.
func (r *run) step() {
	slot, key := r.tree.first()
	if key == never { // nothing will ever happen again
		r.stopped = true
		return
	}
	r.now = math.Float64frombits(key)
	r.events++
	if r.timeline != nil && r.phase == measuring {
		r.sample()
	}
	o := r.owner[slot]
	switch o.kind {
	case ofServer:
		r.serverDone(&r.stations[o.index], o.place)
	case ofSource:
		s := &r.sources[o.index]
		r.schedule(s)
		for range max(s.spec.Batch, 1) {
			r.arrive(s)
		}
	case ofShared:
		r.sharedDone(&r.stations[o.index])
	case ofTimer:
		st := &r.stations[o.index]
		r.tree.clear(st.timer)
		st.overdue = true
		r.startBatches(st)
	}
}
