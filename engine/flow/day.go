package flow

import (
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/queue"
	"weir/engine/report"
)

// The hours of a day are solved one by one, as if each lasted (pointwise
// stationary). Where a station does not follow its load within the hour that
// is corrected by rule, station by station:
//
//   - infinite servers: the mean number present obeys m′ = λ − μm, exactly;
//   - load below 0.9 and a relaxation time that is a small part of an hour:
//     pointwise, as it stands (Green & Kolesar 1991);
//   - load of 1 and more in some hour: fluid, Q′ = λ − cμ, whose backlog waits
//     on into the hours after (Newell 1982), error O(√n);
//   - else the stationary formula at the modified offered load, the mean of
//     infinite servers over the hour (Massey & Whitt 1994).

const hourLength = 3600.0

// The methods by which an hour is answered.
const (
	pointwise = "pointwise stationary"
	modified  = "modified offered load"
	fluid     = "fluid"
	infinite  = "infinite servers, time-dependent"
)

// meanOfDay stands for no hour but the mean of all.
const meanOfDay = -1

// hour is the plan with every source at an hour of its day; nil where no
// source varies.
func (p *Plan) hour(h int) *Plan {
	var q *Plan
	for i, source := range p.emitting() {
		day := source.Emit().Day
		varying, ok := source.(component.Varying)
		if day == nil || !ok {
			continue
		}
		if q == nil {
			again := *p
			again.Bound = slices.Clone(p.Bound)
			q = &again
		}
		factor := day.Mean
		if h != meanOfDay {
			factor = day.Hours[h]
		}
		q.Bound[i] = p.Bound[i].With(varying.At(factor))
	}
	return q
}

// hours reports the day hour by hour.
func (s *Solution) hours(r *report.Report) {
	if s.average == nil || len(s.plan.nodes) > mostFailing {
		return
	}
	var of [24]*Solution
	for h := range of {
		of[h] = s.sameHour(of[:h])
		if of[h] == nil {
			of[h] = answer(s.plan.hour(h), s, s.settled, tails)
		}
	}
	day := &report.Day{Nodes: map[string]*report.NodeDay{}}
	for n := range s.base {
		if x := s.nodeDay(n, &of); x != nil {
			day.Nodes[s.plan.graph.nodes[n]] = x
		}
	}
	worst := -1.0
	for h, x := range of {
		one := x.hourReport(h, day)
		day.Hours = append(day.Hours, one)
		if u := float64(one.Utilisation); u > worst {
			worst, day.Worst = u, report.Number(h)
		}
	}
	r.Day = day
}

// sameHour is an earlier hour at which all sources emit as much, nil if none.
func (s *Solution) sameHour(earlier []*Solution) *Solution {
	h := len(earlier)
	for k, x := range earlier {
		same := true
		for _, source := range s.plan.emitting() {
			if day := source.Emit().Day; day != nil && day.Hours[h] != day.Hours[k] {
				same = false
			}
		}
		if same {
			return x
		}
	}
	return nil
}

// hourReport is one hour of the whole design.
func (s *Solution) hourReport(h int, day *report.Day) report.Hour {
	one := report.Hour{Hour: report.Number(h), Utilisation: report.NA, MeanS: report.NA, P99S: report.NA, Method: pointwise, ErrorClass: "A"}
	for n, r := range s.base {
		if r == nil {
			continue
		}
		if r.bound.Source != nil {
			one.ItemsPerS += report.Number(r.Load.Rate)
		}
		if r.busy() && r.Station.Method != "" && len(r.Load.Flows) > 0 && !(float64(one.Utilisation) >= r.Station.Load) {
			one.Utilisation, one.Busiest = report.Number(r.Station.Load), s.plan.graph.nodes[n]
		}
	}
	for _, j := range s.journeys.list {
		if j.Background {
			continue
		}
		mean, method, class := s.meanAt(h, j, day)
		one.ErrorClass = max(one.ErrorClass, class, j.OfPercentiles())
		if !(float64(one.MeanS) >= mean) {
			one.MeanS = report.Number(mean)
		}
		if !(one.P99S >= j.LatencyS.P99) {
			one.P99S = j.LatencyS.P99
		}
		if rough(method) > rough(one.Method) {
			one.Method = method
		}
	}
	return one
}

// meanAt is the mean latency of a journey at an hour, the waiting at each
// station corrected, and the roughest method and error class on its way.
func (s *Solution) meanAt(h int, j *report.Journey, day *report.Day) (mean float64, method string, class report.ErrorClass) {
	method, class = pointwise, j.ErrorClass
	for _, p := range j.Parts {
		mean += float64(p.ServiceS + p.TransferS)
		x := day.Nodes[p.Node]
		if x == nil || x.Method == infinite {
			mean += float64(p.QueueS)
			continue
		}
		mean += float64(p.Visits * x.WaitS[h])
		if rough(x.Method) > rough(method) {
			method = x.Method
		}
		if p.QueueS > 0 || x.WaitS[h] > 0 {
			class = max(class, x.ErrorClass)
		}
	}
	return mean, method, class
}

