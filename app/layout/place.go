package layout

import "math"

// alignSweeps is how often the layers are drawn towards their neighbours, to
// and fro: half of the times to one side, then to both.
const alignSweeps = 24

// pointWeight is how much more than a box a passing edge insists on its
// place, so that long edges are straight.
const pointWeight = 3

// lightWeight is how much a light edge pulls, beside 1.
const lightWeight = 0.05

// align gives every node a height: as near to the mean of its neighbours' as
// the order of its layer and the space between boxes allow.
func (g *graph) align() {
	for _, l := range g.layers {
		y := 0.0
		for i, n := range l {
			if i > 0 {
				y += g.apart(l[i-1], n)
			}
			g.nodes[n].y = y
		}
		for _, n := range l { // about zero, so that layers begin side by side
			g.nodes[n].y -= y / 2
		}
	}
	both := func(n *node) ([]int, []int) { return n.in, n.out }
	for sweep := range alignSweeps {
		near := both
		if sweep < alignSweeps/2 && sweep%2 == 0 {
			near = func(n *node) ([]int, []int) { return n.in, nil }
		} else if sweep < alignSweeps/2 {
			near = func(n *node) ([]int, []int) { return n.out, nil }
		}
		for i := range g.layers {
			l := i
			if sweep%2 == 1 {
				l = len(g.layers) - 1 - i
			}
			g.draw(l, near)
		}
	}
}

// apart is how far the middles of two neighbours of a layer must be apart.
func (g *graph) apart(a, b int) float64 {
	x, y := &g.nodes[a], &g.nodes[b]
	gap := float64(BoxGap)
	if x.box < 0 || y.box < 0 {
		gap = BoxGap / 2
	}
	return (x.h+y.h)/2 + gap
}

// draw moves the nodes of a layer to the heights nearest, by least squares,
// to the means of their neighbours', in order and apart: isotonic regression
// by pooling adjacent violators (Ayer et al., "An empirical distribution
// function for sampling with incomplete information", 1955).
func (g *graph) draw(l int, neighbours func(*node) (a, b []int)) {
	type pool struct {
		sum, weight float64
		n           int
	}
	layer := g.layers[l]
	var pools []pool
	shift := make([]float64, len(layer))
	for i, n := range layer {
		if i > 0 {
			shift[i] = shift[i-1] + g.apart(layer[i-1], n)
		}
		v := &g.nodes[n]
		want, weight := v.y, 0.25 // nothing pulls: give way
		if near, far := neighbours(v); len(near)+len(far) > 0 {
			sum, pull := 0.0, 0.0
			for _, list := range [][]int{near, far} {
				for _, m := range list {
					w := 1.0
					if v.light[m] {
						w = lightWeight
					}
					sum += w * g.nodes[m].y
					pull += w
				}
			}
			want, weight = sum/pull, min(pull, 1)
			if v.box < 0 {
				weight = pointWeight
			}
		}
		pools = append(pools, pool{(want - shift[i]) * weight, weight, 1})
		for k := len(pools) - 1; k > 0 && pools[k-1].sum/pools[k-1].weight > pools[k].sum/pools[k].weight; k-- {
			pools[k-1] = pool{pools[k-1].sum + pools[k].sum, pools[k-1].weight + pools[k].weight, pools[k-1].n + pools[k].n}
			pools = pools[:k]
		}
	}
	i := 0
	for _, p := range pools {
		for range p.n {
			g.nodes[layer[i]].y = p.sum/p.weight + shift[i]
			i++
		}
	}
}

// aspect is the shape, width by height, that wrapping aims at; up to
// unwrapped columns nothing is wrapped.
const (
	aspect    = 1.7
	unwrapped = 6
)

// wrap breaks the columns into rows like lines of text, writes the places
// and returns width and height.
func (g *graph) wrap(places [][2]float64) (width, height float64) {
	best, rows := math.Inf(1), 1
	for r := 1; r <= len(g.layers); r++ {
		if len(g.layers) <= unwrapped && r > 1 && !g.wide() {
			break
		}
		w, h := g.rows(r, nil)
		if off := math.Abs(math.Log(w / h / aspect)); off < best {
			best, rows = off, r
		}
	}
	return g.rows(rows, places)
}

// wide reports whether a column holds more than a card: a group.
func (g *graph) wide() bool {
	for i := range g.nodes {
		if g.nodes[i].w > 400 {
			return true
		}
	}
	return false
}

// rows lays the columns in n rows and returns width and height; places may
// be nil.
func (g *graph) rows(n int, places [][2]float64) (width, height float64) {
	each := (len(g.layers) + n - 1) / n
	y := 0.0
	for first := 0; first < len(g.layers); first += each {
		row := g.layers[first:min(first+each, len(g.layers))]
		top, bottom := math.Inf(1), math.Inf(-1)
		for _, l := range row {
			for _, i := range l {
				if v := &g.nodes[i]; v.box >= 0 {
					top, bottom = min(top, v.y-v.h/2), max(bottom, v.y+v.h/2)
				}
			}
		}
		x := 0.0
		for _, l := range row {
			wide := 0.0
			for _, i := range l {
				wide = max(wide, g.nodes[i].w)
			}
			for _, i := range l {
				if v := &g.nodes[i]; v.box >= 0 && places != nil {
					places[v.box] = [2]float64{x, y + v.y - v.h/2 - top}
				}
			}
			x += wide + ColumnGap
		}
		width = max(width, x-ColumnGap)
		y += bottom - top + RowGap
	}
	return width, y - RowGap
}
