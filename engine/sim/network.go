// Package sim plays a network of queues event by event, to confirm the closed
// form and to answer what only simulation can. It is seeded and repeats itself
// bit for bit, natively and in WebAssembly.
//
// A Network is dense arrays: sources emit items into stages, a stage is one
// kind of visit to a station, hops lead from stage to stage. A replication
// starts loaded, is warmed up until MSER-5 sees no transient, then follows a
// cohort of items until the last of them is done, so that none that is slow
// is dropped at the end. Replications are independent; intervals come from
// the spread between them. Jobs, which are finite, are played beside them.
package sim

import (
	"errors"
	"fmt"
	"math"

	"weir/engine/queue"
)

// Network is what is simulated.
type Network struct {
	Stations []Station
	Stages   []Stage
	Sources  []Source
	Journeys int // number of origins told apart; Source.Journey is below it
	Sinks    int // number of ends told apart, 0 = 1; what began as j and ends at k is journey j·Sinks + k

	Caches    []Cache
	Failures  []Failure
	Scalers   []Scaler
	Anomalies []Anomaly
	Monitors  []Monitor

	Jobs []Job // each by itself, as if nothing else ran
}

// Station is a place of service shared by the stages that name it.
type Station struct {
	Discipline queue.Discipline
	Servers    int  // ≥ 1; ignored by Delay
	Capacity   int  // places, those in service included; 0 = unlimited; arrivals beyond are lost …
	Block      bool // … unless they come from a server, which then holds them until there is room
	Batch      Batch
	Patience   float64  // mean of the exponential time after which who waits gives up and is lost; 0 = never. First come only, one by one
	Serving    *Serving // continuous batching instead of the rest, which must be zero
}

// Batch makes a first-come station take several items at once: at least
// Least, at most Most, for one service time of the first one's stage. An item
// does not wait longer than Patience for others. The zero Batch is none.
type Batch struct {
	Least, Most int
	Patience    float64 // 0 = without limit
	Each        float64 // s that every item beyond the first adds
	Join        bool    // items may join a batch under way while it is not full
}

// Stage is one kind of visit: where, for how long, and what comes next.
type Stage struct {
	Station  int       // index; −1 = nowhere, takes no time
	Service  queue.Law // time one server needs
	Priority int       // smaller is served first, under the priority disciplines
	Hops     []queue.Hop
	Turns    bool   // hops are taken in turns, by weight, not by chance
	Rounds   int    // an item takes the first of two hops until it has come here so often, then the second; 0 = it chooses
	Copies   []Copy // beside the hop taken
	Vanish   bool   // items that take no hop are filtered out, not done
	Sink     int    // which end it is, for items that are done here
	Fork     []int  // instead of Hops: a copy to each of these stages …
	Needed   int    // … of which so many must reach a Join; 0 = all
	After    int    // … before the item goes on at this stage; −1 = done
	Join     bool   // a copy that arrives here ends and reports to its fork
	Initial  int    // items there at the start, from the closed form

	Gather    Batch     // items become one that goes on for all; Least is ignored. Zero = none
	Lookup    *Lookup   // instead of Hops: a cache decides
	Retry     *Retry    // instead of Hops: attempts that may fail or time out
	TokensIn  queue.Law // of an item at a Serving station; a trace's own go first
	TokensOut queue.Law
}

// Copy sends a second item on after a stage.
type Copy struct {
	To    int
	Mean  float64 // how many, on average: the whole part for certain, the rest by chance
	Apart bool    // a journey of its own, that begins now, as origin …
	As    int     // … As; otherwise it goes on as the item it was copied from
}

// Source emits items.
type Source struct {
	Journey int
	Stage   int       // where items begin
	Between queue.Law // time between arrivals
	Profile []float64 // factors of the rate over equal slices of Period; nil = constant
	Period  float64   // of the profile, s
	Bulk    queue.Law // items per arrival, whole numbers about a law of this mean and spread; zero = 1
	Trace   *Trace    // arrivals to replay, again and again; replaces Between
	// Users, where above 0, make a closed source: each sends an item, waits until
	// it is done or lost, thinks (Between), and sends the next.
	Users int
}

