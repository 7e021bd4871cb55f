package app

import (
	"math"
	"strconv"

	"weir/app/session"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// loadSlider scales the load of every source, without an edit: the whole page
// answers for it. The scale is logarithmic, one step is two percent.
func (d *Desk) loadSlider(where string) app.UI {
	factor := d.Load()
	name := d.say("whatif.load")
	body := []app.UI{
		app.Label().Class("soft").For("weir-load" + where).Text(name),
		app.Input().Type("range").ID("weir-load"+where).DataSet("testid", "load"+where).
			Min(loadStep(session.LeastLoad)).Max(loadStep(session.MostLoad)).Step(1).Value(loadStep(factor)).
			Aria("valuetext", d.timesText(factor)).Title(d.say("whatif.about")).
			OnInput(func(ctx app.Context, _ app.Event) { d.SetLoad(loadAt(ctx.JSSrc().Get("valueAsNumber").Float())) }).
			OnKeyDown(func(_ app.Context, e app.Event) {
				if e.Get("key").String() == "Escape" {
					e.Call("stopPropagation")
					d.resetLoad()
				}
			}),
		app.B().DataSet("testid", "load-factor"+where).DataSet("value", strconv.FormatFloat(factor, 'g', -1, 64)).Text(d.timesText(factor)),
	}
	if factor != 1 {
		body = append(body,
			button{id: "load-reset" + where, icon: "close", label: d.say("whatif.reset"), bare: true, press: d.resetLoad}.UI(),
			app.Span().Class("quiet").Class("load-limit").DataSet("testid", "load-limit"+where).Text(d.limitText()))
	}
	return app.Div().Class("load").Class("load"+where).Attr("role", "group").Aria("label", name).Body(body...)
}

// resetLoad answers the design as designed.
func (d *Desk) resetLoad() {
	d.SetLoad(1)
	d.announce(d.say("whatif.was_reset"))
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

// loadRatio is one step of the slider.
const loadRatio = 1.02

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
