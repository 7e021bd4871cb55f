package app

import (
	"weir/app/worker"
	"weir/engine/design"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// tidying is the layout of a large design, found in a worker while editing
// goes on.
type tidying struct {
	line    *worker.Line
	running bool
	share   float64
}

// tidyElsewhere lays parts out in the worker. If the design has been edited
// meanwhile, what was found is dropped and asked for again.
func (d *Desk) tidyElsewhere(only []string) {
	question, err := design.Encode(d.Design())
	if err != nil {
		d.Fail("edit.refused", err)
		return
	}
	if d.tidying.line == nil {
		d.tidying.line = worker.NewLine(d.Do)
	}
	d.tidying.running, d.tidying.share = true, 0
	version := d.Editor.Version()
	d.changed()
	d.tidying.line.Ask(worker.Tidy, worker.TidyQuestion(only, question), func(a worker.Answer) {
		d.tidying.share = a.Share
		d.tidying.running = a.State == worker.Working
		if a.State == worker.Done && d.Canvas != nil {
			if d.Editor.Version() != version {
				d.tidyElsewhere(only)
				return
			}
			d.Canvas.Tidied(worker.Places(a.Body))
		}
		d.changed()
	})
}

// tidyBar says how far the layout is.
func (d *Desk) tidyBar() app.UI {
	if !d.tidying.running {
		return nil
	}
	stop := button{id: idTidying + "-stop", icon: "close", label: d.say("simulation.stop"), bare: true, press: func() {
		d.tidying.line.Cancel()
		d.tidying.running = false
		d.changed()
	}}
	return app.Div().Class("tidying").DataSet("testid", idTidying).Body(
		app.Span().Text(d.say("canvas.tidying")),
		app.Progress().Max(1).Value(d.tidying.share).Aria("label", d.say("canvas.tidying")),
		stop.UI())
}