// rough orders the methods by their error.
func rough(method string) int {
	return slices.Index([]string{infinite, pointwise, modified, fluid}, method)
}

// nodeDay is one station over the day; nil where none is.
func (s *Solution) nodeDay(n int, of *[24]*Solution) *report.NodeDay {
	base := s.base[n]
	if base == nil || base.Station.Method == "" || len(base.Load.Flows) == 0 {
		return nil
	}
	x := &report.NodeDay{Method: pointwise, ErrorClass: "C"}
	var rates [24]float64
	for h, hour := range of {
		r := hour.base[n]
		rates[h] = r.Load.Rate
		x.Utilisation = append(x.Utilisation, report.Number(r.Station.Load))
		x.WaitS = append(x.WaitS, report.Number(r.Station.Wait.Mean()))
		x.InSystem = append(x.InSystem, report.Number(r.Station.InSystem))
		x.ErrorClass = max(x.ErrorClass, report.ErrorClass(r.Station.Class))
	}
	st := &base.Service.Station
	if st.Discipline == queue.Delay && base.Service.Solved == nil {
		s.infinite(n, x, rates[:])
		return x
	}
	mu := capacity(base) / float64(max(st.Servers, 1))
	if !(mu > 0) || math.IsInf(mu, 1) {
		return x
	}
	profile := queue.Profile{Rates: rates[:], Slice: hourLength}
	switch {
	case slices.ContainsFunc(x.Utilisation, func(u report.Number) bool { return u >= 1 }):
		x.Method, x.ErrorClass = fluid, "D"
		backlog(x, profile, mu, max(st.Servers, 1))
	case profile.Pointwise(mu, max(st.Servers, 1)):
	case base.Service.Solved == nil:
		x.Method = modified
		for h, load := range profile.ModifiedLoad(mu) {
			if r := of[h].base[n]; rates[h] > 0 {
				again := r.Service.Station
				again.Customers = slices.Clone(again.Customers)
				for i := range again.Customers {
					again.Customers[i].Rate *= load * mu / rates[h]
				}
				q := queue.Solve(again)
				x.WaitS[h], x.InSystem[h] = report.Number(q.Wait.Mean()), report.Number(q.InSystem)
			}
		}
	}
	return x
}

// infinite is a station without queue: the number present follows the load
// with a lag, for a sine by its closed form, else hour by hour.
func (s *Solution) infinite(n int, x *report.NodeDay, rates []float64) {
	r := s.base[n]
	service := r.Service.Station.Customers[0].Service
	if len(r.Service.Station.Customers) != 1 || service.Mean == 0 {
		return
	}
	x.Method, x.ErrorClass = infinite, "C"
	mu := 1 / service.Mean
	for h, load := range (queue.Profile{Rates: rates, Slice: hourLength}).ModifiedLoad(mu) {
		x.InSystem[h] = report.Number(load)
	}
	swing, mean := s.swing(), s.average.base[n].Load.Rate
	if swing == 0 || service.SCV != 1 {
		return
	}
	x.ErrorClass = "A"
	o := queue.Sinusoid{Mean: mean, Amplitude: mean * swing, Period: 24 * hourLength}.Offered(mu)
	x.Sine = &report.Sine{Mean: report.Number(o.Mean), Peak: report.Number(o.Peak), Least: report.Number(o.Least), LagS: report.Number(o.Lag)}
}

// swing is the swing of the design's only source; 0 where there are others.
func (s *Solution) swing() float64 {
	swing, sources := 0.0, 0
	for _, source := range s.plan.emitting() {
		sources++
		if day := source.Emit().Day; day != nil {
			swing = day.Swing
		}
	}
	if sources != 1 {
		return 0
	}
	return swing
}

// backlog replaces the waiting in the hours of overload and those in which
// its backlog is still worked off, once round the day until it repeats; each
// of the servers serves mu items/s.
func backlog(x *report.NodeDay, p queue.Profile, mu float64, servers int) {
	most, mean := mu*float64(servers), 0.0
	for _, rate := range p.Rates {
		mean += rate / float64(len(p.Rates))
	}
	if mean >= most {
		for h := range x.WaitS {
			x.WaitS[h], x.InSystem[h] = report.Unbounded, report.Unbounded
		}
		return
	}
	for h, area := range p.Backlog(most) {
		if area > 0 {
			x.WaitS[h], x.InSystem[h] = report.Number(area/most), report.Number(area+min(p.Rates[h], most)/mu)
		}
	}
}
