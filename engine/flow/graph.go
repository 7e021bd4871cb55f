package flow

import (
	"cmp"
	"slices"
	"strings"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/diagnostic"
)

// graph is the structure of a design: what stays when parameters change.
type graph struct {
	nodes []string // ids, sorted
	kinds []*component.Kind
	edges []string // ids of the edges that carry, sorted by tail, port and id
	ends  []ends

	parts map[string]*design.Edge // as compiled

	out   []int32 // edges[out[n]:out[n+1]] leave node n
	in    [][]int32
	order []int32 // nodes, tails before heads; those of a loop are left out
	rank  []int32 // position in order; -1 in a loop
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

// still tells whether the design has the structure the graph was made from.
func (g *graph) still(d *design.Design, p *Plan) bool {
	if len(d.Nodes) != len(g.nodes) || !sameParts(d.Edges, g.parts) || len(d.Classes) != len(p.Classes) {
		return false
	}
	for id := range d.Classes {
		if _, ok := p.env.Classes[id]; !ok {
			return false
		}
	}
	for i, id := range g.nodes {
		n, ok := d.Nodes[id]
		if !ok || n != p.nodes[i] && n.Kind != p.nodes[i].Kind {
			return false
		}
	}
	return true
}

func newGraph(d *design.Design) (*graph, findings) {
	g := &graph{nodes: sortedKeys(d.Nodes), parts: d.Edges}
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
	g.connect(d, index, &found)
	g.arrange(&found)
	g.checkWires(&found)
	return g, found
}

// connect reads the edges and sorts them by tail and port.
func (g *graph) connect(d *design.Design, index map[string]int32, found *findings) {
	classes := map[string]int{}
	for i, id := range sortedKeys(d.Classes) {
		classes[id] = i
	}
	type wire struct {
		id string
		ends
	}
	wires := make([]wire, 0, len(d.Edges))
	for _, id := range sortedKeys(d.Edges) {
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
	if e.Weight != nil {
		x.weight = *e.Weight
		if !(x.weight >= 0 && x.weight < 1e300) {
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

// arrange finds an order in which every tail comes before its head. Nodes on
// a loop, which has none, are refused; the rest goes on without them.
func (g *graph) arrange(found *findings) {
	g.rank = make([]int32, len(g.nodes))
	looped := g.kahn(nil)
	if len(looped) == 0 {
		return
	}
	inLoop := make([]bool, len(g.nodes))
	for _, loop := range g.loops(looped) {
		ids := make([]string, len(loop))
		for i, n := range loop {
			inLoop[n] = true
			ids[i] = g.nodes[n]
		}
		found.loop(ids)
	}
	g.kahn(inLoop)
}

// kahn orders the nodes but those left out, smallest index first where there
// is a choice of branches, and returns what it could not order.
func (g *graph) kahn(out []bool) (rest []int32) {
	waits := make([]int32, len(g.nodes))
	skip := func(n int32) bool { return out != nil && out[n] }
	for i := range g.ends {
		if e := &g.ends[i]; !skip(e.from) {
			waits[e.to]++
		}
	}
	g.order = make([]int32, 0, len(g.nodes))
	for n := range int32(len(g.nodes)) {
		g.rank[n] = -1
		if waits[n] == 0 && !skip(n) {
			g.order = append(g.order, n)
		}
	}
	for i := 0; i < len(g.order); i++ {
		n := g.order[i]
		g.rank[n] = int32(i)
		for e := g.out[n]; e < g.out[n+1]; e++ {
			to := g.ends[e].to
			if waits[to]--; waits[to] == 0 && !skip(to) {
				g.order = append(g.order, to)
			}
		}
	}
	for n := range int32(len(g.nodes)) {
		if g.rank[n] < 0 && !skip(n) {
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
	for _, n := range among {
		for e := g.out[n]; e < g.out[n+1]; e++ {
			to := g.ends[e].to
			if to == n {
				loops = append(loops, []int32{n})
			} else if g.rank[to] < 0 {
				dg.SetEdge(dg.NewEdge(simple.Node(n), simple.Node(to)))
			}
		}
	}
	for _, component := range topo.TarjanSCC(dg) {
		if len(component) < 2 {
			continue
		}
		loop := make([]int32, len(component))
		for i, n := range component {
			loop[i] = int32(n.ID())
		}
		slices.Sort(loop)
		loops = append(loops, loop)
	}
	slices.SortFunc(loops, slices.Compare)
	return loops
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
