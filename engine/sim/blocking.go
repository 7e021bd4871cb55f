package sim

// held is a server that keeps a finished item for want of room elsewhere.
type held struct {
	station, server int32
}

// leaveOrHold lets a finished item go where there is room, and else keeps it
// at its server: blocking after service. The way is chosen once.
func (r *run) leaveOrHold(st *station, server, i int32) {
	stage := &r.stages[r.pool.items[i].stage]
	if !stage.plain() { // on several ways it does not wait for room
		r.release(st, server)
		r.record(i, st, r.pool.items[i].work)
		r.admit(st)
		r.leave(i, stage)
		return
	}
	to := stage.only
	if to == none {
		to = r.choose(stage)
	}
	if to == none {
		r.release(st, server)
		r.record(i, st, r.pool.items[i].work)
		r.admit(st)
		if stage.vanish {
			r.vanish(i)
		} else {
			r.finish(i)
		}
		return
	}
	if k := r.stages[to].station; k >= 0 {
		next := &r.stations[k]
		if next.block && next.capacity > 0 && next.present >= next.capacity && next != st {
			r.tree.clear(st.slots[server])
			r.pool.items[i].left = float64(to)
			next.blocking = append(next.blocking, held{st.index, server})
			return
		}
	}
	r.pass(st, server, i, to)
}

// plain tells whether an item takes one of the hops of a stage and nothing else.
func (st *stage) plain() bool {
	return len(st.hops) > 0 && len(st.fork) == 0 && len(st.copies) == 0 && st.retry == nil && st.lookup.spec == nil
}

// pass moves an item from a server to a stage, and what waited for its place
// after it.
func (r *run) pass(st *station, server, i, to int32) {
	r.release(st, server)
	r.record(i, st, r.pool.items[i].work)
	r.enter(i, to)
	r.admit(st)
}

// admit lets in the first item held for a station, now that it has room.
func (r *run) admit(st *station) {
	if len(st.blocking) == 0 || st.present >= st.capacity {
		return
	}
	h := st.blocking[0]
	copy(st.blocking, st.blocking[1:])
	st.blocking = st.blocking[:len(st.blocking)-1]
	from := &r.stations[h.station]
	i := from.at[h.server]
	r.pass(from, h.server, i, int32(r.pool.items[i].left))
}
