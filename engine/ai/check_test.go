package ai

import (
	"slices"
	"strings"
	"testing"

	"weir/engine/diagnostic"
)

func TestBadDeployments(t *testing.T) {
	good := Load{In: Spread{Mean: 1000}, Out: Spread{Mean: 200}}
	for name, c := range map[string]struct {
		model, device string
		change        func(*Deployment)
		load          Load
		code          string
		says          string
		fix           any
	}{
		"does not fit":         {"meta-llama/Meta-Llama-3.1-70B", "l4", func(d *Deployment) { d.Weights = FP8 }, good, "llm.memory", "tensor parallelism 4", 4.0},
		"tp does not divide":   {"Qwen/Qwen3-32B", "h100-sxm", func(d *Deployment) { d.TP = 6 }, good, "llm.tp", "64 attention heads", 4.0},
		"ep does not divide":   {"deepseek-ai/DeepSeek-V3", "h200", func(d *Deployment) { d.TP, d.EP = 8, 7 }, good, "llm.ep", "256 experts", 4.0},
		"more stages":          {"Llama-2-7B", "h100-sxm", func(d *Deployment) { d.PP = 64 }, good, "llm.pp", "32 layers", 1.0},
		"budget below a batch": {"Llama-2-7B", "h100-sxm", func(d *Deployment) { d.MaxBatch, d.Chunk, d.Speculative = 64, 128, &Speculative{Draft: 3} }, good, "llm.chunk", "256", 256.0},
		"more ep than devices": {"deepseek-ai/DeepSeek-V3", "h200", func(d *Deployment) { d.TP, d.EP, d.Weights = 8, 64, FP8Block }, good, "llm.ep", "64 devices", 8.0},
		"more turns than fit":  {"Llama-2-7B", "h100-sxm", nil, Load{In: Spread{Mean: 1000}, Out: Spread{Mean: 250}, Sessions: Sessions{Turns: 10}}, "llm.turns", "1125", 5.0},
		"zero tokens":          {"Llama-2-7B", "h100-sxm", nil, Load{Rate: 1}, "llm.tokens", "above 0", nil},
		"longer than context":  {"Llama-2-7B", "h100-sxm", nil, Load{In: Spread{Mean: 5000}, Out: Spread{Mean: 10}}, "llm.context", "4096", nil},
		"prefill does not fit": {"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", pools(1), good, "llm.memory", "prefill tensor parallelism 2", 2.0},
		"prefill tp":           {"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", pools(6), good, "llm.tp", "64 attention heads", 4.0},
		"beyond the fast link": {"meta-llama/Meta-Llama-3.1-405B", "h200", func(d *Deployment) { d.TP = 16 }, good, "llm.domain", "16 devices", 8.0},
	} {
		d := deployment(t, c.model, c.device)
		if c.change != nil {
			c.change(&d)
		}
		var f *Finding
		for _, x := range Check(d, c.load) {
			if x.Code == c.code {
				f = &x
				break
			}
		}
		if f == nil {
			t.Errorf("%s: no %s among %+v", name, c.code, Check(d, c.load))
			continue
		}
		if !strings.Contains(f.Message.EN, c.says) || f.Message.ZH == "" {
			t.Errorf("%s: says %q", name, f.Message.EN)
		}
		if c.fix != nil && (f.Fix == nil || f.Fix.Value != c.fix) {
			t.Errorf("%s: fix %+v, want %v", name, f.Fix, c.fix)
		}
	}
	spread := deployment(t, "deepseek-ai/DeepSeek-V3", "h200")
	spread.TP, spread.EP, spread.Weights = 8, 64, FP8Block
	if f := Check(spread, good); len(f) == 0 || f[0].Severity != diagnostic.Error {
		t.Errorf("experts on devices that there are not: %+v", f)
	}
	ok := deployment(t, "meta-llama/Meta-Llama-3.1-8B", "h100-sxm")
	if f := Check(ok, good); len(f) != 0 {
		t.Errorf("a sound deployment gets %+v", f)
	}
}

