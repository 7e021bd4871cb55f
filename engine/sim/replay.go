package sim

import "math"

// Plan says how long one replication runs.
type Plan struct {
	Seed        uint64
	Replication int
	Cohort      int // items followed; 0 = 100,000
	Warmup      int // items before them, at least; 0 = a tenth of the cohort
	// Duration, where above 0, is the time simulated, s, from an empty start at
	// time 0 with nothing warmed up: for a day, a trace, an anomaly. Cohort then
	// bounds the items.
	Duration float64
	// Passive monitors see and fire, but do not act.
	Passive bool
	// Calm leaves the anomalies out.
	Calm bool
	// Buckets of the timeline; 0 = no timeline.
	Buckets int
	// Progress, where set, is told now and then the share done; simulation
	// stops where it answers false, and what was measured so far is returned.
	Progress func(done float64) bool
}

// slice is how many events pass between looks at progress.
const slice = 1 << 16

// mostItems bounds a replication whose length is a time, mostLive what is under
// way at once: an overloaded network ends when it holds that many.
const (
	mostItems = 100_000_000
	mostLive  = 4_000_000
)

// Run plays one replication.
func Run(n *Network, p Plan) (Replication, error) {
	r, err := Start(n, p)
	if err != nil {
		return Replication{}, err
	}
	for !r.Advance(slice) {
		if p.Progress != nil && !p.Progress(r.Share()) {
			break
		}
	}
	return r.Result(), nil
}

// Replay is one replication being played, as far as Advance has taken it.
type Replay struct {
	run  *run
	jobs jobs
}

// Start prepares a replication.
func Start(n *Network, p Plan) (*Replay, error) {
	if err := n.Validate(); err != nil {
		return nil, err
	}
	if p.Cohort <= 0 {
		p.Cohort = 100_000
		if p.Duration > 0 {
			p.Cohort = mostItems
		}
	}
	if p.Warmup <= 0 {
		p.Warmup = p.Cohort / 10
	}
	r := newRun(n, p)
	replay := &Replay{run: r, jobs: jobs{network: n, plan: p}}
	if len(n.Sources) == 0 {
		r.phase = over
		return replay, nil
	}
	r.load()
	if p.Duration > 0 {
		r.measure()
	} else {
		r.target = p.Warmup
	}
	return replay, nil
}

// Advance plays up to so many events and tells whether the replication is
// over. Jobs are played after all else; a chunk that passes a stage is one.
func (r *Replay) Advance(events int) bool {
	before := r.run.events
	if !r.run.advance(events) {
		return false
	}
	return r.jobs.advance(events - int(r.run.events-before))
}

// Share is the part of the items, or of the time, that has arrived, and of
// the jobs, 0…1; those that warm up count too. It never falls.
func (r *Replay) Share() float64 {
	n := r.run.out.network
	switch {
	case len(n.Jobs) == 0:
		return r.run.followed()
	case len(n.Sources) == 0:
		return r.jobs.share()
	}
	return (r.run.followed() + r.jobs.share()) / 2
}

func (x *run) followed() float64 {
	switch {
	case x.phase > measuring:
		return 1
	case x.plan.Duration > 0:
		return min(x.now/x.plan.Duration, 1)
	}
	warmup := x.out.WarmupItems
	if x.phase == warming {
		warmup = x.target
	}
	// Warming up may take longer than it first seemed.
	x.played = max(x.played, float64(x.out.WarmupItems+x.arrived)/float64(warmup+x.plan.Cohort))
	return x.played
}

// Result is what was measured so far. A replication that is not over has
// items under way that it never sees the end of, so its times come out short.
func (r *Replay) Result() Replication {
	x := r.run
	if x.phase == measuring {
		x.until = x.now
		x.sumUp()
	}
	x.out.Duration = x.until - x.from
	x.out.Unfinished = x.outstanding
	x.out.Events = x.events + r.jobs.visits
	x.out.Jobs = r.jobs.done
	x.out.Complete, x.out.Passive, x.out.Calm, x.out.Until = x.phase == over && !x.full && r.jobs.over(), x.plan.Passive, x.plan.Calm, x.until
	x.out.Timeline = x.timeline.result(x.until)
	return x.out
}

// phase is how far a replication is.
type phase uint8

const (
	warming phase = iota
	measuring
	draining
	over
)

func (r *run) advance(events int) bool {
	for events > 0 && r.phase != over && !r.stopped {
		if r.phase == draining {
			r.step()
			r.drained()
			events--
			continue
		}
		end := r.plan.Duration
		if end <= 0 {
			end = math.Inf(1)
		}
		for events > 0 && r.arrived < r.target && r.now < end && !r.stopped {
			r.step()
			events--
			if r.pool.live > mostLive {
				r.full, r.stopped = true, true
			}
		}
		if !r.stopped && (r.arrived >= r.target || r.now >= end) {
			r.next()
		}
	}
	if r.stopped && r.phase != over {
		if r.phase == measuring {
			r.until = r.now
		}
		r.phase = over
	}
	return r.phase == over
}

// next ends a phase whose arrivals are all there.
func (r *run) next() {
	if r.phase == measuring {
		r.phase, r.recording, r.until = draining, false, r.now
		r.sumUp()
		r.target = 0
		r.drained()
		return
	}
	// Warming up goes on until MSER-5 finds the transient over in the first
	// half of every journey's series, doubling up to eightfold where not.
	settled := true
	for i := range r.warming {
		settled = settled && r.warming[i].settled()
	}
	if r.rounds++; !settled && r.rounds < 4 {
		r.target *= 2
		return
	}
	r.out.WarmupItems = r.arrived
	r.measure()
}

// measure begins the cohort.
func (r *run) measure() {
	r.warming = nil
	r.phase, r.recording = measuring, true
	r.arrived, r.target = 0, r.plan.Cohort
	r.from = r.now
	r.timeline = newRecorder(r)
	for i := range r.stations { // from here on
		r.stations[i].upTime, r.stations[i].upSince = 0, r.now
	}
}

// sumUp is the mean servers up since measuring began.
func (r *run) sumUp() {
	for i := range r.stations {
		st := &r.stations[i]
		r.countUp(st, 0)
		r.out.Stations[i].Up = float64(st.servers)
		if r.until > r.from {
			r.out.Stations[i].Up = st.upTime / (r.until - r.from)
		}
	}
}

// drained ends the run when the last of the cohort is done. In overload that
// is never: they are given as long again.
func (r *run) drained() {
	if r.outstanding == 0 || r.now >= r.until+(r.until-r.from) {
		r.phase = over
	}
}
