package app

import (
	"math"
	"strconv"

	"weir/app/icon"
	"weir/app/text"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// latency shows where the time of a class goes: one bar for each station, in
// the order of the path, over the percentiles of the whole.
func (w *drawer) latency(r *report.Report) []app.UI {
	d := w.D
	journeys := shownJourneys(r)
	if len(journeys) == 0 {
		if len(r.Jobs) > 0 {
			return w.jobs(r)
		}
		return []app.UI{app.P().Class("nothing").Text(d.say("latency.none"))}
	}
	j := journeys[0]
	options := make([]choiceOf, len(journeys))
	for i, x := range journeys {
		key := journeyKey(x)
		options[i] = choiceOf{key, d.journeyName(x)}
		if key == w.class {
			j = x
		}
	}
	legend := func(class, key string) app.UI {
		return app.Span().Class("legend").Body(swatch(class), app.Span().Text(d.say(key)))
	}
	bar := app.Div().Class("drawer-bar").Body(
		app.Span().Class("soft").Text(d.say("latency.class")),
		d.choose("latency-class", d.say("latency.class"), journeyKey(j), options, func(v string) { w.class = v }),
		app.Span().Class("quiet").Class("only-large").Text(d.say("latency.path", d.nodeName(j.Source), d.nodeName(j.Sink))),
		app.Span().Class("push"),
		legend("queue", "latency.queue"), legend("service", "latency.service"), legend("transfer", "latency.transfer"),
	)
	body := []app.UI{bar, scrolling(d.say("tab.latency"), w.waterfall(j), d.journeyBeside(j))}
	if len(r.Jobs) > 0 {
		body = append(body, w.jobs(r)...)
	}
	return body
}

// shownJourneys puts what is waited for before what runs in the background,
// the busiest first.
func shownJourneys(r *report.Report) []*report.Journey {
	var out, background []*report.Journey
	main := mainJourney(r)
	if main != nil {
		out = append(out, main)
	}
	for _, j := range r.Journeys {
		switch {
		case j == main:
		case j.Background:
			background = append(background, j)
		default:
			out = append(out, j)
		}
	}
	return append(out, background...)
}

func journeyKey(j *report.Journey) string { return j.Source + "|" + j.Class + "|" + j.Sink }

func (d *Desk) journeyName(j *report.Journey) string {
	name := d.className(j.Class)
	if j.Class == "" {
		name = d.nodeName(j.Source)
	}
	if j.Background {
		name += d.say("latency.background")
	}
	return name
}

func swatch(class string) app.UI {
	return svg("svg", "").Attr("viewBox", "0 0 10 10").Attr("aria-hidden", "true").
		Body(svg("rect", class).Attr("width", "10").Attr("height", "10").Attr("rx", "2"))
}

// Measures of the waterfall, in its own units (CSS pixels at full width).
const (
	chartLeft   = 246.0 // where time begins
	chartRim    = 30.0  // right of the end of time
	chartRow    = 17.0
	chartHead   = 20.0 // labels of the percentiles
	chartTail   = 60.0 // share slower than t, and the axis
	leastBar    = 1.5
	axisTarget  = 6 // about so many ticks
	curvePoints = 120
)

// drawerWidth is how wide a chart in the drawer can be: what there is, but
// no less than it takes to read one and no more than helps.
func drawerWidth() float64 {
	const least, most = 520.0, 896.0
	e := query(".drawer")
	if !e.Truthy() {
		return most
	}
	return min(max(e.Get("clientWidth").Float()-24, least), most)
}

// waterfall draws a journey.
func (w *drawer) waterfall(j *report.Journey) app.UI {
	d := w.D
	w.wide = drawerWidth()
	rows := float64(len(j.Parts))
	bottom := chartHead + rows*chartRow + 8
	height := bottom + chartTail
	reach := reachOf(j, d.bound("latency_p99", j.Class))
	x := func(s float64) float64 { return chartLeft + ((w.wide-chartRim)-chartLeft)*min(s/reach, 1) }
	c := &chart{}
	step := niceStep(reach, axisTarget)
	for t := 0.0; t <= reach*1.0001; t += step {
		c.line("grid", x(t), chartHead-8, x(t), bottom)
		c.text("tick", x(t), height-6, "middle", d.tick(t, step, t+step > reach*1.0001))
	}
	at := 0.0
	widest := widestPart(j)
	for i, p := range j.Parts {
		y := chartHead + float64(i)*chartRow
		at = w.row(c, j, p, y, at, x, i == widest)
	}
	c.line("axis", 0, bottom, w.wide, bottom)
	w.tail(c, j, x, reach, bottom, height)
	w.percentiles(c, j, x, bottom+chartTail-24)
	return svg("svg", "chart waterfall").Attr("viewBox", "0 0 "+num(w.wide)+" "+num(height)).
		Attr("width", num(w.wide)).Attr("height", num(height)).Attr("role", "img").Aria("label", w.spoken(j)).Body(c.parts...)
}

// row draws one station and returns where the next begins.
func (w *drawer) row(c *chart, j *report.Journey, p report.Part, y, at float64, x func(float64) float64, bold bool) float64 {
	d := w.D
	class := ""
	if bold {
		class = "strong"
	}
	name := d.subjectName(p.Subject)
	total := finite(p.QueueS) + finite(p.ServiceS) + finite(p.TransferS)
	visits := math.Abs(float64(p.Visits)-1) > 0.005
	room := nameLength(name)
	if visits {
		room -= 3 // the visits stand at the end of the name
	}
	c.cut(class, 12, y+12, name, room)
	if v := float64(p.Visits); v > 0 && visits {
		c.text("tick", 158, y+12, "end", "× "+strconv.FormatFloat(v, 'f', 2, 64))
	}
	c.text(class, 234, y+12, "end", d.Lang().Duration(total))
	for _, s := range []struct {
		class string
		time  report.Number
	}{{"queue", p.QueueS}, {"service", p.ServiceS}, {"transfer", p.TransferS}} {
		if t := finite(s.time); t > 0 {
			c.rect(s.class, x(at), y+3, max(x(at+t)-x(at), leastBar), 10)
			at += t
		}
	}
	if p.Node != "" {
		c.hit(0, y-1, w.wide, chartRow, name, press(func() { d.goTo(p.Node) }), p.Node)
	}
	return at
}

// nameLength is how many characters of a name fit beside the figures;
// Chinese ones are twice as wide.
func nameLength(name string) int {
	if len(name) > 2*len([]rune(name)) {
		return 10
	}
	return 16
}

// percentiles draws p50, p95, p99 and the objective as rules over the chart.
func (w *drawer) percentiles(c *chart, j *report.Journey, x func(float64) float64, bottom float64) {
	d := w.D
	mark := func(class, text string, t report.Number, anchor, label string) {
		if f := float64(t); !math.IsNaN(f) && !math.IsInf(f, 0) {
			at := x(f)
			c.line(class, at, 4, at, bottom)
			dx := 5.0
			if anchor == "end" {
				dx = -5
			}
			c.text("halo "+text, at+dx, 14, anchor, label+" "+d.Lang().Duration(f))
		}
	}
	mark("rule-p", "", j.LatencyS.P50, "start", "p50")
	mark("rule-p", "", j.LatencyS.P95, "end", "p95")
	anchor := "end"
	if x(float64(j.LatencyS.P99))-x(float64(j.LatencyS.P95)) < 84 {
		anchor = "start" // no room left of the line
	}
	mark("rule-p99", "strong", j.LatencyS.P99, anchor, "p99")
	if b := d.bound("latency_p99", j.Class); b > 0 {
		at := x(b)
		c.line("rule-bound", at, 4, at, bottom)
		y := 14.0
		if math.Abs(at-x(float64(j.LatencyS.P99))) < 120 {
			y = 28
		}
		dx, anchor := 5.0, "start"
		if at > (w.wide-chartRim)-110 {
			dx, anchor = -5, "end"
		}
		c.text("bound halo", at+dx, y, anchor, d.say("latency.objective", text.Plain(d.Lang().Duration(b))))
	}
}

// tail draws the share of items slower than t, through the percentiles the
// report states.
func (w *drawer) tail(c *chart, j *report.Journey, x func(float64) float64, reach, top, height float64) {
	d := w.D
	c.text("", 12, top+18, "start", d.say("latency.slower"))
	c.text("tick", 12, top+34, "start", d.say("latency.mean", d.Lang().Duration(float64(j.LatencyS.Mean))))
	base := height - 22
	curve := tailCurve(j.LatencyS)
	if curve == nil {
		return
	}
	y := func(share float64) float64 { return base - (base-top-6)*share }
	path := ""
	for i := range curvePoints + 1 {
		t := reach * float64(i) / curvePoints
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		path += verb + num(x(t)) + " " + num(y(curve(t)))
	}
	c.path("area", path+"L"+num(x(reach))+" "+num(base)+"L"+num(chartLeft)+" "+num(base)+"Z")
	c.path("curve", path)
	c.line("axis", chartLeft, base, (w.wide - chartRim), base)
}

// spoken says a waterfall in a sentence.
func (w *drawer) spoken(j *report.Journey) string {
	d := w.D
	l := d.Lang()
	return d.say("latency.aria", d.journeyName(j), l.Duration(float64(j.LatencyS.Mean)), l.Duration(float64(j.LatencyS.P50)),
		l.Duration(float64(j.LatencyS.P95)), l.Duration(float64(j.LatencyS.P99)))
}

// jobs lists the finite pieces of work.
func (w *drawer) jobs(r *report.Report) []app.UI {
	d := w.D
	l := d.Lang()
	var rows []app.UI
	for _, job := range r.Jobs {
		mark, family := d.nodeIcon(job.Source)
		rows = append(rows, app.Tr().Body(
			app.Td().Body(app.Span().Class("cell-name").Class(family).Body(app.Span().Class("bare-tile").Body(icon.UI(mark)), app.Text(d.say("latency.path", d.nodeName(job.Source), d.nodeName(job.Sink))))),
			app.Td().Class("num").Text(l.Number(float64(job.Items))),
			app.Td().Class("num").DataSet("testid", "job:"+job.Source).DataSet("value", jsonNumber(job.DurationS)).Text(l.Duration(float64(job.DurationS))),
			app.Td().Text(d.nodeName(job.Slowest)),
			app.Td().Class("num").Text(l.Money(float64(job.Cost), d.currency())),
		))
	}
	head := app.Tr().Body(app.Th().Text(d.say("jobs.job")), app.Th().Class("num").Text(d.say("jobs.items")), app.Th().Class("num").Text(d.say("jobs.duration")),
		app.Th().Text(d.say("jobs.slowest")), app.Th().Class("num").Text(d.say("jobs.cost")))
	return []app.UI{app.Div().Class("scroll").Body(app.Table().Body(app.THead().Body(head), app.TBody().Body(rows...)))}
}
