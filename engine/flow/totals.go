package flow

import (
	"math"

	"weir/engine/catalog"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/total"
)

// amounts adds money, power, availability and the allocation objective to a
// report that has everything else.
func (s *Solution) amounts(r *report.Report, found *findings) {
	rates, bad := total.ReadRates(&s.plan.Design.Settings)
	*found = append(*found, bad...)
	pools := s.poolMoney(r, rates, found)
	sum := &r.Summary
	perClass := make([]float64, len(s.plan.Classes))
	up := make([]float64, len(s.Results))
	for n, x := range s.Results {
		if x == nil {
			continue
		}
		node := r.Nodes[s.plan.graph.nodes[n]]
		up[n] = x.up()
		node.Availability = report.Number(up[n])
		own, drawn := s.nodeMoney(n, x, rates, pools)
		node.CostPerMonth = report.Number(own + drawn)
		node.PowerW = report.Number(x.Service.Cost.Power)
		sum.CostPerMonth += report.Number(own)
		sum.PowerW += node.PowerW
		s.attribute(n, own+drawn, perClass)
	}
	for _, id := range s.plan.Pools {
		sum.CostPerMonth += r.Pools[id].CostPerMonth
	}
	sum.PowerW += report.Number(s.idlePower(r))
	sum.CarbonKgPerMonth = report.Number(rates.CarbonPerMonth(float64(sum.PowerW)))
	for i, id := range s.plan.Classes {
		c := r.Classes[id]
		if c.CarriedPerS > 0 {
			c.CostPerItem = report.Number(perClass[i] / (float64(c.CarriedPerS) * total.Month))
		}
	}
	sum.Availability = report.Number(s.availability(up))
	r.Allocation = s.allocation()
}

// up is a node's availability: enough of its units to carry its load.
func (r *Result) up() float64 {
	t := &r.Service.Trust
	if t.Units == 0 {
		return 1
	}
	needed := t.Needed
	if needed == 0 {
		load := r.Station.Load + r.JobShare
		if !(load < 1) {
			load = 1
		}
		needed = max(int(math.Ceil(load*float64(t.Units)-1e-9)), 1)
	}
	return total.Up(t.Units, needed, t.Unit)
}

// poolPrice is what one unit of a pool costs a month.
type poolPrice struct{ perUnit float64 }

// poolMoney prices the pools: their own price, else the price book's, else
// the catalogue's for the device.
func (s *Solution) poolMoney(r *report.Report, rates total.Rates, found *findings) map[string]poolPrice {
	prices := make(map[string]poolPrice, len(s.plan.Pools))
	for _, id := range s.plan.Pools {
		pool := s.plan.Design.Pools[id]
		rent := s.poolRent(id, pool, rates.FX, found)
		price := poolPrice{rent * rates.HoursPerMonth * 3600}
		prices[id] = price
		a := r.Pools[id]
		a.CostPerMonth = report.Number(price.perUnit * pool.Units)
		a.IdleCostPerMonth = report.Number(price.perUnit * max(pool.Units-float64(a.Allocated), 0))
	}
	return prices
}

// poolRent is USD/s of one unit.
func (s *Solution) poolRent(id string, pool *design.Pool, fx quantity.FX, found *findings) float64 {
	for _, v := range []quantity.Value{pool.Params["price"], s.plan.Design.Settings.Prices[pool.Device]} {
		if v.IsZero() {
			continue
		}
		if x, err := quantity.Resolve(v, quantity.MoneyRate, fx); err == nil && x >= 0 {
			return x
		}
		found.add("pool.price", diagnostic.Error, diagnostic.Place{Pool: id, Param: "price"},
			words("The price of a unit is money by time, as $3.20/h is.", "单元价格应为按时间计的金额，例如 $3.20/h。"))
	}
	term, _ := pool.Params["term"].Text()
	if term == "" {
		term = string(catalog.OnDemand)
	}
	if rental, ok := catalog.FindRental(pool.Device, catalog.Term(term)); ok {
		return rental.PerSecond
	}
	if host, ok := catalog.FindHost(pool.Device); ok {
		return host.Price
	}
	return 0
}

