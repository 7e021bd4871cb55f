package app

import (
	"strconv"

	"weir/app/icon"
	"weir/app/session"
	"weir/engine/report"
	"weir/engine/total"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// strip is what never scrolls away: what the design is bound to, and, above
// it, what the reader must know about where it is kept.
type strip struct {
	app.Compo
	D    *Desk
	stop func()
}

func (s *strip) OnMount(app.Context) {
	s.stop = s.D.follow(s, session.Answer|session.Keeping|session.Reading|session.Document|session.Layout|session.Simulating)
}

func (s *strip) OnDismount() { s.stop() }

func (s *strip) Render() app.UI {
	d := s.D
	var verdicts []app.UI
	if r := d.Report(); r != nil {
		for i, o := range r.Objectives {
			verdicts = append(verdicts, s.verdict(i, o))
		}
		if len(r.Objectives) == 0 {
			verdicts = s.plain(r)
		}
	}
	verdicts = append(verdicts, app.Span().Class("row-tight").Class("strip-do").Body( // stays in view where the verdicts scroll
		when(!d.Empty() && !d.Origin().Embed, d.loadButton),
		button{id: idSetGoals, icon: "target", label: d.say("objectives.edit"), bare: true, class: "only-large", press: func() { d.openSettings(settingsObjectives) }}.UI()))
	return app.Div().Class("strip").Body(
		s.banner(),
		app.Section().Class("objectives").DataSet("testid", idObjectives).Aria("label", d.say("objectives.label")).Body(verdicts...),
		when(d.loadOpen(), d.loadBar),
	)
}

func (s *strip) verdict(i int, o report.Objective) app.UI {
	d := s.D
	shown := "unseen" // the word is worth its room where there are two
	mark, class, word := "check", "is-ok", d.say("objectives.met")
	if !o.Met {
		mark, class, word = "warning", "is-warn", d.say("objectives.missed")
	}
	if x, ok := total.BySimulation(o, d.found()); ok {
		say := "objectives.simulated_met"
		if !x.Met {
			mark, class, say = "warning", "is-warn", "objectives.simulated_missed"
		}
		word = d.say(say, word, d.metricValue(o.Metric, float64(x.Value)))
		shown = "bound-text"
	}
	name, value, bound := d.metricName(o), d.metricValue(o.Metric, float64(o.Value)), d.boundText(o)
	return app.Button().Type("button").Class("objective").DataSet("testid", idObjective+strconv.Itoa(i)).DataSet("met", o.Met).DataSet("value", jsonNumber(o.Value)).Title(word).
		OnClick(press(func() { d.explainObjective(o) }), o.Metric, o.Class, o.Node).
		Body(
			app.Span().Class(class).Class("mark").Body(icon.Small(mark)),
			app.Span().Class("soft").Text(name), app.B().Text(value), app.Span().Class("quiet").Class("bound-text").Text(bound), app.Span().Class(shown).DataSet("testid", "verdict:"+strconv.Itoa(i)).Text(word),
		)
}

// plain shows the main figures of a design that has no objectives.
func (s *strip) plain(r *report.Report) []app.UI {
	d := s.D
	show := []report.Objective{{Metric: "cost_per_month", Value: r.Summary.CostPerMonth}}
	if j := mainJourney(r); j != nil {
		show = append([]report.Objective{{Metric: "latency_p99", Class: j.Class, Value: j.LatencyS.P99}}, show...)
	}
	show = append(show, report.Objective{Metric: "headroom", Value: r.Summary.Headroom})
	var out []app.UI
	for i, o := range show {
		out = append(out, app.Button().Type("button").Class("objective").DataSet("testid", idObjective+strconv.Itoa(i)).
			OnClick(press(func() { d.explainObjective(o) }), o.Metric, o.Class).
			Body(app.Span().Class("soft").Text(d.metricName(o)), app.B().Text(d.metricValue(o.Metric, float64(o.Value)))))
	}
	return out
}

// banner says what needs a decision about where the design is kept.
func (s *strip) banner() app.UI {
	d := s.D
	bar := func(class, mark, text string, actions ...app.UI) app.UI {
		body := []app.UI{icon.Small(mark), app.Span().Class("grow").Text(text)}
		return app.Div().Class("banner").Class(class).DataSet("testid", idBanner).Attr("role", "status").Body(append(body, actions...)...)
	}
	act := func(id, key string, f func()) app.UI {
		return app.Button().Type("button").Class("btn-link").DataSet("testid", id).OnClick(press(f), id).Text(d.say(key))
	}
	switch d.State() {
	case session.Elsewhere:
		return bar("banner-warn", "warning", d.say("banner.elsewhere"), act("take-over", "banner.take_over", d.TakeOver), act("detach", "banner.copy", d.Detach))
	case session.Conflict:
		return bar("banner-warn", "warning", d.say("banner.conflict"), act("take-theirs", "banner.theirs", d.TakeTheirs), act("detach", "banner.copy", d.Detach))
	case session.Revoked:
		return bar("banner-warn", "warning", d.say("banner.revoked"), act("detach", "banner.copy", d.Detach))
	case session.Refused:
		return bar("banner-critical", "error", d.say("banner.refused"), act("banner-export", "menu.save", d.SaveFile))
	case session.Full:
		return bar("banner-critical", "error", d.say("banner.full"), act("banner-export", "menu.save", d.SaveFile), act("banner-drafts", "menu.drafts", d.openDrafts))
	}
	if d.State() != session.Untouched {
		return nil
	}
	switch d.Origin().Kind {
	case session.Shared, session.Link:
		return bar("", "readonly", d.say("banner.shared"), act("make-copy", "banner.make_copy", d.Detach))
	}
	return nil
}
