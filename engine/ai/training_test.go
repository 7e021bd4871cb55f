package ai

import (
	"fmt"
	"testing"

	"weir/engine/catalog"
)

// gpt is a GPT of the Megatron papers: GELU, four times hidden, tied head.
func gpt(layers, hidden, heads, vocab int) *catalog.Model {
	return &catalog.Model{
		ID: "GPT", Layers: layers, Hidden: hidden, Heads: heads, KVHeads: heads, HeadDim: hidden / heads, ValueDim: hidden / heads,
		FFN: 4 * hidden, Vocab: vocab, Tied: true, KVKept: 1, FullLayers: layers, DenseLayers: layers,
	}
}

func device(t testing.TB, id string) *catalog.Device {
	t.Helper()
	d, ok := catalog.FindDevice(id)
	if !ok {
		t.Fatalf("no device %q", id)
	}
	return &d
}

func model(t testing.TB, id string) *catalog.Model {
	t.Helper()
	m, ok := catalog.FindModel(id)
	if !ok {
		t.Fatalf("no model %q", id)
	}
	return &m
}

// Published runs, seconds per step: Narayanan et al. 2021 table 1, the vTrain
// and Megatron-LM repositories.
func TestTrainingMatchesPublishedRuns(t *testing.T) {
	a100, h100 := device(t, "a100-80"), device(t, "h100-sxm")
	for _, c := range []struct {
		name     string
		plan     TrainingPlan
		measured float64
		tol      float64
	}{
		{"GPT 1.7B on 32 A100", TrainingPlan{
			Model: gpt(24, 2304, 24, 51200), Device: a100, Stack: Megatron2021, GPUs: 32, MicroBatch: 16, GlobalBatch: 512,
			Sequence: 2048, Recompute: FullRecompute,
		}, 3.528, .03},
		{"GPT 145B on 1536 A100", TrainingPlan{
			Model: gpt(80, 12288, 96, 51200), Device: a100, Stack: Megatron2021, GPUs: 1536, TP: 8, PP: 8, Virtual: 2, MicroBatch: 2,
			GlobalBatch: 2304, Sequence: 2048, Recompute: FullRecompute,
		}, 24.82, .03},
		{"GPT 18.4B on 256 A100", TrainingPlan{
			Model: gpt(40, 6144, 48, 50257), Device: a100, Stack: Megatron2021, GPUs: 256, TP: 8, MicroBatch: 8, GlobalBatch: 1024,
			Sequence: 2048, Recompute: FullRecompute, NIC: 12.5e9,
		}, 9.604, .03},
		{"Llama-3 70B on 64 H100, FP8", TrainingPlan{
			Model: model(t, "meta-llama/Meta-Llama-3.1-70B"), Device: h100, Stack: MegatronCore, GPUs: 64, TP: 4, PP: 8, Virtual: 5,
			MicroBatch: 1, GlobalBatch: 128, Sequence: 8192, Precision: FP8,
		}, 10.11, .08},
	} {
		run := Train(c.plan)
		near(t, c.name+", s per step", run.Iteration.Value, c.measured, c.tol)
		s := run.Split
		sum := s.Compute + s.Recompute + s.Tensor + s.Experts + s.Pipeline + s.Data + s.Optimizer + s.Host + s.Stall
		near(t, c.name+", the parts add up", sum, run.Iteration.Value, 1e-9)
	}
}

// ZeRO-3 without model parallelism waits for its network: Narayanan et al.
// 2021 table 2, DeepSpeed on Selene. No run of it was learned from.
func TestShardingPaysForItsNetwork(t *testing.T) {
	small, large := gpt(96, 12288, 96, 51200), gpt(105, 20480, 128, 51200)
	for _, c := range []struct {
		model          *catalog.Model
		gpus, b, batch int
		teraflops      float64
	}{
		{small, 384, 4, 1536, 144}, {small, 768, 2, 1536, 88}, {small, 1536, 1, 1536, 44},
		{large, 640, 4, 2560, 138}, {large, 1120, 2, 2240, 98}, {large, 2240, 1, 2240, 48},
	} {
		p := TrainingPlan{
			Model: c.model, Device: device(t, "a100-80"), Stack: Megatron2021, GPUs: c.gpus, ZeRO: 3, MicroBatch: c.b,
			GlobalBatch: c.batch, Sequence: 2048, Recompute: FullRecompute,
		}
		run := Train(p)
		near(t, fmt.Sprintf("%d layers on %d devices, TFLOP/s", c.model.Layers, c.gpus), run.HardwareRate/1e12, c.teraflops, 0.15)
		p.NoOverlap = true
		if slow := Train(p); slow.Iteration.Value <= run.Iteration.Value {
			t.Errorf("%d devices: a step that waits for every collective takes %g s, not longer than %g s", c.gpus, slow.Iteration.Value, run.Iteration.Value)
		}
	}
}

