package sim

import "math"

// Scaler sets how many of a station's servers are up by its load: every so
// often it wants enough of them that they would be busy for Target of the
// time, as in Kubernetes' horizontal autoscaler. More are up after a lag;
// those that are too many stop at once, each when it has finished its item.
type Scaler struct {
	Station int
	Least   int     // servers, ≥ 1; the station's Servers are the most
	Target  float64 // busy share, 0…1
	Every   float64 // s between looks
	Lag     float64 // s until a new server works
}

// scaling is the state of a Scaler.
type scaling struct {
	spec   *Scaler
	wanted int32 // servers that are up or ordered
	work   float64
	since  float64
}

// scale looks at a station. Its load is the work that came in since the last
// look and what waits, in servers.
func (r *run) scale(k int32) {
	s := &r.scalers[k]
	st := &r.stations[s.spec.Station]
	load := (st.brought - s.work) / max(r.now-s.since, 1e-300)
	s.work, s.since = st.brought, r.now
	waiting, _ := st.load()
	if st.visits > 0 {
		load += waiting * st.brought / float64(st.visits) / s.spec.Every
	}
	want := min(max(int32(math.Min(math.Ceil(load/s.spec.Target-1e-9), 1e9)), int32(s.spec.Least)), st.servers)
	if want > s.wanted {
		r.after(s.spec.Lag, scaleDone, k, want)
	}
	s.wanted = want
	spare := func(server int32) bool { // a busy one is looked at again the next time
		return server >= want && st.active[server] && (len(st.at) == 0 || st.at[server] == none)
	}
	r.takeDownAll(st, spare)
	for server := want; server < st.servers; server++ {
		st.active[server] = st.active[server] && !spare(server)
	}
	r.after(s.spec.Every, scaleLook, k, 0)
}

// scaled brings up servers that were ordered and are still wanted. The lowest
// numbers work.
func (r *run) scaled(k, want int32) {
	s := &r.scalers[k]
	st := &r.stations[s.spec.Station]
	for server := range min(want, s.wanted) {
		if !st.active[server] {
			st.active[server] = true
			r.setServer(st, server, false)
		}
	}
}
