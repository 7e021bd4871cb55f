package app

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// shortcut is one line of the help: what it does and its keys.
type shortcut struct{ key, keys string }

// shortcuts lists them under their headings, as the canvas binds them.
var shortcuts = []struct {
	heading string
	lines   []shortcut
}{
	{"help.editing", []shortcut{{"help.undo", "^Z"}, {"help.redo", "^⇧Z"}, {"help.copy", "^C ^X ^V"}, {"help.paste_wired", "^⇧V"}, {"help.duplicate", "^D"}, {"help.delete", "Del"}, {"help.heal", "^Del"}, {"help.all", "^A"}, {"help.none", "Esc"}}},
	{"help.view", []shortcut{{"help.zoom", "^+ ^−"}, {"help.actual", "^0"}, {"help.fit", "⇧1"}, {"help.fit_selection", "⇧2"}, {"help.tidy", "⇧T"}, {"help.pan", "help.pan_keys"}, {"help.marquee", "help.marquee_keys"}}},
	{"help.graph", []shortcut{{"help.quick", "Tab"}, {"help.search", "/"}, {"help.find", "^F"}, {"quick.command", "^K"}, {"help.connect", "C"}, {"help.add_next", "^→"}, {"help.walk", "Alt+→"}, {"help.upstream", "⇧Alt+←"}, {"help.nudge", "← ↑ → ↓"}}},
	{"help.parts", []shortcut{{"help.inspect", "Enter"}, {"help.rename", "F2"}, {"help.bypass", "^B"}, {"help.group", "^G"}, {"help.ungroup", "^⇧G"}, {"help.lock", "^⇧L"}, {"help.copy_drag", "help.copy_drag_keys"}, {"help.free", "help.free_keys"}}},
	{"help.files", []shortcut{{"help.save", "^S"}, {"help.open", "^O"}, {"help.help", "?"}}},
}

func (d *Desk) helpBody() app.UI {
	var groups []app.UI
	for _, g := range shortcuts {
		var lines []app.UI
		for _, s := range g.lines {
			lines = append(lines, app.Dt().Text(d.say(s.key)), app.Dd().Body(d.keyCaps(s.keys)...))
		}
		groups = append(groups, app.Section().Body(app.H3().Class("section-title").Text(d.say(g.heading)), app.Dl().Class("shortcuts").Body(lines...)))
	}
	return app.Div().Body(
		app.P().Class("about").Text(d.say("help.intro")),
		app.P().Class("row").Body(
			button{id: "help-accuracy", icon: "target", label: d.say("accuracy.title"), class: "btn-line", press: func() { d.open(dialogAccuracy) }}.UI(),
			d.docsLink("index", "help.docs")),
		app.Div().Class("columns").Body(groups...),
	)
}

// keyCaps draws key names; ^ stands for the platform's main modifier.
func (d *Desk) keyCaps(text string) []app.UI {
	if d.Lang().Has(text) {
		return []app.UI{app.Span().Class("quiet").Text(d.say(text))}
	}
	var out []app.UI
	word := ""
	flush := func() {
		if word != "" {
			out = append(out, app.Span().Class("kbd").Text(word), app.Text(" "))
		}
		word = ""
	}
	for _, r := range text {
		switch r {
		case ' ':
			flush()
		case '^':
			word += keys("")
		default:
			word += string(r)
		}
	}
	flush()
	return out
}
