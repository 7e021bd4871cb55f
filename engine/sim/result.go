package sim

import "math"

// Replication is what one run measured.
type Replication struct {
	Number      int
	Passive     bool      // as Plan.Passive
	Calm        bool      // as Plan.Calm
	Until       float64   // time at which the last of the cohort arrived, s
	Journeys    []Journey // by origin, then by sink; arrivals and losses under an origin's first
	Stations    []Visit
	Duration    float64 // of the time in which the cohort arrived
	WarmupItems int
	Complete    bool // played to its end
	Unfinished  int  // of the cohort when the run ended: a sign of overload
	Events      uint64
	Timeline    *Timeline // where Plan.Buckets asks for one

	Lookups  []Lookups // by stage
	Monitors []Watch
	Jobs     [][]Life // by job: the times it was played

	network *Network
}

// Lookups is what a cache was asked for during Duration.
type Lookups struct{ Asked, Hits int }

// Journey is what became of the items of one journey.
type Journey struct {
	Arrived   int       // of the cohort
	Lost      int       // of the cohort, for want of room
	Completed int       // during Duration, of the cohort or before
	Time      Histogram // from entry to end, of the cohort
	Attempts  int       // of the cohort, where it retries
	Late      int       // of those, timed out
	Spoiled   int       // of the cohort, done but corrupt
}

// Visit is what items met at one station.
type Visit struct {
	Sojourn     Histogram // of the cohort
	Wait        float64   // sum over the cohort: time there less service time
	WaitSquares float64
	Waited      int       // of the cohort, found no free server
	Lost        int       // of the cohort, found no room
	Served      int       // during Duration
	Work        float64   // service time of those
	Up          float64   // servers that are up, mean over Duration
	First       Histogram // of the cohort, where tokens are served: from arrival to the first …
	Token       Histogram // … and the time between tokens after that, one value a request
	Preempted   int       // put back for want of room, during Duration
	Prompt      float64   // tokens of prompts that came to a lane, during Duration …
	Found       float64   // … and those of them that a prefix cache held
}

// MeanWait is the mean wait per visit; NaN without visits.
func (v *Visit) MeanWait() float64 { return v.Wait / float64(v.Sojourn.Count()) }

// Measured tells whether there is anything in it.
func (r *Replication) Measured() bool { return r.Duration > 0 || len(r.Jobs) > 0 }

func newReplication(n *Network, number int) Replication {
	return Replication{Number: number, network: n, Journeys: make([]Journey, n.Journeys*max(n.Sinks, 1)), Stations: make([]Visit, len(n.Stations))}
}

// Utilisation is the busy share of a station's servers, of those that are up
// where any is.
func (r *Replication) Utilisation(station int) float64 {
	v := &r.Stations[station]
	servers := v.Up
	if servers == 0 {
		servers = float64(max(r.network.Stations[station].Servers, 1))
	}
	return v.Work / (r.Duration * servers)
}

// Interval is an estimate with the half-width of its 95 % confidence interval.
type Interval struct{ Mean, Half float64 }

// Between is the interval from independent estimates, Student's t on their
// spread. Estimates that are NaN (nothing observed) are left out; with fewer
// than two left the half-width is +Inf.
func Between(estimates []float64) Interval {
	var sum float64
	n := 0.0
	for _, x := range estimates {
		if !math.IsNaN(x) {
			sum += x
			n++
		}
	}
	if n == 0 {
		return Interval{math.NaN(), math.Inf(1)}
	}
	mean := sum / n
	if n < 2 {
		return Interval{mean, math.Inf(1)}
	}
	var squares float64
	for _, x := range estimates {
		if !math.IsNaN(x) {
			squares += float64((x - mean) * (x - mean))
		}
	}
	return Interval{mean, student(int(n)-1) * math.Sqrt(squares/(n-1)/n)}
}

// student is the 97.5 % point of Student's t with so many degrees of freedom:
// Cornish–Fisher from the normal point from ten on, table values below.
// Abramowitz & Stegun 26.7.5 and table 26.10.
func student(freedom int) float64 {
	table := [...]float64{12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252, 2.306004135, 2.262157163}
	if freedom <= len(table) {
		return table[freedom-1]
	}
	const x = 1.959963984540054
	v := float64(freedom)
	x3, x5 := x*x*x, x*x*x*x*x
	return x + (x3+x)/(4*v) + (5*x5+16*x3+3*x)/(96*v*v) + (3*x5*x*x+19*x5+17*x3-15*x)/(384*v*v*v)
}
