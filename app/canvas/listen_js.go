//go:build js && wasm

package canvas

import (
	"syscall/js"
	"time"
)

// clicks tells a double click from two.
type clicks struct {
	at     Point
	when   float64
	n      int
	cursor string
}

// KindType is the type under which the palette puts the id of a kind on a
// drag.
const KindType = "text/x-weir-kind"

func (e *element) listen() {
	window := js.Global()
	doc := window.Get("document")
	e.on(e.el, "pointerdown", e.down)
	e.on(e.el, "pointermove", func(ev js.Value) bool {
		e.c.Move(e.pointer(ev))
		if _, resting := e.c.gesture.(*press); !resting {
			e.letHold()
		}
		e.setCursor()
		return false
	})
	e.on(e.el, "pointerup", func(ev js.Value) bool {
		e.letHold()
		e.c.Up(e.pointer(ev))
		return false
	})
	e.on(e.el, "pointercancel", func(js.Value) bool {
		e.letHold()
		e.c.Abort()
		return false
	})
	e.on(e.el, "pointerleave", func(js.Value) bool { e.c.Leave(); return false })
	e.on(e.el, "contextmenu", func(js.Value) bool { return true })
	e.on(e.el, "wheel", e.wheel)
	e.on(e.el, "focus", func(js.Value) bool {
		e.c.Focus(!e.pressing && e.el.Call("matches", ":focus-visible").Bool())
		return false
	})
	e.on(e.el, "blur", func(js.Value) bool { e.c.Blur(); return false })
	e.on(doc, "keydown", func(ev js.Value) bool { return e.keydown(ev) })
	e.on(doc, "keyup", func(ev js.Value) bool { e.c.KeyUp(keyOf(ev)); return false })
	e.listenDrag()
	e.listenClipboard(doc)
	e.listenSafari()

	for _, canvas := range []js.Value{e.el, e.paint.mini.el} {
		canvas.Call("addEventListener", "contextrestored", e.paint.restored)
	}
	e.observe("ResizeObserver", e.el, nil, e.resize)
	e.on(window, "resize", func(js.Value) bool { e.resize(); return false })
	retheme := func() {
		e.paint.retheme()
		e.ask()
	}
	e.observe("MutationObserver", doc.Get("documentElement"),
		map[string]any{"attributes": true, "attributeFilter": []any{"data-theme", "class", "lang"}}, retheme)
	e.on(window.Call("matchMedia", "(prefers-color-scheme: dark)"), "change", func(js.Value) bool { retheme(); return false })
}

// place is where an event happened, CSS pixels from the canvas's corner.
func (e *element) place(ev js.Value) Point {
	r := e.el.Call("getBoundingClientRect")
	return Point{ev.Get("clientX").Float() - r.Get("left").Float(), ev.Get("clientY").Float() - r.Get("top").Float()}
}

func modsOf(ev js.Value) Mods {
	return Mods{
		Shift: ev.Get("shiftKey").Bool(), Alt: ev.Get("altKey").Bool(),
		Ctrl: ev.Get("ctrlKey").Bool() || ev.Get("metaKey").Bool(),
	}
}

func (e *element) pointer(ev js.Value) Pointer {
	return Pointer{
		ID: ev.Get("pointerId").Int(), At: e.place(ev), Button: ev.Get("button").Int(),
		Touch: ev.Get("pointerType").String() == "touch", Clicks: 1, Mods: modsOf(ev),
	}
}

// Two presses within doubleTime milliseconds and doubleReach CSS pixels are
// a double click.
const (
	doubleTime  = 400
	doubleReach = 6
)

func (e *element) down(ev js.Value) bool {
	p := e.pointer(ev)
	now := ev.Get("timeStamp").Float()
	if now-e.clicks.when < doubleTime && p.At.Dist(e.clicks.at) < doubleReach {
		e.clicks.n++
	} else {
		e.clicks.n = 1
	}
	e.clicks.when, e.clicks.at = now, p.At
	p.Clicks = e.clicks.n
	e.pressing = true
	e.el.Call("focus", map[string]any{"preventScroll": true})
	e.pressing = false
	if ev.Get("isTrusted").Bool() { // an event made by a script has no pointer to capture
		e.el.Call("setPointerCapture", p.ID)
	}
	e.c.Down(p)
	if p.Touch {
		e.startHold()
	}
	e.setCursor()
	// The middle button would scroll. After a touch the browser would press a
	// mouse of its own making, and take the focus from a menu just opened.
	return p.Button == 1 || p.Touch
}

