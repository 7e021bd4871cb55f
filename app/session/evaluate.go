package session

import (
	"time"

	"weir/app/browser"
	"weir/app/worker"
	"weir/engine/design"
	"weir/engine/report"
)

// Report is the answer to the latest evaluated state, nil before the first.
func (s *Session) Report() *report.Report { return s.report }

// Previous is the answer before the latest, nil if there is none.
func (s *Session) Previous() *report.Report { return s.previous }

// Pending reports whether an answer to the latest edit is about to come.
func (s *Session) Pending() bool { return s.pending }

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

// evaluate answers at once, within a frame; what takes longer follows from a
// worker when nothing has changed for a moment.
func (s *Session) evaluate() {
	s.previous = s.report
	s.settler.stop()
	if r := s.settler.recall(s.loaded()); r != nil {
		s.report = r
		s.tell(Answer)
		return
	}
	s.report = s.engine.fast(s.loaded())
	s.tell(Answer)
	s.settler.due = browser.After(settleAfter(len(s.loaded().Nodes)), func() { s.Do(s.settle) })
}

// settleAfter is how long nothing must change before the full answer is asked
// for: asking and reading the answer hold the page up, the longer the larger
// the design, and must not fall between two keys.
func settleAfter(nodes int) time.Duration {
	return settleDelay + time.Duration(nodes)*settlePerNode
}

const (
	settleDelay   = 200 * time.Millisecond
	settlePerNode = time.Millisecond
	// settleLimit is how many nodes a design may have for its full answer to
	// be read by the page without holding it up.
	settleLimit = 3000
	// settleHere is how many it may have for the page itself to work the
	// answer out where there is no worker.
	settleHere = 100
	// settledKept is how many full answers are kept.
	settledKept = 16
)

// settler asks a worker for full answers and keeps the last ones. Undo gives
// back the very design there was, so a pointer finds its answer again.
type settler struct {
	line *worker.Line
	due  func() // cancels the question, or the next piece of an answer, that waits
	turn int    // goes up with every stop
	kept []settled
}

type settled struct {
	design *design.Design
	report *report.Report
}

func (t *settler) stop() {
	t.turn++
	if t.due != nil {
		t.due()
		t.due = nil
	}
	t.line.Cancel()
}

func (t *settler) recall(d *design.Design) *report.Report {
	for _, k := range t.kept {
		if k.design == d {
			return k.report
		}
	}
	return nil
}

func (t *settler) keep(d *design.Design, r *report.Report) {
	if len(t.kept) == settledKept {
		t.kept = append(t.kept[:0:0], t.kept[1:]...)
	}
	t.kept = append(t.kept, settled{d, r})
}

// settle asks for the full answer.
func (s *Session) settle() {
	s.settler.due = nil
	d := s.loaded()
	if s.pending || len(d.Nodes) > settleLimit {
		return
	}
	question, err := design.Encode(d)
	if err != nil {
		return // a document that cannot be kept has been complained about
	}
	s.settler.line.Ask(worker.Settle, question, func(a worker.Answer) {
		if a.State != worker.Done {
			s.settled(d, nil)
			return
		}
		s.read(d, report.Pieces(a.Body, portion), nil)
	})
}

// portion is how many bytes of an answer are read at a time, in a few
// milliseconds; keys and frames come between.
const portion = 128 << 10

// read takes up the pieces of a full answer one after the other.
func (s *Session) read(d *design.Design, pieces [][]byte, r *report.Report) {
	piece, err := report.Decode(pieces[0])
	switch {
	case err != nil:
		s.settled(d, nil)
		return
	case r == nil:
		r = piece
	default:
		r.Join(piece)
	}
	if len(pieces) == 1 {
		s.settled(d, r)
		return
	}
	turn := s.settler.turn
	s.settler.due = browser.After(time.Millisecond, func() {
		s.Do(func() {
			if turn == s.settler.turn {
				s.read(d, pieces[1:], r)
			}
		})
	})
}

// settled shows the full answer of a design; without one the page works out
// that of a small one.
func (s *Session) settled(d *design.Design, r *report.Report) {
	s.settler.due = nil
	if r == nil {
		if len(d.Nodes) > settleHere {
			return
		}
		r = s.engine.settled(d)
	}
	s.settler.keep(d, r)
	if !s.pending {
		s.report = r
		s.tell(Answer)
	}
}

// Sketch answers a variant of the open design fast; what it shares with the
// last one sketched is not worked out again.
func (s *Session) Sketch(d *design.Design) *report.Report {
	if s.sketcher == nil {
		s.sketcher = newEvaluator()
	}
	return s.sketcher.fast(d)
}

// Try answers a variant of the open design: in full where the page can do that
// without being held up, else fast.
func (s *Session) Try(d *design.Design) *report.Report {
	if len(d.Nodes) > settleHere {
		return newEvaluator().fast(d)
	}
	return newEvaluator().settled(d)
}
