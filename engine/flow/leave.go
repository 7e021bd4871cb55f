package flow

import (
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/queue"
)

// portFlow is one class on its way out of a port.
type portFlow struct {
	in   int     // index of the flow it was
	gain float64 // items that leave for one served
	port int
	component.Flow
}

// leave sends what a node has served out on its wires.
func (w *sweep) leave(r *Result, n int32) {
	s, g := w.s, w.s.plan.graph
	w.depart(r, s.plan.nodes[n].Bypassed)
	first, last := g.out[n], g.out[n+1]
	ways := room(r.few.ways[:], len(w.ports)*max(int(last-first), 1))[:0]
	for i := range w.ports {
		ways = w.ways(ways, &w.ports[i], r.bound, n)
	}
	r.Ways = ways
	for e := first; e < last; e++ {
		w.fill(e, r)
	}
}

// depart lists what leaves by each port.
func (w *sweep) depart(r *Result, bypassed bool) {
	w.ports = w.ports[:0]
	for i := range r.Load.Flows {
		f := r.Load.Flows[i]
		carried := f.Rate * r.Passes[i].Keep
		w.route = w.route[:0]
		if bypassed {
			w.route = append(w.route, component.Transfer{Port: r.bound.Kind.Bypass(), Class: f.Class, Gain: 1, Batch: 1, Work: f.Work})
		} else if d, ok := r.bound.Model.(component.Divider); ok {
			w.route = d.Divide(f, r.Service.Shares[i], w.route)
		} else {
			w.route = r.bound.Model.Route(f, w.route)
		}
		if len(w.route) == 0 { // a sink: it ends here
			w.ports = append(w.ports, portFlow{in: i, gain: 1, port: -1, Flow: component.Flow{Class: f.Class, Work: f.Work}})
		}
		for _, t := range w.route {
			w.ports = append(w.ports, portFlow{in: i, gain: t.Gain, port: t.Port,
				Flow: component.Flow{Class: t.Class, Rate: carried * t.Gain / t.Batch, Work: t.Work}})
		}
	}
}

// ways are the wires one class takes out of one port: of those it does not
// wait for, a copy each; of the others, one by weight or a copy each. Where
// there are none of the others, its journey ends here.
func (w *sweep) ways(ways []Way, f *portFlow, b *component.Bound, n int32) []Way {
	g := w.s.plan.graph
	first, last := g.out[n], g.out[n+1]
	closed := w.s.plan.blocked // ways a balancer does not take
	if closed != nil && (closed[n] || !b.Balances()) {
		closed = nil
	}
	weight, count := 0.0, 0
	for e := first; e < last; e++ {
		x := &g.ends[e]
		if x.port == f.port && x.carries(f.Class) && !x.async && (closed == nil || !closed[x.to]) {
			weight += x.weight
			count++
		}
	}
	for e := first; e < last; e++ {
		x := &g.ends[e]
		if x.port != f.port || !x.carries(f.Class) {
			continue
		}
		way := Way{Flow: f.in, Edge: e, Class: f.Class, Gain: f.gain, Async: x.async, Copy: !b.Split && count > 1}
		if !x.async && b.Split {
			if weight == 0 || x.weight == 0 || closed != nil && closed[x.to] {
				continue
			}
			way.Gain *= x.weight / weight
		}
		ways = append(ways, way)
	}
	if count == 0 || b.Split && weight == 0 {
		ways = append(ways, Way{Flow: f.in, Edge: -1, Class: f.Class, Gain: f.gain})
	}
	return ways
}

// stream is what leaves a node, before it is divided.
func (w *sweep) stream(r *Result) queue.Stream {
	d := queue.Stream{SCV: r.Station.DepartureSCV, Class: queue.Worse(r.Service.Onward, queue.Worse(afterLoss(r.Station.Loss), r.meets()))}
	for i := range r.Load.Flows {
		d.Rate += r.Load.Flows[i].Rate * r.Passes[i].Keep
	}
	if r.Station.Method == "" { // a source, bypassed, or a job
		d.SCV = r.Load.SCV(1)
		if len(r.Load.Streams) == 0 {
			d.SCV = 1
		}
		d.Dispersion = queue.Merged(r.Load.Streams)
		if len(r.Load.Streams) == 1 {
			d.Renewal, d.Bulk, d.Pace = r.Load.Streams[0].Renewal, r.Load.Streams[0].Bulk, r.Load.Streams[0].Pace
			if r.clockwork(&d) {
				d.Pace = queue.Clockwork(d.Rate)
			}
		}
		return d
	}
	d.Dispersion = r.departs(d.Rate)
	if w.s.plan.graph.loop[w.at] < 0 { // who comes round comes between
		d.Pace = r.pace()
	}
	return d
}

// clockwork tells whether a source sends at fixed times, and nothing again.
func (r *Result) clockwork(d *queue.Stream) bool {
	return d.Renewal && d.SCV == 0 && d.Rate > 0 && r.bound.Source != nil && r.bound.Source.Emit().Retry.Most == 0
}

// pace is how close together those who leave a station may come; nil = any.
func (r *Result) pace() *queue.Pace {
	st := &r.Service.Station
	steady := r.Service.Solved == nil && r.Service.Scaler == nil && r.Service.Delay.SCV == 0 && r.held == 0 && r.ring == nil && r.JobRate == 0
	switch {
	case !steady:
		return nil
	case st.Discipline != queue.Delay:
		return st.Constant()
	case mixed(st).SCV == 0 && st.Filling.Most <= 1 && st.Capacity == 0:
		return st.Pace
	}
	return nil
}

