package app

import (
	"math"

	"weir/app/icon"
	"weir/app/session"
	"weir/engine/diagnostic"
	"weir/engine/report"
	"weir/engine/total"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// simulateButton starts the simulation and, while it runs, stops it. It stays
// one element, so that it keeps the focus.
func (d *Desk) simulateButton() app.UI {
	b := button{id: idSimulate, icon: "play", label: d.say("simulation.button"), class: "btn-line only-large", disabled: d.Empty(), press: d.toggleSimulation}
	s := d.Simulated()
	running := s != nil && s.Running
	if running {
		b.icon, b.label = "close", d.say("simulation.stop")
		b.disabled = false
	}
	return app.Span().Class("simulate").Class("only-large").Body(b.UI(), when(running, func() app.UI { return d.simulationProgress("") }))
}

// simulationProgress is how far the simulation is.
func (d *Desk) simulationProgress(where string) app.UI {
	s := d.Simulated()
	return app.Progress().Class("simulate-bar").DataSet("testid", idSimulating+where).Max(1).Value(s.Share).
		Aria("label", d.say("simulation.running")).Aria("valuetext", d.Lang().Ratio(math.Round(100*s.Share)/100))
}

func (d *Desk) toggleSimulation() {
	if s := d.Simulated(); s != nil && s.Running {
		d.StopSimulation()
		d.announce(d.say("simulation.stopped"))
		return
	}
	d.Simulate()
	if d.small() {
		d.sheet = "results"
	}
	d.showResults(tabTimeline)
	d.announce(d.say("simulation.running"))
}

// simulationState says what there is to say about the simulation as a whole:
// how far it is, why there is none, or what it was about.
func (d *Desk) simulationState() app.UI {
	s := d.Simulated()
	again := button{id: "simulate-again", icon: "play", label: d.say("simulation.button"), class: "btn-line", press: d.toggleSimulation}
	switch {
	case s == nil:
		return app.Div().Class("drawer-bar").Body(again.UI(), app.Span().Class("soft").Text(d.say("simulation.about")))
	case s.Running:
		again.icon, again.label = "close", d.say("simulation.stop")
		return app.Div().Class("drawer-bar").Body(again.UI(), d.simulationProgress("-tab"), app.Span().Class("soft").Text(d.simulationSoFar()))
	case s.Failure != nil:
		return app.Div().Class("drawer-bar").DataSet("testid", "simulation-failed").Attr("role", "alert").Body(
			again.UI(), icon.Small("error", "is-critical"), app.Span().Text(d.in(*s.Failure)))
	case s.Stale:
		return app.Div().Class("drawer-bar").Body(again.UI(), icon.Small("warning", "is-warn"), app.Span().Text(d.say("simulation.stale")))
	}
	l, f := d.Lang(), s.Found
	say := "simulation.complete"
	if !f.Complete {
		say = "simulation.partial"
	}
	parts := []app.UI{again.UI(),
		button{id: "simulation-see", icon: "compare", label: d.say("simulation.see"), class: "btn-line", press: d.showBeside}.UI(),
		app.Span().Class("soft").Text(d.say(say, l.Integer(f.Replications), l.Integer(f.Items), l.Integer(int(min(f.Events, math.MaxInt32)))))}
	for i := range f.Diagnostics {
		x := &f.Diagnostics[i]
		at := ""
		if x.At.Node != "" {
			at = d.nodeName(x.At.Node) + ": "
		}
		parts = append(parts, app.Span().Class("is-warn").DataSet("code", x.Code).Text(at+d.in(x.Message)))
	}
	if f.Unfinished > 0 && len(f.Diagnostics) == 0 {
		parts = append(parts, app.Span().Class("is-warn").Text(d.say("simulation.unfinished", l.Integer(f.Unfinished))))
	}
	return app.Div().Class("drawer-bar").DataSet("testid", "simulation-found").DataSet("complete", f.Complete).Body(parts...)
}

// simulationSoFar says how many replications of the simulation under way are
// over and show already.
func (d *Desk) simulationSoFar() string {
	f := d.found()
	if f == nil {
		return d.say("simulation.running")
	}
	return d.say("simulation.so_far", d.Lang().Integer(f.Replications), d.Lang().Integer(session.SimulationPlan.Replications))
}

// showBeside brings what was simulated, beside the closed form, into view.
func (d *Desk) showBeside() {
	d.showResults(tabLatency)
	afterRender(func() {
		if e := query(`[data-testid="beside"]`); e.Truthy() {
			e.Call("scrollIntoView", map[string]any{"block": "nearest"})
		}
	})
}

// found is what the simulation of the design as it stands has found, or nil.
func (d *Desk) found() *report.Simulation {
	if s := d.Simulated(); s != nil && !s.Stale {
		return s.Found
	}
	return nil
}

// verdict judges a closed form by its simulation.
func (d *Desk) verdict(e report.Estimate) app.UI {
	chip := func(kind, mark, key string) app.UI {
		return app.Span().Class("chip").Class(kind).DataSet("agrees", e.Agrees).Body(icon.Small(mark), app.Text(d.say(key)))
	}
	verdict := e.Verdict()
	if f := d.found(); f != nil && !f.Steady && verdict != report.Unseen {
		verdict = report.Unstated // figures of a time, not of the state the closed form is about
	}
	switch verdict {
	case report.Agrees:
		return chip("chip-ok", "check", "simulation.agrees")
	case report.Differs:
		return chip("chip-warn", "warning", "simulation.differs")
	case report.Unstated:
		return chip("chip-info", "info", "simulation.unstated")
	}
	return app.Span().Class("quiet").Text(d.say("simulation.unseen"))
}

// findings are those of the report, and of the simulation of the design as it
// stands once it is over: what it has found so far may yet change.
func (d *Desk) findings(r *report.Report) []diagnostic.Diagnostic {
	found := d.found()
	if s := d.Simulated(); s != nil && s.Running {
		found = nil
	}
	return append(r.Diagnostics[:len(r.Diagnostics):len(r.Diagnostics)], total.SimulationFindings(r, found)...)
}

// deviation is how far the closed form is from the simulation.
func (d *Desk) deviation(e report.Estimate) string {
	x := float64(e.Deviation())
	if math.IsNaN(x) {
		return ""
	}
	if x < 0 {
		return "−" + d.Lang().Ratio(-x)
	}
	return "+" + d.Lang().Ratio(x)
}

// estimate writes a simulated figure with its interval.
func (d *Desk) estimate(e report.Estimate, write func(float64) string) string {
	if !e.Value.Finite() {
		return ""
	}
	if half := float64(e.Half); half > 0 && !math.IsInf(half, 0) {
		return write(float64(e.Value)) + " ± " + write(half)
	}
	return write(float64(e.Value))
}

// journeyBeside sets the simulated percentiles of a journey beside those of
// the closed form.
func (d *Desk) journeyBeside(j *report.Journey) app.UI {
	f := d.found()
	if f == nil {
		return nil
	}
	for i := range f.Journeys {
		if s := &f.Journeys[i]; s.Source == j.Source && s.Class == j.Class && s.Sink == j.Sink && s.Background == j.Background {
			return d.besideTable(j, s)
		}
	}
	return nil
}

func (d *Desk) besideTable(j *report.Journey, s *report.SimulatedJourney) app.UI {
	var rows []app.UI
	for _, x := range []struct {
		key string
		e   report.Estimate
	}{{"mean", s.Mean}, {"p50", s.P50}, {"p90", s.P90}, {"p95", s.P95}, {"p99", s.P99}, {"p999", s.P999}} {
		rows = append(rows, app.Tr().DataSet("testid", "beside:"+x.key).DataSet("value", jsonNumber(x.e.Value)).Body(
			app.Th().Scope("row").Text(d.say("figure."+x.key)),
			app.Td().Class("num").Text(d.Lang().Duration(float64(x.e.Closed))),
			app.Td().Class("num").Text(d.estimate(x.e, d.Lang().Duration)),
			app.Td().Class("num").Text(d.deviation(x.e)),
			app.Td().Class("num").Text(d.classBand(s.ErrorClass)),
			app.Td().Body(d.verdict(x.e))))
	}
	head := func(key string) app.UI { return app.Th().Scope("col").Class("num").Text(d.say(key)) }
	return app.Table().Class("beside").DataSet("testid", "beside").Aria("label", d.say("simulation.beside", d.journeyName(j))).Body(
		app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text(d.say("simulation.figure")), head("simulation.closed"), head("simulation.simulated"),
			head("simulation.difference"), head("simulation.band"), app.Th().Scope("col").Text(d.say("simulation.verdict")))),
		app.TBody().Body(rows...))
}

