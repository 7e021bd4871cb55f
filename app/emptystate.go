package app

import (
	"strings"

	"weir/app/icon"
	"weir/app/session"
	"weir/engine/component"
	"weir/engine/design"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// emptyState is the first screen: three ways to begin, one example to play
// with, and the templates.
type emptyState struct {
	app.Compo
	D      *Desk
	search string
	try    tryIt
	stop   func()
}

func (e *emptyState) OnMount(app.Context) {
	e.stop = e.D.follow(e, session.Reading|session.Layout)
}

func (e *emptyState) OnDismount() { e.stop() }

func (e *emptyState) Render() app.UI {
	d := e.D
	return app.Main().Class("empty").DataSet("testid", idEmpty).Body(app.Div().Class("empty-inner").Body(
		app.Div().Class("hero").Body(
			app.H1().Text(d.say("empty.headline")),
			app.P().Text(d.say("empty.sub")),
			app.Div().Class("hero-actions").Body(
				button{id: idTemplates, icon: "grid", label: d.say("empty.template"), big: true, class: "btn-big btn-primary", press: func() { focusTest(idTemplateQ) }}.UI(),
				button{id: idBlank, icon: "plus", label: d.say("empty.blank"), big: true, class: "btn-big btn-line", press: d.OpenBlank}.UI(),
				button{id: idImport, icon: "file", label: d.say("empty.import"), big: true, class: "btn-big btn-line", press: d.pickFile}.UI(),
			),
		),
		e.try.UI(d),
		e.templates(),
	))
}

func (e *emptyState) templates() app.UI {
	d := e.D
	all := session.Examples()
	var cards []app.UI
	for _, x := range all {
		text := strings.ToLower(x.Title.EN + " " + x.Title.ZH + " " + x.Summary.EN + " " + x.Summary.ZH)
		if strings.Contains(text, strings.ToLower(e.search)) {
			cards = append(cards, d.templateCard(x))
		}
	}
	if len(cards) == 0 {
		cards = append(cards, app.P().Class("nothing").Text(d.say("empty.no_template", e.search)))
	}
	return app.Section().Aria("label", d.say("empty.templates")).Class("list").Class("list-wide").Body(
		app.Div().Class("templates-head").Body(
			app.H2().Text(d.say("empty.templates")), app.Span().Class("quiet").Text(d.Lang().Integer(len(all))),
			app.Div().Class("field").Body(icon.Small("search"), app.Input().Type("search").DataSet("testid", idTemplateQ).Aria("label", d.say("empty.search")).
				Placeholder(d.say("empty.search")).Attr("autocomplete", "off").
				OnInput(func(ctx app.Context, _ app.Event) { e.search = ctx.JSSrc().Get("value").String() })),
		),
		app.Div().Class("templates").Body(cards...),
	)
}

// templateCard offers one example, with a small picture of it.
func (d *Desk) templateCard(x session.Template) app.UI {
	mark, family := "layers", "f-none"
	if k, ok := component.Lookup(leadKind(x.Design)); ok {
		mark, family = k.Icon, "f-"+string(k.Family)
	}
	return app.Button().Type("button").Class("template").Class(family).DataSet("testid", idTemplate+x.ID).
		OnClick(press(func() { d.OpenExample(x.ID) }), x.ID).Body(
		app.Span().Class("tile").Body(icon.UI(mark)),
		app.Span().Body(
			app.Span().Class("template-head").Body(
				app.Span().Class("template-name").Text(d.in(x.Title)), app.Span().Class("template-parts").Text(d.Lang().Count("count.parts", len(x.Design.Nodes)))),
			app.Span().Class("template-sub").Text(d.in(x.Summary))),
		preview(x.Design),
	)
}

// leadKind is the kind that stands for a design: its AI, else what comes first.
func leadKind(doc *design.Design) string {
	first := ""
	for _, id := range sortedKeys(doc.Nodes) {
		kind := doc.Nodes[id].Kind
		if strings.HasPrefix(kind, "ai.") && kind != "ai.encoder" {
			return kind
		}
		if first == "" {
			first = kind
		}
	}
	return first
}

// The world size of a card, as the canvas draws it.
const (
	cardWide = 208.0
	cardHigh = 108.0
)

// preview draws a design small: blocks and wires.
func preview(doc *design.Design) app.UI { return picture(doc, nil) }

// previewWire leads from the right of a card to the left of another in right
// angles; backwards it goes between the rows, not through the cards.
func previewWire(a, b [2]float64) string {
	const stub = 28
	x1, y1, x2, y2 := a[0]+cardWide, a[1]+cardHigh/2, b[0], b[1]+cardHigh/2
	out, in, between := (x1+x2)/2, (x1+x2)/2, y2
	if x2 < x1+2*stub {
		out, in, between = x1+stub, x2-stub, (y1+y2)/2
		if y1 == y2 {
			between = y1 + cardHigh/2 + stub
		}
	}
	return "M" + round(x1) + " " + round(y1) + "H" + round(out) + "V" + round(between) + "H" + round(in) + "V" + round(y2) + "H" + round(x2)
}

// fateSign tells what became of a node where colour cannot.
var fateSign = map[string]string{"ok": "+", "critical": "−", "warn": "≠"}

// picture is a preview in which nodes can be marked by what became of them.
func picture(doc *design.Design, fates map[string]string) app.UI {
	if len(doc.Nodes) == 0 {
		return nil
	}
	var lo, hi [2]float64
	first := true
	for _, id := range sortedKeys(doc.Nodes) {
		at := doc.Nodes[id].At
		if first {
			lo, hi, first = at, at, false
		}
		for i := range at {
			lo[i], hi[i] = min(lo[i], at[i]), max(hi[i], at[i])
		}
	}
	c := &chart{}
	for _, id := range sortedKeys(doc.Edges) {
		e := doc.Edges[id]
		a, b := doc.Nodes[e.From.Node()], doc.Nodes[e.To.Node()]
		if a == nil || b == nil {
			continue
		}
		class := "wire"
		if e.Async {
			class = "wire wire-async"
		}
		c.path(class, previewWire(a.At, b.At))
	}
	for _, id := range sortedKeys(doc.Nodes) {
		n := doc.Nodes[id]
		family := "f-none"
		if k, ok := component.Lookup(n.Kind); ok {
			family = "f-" + string(k.Family)
		}
		block := "block"
		if fate := fates[id]; fate != "" {
			block += " block-" + fate
		}
		c.rect(block, n.At[0], n.At[1], cardWide, cardHigh)
		c.rect("stripe "+family, n.At[0], n.At[1], 18, cardHigh)
		if fate := fates[id]; fate != "" {
			c.text("fate fate-"+fate, n.At[0]+cardWide/2, n.At[1]+cardHigh*0.72, "middle", fateSign[fate])
		}
	}
	const margin = 60
	box := round(lo[0]-margin) + " " + round(lo[1]-margin) + " " + round(hi[0]-lo[0]+cardWide+2*margin) + " " + round(hi[1]-lo[1]+cardHigh+2*margin)
	return svg("svg", "preview").Attr("viewBox", box).Attr("aria-hidden", "true").Body(c.parts...)
}