// pools has prefill workers of so much tensor parallelism beside decode
// workers that are sound.
func pools(tp int) func(*Deployment) {
	return func(d *Deployment) {
		d.Weights, d.TP = BF16, 8
		d.Disaggregated = &Disaggregated{PrefillWorkers: 1, PrefillTP: tp, DecodeWorkers: 1}
	}
}

func TestUnknownNames(t *testing.T) {
	if f := UnknownModel("lama-3.1-8b"); f.Code != "llm.model" || !strings.Contains(f.Message.EN, "Llama-3.1-8B") {
		t.Errorf("%+v", f)
	}
	for name, want := range map[string]string{
		"llama3-70b": "Llama-3.1-70B", "mixtral": "mistralai/Mixtral-8x7B-v0.1", "Qwen2.5-7B": "Qwen", "deepseek": "deepseek-ai/DeepSeek", "gpt-oss": "openai/gpt-oss",
	} {
		if f := UnknownModel(name); f.Fix == nil || !strings.Contains(f.Fix.Value.(string), want) {
			t.Errorf("%s: %s", name, f.Message.EN)
		}
	}
	if f := UnknownDevice("4090"); f.Fix != nil || !strings.Contains(f.Message.EN, "h100-sxm") || !strings.Contains(f.Message.ZH, "l40s") {
		t.Errorf("%+v", f)
	}
	if f := UnknownModel("claude"); f.Fix != nil || !strings.Contains(f.Message.EN, "Mixtral") {
		t.Errorf("%+v", f)
	}
	if f := UnknownDevice("h10"); f.Code != "llm.device" || f.Fix.Value != "h20" && f.Fix.Value != "h200" {
		t.Errorf("%+v", f)
	}
}

