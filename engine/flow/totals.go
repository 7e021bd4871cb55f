package flow

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"weir/engine/catalog"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/total"
)

// share is what a node has of the whole: the time it and its pool are up, and
// what it costs a month.
type share struct{ available, cost report.Number }

// amounts adds nodes and edges, money, power, availability and the allocation
// objective to a report that has everything else.
func (s *Solution) amounts(r *report.Report, found *findings) {
	rates, bad := total.ReadRates(&s.plan.Design.Settings)
	*found = append(*found, bad...)
	pools := s.poolMoney(r, rates, found)
	sum := &r.Summary
	// Power, failures and the allocation are of the highest hour, money and
	// carbon of the whole day.
	day, mean := s.day(), 0.0
	perClass := make([]float64, len(s.plan.Classes))
	up, common := make([]float64, len(s.Results)), s.poolsUp(found)
	own := make([]share, len(s.Results))
	for n, x := range s.Results {
		if x == nil {
			continue
		}
		up[n] = x.up()
		own[n].available = report.Number(up[n])
		if p := s.pool(n); p >= 0 {
			own[n].available *= report.Number(common[p])
		}
		mine, drawn := day.nodeMoney(n, day.Results[n], rates, pools)
		own[n].cost = report.Number(mine + drawn)
		sum.CostPerMonth += report.Number(mine)
		sum.PowerW += report.Number(x.Service.Cost.Power)
		mean += day.Results[n].Service.Cost.Power
		day.attribute(n, mine+drawn, perClass)
	}
	now := s.write(r.Precision, own)
	r.Nodes, r.Edges = now.nodeOf, now.edgeOf
	for _, id := range s.plan.Pools {
		sum.CostPerMonth += r.Pools[id].CostPerMonth
	}
	idle := s.idlePower(r)
	sum.PowerW += report.Number(idle)
	sum.CarbonKgPerMonth = report.Number(rates.CarbonPerMonth(mean + idle))
	for id, c := range day.classes() {
		if c.CarriedPerS > 0 {
			i, _ := slices.BinarySearch(s.plan.Classes, id)
			r.Classes[id].CostPerItem = report.Number(perClass[i]/(float64(c.CarriedPerS)*total.Month)) / useful(r.Classes[id])
		}
	}
	terms, ofNode, ofEdge := s.terms()
	begin := s.journeys.chain.beginnings(up, common, ofNode, ofEdge)
	s.journeys.chain.begin = begin
	worst, available := begin.worst()
	exact := true
	if worst != nil {
		exact = worst.exact
		sum.Needs = s.journeys.chain.needs(worst.states, up, common)
	}
	for _, j := range s.jobs {
		if a := s.jobUp(j, up, common); !(a >= available) {
			available, exact, sum.Needs = a, true, s.jobNeeds(j, up, common)
		}
	}
	sum.Availability, sum.AvailabilityMethod, sum.AvailabilityClass = report.Number(available), "factoring", "A"
	if !exact {
		sum.AvailabilityClass = "D"
	}
	s.journeys.chain.ofCarried(r.Classes, begin)
	r.Allocation = s.allocation(terms, begin)
	r.Prices = s.plan.prices
}

// needed is how many of its units a node needs: given, or enough to carry
// its load.
func (r *Result) needed() int {
	t := &r.Service.Trust
	if t.Needed > 0 || t.Units == 0 {
		return t.Needed
	}
	load := r.Station.Load + r.JobShare
	if !(load < 1) {
		load = 1
	}
	return max(int(math.Ceil(load*float64(t.Units)-1e-9)), 1)
}

// up is a node's availability beside that of its pool: enough of its units.
func (r *Result) up() float64 {
	if r.Service.Trust.Units == 0 {
		return 1
	}
	return r.Service.Trust.Up(r.needed())
}

// lasts adds to a node's figures how long it lasts, where that is known.
func (r *Result) lasts(n *report.Node) {
	if t := r.Service.Trust.MeanTimeToFailure(r.needed()); t > 0 {
		n.Figures = append(n.Figures[:len(n.Figures):len(n.Figures)], report.Figure{
			Key: "mttf_s", Label: words("Mean time to failure", "平均失效前时间"), Value: report.Number(t), Unit: "s", Method: "first passage", ErrorClass: "A",
		})
	}
}

// poolsUp are the availabilities of what the units of each pool have in
// common (a rack, a power feed, a switch): its parameter "availability".
func (s *Solution) poolsUp(found *findings) []float64 {
	up := make([]float64, len(s.plan.Pools))
	for i, id := range s.plan.Pools {
		up[i] = 1
		v := s.plan.Design.Pools[id].Params["availability"]
		if v.Form() == quantity.Null {
			continue
		}
		if x, err := quantity.Middle(v, quantity.None, nil); err == nil && x >= 0 && x <= 1 {
			up[i] = x
			continue
		}
		found.add("pool.availability", diagnostic.Error, diagnostic.Place{Pool: id, Param: "availability"},
			words("The availability of a pool is a share between 0 and 1.", "资源池的可用性是 0 到 1 之间的比例。"))
	}
	return up
}

// pool is the index of the pool a node draws from, -1 without one.
func (s *Solution) pool(n int) int {
	if len(s.plan.Pools) == 0 {
		return -1
	}
	draw := s.plan.nodes[n].Pool
	if draw == nil {
		return -1
	}
	i, ok := slices.BinarySearch(s.plan.Pools, draw.ID)
	if !ok {
		return -1
	}
	return i
}

