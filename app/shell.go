package app

import (
	"weir/app/session"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Shell is the whole page: the frame around the canvas.
type Shell struct {
	app.Compo
	desk *Desk
	stop func()
}

// OnMount starts the session once the page stands.
func (s *Shell) OnMount(ctx app.Context) {
	do := func(f func()) { ctx.Dispatch(func(app.Context) { f() }) }
	s.desk = newDesk(session.New(do))
	s.stop = s.desk.follow(s, session.Layout|session.Keeping|session.Reading)
	s.desk.listen()
	s.desk.Start()
}

// OnDismount lets go of the session.
func (s *Shell) OnDismount() { s.stop() }

// Render draws the regions; each follows the session by itself.
func (s *Shell) Render() app.UI {
	d := s.desk
	if d == nil {
		return app.Div().Class("busy").Aria("busy", true)
	}
	if d.Origin().Embed {
		return app.Div().Class("app-embed").Body(d.embedBar(), &stage{D: d}, &overlays{D: d})
	}
	if d.Empty() {
		return app.Div().Class("app").Class("app-empty").Body(
			&topBar{D: d}, &palette{D: d}, &emptyState{D: d}, &overlays{D: d},
		)
	}
	return app.Div().Class("app").DataSet("sheet", d.sheet).Body(
		&topBar{D: d}, &palette{D: d}, &strip{D: d}, &stage{D: d}, &drawer{D: d}, &inspector{D: d}, &dock{D: d}, &overlays{D: d},
	)
}
