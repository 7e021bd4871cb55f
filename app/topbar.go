package app

import (
	"weir/app/canvas"
	"weir/app/icon"
	"weir/app/session"
	"weir/app/text"
	"weir/engine/design"
	"weir/engine/quantity"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// topBar is the bar over everything: what is open, where it is kept, and what
// can be done with it as a whole.
type topBar struct {
	app.Compo
	D    *Desk
	stop func()
}

func (b *topBar) OnMount(app.Context) {
	b.stop = b.D.follow(b, session.Document|session.Keeping|session.Reading|session.Layout|session.Simulating)
}

func (b *topBar) OnDismount() { b.stop() }

func (b *topBar) Render() app.UI {
	d := b.D
	return app.Header().Class("topbar").Body(
		when(!d.Empty(), func() app.UI { return app.H1().Class("unseen").Text(d.say("title.page", d.Design().Title)) }),
		b.mainMenu(),
		app.Div().Class("title-host").Body(b.title(), b.saveState()),
		app.Span().Class("grow"),
		b.history(),
		app.Span().Class("rule").Class("only-large"),
		button{id: idVersions, icon: "compare", label: d.say("versions.button"), class: "only-wide", disabled: d.Empty(), press: d.openVersions}.UI(),
		app.Span().Class("rule").Class("only-wide"),
		d.simulateButton(),
		b.export(),
		button{id: idShare, icon: "share", label: d.say("share.button"), class: "btn-primary btn-share", disabled: d.Empty(), press: d.openShare}.UI(),
		app.Span().Class("rule").Class("only-large"),
		app.Button().Type("button").Class("btn").Class("only-large").DataSet("testid", idLang).Lang(d.Lang().Other().Tag()).
			OnClick(press(func() { d.SetLang(d.Lang().Other()) }), idLang).
			Body(app.Span().Text(languageName[d.Lang().Other()])),
		button{id: idTheme, icon: themeIcon(d), label: d.say("theme." + themeNext(d)), bare: true, class: "only-large", press: func() { d.switchTheme() }}.UI(),
		button{id: idHelp, icon: "help", label: d.say("help.button"), keys: "?", bare: true, class: "only-large", press: func() { d.open(dialogHelp) }}.UI(),
	)
}

// languageName is each language by its own name, the same in every catalog.
var languageName = map[text.Lang]string{text.EN: "EN", text.ZH: "中文"}

func themeIcon(d *Desk) string {
	if d.Dark() {
		return "sun"
	}
	return "moon"
}

func themeNext(d *Desk) string {
	if d.Dark() {
		return "light"
	}
	return "dark"
}

func (d *Desk) switchTheme() {
	if d.Dark() {
		d.SetTheme(session.Light)
		return
	}
	d.SetTheme(session.Dark)
}

func (b *topBar) mainMenu() app.UI {
	d := b.D
	open := d.menu == idMenu
	return app.Div().Class("menu-host").Body(
		app.Button().Type("button").Class("btn").Class("brand-btn").DataSet("testid", idMenu).
			Aria("label", d.say("menu.label")).Title(d.say("menu.label")).Aria("haspopup", "menu").Aria("expanded", open).
			OnClick(press(func() { d.openMenu(idMenu) }), idMenu).
			Body(app.Span().Class("brand").Body(icon.UI("brand")), icon.Small("down")),
		when(open, func() app.UI {
			return app.Div().Class("menu-left-host").Body(d.menuOf(idMenu, d.say("menu.label"),
				d.menuLine(line{idMenuNew, "new", d.say("menu.new"), "", d.ShowEmpty}),
				d.menuLine(line{idMenuOpen, "open", d.say("menu.open"), keys("O"), d.pickFile}),
				d.menuLine(line{idMenuDrafts, "device", d.say("menu.drafts"), "", d.openDrafts}),
				when(!d.Empty(), func() app.UI {
					return d.menuLine(line{idMenuVersions, "history", d.say("menu.versions"), "", d.openVersions})
				}),
				app.Hr().Class("menu-rule"),
				when(!d.Empty(), func() app.UI {
					return d.menuLine(line{idMenuSave, "export", d.say("menu.save"), keys("S"), d.SaveFile})
				}),
				when(!d.Empty(), func() app.UI {
					return d.menuLine(line{idMenuExport, "export", d.say("menu.export"), keys("⇧E"), func() { d.open(dialogExport) }})
				}),
				when(!d.Empty(), func() app.UI {
					return d.menuLine(line{"menu-simulate", "play", d.say("simulation.button"), "", d.toggleSimulation})
				}),
				when(!d.Empty(), func() app.UI {
					return d.menuLine(line{idMenuSet, "settings", d.say("menu.settings"), "", func() { d.open(dialogSettings) }})
				}),
				app.Hr().Class("menu-rule"),
				d.menuLine(line{"menu-language", "part", languageName[d.Lang().Other()], "", func() { d.SetLang(d.Lang().Other()) }}),
				d.menuLine(line{"menu-theme", themeIcon(d), d.say("theme." + themeNext(d)), "", d.switchTheme}),
				d.menuLine(line{"menu-help", "help", d.say("help.button"), "?", func() { d.open(dialogHelp) }}),
			))
		}),
	)
}

func (b *topBar) title() app.UI {
	d := b.D
	f := field{
		value: d.Design().Title,
		read:  func(text string) (quantity.Value, string) { return quantity.Str(text), "" },
		write: func(v quantity.Value) error { title, _ := v.Text(); return d.Editor.SetTitle(title) },
	}
	return d.wordsInput(f, idTitle, "title", d.say("title.label"), d.say("title.untitled"), "design").
		MaxLength(design.MaxName).Disabled(d.Empty())
}

func (b *topBar) saveState() app.UI {
	d := b.D
	w := saveWords[d.State()]
	label := d.say(w.key)
	if d.State() == session.OnServer {
		label = d.say(w.key, d.Lang().Integer(int(d.Draft().Remote.Revision)))
	}
	if d.Empty() {
		w, label = saveWords[session.Untouched], d.say("save.nothing")
	}
	return app.Span().Class("save").DataSet("testid", idSave).DataSet("state", w.name).Title(label).Body(
		icon.Small(w.icon, w.class), app.Span().Class("save-text").Text(label))
}

// saveWords says where the document is kept: word, icon and colour.
var saveWords = map[session.State]struct{ name, key, icon, class string }{
	session.Untouched: {"untouched", "save.nothing", "file", ""},
	session.Writing:   {"writing", "save.writing", "busy", ""},
	session.OnDevice:  {"device", "save.device", "check", ""},
	session.OnServer:  {"server", "save.on_server", "check", ""},
	session.Sending:   {"sending", "save.sending", "busy", ""},
	session.Offline:   {"offline", "save.offline", "offline", "is-warn"},
	session.Full:      {"full", "save.full", "error", "is-critical"},
	session.Refused:   {"refused", "save.refused", "error", "is-critical"},
	session.Elsewhere: {"elsewhere", "save.elsewhere", "warning", "is-warn"},
	session.Conflict:  {"conflict", "save.conflict", "warning", "is-warn"},
	session.Revoked:   {"revoked", "save.revoked", "warning", "is-warn"},
}

func (b *topBar) history() app.UI {
	d := b.D
	undo, canUndo := d.Editor.UndoLabel()
	redo, canRedo := d.Editor.RedoLabel()
	undoText, redoText := d.say("undo.none"), d.say("redo.none")
	if canUndo {
		undoText = d.say("undo.step", d.in(undo))
	}
	if canRedo {
		redoText = d.say("redo.step", d.in(redo))
	}
	return app.Span().Class("row-tight").Body(
		button{id: idUndo, icon: "undo", label: undoText, keys: keys("Z"), bare: true, disabled: !canUndo, press: func() { d.Editor.Undo() }}.UI(),
		button{id: idRedo, icon: "redo", label: redoText, keys: keys("⇧Z"), bare: true, class: "only-large", disabled: !canRedo, press: func() { d.Editor.Redo() }}.UI(),
		button{id: idTidy, icon: "tidy", label: d.say("tidy.button"), keys: "⇧T", bare: true, class: "only-large", disabled: d.Empty(), press: d.tidy}.UI(),
	)
}

func (b *topBar) export() app.UI {
	d := b.D
	return button{id: idExport, icon: "export", label: d.say("export.button"), class: "btn-line only-large", disabled: d.Empty(), press: func() { d.open(dialogExport) }}.UI()
}

// tidy lays the design out again, or what is selected of it.
func (d *Desk) tidy() {
	if d.Canvas != nil {
		d.Canvas.Do(canvas.TidyUp)
	}
}
