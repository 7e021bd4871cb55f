package app

import (
	"weir/app/icon"
	"weir/app/session"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// inspector shows and edits what is selected; with nothing selected it sums
// the design up.
type inspector struct {
	app.Compo
	D        *Desk
	advanced bool   // the folded parameters show
	grouped  string // the group whose parts are listed
	listed   int    // and how many of them
	stop     func()
}

func (n *inspector) OnMount(app.Context) {
	n.stop = n.D.follow(n, session.Document|session.Selection|session.Answer|session.Reading|session.Layout|session.Simulating)
}

func (n *inspector) OnDismount() { n.stop() }

func (n *inspector) Render() app.UI {
	d := n.D
	aside := app.Aside().Class("inspector").DataSet("testid", idInspector).Aria("label", d.say("inspector.label"))
	s := d.Editor.Selection()
	count := len(s.Nodes) + len(s.Edges) + len(s.Groups) + len(s.Notes)
	if d.why != nil {
		if panel := d.whyPanel(); panel != nil {
			return aside.Body(panel...)
		}
	}
	switch {
	case count == 0:
		return aside.Body(n.summary()...)
	case count == 1 && len(s.Nodes) == 1:
		return aside.Body(n.node(s.Nodes[0])...)
	case count == 1 && len(s.Edges) == 1:
		return aside.Body(n.edge(s.Edges[0])...)
	case count == 1 && len(s.Notes) == 1:
		return aside.Body(n.note(s.Notes[0])...)
	case count == 1 && len(s.Groups) == 1:
		return aside.Body(n.group(s.Groups[0])...)
	}
	return aside.Body(n.many(count)...)
}

// node inspects one node: what it is given, what it answers, and why.
func (n *inspector) node(id string) []app.UI {
	d := n.D
	node := d.Design().Nodes[id]
	k, known := component.Lookup(node.Kind)
	mark, family := d.nodeIcon(id)
	head := app.Div().Class("panel-head").Class(family).Body(
		app.Span().Class("tile").Body(icon.UI(mark)),
		app.Div().Class("grow").Body(
			app.H2().Class("unseen").Text(d.nodeName(id)),
			n.name(id, node.Name, d.kindName(node.Kind)),
			app.Span().Class("panel-sub").Class("cut").Title(n.subtitle(id)).Text(n.subtitle(id)),
		),
		button{id: idBypass, icon: "bypass", label: d.say("inspector.bypass"), keys: keys("B"), bare: true, pressed: &node.Bypassed,
			press: func() { d.try(d.Editor.ToggleBypass()) }}.UI(),
		button{id: idDelete, icon: "trash", label: d.say("inspector.delete"), keys: "Del", bare: true, press: n.deleteSelection}.UI(),
	)
	tabs := d.tabs(d.say("inspector.label"), d.inspect, func(t tab) { d.inspect = t; d.lightInspected(); d.changed() }, nil,
		tabLabel{tab: tabParams, label: d.say("tab.params")}, tabLabel{tab: tabResults, label: d.say("tab.results")}, tabLabel{tab: tabWhy, label: d.say("tab.why")})
	if !known {
		return []app.UI{head, app.P().Class("nothing").Text(d.say("inspector.unknown", node.Kind))}
	}
	panel := app.Div().Class("scroll").TabIndex(0).Attr("role", "tabpanel").Aria("label", d.say("tab."+string(d.inspect)))
	switch d.inspect {
	case tabResults:
		return []app.UI{head, tabs, panel.Body(d.nodeResults(id)...)}
	case tabWhy:
		return []app.UI{head, tabs, panel.Body(d.nodeWhy(id)...)}
	}
	return []app.UI{head, tabs, panel.Body(n.parameters(id, k)...), d.pinned(id)}
}

// subtitle is the family, the rate and the monthly cost of a node.
func (n *inspector) subtitle(id string) string {
	d := n.D
	family := ""
	if k, ok := component.Lookup(d.Design().Nodes[id].Kind); ok {
		for _, f := range component.Families {
			if f.ID == k.Family {
				family = d.in(f.Name)
			}
		}
	}
	r := d.Report()
	if r == nil || r.Nodes[id] == nil {
		return family
	}
	x := r.Nodes[id]
	out := family
	if rate := float64(x.ArrivalsPerS); rate > 0 {
		out += " · " + d.Lang().Rate(rate)
	}
	if cost := float64(x.CostPerMonth); cost > 0 {
		out += " · " + d.Lang().PerMonth(cost, d.currency())
	}
	return out
}

// name edits the name of a node in the head of the panel.
func (n *inspector) name(id, name, placeholder string) app.UI {
	d := n.D
	f := field{
		value: name,
		read:  func(text string) (quantity.Value, string) { return quantity.Str(text), "" },
		write: func(v quantity.Value) error { text, _ := v.Text(); return d.Editor.Rename(id, text) },
	}
	return d.nameInput(f, placeholder, id)
}

func (d *Desk) nameInput(f field, placeholder, scope string) app.UI {
	return d.wordsInput(f, idName, "panel-name", d.say("inspector.name"), placeholder, scope).MaxLength(design.MaxName)
}

// wordsInput is a field of plain words. Like every field, its text is left
// alone while it is typed into: go-app would trim the space just typed.
func (d *Desk) wordsInput(f field, id, class, label, placeholder, scope string) app.HTMLInput {
	f.words = true
	shown := f.value
	if d.typing.id == id {
		shown = d.typing.text
	}
	return app.Input().Type("text").Class(class).DataSet("testid", id).DataSet("shown", f.value).Aria("label", label).Value(shown).
		Placeholder(placeholder).Attr("autocomplete", "off").
		OnFocus(func(app.Context, app.Event) { d.startTyping(id, f.value) }, scope, f.value).
		OnInput(func(ctx app.Context, _ app.Event) { d.typed(f, id, ctx.JSSrc().Get("value").String()) }, scope, f.value).
		OnBlur(func(ctx app.Context, _ app.Event) { d.endTyping(f, id, ctx.JSSrc()) }, scope, f.value).
		OnKeyDown(func(ctx app.Context, e app.Event) { d.fieldKey(f, id, ctx.JSSrc(), e) }, scope, f.value)
}

func (n *inspector) deleteSelection() {
	d := n.D
	if d.try(d.Editor.DeleteSelection(false)) {
		d.Tell(session.Message{Key: "inspector.deleted", Undo: true})
		d.focusCanvas()
	}
}

// parameters lists the parameters of a node under their headings.
func (n *inspector) parameters(id string, k *component.Kind) []app.UI {
	d := n.D
	var out []app.UI
	var rows []app.UI
	heading, folded := "", 0
	flush := func() {
		if len(rows) > 0 {
			out = append(out, app.Div().Class("section").Body(append([]app.UI{app.H3().Class("section-title").Text(heading)}, rows...)...))
		}
		rows = nil
	}
	for _, section := range sectionsOf(k) {
		flush()
		heading = d.in(section)
		for i := range k.Params {
			p := &k.Params[i]
			if p.Section != section {
				continue
			}
			_, set := d.Design().Nodes[id].Params[p.Key]
			if p.Advanced && !n.advanced && !set {
				folded++
				continue
			}
			rows = append(rows, d.param(id, p))
		}
	}
	flush()
	out = append(out, d.drawSection(id), d.variantSection(id, k))
	if folded > 0 || n.advanced {
		label := d.say("param.fewer")
		if !n.advanced {
			label = d.Lang().Count("param.more", folded)
		}
		out = append(out, app.Div().Class("section").Body(
			button{id: "advanced", label: label, class: "btn-wide", press: func() { n.advanced = !n.advanced }}.UI()))
	}
	return append(out, d.about(k))
}

// sectionsOf lists the headings of a kind's parameters in order.
func sectionsOf(k *component.Kind) []component.Text {
	var out []component.Text
	seen := map[component.Text]bool{}
	for _, p := range k.Params {
		if !seen[p.Section] {
			seen[p.Section] = true
			out = append(out, p.Section)
		}
	}
	return out
}

// about says what the kind stands for and what its model leaves out.
func (d *Desk) about(k *component.Kind) app.UI {
	return app.Div().Class("section").Body(
		app.H3().Class("section-title").Text(d.say("inspector.about")),
		app.P().Class("about").Text(d.in(k.Doc)),
	)
}

// drawSection says where the node's hardware comes from: its own, or a pool.
func (d *Desk) drawSection(id string) app.UI {
	if len(d.Design().Pools) == 0 {
		return nil
	}
	node := d.Design().Nodes[id]
	now := ""
	if node.Pool != nil {
		now = node.Pool.ID
	}
	options := []choiceOf{{"", d.say("draw.own")}}
	for _, pool := range sortedKeys(d.Design().Pools) {
		options = append(options, choiceOf{pool, d.poolName(pool)})
	}
	rows := []app.UI{
		app.H3().Class("section-title").Text(d.say("draw.title")),
		app.Div().Class("param").Body(app.Span().Class("param-label").Text(d.say("draw.pool")),
			d.choose(idDraw, d.say("draw.pool"), now, options, func(v string) { d.setDraw(v) })),
	}
	if node.Pool != nil {
		rows = append(rows, d.drawAmount(id, node.Pool)...)
	}
	return app.Div().Class("section").Body(rows...)
}

func (d *Desk) setDraw(pool string) {
	s := d.Editor.Selection()
	if len(s.Nodes) != 1 {
		return
	}
	if pool == "" {
		d.try(d.Editor.SetDraw(s.Nodes[0], nil))
		return
	}
	d.try(d.Editor.SetDraw(s.Nodes[0], &design.Draw{ID: pool}))
}

// drawAmount edits how much a node takes: whole units or a share.
func (d *Desk) drawAmount(id string, draw *design.Draw) []app.UI {
	number := func(key, label string, now *float64, set func(*design.Draw, *float64)) app.UI {
		text := ""
		if now != nil {
			text = groupDigits(num(*now))
		}
		p := &component.Param{Key: key}
		f := field{
			value: text,
			read: func(s string) (quantity.Value, string) {
				if s == "" {
					return quantity.Value{}, ""
				}
				return d.readOne(p, s)
			},
			write: func(v quantity.Value) error {
				c := *draw
				c.Units, c.Share = nil, nil
				if x, ok := v.Float(); ok {
					set(&c, &x)
				}
				return d.Editor.SetDraw(id, &c)
			},
		}
		test := idParam + key
		return app.Div().Class("param").Body(app.Span().Class("param-label").Text(label), app.Div().Class("field").Body(d.input(f, test, label)), d.wrongLine(test))
	}
	return []app.UI{
		number("draw.units", d.say("draw.units"), draw.Units, func(c *design.Draw, x *float64) { c.Units = x }),
		number("draw.share", d.say("draw.share"), draw.Share, func(c *design.Draw, x *float64) { c.Share = x }),
	}
}
