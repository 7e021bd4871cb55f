package main

import (
	"strings"
	"sync"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

// without is one term of the serving model taken out: constants held at a
// value that switches it off.
type without struct {
	name string
	hold map[string]float64 // by the name of a constant, or its part after the dot
}

var ablations = []without{
	{"nothing", nil},
	{"prefill interference", map[string]float64{"interfere": 1e-9}},
	{"distinct experts (all are read)", map[string]float64{"skew": 1e6}},
	{"launches and fixed costs", map[string]float64{"layer": 1e-12, "step": 1e-12, "quant_launch": 1e-12, "latent_launch": 1e-12, "expert_launch": 1e-12, "sequence": 1e-12}},
	{"launches of quantised, MLA and mixture layers", map[string]float64{"quant_launch": 1e-12, "latent_launch": 1e-12, "expert_launch": 1e-12}},
	{"per-sequence cost", map[string]float64{"sequence": 1e-12}},
	{"collectives", map[string]float64{"link_latency": 1e-15, "collective": 1e9}},
	{"small-message bandwidth", map[string]float64{"small_message": 1}},
	{"permutation bytes", map[string]float64{"permute": 1e-9}},
	{"weight-only 4-bit cost", map[string]float64{"weight_only4": 1}},
	{"GEMM efficiency curves", map[string]float64{"half_prefill": 1e-6, "half_expert": 1e-6}},
}

// ablate refits without each term, and each rule of what rows leave unsaid:
// what it buys.
func ablate(path string, list []*cases.Inference, start ai.Constants) ([]ai.Term, error) {
	out := make([]ai.Term, len(ablations)+len(cases.Rules))
	var wait sync.WaitGroup
	for i, a := range ablations {
		wait.Go(func() { out[i] = refitted(a.name, a.hold, list, start) })
	}
	for i, r := range cases.Rules {
		less, err := readInference(path, r.Name)
		if err != nil {
			return nil, err
		}
		wait.Go(func() { out[len(ablations)+i] = refitted(r.Name, nil, less, start) })
	}
	wait.Wait()
	roofline := ai.Prior()
	neutral(&roofline, 1, 0)
	textbook := ai.Prior()
	neutral(&textbook, 0.75, 1)
	return append(out, term("everything (pure roofline)", list, &roofline), term("the fit (textbook constants)", list, &textbook)), nil
}

// refitted is the error after a fit with some constants held.
func refitted(name string, hold map[string]float64, list []*cases.Inference, start ai.Constants) ai.Term {
	s := newServing(list, start)
	s.hold(hold)
	s.run(refit)
	return term(name, list, &s.k)
}

// hold fixes constants by name and takes them out of the fit.
func (s *serving) hold(at map[string]float64) {
	free := s.params[:0:0]
	for _, q := range s.params {
		_, short, dotted := strings.Cut(q.Name, ".")
		if !dotted {
			short = q.Name
		}
		if v, ok := at[short]; ok {
			*q.Value = v
			continue
		}
		free = append(free, q)
	}
	s.params = free
}

// neutral sets every efficiency to one value and every cost to a multiple of
// its prior.
func neutral(k *ai.Constants, efficiency, costs float64) {
	for _, q := range k.Params() {
		_, short, dotted := strings.Cut(q.Name, ".")
		if !dotted {
			short = q.Name
		}
		switch short {
		case "kv_read", "expert_read", "weight_read", "weight_only4", "native4":
			*q.Value = efficiency
		case "expert_flops", "attn_prefill", "attn_latent", "fp8_gain", "fp4_gain", "decode_gemm", "prefill", "collective":
			*q.Value = efficiency
			if efficiency < 1 {
				*q.Value = 0.5
			}
		case "skew", "interfere", "small_message", "launch_cost", "link_growth":
		default:
			*q.Value = max(q.Prior*costs, 1e-15)
		}
	}
}

func term(name string, list []*cases.Inference, k *ai.Constants) ai.Term {
	all, _ := score(list, k)
	groups := cases.Score(all)
	mean := func(by, name string) float64 {
		g, _ := find(groups, by, name)
		return round(g.MAPE)
	}
	ttft, _ := find(groups, "metric", "ttft_ms unsaturated")
	return ai.Term{
		Without: name, Dense: mean("family", "tpot_ms dense"), MoE: mean("family", "tpot_ms moe"),
		Throughput: mean("metric", "throughput_tok_s"), TTFT: round(ttft.Median),
	}
}
