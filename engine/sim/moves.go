package sim

// arrive brings one item of a source into the network.
func (r *run) arrive(s *source) {
	i := r.pool.take()
	it := newItem(r.now, int32(s.spec.Journey))
	it.cohort, it.in, it.out, it.session = r.recording, s.in, s.out, s.session
	if s.spec.Users > 0 {
		it.client = s.index
	}
	r.pool.items[i] = it
	r.arrived++
	if r.recording {
		r.outstanding++
		r.out.Journeys[s.spec.Journey*r.sinks].Arrived++
	}
	r.enter(i, int32(s.spec.Stage))
}

// enter brings an item to a stage.
func (r *run) enter(i, k int32) {
	st := &r.stages[k]
	r.pool.items[i].stage = k
	switch {
	case st.join:
		r.gather(i)
	case st.gathers:
		r.gatherIn(i, k)
	case st.station < 0:
		r.leave(i, st)
	default:
		r.visit(i, st, &r.stations[st.station])
	}
}

// serveStage brings an item to the station of its stage.
func (r *run) serveStage(i, k int32) {
	st := &r.stages[k]
	if st.station < 0 {
		r.leave(i, st)
	} else {
		r.visit(i, st, &r.stations[st.station])
	}
}

// leave takes an item whose stage is over to the next.
func (r *run) leave(i int32, st *stage) {
	switch {
	case st.only != none:
		r.enter(i, st.only)
	case len(st.fork) > 0:
		r.split(i, st)
	case st.rounds > 0:
		r.goRound(i, st)
	case st.retry != nil:
		r.beginAttempts(i, st)
	case st.lookup.spec != nil:
		r.lookup(i, r.pool.items[i].stage)
	case len(st.copies) > 0:
		r.copy(i, st)
	case len(st.hops) == 0 && !st.vanish:
		r.finish(i)
	default:
		r.onward(i, st)
	}
}

// goRound takes an item round again, or out.
func (r *run) goRound(i int32, st *stage) {
	it := &r.pool.items[i]
	if it.rounds++; it.rounds < st.rounds {
		r.enter(i, st.hops[0].to)
		return
	}
	it.rounds = 0
	r.enter(i, st.hops[1].to)
}

// copy sends copies of an item on, and the item itself after them.
func (r *run) copy(i int32, st *stage) {
	random := &r.passing
	if st.station >= 0 {
		random = &r.stations[st.station].route
	}
	for _, c := range st.copies {
		n := int(c.Mean)
		if rest := c.Mean - float64(n); rest > 0 && random.uniform() < rest {
			n++
		}
		for range n {
			k := r.pool.take()
			twin := newItem(r.now, int32(c.As))
			twin.cohort, twin.in, twin.out = r.pool.items[i].cohort, r.pool.items[i].in, r.pool.items[i].out
			if !c.Apart {
				twin.born, twin.journey = r.pool.items[i].born, r.pool.items[i].journey
			}
			r.pool.items[k] = twin
			if twin.cohort {
				r.outstanding++
				if c.Apart {
					r.out.Journeys[int(twin.journey)*r.sinks].Arrived++
				}
			}
			r.enter(k, int32(c.To))
		}
	}
	r.onward(i, st)
}

// onward takes an item to the stage it chooses, or ends it.
func (r *run) onward(i int32, st *stage) {
	to := r.choose(st)
	switch {
	case to != none:
		r.enter(i, to)
	case st.vanish:
		r.vanish(i)
	default:
		r.finish(i)
	}
}

// choose draws the next stage; none = out.
func (r *run) choose(st *stage) int32 {
	if st.credit != nil {
		return st.turn()
	}
	random := &r.passing
	if st.station >= 0 {
		random = &r.stations[st.station].route
	}
	u := random.uniform()
	for k, h := range st.hops {
		if u < h.upTo {
			if r.avoids && r.avoided(h.to) {
				return r.elsewhere(st, k)
			}
			return h.to
		}
	}
	return none
}

// avoided tells whether items are kept from a stage's station for now.
func (r *run) avoided(k int32) bool {
	at := r.stages[k].station
	return at >= 0 && r.stations[at].avoided
}

// elsewhere is the next of the other hops that leads to a station which is
// not avoided, the one that was chosen where there is none.
func (r *run) elsewhere(st *stage, chosen int) int32 {
	for k := range st.hops {
		if h := &st.hops[(chosen+1+k)%len(st.hops)]; !r.avoided(h.to) && r.stages[h.to].station >= 0 {
			return h.to
		}
	}
	return st.hops[chosen].to
}

