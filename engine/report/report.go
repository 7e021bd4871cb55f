// Package report is what an evaluation answers: numbers, their breakdowns,
// the method and error class of each, and diagnostics. SI units and US
// dollars throughout. Keys are stable; additions are allowed.
package report

import (
	"cmp"

	"weir/engine/diagnostic"
)

// Number is a figure of a report. NaN means "not applicable" and an infinity
// "unbounded"; both are written as null.
type Number float64

// Precision tells how much was computed.
type Precision string

// Fast is what answers within a frame; Settled is everything, the slower
// exact methods included.
const (
	Fast    Precision = "fast"
	Settled Precision = "settled"
)

// ErrorClass is the stated error of a figure: A exact, B within 2.5 %,
// C within 10 %, D beyond that (simulate to be sure).
type ErrorClass string

// Report is the answer to one evaluation of one design.
type Report struct {
	Report     int               `json:"report"` // version: 1
	Precision  Precision         `json:"precision"`
	Design     string            `json:"design,omitempty"` // SHA-256 of the canonical bytes, set when encoded
	Summary    Summary           `json:"summary"`
	Classes    map[string]*Class `json:"classes"`
	Journeys   []*Journey        `json:"journeys"`
	Retries    []*Retry          `json:"retries,omitempty"`
	Jobs       []*Job            `json:"jobs"`
	Nodes      map[string]*Node  `json:"nodes"`
	Edges      map[string]*Edge  `json:"edges"`
	Pools      map[string]*Pool  `json:"pools"`
	Allocation Allocation        `json:"allocation"`
	Prices     []Price           `json:"prices"`
	Objectives []Objective       `json:"objectives"`
	Failures   []*Failure        `json:"failures,omitempty"` // settled, in designs of moderate size
	// Performability is nil where nothing fails or the report has no failures.
	Performability *Performability `json:"performability,omitempty"`
	// Day is nil where no source has a profile or the report has no hours.
	Day         *Day                    `json:"day,omitempty"`
	Diagnostics []diagnostic.Diagnostic `json:"diagnostics"`
}

// Price is a price the design is charged by, US dollars.
type Price struct {
	ID            string `json:"id"` // of the device, server or storage tier in the catalogue
	Term          string `json:"term,omitempty"`
	Own           bool   `json:"own,omitempty"`             // the design's, not the catalogue's
	PerSecond     Number `json:"per_second,omitempty"`      // of one while it runs
	PerByteSecond Number `json:"per_byte_second,omitempty"` // of what is kept
	Low           Number `json:"low,omitempty"`             // of the prices published
	High          Number `json:"high,omitempty"`
	Quotes        Number `json:"quotes,omitempty"` // of which it is the median
	Provider      string `json:"provider,omitempty"`
	Region        string `json:"region,omitempty"`
	AsOf          string `json:"as_of,omitempty"`
	Source        string `json:"source,omitempty"`
}

// Summary is the design as a whole.
type Summary struct {
	CostPerMonth     Number   `json:"cost_per_month"`
	PowerW           Number   `json:"power_w"`
	CarbonKgPerMonth Number   `json:"carbon_kg_per_month"`
	Availability     Number   `json:"availability"`
	Headroom         Number   `json:"headroom"` // 1 − the highest utilisation
	Bottleneck       *Subject `json:"bottleneck"`

	AvailabilityMethod string     `json:"availability_method"`
	AvailabilityClass  ErrorClass `json:"availability_class"`

	// Needs are what the availability follows from, without what never fails.
	Needs []Need `json:"availability_needs,omitempty"`

	CostPerMonthBand *Band `json:"cost_per_month_band,omitempty"` // only where inputs are ranges
}

// Need is what items of the least available source need up: a node or what
// the units of a pool have in common.
type Need struct {
	Subject
	Share        Number `json:"share"` // of the items that come by
	Availability Number `json:"availability"`
}

// Band is how far a figure moves while inputs move through their ranges.
type Band struct {
	Low  Number `json:"low"`
	High Number `json:"high"`
}

