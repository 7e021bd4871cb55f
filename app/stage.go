package app

import (
	"math"
	"strconv"

	"weir/app/browser"
	"weir/app/canvas"
	"weir/app/edit"
	"weir/app/session"
	"weir/engine/component"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// stage is the region of the canvas and the controls that float over it.
type stage struct {
	app.Compo
	D     *Desk
	seen  session.Origin // whose view was shown
	stops []func()
}

const stageID = "weir-canvas"

func (s *stage) OnMount(app.Context) {
	d := s.D
	d.Canvas = canvas.New(d.Editor, canvas.Host{
		QuickAdd: d.quickAdd,
		Connect:  d.connectFrom,
		Inspect:  d.inspectSelection,
		Rename:   d.rename,
		Say: func(t component.Text) {
			d.announce(d.in(t))
			d.Tell(session.Message{Key: "notice.plain", Args: []any{d.in(t)}})
		},
		Announce: func(t component.Text) { d.announce(d.in(t)) },
		Command:  d.command,
		Menu:     d.openCanvasMenu,
		Tidy:     d.tidyElsewhere,
		Viewed:   func(canvas.View) { s.Update() },
	})
	c := d.Canvas
	c.SetLang(string(d.Lang()))
	c.SetReadOnly(d.Origin().Embed)
	d.applyPointing()
	if err := c.Mount(stageID); err != nil {
		d.Fail("canvas.failed", err)
	}
	c.SetReport(d.Report())
	s.seen = d.Origin()
	afterRender(d.lookAsLinked)
	s.stops = []func(){
		d.Watch(session.Document, func() {
			if o := d.Origin(); o != s.seen { // another address in the same page
				s.seen = o
				afterRender(d.lookAsLinked)
			}
		}),
		d.follow(s, session.Layout|session.Reading|session.Document),
		d.Watch(session.Answer, func() { c.SetReport(d.Report()) }),
		d.Watch(session.Reading, func() { c.SetLang(string(d.Lang())) }),
	}
}

func (s *stage) OnDismount() {
	for _, stop := range s.stops {
		stop()
	}
	if s.D.Canvas != nil {
		s.D.Canvas.Close()
		s.D.Canvas = nil
	}
}

func (s *stage) Render() app.UI {
	d := s.D
	zoom, view := "100", ""
	locked := false
	if d.Canvas != nil {
		v := d.Canvas.View()
		view = num(v.Zoom) + " " + num(v.Origin.X) + " " + num(v.Origin.Y)
		zoom = strconv.Itoa(int(math.Round(d.Canvas.View().Zoom * 100)))
		locked = d.Canvas.ReadOnly()
	}
	do := func(c canvas.Command) func() { return func() { d.Canvas.Do(c) } }
	lockIcon, lockText := "unlock", d.say("canvas.lock")
	if locked {
		lockIcon, lockText = "lock", d.say("canvas.unlock")
	}
	return app.Main().Class("canvas").DataSet("testid", idCanvas).DataSet("view", view).Aria("label", d.say("canvas.label")).Body(
		app.Div().ID(stageID).Class("canvas-host"),
		when(len(d.Design().Nodes) == 0, func() app.UI {
			return app.P().Class("canvas-hint").Body(
				app.Span().Class("only-large").Text(d.say("canvas.hint")), app.Span().Class("only-small").Text(d.say("canvas.hint_small")))
		}),
		app.Div().Class("controls").Attr("role", "toolbar").Aria("label", d.say("canvas.controls")).Body(
			button{id: idZoomOut, icon: "minus", label: d.say("canvas.zoom_out"), keys: keys("−"), bare: true, class: "only-large", press: do(canvas.ZoomOut)}.UI(),
			app.Button().Type("button").Class("btn").Class("zoom").Class("only-large").DataSet("testid", idZoom).Title(d.say("canvas.zoom_actual")+" ("+keys("0")+")").
				Aria("label", d.say("canvas.zoom_now", zoom)).OnClick(press(do(canvas.ZoomActual)), idZoom).Body(app.Span().Text(zoom+" %")),
			button{id: idZoomIn, icon: "plus", label: d.say("canvas.zoom_in"), keys: keys("+"), bare: true, class: "only-large", press: do(canvas.ZoomIn)}.UI(),
			app.Span().Class("rule").Class("only-large"),
			button{id: idFit, icon: "fit", label: d.say("canvas.fit"), keys: "⇧1", bare: true, press: do(canvas.FitAll)}.UI(),
			button{id: idLock, icon: lockIcon, label: lockText, bare: true, pressed: &locked, class: "only-large", press: func() {
				d.Canvas.SetReadOnly(!d.Canvas.ReadOnly())
				d.changed()
			}}.UI(),
			button{id: idView, icon: "settings", label: d.say("canvas.options"), bare: true, press: d.openViewMenu}.UI(),
			button{id: "quick-open", icon: "plus", label: d.say("quick.label"), bare: true, class: "only-small", press: do(canvas.QuickAddHere)}.UI(),
		),
		d.canvasMenu(),
		d.tidyBar(),
	)
}

// focusCanvas moves the focus to the graph.
func (d *Desk) focusCanvas() { focusFirst("#" + stageID + " canvas") }

// spot is where on the canvas a point of the window lies, and whether it does.
func (d *Desk) spot(x, y float64) (canvas.Point, bool) {
	e := browser.Document().Call("getElementById", stageID)
	if !e.Truthy() || d.Canvas == nil {
		return canvas.Point{}, false
	}
	r := e.Call("getBoundingClientRect")
	left, top := r.Get("left").Float(), r.Get("top").Float()
	p := canvas.Point{X: x - left, Y: y - top}
	inside := p.X >= 0 && p.Y >= 0 && x < r.Get("right").Float() && y < r.Get("bottom").Float()
	// A panel that lies over the canvas is not the canvas.
	over := browser.Document().Call("elementFromPoint", x, y)
	return p, inside && over.Truthy() && over.Call("closest", "main").Truthy()
}

// carry shows where a kind on its way from the palette would land; "" ends it.
func (d *Desk) carry(kind string, x, y float64) {
	if d.Canvas == nil {
		return
	}
	if p, ok := d.spot(x, y); ok && kind != "" {
		d.Canvas.CarryOver(p, kind)
		return
	}
	d.Canvas.CarryEnd()
}

// dropKind adds a part where it was let go of.
func (d *Desk) dropKind(kind string, x, y float64) {
	if p, ok := d.spot(x, y); ok {
		d.Canvas.DropAt(p, kind)
		d.focusCanvas()
		d.foldPalette()
		return
	}
	if d.Canvas != nil {
		d.Canvas.CarryEnd()
	}
}

// addKind adds a part where there is room: what a click and Enter do.
func (d *Desk) addKind(kind string) {
	if d.Empty() {
		d.OpenBlank()
		afterRender(func() { d.placeKind(kind) })
		return
	}
	d.placeKind(kind)
}

func (d *Desk) placeKind(kind string) {
	if d.Canvas == nil {
		return
	}
	if _, err := d.Canvas.Place(kind); err == nil {
		d.announce(d.say("live.added", d.kindName(kind)))
		if d.sheet == "palette" {
			d.setSheet("")
		}
	}
}

// inspectSelection opens the inspector on what is selected.
func (d *Desk) inspectSelection() {
	d.inspect, d.why = tabParams, nil
	if d.small() && d.sheet != "inspector" {
		d.setSheet("inspector")
	}
	d.changed()
	afterRender(func() { focusFirst(".inspector input, .inspector select, .inspector textarea") })
}

// rename opens the name of a part, a group or a comment for typing.
func (d *Desk) rename(hit canvas.Hit) {
	switch {
	case hit.Node != "":
		d.Editor.SelectNodes(hit.Node)
	case hit.Group != "":
		d.Editor.Select(edit.Selection{Groups: []string{hit.Group}})
	case hit.Note != "":
		d.Editor.Select(edit.Selection{Notes: []string{hit.Note}})
	}
	d.inspect, d.why = tabParams, nil
	d.changed()
	if d.small() {
		d.setSheet("inspector")
	}
	afterRender(func() {
		focusTest(idName)
		if e := query(`[data-testid="` + idName + `"]`); e.Truthy() && e.Get("select").Truthy() {
			e.Call("select")
		}
	})
}

// command does what a key of the canvas asks of the page.
func (d *Desk) command(c canvas.Command) bool {
	switch c {
	case canvas.Save:
		d.SaveFile()
	case canvas.Open:
		d.pickFile()
	case canvas.Export:
		d.open(dialogExport)
	case canvas.Help:
		d.open(dialogHelp)
	case canvas.JoinGroup:
		d.openJoin()
	case canvas.Find:
		d.openFind()
	case canvas.Palette:
		d.openCommands()
	default:
		return d.togglePointing(c)
	}
	return true
}