func TestBadTraining(t *testing.T) {
	for name, c := range map[string]struct {
		model, device string
		change        func(*TrainingPlan)
		code          string
		says, saysZH  string
		fix           any
	}{
		"does not fit":             {"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", func(p *TrainingPlan) { p.TP = 8 }, "train.memory", "full recompute and ZeRO stage 3 on 16 devices", "16 个设备", "full"},
		"fits on more devices":     {"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", func(p *TrainingPlan) { p.TP, p.ZeRO, p.Recompute = 8, 3, FullRecompute }, "train.memory", "16 devices", "16 个设备", 2.0},
		"fits if recomputed":       {"meta-llama/Meta-Llama-3.1-8B", "h100-sxm", func(p *TrainingPlan) { p.GPUs, p.MicroBatch = 8, 4; p.ZeRO = 3 }, "train.memory", "full recompute", "完全重算", "full"},
		"fits if sharded":          {"meta-llama/Meta-Llama-3.1-8B", "h100-sxm", func(p *TrainingPlan) { p.GPUs = 64; p.Recompute = FullRecompute; p.Stack = Megatron2021 }, "train.memory", "ZeRO", "ZeRO-3", "3"},
		"tp does not divide heads": {"Qwen/Qwen3-32B", "h100-sxm", func(p *TrainingPlan) { p.TP = 6 }, "llm.tp", "64 attention heads", "64 个注意力头", 4.0},
		"more stages than layers":  {"Llama-2-7B", "h100-sxm", func(p *TrainingPlan) { p.PP = 64 }, "train.pp", "up to 32 work", "最多可用 32", 32.0},
		"too many chunks":          {"Llama-2-7B", "h100-sxm", func(p *TrainingPlan) { p.PP, p.Virtual = 8, 8 }, "train.interleave", "4 chunks work", "每段 4 块可行", 4.0},
		"cp does not divide":       {"Llama-2-7B", "h100-sxm", func(p *TrainingPlan) { p.CP = 3 }, "train.cp", "4096 tokens", "4096 个词元", 2.0},
		"ep does not divide":       {"deepseek-ai/DeepSeek-V3", "h200", func(p *TrainingPlan) { p.DP, p.EP = 64, 7 }, "llm.ep", "256 experts", "256 个专家", 4.0},
		"experts beyond the stage": {"deepseek-ai/DeepSeek-V3", "h200", func(p *TrainingPlan) { p.DP, p.EP = 8, 64 }, "train.ep", "DP × TP × CP = 8", "DP × TP × CP = 8", 8.0},
		"devices left over":        {"Llama-2-7B", "h100-sxm", func(p *TrainingPlan) { p.TP, p.GPUs = 8, 60 }, "train.devices", "TP × PP × CP = 8", "整数倍", 64.0},
		"dp does not divide batch": {"Llama-2-7B", "h100-sxm", func(p *TrainingPlan) { p.GPUs, p.GlobalBatch = 48, 100 }, "train.batch", "DP × micro-batch = 48", "DP × 微批量 = 48", 144.0},
		"zero tokens":              {"Llama-2-7B", "h100-sxm", func(p *TrainingPlan) { p.Sequence = 0 }, "llm.tokens", "at least one token", "至少需要一个 token", 4096.0},
		"no such arithmetic":       {"Llama-2-7B", "a100-80", func(p *TrainingPlan) { p.TP, p.Precision = 8, FP8 }, "train.precision", "computed in BF16", "按 BF16 计算", "bf16"},
	} {
		p := TrainingPlan{Model: model(t, c.model), Device: device(t, c.device), Sequence: 4096}
		c.change(&p)
		all := CheckTraining(p)
		i := slices.IndexFunc(all, func(f Finding) bool { return f.Code == c.code })
		if i < 0 {
			t.Errorf("%s: no %s among %+v", name, c.code, all)
			continue
		}
		f := all[i]
		if !strings.Contains(f.Message.EN, c.says) || !strings.Contains(f.Message.ZH, c.saysZH) {
			t.Errorf("%s: says %q and %q", name, f.Message.EN, f.Message.ZH)
		}
		if f.Fix == nil || f.Fix.Value != c.fix {
			t.Errorf("%s: fix %+v, want %v", name, f.Fix, c.fix)
		}
	}
	sound := TrainingPlan{
		Model: model(t, "meta-llama/Meta-Llama-3.1-8B"), Device: device(t, "h100-sxm"), GPUs: 8, ZeRO: 1, MicroBatch: 1, GlobalBatch: 128,
		Sequence: 8192, Precision: FP8, TP: 2,
	}
	if f := CheckTraining(sound); len(f) != 0 {
		t.Errorf("a sound plan gets %+v", f)
	}
}

// Fix after fix ends in a run that fits, whatever it began with.
func TestMemoryFixesEnd(t *testing.T) {
	for _, c := range []struct {
		model, device string
		plan          TrainingPlan
	}{
		{"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", TrainingPlan{TP: 8, DP: 1, MicroBatch: 4}},
		{"meta-llama/Meta-Llama-3.1-405B", "h100-sxm", TrainingPlan{TP: 8, PP: 4, DP: 1, MicroBatch: 8, ZeRO: 1}},
		{"meta-llama/Meta-Llama-3.1-8B", "l40s", TrainingPlan{DP: 1, MicroBatch: 16}},
		{"meta-llama/Meta-Llama-3.1-8B", "h100-sxm", TrainingPlan{DP: 8, MicroBatch: 64, Stack: Megatron2021}},
		{"deepseek-ai/DeepSeek-V3", "h200", TrainingPlan{DP: 8, EP: 8, MicroBatch: 2}},
		{"meta-llama/Meta-Llama-3.1-8B", "a100-80", TrainingPlan{DP: 2, MicroBatch: 2, ZeRO: 2, Stack: FSDP}},
	} {
		p := c.plan
		p.Model, p.Device, p.Sequence, p.GlobalBatch = model(t, c.model), device(t, c.device), 8192, 1024
		for step := 0; ; step++ {
			p.GPUs = max(p.TP, 1) * max(p.PP, 1) * max(p.DP, 1)
			all := CheckTraining(p)
			i := slices.IndexFunc(all, func(f Finding) bool { return f.Code == "train.memory" })
			if i < 0 {
				break
			}
			f := all[i]
			if f.Fix == nil || step > 5 {
				t.Errorf("%s on %s, step %d: %s, fix %+v", c.model, c.device, step, f.Message.EN, f.Fix)
				break
			}
			if run := Train(p); run.Calibrated || !strings.Contains(run.Why.EN, "does not fit") {
				t.Errorf("%s does not fit, and its times say %q", c.model, run.Why.EN)
			}
			switch v := f.Fix.Value.(type) {
			case float64:
				*map[string]*int{"dp": &p.DP, "tp": &p.TP, "micro_batch": &p.MicroBatch}[f.Fix.Param] = int(v)
			case string:
				if f.Fix.Param == "zero" {
					p.ZeRO = int(v[0] - '0')
				} else {
					p.Recompute = Recompute(v)
				}
			}
		}
		if !Train(p).Memory.Fits {
			t.Errorf("%s on %s ends in %+v", c.model, c.device, p)
		}
	}
}

