package cases

import (
	"testing"

	"weir/engine/ai"
)

func TestReleasesAreOrdered(t *testing.T) {
	order := []string{"0.1.0a1", "0.5", "0.6.1", "0.8.1.post1", "0.12.0", "v0.18.0-cu129", "1.0.0rc3", "1.0 (PyTorch backend)", "1.1.0rc2.post2", "1.2.0rc2", "1.2.0rc2.post2", "1.2.0rc6.post2", "1.2.0rc6.post3", "1.2.0rc10", "1.2.0", "1.3.0rc1"}
	for i, s := range order {
		v, ok := readRelease(s)
		if !ok {
			t.Fatalf("%s is no release", s)
		}
		for j, o := range order {
			if w, _ := readRelease(o); v.before(w) != (i < j) {
				t.Errorf("%s before %s: %v", s, o, v.before(w))
			}
		}
	}
	for _, s := range []string{"", "gpt-oss-dev", "nightly"} {
		if _, ok := readRelease(s); ok {
			t.Errorf("%q is a release", s)
		}
	}
}

// A release nobody has seen does as its neighbours; what bears no version, or
// words, does as the latest.
func TestRulesBelongToReleases(t *testing.T) {
	const (
		qwen     = "Qwen/Qwen3-235B-A22B-FP8,H200,2,1,1,2,fp8,fp8,agg closed loop,8,2000,500,tpot_ms,20,anybody"
		deepseek = "deepseek-ai/DeepSeek-R1,B200,8,8,1,1,nvfp4,nvfp4,agg closed loop,8,1000,500,tpot_ms,20,anybody"
	)
	for _, c := range []struct {
		cells string
		tiles bool
		draft int
	}{
		{"vllm,0.12.0," + qwen, true, 0}, {"vllm,0.11.1rc5," + qwen, true, 0}, {"vllm,0.19.3," + qwen, true, 0},
		{"vllm,0.10.2," + qwen, false, 0}, {"vllm,," + qwen, true, 0}, {"vllm,nightly," + qwen, true, 0}, {"sglang,0.12.0," + qwen, false, 0},
		{"trtllm,1.2.0rc6.post3," + deepseek, false, 3}, {"trtllm,1.2.0rc6.post4," + deepseek, false, 3},
		{"trtllm,1.2.0rc6.post2," + deepseek, false, 0}, {"trtllm,1.3.0rc1," + deepseek, false, 0}, {"trtllm,," + deepseek, false, 0},
		{"trtllm,1.1.0rc2.post2," + deepseek, false, 3}, {"trtllm,1.1.0rc5," + deepseek, false, 3}, {"trtllm,1.0.0rc3," + deepseek, false, 0},
	} {
		got, why := ReadInference(row(t, servingHead, c.cells), nil)
		draft := 0
		if got != nil && got.Deploy.Speculative != nil {
			draft = got.Deploy.Speculative.Draft
		}
		if why != "" || got.Deploy.AllExperts != c.tiles || draft != c.draft {
			t.Errorf("%s: %s tiles %v, draft %d", c.cells, why, got.Deploy.AllExperts, draft)
		}
	}
}

// SGLang's recipes for MLA on Blackwell poll every 10 steps, from 16 users on
// every 30; nothing else does.
func TestPolling(t *testing.T) {
	for _, c := range []struct {
		cells string
		poll  int
	}{
		{"sglang,0.5.9,deepseek-ai/DeepSeek-V3,B200,8,1,1,8,fp8,fp8,agg closed loop,8,1024,1024,ttft_ms,20,x", 10},
		{"sglang,,deepseek-ai/DeepSeek-V3,B200,8,1,1,8,fp8,fp8,agg closed loop,16,1000,1024,ttft_ms,20,y", 30},
		{"sglang,0.5.9,deepseek-ai/DeepSeek-V3,H200,8,1,1,8,fp8,fp8,agg closed loop,4,1024,1024,ttft_ms,20,x", 0},
		{"sglang,0.5.9,Qwen/Qwen3-32B,B200,8,1,1,8,fp8,fp8,agg closed loop,4,1024,1024,ttft_ms,20,x", 0},
		{"vllm,0.15,deepseek-ai/DeepSeek-V3,B200,8,1,1,8,fp8,fp8,agg closed loop,4,1024,1024,ttft_ms,20,x", 0},
	} {
		got, why := ReadInference(row(t, servingHead, c.cells), nil)
		if why != "" || got.Deploy.Poll != c.poll {
			t.Errorf("%s: %s poll %d", c.cells, why, got.Deploy.Poll)
		}
	}
	got, _ := ReadInference(row(t, servingHead, "sglang,0.5.9,deepseek-ai/DeepSeek-V3,B200,8,1,1,8,fp8,fp8,agg closed loop,8,1024,1024,ttft_ms,20,x"), nil, Rules[0].Name, Rules[1].Name)
	if got.Deploy.Poll != 0 || got.Load.In != (ai.Spread{Mean: 1024}) {
		t.Errorf("rules left out were applied: poll %d, lengths %v", got.Deploy.Poll, got.Load.In)
	}
}

