package ai

import (
	"math"

	"weir/engine/portable"
)

// runtimeBytes is what activations, graphs and the runtime take on a device
// beside weights and cache (vLLM logs on H100: 2 to 5 GiB; TensorRT-LLM less).
const runtimeBytes = 2e9

// batchedPrompt is the tokens of prompts that run together when many wait.
const batchedPrompt = 8192

// Serve predicts a deployment under a load with the default constants. Model
// and Device must be set; a deployment that Check finds at fault may give
// figures without meaning, never a panic.
func Serve(d Deployment, l Load) Serving { return ServeWith(&Default, d, l) }

// ServeWith is Serve with other constants (fits, ablations).
func ServeWith(k *Constants, d Deployment, l Load) Serving {
	r := newReplica(k, d, l)
	return r.settle()
}

// settle predicts the replica with what caches find for sessions. The more they
// find the fewer sequences run, and the more room is left for caches: from
// empty replicas, whose caches find most, down to where both agree.
func (r *replica) settle() Serving {
	s := r.solve()
	if !s.Fits || r.l.Sessions.History(r.in, r.out) == 0 {
		return s
	}
	cold := *r
	s.InFlight = 0
	if r.l.Mode == Open && r.l.Users == 0 {
		s.Requests = r.l.Rate
	}
	found := cold.reuseAt(&s)
	for range 30 {
		*r = cold
		r.reuse(found)
		s = r.solve()
		now := cold.reuseAt(&s)
		moved := math.Abs(now.hit - found.hit)
		if found = now; moved < 1e-3 {
			break
		}
	}
	return s
}

// reuse takes tokens found in prefix caches out of the prompts.
func (r *replica) reuse(u reuse) {
	hit := 1 - (1-r.d.PrefixHit)*(1-u.hit)
	r.d.PrefixHit, r.fetch = hit, u.fetch
	r.prompts()
}

// solve predicts the replica under its load.
func (r *replica) solve() Serving {
	d, l := &r.d, &r.l
	s := r.memory()
	if !s.Fits || l.Out.Mean <= 0 && l.In.Mean <= 0 {
		return r.unserved(s)
	}
	switch {
	case d.Disaggregated != nil && l.Mode == Open && l.Users > 0:
		r.poolsOfUsers(&s)
	case d.Disaggregated != nil:
		r.disaggregated(&s)
	case l.Mode == Closed:
		r.closed(&s)
	case l.Mode == Static:
		r.static(&s)
	case l.Mode == Offline:
		r.offline(&s)
	default:
		r.open(&s)
	}
	r.finish(&s)
	return s
}

// replica is one deployment with its load, ready to be solved.
type replica struct {
	k     *Constants
	d     Deployment
	l     Load
	w     worker
	in    float64 // tokens per request
	out   float64
	miss  float64 // input tokens that are computed
	ctx   float64 // mean context of a running sequence
	gain  float64 // tokens a step yields per sequence
	tight bool    // memory bounds the places, and who finds none left is put back
	one   prefill // a prompt by itself
	many  prefill // a prompt among so many that they run together

	least float64 // s a request of a rank takes at the peak of the devices
	bare  bool    // without error bands, which a curve does not draw
	fetch float64 // s to bring back keys and values that were offloaded
	// share of a replica's attention ranks: rates are per rank
	ranks float64
}

func newReplica(k *Constants, d Deployment, l Load) replica {
	d = d.with()
	if s := &l.Sessions; s.Turns > 1 && s.question(l.In.Mean, l.Out.Mean) < 1 { // see llm.turns
		s.Turns = s.most(l.In.Mean, l.Out.Mean)
	}
	r := replica{k: k, d: d, l: l, in: max(l.In.Mean, 0), out: max(l.Out.Mean, 0)}
	r.w = newWorker(k, &d, d.TP, d.DP, d.EP, d.MoETP)
	// A sequence is seen in a step in proportion to its length.
	r.ctx = r.in + r.out*(1+l.Out.SCV)/2
	r.gain = d.Speculative.Gain()
	r.ranks = float64(d.Replicas * d.DP)
	r.prompts()
	return r
}

