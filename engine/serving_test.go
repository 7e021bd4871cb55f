package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"weir/engine"
	"weir/engine/report"
)

// served evaluates a model behind a source, with more of its parameters.
func served(t *testing.T, rate, class, params string) *report.Report {
	t.Helper()
	var eval engine.Evaluator
	d, err := engine.Decode([]byte(fmt.Sprintf(`{"weir":1,"title":"T","classes":{"ask":%s},
		"nodes":{"users":{"kind":"source.requests","params":{"class":"ask","rate":%q}},
			"llm":{"kind":"ai.inference","params":{%s}},"done":{"kind":"sink.response"}},
		"edges":{"a":{"from":["users","out"],"to":["llm","in"]},"b":{"from":["llm","out"],"to":["done","in"]}}}`, class, rate, params)))
	if err != nil {
		t.Fatal(err)
	}
	return eval.Evaluate(d)
}

func aiFigure(t *testing.T, r *report.Report, key string) report.Figure {
	t.Helper()
	for _, f := range r.Nodes["llm"].AI.Figures {
		if f.Key == key {
			return f
		}
	}
	t.Fatalf("no figure %q", key)
	return report.Figure{}
}

const asking = `{"tokens_in":{"mean":2000,"scv":0.5},"tokens_out":{"mean":300,"scv":1}}`

// The report carries the load curve, the cost of a million tokens in and out,
// and a band on every figure that is an estimate.
func TestServingReport(t *testing.T) {
	r := served(t, "4/s", asking, `"turns":4,"gap":"20 s"`)
	a := r.Nodes["llm"].AI
	if len(a.Curve) < 10 || !(a.Curve[5].TTFTS > a.Curve[1].TTFTS) || !(a.Curve[5].TokensPerS > a.Curve[1].TokensPerS) {
		t.Errorf("curve %+v", a.Curve)
	}
	in, out, all := aiFigure(t, r, "usd_per_mtok_in").Value, aiFigure(t, r, "usd_per_mtok_out").Value, aiFigure(t, r, "usd_per_mtok").Value
	if sum := in*2000 + out*300; in <= 0 || in >= out || sum/(all*300) < .999 || sum/(all*300) > 1.001 {
		t.Errorf("a million tokens: %v in, %v out, together %v a million out", in, out, all)
	}
	for _, key := range []string{"ttft_s", "ttft_alone_s", "tpot_s", "tpot_all_s", "tokens_per_s", "saturation_per_s"} {
		if aiFigure(t, r, key).Band <= 0 {
			t.Errorf("%s has no band", key)
		}
	}
	if hit := aiFigure(t, r, "prefix_hit").Value; hit <= 0 || hit > .8 {
		t.Errorf("prefix hits %v", hit)
	}
}

// A phase alone: a batch of prompts by their first token, a batch of answers
// by their steps.
func TestPhasesAlone(t *testing.T) {
	const batch = `"concurrency":8,"operating":`
	pre := served(t, "1/s", asking, batch+`"prefill"`)
	if got, want := float64(aiFigure(t, pre, "tokens_per_s").Value), 8*2000/float64(aiFigure(t, pre, "ttft_s").Value); got/want < .999 || got/want > 1.001 {
		t.Errorf("prefill alone: %v tokens/s, want %v", got, want)
	}
	dec := served(t, "1/s", asking, batch+`"decode"`)
	if got, want := float64(aiFigure(t, dec, "tokens_per_s").Value), 8/float64(aiFigure(t, dec, "tpot_s").Value); got/want < .999 || got/want > 1.001 {
		t.Errorf("decode alone: %v tokens/s, want %v", got, want)
	}
}

// Whatever the figures are for, devices draw no more than they can.
func TestPowerIsPossible(t *testing.T) {
	for _, mode := range []string{"arrivals", "concurrency", "batch", "offline", "prefill", "decode"} {
		for _, model := range []string{`"tp":4,"replicas":2`, `"model":"deepseek-ai/DeepSeek-V3","device":"h200","weights":"fp8_block","tp":8,"replicas":1`} {
			r := served(t, "1/s", asking, `"concurrency":32,"operating":"`+mode+`",`+model)
			watts := float64(aiFigure(t, r, "joule_per_token").Value * aiFigure(t, r, "tokens_per_s").Value)
			if most := 700 * float64(aiFigure(t, r, "devices").Value); !(watts > 0.1*most && watts <= most) {
				t.Errorf("%s, %s: %.0f W of %.0f", mode, model, watts, most)
			}
		}
	}
}