// PTD parallelism of the same table: model-parallel 96 = 8 x 12 and 280 = 8 x 35.
func TestTrainingScalesAsMeasured(t *testing.T) {
	for _, c := range []struct {
		model           *catalog.Model
		pp, gpus, batch int
		teraflops       float64
	}{
		{gpt(96, 12288, 96, 51200), 12, 384, 1536, 153}, {gpt(96, 12288, 96, 51200), 12, 1536, 1536, 141},
		{gpt(105, 20480, 128, 51200), 35, 560, 2240, 171}, {gpt(105, 20480, 128, 51200), 35, 2240, 2240, 159},
	} {
		run := Train(TrainingPlan{
			Model: c.model, Device: device(t, "a100-80"), Stack: Megatron2021, GPUs: c.gpus, TP: 8, PP: c.pp, Virtual: 2, MicroBatch: 1,
			GlobalBatch: c.batch, Sequence: 2048, Recompute: FullRecompute,
		})
		near(t, fmt.Sprintf("PP %d on %d devices, TFLOP/s", c.pp, c.gpus), run.HardwareRate/1e12, c.teraflops, 0.04)
	}
}

// Without a fast fabric a step cannot be shorter than what the wires carry:
// gathering twice and scattering once is 6 bytes a parameter, an exchange of
// gradients 6 bytes of those a device holds.
func TestSlowFabrics(t *testing.T) {
	llama := model(t, "meta-llama/Meta-Llama-3.1-8B")
	plan := TrainingPlan{
		Model: llama, Device: device(t, "h100-sxm"), GPUs: 64, Stack: FSDP, MicroBatch: 1, GlobalBatch: 64, Sequence: 4096,
		Recompute: FullRecompute,
	}
	fast := Train(plan).Iteration.Value
	const ethernet = 25e9 / 8 / 8 // 25 Gbit/s a host of eight
	plan.NIC = ethernet
	slow := Train(plan).Iteration.Value
	wire := 6 * llama.Params() * 63 / 64 / (8 * ethernet * bandwidthShare)
	if slow < wire || slow > (wire+fast)*1.05 {
		t.Errorf("FSDP over 25 Gbit/s takes %.2f s; the wire alone takes %.2f s, the rest about %.2f s", slow, wire, fast)
	}
	pcie := plan
	pcie.GPUs, pcie.GlobalBatch, pcie.TP, pcie.Stack = 8, 8, 8, MegatronCore
	withNVLink := Train(pcie)
	pcie.Link = 16e9
	withPCIe := Train(pcie)
	if got, want := withPCIe.Split.Tensor/withNVLink.Split.Tensor, 450.0/16; got < want/3 || got > want {
		t.Errorf("tensor parallelism over PCIe costs %.1f times that over NVLink; the wires differ by %.1f", got, want)
	}
	over := plan
	over.Stack, over.ZeRO, over.NIC = MegatronCore, 1, 3e9
	over.NoOverlap = true
	got := Train(over).Split.Data
	near(t, "gradients that nothing hides, s", got, 6*llama.Params()*63/64/(8*3e9*bandwidthShare), 0.02)
}

// Both definitions of TFLOP/s: Narayanan's 96Bslh²(1 + s/6h + V/16lh) counts
// recompute, 72Bslh²(1 + s/6h + V/12lh) does not.
func TestTrainingFlops(t *testing.T) {
	const l, h, s, v, b = 80.0, 12288.0, 2048.0, 51200.0, 2304.0
	run := Train(TrainingPlan{
		Model: gpt(l, h, 96, v), Device: device(t, "a100-80"), Stack: Megatron2021, GPUs: 1536, TP: 8, PP: 8, MicroBatch: 2,
		GlobalBatch: b, Sequence: s, Recompute: FullRecompute,
	})
	near(t, "model FLOPs", run.ModelFlops, 72*b*s*l*h*h*(1+s/(6*h)+v/(12*l*h)), 1e-6)
	near(t, "hardware FLOPs", run.HardwareFlops, 96*b*s*l*h*h*(1+s/(6*h)+v/(16*l*h)), 1e-6)
}

