package sim

import "weir/engine/queue"

// Retry sends an item out in attempts: a copy goes to Try, and the item goes
// on at After when a copy reaches a Join or ends. An attempt fails when its
// copy is lost, filtered out or late; the next begins after a back-off. An
// item whose attempts all failed is lost.
type Retry struct {
	Try      int
	After    int       // −1 = done
	Attempts int       // at most, the first included; ≥ 1
	Timeout  float64   // s of one attempt; 0 = none
	Backoff  queue.Law // before the second attempt, s
	Growth   float64   // of the mean back-off from one attempt to the next; 0 = 1
	// Cancel takes a late copy out where it waits; otherwise, and where it is
	// being served, it is worked on to its end for nothing.
	Cancel bool
}

// attempt adds to a gathering what attempts need to know.
type attempt struct {
	retry      *Retry
	made       int32
	generation int32 // of the running attempt: late timers and copies are told by it
	mean       float64
}

// beginAttempts lets an item wait for its attempts.
func (r *run) beginAttempts(i int32, st *stage) {
	j := r.newGathering()
	generation := r.joins[j].attempt.generation + 1
	r.joins[j] = gathering{parent: i, stage: r.pool.items[i].stage, attempt: attempt{retry: st.retry, generation: generation, mean: st.retry.Backoff.Mean}}
	r.try(j)
}

// try makes the next attempt of a record.
func (r *run) try(j int32) {
	g := &r.joins[j]
	a := &g.attempt
	a.made++
	a.generation++
	g.missing, g.out = 1, 1
	parent := r.pool.items[g.parent]
	c := r.pool.take()
	it := newItem(parent.born, parent.journey)
	it.fork, it.attempt, it.cancel = j, a.generation, a.retry.Cancel
	it.cohort, it.in, it.out = parent.cohort, parent.in, parent.out
	r.pool.items[c] = it
	if parent.cohort {
		r.outstanding++
		r.out.Journeys[max(int(parent.journey), 0)*r.sinks].Attempts++
	}
	if a.retry.Timeout > 0 {
		r.after(a.retry.Timeout, patienceEnd, j, a.generation)
	}
	r.enter(c, int32(a.retry.Try))
}

// timedOut ends an attempt that is late: its copy is nobody's from now on.
func (r *run) timedOut(j, generation int32) {
	g := &r.joins[j]
	if g.attempt.retry == nil || g.attempt.generation != generation || g.missing == 0 {
		return
	}
	if p := &r.pool.items[g.parent]; p.cohort {
		r.out.Journeys[max(int(p.journey), 0)*r.sinks].Late++
	}
	r.failed(j)
}

// failed ends an attempt without success.
func (r *run) failed(j int32) {
	g := &r.joins[j]
	a := &g.attempt
	a.generation++ // whatever is still under way is orphaned
	g.missing, g.out = 0, 0
	if int(a.made) >= a.retry.Attempts {
		parent := g.parent
		r.freeGathering(j)
		r.lose(parent)
		return
	}
	wait := 0.0
	if a.mean > 0 {
		law := a.retry.Backoff
		s := newSampler(queue.Law{Mean: a.mean, SCV: law.SCV})
		wait = s.draw(&r.passing)
		if a.retry.Growth > 0 {
			a.mean *= a.retry.Growth
		}
	}
	r.after(wait, backoffOver, j, 0)
}

// attemptBack takes a copy of an attempt back. It answers false where the
// record is not one of attempts.
func (r *run) attemptBack(j, generation int32, arrived bool) bool {
	if generation == 0 {
		return false
	}
	g := &r.joins[j]
	if g.attempt.retry == nil || g.attempt.generation != generation {
		return true // late: nobody waits for it
	}
	if !arrived {
		r.failed(j)
		return true
	}
	parent, after := g.parent, int32(g.attempt.retry.After)
	r.freeGathering(j)
	if after == none {
		r.finish(parent)
	} else {
		r.enter(parent, after)
	}
	return true
}

// cancelled tells whether an item that waits is a late copy to take out.
func (r *run) cancelled(it *item) bool {
	if !it.cancel {
		return false
	}
	a := &r.joins[it.fork].attempt
	return a.retry == nil || a.generation != it.attempt
}

// newGathering takes a record; its attempts' generation goes on counting.
func (r *run) newGathering() int32 {
	j := r.freeJoin
	if j == none {
		r.joins = append(r.joins, gathering{})
		return int32(len(r.joins) - 1)
	}
	r.freeJoin = r.joins[j].next
	return j
}

func (r *run) freeGathering(j int32) {
	g := &r.joins[j]
	g.attempt.retry = nil
	g.next = r.freeJoin
	r.freeJoin = j
}
