package flow

import (
	"math"
	"strings"

	"weir/engine/component"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/report"
	"weir/engine/total"
)

var none = report.Number(math.NaN())

// Report writes what a solution found. Fast leaves out the percentiles of
// single stations.
func (s *Solution) Report(precision report.Precision) *report.Report {
	r := &report.Report{Report: 1, Precision: precision}
	found := append(findings(nil), s.plan.ofGraph...)
	found = append(found, s.plan.ofClasses...)
	found = append(found, s.plan.ofLinks...)
	found = append(found, s.plan.ofNodes...)
	found = append(found, s.plan.ofJoins...)
	s.ofLoops(&found)
	s.ofRooms(&found)
	r.Classes = s.classes()
	r.Journeys = s.journeys.list
	r.Retries = s.retries
	s.ofRetries(r, &found)
	s.ofBackups(&found)
	s.ofUsers(&found)
	r.Jobs = s.jobReports()
	r.Pools = s.pools(&found)
	s.judge(r, &found)
	s.amounts(r, &found)
	r.Diagnostics = found
	if precision == report.Settled && s.settled {
		s.failures(r)
		s.hours(r)
	}
	total.Judge(s.plan.Design, r)
	r.Diagnostics = sorted(r.Diagnostics)
	return r
}

// classes reports what becomes of each class, all sources together.
func (s *Solution) classes() map[string]*report.Class {
	list := make([]report.Class, len(s.plan.Classes))
	m := make(map[string]*report.Class, len(list))
	for n := range s.plan.emitting() {
		if r := s.base[n]; r != nil {
			for i := range r.Load.Flows {
				list[r.Load.Flows[i].Class].OfferedPerS += report.Number(r.Load.Flows[i].Rate)
			}
		}
	}
	for i, id := range s.plan.Classes {
		c := &list[i]
		c.CarriedPerS = c.OfferedPerS * report.Number(s.journeys.kept[i])
		c.GoodputPerS = c.CarriedPerS
		c.CostPerItem = none
		m[id] = c
	}
	return m
}

// node reports one node.
func (r *Result) node(n *report.Node, precision report.Precision) {
	*n = report.Node{
		Utilisation: none, WaitS: none, InQueue: none, SojournS: unknown(none), CostPerMonth: none, PowerW: none, Availability: none,
		ArrivalsPerS: report.Number(r.Load.Rate), CarriedPerS: report.Number(r.carried()),
		AI: r.Service.AI, Figures: r.Service.Figures,
	}
	if r.JobRate > 0 {
		r.jobs(n)
	}
	if r.Station.Method == "" { // a source, bypassed, or only a job comes by
		return
	}
	q := &r.Station
	n.Servers = report.Number(r.Service.Station.Servers)
	n.Method, n.ErrorClass = q.Method, report.ErrorClass(q.Class)
	n.LossRatio = report.Number(q.Loss)
	n.WaitS = report.Number(q.Wait.Mean() + r.held)
	n.InQueue = report.Number(q.InQueue)
	n.SojournS = r.sojourn(precision)
	if precision != report.Fast {
		n.TailClass = tailClass(q.Class, r.law())
	}
	if r.busy() {
		n.Utilisation = report.Number(q.Utilisation + r.JobShare)
	}
}

// jobs reports a node that jobs come by: how busy they keep it.
func (r *Result) jobs(n *report.Node) {
	n.Utilisation = report.Number(min(r.JobShare, 1))
	if r.Station.Method != "" {
		n.ArrivalsPerS += report.Number(r.JobRate)
		n.CarriedPerS += report.Number(r.JobRate)
		return
	}
	n.Servers = report.Number(r.Service.Station.Servers)
	n.SojournS.Mean = report.Number(working(r))
	n.Method, n.ErrorClass = report.ByJob, "A"
	switch {
	case r.Service.Solved != nil:
		n.ErrorClass = "D"
	case r.Service.AI != nil:
		n.ErrorClass = classOf(r.Service.AI)
	}
}

// classOf is the error class of what a network's figures state at worst: a
// stage is as uncertain as the model of it.
func classOf(a *report.AI) report.ErrorClass {
	widest := report.Number(0)
	for i := range a.Figures {
		widest = max(widest, a.Figures[i].Band)
	}
	for _, class := range []report.ErrorClass{"A", "B", "C"} {
		if float64(widest) <= bands[class] {
			return class
		}
	}
	return "D"
}