// TensorRT-LLM 1.0 with dense models has a slot less than users.
func TestPaddingTakesASlot(t *testing.T) {
	const dense, mixture = ",Llama-2-7B,H100,1,1,1,,fp16,,agg closed loop,", ",Qwen/Qwen3-235B-A22B-FP8,H100,8,1,1,8,fp8,fp8,agg closed loop,"
	for cells, slots := range map[string]int{
		"trtllm,1.0.0rc3" + dense + "16,1000,500": 15, "trtllm,1.0.0" + dense + "2,1000,500": 1, "trtllm,1.0.0rc3" + dense + "1,1000,500": 0,
		"trtllm,1.0.0rc3" + mixture + "16,1000,500": 0, "trtllm,1.2.0rc2" + dense + "16,1000,500": 0, "trtllm," + dense + "16,1000,500": 0, "vllm,1.0.0" + dense + "16,1000,500": 0,
	} {
		got, why := ReadInference(row(t, servingHead, cells+",ttft_ms,20,x"), nil)
		if why != "" || got.Deploy.MaxBatch != slots {
			t.Errorf("%s: %s %+v", cells, why, got)
		}
	}
}

// What a row's words say of speculation goes before what its release implies.
func TestNotedSpeculation(t *testing.T) {
	const cells = "sglang,0.5.9,deepseek-ai/DeepSeek-V3,B200,8,1,1,8,fp8,fp8,agg closed loop,8,1024,1024,tpot_ms,20,x,"
	for words, draft := range map[string]int{
		"": 0, "total output tokens/s": 0, "MTP=2": 2, "EAGLE": 3, "with speculative decoding": 3, "mtp-1; cuda graphs": 1,
		"no MTP": 0, "without speculative decoding": 0, "MTP disabled": 0, "MTP=0": 0, "EAGLE3": 3,
	} {
		got, why := ReadInference(row(t, servingHead+",notes", cells+words), nil)
		n := 0
		if why == "" && got.Deploy.Speculative != nil {
			n = got.Deploy.Speculative.Draft
		}
		if why != "" || n != draft {
			t.Errorf("%q: %s %d tokens ahead, want %d", words, why, n, draft)
		}
	}
}

func TestDates(t *testing.T) {
	for s, want := range map[string]month{"2026-04": {2026, 4}, "2023-2024": {2023, 0}, "2022-02-21": {2022, 2}, "2025": {2025, 0}, "": {}, "spring": {}} {
		if got := dated(s); got != want {
			t.Errorf("%q is %v, want %v", s, got, want)
		}
	}
	if (month{2026, 6}).before(graphedMixtures) || !(month{2026, 0}).before(graphedMixtures) || !(month{2025, 11}).before(graphedMixtures) {
		t.Error("dates are not ordered")
	}
}

const trainingHead = "group,gate,source,model,model_key,layers,hidden,heads,vocab,seq_len,gpu,num_gpus,tp,pp,dp,microbatch,global_batch,sharding,precision,as_of,metric,measured,notes"

