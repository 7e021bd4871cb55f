package app

import (
	"weir/app/session"
	"weir/engine/diagnostic"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// drawer shows the answer for the design as a whole: latency, cost,
// utilisation, problems.
type drawer struct {
	app.Compo
	D      *Desk
	class  string // the class whose latency shows, "" = the busiest
	sort   sorting
	rows   standing            // the order in which the table's rows stand
	first  int                 // row of the page of the table that shows
	wide   float64             // of a chart, CSS pixels
	next   map[string][]string // node -> names of those its work goes to
	split  string              // how cost is split: node, kind, class
	shown  string              // the station whose timeline shows, "" = the bottleneck
	beside scenarioReports
	table  bool // the timeline shows as a table
	stop   func()
}

func (w *drawer) OnMount(app.Context) {
	w.stop = w.D.followLater(w, session.Answer|session.Reading|session.Layout|session.Selection|session.Document|session.Simulating)
}

func (w *drawer) OnDismount() { w.stop() }

func (w *drawer) Render() app.UI {
	d := w.D
	r := d.Report()
	section := app.Section().Class("drawer").DataSet("testid", idDrawer).Aria("label", d.say("results.label"))
	switch d.fold {
	case foldTall:
		section = section.Class("drawer-tall")
	case foldClosed:
		section = section.Class("drawer-closed")
	}
	problems, class := 0, ""
	if r != nil {
		problems, class = urgentCount(w.D.findings(r)), countClass(r)
	}
	folding := app.Span().Class("push").Class("row-tight").Class("only-large").Body(
		when(d.fold != foldClosed, func() app.UI {
			tall := d.fold == foldTall
			mark, label := "up", d.say("results.taller")
			if tall {
				mark, label = "down", d.say("results.shorter")
			}
			return button{id: "drawer-tall", icon: mark, label: label, bare: true, press: func() { d.setFold(!tall) }}.UI()
		}),
		w.folder(),
	)
	head := d.tabs(d.say("results.label"), d.results, d.showResults, folding,
		tabLabel{tab: tabLatency, label: d.say("tab.latency")},
		tabLabel{tab: tabCost, label: d.say("tab.cost")},
		tabLabel{tab: tabUtilisation, label: d.say("tab.utilisation")},
		tabLabel{tab: tabTimeline, label: d.say("tab.timeline")},
		tabLabel{tab: tabCompare, label: d.say("tab.compare")},
		tabLabel{tab: tabProblems, label: d.say("tab.problems"), count: problems, class: class},
	)
	if d.fold == foldClosed && d.sheet != "results" {
		return section.Body(head)
	}
	if r == nil {
		return section.Body(head, app.P().Class("nothing").Text(d.say("results.none")))
	}
	panel := app.Div().Class("drawer-panel").Attr("role", "tabpanel").Aria("label", d.say("tab."+string(d.results)))
	switch d.results {
	case tabCost:
		return section.Body(head, panel.Body(w.cost(r)...))
	case tabUtilisation:
		return section.Body(head, panel.Body(w.utilisation(r)...))
	case tabCompare:
		return section.Body(head, panel.Body(w.compare(r)...))
	case tabTimeline:
		return section.Body(head, panel.Body(w.timeline()...))
	case tabProblems:
		return section.Body(head, panel.Body(w.problems(r)...))
	}
	return section.Body(head, panel.Body(w.latency(r)...))
}

func (w *drawer) folder() app.UI {
	d := w.D
	closed := d.fold == foldClosed
	mark, label := "down", d.say("results.close")
	if closed {
		mark, label = "up", d.say("results.open")
	}
	if d.fold != foldClosed {
		mark = "minus"
	}
	return button{id: idFold, icon: mark, label: label, bare: true, press: func() {
		if closed {
			d.fold = foldNormal
		} else {
			d.fold = foldClosed
		}
		d.changed()
	}}.UI()
}

func (d *Desk) setFold(tall bool) {
	d.fold = foldNormal
	if tall {
		d.fold = foldTall
	}
	d.changed()
}

// showResults opens a tab of the results.
func (d *Desk) showResults(t tab) {
	d.results = t
	if d.fold == foldClosed {
		d.fold = foldNormal
	}
	d.changed()
}

// urgentCount is how many findings somebody should act on.
func urgentCount(found []diagnostic.Diagnostic) int {
	n := 0
	for _, f := range found {
		if f.Severity != diagnostic.Info {
			n++
		}
	}
	return n
}

func countClass(r *report.Report) string {
	for _, f := range r.Diagnostics {
		if f.Severity == diagnostic.Error {
			return "count-critical"
		}
	}
	return ""
}
