package flow

import (
	"math"
	"slices"

	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/queue"
)

// A station whose room is finite and that turns nobody away holds back who
// sends to it: what is done there stays at its server until there is room
// (blocking after service), and so on up to the sources, whose items wait
// outside. Rows of single exponential servers are solved as one chain; all
// else node by node, each server's time made longer by what it is held.

// roomed is what blocking makes of a station.
type roomed struct {
	held     queue.Law // time a server of it keeps what is done, beside its service
	holds    queue.Law // time it holds a server that sends to it, an item
	solved   bool      // what follows is known
	open     bool      // somebody who cannot be held back sends to it: it holds back nobody
	deadlock bool      // it waits for itself; left unlimited

	wait, loss float64
	carried    float64 // 0 = all that arrives
	method     string
	class      queue.Class
}

// mostHeldRounds bounds the rounds between stations that hold each other
// back; they are damped and end when nothing moves.
const mostHeldRounds = 30

// holdBack works out the stations with finite room, from the traffic without.
func (p *Plan) holdBack(known given, before *Solution) map[int32]roomed {
	if len(p.rooms) == 0 {
		return nil
	}
	known.purpose = traffic
	known.rooms = nil
	s := solveGiven(p, before, false, known)
	for range mostHeldRounds {
		b := blockade{s: s, before: known.rooms, rooms: map[int32]roomed{}}
		b.find()
		if sameRooms(b.rooms, known.rooms) {
			return b.rooms
		}
		known.rooms = b.rooms
		s = solveGiven(p, s, false, known)
	}
	return known.rooms
}

func sameRooms(a, b map[int32]roomed) bool {
	if len(a) != len(b) {
		return false
	}
	for n, x := range a {
		y := b[n]
		if x.solved != y.solved || x.open != y.open || !nearly(x.held.Mean, y.held.Mean) || !nearly(x.wait, y.wait) || !nearly(x.loss, y.loss) {
			return false
		}
	}
	return true
}

func nearly(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-9*math.Abs(a) }

// blockade works out one round.
type blockade struct {
	s      *Solution
	before map[int32]roomed
	rooms  map[int32]roomed
}

func (b *blockade) find() {
	g := b.s.plan.graph
	var bounded []int32
	for _, n := range b.s.plan.rooms {
		if b.s.base[n] == nil {
			continue
		}
		if slices.ContainsFunc(g.in[n], func(e int32) bool { return len(b.s.wires[e].flows) > 0 && !b.holds(e) }) {
			b.rooms[n] = roomed{open: true, deadlock: b.reaches(n, n, b.s.plan.rooms, map[int32]bool{})}
			continue
		}
		bounded = append(bounded, n)
	}
	bounded = slices.DeleteFunc(bounded, func(n int32) bool {
		stuck := b.reaches(n, n, bounded, map[int32]bool{})
		if stuck {
			b.rooms[n] = roomed{deadlock: true}
		}
		return stuck
	})
	slices.SortFunc(bounded, func(x, y int32) int { return int(g.rank[y] - g.rank[x]) })
	for _, n := range bounded {
		if head := b.head(n, bounded); head >= 0 {
			b.line(head, bounded)
		}
	}
	for _, n := range bounded {
		if !b.rooms[n].solved {
			b.alone(n)
		}
	}
	b.senders(bounded)
}

// holds tells whether what an edge brings can be kept where it was served: at
// a server that does one item at a time and sends it one way.
func (b *blockade) holds(e int32) bool {
	x := &b.s.plan.graph.ends[e]
	r := b.s.base[x.from]
	if r == nil || x.async || b.s.Links[e] != nil || r.Station.Method == "" || r.Service.Solved != nil || r.Service.Delay.Mean > 0 {
		return false
	}
	st := &r.Service.Station
	if st.Discipline != queue.FCFS && st.Discipline != queue.Priority || st.Gathering.Most > 1 || r.Service.Scaler != nil || b.s.plan.forkAt[x.from] != nil {
		return false
	}
	for i := range r.Passes {
		total := 0.0
		for k := range r.Ways {
			if w := &r.Ways[k]; w.Flow == i {
				if w.Copy || w.Async {
					return false
				}
				total += w.Gain
			}
		}
		if total > 1+1e-9 {
			return false
		}
	}
	return true
}

// reaches tells whether stations with room hold each other back from one to
// another, by two or more of them: then all can stand still for good.
func (b *blockade) reaches(from, to int32, bounded []int32, seen map[int32]bool) bool {
	g := b.s.plan.graph
	for e := g.out[from]; e < g.out[from+1]; e++ {
		next := g.ends[e].to
		if next == from || seen[next] || len(b.s.wires[e].flows) == 0 || !slices.Contains(bounded, next) || !b.holds(e) {
			continue
		}
		if next == to {
			return true
		}
		seen[next] = true
		if b.reaches(next, to, bounded, seen) {
			return true
		}
	}
	return false
}

