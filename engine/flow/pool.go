package flow

import (
	"math"
	"strconv"

	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// poolBandwidth is the bandwidth of a network pool, all units together.
func (p *Plan) poolBandwidth(id string) float64 {
	pool := p.Design.Pools[id]
	if pool == nil {
		return 0
	}
	x, err := quantity.Middle(pool.Params["bandwidth"], quantity.Bandwidth, p.env.FX)
	if err != nil || x < 0 {
		return 0
	}
	return x * p.units(id)
}

// checkDraws finds draws on pools that cannot be.
func (p *Plan) checkDraws() {
	found := &p.ofNodes
	for _, id := range p.Pools {
		if u, err := quantity.Middle(p.Design.Pools[id].Units, quantity.None, nil); err == nil && !(u >= 0 && u < math.Inf(1)) {
			found.add("pool.size", diagnostic.Error, diagnostic.Place{Pool: id, Param: "units"},
				words("A pool has at least 0 units.", "资源池的单元数不能小于 0。"))
		}
	}
	for i, id := range p.graph.nodes {
		draw := p.nodes[i].Pool
		if draw == nil {
			continue
		}
		at := diagnostic.Place{Node: id, Pool: draw.ID}
		switch {
		case p.Design.Pools[draw.ID] == nil:
			found.add("pool.unknown", diagnostic.Error, at,
				words("There is no pool “"+draw.ID+"”.", "没有资源池“"+draw.ID+"”。"))
		case draw.Units != nil && draw.Share != nil:
			found.add("pool.draw", diagnostic.Error, at,
				words("A node takes units of a pool or a share of it, not both.", "节点从资源池取用整数单元或份额，不能两者兼有。"))
		case draw.Share != nil && !(*draw.Share > 0 && *draw.Share <= 1):
			found.add("pool.share", diagnostic.Error, at,
				words("A share is above 0 and at most 1.", "份额须大于 0 且不超过 1。"))
		case draw.Units != nil && !(*draw.Units >= 0 && *draw.Units < 1e12):
			found.add("pool.draw", diagnostic.Error, at,
				words("The units taken must be at least 0.", "取用的单元数不能小于 0。"))
		}
	}
}

// units of a pool; one with less than none, or a number that cannot be read,
// has none.
func (p *Plan) units(pool string) float64 {
	if u, err := quantity.Middle(p.Design.Pools[pool].Units, quantity.None, nil); err == nil && u > 0 && u < math.Inf(1) {
		return u
	}
	return 0
}

// Draws are the units every node takes of its pool: given, or a share of it,
// or as many devices as an AI kind runs on. 0 where a node has no pool.
func (s *Solution) Draws() []float64 {
	draws := make([]float64, len(s.plan.nodes))
	for i, n := range s.plan.nodes {
		if n.Pool == nil || s.plan.Design.Pools[n.Pool.ID] == nil {
			continue
		}
		draws[i] = s.draw(i, n.Pool)
	}
	return draws
}

func (s *Solution) draw(i int, d *design.Draw) float64 {
	devices := s.Results[i].devices()
	switch {
	case d.Share != nil && *d.Share > 0 && *d.Share <= 1:
		return *d.Share * s.plan.units(d.ID)
	case devices > 0:
		return devices
	case d.Units != nil && *d.Units > 0:
		return *d.Units
	}
	return 0
}

func (r *Result) devices() float64 {
	if r == nil {
		return 0
	}
	return r.Service.Cost.Devices
}

// pools reports what is taken of every pool and finds those overdrawn.
func (s *Solution) pools(found *findings) map[string]*report.Pool {
	p := s.plan
	answer := make(map[string]*report.Pool, len(p.Pools))
	for _, id := range p.Pools {
		answer[id] = &report.Pool{Capacity: report.Number(p.units(id)), CostPerMonth: report.Number(math.NaN()), IdleCostPerMonth: report.Number(math.NaN())}
	}
	if len(p.Pools) == 0 {
		return answer
	}
	for i, units := range s.Draws() {
		if draw := p.nodes[i].Pool; draw != nil && answer[draw.ID] != nil {
			answer[draw.ID].Allocated += report.Number(units)
			have := s.Results[i].devices()
			if have == 0 && draw.Units == nil && draw.Share == nil && s.Results[i] != nil {
				found.add("pool.draw", diagnostic.Warning, diagnostic.Place{Node: p.graph.nodes[i], Pool: draw.ID},
					words("Say how many units of the pool it takes, or which share.", "请说明从资源池取用多少单元或多大份额。"))
			}
			if have > 0 && draw.Units != nil && *draw.Units != have {
				found.add("pool.units", diagnostic.Warning, diagnostic.Place{Node: p.graph.nodes[i], Pool: draw.ID},
					words("Its parallelism takes "+number(have)+" devices, not the "+number(*draw.Units)+" written.", "其并行配置需要 "+number(have)+" 台设备，而不是所写的 "+number(*draw.Units)+" 台。"))
			}
		}
	}
	s.linkDraws(answer)
	for _, id := range p.Pools {
		a := answer[id]
		if float64(a.Allocated) > float64(a.Capacity)*(1+1e-12) {
			found.add("pool.overdrawn", diagnostic.Error, diagnostic.Place{Pool: id},
				words("Nodes take "+number(float64(a.Allocated))+" units of "+number(float64(a.Capacity))+".", "各节点共取用 "+number(float64(a.Allocated))+" 个单元，而资源池只有 "+number(float64(a.Capacity))+" 个。"))
		}
	}
	return answer
}

// linkDraws adds the bandwidth that links take of network pools, in units.
func (s *Solution) linkDraws(answer map[string]*report.Pool) {
	p := s.plan
	for i, id := range p.graph.edges {
		link := p.Design.Edges[id].Link
		if link == nil || link.Pool == "" || answer[link.Pool] == nil || link.Bandwidth.IsZero() {
			continue
		}
		if whole := p.poolBandwidth(link.Pool); whole > 0 {
			answer[link.Pool].Allocated += report.Number(p.wires[i].Bandwidth / whole * p.units(link.Pool))
		}
	}
}

// number writes a count for a sentence.
func number(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}