// Weight, gradient and Adam states of a device, GiB: Korthikanti et al. 2022,
// figure 1, by the bytes in calculon's validation.
func TestTrainingStates(t *testing.T) {
	for _, c := range []struct {
		name                  string
		layers, hidden, heads int
		pp                    int
		gib                   float64
	}{
		{"22B", 48, 6144, 64, 1, 45.56}, {"175B", 96, 12288, 96, 8, 45.56},
		{"530B", 105, 20480, 128, 35, 31.64}, {"1T", 128, 25600, 160, 64, 32.96},
	} {
		r := Train(TrainingPlan{
			Model: gpt(c.layers, c.hidden, c.heads, 51200), Device: device(t, "a100-80"), Stack: Megatron2021,
			TP: 8, PP: c.pp, MicroBatch: 1, GlobalBatch: c.pp, Sequence: 2048, Recompute: SelectiveRecompute,
		})
		m := r.Memory
		near(t, c.name+" states, GiB", (m.Weights+m.Gradients+m.Optimizer)/(1<<30), c.gib, 0.01)
	}
}

// Trainable parameters of LoRA with rank 16 on every linear layer of Llama 2
// 7B, as the PEFT library prints them: 39,976,960.
func TestAdapters(t *testing.T) {
	llama := model(t, "Llama-2-7B")
	k := TrainingDefault
	tr := newTrainer(&k, TrainingPlan{Model: llama, Device: device(t, "h100-sxm"), LoRA: true, MicroBatch: 1, Sequence: 4096}.with())
	near(t, "trainable parameters", tr.adapters(), 39976960, 1e-12)
}

// Full and LoRA fine-tuning, tokens a second and device: NVIDIA NeMo 24.12
// performance summary, 8 H100, FP8, packed sequences of 4096. Not learned from.
func TestFineTuning(t *testing.T) {
	for _, c := range []struct {
		model  string
		pp     int
		lora   bool
		tokens float64
	}{
		{"Llama-2-7B", 1, false, 16891}, {"Llama-2-7B", 1, true, 24824}, {"Llama-2-13B", 4, false, 10176}, {"Llama-2-13B", 1, true, 14629},
	} {
		run := Train(TrainingPlan{
			Model: model(t, c.model), Device: device(t, "h100-sxm"), GPUs: 8, PP: c.pp, Virtual: 10, ZeRO: 1, MicroBatch: 1, GlobalBatch: 32,
			Sequence: 4096, Precision: FP8, LoRA: c.lora,
		})
		near(t, fmt.Sprintf("%s, LoRA %t, tokens/s", c.model, c.lora), run.TokensDevice, c.tokens, 0.12)
	}
	// Without gradients of weights a token costs 4 FLOPs a parameter, not 6:
	// Megatron-Bridge reports 735 TFLOP/s with 2643 tokens/s of Llama 3 70B,
	// attention scores (here 8 %) left out.
	run := Train(TrainingPlan{
		Model: model(t, "meta-llama/Meta-Llama-3.1-70B"), Device: device(t, "h100-sxm"), TP: 2, PP: 4, MicroBatch: 1, GlobalBatch: 32,
		Sequence: 4096, Precision: FP8, LoRA: true,
	})
	near(t, "FLOPs a token", run.ModelFlops/(32*4096), 735e12/2643*1.08, 0.01)
}

// QLoRA trains 65B on one device of 48 GB (Dettmers et al. 2023); LoRA of 16
// bits does not fit, and unpacking 4-bit weights takes time.
func TestQLoRA(t *testing.T) {
	plan := TrainingPlan{
		Model: model(t, "Llama-2-70B"), Device: device(t, "l40s"), MicroBatch: 1, GlobalBatch: 16, Sequence: 512, LoRA: true,
		LoRARank: 16, LoRAWeights: INT4, Recompute: FullRecompute,
	}
	quantised := Train(plan)
	plan.LoRAWeights = BF16
	plain := Train(plan)
	if !quantised.Memory.Fits || plain.Memory.Fits {
		t.Errorf("4-bit weights need %.1f GB (fits: %t), 16-bit ones %.1f GB (fits: %t)",
			quantised.Memory.Total/1e9, quantised.Memory.Fits, plain.Memory.Total/1e9, plain.Memory.Fits)
	}
	if quantised.Iteration.Value <= plain.Iteration.Value {
		t.Error("unpacking weights takes no time")
	}
}

// A measured cluster: the factor scales the step and all its parts, and the
// band narrows.
func TestClusterFactor(t *testing.T) {
	plan := TrainingPlan{
		Model: model(t, "meta-llama/Meta-Llama-3.1-8B"), Device: device(t, "h100-sxm"), GPUs: 8, ZeRO: 1, MicroBatch: 1,
		GlobalBatch: 128, Sequence: 8192,
	}
	before := Train(plan)
	plan.Factor = 1.2
	after := Train(plan)
	near(t, "step", after.Iteration.Value, 1.2*before.Iteration.Value, 1e-12)
	near(t, "compute", after.Split.Compute, 1.2*before.Split.Compute, 1e-12)
	if after.Iteration.Band >= before.Iteration.Band {
		t.Errorf("the band is %g with a measured run and %g without", after.Iteration.Band, before.Iteration.Band)
	}
}
