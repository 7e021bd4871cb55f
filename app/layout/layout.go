// Package layout lays a directed graph out in layers, so that work runs from
// left to right, few edges cross and most are straight, and long chains wrap
// like lines of text. The method is that of Sugiyama, Tagawa and Toda
// ("Methods for visual understanding of hierarchical system structures",
// IEEE Trans. SMC 11(2), 1981): break cycles, assign layers, order each
// layer, assign coordinates.
//
// It knows boxes and edges only and always gives the same answer for the
// same input.
package layout

import (
	"cmp"
	"slices"
	"sort"
)

// Box is a node: its size, and where it was, which decides between equals.
type Box struct {
	W, H float64
	At   [2]float64
}

// Edge runs from one box to another, by index. A light edge bends before
// others do.
type Edge struct {
	From, To int
	Light    bool
}

// Space between boxes.
const (
	ColumnGap = 80 // between the columns of a row
	BoxGap    = 52 // between the boxes of a column
	RowGap    = 84 // between rows, and between parts that are not connected
)

// Layered returns a place (top left corner) for every box, from (0, 0).
// Progress, which may be nil, hears how much is done, 0 to 1.
func Layered(boxes []Box, edges []Edge, progress func(float64)) [][2]float64 {
	places := make([][2]float64, len(boxes))
	y, loose, done := 0.0, []int(nil), 0
	for _, part := range components(boxes, edges) {
		if len(part.nodes) == 1 {
			loose = append(loose, part.nodes[0])
			continue
		}
		_, height := part.lay(boxes, places, func(share float64) {
			if progress != nil {
				progress((float64(done) + share*float64(len(part.nodes))) / float64(len(boxes)))
			}
		})
		done += len(part.nodes)
		for _, n := range part.nodes {
			places[n][1] += y
		}
		y += height + RowGap
	}
	shelve(boxes, loose, y, places)
	return places
}

// part is a connected part of the graph.
type part struct {
	nodes []int
	edges []Edge
}

// components splits the graph into connected parts, the topmost first.
func components(boxes []Box, edges []Edge) []part {
	root := make([]int, len(boxes))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, e := range edges {
		root[find(e.From)] = find(e.To)
	}
	index := map[int]int{}
	var parts []part
	for i := range boxes {
		r := find(i)
		k, known := index[r]
		if !known {
			k = len(parts)
			index[r] = k
			parts = append(parts, part{})
		}
		parts[k].nodes = append(parts[k].nodes, i)
	}
	for _, e := range edges {
		if e.From != e.To {
			k := index[find(e.From)]
			parts[k].edges = append(parts[k].edges, e)
		}
	}
	top := func(p part) float64 {
		y := boxes[p.nodes[0]].At[1]
		for _, n := range p.nodes {
			y = min(y, boxes[n].At[1])
		}
		return y
	}
	sort.SliceStable(parts, func(i, j int) bool { return top(parts[i]) < top(parts[j]) })
	return parts
}

// shelve puts boxes without edges in rows below the rest.
func shelve(boxes []Box, loose []int, y float64, places [][2]float64) {
	const wide = 6 * (CardW + ColumnGap)
	slices.SortStableFunc(loose, func(a, b int) int { return cmp.Compare(boxes[a].At[0], boxes[b].At[0]) })
	x, tall := 0.0, 0.0
	for _, n := range loose {
		if x > 0 && x+boxes[n].W > wide {
			x, y, tall = 0, y+tall+BoxGap, 0
		}
		places[n] = [2]float64{x, y}
		x += boxes[n].W + ColumnGap
		tall = max(tall, boxes[n].H)
	}
}

// lay places the boxes of a part and returns its width and height.
func (p part) lay(boxes []Box, places [][2]float64, progress func(float64)) (width, height float64) {
	g := newGraph(boxes, p)
	g.breakCycles()
	g.rank()
	g.bridge()
	g.order(progress)
	g.align()
	g.straighten()
	return g.wrap(places)
}