// The program is told by what a row says, not by where it was published.
func TestStacks(t *testing.T) {
	for _, c := range []struct {
		gpu, sharding, precision, date, notes string
		stack                                 ai.Stack
		zero                                  int
		compiled, early                       bool
	}{
		{"H100-SXM-80GB", "FSDP2", "bf16", "2024-12", "2D", ai.FSDP, 3, true, false},
		{"H100-SXM-80GB", "FSDP2", "bf16", "2024-12", "eager", ai.FSDP, 3, false, false},
		{"H100-SXM-80GB", "FULL_SHARD", "amp_fp8", "2023-2024", "", ai.FSDP, 3, false, true},
		{"A100-SXM-40GB", "SHARD_GRAD_OP", "bf16", "2023", "", ai.FSDP, 2, false, false},
		{"GB200", "FSDP 64", "", "2025-09", "", ai.MegatronCore, 3, false, false},
		{"GB200", "FSDP", "mxfp8", "2026-04", "", ai.MegatronCore, 3, false, false},
		{"H100-SXM-80GB", "", "", "2024-07", "", ai.MegatronCore, 1, false, false},
		{"A100-80GB", "", "", "2023-11", "", ai.Megatron2021, 0, false, false},
		{"A100-80GB", "ZeRO-1 (Megatron-DeepSpeed)", "", "2022-02-21", "", ai.Megatron2021, 1, false, false},
		{"A100-80GB", "DDP/distributed optimizer", "", "2023-11", "", ai.MegatronCore, 1, false, false},
		{"A100-80GB", "ZeRO-3", "", "2023-11", "", ai.FSDP, 3, false, false},
		{"TPU v5p", "", "bf16", "2026", "", ai.FSDP, 3, false, false},
	} {
		cells := "any,1,anywhere,Llama-2 7B,Llama-2-7B,,,,,4096," + c.gpu + ",8,1,1,8,1,8," + c.sharding + "," + c.precision + "," + c.date + ",iter_time_s,1," + c.notes
		got, why := ReadTraining(row(t, trainingHead, cells), nil)
		if why != "" {
			t.Errorf("%s: %s", cells, why)
			continue
		}
		if p := got.Plan.Resolved(); p.Stack != c.stack || p.ZeRO != c.zero || p.Compiled != c.compiled || p.EarlyKernel != c.early {
			t.Errorf("%s: %s, ZeRO %d, compiled %v, early %v", cells, p.Stack, p.ZeRO, p.Compiled, p.EarlyKernel)
		}
	}
}

// Mixtures offline have data-parallel attention from 1.0 on, unless the row
// says how experts are spread; dense models and compiled engines have not.
func TestOfflineAttention(t *testing.T) {
	const load = "offline max throughput,,1000,1000,throughput_tok_s,20,anybody"
	for cells, want := range map[string]int{
		"trtllm,1.0,meta-llama/Llama-4-Scout-17B-16E-Instruct,H200,4,,,,fp8,,":           4,
		"trtllm,1.1.0rc2,meta-llama/Llama-4-Scout-17B-16E-Instruct,H100,8,1,1,,fp8,fp8,": 8,
		"trtllm,0.17,mistralai/Mixtral-8x7B-v0.1,H200,4,,,,fp8,,":                        1,
		"trtllm,1.0,meta-llama/Meta-Llama-3.1-70B,H200,4,,,,fp8,,":                       1,
		"trtllm,1.0,meta-llama/Llama-4-Scout-17B-16E-Instruct,H200,4,1,1,4,fp8,,":        1,
		"vllm,1.0,meta-llama/Llama-4-Scout-17B-16E-Instruct,H200,4,,,,fp8,,":             1,
	} {
		got, why := ReadInference(row(t, servingHead, cells+load), nil)
		if why != "" {
			t.Fatalf("%s: %s", cells, why)
		}
		if d := got.Deploy; d.DP != want || want > 1 && (d.TP != 1 || d.EP != want || d.MaxBatch != 2048*want) {
			t.Errorf("%s: TP %d, DP %d, EP %d, at most %d sequences", cells, d.TP, d.DP, d.EP, d.MaxBatch)
		}
	}
}

// Racks' decode workers have a power of two of places a rank, where users are
// no more than a third above it.
func TestPlacesOfPools(t *testing.T) {
	const head = servingHead + ",prefill_workers,prefill_tp,prefill_dp,prefill_ep,decode_workers,decode_tp,decode_dp,decode_ep"
	for _, c := range []struct {
		engine, gpu string
		users       string
		dp          string
		places      int
	}{
		{"trtllm", "GB300", "36", "1", 8}, {"trtllm", "GB300", "84", "1", 16}, {"trtllm", "GB300", "44", "1", 0}, {"trtllm", "GB300", "4", "1", 1},
		{"trtllm", "GB300", "2", "1", 1}, {"trtllm", "GB300", "4608", "8", 1024}, {"trtllm", "B200", "36", "1", 0}, {"sglang", "GB300", "36", "1", 0},
	} {
		got, why := ReadInference(row(t, head, c.engine+",0.8.1,deepseek-ai/DeepSeek-V3,"+c.gpu+",8,8,1,,fp8,fp8,disagg closed loop,"+c.users+",1024,8192,ttft_ms,20,anybody,1,1,4,4,4,8,"+c.dp+",8"), nil)
		if why != "" || got.Deploy.MaxBatch != c.places {
			t.Errorf("%+v: %s %d places", c, why, got.Deploy.MaxBatch)
		}
	}
}
