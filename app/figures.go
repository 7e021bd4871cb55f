package app

import (
	"math"

	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// figure is one figure: its name at the left, its value, and at the right its
// error band or what else bounds it.
func (d *Desk) figure(key, name, value, raw, band string) app.UI {
	return app.Div().Class("figure").DataSet("testid", idFigure+key).DataSet("value", raw).Body(
		app.Span().Class("figure-name").Title(name).Text(name), app.Span().Class("figure-value").Text(value), app.Span().Class("figure-band").Text(band))
}

// asked is a figure that explains itself when it is pressed; of is the node
// it is of, "" for the design.
func (d *Desk) asked(key, name, value, raw, band, of string, ask asking) app.UI {
	return app.Button().Type("button").Class("figure").DataSet("testid", idFigure+key).DataSet("value", raw).Title(d.say("why.ask")).
		OnClick(press(func() { d.explain(ask) }), key, of).
		Body(app.Span().Class("figure-name").Text(name), app.Span().Class("figure-value").Text(value), app.Span().Class("figure-band").Text(band))
}

// compared is a figure of the design that explains itself; while a baseline
// is held it shows how far it is from it instead of its error band.
func (d *Desk) compared(key, metric, name, value, raw, band string, of func(*report.Report) report.Number, ask asking) app.UI {
	aside := d.baselineDelta(metric, of)
	if aside == nil {
		aside = app.Span().Class("figure-band").Text(band)
	}
	return app.Button().Type("button").Class("figure").DataSet("testid", idFigure+key).DataSet("value", raw).Title(d.say("why.ask")).
		OnClick(press(func() { d.explain(ask) }), key).
		Body(app.Span().Class("figure-name").Text(name), app.Span().Class("figure-value").Text(value), aside)
}

// unitFigure writes a figure of a kind by its unit, a unit of package quantity.
func (d *Desk) unitFigure(x report.Number, unit string) string {
	v, l := float64(x), d.Lang()
	switch unit {
	case "s":
		return l.Duration(v)
	case "B":
		return l.Data(v)
	case "B/s":
		return l.Bandwidth(v)
	case "1/s", "/s":
		return l.Rate(v)
	case "W":
		return l.Power(v)
	case "J":
		return l.Energy(v)
	case "kg":
		return l.Mass(v)
	case "$", "USD":
		return l.Money(v, d.currency())
	case "%", "ratio":
		return l.Ratio(v)
	case "FLOP":
		return l.Work(v)
	case "FLOP/s":
		return l.Compute(v)
	case "":
		return l.Number(v)
	}
	return l.Number(v) + " " + unit
}

// bandText writes a relative error band: "± 8 %".
func (d *Desk) bandText(b report.Number) string {
	if f := float64(b); f > 0 && !math.IsInf(f, 0) {
		return "± " + d.Lang().Ratio(f)
	}
	return ""
}

// kindFigures are the figures of a node that its kind adds to the common ones.
func (d *Desk) kindFigures(x *report.Node) []report.Figure {
	out := x.Figures
	if x.AI != nil {
		out = append(out[:len(out):len(out)], x.AI.Figures...)
	}
	return out
}

func (d *Desk) kindFigure(id string, f report.Figure) app.UI {
	if d.bandText(f.Band) != "" {
		return d.bandedFigure(id, f)
	}
	band := ""
	if f.ErrorClass != "A" {
		band = d.classBand(f.ErrorClass)
	}
	return d.nodeFigure(id, f.Key, d.in(f.Label), d.unitFigure(f.Value, f.Unit), jsonNumber(f.Value), band)
}

// pinned is the block under the parameters: what a change causes is seen
// where it is made.
func (d *Desk) pinned(id string) app.UI {
	r := d.Report()
	if r == nil || r.Nodes[id] == nil {
		return nil
	}
	x, l := r.Nodes[id], d.Lang()
	rows := []app.UI{app.H3().Class("section-title").Body(app.Span().Text(d.say("pinned.title", l.Rate(float64(x.ArrivalsPerS)))), app.Span().Class("push").Text(d.say("pinned.band")))}
	add := func(key string, n report.Number, text string) {
		if !math.IsNaN(float64(n)) {
			rows = append(rows, d.nodeFigure(id, key, d.say("figure."+key), text, jsonNumber(n), ""))
		} else if row := d.heldOver(id, key); row != nil {
			rows = append(rows, row)
		}
	}
	add("utilisation", x.Utilisation, l.Ratio(float64(x.Utilisation)))
	add("wait_s", x.WaitS, l.Duration(float64(x.WaitS)))
	add("p99", x.SojournS.P99, l.Duration(float64(x.SojournS.P99)))
	for i, f := range d.kindFigures(x) {
		if i == pinnedFigures {
			break
		}
		rows = append(rows, d.kindFigure(id, f))
	}
	add("cost_per_month", x.CostPerMonth, l.Money(float64(x.CostPerMonth), d.currency()))
	rows = append(rows, d.nodeProblems(id)...)
	return app.Div().Class("pinned").Body(rows...)
}

// pinnedFigures is how many of a kind's own figures the pinned block shows.
const pinnedFigures = 6

// nodeProblems are the findings about a node, with their fixes.
func (d *Desk) nodeProblems(id string) []app.UI {
	r := d.Report()
	var out []app.UI
	for i, f := range r.Diagnostics {
		if f.At.Node == id && len(out) < 4 {
			out = append(out, d.problem(i, f, false))
		}
	}
	if len(out) > 0 {
		return []app.UI{app.Div().Class("list").Class("pinned-problems").Attr("role", "list").Body(out...)}
	}
	return nil
}

// nodeResults is everything the report says of a node.
func (d *Desk) nodeResults(id string) []app.UI {
	r := d.Report()
	if r == nil || r.Nodes[id] == nil {
		return []app.UI{app.P().Class("nothing").Text(d.say("results.none"))}
	}
	x, l := r.Nodes[id], d.Lang()
	section := func(key string, rows ...app.UI) app.UI {
		var kept []app.UI
		for _, row := range rows {
			if row != nil {
				kept = append(kept, row)
			}
		}
		if len(kept) == 0 {
			return nil
		}
		return app.Div().Class("section").Body(append([]app.UI{app.H3().Class("section-title").Text(d.say(key))}, kept...)...)
	}
	row := func(key string, n report.Number, text string) app.UI {
		if math.IsNaN(float64(n)) {
			return d.heldOver(id, key)
		}
		return d.nodeFigure(id, key, d.say("figure."+key), text, jsonNumber(n), "")
	}
	time := func(key string, n report.Number) app.UI { return row(key, n, l.Duration(float64(n))) }
	kind := d.aiNotes(x.AI)
	for _, f := range d.kindFigures(x) {
		kind = append(kind, d.kindFigure(id, f))
	}
	return []app.UI{
		section("results.latency", time("mean", x.SojournS.Mean), time("p50", x.SojournS.P50), time("p95", x.SojournS.P95), time("p99", x.SojournS.P99), time("p999", x.SojournS.P999), time("wait_s", x.WaitS)),
		section("results.throughput",
			row("utilisation", x.Utilisation, l.Ratio(float64(x.Utilisation))),
			row("servers", x.Servers, l.Number(float64(x.Servers))),
			row("arrivals_per_s", x.ArrivalsPerS, l.Rate(float64(x.ArrivalsPerS))),
			row("carried_per_s", x.CarriedPerS, l.Rate(float64(x.CarriedPerS))),
			row("in_queue", x.InQueue, l.Number(float64(x.InQueue))),
			row("loss_ratio", x.LossRatio, l.Ratio(float64(x.LossRatio)))),
		section("results.kind", kind...),
		d.loadCurve(d.explainable(r, id)),
		section("results.money",
			row("cost_per_month", x.CostPerMonth, l.Money(float64(x.CostPerMonth), d.currency())),
			row("power_w", x.PowerW, l.Power(float64(x.PowerW))),
			row("availability", x.Availability, l.Availability(float64(x.Availability)))),
		when(x.Method != "", func() app.UI { return section("why.method", d.methodChips(x.Method, x.ErrorClass)) }),
	}
}

// heldOver is a figure of a node that the fast answer leaves out, as it last
// was: it stays, in grey, until the full answer comes, so that no row jumps.
func (d *Desk) heldOver(id, key string) app.UI {
	r := d.Report()
	if r == nil || r.Precision != report.Fast || d.lasting == nil || d.lasting.Nodes[id] == nil {
		return nil
	}
	n := d.explainable(d.lasting, id)
	if n == nil {
		return nil
	}
	x := report.Number(n.Figure(key))
	if math.IsNaN(float64(x)) {
		return nil
	}
	name, unit, _ := d.figureName(n, key)
	return app.Div().Class("figure").Class("figure-stale").DataSet("testid", idFigure+key).DataSet("stale", true).Title(d.say("figure.pending")).Body(
		app.Span().Class("figure-name").Text(name), app.Span().Class("figure-value").Text(d.unitFigure(x, unit)), app.Span().Class("figure-band").Text("…"))
}
