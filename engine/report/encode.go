package report

import (
	"math"
	"slices"
	"strconv"

	"github.com/goccy/go-json"

	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// NA is a figure that does not apply.
var NA = Number(math.NaN())

// Unbounded is a figure that grows without limit.
var Unbounded = Number(math.Inf(1))

// Finite reports whether n is a figure at all.
func (n Number) Finite() bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// MarshalJSON writes what is not finite as null.
func (n Number) MarshalJSON() ([]byte, error) {
	return quantity.AppendNumber(nil, float64(n)), nil
}

// UnmarshalJSON reads null as "not applicable" and what EncodeExact writes
// for an infinity as that.
func (n *Number) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case "null":
		*n = NA
		return nil
	case `"inf"`:
		*n = Unbounded
		return nil
	case `"-inf"`:
		*n = -Unbounded
		return nil
	}
	x, err := strconv.ParseFloat(string(data), 64)
	*n = Number(x)
	return err
}

// Encode writes the report as JSON: two spaces of indent, keys in the order
// of the fields, maps by sorted id, a final newline. Equal reports are equal
// bytes, natively and in WebAssembly.
func Encode(r *Report) []byte {
	w := writer{b: make([]byte, 0, 4096+600*len(r.Nodes))}
	w.report(r)
	return append(w.b, '\n')
}

// EncodeExact writes the report as Encode does, but tells "unbounded" ("inf")
// from "not applicable" (null), so that Decode gives the same report back. It
// is for passing reports on between parts of one program.
func EncodeExact(r *Report) []byte {
	w := writer{b: make([]byte, 0, 4096+600*len(r.Nodes)), exact: true}
	w.report(r)
	return w.b
}

// Decode reads what Encode or EncodeExact wrote.
func Decode(data []byte) (*Report, error) {
	r := new(Report)
	if err := json.Unmarshal(data, r); err != nil {
		return nil, err
	}
	return r, nil
}

// DecodeSimulation reads what EncodeSimulation wrote.
func DecodeSimulation(data []byte) (*Simulation, error) {
	s := new(Simulation)
	if err := json.Unmarshal(data, s); err != nil {
		return nil, err
	}
	return s, nil
}

// writer appends JSON; open brackets are its indent, and first tells whether
// the next member needs a comma before it.
type writer struct {
	b     []byte
	depth int
	first bool
	exact bool // infinities are told from what does not apply
}

func (w *writer) open(c byte) { w.b = append(w.b, c); w.depth++; w.first = true }
func (w *writer) shut(c byte) {
	w.depth--
	if !w.first {
		w.line()
	}
	w.b = append(w.b, c)
	w.first = false
}

func (w *writer) line() {
	w.b = append(w.b, '\n')
	for range w.depth {
		w.b = append(w.b, ' ', ' ')
	}
}

func (w *writer) next() {
	if !w.first {
		w.b = append(w.b, ',')
	}
	w.first = false
	w.line()
}

func (w *writer) key(k string) {
	w.next()
	w.b = append(quantity.AppendString(w.b, k), ':', ' ')
}

func (w *writer) text(k, v string)       { w.key(k); w.b = quantity.AppendString(w.b, v) }
func (w *writer) num(k string, n Number) { w.key(k); w.figure(n) }
func (w *writer) figure(n Number) {
	switch {
	case w.exact && math.IsInf(float64(n), 1):
		w.b = append(w.b, `"inf"`...)
	case w.exact && math.IsInf(float64(n), -1):
		w.b = append(w.b, `"-inf"`...)
	default:
		w.b = quantity.AppendNumber(w.b, float64(n))
	}
}
func (w *writer) whole(k string, n uint64) {
	w.key(k)
	w.b = strconv.AppendUint(w.b, n, 10)
}
func (w *writer) flag(k string, v bool) { w.key(k); w.b = strconv.AppendBool(w.b, v) }

func (w *writer) optional(k, v string) {
	if v != "" {
		w.text(k, v)
	}
}

func object[V any](w *writer, k string, m map[string]V, each func(V)) {
	w.key(k)
	w.open('{')
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		w.key(id)
		each(m[id])
	}
	w.shut('}')
}

func list[V any](w *writer, k string, vs []V, each func(V)) {
	w.key(k)
	w.open('[')
	for _, v := range vs {
		w.next()
		each(v)
	}
	w.shut(']')
}