// ErrNetwork is wrapped by every error Validate returns.
var ErrNetwork = errors.New("network cannot be simulated")

// Validate reports the first thing that makes no sense: an index out of
// range, probabilities above 1, times that are negative or not finite.
func (n *Network) Validate() error {
	for i, s := range n.Stations {
		if s.Discipline != queue.Delay && s.Servers < 1 {
			return fmt.Errorf("%w: station %d has no server", ErrNetwork, i)
		}
		if s.Capacity < 0 || s.Capacity > 0 && s.Capacity < s.Servers {
			return fmt.Errorf("%w: station %d has fewer places than servers", ErrNetwork, i)
		}
		if b := s.Batch; b.Most > 0 && (s.Discipline != queue.FCFS || b.Least < 1 || b.Least > b.Most || !(b.Patience >= 0)) {
			return fmt.Errorf("%w: station %d has no proper batches", ErrNetwork, i)
		}
		if !(s.Patience >= 0) || s.Patience > 0 && (s.Discipline != queue.FCFS || s.Batch.Most > 0) || !(s.Batch.Each >= 0) {
			return fmt.Errorf("%w: station %d has no proper patience", ErrNetwork, i)
		}
		if s.Serving != nil && !s.Serving.proper() {
			return fmt.Errorf("%w: station %d serves nothing", ErrNetwork, i)
		}
	}
	stage := func(k int) bool { return k >= 0 && k < len(n.Stages) }
	for i, s := range n.Stages {
		if s.Station < -1 || s.Station >= len(n.Stations) {
			return fmt.Errorf("%w: stage %d names no station", ErrNetwork, i)
		}
		if !lawful(s.Service) {
			return fmt.Errorf("%w: stage %d has no proper service time", ErrNetwork, i)
		}
		total := 0.0
		for _, h := range s.Hops {
			if !stage(h.To) || !(h.Probability >= 0) {
				return fmt.Errorf("%w: stage %d leads nowhere", ErrNetwork, i)
			}
			total += h.Probability
		}
		if s.Rounds < 0 || s.Rounds > 0 && len(s.Hops) != 2 {
			return fmt.Errorf("%w: stage %d goes round without a way out", ErrNetwork, i)
		}
		if total > 1+1e-9 && s.Rounds == 0 {
			return fmt.Errorf("%w: stage %d has probabilities above 1", ErrNetwork, i)
		}
		for _, c := range s.Copies {
			if !stage(c.To) || !(c.Mean >= 0) || c.Mean > 1e6 || c.Apart && (c.As < 0 || c.As >= n.Journeys) {
				return fmt.Errorf("%w: stage %d copies nowhere", ErrNetwork, i)
			}
		}
		if s.Sink < 0 || s.Sink >= max(n.Sinks, 1) {
			return fmt.Errorf("%w: stage %d names no sink", ErrNetwork, i)
		}
		for _, k := range s.Fork {
			if !stage(k) {
				return fmt.Errorf("%w: stage %d forks nowhere", ErrNetwork, i)
			}
		}
		if len(s.Fork) > 0 && (s.After < -1 || s.After >= len(n.Stages) || s.Needed < 0 || s.Needed > len(s.Fork)) {
			return fmt.Errorf("%w: stage %d forks without a proper join", ErrNetwork, i)
		}
	}
	if len(n.Sources) == 0 && len(n.Jobs) == 0 {
		return fmt.Errorf("%w: no source", ErrNetwork)
	}
	for k := range n.Jobs {
		if err := n.Jobs[k].validate(k); err != nil {
			return err
		}
	}
	for i, s := range n.Sources {
		if !stage(s.Stage) || s.Journey < 0 || s.Journey >= n.Journeys {
			return fmt.Errorf("%w: source %d names no stage or journey", ErrNetwork, i)
		}
		if s.Trace == nil && (!lawful(s.Between) || s.Between.Mean == 0 && s.Users == 0) {
			return fmt.Errorf("%w: source %d has no rate", ErrNetwork, i)
		}
		if s.Trace != nil && (len(s.Trace.Rows) == 0 || !(s.Trace.Span > 0)) {
			return fmt.Errorf("%w: source %d has an empty trace", ErrNetwork, i)
		}
		if !lawful(s.Bulk) {
			return fmt.Errorf("%w: source %d has no proper groups", ErrNetwork, i)
		}
		if len(s.Profile) > 0 && !(s.Period > 0 && s.profiled()) {
			return fmt.Errorf("%w: source %d has no proper profile", ErrNetwork, i)
		}
		if s.Users < 0 || s.Users > maxUsers {
			return fmt.Errorf("%w: source %d has too many users", ErrNetwork, i)
		}
	}
	return n.validateEvents(stage)
}

