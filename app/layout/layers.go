package layout

import (
	"cmp"
	"slices"
)

// node is a box of a part, or a point that a long edge passes in a layer
// between its ends.
type node struct {
	box     int // index of the box, -1 for a point
	w, h    float64
	hint    [2]float64
	in, out []int
	light   map[int]bool // neighbours by a light edge
	layer   int
	y       float64 // of its middle
}

// graph is a part while it is laid out.
type graph struct {
	nodes  []node
	layers [][]int // node indices from the top
}

func newGraph(boxes []Box, p part) *graph {
	g := &graph{}
	at := make(map[int]int, len(p.nodes))
	for _, n := range p.nodes {
		at[n] = len(g.nodes)
		g.nodes = append(g.nodes, node{box: n, w: boxes[n].W, h: boxes[n].H, hint: boxes[n].At})
	}
	heavy := map[[2]int]bool{}
	for _, e := range p.edges {
		heavy[[2]int{at[e.From], at[e.To]}] = heavy[[2]int{at[e.From], at[e.To]}] || !e.Light
	}
	seen := map[[2]int]bool{}
	for _, e := range p.edges {
		k := [2]int{at[e.From], at[e.To]}
		if !seen[k] {
			seen[k] = true
			g.connect(k[0], k[1], !heavy[k])
		}
	}
	return g
}

func (g *graph) connect(a, b int, light bool) {
	g.nodes[a].out = append(g.nodes[a].out, b)
	g.nodes[b].in = append(g.nodes[b].in, a)
	if light {
		g.nodes[a].lighten(b)
		g.nodes[b].lighten(a)
	}
}

func (n *node) lighten(other int) {
	if n.light == nil {
		n.light = map[int]bool{}
	}
	n.light[other] = true
}

// breakCycles turns round the edges that lead back in a depth-first walk
// which begins at the sources, from left to right as they stood.
func (g *graph) breakCycles() {
	order := make([]int, len(g.nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &g.nodes[a], &g.nodes[b]
		return cmp.Or(cmp.Compare(min(len(x.in), 1), min(len(y.in), 1)), cmp.Compare(x.hint[0], y.hint[0]), cmp.Compare(x.hint[1], y.hint[1]))
	})
	const (
		fresh = iota
		open
		closed
	)
	state := make([]uint8, len(g.nodes))
	type frame struct{ node, next int }
	var back []Edge
	for _, start := range order {
		if state[start] != fresh {
			continue
		}
		state[start] = open
		stack := []frame{{start, 0}}
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if f.next == len(g.nodes[f.node].out) {
				state[f.node] = closed
				stack = stack[:len(stack)-1]
				continue
			}
			to := g.nodes[f.node].out[f.next]
			f.next++
			switch state[to] {
			case open:
				back = append(back, Edge{From: f.node, To: to})
			case fresh:
				state[to] = open
				stack = append(stack, frame{to, 0})
			}
		}
	}
	for _, e := range back {
		g.nodes[e.From].out = without(g.nodes[e.From].out, e.To)
		g.nodes[e.To].in = without(g.nodes[e.To].in, e.From)
		if !slices.Contains(g.nodes[e.To].out, e.From) {
			g.connect(e.To, e.From, g.nodes[e.To].light[e.From])
		}
	}
}

func without(list []int, x int) []int {
	return slices.DeleteFunc(list, func(y int) bool { return y == x })
}

// rank puts every node one layer after the last of those it follows; what
// has more ahead of it than behind then moves up to what it feeds.
func (g *graph) rank() {
	order := g.topological()
	for _, n := range order {
		for _, m := range g.nodes[n].out {
			g.nodes[m].layer = max(g.nodes[m].layer, g.nodes[n].layer+1)
		}
	}
	for _, n := range slices.Backward(order) {
		v := &g.nodes[n]
		if len(v.out) == 0 || len(v.in) >= len(v.out) {
			continue
		}
		next := g.nodes[v.out[0]].layer
		for _, m := range v.out {
			next = min(next, g.nodes[m].layer)
		}
		v.layer = next - 1
	}
	first := g.nodes[0].layer
	for i := range g.nodes {
		first = min(first, g.nodes[i].layer)
	}
	for i := range g.nodes {
		g.nodes[i].layer -= first
	}
}

func (g *graph) topological() []int {
	waits := make([]int, len(g.nodes))
	var ready, order []int
	for i := range g.nodes {
		if waits[i] = len(g.nodes[i].in); waits[i] == 0 {
			ready = append(ready, i)
		}
	}
	for len(ready) > 0 {
		n := ready[0]
		ready = ready[1:]
		order = append(order, n)
		for _, m := range g.nodes[n].out {
			if waits[m]--; waits[m] == 0 {
				ready = append(ready, m)
			}
		}
	}
	return order
}

// pointHeight is the room a passing edge takes in a layer.
const pointHeight = 8

// bridge gives every edge over several layers a point in each layer between,
// and sorts the nodes into layers.
func (g *graph) bridge() {
	for n := range len(g.nodes) {
		outs := g.nodes[n].out
		g.nodes[n].out = nil
		for _, m := range outs {
			from, light := n, g.nodes[n].light[m]
			a, b := g.nodes[n], g.nodes[m]
			g.nodes[m].in = without(g.nodes[m].in, n)
			for layer := a.layer + 1; layer < b.layer; layer++ {
				t := float64(layer-a.layer) / float64(b.layer-a.layer)
				p := len(g.nodes)
				g.nodes = append(g.nodes, node{box: -1, h: pointHeight, layer: layer,
					hint: [2]float64{0, a.hint[1] + t*(b.hint[1]-a.hint[1])}})
				g.connect(from, p, light)
				from = p
			}
			g.connect(from, m, light)
		}
	}
	last := 0
	for i := range g.nodes {
		last = max(last, g.nodes[i].layer)
	}
	g.layers = make([][]int, last+1)
	for i := range g.nodes {
		l := g.nodes[i].layer
		g.layers[l] = append(g.layers[l], i)
	}
	for _, l := range g.layers {
		slices.SortStableFunc(l, func(a, b int) int { return cmp.Compare(g.nodes[a].hint[1], g.nodes[b].hint[1]) })
	}
}
