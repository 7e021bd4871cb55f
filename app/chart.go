package app

import (
	"math"
	"strconv"

	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// svg is an element of a drawing. Its style names go into data-c: go-app
// writes class through className, which SVG elements refuse.
func svg(tag, styles string) app.HTMLElem {
	e := app.Elem(tag).XMLNS("http://www.w3.org/2000/svg")
	if styles == "" {
		return e
	}
	return e.DataSet("c", styles)
}

// chart gathers the elements of a drawing; colours come from classes, because
// the page allows no inline style.
type chart struct{ parts []app.UI }

func num(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func round(x float64) string { return num(math.Round(x*10) / 10) }

func (c *chart) line(class string, x1, y1, x2, y2 float64) {
	c.path(class, "M"+round(x1)+" "+round(y1)+"L"+round(x2)+" "+round(y2))
}

func (c *chart) path(class, data string) {
	c.parts = append(c.parts, svg("path", class).Attr("d", data))
}

func (c *chart) rect(class string, x, y, w, h float64) {
	c.parts = append(c.parts, svg("rect", class).
		Attr("x", round(x)).Attr("y", round(y)).Attr("width", round(w)).Attr("height", round(h)).Attr("rx", "1.5"))
}

func (c *chart) text(class string, x, y float64, anchor, text string) {
	c.parts = append(c.parts, svg("text", class).
		Attr("x", round(x)).Attr("y", round(y)).Attr("text-anchor", anchor).Body(app.Text(text)))
}

// cut writes at most so many characters; the whole is in the tooltip.
func (c *chart) cut(class string, x, y float64, text string, most int) {
	c.text(class, x, y, "start", cutTo(text, most))
}

func cutTo(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(append(runes[:most-1:most-1], '…'))
	}
	return text
}

// plate clears the ground of a line of text whose top is at y, so that no rule
// runs through it; a text that ends at x has a negative width.
func (c *chart) plate(x, y, w float64) {
	const rim = 3
	c.rect("plate", min(x, x+w)-rim, y, math.Abs(w)+2*rim, 15)
}

// hit is an invisible box that can be pressed.
func (c *chart) hit(x, y, w, h float64, title string, f app.EventHandler, scope string) {
	c.parts = append(c.parts, svg("rect", "hit").OnClick(f, scope).
		Attr("x", round(x)).Attr("y", round(y)).Attr("width", round(w)).Attr("height", round(h)).
		Body(svg("title", "").Body(app.Text(title))))
}

// niceStep is the least of 1, 2, 5 × 10ⁿ that cuts a length in at most about
// so many pieces.
func niceStep(length float64, pieces int) float64 {
	if length <= 0 || math.IsInf(length, 0) || math.IsNaN(length) {
		return 1
	}
	rough := length / float64(pieces)
	size := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*size >= rough {
			return m * size
		}
	}
	return 10 * size
}

// tick writes a time of the axis in the unit that suits the step; only the
// last carries the unit.
func (d *Desk) tick(t, step float64, last bool) string {
	unit, size := "s", 1.0
	switch {
	case step < 1e-3:
		unit, size = "µs", 1e-6
	case step < 0.1:
		unit, size = "ms", 1e-3
	}
	places := max(0, -int(math.Floor(math.Log10(step/size)+1e-9)))
	s := strconv.FormatFloat(t/size, 'f', places, 64)
	if last {
		s += " " + unit
	}
	return s
}

// finite is x, or 0 if it is no number.
func finite(x report.Number) float64 {
	f := float64(x)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// reachOf is how far the time axis of a journey goes: past its p99, its bars
// and its bound.
func reachOf(j *report.Journey, bound float64) float64 {
	sum := 0.0
	for _, p := range j.Parts {
		sum += finite(p.QueueS) + finite(p.ServiceS) + finite(p.TransferS)
	}
	reach := max(sum, finite(j.LatencyS.P99)*1.12, finite(j.LatencyS.P95))
	if bound < 3*reach {
		reach = max(reach, bound*1.08)
	}
	if reach <= 0 {
		return 1
	}
	return reach
}

func widestPart(j *report.Journey) int {
	widest, most := -1, 0.0
	for i, p := range j.Parts {
		if t := finite(p.QueueS) + finite(p.ServiceS) + finite(p.TransferS); t > most {
			widest, most = i, t
		}
	}
	return widest
}

// tailCurve runs through the stated percentiles: straight in the logarithm of
// the share between them. It returns nil if the latency is unbounded.
func tailCurve(l report.Latency) func(float64) float64 {
	type point struct{ t, share float64 }
	points := []point{{0, 1}}
	for _, p := range []point{{float64(l.P50), 0.5}, {float64(l.P90), 0.1}, {float64(l.P95), 0.05}, {float64(l.P99), 0.01}, {float64(l.P999), 0.001}} {
		if math.IsNaN(p.t) || math.IsInf(p.t, 0) {
			return nil
		}
		if p.t > points[len(points)-1].t {
			points = append(points, p)
		}
	}
	return func(t float64) float64 {
		for i := 1; i < len(points); i++ {
			a, b := points[i-1], points[i]
			if t <= b.t {
				f := (t - a.t) / (b.t - a.t)
				return math.Exp(math.Log(a.share) + f*(math.Log(b.share)-math.Log(a.share)))
			}
		}
		return 0
	}
}
