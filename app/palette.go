package app

import (
	"weir/app/icon"
	"weir/app/session"
	"weir/engine/component"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// palette lists every kind of part. A part is added by dragging it out, by a
// click, or with Enter.
type palette struct {
	app.Compo
	D    *Desk
	stop func()
}

func (p *palette) OnMount(app.Context) {
	p.stop = p.D.follow(p, session.Reading|session.Layout)
}

func (p *palette) OnDismount() { p.stop() }

func (p *palette) Render() app.UI {
	d := p.D
	parts := []app.UI{}
	found := 0
	for _, f := range component.Families {
		kinds := byFamily(f.ID, d.search)
		found += len(kinds)
		if len(kinds) > 0 {
			parts = append(parts, p.family(f.ID, d.in(f.Name), kinds))
		}
	}
	if found == 0 {
		parts = append(parts, app.P().Class("nothing").Text(d.say("palette.nothing", d.search)))
	}
	aside := app.Aside().Class("palette").DataSet("testid", idPalette).Aria("label", d.say("palette.label"))
	if d.palette {
		aside = aside.Class("palette-open")
	}
	return aside.Body(
		app.Div().Class("field").Class("palette-find").OnClick(press(d.unfold), "find").Body(
			icon.Small("search"),
			app.Input().Type("search").DataSet("testid", idFind).Aria("label", d.say("palette.find")).
				Placeholder(d.say("palette.find")).Attr("autocomplete", "off").
				OnInput(func(ctx app.Context, _ app.Event) { d.search = ctx.JSSrc().Get("value").String() }).
				OnKeyDown(p.findKey),
			app.Span().Class("kbd").Aria("hidden", true).Text("/"),
		),
		app.Div().Class("scroll").Body(parts...),
	)
}

// unfold opens the palette where the window leaves it only a rail.
func (d *Desk) unfold() {
	if !d.palette {
		d.palette = true
		d.changed()
		afterRender(func() { focusTest(idFind) })
	}
}

// foldPalette makes it a rail again.
func (d *Desk) foldPalette() {
	if d.palette {
		d.palette = false
		d.changed()
	}
}

func (p *palette) findKey(ctx app.Context, e app.Event) {
	d := p.D
	switch key := e.Get("key").String(); {
	case composing(e):
	case key == "Escape":
		ctx.JSSrc().Set("value", "")
		d.search = ""
		d.foldPalette()
		d.focusCanvas()
	case key == "ArrowDown":
		e.PreventDefault()
		moveFocus(".palette .part", "Home")
	case key == "Enter":
		for _, f := range component.Families {
			if kinds := byFamily(f.ID, d.search); len(kinds) > 0 {
				d.addKind(kinds[0].ID)
				return
			}
		}
	}
}

func (p *palette) family(id component.Family, name string, kinds []*component.Kind) app.UI {
	d := p.D
	shut := d.families[id] && d.search == ""
	arrow := "down"
	if shut {
		arrow = "right"
	}
	parts := []app.UI{
		app.Button().Type("button").Class("family").DataSet("testid", idFamily+string(id)).Aria("expanded", !shut).
			OnClick(press(func() { d.families[id] = !d.families[id] }), string(id)).
			Body(icon.Small(arrow), app.Span().Class("family-text").Text(name),
				app.Span().Class("push").Class("quiet").Class("family-text").Text(d.Lang().Integer(len(kinds)))),
	}
	if !shut {
		for _, k := range kinds {
			parts = append(parts, p.part(k))
		}
	}
	return app.Div().Class("f-"+string(id)).Attr("role", "group").Aria("label", name).Body(parts...)
}

func (p *palette) part(k *component.Kind) app.UI {
	d := p.D
	return app.Button().Type("button").Class("part").DataSet("testid", idKind+k.ID).DataSet("kind", k.ID).
		Title(d.in(k.Name)+"\n"+d.in(k.Doc)).
		On("pointerdown", func(ctx app.Context, e app.Event) { d.grab(k.ID, ctx.JSSrc(), e) }, k.ID).
		OnClick(func(ctx app.Context, e app.Event) { d.clickKind(k.ID, e) }, k.ID).
		OnKeyDown(partKey, k.ID).
		Body(
			app.Span().Class("tile").Body(icon.UI(k.Icon)),
			app.Span().Class("grow").Class("part-text").Body(
				app.Span().Class("part-name").Class("cut").Text(d.in(k.Name)),
				app.Span().Class("part-summary").Class("cut").Text(d.in(k.Summary)),
			),
		)
}

// partKey walks the palette with the arrow keys.
func partKey(_ app.Context, e app.Event) {
	switch key := e.Get("key").String(); key {
	case "ArrowDown", "ArrowUp", "Home", "End":
		e.PreventDefault()
		moveFocus(".palette .part", key)
	}
}
