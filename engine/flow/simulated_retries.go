package flow

import (
	"weir/engine/report"
	"weir/engine/sim"
)

// again sums up the sources that send again what is late, beside the closed
// form's state from empty. The journeys of the report are of attempts, those
// simulated of items from the first attempt to the answer, so the latter are
// judged here.
func (t *Twin) again(r *report.Report, runs []sim.Replication) []report.SimulatedRetry {
	var out []report.SimulatedRetry
	g := t.solution.plan.graph
	for o, from := range t.origins {
		if from.background || !t.resends(from.node) {
			continue
		}
		x := report.SimulatedRetry{Source: g.nodes[from.node], Class: t.solution.plan.Classes[from.class]}
		var attempts, late, lost, stay estimates
		for k := range runs {
			j := &runs[k].Journeys[o*max(len(t.sinks), 1)]
			attempts.add(float64(j.Attempts) / float64(j.Arrived))
			late.add(float64(j.Late) / float64(j.Attempts))
			lost.add(float64(j.Lost) / float64(j.Arrived))
			sum, n := 0.0, 0.0
			for s := range t.sinks {
				if h := &runs[k].Journeys[o*len(t.sinks)+s].Time; h.Count() > 0 {
					sum += h.Mean() * float64(h.Count())
					n += float64(h.Count())
				}
			}
			stay.add(sum / n)
		}
		closed := report.Attempts{PerItem: report.NA, LateRatio: report.NA, GivenUp: report.NA, LatencyS: report.NA}
		class := report.ErrorClass("D")
		for _, c := range r.Retries {
			if c.Source == x.Source && c.Class == x.Class {
				closed, class = c.Attempts, c.ErrorClass
			}
		}
		x.PerItem, x.LateRatio = attempts.beside(closed.PerItem, class, rarely), late.beside(closed.LateRatio, "D", 0)
		x.GivenUp, x.LatencyS = lost.beside(closed.GivenUp, "D", 0), stay.beside(closed.LatencyS, class, 0)
		out = append(out, x)
	}
	return out
}

// resends tells whether a source sends again what is late.
func (t *Twin) resends(n int32) bool {
	source := t.solution.base[n].bound.Source
	return source != nil && source.Emit().Retry.Most > 0
}
