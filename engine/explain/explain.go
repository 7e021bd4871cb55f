// Package explain says how the figures of a node come about: the equation,
// what its symbols stand for, their values, and where it was published.
//
// An equation is text. One that is plain arithmetic is also worked out from
// the values of the report, and shown with them filled in only if that gives
// the figure again: an equation that does not hold for a node (above
// saturation, in another mode of operation) shows its symbols alone.
package explain

import (
	"math"
	"strings"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// Text is a name or sentence in both languages.
type Text = diagnostic.Text

// equation is how one figure comes about. Symbols, numbers and operators of
// the formula stand apart by spaces.
type equation struct {
	formula string
	terms   []term
	note    Text
	source  string // the publication, as it is cited
}

// term is one symbol of an equation.
type term struct {
	symbol string
	figure string // key of the figure it is, of this node
	param  string // key of the parameter it is, of this node
	name   Text   // where it is neither
	unit   string // of report.Figure
	value  func(*Node) float64
}

// Known is a symbol with its value.
type Known struct {
	Symbol string
	Name   Text
	Value  float64 // NaN: not in the report
	Unit   string  // as that of report.Figure
	Figure string  // key of the figure it is, "" if none
	Param  string  // key of the parameter it is, "" if none
}

// Figure is a figure explained.
type Figure struct {
	Formula string // in symbols
	Terms   []Known
	Note    Text
	Source  string
	Holds   bool // the values filled in give the figure
}

// Node is a node with what was found out about it.
type Node struct {
	Kind   *component.Kind
	Design *design.Node
	Report *report.Node
}

// Of explains a figure of a node by its key, one of report.Node or of a
// report.Figure; nil if there is nothing to say.
func Of(n *Node, key string) *Figure {
	e := find(n, key)
	if e == nil {
		return nil
	}
	f := &Figure{Formula: e.formula, Note: e.note, Source: e.source}
	for i := range e.terms {
		f.Terms = append(f.Terms, n.known(&e.terms[i]))
	}
	f.Holds = agrees(e, f.Terms, n.Figure(key))
	return f
}

// agrees tells whether an equation with its terms' values gives a figure.
func agrees(e *equation, terms []Known, want float64) bool {
	got, ok := evaluate(right(e.formula), terms)
	return ok && math.Abs(got-want) <= agreement*math.Abs(want)
}

// holds tells whether an equation gives a figure of the node.
func (n *Node) holds(e *equation, key string) bool {
	terms := make([]Known, len(e.terms))
	for i := range e.terms {
		terms[i] = n.known(&e.terms[i])
	}
	return agrees(e, terms, n.Figure(key))
}

// Has reports whether there is something to say about a figure.
func Has(n *Node, key string) bool { return find(n, key) != nil }

// agreement is how close filled-in values must come to the figure: three
// digits are shown.
const agreement = 1e-3

// find looks an equation up: of the kind, of all AI kinds, then of any station.
func find(n *Node, key string) *equation {
	method := n.Report.Method
	switch {
	case key == "utilisation" && method == "continuous batching":
		return batchLoad
	case key == "mean" && method == report.ByJob && n.Kind.ID == "ai.training":
		return trainingMean
	case key == "mean" && method == report.ByJob:
		return jobMean
	case key == "duration_s" && method == report.ByJob:
		return jobDuration
	case key == "wait_s" && method == report.ByJob:
		return nil
	}
	if e, ok := byKind[n.Kind.ID][key]; ok {
		return e
	}
	if key == "utilisation" {
		return loadOf(n)
	}
	if key == "wait_s" {
		return waiting(n.Report.Method)
	}
	if key == "mean" && strings.HasPrefix(method, "M/G/c-PS") && n.Figure("servers") <= 1 {
		return sharing
	}
	return stations[key]
}

// Figure is the value of a figure of the node, NaN if it has none.
func (n *Node) Figure(key string) float64 {
	x := n.Report
	if own, ok := map[string]report.Number{
		"utilisation": x.Utilisation, "servers": x.Servers, "arrivals_per_s": x.ArrivalsPerS, "carried_per_s": x.CarriedPerS,
		"wait_s": x.WaitS, "in_queue": x.InQueue, "loss_ratio": x.LossRatio, "mean": x.SojournS.Mean, "p50": x.SojournS.P50,
		"p95": x.SojournS.P95, "p99": x.SojournS.P99, "p999": x.SojournS.P999,
		"cost_per_month": x.CostPerMonth, "power_w": x.PowerW, "availability": x.Availability,
	}[key]; ok {
		return float64(own)
	}
	if f := n.own(key); f != nil {
		return float64(f.Value)
	}
	return math.NaN()
}

// Found is the method and error class of a figure: none where it adds up what is
// given, or states a band instead.
func (n *Node) Found(key string) (method string, class report.ErrorClass) {
	x := n.Report
	switch key {
	case "cost_per_month", "power_w", "servers":
		return "", ""
	case "availability":
		return "k of n", "A"
	}
	if f := n.own(key); f != nil {
		return f.Method, f.ErrorClass
	}
	if x.AI != nil {
		return "", ""
	}
	switch key {
	case "p50", "p90", "p95", "p99", "p999":
		return x.Method, x.OfPercentiles()
	}
	return x.Method, x.ErrorClass
}

// own is a figure of the node's kind.
func (n *Node) own(key string) *report.Figure {
	for i := range n.Report.Figures {
		if f := &n.Report.Figures[i]; f.Key == key {
			return f
		}
	}
	if n.Report.AI != nil {
		for i := range n.Report.AI.Figures {
			if f := &n.Report.AI.Figures[i]; f.Key == key {
				return f
			}
		}
	}
	return nil
}

// Param is the value of a parameter of the node in base units, NaN if it is
// not a number.
func (n *Node) Param(key string) float64 {
	p := n.param(key)
	if p == nil {
		return math.NaN()
	}
	v, given := n.Design.Params[key]
	if !given {
		v = p.Default
	}
	if r, ok := quantity.RangeOf(v); ok {
		low, high, err := quantity.ResolveRange(r, p.Dimension, nil)
		if err != nil {
			return math.NaN()
		}
		return low + (high-low)/2
	}
	x, err := quantity.Resolve(v, p.Dimension, nil)
	if err != nil {
		return math.NaN()
	}
	return x
}

func (n *Node) param(key string) *component.Param {
	for i := range n.Kind.Params {
		if n.Kind.Params[i].Key == key {
			return &n.Kind.Params[i]
		}
	}
	return nil
}

// known is a term with its value, and the name of what it is.
func (n *Node) known(t *term) Known {
	k := Known{Symbol: t.symbol, Name: t.name, Unit: t.unit, Figure: t.figure, Param: t.param, Value: math.NaN()}
	switch {
	case t.figure != "":
		k.Value = n.Figure(t.figure)
		if f := n.own(t.figure); f != nil {
			k.Name, k.Unit = f.Label, f.Unit
		} else if t.value != nil { // a part the kind reports where it has one
			k.Figure, k.Value = "", t.value(n)
		}
	case t.param != "":
		k.Value = n.Param(t.param)
		if p := n.param(t.param); p != nil {
			k.Name = p.Label
		}
	case t.value != nil:
		k.Value = t.value(n)
	}
	return k
}

// right is what stands after the equals sign.
func right(formula string) string {
	_, rhs, _ := strings.Cut(formula, " = ")
	return rhs
}

// Filled is the formula with every symbol's value in its place, written by
// write; "" where the values do not give the figure.
func (f *Figure) Filled(write func(value float64, unit string) string) string {
	if !f.Holds {
		return ""
	}
	words := strings.Fields(right(f.Formula))
	for i, w := range words {
		for _, t := range f.Terms {
			if t.Symbol == w {
				words[i] = write(t.Value, t.Unit)
			}
		}
	}
	return tight(strings.Join(words, " "))
}

// Shown is the formula as it is read: brackets close up.
func (f *Figure) Shown() string { return tight(f.Formula) }

func tight(s string) string {
	return strings.NewReplacer("( ", "(", " )", ")", "√ ", "√", "exp (", "exp(").Replace(s)
}