// maxUsers bounds the memory of a closed source.
const maxUsers = 1_000_000

// profiled tells whether a profile has a rate at some time.
func (s *Source) profiled() bool {
	sum := 0.0
	for _, f := range s.Profile {
		if !(f >= 0) || math.IsInf(f, 0) {
			return false
		}
		sum += f
	}
	return sum > 0
}

// validateEvents checks what happens to stations beside arrivals.
func (n *Network) validateEvents(stage func(int) bool) error {
	station := func(k int) bool { return k >= 0 && k < len(n.Stations) }
	for i := range n.Stages {
		s := &n.Stages[i]
		if l := s.Lookup; l != nil && (l.Cache < 0 || l.Cache >= len(n.Caches) || !stage(l.Hit) || !stage(l.Miss) || !(l.Items >= 1) || !(l.Zipf >= 0)) {
			return fmt.Errorf("%w: stage %d has no proper lookup", ErrNetwork, i)
		}
		if r := s.Retry; r != nil && (!stage(r.Try) || r.After < -1 || r.After >= len(n.Stages) || r.Attempts < 1 || !(r.Timeout >= 0) || !lawful(r.Backoff) || !(r.Growth >= 0)) {
			return fmt.Errorf("%w: stage %d has no proper retry", ErrNetwork, i)
		}
		if b := s.Gather; b.Most < 0 || !(b.Patience >= 0) {
			return fmt.Errorf("%w: stage %d gathers nothing", ErrNetwork, i)
		}
		if !lawful(s.TokensIn) || !lawful(s.TokensOut) {
			return fmt.Errorf("%w: stage %d has no proper tokens", ErrNetwork, i)
		}
	}
	for i, f := range n.Failures {
		proper := f.Units >= 1 && f.MTBF > 0 && f.Repair >= 0 && f.Crews >= 0
		for _, k := range f.Stations {
			proper = proper && station(k)
		}
		if !proper {
			return fmt.Errorf("%w: failure %d makes no sense", ErrNetwork, i)
		}
	}
	for i, s := range n.Scalers {
		if !station(s.Station) || s.Least < 1 || s.Least > n.Stations[s.Station].Servers || !(s.Target > 0) || !(s.Every > 0) || !(s.Lag >= 0) {
			return fmt.Errorf("%w: scaler %d makes no sense", ErrNetwork, i)
		}
	}
	for i, a := range n.Anomalies {
		if !(a.From >= 0) || !(a.For > 0) || !(a.Factor >= 0) || a.Kind == Spike && (a.Source < 0 || a.Source >= len(n.Sources)) || a.Kind != Spike && !station(a.Station) {
			return fmt.Errorf("%w: anomaly %d makes no sense", ErrNetwork, i)
		}
	}
	for i, m := range n.Monitors {
		if !station(m.Station) || !(m.Every > 0) || !(m.Hold >= 0) || !(m.Takes >= 0) {
			return fmt.Errorf("%w: monitor %d makes no sense", ErrNetwork, i)
		}
	}
	return nil
}

func lawful(l queue.Law) bool {
	return l.Mean >= 0 && l.SCV >= 0 && !math.IsInf(l.Mean, 0) && !math.IsInf(l.SCV, 0)
}
