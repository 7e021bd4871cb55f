package ai

import (
	"math"
	"testing"

	"weir/engine/catalog"
)

func deployment(t testing.TB, model, device string) Deployment {
	t.Helper()
	m, ok := catalog.FindModel(model)
	if !ok {
		t.Fatalf("no model %q", model)
	}
	dev, ok := catalog.FindDevice(device)
	if !ok {
		t.Fatalf("no device %q", device)
	}
	return Deployment{Model: &m, Device: &dev}
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if math.Abs(got-want) > tol*math.Abs(want) {
		t.Errorf("%s: %v, want %v within %v", what, got, want, tol)
	}
}

// Weights on one H100 as vLLM's log states them, GiB (llm-d-planner,
// empirical-vllm-memory-results.md).
func TestWeightsMatchEngineLogs(t *testing.T) {
	const gib = 1 << 30
	for _, c := range []struct {
		model   string
		weights Precision
		tp      int
		gib     float64
	}{
		{"meta-llama/Meta-Llama-3.1-70B", FP8, 2, 33.88},
		{"meta-llama/Meta-Llama-3.1-70B", FP8, 1, 67.72},
		{"meta-llama/Meta-Llama-3.1-8B", BF16, 1, 14.99},
		{"Qwen/Qwen3-0.6B", BF16, 1, 1.12},
		{"Qwen/Qwen3-32B", BF16, 1, 61.03},
		{"Qwen/Qwen3-32B", BF16, 2, 30.59},
		{"openai/gpt-oss-120b", "", 1, 64.38},
		{"openai/gpt-oss-20b", "", 1, 13.47},
		{"mistralai/Mistral-Small-24B", BF16, 1, 44.76},
	} {
		d := deployment(t, c.model, "h100-sxm")
		d.Weights, d.TP = c.weights, c.tp
		s := Serve(d, Load{In: Spread{Mean: 1000}, Out: Spread{Mean: 100}})
		t.Logf("%s tp%d: %.2f GiB (log %.2f)", c.model, c.tp, s.Weights/gib, c.gib)
		near(t, c.model+" weights, GiB", s.Weights/gib, c.gib, 0.01)
	}
}

// Time to first token must react to load, and throughput saturate.
func TestLoadCurveRisesToSaturation(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	d.TP, d.Replicas, d.Weights = 4, 4, FP8
	c := Curve(d, Load{In: Spread{2000, .5}, Out: Spread{400, 1}}, 50)
	for i := 1; i < len(c); i++ {
		p, q := c[i-1], c[i]
		if q.TTFT < p.TTFT || q.TPOT < p.TPOT || q.Throughput < p.Throughput || q.Utilisation <= p.Utilisation {
			t.Fatalf("point %d does not rise: %+v then %+v", i, p, q)
		}
		if (q.Utilisation >= 1) != math.IsInf(q.TTFT, 1) {
			t.Errorf("point %d: utilisation %v, TTFT %v", i, q.Utilisation, q.TTFT)
		}
	}
}

func BenchmarkServe(b *testing.B) {
	d := deployment(b, "deepseek-ai/DeepSeek-V3", "h200")
	d.TP, d.Weights = 8, FP8
	b.ReportAllocs()
	for b.Loop() {
		Serve(d, Load{Rate: 2, In: Spread{2000, .5}, Out: Spread{400, 1}})
	}
}

// A prompt beyond the step's token budget takes several steps, so a smaller
// budget delays the first token of a long prompt and not that of a short one.
func TestChunkBudget(t *testing.T) {
	d := deployment(t, "openai/gpt-oss-120b", "h100-sxm")
	d.TP = 2
	first := func(chunk int, tokens float64) float64 {
		d.Chunk = chunk
		return Serve(d, Load{Rate: .01, In: Spread{Mean: tokens}, Out: Spread{Mean: 10}}).TTFTAlone.Value
	}
	if long, small := first(16384, 16000), first(2048, 16000); small <= long {
		t.Errorf("16000 tokens: %v s with a budget of 2048, %v s with 16384", small, long)
	}
	if a, b := first(16384, 1000), first(2048, 1000); a != b {
		t.Errorf("1000 tokens: %v s and %v s", a, b)
	}
}

