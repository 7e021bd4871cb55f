//go:build js && wasm

package canvas

import (
	"syscall/js"

	"weir/engine/report"
)

// reader is the node with the roving focus as assistive technology meets it:
// an element inside the canvas that the canvas names as its active descendant.
type reader struct {
	el     js.Value
	node   string
	lang   string
	stamp  uint64
	report *report.Report
}

const readerID = "weir-focus"

func newReader(canvas js.Value) *reader {
	r := &reader{el: js.Global().Get("document").Call("createElement", "div")}
	r.el.Set("id", readerID)
	r.el.Call("setAttribute", "role", "img")
	canvas.Call("appendChild", r.el)
	return r
}

// show brings the element up to date with what the canvas shows.
func (r *reader) show(c *Canvas, canvas js.Value) {
	s := c.scene
	if r.node == c.focus && r.lang == s.lang && (r.node == "" || r.stamp == s.stamp && r.report == s.report) {
		return
	}
	r.node, r.lang, r.stamp, r.report = c.focus, s.lang, s.stamp, s.report
	if r.node == "" {
		canvas.Call("removeAttribute", "aria-activedescendant")
		r.el.Call("removeAttribute", "aria-label")
		r.el.Call("setAttribute", "hidden", "")
		return
	}
	r.el.Call("removeAttribute", "hidden")
	r.el.Call("setAttribute", "aria-roledescription", wordPart.In(s.lang))
	r.el.Call("setAttribute", "aria-label", c.Describe(r.node, s.lang))
	canvas.Call("setAttribute", "aria-activedescendant", readerID)
}
