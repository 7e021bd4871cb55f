package flow

import (
	"math"

	"weir/engine/component"
	"weir/engine/diagnostic"
	"weir/engine/queue"
	"weir/engine/report"
)

// given is what is known of a solution before it is solved: the rates of
// sources whose work depends on how long it takes, and the waits at stations
// of a closed network.
type given struct {
	rates map[int32]float64 // by source
	waits map[int32]closedStation
	users map[int32]component.Users // by station that solves itself
	rooms map[int32]roomed          // by station that is held back, or holds back
	again map[int32]queue.Class     // by node that attempts come by: the best class of its figures

	purpose purpose
}

// purpose is how much of a solution is wanted; each leaves out more.
type purpose uint8

const (
	full    purpose = iota // all that a report says
	tails                  // of journeys, means and 99th percentiles
	means                  // … means
	trial                  // … nothing of the day
	traffic                // no jobs, no journeys
)

func (g *given) rate(n int32, own float64) float64 {
	if x, ok := g.rates[n]; ok {
		return x
	}
	return own
}

// same tells whether two know the same of a node.
func (g *given) same(o *given, n int32) bool {
	if len(g.rates)+len(g.rooms)+len(o.rates)+len(o.rooms) == 0 { // who has waits or users has rates
		return true
	}
	if g.again[n] != o.again[n] {
		return false
	}
	a, closed := g.waits[n]
	b, was := o.waits[n]
	return g.users[n] == o.users[n] && g.rooms[n] == o.rooms[n] && g.rate(n, 0) == o.rate(n, 0) && closed == was && a.same(b)
}

// feedback finds the rates of the sources whose users wait for answers, and
// of those who send again. Retries are solved from an empty and from a
// saturated system; the state from empty is the one reported, the other where
// it differs.
func (p *Plan) feedback(before *Solution) (given, []*report.Retry) {
	out := given{rates: map[int32]float64{}}
	var again []int32
	closed := false
	for n, source := range p.emitting() {
		if p.nodes[n].Bypassed {
			continue
		}
		e := source.Emit()
		closed = closed || e.Users > 0 && e.Class >= 0
		if e.Retry.Most > 0 && e.Class >= 0 && e.Rate > 0 {
			again = append(again, n)
		}
	}
	if closed {
		p.closedRates(&out)
	}
	if len(again) == 0 {
		return out, nil
	}
	if before != nil && (before.plan.graph != p.graph || before.settled) {
		before = nil
	}
	empty, rates := p.retried(again, out, before, false)
	full, _ := p.retried(again, out, before, true)
	for n, x := range rates {
		out.rates[n] = x
	}
	list := make([]*report.Retry, len(again))
	out.again = map[int32]queue.Class{}
	for i, n := range again {
		class := queue.C
		list[i] = &report.Retry{Source: p.graph.nodes[n], Class: p.Classes[p.emission(n).Class], Attempts: empty[i], Method: "fixed point"}
		far := full[i].PerItem/empty[i].PerItem-1 > 1e-3
		switch e := p.emission(n); {
		case e.Retry.Cancel:
			class = cancelledClass(&list[i].Attempts, far)
		case far:
			list[i].Saturated = &full[i]
			class = queue.D
		}
		list[i].ErrorClass = report.ErrorClass(class)
		p.reattempted(n, class, out.again)
	}
	return out, list
}

// cancelledClass is the class of the figures where late attempts are taken out
// of the lines they wait in. The fixed point has them wait: what is left once
// many are late, and that some are then always in time, it does not see. From
// two fixed points it does not follow that there are two states, and where all
// would be late nothing is known.
func cancelledClass(a *report.Attempts, two bool) queue.Class {
	switch {
	case a.LateRatio == 1:
		*a = report.Attempts{PerItem: report.NA, LateRatio: report.NA, GivenUp: report.NA, GoodputPerS: report.NA, LatencyS: report.NA}
		return queue.D
	case two || a.LateRatio > 0.001:
		return queue.D
	}
	return queue.C
}

// reattempted notes at all nodes that attempts of a source come by that
// arrivals there are no stream of their own: who is late comes again. What is
// exact of Poisson arrivals is of class C then, and D where there are two
// states.
func (p *Plan) reattempted(n int32, class queue.Class, at map[int32]queue.Class) {
	if was, met := at[n]; met && queue.Worse(was, class) == was {
		return
	}
	at[n] = class
	for e := p.graph.out[n]; e < p.graph.out[n+1]; e++ {
		p.reattempted(p.graph.ends[e].to, class, at)
	}
}

func (p *Plan) emission(n int32) component.Emission {
	return p.Bound[n].Source.Emit()
}

// retried solves the share of late attempts p = P(T > time-out) at the load
// that attempts of that share make, damped, from p = 0 or from p = 1. With m
// retries an item makes (1−p^{m+1})/(1−p) attempts and is given up with
// probability p^{m+1}.
func (p *Plan) retried(again []int32, known given, before *Solution, saturated bool) ([]report.Attempts, map[int32]float64) {
	late := make([]float64, len(again))
	if saturated {
		for i := range late {
			late[i] = 1
		}
	}
	found, spared := make([]report.Attempts, len(again)), make([]float64, len(again))
	var rates map[int32]float64
	s := before
	for range 200 {
		g := given{rates: map[int32]float64{}, waits: known.waits, users: known.users, purpose: trial}
		for n, x := range known.rates {
			g.rates[n] = x
		}
		rates = map[int32]float64{}
		for i, n := range again {
			e := p.emission(n)
			rates[n] = e.Rate * e.Retry.Attempts(late[i]) * (1 - late[i]*spared[i])
			g.rates[n] = rates[n]
		}
		s = solveGiven(p, s, false, g)
		moved := 0.0
		for i, n := range again {
			x := s.late(n, p.emission(n), &found[i], &spared[i])
			next := (late[i] + x) / 2
			if math.Abs(x-late[i]) < 1e-12 {
				next = x
			}
			moved = max(moved, math.Abs(x-late[i]))
			late[i] = next
		}
		if moved < 1e-10 {
			break
		}
	}
	return found, rates
}

