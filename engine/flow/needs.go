package flow

import "weir/engine/report"

// needs lists what the items of a state need up, in the order of the flow,
// with the share of them that come by; what never fails is left out.
func (c *chain) needs(states []int32, up, common []float64) []report.Need {
	nodes := make([]int32, 0, len(states))
	for _, s := range states {
		if n := c.node[s]; len(nodes) == 0 || nodes[len(nodes)-1] != n {
			nodes = append(nodes, n)
		}
	}
	c.visit(states[0], nodes, true)
	times := make([]float64, len(c.s.base))
	for _, s := range states {
		times[c.node[s]] += c.visits[s]
	}
	return c.s.needed(nodes, times, up, common)
}

// needed lists nodes that come by so many times, and the pools they draw from.
func (s *Solution) needed(nodes []int32, times, up, common []float64) []report.Need {
	var list []report.Need
	pools := make([]float64, len(common))
	for _, n := range nodes {
		share := min(times[n], 1)
		if share > 0 && up[n] < 1 {
			list = append(list, report.Need{Subject: report.Subject{Node: s.plan.graph.nodes[n]}, Share: report.Number(share), Availability: report.Number(up[n])})
		}
		if p := s.pool(int(n)); p >= 0 {
			pools[p] = max(pools[p], share)
		}
	}
	for p, share := range pools {
		if share > 0 && common[p] < 1 {
			list = append(list, report.Need{Subject: report.Subject{Pool: s.plan.Pools[p]}, Share: report.Number(share), Availability: report.Number(common[p])})
		}
	}
	return list
}

// jobNeeds lists what a job needs: all its stages.
func (s *Solution) jobNeeds(j *job, up, common []float64) []report.Need {
	times := make([]float64, len(s.base))
	for _, n := range j.reached {
		times[n] = 1
	}
	return s.needed(j.reached, times, up, common)
}
