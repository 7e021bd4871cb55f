package catalog

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// The parameter counts of the models' public cards, within 1 %.
func TestParamsMatchModelCards(t *testing.T) {
	for _, c := range []struct {
		id            string
		total, active float64 // billions
	}{
		{"meta-llama/Meta-Llama-3.1-8B", 8.03, 8.03},
		{"meta-llama/Meta-Llama-3.1-70B", 70.6, 70.6},
		{"meta-llama/Meta-Llama-3.1-405B", 405.9, 405.9},
		{"Qwen/Qwen3-32B", 32.8, 32.8},
		{"Qwen/Qwen3-235B-A22B", 235, 22.2},
		{"deepseek-ai/DeepSeek-V3", 671, 37.6},
		{"mistralai/Mixtral-8x7B-v0.1", 46.7, 12.9},
		{"openai/gpt-oss-120b", 116.8, 5.7},
		{"moonshotai/Kimi-K2-Instruct", 1026, 32.9},
		{"nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16", 31.6, 3.58},
		{"BERT-base-cased", 0.108, 0.108},
	} {
		m, ok := FindModel(c.id)
		if !ok {
			t.Errorf("%s: not in the catalogue", c.id)
			continue
		}
		near(t, c.id+" parameters", m.Params()/1e9, c.total, 0.01)
		near(t, c.id+" active", m.ActiveParams()/1e9, c.active, 0.01)
	}
}

// Key-value bytes per token at two bytes an element: Mistral-Small-24B is
// 163,840 B (a vLLM log), Llama-3.1-70B 327,680 B, DeepSeek-V3 70,272 B.
func TestKVPerToken(t *testing.T) {
	for id, want := range map[string]float64{
		"mistralai/Mistral-Small-24B": 163840, "meta-llama/Meta-Llama-3.1-70B": 327680,
		"deepseek-ai/DeepSeek-V3": 70272, "openai/gpt-oss-120b": 73728,
	} {
		m, _ := FindModel(id)
		if got := 2 * m.KVPerToken(); got != want {
			t.Errorf("%s: %v B per token, want %v", id, got, want)
		}
	}
}

func TestTablesAreComplete(t *testing.T) {
	for _, d := range Devices() {
		if d.FP16 <= 0 || d.Usable <= 0 || d.Bandwidth <= 0 || d.ScaleUp <= 0 || d.ScaleOut <= 0 ||
			d.TDP <= 0 || d.Domain < 1 || d.Units < 1 || d.Source == "" || d.AsOf == "" || d.Label.ZH == "" {
			t.Errorf("device %s has an empty figure: %+v", d.ID, d)
		}
		if ratio := d.Usable / d.Memory; ratio < 0.95 || ratio > 1.08 {
			t.Errorf("device %s: usable / label memory %v", d.ID, ratio)
		}
	}
	for _, l := range Links() {
		if l.Bandwidth <= 0 || l.Latency <= 0 || l.Source == "" || l.Label.ZH == "" {
			t.Errorf("link %s: %+v", l.ID, l)
		}
	}
	for _, x := range Tiers() {
		if x.Read <= 0 || x.Write <= 0 || x.Latency <= 0 || x.Capacity <= 0 || x.Source == "" || x.Label.ZH == "" {
			t.Errorf("tier %s: %+v", x.ID, x)
		}
	}
	for _, h := range Hosts() {
		if h.Cores < 1 || h.Price <= 0 || h.Rate <= 0 || h.Source == "" {
			t.Errorf("host %s: %+v", h.ID, h)
		}
	}
	for _, p := range Prices() {
		if p.USD < 0 || p.Source == "" || p.AsOf == "" || p.Unit == "" {
			t.Errorf("price %+v", p)
		}
		if p.Device != "" {
			if _, ok := devices().find(p.Device); !ok {
				t.Errorf("price for unknown device %q", p.Device)
			}
		}
	}
	for _, m := range Models() {
		if m.Source == "" || m.Params() <= 0 || m.Context <= 0 {
			t.Errorf("model %s: %v parameters, source %q", m.ID, m.Params(), m.Source)
		}
	}
}

func TestDeviceNames(t *testing.T) {
	for name, want := range map[string]string{
		"H100": "h100-sxm", "H100-SXM-80GB": "h100-sxm", "NVIDIA H100 80GB HBM3": "h100-sxm", "H100 PCIe": "h100-pcie",
		"A100": "a100-80", "A100-SXM-40GB": "a100-40", "A100-80GB": "a100-80", "GB200": "gb200", "B200": "b200",
		"GH200": "gh200", "L40S": "l40s", "L4": "l4", "H20": "h20", "H200": "h200", "MI300X": "mi300x", "TPU v5e": "tpu-v5e",
		"H100-96GB-HBM2e-500W": "h100-96-500w",
	} {
		d, ok := FindDevice(name)
		if !ok || d.ID != want {
			t.Errorf("%q is %q, want %q", name, d.ID, want)
		}
	}
	if d, ok := FindDevice("abacus"); ok {
		t.Errorf("abacus is %q", d.ID)
	}
}

func TestRental(t *testing.T) {
	r, ok := FindRental("b200", OnDemand)
	if !ok || r.Low > r.PerSecond || r.PerSecond > r.High || r.Quotes < 3 {
		t.Fatalf("b200: %+v", r)
	}
	near(t, "b200 cheapest, USD/h", r.Low*3600, 5.5, 1e-9) // Nebius 44.00 for eight
	if s, ok := FindRental("gh200", Spot); !ok || s.Basis.Term != OnDemand {
		t.Errorf("gh200 spot should fall back to on-demand: %+v", s)
	}
	if _, ok := FindRental("abacus", OnDemand); ok {
		t.Error("an abacus has a price")
	}
}

