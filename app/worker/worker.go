// Package worker does in a Web Worker what takes too long for the page: the
// settled report, simulation, large layouts.
//
// A worker runs the page's own program (the same app.wasm, handed over
// compiled) and has no document. The page asks through a Line, which holds one
// worker and cares for the newest question only: asking again stops the work
// under way. Every question has a number and answers to older ones are
// dropped. Work is stopped by ending the worker, so a job needs no check for
// it, and a worker that dies is told to whoever asked and replaced at the next
// question.
package worker

import "weir/engine/diagnostic"

// Job is a kind of work.
type Job string

// State is how far a piece of work is.
type State string

// The states. Working may come any number of times, then one of the others.
const (
	Working State = "working"
	Done    State = "done"
	Failed  State = "failed"
)

// Answer is what is heard of a piece of work.
type Answer struct {
	State  State
	Share  float64 // done so far, 0…1
	Body   []byte  // the result, or what there is of it so far; may be nil
	Reason diagnostic.Text
}

// Do does a job. It tells now and then how far it is, with what it has found
// so far if that is of use. An error that has a method In(lang) speaks both
// languages.
type Do func(question []byte, tell func(share float64, found []byte)) ([]byte, error)

// port is a worker as the page sees it.
type port interface {
	ask(number int, job Job, question []byte)
	end()
}

// Line is a page's line to one worker. It belongs to the goroutine that its
// answers are brought to.
type Line struct {
	open   func(heard func(number int, a Answer)) port
	do     func(func())
	port   port
	number int
	heard  func(Answer) // nil: nothing is under way
}

// NewLine makes a line; do brings answers to the goroutine it belongs to. The
// worker is started by the first question.
func NewLine(do func(func())) *Line { return &Line{open: open, do: do} }

// Ask gives the worker something to do; what it was at is stopped, and nothing
// more is heard of it.
func (l *Line) Ask(job Job, question []byte, heard func(Answer)) {
	l.Cancel()
	l.number++
	l.heard = heard
	if l.port == nil {
		l.port = l.open(func(number int, a Answer) { l.do(func() { l.receive(number, a) }) })
	}
	l.port.ask(l.number, job, question)
}

// Busy reports whether something is under way.
func (l *Line) Busy() bool { return l.heard != nil }

// Cancel stops what is under way.
func (l *Line) Cancel() {
	if l.heard == nil {
		return
	}
	l.heard = nil
	l.hangUp()
}

// End is Cancel, and the worker ends too where it is idle.
func (l *Line) End() {
	l.heard = nil
	l.hangUp()
}

func (l *Line) hangUp() {
	if l.port != nil {
		l.port.end()
		l.port = nil
	}
}

// receive passes an answer on. Number 0 is the worker's own end.
func (l *Line) receive(number int, a Answer) {
	if number == 0 {
		l.hangUp()
	}
	if l.heard == nil || number != 0 && number != l.number {
		return
	}
	heard := l.heard
	if a.State != Working {
		l.heard = nil
	}
	heard(a)
}
