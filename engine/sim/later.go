package sim

// later is what happens at a time of its own, beside arrivals and services:
// all such events share one slot of the tree and wait in a heap behind it.
type later struct {
	due  heap
	what []pending
	free []int32
	slot int32
}

// pending is an event to come.
type pending struct {
	kind pendingKind
	a, b int32
}

type pendingKind uint8

const (
	backoffOver pendingKind = iota // of attempt record a
	patienceEnd                    // of attempt record a, generation b
	thinkingEnd                    // of a user of source a
	gatherEnd                      // of the batch of stage a, generation b
	givesUp                        // item a, if it still waits its wait b
	tokensSent                     // item a leaves station b
	keysSent                       // item a may be decoded at station b
	unitEvent                      // of failure a, generation b
	scaleLook                      // of scaler a
	scaleDone                      // of scaler a, to b servers
	anomalyOn                      // a
	anomalyOff                     // a
	monitorLook                    // a
	monitorActs                    // a
)

// after schedules an event.
func (r *run) after(time float64, kind pendingKind, a, b int32) {
	l := &r.later
	var k int32
	if n := len(l.free); n > 0 {
		k, l.free = l.free[n-1], l.free[:n-1]
		l.what[k] = pending{kind, a, b}
	} else {
		k = int32(len(l.what))
		l.what = append(l.what, pending{kind, a, b})
	}
	l.due.push(r.now+time, k)
	r.tree.at(l.slot, l.due.key[0])
}

// pendingDue plays the event that is due.
func (r *run) pendingDue() {
	l := &r.later
	_, k := l.due.pop()
	p := l.what[k]
	l.free = append(l.free, k)
	if l.due.len() > 0 {
		r.tree.at(l.slot, l.due.key[0])
	} else {
		r.tree.clear(l.slot)
	}
	switch p.kind {
	case backoffOver:
		r.try(p.a)
	case patienceEnd:
		r.timedOut(p.a, p.b)
	case thinkingEnd:
		r.arrive(&r.sources[p.a])
	case gatherEnd:
		if g := &r.gathers[p.a]; g.generation == p.b {
			r.sendBatch(p.a)
		}
	case givesUp:
		r.giveUp(p.a, p.b)
	case tokensSent:
		r.depart(p.a, &r.stations[p.b])
	case keysSent:
		r.decodable(p.a, &r.stations[p.b])
	case unitEvent:
		r.unitChanges(p.a, p.b)
	case scaleLook:
		r.scale(p.a)
	case scaleDone:
		r.scaled(p.a, p.b)
	case anomalyOn:
		r.strike(p.a, true)
	case anomalyOff:
		r.strike(p.a, false)
	case monitorLook:
		r.watch(p.a)
	case monitorActs:
		r.act(p.a)
	}
}