// Tokens that a phase does not have cost nothing that could be said, nor do
// those of devices whose price nobody knows; one's own device has no price of
// that by which it is described.
func TestCostsThatAreNone(t *testing.T) {
	for name, c := range map[string]struct {
		params        string
		over, in, out bool
		code          string
	}{
		"both":      {`"operating":"batch"`, true, true, true, ""},
		"prefill":   {`"operating":"prefill"`, false, true, false, ""},
		"decode":    {`"operating":"decode"`, true, false, true, ""},
		"no price":  {`"device":"ascend-910b","weights":"int8","kv":"int8"`, false, false, false, "price.unknown"},
		"own":       {`"own_memory":"96 GB"`, false, false, false, "price.unknown"},
		"own price": {`"own_memory":"96 GB","price":"1 USD/h"`, true, true, true, ""},
		"bought":    {`"own_memory":"96 GB","term":"owned","purchase":"$20000"`, true, true, true, ""},
	} {
		r := served(t, "1/s", asking, c.params)
		for key, want := range map[string]bool{"usd_per_mtok": c.over, "usd_per_mtok_in": c.in, "usd_per_mtok_out": c.out} {
			if x := aiFigure(t, r, key).Value; x.Finite() != want || want && x <= 0 {
				t.Errorf("%s: %s is %v", name, key, x)
			}
		}
		told := false
		for _, d := range r.Diagnostics {
			told = told || d.Code == c.code
		}
		if c.code != "" && !told {
			t.Errorf("%s: no %s", name, c.code)
		}
	}
}

// More turns than a prompt can repeat are told, and count as those that fit.
func TestTurnsThatDoNotFit(t *testing.T) {
	r := served(t, "1/s", `{"tokens_in":{"mean":1000},"tokens_out":{"mean":250}}`, `"turns":10`)
	if hit := aiFigure(t, r, "prefix_hit").Value; !(hit > 0.5 && hit < 0.9) {
		t.Errorf("hits %v", hit)
	}
	for _, d := range r.Diagnostics {
		if d.Code == "llm.turns" {
			return
		}
	}
	t.Errorf("%+v", r.Diagnostics)
}

// A device from its data sheet: twice the bandwidth reads the weights in
// nearly half the time, and nobody has measured it.
func TestOwnDevice(t *testing.T) {
	const one = `"model":"meta-llama/Meta-Llama-3.1-8B","weights":"bf16","tp":1,"replicas":1,"operating":"concurrency","concurrency":1,"price":"1 USD/h"`
	base := served(t, "0.1/s", asking, one)
	own := served(t, "0.1/s", asking, one+`,"own_fp16":"900 TFLOP/s","own_memory":"96 GB","own_bandwidth":"6.7 TB/s","own_link":"400 GB/s","own_group":16,"own_nic":"50 GB/s","own_power":"600 W"`)
	for _, d := range own.Diagnostics {
		t.Errorf("%s: %s", d.Code, d.Message.EN)
	}
	ratio := float64(aiFigure(t, base, "tpot_s").Value / aiFigure(t, own, "tpot_s").Value)
	if ratio < 1.4 || ratio > 2 {
		t.Errorf("TPOT falls by a factor of %v", ratio)
	}
	if got := aiFigure(t, own, "memory_bytes").Value; got != 96e9 {
		t.Errorf("memory %v", got)
	}
	if a := own.Nodes["llm"].AI; a.Calibrated || a.Why == nil || !strings.Contains(a.Why.EN, "your own device") {
		t.Errorf("calibrated %v, why %+v", a.Calibrated, a.Why)
	}
}

// Bad input gives a diagnostic in both languages that says what would work.
func TestServingDiagnostics(t *testing.T) {
	for name, c := range map[string]struct{ class, params, code, en string }{
		"does not fit":    {asking, `"device":"l4","tp":1`, "llm.memory", "fits"},
		"heads":           {asking, `"tp":6`, "llm.tp", "64 attention heads"},
		"unknown model":   {asking, `"model":"lama-3.1-8b"`, "llm.model", "Llama-3.1-8B"},
		"unknown device":  {asking, `"device":"h10"`, "llm.device", "Near"},
		"zero tokens":     {`{"tokens_in":{"mean":0},"tokens_out":{"mean":0}}`, ``, "llm.tokens", "above 0"},
		"broken config":   {asking, `"config":"{\"num_hidden_layers\":"`, "model.syntax", "Paste the whole file"},
		"lacking config":  {asking, `"config":"{\"hidden_size\":4096}"`, "model.", ""},
		"own device tiny": {asking, `"own_memory":"1 GB"`, "llm.memory", "fits"},
	} {
		r := served(t, "1/s", c.class, c.params)
		found := false
		for _, d := range r.Diagnostics {
			if strings.HasPrefix(d.Code, c.code) {
				found = strings.Contains(d.Message.EN, c.en) && d.Message.ZH != "" && d.Message.ZH != d.Message.EN
			}
		}
		if !found {
			t.Errorf("%s: %+v", name, r.Diagnostics)
		}
	}
}
