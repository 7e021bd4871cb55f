package app

import (
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

// follow updates a component whenever one of the topics changes.
func (d *Desk) follow(c app.Composer, topics session.Topic) (stop func()) {
	return d.Watch(topics, c.Update)
}