// poolPrice is what one unit of a pool costs a month.
type poolPrice struct {
	perUnit float64
	owned   bool
}

// poolMoney prices the pools: their own price, else the price book's, else
// the catalogue's for the device.
func (s *Solution) poolMoney(r *report.Report, rates total.Rates, found *findings) map[string]poolPrice {
	prices := make(map[string]poolPrice, len(s.plan.Pools))
	for _, id := range s.plan.Pools {
		pool := s.plan.Design.Pools[id]
		price := poolPrice{}
		if usd, owned := component.Owned(pool.Params, rates.FX); owned {
			price = poolPrice{usd * total.Month, true}
			if usd == 0 {
				found.add("price.purchase", diagnostic.Error, diagnostic.Place{Pool: id, Param: "purchase"},
					words("What is owned has a purchase price: enter it.", "自有设备须填写购置价格。"))
			}
		} else {
			price.perUnit = s.poolRent(id, pool, rates.FX, found) * rates.HoursPerMonth * 3600
		}
		prices[id] = price
		a := r.Pools[id]
		a.CostPerMonth = report.Number(price.perUnit * s.plan.units(id))
		a.IdleCostPerMonth = report.Number(price.perUnit * max(s.plan.units(id)-float64(a.Allocated), 0))
	}
	return prices
}

// poolRent is USD/s of one unit.
func (s *Solution) poolRent(id string, pool *design.Pool, fx quantity.FX, found *findings) float64 {
	for _, v := range []quantity.Value{pool.Params["price"], s.plan.Design.Settings.Prices[pool.Device]} {
		if v.IsZero() {
			continue
		}
		if x, err := quantity.Middle(v, quantity.MoneyRate, fx); err == nil && x >= 0 {
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
	if len(pools) == 0 {
		return rates.PerMonth(c), 0
	}
	if draw := s.plan.nodes[n].Pool; draw != nil {
		if price, ok := pools[draw.ID]; ok {
			c.Rent, c.Owned = 0, price.owned
			drawn = price.perUnit * s.draw(n, draw)
		}
	}
	return rates.PerMonth(c), drawn
}

// charges lists what the design is charged by, each once.
func (p *Plan) charges() []report.Price {
	var list []report.Price
	for n, b := range p.Bound {
		if b == nil || p.nodes[n].Bypassed {
			continue
		}
		for _, x := range b.Prices {
			if !slices.Contains(list, x) {
				list = append(list, x)
			}
		}
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Term, b.Term), cmp.Compare(a.PerSecond, b.PerSecond)) < 0
	})
	return list
}

// chargedAs tells whether each node is charged as in a plan of the same structure.
func (p *Plan) chargedAs(o *Plan) bool {
	for n, b := range p.Bound {
		was := o.Bound[n]
		if b != was && !slices.Equal(b.Prices, was.Prices) || p.nodes[n].Bypassed != o.nodes[n].Bypassed {
			return false
		}
	}
	return true
}

// idlePower is what the devices of pools draw that nobody has taken.
func (s *Solution) idlePower(r *report.Report) float64 {
	w := 0.0
	for _, id := range s.plan.Pools {
		pool := s.plan.Design.Pools[id]
		idle := max(s.plan.units(id)-float64(r.Pools[id].Allocated), 0)
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

// terms lists those of the allocation objective and, by node and edge, which
// of them it is; -1 = none.
func (s *Solution) terms() (terms []report.Term, ofNode, ofEdge []int32) {
	terms = make([]report.Term, 0, count(s.Results)+count(s.Links))
	ofNode, ofEdge = make([]int32, len(s.Results)), make([]int32, len(s.Links))
	for n, r := range s.Results {
		ofNode[n] = -1
		if r != nil && r.Service.Resource.Counts() {
			ofNode[n] = int32(len(terms))
			terms = append(terms, total.Term(s.plan.graph.nodes[n], &r.Service.Resource))
		}
	}
	for e, r := range s.Links {
		ofEdge[e] = -1
		if r != nil && r.Service.Resource.Counts() {
			ofEdge[e] = int32(len(terms))
			terms = append(terms, total.Term(s.plan.graph.edges[e], &r.Service.Resource))
		}
	}
	return terms, ofNode, ofEdge
}

// allocation works out the objective of the reference text: every node and
// link with its resource is a term, the item of every source a data item.
func (s *Solution) allocation(terms []report.Term, begin *beginnings) report.Allocation {
	items := make([]total.Item, 0, len(begin.list)+len(s.jobs))
	for i := range begin.list {
		items = append(items, begin.list[i].item)
	}
	for _, j := range s.jobs {
		items = append(items, j.item(begin.ofNode))
	}
	return total.Allocate(terms, items, s.plan.Design.Settings.Allocation)
}

// count is how many of them use a resource.
func count(results []*Result) int {
	n := 0
	for _, r := range results {
		if r != nil && r.Service.Resource.Counts() {
			n++
		}
	}
	return n
}

// item is the data item of a job: its stages overlap where it is pipelined.
func (j *job) item(ofNode []int32) total.Item {
	item := total.Item{Overlap: !j.emission.Serial}
	first := j.results[j.source].Load.Rate
	for _, n := range j.reached {
		if at := ofNode[n]; at >= 0 {
			item.Visits = append(item.Visits, total.Visit{Term: at, Times: j.results[n].Load.Rate / first})
		}
	}
	return item
}
