package layout

import (
	"cmp"
	"slices"
)

// orderSweeps is how often the layers are gone through, to and fro.
const orderSweeps = 12

// order arranges every layer so that few edges cross: each node goes to the
// mean place of its neighbours in the layer before, sweep after sweep; the
// best arrangement seen is kept.
func (g *graph) order(progress func(float64)) {
	pos := make([]float64, len(g.nodes))
	g.number(pos)
	best, least := g.arrangement(), g.crossings(pos)
	for sweep := range orderSweeps {
		if least == 0 {
			break
		}
		progress(float64(sweep) / orderSweeps)
		if sweep%2 == 0 {
			for l := 1; l < len(g.layers); l++ {
				g.gather(l, pos, func(n *node) []int { return n.in })
			}
		} else {
			for l := len(g.layers) - 2; l >= 0; l-- {
				g.gather(l, pos, func(n *node) []int { return n.out })
			}
		}
		g.transpose(pos)
		if c := g.crossings(pos); c < least {
			best, least = g.arrangement(), c
		}
	}
	g.layers = best
	g.number(pos)
}

func (g *graph) number(pos []float64) {
	for _, l := range g.layers {
		for i, n := range l {
			pos[n] = float64(i)
		}
	}
}

func (g *graph) arrangement() [][]int {
	out := make([][]int, len(g.layers))
	for i, l := range g.layers {
		out[i] = slices.Clone(l)
	}
	return out
}

// gather sorts a layer by the mean position of each node's neighbours; a
// node without any stays where it is among the others.
func (g *graph) gather(l int, pos []float64, neighbours func(*node) []int) {
	layer := g.layers[l]
	key := make(map[int]float64, len(layer))
	for _, n := range layer {
		key[n] = pos[n]
		if near := neighbours(&g.nodes[n]); len(near) > 0 {
			sum := 0.0
			for _, m := range near {
				sum += pos[m]
			}
			key[n] = sum / float64(len(near))
		}
	}
	slices.SortStableFunc(layer, func(a, b int) int { return cmp.Compare(key[a], key[b]) })
	for i, n := range layer {
		pos[n] = float64(i)
	}
}

// transposeLimit is the size of graph up to which neighbours are also tried
// in the other order.
const transposeLimit = 4000

// transpose swaps neighbours of a layer where that removes crossings.
func (g *graph) transpose(pos []float64) {
	if len(g.nodes) > transposeLimit {
		return
	}
	for _, layer := range g.layers {
		for i := 1; i < len(layer); i++ {
			a, b := layer[i-1], layer[i]
			now := g.between(a, b, pos)
			if now > 0 && g.between(b, a, pos) < now {
				layer[i-1], layer[i] = b, a
				pos[b], pos[a] = pos[a], pos[b]
			}
		}
	}
}

// between counts the crossings of the edges of two nodes, a above b.
func (g *graph) between(a, b int, pos []float64) int {
	count := func(as, bs []int) int {
		n := 0
		for _, x := range as {
			for _, y := range bs {
				if pos[x] > pos[y] {
					n++
				}
			}
		}
		return n
	}
	return count(g.nodes[a].in, g.nodes[b].in) + count(g.nodes[a].out, g.nodes[b].out)
}

// crossings counts the edges that cross between all layers, by inversions
// with a binary indexed tree (Barth, Jünger and Mutzel, "Simple and efficient
// bilayer cross counting", Graph Drawing 2002).
func (g *graph) crossings(pos []float64) int {
	total := 0
	for l := 1; l < len(g.layers); l++ {
		tree := make([]int, len(g.layers[l])+1)
		seen := 0
		for _, n := range g.layers[l-1] {
			ends := slices.Clone(g.nodes[n].out)
			slices.SortStableFunc(ends, func(a, b int) int { return cmp.Compare(pos[a], pos[b]) })
			for _, m := range ends {
				above := 0
				for i := int(pos[m]) + 1; i > 0; i -= i & -i {
					above += tree[i]
				}
				total += seen - above
			}
			for _, m := range ends {
				for i := int(pos[m]) + 1; i < len(tree); i += i & -i {
					tree[i]++
				}
				seen++
			}
		}
	}
	return total
}
