package ai

import (
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
