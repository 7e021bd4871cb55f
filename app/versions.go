package app

import (
	"strconv"
	"strings"

	"weir/app/edit"
	"weir/app/icon"
	"weir/app/session"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// versionsState is what the dialog of named versions remembers.
type versionsState struct {
	list    []session.Version
	loaded  bool
	name    string
	sure    string // asked once to delete this one
	against *comparison
}

// comparison is a version beside the design as it stands.
type comparison struct {
	version session.Version
	was     *design.Design
	report  *report.Report
	changes []edit.Difference
}

func (d *Desk) openVersions() {
	d.versions = versionsState{}
	d.open(dialogVersions)
	d.loadVersions()
}

func (d *Desk) loadVersions() {
	d.Versions(func(list []session.Version, err error) {
		if err != nil {
			d.Fail("versions.failed", err)
		}
		d.versions.list, d.versions.loaded = list, true
		d.changed()
	})
}

func (d *Desk) versionsBody() app.UI {
	if c := d.versions.against; c != nil {
		return app.Div().Class("list").Class("list-wide").Body(d.comparisonBody(c)...)
	}
	parts := []app.UI{app.P().Class("about").Text(d.say("versions.about")), d.versionForm()}
	switch {
	case !d.versions.loaded:
		parts = append(parts, app.P().Class("quiet").Text(d.say("drafts.loading")))
	case len(d.versions.list) == 0:
		parts = append(parts, app.P().Class("quiet").DataSet("testid", idNoVersions).Text(d.say("versions.none")))
	}
	rows := make([]app.UI, 0, len(d.versions.list))
	for _, v := range d.versions.list {
		rows = append(rows, d.versionRow(v))
	}
	return app.Div().Class("list").Class("list-wide").Body(append(parts, app.Div().Class("list").Body(rows...))...)
}

func (d *Desk) versionForm() app.UI {
	return app.Div().Class("link-row").Body(
		app.Div().Class("field").Body(app.Input().Type("text").DataSet("testid", idVersionName).DataSet("autofocus", "yes").Aria("label", d.say("versions.name")).
			Placeholder(d.say("versions.name")).Attr("autocomplete", "off").MaxLength(design.MaxName). // without a value: go-app would trim the space just typed

			OnInput(func(ctx app.Context, _ app.Event) { d.versions.name = ctx.JSSrc().Get("value").String() }).
			OnKeyDown(func(_ app.Context, e app.Event) {
				if e.Get("key").String() == "Enter" && !composing(e) {
					d.saveVersion()
				}
			})),
		button{id: idVersionSave, icon: "history", label: d.say("versions.save"), class: "btn-primary", press: d.saveVersion}.UI(),
	)
}

func (d *Desk) saveVersion() {
	name := strings.TrimSpace(d.versions.name)
	if name == "" {
		name = d.say("versions.unnamed", strconv.Itoa(len(d.versions.list)+1))
	}
	name = d.freshName(name)
	d.SaveVersion(name, func(err error) {
		if err != nil {
			d.Fail("versions.failed", err)
			return
		}
		d.versions.name = ""
		if e := query(`[data-testid="` + idVersionName + `"]`); e.Truthy() {
			e.Set("value", "")
		}
		d.announce(d.say("versions.saved", name))
		d.loadVersions()
	})
}

// freshName is a name no version of the list has yet.
func (d *Desk) freshName(name string) string {
	taken := map[string]bool{}
	for _, v := range d.versions.list {
		taken[v.Name] = true
	}
	fresh := name
	for i := 2; taken[fresh]; i++ {
		fresh = name + " (" + strconv.Itoa(i) + ")"
	}
	return fresh
}

func (d *Desk) versionRow(v session.Version) app.UI {
	remove := "drafts.delete"
	if d.versions.sure == v.ID {
		remove = "drafts.delete_sure"
	}
	return app.Div().Class("draft").DataSet("testid", idVersion+v.Name).Body(
		app.Div().Class("part").Class("part-still").Class("f-none").Body(
			app.Span().Class("tile").Body(icon.UI("history")),
			app.Span().Class("grow").Body(app.Span().Class("part-name").Class("cut").Text(v.Name), app.Span().Class("part-summary").Class("cut").Text(d.Lang().When(v.Saved)))),
		button{id: idVersionSee + v.Name, label: d.say("versions.compare"), class: "btn-line", press: func() { d.compareWith(v) }}.UI(),
		button{id: idVersionDel + v.Name, label: d.say(remove), class: "btn-danger", press: func() { d.deleteVersion(v.ID) }}.UI(),
	)
}

func (d *Desk) deleteVersion(id string) {
	if d.versions.sure != id {
		d.versions.sure = id
		d.changed()
		return
	}
	d.DeleteVersion(id, func(err error) {
		if err != nil {
			d.Fail("versions.failed", err)
		}
		d.loadVersions()
	})
}

func (d *Desk) compareWith(v session.Version) {
	was, err := v.Design()
	if err != nil {
		d.Fail("open.failed", err)
		return
	}
	d.versions.against = &comparison{version: v, was: was, report: d.Answer(was), changes: edit.Compare(was, d.Design())}
	d.changed()
	afterRender(func() { focusTest(idVersionBack) })
}

func (d *Desk) comparisonBody(c *comparison) []app.UI {
	parts := []app.UI{
		app.Div().Class("row").Class("row-wrap").Body(
			button{id: idVersionBack, icon: "left", label: d.say("why.close"), class: "btn-line", press: func() { d.versions.against = nil; d.changed() }}.UI(),
			app.H3().Class("grow").Class("cut").Text(d.say("versions.against", c.version.Name)),
			button{id: idVersionUse, icon: "undo", label: d.say("versions.restore"), class: "btn-primary", press: d.restore}.UI(),
		),
		d.figureTable(c),
	}
	if len(c.changes) == 0 {
		return append(parts, app.P().Class("quiet").Text(d.say("versions.same")))
	}
	return append(parts, d.diffPicture(c), d.diffTable(c))
}

func (d *Desk) restore() {
	v := d.versions.against.version
	d.RestoreVersion(v, d.freshName(d.say("versions.before", v.Name)), func(err error) {
		if err != nil {
			d.Fail("versions.failed", err)
			return
		}
		d.close()
		d.Tell(session.Message{Key: "versions.restored", Args: []any{v.Name}, Undo: true})
	})
}

// figureTable sets the main figures of the version beside those of now.
func (d *Desk) figureTable(c *comparison) app.UI {
	now := d.Report()
	if now == nil || c.report == nil {
		return nil
	}
	var rows []app.UI
	row := func(metric string, was, is float64) {
		rows = append(rows, app.Tr().DataSet("testid", idVersionFig+metric).Body(
			app.Th().Scope("row").Text(d.metricName(report.Objective{Metric: metric})),
			app.Td().Class("num").Text(d.metricValue(metric, was)), app.Td().Class("num").Text(d.metricValue(metric, is)),
			app.Td().Class("num").Text(d.deltaText(metric, was, is))))
	}
	row("cost_per_month", float64(c.report.Summary.CostPerMonth), float64(now.Summary.CostPerMonth))
	if a, b := mainJourney(c.report), mainJourney(now); a != nil && b != nil {
		row("latency_p50", float64(a.LatencyS.P50), float64(b.LatencyS.P50))
		row("latency_p99", float64(a.LatencyS.P99), float64(b.LatencyS.P99))
	}
	row("headroom", float64(c.report.Summary.Headroom), float64(now.Summary.Headroom))
	row("availability", float64(c.report.Summary.Availability), float64(now.Summary.Availability))
	head := app.Tr().Body(app.Th().Scope("col").Text(d.say("versions.figure")), app.Th().Scope("col").Class("num").Text(d.say("versions.then")),
		app.Th().Scope("col").Class("num").Text(d.say("versions.now")), app.Th().Scope("col").Class("num").Text(d.say("versions.delta")))
	return app.Table().Class("plain-table").Aria("label", d.say("versions.figures")).Body(app.THead().Body(head), app.TBody().Body(rows...))
}

// deltaText writes by how much a figure changed, with its sign.
func (d *Desk) deltaText(metric string, was, now float64) string {
	switch delta := now - was; {
	case d.metricValue(metric, was) == d.metricValue(metric, now), delta != delta:
		return "="
	case delta < 0:
		return "− " + d.deltaValue(metric, -delta)
	default:
		return "+ " + d.deltaValue(metric, delta)
	}
}

// deltaValue writes a difference between two values of a metric. Those of
// availability are small: a whole percent is much.
func (d *Desk) deltaValue(metric string, x float64) string {
	if metric == "availability" {
		return d.Lang().Number(100*x) + "\u00a0%"
	}
	return d.metricValue(metric, x)
}

// fateMark is how a fate is told: by its icon, its word and its colour.
var fateMark = map[edit.Fate]struct{ icon, key, class string }{
	edit.Added:   {"plus", "versions.added", "ok"},
	edit.Removed: {"minus", "versions.removed", "critical"},
	edit.Changed: {"edit", "versions.changed", "warn"},
}

// diffPicture draws both designs in one small picture: what was added,
// removed and changed stands out by shape as well as by colour.
func (d *Desk) diffPicture(c *comparison) app.UI {
	both := d.Design().Clone()
	for id, n := range c.was.Nodes {
		if both.Nodes[id] == nil {
			both.Nodes[id] = n
		}
	}
	fates := map[string]string{}
	for _, x := range c.changes {
		if x.Node != "" && !x.Moved {
			fates[x.Node] = fateMark[x.Fate].class
		}
	}
	return picture(both, fates)
}

func (d *Desk) diffTable(c *comparison) app.UI {
	rows := make([]app.UI, 0, len(c.changes))
	for i, x := range c.changes {
		if i == rowLimit {
			rows = append(rows, app.P().Class("quiet").Text(d.Lang().Count("utilisation.more", len(c.changes)-i)))
			break
		}
		f := fateMark[x.Fate]
		rows = append(rows, app.Div().Class("diff").DataSet("testid", idDiff+x.Node+x.Edge).DataSet("fate", f.class).Body(
			app.Span().Class("chip").Class("chip-"+f.class).Body(icon.Small(f.icon), app.Text(d.say(f.key))),
			app.Span().Class("grow").Text(d.diffWords(c, x))))
	}
	return app.Div().Class("list").Attr("role", "region").Aria("label", d.say("versions.parts")).Body(rows...)
}

// diffWords says what became of a part.
func (d *Desk) diffWords(c *comparison, x edit.Difference) string {
	switch {
	case x.Edge != "":
		from := d.Design()
		if x.Fate == edit.Removed {
			from = c.was
		}
		e := from.Edges[x.Edge]
		return d.say("edge.name", d.nameIn(from, e.From.Node()), d.nameIn(from, e.To.Node()))
	case x.Node == "":
		return d.say("versions.rest")
	}
	from := d.Design()
	if x.Fate == edit.Removed {
		from = c.was
	}
	name := d.nameIn(from, x.Node)
	if x.Moved {
		return d.say("versions.moved", name)
	}
	k, known := component.Lookup(from.Nodes[x.Node].Kind)
	var words []string
	for _, p := range x.Params {
		label, was, now := p.Key, p.Was, p.Now
		if param, ok := k.Param(p.Key); known && ok {
			label = d.in(param.Label)
			if was.IsZero() {
				was = param.Default
			}
			if now.IsZero() {
				now = param.Default
			}
		}
		words = append(words, d.say("versions.param", label, valueWords(was), valueWords(now)))
	}
	if len(words) == 0 {
		return name
	}
	return d.say("versions.params", name, d.Lang().List(words...))
}

func (d *Desk) nameIn(doc *design.Design, id string) string {
	n := doc.Nodes[id]
	switch {
	case n == nil:
		return id
	case n.Name != "":
		return n.Name
	}
	return d.kindName(n.Kind)
}

// valueWords is a value of the document as it would be typed.
func valueWords(v quantity.Value) string {
	if s, ok := v.Text(); ok {
		return s
	}
	return v.String()
}
