package engine

import (
	"sort"

	"weir/engine/flow"
	"weir/engine/report"
	"weir/engine/sim"
)

// SimulationPlan says what is simulated and for how long. The zero value is
// ten replications of 100,000 items, seed 0, without a timeline.
type SimulationPlan struct {
	Seed         uint64
	Replications int // independent, 1 … 1000; 0 = 10. Intervals need two
	Items        int // followed in each, 1 … 10⁸; 0 = 100,000
	// Duration, where above 0, is the time each replication simulates, s, from
	// midnight and an empty start; daily profiles are followed, and backup plans
	// write their copies, the first at once. Without it the design is at its
	// worst hour, starts loaded and is warmed up; where a node
	// cannot keep up there is no steady state, and the worst hour is simulated
	// from an empty start for the time in which Items come.
	Duration float64
	// Buckets of the timeline, at most; 0 = no timeline.
	Buckets int
	// Failures lets units and pools fail: by the parameters mtbf and repair, else
	// by their availability, in outages of an hour.
	Failures  bool
	Traces    map[string]*sim.Trace // by source: arrivals to replay, again and again, instead of its rate
	Anomalies []Anomaly
	Restores  []Restore // data that are lost, and read back from their backup; with a Duration
}

// Restore is a loss of a backup plan's data; see flow.Restore.
type Restore = flow.Restore

// Anomaly is something that goes wrong at a node for a while; see
// flow.Anomaly.
type Anomaly = flow.Anomaly

func (p SimulationPlan) filled() SimulationPlan {
	if p.Replications <= 0 {
		p.Replications = 10
	}
	if p.Items <= 0 && p.Duration <= 0 {
		p.Items = 100_000
	}
	return p
}

// Simulation plays a design event by event, in independent replications, to
// confirm the closed form. There are two ways to play it.
//
// On many cores: call Replicate for each of Runs, side by side, then
// Compare.
//
// In slices, where one thread has to stay responsive (a Web Worker):
//
//	play := s.Play()
//	for !play.Advance(200_000) {    // events: about 20 ms natively, 60 ms in a browser
//		show(play.Share())          // then let the event loop run; to cancel, call no more
//	}
//	show(play.Result())             // good at any time, also when cancelled
//
// In slices on many threads that share no memory: each plays a
// part of the same simulation (PlayPart) and sends what it takes of it (Take);
// whoever has them all merges them (Merge).
//
// The findings depend on design and plan alone, never on how it was played.
// report.EncodeSimulation writes them as canonical JSON.
type Simulation struct {
	Report *Report // of the closed form, settled
	Plan   SimulationPlan

	twin *flow.Twin
}

// NewSimulation prepares a design. The error is a *flow.Refusal where the
// design cannot be simulated: a diagnostic says where and why.
func NewSimulation(d *Design, p SimulationPlan) (*Simulation, error) {
	s := flow.Settle(flow.Compile(d, nil), nil)
	twin, err := s.Simulated(flow.Playing{Day: p.Duration > 0, Failures: p.Failures, Traces: p.Traces, Anomalies: p.Anomalies, Restores: p.Restores})
	if err != nil {
		return nil, err
	}
	p = p.filled()
	if twin.Overloaded() && p.Duration <= 0 {
		p.Duration, p.Items = twin.Lasting(p.Items), 0
	}
	return &Simulation{Report: Answer(s, report.Settled), Plan: p, twin: twin}, nil
}

func (s *Simulation) plan(replication int, progress func(float64) bool) sim.Plan {
	p := sim.Plan{Seed: s.Plan.Seed, Replication: replication % s.Plan.Replications, Cohort: s.Plan.Items, Duration: s.Plan.Duration, Progress: progress}
	p.Warmup = max(s.Plan.Items/10, min(s.twin.Warmup(), s.Plan.Items))
	switch replication / s.Plan.Replications {
	case 1:
		p.Passive = true
	case 2:
		p.Calm = true
	}
	if replication == 0 {
		p.Buckets = s.Plan.Buckets
	}
	return p
}