// split sends copies of an item on the ways of a fork.
func (r *run) split(i int32, st *stage) {
	j := r.newGathering()
	r.joins[j] = gathering{parent: i, stage: r.pool.items[i].stage, missing: st.needed, out: int32(len(st.fork)), attempt: attempt{generation: r.joins[j].attempt.generation}}
	parent := r.pool.items[i]
	for _, to := range st.fork {
		c := r.pool.take()
		it := newItem(parent.born, parent.journey)
		it.fork, it.cohort, it.in, it.out = j, parent.cohort, parent.in, parent.out
		r.pool.items[c] = it
		if parent.cohort {
			r.outstanding++
		}
		r.enter(c, to)
	}
}

// gather ends a copy and lets its item go on once enough are back.
func (r *run) gather(i int32) {
	j := r.pool.items[i].fork
	if j == none { // nothing forked: the join is a plain passage
		r.leave(i, &r.stages[r.pool.items[i].stage])
		return
	}
	attempt := r.pool.items[i].attempt
	r.drop(i)
	r.returned(j, attempt, true)
}

// returned counts a copy back, arrived or lost on the way.
func (r *run) returned(j, attempt int32, arrived bool) {
	if r.attemptBack(j, attempt, arrived) {
		return
	}
	g := &r.joins[j]
	g.out--
	if arrived {
		g.missing--
	}
	parent, after := g.parent, r.stages[g.stage].after
	goOn := arrived && g.missing == 0
	hopeless := !arrived && g.missing > g.out && g.missing > 0
	if hopeless {
		g.missing = 0
	}
	if g.out == 0 {
		r.freeGathering(j)
	}
	switch {
	case goOn && after == none:
		r.finish(parent)
	case goOn:
		r.enter(parent, after)
	case hopeless:
		r.lose(parent)
	}
}

// drop takes a copy out of the network.
func (r *run) drop(i int32) {
	if r.pool.items[i].cohort {
		r.outstanding--
	}
	r.pool.give(i)
}

// lose takes an item out that found no room.
func (r *run) lose(i int32) {
	r.members(i, r.lose)
	it := &r.pool.items[i]
	if it.fork == none && it.cohort {
		r.out.Journeys[int(it.journey)*r.sinks].Lost++
		if r.recording {
			r.timeline.lost(int(it.journey) * r.sinks)
		}
	}
	r.vanish(i)
}

// vanish takes an item out without an end.
func (r *run) vanish(i int32) {
	r.members(i, r.vanish)
	it := r.pool.items[i]
	r.drop(i)
	r.answered(&it)
	if it.fork != none {
		r.returned(it.fork, it.attempt, false)
	}
}

// answered lets the user of a closed source think about the next item.
func (r *run) answered(it *item) {
	if it.client != none {
		s := &r.sources[it.client]
		r.after(s.between.draw(&s.random), thinkingEnd, it.client, 0)
	}
}

// finish takes an item out that is done.
func (r *run) finish(i int32) {
	stage := r.pool.items[i].stage
	r.members(i, func(m int32) {
		r.pool.items[m].stage = stage
		r.finish(m)
	})
	it := &r.pool.items[i]
	if it.fork != none { // a copy that ends without a join is not waited for
		fork, attempt := it.fork, it.attempt
		if g := &r.joins[fork]; attempt > 0 && g.attempt.retry != nil && g.attempt.generation == attempt {
			r.pool.items[g.parent].stage = stage // it ends where its attempt does
			r.pool.items[g.parent].spoiled = it.spoiled
		}
		r.drop(i)
		r.returned(fork, attempt, true)
		return
	}
	if it.journey >= 0 {
		at := int(it.journey)*r.sinks + int(r.stages[it.stage].sink)
		journey := &r.out.Journeys[at]
		if it.cohort {
			journey.Time.add(r.now - it.born)
			if it.spoiled {
				journey.Spoiled++
			}
		}
		if r.recording {
			journey.Completed++
			r.timeline.done(at, r.now-it.born)
		}
		if r.warming != nil {
			r.warming[at].add(r.now - it.born)
		}
	}
	ended := *it
	r.drop(i)
	r.answered(&ended)
}

// turn takes the hops in turns: each gains its share of every item, the one
// with most in hand takes it. The last credit is that of leaving.
func (st *stage) turn() int32 {
	best, upTo := 0, 0.0
	for i := range st.credit {
		next := 1.0
		if i < len(st.hops) {
			next = st.hops[i].upTo
		}
		st.credit[i] += next - upTo
		upTo = next
		if st.credit[i] > st.credit[best]+1e-9 {
			best = i
		}
	}
	st.credit[best]--
	if best == len(st.hops) {
		return none
	}
	return st.hops[best].to
}