// only is the one way out of a node, with all that came to it; −1 where there
// are more.
func (b *blockade) only(n int32) int32 {
	if r := b.s.base[n]; len(r.Passes) == 1 && len(r.Ways) == 1 && r.Ways[0].Edge >= 0 && r.Ways[0].Gain == 1 {
		return b.s.plan.graph.ends[r.Ways[0].Edge].to
	}
	return -1
}

// head is the first station of the row of single exponential servers that
// ends with station n, −1 where n does not end one.
func (b *blockade) head(n int32, bounded []int32) int32 {
	g := b.s.plan.graph
	if next := b.only(n); next >= 0 && slices.Contains(bounded, next) {
		return -1
	}
	for e := g.out[n]; e < g.out[n+1]; e++ {
		if slices.Contains(bounded, g.ends[e].to) {
			return -1
		}
	}
	for slices.Contains(bounded, n) {
		if len(g.in[n]) != 1 || !b.markov(n) {
			return -1
		}
		n = g.ends[g.in[n][0]].from
		if b.only(n) < 0 {
			return -1
		}
	}
	r := b.s.base[n]
	if _, again := b.s.given.again[n]; again {
		return -1
	}
	if !b.markov(n) || len(r.Load.Streams) != 1 || !r.Load.Streams[0].Renewal || r.Load.Streams[0].SCV != 1 || r.Load.Streams[0].Bulk.Mean > 1 {
		return -1
	}
	return n
}

func (b *blockade) markov(n int32) bool {
	r := b.s.base[n]
	st := &r.Service.Station
	return st.Servers <= 1 && st.Discipline == queue.FCFS && len(st.Customers) == 1 && st.Customers[0].Service.SCV == 1 && st.Patience == 0 && b.before[n].held.Mean == 0
}

// mostLineStates bounds the chains that are solved, which an edit must not
// wait for.
const mostLineStates = 400

// line solves a row from its head as one chain. A head without limit is given
// room until next to nothing is lost.
func (b *blockade) line(head int32, bounded []int32) {
	nodes, states := []int32{head}, 1
	row := queue.Line{Rate: b.s.base[head].Load.Rate}
	for n := head; ; {
		st := &b.s.base[n].Service.Station
		row.Service = append(row.Service, 1/st.Customers[0].Service.Mean)
		row.Capacity = append(row.Capacity, st.Capacity)
		if n != head {
			states = min(states*(st.Capacity+2), mostLineStates+1)
		}
		next := b.only(n)
		if next < 0 || !slices.Contains(bounded, next) {
			break
		}
		nodes, n = append(nodes, next), next
	}
	endless := row.Capacity[0] == 0 || b.s.base[head].Service.Station.Block
	if endless {
		row.Capacity[0] = mostLineStates/states - 2
	}
	if states*(row.Capacity[0]+2) > mostLineStates {
		return
	}
	r, ok := row.Solve()
	if !ok || endless && r.Loss > 1e-11 {
		return
	}
	for i, n := range nodes {
		x := roomed{solved: true, wait: max(r.InSystem[i]/r.Throughput-1/row.Service[i], 0), method: "blocking line", class: queue.A}
		x.open = b.rooms[n].open
		if i == 0 && !endless {
			x.loss, x.carried = r.Loss, r.Throughput
		}
		b.rooms[n] = x
	}
}

// raw is the service time at a station without what it is held.
func (b *blockade) raw(n int32) queue.Law {
	x := b.before[n]
	return x.shorten(mixed(&b.s.base[n].Service.Station))
}

// mostPlaces bounds the states of one station: beyond so many places the last
// ones matter no more.
const mostPlaces = 2000

// alone solves a station by itself (queue.Room), given how long it is held
// itself.
func (b *blockade) alone(n int32) {
	g := b.s.plan.graph
	r := b.s.base[n]
	st := &r.Service.Station
	x := roomed{solved: true, held: b.heldAt(n), method: "blocking, node by node", class: queue.D}
	room := queue.Room{Servers: max(st.Servers, 1), Places: min(max(st.Capacity, st.Servers, 1), mostPlaces), Service: b.raw(n).Mean + x.held.Mean}
	for _, e := range g.in[n] {
		if tail := g.ends[e].from; len(b.s.wires[e].flows) > 0 {
			k := max(b.s.base[tail].Service.Station.Servers, 1)
			share := min(b.s.wires[e].stream.Rate/b.s.base[tail].carried(), 1)
			room.Senders = min(room.Senders+k, mostPlaces)
			room.Fastest += float64(k) * share / max(b.raw(tail).Mean, 1e-12)
		}
	}
	if r.Load.Rate > 0 && room.Service > 0 {
		x.wait, x.holds = room.Solve(r.Load.Rate)
		if was := b.before[n]; was.solved && was.holds.Mean > 0 { // damped
			x.holds.Mean = (x.holds.Mean + was.holds.Mean) / 2
		}
	}
	b.rooms[n] = x
}

