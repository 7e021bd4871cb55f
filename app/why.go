package app

import (
	"math"
	"strconv"

	"weir/app/icon"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// explained is a figure with all there is to say about it: the equation, what
// goes into it, how it was found, and the path it came along.
type explained struct {
	title, sub    string
	value, range_ string
	equation      []string
	note          string
	inputs        []input
	source        string // where the equation was published
	method        string
	class         report.ErrorClass
	measured      bool     // published measurements stand behind the band
	nodes, edges  []string // the path, lit on the canvas
}

// asking explains a figure from a report, so that what is shown follows the
// design; it fails where the figure is no more.
type asking func(*report.Report) (explained, bool)

// input is one quantity of an equation.
type input struct {
	symbol, name, value string
	show                func()
}

// explain opens a figure and lights its path.
func (d *Desk) explain(ask asking) {
	r := d.Report()
	if r == nil {
		return
	}
	w, ok := ask(r)
	if !ok {
		return
	}
	d.why = ask
	if d.Canvas != nil {
		d.Canvas.Light(w.nodes, w.edges)
	}
	if d.small() {
		d.sheet = "inspector"
	}
	d.changed()
	d.announce(w.title + " " + w.value)
}

// endWhy goes back to what was inspected before.
func (d *Desk) endWhy() {
	d.why = nil
	d.lightInspected()
	d.changed()
}

// whyPanel is what explains a figure; nothing where the figure is no more.
func (d *Desk) whyPanel() []app.UI {
	r := d.Report()
	if r == nil {
		return nil
	}
	w, ok := d.why(r)
	if !ok {
		return nil
	}
	body := []app.UI{app.Div().Class("section").Body(
		app.Div().Class("why-head").Body(app.Span().Class("display").Text(w.value), d.whyRange(w)))}
	return []app.UI{
		d.panelHead("layers", "f-none", w.title, w.sub, button{id: "why-close", icon: "close", label: d.say("why.close"), bare: true, press: d.endWhy}.UI()),
		app.Div().Class("scroll").TabIndex(0).DataSet("testid", "why").Aria("label", w.title).Attr("role", "region").Body(append(body, d.whyBody(w)...)...),
	}
}

// whyRange is the error band of a figure; where measurements stand behind it,
// it leads to them.
func (d *Desk) whyRange(w explained) app.UI {
	if !w.measured {
		return app.Span().Class("quiet").Text(w.range_)
	}
	return app.Button().Type("button").Class("btn-link").DataSet("testid", "why-measured").Title(d.say("accuracy.ask")).
		OnClick(press(func() { d.open(dialogAccuracy) }), w.title).Text(w.range_)
}

// whyBody is the equation, the inputs and the method of a figure.
func (d *Desk) whyBody(w explained) []app.UI {
	var out []app.UI
	if len(w.equation) > 0 {
		lines := make([]app.UI, 0, len(w.equation))
		for i, e := range w.equation {
			line := app.Div().Text(e)
			if i > 0 {
				line = line.Class("is-accent")
			}
			lines = append(lines, line)
		}
		rows := []app.UI{app.Div().Class("equation").Body(lines...)}
		if w.note != "" {
			rows = append(rows, app.P().Class("about").Text(w.note))
		}
		if w.source != "" {
			rows = append(rows, app.P().Class("about").Class("quiet").DataSet("testid", "why-source").Text(d.say("why.source", w.source)))
		}
		out = append(out, d.section(d.say("why.equation"), "", rows...))
	}
	if len(w.inputs) > 0 {
		var rows []app.UI
		for _, in := range w.inputs {
			name := app.UI(app.Span().Text(in.name))
			if in.show != nil {
				name = app.Button().Type("button").Class("cell-go").OnClick(press(in.show), in.symbol, in.name, w.title, w.sub).Text(in.name)
			}
			rows = append(rows, app.Tr().Body(app.Td().Class("math").Text(in.symbol), app.Td().Body(name), app.Td().Class("num").Text(in.value)))
		}
		out = append(out, d.section(d.say("why.inputs"), "", app.Table().Class("inputs").Body(app.TBody().Body(rows...))))
	}
	if w.method != "" {
		out = append(out, d.section(d.say("why.method"), "", d.methodChips(w.method, w.class), app.P().Class("about").Text(d.say("why.class_"+classKey(w.class)))))
	}
	return out
}

// methodChips shows how a figure was found and how far off it may be.
func (d *Desk) methodChips(method string, class report.ErrorClass) app.UI {
	kind, mark := "chip-ok", "check"
	if class != "A" && class != "B" {
		kind, mark = "chip-info", "info"
	}
	return app.Div().Class("chips").Body(
		app.Span().Class("chip").Class("chip-text").Text(report.MethodName(method).In(string(d.Lang()))),
		when(class != "", func() app.UI {
			return app.Span().Class("chip").Class(kind).Body(icon.Small(mark), app.Text(d.say("why.class", string(class), d.classBand(class))))
		}))
}

// classBand is the error a class states.
func (d *Desk) classBand(c report.ErrorClass) string {
	switch c {
	case "A":
		return d.say("class.exact")
	case "B":
		return "± " + d.Lang().Ratio(0.025)
	case "C":
		return "± " + d.Lang().Ratio(0.1)
	case "D":
		return "> " + d.Lang().Ratio(0.1)
	}
	return ""
}

func classKey(c report.ErrorClass) string {
	if c == "" {
		return "D"
	}
	return string(c)
}

// whyJourney explains a percentile of a journey.
func (d *Desk) whyJourney(j *report.Journey, key string, t report.Number) explained {
	l, class := d.Lang(), j.OfPercentiles()
	if key == "mean" {
		class = j.ErrorClass
	}
	w := explained{
		title: d.say("why.of", d.say("figure."+key), d.journeyName(j)), sub: d.say("latency.path", d.nodeName(j.Source), d.nodeName(j.Sink)) + " · " + l.Rate(float64(j.ItemsPerS)),
		value: l.Duration(float64(t)), range_: d.classBand(class), method: j.Method, class: class,
		equation: []string{"E[T] = Σ vᵢ (Wᵢ + Sᵢ + Xᵢ)", "E[T] = " + l.Duration(float64(j.LatencyS.Mean))},
		note:     d.say("why.journey"),
		nodes:    []string{j.Source, j.Sink},
	}
	for _, p := range j.Parts {
		total := finite(p.QueueS) + finite(p.ServiceS) + finite(p.TransferS)
		subject := p.Subject
		w.inputs = append(w.inputs, input{"W+S+X", d.subjectName(p.Subject), l.Duration(total), func() { d.goToSubject(subject) }})
		if p.Node != "" {
			w.nodes = append(w.nodes, p.Node)
		}
		if p.Edge != "" {
			w.edges = append(w.edges, p.Edge)
		}
	}
	w.edges = append(w.edges, d.edgesWithin(w.nodes)...)
	return w
}

// edgesWithin are the edges between nodes of a path.
func (d *Desk) edgesWithin(nodes []string) []string {
	on := map[string]bool{}
	for _, id := range nodes {
		on[id] = true
	}
	var out []string
	for _, id := range sortedKeys(d.Design().Edges) {
		e := d.Design().Edges[id]
		if on[e.From.Node()] && on[e.To.Node()] && !e.Async {
			out = append(out, id)
		}
	}
	return out
}

func (d *Desk) whyHeadroom(r *report.Report) explained {
	l := d.Lang()
	w := explained{title: d.say("metric.headroom"), value: l.Ratio(float64(r.Summary.Headroom)), equation: []string{"h = 1 − max ρᵢ"}, note: d.say("why.headroom")}
	if b := r.Summary.Bottleneck; b != nil {
		w.sub = d.say("state.bottleneck") + " · " + d.subjectName(*b)
		w.nodes, w.edges = nonEmpty(b.Node), nonEmpty(b.Edge)
	}
	for _, id := range sortedKeys(r.Nodes) {
		if u := float64(r.Nodes[id].Utilisation); !math.IsNaN(u) {
			w.inputs = append(w.inputs, input{"ρ", d.nodeName(id), l.Ratio(u), func() { d.goTo(id) }})
		}
	}
	return w
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func (d *Desk) whyAvailability(r *report.Report) explained {
	l := d.Lang()
	a, together := float64(r.Summary.Availability), availabilityOf(r.Summary.Needs)
	w := explained{title: d.say("metric.availability"), value: l.Availability(a), equation: []string{"A = κ · Π (1 − qᵢ · (1 − Aᵢ))"}, note: d.say("why.availability"),
		method: r.Summary.AvailabilityMethod, class: r.Summary.AvailabilityClass}
	if together > 0 {
		kappa := a / together
		w.equation = append(w.equation, "= "+strconv.FormatFloat(kappa, 'f', 5, 64)+" · "+strconv.FormatFloat(together, 'f', 5, 64)+" = "+strconv.FormatFloat(100*a, 'f', 3, 64)+" %")
	}
	for _, n := range r.Summary.Needs {
		w.nodes = append(w.nodes, nonEmpty(n.Node)...)
		w.inputs = append(w.inputs, input{"A, q", d.subjectName(n.Subject), l.Availability(float64(n.Availability)) + ", " + l.Ratio(float64(n.Share)), func() { d.goToSubject(n.Subject) }})
	}
	w.edges = d.edgesWithin(w.nodes)
	return w
}

// availabilityOf is that of parts that fail by themselves, each needed by a
// share of the items.
func availabilityOf(needs []report.Need) float64 {
	a := 1.0
	for _, n := range needs {
		a *= 1 - float64(n.Share)*(1-float64(n.Availability))
	}
	return a
}

func (d *Desk) whyPower(r *report.Report) explained {
	l := d.Lang()
	w := explained{title: d.say("metric.power"), value: l.Power(float64(r.Summary.PowerW)), equation: []string{"P = PUE · Σ Pᵢ"}, note: d.say("why.power")}
	for _, id := range sortedKeys(r.Nodes) {
		if p := finite(r.Nodes[id].PowerW); p > 0 {
			w.inputs = append(w.inputs, input{"P", d.nodeName(id), l.Power(p), func() { d.goTo(id) }})
		}
	}
	return w
}

func (d *Desk) whyCarbon(r *report.Report) explained {
	l := d.Lang()
	return explained{title: d.say("summary.carbon"), value: l.Mass(float64(r.Summary.CarbonKgPerMonth)), equation: []string{"M = P · PUE · i · h"}, note: d.say("why.carbon"),
		inputs: []input{{"P", d.say("metric.power"), l.Power(float64(r.Summary.PowerW)), func() { d.explain(always(d.whyPower)) }}}}
}

func (d *Desk) whyCost(r *report.Report) explained {
	l := d.Lang()
	w := explained{title: d.say("metric.cost_per_month"), value: l.Money(float64(r.Summary.CostPerMonth), d.currency()), sub: d.priceNote(), equation: []string{"C = Σ Cᵢ"}, note: d.say("why.cost")}
	for _, s := range d.shares(r, "node") {
		node := s.node
		var show func()
		if node != "" {
			show = func() { d.goTo(node) }
		}
		w.inputs = append(w.inputs, input{"C", s.name, l.Money(s.usd, d.currency()), show})
	}
	return w
}

// askJourney asks for a percentile of a journey, that of the same way in any
// later report.
func (d *Desk) askJourney(j *report.Journey, key string) asking {
	source, class, sink, background := j.Source, j.Class, j.Sink, j.Background
	return func(r *report.Report) (explained, bool) {
		for _, now := range r.Journeys {
			if now.Source == source && now.Class == class && now.Sink == sink && now.Background == background {
				return d.whyJourney(now, key, latencyOf(now.LatencyS, key)), true
			}
		}
		return explained{}, false
	}
}

// latencyOf is one of the figures of a distribution by its key.
func latencyOf(l report.Latency, key string) report.Number {
	switch key {
	case "p50":
		return l.P50
	case "p90":
		return l.P90
	case "p95":
		return l.P95
	case "p99":
		return l.P99
	case "p999":
		return l.P999
	}
	return l.Mean
}

// always asks for a figure every report has.
func always(f func(*report.Report) explained) asking {
	return func(r *report.Report) (explained, bool) { return f(r), true }
}

// explainObjective explains the figure an objective bounds.
func (d *Desk) explainObjective(o report.Objective) {
	r := d.Report()
	if r == nil {
		return
	}
	switch o.Metric {
	case "cost_per_month":
		d.explain(always(d.whyCost))
	case "availability":
		d.explain(always(d.whyAvailability))
	case "headroom":
		d.explain(always(d.whyHeadroom))
	case "power":
		d.explain(always(d.whyPower))
	default:
		for _, j := range shownJourneys(r) {
			if o.Class == "" || j.Class == o.Class {
				key := "p99"
				if len(o.Metric) > len("latency_") {
					key = o.Metric[len("latency_"):]
				}
				d.explain(d.askJourney(j, key))
				return
			}
		}
		if o.Node != "" {
			d.goTo(o.Node)
		}
	}
}
