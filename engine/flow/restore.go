package flow

import (
	"slices"

	"weir/engine/component"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// recovery corrects a backup's figures by what the ways its flows take leave
// free beside the present load: window and RPO by the way of the copies, RTO by
// that of the restore.
func (s *Solution) recovery(n int32, to *report.Node) {
	b := s.plan.Bound[n]
	if b == nil {
		return
	}
	model, ok := b.Model.(component.Restorer)
	if !ok {
		return
	}
	correct := func(key string, value float64, class report.ErrorClass) {
		for i := range to.Figures {
			if x := &to.Figures[i]; x.Key == key {
				x.Value, x.Method, x.ErrorClass = report.Number(value), freeBandwidth, class
			}
		}
	}
	add := func(key string, label diagnostic.Text, value float64, class report.ErrorClass) {
		to.Figures = append(to.Figures, report.Figure{Key: key, Label: label, Value: report.Number(value), Unit: "B/s", Method: freeBandwidth, ErrorClass: class})
	}
	to.Figures = slices.Clone(to.Figures)
	most, shared, copied := s.wayFrom(n, "out")
	if copied {
		c := model.Copies()
		window, rate := writing(c, most)
		class := besideLoad(shared)
		correct("rpo_s", c.Every+window, class)
		correct("window_s", window, class)
		add("backup_bytes_per_s", words("Rate of the copies", "备份速率"), rate, class)
	}
	if most, shared, wired := s.wayFrom(n, "restore"); wired { // copies that are written meanwhile may be on it

		rto, rate := model.Recovery(most)
		class := besideLoad(shared || copied)
		correct("rto_s", rto, class)
		add("restore_bytes_per_s", words("Rate of the restore", "恢复速率"), rate, class)
	}
}

// freeBandwidth is the method: a flow of bytes gets what the others leave over.
const freeBandwidth = "free bandwidth"

// besideLoad is the error class of such a flow: the others' load comes and goes
// around its mean.
func besideLoad(shared bool) report.ErrorClass {
	if shared {
		return "C"
	}
	return "A"
}

// writing is the time to write a copy where its way takes no more than most,
// and the rate of that, B/s.
func writing(c component.Copies, most float64) (window, rate float64) {
	rate = min(c.Rate, most)
	if c.Bytes > 0 {
		window = c.Bytes / rate
	}
	return window, rate
}

// ofBackups tells of plans whose way is too slow for their copies, though
// their own bandwidth is not.
func (s *Solution) ofBackups(found *findings) {
	for n, b := range s.plan.Bound {
		if b == nil || s.plan.nodes[n].Bypassed {
			continue
		}
		model, ok := b.Model.(component.Copier)
		if !ok {
			continue
		}
		c := model.Copies()
		most, _, wired := s.wayFrom(int32(n), "out")
		own, _ := writing(c, c.Rate)
		if window, _ := writing(c, most); wired && own <= c.Every && window > c.Every {
			free := quantity.Format(most, quantity.Bandwidth, "en")
			found.add("backup.window", diagnostic.Error, diagnostic.Place{Node: s.plan.graph.nodes[n]},
				words("The way of its copies has "+free+" free: a copy is not finished when the next one begins.",
					"副本的写入路径仅余 "+free+"：下一次备份开始时，上一次尚未完成。"))
		}
	}
}

// wayFrom is the way from a port of a node.
func (s *Solution) wayFrom(n int32, name string) (least float64, shared, wired bool) {
	port := slices.IndexFunc(s.plan.Bound[n].Kind.Out, func(p component.Port) bool { return p.Name == name })
	if port < 0 {
		return 0, false, false
	}
	return s.way(n, port)
}

// way is the least free B/s on the way from a port to where it ends: through
// links and network nodes, into stores; shared where others load what is on it.
func (s *Solution) way(n int32, port int) (least float64, shared, wired bool) {
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
				left := s.spare(s.Links[e])
				least, shared = min(least, wire.Bandwidth/wire.Ratio*left), shared || left < 1
			}
			head := g.ends[e].to
			b := s.plan.Bound[head]
			if b == nil || seen[head] {
				continue
			}
			seen[head] = true
			if x, ok := b.Model.(component.Intake); ok {
				left := s.spare(s.base[head])
				least, shared = min(least, x.Intake()*left), shared || left < 1
			}
			if b.Kind.Family == component.Network {
				at = append(at, head)
			}
		}
	}
	return least, shared, wired
}
