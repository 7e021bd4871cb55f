package app

import (
	"math"

	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// summary sums the design up: what it costs, how fast it is, how much room
// there is, how far it can be trusted. Every figure explains itself.
func (n *inspector) summary() []app.UI {
	d := n.D
	doc := d.Design()
	sub := d.Lang().List(d.Lang().Count("count.parts", len(doc.Nodes)), d.Lang().Count("count.wires", len(doc.Edges)), d.Lang().Count("count.classes", len(doc.Classes)))
	head := d.panelHead("layers", "f-none", d.say("summary.title"), sub,
		button{id: "settings", icon: "settings", label: d.say("menu.settings"), bare: true, press: func() { d.open(dialogSettings) }}.UI())
	r := d.Report()
	if r == nil {
		return []app.UI{head}
	}
	body := []app.UI{d.costSection(r)}
	for _, j := range shownJourneys(r) {
		if !j.Background && len(body) < 6 {
			body = append(body, d.journeySection(j))
		}
	}
	for _, x := range r.Retries {
		body = append(body, d.retrySection(x))
	}
	for _, job := range r.Jobs {
		body = append(body, d.jobSection(job))
	}
	body = append(body, d.capacitySection(r), d.trustSection(r), d.problemSection(r))
	return []app.UI{head, app.Div().Class("scroll").DataSet("testid", idSummary).DataSet("precision", string(r.Precision)).Body(body...)}
}

func (d *Desk) section(title, aside string, rows ...app.UI) app.UI {
	head := app.H3().Class("section-title").Body(app.Span().Text(title), when(aside != "", func() app.UI { return app.Span().Class("push").Text(aside) }))
	return app.Div().Class("section").Body(append([]app.UI{head}, rows...)...)
}

func (d *Desk) costSection(r *report.Report) app.UI {
	l, c := d.Lang(), d.currency()
	cost := r.Summary.CostPerMonth
	rows := []app.UI{
		app.Button().Type("button").Class("headline").DataSet("testid", idFigure+"cost_per_month").DataSet("value", jsonNumber(cost)).Title(d.say("why.ask")).
			OnClick(press(func() { d.explain(always(d.whyCost)) }), "cost").Body(
			app.Span().Text(l.Money(float64(cost), c)), app.Small().Text(d.say("summary.per_month")),
			d.baselineDelta("cost_per_month", func(r *report.Report) report.Number { return r.Summary.CostPerMonth })),
	}
	if b := r.Summary.CostPerMonthBand; b != nil {
		rows = append(rows, d.bandRow("cost_per_month", d.say("band.cost"), *b, func(x float64) string { return l.Money(x, c) }))
	}
	for _, id := range sortedKeys(r.Classes) {
		x := r.Classes[id]
		if per := float64(x.CostPerItem); per > 0 && !math.IsInf(per, 0) {
			rows = append(rows, d.asked("cost_per_item:"+id, d.say("summary.per_thousand", d.className(id)), l.Money(per*1000, c), jsonNumber(x.CostPerItem), "", "", d.whyPerItem(id)))
		}
	}
	return d.section(d.say("summary.cost"), "", rows...)
}

func (d *Desk) journeySection(j *report.Journey) app.UI {
	l := d.Lang()
	id := ":" + j.Source + ":" + j.Class + ":" + j.Sink
	if j == mainJourney(d.Report()) {
		id = ""
	}
	row := func(key string, t report.Number) app.UI {
		of := func(r *report.Report) report.Number {
			for _, x := range r.Journeys {
				if x.Source == j.Source && x.Class == j.Class && x.Sink == j.Sink && x.Background == j.Background {
					return latencyOf(x.LatencyS, key)
				}
			}
			return report.NA
		}
		return d.compared("latency_"+key+id, "latency_"+key, d.say("figure."+key), l.Duration(float64(t)), jsonNumber(t), d.classBand(j.OfPercentiles()), of, d.askJourney(j, key))
	}
	return d.section(d.say("summary.latency", d.journeyName(j)), d.asideHead(),
		append([]app.UI{row("p50", j.LatencyS.P50), row("p95", j.LatencyS.P95), row("p99", j.LatencyS.P99)}, d.bandRows(j, id)...)...)
}

// asideHead heads the column beside the figures.
func (d *Desk) asideHead() string {
	if d.Baseline() != nil {
		return d.say("compare.against")
	}
	return d.say("pinned.band")
}

// retrySection is what becomes of a source that sends again, and the state it
// stays in once it is overloaded, where there are two.
func (d *Desk) retrySection(x *report.Retry) app.UI {
	l, band := d.Lang(), d.classBand(x.ErrorClass)
	row := func(key string, n report.Number, text string) app.UI {
		return d.figure(key+":"+x.Source, d.say("retries."+key), text, jsonNumber(n), band)
	}
	rows := []app.UI{
		row("per_item", x.PerItem, l.Number(float64(x.PerItem))),
		row("late", x.LateRatio, l.Ratio(float64(x.LateRatio))),
		row("given_up", x.GivenUp, l.Ratio(float64(x.GivenUp))),
	}
	if full := x.Saturated; full != nil {
		rows = append(rows, row("storm", full.PerItem, l.Number(float64(full.PerItem))))
	}
	return d.section(d.say("retries.title", d.nodeName(x.Source)), "", rows...)
}

func (d *Desk) jobSection(j *report.Job) app.UI {
	l := d.Lang()
	return d.section(d.say("summary.job", d.nodeName(j.Source)), "",
		d.asked("job_duration:"+j.Source, d.say("jobs.duration"), l.Duration(float64(j.DurationS)), jsonNumber(j.DurationS), d.classBand(j.ErrorClass), "", d.whyJob(j.Source, "duration")),
		d.asked("job_items:"+j.Source, d.say("jobs.items"), l.Number(float64(j.Items)), jsonNumber(j.Items), "", "", d.whyJob(j.Source, "items")),
		d.asked("job_cost:"+j.Source, d.say("jobs.cost"), l.Money(float64(j.Cost), d.currency()), jsonNumber(j.Cost), "", "", d.whyJob(j.Source, "cost")),
	)
}

func (d *Desk) capacitySection(r *report.Report) app.UI {
	l := d.Lang()
	rows := []app.UI{d.compared("headroom", "headroom", d.say("metric.headroom"), l.Ratio(float64(r.Summary.Headroom)), jsonNumber(r.Summary.Headroom), "",
		func(r *report.Report) report.Number { return r.Summary.Headroom }, always(d.whyHeadroom))}
	if b := r.Summary.Bottleneck; b != nil {
		rows = append(rows, app.Div().Class("figure").Class("figure-plain").Body(
			app.Span().Class("figure-name").Text(d.say("state.bottleneck")),
			app.Button().Type("button").Class("btn-link").DataSet("testid", "bottleneck").DataSet("value", b.Node+b.Edge+b.Pool).
				OnClick(press(func() { d.goToSubject(*b) }), b.Node, b.Edge, b.Pool).Text(d.subjectName(*b))))
	}
	for _, id := range sortedKeys(r.Classes) {
		x := r.Classes[id]
		if offered, carried := float64(x.OfferedPerS), float64(x.CarriedPerS); offered > 0 {
			name := d.say("summary.carried", d.className(id))
			of := d.say("summary.of", l.Rate(offered))
			if sent := float64(x.AttemptsPerS); sent > 0 { // what is carried are attempts; items that are answered in time are another figure
				rows = append(rows, d.figure("goodput_per_s:"+id, d.say("summary.goodput", d.className(id)), l.Rate(float64(x.GoodputPerS)), jsonNumber(x.GoodputPerS), of))
				of = d.say("summary.of_attempts", l.Rate(sent))
			}
			rows = append(rows, d.asked("carried_per_s:"+id, name, l.Rate(carried), jsonNumber(x.CarriedPerS), of, "", d.whyCarried(id)))
		}
	}
	return d.section(d.say("summary.capacity"), "", rows...)
}

func (d *Desk) trustSection(r *report.Report) app.UI {
	l, s := d.Lang(), r.Summary
	rows := []app.UI{d.compared("availability", "availability", d.say("metric.availability"), l.Availability(float64(s.Availability)), jsonNumber(s.Availability), d.classBand(s.AvailabilityClass),
		func(r *report.Report) report.Number { return r.Summary.Availability }, always(d.whyAvailability))}
	if a := float64(s.Availability); a > 0 && a < 1 {
		rows = append(rows, d.asked("down", d.say("summary.down"), l.Duration((1-a)*monthS), "", "", "", always(d.whyDown)))
	}
	rows = append(rows,
		d.compared("power_w", "power", d.say("metric.power"), l.Power(float64(s.PowerW)), jsonNumber(s.PowerW), "",
			func(r *report.Report) report.Number { return r.Summary.PowerW }, always(d.whyPower)),
		d.compared("carbon", "carbon_per_month", d.say("summary.carbon"), l.Mass(float64(s.CarbonKgPerMonth)), jsonNumber(s.CarbonKgPerMonth), "",
			func(r *report.Report) report.Number { return r.Summary.CarbonKgPerMonth }, always(d.whyCarbon)))
	return d.section(d.say("summary.trust"), "", rows...)
}

func (d *Desk) problemSection(r *report.Report) app.UI {
	found := d.findings(r)
	if len(found) == 0 {
		return nil
	}
	var list, rest []app.UI
	for i, f := range found {
		if len(list) < 5 {
			list = append(list, d.problem(i, f, true))
		}
	}
	if more := len(found) - len(list); more > 0 {
		rest = append(rest, app.Button().Type("button").Class("btn-link").OnClick(press(func() { d.showResults(tabProblems) }), "more").Text(d.Lang().Count("problems.more", more)))
	}
	return d.section(d.say("tab.problems"), "", append([]app.UI{app.Div().Class("list").Attr("role", "list").Body(list...)}, rest...)...)
}

// subjectName names what a figure is about.
func (d *Desk) subjectName(s report.Subject) string {
	switch {
	case s.Node != "":
		return d.nodeName(s.Node)
	case s.Edge != "":
		if e := d.Design().Edges[s.Edge]; e != nil {
			return d.edgeName(e)
		}
		return s.Edge
	}
	return d.poolName(s.Pool)
}

// goToSubject selects what a figure is about.
func (d *Desk) goToSubject(s report.Subject) {
	switch {
	case s.Node != "":
		d.goTo(s.Node)
	case s.Edge != "":
		d.Editor.SelectEdges(s.Edge)
		d.changed()
	case s.Pool != "":
		d.openSettings(settingsPools)
	}
}

// bound is the most an objective allows a metric of a class, 0 if none does.
func (d *Desk) bound(metric, class string) float64 {
	if r := d.Report(); r != nil {
		for _, o := range r.Objectives {
			if o.Metric == metric && (o.Class == class || o.Class == "") && float64(o.Max) > 0 {
				return float64(o.Max)
			}
		}
	}
	return 0
}
