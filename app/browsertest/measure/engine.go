package measure

import (
	"slices"
	"time"

	"weir/engine"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/flow"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sample"
)

// Engine times the engine where it runs. Place ends the names of the
// figures: "native" or "browser".
func Engine(place string) ([]Figure, error) {
	thousand, err := design.Encode(sample.Plant(1_000))
	if err != nil {
		return nil, err
	}
	tenThousand, err := design.Encode(sample.Plant(10_000))
	if err != nil {
		return nil, err
	}
	WarmUp(5*time.Second, func() { evaluate(thousand) })
	figures := []Figure{
		Of("solve_1000_"+place+"_ms", "ms", solve(sample.Plant(1_000))),
		Of("eval_1000_"+place+"_ms", "ms", Time(Repeats, func() { evaluate(thousand) })),
		Of("edit_1000_"+place+"_ms", "ms", edits(sample.Plant(1_000))),
		Of("eval_10000_"+place+"_ms", "ms", Time(Repeats, func() { evaluate(tenThousand) })),
	}
	figures = append(figures, serving(place)...)
	bare := FloatLoop()
	for i := range figures {
		figures[i].Bare, figures[i].Of = bare, "float loop"
		if figures[i].Unit == "us" {
			figures[i].Bare *= 1000
		}
	}
	return figures, nil
}

var kept *report.Report

// evaluate goes from bytes to a report.
func evaluate(content []byte) {
	d, err := design.Decode(content)
	if err != nil {
		panic(err) // a sample that was encoded a moment ago
	}
	kept = engine.NewEvaluator().Evaluate(d)
}

// solve goes from a compiled plan to a report. A solver that would remember
// the last plan is given none.
func solve(d *design.Design) []float64 {
	plan := flow.Compile(d, nil)
	return Time(Repeats, func() { kept = flow.Solve(plan, nil).Report(report.Fast) })
}

// edits changes one parameter of every node once, one after the other, each
// evaluated from the one before, and answers what each took.
func edits(d *design.Design) []float64 {
	var e engine.Evaluator
	kept = e.Evaluate(d)
	ids := make([]string, 0, len(d.Nodes))
	for id := range d.Nodes {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	took := make([]float64, 0, len(ids))
	for _, id := range ids {
		d = edited(d, id)
		start := time.Now()
		kept = e.Evaluate(d)
		took = append(took, float64(time.Since(start))/float64(time.Millisecond))
	}
	return took
}

// edited is the design with the first numeric parameter of a node a tenth
// larger, or with the node's availability a little lower where it has none.
func edited(d *design.Design, id string) *design.Design {
	next, node := d.Clone(), d.Nodes[id].Clone()
	if node.Params == nil {
		node.Params = map[string]quantity.Value{}
	}
	kind, _ := component.Lookup(node.Kind)
	for i := range kind.Params {
		p := &kind.Params[i]
		v, ok := node.Params[p.Key]
		if !ok {
			v = p.Default
		}
		if changed, ok := larger(v, p); ok {
			node.Params[p.Key] = changed
			break
		}
	}
	next.Nodes[id] = node
	return next
}

func larger(v quantity.Value, p *component.Param) (quantity.Value, bool) {
	if x, ok := v.Float(); ok {
		switch {
		case p.Integer:
			x++
		case p.Max != 0 && x*1.1 > p.Max:
			x *= 0.9
		default:
			x *= 1.1
		}
		return quantity.Num(x), x != 0
	}
	text, ok := v.Text()
	if !ok || p.Dimension == quantity.None {
		return v, false
	}
	x, unit, ok := quantity.Split(text)
	return quantity.Str(quantity.Join(x*1.1, unit)), ok && x != 0
}
