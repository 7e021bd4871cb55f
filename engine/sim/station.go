package sim

import (
	"math"

	"weir/engine/queue"
)

// station is the state of a Station.
type station struct {
	kind     queue.Discipline
	index    int32
	servers  int32
	up       int32   // servers that work …
	upTime   float64 // … integrated up to …
	upSince  float64 // … this time
	capacity int32   // 0 = unlimited
	present  int32
	idle     []int32 // free servers, the last freed on top
	at       []int32 // item at each server
	slots    []int32 // tree slot of each server, or one for all
	lines    []fifo  // who waits, by level
	waiting  int32

	progress heap    // of delay and processor sharing
	virtual  float64 // work done for each item present, processor sharing
	virtualT float64 // as of this time

	batch    Batch
	patience float64
	size     []int32 // of the batch at each server, where batches may be joined
	timer    int32   // slot of the first waiting item's patience
	overdue  bool    // it is over
	block    bool
	blocking []held // servers of other stations that hold items for this one, first come first

	down     []int16 // reasons for each server to be down
	active   []bool  // servers that a scaler runs; nil = all
	reserve  []bool  // servers a monitor may bring up
	avoided  bool    // by items that have another way
	slow     float64 // factor of service times that begin now
	spoil    float64 // share of the items spoiled here
	monitors []int32
	brought  float64 // work that arrived, s
	visits   int     // items that arrived

	serving *Serving
	lanes   []lane
	ready   fifo // of those that a prefill pool is done with
	gone    []int32

	prefixes *prefixes // of sessions; nil = none are told apart

	service, route generator
}

func newStation(s Station, index, levels int, slot func(owner) int32) station {
	st := station{kind: s.Discipline, index: int32(index), servers: int32(s.Servers), up: int32(s.Servers), capacity: int32(s.Capacity), timer: none, slow: 1}
	if s.Serving != nil {
		return newServingStation(st, s, levels, slot)
	}
	if s.Discipline == queue.Delay || s.Discipline == queue.PS {
		st.slots = []int32{slot(owner{ofShared, int32(index), 0})}
		st.down = make([]int16, max(s.Servers, 1))
		return st
	}
	for i := range s.Servers {
		st.slots = append(st.slots, slot(owner{ofServer, int32(index), int32(i)}))
		st.at = append(st.at, none)
	}
	for i := s.Servers - 1; i >= 0; i-- {
		st.idle = append(st.idle, int32(i))
	}
	st.down = make([]int16, s.Servers)
	st.batch, st.block, st.patience = s.Batch, s.Block, s.Patience
	if s.Batch.Join {
		st.size = make([]int32, s.Servers)
	}
	if st.batch.Patience > 0 {
		st.timer = slot(owner{ofTimer, int32(index), 0})
	}
	st.lines = make([]fifo, levels)
	for i := range st.lines {
		st.lines[i] = newFIFO()
	}
	return st
}

// visit brings an item to a station.
func (r *run) visit(i int32, k *stage, st *station) {
	it := &r.pool.items[i]
	if r.phase == measuring {
		r.timeline.arrived(st.index)
	}
	if st.capacity > 0 && st.present >= st.capacity {
		if it.cohort {
			r.out.Stations[st.index].Lost++
		}
		for _, m := range st.monitors {
			r.monitors[m].came++
			r.monitors[m].lost++
		}
		r.lose(i)
		return
	}
	st.present++
	it.entered = r.now
	if st.serving != nil {
		r.askServing(i, k, st)
		return
	}
	it.work = k.service.draw(&st.service) * st.slow
	if st.active != nil {
		st.brought += it.work
		st.visits++
	}
	switch st.kind {
	case queue.Delay:
		st.progress.push(r.now+it.work, i)
		r.tree.at(st.slots[0], st.progress.key[0])
		return
	case queue.PS:
		if it.cohort && st.present > st.servers {
			r.out.Stations[st.index].Waited++
		}
		st.catchUp(r.now, st.present-1)
		st.progress.push(st.virtual+it.work, i)
		r.nextShared(st)
		return
	}
	if st.batch.Most > 0 {
		r.collect(i, st)
		return
	}
	if n := len(st.idle); n > 0 {
		server := st.idle[n-1]
		st.idle = st.idle[:n-1]
		r.serve(st, server, i, it.work)
		return
	}
	if it.cohort {
		r.out.Stations[st.index].Waited++
	}
	it.left = it.work
	if st.kind == queue.Preemptive && r.interrupt(st, i, k.level) {
		return
	}
	st.lines[k.level].push(r.pool.items, i)
	st.waiting++
	if st.patience > 0 {
		r.waits++
		it.wait = r.waits
		r.after(st.patience*st.service.exponential(), givesUp, i, r.waits)
	}
}

