package app

import (
	"weir/app/icon"
	"weir/engine"
	"weir/engine/design"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// besides is a report that stands beside that of the design as it is.
type besides struct {
	id     string // of the scenario, "" = the baseline
	name   string
	report *report.Report
}

// scenarioReports are the answers to the scenarios of one state of the design.
type scenarioReports struct {
	design *design.Design
	list   []besides
}

// compare sets the design as it is beside a held baseline and beside its
// scenarios, figure by figure, with what each differs by.
func (w *drawer) compare(r *report.Report) []app.UI {
	d := w.D
	all := w.scenarios()
	if d.Baseline() != nil {
		all = append([]besides{{"", d.say("compare.baseline"), d.Baseline()}}, all...)
	}
	bar := []app.UI{button{id: "baseline-hold", icon: "lock", label: d.say("compare.hold"), class: "btn-line", press: func() {
		d.HoldBaseline()
		d.announce(d.say("compare.held"))
		d.changed()
	}}.UI()}
	if d.Baseline() != nil {
		bar = append(bar, button{id: "baseline-drop", icon: "close", label: d.say("compare.drop"), bare: true, press: func() { d.DropBaseline(); d.changed() }}.UI())
	}
	if len(all) == 0 {
		bar = append(bar, app.Span().Class("soft").Text(d.say("compare.about")))
		return []app.UI{app.Div().Class("drawer-bar").Body(bar...)}
	}
	heads := []app.UI{app.Th().Scope("col").Text(d.say("simulation.figure")), app.Th().Scope("col").Class("num").Text(d.say("compare.now"))}
	for _, x := range all {
		heads = append(heads, app.Th().Scope("col").Class("num").Body(app.Text(x.name), when(x.id != "", func() app.UI {
			return button{id: "scenario-drop:" + x.id, icon: "close", label: d.say("compare.remove", x.name), bare: true, press: func() { d.try(d.Editor.SetScenario(x.id, nil)) }}.UI()
		})))
	}
	var rows []app.UI
	for _, id := range comparedMetrics {
		now := comparedValue(r, id)
		cells := []app.UI{app.Th().Scope("row").Text(d.metricName(report.Objective{Metric: id})), app.Td().Class("num").Text(d.metricValue(id, float64(now)))}
		for _, x := range all {
			v := comparedValue(x.report, id)
			cells = append(cells, app.Td().Class("num").DataSet("value", jsonNumber(v)).Body(app.Text(d.metricValue(id, float64(v))+" "), d.delta(id, now, v)))
		}
		rows = append(rows, app.Tr().DataSet("testid", "compare:"+id).Body(cells...))
	}
	rows = append(rows, d.variantRows(r, all)...)
	rows = append(rows, d.metRow(r, all))
	table := app.Table().DataSet("testid", "compare").Aria("label", d.say("tab.compare")).Body(app.THead().Body(app.Tr().Body(heads...)), app.TBody().Body(rows...))
	return []app.UI{app.Div().Class("drawer-bar").Body(bar...), scrolling(d.say("tab.compare"), table)}
}

// scenarios answers every scenario of the design, once for each state of it.
func (w *drawer) scenarios() []besides {
	d := w.D.Design()
	if w.beside.design != d {
		w.beside = scenarioReports{design: d}
		for _, id := range sortedKeys(d.Scenarios) {
			name := d.Scenarios[id].Name
			if name == "" {
				name = id
			}
			if applied, ok := engine.Apply(d, id); ok {
				w.beside.list = append(w.beside.list, besides{id, name, w.D.Try(applied)})
			}
		}
	}
	return w.beside.list
}

// comparedMetrics are the figures compared, by the name an objective gives
// them.
var comparedMetrics = []string{"cost_per_month", "latency_mean", "latency_p50", "latency_p95", "latency_p99", "headroom", "availability", "power", "carbon_per_month"}

func comparedValue(r *report.Report, id string) report.Number {
	s := r.Summary
	switch id {
	case "cost_per_month":
		return s.CostPerMonth
	case "headroom":
		return s.Headroom
	case "availability":
		return s.Availability
	case "power":
		return s.PowerW
	case "carbon_per_month":
		return s.CarbonKgPerMonth
	}
	j := mainJourney(r)
	if j == nil {
		return report.NA
	}
	switch id {
	case "latency_mean":
		return j.LatencyS.Mean
	case "latency_p50":
		return j.LatencyS.P50
	case "latency_p95":
		return j.LatencyS.P95
	}
	return j.LatencyS.P99
}

// delta says how far a figure is from the design's own: relative, but for
// shares, which differ by points.
func (d *Desk) delta(id string, now, then report.Number) app.UI {
	if !now.Finite() || !then.Finite() || now == then || now == 0 {
		return nil
	}
	x := (float64(then) - float64(now)) / float64(now)
	if id == "headroom" || id == "availability" {
		x = float64(then) - float64(now)
	}
	sign := "+"
	if x < 0 {
		sign, x = "−", -x
	}
	return app.Small().Class("quiet").Text(sign + d.Lang().Ratio(x))
}

// metRow tells how many of its objectives each meets.
func (d *Desk) metRow(now *report.Report, all []besides) app.UI {
	cell := func(r *report.Report) app.UI {
		met := 0
		for _, o := range r.Objectives {
			if o.Met {
				met++
			}
		}
		mark, class := "check", "is-ok"
		if met < len(r.Objectives) {
			mark, class = "warning", "is-warn"
		}
		return app.Td().Class("num").Body(icon.Small(mark, class), app.Text(" "+d.say("compare.met", d.Lang().Integer(met), d.Lang().Integer(len(r.Objectives)))))
	}
	cells := []app.UI{app.Th().Scope("row").Text(d.say("compare.objectives")), cell(now)}
	for _, x := range all {
		cells = append(cells, cell(x.report))
	}
	return app.Tr().Body(cells...)
}
