package ai

import (
	"math"

	"weir/engine/catalog"
	"weir/engine/portable"
)

// worker is one model instance on its devices, with everything that does not
// depend on the batch worked out: bytes and FLOPs per device, summed over
// layers. Its methods give step times.
type worker struct {
	g *Global
	c *ClassConstants
	e *EngineConstants
	m *catalog.Model

	tp, dp, ep, mtp, pp float64
	chunk               float64 // tokens a step takes at most

	// Bytes read once a step, per device.
	denseBytes, headBytes float64
	// FLOP per token over the peak of its precision, s per device: decode adds efficiency.
	denseTime, headTime float64
	// Experts, per device and per distinct expert or routed token.
	expertBytes, expertTime float64
	expertRead              float64 // efficiency of reading them
	sliced                  float64 // devices that share the rows of an expert they hold slices of
	allExperts              bool    // every expert is read, whatever the batch

	kvFull, kvSliding, kvState float64 // bytes a token (or a sequence) per device
	kvBytes                    float64 // bytes an element
	latentTime                 float64 // MLA decode attention, s per token of context before efficiency
	attnTime                   float64 // prefill attention, s per token² (full layers)
	slideTime                  float64 // prefill attention, s per token x window
	linearTime                 float64 // linear layers' scan, s per token
	indexTime                  float64 // a sparse indexer's scores, s per pair of tokens; every device computes all
	indexBytes                 float64 // its keys, bytes a token

	hbm, link   float64
	linkLatency float64 // s, collective among tp
	epLatency   float64
	launch      float64 // s per step, all layers
}

func newWorker(k *Constants, d *Deployment, tp, dp, ep, mtp int) worker {
	m, dev := d.Model, d.Device
	w := worker{
		g: &k.Global, c: &k.Classes[classOf(dev.Class)], e: &k.Engines[engineOf(d.Engine)], m: m,
		tp: float64(tp), dp: float64(dp), ep: float64(ep), mtp: float64(mtp), pp: float64(d.PP), chunk: float64(max(d.Chunk, 1)), hbm: dev.Bandwidth,
	}
	w.weights(d)
	w.cache(d)
	w.attention(d)
	w.network(d)
	w.launches(d)
	return w
}

// rate is the peak FLOP/s of a precision on a device and what of it survives.
func (w *worker) rate(dev *catalog.Device, p Precision) float64 {
	switch p {
	case FP8, FP8Block:
		if dev.FP8 > 0 {
			return dev.FP8 * w.g.FP8Gain
		}
	case INT8:
		if dev.INT8 > dev.FP16 {
			return dev.INT8 * w.g.FP8Gain
		}
	case NVFP4:
		if dev.FP4 > 0 {
			return dev.FP4 * w.g.FP8Gain * w.g.FP4Gain
		}
	case MXFP4:
		if dev.FP4 > 0 && dev.FP8 > 0 {
			return dev.FP8 * w.g.FP8Gain
		}
	}
	return dev.FP16
}

// attnPrecision is how attention weights are stored: 4-bit checkpoints of MLA
// models keep them in 16 bits.
func (d *Deployment) attnPrecision() Precision {
	if (d.Weights == NVFP4 || d.Weights == INT4) && d.Model.MLA() {
		return BF16
	}
	return d.Weights
}

// weightSplit is the attention and dense parameters on one device.
func weightSplit(m *catalog.Model, tp float64) (attn, dense, head float64) {
	layers := float64(m.FullLayers + m.SlidingLayers)
	shared := m.SharedParams()
	if !m.MLA() {
		// Keys and values are split by KV heads, then copied.
		kv := min(tp, float64(m.KVHeads))
		shared /= max(kv, 1)
	}
	attn = layers*(m.SplitParams()/tp+shared) + float64(m.LinearLayers)*m.LinearParams()/tp
	return attn, m.DenseParams() / tp, m.HeadParams() / tp
}

func (w *worker) weights(d *Deployment) {
	m, dev := w.m, d.Device
	attn, dense, head := weightSplit(m, w.tp)
	ap := d.attnPrecision()
	w.denseBytes = attn*ap.Bytes() + dense*d.Weights.Bytes()
	w.headBytes = head * 2
	w.denseTime = 2*attn/w.rate(dev, ap) + 2*dense/w.rate(dev, d.Weights)
	w.headTime = 2 * head / dev.FP16
	if !m.MoE() {
		return
	}
	w.allExperts = d.AllExperts
	w.sliced = 1
	if d.Engine == TensorRT { // its grouped kernels gather rows as they read and sum as they write
		w.sliced = w.mtp
	}
	layers := float64(m.MoELayers)
	w.expertBytes = layers * m.ExpertParams() * padding(m.ExpertFFN, d.MoE, dev.FP4 > 0) * d.MoE.Bytes() / w.mtp
	w.expertTime = layers * 2 * m.ExpertParams() / w.mtp / w.rate(dev, d.MoE)
	w.expertRead = w.c.WeightRead * w.g.ExpertRead
	switch d.MoE {
	case MXFP4, INT4, NVFP4:
		if dev.FP4 > 0 && d.MoE != INT4 {
			w.expertRead *= w.g.Native4
		} else {
			w.expertRead *= w.e.WeightOnly4
		}
	}
}

