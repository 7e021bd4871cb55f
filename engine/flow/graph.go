package flow

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// graph is the structure of a design: what stays when parameters change.
type graph struct {
	nodes []string // ids, sorted
	kinds []*component.Kind
	edges []string // ids of the edges that carry, sorted by tail, port and id
	ends  []ends

	wires []wired // all edges of the design, also those that carry nothing

	out   []int32 // edges[out[n]:out[n+1]] leave node n
	in    [][]int32
	order []int32 // nodes, tails before heads but within a loop, whose nodes stand together
	rank  []int32 // position in order
	loop  []int32 // which loop a node is on; -1 = none
}

// wired is an edge as it was compiled.
type wired struct {
	id   string
	edge *design.Edge
}

// ends are the two ends of an edge.
type ends struct {
	from, to int32
	port     int // of from
	classes  uint64
	async    bool
	weight   float64
}

// carries tells whether an edge takes a class.
func (e *ends) carries(class int) bool { return e.classes>>uint(class)&1 == 1 }

// still tells whether a design has the structure the graph was made from, and
// finds its nodes.
func (g *graph) still(now, before *Plan) bool {
	d := now.Design
	if len(d.Nodes) != len(g.nodes) || len(d.Edges) != len(g.wires) || !slices.Equal(now.Classes, before.Classes) {
		return false
	}
	for i := range g.wires {
		if d.Edges[g.wires[i].id] != g.wires[i].edge {
			return false
		}
	}
	now.nodes = make([]*design.Node, len(g.nodes))
	for i, id := range g.nodes {
		n := d.Nodes[id]
		if n == nil || n != before.nodes[i] && n.Kind != before.nodes[i].Kind {
			return false
		}
		now.nodes[i] = n
	}
	return true
}

func newGraph(d *design.Design, classes []string) (*graph, findings) {
	g := &graph{nodes: sortedKeys(d.Nodes), wires: make([]wired, 0, len(d.Edges))}
	var found findings
	g.kinds = make([]*component.Kind, len(g.nodes))
	index := make(map[string]int32, len(g.nodes))
	for i, id := range g.nodes {
		index[id] = int32(i)
		kind, ok := component.Lookup(d.Nodes[id].Kind)
		if !ok {
			found.unknownKind(id, d.Nodes[id].Kind)
			continue
		}
		g.kinds[i] = kind
	}
	g.connect(d, index, classes, &found)
	g.arrange()
	g.checkWires(&found)
	return g, found
}

// connect reads the edges and sorts them by tail and port.
func (g *graph) connect(d *design.Design, index map[string]int32, ids []string, found *findings) {
	classes := map[string]int{}
	for i, id := range ids {
		classes[id] = i
	}
	type wire struct {
		id string
		ends
	}
	wires := make([]wire, 0, len(d.Edges))
	for _, id := range sortedKeys(d.Edges) {
		g.wires = append(g.wires, wired{id, d.Edges[id]})
		if e, ok := g.read(id, d.Edges[id], index, classes, found); ok {
			wires = append(wires, wire{id, e})
		}
	}
	slices.SortStableFunc(wires, func(a, b wire) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.port, b.port))
	})
	g.edges = make([]string, len(wires))
	g.ends = make([]ends, len(wires))
	g.out = make([]int32, len(g.nodes)+1)
	g.in = make([][]int32, len(g.nodes))
	for i, w := range wires {
		g.edges[i], g.ends[i] = w.id, w.ends
		g.out[w.from+1]++
		g.in[w.to] = append(g.in[w.to], int32(i))
	}
	for i := range g.nodes {
		g.out[i+1] += g.out[i]
	}
}

// read checks one edge; one that cannot carry anything is left out.
func (g *graph) read(id string, e *design.Edge, index map[string]int32, classes map[string]int, found *findings) (ends, bool) {
	from, okFrom := index[e.From.Node()]
	to, okTo := index[e.To.Node()]
	switch {
	case !okFrom:
		found.noNode(id, e.From.Node())
	case !okTo:
		found.noNode(id, e.To.Node())
	}
	if !okFrom || !okTo || g.kinds[from] == nil || g.kinds[to] == nil {
		return ends{}, false
	}
	x := ends{from: from, to: to, port: -1, async: e.Async, weight: 1}
	for i := range g.kinds[from].Out {
		if g.kinds[from].Out[i].Name == e.From.Port() {
			x.port = i
		}
	}
	head, okIn := g.kinds[to].Input(e.To.Port())
	switch {
	case x.port < 0:
		found.noPort(id, e.From, g.kinds[from], true)
		return ends{}, false
	case !okIn:
		found.noPort(id, e.To, g.kinds[to], false)
		return ends{}, false
	}
	if ok, why := component.Connects(g.kinds[from].Out[x.port], head); !ok {
		found.add("edge.type", diagnostic.Error, diagnostic.Place{Edge: id}, why)
	}
	if !e.Weight.IsZero() {
		var err error
		x.weight, err = quantity.Middle(e.Weight, quantity.None, nil)
		if err != nil || !(x.weight >= 0 && x.weight < 1e300) {
			found.badWeight(id)
			x.weight = 1
		}
	}
	x.classes = ^uint64(0)
	if len(e.Classes) > 0 {
		x.classes = 0
	}
	for _, class := range e.Classes {
		if c, ok := classes[class]; ok {
			x.classes |= 1 << uint(c)
		} else {
			found.noClass(id, class)
		}
	}
	return x, true
}

