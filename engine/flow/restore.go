package flow

import (
	"slices"

	"weir/engine/component"
	"weir/engine/report"
)

// recovery corrects a backup's RTO by what the way its restore flow takes
// leaves free beside the present load.
func (s *Solution) recovery(n int32, to *report.Node) {
	b := s.plan.Bound[n]
	if b == nil {
		return
	}
	model, ok := b.Model.(component.Restorer)
	port := slices.IndexFunc(b.Kind.Out, func(p component.Port) bool { return p.Name == "restore" })
	if !ok || port < 0 {
		return
	}
	most, wired := s.way(n, port)
	if !wired {
		return
	}
	rto, rate := model.Recovery(most)
	to.Figures = slices.Clone(to.Figures)
	for i := range to.Figures {
		if to.Figures[i].Key == "rto_s" {
			to.Figures[i].Value = report.Number(rto)
		}
	}
	to.Figures = append(to.Figures, report.Figure{Key: "restore_bytes_per_s", Label: words("Rate of the restore", "恢复速率"), Value: report.Number(rate), Unit: "B/s"})
}

// way is the least free B/s on the way from a port to where it ends: through
// links and network nodes, into stores.
func (s *Solution) way(n int32, port int) (least float64, wired bool) {
	g := s.plan.graph
	least = 1e300 // nothing on the way holds it up
	seen := map[int32]bool{n: true}
	for at := []int32{n}; len(at) > 0; at = at[1:] {
		for e := g.out[at[0]]; e < g.out[at[0]+1]; e++ {
			if at[0] == n && g.ends[e].port != port {
				continue
			}
			wired = true
			if wire := s.plan.wires[e]; wire != nil && wire.Bandwidth > 0 {
				least = min(least, wire.Bandwidth/wire.Ratio*s.spare(s.Links[e]))
			}
			head := g.ends[e].to
			b := s.plan.Bound[head]
			if b == nil || seen[head] {
				continue
			}
			seen[head] = true
			if x, ok := b.Model.(component.Intake); ok {
				least = min(least, x.Intake()*s.spare(s.base[head]))
			}
			if b.Kind.Family == component.Network {
				at = append(at, head)
			}
		}
	}
	return least, wired
}
