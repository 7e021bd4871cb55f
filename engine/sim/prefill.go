package sim

// Pool is a prefill pool: lanes that only compute prompts. Keys and values of
// a prompt that is computed cross its lane's link, one prompt after another,
// to the lanes that decode; the token it gave leaves with the first decode
// step. Who is put back for want of room goes through the pool again.
type Pool struct {
	Lanes int
	Chunk int     // token budget of an iteration
	Send  float64 // s the link is taken for each token of a prompt …
	After float64 // … and from then until it can be decoded
	Iteration
}

func (p *Pool) proper() bool {
	return p == nil || p.Lanes >= 1 && p.Chunk >= 1 && p.Send >= 0 && p.After >= 0 && p.Iteration != nil
}

// lanes is all lanes of a station.
func (s *Serving) lanes() int {
	if s.Pool == nil {
		return s.Lanes
	}
	return s.Lanes + s.Pool.Lanes
}

// prefills reports whether a lane is of the prefill pool. The pools lie evenly
// among each other, so that a unit that fails takes its part of both.
func (s *Serving) prefills(lane int) bool {
	if s.Pool == nil {
		return false
	}
	n, p := s.lanes(), s.Pool.Lanes
	return (lane+1)*p/n > lane*p/n
}

// startPrompts begins an iteration of a prefill lane: what is left of the last
// prompt, then as many from the line as its budget takes.
func (r *run) startPrompts(st *station, l int32) {
	ln, pool := &st.lanes[l], st.serving.Pool
	ln.parts, ln.tokens, ln.past = ln.parts[:0], ln.tokens[:0], ln.past[:0]
	budget := float64(pool.Chunk)
	take := func(k int) {
		q := &ln.sequences[k]
		n := min(q.toCome, budget)
		budget -= n
		ln.parts = append(ln.parts, k)
		ln.tokens, ln.past = append(ln.tokens, n), append(ln.past, q.context)
	}
	for k := range ln.sequences {
		take(k)
	}
	from := func(line *fifo) {
		for line.head != none && budget > 0 {
			i := line.pop(r.pool.items)
			st.waiting--
			it := &r.pool.items[i]
			if r.cancelled(it) {
				st.present--
				r.drop(i)
				continue
			}
			if it.work == 0 {
				it.work = r.now // its wait is over
			}
			ln.sequences = append(ln.sequences, r.prompt(st, l, i))
			take(len(ln.sequences) - 1)
		}
	}
	if st.prefixes != nil {
		from(&st.prefixes.bound[l])
	}
	for level := range st.lines {
		from(&st.lines[level])
	}
	if len(ln.sequences) == 0 {
		r.tree.clear(st.slots[l])
		return
	}
	ln.running = true
	r.tree.at(st.slots[l], r.now+float64(pool.Time(0, 0, ln.tokens, ln.past)*st.slow))
}

// promptsDone ends an iteration of a prefill lane.
func (r *run) promptsDone(st *station, l int32) {
	ln, pool := &st.lanes[l], st.serving.Pool
	ln.running = false
	for k, part := range ln.parts {
		q := &ln.sequences[part]
		q.context += ln.tokens[k]
		q.toCome -= ln.tokens[k]
	}
	kept := ln.sequences[:0]
	for _, q := range ln.sequences {
		if q.toCome >= 0.5 {
			kept = append(kept, q)
			continue
		}
		st.prefixes.keep(r.pool.items[q.item].session, l, q.context, pool.Held(q.context))
		ln.sent = max(ln.sent, r.now) + float64(pool.Send*q.context)
		r.after(ln.sent-r.now+pool.After, keysSent, q.item, st.index)
	}
	ln.sequences = kept
	st.prefixes.fit(l, 0)
	r.startPrompts(st, l)
}

// decodable brings a request whose keys and values have arrived to the line of
// the lanes that decode.
func (r *run) decodable(i int32, st *station) {
	st.ready.push(r.pool.items, i)
	if l := st.emptiest(false); l != none && !st.lanes[l].running {
		r.startLane(st, l)
	}
}

// wakePool starts the prefill lanes that are idle, for who was put back.
func (r *run) wakePool(st *station) {
	for l := range st.lanes {
		if st.lanes[l].pool && !st.lanes[l].running {
			r.startLane(st, int32(l))
		}
	}
}

// emptiest is the lane with the fewest sequences that is up and has a place,
// of the prefill pool or of the others, and of those the one whose link is
// free first; none where all are full.
func (st *station) emptiest(pool bool) int32 {
	best := none
	for l := range st.lanes {
		ln := &st.lanes[l]
		n := len(ln.sequences)
		if ln.pool != pool || st.down[l] > 0 || !pool && n >= st.serving.Slots {
			continue
		}
		if best == none || n < len(st.lanes[best].sequences) || n == len(st.lanes[best].sequences) && ln.sent < st.lanes[best].sent {
			best = int32(l)
		}
	}
	return best
}
