package app

import (
	"strconv"
	"time"

	"weir/app/browser"
	"weir/app/icon"
	"weir/app/session"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// toast is a message while it shows.
type toast struct {
	number int
	text   string
	grave  bool
	plain  bool // it says what is so: nothing was done, nothing failed
	undo   bool
}

// toastTime is how long a message stays; one that reports a failure stays
// until it is closed.
const toastTime = 5 * time.Second

// maxToasts bounds how many show at once: the oldest goes.
const maxToasts = 3

// takeNotices turns what the session has to tell into toasts.
func (d *Desk) takeNotices() {
	for _, m := range d.Notices() {
		t := toast{number: d.told + 1, text: d.say(m.Key, m.Args...), grave: m.Grave, plain: m.Key == "notice.plain", undo: m.Undo} // catalog: notices
		if m.Detail != nil {
			t.text += " " + d.in(*m.Detail)
		}
		d.told++
		d.toasts = append(d.toasts, t)
		if len(d.toasts) > maxToasts {
			d.toasts = d.toasts[1:]
		}
		if !t.grave {
			browser.After(toastTime, func() { d.Do(func() { d.dropToast(t.number) }) })
		}
	}
}

func (d *Desk) dropToast(number int) {
	for i, t := range d.toasts {
		if t.number == number {
			d.toasts = append(d.toasts[:i:i], d.toasts[i+1:]...)
			d.changed()
			return
		}
	}
}

func (d *Desk) toastList() app.UI {
	var list []app.UI
	for _, t := range d.toasts {
		mark, class := "check", "is-ok"
		switch {
		case t.grave:
			mark, class = "error", "is-critical"
		case t.plain:
			mark, class = "info", "is-info"
		}
		n := strconv.Itoa(t.number)
		list = append(list, app.Div().Class("toast").DataSet("testid", idToast).Body(
			icon.Small(mark, class), app.Span().Class("grow").Text(t.text),
			when(t.undo, func() app.UI {
				return button{id: "toast-undo" + n, label: d.say("undo.button"), class: "is-accent", press: func() { d.Editor.Undo(); d.dropToast(t.number) }}.UI()
			}),
			button{id: "toast-close" + n, icon: "close", label: d.say("dialog.close"), bare: true, press: func() { d.dropToast(t.number) }}.UI(),
		))
	}
	return app.Div().Class("toasts").Attr("role", "status").Body(list...)
}

// done says that something worked.
func (d *Desk) done(key string, args ...any) { d.Tell(session.Message{Key: key, Args: args}) }
