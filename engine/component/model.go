package component

import (
	"math"

	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/report"
)

// A Model is a kind with the parameters of one node. It is two pure
// functions: what serving the arriving work takes, and how the work leaves.
// Neither keeps state, so a model is shared by every evaluation until its
// node changes.
type Model interface {
	// Serve fills in what it takes to serve a load: the station, what it costs,
	// what it reports. The load may be empty: a node without work still costs.
	Serve(l *Load, s *Service)
	// Route appends how one class leaves, in items out per item served.
	Route(f Flow, out []Transfer) []Transfer
}

// A Divider is a model whose routing of a class depends on all that arrives:
// Serve leaves the share of each flow in Service.Shares.
type Divider interface {
	Model
	Divide(f Flow, share float64, out []Transfer) []Transfer
}

// A Source is a model that emits work of its own.
type Source interface {
	Model
	Emit() Emission
}

// A Saver is a model that now and then writes all it has to the storage it
// is wired to, and waits for it.
type Saver interface {
	Model
	// SaveAt is the model when it writes at a speed, B/s; 0 = no storage.
	SaveAt(speed float64) Model
}

// A Keeper is storage: WriteSpeed is the B/s it takes, 0 if it only reads.
type Keeper interface {
	Model
	WriteSpeed() float64
}

// A Carrier is a link as a node: what passes goes no faster than Bandwidth, B/s.
type Carrier interface {
	Model
	Bandwidth() float64
}

// Emission is what a source gives off.
type Emission struct {
	Class   int       // -1: none, the class is missing
	Rate    float64   // items/s; 0 for a job
	SCV     float64   // of the times between items
	Between float64   // SCV of the times between groups
	Bulk    queue.Law // size of the groups items come in; zero: one by one
	Alike   bool      // the times between items are independent and alike: a renewal stream
	Items   float64   // of a job, all epochs together; 0 for a stream
	Serial  bool      // the stages of a job work in turns
	Day     *Day      // how the rate moves over a day, Rate being the highest hour's; nil = it does not
	Retry   Retry
	Users   int     // of a closed source: its rate follows from their cycle
	Think   float64 // s, mean
}

// Day is the rate of each hour of a day by that of the highest hour.
type Day struct {
	Hours [24]float64 // from midnight; the highest is 1
	Mean  float64     // of them
	Peak  float64     // of the factors that were given: the rate asked for is Rate/Peak
	Swing float64     // amplitude by the mean, of the sine these are hourly means of; 0 = no sine
}

// A Restorer brings the data it copies back by its port "restore": how long that
// takes where the way there takes no more than so many B/s, and at which rate it
// does.
type Restorer interface {
	Copier
	Recovery(most float64) (rto, rate float64)
}

// A Copier writes copies of data, and reads them back.
type Copier interface {
	Model
	Copies() Copies
}

// Copies are those of a backup plan.
type Copies struct {
	Bytes, Rate   float64 // of one, and B/s it is written at
	Every         float64 // s
	Kept, Back    float64 // bytes that are read after a loss, and B/s
	Notice, Start float64 // s before that, and after it
}

// An Intake takes so many B/s.
type Intake interface {
	Model
	Intake() float64
}

// A Holder is a station that may hold back who sends to it.
type Holder interface {
	Model
	HoldsBack() bool
}

// A Varying source can be had at another rate.
type Varying interface {
	Source
	At(factor float64) Model
}

// Retry is how a source sends again what is not answered in time; the zero
// Retry is not at all.
type Retry struct {
	Most   int     // times
	After  float64 // s
	Pause  float64 // s, mean
	Cancel bool    // late work stops when its time is out
}

// Attempts is the mean number of them for one item, of which the share late
// times out: (1−late^{m+1})/(1−late).
func (r Retry) Attempts(late float64) float64 {
	n, power := 0.0, 1.0
	for range r.Most + 1 {
		n += power
		power *= late
	}
	return n
}

// Spread is a quantity by mean and squared coefficient of variation (SCV).
type Spread struct{ Mean, SCV float64 }

// Scaled is the spread of r times the quantity.
func (s Spread) Scaled(r float64) Spread { return Spread{s.Mean * r, s.SCV} }

// Plus is the spread of the quantity and a constant.
func (s Spread) Plus(constant float64) Spread {
	m := s.Mean + constant
	if m == 0 {
		return Spread{}
	}
	r := s.Mean / m
	return Spread{m, s.SCV * r * r}
}

// Sum is the spread of the sum of n independent ones.
func (s Spread) Sum(n float64) Spread { return Spread{s.Mean * n, s.SCV / n} }

// Work is the size of one item: bytes, tokens, and how many of the items a
// source emitted are inside it (a batch holds several).
type Work struct {
	Bytes, TokensIn, TokensOut Spread
	Items                      float64
}

// Gathered is the work of n items that travel as one.
func (w Work) Gathered(n float64) Work {
	return Work{w.Bytes.Sum(n), w.TokensIn.Sum(n), w.TokensOut.Sum(n), w.Items * n}
}

// Flow is one class at one place.
type Flow struct {
	Class int
	Rate  float64 // items/s
	Work
}

// Load is all that arrives at a node.
type Load struct {
	Flows   []Flow         // each with a rate above 0, ascending class
	Rate    float64        // items/s of all
	Streams []queue.Stream // what meets here, one per wire
	Lasts   float64        // s that a job brings it; 0 = it never ends
	Users   Users          // who bring part of it
}

// Users wait for each of their answers and bring their next request after it:
// the more of them are at a node, the fewer come. The zero Users are none.
type Users struct {
	Number float64 // of all closed sources that come by
	Away   float64 // s from a user's leaving the node to coming back to it, mean
	Rate   float64 // items/s of the load that are theirs
}

