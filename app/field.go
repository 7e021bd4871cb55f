package app

import (
	"math"
	"slices"
	"strings"
	"time"

	"weir/app/browser"
	"weir/app/icon"
	"weir/app/session"
	"weir/engine/quantity"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// field is one value of the document that is typed: a number, mostly with a
// unit. It says what it holds now, reads what is typed, and writes it.
type field struct {
	value   string                                     // as the document has it
	unit    string                                     // shown beside a value that has none of its own
	integer bool                                       //
	least   float64                                    // stepping stops here
	most    float64                                    // and here, if above least
	read    func(text string) (quantity.Value, string) // the value, or what is wrong with the text
	write   func(quantity.Value) error                 // an edit
	words   bool                                       // any text will do
}

// typing is the field that has the focus. While it is typed into, the page
// leaves its text alone; a text that can be read is written when the typing
// pauses or ends, and all of it together is one step that undoes.
type typing struct {
	id    string
	text  string // what the field showed when it got the focus
	back  string // what Esc brings back
	wrong string // what is wrong with the text now, "" = nothing
	due   func() // writes what was read last, nil if nothing waits
	stop  func() // cancels the timer that would call due
}

// typingPause is how long nothing is typed before a number counts: 1e4 on
// the way to 1e40 is nobody's design.
const typingPause = 250 * time.Millisecond

// stray is a text that a field was left with though it cannot be read. It
// stays, with what is wrong with it, until it is mended or given up by Esc.
type stray struct{ text, wrong, where string }

// strayAt is the text a field was left with where the reader is now.
func (d *Desk) strayAt(id string) (stray, bool) {
	s, ok := d.strays[id]
	return s, ok && s.where == d.whereabouts()
}

// whereabouts tells what the fields are about: what is selected, and the
// dialog.
func (d *Desk) whereabouts() string {
	s := d.Editor.Selection()
	return strings.Join(slices.Concat([]string{string(d.dialog)}, s.Nodes, s.Edges, s.Notes), " ")
}

// wrongIn is what is wrong with the text of a field, "" if nothing.
func (d *Desk) wrongIn(id string) string {
	if d.typing.id == id {
		return d.typing.wrong
	}
	if s, ok := d.strayAt(id); ok {
		return s.wrong
	}
	return ""
}

// input is the text field of f; id is its test id.
func (d *Desk) input(f field, id, label string) app.UI {
	shown, wrong := f.value, d.wrongIn(id)
	if s, ok := d.strayAt(id); ok {
		shown = s.text
	}
	if d.typing.id == id {
		shown = d.typing.text
	}
	e := app.Input().Type("text").DataSet("testid", id).Aria("label", label).Value(shown).DataSet("shown", f.value).Attr("autocomplete", "off").Attr("spellcheck", "false").
		OnFocus(func(app.Context, app.Event) { d.startTyping(id, f.value) }, id, f.value).
		OnInput(func(ctx app.Context, _ app.Event) { d.typed(f, id, ctx.JSSrc().Get("value").String()) }, id, f.value).
		OnBlur(func(ctx app.Context, _ app.Event) { d.endTyping(f, id, ctx.JSSrc()) }, id, f.value).
		OnKeyDown(func(ctx app.Context, ev app.Event) { d.fieldKey(f, id, ctx.JSSrc(), ev) }, id, f.value)
	if wrong != "" {
		e = e.Aria("invalid", true).Aria("describedby", "wrong-"+id)
	}
	if d.small() {
		e = e.Attr("inputmode", "decimal")
	}
	return e
}

func (d *Desk) startTyping(id, text string) {
	d.typing = typing{id: id, text: text, back: text}
	if s, ok := d.strayAt(id); ok {
		d.typing.text, d.typing.wrong = s.text, s.wrong
		delete(d.strays, id)
	}
	d.Editor.Begin()
}

// typed reads the text after each key. What is wrong with it is told at
// once; a number is written when the typing pauses.
func (d *Desk) typed(f field, id, text string) {
	if d.typing.id != id {
		d.startTyping(id, f.value)
	}
	v, wrong := f.read(text)
	d.typing.wrong = wrong
	d.forget()
	if wrong != "" {
		// What could be read on the way ("12 k" of "12 kg") must not stay.
		d.Editor.Cancel()
		d.Editor.Begin()
		return
	}
	d.typing.due = func() {
		if err := f.write(v); err != nil {
			d.typing.wrong = d.errorText(err)
		}
	}
	if f.words {
		d.flush()
		return
	}
	d.typing.stop = browser.After(typingPause, func() {
		d.Do(func() {
			if d.typing.id == id {
				d.flush()
			}
		})
	})
}

// forget drops what waits to be written.
func (d *Desk) forget() {
	if d.typing.stop != nil {
		d.typing.stop()
	}
	d.typing.due, d.typing.stop = nil, nil
}

// flush writes what waits to be written.
func (d *Desk) flush() {
	due := d.typing.due
	d.forget()
	if due != nil {
		due()
	}
}

// endTyping leaves the field. A text that cannot be read stays, with what is
// wrong with it.
func (d *Desk) endTyping(f field, id string, element app.Value) {
	if d.typing.id != id {
		return
	}
	d.flush()
	wrong := d.typing.wrong
	d.typing = typing{}
	d.Editor.End()
	if wrong != "" && !f.words {
		if d.strays == nil {
			d.strays = map[string]stray{}
		}
		d.strays[id] = stray{element.Get("value").String(), wrong, d.whereabouts()}
		d.changed()
		return
	}
	d.changed()
	afterRender(func() { d.settle(id, element) })
}

// settle makes the element show what the document has: go-app does not write
// a text it believes is there already.
func (d *Desk) settle(id string, element app.Value) {
	if d.typing.id == id || !element.Get("isConnected").Truthy() {
		return
	}
	if shown := element.Call("getAttribute", "data-shown"); shown.Truthy() {
		element.Set("value", shown.String())
	}
}

func (d *Desk) fieldKey(f field, id string, element app.Value, e app.Event) {
	if composing(e) {
		return
	}
	switch key := e.Get("key").String(); key {
	case "Enter":
		e.PreventDefault() // Enter confirms, no more
		d.flush()
		if d.typing.wrong != "" && !f.words {
			d.announce(d.typing.wrong)
			d.changed()
			return
		}
		element.Call("blur")
	case "Escape":
		e.Call("stopPropagation")
		if d.typing.id == id {
			d.forget()
			d.Editor.Cancel()
			element.Set("value", d.typing.back)
			d.typing = typing{}
		}
		element.Call("blur")
		if inInspector(element) && d.sheet == "" {
			d.focusCanvas()
		}
		d.changed()
	case "ArrowUp", "ArrowDown":
		e.PreventDefault()
		steps := 1.0
		if key == "ArrowDown" {
			steps = -1
		}
		d.stepField(f, id, element, steps*stepSize(e.Value))
	}
}

// stepSize is ten times as much with Shift, a tenth with Alt.
func stepSize(e app.Value) float64 {
	switch {
	case e.Get("shiftKey").Truthy():
		return 10
	case e.Get("altKey").Truthy():
		return 0.1
	}
	return 1
}

// stepField moves the number in the field, keeping its unit.
func (d *Desk) stepField(f field, id string, element app.Value, steps float64) {
	text, ok := stepText(element.Get("value").String(), steps, f.integer, f.least, f.most)
	if !ok {
		return
	}
	element.Set("value", text)
	d.typed(f, id, text)
	d.flush()
}

// stepText adds steps to the number of a text; its unit stays. A step is one
// for whole numbers, else the tenth part of the leading digit's place: 2.1
// goes by 0.1, 400 by 10. Both ends of a range move.
func stepText(text string, steps float64, integer bool, least, most float64) (string, bool) {
	if r, ok := quantity.SplitRange(text); ok {
		low, lowOK := stepText(r.Low, steps, integer, least, most)
		high, highOK := stepText(r.High, steps, integer, least, most)
		return low + ".." + high, lowOK && highOK
	}
	x, unit, ok := quantity.Split(text)
	if !ok {
		return text, false
	}
	size := placeOf(x) / 10
	if integer {
		size = 1
		if math.Abs(steps) < 1 {
			steps = math.Copysign(1, steps)
		}
	} else if math.Abs(x) == placeOf(x) && x*steps < 0 {
		size /= 10 // 1 goes down to 0.99, not to 0.9
	}
	x += steps * size
	switch {
	case most > least && unit == "": // in a unit the bounds would be other numbers
		x = min(max(x, least), most)
	case least >= 0:
		x = max(x, 0)
	}
	places := max(0, -int(math.Floor(math.Log10(size*min(math.Abs(steps), 1))+1e-9)))
	scale := math.Pow10(min(places, 12))
	return quantity.Join(math.Round(x*scale)/scale, unit), true
}

// placeOf is the place of the leading digit: 100 for 432, 0.01 for 0.05.
func placeOf(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Pow(10, math.Floor(math.Log10(math.Abs(x))+1e-9))
}

// errorText is the sentence of an error in the reader's language.
func (d *Desk) errorText(err error) string {
	if t := session.Reason(err); t != nil {
		return d.in(*t)
	}
	return ""
}

// wrongLine says beneath a field what is wrong with it.
func (d *Desk) wrongLine(id string) app.UI {
	wrong := d.wrongIn(id)
	if wrong == "" {
		return nil
	}
	return app.P().Class("param-error").ID("wrong-"+id).Attr("role", "alert").DataSet("testid", idError+strings.TrimPrefix(id, idParam)).
		Body(icon.Small("overload"), app.Span().Text(wrong))
}
