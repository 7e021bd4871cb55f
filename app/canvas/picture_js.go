//go:build js && wasm

package canvas

import "syscall/js"

// picture is a canvas beside the page's that keeps what was drawn on it, to
// be shown again for the price of a copy.
type picture struct {
	el  js.Value
	pen *pen
}

func newPicture(opaque bool) *picture {
	el := js.Global().Get("document").Call("createElement", "canvas")
	return &picture{el, newPen(el.Call("getContext", "2d", map[string]any{"alpha": !opaque}))}
}

// blank makes the picture so many device pixels large, and empty.
func (x *picture) blank(w, h int) {
	x.el.Set("width", w)
	x.el.Set("height", h)
	x.pen.forget()
}

// fit makes the picture so many device pixels large, if it is not.
func (x *picture) fit(w, h int) {
	if x.el.Get("width").Int() != w || x.el.Get("height").Int() != h {
		x.blank(w, h)
	}
}

// on draws on a picture instead of the page's canvas.
func (p *painter) on(x *picture, draw func()) {
	page := p.pen
	p.pen, p.labels.pen = x.pen, x.pen
	draw()
	p.pen, p.labels.pen = page, page
}

// show copies a picture to a place of the screen, device pixels.
func (p *painter) show(x *picture, left, top float64) {
	p.pen.setAlpha(1)
	p.pen.setTransform.Invoke(1, 0, 0, 1, 0, 0)
	p.pen.image.Invoke(x.el, left, top)
}
