package app

import (
	"weir/app/browser"
	"weir/app/canvas"
	"weir/app/icon"
	"weir/app/session"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// dock is the bar at the bottom of small screens: each target lays a sheet
// over the lower half of the canvas, or takes it away.
type dock struct {
	app.Compo
	D    *Desk
	stop func()
}

func (k *dock) OnMount(app.Context) {
	k.stop = k.D.follow(k, session.Layout|session.Reading|session.Answer|session.Selection|session.Simulating)
}

func (k *dock) OnDismount() { k.stop() }

func (k *dock) Render() app.UI {
	d := k.D
	problems := 0
	if r := d.Report(); r != nil {
		problems = urgentCount(k.D.findings(r))
	}
	target := func(id, sheet, mark, label string, count int) app.UI {
		var badge app.UI
		if count > 0 {
			label += " " + d.Lang().Integer(count)
		}
		return app.Button().Type("button").DataSet("testid", idDock+id).Aria("pressed", d.sheet == sheet && d.menu == "").
			OnClick(press(func() { d.setSheet(sheet) }), id).
			Body(icon.UI(mark), app.Span().Text(label), badge)
	}
	return app.Nav().Class("dock").Aria("label", d.say("dock.label")).Body(
		target("canvas", "", "tidy", d.say("dock.canvas"), 0),
		target("palette", "palette", "plus", d.say("dock.palette"), 0),
		target("inspector", "inspector", "settings", d.say("dock.inspector"), 0),
		target("results", "results", "chart", d.say("dock.results"), problems),
		app.Button().Type("button").DataSet("testid", idDock+"menu").OnClick(press(func() { d.openMenu(idMenu) }), "menu").
			Body(icon.UI("more"), app.Span().Text(d.say("dock.more"))),
	)
}

// setSheet lays a sheet over the canvas; "" takes it away.
func (d *Desk) setSheet(sheet string) {
	if d.sheet == sheet {
		sheet = ""
	}
	d.sheet = sheet
	d.changed()
}

// listenWindow follows keys and presses that are meant for the page as a
// whole.
func (d *Desk) listenWindow() {
	browser.Listen("keydown", d.windowKey)
	browser.Listen("pointerdown", func(e app.Value) {
		target := e.Get("target")
		if !target.Get("closest").Truthy() {
			return
		}
		if d.menu != "" && !target.Call("closest", ".menu, [aria-haspopup]").Truthy() {
			d.menu = ""
			d.changed()
		}
		if d.palette && !target.Call("closest", ".palette").Truthy() {
			d.foldPalette()
		}
	})
	browser.ListenAt(browser.Document(), "dragover", func(e app.Value) { e.Call("preventDefault") })
	browser.ListenAt(browser.Document(), "drop", func(e app.Value) {
		if files := browser.Files(e.Get("dataTransfer").Get("files")); len(files) > 0 {
			e.Call("preventDefault")
			d.OpenFile(files[0])
		}
	})
}

// windowKey takes the keys that work wherever the focus is, except in a text
// field, while a dialog is open, or while Chinese is being composed.
func (d *Desk) windowKey(e app.Value) {
	if d.dialog != dialogNone && e.Get("key").String() == "Escape" && !composing(e) {
		d.close() // before the focus has come to the dialog
		return
	}
	if d.dialog == dialogNone && d.leavesInspector(e) {
		d.focusCanvas()
		return
	}
	if composing(e) || e.Get("defaultPrevented").Truthy() || d.dialog != dialogNone || typingIn(e.Get("target")) {
		return
	}
	switch key := e.Get("key").String(); {
	case key == "Escape":
		d.escape()
	case key == "/" && !e.Get("ctrlKey").Truthy() && !e.Get("metaKey").Truthy() && !e.Get("altKey").Truthy():
		e.Call("preventDefault")
		if d.small() {
			d.sheet = ""
			d.setSheet("palette")
		}
		d.unfold()
		focusTest(idFind)
	}
}

// leavesInspector reports whether a key is Esc on what edits a part: the way
// back to the canvas, where the part stays selected.
func (d *Desk) leavesInspector(e app.Value) bool {
	return e.Get("key").String() == "Escape" && !composing(e) && d.menu == "" && d.why == nil && d.sheet == "" && inInspector(e.Get("target"))
}

func inInspector(e app.Value) bool {
	return e.Truthy() && e.Get("closest").Truthy() && e.Call("closest", ".inspector").Truthy()
}

// escape goes one step back: from a menu, from an explained figure, from what
// is selected, from a sheet.
func (d *Desk) escape() {
	switch {
	case d.menu != "":
		d.closeMenu()
	case d.why != nil:
		d.endWhy()
	case d.Canvas != nil && d.Canvas.Do(canvas.SelectNone):
	case d.sheet != "":
		d.setSheet("")
	}
}

// typingIn reports whether text typed now goes into an element.
func typingIn(target app.Value) bool {
	return target.Truthy() && target.Get("matches").Truthy() && target.Call("matches", "input, textarea, select, [contenteditable]").Truthy()
}
