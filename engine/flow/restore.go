package flow

import (
	"slices"

	"weir/engine/component"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// ways are the B/s that the ways of a backup leave free beside the present
// load: that of its copies and that of the restore.
type ways struct{ copies, restore clearance }

// clearance is what a way leaves free, B/s, where there is one; shared where
// others load what is on it.
type clearance struct {
	free   float64
	shared bool
	wired  bool
}

// add notes that the way passes something of a capacity, B/s, of which others
// leave a share over.
func (c *clearance) add(capacity, left float64) {
	c.free, c.shared = min(c.free, capacity*left), c.shared || left < 1
}

// ways are those of every backup that restores, by place among the backups.
func (s *Solution) ways() []ways {
	list := make([]ways, len(s.plan.backups))
	for i, n := range s.plan.backups {
		if s.plan.Bound[n].Restorer != nil {
			list[i] = ways{s.wayFrom(n, "out"), s.wayFrom(n, "restore")}
		}
	}
	return list
}

// recovery corrects a backup's figures by what its ways leave free: window and
// RPO by the way of the copies, RTO by that of the restore.
func (r *Result) recovery(by ways, to *report.Node) {
	b := r.bound
	correct := func(key string, value float64, class report.ErrorClass) {
		for i := range to.Figures {
			if x := &to.Figures[i]; x.Key == key {
				x.Value, x.Method, x.ErrorClass = report.Number(value), component.FreeBandwidth, class
			}
		}
	}
	add := func(key string, label diagnostic.Text, value float64, class report.ErrorClass) {
		to.Figures = append(to.Figures, report.Figure{Key: key, Label: label, Value: report.Number(value), Unit: "B/s", Method: component.FreeBandwidth, ErrorClass: class})
	}
	to.Figures = slices.Clone(to.Figures)
	if by.copies.wired {
		c := b.Restorer.Copies()
		window, rate := writing(c, by.copies.free)
		class := besideLoad(by.copies.shared)
		correct("rpo_s", c.Every+window, class)
		correct("window_s", window, class)
		add("backup_bytes_per_s", words("Rate of the copies", "备份速率"), rate, class)
	}
	if by.restore.wired { // copies that are written meanwhile may be on it
		rto, rate := b.Restorer.Recovery(by.restore.free)
		class := besideLoad(by.restore.shared || by.copies.wired)
		correct("rto_s", rto, class)
		add("restore_bytes_per_s", words("Rate of the restore", "恢复速率"), rate, class)
	}
}

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
	for _, n := range s.plan.backups {
		b := s.plan.Bound[n]
		if b.Copier == nil || s.plan.nodes[n].Bypassed {
			continue
		}
		c := b.Copier.Copies()
		out := s.wayFrom(n, "out")
		own, _ := writing(c, c.Rate)
		if window, _ := writing(c, out.free); out.wired && own <= c.Every && window > c.Every {
			free := quantity.Format(out.free, quantity.Bandwidth, "en")
			found.add("backup.window", diagnostic.Error, diagnostic.Place{Node: s.plan.graph.nodes[n]},
				words("The way of its copies has "+free+" free: a copy is not finished when the next one begins.",
					"副本的写入路径仅余 "+free+"：下一次备份开始时，上一次尚未完成。"))
		}
	}
}

// wayFrom is the way from a port of a node.
func (s *Solution) wayFrom(n int32, name string) clearance {
	port := slices.IndexFunc(s.plan.Bound[n].Kind.Out, func(p component.Port) bool { return p.Name == name })
	if port < 0 {
		return clearance{}
	}
	return s.way(n, port)
}

// way is the least free B/s on the way from a port to where it ends: through
// links and network nodes, into stores; shared where others load what is on it.
func (s *Solution) way(n int32, port int) clearance {
	g := s.plan.graph
	c := clearance{free: 1e300} // nothing on the way holds it up
	seen := append(make([]int32, 0, 8), n)
	for at := append(make([]int32, 0, 8), n); len(at) > 0; at = at[1:] {
		for e := g.out[at[0]]; e < g.out[at[0]+1]; e++ {
			if at[0] == n && g.ends[e].port != port {
				continue
			}
			c.wired = true
			if wire := s.plan.wires[e]; wire != nil && wire.Bandwidth > 0 {
				c.add(wire.Bandwidth/wire.Ratio, s.spare(s.Links[e]))
			}
			head := g.ends[e].to
			b := s.plan.Bound[head]
			if b == nil || slices.Contains(seen, head) {
				continue
			}
			seen = append(seen, head)
			if x, ok := b.Model.(component.Intake); ok {
				c.add(x.Intake(), s.spare(s.base[head]))
			}
			if b.Kind.Family == component.Network {
				at = append(at, head)
			}
		}
	}
	return c
}
