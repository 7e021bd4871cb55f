//go:build js && wasm

package canvas

import (
	"syscall/js"
	"time"

	"weir/app/edit"
	"weir/engine/design"
)

// clipboard is what was copied here, beside the system's clipboard, which
// the browser gives to a page only inside its own copy and paste events.
type clipboard struct {
	own     *design.Design
	text    string
	wired   bool // the paste under way keeps incoming wires
	waiting int  // number of the paste that waits for the event
}

// keep copies or cuts what is selected.
func (b *clipboard) keep(c *Canvas, cut bool) {
	if cut && !c.readOnly {
		d, err := c.editor.Cut()
		if c.try(err) {
			b.own = d
		}
	} else if d := c.editor.Copy(); d != nil {
		b.own = d
	}
	b.text = edit.FragmentText(b.own)
}

// await pastes what the browser's paste event brings, or our own copy if
// none comes.
func (b *clipboard) await(c *Canvas, wired bool) {
	b.wired = wired
	b.waiting++
	n := b.waiting
	time.AfterFunc(clipboardWait, func() {
		if b.waiting == n {
			b.waiting++
			b.paste(c, b.own)
		}
	})
}

func (b *clipboard) paste(c *Canvas, d *design.Design) {
	if c.readOnly || d == nil {
		return
	}
	var at *[2]float64
	if r := edit.Extent(d); !c.view.Visible().Meets(Rect{point(r[0]), point(r[1])}) {
		middle := c.view.World(c.view.Size.Mul(0.5)).Sub(Point{cardW / 2, cardH / 2})
		pair := Point{snapped(middle.X), snapped(middle.Y)}.Pair()
		at = &pair
	}
	c.try(c.editor.Paste(d, at, b.wired))
	c.redraw()
}

func (e *element) listenClipboard(doc js.Value) {
	put := func(ev js.Value) bool {
		if !e.c.active || e.clip.text == "" {
			return false
		}
		ev.Get("clipboardData").Call("setData", "text/plain", e.clip.text)
		return true
	}
	e.on(doc, "copy", put)
	e.on(doc, "cut", put)
	e.on(doc, "paste", func(ev js.Value) bool {
		if !e.c.active {
			return false
		}
		e.clip.waiting++
		text := ev.Get("clipboardData").Call("getData", "text/plain").String()
		d := e.clip.own
		if text != e.clip.text {
			var err error
			if d, err = edit.ReadFragment(text); !e.c.try(err) {
				return true
			}
		}
		e.clip.paste(e.c, d)
		return true
	})
	e.c.clipboard = func(cmd Command) bool {
		switch cmd {
		case Copy, Cut:
			e.clip.keep(e.c, cmd == Cut)
			if nav := js.Global().Get("navigator").Get("clipboard"); nav.Truthy() && e.clip.text != "" {
				nav.Call("writeText", e.clip.text)
			}
		default:
			e.clip.wired = cmd == PasteWired
			e.clip.paste(e.c, e.clip.own)
		}
		return true
	}
}