// Kept is how long of a retention the load fills: all of it, or no longer
// than it lasts.
func (l *Load) Kept(retention float64) float64 {
	if l.Lasts > 0 {
		return min(retention, l.Lasts)
	}
	return retention
}

// SCV is that of the merged arrivals at a station of utilisation rho.
func (l *Load) SCV(rho float64) float64 {
	if len(l.Streams) == 1 {
		return l.Streams[0].SCV
	}
	return queue.Superpose(l.Streams, rho)
}

// Bytes is the bytes/s of all that arrives.
func (l *Load) Bytes() float64 {
	b := 0.0
	for i := range l.Flows {
		b += l.Flows[i].Rate * l.Flows[i].Bytes.Mean
	}
	return b
}

// Stage says what time at a station counts as in a latency breakdown.
type Stage uint8

// The stages.
const (
	Serving  Stage = iota // being worked on
	Moving                // on a wire
	Queueing              // waiting for others, as in a batch
)

// Service is what serving a load takes.
type Service struct {
	Station queue.Station // Customers follow Load.Flows; rates are filled in
	Solved  *queue.Result // where the model solves its own station
	Hold    float64       // then: mean time in service, s, even in overload
	Delay   queue.Law     // spent after service, occupying nobody
	Stage   Stage         // what the service time counts as; Delay counts as Moving if Stage does, else Serving
	Shares  []float64     // by flow, of a Divider
	Divided queue.Class   // of the shares; "" = A
	Onward  queue.Class   // the best class of what its streams meet when they leave; "" = A
	Scaler  *Scaler       // lets the servers follow the load; nil = they do not
	Scale   *Scale        // the parameter that adds capacity

	Cost     Cost
	Trust    Trust
	Resource Resource

	Figures  []report.Figure
	AI       *report.AI
	Later    func() // adds to AI what only a report needs; nil = nothing
	Findings []Finding
}

// Scale is the parameter capacity is proportional to, and its present value.
type Scale struct {
	Param string
	Value float64
	Unit  quantity.Dimension // None: whole numbers
}

// Cost is what a node takes, at its load.
type Cost struct {
	Rent    float64 // USD/s while rented things run (settings.hours_per_month a month); of what is owned all the time
	Kept    float64 // USD/s for what is stored, all the time
	Traffic float64 // USD/s of requests, retrieval, egress at the load
	Power   float64 // W at the load, before PUE
	Owned   bool    // bought: the power is paid for beside it
	Devices float64 // accelerators; drawn from the pool where the node has one
	Device  string  // their id in the catalogue
}

// Trust is how a node fails: Units independent units, each up for a share of
// the time; it is up while Needed of them are (0: as many as carry its load).
type Trust struct {
	Units, Needed int
	Unit          float64
	MTBF          float64 // s until one fails; 0 = not given
	Repair        float64 // s to mend one; 0 = not given
	Crews         int     // units mended at a time; 0 = all
}

// Up is the share of the time that the number of units needed is up: the
// binomial tail, or the chain of SharedRepair where the crews are too few.
func (t *Trust) Up(needed int) float64 {
	if t.Repair > 0 && t.Crews > 0 && t.Crews < t.Units {
		return queue.SharedRepair(needed, t.Units, t.Crews, t.MTBF, t.Repair)
	}
	return queue.KOutOfN(t.Units, needed, t.Unit)
}

// MeanTimeToFailure is the mean time from all units up until fewer than
// needed are, in s; NaN where no time between failures is given.
func (t *Trust) MeanTimeToFailure(needed int) float64 {
	if t.MTBF == 0 || needed < 1 || needed > t.Units {
		return math.NaN()
	}
	return queue.Redundancy{Fragments: t.Units, Needed: needed, MTBF: t.MTBF, Repair: t.Repair, Crews: t.Crews}.MeanTimeToLoss()
}

// Resource is a node in the allocation objective: t = Work / (Share·Capacity).
type Resource struct {
	Kind     string  // "compute", "storage", "network"; "" = none
	Capacity float64 // units of it a second, as Work is counted in
	Share    float64 // allocated part of it, 0…1
	Work     float64 // that one item takes
}

// Counts tells whether there is a term of it.
func (r *Resource) Counts() bool { return r.Kind != "" && r.Capacity > 0 && r.Share > 0 }

// Transfer is one way work leaves a node.
type Transfer struct {
	Port  int     // index in Kind.Out
	Class int     // class of what leaves
	Gain  float64 // items that leave for one served, before they are gathered
	Batch float64 // items gathered into one; ≥ 1
	Work  Work    // of an item that leaves
}

// Finding is what is wrong with a node, and what would cure it. Whoever
// knows the node's id makes a diagnostic of it.
type Finding struct {
	Code     string
	Severity diagnostic.Severity
	Param    string // "" = the node as a whole
	Message  Text
	Fix      *Fix
}

// Fix is a parameter and the value it should have.
type Fix struct {
	Param string
	Value quantity.Value
	Label Text
}

// At makes a diagnostic of a finding about a node.
func (f *Finding) At(node string) diagnostic.Diagnostic {
	d := diagnostic.Diagnostic{
		Code: f.Code, Severity: f.Severity, Message: f.Message,
		At: diagnostic.Place{Node: node, Param: f.Param},
	}
	if f.Fix != nil {
		d.Fix = &diagnostic.Fix{Label: f.Fix.Label, Set: map[string]quantity.Value{node + "." + f.Fix.Param: f.Fix.Value}}
	}
	return d
}