// prompts works out the prefill of what no cache holds.
func (r *replica) prompts() {
	r.d.PrefixHit = min(r.d.PrefixHit, max(1-1/r.in, 0)) // the last token is always computed
	r.miss = max(r.in*(1-r.d.PrefixHit), min(r.in, 1))
	r.one = r.prefill(r.miss, r.w.chunk)
	r.many = r.prefill(max(r.miss, batchedPrompt), r.w.chunk)
	r.least = (r.miss + r.out) * r.w.arithmetic()
}

// prefill is that of a prompt in steps of so many rows, out of so large a budget.
func (r *replica) prefill(rows, budget float64) prefill {
	return r.prefillOn(&r.w, rows, budget)
}

func (r *replica) prefillOn(w *worker, rows, budget float64) prefill {
	past := r.in - r.miss
	p := w.promptWithin(r.miss, past, rows, budget)
	if r.l.In.SCV > 0 {
		more := w.varied(r.miss, past, r.l.In.SCV)
		p.alone, p.extra = p.alone+more, p.extra+more
	}
	return p
}

// memory answers what fits, and notes whether that bounds the places.
func (r *replica) memory() Serving {
	d, w := &r.d, &r.w
	m := d.Model
	s := Serving{Devices: d.Devices(), Overhead: runtimeBytes, WaitSCV: 1}
	s.Weights = w.storedBytes(d)
	s.KVPerToken = m.KVPerToken() * w.kvBytes * w.copies()
	s.KVRoom = max(d.Device.Usable*d.MemShare-s.Weights-s.Overhead, 0)
	per := w.sequenceBytes(r.held()) / w.pp
	s.Room = int(min(math.Floor(s.KVRoom/max(per, 1))*w.dp, 1e9))
	s.Slots = min(s.Room, d.MaxBatch)
	r.tight = s.Room < d.MaxBatch && !d.reserves()
	s.Fits = s.Slots >= 1
	s.Servers = s.Slots * d.Replicas
	return s
}

// held is the tokens a running sequence occupies: engines with preemption
// admit by what is used now, TensorRT-LLM by what a request may grow to.
func (r *replica) held() float64 {
	if r.d.reserves() {
		return r.in + r.out
	}
	return r.ctx
}

// reserves tells whether room is taken for the whole of a request when it is
// admitted, so that none is put back.
func (d *Deployment) reserves() bool { return d.Engine == TensorRT || d.Engine == TensorRTCompiled }

// storedBytes is the weights on one device, embedding included.
func (w *worker) storedBytes(d *Deployment) float64 {
	m := w.m
	embed := w.headBytes
	if !m.Tied && !m.Encoder {
		embed *= 2
	}
	experts := w.expertBytes * float64(m.Experts) / max(w.ep, 1)
	return (w.denseBytes+experts+m.SmallParams()*2)/w.pp + embed + m.VisionParams*2/w.tp
}

// copies is how often a token's keys and values are stored in a replica: MLA
// latents and grouped heads beyond their number are copied to every device.
func (w *worker) copies() float64 {
	if w.m.MLA() || w.m.SharedKeyValue {
		return w.tp
	}
	return max(w.tp/float64(max(w.m.KVHeads, 1)), 1)
}

// step is the time of a decode step of b sequences per rank, speculation and
// pipeline stages included: b/pp sequences pass all stages in one round.
func (r *replica) step(b float64) split {
	tokens := 1.0
	if r.d.Speculative != nil {
		tokens += float64(r.d.Speculative.Draft)
	}
	s := r.w.decode(b/r.w.pp, r.ctx, tokens)
	if r.l.Mode == Offline && r.d.Engine == TensorRTCompiled {
		s.over -= b / r.w.pp * r.w.e.Sequence * (1 - r.w.g.OfflineHost)
	}
	slow := r.d.Speculative.Slowdown()
	s.gemm *= slow
	s.over *= slow
	return s
}

// after is the tokens of a request that come after those that leave first.
func (r *replica) after() float64 { return max(r.out-float64(r.d.Hold), 0) }

// steps is the decode steps of one request after its first token.
func (r *replica) steps() float64 { return max(r.out-1, 0) / r.gain }

