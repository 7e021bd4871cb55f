package app

import (
	"math"
	"strconv"
	"strings"

	"weir/app/text"
	"weir/engine/quantity"
	"weir/engine/report"
)

// metric is something an objective can bound.
type metric struct {
	id        string
	upper     bool // a most, else a least
	perClass  bool
	dimension quantity.Dimension
	example   string // what a new bound starts as
}

// metrics lists them in the order they are offered.
var metrics = []metric{
	{"latency_mean", true, true, quantity.Time, "1 s"},
	{"latency_p50", true, true, quantity.Time, "1 s"},
	{"latency_p90", true, true, quantity.Time, "2 s"},
	{"latency_p95", true, true, quantity.Time, "2 s"},
	{"latency_p99", true, true, quantity.Time, "2 s"},
	{"latency_p999", true, true, quantity.Time, "5 s"},
	{"cost_per_month", true, false, quantity.MoneyRate, "$100000/month"},
	{"availability", false, false, quantity.None, "0.999"},
	{"headroom", false, false, quantity.None, "0.2"},
	{"power", true, false, quantity.Power, "40 kW"},
	{"carbon_per_month", true, false, quantity.Mass, "10 t"},
	{"cost_per_item", true, true, quantity.Money, "$0.001"},
	{"throughput", false, true, quantity.Rate, "100/s"},
	{"goodput", false, true, quantity.Rate, "100/s"},
	{"job_duration", true, false, quantity.Time, "1 d"},
}

func findMetric(id string) (metric, bool) {
	for _, m := range metrics {
		if m.id == id {
			return m, true
		}
	}
	return metric{}, false
}

// metricName names what an objective bounds: "p99", and the class where the
// design has several.
func (d *Desk) metricName(o report.Objective) string {
	name := o.Metric
	if key := "metric." + o.Metric; d.Lang().Has(key) {
		name = d.say(key)
	}
	if o.Class != "" && len(d.Design().Classes) > 1 {
		name += " " + d.className(o.Class)
	}
	if o.Node != "" {
		name += " " + d.nodeName(o.Node)
	}
	return name
}

// metricValue writes a value of a metric.
func (d *Desk) metricValue(id string, x float64) string {
	l := d.Lang()
	switch {
	case strings.HasPrefix(id, "latency"), id == "job_duration", id == "rpo", id == "rto", strings.HasPrefix(id, "ttft"), strings.HasPrefix(id, "tpot"):
		return l.Duration(x)
	case id == "cost_per_month":
		return l.PerMonth(x, d.currency())
	case id == "cost_per_item":
		return l.Money(x, d.currency())
	case id == "carbon_per_month":
		return l.Mass(x)
	case id == "throughput", id == "goodput":
		return l.Rate(x)
	case id == "availability":
		return l.Availability(x)
	case id == "headroom", id == "utilisation", id == "slo_goodput":
		return l.Ratio(x)
	case strings.HasPrefix(id, "power"), strings.HasPrefix(id, "rack_power"):
		return l.Power(x)
	}
	return l.Number(x)
}

// boundText writes the bound of an objective: "≤ 2 s".
func (d *Desk) boundText(o report.Objective) string {
	most, least := float64(o.Max), float64(o.Min)
	switch {
	case !math.IsNaN(most) && !math.IsInf(most, 0) && most != 0:
		return "≤ " + text.Plain(strings.TrimSuffix(d.metricValue(o.Metric, most), d.say("figure.per_month")))
	case !math.IsNaN(least):
		return "≥ " + text.Plain(d.metricValue(o.Metric, least))
	}
	return ""
}

// mainJourney is the journey the summary speaks of first: the busiest that is
// waited for.
func mainJourney(r *report.Report) *report.Journey {
	var best *report.Journey
	for _, j := range r.Journeys {
		if !j.Background && (best == nil || j.ItemsPerS > best.ItemsPerS) {
			best = j
		}
	}
	return best
}

// jsonNumber writes a figure as the report's JSON does, for test hooks.
func jsonNumber(x report.Number) string {
	f := float64(x)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "null"
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
