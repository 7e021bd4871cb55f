package app

import (
	"weir/app/text"
	"weir/engine/report"
)

// pin is a labelled rule over a chart: a percentile, or the objective.
type pin struct {
	rule, class string
	at          float64 // where its rule is
	label       string
	row         int // of its label, from the top
	x           float64
	anchor      string
}

// Measures of the labels of pins.
const (
	pinRow  = 14.0
	pinGap  = 5.0 // between a rule and its label
	pinFont = 12.0
)

// pins are p50, p95, p99 and the objective of a journey. An objective beyond
// the scale stands at its end, with an arrow.
func pinsOf(l text.Lang, j *report.Journey, bound float64, at scale) []*pin {
	var out []*pin
	add := func(rule, class string, t float64, label string) {
		if t > 0 && finite(report.Number(t)) == t {
			out = append(out, &pin{rule: rule, class: class, at: at.x(t), label: label})
		}
	}
	for _, p := range []struct {
		rule, class, label string
		t                  report.Number
	}{{"rule-p", "halo", "p50", j.LatencyS.P50}, {"rule-p", "halo", "p95", j.LatencyS.P95}, {"rule-p99", "halo strong", "p99", j.LatencyS.P99}} {
		add(p.rule, p.class, float64(p.t), p.label+" "+l.Duration(float64(p.t)))
	}
	label, rule := l.Say("latency.objective", text.Plain(l.Duration(bound))), "rule-bound"
	if bound > at.reach {
		label, rule = label+" →", ""
	}
	add(rule, "bound halo", bound, label)
	return out
}

// placePins gives every label a row and a side of its rule so that none lies
// over another and all are between from and to; it returns how many rows that
// takes.
func placePins(pins []*pin, from, to float64) int {
	type span struct{ from, to float64 }
	var rows [][]span
	for _, p := range pins {
		width := textWidth(p.label, pinFont)
		for row := 0; ; row++ {
			if row == len(rows) {
				rows = append(rows, nil)
			}
			if x, ok := freeSide(p.at, width, from, to, func(a, b float64) bool {
				for _, s := range rows[row] {
					if a < s.to+pinGap && b > s.from-pinGap {
						return false
					}
				}
				return true
			}); ok {
				rows[row] = append(rows[row], span{x, x + width})
				p.row, p.x, p.anchor = row, x, "start"
				if x < p.at {
					p.x, p.anchor = x+width, "end"
				}
				break
			}
		}
	}
	return len(rows)
}

// freeSide is where a label of a width beside a rule begins: right of it, else
// left, else as far right as there is room.
func freeSide(at, width, from, to float64, free func(a, b float64) bool) (float64, bool) {
	for _, x := range []float64{at + pinGap, at - pinGap - width} {
		if x >= from && x+width <= to && free(x, x+width) {
			return x, true
		}
	}
	x := max(from, min(at+pinGap, to-width))
	return x, free(x, x+width)
}

// textWidth is about how wide a text is: no less than any usual font makes it.
func textWidth(s string, size float64) float64 {
	width := 0.0
	for _, r := range s {
		if r >= 0x2e80 {
			width += size
		} else {
			width += 0.58 * size
		}
	}
	return width
}

// line draws the rule of a pin, beneath what is written on the chart.
func (p *pin) line(c *chart, bottom float64) {
	if p.rule != "" {
		c.line(p.rule, p.at, pinRow*float64(p.row+1)-10, p.at, bottom)
	}
}

func (p *pin) text(c *chart) { c.text(p.class, p.x, pinRow*float64(p.row+1), p.anchor, p.label) }
