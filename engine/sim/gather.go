package sim

// batching is the batch of a stage in the making. Its first item goes on for
// all; the others hang on it and are done when it is.
type batching struct {
	first, last int32
	size        int32
	generation  int32 // tells the timers of past batches
}

// gatherIn adds an item to the batch of its stage.
func (r *run) gatherIn(i, k int32) {
	g := &r.gathers[k]
	spec := &r.out.network.Stages[k].Gather
	if g.size == 0 {
		g.first = i
		if spec.Patience > 0 {
			r.after(spec.Patience, gatherEnd, k, g.generation)
		}
	} else {
		r.pool.items[g.last].members = i
	}
	for g.last = i; r.pool.items[g.last].members != none; { // a batch of batches
		g.last = r.pool.items[g.last].members
	}
	if g.size++; int(g.size) >= spec.Most {
		r.sendBatch(k)
	}
}

// sendBatch lets a batch go on.
func (r *run) sendBatch(k int32) {
	g := &r.gathers[k]
	if g.size == 0 {
		return
	}
	first := g.first
	*g = batching{first: none, last: none, generation: g.generation + 1}
	r.serveStage(first, k)
}

// release takes what hangs on an item off it, for each to be ended.
func (r *run) members(i int32, end func(int32)) {
	m := r.pool.items[i].members
	r.pool.items[i].members = none
	for m != none {
		next := r.pool.items[m].members
		r.pool.items[m].members = none
		end(m)
		m = next
	}
}
