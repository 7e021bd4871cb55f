package app

import (
	"weir/app/browser"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A part is picked up in the palette once the pointer has moved this far,
// CSS pixels; less is a click.
const dragThreshold = 4.0

// drag is a part on its way from the palette to the canvas. It follows the
// pointer outside of go-app's rendering, so that it costs nothing.
type drag struct {
	desk    *Desk
	kind    string
	source  app.Value
	pointer int
	x, y    float64
	ghost   app.Value
	stops   []func()
}

// grab begins a drag that may still turn out to be a click.
func (d *Desk) grab(kind string, source app.Value, e app.Event) {
	if e.Get("button").Int() != 0 {
		return
	}
	g := &drag{desk: d, kind: kind, source: source, pointer: e.Get("pointerId").Int(), x: e.Get("clientX").Float(), y: e.Get("clientY").Float()}
	g.stops = []func(){
		browser.Listen("pointermove", g.move),
		browser.Listen("pointerup", g.up),
		browser.Listen("pointercancel", func(app.Value) { g.end() }),
		browser.Listen("keydown", func(e app.Value) {
			if e.Get("key").String() == "Escape" {
				g.end()
			}
		}),
	}
}

func (g *drag) move(e app.Value) {
	if e.Get("pointerId").Int() != g.pointer {
		return
	}
	x, y := e.Get("clientX").Float(), e.Get("clientY").Float()
	if g.ghost == nil {
		if dx, dy := x-g.x, y-g.y; dx*dx+dy*dy < dragThreshold*dragThreshold {
			return
		}
		g.pick()
	}
	g.place(x, y)
	g.desk.carry(g.kind, x, y)
}

// pick makes the picture that follows the pointer.
func (g *drag) pick() {
	if g.desk.Empty() {
		g.desk.OpenBlank()
	}
	g.ghost = g.source.Call("cloneNode", true)
	g.ghost.Get("classList").Call("add", "part-ghost")
	g.ghost.Call("removeAttribute", "data-testid")
	g.ghost.Call("setAttribute", "aria-hidden", "true")
	family := g.source.Get("parentElement").Get("className")
	g.ghost.Get("classList").Call("add", family)
	browser.Document().Get("body").Call("appendChild", g.ghost)
}

func (g *drag) place(x, y float64) {
	g.ghost.Get("style").Set("translate", px(x+10)+" "+px(y+10))
}

func (g *drag) up(e app.Value) {
	if e.Get("pointerId").Int() != g.pointer {
		return
	}
	dropped := g.ghost != nil
	x, y := e.Get("clientX").Float(), e.Get("clientY").Float()
	g.end()
	if dropped {
		g.desk.dropKind(g.kind, x, y)
	}
}

func (g *drag) end() {
	for _, stop := range g.stops {
		stop()
	}
	g.stops = nil
	if g.ghost != nil {
		g.ghost.Call("remove")
		g.desk.carry("", 0, 0)
	}
}

// clickKind adds a part. The click that ends a drag is not one: browsers send
// it only if the pointer was let go over the same button.
func (d *Desk) clickKind(kind string, e app.Event) {
	d.addKind(kind)
}
