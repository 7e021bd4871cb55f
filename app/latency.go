package app

import (
	"math"
	"strconv"
	"strings"

	"weir/app/icon"
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

// Measures of the charts, in their own units (CSS pixels at full width).
const (
	chartLeft    = 246.0 // where time begins
	chartRim     = 30.0  // right of the end of time
	chartRow     = 17.0
	chartHead    = 6.0  // over the rows, beside the labels of the percentiles
	chartTail    = 60.0 // share slower than t, and the axis
	chartNarrow  = 520.0
	leastBar     = 1.5
	axisTarget   = 6 // about so many ticks
	narrowTarget = 3
	curvePoints  = 120
)

// scale is where things are on a waterfall. On a narrow one each name stands
// over its bar, so that time has the whole width.
type scale struct {
	narrow           bool
	left, right, row float64
	reach            float64 // seconds at the right end
}

func scaleOf(wide, reach float64) scale {
	if wide < chartNarrow {
		return scale{true, 12, wide - 12, 2*chartRow - 2, reach}
	}
	return scale{false, chartLeft, wide - chartRim, chartRow, reach}
}

// x is where a time is.
func (s scale) x(t float64) float64 { return s.left + (s.right-s.left)*min(t/s.reach, 1) }

// drawerWidth is how wide a chart in the drawer can be: what there is, but
// no more than helps.
func drawerWidth() float64 {
	const least, most = 280.0, 896.0
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
	bound := d.bound("latency_p99", j.Class)
	at := scaleOf(w.wide, reachOf(j, bound))
	pins := pinsOf(d.Lang(), j, bound, at)
	head := chartHead + pinRow*float64(placePins(pins, 0, w.wide))
	bottom := head + float64(len(j.Parts))*at.row + 8
	height := bottom + chartTail
	c := &chart{}
	target := axisTarget
	if at.narrow {
		target = narrowTarget
	}
	step := niceStep(at.reach, target)
	for t := 0.0; t <= at.reach*1.0001; t += step {
		c.line("grid", at.x(t), head-4, at.x(t), bottom)
		c.text("tick", at.x(t), height-6, "middle", d.tick(t, step, t+step > at.reach*1.0001))
	}
	for _, p := range pins {
		p.line(c, bottom+chartTail-24)
	}
	begin := 0.0
	widest := widestPart(j)
	for i, p := range j.Parts {
		begin = w.row(c, p, head+float64(i)*at.row, begin, at, i == widest)
	}
	c.line("axis", 0, bottom, w.wide, bottom)
	w.tail(c, j, at, bottom, height)
	for _, p := range pins {
		p.text(c)
	}
	return svg("svg", "chart waterfall").Attr("viewBox", "0 0 "+num(w.wide)+" "+num(height)).
		Attr("width", num(w.wide)).Attr("height", num(height)).Attr("role", "img").Aria("label", w.spoken(j)).Body(c.parts...)
}

// row draws one station and returns where the next begins.
func (w *drawer) row(c *chart, p report.Part, y, begin float64, at scale, bold bool) float64 {
	d := w.D
	class := ""
	if bold {
		class = "strong"
	}
	name := d.subjectName(p.Subject)
	total := finite(p.QueueS) + finite(p.ServiceS) + finite(p.TransferS)
	visits := ""
	if v := float64(p.Visits); v > 0 && math.Abs(v-1) > 0.005 {
		visits = "× " + strconv.FormatFloat(v, 'f', 2, 64)
	}
	bar := y + 3
	if at.narrow {
		bar = y + chartRow - 1
		figure := strings.TrimSpace(visits + "  " + d.Lang().Duration(total))
		c.plate(12, y, textWidth(cutTo(name, 2*nameLength(name)), pinFont))
		c.plate(at.right, y, -textWidth(figure, pinFont))
		c.cut("halo "+class, 12, y+12, name, 2*nameLength(name))
		c.text("halo "+class, at.right, y+12, "end", figure)
	} else {
		room := nameLength(name)
		if visits != "" {
			room -= 3 // the visits stand at the end of the name
		}
		c.cut(class, 12, y+12, name, room)
		c.text("tick", 158, y+12, "end", visits)
		c.text(class, 234, y+12, "end", d.Lang().Duration(total))
	}
	for _, s := range []struct {
		class string
		time  report.Number
	}{{"queue", p.QueueS}, {"service", p.ServiceS}, {"transfer", p.TransferS}} {
		if t := finite(s.time); t > 0 {
			c.rect(s.class, at.x(begin), bar, max(at.x(begin+t)-at.x(begin), leastBar), 10)
			begin += t
		}
	}
	if p.Node != "" {
		c.hit(0, y-1, w.wide, at.row, name, press(func() { d.goTo(p.Node) }), p.Node)
	}
	return begin
}

// nameLength is how many characters of a name fit beside the figures;
// Chinese ones are twice as wide.
func nameLength(name string) int {
	if len(name) > 2*len([]rune(name)) {
		return 10
	}
	return 16
}

// tail draws the share of items slower than t, through the percentiles the
// report states.
func (w *drawer) tail(c *chart, j *report.Journey, at scale, top, height float64) {
	d := w.D
	base := height - 22
	defer func() { // over the curve where it runs beneath them
		c.text("halo", 12, top+18, "start", d.say("latency.slower"))
		c.text("tick halo", 12, top+34, "start", d.say("latency.mean", d.Lang().Duration(float64(j.LatencyS.Mean))))
	}()
	curve := tailCurve(j.LatencyS)
	if curve == nil {
		return
	}
	y := func(share float64) float64 { return base - (base-top-6)*share }
	path := ""
	for i := range curvePoints + 1 {
		t := at.reach * float64(i) / curvePoints
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		path += verb + num(at.x(t)) + " " + num(y(curve(t)))
	}
	c.path("area", path+"L"+num(at.right)+" "+num(base)+"L"+num(at.left)+" "+num(base)+"Z")
	c.path("curve", path)
	c.line("axis", at.left, base, at.right, base)
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
		cells := []app.UI{
			app.Td().Body(app.Span().Class("cell-name").Class(family).Body(app.Span().Class("bare-tile").Body(icon.UI(mark)), app.Text(d.say("latency.path", d.nodeName(job.Source), d.nodeName(job.Sink))))),
			app.Td().Class("num").Text(l.Number(float64(job.Items))),
			app.Td().Class("num").DataSet("testid", "job:"+job.Source).DataSet("value", jsonNumber(job.DurationS)).Text(l.Duration(float64(job.DurationS))),
			app.Td().Text(d.nodeName(job.Slowest)),
			app.Td().Class("num").Text(l.Money(float64(job.Cost), d.currency())),
			app.Td().Class("num").Text(d.classBand(job.ErrorClass)),
		}
		rows = append(rows, app.Tr().Body(append(cells, d.jobBeside(job.Source)...)...))
	}
	heads := []app.UI{app.Th().Text(d.say("jobs.job")), app.Th().Class("num").Text(d.say("jobs.items")), app.Th().Class("num").Text(d.say("jobs.duration")),
		app.Th().Text(d.say("jobs.slowest")), app.Th().Class("num").Text(d.say("jobs.cost")), app.Th().Class("num").Text(d.say("simulation.band"))}
	head := app.Tr().Body(append(heads, d.jobBesideHeads()...)...)
	return []app.UI{scrolling(d.say("jobs.job"), app.Table().Aria("label", d.say("jobs.job")).Body(app.THead().Body(head), app.TBody().Body(rows...)))}
}
