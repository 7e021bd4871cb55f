package layout

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func cards(n int) []Box {
	out := make([]Box, n)
	for i := range out {
		out[i] = Box{W: 208, H: 108}
	}
	return out
}

func edgesOf(ends ...int) []Edge {
	var out []Edge
	for i := 0; i < len(ends); i += 2 {
		out = append(out, Edge{From: ends[i], To: ends[i+1]})
	}
	return out
}

// TestBoxesKeepApart: whatever the graph, no two boxes overlap, and the same
// graph gives the same places.
func TestBoxesKeepApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "boxes")
		boxes := make([]Box, n)
		for i := range boxes {
			boxes[i] = Box{
				W: float64(rapid.IntRange(1, 50).Draw(t, "w")) * 16, H: float64(rapid.IntRange(1, 30).Draw(t, "h")) * 16,
				At: [2]float64{rapid.Float64Range(-1e3, 1e3).Draw(t, "x"), rapid.Float64Range(-1e3, 1e3).Draw(t, "y")},
			}
		}
		var edges []Edge
		for range rapid.IntRange(0, 80).Draw(t, "edges") {
			edges = append(edges, Edge{rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to"), rapid.Bool().Draw(t, "light")})
		}
		places := Layered(boxes, edges, nil)
		for i, a := range places {
			if math.IsNaN(a[0]) || math.IsNaN(a[1]) {
				t.Fatalf("box %d is nowhere", i)
			}
			for j, b := range places[:i] {
				if a[0] < b[0]+boxes[j].W && b[0] < a[0]+boxes[i].W && a[1] < b[1]+boxes[j].H && b[1] < a[1]+boxes[i].H {
					t.Fatalf("boxes %d at %v and %d at %v overlap", i, a, j, b)
				}
			}
		}
		if !slices.Equal(places, Layered(boxes, edges, nil)) {
			t.Fatal("the same graph is laid out in two ways")
		}
	})
}

func TestChainIsStraightThenWraps(t *testing.T) {
	chain := func(n int) []Edge {
		var out []Edge
		for i := 1; i < n; i++ {
			out = append(out, Edge{From: i - 1, To: i})
		}
		return out
	}
	for i, p := range Layered(cards(5), chain(5), nil) {
		if p != [2]float64{float64(i) * 288, 0} {
			t.Errorf("node %d of a short chain is at %v", i, p)
		}
	}
	rows := map[float64]int{}
	for _, p := range Layered(cards(12), chain(12), nil) {
		rows[p[1]]++
	}
	if len(rows) != 3 {
		t.Errorf("12 nodes in a chain stand in rows of %v, want 3 rows of 4", rows)
	}
}

func TestEdgesRunToTheRight(t *testing.T) {
	// a diamond with a shortcut: 0 -> 1, 2 -> 3 and 0 -> 3
	p := Layered(cards(4), edgesOf(0, 1, 0, 2, 1, 3, 2, 3, 0, 3), nil)
	for _, e := range edgesOf(0, 1, 0, 2, 1, 3, 2, 3) {
		if p[e.From][0] >= p[e.To][0] {
			t.Errorf("edge %v runs from x %v to %v", e, p[e.From][0], p[e.To][0])
		}
	}
	if p[1][0] != p[2][0] || p[1][1] == p[2][1] {
		t.Errorf("branches at %v and %v", p[1], p[2])
	}
}

func TestCyclesAreLaidOut(t *testing.T) {
	p := Layered(cards(3), edgesOf(0, 1, 1, 2, 2, 0), nil)
	if p[0][0] == p[1][0] || p[1][0] == p[2][0] {
		t.Errorf("a ring stands at %v", p)
	}
}

// crossed counts crossings by looking at every two edges: what the fast
// count is held to.
func crossed(g *graph, pos []float64) int {
	var edges []Edge
	for i := range g.nodes {
		for _, m := range g.nodes[i].out {
			edges = append(edges, Edge{From: i, To: m})
		}
	}
	n := 0
	for i, a := range edges {
		for _, b := range edges[:i] {
			if g.nodes[a.From].layer == g.nodes[b.From].layer && (pos[a.From]-pos[b.From])*(pos[a.To]-pos[b.To]) < 0 {
				n++
			}
		}
	}
	return n
}

func TestCrossings(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 40 {
		boxes := cards(30)
		for i := range boxes {
			boxes[i].At[1] = random.Float64() * 1000
		}
		p := part{}
		for i := range boxes {
			p.nodes = append(p.nodes, i)
			if i > 0 {
				p.edges = append(p.edges, Edge{From: random.IntN(i), To: i}, Edge{From: random.IntN(i), To: i})
			}
		}
		g := newGraph(boxes, p)
		g.breakCycles()
		g.rank()
		g.bridge()
		pos := make([]float64, len(g.nodes))
		g.number(pos)
		before := g.crossings(pos)
		if slow := crossed(g, pos); before != slow {
			t.Fatalf("%d crossings, one by one %d", before, slow)
		}
		g.order(func(float64) {})
		g.number(pos)
		if after := g.crossings(pos); after > before || before > 20 && after > before*6/10 {
			t.Errorf("%d crossings become %d", before, after)
		}
	}
}

func BenchmarkLayered1000(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	boxes := cards(1000)
	var edges []Edge
	for i := 1; i < len(boxes); i++ {
		edges = append(edges, Edge{From: max(i-1-random.IntN(12), 0), To: i})
		if i%4 == 0 {
			edges = append(edges, Edge{From: max(i-1-random.IntN(30), 0), To: i})
		}
	}
	for b.Loop() {
		Layered(boxes, edges, nil)
	}
}

func TestLightEdgesBendFirst(t *testing.T) {
	e := edgesOf(0, 1, 1, 2, 2, 3, 1, 4)
	e[3].Light = true
	p := Layered(cards(5), e, nil)
	for i := 1; i < 4; i++ {
		if d := p[i][1] - p[0][1]; d < -8 || d > 8 {
			t.Errorf("node %d of the main chain is off its line by %v", i, d)
		}
	}
}
