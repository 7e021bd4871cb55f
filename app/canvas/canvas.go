// Package canvas shows a design as a graph and lets people edit it with
// pointer, touch and keyboard. It draws on one Canvas 2D element.
//
// Most of the package is pure: where things are (geometry, view, route,
// index, scene, frame), what is written on them (face, figure, load), what a
// tile looks like as SVG paths (tile, path), what lies under the pointer
// (hit) and what a gesture or a key means (pointer, press, move, connect,
// marquee, keys, command). Only the files for js/wasm touch the browser:
// they translate events, measure text and paint.
//
// A frame sets one transform and paints the cached paths of the visible
// tiles, then writes text where it can be read. An edit or a report makes
// only the tiles it touches out of date. What is in the hand is drawn on
// top, and is in no tile until it is dropped. While nothing beneath it
// changes, a frame copies pictures of it (mosaic).
package canvas

import (
	"weir/app/edit"
	"weir/app/layout"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/report"
)

// Grid is the step that places snap to, world pixels.
const Grid = layout.Grid

// Host is what the canvas asks of the page around it. Every function may be
// nil.
type Host struct {
	QuickAdd func(QuickAdd)             // open the palette at the pointer
	Connect  func(node string)          // list what the node can be connected to
	Inspect  func()                     // show the inspector of the selection
	Rename   func(hit Hit)              // edit the name of a node, group or note in place
	Menu     func(screen Point, on Hit) // context menu
	Say      func(component.Text)       // tell the user why something was refused
	Announce func(component.Text)       // read out what has the focus; nothing to be shown
	Command  func(Command) bool         // do a command that is not the canvas's own
	Tidy     func(only []string)        // lay a large design out elsewhere and hand the places to Tidied; nil: here, at once
	Viewed   func(View)                 // the zoom changed, or the view came to rest elsewhere
}

// QuickAdd asks for a node to be added.
type QuickAdd struct {
	Screen Point       // where to open the palette, CSS pixels from the canvas's corner
	At     [2]float64  // where the node goes
	End    *design.End // what it must connect to, if anything
}

// Canvas is the state of one canvas: what it shows and what is going on.
type Canvas struct {
	editor   *edit.Editor
	host     Host
	scene    *Scene
	view     View
	viewed   bool // a view was chosen: the first size no longer fits all
	hover    Hit
	focus    string // node with the roving focus
	keyboard bool   // focus is shown: the last input was a key
	active   bool   // the element has focus
	space    bool   // held: drags pan
	mapStyle bool   // drag pans, wheel zooms
	readOnly bool
	singles  bool // single-key shortcuts are on
	still    bool // the user wants no animation
	stream   stream
	gesture  gesture
	touches  map[int]Point
	last     Pointer // latest position, for panning at the rim
	tapped   *wiring // first port of a tap-tap connection
	carry    *carry  // a kind dragged in from the palette
	lit      *lit
	glide    *glide
	stop     func() // watching the editor
	redraw   func() // asks for a frame
	unmount  func() // takes the element out of the page

	clipboard func(Command) bool // copy, cut and paste; nil where there is none

	// Dragging is the kind being dragged in from the palette, which the
	// browser tells nobody before it is dropped.
	Dragging string
}

// lit is a path shown bright while the rest is dimmed.
type lit struct{ nodes, edges map[string]bool }

// carry is a kind on its way from the palette.
type carry struct {
	kind string
	at   Point
	edge string // it would be inserted there
	into string // and become part of this group
}

// New returns a canvas that shows and edits e's document.
func New(e *edit.Editor, h Host) *Canvas {
	c := &Canvas{
		editor: e, host: h, scene: newScene(), singles: true,
		view: View{Zoom: 1}, touches: map[int]Point{}, redraw: func() {},
	}
	c.scene.Load(e.Design())
	c.stop = e.Watch(c.follow)
	return c
}

// follow keeps up with the editor.
func (c *Canvas) follow(ch edit.Change) {
	if ch.Document {
		c.scene.Update(c.editor.Design(), ch)
	}
	if ch.Whole {
		c.abort()
		c.focus, c.hover, c.tapped, c.lit = "", Hit{}, nil, nil
		c.viewed = false
		c.firstFit()
	}
	if c.scene.cards[c.hover.Node] == nil {
		c.hover = Hit{}
	}
	switch s := c.editor.Selection(); {
	case len(s.Nodes) == 1:
		c.focus = s.Nodes[0]
	case len(s.Nodes) == 0 && len(s.Groups)+len(s.Notes) > 0:
		c.focus = "" // keys and menu are of what is selected
	}
	if c.scene.cards[c.focus] == nil {
		c.focus = ""
	}
	c.redraw()
}

// SetReport shows the answer of an evaluation on nodes and wires; nil shows none.
func (c *Canvas) SetReport(r *report.Report) {
	c.scene.SetReport(r)
	c.redraw()
}

// SetLang shows another language: "en" or "zh".
func (c *Canvas) SetLang(lang string) {
	c.scene.SetLang(lang)
	c.redraw()
}

// SetMapStyle chooses what drag and wheel do: pan and zoom, as on a map, or
// select and pan, as in a design tool (the default).
func (c *Canvas) SetMapStyle(on bool) { c.mapStyle = on }

// MapStyle reports what SetMapStyle chose.
func (c *Canvas) MapStyle() bool { return c.mapStyle }

// SetSquare draws edges in right angles, or curved (the default).
func (c *Canvas) SetSquare(on bool) {
	if c.scene.square != on {
		c.scene.square = on
		for id, e := range c.editor.Design().Edges {
			c.scene.setWire(id, e)
		}
		c.redraw()
	}
}

// Square reports what SetSquare chose.
func (c *Canvas) Square() bool { return c.scene.square }

// SetReadOnly switches editing off: the design can be looked at and selected.
func (c *Canvas) SetReadOnly(on bool) {
	c.readOnly = on
	c.abort()
	c.redraw()
}

// ReadOnly reports whether editing is off.
func (c *Canvas) ReadOnly() bool { return c.readOnly }

// SetSingleKeys switches shortcuts of one key without Ctrl or Alt on or off.
func (c *Canvas) SetSingleKeys(on bool) { c.singles = on }

// SingleKeys reports what SetSingleKeys chose.
func (c *Canvas) SingleKeys() bool { return c.singles }

// Light shows some nodes and edges bright and dims the rest, to show the
// path a figure came along; no nodes and no edges ends that.
func (c *Canvas) Light(nodes, edges []string) {
	c.lit = nil
	if len(nodes)+len(edges) > 0 {
		c.lit = &lit{set(nodes), set(edges)}
	}
	c.redraw()
}

func set(ids []string) map[string]bool {
	m := make(map[string]bool, len(ids))
	for _, id := range ids {
		m[id] = true
	}
	return m
}

// say tells the user a sentence.
func (c *Canvas) say(t component.Text) {
	if c.host.Say != nil && t.EN != "" {
		c.host.Say(t)
	}
}

// try tells the user why an edit was refused, and reports whether it was made.
func (c *Canvas) try(err error) bool {
	if err == nil {
		return true
	}
	if r, ok := err.(*edit.Refusal); ok {
		c.say(r.Reason)
	}
	return false
}

// Destroy takes the canvas out of the page. The Canvas can be mounted again.
func (c *Canvas) Destroy() {
	if c.unmount != nil {
		c.unmount()
	}
	c.unmount, c.redraw, c.clipboard = nil, func() {}, nil
	c.active = false
}

// Close ends the canvas for good: it no longer follows the editor.
func (c *Canvas) Close() {
	c.Destroy()
	c.stop()
}