// Halving what is sent twice: with half of the prompt in the prefix cache the
// first token comes sooner and more requests fit.
func TestPrefixCache(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-8B", "h100-sxm")
	l := Load{Rate: 1, In: Spread{Mean: 8000}, Out: Spread{Mean: 100}}
	cold := Serve(d, l)
	d.PrefixHit = .5
	if warm := Serve(d, l); warm.TTFT.Value >= .7*cold.TTFT.Value || warm.Saturation.Value <= 1.3*cold.Saturation.Value {
		t.Errorf("half cached: TTFT %v of %v s, saturation %v of %v/s", warm.TTFT.Value, cold.TTFT.Value, warm.Saturation.Value, cold.Saturation.Value)
	}
}

// Disaggregation takes prompts out of the decode steps: tokens come steadily,
// the first one later by the transfer.
func TestDisaggregationSteadiesTokens(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	d.TP, d.Weights, d.Replicas = 4, FP8, 2
	l := Load{Mode: Closed, Concurrency: 64, In: Spread{Mean: 4000}, Out: Spread{Mean: 200}}
	together := Serve(d, l)
	d.Replicas = 1
	d.Disaggregated = &Disaggregated{PrefillWorkers: 1, PrefillTP: 4, DecodeWorkers: 1}
	apart := Serve(d, l)
	if apart.Devices != together.Devices || apart.TPOT.Value >= together.TPOT.Value {
		t.Errorf("on %d and %d devices TPOT is %v apart, %v together", apart.Devices, together.Devices, apart.TPOT.Value, together.TPOT.Value)
	}
}

// Users beyond the places of the decode pool wait for one: with half as many
// places each waits as long as it then holds one, and what all get is what the
// places give, by Little's law.
func TestUsersBeyondDecodePlacesWait(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	d.TP, d.Weights, d.MaxBatch = 4, FP8, 8
	d.Disaggregated = &Disaggregated{PrefillWorkers: 1, PrefillTP: 4, DecodeWorkers: 2}
	l := Load{Mode: Closed, Concurrency: 16, In: Spread{Mean: 1000}, Out: Spread{Mean: 500}}
	fit := Serve(d, l)
	l.Concurrency = 32
	crowd := Serve(d, l)
	held := fit.Latency.Value - fit.TTFT.Value // all but what passes before tokens
	if first := crowd.TTFT.Value; first < held || first > 1.1*held {
		t.Errorf("the first token comes after %v s, a place is held %v s", first, held)
	}
	near(t, "users", crowd.Requests*crowd.Latency.Value, 32, 1e-9)
	if crowd.TPOT.Value != fit.TPOT.Value || crowd.Requests < fit.Requests {
		t.Errorf("%v s a token and %v requests/s, %v and %v with places for all", crowd.TPOT.Value, crowd.Requests, fit.TPOT.Value, fit.Requests)
	}
}

// A prompt that no other rank computes with has the experts to itself.
func TestLonePromptHasTheExperts(t *testing.T) {
	d := deployment(t, "deepseek-ai/DeepSeek-V3", "h200")
	d.TP, d.DP, d.EP = 1, 8, 8
	r := newReplica(&Default, d, Load{In: Spread{Mean: 8000}, Out: Spread{Mean: 100}})
	_, compute := r.w.experts(8000*8, 1)
	if alone, _ := r.w.experts(8000, 1); alone > compute/4 {
		t.Errorf("experts take %v s of one prompt, %v s of eight", alone, compute)
	}
	if r.one.alone >= r.one.extra+r.w.launch {
		t.Errorf("alone a prompt takes %v s, among others on every rank %v s", r.one.alone, r.one.extra)
	}
}

// A link between the pools carries so many prompts' keys and values a second
// and no more: 4,000 tokens of 80 layers, 2 × 8 heads of 128 and 2 bytes are
// 1.31 GB, of which 1 GB/s carries 0.763/s.
func TestThinLinkBoundsThePools(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	d.TP, d.Weights, d.KV = 4, FP8, FP16
	d.Disaggregated = &Disaggregated{PrefillWorkers: 1, PrefillTP: 4, DecodeWorkers: 1, Link: 1e9}
	l := Load{Rate: .1, In: Spread{Mean: 4000}, Out: Spread{Mean: 200}}
	near(t, "prompts/s", Serve(d, l).Saturation.Value, 1e9/(4000*80*2*8*128*2), 1e-9)
	l.Rate = .76
	if late := Serve(d, l).TTFT.Value; late < 100 {
		t.Errorf("at its limit the first token comes after %v s", late)
	}
	l.Rate = .8
	if s := Serve(d, l); !math.IsInf(s.TTFT.Value, 1) {
		t.Errorf("beyond its limit the first token comes after %v s", s.TTFT.Value)
	}
}

