package sim

// Prefix plays the prefix cache of a serving station for the turns of
// sessions, as traces tell them: what a turn leaves is kept by its lane while
// there is room beside the sequences that run, the longest unused goes first,
// and the session's next request need not compute it again.
type Prefix struct {
	Hit     float64 // share found of what no turn before has left, 0…1
	Sticky  bool    // a request goes to the lane that holds its session; else where there is most room
	Room    float64 // of a lane, in the unit of Iteration.Held
	Offload float64 // room for what a lane lets go, beside its own …
	Fetch   float64 // … and s to bring one unit of it back
}

// prefixes is the state of the caches of all lanes of a station.
type prefixes struct {
	spec  *Prefix
	of    map[uint64]int32 // entry by session
	all   []prefix
	links []links
	free  []int32
	lanes []prefixLists
	bound []fifo // requests for one lane alone
}

// prefixLists are a lane's entries, longest unused first.
type prefixLists struct{ near, far prefixList }

type prefixList struct {
	order
	held float64
}

// prefix is what a session's last turn left.
type prefix struct {
	session uint64
	tokens  float64
	held    float64
	lane    int32
	far     bool // offloaded
}

func newPrefixes(spec *Prefix, lanes int) *prefixes {
	p := &prefixes{spec: spec, of: map[uint64]int32{}, lanes: make([]prefixLists, lanes), bound: make([]fifo, lanes)}
	for l := range p.lanes {
		p.lanes[l] = prefixLists{prefixList{order: newOrder()}, prefixList{order: newOrder()}}
		p.bound[l] = newFIFO()
	}
	return p
}

// list is the one an entry is in.
func (p *prefixes) list(e *prefix) *prefixList {
	if e.far {
		return &p.lanes[e.lane].far
	}
	return &p.lanes[e.lane].near
}

func (p *prefixes) link(k int32) {
	l := p.list(&p.all[k])
	l.add(p.links, k)
	l.held += p.all[k].held
}

func (p *prefixes) unlink(k int32) {
	l := p.list(&p.all[k])
	l.remove(p.links, k)
	if l.held -= p.all[k].held; l.oldest == none {
		l.held = 0 // nothing is left of rounding
	}
}

// forget lets an entry go.
func (p *prefixes) forget(k int32) {
	p.unlink(k)
	delete(p.of, p.all[k].session)
	p.free = append(p.free, k)
}

// home is the lane that holds a session, none if nobody does.
func (p *prefixes) home(session uint64) int32 {
	if p == nil || session == 0 {
		return none
	}
	if k, ok := p.of[session]; ok {
		return p.all[k].lane
	}
	return none
}

// take gives a lane what it holds of a session: the tokens, and the time to
// bring them back. They are the request's own from now on.
func (p *prefixes) take(session uint64, lane int32) (tokens, fetch float64) {
	if p == nil || session == 0 {
		return 0, 0
	}
	k, ok := p.of[session]
	if !ok || p.all[k].lane != lane {
		return 0, 0
	}
	e := p.all[k]
	if e.far {
		fetch = e.held * p.spec.Fetch
	}
	p.forget(k)
	return e.tokens, fetch
}

// keep leaves a session's tokens with a lane, instead of what an earlier turn
// left anywhere.
func (p *prefixes) keep(session uint64, lane int32, tokens, held float64) {
	if p == nil || session == 0 {
		return
	}
	if k, ok := p.of[session]; ok {
		p.forget(k)
	}
	var k int32
	if n := len(p.free); n > 0 {
		k, p.free = p.free[n-1], p.free[:n-1]
	} else {
		k = int32(len(p.all))
		p.all, p.links = append(p.all, prefix{}), append(p.links, links{})
	}
	p.all[k] = prefix{session: session, tokens: tokens, held: held, lane: lane}
	p.of[session] = k
	p.link(k)
}

// fit lets go what a lane has no room for beside sequences that hold so much:
// to the host while that has room, then for good.
func (p *prefixes) fit(lane int32, running float64) {
	if p == nil {
		return
	}
	l := &p.lanes[lane]
	for l.near.oldest != none && l.near.held+running > p.spec.Room {
		k := l.near.oldest
		if p.all[k].held > p.spec.Offload {
			p.forget(k)
			continue
		}
		p.unlink(k)
		p.all[k].far = true
		p.link(k)
	}
	for l.far.oldest != none && l.far.held > p.spec.Offload {
		p.forget(l.far.oldest)
	}
}

// clear empties a lane that has failed; its host keeps what it holds.
func (p *prefixes) clear(lane int32) {
	if p == nil {
		return
	}
	for p.lanes[lane].near.oldest != none {
		p.forget(p.lanes[lane].near.oldest)
	}
}

func (p *Prefix) proper() bool {
	return p == nil || p.Hit >= 0 && p.Hit <= 1 && p.Room >= 0 && p.Offload >= 0 && p.Fetch >= 0
}

// homeOf is the lane a request has to go to for its cache, none of others.
func (st *station) homeOf(it *item) int32 {
	if st.prefixes == nil || !st.prefixes.spec.Sticky {
		return none
	}
	if l := st.prefixes.home(it.session); l != none && st.down[l] == 0 {
		return l
	}
	return none
}

// found is the tokens of a prompt that a lane need not compute.
func (st *station) found(it *item, lane int32, prompt float64) float64 {
	if st.prefixes == nil || it.session == 0 {
		return st.serving.Hit * prompt
	}
	tokens, fetch := st.prefixes.take(it.session, lane)
	it.fetch = float32(fetch)
	tokens = min(tokens, prompt-1)
	return tokens + float64(st.prefixes.spec.Hit*(prompt-tokens))
}

// unbind lets any lane have the requests that waited for one that has failed.
func (r *run) unbind(st *station, l int32) {
	if st.prefixes == nil {
		return
	}
	st.prefixes.clear(l)
	for line := &st.prefixes.bound[l]; line.head != none; {
		i := line.pop(r.pool.items)
		st.lines[r.stages[r.pool.items[i].stage].level].push(r.pool.items, i)
	}
}

// wake starts the lanes that are up and idle, for requests that others gave
// back.
func (r *run) wake(st *station) {
	for l := range st.lanes {
		r.startLane(st, int32(l))
	}
}
