package engine

import (
	"weir/engine/design"
	"weir/engine/flow"
	"weir/engine/report"
)

// Evaluate works out everything about a design, at the precision asked for.
// It never fails: what is wrong with the design is in the report.
func Evaluate(d *design.Design, precision report.Precision) *report.Report {
	var e Evaluator
	return e.Evaluate(d, precision)
}

// An Evaluator evaluates one design after another and takes over from one to
// the next what an edit has left alone; parts that are the same pointer are
// the same. The answer never depends on what came before. The zero Evaluator
// is ready; it is not for concurrent use.
type Evaluator struct {
	plan     *flow.Plan
	solution *flow.Solution
}

// Evaluate works out everything about a design.
func (e *Evaluator) Evaluate(d *design.Design, precision report.Precision) *report.Report {
	e.plan = flow.Compile(d, e.plan)
	e.solution = flow.Solve(e.plan, e.solution)
	return e.solution.Report(precision)
}
