package app

import (
	"strings"

	"weir/app/browser"
	"weir/app/canvas"
	"weir/app/edit"
	"weir/app/icon"
	"weir/engine/catalog"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// edge inspects one edge: what it carries, whether it is waited for, and
// whether it is a link with a station of its own.
func (n *inspector) edge(id string) []app.UI {
	d := n.D
	e := d.Design().Edges[id]
	head := d.panelHead("link", "f-network", d.say("edge.title"), d.edgeName(e),
		button{id: idDelete, icon: "trash", label: d.say("inspector.delete"), keys: "Del", bare: true, press: n.deleteSelection}.UI())
	body := []app.UI{app.Div().Class("section").Body(
		app.H3().Class("section-title").Text(d.say("edge.flow")),
		d.row(d.say("edge.from"), d.goButton(e.From)),
		d.row(d.say("edge.to"), d.goButton(e.To)),
		d.row(d.say("edge.async"), d.toggle(idAsync, d.say("edge.async"), e.Async, id, func(on bool) { d.try(d.Editor.EditEdge(id, func(e *design.Edge) { e.Async = on })) })),
		d.weightRow(id, e),
		d.classesRow(id, e),
	), d.linkSection(id, e)}
	if r := d.Report(); r != nil && r.Edges[id] != nil {
		l := d.Lang()
		rows := []app.UI{
			app.H3().Class("section-title").Text(d.say("tab.results")),
			d.edgeFigure(id, "items_per_s", d.say("figure.items"), "λ = Σ λᵢ · wᵢ / Σ w", "why.edge_items", func(x *report.Edge) report.Number { return x.ItemsPerS }, l.Rate),
			d.edgeFigure(id, "bytes_per_s", d.say("figure.bytes"), "B = Σ λᵢ · sᵢ", "why.edge_bytes", func(x *report.Edge) report.Number { return x.BytesPerS }, l.Bandwidth),
		}
		if e.Link != nil {
			rows = append(rows,
				d.edgeFigure(id, "utilisation", d.say("column.load"), "ρ = B / b", "why.edge_load", func(x *report.Edge) report.Number { return x.Utilisation }, l.Ratio),
				d.edgeFigure(id, "wait_s", d.say("column.wait"), "W = λ · E[S²] / (2 · (1 − ρ))", "why.edge_wait", func(x *report.Edge) report.Number { return x.WaitS }, l.Duration),
				d.edgeFigure(id, "sojourn_p99", d.say("column.p99"), "P(T ≤ t) = 0.99", "why.edge_p99", func(x *report.Edge) report.Number { return x.SojournS.P99 }, l.Duration))
		}
		body = append(body, app.Div().Class("section").Body(rows...))
		if x := r.Edges[id]; x.Method != "" {
			body = append(body, app.Div().DataSet("testid", "edge-method").Body(d.section(d.say("why.method"), "", d.methodChips(x.Method, x.ErrorClass))))
		}
	}
	return []app.UI{head, app.Div().Class("scroll").Body(body...)}
}

func (d *Desk) panelHead(mark, family, title, sub string, actions ...app.UI) app.UI {
	parts := []app.UI{
		app.Span().Class("tile").Body(icon.UI(mark)),
		app.Div().Class("grow").Body(app.H2().Class("panel-title").Class("cut").Text(title), app.Span().Class("panel-sub").Class("cut").Title(sub).Text(sub)),
	}
	return app.Div().Class("panel-head").Class(family).Body(append(parts, actions...)...)
}

// row is a label and what edits it.
func (d *Desk) row(label string, control app.UI) app.UI {
	return app.Div().Class("param").Body(app.Span().Class("param-label").Text(label), control)
}

func (d *Desk) goButton(end design.End) app.UI {
	return app.Button().Type("button").Class("btn-link").Class("cut").OnClick(press(func() { d.goTo(end.Node()) }), end.Node()).
		Text(d.nodeName(end.Node()) + " · " + d.portName(end.Node(), end.Port()))
}

func (d *Desk) weightRow(id string, e *design.Edge) app.UI {
	p := &component.Param{Key: "weight", Max: 1e9}
	f := field{
		value: d.valueText(p, e.Weight),
		read:  func(s string) (quantity.Value, string) { return d.readParam(p, s) },
		write: func(v quantity.Value) error {
			return d.Editor.EditEdge(id, func(e *design.Edge) { e.Weight = v })
		},
	}
	test := idParam + "weight"
	return app.Div().Class("param").Title(d.say("edge.weight_help")).Body(app.Span().Class("param-label").Text(d.say("edge.weight")),
		app.Div().Class("field").Body(d.input(f, test, d.say("edge.weight"))), d.wrongLine(test))
}

func (d *Desk) classesRow(id string, e *design.Edge) app.UI {
	if len(d.Design().Classes) < 2 {
		return nil
	}
	var list []app.UI
	for _, class := range sortedKeys(d.Design().Classes) {
		on := len(e.Classes) == 0 || contains(e.Classes, class)
		list = append(list, app.Label().Class("check").Body(
			app.Input().Type("checkbox").Checked(on).DataSet("testid", idClasses+class).
				OnChange(func(app.Context, app.Event) {
					d.try(d.Editor.EditEdge(id, func(e *design.Edge) { e.Classes = toggled(d.Design(), d.Design().Edges[id], class) }))
				}, id, class),
			app.Span().Text(d.className(class))))
	}
	return d.row(d.say("edge.classes"), app.Div().Class("list").Body(list...))
}

func contains(list []string, x string) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// toggled is the list of classes of an edge with one more or one less; empty
// stands for every class, so the last one cannot be taken out.
func toggled(doc *design.Design, e *design.Edge, class string) []string {
	now := e.Classes
	all := sortedKeys(doc.Classes)
	if len(now) == 0 {
		now = all
	}
	var out []string
	for _, c := range all {
		if contains(now, c) != (c == class) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return now
	}
	if len(out) == len(all) {
		return nil
	}
	return out
}

// linkSection makes an edge a link and edits the link.
func (d *Desk) linkSection(id string, e *design.Edge) app.UI {
	rows := []app.UI{
		app.H3().Class("section-title").Text(d.say("edge.link")),
		d.row(d.say("edge.is_link"), d.toggle(idLink, d.say("edge.is_link"), e.Link != nil, id, func(on bool) {
			if !on {
				d.try(d.Editor.EditEdge(id, func(e *design.Edge) { e.Link = nil }))
				return
			}
			d.try(d.Editor.EditEdge(id, func(e *design.Edge) {
				e.Link = &design.Link{Bandwidth: quantity.Str("100 Gbit/s"), Latency: quantity.Str("50 us")}
			}))
		})),
	}
	if e.Link != nil {
		rows = append(rows,
			d.linkField(id, "bandwidth", d.say("edge.bandwidth"), quantity.Bandwidth, e.Link.Bandwidth, func(l *design.Link, v quantity.Value) { l.Bandwidth = v }),
			d.linkField(id, "latency", d.say("edge.latency"), quantity.Time, e.Link.Latency, func(l *design.Link, v quantity.Value) { l.Latency = v }),
			d.linkPreset(id, e),
		)
	}
	return app.Div().Class("section").Body(rows...)
}

func (d *Desk) linkField(id, key, label string, dim quantity.Dimension, now quantity.Value, set func(*design.Link, quantity.Value)) app.UI {
	p := &component.Param{Key: key, Dimension: dim}
	f := field{
		value: d.valueText(p, now), least: 0,
		read: func(s string) (quantity.Value, string) { return d.readParam(p, s) },
		write: func(v quantity.Value) error {
			link := *d.Design().Edges[id].Link
			set(&link, v)
			return d.Editor.EditEdge(id, func(e *design.Edge) { e.Link = &link })
		},
	}
	test := idParam + key
	return app.Div().Class("param").Body(app.Span().Class("param-label").Text(label), app.Div().Class("field").Body(d.input(f, test, label)), d.wrongLine(test))
}

// linkPreset takes bandwidth and latency from a link of the catalogue.
func (d *Desk) linkPreset(id string, e *design.Edge) app.UI {
	options := []choiceOf{{"", d.say("edge.preset_none")}}
	for _, l := range catalog.Links() {
		options = append(options, choiceOf{l.ID, d.in(l.Label)})
	}
	return d.row(d.say("edge.preset"), d.choose("link-preset", d.say("edge.preset"), "", options, func(v string) {
		l, ok := catalog.FindLink(v)
		if !ok {
			return
		}
		link := *e.Link
		lang := "en"
		link.Bandwidth = quantity.Str(quantity.Format(l.Bandwidth, quantity.Bandwidth, lang))
		link.Latency = quantity.Str(quantity.Format(l.Latency, quantity.Time, lang))
		d.try(d.Editor.EditEdge(id, func(e *design.Edge) { e.Link = &link }))
	}))
}

// note edits a comment.
func (n *inspector) note(id string) []app.UI {
	d := n.D
	x := d.Design().Notes[id]
	return []app.UI{
		d.panelHead("edit", "f-none", d.say("note.title"), "", button{id: idDelete, icon: "trash", label: d.say("inspector.delete"), keys: "Del", bare: true, press: n.deleteSelection}.UI()),
		app.Div().Class("section").Body(d.noteText(id, x.Text)),
		app.Div().Class("section").Body(d.noteSize(id, 0, "width"), d.noteSize(id, 1, "height")),
	}
}

// noteSize edits the width or the height of a comment: what dragging its
// corner does.
func (d *Desk) noteSize(id string, axis int, key string) app.UI {
	p := &component.Param{Key: key, Min: edit.NoteNarrow, Max: edit.NoteMost}
	size := func() [2]float64 {
		r := canvas.NoteBounds(d.Design().Notes[id])
		return [2]float64{r.W(), r.H()}
	}
	f := field{
		value: num(size()[axis]), least: p.Min, most: p.Max,
		read: func(s string) (quantity.Value, string) { return d.readOne(p, s) },
		write: func(v quantity.Value) error {
			wish := size()
			wish[axis], _ = v.Float()
			return d.Editor.SizeNote(id, wish)
		},
	}
	test, label := idParam+key, d.say("note."+key)
	return app.Div().Class("param").Body(app.Span().Class("param-label").Text(label), app.Div().Class("field").Body(d.input(f, test, label)), d.wrongLine(test))
}

// noteText is the field of a comment. Like wordsInput, its text is left alone
// while it is typed into; emptied, it keeps what it said until it says
// something else.
func (d *Desk) noteText(id, now string) app.UI {
	f := field{
		words: true,
		value: now,
		read:  func(text string) (quantity.Value, string) { return quantity.Str(text), "" },
		write: func(v quantity.Value) error {
			if text, _ := v.Text(); strings.TrimSpace(text) != "" {
				return d.Editor.SetNote(id, text)
			}
			return nil
		},
	}
	shown := now
	if d.typing.id == idName {
		shown = d.typing.text
	}
	return app.Textarea().Class("note-text").DataSet("testid", idName).DataSet("shown", now).Aria("label", d.say("note.title")).Rows(6).Text(shown).
		OnFocus(func(app.Context, app.Event) { d.startTyping(idName, now) }, id, now).
		OnInput(func(ctx app.Context, _ app.Event) { d.typed(f, idName, ctx.JSSrc().Get("value").String()) }, id, now).
		OnBlur(func(ctx app.Context, _ app.Event) { d.endTyping(f, idName, ctx.JSSrc()) }, id, now).
		OnKeyDown(func(_ app.Context, e app.Event) {
			if e.Get("key").String() == "Escape" && !composing(e) {
				e.Call("stopPropagation")
				d.focusCanvas()
			}
		}, id)
}

// group names a frame.
func (n *inspector) group(id string) []app.UI {
	d := n.D
	g := d.Design().Groups[id]
	f := field{
		value: g.Name,
		read:  func(text string) (quantity.Value, string) { return quantity.Str(text), "" },
		write: func(v quantity.Value) error { text, _ := v.Text(); return d.Editor.RenameGroup(id, text) },
	}
	members := edit.Members(d.Design(), id)
	return []app.UI{
		app.Div().Class("panel-head").Class("f-none").Body(
			app.Span().Class("tile").Body(icon.UI("layers")),
			app.Div().Class("grow").Body(app.H2().Class("unseen").Text(d.say("group.title")), d.nameInput(f, d.say("group.title"), id), app.Span().Class("panel-sub").Text(d.Lang().Count("count.parts", len(members)))),
		),
		app.Div().Class("scroll").Body(
			app.Div().Class("section").Body(app.Div().Class("chips").Body(
				button{id: "fold", icon: "layers", label: d.say("command.fold"), class: "btn-line", press: func() { d.try(d.Editor.ToggleCollapse(id)) }}.UI(),
				button{id: "ungroup", icon: "close", label: d.say("group.ungroup"), keys: keys("⇧G"), class: "btn-line", press: func() { d.try(d.Editor.Ungroup()) }}.UI(),
			)),
			d.groupTotals(members),
			n.groupMembers(id, members),
		),
	}
}

// groupTotals sums up what the members of a group cost and draw.
func (d *Desk) groupTotals(members []string) app.UI {
	r := d.Report()
	if r == nil {
		return nil
	}
	cost, power := 0.0, 0.0
	for _, id := range members {
		if x := r.Nodes[id]; x != nil {
			cost += finite(x.CostPerMonth)
			power += finite(x.PowerW)
		}
	}
	figure := func(key, name, value string, x float64) app.UI {
		return app.Div().Class("figure").Class("figure-plain").DataSet("testid", "group:"+key).DataSet("value", num(x)).Body(
			app.Span().Class("figure-name").Text(name), app.Span().Class("figure-value").Text(value))
	}
	return app.Div().Class("section").Body(
		app.H3().Class("section-title").Text(d.say("group.total")),
		figure("cost", d.say("metric.cost_per_month"), d.Lang().PerMonth(cost, d.currency()), cost),
		figure("power", d.say("metric.power"), d.Lang().Power(power), power),
	)
}

// groupPage is how many parts of a group are listed at first; a press lists
// more. They come after the frame in which the group is taken up: all at once
// would be a hitch.
const groupPage = 16

// groupMembers lists the parts of a group, each a way to it.
func (n *inspector) groupMembers(group string, members []string) app.UI {
	d := n.D
	if n.grouped != group {
		n.grouped, n.listed = group, 0
		browser.Frame(func() {
			browser.After(0, func() { d.Do(func() { n.listed = max(n.listed, groupPage); n.Update() }) })
		})
	}
	list := []app.UI{app.H3().Class("section-title").Text(d.say("group.members"))}
	for i, id := range members {
		if n.listed == 0 {
			break
		}
		if i == n.listed {
			list = append(list, button{id: "members", label: d.Lang().Count("group.more", len(members)-i), class: "btn-wide", press: func() { n.listed += 3 * groupPage }}.UI())
			break
		}
		mark, family := d.nodeIcon(id)
		list = append(list, app.Button().Type("button").Class("part").Class(family).DataSet("testid", "member:"+id).OnClick(press(func() { d.goTo(id) }), id).
			Body(app.Span().Class("tile").Body(icon.UI(mark)), app.Span().Class("grow").Class("part-name").Class("cut").Title(d.nodeName(id)).Text(d.nodeName(id))))
	}
	return app.Div().Class("section").Body(list...)
}

// many offers what can be done with several parts at once.
func (n *inspector) many(count int) []app.UI {
	d := n.D
	act := func(id, mark, key string, c canvas.Command) app.UI {
		return button{id: id, icon: mark, label: d.say(key), class: "btn-line", press: func() { d.Canvas.Do(c) }}.UI()
	}
	align := func(id, key string, side edit.Side) app.UI {
		return button{id: id, label: d.say(key), class: "btn-line", press: func() { d.try(d.Editor.Align(side)) }}.UI()
	}
	cost, s := 0.0, d.Editor.Selection()
	var sub []string
	if k := len(s.Nodes); k > 0 {
		sub = append(sub, d.Lang().Count("count.parts", k))
	}
	if k := len(s.Edges); k > 0 {
		sub = append(sub, d.Lang().Count("count.wires", k))
	}
	if r := d.Report(); r != nil && len(s.Nodes) > 0 {
		for _, id := range s.Nodes {
			if x := r.Nodes[id]; x != nil {
				cost += finite(x.CostPerMonth)
			}
		}
		sub = append(sub, d.Lang().PerMonth(cost, d.currency()))
	}
	return []app.UI{
		d.panelHead("layers", "f-none", d.Lang().Count("many.title", count), strings.Join(sub, " · ")),
		app.Div().Class("section").Body(app.Div().Class("chips").Body(
			act("duplicate", "copy", "many.duplicate", canvas.Duplicate), act("group", "layers", "many.group", canvas.GroupNodes),
			act("bypass-all", "bypass", "many.bypass", canvas.Bypass), act(idDelete, "trash", "many.delete", canvas.Delete))),
		app.Div().Class("section").Body(app.H3().Class("section-title").Text(d.say("many.align")), app.Div().Class("chips").Body(
			align("align-left", "many.left", edit.Left), align("align-right", "many.right", edit.Right),
			align("align-top", "many.top", edit.Top), align("align-bottom", "many.bottom", edit.Bottom),
			button{id: "spread-x", label: d.say("many.across"), class: "btn-line", press: func() { d.try(d.Editor.Distribute(true)) }}.UI(),
			button{id: "spread-y", label: d.say("many.down"), class: "btn-line", press: func() { d.try(d.Editor.Distribute(false)) }}.UI())),
	}
}