// nodeMoney is what a node costs a month: its own, and its part of a pool's.
func (s *Solution) nodeMoney(n int, r *Result, rates total.Rates, pools map[string]poolPrice) (own, drawn float64) {
	c := r.Service.Cost
	if draw := s.plan.nodes[n].Pool; draw != nil {
		if price, ok := pools[draw.ID]; ok {
			c.Rent = 0
			drawn = price.perUnit * s.draw(n, draw)
		}
	}
	return rates.PerMonth(c), drawn
}

// idlePower is what the devices of pools draw that nobody has taken.
func (s *Solution) idlePower(r *report.Report) float64 {
	w := 0.0
	for _, id := range s.plan.Pools {
		pool := s.plan.Design.Pools[id]
		idle := max(pool.Units-float64(r.Pools[id].Allocated), 0)
		if d, ok := catalog.FindDevice(pool.Device); ok && idle > 0 {
			w += idle * component.IdlePower(&d)
		} else if h, ok := catalog.FindHost(pool.Device); ok {
			w += idle * h.Idle
		}
	}
	return w
}

// attribute charges the cost of a node to classes: of a station, by the time
// each keeps it busy, the idle time to nobody; of anything else, by items.
func (s *Solution) attribute(n int, usd float64, perClass []float64) {
	r := s.base[n]
	if r == nil || r.Load.Rate == 0 || usd == 0 {
		return
	}
	st := &r.Service.Station
	for i := range r.Load.Flows {
		f := &r.Load.Flows[i]
		share := f.Rate / r.Load.Rate
		if r.busy() && r.Station.Method != "" {
			busy := r.Station.Utilisation
			if r.Service.Solved == nil && r.Station.Load > 0 {
				share = f.Rate * st.Customers[i].Service.Mean / (r.Station.Load * float64(max(st.Servers, 1)))
			}
			share *= busy
		}
		perClass[f.Class] += usd * share
	}
}

// availability is that of the worst source: the share of the time its items
// find every node they need up.
func (s *Solution) availability(up []float64) float64 {
	worst := math.NaN()
	c := s.journeys.chain
	for n, r := range s.base {
		if r == nil || len(r.Load.Flows) == 0 {
			continue
		}
		if _, source := r.bound.Model.(component.Source); !source {
			continue
		}
		for i := range r.Load.Flows {
			a := total.Availability(c.reach(c.first[n]+int32(i), up))
			if !(a >= worst) {
				worst = a
			}
		}
	}
	return worst
}

// reach is the part of the chain an item may come through, as hops of an
// availability.
func (c *chain) reach(start int32, up []float64) []total.Hop {
	states := c.onward(start)
	at := make(map[int32]int, len(states))
	for i, s := range states {
		at[s] = i
	}
	hops := make([]total.Hop, len(states))
	for i, s := range states {
		n := c.node[s]
		h := total.Hop{Up: up[n], Any: c.s.base[n].bound.Kind.Family == component.Network && c.s.base[n].bound.Split}
		for k := c.start[s]; k < c.start[s+1]; k++ {
			// A way back in a loop needs no node that was not needed before.
			if x := &c.hops[k]; !x.async && x.gain > 0 && at[x.to] > i {
				h.Next = append(h.Next, total.Way{To: at[x.to], P: x.gain})
				h.All = h.All || x.copied
			}
		}
		if c.end[s] > 0 && len(h.Next) > 0 {
			h.Next = append(h.Next, total.Way{To: len(states), P: c.end[s]})
		}
		hops[i] = h
	}
	return hops
}

