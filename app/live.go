package app

import (
	"math"
	"strings"
	"time"

	"weir/app/browser"
	"weir/app/session"
	"weir/engine/report"
)

// announceDelay gathers what changes while somebody types or drags, so that
// one sentence is spoken and not twenty.
const announceDelay = time.Second

// announce speaks a sentence to assistive technology.
func (d *Desk) announce(sentence string) {
	if e := browser.Document().Call("getElementById", "weir-live"); e.Truthy() {
		e.Set("textContent", sentence)
	}
}

// listen speaks how the answer changed, a moment after it last did, and
// follows what lies outside of go-app's elements.
func (d *Desk) listen() {
	d.Watch(session.Answer, func() {
		d.keepLasting()
		if d.spoken != nil {
			d.spoken()
		} else {
			d.before = d.Previous()
		}
		d.spoken = browser.After(announceDelay, func() {
			d.Do(func() {
				d.spoken = nil
				if s := d.difference(d.before, d.Report()); s != "" {
					d.announce(s)
				}
			})
		})
	})
	d.Watch(session.Selection, d.selectionChanged)
	d.listenWindow()
}

// keepLasting remembers the last full answer of the open design; another
// design's is forgotten.
func (d *Desk) keepLasting() {
	switch r := d.Report(); {
	case r != nil && r.Precision == report.Settled:
		d.lasting = r
	case d.Previous() == nil:
		d.lasting = nil
	}
}

// difference says what changed between two answers in the figures people
// watch: "p99 1.8 s, up 0.2 s".
func (d *Desk) difference(old, now *report.Report) string {
	if old == nil || now == nil {
		return ""
	}
	var parts []string
	add := func(id string, a, b report.Number) {
		before, after := d.metricValue(id, float64(a)), d.metricValue(id, float64(b))
		if before != after {
			direction := "live.up"
			if b < a {
				direction = "live.down"
			}
			if !a.Finite() || !b.Finite() { // by how much says nothing then
				parts = append(parts, d.say("live.was", d.metricName(report.Objective{Metric: id}), after, before))
				return
			}
			parts = append(parts, d.say(direction, d.metricName(report.Objective{Metric: id}), after, d.metricValue(id, math.Abs(float64(b-a)))))
		}
	}
	if a, b := mainJourney(old), mainJourney(now); a != nil && b != nil {
		add("latency_p99", a.LatencyS.P99, b.LatencyS.P99)
	}
	add("cost_per_month", old.Summary.CostPerMonth, now.Summary.CostPerMonth)
	add("headroom", old.Summary.Headroom, now.Summary.Headroom)
	if a, b := old.Summary.Bottleneck, now.Summary.Bottleneck; b != nil && (a == nil || *a != *b) {
		parts = append(parts, d.say("whatif.bottleneck", d.subjectName(*b)))
	}
	return strings.Join(parts, d.say("live.join"))
}

// selectionChanged shows the inspector's first tab for a new selection.
func (d *Desk) selectionChanged() {
	d.why = nil
	if d.typing.id != "" { // its field goes with the selection, and tells no one
		d.Editor.End()
		d.typing = typing{}
	}
	d.lightInspected()
	if d.small() && !d.Editor.Selection().Empty() && d.sheet == "palette" {
		d.setSheet("")
	}
}
