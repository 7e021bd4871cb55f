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
	blocks      bool    // some station blocks
	played      float64 // largest share told
	stopped     bool    // nothing will ever happen again
	full        bool    // it holds as many items as it may
	warming     []series
	timeline    *recorder
	later       later
	waits       int32       // counted, to tell one from another
	gathers     []batching  // by stage
	caching     []generator // by stage that looks up
	stores      []store
	failures    []failing
	scalers     []scaling
	monitors    []watching
	active      []bool // anomalies that are on
	avoids      bool   // some monitor reroutes
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
	ofLater  // events of every other sort
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
	level   int32 // rank of the priority
	rounds  int32
	credit  []float64 // what each hop, and the end, has coming; nil = by chance
	join    bool
	vanish  bool
	gathers bool

	retry               *Retry
	lookup              looking
	tokensIn, tokensOut sampler
}

// looking is a compiled Lookup.
type looking struct {
	spec *Lookup
	zipf zipf
}

type hop struct {
	upTo float64 // cumulative probability
	to   int32
}

type source struct {
	spec    *Source
	between sampler
	bulk    sampler
	random  generator
	slot    int32
	index   int32
	at      int     // in the trace
	began   float64 // time at which the trace began, this time round
	factor  float64 // of an anomaly on the rate
	in, out float32 // tokens of the next item …
	session uint64  // … and its session, one of its own each time the trace begins again
	round   uint64
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
		r.sources[i] = source{
			spec: s, between: newSampler(s.Between), random: newGenerator(p.Seed, p.Replication, arrivals, i),
			slot: slot(owner{ofSource, int32(i), 0}), index: int32(i), factor: 1,
			bulk: newBulk(s.Bulk),
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
	r.later.slot = slot(owner{kind: ofLater})
	r.tree = newTree(slots)
	r.compileEvents(n)
	r.warming = make([]series, len(r.out.Journeys))
	return r
}

func (r *run) compileStages(n *Network) {
	r.stages = make([]stage, len(n.Stages))
	for k := range n.Stages {
		s := &n.Stages[k]
		c := stage{service: newSampler(s.Service), station: int32(s.Station), only: none, after: int32(s.After), join: s.Join, needed: int32(s.Needed), copies: s.Copies, sink: int32(s.Sink), vanish: s.Vanish}
		c.gathers, c.retry, c.rounds = s.Gather.Most > 1, s.Retry, int32(s.Rounds)
		c.tokensIn, c.tokensOut = newSampler(s.TokensIn), newSampler(s.TokensOut)
		if s.Lookup != nil {
			c.lookup = looking{s.Lookup, newZipf(s.Lookup.Items, s.Lookup.Zipf)}
		}
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

// compileEvents prepares what happens to stations beside arrivals.
func (r *run) compileEvents(n *Network) {
	p := &r.plan
	r.gathers = make([]batching, len(n.Stages))
	r.caching = make([]generator, len(n.Stages))
	r.out.Lookups = make([]Lookups, len(n.Stages))
	for k := range n.Stages {
		r.gathers[k] = batching{first: none, last: none}
		if n.Stages[k].Lookup != nil {
			r.caching[k] = newGenerator(p.Seed, p.Replication, lookups, k)
		}
	}
	for i := range n.Caches {
		r.stores = append(r.stores, newStore(&n.Caches[i]))
	}
	for i := range n.Failures {
		f := &n.Failures[i]
		r.failures = append(r.failures, failing{spec: f, down: make([]bool, f.Units), random: newGenerator(p.Seed, p.Replication, breakdowns, i)})
	}
	for i := range n.Scalers {
		s := &n.Scalers[i]
		r.scalers = append(r.scalers, scaling{spec: s, wanted: int32(s.Least)})
		st := &r.stations[s.Station]
		st.active = make([]bool, st.servers)
		for k := range s.Least {
			st.active[k] = true
		}
	}
	for i := range n.Monitors {
		m := &n.Monitors[i]
		r.monitors = append(r.monitors, watching{spec: m, past: -1})
		st := &r.stations[m.Station]
		st.monitors = append(st.monitors, int32(i))
		r.avoids = r.avoids || m.Action == Reroute
		if m.Action == Scale && st.reserve == nil && len(st.down) > 1 {
			st.reserve = make([]bool, st.servers)
			for k := int(float64(st.servers)/Reserve + 0.5); k < len(st.reserve); k++ {
				st.reserve[k] = true
			}
		}
	}
	r.out.Monitors = make([]Watch, len(n.Monitors))
	r.active = make([]bool, len(n.Anomalies))
}

// loadEvents schedules the first of each.
func (r *run) loadEvents() {
	for i := range r.stations {
		st := &r.stations[i]
		if st.active != nil {
			r.takeDownAll(st, func(server int32) bool { return !st.active[server] })
		}
		if st.reserve != nil {
			r.takeDownAll(st, func(server int32) bool { return st.reserve[server] })
		}
	}
	for i := range r.failures {
		r.nextUnit(int32(i))
	}
	for i := range r.scalers {
		r.after(r.scalers[i].spec.Every, scaleLook, int32(i), 0)
	}
	for i := range r.monitors {
		r.after(r.monitors[i].spec.Every, monitorLook, int32(i), 0)
	}
	for i := range r.out.network.Anomalies {
		if r.plan.Calm {
			break
		}
		a := &r.out.network.Anomalies[i]
		r.after(a.From, anomalyOn, int32(i), 0)
		r.after(a.From+a.For, anomalyOff, int32(i), 0)
	}
}

// load places the items the closed form expects and starts the sources.
func (r *run) load() {
	for i := range r.sources {
		if s := &r.sources[i]; s.spec.Users > 0 {
			for range s.spec.Users {
				r.after(s.between.draw(&s.random), thinkingEnd, int32(i), 0)
			}
		} else {
			r.schedule(s)
		}
	}
	r.loadEvents()
	for k := range r.stages {
		for range r.out.network.Stages[k].Initial {
			i := r.pool.take()
			r.pool.items[i] = newItem(0, -1)
			r.serveStage(i, int32(k))
		}
	}
}

// schedule sets a source's next arrival.
func (r *run) schedule(s *source) {
	if t := s.spec.Trace; t != nil {
		if s.at == len(t.Rows) {
			s.at, s.began = 0, s.began+t.Span
			s.round++
		}
		r.tree.at(s.slot, max(s.began+t.Rows[s.at].At, r.now))
		return
	}
	if s.spec.Users > 0 {
		return
	}
	gap := s.between.draw(&s.random) / s.factor
	if len(s.spec.Profile) > 0 {
		gap = s.stretched(r.now, gap)
	}
	r.tree.at(s.slot, r.now+gap)
}

// newBulk draws sizes of groups before they are rounded, by chance to the one
// or the other side: that keeps the mean and adds a variance of about 1/6.
func newBulk(l queue.Law) sampler {
	if l.Mean <= 0 {
		return sampler{kind: constant, mean: 1}
	}
	return newSampler(queue.Law{Mean: l.Mean, SCV: max(l.SCV-1/(6*l.Mean*l.Mean), 0)})
}

// group is the number of items that arrive together.
func (s *source) group() int {
	x := s.bulk.mean
	if s.bulk.kind != constant {
		x = s.bulk.draw(&s.random)
	}
	n := math.Floor(x)
	if x > n && s.random.uniform() < x-n {
		n++
	}
	return int(min(n, maxGroup))
}

// maxGroup bounds the items that arrive at one moment.
const maxGroup = 1e7

// stretched is the time from now until a profile has brought as much of the
// mean rate as so long without it: arrivals of any law, in operational time
// (Çınlar 1975). Exact where rates are constant over slices.
func (s *source) stretched(now, gap float64) float64 {
	profile, period := s.spec.Profile, s.spec.Period
	width := period / float64(len(profile))
	start := math.Floor(now/period) * period
	k := min(int((now-start)/width), len(profile)-1)
	at := now
	for {
		end := start + float64(k+1)*width
		if f := profile[k]; f > 0 {
			if need := gap / f; at+need <= end {
				return at + need - now
			}
			gap -= float64(f * max(end-at, 0))
		}
		at = max(end, at)
		if k++; k == len(profile) {
			k, start = 0, start+period
		}
	}
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
		if s.spec.Trace != nil {
			row := &s.spec.Trace.Rows[s.at]
			s.in, s.out = row.In, row.Out
			if s.session = uint64(row.Session); s.session != 0 {
				s.session |= s.round << 32
			}
			s.at++
		}
		for range s.group() {
			r.arrive(s)
		}
		r.schedule(s)
	case ofShared:
		r.sharedDone(&r.stations[o.index])
	case ofLater:
		r.pendingDue()
	case ofTimer:
		st := &r.stations[o.index]
		r.tree.clear(st.timer)
		st.overdue = true
		r.startBatches(st)
	}
}
