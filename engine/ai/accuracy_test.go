package ai

import "testing"

func TestAccuracyTable(t *testing.T) {
	a := Measured()
	if len(a.Classes) < 20 || len(a.Peers) < 5 || len(a.Terms) < 8 || a.Rows < 3000 {
		t.Fatalf("%d classes, %d peers, %d terms, %d rows", len(a.Classes), len(a.Peers), len(a.Terms), a.Rows)
	}
	for _, c := range a.Classes {
		if c.N < 1 || c.Median > c.P90 || c.P90 <= 0 || c.Label.EN == "" || c.Label.ZH == "" {
			t.Errorf("%+v", c)
		}
	}
}

// Every figure has a band; it is wider for what nobody measured.
func TestBandsWidenOutsideTheMeasurements(t *testing.T) {
	l := Load{Rate: 1, In: Spread{Mean: 1000}, Out: Spread{Mean: 200}}
	known := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	known.TP, known.Weights = 4, FP8
	k := Serve(known, l)
	if !k.Calibrated || k.Why.EN != "" {
		t.Errorf("Llama-3.1-70B on H100 is measured, but: %v", k.Why)
	}
	for name, d := range map[string]Deployment{
		"unseen model":  deployment(t, "mistralai/Mistral-Small-24B", "h100-sxm"),
		"unseen device": deployment(t, "meta-llama/Meta-Llama-3.1-8B", "mi300x"),
		"linear layers": deployment(t, "Qwen/Qwen3.5-27B", "h100-sxm"),
	} {
		s := Serve(d, l)
		if s.Calibrated || s.Why.EN == "" || s.Why.ZH == "" {
			t.Errorf("%s counts as measured", name)
		}
		for i, pair := range [][2]Figure{{s.TPOT, k.TPOT}, {s.Throughput, k.Throughput}, {s.TTFT, k.TTFT}} {
			if pair[0].Band < pair[1].Band || pair[1].Band <= 0 {
				t.Errorf("%s, figure %d: band %v, measured %v", name, i, pair[0].Band, pair[1].Band)
			}
		}
	}
}

// What nobody measured says so, and is banded wider than what was measured.
func TestOutsideWhatWasValidated(t *testing.T) {
	l := Load{Mode: Closed, Concurrency: 8, In: Spread{Mean: 1000}, Out: Spread{Mean: 500}}
	with := func(model, device string, engine Engine, set func(*Deployment)) Deployment {
		d := deployment(t, model, device)
		d.Engine, d.TP, d.Weights = engine, 4, FP8
		if set != nil {
			set(&d)
		}
		return d
	}
	const llama70, llama8 = "meta-llama/Meta-Llama-3.1-70B", "meta-llama/Meta-Llama-3.1-8B"
	inside := Serve(with(llama70, "h100-sxm", VLLM, nil), l)
	if !inside.Calibrated || inside.Why.EN != "" {
		t.Fatalf("Llama-3.1-70B in FP8 with vLLM on H100 is measured, but: %v", inside.Why)
	}
	loads := map[string]Load{
		"prompts of 120k": {Mode: Closed, Concurrency: 1, In: Spread{Mean: 120000}, Out: Spread{Mean: 500}},
		"answers of 100k": {Mode: Closed, Concurrency: 1, In: Spread{Mean: 1000}, Out: Spread{Mean: 100000}},
		"near saturation": {Mode: Closed, Concurrency: 60, In: Spread{Mean: 8000}, Out: Spread{Mean: 30}},
	}
	deployments := map[string]Deployment{
		"INT4 weights":      with(llama70, "h100-sxm", VLLM, func(d *Deployment) { d.Weights = INT4 }),
		"INT8 weights":      with(llama70, "h100-sxm", VLLM, func(d *Deployment) { d.Weights = INT8 }),
		"an INT4 cache":     with(llama70, "h100-sxm", VLLM, func(d *Deployment) { d.KV = INT4 }),
		"an MXFP4 cache":    with(llama70, "h100-sxm", VLLM, func(d *Deployment) { d.KV = MXFP4 }),
		"TP 64":             with(llama70, "h100-sxm", VLLM, func(d *Deployment) { d.TP = 64 }),
		"FP8 on A100":       with(llama70, "a100-80", VLLM, nil),
		"L40S with SGLang":  with(llama8, "l40s", SGLang, func(d *Deployment) { d.TP = 1 }),
		"GH200 with vLLM":   with(llama8, "gh200", VLLM, func(d *Deployment) { d.TP = 1 }),
		"some other engine": with(llama70, "h100-sxm", Generic, nil),
		"dense, disaggregated": with(llama70, "h100-sxm", TensorRT, func(d *Deployment) {
			d.Disaggregated = &Disaggregated{PrefillWorkers: 1, PrefillTP: 4, DecodeWorkers: 1}
		}),
	}
	check := func(name string, s Serving) {
		if s.Calibrated || s.Why.EN == "" || s.Why.ZH == "" {
			t.Errorf("%s counts as measured", name)
		}
		if s.TPOT.Band < outsideBand*inside.TPOT.Band || s.Latency.Band <= inside.Latency.Band || s.TTFT.Band <= inside.TTFT.Band {
			t.Errorf("%s: bands %v, %v, %v; measured %v, %v, %v", name, s.TPOT.Band, s.TTFT.Band, s.Latency.Band, inside.TPOT.Band, inside.TTFT.Band, inside.Latency.Band)
		}
	}
	for name, d := range deployments {
		check(name, Serve(d, l))
	}
	for name, load := range loads {
		check(name, Serve(with(llama70, "h100-sxm", VLLM, nil), load))
	}
	// A device's own rows are heard: B200 offline is measured at a third off.
	offline := Serve(with("mistralai/Mixtral-8x7B-v0.1", "b200", TensorRT, func(d *Deployment) { d.Weights, d.MoE, d.TP = NVFP4, NVFP4, 1 }), Load{Mode: Offline, In: Spread{Mean: 128}, Out: Spread{Mean: 128}})
	if offline.Throughput.Band < 0.3 {
		t.Errorf("the band of offline throughput on B200 is %v", offline.Throughput.Band)
	}
}

// The fitted constants stay where physics allows: efficiencies at most 1 (but
// ratios of two), costs above 0.
func TestConstantsArePhysical(t *testing.T) {
	for _, p := range append(Default.Params(), TrainingDefault.Params()...) {
		if *p.Value <= 0 || *p.Value > p.Prior*6 || *p.Value < p.Prior/6 {
			t.Errorf("%s is %v, prior %v", p.Name, *p.Value, p.Prior)
		}
	}
	for _, c := range Default.Classes {
		if c.WeightRead > 1 || c.DecodeGEMM > 1 || c.Prefill > 1 {
			t.Errorf("an efficiency is above 1: %+v", c)
		}
	}
}