// startHold waits for a long press.
func (e *element) startHold() {
	e.letHold()
	e.hold = js.Global().Call("setTimeout", e.heldFunc, LongPress)
}

// letHold ends the wait.
func (e *element) letHold() {
	if !e.hold.IsUndefined() {
		js.Global().Call("clearTimeout", e.hold)
		e.hold = js.Undefined()
	}
}

// wheel translates lines and pages to pixels.
func (e *element) wheel(ev js.Value) bool {
	delta := Point{ev.Get("deltaX").Float(), ev.Get("deltaY").Float()}
	switch ev.Get("deltaMode").Int() {
	case 1:
		delta = delta.Mul(20)
	case 2:
		delta = Point{delta.X * e.c.view.Size.X, delta.Y * e.c.view.Size.Y}
	}
	e.c.Wheel(e.place(ev), delta, modsOf(ev))
	return true
}

// keyOf reads a key press. Keys pressed in a text field, in a dialog or
// while text is composed are not ours.
func keyOf(ev js.Value) Key {
	k := Key{Key: ev.Get("key").String(), Mods: modsOf(ev)}
	target := ev.Get("target")
	k.Typing = ev.Get("isComposing").Truthy() || ev.Get("keyCode").Int() == 229
	if target.Get("closest").Truthy() {
		within := "input,textarea,select,[contenteditable=''],[contenteditable=true],dialog,[role=dialog],[role=menu],[role=listbox]"
		k.Typing = k.Typing || !target.Call("closest", within).IsNull()
	}
	return k
}

func (e *element) keydown(ev js.Value) bool {
	if ev.Get("defaultPrevented").Bool() {
		return false
	}
	k := keyOf(ev)
	if b, ok := lookupKey(k); ok && !k.Typing && e.c.active {
		switch b.cmd { // what the browser does with these is needed for the system clipboard
		case Copy, Cut:
			e.clip.keep(e.c, b.cmd == Cut)
			return false
		case Paste, PasteWired:
			e.clip.await(e.c, b.cmd == PasteWired)
			return false
		}
	}
	return e.c.KeyDown(k)
}

func (e *element) listenDrag() {
	kind := func(ev js.Value) string { return ev.Get("dataTransfer").Call("getData", KindType).String() }
	offers := func(ev js.Value) bool {
		return ev.Get("dataTransfer").Get("types").Call("includes", KindType).Bool()
	}
	e.on(e.el, "dragover", func(ev js.Value) bool {
		if !offers(ev) || e.c.readOnly {
			return false
		}
		ev.Get("dataTransfer").Set("dropEffect", "copy")
		e.c.CarryOver(e.place(ev), e.c.Dragging)
		return true
	})
	e.on(e.el, "dragleave", func(js.Value) bool { e.c.CarryEnd(); return false })
	e.on(e.el, "drop", func(ev js.Value) bool {
		if !offers(ev) {
			return false
		}
		e.c.DropAt(e.place(ev), kind(ev))
		e.el.Call("focus", map[string]any{"preventScroll": true})
		return true
	})
}

// listenSafari turns Safari's own pinch events into zooming.
func (e *element) listenSafari() {
	var before View
	e.on(e.el, "gesturestart", func(js.Value) bool { before = e.c.view; return true })
	e.on(e.el, "gesturechange", func(ev js.Value) bool {
		e.c.setView(before.ZoomAt(e.place(ev), ev.Get("scale").Float()))
		return true
	})
}

// clipboardWait is how long a paste waits for the system clipboard before
// the canvas's own copy is pasted.
const clipboardWait = 60 * time.Millisecond
