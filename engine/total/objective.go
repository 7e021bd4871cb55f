package total

import (
	"math"
	"sort"
	"strings"

	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// metric is one figure of a report that an objective may bound.
type metric struct {
	dimension quantity.Dimension
	monthly   bool // the figure is per month: bounds may be "$90k/month" or "$90k"
	of        finder
	name      quantity.Text
}

// finder finds a figure and its error class, "" where it adds up what is given;
// NaN means the report has none.
type finder func(r *report.Report, o *design.Objective) (float64, report.ErrorClass)

// metrics are the stable names. latency_* takes the worst journey of the class
// (of every class if none is named) that is waited for.
var metrics = map[string]metric{
	"latency_mean":     latency("mean latency", "平均延迟", nil),
	"latency_p50":      latency("p50 latency", "p50 延迟", func(l *report.Latency) report.Number { return l.P50 }),
	"latency_p90":      latency("p90 latency", "p90 延迟", func(l *report.Latency) report.Number { return l.P90 }),
	"latency_p95":      latency("p95 latency", "p95 延迟", func(l *report.Latency) report.Number { return l.P95 }),
	"latency_p99":      latency("p99 latency", "p99 延迟", func(l *report.Latency) report.Number { return l.P99 }),
	"latency_p999":     latency("p99.9 latency", "p99.9 延迟", func(l *report.Latency) report.Number { return l.P999 }),
	"cost_per_month":   {quantity.MoneyRate, true, ofWhole(func(r *report.Report) report.Number { return r.Summary.CostPerMonth }), quantity.Text{EN: "cost", ZH: "成本"}},
	"cost_per_item":    {quantity.Money, false, ofClass(func(c *report.Class) report.Number { return c.CostPerItem }, true), quantity.Text{EN: "cost per item", ZH: "单项成本"}},
	"throughput":       {quantity.Rate, false, ofClass(func(c *report.Class) report.Number { return min(c.CarriedPerS, c.OfferedPerS) }, false), quantity.Text{EN: "throughput", ZH: "吞吐量"}},
	"goodput":          {quantity.Rate, false, ofClass(func(c *report.Class) report.Number { return c.GoodputPerS }, false), quantity.Text{EN: "goodput", ZH: "有效吞吐量"}},
	"availability":     {quantity.None, false, availability, quantity.Text{EN: "availability", ZH: "可用性"}},
	"headroom":         {quantity.None, false, ofWhole(func(r *report.Report) report.Number { return r.Summary.Headroom }), quantity.Text{EN: "headroom", ZH: "余量"}},
	"power":            {quantity.Power, false, ofWhole(func(r *report.Report) report.Number { return r.Summary.PowerW }), quantity.Text{EN: "power", ZH: "功率"}},
	"carbon_per_month": {quantity.Mass, false, ofWhole(func(r *report.Report) report.Number { return r.Summary.CarbonKgPerMonth }), quantity.Text{EN: "carbon a month", ZH: "每月碳排放"}},
	"utilisation":      {quantity.None, false, ofNode(func(n *report.Node) float64 { return float64(n.Utilisation) }), quantity.Text{EN: "utilisation", ZH: "利用率"}},
	"job_duration":     {quantity.Time, false, jobDuration, quantity.Text{EN: "job duration", ZH: "作业时长"}},
	"allocation_J":     {quantity.None, false, ofWhole(func(r *report.Report) report.Number { return r.Allocation.J }), quantity.Text{EN: "L(R) + D(T)", ZH: "L(R) + D(T)"}},
}

// figureDimensions are the units of package quantity that node figures are
// given in, for objectives on a figure of a node ("ttft_s" of "llm").
var figureDimensions = func() map[string]quantity.Dimension {
	m := map[string]quantity.Dimension{"USD": quantity.Money}
	for d := quantity.None; d.Valid(); d++ {
		m[d.Unit()] = d
	}
	return m
}()

// Metrics lists the names an objective can bound, sorted, beside the figures
// that nodes report themselves.
func Metrics() []string {
	names := make([]string, 0, len(metrics))
	for name := range metrics {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// MetricName is what a metric is called; the metric itself where it is a
// figure of a node.
func MetricName(name string) quantity.Text {
	if m, ok := metrics[name]; ok {
		return m.name
	}
	return quantity.Text{EN: name, ZH: name}
}

// MetricDimension is what a metric's bounds are measured in.
func MetricDimension(name string) (quantity.Dimension, bool) {
	m, ok := metrics[name]
	return m.dimension, ok
}

// latency takes a percentile, or the mean where pick is nil.
func latency(en, zh string, pick func(*report.Latency) report.Number) metric {
	return metric{quantity.Time, false, func(r *report.Report, o *design.Objective) (float64, report.ErrorClass) {
		worst, class := math.NaN(), report.ErrorClass("")
		for _, j := range r.Journeys {
			if j.Background || o.Class != "" && j.Class != o.Class {
				continue
			}
			x, of := float64(j.LatencyS.Mean), j.ErrorClass
			if pick != nil {
				x, of = float64(pick(&j.LatencyS)), j.OfPercentiles()
			}
			if !(x <= worst) && !math.IsNaN(x) {
				worst, class = x, of
			}
		}
		return worst, class
	}, quantity.Text{EN: en, ZH: zh}}
}

// ofWhole takes a sum over the whole design.
func ofWhole(pick func(*report.Report) report.Number) finder {
	return func(r *report.Report, _ *design.Objective) (float64, report.ErrorClass) { return float64(pick(r)), "" }
}

func availability(r *report.Report, _ *design.Objective) (float64, report.ErrorClass) {
	return float64(r.Summary.Availability), r.Summary.AvailabilityClass
}

// ofClass takes a class's figure; without a class named, the largest or the
// smallest of all, whichever is the worse.
func ofClass(pick func(*report.Class) report.Number, largest bool) finder {
	return func(r *report.Report, o *design.Objective) (float64, report.ErrorClass) {
		worst, class := math.NaN(), report.ErrorClass("")
		for id, c := range r.Classes {
			x := float64(pick(c))
			if o.Class != "" && id != o.Class || math.IsNaN(x) || x == worst && c.ErrorClass <= class {
				continue
			}
			if math.IsNaN(worst) || x == worst || (x > worst) == largest {
				worst, class = x, c.ErrorClass
			}
		}
		return worst, class
	}
}

func ofNode(pick func(*report.Node) float64) finder {
	return func(r *report.Report, o *design.Objective) (float64, report.ErrorClass) {
		if n := r.Nodes[o.Node]; n != nil {
			return pick(n), ""
		}
		return math.NaN(), ""
	}
}

func jobDuration(r *report.Report, _ *design.Objective) (float64, report.ErrorClass) {
	longest, class := math.NaN(), report.ErrorClass("")
	for _, j := range r.Jobs {
		if x := float64(j.DurationS); !(x <= longest) && !math.IsNaN(x) {
			longest, class = x, j.ErrorClass
		}
	}
	return longest, class
}

// Judge compares a finished report with the design's objectives and writes
// the verdicts and the findings about them into it.
func Judge(d *design.Design, r *report.Report) {
	fx := Exchange(&d.Settings)
	r.Objectives = make([]report.Objective, 0, len(d.Objectives))
	for i := range d.Objectives {
		o := &d.Objectives[i]
		m, ok := lookup(o, r)
		if !ok {
			r.Diagnostics = append(r.Diagnostics, objectionTo(i, o, "objective.metric", diagnostic.Error,
				"“"+o.Metric+"” is no metric; there are "+strings.Join(Metrics(), ", ")+".",
				"没有指标“"+o.Metric+"”；可用指标："+strings.Join(Metrics(), "、")+"。"))
			continue
		}
		of, class := m.of(r, o)
		verdict := report.Objective{Metric: o.Metric, Class: o.Class, Node: o.Node, ErrorClass: class, Value: report.Number(of)}
		low, errLow := bound(o.Min, m, fx)
		high, errHigh := bound(o.Max, m, fx)
		for _, err := range []*quantity.Error{errLow, errHigh} {
			if err != nil {
				r.Diagnostics = append(r.Diagnostics, objectionTo(i, o, "objective.unit", diagnostic.Error, err.Message.EN+".", err.Message.ZH+"。"))
			}
		}
		verdict.Min, verdict.Max = report.Number(low), report.Number(high)
		value := float64(verdict.Value)
		verdict.Met = errLow == nil && errHigh == nil && !math.IsNaN(value) && !(value < low) && !(value > high)
		r.Objectives = append(r.Objectives, verdict)
		if !verdict.Met && errLow == nil && errHigh == nil {
			r.Diagnostics = append(r.Diagnostics, missed(i, o, m, value, low, high))
		}
	}
}

// lookup finds the metric of an objective: a name of the table, or the key of
// a figure that the objective's node reports.
func lookup(o *design.Objective, r *report.Report) (metric, bool) {
	if m, ok := metrics[o.Metric]; ok {
		return m, true
	}
	n := r.Nodes[o.Node]
	if n == nil {
		return metric{}, false
	}
	figures := n.Figures
	if n.AI != nil {
		figures = append(figures[:len(figures):len(figures)], n.AI.Figures...)
	}
	for _, f := range figures {
		if f.Key == o.Metric {
			value, class := float64(f.Value), f.Class()
			return metric{figureDimensions[f.Unit], false, func(*report.Report, *design.Objective) (float64, report.ErrorClass) { return value, class }, f.Label}, true
		}
	}
	return metric{}, false
}

func bound(v quantity.Value, m metric, fx quantity.FX) (float64, *quantity.Error) {
	if v.Form() == quantity.Null {
		return math.NaN(), nil
	}
	x, err := quantity.Resolve(v, m.dimension, fx)
	if err != nil && m.monthly {
		if sum, e := quantity.Resolve(v, quantity.Money, fx); e == nil {
			return sum, nil
		}
	}
	if err != nil {
		e, _ := err.(*quantity.Error)
		return math.NaN(), e
	}
	if m.monthly {
		x *= Month
	}
	return x, nil
}

func objectionTo(i int, o *design.Objective, code string, severity diagnostic.Severity, en, zh string) diagnostic.Diagnostic {
	return diagnostic.Diagnostic{Code: code, Severity: severity, At: diagnostic.Place{Objective: &i, Class: o.Class, Node: o.Node},
		Message: quantity.Text{EN: en, ZH: zh}}
}

func missed(i int, o *design.Objective, m metric, value, low, high float64) diagnostic.Diagnostic {
	dim := m.dimension
	if m.monthly {
		dim = quantity.Money
	}
	show := func(x float64) string {
		if o.Metric == "availability" {
			return quantity.Availability(x)
		}
		if dim == quantity.None && m.name.EN != "L(R) + D(T)" {
			return quantity.Digits(x*100, 3) + "\u00a0%"
		}
		return quantity.Format(x, dim, "en")
	}
	at, zhAt := "at most "+show(high), "至多为 "+show(high)
	if value < low || math.IsNaN(high) {
		at, zhAt = "at least "+show(low), "至少为 "+show(low)
	}
	if math.IsNaN(value) {
		return objectionTo(i, o, "objective.unknown", diagnostic.Warning,
			"There is no figure for the "+m.name.EN+" yet; the objective asks for "+at+".",
			"尚无"+m.name.ZH+"的数值；目标要求"+zhAt+"。")
	}
	if math.IsInf(value, 1) {
		return objectionTo(i, o, "objective.missed", diagnostic.Warning,
			"The "+m.name.EN+" is unbounded; the objective asks for "+at+".",
			m.name.ZH+"无界；目标要求"+zhAt+"。")
	}
	return objectionTo(i, o, "objective.missed", diagnostic.Warning,
		"The "+m.name.EN+" is "+show(value)+"; the objective asks for "+at+".",
		m.name.ZH+"为 "+show(value)+"；目标要求"+zhAt+"。")
}