// LatencyBand holds the bands of a journey's latency, seconds.
type LatencyBand struct {
	Mean Band `json:"mean"`
	P50  Band `json:"p50"`
	P95  Band `json:"p95"`
	P99  Band `json:"p99"`
}

// Subject names exactly one node, edge or pool.
type Subject struct {
	Node string `json:"node,omitempty"`
	Edge string `json:"edge,omitempty"`
	Pool string `json:"pool,omitempty"`
}

// Class is what happens to one class of work, all sources together. Where a
// source sends again what is late, an item is offered once however often it is
// sent, and what is carried are attempts, those included whose answer comes too
// late to be of use.
type Class struct {
	OfferedPerS  Number `json:"offered_per_s"`            // items
	AttemptsPerS Number `json:"attempts_per_s,omitempty"` // where some are sent again: all that are sent
	CarriedPerS  Number `json:"carried_per_s"`            // items that get through; attempts where some are sent again
	GoodputPerS  Number `json:"goodput_per_s"`            // items that get through in time
	CostPerItem  Number `json:"cost_per_item"`            // that gets through in time

	ErrorClass ErrorClass `json:"error_class"` // of what is carried: the loosest of what turns items away
}

// Retry is what becomes of a source that sends again what is not answered in
// time.
type Retry struct {
	Source string `json:"source"`
	Class  string `json:"class"`
	Attempts
	Method     string     `json:"method"`
	ErrorClass ErrorClass `json:"error_class"`
	// Saturated is the other state the same design stays in once it is
	// overloaded, where there is one: a retry storm that does not end by itself.
	Saturated *Attempts `json:"saturated,omitempty"`
}

// Attempts is one state of a source that retries.
type Attempts struct {
	PerItem     Number `json:"attempts_per_item"`
	LateRatio   Number `json:"late_ratio"`     // of the attempts
	GivenUp     Number `json:"given_up_ratio"` // of the items
	GoodputPerS Number `json:"goodput_per_s"`
	LatencyS    Number `json:"latency_s"` // mean of the items answered, time-outs and back-off included
}

// Latency is a distribution by its mean and percentiles, seconds.
type Latency struct {
	Mean Number `json:"mean"`
	P50  Number `json:"p50"`
	P90  Number `json:"p90"`
	P95  Number `json:"p95"`
	P99  Number `json:"p99"`
	P999 Number `json:"p999"`
}

// Journey is one class of one source on its way to one sink.
type Journey struct {
	Source     string     `json:"source"`
	Class      string     `json:"class"`
	Sink       string     `json:"sink"`
	Background bool       `json:"background"`
	ItemsPerS  Number     `json:"items_per_s"`
	LatencyS   Latency    `json:"latency_s"`
	Parts      []Part     `json:"parts"`
	Method     string     `json:"method"`
	ErrorClass ErrorClass `json:"error_class"`

	TailClass ErrorClass `json:"percentile_class,omitempty"` // of the percentiles, where it is not that of the mean

	LatencyBandS *LatencyBand `json:"latency_band_s,omitempty"` // only where inputs are ranges
}

// OfPercentiles is the error class of the percentiles.
func (j *Journey) OfPercentiles() ErrorClass { return cmp.Or(j.TailClass, j.ErrorClass) }

// Part is what one station adds to a journey's mean, weighted by visits, so
// that the parts of a journey add up to its mean.
type Part struct {
	Subject
	Visits    Number `json:"visits"`
	QueueS    Number `json:"queue_s"`
	ServiceS  Number `json:"service_s"`
	TransferS Number `json:"transfer_s"`
}

// Job is a finite piece of work, from a dataset source to a sink.
type Job struct {
	Source    string `json:"source"`
	Sink      string `json:"sink"`
	Items     Number `json:"items"`
	DurationS Number `json:"duration_s"`
	Slowest   string `json:"slowest"`
	Cost      Number `json:"cost"`

	Method     string     `json:"method"`      // of the duration
	ErrorClass ErrorClass `json:"error_class"` // that of its slowest stage's model included
}