// giveUp takes an item out that has waited too long. Its place in the line
// stays until its turn comes.
func (r *run) giveUp(i, wait int32) {
	it := &r.pool.items[i]
	if it.wait != wait {
		return
	}
	st := &r.stations[r.stages[it.stage].station]
	st.waiting--
	st.present--
	if it.cohort {
		r.out.Stations[st.index].Lost++
	}
	for _, m := range st.monitors {
		r.monitors[m].lost++
	}
	out := r.pool.take()
	it = &r.pool.items[i] // the array may have moved
	r.pool.items[out] = *it
	it.wait, it.ghost = 0, true
	r.pool.items[out].wait = 0
	r.pool.live-- // a ghost is nobody
	r.lose(out)
	if r.blocks {
		r.admit(st)
	}
}

// serve starts an item at a server.
func (r *run) serve(st *station, server, i int32, time float64) {
	st.at[server] = i
	r.tree.at(st.slots[server], r.now+time)
}

// interrupt puts an item in the place of one of the lowest rank below its
// own, if there is one.
func (r *run) interrupt(st *station, i, level int32) bool {
	worst, place := level, none
	for server, other := range st.at {
		if other == none || r.tree.key(st.slots[server]) == never { // it is down, or holds what is done
			continue
		}
		if l := r.stages[r.pool.items[other].stage].level; l > worst {
			worst, place = l, int32(server)
		}
	}
	if place == none {
		return false
	}
	other := st.at[place]
	due := math.Float64frombits(r.tree.key(st.slots[place]))
	r.pool.items[other].left = due - r.now
	st.lines[worst].pushFront(r.pool.items, other)
	st.waiting++
	r.serve(st, place, i, r.pool.items[i].work)
	return true
}

// serverDone ends the service at a server.
func (r *run) serverDone(st *station, server int32) {
	if st.serving != nil {
		r.laneDone(st, server)
		return
	}
	i := st.at[server]
	switch {
	case st.batch.Most > 0:
		r.batchDone(st, server)
	case r.blocks:
		r.leaveOrHold(st, server, i)
	default:
		r.release(st, server)
		r.depart(i, st)
	}
}

// release gives a server to who waits next, or rests it.
func (r *run) release(st *station, server int32) {
	if st.down[server] > 0 {
		st.at[server] = none
		r.tree.clear(st.slots[server])
		return
	}
	for l := 0; st.waiting > 0 && l < len(st.lines); {
		next := st.lines[l].pop(r.pool.items)
		if next == none {
			l++
			continue
		}
		it := &r.pool.items[next]
		if it.ghost {
			r.pool.live++
			r.pool.give(next)
			continue
		}
		it.wait = 0
		st.waiting--
		if it.cancel && r.cancelled(it) {
			st.present--
			r.drop(next)
			continue
		}
		r.serve(st, server, next, it.left)
		return
	}
	st.at[server] = none
	st.idle = append(st.idle, server)
	r.tree.clear(st.slots[server])
}

// depart records a visit that is over and moves the item on.
func (r *run) depart(i int32, st *station) {
	r.record(i, st, r.pool.items[i].work)
	if r.blocks {
		r.admit(st)
	}
	r.leave(i, &r.stages[r.pool.items[i].stage])
}

// record counts a visit that is over; busy is the server time it took.
func (r *run) record(i int32, st *station, busy float64) {
	st.present--
	it := &r.pool.items[i]
	out := &r.out.Stations[st.index]
	if r.recording {
		out.Served++
		out.Work += busy
	}
	if r.phase == measuring {
		r.timeline.served(st.index)
	}
	if st.spoil > 0 && st.route.uniform() < st.spoil {
		it.spoiled = true
	}
	if len(st.monitors) > 0 {
		r.ended(st, r.now-it.entered, it.spoiled)
	}
	if it.cohort {
		sojourn := r.now - it.entered
		out.Sojourn.add(sojourn)
		wait := max(sojourn-it.work, 0)
		out.Wait += wait
		out.WaitSquares += wait * wait
	}
}

// sharedDone ends the item that is done first at a station where all
// progress at once.
func (r *run) sharedDone(st *station) {
	if st.kind == queue.PS {
		st.catchUp(r.now, st.present)
	}
	_, i := st.progress.pop()
	if st.kind == queue.Delay {
		if st.progress.len() > 0 {
			r.tree.at(st.slots[0], st.progress.key[0])
		} else {
			r.tree.clear(st.slots[0])
		}
	} else {
		st.present--
		r.nextShared(st)
		st.present++
	}
	r.depart(i, st)
}

// catchUp advances the work done for each of n items up to now.
func (st *station) catchUp(now float64, n int32) {
	st.virtual += float64((now - st.virtualT) * st.rate(n))
	st.virtualT = now
}

// rate is the speed at which each of n items progresses.
func (st *station) rate(n int32) float64 {
	if n <= st.up {
		return 1
	}
	return float64(st.up) / float64(n)
}

// nextShared sets when the next item of a processor-sharing station is done.
func (r *run) nextShared(st *station) {
	if st.progress.len() == 0 {
		st.virtual = 0 // nobody is left to tell the difference
		r.tree.clear(st.slots[0])
		return
	}
	if st.up == 0 && st.kind == queue.PS {
		r.tree.clear(st.slots[0])
		return
	}
	rest := max(st.progress.key[0]-st.virtual, 0)
	r.tree.at(st.slots[0], r.now+rest/st.rate(st.present))
}