func (w *writer) report(r *Report) {
	w.open('{')
	w.num("report", Number(r.Report))
	w.text("precision", string(r.Precision))
	w.optional("design", r.Design)
	w.summary(r.Summary)
	object(w, "classes", r.Classes, w.class)
	list(w, "journeys", r.Journeys, w.journey)
	if len(r.Retries) > 0 {
		list(w, "retries", r.Retries, w.retry)
	}
	list(w, "jobs", r.Jobs, w.job)
	object(w, "nodes", r.Nodes, w.node)
	object(w, "edges", r.Edges, w.edge)
	object(w, "pools", r.Pools, w.pool)
	w.allocation(r.Allocation)
	list(w, "prices", r.Prices, w.price)
	list(w, "objectives", r.Objectives, w.objective)
	if len(r.Failures) > 0 {
		list(w, "failures", r.Failures, w.failure)
	}
	if r.Performability != nil {
		w.performability(r.Performability)
	}
	if r.Day != nil {
		w.day(r.Day)
	}
	list(w, "diagnostics", r.Diagnostics, w.diagnostic)
	w.shut('}')
}

func (w *writer) summary(s Summary) {
	w.key("summary")
	w.open('{')
	w.num("cost_per_month", s.CostPerMonth)
	w.num("power_w", s.PowerW)
	w.num("carbon_kg_per_month", s.CarbonKgPerMonth)
	w.num("availability", s.Availability)
	w.text("availability_method", s.AvailabilityMethod)
	w.text("availability_class", string(s.AvailabilityClass))
	w.num("headroom", s.Headroom)
	w.key("bottleneck")
	if s.Bottleneck == nil {
		w.b = append(w.b, "null"...)
	} else {
		w.open('{')
		w.subject(*s.Bottleneck)
		w.shut('}')
	}
	if len(s.Needs) > 0 {
		list(w, "availability_needs", s.Needs, func(n Need) {
			w.open('{')
			w.subject(n.Subject)
			w.num("share", n.Share)
			w.num("availability", n.Availability)
			w.shut('}')
		})
	}
	if s.CostPerMonthBand != nil {
		w.band("cost_per_month_band", *s.CostPerMonthBand)
	}
	w.shut('}')
}

func (w *writer) band(k string, b Band) {
	w.key(k)
	w.open('{')
	w.num("low", b.Low)
	w.num("high", b.High)
	w.shut('}')
}

func (w *writer) subject(s Subject) {
	w.optional("node", s.Node)
	w.optional("edge", s.Edge)
	w.optional("pool", s.Pool)
}

func (w *writer) class(c *Class) {
	w.open('{')
	w.num("offered_per_s", c.OfferedPerS)
	if c.AttemptsPerS != 0 {
		w.num("attempts_per_s", c.AttemptsPerS)
	}
	w.num("carried_per_s", c.CarriedPerS)
	w.num("goodput_per_s", c.GoodputPerS)
	w.num("cost_per_item", c.CostPerItem)
	w.text("error_class", string(c.ErrorClass))
	w.shut('}')
}

func (w *writer) latency(k string, l Latency) {
	w.key(k)
	w.open('{')
	w.num("mean", l.Mean)
	w.num("p50", l.P50)
	w.num("p90", l.P90)
	w.num("p95", l.P95)
	w.num("p99", l.P99)
	w.num("p999", l.P999)
	w.shut('}')
}

func (w *writer) journey(j *Journey) {
	w.open('{')
	w.text("source", j.Source)
	w.text("class", j.Class)
	w.text("sink", j.Sink)
	w.flag("background", j.Background)
	w.num("items_per_s", j.ItemsPerS)
	w.latency("latency_s", j.LatencyS)
	list(w, "parts", j.Parts, func(p Part) {
		w.open('{')
		w.subject(p.Subject)
		w.num("visits", p.Visits)
		w.num("queue_s", p.QueueS)
		w.num("service_s", p.ServiceS)
		w.num("transfer_s", p.TransferS)
		w.shut('}')
	})
	w.text("method", j.Method)
	w.text("error_class", string(j.ErrorClass))
	w.optional("percentile_class", string(j.TailClass))
	if b := j.LatencyBandS; b != nil {
		w.key("latency_band_s")
		w.open('{')
		w.band("mean", b.Mean)
		w.band("p50", b.P50)
		w.band("p95", b.P95)
		w.band("p99", b.P99)
		w.shut('}')
	}
	w.shut('}')
}

func (w *writer) retry(r *Retry) {
	w.open('{')
	w.text("source", r.Source)
	w.text("class", r.Class)
	w.attempts(&r.Attempts)
	w.text("method", r.Method)
	w.text("error_class", string(r.ErrorClass))
	if r.Saturated != nil {
		w.key("saturated")
		w.open('{')
		w.attempts(r.Saturated)
		w.shut('}')
	}
	w.shut('}')
}

