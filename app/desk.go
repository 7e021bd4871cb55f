package app

import (
	"weir/app/browser"
	"weir/app/canvas"
	"weir/app/session"
	"weir/app/text"
	"weir/engine/component"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Desk is what the page itself remembers beside the session: which panels,
// tabs and dialogs are open, and what is being typed.
type Desk struct {
	*session.Session
	Canvas *canvas.Canvas

	dialog     dialog
	opener     app.Value // what had the focus before the dialog
	menu       string    // the open menu, "" = none
	menuAt     menuPlace // of the canvas's menu
	tidying    tidying
	inspect    tab
	results    tab
	fold       fold
	sheet      string // small screens: which sheet lies over the canvas
	palette    bool   // the rail is unfolded
	families   map[component.Family]bool
	search     string
	typing     typing
	strays     map[string]stray // by field
	why        asking           // the figure that explains itself, nil if none
	quick      quick
	settings   settingsTab
	drafts     draftsState
	trials     trials
	versions   versionsState
	toasts     []toast
	told       int            // messages shown so far
	lasting    *report.Report // the last full answer of this design
	whatif     bool           // the what-if load shows
	curveTable bool           // the load curve shows as a table
	spoken     func()         // cancels the announcement that waits
	before     *report.Report // the answer the announcement compares with
}

// tab names a tab of the inspector or of the results.
type tab string

// The tabs.
const (
	tabParams      tab = "params"
	tabResults     tab = "results"
	tabWhy         tab = "why"
	tabLatency     tab = "latency"
	tabCost        tab = "cost"
	tabUtilisation tab = "utilisation"
	tabTimeline    tab = "timeline"
	tabCompare     tab = "compare"
	tabProblems    tab = "problems"
)

// fold is how much of the results shows.
type fold uint8

const (
	foldNormal fold = iota
	foldTall
	foldClosed
)

func newDesk(s *session.Session) *Desk {
	return &Desk{Session: s, inspect: tabParams, results: tabLatency, sheet: "", families: map[component.Family]bool{}}
}

// say is a text of the catalogs in the reader's language.
func (d *Desk) say(key string, args ...any) string { return d.Lang().Say(key, args...) }

// in is a text of the engine in the reader's language.
func (d *Desk) in(t component.Text) string { return t.In(string(d.Lang())) }

// changed shows that something of the page itself changed.
func (d *Desk) changed() { d.Changed(session.Layout) }

// currency is what the design shows money in.
func (d *Desk) currency() text.Currency {
	s := d.Design().Settings
	if r, ok := s.FX[s.Currency]; ok && s.Currency == "CNY" && r.PerUSD > 0 {
		return text.Currency{Sign: "¥", PerUSD: r.PerUSD}
	}
	return text.Dollar
}

// small reports whether the page has one column.
func (d *Desk) small() bool { return smallScreen() }

// try tells why an edit was refused; it reports whether it was made.
func (d *Desk) try(err error) bool {
	if err != nil {
		d.Fail("edit.refused", err)
	}
	return err == nil
}

// follow updates a component whenever one of the topics changes. One that
// follows the answers too waits, after an edit, for the answer: it comes before
// the next frame, and all is rendered once.
func (d *Desk) follow(c app.Composer, topics session.Topic) (stop func()) {
	return d.followBy(c.Update, topics)
}

// followLater is follow for a large component: while somebody types, it is
// updated after the frame that shows what was typed.
func (d *Desk) followLater(c app.Composer, topics session.Topic) (stop func()) {
	due := false
	return d.followBy(func() {
		switch {
		case d.typing.id == "":
			c.Update()
		case !due:
			due = true
			browser.Frame(func() {
				browser.After(0, func() { d.Do(func() { due = false; c.Update() }) })
			})
		}
	}, topics)
}

func (d *Desk) followBy(update func(), topics session.Topic) (stop func()) {
	if topics&session.Answer == 0 {
		return d.Watch(topics, update)
	}
	stops := []func(){
		d.Watch(topics&^session.Document, update),
		d.Watch(topics&session.Document, func() {
			if !d.Pending() {
				update()
			}
		}),
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}
