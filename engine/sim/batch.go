package sim

import "math"

// collect lets an item wait for its batch.
func (r *run) collect(i int32, st *station) {
	if st.batch.Join && r.join(i, st) {
		return
	}
	if r.pool.items[i].cohort {
		r.out.Stations[st.index].Waited++
	}
	st.lines[0].push(r.pool.items, i)
	st.waiting++
	r.startBatches(st)
}

// startBatches starts what may start, and sets how long the first of those
// left waits for others.
func (r *run) startBatches(st *station) {
	for len(st.idle) > 0 && st.waiting > 0 && (int(st.waiting) >= st.batch.Least || st.overdue) {
		st.overdue = false
		server := st.idle[len(st.idle)-1]
		st.idle = st.idle[:len(st.idle)-1]
		r.startBatch(st, server)
	}
	if st.timer == none || st.overdue {
		return
	}
	if st.waiting == 0 {
		r.tree.clear(st.timer)
		return
	}
	first := r.pool.items[st.lines[0].head].entered
	r.tree.at(st.timer, max(first+st.batch.Patience, r.now))
}

// startBatch takes items from the line to a server, chained to the first.
func (r *run) startBatch(st *station, server int32) {
	items := r.pool.items
	first := st.lines[0].pop(items)
	st.waiting--
	last := first
	n := 1
	for ; n < st.batch.Most && st.waiting > 0; n++ {
		next := st.lines[0].pop(items)
		st.waiting--
		items[last].next = next
		last = next
	}
	items[last].next = none
	time := items[first].work + float64(float64(n-1)*st.batch.Each*st.slow)
	for i := first; i != none; i = items[i].next {
		items[i].work = time
	}
	if st.size != nil {
		st.size[server] = int32(n)
	}
	r.serve(st, server, first, time)
}

// join adds an item to the smallest batch under way that is not full: it is
// done when the batch is, its work what is left of it.
func (r *run) join(i int32, st *station) bool {
	best := none
	for server, first := range st.at {
		if n := st.size[server]; first != none && int(n) < st.batch.Most && (best == none || n < st.size[best]) {
			best = int32(server)
		}
	}
	if best == none || len(st.idle) > 0 {
		return false
	}
	st.size[best]++
	first := &r.pool.items[st.at[best]]
	it := &r.pool.items[i]
	it.work = max(math.Float64frombits(r.tree.key(st.slots[best]))-r.now, 0)
	it.next, first.next = first.next, i
	return true
}

// batchDone lets a batch go and starts the next.
func (r *run) batchDone(st *station, server int32) {
	i := st.at[server]
	st.at[server] = none
	if st.down[server] == 0 {
		st.idle = append(st.idle, server)
	}
	r.tree.clear(st.slots[server])
	r.startBatches(st)
	busy := r.pool.items[i].work
	for i != none {
		next := r.pool.items[i].next
		r.record(i, st, busy)
		busy = 0 // the batch kept one server
		if r.blocks {
			r.admit(st)
		}
		r.leave(i, &r.stages[r.pool.items[i].stage])
		i = next
	}
}