// jobBesideHeads and jobBeside are the columns that a simulation adds to the
// table of jobs.
func (d *Desk) jobBesideHeads() []app.UI {
	if f := d.found(); f == nil || len(f.Jobs) == 0 {
		return nil
	}
	head := func(key string) app.UI { return app.Th().Scope("col").Class("num").Text(d.say(key)) }
	return []app.UI{head("simulation.simulated"), head("figure.p95"), head("simulation.restarts"), head("simulation.difference"), app.Th().Scope("col").Text(d.say("simulation.verdict"))}
}

func (d *Desk) jobBeside(source string) []app.UI {
	f, l := d.found(), d.Lang()
	if f == nil {
		return nil
	}
	num := func(text string) app.UI { return app.Td().Class("num").Text(text) }
	for i := range f.Jobs {
		if s := &f.Jobs[i]; s.Source == source {
			return []app.UI{
				app.Td().Class("num").DataSet("testid", "job-simulated:"+source).DataSet("value", jsonNumber(s.Duration.Value)).Text(d.estimate(s.Duration, l.Duration)),
				num(l.Duration(float64(s.P95))), num(l.Number(float64(s.Restarts))), num(d.deviation(s.Duration)),
				app.Td().Body(d.verdict(s.Duration)),
			}
		}
	}
	if len(f.Jobs) > 0 {
		return []app.UI{app.Td().ColSpan(5)}
	}
	return nil
}

// besideHeads and besideCells are the columns that a simulation adds to the
// table of stations.
func (d *Desk) besideHeads() []app.UI {
	if d.found() == nil {
		return nil
	}
	head := func(key string) app.UI { return app.Th().Scope("col").Class("num").Text(d.say(key)) }
	return []app.UI{head("simulation.load"), head("simulation.difference"), head("simulation.wait"), head("simulation.difference"),
		app.Th().Scope("col").Text(d.say("simulation.verdict"))}
}

func (d *Desk) besideCells(id string) []app.UI {
	f := d.found()
	if f == nil {
		return nil
	}
	s := f.Nodes[id]
	if s == nil {
		return []app.UI{app.Td().ColSpan(5)}
	}
	num := func(text string) app.UI { return app.Td().Class("num").Text(text) }
	worse := s.WaitS
	if s.Utilisation.Verdict() == report.Differs {
		worse = s.Utilisation
	}
	return []app.UI{
		num(d.estimate(s.Utilisation, d.Lang().Ratio)), num(d.deviation(s.Utilisation)),
		num(d.estimate(s.WaitS, d.Lang().Duration)), num(d.deviation(s.WaitS)),
		app.Td().Body(d.verdict(worse)),
	}
}