// Runs is how many runs there are to play: Plan.Replications, and where there
// are anomalies as many again with monitors that do not act, and without the
// anomalies, to tell the damage.
func (s *Simulation) Runs() int {
	if len(s.Plan.Anomalies) > 0 {
		return 3 * s.Plan.Replications
	}
	return s.Plan.Replications
}

// Replicate plays one run, 0 … Runs()−1. progress, if set,
// is told the share done now and then and stops the run by answering false.
// Replications may run side by side.
func (s *Simulation) Replicate(replication int, progress func(done float64) bool) (sim.Replication, error) {
	return sim.Run(s.twin.Network, s.plan(replication, progress))
}

// Compare sets what the replications found beside the closed form.
func (s *Simulation) Compare(runs []sim.Replication) *report.Simulation {
	out := s.twin.Compare(s.Report, runs, s.Plan.Seed, s.Plan.Duration)
	p := &s.Plan
	out.Steady = p.Duration == 0 && !p.Failures && len(p.Traces) == 0 && len(p.Anomalies) == 0
	out.Complete = len(runs) == s.Runs()
	for k := range runs {
		out.Complete = out.Complete && runs[k].Complete
	}
	return out
}

// Play starts the replications, to be played one after the other.
func (s *Simulation) Play() *Play { return s.PlayPart(0, 1) }

// PlayPart is Play of every so manyth run, from that of the number part on.
func (s *Simulation) PlayPart(part, of int) *Play {
	return &Play{simulation: s, part: part, of: max(of, 1)}
}

// Merge compares runs that were taken from plays of parts, in whatever order
// they come.
func (s *Simulation) Merge(taken []byte) (*report.Simulation, error) {
	var runs []sim.Replication
	for len(taken) > 0 {
		r, rest, err := sim.ReadReplication(s.twin.Network, taken)
		if err != nil {
			return nil, err
		}
		runs, taken = append(runs, r), rest
	}
	sort.SliceStable(runs, func(i, j int) bool { return s.order(&runs[i]) < s.order(&runs[j]) })
	return s.Compare(runs), nil
}

// order is the number of a run, 0 … Runs()−1.
func (s *Simulation) order(r *sim.Replication) int {
	switch {
	case r.Calm:
		return r.Number + 2*s.Plan.Replications
	case r.Passive:
		return r.Number + s.Plan.Replications
	}
	return r.Number
}

// Play is a simulation, or a part of it, being played in slices. It is not for
// several goroutines at once.
type Play struct {
	simulation *Simulation
	part, of   int
	done       []sim.Replication
	taken      int
	now        *sim.Replay
}

// runs is how many runs there are to play.
func (p *Play) runs() int { return max((p.simulation.Runs()-p.part+p.of-1)/p.of, 0) }

// Take is the runs that are over since it was last asked for, for Merge.
func (p *Play) Take() []byte {
	var b []byte
	for ; p.taken < len(p.done); p.taken++ {
		b = p.done[p.taken].Append(b)
	}
	return b
}

// Advance plays up to so many events and tells whether the simulation is
// over.
func (p *Play) Advance(events int) (over bool) {
	if len(p.done) == p.runs() {
		return true
	}
	if p.now == nil {
		now, err := sim.Start(p.simulation.twin.Network, p.simulation.plan(p.part+len(p.done)*p.of, nil))
		if err != nil {
			panic(err) // NewSimulation has checked the network
		}
		p.now = now
	}
	if p.now.Advance(events) {
		p.done = append(p.done, p.now.Result())
		p.now = nil
	}
	return len(p.done) == p.runs()
}

// Share is how much of it is done, 0…1.
func (p *Play) Share() float64 {
	if p.runs() == 0 {
		return 1
	}
	share := float64(len(p.done))
	if p.now != nil {
		share += p.now.Share()
	}
	return share / float64(p.runs())
}

// Result is what has been found so far: the replications that are over, and
// the one under way only where there is no other. It has no journeys before
// anything was measured.
func (p *Play) Result() *report.Simulation {
	runs := p.done
	if len(runs) == 0 && p.now != nil {
		if r := p.now.Result(); r.Measured() {
			runs = []sim.Replication{r}
		}
	}
	return p.simulation.Compare(runs)
}
