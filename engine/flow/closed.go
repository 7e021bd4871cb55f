package flow

import (
	"maps"
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/diagnostic"
	"weir/engine/queue"
)

// closedStation is a station of a closed network, as mean value analysis has
// it. Of each class: the time all its visits take in a unit of time, and how
// many they are.
type closedStation struct {
	time, visits map[int]float64
	present      float64 // customers of closed sources, mean
	open         float64 // load of open sources alone, per server
	method       string
	class        queue.Class
}

// same tells whether two stations are the same figures.
func (c closedStation) same(o closedStation) bool {
	return c.present == o.present && c.open == o.open && c.method == o.method && c.class == o.class && maps.Equal(c.time, o.time) && maps.Equal(c.visits, o.visits)
}

// result is the station's answer for the flows of a load.
func (c closedStation) result(st *queue.Station, flows []component.Flow) queue.Result {
	waits := make([]float64, len(st.Customers))
	for i := range waits {
		waits[i] = c.wait(flows[i].Class, st.Customers[i].Service.Mean)
	}
	return queue.Known(*st, waits, c.method, c.class)
}

// trickle is a rate at which nothing queues, 1/s: traffic is in proportion to
// it.
const trickle = 1e-6

// closedRates solves the closed sources together: the demand of each at every
// station from a trickle of its own, mean value analysis with the demands made
// longer by what open sources take (exact for a product form of single
// servers), and the throughputs and waits that follow. Reiser & Lavenberg
// (1980); Lazowska et al., Quantitative System Performance (1984), chapter 7.
func (p *Plan) closedRates(out *given) {
	open := given{rates: map[int32]float64{}, purpose: traffic}
	var users []int32
	for n, source := range p.emitting() {
		if e := source.Emit(); e.Users > 0 && e.Class >= 0 && !p.nodes[n].Bypassed {
			users = append(users, n)
			open.rates[n] = 0
		}
	}
	alone := solveGiven(p, nil, false, open)
	n := newClosedNetwork(p, alone, users)
	for k, at := range users {
		trial := given{rates: map[int32]float64{}, purpose: traffic}
		for m := range p.emitting() {
			trial.rates[m] = 0
		}
		trial.rates[at] = trickle
		n.demand(k, solveGiven(p, nil, false, trial))
	}
	r := n.solve(out)
	for k, at := range users {
		out.rates[at] = min(r.Throughput[k], fastestUsers)
	}
	out.waits = n.waits(r, alone)
}

// fixedPoint is the relative change at which the stays at stations that solve
// themselves count as settled; mostRounds are made at most, those after the
// first few half-way.
const (
	fixedPoint = 1e-7
	mostRounds = 60
	fullRounds = 8

	// Users that an overloaded station holds are as good as gone, s.
	longestStay = 1e12
	// Users who neither think nor wait have no rate; this is it, 1/s.
	fastestUsers = 1e12
)

// ofUsers tells of users who neither think nor wait anywhere: their rate has
// no bound, and none is given.
func (s *Solution) ofUsers(found *findings) {
	for n, source := range s.plan.emitting() {
		if s.plan.nodes[n].Bypassed {
			continue
		}
		e := source.Emit()
		if x, closed := s.given.rates[n]; closed && e.Users > 0 && e.Think == 0 && s.plan.graph.out[n] < s.plan.graph.out[n+1] && !(x > 0 && x < fastestUsers) {
			found.add("source.closed", diagnostic.Error, diagnostic.Place{Node: s.plan.graph.nodes[n], Param: "think"},
				words("Its users neither think nor wait anywhere: they come back at once, without end, and there is no rate. Give them a time to think, or a part on their way a time of service.",
					"其用户既无思考时间，途中也无任何耗时：请求立即返回、永无止境，速率无从谈起。请设置思考时间，或为途中部件设置服务时间。"))
		}
	}
}

// solve is mean value analysis of the stations that are queues. Where others
// solve themselves it takes from them how long a visit is, and they from it
// how long users are elsewhere, until both agree.
func (n *closedNetwork) solve(out *given) queue.ClosedResult {
	think := slices.Clone(n.Think)
	var s *Solution
	moved := math.Inf(1)
	for round := 0; ; round++ {
		copy(n.Think, think)
		for _, x := range n.selves {
			for _, v := range x.visits {
				n.Think[v.source] += v.number * v.stay
			}
		}
		r := n.Closed.Solve()
		if len(n.selves) == 0 || moved < fixedPoint || round == mostRounds {
			return r
		}
		for k, at := range n.users {
			out.rates[at] = min(r.Throughput[k], fastestUsers)
		}
		out.users = map[int32]component.Users{}
		for _, x := range n.selves {
			out.users[x.at] = x.users(&n.Closed, &r)
		}
		s = solveGiven(n.plan, s, false, given{rates: maps.Clone(out.rates), users: out.users, purpose: traffic})
		moved = 0
		for _, x := range n.selves {
			moved = max(moved, x.settle(s.base[x.at], round < fullRounds))
		}
	}
}

// self is a station that solves itself, as users come by it.
type self struct {
	at     int32
	visits []visit
}

// visit is so many a cycle, of a source's users as a class, that take so long.
type visit struct {
	source, class int
	number, stay  float64
}

// users are those that a station sees, and how long they are elsewhere: the
// time from one visit to the next without the visit.
func (x *self) users(n *queue.Closed, r *queue.ClosedResult) component.Users {
	var u component.Users
	stay, last := 0.0, -1
	for _, v := range x.visits {
		if v.source != last {
			u.Number += float64(n.Population[v.source])
			last = v.source
		}
		rate := r.Throughput[v.source] * v.number
		u.Rate += rate
		stay += rate * v.stay
	}
	if u.Rate <= 0 {
		return component.Users{}
	}
	u.Away = max((u.Number-stay)/u.Rate, 0)
	return u
}