// padding is what kernels of MXFP4 experts add: widths are rounded up to 256
// where weights are only stored in 4 bits (2880 of gpt-oss becomes 3072, as
// vLLM's log on H100 shows), to 128 where they are computed so.
func padding(width int, p Precision, native bool) float64 {
	if p != MXFP4 || width <= 0 {
		return 1
	}
	tile := 256
	if native {
		tile = 128
	}
	return float64((width+tile-1)/tile*tile) / float64(width)
}

// cache works out the bytes of keys and values per device.
func (w *worker) cache(d *Deployment) {
	m := w.m
	w.kvBytes = d.KV.Bytes()
	split := 1.0
	if !m.MLA() && !m.SharedKeyValue {
		split = min(w.tp, float64(m.KVHeads))
	}
	per := m.KVPerLayer() * w.kvBytes / split
	w.kvFull = float64(m.FullLayers) * per
	w.kvSliding = float64(m.SlidingLayers) * per
	w.kvState = m.StatePerSequence() * 2 / w.tp // 16-bit state
}

// sequenceBytes is what one sequence of ctx tokens keeps on one device.
func (w *worker) sequenceBytes(ctx float64) float64 {
	return w.kvFull*w.m.KVKept*ctx + w.kvSliding*w.window(ctx) + w.kvState
}

// readBytes is what a decode step reads of one sequence.
func (w *worker) readBytes(ctx float64) float64 {
	full := ctx
	if w.m.IndexTopK > 0 {
		full = min(ctx, float64(w.m.IndexTopK))
	}
	return float64(w.kvFull*full) + float64(w.indexBytes*ctx) + float64(w.kvSliding*w.window(ctx)) + 2*w.kvState
}

func (w *worker) window(ctx float64) float64 {
	if w.m.Window > 0 && w.m.SlidingLayers > 0 {
		return min(ctx, float64(w.m.Window))
	}
	return ctx
}

// attention works out FLOP times of attention itself.
func (w *worker) attention(d *Deployment) {
	m := w.m
	p16 := d.Device.FP16
	heads := float64(m.Heads) / w.tp
	qk, av := float64(m.HeadDim), float64(m.ValueDim)
	if m.MLA() {
		qk, av = float64(m.NopeDim+m.RopeDim), float64(m.ValueDim)
		rows := max(heads, 64) // kernels pad to a 64-row tile
		w.latentTime = 2 * float64(m.FullLayers) * rows * float64(2*m.LatentKV+m.RopeDim) / p16
	}
	// Causal half of 2·S²·(dqk + dv) per head, in 8 bits where TensorRT-LLM
	// keeps an 8-bit cache.
	pa := p16
	if d.KV == FP8 && (d.Engine == TensorRT || d.Engine == TensorRTCompiled) {
		pa = w.rate(d.Device, FP8)
	}
	w.attnTime = float64(m.FullLayers) * heads * (qk + av) / pa
	w.slideTime = float64(m.SlidingLayers) * heads * (qk + av) / pa
	if m.IndexTopK > 0 {
		// Keys and scores in 8 bits (DeepSeek-V3.2), of the entries that are kept.
		kept := float64(m.FullLayers) * m.KVKept
		w.indexBytes = kept * float64(m.IndexDim)
		w.indexTime = kept * 2 * float64(m.IndexHeads*m.IndexDim) / w.rate(d.Device, FP8)
	}
	// A linear layer updates and reads its state: 4 FLOP an element and token.
	w.linearTime = 4 * m.StatePerSequence() / w.tp / p16
}

func (w *worker) network(d *Deployment) {
	w.link = d.Device.ScaleUp
	if int(w.tp*w.dp) > d.Device.Domain {
		w.link = d.Device.ScaleOut
	}
	if w.tp > 1 {
		w.linkLatency = w.g.LinkLatency * portable.Pow(w.tp/2, w.g.LinkGrowth)
	}
	if w.dp > 1 && w.m.MoE() {
		w.epLatency = w.g.LinkLatency * portable.Pow(min(w.tp*w.dp, 8)/2, w.g.LinkGrowth)
	}
}

