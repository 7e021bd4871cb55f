package sim

// Anomaly is something that goes wrong for a while.
type Anomaly struct {
	Kind    AnomalyKind
	Station int     // where; a Spike's is its Source
	Source  int     // of a Spike
	From    float64 // s
	For     float64 // s, unless a monitor ends it before
	// Factor of a Spike on the rate, of Slow on the service times, of Corrupt
	// the share of the items that are spoiled.
	Factor float64
}

// AnomalyKind is what goes wrong.
type AnomalyKind uint8

// The kinds.
const (
	Spike   AnomalyKind = iota // a source sends more
	Slow                       // a station serves slower what begins from then on
	Dead                       // no server of a station works
	Corrupt                    // what a station serves is spoiled: it goes on, and counts as damage
)

// strike begins or ends an anomaly.
func (r *run) strike(k int32, on bool) {
	a := &r.out.network.Anomalies[k]
	if r.active[k] == on {
		return
	}
	r.active[k] = on
	factor := a.Factor
	if !on {
		factor = 1
	}
	if a.Kind == Spike {
		s := &r.sources[a.Source]
		s.factor = factor
		r.schedule(s) // exact where arrivals are Poisson; elsewhere the time since the last is forgotten
		return
	}
	st := &r.stations[a.Station]
	switch a.Kind {
	case Slow:
		st.slow = factor
	case Corrupt:
		st.spoil = 0
		if on {
			st.spoil = factor
		}
	case Dead:
		if on {
			r.takeDownAll(st, func(int32) bool { return true })
			return
		}
		for server := range int32(len(st.down)) {
			r.setServer(st, server, false)
		}
	}
}

// struck tells whether any anomaly is on.
func (r *run) struck() bool {
	for _, on := range r.active {
		if on {
			return true
		}
	}
	return false
}
