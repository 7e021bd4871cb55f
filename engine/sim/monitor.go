package sim

// Monitor looks at a station at intervals. When a metric has been past its
// bound for as long as Hold it fires, and its action takes effect after Takes.
// It fires again only after the metric was within its bound.
type Monitor struct {
	Station int
	Metric  Metric
	Bound   float64
	Hold    float64 // s
	Every   float64 // s between looks
	Action  Action
	Takes   float64 // s
}

// Metric is what a Monitor looks at: each is of the time since its last look.
type Metric uint8

// The metrics. All but Throughput are past their bound above it.
const (
	LatencyP99  Metric = iota // s, of the visits that ended
	Utilisation               // share of the station's servers that work, now
	InQueue                   // items that wait, now
	ErrorRatio                // lost or spoiled, of all that came or ended
	Throughput                // visits that ended, a second
)

// Action is what a Monitor does.
type Action uint8

// The actions.
const (
	Alert   Action = iota // nothing the network feels
	Restart               // every server begins anew: slow, dead and corrupting ones are cured
	Reroute               // what could go elsewhere does, until the metric is within its bound
	Scale                 // half as many servers again, of those the station has in reserve
)

// Reserve is the factor by which a station that a monitor may scale needs
// more servers than work at first.
const Reserve = 1.5

// watching is the state of a Monitor.
type watching struct {
	spec    *Monitor
	past    float64 // since when the metric is past its bound; below 0 = it is not
	fired   bool    // since then
	times   sketch
	ended   int
	lost    int
	came    int
	looking float64 // time of the last look
}

// Watch is what a monitor did.
type Watch struct {
	Fired []Firing // the first mostFirings
	False int      // fired while no anomaly was on, nor had been since it was past its bound
}

// Firing is one time a monitor fired.
type Firing struct {
	At, Past float64 // when it fired, and since when its metric was past the bound
	False    bool
}

const mostFirings = 1000

func (r *run) watch(k int32) {
	w := &r.monitors[k]
	m, st := w.spec, &r.stations[w.spec.Station]
	value := r.metric(w, st)
	past := value > m.Bound
	if m.Metric == Throughput {
		past = value < m.Bound
	}
	switch {
	case !past:
		if w.fired && m.Action == Reroute {
			st.avoided = false
		}
		w.past, w.fired = -1, false
	case w.past < 0:
		w.past = r.now
	}
	if past && !w.fired && r.now-w.past >= m.Hold {
		w.fired = true
		f := Firing{At: r.now, Past: w.past, False: !r.struck() && !r.wasStruck(w.past-m.Every)}
		out := &r.out.Monitors[k]
		if f.False {
			out.False++
		}
		if len(out.Fired) < mostFirings {
			out.Fired = append(out.Fired, f)
		}
		if !r.plan.Passive {
			r.after(m.Takes, monitorActs, k, 0)
		}
	}
	r.after(m.Every, monitorLook, k, 0)
}

// wasStruck tells whether an anomaly was on at some time since.
func (r *run) wasStruck(since float64) bool {
	for k := range r.out.network.Anomalies {
		a := &r.out.network.Anomalies[k]
		if !r.plan.Calm && a.From <= r.now && a.From+a.For >= since {
			return true
		}
	}
	return false
}

func (r *run) metric(w *watching, st *station) float64 {
	defer func() {
		w.times, w.ended, w.lost, w.came, w.looking = sketch{}, 0, 0, 0, r.now
	}()
	waiting, busy := st.load()
	switch w.spec.Metric {
	case LatencyP99:
		if w.times.total == 0 {
			return 0
		}
		return w.times.quantile(0.99)
	case Utilisation:
		return min(busy/float64(max(st.up, 1)), 1)
	case InQueue:
		return waiting
	case ErrorRatio:
		return float64(w.lost) / float64(max(w.came, w.ended, 1))
	}
	return float64(w.ended) / max(r.now-w.looking, 1e-300)
}

// act carries a monitor's action out.
func (r *run) act(k int32) {
	w := &r.monitors[k]
	st := &r.stations[w.spec.Station]
	switch w.spec.Action {
	case Restart:
		for a := range r.out.network.Anomalies {
			if x := &r.out.network.Anomalies[a]; x.Kind != Spike && x.Station == w.spec.Station {
				r.strike(int32(a), false)
			}
		}
	case Reroute:
		st.avoided = w.fired
	case Scale:
		more := int32(float64(st.up)*Reserve+0.999) - st.up
		for server := range int32(len(st.reserve)) {
			if st.reserve[server] && more > 0 {
				st.reserve[server] = false
				r.setServer(st, server, false)
				more--
			}
		}
	}
}

// report feeds the monitors of a station.
func (r *run) ended(st *station, time float64, spoiled bool) {
	for _, k := range st.monitors {
		w := &r.monitors[k]
		w.ended++
		if w.spec.Metric == LatencyP99 {
			w.times.add(time)
		}
		if spoiled {
			w.lost++
		}
	}
}