func (w *worker) launches(d *Deployment) {
	per := w.e.Layer
	if d.attnPrecision().Bytes() <= 1 {
		per += w.g.QuantLaunch
	}
	if w.m.MLA() {
		per += w.g.LatentLaunch
	}
	w.launch = w.c.LaunchCost*(float64(w.m.Layers)*per+float64(w.m.MoELayers)*w.g.ExpertLaunch) + w.g.Step
}

// split is a step's time by what it is spent on, seconds.
type split struct {
	gemm, attn, moe, comm, over float64
	flops                       float64 // arithmetic part of gemm + attn + moe, for the bound
}

func (s split) total() float64 { return s.gemm + s.attn + s.moe + s.comm + s.over }

// bound names the largest part.
func (s split) bound() Bound {
	work := s.gemm + s.attn + s.moe
	switch {
	case s.over >= work && s.over >= s.comm:
		return Launch
	case s.comm >= work:
		return Network
	case s.flops >= work/2:
		return Compute
	}
	return HBM
}

// norm8 is (a⁸ + b⁸)^(1/8): the larger of two, slightly rounded where they meet.
func norm8(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if b <= 0 || a > 8*b {
		return a
	}
	r := b / a
	r *= r
	r *= r
	r *= r
	return a * math.Sqrt(math.Sqrt(math.Sqrt(1+r)))
}

// decode is one decode step of b sequences per attention rank at mean
// context ctx. tokens is the positions computed per sequence (1; more when a
// draft is verified).
func (w *worker) decode(b, ctx, tokens float64) split {
	var s split
	rows := b * tokens
	read := (w.denseBytes + w.headBytes) / (w.c.WeightRead * w.hbm)
	flop := rows * (w.denseTime + w.headTime) / w.c.DecodeGEMM
	s.gemm = norm8(read, flop)

	kv := b * w.readBytes(ctx) / (w.g.KVRead * w.hbm)
	s.attn = kv
	if w.latentTime > 0 {
		full := ctx
		if w.m.IndexTopK > 0 {
			full = min(ctx, float64(w.m.IndexTopK))
		}
		af := rows * (float64(full*w.latentTime) + float64(ctx*w.indexTime)) / w.g.AttnLatent
		s.attn = norm8(kv, af)
		if af > kv {
			s.flops += af
		}
	}
	if flop > read {
		s.flops += flop
	}
	if w.m.MoE() {
		moe, compute := w.experts(rows*w.dp, w.g.Skew)
		s.moe = moe
		s.flops += compute
	}
	s.comm = w.collectives(rows)
	s.over = w.launch + b*w.e.Sequence
	return s
}

// arithmetic is the least time of a token of a rank, s: its weights' work at the
// full rate of the devices, experts of all ranks on all of them.
func (w *worker) arithmetic() float64 {
	t := w.denseTime
	if w.m.MoE() {
		t += w.dp * float64(w.m.TopK) * w.expertTime / w.ep
	}
	return t / w.pp
}

// expertTile is the rows that grouped GEMMs of a fixed layout compute for an
// expert at least (DeepGEMM aligns contiguous groups to 128).
const expertTile = 128

// experts is the time of the routed experts of a step with c tokens in the
// whole group, and the part of it that arithmetic takes when it dominates.
func (w *worker) experts(c, skew float64) (t, compute float64) {
	E, k := float64(w.m.Experts), float64(w.m.TopK)
	distinct := E * (1 - portable.Pow(1-k/E, max(skew*c, 1)))
	part := w.g.HalfExpert // rows of the last tile that are paid for and not used
	if k >= E {
		distinct = E
	}
	if w.allExperts {
		distinct, part = E, expertTile
	}
	read := distinct * w.expertBytes / w.ep / (w.expertRead * w.hbm)
	// Each expert that is touched pays for its last, partly filled tile.
	flop := (c*k + distinct*part) * w.expertTime / w.ep / (w.g.ExpertFlops * w.c.Prefill)
	compute = norm8(read, flop) - read
	move := c * k / (w.ep * w.sliced) * w.g.Permute * float64(w.m.ExpertHidden) * float64(w.m.MoELayers) / (w.g.KVRead * w.hbm)
	return norm8(read, flop) + move, compute + move
}

// message is the bytes at which a collective's bandwidth is half way from its
// small-message to its large-message value: below, one-shot kernels trade
// bandwidth for latency.
const message = 8e6

