package flow

import (
	"fmt"
	"math"

	"weir/engine/component"
	"weir/engine/queue"
	"weir/engine/sim"
)

// Playing says what a simulation plays beside the steady worst hour.
type Playing struct {
	// Day follows the sources' 24-hour profiles, from midnight, and lets backup
	// plans write their copies.
	Day      bool
	Restores []Restore
	// Failures lets units fail, and pools as a whole: by the parameters mtbf and
	// repair, else by their availability and outages of assumedRepair.
	Failures  bool
	Traces    map[string]*sim.Trace // by source: arrivals to replay instead of its rate
	Anomalies []Anomaly
}

// sessions reports whether a trace tells which requests are of one session.
func (p *Playing) sessions() bool {
	for _, t := range p.Traces { // any one: the order does not matter
		if t != nil && t.Sessions() {
			return true
		}
	}
	return false
}

// Anomaly is something that goes wrong at a node for a while.
type Anomaly struct {
	Kind   string  // "spike" of a source, "slow", "dead", "corrupt"
	Node   string  // id
	From   float64 // s, ≥ 0
	For    float64 // s, > 0
	Factor float64 // spike: on the rate; slow: on the service times; corrupt: share of the items
}

// Bounds on what one simulation plays.
const (
	maxCacheRoom = 4_000_000
	maxUnits     = 100_000
)

// play is what a node's model plays in detail.
func play(r *Result) component.Play {
	if p, ok := r.bound.Model.(component.Player); ok {
		return p.Play(&r.Load)
	}
	return component.Play{}
}

// lanes makes the station of a node that serves tokens.
func (t *Twin) lanes(n int32, p *component.Play) {
	it := p.Lanes
	s := &sim.Serving{
		Lanes: it.Lanes, Slots: it.Slots, Chunk: it.Chunk, Room: it.Room, Reserve: it.Reserve, Hit: it.Hit,
		Yield: it.Yield, Each: it.Each, Before: it.Before, Step: it.Steps, Iteration: it,
	}
	if c := it.Cache; t.playing.sessions() {
		s.Before = c.Before
		s.Prefix = &sim.Prefix{Hit: c.Hit, Sticky: c.Sticky, Room: c.Room, Offload: c.Offload, Fetch: c.Fetch}
	}
	servers := it.Lanes
	if pool := it.Pool; pool != nil {
		s.Pool = &sim.Pool{Lanes: pool.Lanes, Chunk: pool.Chunk, Send: pool.Send, After: pool.After, Iteration: pool}
		servers += pool.Lanes
	}
	t.node[n] = t.station(sim.Station{Servers: servers, Serving: s})
}

// tokens are the laws of a flow's tokens at a node that serves them.
func tokens(stage *sim.Stage, f *component.Flow) {
	stage.TokensIn = queue.Law{Mean: f.TokensIn.Mean, SCV: f.TokensIn.SCV}
	stage.TokensOut = queue.Law{Mean: f.TokensOut.Mean, SCV: f.TokensOut.SCV}
}

var replacements = map[string]sim.Replacement{"lru": sim.LRU, "fifo": sim.FIFO, "ttl": sim.TTL, "idle": sim.Idle}

// cache makes the cache of a node that has contents, −1 of others and of
// those too large to play, which go by their hit ratio.
func (t *Twin) cache(p *component.Play) int {
	c := p.Content
	if c == nil || c.Room > maxCacheRoom && (c.Replacement == "lru" || c.Replacement == "fifo") {
		return -1
	}
	t.Network.Caches = append(t.Network.Caches, sim.Cache{Replacement: replacements[c.Replacement], Room: int(c.Room), Lifetime: c.Lifetime})
	return len(t.Network.Caches) - 1
}

// lookup sends what a cache has looked up on by what is in it.
func (t *Twin) lookup(at int, state int32, r *Result, i, cache int, p *component.Play) bool {
	if cache < 0 {
		return false
	}
	l := sim.Lookup{Cache: cache, Catalogue: i, Items: p.Content.Items[i], Zipf: p.Content.Zipf[i]}
	port := func(port int) int {
		on := t.stage(sim.Stage{Station: -1})
		total := 0.0
		for w := range r.Ways {
			if way := &r.Ways[w]; way.Flow == i && way.Edge >= 0 && t.solution.plan.graph.ends[way.Edge].port == port {
				total += way.Gain
			}
		}
		t.onward(on, state, r, i, func(way *Way) (float64, bool) {
			if way.Edge < 0 || t.solution.plan.graph.ends[way.Edge].port != port || total <= 0 {
				return 0, false
			}
			return way.Gain / total, true
		})
		return on
	}
	l.Hit, l.Miss = port(0), port(1)
	t.Network.Stages[at].Lookup = &l
	t.lookups = append(t.lookups, lookedUp{t.solution.journeys.chain.node[state], at})
	return true
}