// meets is the best class of what the streams that arrive meet.
func (r *Result) meets() queue.Class {
	c := queue.A
	for i := range r.Load.Streams {
		c = queue.Worse(c, r.Load.Streams[i].Class)
	}
	return c
}

// departs is the burstiness of what leaves a station.
func (r *Result) departs(rate float64) *queue.Dispersion {
	st := &r.Service.Station
	switch {
	case r.Service.Solved != nil || st.Gathering.Most > 1:
		return queue.RenewalStream(rate, r.Station.DepartureSCV, queue.Law{})
	case st.Discipline == queue.Delay:
		return r.Burst
	case r.Station.Load >= 1:
		return queue.RenewalStream(rate, r.Station.DepartureSCV, queue.Law{})
	}
	if r.Station.Method == "paced" {
		return r.Burst
	}
	if d, ok := r.departures(); ok {
		return d.Of(r.Burst, 1)
	}
	return r.Burst
}

// fill puts on an edge what its tail sends, through its link if it has one.
func (w *sweep) fill(e int32, r *Result) {
	var seen uint64
	taken, sent := 0.0, 0.0 // items/s before and after gathering
	for i := range r.Ways {
		way := &r.Ways[i]
		if way.Edge != e || way.Gain == 0 {
			continue
		}
		for j := range w.ports {
			f := &w.ports[j]
			if f.in != way.Flow || f.Class != way.Class || f.port != w.s.plan.graph.ends[e].port {
				continue
			}
			flow := f.Flow
			flow.Rate *= way.Gain / f.gain
			if flow.Rate <= 0 {
				continue
			}
			w.merge[f.Class].add(&flow, seen>>uint(f.Class)&1 == 0)
			seen |= 1 << uint(f.Class)
			taken += r.Load.Flows[f.in].Rate * r.Passes[f.in].Keep * way.Gain
			sent += flow.Rate
			break
		}
	}
	c := carried{stream: queue.Stream{SCV: 1}}
	if seen != 0 {
		c.flows = w.collect(seen, r.Load.Flows)
		c.stream = divided(r.out, taken, r.bound.Regular)
		if sent != taken { // gathered
			c.stream.SCV *= sent / taken
			c.stream.Renewal, c.stream.Bulk, c.stream.Pace = false, queue.Law{}, nil
			c.stream.Dispersion = c.stream.Dispersion.InTurns(taken, sent/taken)
		}
		c.stream.Rate = sum(c.flows)
		c.bursts = w.partBursts(e, r, &c, r.leaving)
	}
	s := w.s
	s.Links[e] = nil
	if wire := s.plan.wires[e]; wire != nil && seen != 0 {
		c = w.cross(e, wire, c)
	}
	s.wires[e] = w.keeps(&c)
	w.moved[e] = w.before == nil || !c.same(w.before.wires[e])
}

// divided is the part of a stream that goes one way: kept by chance, c² of it
// is p·c² + 1 − p; in turns, p·c² (every 1/p-th item); of items that each
// become several, a multiple.
func divided(out queue.Stream, rate float64, regular bool) queue.Stream {
	p := rate / out.Rate
	if p == 1 || math.IsInf(out.Rate, 1) { // a job that nothing bounds yet has no part
		return out
	}
	part := queue.Stream{Class: out.Class}
	if p <= 1 {
		part.Pace = out.Pace.Part()
	}
	if p > 1 || regular {
		part.SCV = p * out.SCV
		part.Dispersion = out.Dispersion.InTurns(out.Rate, p)
		return part
	}
	part.SCV = queue.Split(out.SCV, p)
	part.Dispersion = out.Dispersion.Kept(p)
	return part
}

// cross takes a flow through a link.
func (w *sweep) cross(e int32, wire *component.Wire, c carried) carried {
	if old := w.before; old != nil && old.Links[e] != nil && old.Links[e].wire == wire &&
		old.Links[e].Load.Streams[0].Same(&c.stream) && slices.Equal(old.Links[e].Load.Flows, c.flows) && slices.EqualFunc(old.Links[e].bursts, c.bursts, (*queue.Dispersion).Same) {
		w.s.Links[e] = old.Links[e]
		return *old.wires[e]
	}
	r := &Result{wire: wire}
	r.few.streams[0] = c.stream
	r.Load = component.Load{Flows: c.flows, Rate: sum(c.flows), Streams: r.few.streams[:]}
	r.bursts = c.bursts
	r.Service.Station.Customers = room(r.few.customers[:], len(c.flows))
	for i := range c.flows {
		r.Service.Station.Customers[i].Rate = c.flows[i].Rate
	}
	wire.Serve(&r.Load, &r.Service)
	r.Passes = r.untouched()
	w.link = e
	r.pass(w)
	w.link = -1
	through := carried{stream: queue.Stream{SCV: r.Station.DepartureSCV, Class: c.stream.Class, Pace: r.pace()}, flows: slices.Clone(c.flows), bursts: r.leaveClasses()}
	for i := range through.flows {
		through.flows[i].Rate *= r.Passes[i].Keep
	}
	through.stream.Rate = sum(through.flows)
	through.stream.Dispersion = r.departs(through.stream.Rate)
	w.s.Links[e] = r
	return through
}