// BERT-base: 2 FLOP a parameter and token, 85 M parameters in its layers.
func TestEncoder(t *testing.T) {
	e := Encoder{Model: model(t, "BERT-base-cased"), Device: device(t, "a100-80"), Tokens: 128, Batch: 64}
	x := Encode(e)
	attention := 4.0 * 128 * 128 * 768 * 12
	near(t, "FLOP-bound time", 64*(2*128*85e6+attention)/(312e12*encoderGEMM)+12*encoderLaunch, x.Batch.Value, 0.05)
	if x.Bound != Compute || !x.Fits {
		t.Errorf("%+v", x)
	}
	e.Batch = 1
	if one := Encode(e); one.Bound != Launch || one.PerItem < x.PerItem {
		t.Errorf("one item at a time: %+v", one)
	}
}

// The work of networks beside what their authors and libraries publish:
// FLOPs as torchvision prints them (multiply-adds), MLPerf's table size.
func TestNetworks(t *testing.T) {
	for _, c := range []struct {
		id                  string
		macs, params, table float64
		tol                 float64
	}{
		{"resnet-50", 4.09e9, 25.557e6, 0, 0.02},
		{"vit-b-16", 17.56e9, 86.57e6, 0, 0.02},
		{"vit-l-16", 61.55e9, 304.3e6, 0, 0.02},
		{"whisper-large-v3", 1.13e12, 635e6, 0, 0.03},
		{"dlrm", 2.4e6, 2.37e6, 104.5e9, 0.02}, // bytes of FP32
	} {
		n, ok := FindWorkload(c.id)
		if !ok {
			t.Fatal(c.id)
		}
		near(t, c.id+" multiply-adds", n.Flops/2, c.macs, c.tol)
		near(t, c.id+" parameters", n.Params, c.params, c.tol)
		if c.table > 0 {
			near(t, c.id+" tables", 4*n.Tables, c.table, c.tol)
		}
		e := Encoder{Device: device(t, "h200"), Flops: n.Flops, Params: n.Params, Tables: n.Tables, Move: n.Move, Layers: n.Layers, Batch: 256}
		x := Encode(e)
		floor := 256 * max(n.Flops/e.Device.FP16, n.Move/e.Device.Bandwidth)
		if x.Batch.Value < floor || !x.Fits || x.Batch.Band == 0 || x.Calibrated {
			t.Errorf("%s: %+v, no faster than %g s", c.id, x, floor)
		}
	}
	d, _ := FindWorkload("dlrm")
	if x := Encode(Encoder{Device: device(t, "l4"), Flops: d.Flops, Params: d.Params, Tables: d.Tables, Move: d.Move}); x.Fits {
		t.Error("52 GB of tables fit on 24 GB")
	}
}