// busy tells whether a station can be more or less so.
func (r *Result) busy() bool { return r.Service.Scale != nil }

func (r *Result) carried() float64 {
	rate := 0.0
	for i := range r.Passes {
		if keep := r.Passes[i].Keep; keep > 0 { // of a flood that overflows nothing may be kept
			rate += r.Load.Flows[i].Rate * keep
		}
	}
	return rate
}

// law is the error class of the law of the time at a station, whatever that of
// its mean.
func (r *Result) law() queue.Class {
	switch {
	case r.Station.Method == "batch filling" && len(r.Service.Station.Customers) > 1: // classes fill batches apart
		return queue.D
	case (r.anyLoose() || r.held > 0 || strings.HasPrefix(r.Station.Method, "blocking")) && r.Service.Delay.Mean*looseShare < r.Station.Sojourn.Mean():
		return queue.D
	case r.Station.Method == "batch filling": // read off the law itself, whose jump nothing rounds
		return queue.A
	case !r.exactLaw() || r.Service.Delay.Variance() > 0:
		return queue.C
	}
	return queue.A
}

func unknown(mean report.Number) report.Latency {
	return report.Latency{Mean: mean, P50: none, P90: none, P95: none, P99: none, P999: none}
}

// sojourn is the time at a station, what comes after service included. Its
// percentiles take the delay into the service exactly where it is constant,
// and by two moments where it is not.
func (r *Result) sojourn(precision report.Precision) report.Latency {
	q, delay := &r.Station.Sojourn, &r.Service.Delay
	mean := q.Mean() + delay.Mean
	switch {
	case precision == report.Fast:
		return unknown(report.Number(mean))
	case delay.Variance() > 0:
		l, _, _ := latency(mean, q.Variance()+delay.Variance())
		return l
	}
	l := q.Percentiles(false)
	for i := range l {
		l[i] += delay.Mean
	}
	return percentiles(mean, l)
}

// edge reports one edge, without jobs.
func (s *Solution) edge(i int, e *report.Edge, precision report.Precision) {
	*e = report.Edge{Utilisation: none, WaitS: none, SojournS: unknown(none)}
	for j := range s.wires[i].flows {
		f := &s.wires[i].flows[j]
		e.ItemsPerS += report.Number(f.Rate)
		e.BytesPerS += report.Number(f.Rate * f.Bytes.Mean)
	}
	if link := s.Links[i]; link != nil {
		e.WaitS = report.Number(link.Station.Wait.Mean())
		e.SojournS = link.sojourn(precision)
		e.Method, e.ErrorClass = link.Station.Method, report.ErrorClass(link.Station.Class)
		if link.wire.Bandwidth > 0 {
			e.Utilisation = report.Number(link.Station.Utilisation)
		}
	}
}

// jobEdges adds what a job carries while it runs.
func (s *Solution) jobEdges(j *job, list []*report.Edge) {
	for i := range j.wires {
		for k := range j.wires[i].flows {
			f := &j.wires[i].flows[k]
			list[i].ItemsPerS += report.Number(f.Rate)
			list[i].BytesPerS += report.Number(f.Rate * f.Bytes.Mean)
		}
		if r := j.links[i]; r != nil && r.wire.Bandwidth > 0 {
			share := report.Number(r.Load.Rate / capacity(r))
			if list[i].Utilisation != list[i].Utilisation {
				list[i].Utilisation = 0
			}
			list[i].Utilisation = min(list[i].Utilisation+share, 1)
		}
	}
}

