package ai

import (
	"math"

	"weir/engine/portable"
)

// recomputeShare is the forward work a recompute policy repeats.
func (t *trainer) recomputeShare() float64 {
	switch t.p.Recompute {
	case FullRecompute:
		return t.k.Recompute
	case SelectiveRecompute:
		if t.unfused() {
			return 0 // counted inside attention
		}
		return 0.35
	case PerOpRecompute:
		return 0.30
	}
	return 0
}

// params counts what is trained: on one device, and undivided.
func (t *trainer) params() (local, all float64) {
	m := t.m
	tp, pp, ep := float64(t.p.TP), float64(t.p.PP), float64(t.p.EP)
	words := m.HeadParams() // an untied embedding sits on another stage, if there is one
	if t.p.PP == 1 && !m.Tied {
		words *= 2
	}
	rest := m.AttentionParams() + m.DenseParams() + words
	return rest/(tp*pp) + m.RoutedParams()/(pp*ep), rest + m.RoutedParams()
}

func (t *trainer) run() TrainingRun {
	p, m := &t.p, t.m
	L, pp, d, n := float64(m.Layers), float64(p.PP), float64(p.DP), float64(p.GPUs)
	v := float64(p.Virtual)
	micro := max(float64(p.GlobalBatch)/(d*float64(p.MicroBatch)), 1)

	lay := t.layers()
	R := t.recomputeShare()
	work := lay.fwd*(1+R) + lay.bwd
	head := t.head()
	stage := t.stage(work, head)
	hostTime := (2 + R) * (L*t.k.Host + float64(m.MoELayers)*t.k.HostMoE*t.era()) / pp
	transfer := t.transfer()
	bare := smax(sharpness, stage, hostTime)
	S := bare + transfer

	mean := smax(sharpness, work/pp, hostTime) + transfer
	sharded := 0.0
	if t.gathers() {
		sharded = t.sharded(S) - S
		mean = t.sharded(mean)
	}
	fill := (pp - 1) / v * mean
	pipeline := micro*(S+sharded) + fill
	reduce := t.reduce()
	optimizer := t.optimizer()
	growth := 1 + jitter*portable.Log(max(1, n/8))/math.Ln2
	sum := pipeline + reduce + optimizer + t.k.Step
	// Every slot of the steady state waits for the slowest of many devices; the
	// fill passes each stage once, where slow and fast ones average out.
	step := (sum-fill)*growth + fill

	r := TrainingRun{Devices: p.GPUs}
	comm := lay.comm / pp * micro
	exch := lay.exchange / pp * micro
	r.Split = TrainingSplit{
		Recompute: lay.recomputed * R / pp * micro,
		Tensor:    comm, Experts: exch,
		Pipeline: fill + micro*transfer, Data: micro*sharded + reduce, Optimizer: optimizer,
		Host: micro*(bare-stage) + t.k.Step + step - sum,
	}
	r.Split.Compute = max(micro*stage-r.Split.Recompute-comm-exch, 0)
	if p.Factor > 0 {
		step *= p.Factor
		r.Split.scale(p.Factor)
	}
	if p.DataSupply > 0 {
		if need := float64(p.GlobalBatch) / p.DataSupply; need > step {
			r.Split.Stall = need - step
			step = need
		}
	}
	r.Iteration.Value = step
	t.figures(&r)
	return r
}

func (s *TrainingSplit) scale(f float64) {
	for _, x := range []*float64{&s.Compute, &s.Recompute, &s.Tensor, &s.Experts, &s.Pipeline, &s.Data, &s.Optimizer, &s.Host} {
		*x *= f
	}
}

// stage is the slowest stage's time for one microbatch: the last one carries
// the head, and layers that do not divide leave the ends a slot less.
func (t *trainer) stage(work, head float64) float64 {
	L, pp := float64(t.m.Layers), float64(t.p.PP)
	switch {
	case t.p.PP == 1:
		return work + head
	case t.m.MoE():
		return (work + head) / pp
	case t.m.Layers%t.p.PP == 0:
		return work/pp + head
	}
	return max((work+head)/pp, work/L*math.Ceil((L+2)/pp))
}

