package sim

// Serving is continuous batching, played iteration by iteration: the lanes
// (one for each replica and attention rank) take requests from one line. An
// iteration computes one token for every sequence in decode, and spends what
// is left of its token budget on prompts, in order, a part of one where it
// does not fit. Keys and values are kept; where they outgrow the room, the
// last admitted is put back in line and later computed again, with what it
// had produced.
type Serving struct {
	Lanes   int
	Slots   int     // sequences of a lane at most
	Chunk   int     // token budget of an iteration
	Room    float64 // of a lane, in the unit of Iteration.Held
	Reserve bool    // room is taken for the whole of a request when it is admitted, so none is put back
	Hit     float64 // share of a prompt found in the prefix cache, 0…1
	Yield   float64 // tokens an iteration gives a sequence; above 1 with speculation
	Each    float64 // tokens of the budget that takes; 0 = one
	Before  float64 // s from arrival to the line, and …
	Step    float64 // … decode steps from its computation until a token is out
	Pool    *Pool   // prompts are computed apart; nil = among the decodes
	Prefix  *Prefix // for requests of sessions; nil = Hit is for all
	Iteration
}

// Iteration is a model of what one iteration of a lane takes.
type Iteration interface {
	// Time of an iteration, s: so many sequences in decode, at a mean context,
	// beside parts of prompts: tokens that are computed, behind past ones that
	// are there.
	Time(decoding int, context float64, tokens, past []float64) float64
	// Held is the room that a sequence of so many tokens takes.
	Held(context float64) float64
}

func (s *Serving) proper() bool {
	return s.Lanes >= 1 && s.Slots >= 1 && s.Chunk >= 1 && s.Room > 0 && s.Hit >= 0 && s.Hit <= 1 && s.Yield > 0 && s.Each >= 0 && s.Before >= 0 && s.Step >= 0 && s.Iteration != nil && s.Pool.proper() && s.Prefix.proper()
}

// lane is the state of one.
type lane struct {
	sequences []sequence // in decode or in prefill, as admitted
	held      float64
	parts     []int     // sequences whose prompts are in the iteration under way …
	tokens    []float64 // … with so many tokens each …
	past      []float64 // … behind so many
	decoding  int
	untouched int // sequences admitted whose prompts have not begun
	running   bool
	step      float64 // time of a decode step as of the iteration under way, without its prompts
	pool      bool    // it only computes prompts …
	sent      float64 // … and its link is free from then on
}

// newServingStation has a slot for each lane.
func newServingStation(st station, s Station, levels int, slot func(owner) int32) station {
	st.serving = s.Serving
	st.servers = int32(s.Serving.lanes())
	st.up = st.servers
	st.down, st.lanes = make([]int16, st.servers), make([]lane, st.servers)
	st.ready = newFIFO()
	if s.Serving.Prefix != nil {
		st.prefixes = newPrefixes(s.Serving.Prefix, s.Serving.lanes())
	}
	for l := range st.servers {
		st.lanes[l].pool = s.Serving.prefills(int(l))
		st.slots = append(st.slots, slot(owner{ofServer, st.index, l}))
	}
	st.lines = make([]fifo, levels)
	for l := range st.lines {
		st.lines[l] = newFIFO()
	}
	return st
}

// sequence is a request in a lane.
type sequence struct {
	item    int32
	toCome  float64 // tokens of the prompt not computed yet
	context float64 // tokens whose keys and values are there
	left    float64 // tokens to produce
	held    float64
}

// askServing brings a request to the line of a serving station.
func (r *run) askServing(i int32, k *stage, st *station) {
	it := &r.pool.items[i]
	if it.in == 0 && it.out == 0 {
		it.in = float32(max(k.tokensIn.draw(&st.service), 0))
		it.out = float32(max(k.tokensOut.draw(&st.service), 1))
	}
	it.work, it.left = 0, 0
	it.first, it.fetch = 0, 0
	best := st.emptiest(st.serving.Pool != nil)
	st.waiting++
	if home := st.homeOf(it); home != none {
		st.prefixes.bound[home].push(r.pool.items, i)
		if best = home; len(st.lanes[home].sequences) >= st.serving.Slots {
			best = none
		}
	} else {
		st.lines[k.level].push(r.pool.items, i)
	}
	if best == none {
		if it.cohort {
			r.out.Stations[st.index].Waited++
		}
		return
	}
	if !st.lanes[best].running {
		r.startLane(st, best)
	}
}

