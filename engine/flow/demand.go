package flow

// Demand in loops. What a node that cannot keep up holds back does not go
// round: less comes to it again than would if it had the capacity.

// mostDirect unknowns are solved for at once, however little leaves the loop at
// each turn; larger loops are followed round so often at most.
const (
	mostDirect = 128
	mostTurns  = 10_000
)

// demand is what would come to a node were nothing held back in its loop, as a
// multiple of what does: the traffic equations of the loop
//
//	x(n, k) = outside(n, k) + Σ x(m, j)·gain(m, j → n, k)
//
// 1 where the node is in none.
func (s *Solution) demand(n int32) float64 {
	g := s.plan.graph
	of := g.loop[n]
	if of < 0 || s.base[n] == nil || !(s.base[n].Load.Rate > 0) {
		return 1
	}
	var nodes []int32
	at := map[int32]int{}
	for _, m := range g.order {
		if g.loop[m] == of && s.base[m] != nil {
			at[m] = len(nodes)
			nodes = append(nodes, m)
		}
	}
	classes := len(s.plan.Classes)
	outside := make([]float64, len(nodes)*classes)
	for i, m := range nodes {
		for _, e := range g.in[m] {
			if g.loop[g.ends[e].from] == of {
				continue
			}
			for k := range s.wires[e].flows {
				f := &s.wires[e].flows[k]
				outside[i*classes+f.Class] += f.Rate
			}
		}
	}
	come := s.turns(nodes, at, outside)
	total := 0.0
	for _, x := range come[at[n]*classes : (at[n]+1)*classes] {
		total += x
	}
	return max(total/s.base[n].Load.Rate, 1)
}

// gains calls back for every way within a loop: the unknowns it leads from and
// to, and its gain.
func (s *Solution) gains(nodes []int32, at map[int32]int, each func(from, to int, gain float64)) {
	classes := len(s.plan.Classes)
	for i, m := range nodes {
		r := s.base[m]
		for k := range r.Ways {
			way := &r.Ways[k]
			if way.Edge < 0 {
				continue
			}
			if to, ok := at[s.plan.graph.ends[way.Edge].to]; ok {
				each(i*classes+r.Load.Flows[way.Flow].Class, to*classes+way.Class, way.Gain)
			}
		}
	}
}

// turns solves x = outside + Gᵀx.
func (s *Solution) turns(nodes []int32, at map[int32]int, outside []float64) []float64 {
	n := len(outside)
	if n <= mostDirect {
		rows := make([][]float64, n)
		for i := range rows {
			rows[i] = make([]float64, n+1)
			rows[i][i], rows[i][n] = 1, outside[i]
		}
		s.gains(nodes, at, func(from, to int, gain float64) { rows[to][from] -= gain })
		if x, ok := eliminated(rows); ok {
			return x
		}
	}
	come, next := make([]float64, n), make([]float64, n)
	for range mostTurns {
		copy(next, outside)
		s.gains(nodes, at, func(from, to int, gain float64) { next[to] += float64(come[from] * gain) })
		moved := false
		for i := range next {
			moved = moved || next[i] > come[i]*(1+1e-9)
		}
		come, next = next, come
		if !moved {
			break
		}
	}
	return come
}

// eliminated solves a linear system, the right side in its last column, whose
// matrix is 1 less gains that lose something at every turn: pivots stay
// positive and need no search (Berman & Plemmons, Nonnegative Matrices, 1979).
// Not ok where one does not: nothing leaves.
func eliminated(rows [][]float64) ([]float64, bool) {
	n := len(rows)
	for i := range n {
		if !(rows[i][i] > 1e-12) {
			return nil, false
		}
		for j := i + 1; j < n; j++ {
			f := rows[j][i] / rows[i][i]
			if f == 0 {
				continue
			}
			for k := i; k <= n; k++ {
				rows[j][k] -= float64(f * rows[i][k])
			}
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		x[i] = rows[i][n]
		for k := i + 1; k < n; k++ {
			x[i] -= float64(rows[i][k] * x[k])
		}
		x[i] /= rows[i][i]
	}
	return x, true
}
