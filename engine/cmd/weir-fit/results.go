package main

import (
	"fmt"
	"slices"
	"time"

	"weir/engine/ai"
	"weir/engine/ai/cases"
	"weir/engine/catalog"
)

// results prints what the benchmarks report: speed of one prediction and of a
// load curve, and the errors of the constants in use.
func results(serve []*cases.Inference, train []*cases.Training) {
	m, _ := catalog.FindModel("deepseek-ai/DeepSeek-V3")
	dev, _ := catalog.FindDevice("h200")
	d := ai.Deployment{Model: &m, Device: &dev, Engine: ai.VLLM, TP: 8, Weights: ai.FP8}
	l := ai.Load{Rate: 2, In: ai.Spread{Mean: 2000, SCV: .5}, Out: ai.Spread{Mean: 400, SCV: 1}}
	fmt.Printf("RESULT predict_us %.2f us\n", median(func() { ai.Serve(d, l) }, 2000)*1e6)
	fmt.Printf("RESULT load_curve_50_ms %.3f ms\n", median(func() { ai.Curve(d, l, 50) }, 20)*1e3)
	all, _ := score(serve, &ai.Default)
	groups := cases.Score(append(all, scoreTraining(train, &ai.TrainingDefault)...))
	for _, r := range []struct {
		name, by, group string
		median          bool
	}{
		{"tpot_dense_mape", "family", "tpot_ms dense", false},
		{"tpot_moe_mape", "family", "tpot_ms moe", false},
		{"ttft_vllm_median", "engine", "ttft_ms unsaturated vllm", true},
		{"throughput_h100_mape", "gpu", "throughput_tok_s H100", false},
		{"training_vtrain_mape", "group", "vtrain-multi", false},
		{"training_llm_foundry_a100_mape", "group", "llm-foundry-a100", false},
	} {
		g, ok := find(groups, r.by, r.group)
		if !ok {
			continue
		}
		x := g.MAPE
		if r.median {
			x = g.Median
		}
		fmt.Printf("RESULT %s %.1f %%\n", r.name, x*100)
	}
}

// median is the middle of nine timings of n calls, seconds a call.
func median(f func(), n int) float64 {
	f()
	times := make([]float64, 9)
	for i := range times {
		start := time.Now()
		for range n {
			f()
		}
		times[i] = time.Since(start).Seconds() / float64(n)
	}
	slices.Sort(times)
	return times[4]
}
