package app

import (
	"strconv"

	"weir/app/icon"
	"weir/engine/diagnostic"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// problems lists the findings, the gravest first; a fix is one click.
func (w *drawer) problems(r *report.Report) []app.UI {
	d := w.D
	found := d.findings(r)
	if len(found) == 0 {
		return []app.UI{app.P().Class("all-clear").Body(icon.UI("check"), app.Span().Text(d.say("problems.none")))}
	}
	var list []app.UI
	for _, s := range []diagnostic.Severity{diagnostic.Error, diagnostic.Warning, diagnostic.Info} {
		for i, f := range found {
			if f.Severity == s {
				list = append(list, d.problem(i, f, true))
			}
		}
	}
	return []app.UI{app.Div().Class("scroll").Body(app.Div().Class("problems").Attr("role", "list").Body(list...))}
}

// problem is one finding: what, where, and what cures it.
func (d *Desk) problem(i int, f diagnostic.Diagnostic, place bool) app.UI {
	var where app.UI
	var fix []app.UI
	if name, show := d.placeOf(f.At); place && show != nil {
		where = app.Button().Type("button").Class("btn-link").OnClick(press(show), f.Code, f.At.Node, f.At.Edge, f.At.Param, i).Text(name)
	}
	if f.Fix != nil {
		fix = d.fixButton(i, f)
	}
	return app.Div().Class("problem").Class("problem-"+string(f.Severity)).Attr("role", "listitem").
		DataSet("testid", idProblem+strconv.Itoa(i)).DataSet("code", f.Code).Body(
		icon.Small(severityIcon(f)), app.Span().Class("unseen").Text(d.say("severity."+string(f.Severity))),
		app.P().Body(append([]app.UI{app.Text(d.in(f.Message)), app.Text(" ")}, fix...)...), where,
	)
}

func severityIcon(f diagnostic.Diagnostic) string {
	switch {
	case f.Code == "flow.overload":
		return "overload"
	case f.Severity == diagnostic.Error:
		return "error"
	case f.Severity == diagnostic.Warning:
		return "warning"
	}
	return "info"
}

// applyFix cures a finding in one step that undoes.
func (d *Desk) applyFix(f diagnostic.Diagnostic) {
	if d.try(d.Editor.Fix(f.Fix.Set)) {
		d.done("problems.fixed", d.in(f.Fix.Label))
	}
}

// placeOf names what a finding is about and says how to get there; a finding
// about the whole design has no place.
func (d *Desk) placeOf(at diagnostic.Place) (name string, show func()) {
	switch {
	case at.Node != "":
		return d.nodeName(at.Node), func() { d.goTo(at.Node); d.focusParam(at.Param) }
	case at.Edge != "":
		e := d.Design().Edges[at.Edge]
		if e == nil {
			return "", nil
		}
		return d.edgeName(e), func() {
			d.Editor.SelectEdges(at.Edge)
			if d.Canvas != nil {
				d.Canvas.Show("", at.Edge)
			}
		}
	case at.Class != "":
		return d.className(at.Class), func() { d.openSettings(settingsClasses) }
	case at.Pool != "":
		return d.poolName(at.Pool), func() { d.openSettings(settingsPools) }
	case at.Objective != nil:
		return d.say("objectives.edit"), func() { d.openSettings(settingsObjectives) }
	}
	return "", nil
}

// focusParam moves the focus to a parameter of the selected part.
func (d *Desk) focusParam(key string) {
	if key == "" {
		return
	}
	d.inspect = tabParams
	d.changed()
	afterRender(func() { focusTest(idParam + key) })
}