// lookedUp is a stage that looks up at a node.
type lookedUp struct {
	node  int32
	stage int
}

// at is the index of a node that is played; a refusal names what is wrong.
func (t *Twin) at(id string) (int, error) {
	for n, other := range t.solution.plan.graph.nodes {
		if other == id && t.solution.base[n] != nil {
			return n, nil
		}
	}
	return 0, refuse("sim.node", id, "There is no node of this id to simulate.", "没有该标识的节点可供仿真。")
}

var anomalies = map[string]sim.AnomalyKind{"spike": sim.Spike, "slow": sim.Slow, "dead": sim.Dead, "corrupt": sim.Corrupt}

// strike adds an anomaly to the network.
func (t *Twin) strike(a *Anomaly) error {
	n, err := t.at(a.Node)
	if err != nil {
		return err
	}
	kind, known := anomalies[a.Kind]
	switch {
	case !known:
		return refuse("sim.anomaly", a.Node, fmt.Sprintf("“%s” is no anomaly: spike, slow, dead or corrupt.", a.Kind), fmt.Sprintf("“%s”不是异常类型：应为 spike、slow、dead 或 corrupt。", a.Kind))
	case !(a.From >= 0) || !(a.For > 0) || math.IsInf(a.From+a.For, 0) || !(a.Factor >= 0) || math.IsInf(a.Factor, 0) || kind == sim.Corrupt && a.Factor > 1,
		(kind == sim.Spike || kind == sim.Slow) && a.Factor == 0:
		return refuse("sim.anomaly", a.Node, "An anomaly begins at 0 s or later, lasts for some time, and has a factor above 0 (a share up to 1 where items are spoiled).", "异常须在 0 秒或之后开始、持续一段时间，且系数大于 0（损坏数据时为不超过 1 的比例）。")
	}
	x := sim.Anomaly{Kind: kind, From: a.From, For: a.For, Factor: a.Factor, Station: t.node[n]}
	if kind == sim.Spike {
		found := false
		for i := range t.Network.Sources {
			if o := t.origins[t.Network.Sources[i].Journey]; int(o.node) == n {
				x.Source, found = i, true
				t.Network.Anomalies = append(t.Network.Anomalies, x)
			}
		}
		if !found {
			return refuse("sim.anomaly", a.Node, "Only a source that sends requests can have a spike.", "只有发出请求的来源才会出现流量激增。")
		}
		return nil
	}
	if x.Station < 0 {
		return refuse("sim.anomaly", a.Node, "Nothing waits or is served at this node, so nothing can go wrong there.", "该节点没有排队或服务，不会出现异常。")
	}
	t.Network.Anomalies = append(t.Network.Anomalies, x)
	return nil
}

var (
	metrics = map[string]sim.Metric{"latency_p99": sim.LatencyP99, "utilisation": sim.Utilisation, "in_queue": sim.InQueue, "error_ratio": sim.ErrorRatio, "throughput": sim.Throughput}
	actions = map[string]sim.Action{"alert": sim.Alert, "restart": sim.Restart, "reroute": sim.Reroute, "scale": sim.Scale}
)

// monitors lets each monitor watch the nodes it is wired to.
func (t *Twin) monitors() {
	g := t.solution.plan.graph
	for n, r := range t.solution.base {
		if r == nil {
			continue
		}
		w := play(r).Watch
		if w == nil {
			continue
		}
		for _, e := range g.in[n] {
			from := g.ends[e].from
			if at := t.node[from]; at >= 0 {
				if w.Action == "scale" { // servers in reserve
					st := &t.Network.Stations[at]
					st.Servers = int(math.Ceil(float64(st.Servers) * sim.Reserve))
				}
				t.watched = append(t.watched, watched{int32(n), from})
				t.Network.Monitors = append(t.Network.Monitors, sim.Monitor{
					Station: at, Metric: metrics[w.Metric], Bound: w.Bound, Hold: w.Hold, Every: w.Every, Action: actions[w.Action], Takes: w.Takes,
				})
			}
		}
	}
}

// watched is a monitor and a node it watches.
type watched struct{ monitor, node int32 }

// lifetimes is how many mean stays at language models a warm-up lasts.
const lifetimes = 5

// Warmup is the least number of items before those followed: language models
// start empty, unlike other stations.
func (t *Twin) Warmup() int {
	under := 0.0
	for n, r := range t.solution.base {
		if r == nil || t.node[n] < 0 || t.Network.Stations[t.node[n]].Serving == nil {
			continue
		}
		for i := range r.Station.Customers {
			if in := r.Load.Flows[i].Rate * r.Station.Customers[i].Sojourn.Mean(); !math.IsInf(in, 0) {
				under += in
			}
		}
	}
	return int(min(lifetimes*under, 1e8))
}