// transfer is what sending activations between stages leaves in the open.
func (t *trainer) transfer() float64 {
	if t.p.PP == 1 {
		return 0
	}
	w := t.ib
	if t.p.PP*t.p.TP <= t.dom {
		w = t.nv
	}
	x := 4 * t.tokens * float64(t.m.Hidden) * float64(t.p.Virtual) / (float64(t.p.TP) * w)
	if t.unfused() || !t.overlaps() {
		return x
	}
	return x / 2
}

// gathers tells whether parameters are gathered as they are needed.
func (t *trainer) gathers() bool { return t.p.ZeRO == 3 || t.p.ZeRO == 2 && t.p.Stack == FSDP }

// sharded is a stage's time when parameters are gathered for each pass and
// gradients scattered once a microbatch, overlapped but for a share. The
// programs of 2021 gathered again between recomputing and the backward pass,
// tensor by tensor, each device through its own network card; they fetched
// parameters ahead whatever they were told, so that without overlap only the
// gradients are waited for (DeepSpeed's overlap_comm).
func (t *trainer) sharded(stage float64) float64 {
	_, all := t.params()
	d, tp, pp := float64(t.p.DP), float64(t.p.TP), float64(t.p.PP)
	if d <= 1 {
		return stage
	}
	w, gathers := t.within(t.p.DP*t.p.TP, tp), 2.0
	switch {
	case t.p.ZeRO == 2:
		gathers = 1 // what was gathered for the forward pass is kept
	case t.unfused():
		w = min(w, t.ib)
		if t.p.Recompute == FullRecompute {
			gathers = 3
		}
	}
	bytes := 2 * (gathers + 1) // and the gradients are scattered, all in 16 bits
	if t.p.LoRA {
		bytes = t.p.frozen().Bytes() * gathers
	}
	comm := bytes*all/(tp*pp)*(d-1)/d/w + 3*float64(t.m.Layers)/pp*collective*portable.Log(d)/math.Ln2
	switch {
	case t.unfused():
		waited := 0.0
		if !t.overlaps() {
			waited = comm / (gathers + 1)
		}
		return smax(sharpness, stage, comm-waited) + waited
	case !t.overlaps():
		return stage + comm
	}
	exposed := t.k.Shard
	if t.p.Stack == MegatronCore {
		exposed = megatronFSDP
	}
	return max(stage, comm) + exposed*min(stage, comm)
}

// within is the bandwidth of a device in a collective of n devices of which
// each domain's cards serve share at once: the fast interconnect inside a
// domain; beyond it rings enter a domain through all its network cards, but
// run no faster than the interconnect inside (on PCIe that is the limit).
func (t *trainer) within(n int, share float64) float64 {
	if n <= t.dom {
		return t.nv
	}
	return min(t.nv, t.ib*max(1, float64(t.dom)/share))
}

func (t *trainer) overlaps() bool { return !t.p.NoOverlap }

// reduce is the gradient reduction of plain data parallelism in the open.
func (t *trainer) reduce() float64 {
	d := float64(t.p.DP)
	if d <= 1 || t.gathers() {
		return 0
	}
	local, _ := t.params()
	if t.p.LoRA {
		local = t.adapters() / (float64(t.p.TP) * float64(t.p.PP))
	}
	bytes, exposed := 6.0, megatronDP // reduce-scatter in FP32, all-gather in BF16
	switch {
	case t.unfused():
		bytes, exposed = 4, 1 // one all-reduce in FP16
	case t.p.Stack == FSDP:
		bytes = 4 // PyTorch reduces and gathers in 16 bits
	}
	if !t.overlaps() {
		exposed = 1
	}
	return exposed * bytes * local * (d - 1) / d / t.within(t.p.DP*t.p.TP, float64(t.p.TP))
}

// optimizer is Adam's memory traffic.
func (t *trainer) optimizer() float64 {
	local, all := t.params()
	d := float64(t.p.DP)
	var bytes float64
	switch {
	case t.p.LoRA:
		bytes = 24 * t.adapters() / (float64(t.p.TP) * float64(t.p.PP))
	case t.unfused() && t.p.ZeRO == 0:
		bytes = 28.8 * local
	case t.p.ZeRO == 3:
		bytes = 28.8 * all / (float64(t.p.TP) * float64(t.p.PP) * d)
	default:
		bytes = 24 * local / d
	}
	return bytes / t.hbm
}
