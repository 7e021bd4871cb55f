package ai

// Iteration is continuous batching one iteration at a time, for simulation:
// the step times of Serve without its averages. A lane is one attention rank
// of one replica; all are alike.
type Iteration struct {
	Lanes   int
	Slots   int     // sequences of a lane at most
	Chunk   int     // tokens an iteration computes at most
	Room    float64 // bytes for keys and values on a device
	Reserve bool    // room is taken for the whole of a request when it is admitted
	Hit     float64 // share of a prompt found in the prefix cache, 0…1
	Yield   float64 // tokens an iteration gives a sequence
	Each    float64 // tokens of Chunk that takes
	Before  float64 // s a request spends before it reaches the engine
	Steps   float64 // decode steps until a computed token is out
	Pool    *Pool   // prompts are computed in a pool of their own; nil = among the decodes
	Cache   Cache   // for requests whose sessions are known

	r replica
}

// Cache is the prefix cache of a lane, for requests whose sessions are known
// one by one; Hit and Before of an Iteration count what caches do on average.
type Cache struct {
	Hit     float64 // share of a prompt found that no session left, 0…1
	Before  float64 // s a request spends before it reaches the engine, beside what is brought back
	Sticky  bool    // a session's requests go to the lane that holds its cache
	Room    float64 // bytes of a device
	Offload float64 // of host memory or storage, as bytes of a device
	Fetch   float64 // s to bring back a byte of a device
}

// Pool is a prefill pool one iteration at a time: its lanes are the attention
// ranks of its workers.
type Pool struct {
	Lanes int
	Chunk int     // tokens an iteration computes at most
	Send  float64 // s a rank's link is taken for the keys and values of a token …
	After float64 // … and from then until they can be decoded
	Iteration
}

// NewIteration is false for models that do not fit.
func NewIteration(d Deployment, l Load) (*Iteration, bool) {
	r := newReplica(&Default, d, l)
	s := r.memory()
	if !s.Fits || r.out <= 0 {
		return nil, false
	}
	cache := Cache{Hit: r.d.PrefixHit, Before: r.handling(), Sticky: r.d.Sticky}
	r.settle()
	it := &Iteration{
		Lanes: r.d.Replicas * r.d.DP, Slots: max(r.d.MaxBatch/r.d.DP, 1), Chunk: max(r.d.Chunk, 1),
		Room: s.KVRoom, Reserve: r.d.reserves(),
		Hit: r.d.PrefixHit, Yield: r.gain, Each: r.each(), Before: r.handling(), Steps: r.late(), r: r,
	}
	if x := r.d.Disaggregated; x != nil {
		p := r.pool()
		it.Lanes *= max(x.DecodeWorkers, 1)
		it.Steps = max(r.w.g.HandSteps-1, 0) // the step that computes it is played
		it.Pool = &Pool{Lanes: int(p.ranks), Chunk: it.Chunk, Send: p.send, After: r.w.g.HandOver}
		it.Pool.r = r
		it.Pool.r.w = p.w
	}
	it.Cache = it.cache(cache)
	return it, true
}

// cache sizes the prefix cache of the lanes that compute prompts.
func (it *Iteration) cache(c Cache) Cache {
	at, ranks := it, float64(it.r.d.DP)
	if it.Pool != nil {
		at, ranks = &it.Pool.Iteration, it.Pool.r.w.dp
	}
	d := &at.r.d
	c.Room = max(d.Device.Usable*d.MemShare-at.r.w.storedBytes(d)-runtimeBytes, 0)
	token, share := d.Model.KVPerToken()*at.r.w.kvBytes, at.Held(at.r.in)/max(at.r.in, 1)
	if d.Offload > 0 && d.OffloadRate > 0 && token > 0 && share > 0 {
		c.Offload = d.Offload / ranks / token * share
		c.Fetch = token / d.OffloadRate / share
	}
	return c
}

// Time of an iteration, s: so many sequences in decode at a mean context, and
// parts of prompts, of so many tokens each behind so many that are there.
// Where sequences are in decode a prompt costs what it adds to their step;
// alone it pays for weights and launches itself.
func (it *Iteration) Time(decoding int, context float64, tokens, past []float64) float64 {
	r := it.r
	r.ctx = context
	t, rows := 0.0, 0.0
	for _, n := range tokens {
		rows += n
	}
	interfere := 1.0
	if decoding > 0 {
		t = r.step(float64(decoding)).total()
		interfere = r.w.e.Interfere
	}
	for k, n := range tokens {
		p := r.w.prompt(n, past[k], rows)
		if decoding == 0 && k == 0 {
			t += p.alone
		} else {
			t += float64(interfere * p.extra)
		}
	}
	return t
}

// Held is the bytes a sequence of so many tokens takes on a device.
func (it *Iteration) Held(context float64) float64 {
	return it.r.w.sequenceBytes(context) / it.r.w.pp
}
