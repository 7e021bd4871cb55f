package ai

import (
	"weir/engine/catalog"
	"weir/engine/portable"
)

// Stack is a training program.
type Stack string

// The stacks. Megatron2021 is the unfused, unoverlapped Megatron-LM of the
// A100 papers; MegatronCore is today's (fused attention, sequence parallel,
// overlap, distributed optimizer); FSDP is PyTorch's sharded data parallel.
const (
	MegatronCore Stack = "megatron-core"
	Megatron2021 Stack = "megatron-2021"
	FSDP         Stack = "fsdp"
)

// Stacks lists the stacks with their names.
var Stacks = []struct {
	ID    Stack
	Label Text
}{
	{MegatronCore, Text{EN: "Megatron-Core", ZH: "Megatron-Core"}},
	{FSDP, Text{EN: "PyTorch FSDP", ZH: "PyTorch FSDP"}},
	{Megatron2021, Text{EN: "Megatron-LM 2021", ZH: "Megatron-LM 2021"}},
}

// Recompute is how much of the forward pass is done again in the backward.
type Recompute string

// The recompute policies.
const (
	NoRecompute        Recompute = "none"
	SelectiveRecompute Recompute = "selective"
	PerOpRecompute     Recompute = "per-op"
	FullRecompute      Recompute = "full"
)

// TrainingPlan is one way of training one model. Zero fields mean defaults.
type TrainingPlan struct {
	Model  *catalog.Model
	Device *catalog.Device
	Stack  Stack // default Megatron-Core, PyTorch FSDP with ZeRO 3

	GPUs    int // all devices; default TP x PP x DP x CP
	TP      int
	PP      int
	DP      int // default GPUs / (TP x PP x CP)
	CP      int // context parallel
	EP      int // expert parallel, inside DP
	Virtual int // pipeline chunks per device (interleaving); default 1

	MicroBatch  int // sequences per microbatch
	GlobalBatch int // sequences per step
	Sequence    int // tokens

	Precision   Precision // default BF16
	Recompute   Recompute // default none
	ZeRO        int       // 0…3; FSDP is 3
	Compiled    bool      // torch.compile
	AsyncTP     bool      // PyTorch asynchronous tensor parallel
	RowwiseFP8  bool
	EarlyKernel bool      // Hopper software of 2023
	EarlyMoE    bool      // mixture kernels before mid-2026
	LoRA        bool      // only adapters are trained
	LoRARank    int       // of the adapters; default 16
	LoRAWeights Precision // of the frozen weights; default BF16
	NoOverlap   bool      // every collective is waited for

	NIC        float64 // B/s per device beyond the domain; default the device's
	Link       float64 // B/s per device inside the domain; default the device's
	Factor     float64 // measured over predicted step of this cluster; 0 = none measured
	DataSupply float64 // sequences/s the input pipeline delivers; 0 = not limiting
	Tokens     float64 // to train on; 0 = not asked
}

// TrainingRun is what a plan gives.
type TrainingRun struct {
	Iteration Figure // s per step
	Split     TrainingSplit

	ModelFlops    float64 // FLOP per step without recompute
	HardwareFlops float64 // FLOP per step, recompute counted
	ModelRate     float64 // FLOP/s per device, without recompute
	HardwareRate  float64 // FLOP/s per device, recompute counted
	MFU           float64 // ModelRate / dense peak of 16 bits
	HFU           float64

	Tokens       Figure // tokens/s of all devices
	TokensDevice float64
	Steps        float64 // to reach the plan's tokens
	Duration     float64 // s to reach them, without failures

	Memory TrainingMemory

	Power  float64 // W of all devices
	Energy float64 // J per step

	Trained    float64 // parameters that change, all devices
	Devices    int
	Calibrated bool
	Why        Text
}

// TrainingSplit is the time of a step by what it is spent on, seconds; the
// parts add up to the iteration.
type TrainingSplit struct {
	Compute   float64 // forward and backward
	Recompute float64
	Tensor    float64 // tensor-parallel collectives in the open
	Experts   float64 // all-to-all in the open
	Pipeline  float64 // bubble and stage transfers
	Data      float64 // gradient reduction and parameter gathering in the open
	Optimizer float64
	Host      float64 // launches the devices wait for, logging
	Stall     float64 // waiting for training data
}