// startLane admits what fits and begins an iteration.
func (r *run) startLane(st *station, l int32) {
	ln := &st.lanes[l]
	if st.down[l] > 0 || ln.running {
		return
	}
	if ln.pool {
		r.startPrompts(st, l)
		return
	}
	r.admitSequences(st, l)
	if len(ln.sequences) == 0 {
		r.tree.clear(st.slots[l])
		return
	}
	r.makeRoom(st, ln)
	st.prefixes.fit(l, ln.held)
	s := st.serving
	ln.decoding, ln.parts, ln.tokens, ln.past = 0, ln.parts[:0], ln.tokens[:0], ln.past[:0]
	context, budget := 0.0, float64(s.Chunk)
	for k := range ln.sequences {
		if q := &ln.sequences[k]; q.toCome == 0 {
			ln.decoding++
			context += q.context
		}
	}
	ln.untouched = 0
	budget = max(budget-float64(ln.decoding)*max(s.Each, 1), 1)
	for k := range ln.sequences {
		q := &ln.sequences[k]
		if q.toCome > 0 && budget <= 0 {
			if r.pool.items[q.item].work == 0 {
				ln.untouched++
			}
			continue
		}
		if q.toCome > 0 {
			if it := &r.pool.items[q.item]; it.work == 0 {
				it.work = r.now // its wait is over; turned into the time in service at the end
			}
			n := min(q.toCome, budget)
			budget -= n
			ln.parts = append(ln.parts, k)
			ln.tokens, ln.past = append(ln.tokens, n), append(ln.past, q.context)
		}
	}
	if ln.decoding > 0 {
		context /= float64(ln.decoding)
	}
	time := s.Time(ln.decoding, context, ln.tokens, ln.past) * st.slow
	if ln.step = time; len(ln.tokens) > 0 {
		if ln.decoding == 0 {
			context = ln.sequences[0].context + ln.sequences[0].toCome
		}
		ln.step = s.Time(max(ln.decoding, 1), context, nil, nil) * st.slow
	}
	ln.running = true
	r.tree.at(st.slots[l], r.now+time)
}

// admitSequences takes requests while there are places and room: those for
// this lane alone, then from the line of arrivals, or of those that a prefill
// pool is done with.
func (r *run) admitSequences(st *station, l int32) {
	if st.serving.Pool != nil {
		r.admitFrom(st, l, &st.ready)
		return
	}
	if st.prefixes != nil && !r.admitFrom(st, l, &st.prefixes.bound[l]) {
		return
	}
	for level := range st.lines {
		if !r.admitFrom(st, l, &st.lines[level]) {
			return
		}
	}
}

// admitFrom empties one line into a lane; false where it finds no room.
func (r *run) admitFrom(st *station, l int32, line *fifo) bool {
	s, ln := st.serving, &st.lanes[l]
	for line.head != none && len(ln.sequences) < s.Slots {
		i := line.head
		it := &r.pool.items[i]
		prompt, out := float64(it.in)+it.left, float64(it.out)-it.left
		held := s.Held(prompt)
		if s.Reserve {
			held = s.Held(prompt + out)
		}
		if ln.held+held > s.Room && len(ln.sequences) > 0 {
			return false
		}
		line.pop(r.pool.items)
		if s.Pool == nil {
			st.waiting--
		}
		if r.cancelled(it) {
			st.present--
			r.drop(i)
			continue
		}
		q := sequence{item: i, context: prompt, left: out}
		if s.Pool == nil {
			q = r.prompt(st, l, i)
		}
		q.held = held
		ln.held += held
		ln.sequences = append(ln.sequences, q)
	}
	return true
}