// perToken is TPOT at b sequences per rank when each step carries prompts of
// others: b/steps prompts join a step, less the request's own.
func (r *replica) perToken(b float64) (tpot float64, s split) {
	s = r.step(b)
	extra := 0.0
	if n := max(r.out, 1) / r.gain; n > 0 {
		extra = r.w.e.Interfere * max(b-1, 0) * r.one.extra / n
	}
	return (s.total() + extra) / r.gain, s
}

// capacity is the requests/s one rank carries with b sequences always running,
// as many as there are places.
func (r *replica) capacity(b float64) float64 {
	return b / (r.work(b) + r.again(b))
}

// again is the time a request spends where b fill the memory, beside work, on
// prompts that are computed again. Who leaves makes room for the prompt that
// comes next at once, so what answers grow by is taken from those that came
// last: a prompt for each so many tokens as one has.
func (r *replica) again(b float64) float64 {
	if !r.tight || r.in <= 0 {
		return 0
	}
	n := r.decoding(b)
	return r.out / r.in * r.w.e.Interfere * n * r.extra(n)
}

// slotsPerRank is the sequences a rank runs at most.
func (r *replica) slotsPerRank(s *Serving) float64 {
	return max(float64(s.Slots)/float64(r.d.DP), 1)
}

func (r *replica) open(s *Serving) {
	b := r.slotsPerRank(s)
	peak := r.capacity(b)
	rate := max(r.l.Rate, 0) / r.ranks
	s.Saturation.Value = peak * r.ranks
	s.Utilisation = rate / peak
	if rate >= peak {
		r.carry(s, occupancy{batch: b}, peak)
		s.TTFT.Value, s.Latency.Value, s.Wait = math.Inf(1), math.Inf(1), math.Inf(1)
		return
	}
	if r.l.Users > 0 {
		r.returning(s, rate, b)
		s.Utilisation = min(s.Requests/s.Saturation.Value, all)
		return
	}
	o := r.occupied(rate, b)
	r.carry(s, o, rate)
	r.times(s, o, rate, r.slotWait(s, rate/peak))
}

// all is the utilisation of a deployment that users who return keep full: its
// line ends with their number, so it is never overloaded.
const all = 1 - 1e-12

// leastShare is the least part of those present that users are taken to be.
const leastShare = 0.01

// returning solves users who each wait for their answer, beside requests that
// come at a rate: what a request spends in the engine's batch and line is the
// chain's, what is before and after adds to the time its user is away, and is
// known when the chain is.
func (r *replica) returning(s *Serving, rate, slots float64) {
	least := r.step(1).total() / 2
	away, theirs := max(r.l.Away, least), 1.0
	for range 50 {
		o := r.visited(rate, slots, away, theirs)
		carried := o.rate
		r.carry(s, o, carried)
		r.times(s, o, carried, o.line/carried)
		s.WaitSCV = o.waitSCV(s.Wait-o.line/carried, s.Saturation.Value)
		next := r.l.Away + max(s.Latency.Value-(o.batch+o.line)/carried, least)
		share := max(carried-rate, 0) / carried
		still := math.Abs(next-away) < 1e-7*away && math.Abs(share-theirs) < 1e-7
		// Half-way, and never none of them: of few users among many requests the
		// share swings, and with none nothing would hold the chain.
		if away, theirs = next, max((theirs+share)/2, leastShare); still || theirs == leastShare && share == 0 {
			break
		}
	}
}

// carry fills in what follows from the sequences on a rank and the requests/s
// it completes.
func (r *replica) carry(s *Serving, o occupancy, rate float64) {
	n := r.decoding(o.batch)
	hold := r.work(0)
	if n > 0 && rate > 0 {
		hold = n / rate // Little's law
	}
	tpot := max(hold-r.w.e.Interfere*r.extra(n), 0) / max(r.out, 1)
	r.fill(s, n, r.step(n), tpot)
	s.Requests = rate * r.ranks
	s.InFlight = o.batch * r.ranks
	alone := r.firstAlone()
	s.TTFTAlone.Value = alone
	s.ServiceMean = alone + r.after()*tpot
	s.ServiceSCV = r.serviceSCV(alone, tpot, s.ServiceMean)
}

