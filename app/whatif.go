package app

import (
	"math"
	"strconv"

	"weir/app/session"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// loadOpen reports whether the what-if load shows: when it was asked for, and
// always while the page answers for another load than the design's.
func (d *Desk) loadOpen() bool { return d.whatif || d.Load() != 1 }

// loadButton opens the what-if load; a second press ends it.
func (d *Desk) loadButton() app.UI {
	open := d.loadOpen()
	return button{id: "whatif", icon: "gauge", label: d.say("whatif.button"), bare: true, pressed: &open, press: func() {
		if d.loadOpen() {
			d.endLoad()
			return
		}
		d.whatif = true
		d.changed()
		afterRender(func() { focusTest("load") })
	}}.UI()
}

// endLoad answers the design as designed again, and puts the slider away.
func (d *Desk) endLoad() {
	d.whatif = false
	d.SetLoad(1)
	d.changed()
	d.announce(d.say("whatif.was_reset"))
	afterRender(func() { focusTest("whatif") })
}

// loadBar scales the load of every source, without an edit: the whole page
// answers for it. The scale is logarithmic, one step is two percent.
func (d *Desk) loadBar() app.UI {
	factor := d.Load()
	name := d.say("whatif.load")
	return app.Section().Class("banner").Class("load").Aria("label", d.say("whatif.button")).Body(
		app.Label().For("weir-load").Title(d.say("whatif.about")).Text(name),
		app.Input().Type("range").ID("weir-load").DataSet("testid", "load").
			Min(loadStep(session.LeastLoad)).Max(loadStep(session.MostLoad)).Step(1).Value(loadStep(factor)).
			Aria("valuetext", d.timesText(factor)).Title(d.say("whatif.about")).
			OnInput(func(ctx app.Context, _ app.Event) { d.SetLoad(loadAt(ctx.JSSrc().Get("valueAsNumber").Float())) }).
			OnKeyDown(func(_ app.Context, e app.Event) {
				if e.Get("key").String() == "Escape" {
					e.Call("stopPropagation")
					d.endLoad()
				}
			}),
		app.B().DataSet("testid", "load-factor").DataSet("value", strconv.FormatFloat(factor, 'g', -1, 64)).Text(d.timesText(factor)),
		app.Span().Class("grow").Class("quiet").DataSet("testid", "load-limit").Text(d.limitText()),
		button{id: "load-reset", icon: "close", label: d.say("whatif.reset"), bare: true, press: d.endLoad}.UI(),
	)
}

// limitText says what limits the design under this load, and where it
// saturates.
func (d *Desk) limitText() string {
	var parts []string
	if r := d.Report(); r != nil && r.Summary.Bottleneck != nil {
		parts = append(parts, d.say("whatif.bottleneck", d.subjectName(*r.Summary.Bottleneck)))
	}
	if b := d.Saturates(); b.Factor > 0 {
		parts = append(parts, d.say("whatif.saturates", d.timesText(b.Factor)))
	}
	return d.Lang().List(parts...)
}

// timesText writes a factor: "× 1.25".
func (d *Desk) timesText(factor float64) string {
	return "×\u00a0" + strconv.FormatFloat(factor, 'f', 2, 64)
}

// loadRatio is one step of the slider: 55 of them lead from 1 to the most.
var loadRatio = math.Pow(session.MostLoad, 1.0/55)

func loadStep(factor float64) int { return int(math.Round(math.Log(factor) / math.Log(loadRatio))) }

func loadAt(step float64) float64 { return math.Pow(loadRatio, math.Round(step)) }

// baselineDelta says how far a figure is from that of the baseline: an arrow,
// a sign and, for those who do not see them, words. Nothing without a
// baseline; shares differ by points.
func (d *Desk) baselineDelta(id string, of func(*report.Report) report.Number) app.UI {
	held, now := d.Baseline(), d.Report()
	if held == nil || now == nil {
		return nil
	}
	a, b := float64(of(held)), float64(of(now))
	x, direction := change(id, a, b)
	switch {
	case math.IsNaN(x):
		return nil
	case direction == 0:
		return app.Span().Class("figure-band").DataSet("testid", "delta:"+id).Text("= 0")
	}
	arrow, sign, words := "▲", "+", "compare.more"
	if direction < 0 {
		arrow, sign, words = "▼", "−", "compare.less"
	}
	return app.Span().Class("figure-band").Class("delta").DataSet("testid", "delta:"+id).Title(d.say(words, d.Lang().Ratio(x))).Body(
		app.Span().Aria("hidden", true).Text(arrow+"\u00a0"+sign+d.Lang().Ratio(x)), app.Span().Class("unseen").Text(d.say(words, d.Lang().Ratio(x))))
}

// change is how far b is from a: relative, or in points where the figure is a
// share; NaN where either is no number. What reads as nothing is nothing.
func change(id string, a, b float64) (size float64, direction int) {
	if math.IsNaN(a) || math.IsNaN(b) || math.IsInf(a, 0) || math.IsInf(b, 0) {
		return math.NaN(), 0
	}
	x := b - a
	if id != "headroom" && id != "availability" {
		if a == 0 {
			return math.NaN(), 0
		}
		x /= a
	}
	switch {
	case x > 5e-6:
		return x, 1
	case x < -5e-6:
		return -x, -1
	}
	return 0, 0
}