// collectives is the time between devices for rows tokens per attention rank.
func (w *worker) collectives(rows float64) float64 {
	h, layers := float64(w.m.Hidden), float64(w.m.Layers)
	t := 0.0
	if w.tp > 1 {
		bytes := 2 * rows * h
		t += 2 * layers * (w.linkLatency + 2*bytes*(w.tp-1)/w.tp/w.busRate(bytes))
	}
	if w.dp > 1 && w.m.MoE() {
		bytes := 3 * rows * h * w.copiesSent()
		t += float64(w.m.MoELayers) * (2*w.epLatency + bytes/w.busRate(bytes))
	}
	return t
}

// gathered is the devices of a group up to which engines gather the tokens of
// all ranks on each (TensorRT-LLM and SGLang without an all-to-all kernel).
const gathered = 8

// copiesSent is how often data-parallel attention sends a token to experts on
// other devices: once to every other rank where all gather all tokens, else once to each
// expert that is elsewhere.
func (w *worker) copiesSent() float64 {
	if w.tp*w.dp <= gathered {
		return w.dp - 1
	}
	return float64(w.m.TopK) * (1 - 1/(w.ep*w.mtp))
}

// busRate is the B/s a collective of so many bytes reaches.
func (w *worker) busRate(bytes float64) float64 {
	return w.e.Collective * w.link * (w.g.SmallMessage*message + bytes) / (message + bytes)
}

// prefill is the work of one prompt: alone is the time when it runs by
// itself, extra what it adds to steps that run anyway.
type prefill struct {
	alone, extra float64
	bound        Bound
}

// prompt is the prefill of n new tokens behind past cached ones, with GEMM
// efficiency taken at rows tokens (prompts may be batched) but no more than
// the token budget of a step; a prompt beyond the budget takes several steps,
// each with its launches and its read of the weights.
func (w *worker) prompt(n, past, rows float64) prefill { return w.promptWithin(n, past, rows, w.chunk) }

// promptWithin is prompt with a budget of its own.
func (w *worker) promptWithin(n, past, rows, budget float64) prefill {
	rows = min(rows, budget)
	steps := max(math.Ceil(n/budget), 1)
	eff := w.c.Prefill * rows / (rows + w.g.HalfPrefill)
	f := n*w.denseTime/eff + w.elementwise(n)
	a := w.promptAttention(n, past)
	comm := steps * w.collectives(n/steps)
	moe, moeFlop := 0.0, 0.0
	if w.m.MoE() {
		_, moeFlop = w.experts(n/steps*w.dp, 1) // every rank has a prompt
		moe, _ = w.experts(n/steps, 1)          // no other has
		moe, moeFlop = moe*steps, moeFlop*steps
	}
	read := steps * w.denseBytes / (w.c.WeightRead * w.hbm)
	launch := steps * w.launch
	gemm := norm8(f, read)
	p := prefill{alone: gemm + a + moe + comm + launch, extra: f + a + moeFlop + comm}
	if w.m.MoE() && w.dp > 1 {
		p.extra *= portable.Pow(w.dp, w.g.Uneven)
	}
	s := split{gemm: gemm, attn: a, moe: moe, comm: comm, over: launch, flops: a + moeFlop}
	if f > read {
		s.flops += f
	}
	p.bound = s.bound()
	return p
}

// unfilled is what n tokens take more, in s, for each token that is missing of
// infinitely many in their step: GEMMs reach rows/(rows + HalfPrefill).
func (w *worker) unfilled(n float64) float64 {
	return n * w.denseTime / w.c.Prefill * w.g.HalfPrefill
}

// varied is what attention takes more, in s, where prompts vary: it grows with
// the square of the tokens. They are nothing or (1 + SCV) times the mean here,
// which keeps both moments.
func (w *worker) varied(n, past, scv float64) float64 {
	long := 1 + scv
	return w.promptAttention(n*long, past*long)/long - w.promptAttention(n, past)
}

// elementwise is the norms, residuals and casts of n tokens: bytes a token
// and channel, which tensor parallelism does not divide.
func (w *worker) elementwise(n float64) float64 {
	return n * channelBytes * float64(w.m.Hidden*w.m.Layers) / (w.g.KVRead * w.hbm)
}

// channelBytes is read and written a token, channel and layer outside GEMMs
// and attention (two norms, two residuals, casts; 16 B in training, package
// constant residualBytes).
const channelBytes = 16

// promptAttention is the attention time of n new tokens behind past ones.
func (w *worker) promptAttention(n, past float64) float64 {
	pairs := 2*n*past + n*n // twice the causal pairs
	full := pairs
	if k := float64(w.m.IndexTopK); k > 0 {
		full = min(pairs, 2*n*k)
	}
	t := float64(w.attnTime*full) + float64(w.indexTime*pairs/2)
	if w.slideTime > 0 {
		t += w.slideTime * min(pairs, 2*n*float64(w.m.Window))
	}
	return (t + w.linearTime*n) / w.g.AttnPrefill
}