// Node is one station. Its availability is exact: enough of its units, or of those
// a repair crew keeps up.
type Node struct {
	Utilisation  Number     `json:"utilisation"`
	Servers      Number     `json:"servers"`
	ArrivalsPerS Number     `json:"arrivals_per_s"`
	CarriedPerS  Number     `json:"carried_per_s"`
	WaitS        Number     `json:"wait_s"`
	SojournS     Latency    `json:"sojourn_s"`
	InQueue      Number     `json:"in_queue"`
	LossRatio    Number     `json:"loss_ratio"`
	CostPerMonth Number     `json:"cost_per_month"`
	PowerW       Number     `json:"power_w"`
	Availability Number     `json:"availability"`
	AI           *AI        `json:"ai,omitempty"`
	Figures      []Figure   `json:"figures,omitempty"` // what the kind has to say beside these
	Method       string     `json:"method"`
	ErrorClass   ErrorClass `json:"error_class"`
	TailClass    ErrorClass `json:"percentile_class,omitempty"` // of the percentiles, where it is not that of the mean
}

// OfPercentiles is the error class of the percentiles.
func (n *Node) OfPercentiles() ErrorClass { return cmp.Or(n.TailClass, n.ErrorClass) }

// Figure is a named figure of a node kind (RPO, hit ratio, dataset bytes …).
type Figure struct {
	Key   string          `json:"key"`
	Label diagnostic.Text `json:"label"`
	Value Number          `json:"value"`
	Unit  string          `json:"unit"`           // a unit of package quantity, "" = ratio or count
	Band  Number          `json:"band,omitempty"` // relative error band, 0.08 = ± 8 %; 0 = none stated

	// Of what a formula says; none where it is given or counted.
	Method     string     `json:"method,omitempty"`
	ErrorClass ErrorClass `json:"error_class,omitempty"`
}

// Class is the figure's error class, by its band where it has one instead.
func (f *Figure) Class() ErrorClass {
	switch {
	case f.ErrorClass != "" || f.Band == 0:
		return f.ErrorClass
	case f.Band <= 0.025:
		return "B"
	case f.Band <= 0.1:
		return "C"
	}
	return "D"
}

// AI is what an AI kind reports beside its station figures: figures by
// stable key (ttft_s, tpot_s, weights_bytes, mfu …), each with its band.
type AI struct {
	Figures    []Figure `json:"figures"`
	Calibrated bool     `json:"calibrated"` // false: outside what was validated

	Why    *diagnostic.Text `json:"why,omitempty"`    // why it lies outside
	Bounds []Bound          `json:"bounds,omitempty"` // what limits each phase
	Curve  []LoadPoint      `json:"curve,omitempty"`  // of a served model, from no load to beyond saturation
}

// LoadPoint is what a served model does at one offered rate; what grows
// without bound there is null.
type LoadPoint struct {
	RatePerS   Number `json:"rate_per_s"` // requests/s offered
	TTFTS      Number `json:"ttft_s"`
	TPOTS      Number `json:"tpot_s"`
	LatencyS   Number `json:"latency_s"`
	TokensPerS Number `json:"tokens_per_s"` // output tokens/s carried
}

// Bound is what limits a phase of an AI kind's work.
type Bound struct {
	Phase string `json:"phase"` // prefill, decode, batch
	By    string `json:"by"`    // compute, hbm, network, launch
}

// Edge is the flow on one edge.
type Edge struct {
	ItemsPerS   Number  `json:"items_per_s"`
	BytesPerS   Number  `json:"bytes_per_s"`
	Utilisation Number  `json:"utilisation"` // of its link; null without one
	WaitS       Number  `json:"wait_s"`
	SojournS    Latency `json:"sojourn_s"`

	Method     string     `json:"method,omitempty"` // of its link; none without one
	ErrorClass ErrorClass `json:"error_class,omitempty"`
}

// Pool is how much of a finite resource is taken.
type Pool struct {
	Allocated        Number `json:"allocated"`
	Capacity         Number `json:"capacity"`
	CostPerMonth     Number `json:"cost_per_month"`
	IdleCostPerMonth Number `json:"idle_cost_per_month"`
}

