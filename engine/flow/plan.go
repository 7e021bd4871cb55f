// Package flow compiles a design to dense arrays and solves what flows
// through it: rates, burstiness and sizes of every class on every edge, the
// station at every node and link, the latency of every journey from source to
// sink, and the completion of jobs.
//
// A Plan is the design compiled: nodes, edges and classes are numbers, in an
// order that depends on nothing but their ids. A Solution is a Plan solved.
// Both are immutable, and made again from their predecessors cheaply: a design
// that shares its unchanged parts with the one before (pointer equality)
// keeps its structure and its bound models, and only what lies downstream of
// a change is solved again, as far as something does change.
package flow

import (
	"iter"
	"slices"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// Plan is a compiled design.
type Plan struct {
	Design  *design.Design
	Bound   []*component.Bound // by node; nil where the kind is unknown
	Classes []string           // ids, sorted
	Pools   []string           // ids, sorted

	graph          *graph
	nodes          []*design.Node
	classes        map[string]*design.Class // the design's, or the implied one
	work           []component.Work         // of one item of a class as a source emits it
	wires          []*component.Wire        // by edge; nil where the edge has no link
	env            component.Env
	joins          []join          // in the order of their nodes
	joinAt, forkAt map[int32]*join // by node
	blocked        []bool          // by node: passes nothing on, under a failure; nil without

	rooms   []int32        // nodes that hold back who sends to them
	sources []int32        // nodes that emit work
	backups []int32        // nodes that write copies
	prices  []report.Price // the design is charged by

	ofGraph   findings // by what they are about
	ofClasses findings
	ofLinks   findings
	ofNodes   findings
	ofJoins   findings
}

// Nodes lists the ids of the nodes in the order of their indices. The caller
// must not change it.
func (p *Plan) Nodes() []string { return p.graph.nodes }

// Edges lists the ids of the edges in the order of their indices. The caller
// must not change it.
func (p *Plan) Edges() []string { return p.graph.edges }

// Compile makes a plan of a design. before is the plan of the design it was
// edited from, or nil; what the two share is taken over. Compile never fails:
// what is wrong becomes a diagnostic and is left out of the flow.
func Compile(d *design.Design, before *Plan) *Plan {
	p := &Plan{Design: d}
	sameWorld := p.world(before)
	if before != nil && before.graph.still(p, before) {
		p.graph, p.ofGraph = before.graph, before.ofGraph
	} else {
		p.graph, p.ofGraph = newGraph(d, p.Classes)
		p.nodes = make([]*design.Node, len(p.graph.nodes))
		for i, id := range p.graph.nodes {
			p.nodes[i] = d.Nodes[id]
		}
		before = nil
	}
	if !sameWorld {
		before = nil
	}
	p.bind(before)
	return p
}

// Documented tells whether all that design.Check reads is as in another plan:
// ids, edges, pools, groups, scenarios, objectives and settings. What nodes
// hold may differ.
func (p *Plan) Documented(o *Plan) bool {
	a, b := p.Design, o.Design
	return p.graph == o.graph && sameParts(a.Classes, b.Classes) && sameParts(a.Pools, b.Pools) &&
		sameParts(a.Groups, b.Groups) && sameParts(a.Scenarios, b.Scenarios) &&
		slices.EqualFunc(a.Objectives, b.Objectives, sameObjective) &&
		a.Settings.Currency == b.Settings.Currency && sameSettings(&a.Settings, &b.Settings)
}

// implied is the class of a design that defines none, so that a first sketch
// has something to flow: a short question and its answer. Lengths spread about
// as widely as they are long, answers most (the length of one that may end at
// any token is geometric): without it every percentile would be the mean.
var implied = map[string]*design.Class{"request": {
	Size:     &design.Spread{Mean: quantity.Str("2 kB")},
	TokensIn: &design.Spread{Mean: quantity.Num(500), SCV: 0.7}, TokensOut: &design.Spread{Mean: quantity.Num(200), SCV: 1},
}}

// world reads what all nodes share and tells whether it is as before.
func (p *Plan) world(before *Plan) bool {
	d := p.Design
	p.classes = d.Classes
	if len(p.classes) == 0 {
		p.classes = implied
	}
	if before != nil && sameParts(p.classes, before.classes) && sameParts(d.Pools, before.Design.Pools) &&
		sameSettings(&d.Settings, &before.Design.Settings) {
		p.Classes, p.Pools, p.work, p.env, p.ofClasses = before.Classes, before.Pools, before.work, before.env, before.ofClasses
		return true
	}
	p.Classes, p.Pools = sortedKeys(p.classes), sortedKeys(d.Pools)
	p.env = component.Env{Classes: make(map[string]int, len(p.Classes)), Prices: d.Settings.Prices, Pools: d.Pools}
	for i, id := range p.Classes {
		p.env.Classes[id] = i
	}
	p.env.FX = make(quantity.FX, len(d.Settings.FX))
	for currency, rate := range d.Settings.FX {
		p.env.FX[currency] = rate.PerUSD
	}
	p.readClasses()
	return false
}

// bind makes the models of all nodes and links, or takes them over from a
// plan of the same structure and world where they are as before.
func (p *Plan) bind(before *Plan) {
	g := p.graph
	p.Bound = make([]*component.Bound, len(g.nodes))
	makes := binder{p, map[hash]int32{}}
	if before != nil {
		p.ofNodes = make(findings, 0, len(before.ofNodes)+8)
	}
	splits := false // whether a node has begun or ceased to split or to join
	for i, id := range g.nodes {
		n := p.nodes[i]
		switch {
		case before != nil && before.nodes[i] == n:
			p.Bound[i] = before.Bound[i]
		case g.kinds[i] != nil:
			p.Bound[i] = makes.bind(int32(i))
			_, joins := p.Bound[i].Model.(component.Joiner)
			splits = splits || joins || before != nil && p.Bound[i].Split != before.Bound[i].Split
		}
		if b := p.Bound[i]; b != nil {
			if b.Source != nil {
				p.sources = append(p.sources, int32(i))
			}
			if b.Copier != nil {
				p.backups = append(p.backups, int32(i))
			}
			if b.Holds && !n.Bypassed {
				p.rooms = append(p.rooms, int32(i))
			}
			for j := range b.Findings {
				p.ofNodes = append(p.ofNodes, b.Findings[j].At(id))
			}
		}
	}
	if before != nil {
		p.wires, p.ofLinks = before.wires, before.ofLinks
	} else {
		p.readLinks()
	}
	p.checkWeights()
	p.connectSavers()
	if before != nil && !splits {
		p.ofJoins, p.joins, p.joinAt, p.forkAt = before.ofJoins, before.joins, before.joinAt, before.forkAt
	} else {
		p.findJoins()
	}
	p.checkDraws()
	if before != nil && p.chargedAs(before) {
		p.prices = before.prices
	} else {
		p.prices = p.charges()
	}
}

// emitting lists the sources that are up.
func (p *Plan) emitting() iter.Seq2[int32, component.Source] {
	return func(yield func(int32, component.Source) bool) {
		for _, n := range p.sources {
			if s := p.Bound[n].Source; s != nil && !yield(n, s) {
				return
			}
		}
	}
}

// checkWeights finds wires that nothing takes: of weight 0, where a node
// chooses by weight.
func (p *Plan) checkWeights() {
	g := p.graph
	unused := func(e *ends) bool { return e.weight == 0 && !e.async && p.Bound[e.from].Split }
	for i := range g.ends {
		e := &g.ends[i]
		if !unused(e) {
			continue
		}
		starves := g.nodes[e.to]
		for _, in := range g.in[e.to] {
			if !unused(&g.ends[in]) {
				starves = ""
			}
		}
		p.ofNodes.unused(g.edges[i], starves)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// sameParts tells whether two maps hold the same parts under the same ids.
func sameParts[V any](a, b map[string]*V) bool {
	if len(a) != len(b) {
		return false
	}
	for id, v := range a {
		if w, ok := b[id]; !ok || v != w {
			return false
		}
	}
	return true
}

func sameObjective(a, b design.Objective) bool {
	return a.Class == b.Class && a.Node == b.Node && a.Weight == b.Weight
}

func sameSettings(a, b *design.Settings) bool {
	if len(a.FX) != len(b.FX) || len(a.Prices) != len(b.Prices) {
		return false
	}
	for k, v := range a.FX {
		if w, ok := b.FX[k]; !ok || v.PerUSD != w.PerUSD {
			return false
		}
	}
	for k, v := range a.Prices {
		if w, ok := b.Prices[k]; !ok || !v.Equal(w) {
			return false
		}
	}
	return true
}
