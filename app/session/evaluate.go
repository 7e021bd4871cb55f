package session

import (
	"time"

	"weir/app/browser"
	"weir/engine/report"
)

// Report is the answer to the latest evaluated state, nil before the first.
func (s *Session) Report() *report.Report { return s.report }

// Previous is the answer before the latest, nil if there is none.
func (s *Session) Previous() *report.Report { return s.previous }

// evaluateSoon evaluates once before the next frame, however many edits come
// until then.
func (s *Session) evaluateSoon() {
	if s.pending {
		return
	}
	s.pending = true
	browser.Frame(func() {
		s.pending = false
		s.evaluate()
	})
}

// settleDelay is how long nothing must change before the full answer follows
// the fast one. Designs beyond settleLimit nodes stay with the fast one: the
// full answer would hold the page up.
const (
	settleDelay = 200 * time.Millisecond
	settleLimit = 500
)

func (s *Session) evaluate() {
	s.previous = s.report
	s.report = s.engine.fast(s.Design())
	s.tell(Answer)
	if s.settle != nil {
		s.settle()
	}
	s.settle = browser.After(settleDelay, func() { s.Do(s.evaluateFully) })
}

func (s *Session) evaluateFully() {
	s.settle = nil
	if s.pending || len(s.Design().Nodes) > settleLimit {
		return
	}
	s.report = s.engine.settled(s.Design())
	s.tell(Answer)
}
