package ai

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/catalog"
)

// anyPlan draws a plan that can be, over the catalogue's models and devices.
func anyPlan(t *rapid.T) TrainingPlan {
	models, devices := catalog.Models(), catalog.Devices()
	m := rapid.SampledFrom(models).Draw(t, "model")
	d := rapid.SampledFrom(devices).Draw(t, "device")
	power := func(name string, most int) int { return 1 << rapid.IntRange(0, most).Draw(t, name) }
	p := TrainingPlan{
		Model: &m, Device: &d, TP: largestDivisor(m.Heads, power("tp", 4)), PP: min(power("pp", 4), m.Layers), DP: power("dp", 6), EP: 1,
		MicroBatch: power("microbatch", 3), Sequence: power("sequence", 6) * 256,
		Stack:     rapid.SampledFrom([]Stack{MegatronCore, Megatron2021, FSDP}).Draw(t, "stack"),
		ZeRO:      rapid.IntRange(0, 3).Draw(t, "zero"),
		Precision: rapid.SampledFrom([]Precision{BF16, FP8, NVFP4}).Draw(t, "precision"),
		Recompute: rapid.SampledFrom([]Recompute{NoRecompute, SelectiveRecompute, PerOpRecompute, FullRecompute}).Draw(t, "recompute"),
		LoRA:      rapid.Bool().Draw(t, "lora"), Compiled: rapid.Bool().Draw(t, "compiled"), NoOverlap: rapid.Bool().Draw(t, "waits"),
	}
	if p.PP > 1 {
		p.Virtual = max(min(power("interleave", 2), m.Layers/p.PP), 1)
	}
	if m.MoE() {
		p.EP = largestDivisor(m.Experts, min(power("ep", 5), p.DP*p.TP))
	}
	p.GlobalBatch = p.DP * p.MicroBatch * 2 * rapid.IntRange(1, 16).Draw(t, "microbatches")
	return p
}

func TestTrainingProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(t)
		run := Train(p)
		step := run.Iteration.Value
		s := run.Split
		sum := s.Compute + s.Recompute + s.Tensor + s.Experts + s.Pipeline + s.Data + s.Optimizer + s.Host + s.Stall
		switch {
		case !(step > 0) || math.IsInf(step, 0):
			t.Fatalf("a step of %g s", step)
		case math.Abs(sum/step-1) > 1e-9:
			t.Fatalf("the parts make %g s of %g s: %+v", sum, step, s)
		case run.MFU <= 0 || run.MFU > 2.5: // FP4 over the 16-bit peak
			t.Fatalf("MFU %g", run.MFU)
		case run.HFU < run.MFU-1e-12:
			t.Fatalf("HFU %g below MFU %g", run.HFU, run.MFU)
		case !(run.Iteration.Band > 0) || run.Calibrated != (run.Why.EN == ""):
			t.Fatalf("band %g, calibrated %t, why %q", run.Iteration.Band, run.Calibrated, run.Why.EN)
		case run.Power <= 0 || run.Power > p.Device.TDP*float64(run.Devices)*1.0001:
			t.Fatalf("%d devices of %g W draw %g W", run.Devices, p.Device.TDP, run.Power)
		}
		// notSlower checks a change that cannot lengthen a step.
		notSlower := func(what string, change func(*TrainingPlan)) {
			x := p
			change(&x)
			if got := Train(x).Iteration.Value; got > step*(1+1e-9) {
				t.Fatalf("%s: %g s instead of %g s", what, got, step)
			}
		}
		full := p.with()
		notSlower("a faster network", func(x *TrainingPlan) { x.NIC = 2 * full.NIC })
		notSlower("a faster interconnect", func(x *TrainingPlan) { x.Link = 2 * full.Link })
		notSlower("overlap", func(x *TrainingPlan) { x.NoOverlap = false })
		if p.Stack != Megatron2021 || p.Recompute != SelectiveRecompute { // which came with sequence parallelism
			notSlower("no recompute", func(x *TrainingPlan) { x.Recompute = NoRecompute })
		}
		notSlower("half the batch", func(x *TrainingPlan) { x.GlobalBatch /= 2 })
		// Twice the devices share the same batch: but for what they exchange they are no slower.
		more := p
		more.DP *= 2
		alone := func(r TrainingRun) float64 {
			x := &r.Split
			return x.Compute + x.Recompute + x.Tensor + x.Experts + x.Optimizer
		}
		if got, before := alone(Train(more)), alone(run); got > before*(1+1e-9) {
			t.Fatalf("twice the devices take %g s without what they exchange, before %g s", got, before)
		}
		// smaller checks a change that cannot need more memory.
		need := run.Memory.Total
		smaller := func(what string, change func(*TrainingPlan)) {
			x := p
			change(&x)
			if got := Train(x).Memory.Total; got > need*(1+1e-9) {
				t.Fatalf("%s: %g GB instead of %g GB", what, got/1e9, need/1e9)
			}
		}
		smaller("full recompute", func(x *TrainingPlan) { x.Recompute = FullRecompute })
		if p.MicroBatch > 1 {
			smaller("a smaller micro-batch", func(x *TrainingPlan) { x.MicroBatch /= 2 })
		}
		if p.ZeRO < 2 && full.ZeRO == p.ZeRO {
			smaller("more sharding", func(x *TrainingPlan) { x.ZeRO++ })
		}
		if p.LoRA {
			smaller("4-bit weights", func(x *TrainingPlan) { x.LoRAWeights = INT4 })
		}
	})
}
