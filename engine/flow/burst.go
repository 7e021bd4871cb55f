package flow

import (
	"math"
	"slices"

	"weir/engine/queue"
)

// Burstiness by class. Where classes need different times at a station, what
// counts is not how customers come but how work does: long services that come
// regularly wait less than the same mixed at random.

// burst is that of the i-th flow on a wire.
func (c *carried) burst(i int) *queue.Dispersion {
	if len(c.flows) == 1 {
		return c.stream.Dispersion
	}
	if c.bursts == nil { // classes by chance
		return c.stream.Dispersion.Kept(c.flows[i].Rate / c.stream.Rate)
	}
	return c.bursts[i]
}

// classes is the burstiness of each flow that arrives by wires; nil where
// there is only one.
func (w *sweep) classes(n int32, r *Result) []*queue.Dispersion {
	if len(r.Load.Flows) < 2 {
		return nil
	}
	in := w.s.plan.graph.in[n]
	list := make([]*queue.Dispersion, len(r.Load.Flows))
	var streams []queue.Stream
	for i := range list {
		streams = streams[:0]
		for _, e := range in {
			c := w.s.wires[e]
			for k := range c.flows {
				if c.flows[k].Class == r.Load.Flows[i].Class {
					streams = append(streams, queue.Stream{Rate: c.flows[k].Rate, Dispersion: c.burst(k)})
				}
			}
		}
		list[i] = queue.Merged(streams)
		if len(streams) > 1 {
			list[i] = w.meet(n, r.Load.Flows[i].Class).Together(list[i], r.Load.Flows[i].Rate)
		}
	}
	return list
}

// departures is what a station makes of burstiness; false where it makes
// nothing of it.
func (r *Result) departures() (d queue.Departures, ok bool) {
	st := &r.Service.Station
	if r.Station.Method == "" || r.Service.Solved != nil || st.Gathering.Most > 1 || st.Discipline == queue.Delay || r.Station.Load <= 0 || r.Station.Load >= 1 {
		return d, false
	}
	service := mixed(st)
	if st.Discipline == queue.PS {
		service.SCV = 1
	}
	if service.Mean == 0 || math.Abs(service.SCV-1) < 1e-9 && r.Burst == nil && !slices.ContainsFunc(r.bursts, notPoisson) {
		return d, false
	}
	return queue.NewDepartures(r.working(), r.Station.Load, st.Servers, service), true
}

func notPoisson(d *queue.Dispersion) bool { return d != nil }

// working is the burstiness of the work that arrives.
func (r *Result) working() *queue.Dispersion {
	if r.bursts == nil {
		return r.Burst
	}
	return queue.Working(r.Burst, r.bursts, r.Service.Station.Customers)
}

// leaveClasses is the burstiness of each class that leaves a station, by flow
// of its load.
func (r *Result) leaveClasses() []*queue.Dispersion {
	if r.bursts == nil {
		return nil
	}
	d, ok := r.departures()
	if !ok {
		return r.bursts
	}
	list := make([]*queue.Dispersion, len(r.bursts))
	for i := range list {
		list[i] = d.Of(r.bursts[i], r.Load.Flows[i].Rate/r.Load.Rate)
	}
	return list
}

// partBursts divides the burstiness of classes onto a wire: nil where one is
// alone, or has become another.
func (w *sweep) partBursts(e int32, r *Result, c *carried, leaving []*queue.Dispersion) []*queue.Dispersion {
	if leaving == nil || len(c.flows) < 2 {
		return nil
	}
	list := make([]*queue.Dispersion, len(c.flows))
	for i := range c.flows {
		if c.flows[i].Rate == 0 {
			continue // none pass, whose burstiness would be 0/0
		}
		from := -1
		for k := range r.Ways {
			if way := &r.Ways[k]; way.Edge == e && way.Class == c.flows[i].Class && way.Gain > 0 {
				if from >= 0 || r.Passes[way.Flow].Class != way.Class {
					return nil
				}
				from = way.Flow
			}
		}
		if from < 0 {
			return nil
		}
		kept := c.flows[i].Rate / (r.Load.Flows[from].Rate * r.Passes[from].Keep)
		if kept > 1+1e-9 {
			return nil
		}
		list[i] = leaving[from].Kept(min(kept, 1))
	}
	return list
}
