package app

import (
	"weir/engine/explain"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// loadCurve shows what a served model does from no load to beyond
// saturation, and where it stands now. The same figures can be read as a table.
func (d *Desk) loadCurve(n *explain.Node) app.UI {
	if n == nil || n.Report.AI == nil || len(n.Report.AI.Curve) < 2 {
		return nil
	}
	points, lines := n.Report.AI.Curve, d.curveLines(n)
	asTable := d.curveTable
	body := d.curveChart(n, points, lines)
	if asTable {
		body = d.curveRows(points, lines)
	}
	return app.Div().Class("section").Body(
		app.Div().Class("curve-head").Body(
			app.H3().Class("section-title").Text(d.say("curve.title")),
			button{id: "curve-table", icon: "grid", label: d.say("timeline.table"), bare: true, pressed: &asTable, press: func() { d.curveTable = !d.curveTable; d.changed() }}.UI()),
		body)
}

// curveLine is one figure over the offered rate.
type curveLine struct {
	name   string
	values []float64
	write  func(float64) string
}

func (d *Desk) curveLines(n *explain.Node) []curveLine {
	line := func(key string, of func(report.LoadPoint) report.Number) curveLine {
		name, unit, _ := d.figureName(n, key)
		c := curveLine{name: name, write: func(x float64) string { return d.unitFigure(report.Number(x), unit) }}
		for _, p := range n.Report.AI.Curve {
			c.values = append(c.values, float64(of(p)))
		}
		return c
	}
	return []curveLine{
		line("ttft_s", func(p report.LoadPoint) report.Number { return p.TTFTS }),
		line("tpot_s", func(p report.LoadPoint) report.Number { return p.TPOTS }),
		line("tokens_per_s", func(p report.LoadPoint) report.Number { return p.TokensPerS }),
	}
}

// Measures of the curve, in the chart's own units.
const (
	curveWide = 296.0
	curveHigh = 44.0
	curveHead = 18.0
	curveRim  = 6.0
)

// curveChart draws the lines under each other on one axis of offered rate,
// with the present load and the saturation across all.
func (d *Desk) curveChart(n *explain.Node, points []report.LoadPoint, lines []curveLine) app.UI {
	c := &chart{}
	most := float64(points[len(points)-1].RatePerS)
	bottom := float64(len(lines)) * (curveHead + curveHigh)
	x := func(rate float64) float64 { return curveRim + (curveWide-2*curveRim)*rate/most }
	now, full := n.Figure("arrivals_per_s"), n.Figure("saturation_per_s")
	for i, l := range lines {
		base := float64(i+1) * (curveHead + curveHigh)
		high := 0.0
		for _, v := range l.values {
			high = max(high, finite(report.Number(v)))
		}
		c.text("", curveRim, base-curveHigh-5, "start", l.name)
		c.text("tick", curveWide-curveRim, base-curveHigh-5, "end", d.say("timeline.most", l.write(high)))
		c.line("axis", curveRim, base, curveWide-curveRim, base)
		path, verb := "", "M"
		for j, v := range l.values {
			if !report.Number(v).Finite() {
				verb = "M"
				continue
			}
			path += verb + round(x(float64(points[j].RatePerS))) + " " + round(base-(curveHigh-4)*v/max(high, 1e-300))
			verb = "L"
		}
		c.path("curve", path)
		if full > 0 && full <= most {
			c.line("rule-bound", x(full), base-curveHigh, x(full), base)
		}
		if now <= most {
			c.line("rule-p99", x(now), base-curveHigh, x(now), base)
		}
	}
	l := d.Lang()
	c.text("tick", curveRim, bottom+15, "start", d.say("curve.now", l.Rate(now)))
	c.text("bound", curveWide-curveRim, bottom+15, "end", d.say("curve.saturation", l.Rate(full)))
	return svg("svg", "chart load-curve").Attr("viewBox", "0 0 "+num(curveWide)+" "+num(bottom+20)).
		Attr("role", "img").DataSet("testid", "curve-chart").Aria("label", d.curveSpoken(n, lines)).Body(c.parts...)
}

// curveSpoken says the chart in a sentence.
func (d *Desk) curveSpoken(n *explain.Node, lines []curveLine) string {
	l := d.Lang()
	words := []string{d.say("curve.now", l.Rate(n.Figure("arrivals_per_s"))), d.say("curve.saturation", l.Rate(n.Figure("saturation_per_s")))}
	for _, c := range lines {
		words = append(words, c.name+" "+c.write(c.values[0]))
	}
	return d.say("curve.title") + ": " + l.List(words...)
}

// curveRows is the chart's twin.
func (d *Desk) curveRows(points []report.LoadPoint, lines []curveLine) app.UI {
	heads := []app.UI{app.Th().Scope("col").Class("num").Text(d.say("curve.rate"))}
	for _, l := range lines {
		heads = append(heads, app.Th().Scope("col").Class("num").Text(l.name))
	}
	rows := make([]app.UI, len(points))
	for i, p := range points {
		cells := []app.UI{app.Th().Scope("row").Class("num").Text(d.Lang().Rate(float64(p.RatePerS)))}
		for _, l := range lines {
			text := d.say("figure.unbounded")
			if report.Number(l.values[i]).Finite() {
				text = l.write(l.values[i])
			}
			cells = append(cells, app.Td().Class("num").Text(text))
		}
		rows[i] = app.Tr().Body(cells...)
	}
	return scrolling(d.say("curve.title"), app.Table().Class("curve-rows").DataSet("testid", "curve-rows").Aria("label", d.say("curve.title")).
		Body(app.THead().Body(app.Tr().Body(heads...)), app.TBody().Body(rows...)))
}