// times fills in those of a request that waits so long for a place.
func (r *replica) times(s *Serving, o occupancy, rate, place float64) {
	prompt := r.w.e.Interfere * r.extra(s.Batch)
	busy := min(rate*prompt, .999)
	parts := r.parts(s.Batch)
	line := r.queued(o.batch, s.Batch, rate, s.StepTime/(1-busy))
	// Prompts that came while one's own was computed are computed before one's
	// first tokens, of which the mean over all steps knows only its part.
	met := (line + parts) * prompt / parts * (1 - r.used(s.Batch))
	s.TPOT.Value += busy / (1 - busy) * met / max(r.out, 1)
	place += line * (s.StepTime + prompt/parts)
	s.TTFT.Value = r.firstAmong(o.idle, s.Batch, rate, s.StepTime, prompt) + place
	s.Wait = place + float64((1-o.idle)*r.iterationLeft(rate, s.StepTime, prompt))
	s.Latency.Value = s.TTFT.Value + r.after()*s.TPOT.Value
}

// batchAt solves b = rate · work(b), the sequences on a rank at a rate below
// capacity, by false position (Illinois): work is nearly linear in b.
func (r *replica) batchAt(rate, limit float64) float64 {
	short := func(b float64) float64 { return float64(rate*r.work(b)) - b }
	lo, hi := 0.0, limit
	above, below := short(lo), short(hi)
	if below >= 0 {
		return hi
	}
	b, side := hi, 0
	for range 40 {
		last := b
		b = (float64(lo*below) - float64(hi*above)) / (below - above)
		if math.Abs(b-last) < 1e-4*b {
			break
		}
		f := short(b)
		if f > 0 {
			lo, above = b, f
			if side == 1 {
				below /= 2
			}
			side = 1
		} else {
			hi, below = b, f
			if side == -1 {
				above /= 2
			}
			side = -1
		}
	}
	return b
}

// firstAlone is the time to first token on an idle deployment.
func (r *replica) firstAlone() float64 {
	return r.handling() + r.one.alone + (r.w.e.FirstSteps+float64(r.d.Hold-1))*r.step(1).total()
}

// late is the decode steps of others between a request and its first token:
// half of the steps until the engine looks for requests, its own pipeline, and
// the tokens that are held to leave together.
func (r *replica) late() float64 {
	return r.w.e.FirstSteps + float64(r.d.Poll-1)/2 + float64(r.d.Hold-1)
}

// handling is what a request's first token waits for whatever its length:
// the server in front, and kernels launched one by one.
func (r *replica) handling() float64 {
	return r.w.e.FirstDelay + r.eager() + r.fetch
}

// eager is the time in which the host launches a prompt's kernels: those of
// mixtures and of latent attention are many and small, and no captured graph has
// the shape of a prompt. Compiled engines have no interpreter to wait for.
func (r *replica) eager() float64 {
	layers := r.w.m.MoELayers
	if r.w.m.MLA() {
		layers += r.w.m.Layers
	}
	t := r.w.g.Eager * r.w.c.LaunchCost * float64(layers)
	switch r.d.Engine {
	case VLLM:
		return t * r.w.g.Captured
	case TensorRTCompiled:
		return 0
	}
	return t
}

// wave is the share of the other users' prompts that are computed before
// one's own in a closed loop. All users start together; benchmarks send some
// ten requests a user, so where requests then drift apart it is about 1/20,
// and a little more for prompts that meet later. SGLang computes prompts
// before it decodes: requests of one length then start and end together for
// ever, and of prompts in a row half are before one's own.
func (r *replica) wave() float64 {
	if r.d.Engine == SGLang && r.l.Out.SCV == 0 {
		return 1. / 2
	}
	return r.w.e.FirstWave
}

// together is the sequences whose prompts hold up one another when each rank
// has b. Ranks that share experts step together: a prompt on one stalls all,
// but prompts that meet run side by side; between b and b·dp, the mean of the
// two in logarithm.
func (r *replica) together(b float64) float64 {
	if r.w.m.MoE() {
		return b * math.Sqrt(r.w.dp)
	}
	return b
}

