package engine

import (
	"sort"

	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/flow"
	"weir/engine/report"
)

// Evaluate answers a design in full (precision "settled").
func Evaluate(d *Design) *Report { return NewEvaluator().Settle(d) }

// Validate lists the findings about a design, errors first: those about the
// document, and those that only show when it is evaluated.
func Validate(d *Design) []Diagnostic { return Evaluate(d).Diagnostics }

// Evaluator answers one design after another, as they come from editing. It
// keeps the plan and the solution of the last one: parts that are shared with
// it (pointer equality) are compiled and solved again only where what arrives
// at them has changed. An Evaluator must not be used by two goroutines at once.
type Evaluator struct {
	plan          *flow.Plan
	fast, settled *flow.Solution // the last of each precision
	last          *flow.Solution
	checked       *flow.Plan // whose document was checked last
	found         []Diagnostic
}

// NewEvaluator returns an Evaluator that has seen no design yet.
func NewEvaluator() *Evaluator { return &Evaluator{} }

// Evaluate answers within a frame: precision "fast", without the percentiles
// of single stations.
func (e *Evaluator) Evaluate(d *Design) *Report { return e.answer(d, report.Fast) }

// Settle answers in full: precision "settled".
func (e *Evaluator) Settle(d *Design) *Report { return e.answer(d, report.Settled) }

// Solution returns the solution of the design evaluated last, or nil.
func (e *Evaluator) Solution() *flow.Solution { return e.last }

func (e *Evaluator) answer(d *Design, precision report.Precision) *Report {
	e.plan = flow.Compile(d, e.plan)
	if precision == report.Fast {
		e.fast = flow.Solve(e.plan, e.fast)
		e.last = e.fast
	} else {
		e.settled = flow.Settle(e.plan, e.settled)
		e.last = e.settled
	}
	r := e.last.Report(precision)
	if e.checked == nil || !e.plan.Documented(e.checked) {
		e.found = design.Check(d)
	}
	e.checked = e.plan
	note(r, e.found)
	if precision == report.Settled {
		addBands(d, r)
	}
	return r
}

// Answer is the report of a solved plan, with what is wrong with the document.
func Answer(s *flow.Solution, precision report.Precision) *Report {
	r := s.Report(precision)
	note(r, design.Check(s.Plan().Design))
	return r
}

// note adds what is wrong with the document to a report.
func note(r *Report, found []Diagnostic) {
	if len(found) > 0 {
		r.Diagnostics = append(r.Diagnostics, found...)
		sort.SliceStable(r.Diagnostics, func(i, j int) bool { return rank(r.Diagnostics[i].Severity) < rank(r.Diagnostics[j].Severity) })
	}
}

// rank orders severities, the worst first.
func rank(s diagnostic.Severity) int {
	switch s {
	case diagnostic.Error:
		return 0
	case diagnostic.Warning:
		return 1
	}
	return 2
}
