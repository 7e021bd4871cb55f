package report

import "weir/engine/diagnostic"

// Estimate is a simulated figure with the half-width of its 95 % confidence
// interval, beside that of the closed form.
type Estimate struct {
	Value  Number `json:"value"`
	Half   Number `json:"half"`
	Closed Number `json:"closed"`
	// Band is the error that the closed form states: it is within a factor of
	// 1 + Band of the truth. 0 = none is stated (class D).
	Band Number `json:"band"`
	// Agrees: the closed form lies within its stated error of the simulation,
	// three half-widths allowed for the simulation's own. In JSON it is null
	// where no error is stated or there is nothing to compare.
	Agrees bool `json:"agrees"`
}

// Simulation is what a simulation found, beside the closed form.
type Simulation struct {
	Seed         uint64                    `json:"seed"`
	Replications int                       `json:"replications"` // that measured anything
	Complete     bool                      `json:"complete"`     // every replication asked for was played to its end
	Steady       bool                      `json:"steady"`       // what the closed form is about; false with a time, failures, traces or anomalies, where the two may well differ
	Items        int                       `json:"items"`        // followed, in all
	Events       uint64                    `json:"events"`
	Unfinished   int                       `json:"unfinished"` // still under way at the end: a sign of overload
	Journeys     []SimulatedJourney        `json:"journeys"`
	Nodes        map[string]*SimulatedNode `json:"nodes"`
	Timeline     *Timeline                 `json:"timeline,omitempty"`
	Diagnostics  []diagnostic.Diagnostic   `json:"diagnostics,omitempty"` // what to know before reading the figures

	Jobs     []SimulatedJob     `json:"jobs,omitempty"`
	Copies   []SimulatedCopy    `json:"copies,omitempty"` // over a time: see SimulationPlan
	Retries  []SimulatedRetry   `json:"retries,omitempty"`
	Monitors []SimulatedMonitor `json:"monitors,omitempty"`
	// Damage of the anomalies a replication, with the monitors' actions and
	// without: both nil where nothing goes wrong.
	Damage        *Damage `json:"damage,omitempty"`
	DamageWithout *Damage `json:"damage_without,omitempty"`
}

// SimulatedMonitor is a monitor and a node it watches: figures are a
// replication's, closed is not applicable.
type SimulatedMonitor struct {
	Monitor     string   `json:"monitor"`
	Node        string   `json:"node"`
	Fired       Estimate `json:"fired"`        // times
	FalseAlarms Estimate `json:"false_alarms"` // of those, while nothing was wrong
	DelayS      Estimate `json:"delay_s"`      // from the beginning of an anomaly until the monitor fired
	Missed      int      `json:"missed"`       // anomalies it did not fire at, over all replications
}

// SimulatedRetry is a source that sends again what is not answered in time,
// beside Report.Retries.
type SimulatedRetry struct {
	Source    string   `json:"source"`
	Class     string   `json:"class"`
	PerItem   Estimate `json:"attempts_per_item"`
	LateRatio Estimate `json:"late_ratio"`     // of the attempts
	GivenUp   Estimate `json:"given_up_ratio"` // of the items
	LatencyS  Estimate `json:"latency_s"`      // mean, first attempt to answer
}

// SimulatedJob is a job, played several times a replication, beside
// Report.Jobs. Items travel in chunks; each job is taken by itself, as in the
// closed form, and requests on shared stations by the time they take.
type SimulatedJob struct {
	Source   string   `json:"source"`
	Played   int      `json:"played"`  // times, in all
	Endless  int      `json:"endless"` // times it was given up: it failed more often than it got on
	Duration Estimate `json:"duration_s"`
	P50      Number   `json:"p50_s"` // of the durations
	P90      Number   `json:"p90_s"`
	P95      Number   `json:"p95_s"`
	Restarts Number   `json:"restarts"` // after failures; this and the next are means
	RedoneS  Number   `json:"redone_s"` // work done again
	SavingS  Number   `json:"saving_s"` // spent on checkpoints
	// ErrorClass of the calculation alone: both take the models of the stages as
	// they are.
	ErrorClass ErrorClass `json:"error_class"`
}