// slotWait is the wait for a free slot, G/G/c by Sakasegawa's form of
// Kingman's formula: S·(ca²+cs²)/2 · ρ^(√(2(c+1))−1) / (c(1−ρ)).
func (r *replica) slotWait(s *Serving, rho float64) float64 {
	c := float64(s.Servers)
	ca := r.l.ArrivalSCV
	if ca == 0 {
		ca = 1
	}
	return s.ServiceMean * (ca + s.ServiceSCV) / 2 * portable.Pow(rho, math.Sqrt(2*(c+1))-1) / (c * (1 - rho))
}

func (r *replica) serviceSCV(first, tpot, mean float64) float64 {
	if mean <= 0 {
		return 0
	}
	a := r.after() * tpot / mean
	p := r.one.alone / mean
	return r.l.Out.SCV*a*a + r.l.In.SCV*p*p
}

func (r *replica) closed(s *Serving) {
	users := max(r.l.Concurrency, 1) / r.ranks
	b := min(users, r.slotsPerRank(s))
	n := max(r.decoding(b), 1)
	tpot, st := r.perToken(n)
	r.fill(s, min(b, n), st, tpot)
	first := r.handling() + r.one.alone*(1+r.wave()*max(r.together(b)-1, 0)) + r.late()*st.total()
	if n < b { // the others wait for the budget (Little's law)
		first = max(first, (b/n-1)*max(r.out, 1)*tpot)
	}
	s.TTFTAlone.Value = r.firstAlone()
	s.TTFT.Value = first
	service := first + r.after()*tpot
	if users > b { // users that find no slot wait their turn (Little's law on slots)
		s.Wait = service * (users/b - 1)
		s.TTFT.Value += s.Wait
	}
	s.Latency.Value = s.Wait + service
	s.Requests = users / s.Latency.Value * r.ranks
	s.Saturation.Value = r.capacity(r.slotsPerRank(s)) * r.ranks
	s.Utilisation = min(s.Requests/s.Saturation.Value, 1)
	s.InFlight = b * r.ranks
	s.ServiceMean, s.ServiceSCV = service, r.serviceSCV(first, tpot, service)
}

func (r *replica) static(s *Serving) {
	b := max(r.l.Concurrency, 1) / r.ranks
	st := r.step(b)
	tpot := st.total() / r.gain
	r.fill(s, b, st, tpot)
	all := r.w.prompt(r.miss*b, 0, max(r.miss*b, 1))
	attn := r.w.promptAttention(r.miss, r.in-r.miss)*b - r.w.promptAttention(r.miss*b, 0)
	s.TTFTAlone.Value = r.firstAlone()
	s.TTFT.Value = all.alone + attn // measured at the engine: no server in front
	s.Latency.Value = s.TTFT.Value + max(r.out-1, 0)*tpot
	s.Requests = b / s.Latency.Value * r.ranks
	s.Saturation.Value = r.capacity(r.slotsPerRank(s)) * r.ranks
	s.Utilisation = 1
	s.InFlight = b * r.ranks
	s.ServiceMean = s.Latency.Value
}

func (r *replica) offline(s *Serving) {
	b := r.slotsPerRank(s)
	rate := r.capacity(b)
	st := r.step(b)
	tpot := b / rate / max(r.out, 1)
	r.fill(s, b, st, tpot)
	s.TTFTAlone.Value = r.firstAlone()
	s.TTFT.Value, s.Wait = math.Inf(1), math.Inf(1)
	s.Latency.Value = math.Inf(1)
	s.Requests = rate * r.ranks
	s.Saturation.Value = s.Requests
	s.Utilisation = 1
	s.InFlight = b * r.ranks
	s.ServiceMean = b / rate
	s.ServiceSCV = r.l.Out.SCV
}

// fill writes what every mode has: the step and its parts.
func (r *replica) fill(s *Serving, b float64, st split, tpot float64) {
	s.Batch = b
	s.StepTime = st.total()
	s.StepBound = st.bound()
	s.Step = StepSplit{Weights: st.gemm, Attention: st.attn, Experts: st.moe, Network: st.comm, Launch: st.over}
	s.PromptAlone = r.one.alone
	s.PromptBound = r.one.bound
	s.TPOT.Value = tpot
}

