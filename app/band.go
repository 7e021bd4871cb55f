package app

import (
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// bandRow says how far a figure moves while inputs move through their ranges;
// nothing where it does not.
func (d *Desk) bandRow(key, name string, b report.Band, write func(float64) string) app.UI {
	if b.Low == b.High {
		return nil
	}
	text := d.say("band.of", write(float64(b.Low)), write(float64(b.High)))
	return app.Div().Class("figure").Class("figure-plain").DataSet("testid", idBand+key).
		DataSet("low", jsonNumber(b.Low)).DataSet("high", jsonNumber(b.High)).Title(d.say("band.about")).
		Body(app.Span().Class("figure-name").Text(name), app.Span().Class("figure-between").Text(text))
}

// bandRows are the bands of a journey's latency; none without ranges.
func (d *Desk) bandRows(j *report.Journey, id string) []app.UI {
	b := j.LatencyBandS
	if b == nil {
		return nil
	}
	row := func(key string, band report.Band) app.UI {
		return d.bandRow("latency_"+key+id, d.say("band.latency", d.say("figure."+key)), band, d.Lang().Duration)
	}
	return []app.UI{row("p50", b.P50), row("p95", b.P95), row("p99", b.P99)}
}
