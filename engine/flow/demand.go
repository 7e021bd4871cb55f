package flow

// Demand in loops. What a node that cannot keep up holds back does not go
// round: less comes to it again than would if it had the capacity.

// mostTurns bounds how often demand is followed round a loop.
const mostTurns = 10_000

// demand is what would come to a node were nothing held back in its loop, as a
// multiple of what does: the traffic equations of the loop
//
//	x(n, k) = outside(n, k) + Σ x(m, j)·gain(m, j → n, k)
//
// by iteration. 1 where the node is in none.
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
	come, next := make([]float64, len(outside)), make([]float64, len(outside))
	for range mostTurns {
		copy(next, outside)
		for i, m := range nodes {
			r := s.base[m]
			for k := range r.Ways {
				way := &r.Ways[k]
				if way.Edge < 0 {
					continue
				}
				if to, ok := at[g.ends[way.Edge].to]; ok {
					next[to*classes+way.Class] += float64(come[i*classes+r.Load.Flows[way.Flow].Class] * way.Gain)
				}
			}
		}
		moved := false
		for i := range next {
			moved = moved || next[i] > come[i]*(1+1e-9)
		}
		come, next = next, come
		if !moved {
			break
		}
	}
	total := 0.0
	for _, x := range come[at[n]*classes : (at[n]+1)*classes] {
		total += x
	}
	return max(total/s.base[n].Load.Rate, 1)
}
