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

// asked is what a result answers.
type asked struct {
	bound *component.Bound
	load  hash
}

// twin is a result of this sweep for the same model and load as that of a
// node, which stands for it from now on if there is none. Where more is known
// of single nodes than what arrives, and in loops, which are gone through
// again and again, there are none.
func (w *sweep) twin(r *Result, n int32) *Result {
	s := w.s
	if w.job || r.meet != nil || s.plan.nodes[n].Bypassed || s.plan.graph.loop[n] >= 0 || s.plan.joinAt[n] != nil || len(s.given.waits)+len(s.given.rooms)+len(s.given.again) > 0 {
		return nil
	}
	of := asked{r.bound, arrivals(&r.Load)}
	twin, ok := w.solved[of]
	if !ok {
		w.solved[of] = r
		return nil
	}
	if !sameLoad(&twin.Load, &r.Load) || !slices.EqualFunc(twin.bursts, r.bursts, (*queue.Dispersion).Same) {
		return nil
	}
	return twin
}

func sameLoad(a, b *component.Load) bool {
	return a.Rate == b.Rate && slices.Equal(a.Flows, b.Flows) &&
		slices.EqualFunc(a.Streams, b.Streams, func(x, y queue.Stream) bool { return x.Same(&y) })
}
