//go:build js && wasm

package canvas

import (
	"errors"
	"syscall/js"
)

// element is the canvas in the page.
type element struct {
	c         *Canvas
	el        js.Value
	paint     *painter
	frameFunc js.Func
	heldFunc  js.Func
	pending   js.Value // the frame asked for, undefined if none
	lastFrame float64
	undo      []func() // what Destroy has to do
	clicks    clicks
	lang      string   // of the label
	pressing  bool     // the focus about to come is the pointer\'s doing
	hold      js.Value // timer of a long press
	clip      clipboard
	reader    *reader
	rest      js.Func // tells of the view once it rests
	told      View
	resting   bool // rest is due
	timer     js.Value
	warm      js.Func  // paints beforehand what frames will need, bit by bit
	warming   js.Value // timer of that, undefined if none
}

// Mount draws the canvas inside the element with an id and begins to listen.
// The element must have a size of its own and be positioned.
func (c *Canvas) Mount(id string) error {
	doc := js.Global().Get("document")
	parent := doc.Call("getElementById", id)
	if parent.IsNull() {
		return errors.New("canvas: no element with id " + id)
	}
	c.Destroy()
	el := doc.Call("createElement", "canvas")
	el.Set("className", "graph")
	for name, value := range map[string]any{"tabindex": "0", "role": "application", "aria-label": wordCanvas.In(c.scene.lang)} {
		el.Call("setAttribute", name, value)
	}
	style := el.Get("style") // through CSSOM, which a strict content policy allows
	for name, value := range map[string]string{
		"position": "absolute", "inset": "0", "width": "100%", "height": "100%", "display": "block",
		"touch-action": "none", "outline": "none", "user-select": "none",
	} {
		style.Call("setProperty", name, value)
	}
	parent.Call("appendChild", el)
	ctx := el.Call("getContext", "2d", map[string]any{"alpha": false})
	e := &element{c: c, el: el, pending: js.Undefined(), hold: js.Undefined(), warming: js.Undefined()}
	e.paint = newPainter(c, ctx)
	e.reader = newReader(el)
	e.frameFunc = js.FuncOf(func(_ js.Value, args []js.Value) any {
		e.frame(args[0].Float())
		return nil
	})
	e.heldFunc = js.FuncOf(func(js.Value, []js.Value) any {
		e.hold = js.Undefined()
		c.Held()
		return nil
	})
	e.rest = js.FuncOf(func(js.Value, []js.Value) any {
		e.rested()
		return nil
	})
	e.warm = js.FuncOf(func(js.Value, []js.Value) any {
		e.warmed()
		return nil
	})
	e.paint.restored = js.FuncOf(func(js.Value, []js.Value) any {
		e.paint.forgetPictures()
		e.ask()
		return nil
	})
	e.undo = append(e.undo, e.frameFunc.Release, e.heldFunc.Release, e.rest.Release, e.warm.Release, e.paint.restored.Release)
	c.still = js.Global().Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool()
	c.redraw = e.ask
	c.unmount = e.destroy
	e.listen()
	e.resize()
	return nil
}

// ask asks the browser for one frame.
func (e *element) ask() {
	if e.pending.IsUndefined() {
		e.pending = js.Global().Call("requestAnimationFrame", e.frameFunc)
	}
}

func (e *element) frame(now float64) {
	e.pending = js.Undefined()
	dt := 1.0 / 60
	if e.lastFrame > 0 {
		dt = clamp((now-e.lastFrame)/1000, 0, 0.1)
	}
	more := e.c.Animate(dt)
	e.lastFrame = 0
	if more {
		e.lastFrame = now
		e.ask()
	}
	e.paint.frame()
	e.setCursor()
	e.reader.show(e.c, e.el)
	if e.told != e.c.view && !e.resting {
		e.await()
	}
	if e.warming.IsUndefined() && e.paint.lacks() {
		e.warmAfter(warmWait)
	}
	if lang := e.c.scene.lang; lang != e.lang {
		e.lang = lang
		e.el.Call("setAttribute", "aria-label", wordCanvas.In(lang))
	}
}

// await and rested tell the host of the view when it has not moved for a
// while: while it is panned nobody but the canvas has to follow.
func (e *element) await() {
	e.resting, e.told = true, e.c.view
	e.timer = js.Global().Call("setTimeout", e.rest, 120)
}

func (e *element) rested() {
	e.resting = false
	switch {
	case e.told != e.c.view:
		e.await()
	case e.c.host.Viewed != nil:
		e.c.host.Viewed(e.c.view)
	}
}

// warmWait is how long, in milliseconds, nothing must have been painted anew
// before it is painted for keeps.
const warmWait = 150

func (e *element) warmAfter(ms int) {
	e.warming = js.Global().Call("setTimeout", e.warm, ms)
}

// warmed paints a bit beforehand, then lets the browser breathe.
func (e *element) warmed() {
	e.warming = js.Undefined()
	switch {
	case !e.pending.IsUndefined():
		e.warmAfter(warmWait)
	case e.paint.warm():
		e.warmAfter(0)
	}
}

func (e *element) setCursor() {
	if cursor := e.c.Cursor(); cursor != e.clicks.cursor {
		e.clicks.cursor = cursor
		e.el.Get("style").Call("setProperty", "cursor", cursor)
	}
}

// resize fits the drawing to the element and the screen's pixels.
func (e *element) resize() {
	w, h := e.el.Get("clientWidth").Float(), e.el.Get("clientHeight").Float()
	dpr := js.Global().Get("devicePixelRatio").Float()
	if w <= 0 || h <= 0 {
		return
	}
	pw, ph := int(w*dpr+0.5), int(h*dpr+0.5)
	if e.el.Get("width").Int() != pw || e.el.Get("height").Int() != ph || e.paint.dpr != dpr {
		e.el.Set("width", pw)
		e.el.Set("height", ph)
		e.paint.dpr = dpr
		e.paint.pen.forget()
		e.paint.grid = gridPattern{}
	}
	e.c.Resize(w, h)
	if e.pending.IsUndefined() {
		e.paint.frame() // at once: a resized canvas is blank
	}
}

// destroy takes the canvas out of the page and lets go of all it held.
func (e *element) destroy() {
	if !e.pending.IsUndefined() {
		js.Global().Call("cancelAnimationFrame", e.pending)
	}
	e.letHold()
	if e.resting {
		js.Global().Call("clearTimeout", e.timer)
	}
	if !e.warming.IsUndefined() {
		js.Global().Call("clearTimeout", e.warming)
	}
	for i := len(e.undo) - 1; i >= 0; i-- {
		e.undo[i]()
	}
	e.undo = nil
	e.el.Call("remove")
}

// on listens to events of a target until Destroy. The handler says whether
// it used the event; then the browser does nothing else with it.
func (e *element) on(target js.Value, event string, handle func(ev js.Value) (used bool)) {
	f := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if handle(args[0]) {
			args[0].Call("preventDefault")
		}
		return nil
	})
	options := map[string]any{"passive": false}
	target.Call("addEventListener", event, f, options)
	e.undo = append(e.undo, func() {
		target.Call("removeEventListener", event, f, options)
		f.Release()
	})
}

// observe hands changes seen by a browser's observer to handle until Destroy.
func (e *element) observe(kind string, target js.Value, options any, handle func()) {
	f := js.FuncOf(func(js.Value, []js.Value) any {
		handle()
		return nil
	})
	o := js.Global().Get(kind).New(f)
	if options == nil {
		o.Call("observe", target)
	} else {
		o.Call("observe", target, options)
	}
	e.undo = append(e.undo, func() {
		o.Call("disconnect")
		f.Release()
	})
}
