package app

import (
	"math"

	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// edgeFigure is a figure of a wire that explains itself: value reads it off
// the wire, equation and note say how it comes about.
func (d *Desk) edgeFigure(id, key, name, equation, note string, value func(*report.Edge) report.Number, write func(float64) string) app.UI {
	r := d.Report()
	if r == nil || r.Edges[id] == nil {
		return nil
	}
	now := value(r.Edges[id])
	ask := func(r *report.Report) (explained, bool) {
		x, e := r.Edges[id], d.Design().Edges[id]
		if x == nil || e == nil {
			return explained{}, false
		}
		l := d.Lang()
		w := explained{title: name, sub: d.edgeName(e), value: write(float64(value(x))), equation: []string{equation}, note: d.say(note),
			inputs: []input{{"λ", d.say("figure.items"), l.Rate(float64(x.ItemsPerS)), nil}, {"B", d.say("figure.bytes"), l.Bandwidth(float64(x.BytesPerS)), nil}}}
		if key != "items_per_s" && key != "bytes_per_s" { // of its link
			w.method, w.class = x.Method, x.ErrorClass
		}
		if u := float64(x.Utilisation); !math.IsNaN(u) {
			w.inputs = append(w.inputs, input{"ρ", d.say("figure.utilisation"), l.Ratio(u), nil}, input{"W", d.say("figure.wait_s"), l.Duration(float64(x.WaitS)), nil}, input{"T", d.say("figure.mean"), l.Duration(float64(x.SojournS.Mean)), nil})
		}
		w.nodes, w.edges = d.upstream(e.From.Node())
		w.nodes, w.edges = append(w.nodes, e.To.Node()), append(w.edges, id)
		return w, true
	}
	return d.asked(key, name, write(float64(now)), jsonNumber(now), "", id, ask)
}

// whyPerItem explains what an item of a class costs.
func (d *Desk) whyPerItem(class string) asking {
	return func(r *report.Report) (explained, bool) {
		x := r.Classes[class]
		if x == nil {
			return explained{}, false
		}
		l := d.Lang()
		return explained{title: d.say("summary.per_thousand", d.className(class)), value: l.Money(float64(x.CostPerItem)*1000, d.currency()),
			equation: []string{"c = 1000 · C · q / (X · h)"}, note: d.say("why.per_item"),
			inputs: []input{
				{"C", d.say("metric.cost_per_month"), l.Money(float64(r.Summary.CostPerMonth), d.currency()), func() { d.explain(always(d.whyCost)) }},
				{"X", d.say("metric.goodput"), l.Rate(float64(x.GoodputPerS)), nil},
			}}, true
	}
}

// whyCarried explains how much of a class gets through.
func (d *Desk) whyCarried(class string) asking {
	return func(r *report.Report) (explained, bool) {
		x := r.Classes[class]
		if x == nil {
			return explained{}, false
		}
		l := d.Lang()
		w := explained{title: d.say("summary.carried", d.className(class)), value: l.Rate(float64(x.CarriedPerS)), equation: []string{"X = λ · Π (1 − Lᵢ)"}, note: d.say("why.carried"),
			inputs: []input{{"λ", d.say("figure.arrivals_per_s"), l.Rate(float64(max(x.OfferedPerS, x.AttemptsPerS))), nil}}}
		for _, id := range sortedKeys(r.Nodes) {
			if lost := finite(r.Nodes[id].LossRatio); lost > 0 {
				w.inputs = append(w.inputs, input{"L", d.nodeName(id), l.Ratio(lost), func() { d.goTo(id) }})
			}
		}
		for _, j := range r.Journeys {
			if j.Class == class {
				w.nodes = append(w.nodes, j.Source, j.Sink)
				for _, p := range j.Parts {
					w.nodes = append(w.nodes, nonEmpty(p.Node)...)
					w.edges = append(w.edges, nonEmpty(p.Edge)...)
				}
			}
		}
		w.edges = append(w.edges, d.edgesWithin(w.nodes)...)
		return w, true
	}
}

// whyDown explains how long a month's outages are.
func (d *Desk) whyDown(r *report.Report) explained {
	l := d.Lang()
	a := float64(r.Summary.Availability)
	return explained{title: d.say("summary.down"), value: l.Duration((1 - a) * monthS), equation: []string{"D = (1 − A) · h"}, note: d.say("why.down"),
		inputs: []input{{"A", d.say("metric.availability"), l.Availability(a), func() { d.explain(always(d.whyAvailability)) }}, {"h", d.say("why.month"), l.Duration(monthS), nil}}}
}

// monthS is a month of 730 hours, s.
const monthS = 730 * 3600

// whyJob explains a figure of a job by its source.
func (d *Desk) whyJob(source, key string) asking {
	return func(r *report.Report) (explained, bool) {
		for _, j := range r.Jobs {
			if j.Source == source {
				return d.jobExplained(j, key), true
			}
		}
		return explained{}, false
	}
}

func (d *Desk) jobExplained(j *report.Job, key string) explained {
	l := d.Lang()
	items := input{"N", d.say("jobs.items"), l.Number(float64(j.Items)), nil}
	length := input{"D", d.say("jobs.duration"), l.Duration(float64(j.DurationS)), func() { d.explain(d.whyJob(j.Source, "duration")) }}
	w := explained{title: d.say("jobs." + key), sub: d.nodeName(j.Source), nodes: []string{j.Source, j.Sink}}
	switch key {
	case "duration":
		w.value, w.equation, w.note = length.value, []string{"D = " + j.Method}, d.say("why.job_duration")
		w.method, w.class = j.Method, j.ErrorClass
		w.inputs = []input{items}
		if j.Slowest != "" {
			w.inputs = append(w.inputs, input{"min μ", d.nodeName(j.Slowest), "", func() { d.goTo(j.Slowest) }})
			w.nodes = append(w.nodes, j.Slowest)
		}
	case "items":
		w.value, w.equation, w.note = items.value, []string{"N"}, d.say("why.job_items")
	case "cost":
		w.value, w.equation, w.note = l.Money(float64(j.Cost), d.currency()), []string{"C = D · Σ rᵢ · uᵢ"}, d.say("why.job_cost")
		w.inputs = []input{length}
	}
	w.edges = d.edgesWithin(w.nodes)
	return w
}
