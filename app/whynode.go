package app

import (
	"math"

	"weir/engine/component"
	"weir/engine/explain"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// explainable is a node as its figures are explained, nil if nothing is known
// of it.
func (d *Desk) explainable(r *report.Report, id string) *explain.Node {
	node := d.Design().Nodes[id]
	if node == nil || r == nil || r.Nodes[id] == nil {
		return nil
	}
	k, ok := component.Lookup(node.Kind)
	if !ok {
		return nil
	}
	return &explain.Node{Kind: k, Design: node, Report: r.Nodes[id]}
}

// askNode asks for a figure of a node.
func (d *Desk) askNode(id, key string) asking {
	return func(r *report.Report) (explained, bool) {
		n := d.explainable(r, id)
		if n == nil {
			return explained{}, false
		}
		e := explain.Of(n, key)
		if e == nil {
			return explained{}, false
		}
		return d.whyFigure(id, key, n, e), true
	}
}

// whyFigure is a figure of a node explained: the equation in symbols, then
// with the values in their place, and the way its load came.
func (d *Desk) whyFigure(id, key string, n *explain.Node, e *explain.Figure) explained {
	name, unit, band := d.figureName(n, key)
	value := report.Number(n.Figure(key))
	w := explained{
		title: name, sub: d.nodeName(id), value: d.unitFigure(value, unit), range_: d.bandText(band), measured: float64(band) > 0 && n.Report.AI != nil,
		equation: []string{e.Shown()}, note: d.in(e.Note), source: e.Source,
	}
	if filled := e.Filled(func(x float64, unit string) string { return d.unitFigure(report.Number(x), unit) }); filled != "" {
		w.equation = append(w.equation, "= "+filled+" = "+w.value)
	}
	for _, t := range e.Terms {
		w.inputs = append(w.inputs, input{t.Symbol, d.in(t.Name), d.unitFigure(report.Number(t.Value), t.Unit), d.showTerm(id, n, t)})
	}
	w.method, w.class = n.Found(key)
	w.nodes, w.edges = d.upstream(id)
	return w
}

// figureName names a figure of a node; one that its kind adds has its own
// label, unit and band.
func (d *Desk) figureName(n *explain.Node, key string) (name, unit string, band report.Number) {
	for _, f := range d.kindFigures(n.Report) {
		if f.Key == key {
			return d.in(f.Label), f.Unit, f.Band
		}
	}
	return d.say("figure." + key), stationUnits[key], 0
}

// stationUnits are the units of the figures every station has.
var stationUnits = map[string]string{
	"utilisation": "%", "arrivals_per_s": "1/s", "carried_per_s": "1/s", "wait_s": "s", "loss_ratio": "%", "mean": "s",
	"p50": "s", "p95": "s", "p99": "s", "p999": "s", "cost_per_month": "$", "power_w": "W", "availability": "%",
}

// showTerm leads to where a symbol comes from: a figure that has an equation
// of its own, or a parameter.
func (d *Desk) showTerm(id string, n *explain.Node, t explain.Known) func() {
	switch {
	case t.Figure != "" && explain.Has(n, t.Figure):
		return func() { d.explain(d.askNode(id, t.Figure)) }
	case t.Param != "" && d.one(id):
		return func() {
			d.why, d.inspect = nil, tabParams
			d.lightInspected()
			d.changed()
			afterRender(func() { focusTest(idParam + t.Param) })
		}
	}
	return nil
}

// one reports whether a node alone is selected.
func (d *Desk) one(id string) bool {
	s := d.Editor.Selection()
	return len(s.Nodes) == 1 && s.Nodes[0] == id
}

// upstream is the way the load of a node comes: every part and wire that
// leads to it.
func (d *Desk) upstream(id string) (nodes, edges []string) {
	doc := d.Design()
	into := map[string][]string{}
	for _, e := range sortedKeys(doc.Edges) {
		to := doc.Edges[e].To.Node()
		into[to] = append(into[to], e)
	}
	seen := map[string]bool{id: true}
	nodes = []string{id}
	for i := 0; i < len(nodes); i++ {
		for _, e := range into[nodes[i]] {
			edges = append(edges, e)
			if from := doc.Edges[e].From.Node(); !seen[from] {
				seen[from] = true
				nodes = append(nodes, from)
			}
		}
	}
	return nodes, edges
}

// lightInspected lights the way to the node whose figures are explained, or
// nothing.
func (d *Desk) lightInspected() {
	if d.Canvas == nil {
		return
	}
	if s := d.Editor.Selection(); d.inspect == tabWhy && len(s.Nodes) == 1 && d.Design().Nodes[s.Nodes[0]] != nil {
		d.Canvas.Light(d.upstream(s.Nodes[0]))
		return
	}
	d.Canvas.Light(nil, nil)
}

// nodeFigure is a figure of a node that explains itself, where there is an
// equation for it.
func (d *Desk) nodeFigure(id, key, name, value, raw, band string) app.UI {
	if n := d.explainable(d.Report(), id); n != nil && explain.Has(n, key) {
		return d.asked(key, name, value, raw, band, id, d.askNode(id, key))
	}
	return d.figure(key, name, value, raw, band)
}

// nodeWhy explains the figures of one station together: how busy it is, how
// long one waits, how long one stays. Every figure leads to its own equation.
func (d *Desk) nodeWhy(id string) []app.UI {
	n := d.explainable(d.Report(), id)
	if n == nil {
		return []app.UI{app.P().Class("nothing").Text(d.say("results.none"))}
	}
	x := n.Report
	w := explained{sub: id, method: x.Method, class: x.ErrorClass, note: d.say("why.station")}
	for _, key := range []string{"utilisation", "wait_s", "mean"} {
		e := explain.Of(n, key)
		if e == nil || math.IsNaN(n.Figure(key)) {
			continue
		}
		w.equation = append(w.equation, e.Shown())
		if e.Source != "" && key == "wait_s" {
			w.source = e.Source
		}
	}
	for _, t := range []struct{ symbol, key string }{{"λ", "arrivals_per_s"}, {"c", "servers"}, {"ρ", "utilisation"}, {"W", "wait_s"}, {"T", "mean"}, {"A", "availability"}} {
		if v := n.Figure(t.key); !math.IsNaN(v) {
			name, unit, _ := d.figureName(n, t.key)
			w.inputs = append(w.inputs, input{t.symbol, name, d.unitFigure(report.Number(v), unit), func() { d.explain(d.askNode(id, t.key)) }})
		}
	}
	for _, f := range d.kindFigures(x) {
		if explain.Has(n, f.Key) {
			w.inputs = append(w.inputs, input{"", d.in(f.Label), d.unitFigure(f.Value, f.Unit), func() { d.explain(d.askNode(id, f.Key)) }})
		}
	}
	return d.whyBody(w)
}
