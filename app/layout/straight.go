package layout

import (
	"math"
	"slices"
	"sort"
)

// straighten puts each chain (nodes of which each feeds the next and nothing
// else that is waited for) on one line, as far as the neighbours of its
// nodes leave room. Long chains choose first.
func (g *graph) straighten() {
	above, below := make([]int, len(g.nodes)), make([]int, len(g.nodes))
	for _, l := range g.layers {
		for i, n := range l {
			above[n], below[n] = -1, -1
			if i > 0 {
				above[n] = l[i-1]
			}
			if i+1 < len(l) {
				below[n] = l[i+1]
			}
		}
	}
	chains := g.chains()
	sort.SliceStable(chains, func(i, j int) bool { return len(chains[i]) > len(chains[j]) })
	for _, chain := range chains {
		lo, hi := math.Inf(-1), math.Inf(1)
		heights := make([]float64, len(chain))
		for i, n := range chain {
			heights[i] = g.nodes[n].y
			if a := above[n]; a >= 0 {
				lo = max(lo, g.nodes[a].y+g.apart(a, n))
			}
			if b := below[n]; b >= 0 {
				hi = min(hi, g.nodes[b].y-g.apart(n, b))
			}
		}
		if lo > hi {
			continue
		}
		slices.Sort(heights)
		y := min(max(heights[len(heights)/2], lo), hi)
		for _, n := range chain {
			g.nodes[n].y = y
		}
	}
}

// chains lists the chains of two nodes and more.
func (g *graph) chains() [][]int {
	next := make([]int, len(g.nodes))
	follows := make([]bool, len(g.nodes))
	for n := range g.nodes {
		next[n] = -1
		if m, ok := g.nodes[n].only(g.nodes[n].out); ok {
			if back, single := g.nodes[m].only(g.nodes[m].in); single && back == n {
				next[n], follows[m] = m, true
			}
		}
	}
	var out [][]int
	for n := range g.nodes {
		if follows[n] || next[n] < 0 {
			continue
		}
		var chain []int
		for m := n; m >= 0; m = next[m] {
			chain = append(chain, m)
		}
		out = append(out, chain)
	}
	return out
}

// only returns the one neighbour in a list that is not light.
func (n *node) only(list []int) (int, bool) {
	found := -1
	for _, m := range list {
		if !n.light[m] {
			if found >= 0 {
				return 0, false
			}
			found = m
		}
	}
	if found < 0 && len(list) == 1 {
		return list[0], true
	}
	return found, found >= 0
}