// judge finds the bottleneck, what is overloaded, and what a node says of
// its load.
func (s *Solution) judge(r *report.Report, found *findings) {
	highest := -1.0
	for n, x := range s.Results {
		if x == nil {
			continue
		}
		id := s.plan.graph.nodes[n]
		for i := range x.Service.Findings {
			*found = append(*found, x.Service.Findings[i].At(id))
		}
		base := s.base[n]
		if base.Station.Method == "" || !base.busy() || len(base.Load.Flows) == 0 {
			continue
		}
		if load := base.Station.Load; load > highest {
			highest = load
			r.Summary.Bottleneck = &report.Subject{Node: id}
		}
		s.overload(base, n, found)
	}
	for e, x := range s.Links {
		if x == nil || x.wire.Bandwidth == 0 {
			continue
		}
		if load := x.Station.Load; load > highest {
			highest = load
			r.Summary.Bottleneck = &report.Subject{Edge: s.plan.graph.edges[e]}
		}
		if x.Station.Load >= 1 {
			found.overloadedLink(s.plan.graph.edges[e], x)
		}
	}
	if longest := s.longestJob(); longest != nil && r.Summary.Bottleneck == nil && longest.slowest >= 0 {
		r.Summary.Bottleneck = &report.Subject{Node: s.plan.graph.nodes[longest.slowest]}
	}
	r.Summary.Headroom = none
	if highest >= 0 {
		r.Summary.Headroom = report.Number(1 - highest)
	}
}

// overload says that a node is offered more than it carries, and what would
// cure it.
func (s *Solution) overload(r *Result, n int, found *findings) {
	q := &r.Station
	if !(q.Load >= 1) && !(q.Loss >= 0.001) {
		return
	}
	id := s.plan.graph.nodes[n]
	name := s.plan.nodes[n].Name
	label := words(name, name)
	if name == "" {
		label = r.bound.Kind.Name
	}
	at := diagnostic.Place{Node: id}
	if q.Loss >= 0.001 {
		found.add("flow.loss", diagnostic.Warning, at,
			words(label.EN+" turns away "+percent(q.Loss)+" of what arrives: it has no room.", label.ZH+"拒绝了到达量的 "+percent(q.Loss)+"：空间不足。"))
	}
	if !(q.Load >= 1) || q.Loss > 0 {
		return
	}
	d := found.add("flow.overload", diagnostic.Error, at,
		words(label.EN+" is offered "+rate(q.Offered)+" and carries "+rate(q.Carried)+".", label.ZH+"的到达速率为 "+rate(q.Offered)+"，只能承担 "+rate(q.Carried)+"。"))
	d.Fix = cure(id, r, q.Load*s.demand(int32(n)), s.comfort())
}

// comfortable is the utilisation a cure aims at where the design asks for no
// headroom: the usual planning headroom of 20 %.
const comfortable = 0.8

// comfort is the utilisation a cure aims at: what the design's objective of
// headroom leaves.
func (s *Solution) comfort() float64 {
	least := 0.0
	for i := range s.plan.Design.Objectives {
		if o := &s.plan.Design.Objectives[i]; o.Metric == "headroom" {
			if x, err := quantity.Resolve(o.Min, quantity.None, nil); err == nil && x < 1 {
				least = max(least, x)
			}
		}
	}
	if least > 0 {
		return 1 - least
	}
	return comfortable
}

// cure is the least capacity that carries the load at a utilisation, if a node
// may have so much.
func cure(node string, r *Result, load, target float64) *diagnostic.Fix {
	scale := r.Service.Scale
	if scale == nil || math.IsInf(load, 0) {
		return nil
	}
	if p, ok := r.bound.Kind.Param(scale.Param); ok && p.Max != 0 && scale.Value*load/target > p.Max {
		return nil
	}
	to := component.Written(scale.Value*load/target, scale.Unit)
	if scale.Unit == quantity.None {
		to = quantity.Num(math.Ceil(scale.Value*load/target - 1e-9))
	}
	text, ok := to.Text()
	if !ok {
		text = to.String()
	}
	return &diagnostic.Fix{Label: words("Set "+text, "改为 "+text), Set: map[string]quantity.Value{node + "." + scale.Param: to}}
}

func (f *findings) overloadedLink(edge string, r *Result) {
	q := &r.Station
	f.add("flow.overload", diagnostic.Error, diagnostic.Place{Edge: edge},
		words("The link is offered "+rate(q.Offered)+" and carries "+rate(q.Carried)+".", "链路的到达速率为 "+rate(q.Offered)+"，只能承担 "+rate(q.Carried)+"。"))
}

func rate(x float64) string { return quantity.Format(x, quantity.Rate, "en") }

func percent(x float64) string { return number(math.Round(x*1000)/10) + " %" }