// late is the share of a source's attempts that time out, and what becomes of
// its items then.
func (s *Solution) late(n int32, e component.Emission, a *report.Attempts, spared *float64) float64 {
	rate, late, within, mean := 0.0, 0.0, 0.0, 0.0
	for _, j := range s.journeys.list {
		if j.Background || j.Source != s.plan.graph.nodes[n] {
			continue
		}
		x := float64(j.ItemsPerS)
		m := s.journeys.moments[j]
		rate += x
		if math.IsInf(m.mean, 1) || math.IsNaN(m.mean) {
			late += x
			mean = math.Inf(1)
			continue
		}
		law := queue.Law{Mean: m.mean}
		if m.mean > 0 {
			law.SCV = max(m.variance, 0) / (m.mean * m.mean)
		}
		late += x * law.Survival(e.Retry.After)
		within += x * law.Within(e.Retry.After)
		mean += x * m.mean
	}
	share := 1.0
	if offered := s.given.rate(n, e.Rate); rate > 0 && offered > 0 {
		// What is lost on the way is not answered either.
		share = late/rate*min(rate/offered, 1) + 1 - min(rate/offered, 1)
	}
	if 1-share < 1e-9 { // what is left is rounding
		share = 1
	}
	power := 1.0
	for range e.Retry.Most + 1 {
		power *= share
	}
	a.PerItem, a.LateRatio, a.GivenUp = report.Number(e.Retry.Attempts(share)), report.Number(share), report.Number(power)
	a.GoodputPerS = report.Number(e.Rate * (1 - power))
	a.LatencyS = report.Number(math.Inf(1))
	if answered := rate - late; answered > 0 && share < 1 {
		// Attempts before the one that is answered, of the items that are.
		m := float64(e.Retry.Most)
		failed := share/(1-share) - (m+1)*power/(1-power)
		if power == 1 {
			failed = m / 2
		}
		a.LatencyS = report.Number(within/answered + failed*(e.Retry.After+e.Retry.Pause))
	}
	*spared = 0
	if e.Retry.Cancel && late > 0 {
		// Late work stops at the time-out: of what it would have taken, the rest.
		tail := (mean - within) / late
		*spared = 1 - min(e.Retry.After/tail, 1)
		if math.IsInf(mean, 1) {
			*spared = 1
		}
	}
	return share
}

// ofRetries counts as good what is answered in time, and tells of storms.
func (s *Solution) ofRetries(r *report.Report, found *findings) {
	for _, x := range s.retries {
		n := s.plan.index(x.Source)
		e := s.plan.emission(n)
		if c := r.Classes[x.Class]; c != nil {
			if c.AttemptsPerS == 0 {
				c.AttemptsPerS = c.OfferedPerS
			}
			c.OfferedPerS += report.Number(e.Rate - s.given.rate(n, e.Rate))
			c.GoodputPerS = min(c.CarriedPerS, c.OfferedPerS-report.Number(e.Rate)+x.GoodputPerS)
		}
		at := diagnostic.Place{Node: x.Source}
		if e.Retry.Cancel {
			if x.ErrorClass == "D" {
				found.add("flow.cancelled", diagnostic.Warning, at,
					words("Late attempts are taken out where they wait, and the closed form does not follow that: how many attempts are made and how many answered in time, tell by a simulation.",
						"超时的尝试会从等待队列中取出，闭式解无法体现：尝试多少次、多少按时得到答复，请以仿真为准。"))
			}
			continue
		}
		if x.Saturated != nil {
			f := func(a *report.Attempts) string { return number(round3(float64(a.PerItem))) }
			found.add("flow.metastable", diagnostic.Warning, at,
				words("It has two states: "+f(&x.Attempts)+" attempts an item from an empty system, and "+f(x.Saturated)+" once overloaded: a retry storm that does not end by itself.",
					"存在两种状态：从空闲系统出发每项尝试 "+f(&x.Attempts)+" 次；一旦过载则为 "+f(x.Saturated)+" 次，重试风暴不会自行平息。"))
		} else if x.LateRatio > 0.5 {
			sent, useful := rate(s.given.rate(n, e.Rate)), rate(float64(x.GoodputPerS))
			found.add("flow.retries", diagnostic.Warning, at,
				words(percent(float64(x.LateRatio))+" of its "+sent+" attempts time out: of "+rate(e.Rate)+" new items "+useful+" are answered in time, whatever the parts carry.",
					"其 "+sent+" 次尝试中 "+percent(float64(x.LateRatio))+" 超时：无论各部件承担多少，"+rate(e.Rate)+" 的新项中只有 "+useful+" 按时得到答复。"))
		}
	}
}

// useful is the part of what a class carries that is in time.
func useful(c *report.Class) report.Number {
	if c.AttemptsPerS == 0 {
		return 1
	}
	return c.GoodputPerS / c.CarriedPerS
}

func round3(x float64) float64 { return math.Round(x*1000) / 1000 }

func (p *Plan) index(id string) int32 {
	for i, x := range p.graph.nodes {
		if x == id {
			return int32(i)
		}
	}
	return -1
}
