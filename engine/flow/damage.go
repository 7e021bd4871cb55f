package flow

import (
	"weir/engine/report"
	"weir/engine/sim"
)

// told splits replications by what was played: everything, monitors that only
// watch, and no anomaly at all.
func told(runs []sim.Replication) (all, passive, calm []sim.Replication) {
	for k := range runs {
		switch {
		case runs[k].Calm:
			calm = append(calm, runs[k])
		case runs[k].Passive:
			passive = append(passive, runs[k])
		default:
			all = append(all, runs[k])
		}
	}
	return all, passive, calm
}

// damage is what the anomalies did beyond what happens without them: each
// replication beside the calm one of the same number, whose random numbers
// are the same.
func damage(struck, calm []sim.Replication) report.Damage {
	var lost, spoiled, late estimates
	for k := range struck {
		for c := range calm {
			if calm[c].Number != struck[k].Number || !calm[c].Complete || !struck[k].Complete {
				continue
			}
			a, b := sums(&struck[k]), sums(&calm[c])
			lost.add(a.lost - b.lost)
			spoiled.add(a.spoiled - b.spoiled)
			late.add(a.stay - b.stay)
		}
	}
	none := report.NA
	return report.Damage{Lost: lost.beside(none, "D", 0), Spoiled: spoiled.beside(none, "D", 0), LateS: late.beside(none, "D", 0)}
}

type summed struct{ lost, spoiled, stay float64 }

func sums(r *sim.Replication) (s summed) {
	for k := range r.Journeys {
		j := &r.Journeys[k]
		s.lost += float64(j.Lost)
		s.spoiled += float64(j.Spoiled)
		if n := j.Time.Count(); n > 0 {
			s.stay += j.Time.Mean() * float64(n)
		}
	}
	return s
}

// watches reports what each monitor did, by monitor and node.
func (t *Twin) watches(runs []sim.Replication) []report.SimulatedMonitor {
	out := make([]report.SimulatedMonitor, 0, len(t.watched))
	g := t.solution.plan.graph
	for k, w := range t.watched {
		m := report.SimulatedMonitor{Monitor: g.nodes[w.monitor], Node: g.nodes[w.node]}
		var fired, wrong, delay estimates
		for i := range runs {
			seen := &runs[i].Monitors[k]
			fired.add(float64(len(seen.Fired)))
			wrong.add(float64(seen.False))
			for a := range t.Network.Anomalies {
				x := &t.Network.Anomalies[a]
				noticed := false
				for _, f := range seen.Fired {
					if !f.False && f.At >= x.From && f.At <= x.From+x.For+t.Network.Monitors[k].Hold+t.Network.Monitors[k].Every {
						delay.add(f.At - x.From)
						noticed = true
						break
					}
				}
				if !noticed && runs[i].Until >= x.From {
					m.Missed++
				}
			}
		}
		none := report.NA
		m.Fired, m.FalseAlarms, m.DelayS = fired.beside(none, "D", 0), wrong.beside(none, "D", 0), delay.beside(none, "D", 0)
		out = append(out, m)
	}
	return out
}