// arrange finds an order in which every tail comes before its head, but for
// the nodes of a loop, which stand together.
func (g *graph) arrange() {
	g.rank = make([]int32, len(g.nodes))
	g.loop = make([]int32, len(g.nodes))
	for n := range g.loop {
		g.loop[n] = -1
	}
	looped := g.kahn(nil)
	if len(looped) == 0 {
		return
	}
	loops := g.loops(looped)
	for i, loop := range loops {
		for _, n := range loop {
			g.loop[n] = int32(i)
		}
	}
	g.kahn(loops)
}

// kahn orders the nodes, smallest index first where there is a choice of
// branches, each loop given as if it were one node, and returns what it could
// not order.
func (g *graph) kahn(loops [][]int32) (rest []int32) {
	waits := make([]int32, len(g.nodes)) // of a loop: at its first node
	first := func(n int32) int32 {
		if l := g.loop[n]; l >= 0 {
			return loops[l][0]
		}
		return n
	}
	for i := range g.ends {
		if e := &g.ends[i]; g.loop[e.to] < 0 || g.loop[e.to] != g.loop[e.from] {
			waits[first(e.to)]++
		}
	}
	g.order = make([]int32, 0, len(g.nodes))
	ready := func(n int32) {
		if l := g.loop[n]; l >= 0 {
			g.order = append(g.order, loops[l]...)
		} else {
			g.order = append(g.order, n)
		}
	}
	for n := range int32(len(g.nodes)) {
		g.rank[n] = -1
		if waits[n] == 0 && first(n) == n {
			ready(n)
		}
	}
	for i := 0; i < len(g.order); i++ {
		n := g.order[i]
		g.rank[n] = int32(i)
		for e := g.out[n]; e < g.out[n+1]; e++ {
			to := g.ends[e].to
			if g.loop[to] >= 0 && g.loop[to] == g.loop[n] {
				continue
			}
			to = first(to)
			if waits[to]--; waits[to] == 0 {
				ready(to)
			}
		}
	}
	for n := range int32(len(g.nodes)) {
		if g.rank[n] < 0 {
			rest = append(rest, n)
		}
	}
	return rest
}

// loops are the strongly connected components among nodes, each sorted, in
// the order of their first nodes.
func (g *graph) loops(among []int32) [][]int32 {
	dg := simple.NewDirectedGraph()
	var loops [][]int32
	self := make([]bool, len(g.nodes))
	for _, n := range among {
		for e := g.out[n]; e < g.out[n+1]; e++ {
			to := g.ends[e].to
			if to == n {
				self[n] = true
			} else if g.rank[to] < 0 {
				dg.SetEdge(dg.NewEdge(simple.Node(n), simple.Node(to)))
			}
		}
		if dg.Node(int64(n)) == nil {
			dg.AddNode(simple.Node(n))
		}
	}
	for _, component := range topo.TarjanSCC(dg) {
		if len(component) < 2 && !self[component[0].ID()] {
			continue
		}
		loop := make([]int32, len(component))
		for i, n := range component {
			loop[i] = int32(n.ID())
		}
		slices.Sort(loop)
		loops = append(loops, loop)
	}
	sort.Slice(loops, func(i, j int) bool { return slices.Compare(loops[i], loops[j]) < 0 })
	return loops
}

// together is the end of the part of an ordered list that starts at i: one
// node, or all of a loop.
func (g *graph) together(list []int32, i int) int {
	l := g.loop[list[i]]
	j := i + 1
	for l >= 0 && j < len(list) && g.loop[list[j]] == l {
		j++
	}
	return j
}

// checkWires finds nodes that lack the wires they make sense with.
func (g *graph) checkWires(found *findings) {
	sources := 0
	for n, kind := range g.kinds {
		if kind == nil {
			continue
		}
		if kind.Family == component.Sources {
			sources++
		}
		if len(kind.In) > 0 && len(g.in[n]) == 0 && !kind.Alone {
			found.nothingArrives(g.nodes[n])
		}
		if kind.Family == component.Sources && g.out[n] == g.out[n+1] {
			found.nothingLeaves(g.nodes[n])
		}
		g.checkPorts(n, kind, found)
	}
	if sources == 0 && len(g.nodes) > 0 {
		found.noSource()
	}
}

// checkPorts finds a port without a wire beside one with: what leaves by it
// ends there.
func (g *graph) checkPorts(n int, kind *component.Kind, found *findings) {
	if len(kind.Out) < 2 || kind.Alone || g.out[n] == g.out[n+1] {
		return
	}
	for i := range kind.Out {
		wired := false
		for e := g.out[n]; e < g.out[n+1]; e++ {
			wired = wired || g.ends[e].port == i
		}
		if !wired {
			found.openPort(g.nodes[n], kind.Out[i])
		}
	}
}

// listed joins ids for a sentence, the first few where there are many.
func listed(ids []string) string {
	if len(ids) > 8 {
		return strings.Join(ids[:8], " → ") + " → …"
	}
	return strings.Join(append(slices.Clone(ids), ids[0]), " → ")
}