// onward lists the states that follow one without leaving the journey, in
// the order of the flow.
func (c *chain) onward(start int32) []int32 {
	g := c.s.plan.graph
	seen := make([]bool, len(c.node))
	seen[start] = true
	list := make([]int32, 0, 64)
	for i := g.from(c.node[start]); i < len(g.order); {
		j := g.together(g.order, i)
		for again := true; again; { // in a loop, until no more is found
			again = false
			for _, n := range g.order[i:j] {
				for s := c.first[n]; s < c.first[n+1]; s++ {
					again = seen[s] && c.follow(s, seen) && j-i > 1 || again
				}
			}
		}
		for _, n := range g.order[i:j] {
			for s := c.first[n]; s < c.first[n+1]; s++ {
				if seen[s] {
					list = append(list, s)
				}
			}
		}
		i = j
	}
	return list
}

// follow marks the states a state leads to and tells whether one was new.
func (c *chain) follow(s int32, seen []bool) bool {
	found := false
	for k := c.start[s]; k < c.start[s+1]; k++ {
		if x := &c.hops[k]; !x.async && x.gain > 0 && !seen[x.to] {
			seen[x.to], found = true, true
		}
	}
	return found
}

// allocation works out the objective of the reference text: every node and
// link with its resource is a term, the item of every source a data item.
func (s *Solution) allocation() report.Allocation {
	var shares []total.Share
	ofNode := make([]int, len(s.Results))
	for n, r := range s.Results {
		ofNode[n] = -1
		if r != nil {
			shares = addShare(shares, s.plan.graph.nodes[n], &r.Service.Resource, &ofNode[n])
		}
	}
	ofEdge := make([]int, len(s.Links))
	for e, r := range s.Links {
		ofEdge[e] = -1
		if r != nil {
			shares = addShare(shares, s.plan.graph.edges[e], &r.Service.Resource, &ofEdge[e])
		}
	}
	items := s.journeys.chain.items(ofNode, ofEdge)
	for _, j := range s.jobs {
		items = append(items, j.item(ofNode))
	}
	return total.Allocate(shares, items, s.plan.Design.Settings.Allocation)
}

func addShare(shares []total.Share, id string, r *component.Resource, at *int) []total.Share {
	if r.Kind == "" || !(r.Capacity > 0) || !(r.Share > 0) {
		return shares
	}
	*at = len(shares)
	return append(shares, total.Share{Node: id, Kind: r.Kind, Capacity: r.Capacity, Share: r.Share, Work: r.Work})
}

// items are the data items of request sources: how often one visits each
// share.
func (c *chain) items(ofNode, ofEdge []int) []total.Item {
	var items []total.Item
	for n, r := range c.s.base {
		if r == nil {
			continue
		}
		if _, source := r.bound.Model.(component.Source); !source {
			continue
		}
		for i := range r.Load.Flows {
			items = append(items, c.item(c.first[n]+int32(i), ofNode, ofEdge))
		}
	}
	return items
}

func (c *chain) item(start int32, ofNode, ofEdge []int) total.Item {
	var item total.Item
	states := c.onward(start)
	nodes := make([]int32, 0, len(states))
	for _, s := range states {
		if n := c.node[s]; len(nodes) == 0 || nodes[len(nodes)-1] != n {
			nodes = append(nodes, n)
		}
	}
	c.visit(start, nodes, true)
	visits := c.visits
	for _, s := range states {
		if at := ofNode[c.node[s]]; at >= 0 {
			item.Visits = append(item.Visits, total.Visit{Share: at, Times: visits[s]})
		}
		for k := c.start[s]; k < c.start[s+1]; k++ {
			x := &c.hops[k]
			if at := ofEdge[x.edge]; at >= 0 && !x.async {
				item.Visits = append(item.Visits, total.Visit{Share: at, Times: visits[s] * x.gain})
			}
		}
	}
	return item
}

// item is the data item of a job: its stages overlap where it is pipelined.
func (j *job) item(ofNode []int) total.Item {
	item := total.Item{Overlap: !j.emission.Serial}
	first := j.results[j.source].Load.Rate
	for _, n := range j.reached {
		if at := ofNode[n]; at >= 0 {
			item.Visits = append(item.Visits, total.Visit{Share: at, Times: j.results[n].Load.Rate / first})
		}
	}
	return item
}
