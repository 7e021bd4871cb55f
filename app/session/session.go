// Package session is one sitting of one user: the document being edited, the
// answer to its latest state, where it is kept, and how the reader likes to
// see it. It ties the editor, the engine, the browser's storage and the
// server together; what it looks like is the business of package app.
//
// A Session belongs to the interface's goroutine. What has to wait (storage,
// network) runs in goroutines that come back through Session.Do.
package session

import (
	"slices"

	"weir/app/edit"
	"weir/app/text"
	"weir/app/worker"
	"weir/engine/design"
	"weir/engine/report"
)

// Topic is something watchers can be told about.
type Topic uint8

// The topics.
const (
	Document   Topic = 1 << iota // the design changed
	Selection                    // what is selected changed
	Answer                       // a new report
	Keeping                      // where and whether the design is kept
	Reading                      // language, theme, preferences
	Notice                       // something to tell the user
	Layout                       // what the page itself shows: dialogs, tabs, sheets
	Simulating                   // how far the simulation is and what it found
)

// Session is one sitting.
type Session struct {
	Editor *edit.Editor

	lang     text.Lang
	theme    Theme
	report   *report.Report
	previous *report.Report // the answer before, for deltas
	pending  bool           // an evaluation waits for the next frame
	engine   *evaluator
	sketcher *evaluator // of variants
	settler  settler
	factor   float64 // on the sources, for what-if; 0 = 1
	scaled   scaled
	breaking breaking
	baseline baseline
	draft    Draft
	keeper   keeper
	versions versions
	notices  []Message
	watchers []*watcher
	do       func(func())
	origin   Origin
	empty    bool // nothing is open: the first screen

	simulator  *worker.Team
	simulation *Simulation // nil: none was asked for
}

type watcher struct {
	topics Topic
	f      func()
}

// New starts a sitting. Do brings a function back to the interface's
// goroutine.
func New(do func(func())) *Session {
	s := &Session{Editor: edit.New(nil), do: do, lang: text.EN, theme: System, engine: newEvaluator()}
	s.settler.line, s.simulator = worker.NewLine(do), worker.NewTeam(do)
	s.keeper.session = s
	s.Editor.Watch(s.changed)
	return s
}

// Do runs f on the interface's goroutine.
func (s *Session) Do(f func()) { s.do(f) }

// Watch calls f after anything in topics happened, until cancel is called.
func (s *Session) Watch(topics Topic, f func()) (cancel func()) {
	w := &watcher{topics, f}
	s.watchers = append(s.watchers, w)
	return func() {
		s.watchers = slices.DeleteFunc(slices.Clone(s.watchers), func(x *watcher) bool { return x == w })
	}
}

// Changed tells the watchers of topics; package app uses it for Layout.
func (s *Session) Changed(t Topic) { s.tell(t) }

func (s *Session) tell(t Topic) {
	for _, w := range s.watchers {
		if w.topics&t != 0 {
			w.f()
		}
	}
}

// changed follows the editor.
func (s *Session) changed(c edit.Change) {
	var t Topic
	if c.Selection {
		t |= Selection
	}
	if c.Document {
		t |= Document
		if !c.Whole {
			s.keeper.edited()
		}
	}
	if c.Figures {
		s.evaluateSoon()
		s.figuresChanged(c.Whole)
	}
	s.tell(t)
}

// Design is the document as it stands.
func (s *Session) Design() *design.Design { return s.Editor.Design() }

// Empty reports whether nothing is open yet: the first screen shows.
func (s *Session) Empty() bool { return s.empty }

// Lang is the reader's language.
func (s *Session) Lang() text.Lang { return s.lang }

// Say is a text of the interface in the reader's language.
func (s *Session) Say(key string, args ...any) string { return s.lang.Say(key, args...) }
