package app

import (
	"weir/app/icon"
	"weir/app/session"
	"weir/engine/component"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// tryIt is the live example of the first screen: one slider, and the real
// engine behind it.
type tryIt struct {
	rate   int
	report *report.Report
	trial  *session.Trial
}

// The range of the slider, requests per second.
const (
	tryLeast = 20
	tryMost  = 400
	tryStart = 300
)

// UI draws the example.
func (t *tryIt) UI(d *Desk) app.UI {
	if t.trial == nil {
		t.trial = session.NewTrial()
		t.set(tryStart)
	}
	r, l := t.report, d.Lang()
	var cards []app.UI
	for _, id := range t.trial.Chain() {
		cards = append(cards, t.card(d, id))
	}
	p99, room := report.Number(0), r.Summary.Headroom
	if j := mainJourney(r); j != nil {
		p99 = j.LatencyS.P99
	}
	return app.Section().Class("try").Aria("label", d.say("try.title")).Body(
		app.Div().Class("try-stage").Body(
			app.Div().Class("try-head").Body(app.H2().Text(d.say("try.title")), app.Span().Class("quiet").Text(d.say("try.sub"))),
			app.Div().Class("try-cards").Body(cards...),
		),
		app.Div().Class("try-bar").Body(
			app.Label().Class("soft").For("weir-try").Text(d.say("try.arrivals")),
			app.Input().Type("range").ID("weir-try").DataSet("testid", idTryLoad).Min(tryLeast).Max(tryMost).Step(5).Value(t.rate).
				Aria("valuetext", l.Rate(float64(t.rate))).
				OnInput(func(ctx app.Context, _ app.Event) { t.set(ctx.JSSrc().Get("valueAsNumber").Int()) }),
			app.B().Text(l.Rate(float64(t.rate))), app.Span().Class("rule"),
			app.Span().Class("soft").Text("p99"), app.B().DataSet("testid", "try-p99").Text(l.Duration(float64(p99))), app.Span().Class("rule"),
			app.Span().Class("soft").Text(d.say("metric.headroom")), app.B().Text(l.Ratio(float64(room))),
		),
	)
}

func (t *tryIt) set(rate int) {
	t.rate = rate
	t.report = t.trial.At(float64(rate))
}

func (t *tryIt) card(d *Desk, id string) app.UI {
	n := t.trial.Design().Nodes[id]
	k, _ := component.Lookup(n.Kind)
	x := t.report.Nodes[id]
	l := d.Lang()
	var rows []app.UI
	for _, key := range k.Card {
		if p, ok := k.Param(key); ok {
			v, set := n.Params[key]
			if !set {
				v = p.Default
			}
			rows = append(rows, app.Dt().Class("cut").Text(d.in(p.Label)), app.Dd().Text(d.valueText(p, v)))
		}
	}
	load := 0.0
	if x != nil {
		load = finite(x.Utilisation)
	}
	class := "meter-idle"
	switch {
	case load >= 1:
		class = "meter-critical"
	case load >= 0.8:
		class = "meter-warn"
	}
	return app.Div().Class("try-card").Class("f-"+string(k.Family)).Body(
		app.H3().Body(app.Span().Class("tile").Body(icon.UI(k.Icon)), app.Span().Class("cut").Text(t.trial.Name(id, string(d.Lang())))),
		app.Dl().Body(rows...),
		app.Div().Class("try-load").Body(meter(load, class, "meter"), app.B().Class(loadClass(load)).Text(l.Ratio(load))),
	)
}
