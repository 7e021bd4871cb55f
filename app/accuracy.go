package app

import (
	"strings"

	"weir/engine/ai"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// accuracyBody is how far predictions of AI compute are from published
// measurements: by figure and class of case, beside what other tools reach,
// and what each term of the model buys.
func (d *Desk) accuracyBody() app.UI {
	a := ai.Measured()
	return app.Div().Class("accuracy").DataSet("testid", "accuracy").Body(
		app.P().Class("about").Text(d.say("accuracy.about", d.Lang().Integer(a.Rows))),
		d.accuracySection("accuracy.classes", d.accuracyClasses(a)),
		d.accuracySection("accuracy.peers", d.accuracyPeers(a)),
		d.accuracySection("accuracy.terms", d.accuracyTerms(a)),
		d.accuracySection("accuracy.behind",
			app.P().Class("about").Text(d.say("accuracy.models", strings.Join(shortNames(a.Models), ", "))),
			app.P().Class("about").Text(d.say("accuracy.devices", strings.Join(a.Devices, ", "))),
			app.P().Class("about").Body(d.docsLink("accuracy", "accuracy.more"))),
	)
}

func (d *Desk) accuracySection(title string, body ...app.UI) app.UI {
	return app.Section().Body(append([]app.UI{app.H3().Class("section-title").Text(d.say(title))}, body...)...)
}

// accuracyTable is a table that scrolls sideways by itself where the page is
// narrow; the first column names the row.
func (d *Desk) accuracyTable(label string, numbers bool, heads []string, rows [][]string) app.UI {
	class := ""
	if numbers {
		class = "num"
	}
	cells := make([]app.UI, len(heads))
	for i, key := range heads {
		cells[i] = app.Th().Scope("col").Text(d.say(key))
		if i > 0 {
			cells[i] = app.Th().Scope("col").Class(class).Text(d.say(key))
		}
	}
	lines := make([]app.UI, len(rows))
	for i, row := range rows {
		line := []app.UI{app.Th().Scope("row").Text(row[0])}
		for _, text := range row[1:] {
			line = append(line, app.Td().Class(class).Text(text))
		}
		lines[i] = app.Tr().Body(line...)
	}
	return scrolling(d.say(label), app.Table().Aria("label", d.say(label)).Body(app.THead().Body(app.Tr().Body(cells...)), app.TBody().Body(lines...)))
}

func (d *Desk) accuracyClasses(a *ai.Accuracy) app.UI {
	ratio := d.Lang().Ratio
	rows := make([][]string, len(a.Classes))
	for i := range a.Classes {
		c := &a.Classes[i]
		rows[i] = []string{c.Label.In(string(d.Lang())), d.Lang().Integer(c.N), ratio(c.Mean), ratio(c.Median), ratio(c.P90), ratio(c.UnseenMean), ratio(c.UnseenP90)}
	}
	return d.accuracyTable("accuracy.classes", true, []string{"simulation.figure", "accuracy.n", "accuracy.mean", "accuracy.median", "accuracy.p90", "accuracy.unseen_mean", "accuracy.unseen_p90"}, rows)
}

func (d *Desk) accuracyPeers(a *ai.Accuracy) app.UI {
	in := string(d.Lang())
	rows := make([][]string, len(a.Peers))
	for i := range a.Peers {
		p := &a.Peers[i]
		rows[i] = []string{p.Name, p.Figure.In(in), p.Error.In(in), p.Source}
	}
	return d.accuracyTable("accuracy.peers", false, []string{"accuracy.tool", "simulation.figure", "accuracy.error", "accuracy.source"}, rows)
}

func (d *Desk) accuracyTerms(a *ai.Accuracy) app.UI {
	ratio := d.Lang().Ratio
	rows := make([][]string, len(a.Terms))
	for i := range a.Terms {
		t := &a.Terms[i]
		rows[i] = []string{d.termName(t.Without), ratio(t.Dense), ratio(t.MoE), ratio(t.Throughput), ratio(t.TTFT)}
	}
	return d.accuracyTable("accuracy.terms", true, []string{"accuracy.without", "accuracy.tpot_dense", "accuracy.tpot_moe", "accuracy.throughput", "accuracy.ttft"}, rows)
}

// termName names a term of the serving model; one without a translation is
// called as the model calls it.
func (d *Desk) termName(term string) string {
	words := strings.FieldsFunc(strings.ToLower(term), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	if key := "term." + strings.Join(words, "_"); d.Lang().Has(key) {
		return d.say(key)
	}
	return term
}

// shortNames leaves the owners of models out.
func shortNames(models []string) []string {
	out := make([]string, len(models))
	for i, id := range models {
		out[i] = id[strings.IndexByte(id, '/')+1:]
	}
	return out
}

// docsLink leads to a page of the documentation that is served with the app.
func (d *Desk) docsLink(page, key string) app.UI {
	return app.A().Class("link").Href(app.Getenv("WEIR_ROOT")+"docs/"+page+".html").Target("_blank").Rel("noopener").DataSet("testid", "docs:"+page).
		OnClick(func(_ app.Context, e app.Event) { e.Call("stopPropagation") }, page). // go-app would take it for a page of its own
		Text(d.say(key))
}

// bandedFigure is a figure that explains itself, whose error band leads to
// the measurements behind it.
func (d *Desk) bandedFigure(id string, f report.Figure) app.UI {
	name := d.in(f.Label)
	return app.Div().Class("figure").DataSet("testid", idFigure+f.Key).DataSet("value", jsonNumber(f.Value)).Body(
		app.Button().Type("button").Class("figure-name").Class("figure-ask").DataSet("testid", "why:"+f.Key).Title(name+": "+d.say("why.ask")).
			OnClick(press(func() { d.explain(d.askNode(id, f.Key)) }), f.Key, id).Text(name),
		app.Span().Class("figure-value").Text(d.unitFigure(f.Value, f.Unit)),
		app.Button().Type("button").Class("figure-band").Class("band-link").DataSet("testid", "measured:"+f.Key).Title(d.say("accuracy.ask")).
			Aria("label", d.say("accuracy.band", name, d.bandText(f.Band))).
			OnClick(press(func() { d.open(dialogAccuracy) }), f.Key).Text(d.bandText(f.Band)))
}

// aiNotes says whether a part of AI compute lies within what was measured,
// and what limits each phase of its work.
func (d *Desk) aiNotes(a *report.AI) []app.UI {
	if a == nil {
		return nil
	}
	var out []app.UI
	if !a.Calibrated {
		text := []app.UI{app.Span().Text(d.say("accuracy.outside"))}
		if a.Why != nil {
			text = append(text, app.Span().Text(" "+d.in(*a.Why)))
		}
		out = append(out, app.Div().DataSet("testid", "uncalibrated").Body(note("info", "uncalibrated", text...)))
	}
	var limits []string
	for _, b := range a.Bounds {
		if phase, by := "phase."+b.Phase, "bound."+b.By; d.Lang().Has(phase) && d.Lang().Has(by) {
			limits = append(limits, d.say("accuracy.limit", d.say(phase), d.say(by)))
		}
	}
	if len(limits) > 0 {
		out = append(out, app.P().Class("about").DataSet("testid", "bounds").Text(d.Lang().List(limits...)))
	}
	return out
}
