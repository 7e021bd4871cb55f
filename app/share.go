package app

import (
	"weir/app/browser"
	"weir/app/icon"
	"weir/app/session"
	"weir/engine/design"
	"weir/engine/interchange"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// shareState is what the share dialog remembers while it is open.
type shareState struct {
	version uint64 // of the document the link was made of
	link    string
	err     error
	edit    bool // the short link lets others edit
	look    bool // links carry view and selection
	base    bool // links carry the baseline
	embed   bool // links open read only, without panels
	busy    bool
	failed  string
	sure    bool // revoking was asked for once
}

// openShare opens the share dialog.
func (d *Desk) openShare() { d.open(dialogShare) }

// selfContained is the link that carries the design.
func (o *overlays) selfContained() (string, error) {
	d := o.D
	if v := d.Editor.Version(); o.share.link == "" || o.share.version != v {
		o.share.version = v
		content, err := design.Encode(d.Design())
		if err == nil {
			o.share.link, err = interchange.EncodeLink(content)
		}
		o.share.err = err
	}
	return app.Getenv("WEIR_ROOT") + o.embedPath() + "#" + o.share.link + o.anchor(), o.share.err
}

func (o *overlays) shareBody() app.UI {
	return app.Div().Class("list").Class("list-wide").Body(o.shortCard(), o.fragmentCard(), o.shareOptions())
}

func (o *overlays) shareFoot() app.UI {
	return app.Div().Class("dialog-foot").Body(icon.Small("info", "is-info"), app.Span().Text(o.D.say("share.foot")))
}

func (o *overlays) fragmentCard() app.UI {
	d := o.D
	link, err := o.selfContained()
	length := len(o.share.link) + len(o.baseline())
	body := []app.UI{o.cardHead("file", "f-storage", "share.self", "share.self_sub", false)}
	if err != nil {
		return app.Div().Class("card").Class("card-off").Body(append(body, note("warning", "warning", app.Text(d.errorText(err))))...)
	}
	class := "meter-accent"
	if length > interchange.LinkAdvised {
		class = "meter-warn"
	}
	primary := ""
	if !session.HasServer() {
		primary = "btn-primary"
	}
	body = append(body,
		o.linkRow(idLinkText, idLinkCopy, link, primary),
		app.Div().Class("row").Body(meter(float64(length)/interchange.LinkAdvised, class, "meter meter-short"),
			app.Span().Class("quiet").Text(d.say("share.length", d.Lang().Integer(length), d.Lang().Integer(interchange.LinkAdvised)))),
	)
	if length > interchange.LinkAdvised {
		body = append(body, note("warning", "warning", app.Text(d.say("share.too_long"))))
	}
	return app.Div().Class("card").Body(body...)
}

func (o *overlays) cardHead(mark, family, title, sub string, recommended bool) app.UI {
	d := o.D
	return app.Div().Class("card-head").Class(family).Body(
		app.Span().Class("tile").Body(icon.UI(mark)),
		app.Div().Class("grow").Body(app.H3().Text(d.say(title)), app.P().Text(d.say(sub))),
		when(recommended, func() app.UI {
			return app.Span().Class("chip").Class("chip-accent").Text(d.say("share.recommended"))
		}),
	)
}

// linkRow is a link and the button that copies it.
func (o *overlays) linkRow(id, copyID, link, class string) app.UI {
	d := o.D
	if class == "" {
		class = "btn-line"
	}
	return app.Div().Class("link-row").Body(
		app.Div().Class("field").Body(app.Input().Type("text").ReadOnly(true).DataSet("testid", id).Aria("label", d.say("share.link")).Value(link).
			OnFocus(func(ctx app.Context, _ app.Event) { ctx.JSSrc().Call("select") })),
		button{id: copyID, icon: "copy", label: d.say("share.copy"), class: class, press: func() { d.copyText(o.linkOf(copyID)) }}.UI(),
	)
}

// linkOf is the link a copy button stands beside.
func (o *overlays) linkOf(copyID string) string {
	if copyID == idLinkCopy {
		link, _ := o.selfContained()
		return link
	}
	return o.shortLink()
}

func (d *Desk) copyText(text string) {
	go func() {
		err := browser.Copy(text)
		d.Do(func() {
			if err != nil {
				d.Fail("share.copy_failed", err)
				return
			}
			d.done("share.copied")
		})
	}()
}

func (o *overlays) shortLink() string {
	r := o.D.Draft().Remote
	if r == nil {
		return ""
	}
	if o.share.embed {
		return app.Getenv("WEIR_ROOT") + "embed/" + r.ID + o.hashed(o.anchor())
	}
	link := app.Getenv("WEIR_ROOT") + "d/" + r.ID
	if o.share.edit {
		return link + "#edit=" + r.Token + o.anchor()
	}
	return link + o.hashed(o.anchor())
}

func (o *overlays) shortCard() app.UI {
	d := o.D
	head := o.cardHead("link", "f-network", "share.short", "share.short_sub", session.HasServer())
	if !session.HasServer() {
		return app.Div().Class("card").Class("card-off").DataSet("testid", "short-off").Body(head, app.Div().Class("row").Body(
			button{id: idShortMake, icon: "link", label: d.say("share.make"), class: "btn-line", disabled: true}.UI()),
			note("info", "info", app.Text(d.say("share.static"))))
	}
	if d.Draft().Remote == nil {
		var failed app.UI
		if o.share.failed != "" {
			failed = note("critical", "error", app.Text(o.share.failed))
		}
		return app.Div().Class("card").Body(head, app.Div().Class("row").Body(
			button{id: idShortMake, icon: "link", label: d.say("share.make"), class: "btn-primary", disabled: o.share.busy, press: o.publish}.UI()), failed)
	}
	seg := func(id, key string, edit bool) app.UI {
		return app.Button().Type("button").Class("segment").Aria("pressed", o.share.edit == edit).DataSet("testid", id).
			OnClick(press(func() { o.share.edit = edit }), id).Text(d.say(key))
	}
	sub := "share.readers"
	if o.share.edit {
		sub = "share.editors"
	}
	revoke := "share.revoke"
	if o.share.sure {
		revoke = "share.revoke_sure"
	}
	return app.Div().Class("card").Body(head,
		o.linkRow(idShortText, idShortCopy, o.shortLink(), "btn-primary"),
		app.Div().Class("row").Class("row-wrap").Body(
			app.Span().Class("segments").Attr("role", "group").Aria("label", d.say("share.rights")).Body(seg(idShortView, "share.view", false), seg(idShortEdit, "share.edit", true)),
			app.Span().Class("quiet").Class("grow").Text(d.say(sub)),
			button{id: idRevoke, label: d.say(revoke), class: "btn-danger", disabled: o.share.busy, press: o.revoke}.UI(),
		))
}

func (o *overlays) publish() {
	d := o.D
	o.share.busy, o.share.failed = true, ""
	d.Publish(func(err error) {
		o.share.busy = false
		if err != nil {
			o.share.failed = d.say("share.failed") + " " + d.errorText(err)
		}
		d.changed()
	})
}

// revoke asks once more before it ends the short links.
func (o *overlays) revoke() {
	d := o.D
	if !o.share.sure {
		o.share.sure = true
		return
	}
	o.share.sure, o.share.busy = false, true
	d.Revoke(func(err error) {
		o.share.busy = false
		if err != nil {
			d.Fail("share.revoke_failed", err)
			return
		}
		d.done("share.revoked")
	})
}

// meter is a thin bar filled to a part of its length.
func meter(part float64, class, frame string) app.UI {
	c := &chart{}
	c.rect("meter-track", 0, 0, 1000, 10)
	c.rect(class, 0, 0, 1000*min(max(part, 0), 1), 10)
	return svg("svg", frame).Attr("viewBox", "0 0 1000 10").Attr("preserveAspectRatio", "none").Attr("aria-hidden", "true").Body(c.parts...)
}
