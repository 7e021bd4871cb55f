package ai

import (
	"strings"
	"testing"
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
		"zero tokens":          {"Llama-2-7B", "h100-sxm", nil, Load{Rate: 1}, "llm.tokens", "above 0", nil},
		"longer than context":  {"Llama-2-7B", "h100-sxm", nil, Load{In: Spread{Mean: 5000}, Out: Spread{Mean: 10}}, "llm.context", "4096", nil},
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
	ok := deployment(t, "meta-llama/Meta-Llama-3.1-8B", "h100-sxm")
	if f := Check(ok, good); len(f) != 0 {
		t.Errorf("a sound deployment gets %+v", f)
	}
}

func TestUnknownNames(t *testing.T) {
	if f := UnknownModel("lama-3.1-8b"); f.Code != "llm.model" || !strings.Contains(f.Message.EN, "Llama-3.1-8B") {
		t.Errorf("%+v", f)
	}
	if f := UnknownDevice("h10"); f.Code != "llm.device" || f.Fix.Value != "h20" && f.Fix.Value != "h200" {
		t.Errorf("%+v", f)
	}
}

func TestBadTraining(t *testing.T) {
	p := TrainingPlan{Model: model(t, "meta-llama/Meta-Llama-3.1-70B"), Device: device(t, "h100-sxm"), GPUs: 8, TP: 8, Sequence: 4096}
	f := CheckTraining(p)
	if len(f) != 1 || f[0].Code != "train.memory" || !strings.Contains(f[0].Message.EN, "more devices") {
		t.Errorf("70B on eight H100: %+v", f)
	}
	p.GPUs = 60
	if f := CheckTraining(p); len(f) == 0 || f[0].Code != "train.devices" || f[0].Fix.Value != 64.0 {
		t.Errorf("60 devices for groups of 8: %+v", f)
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