// heldAt is how long a server of a station is held, by where its items go.
func (b *blockade) heldAt(n int32) queue.Law {
	r := b.s.base[n]
	mean, second := 0.0, 0.0
	for k := range r.Ways {
		if w := &r.Ways[k]; w.Edge >= 0 && !w.Async {
			x := b.rooms[b.s.plan.graph.ends[w.Edge].to].holds
			share := w.Gain * r.Load.Flows[w.Flow].Rate / r.Load.Rate
			mean += share * x.Mean
			second += share * x.Mean * x.Mean * (1 + x.SCV)
		}
	}
	if mean == 0 {
		return queue.Law{}
	}
	return queue.Law{Mean: mean, SCV: max(second/(mean*mean)-1, 0)}
}

// senders notes how long those are held that have no such room themselves.
func (b *blockade) senders(bounded []int32) {
	g := b.s.plan.graph
	for _, n := range bounded {
		for _, e := range g.in[n] {
			if tail := g.ends[e].from; b.s.base[tail] != nil && !b.rooms[tail].solved {
				if held := b.heldAt(tail); held.Mean > 0 {
					x := b.rooms[tail]
					x.held = held
					b.rooms[tail] = x
				}
			}
		}
	}
}

// lengthen adds to every service what the server is held.
func (x *roomed) lengthen(st *queue.Station) {
	if x.held.Mean == 0 {
		return
	}
	for i := range st.Customers {
		law := &st.Customers[i].Service
		mean := law.Mean + x.held.Mean
		*law = queue.Law{Mean: mean, SCV: (law.Variance() + x.held.Variance()) / (mean * mean)}
	}
}

// shorten takes what the server is held out of a service time again.
func (x *roomed) shorten(law queue.Law) queue.Law {
	mean := law.Mean - x.held.Mean
	if x.held.Mean == 0 || !(mean > 0) {
		return law
	}
	return queue.Law{Mean: mean, SCV: max(law.Variance()-x.held.Variance(), 0) / (mean * mean)}
}

// result is the station's answer.
func (x *roomed) result(st *queue.Station) queue.Result {
	waits := make([]float64, len(st.Customers))
	for i := range waits {
		waits[i] = x.wait
	}
	r := queue.Known(*st, waits, x.method, x.class)
	if x.carried > 0 {
		r.Loss, r.Carried = x.loss, x.carried
		r.Utilisation = r.Load * x.carried / r.Offered
	}
	r.InQueue, r.InSystem = r.Carried*x.wait, r.Carried*r.Sojourn.Mean()
	return r
}

// ofRooms tells what is wrong with how stations hold each other back.
func (s *Solution) ofRooms(found *findings) {
	for _, n := range s.plan.rooms {
		id, x := s.plan.graph.nodes[n], s.given.rooms[n]
		at := diagnostic.Place{Node: id, Param: "when_full"}
		switch {
		case x.deadlock:
			d := found.add("flow.deadlock", diagnostic.Error, at,
				words("Stations with finite room wait for each other in a circle: once all are full, none moves again. Its room is taken as unlimited. Let one of them turn away what finds no room.",
					"容量有限的服务站互相等待成环：一旦全部占满便再也无法前进（死锁）。此处按容量不限计算。应让其中之一拒绝无处容纳的项。"))
			d.Fix = &diagnostic.Fix{Label: words("Turn away", "改为拒绝"), Set: map[string]quantity.Value{id + ".when_full": quantity.Str("drop")}}
		case x.solved && len(s.given.rates) > 0:
			found.add("flow.held_feedback", diagnostic.Info, at,
				words("This station holds back who sends to it, and users wait for the answer or send again: how the two act on each other is left out (class D). Simulate to be sure.",
					"该站点会阻塞上游，而用户又在等待应答或重发请求：二者的相互影响未计入（D 级），请以仿真为准。"))
		case x.open:
			found.add("flow.backpressure", diagnostic.Info, at,
				words("What finds no room here waits where it comes from: a source, a link or several copies hold no server, so its waiting line has no limit.",
					"此处容纳不下的项在其来处等待：来源、链路或多份副本不占用服务台，因此等待队列不设上限。"))
		}
	}
}