// SimulatedCopy is a backup plan's copies, written beside what requests send
// the same way, or one read back after a loss.
type SimulatedCopy struct {
	Node    string `json:"node"`
	Restore bool   `json:"restore"`
	Done    int    `json:"done"` // over all replications
	// Takes is the time to write one, beside the plan's window; for a restore from
	// the loss until the service runs again, beside its RTO.
	Takes Estimate `json:"takes_s"`
}

// Damage is what anomalies did beyond what happens without them.
type Damage struct {
	Lost    Estimate `json:"lost"`    // items
	Spoiled Estimate `json:"spoiled"` // items done, but corrupt
	LateS   Estimate `json:"late_s"`  // time all items together took longer
}

// SimulatedJourney is one journey: rates a second, times in seconds.
type SimulatedJourney struct {
	Source     string     `json:"source"`
	Class      string     `json:"class"`
	Sink       string     `json:"sink"`
	Background bool       `json:"background"`
	Rate       Estimate   `json:"rate"`
	Mean       Estimate   `json:"mean"`
	P50        Estimate   `json:"p50"`
	P90        Estimate   `json:"p90"`
	P95        Estimate   `json:"p95"`
	P99        Estimate   `json:"p99"`
	P999       Estimate   `json:"p999"`
	ErrorClass ErrorClass `json:"error_class"` // of the closed form

	TailClass ErrorClass `json:"percentile_class,omitempty"` // of its percentiles, where it is not that of its mean
}

// SimulatedNode is one station.
type SimulatedNode struct {
	Utilisation Estimate   `json:"utilisation"`
	WaitS       Estimate   `json:"wait_s"`
	LossRatio   Estimate   `json:"loss_ratio"`
	ErrorClass  ErrorClass `json:"error_class"` // of the closed form
	ServersUp   Estimate   `json:"servers_up"`  // mean; differs where units fail or scale

	HitRatio *Estimate         `json:"hit_ratio,omitempty"` // of a cache played by content
	AI       *SimulatedServing `json:"ai,omitempty"`        // where a model was served iteration by iteration
}

// SimulatedServing is a language model that is served, times in seconds. The
// closed form has means only, each with the error band of its own.
type SimulatedServing struct {
	TTFT SimulatedTimes `json:"ttft_s"` // from a request's arrival to its first token
	TPOT SimulatedTimes `json:"tpot_s"` // between tokens after that, one value a request
	// PutBack is how often, per request, one was taken out for want of room for
	// keys and values and computed again.
	PutBack Number `json:"put_back"`
	// PrefixHit is the share of the prompts' tokens that prefix caches held,
	// where any was.
	PrefixHit *Estimate `json:"prefix_hit,omitempty"`
}

// SimulatedTimes is a distribution.
type SimulatedTimes struct {
	Mean Estimate `json:"mean"`
	P50  Estimate `json:"p50"`
	P90  Estimate `json:"p90"`
	P95  Estimate `json:"p95"`
	P99  Estimate `json:"p99"`
}

// Timeline is how the first replication went, in equal slices of time: slice
// k spans start_s + k·step_s to start_s + (k+1)·step_s. Every list has one
// value a slice; null where there was nothing to measure.
type Timeline struct {
	StartS   Number                   `json:"start_s"`
	StepS    Number                   `json:"step_s"`
	Slices   int                      `json:"slices"`
	Journeys []JourneyTimeline        `json:"journeys"` // as Simulation.Journeys, the busiest only where there are many
	Nodes    map[string]*NodeTimeline `json:"nodes"`
}

// JourneyTimeline is about the items done in each slice.
type JourneyTimeline struct {
	Source     string   `json:"source"`
	Class      string   `json:"class"`
	Sink       string   `json:"sink"`
	Background bool     `json:"background"`
	ItemsPerS  []Number `json:"items_per_s"`
	MeanS      []Number `json:"mean_s"`
	P99S       []Number `json:"p99_s"`
}

// NodeTimeline is one station.
type NodeTimeline struct {
	ArrivalsPerS []Number `json:"arrivals_per_s"`
	InQueue      []Number `json:"in_queue"`    // waiting, mean; for a served model, until the prefill starts
	Utilisation  []Number `json:"utilisation"` // busy part of the servers the design has; of a served model, requests done over what saturates it
	ServersUp    []Number `json:"servers_up"`  // mean
}
