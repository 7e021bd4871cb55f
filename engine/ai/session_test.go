package ai

import "testing"

// Turn i of n asks i questions of a tokens and repeats i−1 answers of o: with
// a = 100, o = 50, n = 3 prompts are 100, 250, 400, history 0, 150, 300.
func TestHistory(t *testing.T) {
	near(t, "history of three turns", Sessions{Turns: 3}.History(250, 50), 150./250, 1e-12)
	if h := (Sessions{Turns: 1}).History(250, 50); h != 0 {
		t.Errorf("a single request has a history of %v", h)
	}
	near(t, "one token is always new", Sessions{Turns: 1000}.History(250, 200), 249./250, 1e-12)
}

// What caches find falls with the time between turns and grows with host
// memory; a balancer that ignores caches spoils it; what is found shortens
// the first token and raises what is carried.
func TestSessions(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	d.TP, d.Weights, d.Replicas, d.Sticky = 4, FP8, 4, true
	l := Load{Rate: 8, In: Spread{Mean: 6000}, Out: Spread{Mean: 200}}
	cold := Serve(d, l)
	at := func(gap float64, change func(*Deployment)) Serving {
		x, l := d, l
		l.Sessions = Sessions{Turns: 6, Gap: gap}
		if change != nil {
			change(&x)
		}
		return Serve(x, l)
	}
	short, long := at(5, nil), at(600, nil)
	most := Sessions{Turns: 6}.History(6000, 200)
	if !(cold.PrefixHit == 0 && long.PrefixHit > 0 && long.PrefixHit < short.PrefixHit && short.PrefixHit <= most) {
		t.Errorf("hits %v cold, %v after 600 s, %v after 5 s, at most %v", cold.PrefixHit, long.PrefixHit, short.PrefixHit, most)
	}
	if short.TTFT.Value >= cold.TTFT.Value || short.Saturation.Value <= cold.Saturation.Value {
		t.Errorf("TTFT %v s of %v s, saturation %v/s of %v/s", short.TTFT.Value, cold.TTFT.Value, short.Saturation.Value, cold.Saturation.Value)
	}
	blind := at(5, func(d *Deployment) { d.Sticky = false })
	near(t, "a blind balancer finds one cache in four", blind.PrefixHit, short.PrefixHit/4, 0.02)
	host := at(600, func(d *Deployment) { d.Offload, d.OffloadRate = 4e12, 50e9 })
	slow := at(600, func(d *Deployment) { d.Offload, d.OffloadRate = 4e12, 1e9 })
	if host.PrefixHit <= long.PrefixHit || slow.TTFT.Value <= host.TTFT.Value {
		t.Errorf("offload: hit %v over %v, TTFT %v s at 1 GB/s, %v s at 50 GB/s", host.PrefixHit, long.PrefixHit, slow.TTFT.Value, host.TTFT.Value)
	}
}

// A curve of a disaggregated deployment ends at its own saturation.
func TestCurveOfPools(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	d.TP, d.Weights = 4, FP8
	d.Disaggregated = &Disaggregated{PrefillWorkers: 1, PrefillTP: 4, DecodeWorkers: 1}
	l := Load{In: Spread{Mean: 4000}, Out: Spread{Mean: 200}}
	points := Curve(d, l, 25)
	if len(points) != 25 {
		t.Fatalf("%d points", len(points))
	}
	l.Rate = 1
	near(t, "last rate", points[24].Rate, 1.2*Serve(d, l).Saturation.Value, 1e-6)
	for i := 1; i < len(points); i++ {
		if points[i].TTFT < points[i-1].TTFT || points[i].Throughput < points[i-1].Throughput {
			t.Errorf("point %d falls: %+v then %+v", i, points[i-1], points[i])
		}
	}
}

// Prompts and answers share the cost: more of it goes to prompts as they grow.
func TestPromptShare(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-8B", "h100-sxm")
	short := Serve(d, Load{Rate: 2, In: Spread{Mean: 100}, Out: Spread{Mean: 400}})
	long := Serve(d, Load{Rate: 2, In: Spread{Mean: 8000}, Out: Spread{Mean: 10}})
	if short.PromptShare <= 0 || short.PromptShare >= .5 || long.PromptShare <= .5 || long.PromptShare >= 1 {
		t.Errorf("share of prompts: %v for 100 in and 400 out, %v for 8000 in and 10 out", short.PromptShare, long.PromptShare)
	}
}

func TestGuessPrecision(t *testing.T) {
	for s, want := range map[string]Precision{
		"fp8_e4m3_dynamic": FP8, "W4A16-gptq-marlin": INT4, "fp8_blockwise_128": FP8Block, "nvfp4_awq": NVFP4,
		"w8a8-int8-dynamic": INT8, "torch.bfloat16": BF16, "mxfp4-moe": MXFP4, "": "",
	} {
		if got, ok := GuessPrecision(s); !ok || got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	if _, ok := GuessPrecision("ternary"); ok {
		t.Error("ternary is understood")
	}
}

// TestCachesKeepALoadBearable: beyond the rate that a deployment carries without
// caches, what they find of sessions leaves room for them; with more yet they
// collapse. Below, more is found than by the sequences that would run without.
func TestCachesKeepALoadBearable(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-8B", "h100-sxm")
	d.Weights, d.KV, d.MaxBatch, d.Sticky = BF16, BF16, 256, true
	l := Load{In: Spread{1694, .4}, Out: Spread{250, .25}}
	cold := Serve(d, l).Saturation.Value
	l.Sessions = Sessions{Turns: 5, Gap: 20}
	peak := saturation(d, l)
	if !(peak > 1.05*cold) {
		t.Fatalf("%.2f/s with caches, %.2f/s without", peak, cold)
	}
	l.Rate = (cold + peak) / 2
	if s := Serve(d, l); s.Utilisation >= 1 || s.PrefixHit < 0.1 {
		t.Errorf("at %.2f/s: utilisation %.3f, hits %.3f", l.Rate, s.Utilisation, s.PrefixHit)
	}
	l.Rate = 1.1 * peak
	if s := Serve(d, l); s.Utilisation < 1 {
		t.Errorf("at %.2f/s: utilisation %.3f", l.Rate, s.Utilisation)
	}
}
