package app

import (
	"strconv"
	"strings"

	"weir/app/canvas"
	"weir/app/session"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// shareOptions says what links carry beside the design.
func (o *overlays) shareOptions() app.UI {
	d := o.D
	option := func(id, key string, on *bool) app.UI {
		return app.Label().Class("check").Body(
			app.Input().Type("checkbox").DataSet("testid", id).Checked(*on).OnChange(func(ctx app.Context, _ app.Event) {
				*on = ctx.JSSrc().Get("checked").Bool()
			}, id),
			app.Span().Text(d.say(key)))
	}
	return app.Div().Class("row").Class("row-wrap").Class("share-options").Body(
		option(idShareLook, "share.look", &o.share.look), option(idShareEmbed, "share.embed", &o.share.embed))
}

func (o *overlays) embedPath() string {
	if o.share.embed {
		return "embed/"
	}
	return ""
}

// anchor is the view and the selection as a link carries them.
func (o *overlays) anchor() string {
	d := o.D
	if !o.share.look || d.Canvas == nil {
		return ""
	}
	v := d.Canvas.View()
	at := v.World(v.Size.Mul(0.5))
	word := func(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
	return session.Anchor(word(v.Zoom)+","+word(at.X)+","+word(at.Y), strings.Join(d.Editor.Selection().Nodes, ","))
}

func (o *overlays) hashed(anchor string) string {
	if anchor == "" {
		return ""
	}
	return "#" + anchor
}

// lookAsLinked shows the part of the design, and selects what, the address
// asks for.
func (d *Desk) lookAsLinked() {
	o := d.Origin()
	if d.Canvas == nil {
		return
	}
	if o.Parts != "" {
		d.Editor.SelectNodes(strings.Split(o.Parts, ",")...)
	}
	words := strings.Split(o.Look, ",")
	if len(words) != 3 {
		return
	}
	var x [3]float64
	for i, w := range words {
		f, err := strconv.ParseFloat(w, 64)
		if err != nil || f != f || f > 1e9 || f < -1e9 {
			return
		}
		x[i] = f
	}
	if x[0] > 0 {
		d.Canvas.SetView(x[0], d.Canvas.View().Size.Mul(0.5).Sub(canvas.Point{X: x[1], Y: x[2]}.Mul(x[0])))
	}
}

// embedBar names an embedded design and leads to it.
func (d *Desk) embedBar() app.UI {
	return app.Header().Class("embed-bar").Body(
		app.H1().Class("cut").Class("grow").Text(d.Design().Title),
		app.A().Class("btn").DataSet("testid", idEmbedOpen).Target("_blank").Rel("noopener").Href(d.fullAddress()).Text(d.say("embed.open")),
	)
}

// fullAddress is where an embedded design opens with everything.
func (d *Desk) fullAddress() string {
	o := d.Origin()
	root := app.Getenv("WEIR_ROOT")
	switch o.Kind {
	case session.Shared:
		return root + "d/" + o.ID
	case session.Example:
		return root + "#example=" + o.ID
	}
	return root + "#" + o.Link + session.Anchor(o.Look, o.Parts)
}