// What nobody says is as the makers publish it.
func TestNativePrecision(t *testing.T) {
	for _, c := range []struct {
		model        string
		weights, moe Precision
	}{
		{"deepseek-ai/DeepSeek-V3", FP8Block, FP8Block},
		{"moonshotai/Kimi-K2-Instruct", FP8Block, FP8Block},
		{"moonshotai/Kimi-K2.5", BF16, INT4},
		{"nvidia/Kimi-K2.5-NVFP4", NVFP4, NVFP4},
		{"MiniMaxAI/MiniMax-M2.5", FP8Block, FP8Block},
		{"openai/gpt-oss-120b", BF16, MXFP4},
		{"meta-llama/Meta-Llama-3.1-70B", BF16, BF16},
		{"zai-org/GLM-5-FP8", FP8, FP8},
	} {
		if d := deployment(t, c.model, "b200").Resolved(); d.Weights != c.weights || d.MoE != c.moe {
			t.Errorf("%s: weights %s, experts %s, want %s and %s", c.model, d.Weights, d.MoE, c.weights, c.moe)
		}
	}
	own := deployment(t, "moonshotai/Kimi-K2.5", "b200")
	own.Weights = FP8
	if d := own.Resolved(); d.MoE != FP8 {
		t.Errorf("experts %s beside weights the user made FP8", d.MoE)
	}
}

// A sparse indexer looks at every key that is there, though attention then
// reads no more than the best: 128 B a token and layer in DeepSeek-V3.2.
func TestSparseIndexer(t *testing.T) {
	d := deployment(t, "deepseek-ai/DeepSeek-V3.2", "h200").Resolved()
	w := newWorker(&Default, &d, 8, 1, 1, 8)
	near(t, "bytes read of a sequence beyond the best", w.readBytes(60_000)-w.readBytes(10_000), 50_000*61*128, 1e-9)
	long, short := w.promptAttention(64_000, 0), w.promptAttention(32_000, 0)
	if ratio := long / short; ratio < 2.5 || ratio > 4 {
		t.Errorf("attention of twice the prompt takes %.2f times as long", ratio)
	}
}

// SGLang computes prompts before it decodes: requests of one length go round
// together, and the mean of n prompts waits for half of the others.
func TestPromptsFirstGoRoundTogether(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	d.TP, d.Weights, d.Engine = 4, FP8, SGLang
	at := func(users, scv float64) float64 {
		return Serve(d, Load{Mode: Closed, Concurrency: users, In: Spread{Mean: 4000}, Out: Spread{Mean: 500, SCV: scv}}).TTFT.Value
	}
	alone := Serve(d, Load{Mode: Closed, Concurrency: 1, In: Spread{Mean: 4000}, Out: Spread{Mean: 500}}).PromptAlone
	if more := at(33, 0) - at(1, 0); more < 16*alone || more > 17*alone {
		t.Errorf("32 more users delay the first token by %v s, a prompt takes %v s", more, alone)
	}
	if at(33, .01) > at(33, 0)/2 {
		t.Errorf("requests of different lengths wait %v s, of one length %v s", at(33, .01), at(33, 0))
	}
}

// Ranks that share experts wait in every step for the one with most tokens; a
// single rank, and dense models, wait for none.
func TestRanksWaitForTheFullest(t *testing.T) {
	even := Default
	even.Global.Uneven = 0
	for model, waits := range map[string]bool{"deepseek-ai/DeepSeek-V3": true, "meta-llama/Meta-Llama-3.1-70B": false} {
		d := deployment(t, model, "h200")
		d.DP, d.EP = 8, 8
		l := Load{In: Spread{Mean: 1000}, Out: Spread{Mean: 100}}
		with, without := newReplica(&Default, d, l), newReplica(&even, d, l)
		if more := with.one.extra / without.one.extra; waits != (more > 1) || more > 8 {
			t.Errorf("%s: prompts take %v times as long on 8 ranks", model, more)
		}
	}
}