// with fills in defaults.
func (p TrainingPlan) with() TrainingPlan {
	for _, x := range []*int{&p.TP, &p.PP, &p.CP, &p.EP, &p.MicroBatch, &p.Sequence} {
		if *x < 1 {
			*x = 1
		}
	}
	group := p.TP * p.PP * p.CP
	switch {
	case p.DP < 1 && p.GPUs < 1:
		p.DP = 1
	case p.DP < 1:
		p.DP = max(p.GPUs/group, 1)
	}
	if p.GPUs < 1 {
		p.GPUs = group * p.DP
	}
	if p.GlobalBatch < 1 {
		p.GlobalBatch = p.MicroBatch * p.DP
	}
	if p.Virtual < 1 || p.PP == 1 {
		p.Virtual = 1
	}
	if p.Stack == "" {
		p.Stack = MegatronCore
		if p.ZeRO == 3 {
			p.Stack = FSDP // what shards everything, unless one names another program
		}
	}
	if p.Stack == FSDP && p.ZeRO == 0 {
		p.ZeRO = 3
	}
	if p.Precision == "" {
		p.Precision = BF16
	}
	if p.LoRA && p.LoRARank < 1 {
		p.LoRARank = 16
	}
	if p.NIC <= 0 {
		p.NIC = p.Device.ScaleOut
	}
	if p.Link <= 0 {
		p.Link = p.Device.ScaleUp
	}
	return p
}

// Resolved is the plan with every default written out.
func (p TrainingPlan) Resolved() TrainingPlan { return p.with() }

// Train predicts one training step with the default constants.
func Train(p TrainingPlan) TrainingRun { return TrainWith(&TrainingDefault, p) }

// TrainWith is Train with other constants.
//
// The model: a layer's GEMMs at an efficiency that falls with the last wave
// of tiles and with short inner dimensions, attention by its own efficiency,
// memory-bound kernels by their bytes, collectives by latency and bandwidth;
// a stage is the smooth maximum of that and of the host's launch time;
// stages make a pipeline with its bubble; sharded data parallelism, gradient
// reduction and the optimizer follow. Sources: Narayanan et al. 2021,
// Korthikanti et al. 2022, Rajbhandari et al. 2020; constants from public runs.
func TrainWith(k *TrainingConstants, p TrainingPlan) TrainingRun {
	t := newTrainer(k, p.with())
	return t.run()
}

// trainer is a plan with the machine's rates worked out.
type trainer struct {
	k   *TrainingConstants
	c   *TrainingClass
	p   TrainingPlan
	m   *catalog.Model
	hbm float64 // B/s that kernels see
	nv  float64 // B/s scale-up
	ib  float64 // B/s scale-out per device
	dom int
	sms float64

	peak   float64 // FLOP/s inside a GEMM, 16 bits, clock included
	attn   float64 // FLOP/s of fused attention
	bytes  float64 // stored bytes of a GEMM operand
	rate   float64 // low-precision speed-up
	tokens float64 // T: per device and microbatch
	cast   float64 // bytes of casting
	save   float64 // factor of memory-bound bytes (compilation)
}

func newTrainer(k *TrainingConstants, p TrainingPlan) trainer {
	d := p.Device
	t := trainer{
		k: k, c: &k.Classes[trainingClassOf(d.Class)], p: p, m: p.Model,
		hbm: d.Bandwidth * bandwidthShare, nv: p.Link * bandwidthShare, ib: p.NIC * bandwidthShare, dom: d.Domain, sms: float64(d.Units),
		rate: 1, bytes: 2, save: 1,
	}
	if p.Compiled {
		t.save = compiledBytes
	}
	clock, base := 1.0, d.FP16
	switch {
	case d.Class == catalog.Blackwell && d.FP16 >= 2000e12:
		clock, base = portable.Pow(d.TDP/1200, k.PowerCap), blackwellPeak
	case d.Class == catalog.Hopper && d.TDP == 500:
		clock = k.Clock500W
	}
	gemm, attn := t.c.GEMM, t.c.Attention
	if p.EarlyKernel {
		gemm *= early2023
		attn = early2023Attn
	}
	t.peak = base * gemm * clock
	t.attn = d.FP16 * attn * clock
	t.precision()
	t.tokens = float64(p.MicroBatch) * float64(p.Sequence) / float64(p.CP)
	return t
}

// precision sets the speed-up and storage of low precision.
func (t *trainer) precision() {
	d := t.p.Device
	fp8 := 2 * t.c.FP8
	if t.p.Stack == FSDP {
		fp8 *= t.k.FP8Torch
	}
	if t.p.RowwiseFP8 {
		fp8 *= t.k.FP8Row
	}
	switch t.p.Precision {
	case FP8, FP8Block, INT8:
		if d.FP8 > 0 {
			t.rate, t.bytes, t.cast = fp8, 1, quantBytes
		}
	case NVFP4, MXFP4:
		if d.FP4 <= 0 {
			break
		}
		t.rate, t.bytes, t.cast = d.FP4/d.FP16*t.k.FP4, 0.6, quantBytes
		if t.m.MoE() {
			t.rate = fp8 // grouped GEMMs of mixtures run at the FP8 rate so far
		}
	}
}