func (w *writer) attempts(a *Attempts) {
	w.num("attempts_per_item", a.PerItem)
	w.num("late_ratio", a.LateRatio)
	w.num("given_up_ratio", a.GivenUp)
	w.num("goodput_per_s", a.GoodputPerS)
	w.num("latency_s", a.LatencyS)
}

func (w *writer) job(j *Job) {
	w.open('{')
	w.text("source", j.Source)
	w.text("sink", j.Sink)
	w.num("items", j.Items)
	w.num("duration_s", j.DurationS)
	w.text("slowest", j.Slowest)
	w.num("cost", j.Cost)
	w.text("method", j.Method)
	w.text("error_class", string(j.ErrorClass))
	w.shut('}')
}

func (w *writer) figures(k string, figures []Figure) {
	list(w, k, figures, func(f Figure) {
		w.open('{')
		w.text("key", f.Key)
		w.bilingual("label", f.Label)
		w.num("value", f.Value)
		w.text("unit", f.Unit)
		if f.Band != 0 {
			w.num("band", f.Band)
		}
		w.optional("method", f.Method)
		w.optional("error_class", string(f.ErrorClass))
		w.shut('}')
	})
}

func (w *writer) node(n *Node) {
	w.open('{')
	w.num("utilisation", n.Utilisation)
	w.num("servers", n.Servers)
	w.num("arrivals_per_s", n.ArrivalsPerS)
	w.num("carried_per_s", n.CarriedPerS)
	w.num("wait_s", n.WaitS)
	w.latency("sojourn_s", n.SojournS)
	w.num("in_queue", n.InQueue)
	w.num("loss_ratio", n.LossRatio)
	w.num("cost_per_month", n.CostPerMonth)
	w.num("power_w", n.PowerW)
	w.num("availability", n.Availability)
	if n.AI != nil {
		w.key("ai")
		w.open('{')
		w.figures("figures", n.AI.Figures)
		w.flag("calibrated", n.AI.Calibrated)
		if n.AI.Why != nil {
			w.bilingual("why", *n.AI.Why)
		}
		if len(n.AI.Bounds) > 0 {
			list(w, "bounds", n.AI.Bounds, func(b Bound) {
				w.open('{')
				w.text("phase", b.Phase)
				w.text("by", b.By)
				w.shut('}')
			})
		}
		if len(n.AI.Curve) > 0 {
			list(w, "curve", n.AI.Curve, func(p LoadPoint) {
				w.open('{')
				w.num("rate_per_s", p.RatePerS)
				w.num("ttft_s", p.TTFTS)
				w.num("tpot_s", p.TPOTS)
				w.num("latency_s", p.LatencyS)
				w.num("tokens_per_s", p.TokensPerS)
				w.shut('}')
			})
		}
		w.shut('}')
	}
	if len(n.Figures) > 0 {
		w.figures("figures", n.Figures)
	}
	w.text("method", n.Method)
	w.text("error_class", string(n.ErrorClass))
	w.optional("percentile_class", string(n.TailClass))
	w.shut('}')
}

func (w *writer) edge(e *Edge) {
	w.open('{')
	w.num("items_per_s", e.ItemsPerS)
	w.num("bytes_per_s", e.BytesPerS)
	w.num("utilisation", e.Utilisation)
	w.num("wait_s", e.WaitS)
	w.latency("sojourn_s", e.SojournS)
	if e.Method != "" {
		w.text("method", e.Method)
		w.text("error_class", string(e.ErrorClass))
	}
	w.shut('}')
}

func (w *writer) pool(p *Pool) {
	w.open('{')
	w.num("allocated", p.Allocated)
	w.num("capacity", p.Capacity)
	w.num("cost_per_month", p.CostPerMonth)
	w.num("idle_cost_per_month", p.IdleCostPerMonth)
	w.shut('}')
}

func (w *writer) allocation(a Allocation) {
	w.key("allocation")
	w.open('{')
	w.num("L", a.L)
	w.num("D", a.D)
	w.num("J", a.J)
	if len(a.L0) > 0 {
		object(w, "L0", a.L0, w.figure)
	}
	w.num("D0", a.D0)
	list(w, "terms", a.Terms, func(t Term) {
		w.open('{')
		w.text("node", t.Node)
		w.text("kind", t.Kind)
		w.num("capacity", t.Capacity)
		w.num("share", t.Share)
		w.num("time_s", t.TimeS)
		w.num("L", t.L)
		w.num("D", t.D)
		w.shut('}')
	})
	w.shut('}')
}