// finish derives the figures that follow from the others.
func (r *replica) finish(s *Serving) {
	s.Throughput.Value = s.Requests * r.out
	if r.out > 0 {
		s.TPOTAll.Value = s.Latency.Value / r.out
	}
	s.In, s.PrefixHit = r.in, r.d.PrefixHit
	s.PromptShare = r.promptShare(s)
	s.Power = r.power(s)
	if s.Throughput.Value > 0 {
		s.EnergyPerToken = s.Power / s.Throughput.Value
	}
	if !r.bare {
		bands(r, s)
	}
}

// promptShare is the share of the busy devices' time that prompts take.
func (r *replica) promptShare(s *Serving) float64 {
	if x := r.d.Disaggregated; x != nil {
		decode := r.d.TP * r.d.PP * r.d.DP * max(x.DecodeWorkers, 1) * r.d.Replicas
		return 1 - float64(decode)/float64(max(s.Devices, 1))
	}
	prompt := s.Requests / r.ranks * r.many.extra
	decode := 0.0
	if s.Batch > 0 {
		decode = s.Requests / r.ranks * max(r.out-1, 0) / r.gain * s.StepTime / max(s.Batch, 1)
	}
	if prompt+decode <= 0 {
		return 0
	}
	return prompt / (prompt + decode)
}

// Shares of the thermal design power an accelerator draws idle, when memory
// or launches bound it, and when arithmetic does (published board-power
// traces of A100 and H100 under inference: about 0.15, 0.65 and 0.95).
const (
	idlePower    = 0.15
	memoryPower  = 0.65
	computePower = 0.95
)

func (r *replica) power(s *Serving) float64 {
	prompts := s.Requests / r.ranks * r.many.extra
	busy := min(prompts+s.Batch/max(s.Batch, 1), 1)
	prompts = min(prompts, busy)
	share := idlePower + (memoryPower-idlePower)*(busy-prompts) + (computePower-idlePower)*prompts
	return share * r.d.Device.TDP * float64(s.Devices)
}

// unserved is the answer when nothing can run.
func (r *replica) unserved(s Serving) Serving {
	inf := math.Inf(1)
	s.TTFT.Value, s.TTFTAlone.Value, s.TPOT.Value, s.TPOTAll.Value, s.Latency.Value, s.Wait = inf, inf, inf, inf, inf, inf
	s.Utilisation = inf
	s.Power = idlePower * r.d.Device.TDP * float64(s.Devices)
	bands(r, &s)
	return s
}

// Curve predicts a deployment at n offered rates evenly spread from 0 to 1.2
// times saturation: the load curve. The load's own rate is ignored. Nothing
// where the model does not fit or n is below 2.
func Curve(d Deployment, l Load, n int) []Point {
	peak := saturation(d, l)
	if peak <= 0 || n < 2 {
		return nil
	}
	l.Mode, l.Users = Open, 0
	r := newReplica(&Default, d, l)
	r.bare = true
	points := make([]Point, n)
	for i := range points {
		at := r
		at.l.Rate = peak * 1.2 * float64(i) / float64(n-1)
		s := at.settle()
		points[i] = Point{
			Rate: at.l.Rate, TTFT: s.TTFT.Value, TPOT: s.TPOT.Value, Latency: s.Latency.Value,
			Throughput: s.Throughput.Value, Utilisation: s.Utilisation, Power: s.Power,
		}
	}
	return points
}

// saturation is the rate beyond which the queue grows without bound, requests/s.
func saturation(d Deployment, l Load) float64 {
	l.Mode, l.Rate, l.Users = Open, 1e-9, 0
	s := Serve(d, l)
	if !s.Fits {
		return 0
	}
	peak := s.Saturation.Value
	if l.Sessions.Turns <= 1 {
		return peak
	}
	lo := 0.0 // what caches find depends on the rate
	for range 12 {
		l.Rate = (lo + peak) / 2
		if s = Serve(d, l); s.Saturation.Value > l.Rate {
			lo = l.Rate
		} else {
			peak = l.Rate
		}
	}
	return lo
}
