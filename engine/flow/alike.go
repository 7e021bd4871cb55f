package flow

import (
	"maps"
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/queue"
)

// Large designs repeat themselves: racks, regions, lines of the same parts.
// Nodes that are set up alike share a model, and of those to which the same
// comes one is solved for all.

// hash is of values that equal ones have the same of; others may.
type hash uint64

func (h hash) word(x uint64) hash { return (h ^ hash(x)) * 0x9e3779b97f4a7c15 }

func (h hash) number(x float64) hash {
	h = h.word(math.Float64bits(x))
	return h ^ h>>29
}

func (h hash) text(s string) hash {
	for i := range len(s) {
		h = h.word(uint64(s[i]))
	}
	return h
}

// setUp is a hash of what a node's model is made of.
func setUp(n *design.Node) hash {
	h := hash(len(n.Params)).text(n.Kind)
	for key, v := range n.Params { // in any order
		x, _ := v.Float()
		text, _ := v.Text()
		h += hash(v.Form()).text(key).text(text).number(x)
	}
	return h
}

// sameSetUp tells whether two nodes have the same model.
func sameSetUp(a, b *design.Node) bool {
	return a.Kind == b.Kind && sameDraw(a.Pool, b.Pool) && maps.EqualFunc(a.Params, b.Params, quantity.Value.Equal)
}

func sameDraw(a, b *design.Draw) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.ID == b.ID && sameNumber(a.Units, b.Units) && sameNumber(a.Share, b.Share)
}

func sameNumber(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// binder makes models, one for nodes that are alike.
type binder struct {
	p     *Plan
	known map[hash]int32 // a node of each set-up
}

func (x *binder) bind(n int32) *component.Bound {
	p := x.p
	of := setUp(p.nodes[n])
	if m, ok := x.known[of]; ok && sameSetUp(p.nodes[m], p.nodes[n]) {
		return p.Bound[m]
	}
	x.known[of] = n
	return component.Bind(p.graph.kinds[n], p.nodes[n], &p.env)
}

// arrivals is a hash of a load.
func arrivals(l *component.Load) hash {
	h := hash(len(l.Flows)).number(l.Rate)
	for i := range l.Flows {
		f := &l.Flows[i]
		h = h.word(uint64(f.Class)).number(f.Rate).number(f.Bytes.Mean).number(f.TokensIn.Mean)
	}
	for i := range l.Streams {
		x := &l.Streams[i]
		h = h.number(x.Rate).number(x.SCV).number(x.Dispersion.Limit())
	}
	return h
}

// asked is what a result and what leaves it answer.
type asked struct {
	bound *component.Bound
	out   hash // of the wires that leave
	load  hash
}

// brought is the same by what the wires bring, pointer for pointer, of nodes of
// few wires: where lines are alike, so are their streams.
type brought struct {
	bound *component.Bound
	out   hash
	wires [fewWires]*carried
	meet  *queue.Covariance
}

const fewWires = 3

// repeats are what a sweep has solved, by what it was asked.
type repeats struct {
	loads   map[asked]int32
	wires   map[brought]int32
	parted  map[parting]*queue.Covariance
	through map[passing]*queue.Covariance
	passed  map[*Result]*queue.Passed
}

func newRepeats() repeats {
	return repeats{map[asked]int32{}, map[brought]int32{}, map[parting]*queue.Covariance{}, map[passing]*queue.Covariance{}, map[*Result]*queue.Passed{}}
}

// single tells whether nothing more is known of a node than its model and what
// arrives. In loops, which are gone through again and again, more is.
func (w *sweep) single(n int32) bool {
	s := w.s
	return !w.job && !s.plan.nodes[n].Bypassed && s.plan.graph.loop[n] < 0 && s.plan.joinAt[n] == nil &&
		len(s.given.waits)+len(s.given.users)+len(s.given.rooms)+len(s.given.again) == 0
}

// sends is a hash of the wires that leave a node.
func (w *sweep) sends(n int32) hash {
	g := w.s.plan.graph
	h := hash(g.out[n+1] - g.out[n])
	for e := g.out[n]; e < g.out[n+1]; e++ {
		x := &g.ends[e]
		h = h.word(uint64(x.port)).word(x.classes).number(x.weight)
		if x.async {
			h++
		}
		if wire := w.s.plan.wires[e]; wire != nil {
			h = h.number(wire.Bandwidth).number(wire.Latency)
		}
	}
	return h
}

// sendsAlike tells whether two nodes have the same wires to send on.
func (w *sweep) sendsAlike(n, m int32) bool {
	p, g := w.s.plan, w.s.plan.graph
	first, of := g.out[n], g.out[m]
	if p.blocked != nil || g.out[n+1]-first != g.out[m+1]-of {
		return false
	}
	for k := range g.out[n+1] - first {
		a, b := &g.ends[first+k], &g.ends[of+k]
		if a.port != b.port || a.classes != b.classes || a.weight != b.weight || a.async != b.async || p.wires[first+k] != p.wires[of+k] {
			return false
		}
	}
	return true
}

// repeat makes r the result of a node of this sweep with the same model to which
// the same wires bring the same, and sends what that one sends. It tells
// whether there is one; if not, this node is it from now on.
func (w *sweep) repeat(r *Result, n int32) bool {
	s, in := w.s, w.s.plan.graph.in[n]
	if len(in) == 0 || len(in) > fewWires || !w.single(n) {
		return false
	}
	of := brought{bound: r.bound, out: w.sends(n)}
	for i, e := range in {
		of.wires[i] = s.wires[e]
		if len(s.wires[e].flows) > 1 && len(in) > 1 { // classes meet, each by itself
			return false
		}
	}
	of.meet = w.meet(n, -1)
	m, ok := w.repeats.wires[of]
	if ok && w.sendsAlike(n, m) {
		w.resend(r, n, m)
		return true
	}
	w.repeats.wires[of] = n
	return false
}

// resend makes r the result of m, and what n sends what m sends.
func (w *sweep) resend(r *Result, n, m int32) {
	s, g := w.s, w.s.plan.graph
	*r = *s.base[m]
	ways := room(r.few.ways[:], len(r.Ways))
	copy(ways, r.Ways)
	r.Ways = ways
	for i := range r.Ways {
		if way := &r.Ways[i]; way.Edge >= 0 {
			way.Edge += g.out[n] - g.out[m]
		}
	}
	for e := g.out[n]; e < g.out[n+1]; e++ {
		of := e - g.out[n] + g.out[m]
		s.wires[e], s.Links[e] = s.wires[of], s.Links[of]
		w.moved[e] = w.before == nil || !s.wires[e].same(w.before.wires[e])
	}
}

// twin is a node of this sweep with the same model and load as one, which
// stands for it from now on if there is none: −1.
func (w *sweep) twin(r *Result, n int32) int32 {
	if !w.single(n) {
		return -1
	}
	of := asked{r.bound, w.sends(n), arrivals(&r.Load)}
	m, ok := w.repeats.loads[of]
	if !ok {
		w.repeats.loads[of] = n
		return -1
	}
	twin := w.s.base[m]
	if !sameLoad(&twin.Load, &r.Load) || twin.meet != r.meet || !slices.EqualFunc(twin.bursts, r.bursts, (*queue.Dispersion).Same) {
		return -1
	}
	return m
}

func sameLoad(a, b *component.Load) bool {
	return a.Rate == b.Rate && slices.Equal(a.Flows, b.Flows) &&
		slices.EqualFunc(a.Streams, b.Streams, func(x, y queue.Stream) bool { return x.Same(&y) })
}
