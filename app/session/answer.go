package session

import (
	"weir/engine"
	"weir/engine/design"
	"weir/engine/report"
)

// evaluator answers designs; it keeps what it can from one to the next.
type evaluator struct{ engine.Evaluator }

func newEvaluator() *evaluator { return &evaluator{} }

// fast answers within a frame, settled in full.
func (e *evaluator) fast(d *design.Design) *report.Report    { return e.Evaluate(d) }
func (e *evaluator) settled(d *design.Design) *report.Report { return e.Settle(d) }
