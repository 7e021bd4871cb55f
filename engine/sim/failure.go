package sim

import (
	"math"

	"weir/engine/queue"
)

// Failure takes units down, and with each its part of the servers of every
// station named: stations that share hardware fail together. Times are
// exponential. What a failed server was working on starts again, first in
// line.
type Failure struct {
	Stations []int
	Units    int     // ≥ 1
	MTBF     float64 // s one unit runs, mean; +Inf = for ever
	Repair   float64 // s to mend one, mean
	Crews    int     // units mended at a time; 0 = all
}

// failing is the state of a Failure.
type failing struct {
	spec       *Failure
	down       []bool // by unit
	broken     int
	generation int32 // tells the timers of past states
	random     generator
}

// rates at which the next unit fails, and is mended.
func (f *failing) rates() (fail, mend float64) {
	s := f.spec
	crews := f.broken
	if s.Crews > 0 {
		crews = min(crews, s.Crews)
	}
	fail = float64(s.Units-f.broken) / s.MTBF
	if s.Repair > 0 {
		mend = float64(crews) / s.Repair
	} else if f.broken > 0 {
		mend = math.Inf(1)
	}
	return fail, mend
}

// nextUnit schedules the next failure or repair. All times are exponential,
// so the state alone tells when and which.
func (r *run) nextUnit(k int32) {
	f := &r.failures[k]
	f.generation++
	fail, mend := f.rates()
	if total := fail + mend; total > 0 {
		r.after(f.random.exponential()/total, unitEvent, k, f.generation)
	}
}

// unitChanges fails or mends a unit.
func (r *run) unitChanges(k, generation int32) {
	f := &r.failures[k]
	if f.generation != generation {
		return
	}
	unit, breaks := f.change(f.rates())
	r.setUnit(f, unit, breaks)
	r.nextUnit(k)
}

// change is which unit fails or is mended, at these rates.
func (f *failing) change(fail, mend float64) (unit int, breaks bool) {
	breaks = !math.IsInf(mend, 1) && float64(f.random.uniform()*(fail+mend)) < fail
	// One of those in the state that is left, each as likely.
	left := f.broken
	if breaks {
		left = f.spec.Units - f.broken
	}
	n := int(f.random.uniform() * float64(left))
	for u, down := range f.down {
		if down == breaks {
			continue
		}
		if n == 0 {
			return u, breaks
		}
		n--
	}
	return 0, breaks // never: some unit is in that state
}

// set notes that a unit is down or up.
func (f *failing) set(unit int, down bool) {
	f.down[unit] = down
	if down {
		f.broken++
	} else {
		f.broken--
	}
}

// setUnit takes a unit down or up, and its servers with it.
func (r *run) setUnit(f *failing, unit int, down bool) {
	f.set(unit, down)
	for _, k := range f.spec.Stations {
		st := &r.stations[k]
		n := int(st.servers)
		low, high := int32(unit*n/f.spec.Units), int32((unit+1)*n/f.spec.Units)
		if down {
			r.takeDownAll(st, func(server int32) bool { return server >= low && server < high })
			continue
		}
		for server := low; server < high; server++ {
			r.setServer(st, server, false)
		}
	}
}

// resting marks a server that takeDownAll took while it was idle.
const resting = -1

// takeDownAll counts one reason more for some servers to be down. Those that
// are idle go first and together: one by one, each would look for its place
// among the others.
func (r *run) takeDownAll(st *station, which func(server int32) bool) {
	if len(st.lines) > 0 && st.serving == nil {
		kept := st.idle[:0]
		for _, server := range st.idle {
			if !which(server) {
				kept = append(kept, server)
				continue
			}
			st.down[server] = resting
			r.countUp(st, -1)
		}
		st.idle = kept
	}
	for server := range int32(len(st.down)) {
		switch {
		case st.down[server] == resting:
			st.down[server] = 1
		case which(server):
			r.setServer(st, server, true)
		}
	}
}

// setServer counts one reason more or less for a server to be down.
func (r *run) setServer(st *station, server int32, down bool) {
	if down {
		if st.down[server]++; st.down[server] == 1 {
			r.takeDown(st, server)
		}
		return
	}
	if st.down[server]--; st.down[server] == 0 {
		r.bringUp(st, server)
	}
}

func (r *run) takeDown(st *station, server int32) {
	if st.kind == queue.Delay { // there are servers without end
		return
	}
	if len(st.lines) == 0 {
		r.share(st, -1)
		return
	}
	r.countUp(st, -1)
	if st.serving != nil {
		r.laneDown(st, server)
		return
	}
	i := st.at[server]
	if i == none {
		for k, s := range st.idle {
			if s == server {
				st.idle = append(st.idle[:k], st.idle[k+1:]...)
				return
			}
		}
		return
	}
	if r.tree.key(st.slots[server]) == never { // finished, and held for want of room elsewhere
		return
	}
	r.tree.clear(st.slots[server])
	st.at[server] = none
	r.putBack(st, i)
	switch n := len(st.idle); {
	case n == 0:
	case st.batch.Most > 0:
		r.startBatches(st)
	default: // another takes it over
		idle := st.idle[n-1]
		st.idle = st.idle[:n-1]
		r.release(st, idle)
	}
}

// putBack returns what a server was at, a batch in its order, to the front of
// the line.
func (r *run) putBack(st *station, i int32) {
	if st.batch.Most > 0 {
		if next := r.pool.items[i].next; next != none {
			r.putBack(st, next)
		}
	}
	it := &r.pool.items[i]
	it.left = it.work
	st.lines[r.stages[it.stage].level].pushFront(r.pool.items, i)
	st.waiting++
}

func (r *run) bringUp(st *station, server int32) {
	if st.kind == queue.Delay {
		return
	}
	if len(st.lines) == 0 {
		r.share(st, +1)
		return
	}
	r.countUp(st, +1)
	switch {
	case st.serving != nil:
		r.startLane(st, server)
	case st.at[server] != none: // still held
	case st.batch.Most > 0:
		st.idle = append(st.idle, server)
		r.startBatches(st)
	default:
		r.release(st, server)
	}
}

// countUp changes the servers that are up, and keeps their integral.
func (r *run) countUp(st *station, by int32) {
	st.upTime += float64(float64(st.up) * (r.now - st.upSince))
	st.up, st.upSince = st.up+by, r.now
}

// share changes the servers of a station where all progress at once.
func (r *run) share(st *station, by int32) {
	st.catchUp(r.now, st.present)
	r.countUp(st, by)
	r.nextShared(st)
}
