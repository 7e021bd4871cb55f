package app

import (
	"weir/app/icon"
	"weir/app/session"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// draftsState is the list of the designs on this device.
type draftsState struct {
	list   []session.Draft
	loaded bool
	sure   string // asked once to delete this one
}

// openDrafts shows the designs on this device.
func (d *Desk) openDrafts() {
	d.drafts = draftsState{}
	d.open(dialogDrafts)
	d.loadDrafts()
}

func (d *Desk) loadDrafts() {
	d.Drafts(func(list []session.Draft, err error) {
		if err != nil {
			d.Fail("drafts.failed", err)
		}
		d.drafts.list, d.drafts.loaded = list, true
		d.changed()
	})
}

func (d *Desk) draftsBody() app.UI {
	if !d.drafts.loaded {
		return app.P().Class("quiet").Text(d.say("drafts.loading"))
	}
	if len(d.drafts.list) == 0 {
		return app.P().Class("quiet").Text(d.say("drafts.none"))
	}
	var list []app.UI
	for _, x := range d.drafts.list {
		list = append(list, d.draftRow(x))
	}
	return app.Div().Class("list").Body(list...)
}

func (d *Desk) draftRow(x session.Draft) app.UI {
	title := x.Title
	if title == "" {
		title = d.say("title.untitled")
	}
	sub := d.Lang().When(x.Saved)
	if x.Remote != nil {
		sub += " · " + d.say("drafts.shared")
	}
	isOpen := x.ID == d.Draft().ID
	if isOpen {
		sub = d.say("drafts.open_now")
	}
	remove := "drafts.delete"
	if d.drafts.sure == x.ID {
		remove = "drafts.delete_sure"
	}
	return app.Div().Class("draft").Body(
		app.Button().Type("button").Class("part").Class("f-none").DataSet("testid", idDraft+x.ID).Disabled(isOpen).
			OnClick(press(func() { d.close(); d.OpenDraft(x.ID) }), x.ID).
			Body(app.Span().Class("tile").Body(icon.UI("file")), app.Span().Class("grow").Body(
				app.Span().Class("part-name").Class("cut").Text(title), app.Span().Class("part-summary").Class("cut").Text(sub))),
		when(!isOpen, func() app.UI {
			return button{id: idDraftDel + x.ID, label: d.say(remove), class: "btn-danger", press: func() { d.deleteDraft(x.ID) }}.UI()
		}),
	)
}

func (d *Desk) deleteDraft(id string) {
	if d.drafts.sure != id {
		d.drafts.sure = id
		d.changed()
		return
	}
	d.DeleteDraft(id, func(err error) {
		if err != nil {
			d.Fail("drafts.failed", err)
		}
		d.loadDrafts()
	})
}