func TestFromConfig(t *testing.T) {
	const qwen3 = `{"architectures":["Qwen3MoeForCausalLM"],"model_type":"qwen3_moe","hidden_size":2048,"num_hidden_layers":48,
		"num_attention_heads":32,"num_key_value_heads":4,"head_dim":128,"intermediate_size":6144,"moe_intermediate_size":768,
		"num_experts":128,"num_experts_per_tok":8,"decoder_sparse_step":1,"vocab_size":151936,"max_position_embeddings":40960,
		"hidden_act":"silu","tie_word_embeddings":false,"sliding_window":null,"torch_dtype":"bfloat16"}`
	m, err := FromConfig("mine", []byte(qwen3))
	if err != nil {
		t.Fatal(err)
	}
	ref, _ := FindModel("Qwen/Qwen3-30B-A3B")
	near(t, "parameters", m.Params(), ref.Params(), 1e-12)
	near(t, "cache", m.KVPerToken(), ref.KVPerToken(), 1e-12)
	if m.NativePrecision != "bf16" || m.ID != "mine" {
		t.Errorf("precision %q, id %q", m.NativePrecision, m.ID)
	}

	const nemotron = `{"model_type":"nemotron_h","hidden_size":2688,"num_hidden_layers":6,"num_attention_heads":32,"num_key_value_heads":2,
		"head_dim":128,"n_routed_experts":128,"num_experts_per_tok":6,"moe_intermediate_size":1856,"moe_shared_expert_intermediate_size":3712,
		"hybrid_override_pattern":"MEM*ME","mamba_num_heads":64,"mamba_head_dim":64,"ssm_state_size":128,"n_groups":8,"vocab_size":131072,
		"max_position_embeddings":262144,"hidden_act":"relu2"}`
	if m, err = FromConfig("n", []byte(nemotron)); err != nil {
		t.Fatal(err)
	}
	if m.FullLayers != 1 || m.LinearLayers != 3 || m.MoELayers != 2 || m.DenseLayers != 0 || m.StateValue != 4096 || m.Gated {
		t.Errorf("pattern MEM*ME: %+v", m)
	}
}

func TestBrokenConfig(t *testing.T) {
	for name, c := range map[string]struct{ text, code, says string }{
		"empty":                  {"", "model.syntax", "JSON object"},
		"not object":             {"[1]", "model.syntax", "JSON object"},
		"cut short":              {`{"hidden_size": 4096, `, "model.syntax", "whole file"},
		"wrong type":             {`{"hidden_size": "big", "num_hidden_layers": 2}`, "model.syntax", "cannot be read"},
		"no layers":              {`{"hidden_size": 4096, "num_attention_heads": 32}`, "model.field", "layers"},
		"no heads":               {`{"hidden_size": 4096, "num_hidden_layers": 32}`, "model.field", "heads"},
		"number as text":         {`{"hidden_size": 4096, "num_hidden_layers": "32"}`, "model.syntax", "num_hidden_layers is a string"},
		"heads of part sizes":    {`{"hidden_size": 4100, "num_hidden_layers": 32, "num_attention_heads": 32}`, "model.field", "heads 32 does not divide hidden 4100; near it would 25, 41"},
		"groups of part sizes":   {`{"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 7}`, "model.field", "near it would 4, 8"},
		"more groups than heads": {`{"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 64}`, "model.field", "near it would 32"},
		"T5":                     {`{"model_type": "t5", "d_model": 1024, "num_layers": 24, "num_heads": 16}`, "model.type", "encoder and a decoder"},
		"Mamba":                  {`{"model_type": "mamba", "hidden_size": 2560, "num_hidden_layers": 64}`, "model.type", "no attention layers"},
		"Jamba":                  {`{"model_type": "jamba", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32}`, "model.type", "layer_types"},
		"negative":               {`{"hidden_size": -1, "num_hidden_layers": 32, "num_attention_heads": 8}`, "model.field", "hidden"},
	} {
		_, err := FromConfig("x", []byte(c.text))
		var ce *ConfigError
		if !errors.As(err, &ce) || ce.Code != c.code || !strings.Contains(ce.Message.EN, c.says) || ce.Message.ZH == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if math.Abs(got-want) > tol*math.Abs(want) {
		t.Errorf("%s: %v, want %v within %v", what, got, want, tol)
	}
}

func TestNamesPeopleType(t *testing.T) {
	for typed, want := range map[string]string{
		"meta-llama/Llama-3.1-8B-Instruct":      "meta-llama/Meta-Llama-3.1-8B",
		"Llama-3.1-70B":                         "meta-llama/Meta-Llama-3.1-70B",
		"meta-llama/meta-llama-3.1-8b-instruct": "meta-llama/Meta-Llama-3.1-8B",
		"meta-llama/Meta-Llama-3.1-405B":        "meta-llama/Meta-Llama-3.1-405B",
		"nvidia/Llama-3.1-70B-Instruct-FP8":     "nvidia/Llama-3.1-70B-Instruct-FP8",
		"Llama-99-Instruct":                     "",
		"-instruct":                             "",
		"":                                      "",
	} {
		if m, ok := FindAlias(typed); m.ID != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", typed, m.ID, want)
		}
	}
}
