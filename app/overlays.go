package app

import (
	"weir/app/browser"
	"weir/app/icon"
	"weir/app/session"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// dialog names the open dialog.
type dialog string

// The dialogs.
const (
	dialogNone     dialog = ""
	dialogShare    dialog = "share"
	dialogHelp     dialog = "help"
	dialogSettings dialog = "settings"
	dialogDrafts   dialog = "drafts"
	dialogQuick    dialog = "quick"
	dialogVersions dialog = "versions"
	dialogExport   dialog = "export"
	dialogAccuracy dialog = "accuracy"
)

// open shows a dialog and remembers where the focus was.
func (d *Desk) open(which dialog) {
	if d.dialog == dialogNone && d.opener == nil { // else the last has not given it back yet
		d.opener = browser.Document().Get("activeElement")
	}
	d.dialog, d.menu = which, ""
	d.changed()
	whenShown(`.dialog[data-dialog="`+string(which)+`"]`, func() {
		if e := query(".dialog [data-autofocus]"); e.Truthy() {
			e.Call("focus")
			return
		}
		focusFirst(".dialog input, .dialog select, .dialog button")
	})
}

// close ends the dialog and gives the focus back.
func (d *Desk) close() {
	d.dialog = dialogNone
	d.quick, d.strays = quick{}, nil
	d.changed()
	afterRender(func() {
		back := d.opener
		if d.dialog != dialogNone || back == nil { // another dialog has opened since
			return
		}
		d.opener = nil
		if back.Get("isConnected").Truthy() {
			back.Call("focus")
		}
	})
}

// overlays is everything that lies over the page: dialogs, messages, and the
// region that speaks to assistive technology.
type overlays struct {
	app.Compo
	D     *Desk
	share shareState
	stop  func()
}

func (o *overlays) OnMount(app.Context) {
	o.stop = o.D.follow(o, session.Layout|session.Reading|session.Keeping|session.Notice|session.Answer|session.Document)
}

func (o *overlays) OnDismount() { o.stop() }

func (o *overlays) Render() app.UI {
	d := o.D
	d.takeNotices()
	// The live region is written from outside, so its place among its
	// siblings must never change.
	return app.Div().Body(
		app.Div().Body(o.dialog()),
		d.toastList(),
		app.Div().ID("weir-live").Class("unseen").DataSet("testid", idLive).Aria("live", "polite").Attr("role", "status"),
		app.Input().Type("file").Hidden(true).DataSet("testid", idFile).Aria("label", d.say("menu.open")).
			Accept(".json,.svg,application/json,image/svg+xml").OnChange(o.picked),
	)
}

func (o *overlays) picked(ctx app.Context, _ app.Event) {
	for _, f := range browser.Files(ctx.JSSrc().Get("files")) {
		o.D.OpenFile(f)
	}
	ctx.JSSrc().Set("value", "") // the same file may be chosen again
}

// pickFile asks the user for a file to open.
func (d *Desk) pickFile() {
	if e := query(`[data-testid="` + idFile + `"]`); e.Truthy() {
		e.Call("click")
	}
}

func (o *overlays) dialog() app.UI {
	d := o.D
	switch d.dialog {
	case dialogShare:
		return d.dialogOf("share.title", "", o.shareBody(), o.shareFoot())
	case dialogHelp:
		return d.dialogOf("help.title", "dialog-wide", d.helpBody(), nil)
	case dialogSettings:
		return d.dialogOf("settings.title", "dialog-wide", d.settingsBody(), nil)
	case dialogDrafts:
		return d.dialogOf("drafts.title", "", d.draftsBody(), nil)
	case dialogVersions:
		return d.dialogOf("versions.title", "dialog-wide", d.versionsBody(), nil)
	case dialogExport:
		return d.dialogOf("export.title", "", d.exportBody(), nil)
	case dialogQuick:
		return d.quickDialog()
	case dialogAccuracy:
		return d.dialogOf("accuracy.title", "dialog-wide", d.accuracyBody(), nil)
	}
	return nil
}

// dialogOf is the frame of every dialog: title, body, foot. Tab stays inside,
// Esc and a click beside it close it.
func (d *Desk) dialogOf(title, class string, body, foot app.UI) app.UI {
	which := string(d.dialog)
	return app.Div().Class("scrim").On("pointerdown", d.scrimPress, which).Body(
		app.Div().Class("dialog").Class(class).DataSet("testid", idDialog).DataSet("dialog", which).
			Attr("role", "dialog").Aria("modal", true).Aria("labelledby", "dialog-title").OnKeyDown(d.dialogKey, which).Body(
			app.Div().Class("dialog-head").Body(
				app.H2().ID("dialog-title").Class("grow").Text(d.say(title)),
				button{id: idClose, icon: "close", label: d.say("dialog.close"), bare: true, press: d.close}.UI(),
			),
			app.Div().Class("dialog-body").TabIndex(0).Attr("role", "group").Aria("labelledby", "dialog-title").Body(body),
			foot,
		),
	)
}

func (d *Desk) scrimPress(_ app.Context, e app.Event) {
	if e.Get("target").Get("classList").Call("contains", "scrim").Truthy() {
		d.close()
	}
}

func (d *Desk) dialogKey(_ app.Context, e app.Event) {
	e.Call("stopPropagation")
	switch key := e.Get("key").String(); {
	case composing(e):
	case key == "Escape":
		d.close()
	case key == "Tab":
		d.trap(e)
	}
}

// trap keeps Tab inside the dialog.
func (d *Desk) trap(e app.Event) {
	list := browser.Document().Call("querySelectorAll",
		".dialog button:not(:disabled):not([tabindex='-1']), .dialog input:not(:disabled), .dialog select, .dialog textarea, .dialog a[href], .dialog [tabindex='0']")
	n := list.Get("length").Int()
	if n == 0 {
		return
	}
	first, last := list.Index(0), list.Index(n-1)
	active := browser.Document().Get("activeElement")
	switch back := e.Get("shiftKey").Truthy(); {
	case back && active.Equal(first):
		e.PreventDefault()
		last.Call("focus")
	case !back && active.Equal(last):
		e.PreventDefault()
		first.Call("focus")
	}
}

// note is one sentence on a coloured ground.
func note(kind, mark string, body ...app.UI) app.UI {
	return app.Div().Class("note").Class("note-"+kind).Body(icon.Small(mark), app.Div().Class("grow").Body(body...))
}
