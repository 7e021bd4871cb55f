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
		option(idShareLook, "share.look", &o.share.look),
		when(d.Baseline() != nil && !o.share.embed, func() app.UI { return option(idShareBase, "share.base", &o.share.base) }),
		option(idShareEmbed, "share.embed", &o.share.embed))
}

func (o *overlays) embedPath() string {
	if o.share.embed {
		return "embed/"
	}
	return ""
}

// anchor is what a link carries beside the design: view, selection, baseline.
func (o *overlays) anchor() string {
	d := o.D
	look, parts := "", ""
	if o.share.look && d.Canvas != nil {
		v := d.Canvas.View()
		at := v.World(v.Size.Mul(0.5))
		word := func(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
		look, parts = word(v.Zoom)+","+word(at.X)+","+word(at.Y), strings.Join(d.Editor.Selection().Nodes, ",")
	}
	return session.Anchor(look, parts, o.baseline())
}

// baseline is the baseline as a link carries it, "" where it does not.
func (o *overlays) baseline() string {
	if !o.share.base || o.share.embed {
		return ""
	}
	link, err := o.D.BaselineLink()
	if err != nil {
		return ""
	}
	return link
}

func (o *overlays) hashed(anchor string) string {
	if anchor == "" {
		return ""
	}
	return "#" + anchor
}

// lookAsLinked shows the part of the design, and selects what, the address
// asks for; a baseline that came along, beside the design.
func (d *Desk) lookAsLinked() {
	o := d.Origin()
	if d.Canvas == nil {
		return
	}
	d.Arrived()
	if o.Base != "" && d.Baseline() != nil {
		d.showResults(tabCompare)
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
	return root + "#" + o.Link + session.Anchor(o.Look, o.Parts, o.Base)
}