// settle takes over how long visits are now, or the mean of that and before,
// and answers by what share they have changed.
func (x *self) settle(r *Result, whole bool) float64 {
	moved := 0.0
	if r == nil { // left out: work on its way to it does not become less
		return 0
	}
	for i := range x.visits {
		v := &x.visits[i]
		k := class(r.Passes, v.class)
		if k < 0 {
			continue
		}
		now := r.Station.Customers[k].Sojourn.Mean() + r.Service.Delay.Mean
		if !(now < longestStay) {
			now = longestStay
		}
		if now != v.stay {
			moved = max(moved, math.Abs(now-v.stay)/now)
		}
		if whole {
			v.stay = now
		} else {
			v.stay = (v.stay + now) / 2
		}
	}
	return moved
}

// closedNetwork is the stations that closed sources use.
type closedNetwork struct {
	queue.Closed
	plan   *Plan
	users  []int32
	nodes  []int32 // of the centres; −1 − e for the link of edge e
	selves []*self
	at     map[int32]int
	alone  *Solution
	exact  bool
	share  [][]float64 // visits by centre and source
	class  []int       // by source
}

func newClosedNetwork(p *Plan, alone *Solution, users []int32) *closedNetwork {
	n := &closedNetwork{plan: p, users: users, alone: alone, at: map[int32]int{}, exact: len(p.joins) == 0}
	for _, at := range users {
		e := p.emission(at)
		n.Population = append(n.Population, e.Users)
		n.Think = append(n.Think, e.Think)
		n.class = append(n.class, e.Class)
	}
	return n
}

// demand adds what a trickle of the k-th source takes at every station.
func (n *closedNetwork) demand(k int, s *Solution) {
	for i, r := range s.base {
		if r != nil {
			n.take(k, int32(i), r, openLoad(n.alone.base[i]))
		}
	}
	for e, r := range s.Links {
		if r != nil {
			n.take(k, int32(-1-e), r, openLoad(n.alone.Links[e]))
		}
	}
}

// openLoad is what open sources bring to a station, per server.
func openLoad(r *Result) float64 {
	if r == nil {
		return 0
	}
	return min(r.Station.Load, 1-1e-9)
}

func (n *closedNetwork) take(k int, at int32, r *Result, open float64) {
	if r.Station.Method == "" || r.Load.Rate == 0 {
		return
	}
	st := &r.Service.Station
	delay := r.Service.Delay.Mean
	if r.Service.Solved != nil {
		n.exact = false
		x := n.self(at)
		for i := range r.Load.Flows {
			x.visits = append(x.visits, visit{k, r.Load.Flows[i].Class, r.Load.Flows[i].Rate / trickle, r.Station.Customers[i].Sojourn.Mean() + delay})
		}
		return
	}
	if st.Discipline == queue.Delay {
		for i := range r.Load.Flows {
			n.Think[k] += r.Load.Flows[i].Rate / trickle * (r.Station.Customers[i].Sojourn.Mean() + delay)
		}
		return
	}
	c, ok := n.at[at]
	if !ok {
		c = len(n.Centres)
		n.at[at] = c
		n.nodes = append(n.nodes, at)
		n.Centres = append(n.Centres, queue.Centre{Demand: make([]float64, len(n.users)), Servers: max(st.Servers, 1)})
		n.share = append(n.share, make([]float64, len(n.users)))
	}
	for i := range r.Load.Flows {
		visits := r.Load.Flows[i].Rate / trickle
		n.Think[k] += visits * delay
		n.share[c][k] += visits
		n.Centres[c].Demand[k] += visits * st.Customers[i].Service.Mean / (1 - open)
		n.exact = n.exact && (st.Discipline == queue.PS || st.Discipline == queue.FCFS && st.Customers[i].Service.SCV == 1)
	}
	n.exact = n.exact && (open == 0 || st.Servers <= 1) && st.Capacity == 0 && st.Gathering.Most <= 1
}

// self is the station of a node that solves itself.
func (n *closedNetwork) self(at int32) *self {
	for _, x := range n.selves {
		if x.at == at {
			return x
		}
	}
	n.selves = append(n.selves, &self{at: at})
	return n.selves[len(n.selves)-1]
}

// waits are the mean waits at the stations, for the classes of the closed
// sources and, behind them, the open ones.
func (n *closedNetwork) waits(r queue.ClosedResult, alone *Solution) map[int32]closedStation {
	out := map[int32]closedStation{}
	class := r.Class
	if !n.exact {
		class = queue.Worse(class, queue.D)
	}
	for c, at := range n.nodes {
		if at < 0 {
			continue
		}
		x := closedStation{time: map[int]float64{}, visits: map[int]float64{}, class: class, method: r.Method}
		for k := range n.users {
			x.present += r.Queue[c][k]
			if n.share[c][k] > 0 {
				x.time[n.class[k]] += r.Throughput[k] * r.Residence[c][k]
				x.visits[n.class[k]] += r.Throughput[k] * n.share[c][k]
			}
		}
		if base := alone.base[at]; base != nil {
			x.open = base.Station.Load
		}
		out[at] = x
	}
	return out
}

// wait is the mean wait of a class whose service takes so long.
func (c closedStation) wait(class int, service float64) float64 {
	if v := c.visits[class]; v > 0 {
		return max(c.time[class]/v-service, 0)
	}
	// An open customer sees the closed ones beside the open: T = S(1+Q)/(1−ρ).
	if c.open >= 1 {
		return math.Inf(1)
	}
	return service*(1+c.present)/(1-c.open) - service
}
