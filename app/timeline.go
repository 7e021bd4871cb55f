package app

import (
	"math"

	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// timeline shows how the first replication of the simulation went: load,
// queue and servers of a station, p99 of a journey, over simulated time. The
// same figures can be read as a table.
func (w *drawer) timeline() []app.UI {
	d := w.D
	out := []app.UI{d.simulationState()}
	s := d.Simulated()
	if s == nil || s.Found == nil || s.Found.Timeline == nil || s.Found.Timeline.Slices == 0 {
		return out
	}
	t := s.Found.Timeline
	station := w.timelineStation(t)
	j := timelineJourney(t, d.Report())
	strips := d.strips(t, station, j)
	if len(strips) == 0 {
		return out
	}
	asTable := w.table
	bar := app.Div().Class("drawer-bar").Body(
		app.Span().Class("soft").Text(d.say("timeline.station")),
		d.choose("timeline-station", d.say("timeline.station"), station, d.stationChoices(t), func(v string) { w.shown = v }),
		app.Span().Class("push"),
		button{id: "timeline-table", icon: "grid", label: d.say("timeline.table"), pressed: &asTable, press: func() { w.table = !w.table }}.UI())
	if asTable {
		return append(out, bar, scrolling(d.say("timeline.label"), d.stripTable(t, strips)))
	}
	return append(out, bar, scrolling(d.say("timeline.label"), d.stripChart(t, strips)))
}

// timelineStation is the station that shows: the one chosen, else the
// bottleneck, else the busiest.
func (w *drawer) timelineStation(t *report.Timeline) string {
	if t.Nodes[w.shown] != nil {
		return w.shown
	}
	if r := w.D.Report(); r != nil && r.Summary.Bottleneck != nil && t.Nodes[r.Summary.Bottleneck.Node] != nil {
		return r.Summary.Bottleneck.Node
	}
	busiest, most := "", -1.0
	for _, id := range sortedKeys(t.Nodes) {
		if u := greatest(t.Nodes[id].Utilisation); u > most {
			busiest, most = id, u
		}
	}
	return busiest
}

func (d *Desk) stationChoices(t *report.Timeline) []choiceOf {
	var out []choiceOf
	for _, id := range sortedKeys(t.Nodes) {
		out = append(out, choiceOf{id, d.nodeName(id)})
	}
	return out
}

// timelineJourney is the main journey's line, else the first that is waited
// for.
func timelineJourney(t *report.Timeline, r *report.Report) *report.JourneyTimeline {
	var main *report.Journey
	if r != nil {
		main = mainJourney(r)
	}
	var first *report.JourneyTimeline
	for i := range t.Journeys {
		j := &t.Journeys[i]
		if main != nil && j.Source == main.Source && j.Class == main.Class && j.Sink == main.Sink && j.Background == main.Background {
			return j
		}
		if first == nil && !j.Background {
			first = j
		}
	}
	return first
}

// timelineStrip is one figure over time.
type timelineStrip struct {
	name   string
	values []report.Number
	write  func(float64) string
}

func (d *Desk) strips(t *report.Timeline, station string, j *report.JourneyTimeline) []timelineStrip {
	l := d.Lang()
	var out []timelineStrip
	if n := t.Nodes[station]; n != nil {
		out = append(out,
			timelineStrip{d.say("figure.utilisation"), n.Utilisation, l.Ratio},
			timelineStrip{d.say("figure.in_queue"), n.InQueue, l.Number})
	}
	if j != nil {
		out = append(out, timelineStrip{d.say("timeline.p99"), j.P99S, l.Duration})
	}
	if n := t.Nodes[station]; n != nil {
		out = append(out, timelineStrip{d.say("timeline.servers"), n.ServersUp, l.Number})
	}
	return out
}

func greatest(x []report.Number) float64 {
	most := 0.0
	for _, v := range x {
		most = max(most, finite(v))
	}
	return most
}

// Measures of the timeline, in the chart's own units.
const (
	stripHigh = 34.0
	stripGap  = 8.0
	stripHead = 8.0
)

// stripChart draws the strips under each other on one axis of time, each
// beside its name or, where that would leave time little room, under it.
func (d *Desk) stripChart(t *report.Timeline, strips []timelineStrip) app.UI {
	c, wide := &chart{}, drawerWidth()
	start, span := float64(t.StartS), float64(t.StepS)*float64(t.Slices)
	at, over, ticks := scaleOf(wide, span), 0.0, axisTarget
	if at.narrow {
		over, ticks = chartRow, narrowTarget
	}
	bottom := stripHead + float64(len(strips))*(over+stripHigh+stripGap)
	height := bottom + 18
	x := func(s float64) float64 { return at.x(s - start) }
	step := niceStep(span, ticks)
	for s := math.Ceil(start/step) * step; s <= start+span*1.0001; s += step {
		c.line("grid", x(s), stripHead, x(s), bottom)
		align := "middle"
		if at.narrow && x(s) > at.right-chartRim {
			align = "end"
		}
		c.text("tick", x(s), height-4, align, d.Lang().Duration(s))
	}
	for i, s := range strips {
		top := stripHead + float64(i)*(over+stripHigh+stripGap)
		base := top + over + stripHigh
		most := greatest(s.values)
		c.cut("strong halo", 12, top+14, s.name, 20)
		if at.narrow {
			c.text("tick halo", at.right, top+14, "end", d.say("timeline.most", s.write(most)))
		} else {
			c.text("tick", 12, top+29, "start", d.say("timeline.most", s.write(most)))
		}
		if most == 0 {
			most = 1
		}
		c.path("curve", d.stripPath(t, s.values, x, func(v float64) float64 { return base - stripHigh*v/most }))
		c.line("axis", at.left, base, at.right, base)
	}
	return svg("svg", "chart timeline").Attr("viewBox", "0 0 "+num(wide)+" "+num(height)).Attr("width", num(wide)).Attr("height", num(height)).
		Attr("role", "img").DataSet("testid", "timeline-chart").Aria("label", d.stripsSpoken(strips)).Body(c.parts...)
}

// stripPath runs through the middle of the slices; it breaks where there was
// nothing to measure.
func (d *Desk) stripPath(t *report.Timeline, values []report.Number, x, y func(float64) float64) string {
	path, verb := "", "M"
	for i, v := range values {
		if !v.Finite() {
			verb = "M"
			continue
		}
		path += verb + round(x(float64(t.StartS)+(float64(i)+0.5)*float64(t.StepS))) + " " + round(y(float64(v)))
		verb = "L"
	}
	return path
}

// stripsSpoken says the chart in a sentence.
func (d *Desk) stripsSpoken(strips []timelineStrip) string {
	words := []string{}
	for _, s := range strips {
		words = append(words, s.name+" "+d.say("timeline.most", s.write(greatest(s.values))))
	}
	return d.say("timeline.label") + ": " + d.Lang().List(words...)
}

// stripTable is the chart's twin.
func (d *Desk) stripTable(t *report.Timeline, strips []timelineStrip) app.UI {
	heads := []app.UI{app.Th().Scope("col").Class("num").Text(d.say("timeline.time"))}
	for _, s := range strips {
		heads = append(heads, app.Th().Scope("col").Class("num").Text(s.name))
	}
	rows := make([]app.UI, t.Slices)
	for i := range rows {
		cells := []app.UI{app.Th().Scope("row").Class("num").Text(d.Lang().Duration(float64(t.StartS) + float64(i)*float64(t.StepS)))}
		for _, s := range strips {
			text := ""
			if i < len(s.values) && s.values[i].Finite() {
				text = s.write(float64(s.values[i]))
			}
			cells = append(cells, app.Td().Class("num").Text(text))
		}
		rows[i] = app.Tr().Body(cells...)
	}
	return app.Table().DataSet("testid", "timeline-rows").Aria("label", d.say("timeline.label")).Body(app.THead().Body(app.Tr().Body(heads...)), app.TBody().Body(rows...))
}