// Allocation is the objective min L(R) + D(T) of the reference text, term by term.
type Allocation struct {
	L     Number            `json:"L"` // Σ of the raw terms, units differ by kind
	D     Number            `json:"D"` // seconds
	J     Number            `json:"J"` // Σ L/L0 + D/D0
	L0    map[string]Number `json:"L0,omitempty"`
	D0    Number            `json:"D0"`
	Terms []Term            `json:"terms"`
}

// Term is one node's part of the allocation objective.
type Term struct {
	Node     string `json:"node"`
	Kind     string `json:"kind"` // compute, storage, network
	Capacity Number `json:"capacity"`
	Share    Number `json:"share"`
	TimeS    Number `json:"time_s"`
	L        Number `json:"L"`
	D        Number `json:"D"`
}

// Day is a design hour by hour.
type Day struct {
	Worst Number              `json:"worst"` // the hour of the highest load
	Hours []Hour              `json:"hours"`
	Nodes map[string]*NodeDay `json:"nodes"`
}

// Hour is one hour of the day.
type Hour struct {
	Hour        Number `json:"hour"` // 0 … 23
	ItemsPerS   Number `json:"items_per_s"`
	Utilisation Number `json:"utilisation"` // of the busiest station
	Busiest     string `json:"busiest"`
	MeanS       Number `json:"mean_s"` // latency of the slowest journey that is waited for
	P99S        Number `json:"p99_s"`  // likewise, pointwise
	Method      string `json:"method"` // the roughest on its way

	ErrorClass ErrorClass `json:"error_class"` // likewise
}

// NodeDay is one station over the day, a figure for each hour.
type NodeDay struct {
	Utilisation []Number   `json:"utilisation"`
	WaitS       []Number   `json:"wait_s"`
	InSystem    []Number   `json:"in_system"`
	Sine        *Sine      `json:"sine,omitempty"` // where the load is one and nobody waits
	Method      string     `json:"method"`
	ErrorClass  ErrorClass `json:"error_class"`
}

// Sine is the number present under a load that is a sine.
type Sine struct {
	Mean  Number `json:"mean"`
	Peak  Number `json:"peak"`
	Least Number `json:"least"`
	LagS  Number `json:"lag_s"` // by which its peak follows that of the load
}

// Failure is what happens to those who wait when a node or pool fails.
type Failure struct {
	Subject
	Lost     Number          `json:"lost"`  // units of the node
	Share    Number          `json:"share"` // of the time
	Journeys []FailedJourney `json:"journeys"`
}

// FailedJourney is a journey that a failure touches; of a job, without class.
type FailedJourney struct {
	Source  string `json:"source"`
	Class   string `json:"class"`
	Sink    string `json:"sink"`
	Starved Number `json:"starved"` // share of the items that no longer arrive
	P99S    Number `json:"p99_s"`   // of those that do; null = none do, or unbounded

	ErrorClass ErrorClass `json:"error_class,omitempty"` // of the percentile
}

// Performability is the design's figures weighted by how often each state of
// failure holds.
type Performability struct {
	States       Number              `json:"states"`
	Covered      Number              `json:"covered"` // their probability together
	CostPerMonth Number              `json:"cost_per_month"`
	Journeys     []*PerformedJourney `json:"journeys"`
}

// PerformedJourney is one journey, all states of failure counted.
type PerformedJourney struct {
	Source     string `json:"source"`
	Class      string `json:"class"`
	Sink       string `json:"sink"`
	ItemsPerS  Number `json:"items_per_s"`
	MeanS      Number `json:"mean_s"`     // of items that arrive while it is bounded
	Overloaded Number `json:"overloaded"` // share of the time it is not

	ErrorClass ErrorClass `json:"error_class"` // of the mean: the loosest of all states
}

// Objective is one bound and what became of it.
type Objective struct {
	Metric string `json:"metric"`
	Class  string `json:"class,omitempty"`
	Node   string `json:"node,omitempty"`
	Min    Number `json:"min"`
	Max    Number `json:"max"`
	Value  Number `json:"value"`
	Met    bool   `json:"met"`

	ErrorClass ErrorClass `json:"error_class,omitempty"` // of the value; none where it adds up what is given
}
