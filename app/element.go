package app

import (
	"weir/app/icon"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// go-app compares event handlers by their code, not by what they hold. Every
// handler here is therefore given a scope that names what it holds: a test
// id, with the id of the part where there are many.

// press makes an event handler of f.
func press(f func()) app.EventHandler {
	return func(app.Context, app.Event) { f() }
}

// button is one button: an icon, a word, or both.
type button struct {
	id       string // test id and scope of the handler
	icon     string
	label    string // shown; with bare, only told to assistive technology and as a tooltip
	bare     bool
	keys     string // shortcut, told in the tooltip
	class    string
	big      bool // with an icon of full size
	disabled bool
	reason   string // why it is disabled: a tooltip, told to assistive technology
	expanded *bool
	pressed  *bool
	press    func()
}

func (b button) UI() app.UI {
	e := app.Button().Type("button").Class("btn").Class(b.class).DataSet("testid", b.id).
		Disabled(b.disabled).OnClick(press(b.press), b.id)
	if b.expanded != nil {
		e = e.Aria("expanded", *b.expanded).Aria("haspopup", "true")
	}
	if b.pressed != nil {
		e = e.Aria("pressed", *b.pressed)
	}
	if b.reason != "" {
		e = e.Title(b.reason).Aria("description", b.reason)
	}
	var parts []app.UI
	if b.icon != "" && (b.bare || b.big) {
		parts = append(parts, icon.UI(b.icon))
	} else if b.icon != "" {
		parts = append(parts, icon.Small(b.icon))
	}
	if b.bare {
		title := b.label
		if b.keys != "" {
			title += " (" + b.keys + ")"
		}
		return e.Class("btn-icon").Title(title).Aria("label", b.label).Body(parts...)
	}
	return e.Body(append(parts, app.Span().Text(b.label))...)
}

// line is one line of a menu.
type line struct {
	id, icon, label, keys string
	press                 func()
}

func (d *Desk) menuLine(l line) app.UI {
	var keys app.UI
	if l.keys != "" {
		keys = app.Span().Class("kbd").Text(l.keys)
	}
	return app.Button().Type("button").Class("menu-item").Attr("role", "menuitem").Attr("tabindex", "-1").DataSet("testid", l.id).
		OnClick(press(func() { d.closeMenu(); l.press() }), l.id).
		Body(icon.Small(l.icon), app.Span().Text(l.label), keys)
}

// menuOf is the open menu called name; it takes the arrow keys and Esc.
func (d *Desk) menuOf(name, label string, lines ...app.UI) app.UI {
	return app.Div().Class("menu").ID("menu-"+name).Attr("role", "menu").Aria("label", label).
		OnKeyDown(d.menuKey, name).Body(lines...)
}

func (d *Desk) openMenu(name string) {
	if d.menu == name {
		d.closeMenu()
		return
	}
	d.menu = name
	d.changed()
	afterRender(func() { focusFirst("#menu-" + name + " [role=menuitem]") })
}

func (d *Desk) closeMenu() {
	if d.menu == "" {
		return
	}
	name := d.menu
	d.menu = ""
	d.changed()
	afterRender(func() {
		if name == menuCanvas {
			d.focusCanvas()
			return
		}
		focusTest(name)
	})
}

func (d *Desk) menuKey(_ app.Context, e app.Event) {
	switch key := e.Get("key").String(); key {
	case "Escape", "Tab":
		e.Call("stopPropagation")
		d.closeMenu()
	case "ArrowDown", "ArrowUp", "Home", "End":
		e.PreventDefault()
		moveFocus("#menu-"+d.menu+" [role^=menuitem]", key)
	}
}

// when shows u only if ok; it is asked for only then.
func when(ok bool, u func() app.UI) app.UI {
	if !ok {
		return nil
	}
	return u()
}

// scrolling is a region that scrolls, by keyboard too where nothing in it
// takes the focus.
func scrolling(label string, body ...app.UI) app.UI {
	return app.Div().Class("scroll").Attr("tabindex", "0").Attr("role", "group").Aria("label", label).Body(body...)
}

// tabs is a row of tabs; choose is called with the one picked.
func (d *Desk) tabs(label string, now tab, choose func(tab), extra app.UI, all ...tabLabel) app.UI {
	parts := make([]app.UI, 0, len(all)+1)
	for _, t := range all {
		index := "-1"
		if t.tab == now {
			index = "0"
		}
		var count app.UI
		if t.count > 0 {
			count = app.Span().Class("count").Class(t.class).Text(d.Lang().Integer(t.count))
		}
		parts = append(parts, app.Button().Type("button").Class("tab").Attr("role", "tab").Aria("selected", t.tab == now).
			Attr("tabindex", index).DataSet("testid", idTab+string(t.tab)).
			OnClick(press(func() { choose(t.tab) }), string(t.tab)).
			Body(app.Span().Text(t.label), count))
	}
	row := app.Div().Class("tabs-row").Attr("role", "tablist").Aria("label", label).OnKeyDown(tabKey).Body(parts...)
	return app.Div().Class("tabs").Body(row, extra)
}

type tabLabel struct {
	tab   tab
	label string
	count int
	class string
}

// tabKey moves between tabs with the arrow keys.
func tabKey(ctx app.Context, e app.Event) {
	switch key := e.Get("key").String(); key {
	case "ArrowLeft", "ArrowRight", "Home", "End":
		e.PreventDefault()
		moveWithin(ctx.JSSrc(), "[role=tab]", key, true)
	}
}

// choiceOf is one option of a select.
type choiceOf struct{ value, label string }

// choose is a select in its frame.
func (d *Desk) choose(id, label, value string, options []choiceOf, pick func(string)) app.UI {
	list := make([]app.UI, len(options))
	for i, o := range options {
		list[i] = app.Option().Value(o.value).Selected(o.value == value).Text(o.label)
	}
	return app.Span().Class("field").Body(
		app.Select().DataSet("testid", id).Aria("label", label).
			OnChange(func(ctx app.Context, _ app.Event) { pick(ctx.JSSrc().Get("value").String()) }, id).
			Body(list...),
		icon.Small("down"),
	)
}