// prompt is a request as its prompt comes to a lane, with what it had produced
// before it was put back, less what the lane's prefix cache holds.
func (r *run) prompt(st *station, l, i int32) sequence {
	it := &r.pool.items[i]
	prompt, hit := float64(it.in)+it.left, 0.0
	if it.left == 0 {
		hit = st.found(it, l, prompt)
	}
	if r.recording {
		v := &r.out.Stations[st.index]
		v.Prompt += prompt
		v.Found += hit
	}
	return sequence{item: i, toCome: max(prompt-hit, 1), context: min(hit, max(prompt-1, 0)), left: float64(it.out) - it.left}
}

// makeRoom puts the last admitted back until the next tokens fit.
func (r *run) makeRoom(st *station, ln *lane) {
	if st.serving.Reserve {
		return
	}
	for ln.held > st.serving.Room && len(ln.sequences) > 1 {
		last := len(ln.sequences) - 1
		q := &ln.sequences[last]
		it := &r.pool.items[q.item]
		it.left = max(float64(it.out)-q.left, 0)
		ln.held -= q.held
		st.lines[r.stages[it.stage].level].pushFront(r.pool.items, q.item)
		st.waiting++
		ln.sequences = ln.sequences[:last]
		if r.recording {
			r.out.Stations[st.index].Preempted++
		}
		if st.serving.Pool != nil {
			r.wakePool(st)
		}
	}
}

// laneDone ends an iteration.
func (r *run) laneDone(st *station, l int32) {
	ln := &st.lanes[l]
	if ln.pool {
		r.promptsDone(st, l)
		return
	}
	s := st.serving
	ln.running = false
	for k, part := range ln.parts { // prompts, and the first token of those that are complete
		q := &ln.sequences[part]
		q.context += ln.tokens[k]
		if q.toCome -= ln.tokens[k]; q.toCome < 0.5 {
			q.toCome = -1 // marks it as begun in this iteration
			q.left--
			if it := &r.pool.items[q.item]; it.first == 0 {
				it.first = r.now + s.Before + float64(it.fetch) + s.Step*ln.step
			}
		}
	}
	kept, step := ln.sequences[:0], ln.step
	ln.held = 0
	gone := st.gone[:0]
	for _, q := range ln.sequences {
		switch {
		case q.toCome < 0:
			q.toCome = 0
		case s.Pool != nil && r.pool.items[q.item].first == 0: // the token its prompt gave
			it := &r.pool.items[q.item]
			it.first = r.now + s.Before + float64(it.fetch) + s.Step*step
			q.context++
			q.left--
		case q.toCome == 0:
			q.context += min(s.Yield, max(q.left, 0))
			q.left -= s.Yield
		}
		if q.toCome == 0 && q.left < 0.5 {
			gone = append(gone, q.item)
			if s.Pool == nil {
				st.prefixes.keep(r.pool.items[q.item].session, l, q.context, s.Held(q.context))
			}
			continue
		}
		if !s.Reserve {
			q.held = s.Held(q.context + max(q.toCome, 0))
		}
		ln.held += q.held
		kept = append(kept, q)
	}
	ln.sequences = kept
	st.gone = gone
	r.startLane(st, l)
	for _, i := range gone {
		r.tokensOut(i, st, step)
	}
}

// tokensOut records a request whose last token is computed, and lets it go
// when that token is out.
func (r *run) tokensOut(i int32, st *station, step float64) {
	s := st.serving
	it := &r.pool.items[i]
	extra := s.Before + float64(it.fetch) + s.Step*step
	end := r.now + extra
	out := &r.out.Stations[st.index]
	if it.cohort {
		out.First.add(it.first - it.entered)
		if n := float64(it.out) - 1; n >= 1 {
			out.Token.add(max(end-it.first, 0) / n)
		}
	}
	it.work = end - it.work
	r.after(extra, tokensSent, i, st.index)
}

// laneDown puts all requests of a lane back in line, to begin anew.
func (r *run) laneDown(st *station, l int32) {
	ln := &st.lanes[l]
	r.tree.clear(st.slots[l])
	for k := len(ln.sequences) - 1; k >= 0; k-- {
		i := ln.sequences[k].item
		it := &r.pool.items[i]
		it.left = 0
		st.lines[r.stages[it.stage].level].pushFront(r.pool.items, i)
		st.waiting++
	}
	ln.sequences, ln.held, ln.running, ln.untouched = ln.sequences[:0], 0, false, 0
	r.unbind(st, l)
	r.wake(st)
}
