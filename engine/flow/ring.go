package flow

import (
	"slices"

	"weir/engine/component"
	"weir/engine/queue"
)

// mostOnRing bounds the nodes of a loop through which variation is followed;
// in larger ones streams that meet are taken as independent.
const mostOnRing = 12

// ring is how variation spreads in a loop: of all and, where classes are told
// apart, of each.
type ring struct {
	nodes   []int32
	at      map[int32]int // place by node
	entries []int32       // wires that come from outside
	all     queue.Spread
	classes map[int]queue.Spread
}

// follow follows the variation round a loop whose rates are known; nil where it
// is left alone.
func (w *sweep) follow(nodes []int32) *ring {
	if len(nodes) > mostOnRing {
		return nil
	}
	s, g := w.s, w.s.plan.graph
	x := &ring{nodes: nodes, at: map[int32]int{}, classes: map[int]queue.Spread{}}
	for i, n := range nodes {
		if r := s.base[n]; r == nil || !(r.Load.Rate > 0) || s.plan.joinAt[n] != nil {
			return nil
		}
		x.at[n] = i
	}
	for _, n := range nodes {
		for _, e := range g.in[n] {
			if _, inside := x.at[g.ends[e].from]; !inside && len(s.wires[e].flows) > 0 {
				x.entries = append(x.entries, e)
			}
		}
	}
	all := x.seen(w, -1)
	if all.Plain() {
		return nil
	}
	x.all = all.Solve()
	for _, n := range nodes {
		r := s.base[n]
		for i := range r.bursts {
			class := r.Load.Flows[i].Class
			if _, known := x.classes[class]; !known {
				of := x.seen(w, class)
				x.classes[class] = of.Solve()
			}
		}
	}
	return x
}

// seen is the loop as a class sees it, or all.
func (x *ring) seen(w *sweep, class int) queue.Ring {
	s, g := w.s, w.s.plan.graph
	m := meeting{w: w, class: class}
	q := queue.Ring{Stations: make([]queue.RingStation, len(x.nodes)), Entries: make([]queue.RingEntry, len(x.entries))}
	for i, n := range x.nodes {
		r := s.base[n]
		station := &q.Stations[i]
		*station = r.onRing(class)
		station.Next = make([]float64, len(x.nodes))
		if _, left := r.left(class); left > 0 {
			for e := g.out[n]; e < g.out[n+1]; e++ {
				if to, inside := x.at[g.ends[e].to]; inside {
					station.Next[to] += m.rate(e) / left
				}
			}
		}
	}
	for i, e := range x.entries {
		c := s.wires[e]
		q.Entries[i] = queue.RingEntry{To: x.at[g.ends[e].to], Rate: m.rate(e), Dispersion: c.stream.Dispersion}
		if k := c.flow(class); k >= 0 {
			q.Entries[i].Dispersion = c.burst(k)
		}
	}
	return q
}

// onRing is a station as a class sees it, or all.
func (r *Result) onRing(class int) queue.RingStation {
	st := &r.Service.Station
	x := queue.RingStation{Rate: r.Load.Rate, Share: 1, SCV: 1, Come: r.Burst, Sojourn: r.Station.Sojourn.Mean() + r.Service.Delay.Mean}
	if d, ok := r.departures(); ok {
		x.Passes = &d
	}
	if r.Station.Method != "" && st.Discipline != queue.Delay && st.Discipline != queue.PS {
		x.SCV = mixed(st).SCV
	}
	at := slices.IndexFunc(r.Load.Flows, func(f component.Flow) bool { return f.Class == class })
	if at >= 0 && r.bursts != nil {
		x.Rate, x.Come = r.Load.Flows[at].Rate, r.bursts[at]
		x.Share = x.Rate / r.Load.Rate
	}
	return x
}

// of is the spread of a class, or of all where classes are not told apart.
func (x *ring) of(class int) queue.Spread {
	if of, ok := x.classes[class]; ok {
		return of
	}
	return x.all
}

// arrive gives a node of the loop the burstiness found of what arrives.
func (x *ring) arrive(r *Result, n int32) {
	at := x.at[n]
	r.ring, r.Burst = x, x.all.Arrive[at]
	for i := range r.bursts {
		r.bursts[i] = x.of(r.Load.Flows[i].Class).Arrive[at]
	}
}

// leave is the same of what leaves it.
func (x *ring) leave(r *Result, n int32) {
	at := x.at[n]
	r.out.Dispersion = x.all.Leave[at]
	for i := range r.leaving {
		r.leaving[i] = x.of(r.Load.Flows[i].Class).Leave[at]
	}
}