func (w *writer) day(d *Day) {
	w.key("day")
	w.open('{')
	w.num("worst", d.Worst)
	list(w, "hours", d.Hours, func(h Hour) {
		w.open('{')
		w.num("hour", h.Hour)
		w.num("items_per_s", h.ItemsPerS)
		w.num("utilisation", h.Utilisation)
		w.text("busiest", h.Busiest)
		w.num("mean_s", h.MeanS)
		w.num("p99_s", h.P99S)
		w.text("method", h.Method)
		w.text("error_class", string(h.ErrorClass))
		w.shut('}')
	})
	object(w, "nodes", d.Nodes, func(n *NodeDay) {
		w.open('{')
		w.numbers("utilisation", n.Utilisation)
		w.numbers("wait_s", n.WaitS)
		w.numbers("in_system", n.InSystem)
		if n.Sine != nil {
			w.key("sine")
			w.open('{')
			w.num("mean", n.Sine.Mean)
			w.num("peak", n.Sine.Peak)
			w.num("least", n.Sine.Least)
			w.num("lag_s", n.Sine.LagS)
			w.shut('}')
		}
		w.text("method", n.Method)
		w.text("error_class", string(n.ErrorClass))
		w.shut('}')
	})
	w.shut('}')
}

// numbers stand on one line.
func (w *writer) numbers(k string, list []Number) {
	w.key(k)
	w.b = append(w.b, '[')
	for i, n := range list {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = quantity.AppendNumber(w.b, float64(n))
	}
	w.b = append(w.b, ']')
}

func (w *writer) failure(f *Failure) {
	w.open('{')
	w.subject(f.Subject)
	w.num("lost", f.Lost)
	w.num("share", f.Share)
	list(w, "journeys", f.Journeys, func(j FailedJourney) {
		w.open('{')
		w.text("source", j.Source)
		w.text("class", j.Class)
		w.text("sink", j.Sink)
		w.num("starved", j.Starved)
		w.num("p99_s", j.P99S)
		w.optional("error_class", string(j.ErrorClass))
		w.shut('}')
	})
	w.shut('}')
}

func (w *writer) performability(p *Performability) {
	w.key("performability")
	w.open('{')
	w.num("states", p.States)
	w.num("covered", p.Covered)
	w.num("cost_per_month", p.CostPerMonth)
	list(w, "journeys", p.Journeys, func(j *PerformedJourney) {
		w.open('{')
		w.text("source", j.Source)
		w.text("class", j.Class)
		w.text("sink", j.Sink)
		w.num("items_per_s", j.ItemsPerS)
		w.num("mean_s", j.MeanS)
		w.num("overloaded", j.Overloaded)
		w.text("error_class", string(j.ErrorClass))
		w.shut('}')
	})
	w.shut('}')
}

func (w *writer) price(p Price) {
	w.open('{')
	w.text("id", p.ID)
	w.optional("term", p.Term)
	if p.Own {
		w.flag("own", p.Own)
	}
	for _, x := range []struct {
		key   string
		value Number
	}{{"per_second", p.PerSecond}, {"per_byte_second", p.PerByteSecond}, {"low", p.Low}, {"high", p.High}, {"quotes", p.Quotes}} {
		if x.value != 0 {
			w.num(x.key, x.value)
		}
	}
	w.optional("provider", p.Provider)
	w.optional("region", p.Region)
	w.optional("as_of", p.AsOf)
	w.optional("source", p.Source)
	w.shut('}')
}

func (w *writer) objective(o Objective) {
	w.open('{')
	w.text("metric", o.Metric)
	w.optional("class", o.Class)
	w.optional("node", o.Node)
	w.num("min", o.Min)
	w.num("max", o.Max)
	w.num("value", o.Value)
	w.optional("error_class", string(o.ErrorClass))
	w.flag("met", o.Met)
	w.shut('}')
}

func (w *writer) bilingual(k string, t diagnostic.Text) {
	w.key(k)
	w.open('{')
	w.text("en", t.EN)
	w.text("zh", t.ZH)
	w.shut('}')
}

func (w *writer) diagnostic(d diagnostic.Diagnostic) {
	w.open('{')
	w.text("code", d.Code)
	w.text("severity", string(d.Severity))
	w.key("at")
	w.open('{')
	w.optional("node", d.At.Node)
	w.optional("edge", d.At.Edge)
	w.optional("param", d.At.Param)
	w.optional("pool", d.At.Pool)
	w.optional("class", d.At.Class)
	w.optional("group", d.At.Group)
	w.optional("scenario", d.At.Scenario)
	if d.At.Objective != nil {
		w.num("objective", Number(*d.At.Objective))
	}
	w.shut('}')
	w.bilingual("message", d.Message)
	if d.Fix != nil {
		w.key("fix")
		w.open('{')
		w.bilingual("label", d.Fix.Label)
		object(w, "set", d.Fix.Set, func(v quantity.Value) { w.b = v.AppendJSON(w.b) })
		w.shut('}')
	}
	w.shut('}')
}
