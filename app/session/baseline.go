package session

import (
	"weir/engine/design"
	"weir/engine/interchange"
	"weir/engine/report"
)

// baseline is a state of the design that is held to compare with. It is kept
// with the draft, so that a reload finds it again.
type baseline struct {
	content []byte // the design, "" = none
	report  *report.Report
	link    string // the design as links carry it, made when first asked for
}

// Baseline is the answer to the state that is held, nil if none is.
func (s *Session) Baseline() *report.Report { return s.baseline.report }

// HoldBaseline holds the design as it stands, under the load it is asked for.
func (s *Session) HoldBaseline() {
	content, err := design.Encode(s.loaded())
	if err != nil || s.report == nil {
		return
	}
	s.holdBaseline(baseline{content: content, report: s.report})
}

// DropBaseline lets go of what is held.
func (s *Session) DropBaseline() { s.holdBaseline(baseline{}) }

func (s *Session) holdBaseline(b baseline) {
	s.baseline = b
	if s.draft.ID != "" {
		s.keeper.edited()
	}
	s.tell(Answer)
}

// BaselineLink is what is held as links carry it, "" if nothing is.
func (s *Session) BaselineLink() (string, error) {
	b := &s.baseline
	if len(b.content) == 0 || b.link != "" {
		return b.link, nil
	}
	var err error
	b.link, err = interchange.EncodeLink(b.content)
	return b.link, err
}

// linkedBaseline takes a baseline over from a link.
func (s *Session) linkedBaseline(link string) {
	var content []byte
	if link != "" {
		content, _ = interchange.DecodeLink(link) // one that cannot be read is none
	}
	s.recallBaseline(content)
}

// recallBaseline takes a baseline over from a draft. One that cannot be read
// is no baseline.
func (s *Session) recallBaseline(content []byte) {
	s.baseline = baseline{}
	if len(content) == 0 {
		return
	}
	if d, err := design.Decode(content); err == nil {
		s.baseline = baseline{content: content, report: s.Try(d)}
	}
}
