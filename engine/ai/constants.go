package ai

import "weir/engine/catalog"

// Constants are everything that was measured rather than derived. None
// belongs to a model, a source or a case. Command weir-fit finds them from
// published measurements, starting from and held near the values of kernel
// benchmarks ("prior"), which the comments name.
type Constants struct {
	Global  Global
	Classes [classes]ClassConstants
	Engines [engines]EngineConstants
}

// Global constants hold for every device and engine.
type Global struct {
	KVRead       float64 // HBM efficiency of reading the cache; prior 0.85 (paged attention kernels)
	ExpertRead   float64 // HBM efficiency of expert weights over that of dense weights; prior 0.90
	HalfPrefill  float64 // tokens at which a prefill GEMM reaches half its efficiency; 300 reproduces DeepGEMM on H800 (InferSim bench_data)
	ExpertFlops  float64 // grouped GEMM efficiency over dense
	HalfExpert   float64 // tokens per expert at half efficiency
	AttnPrefill  float64 // attention FLOP efficiency in prefill
	AttnLatent   float64 // attention FLOP efficiency of MLA decode; FlashMLA on H800 0.35 to 0.51
	FP8Gain      float64 // share of the nominal FP8 speed-up that is kept
	FP4Gain      float64 // share of the nominal FP4-over-FP8 speed-up that is kept
	Skew         float64 // routing skew: tokens choose experts like so many independent ones
	LinkLatency  float64 // s, one collective between two devices; prior 6 us (NCCL and custom all-reduce under CUDA graphs)
	LinkGrowth   float64 // exponent of its growth with devices
	Step         float64 // s, fixed cost of a step
	QuantLaunch  float64 // s per layer, quantising activations
	LatentLaunch float64 // s per layer, extra kernels of MLA
	ExpertLaunch float64 // s per mixture layer, routing and permutation
	Permute      float64 // B a routed token and channel moved around the experts
	SmallMessage float64 // bandwidth of a small collective over a large one
	OfflineHost  float64 // per-sequence cost without streaming over with it
	Uneven       float64 // exponent by which ranks that share experts lengthen prompts: in every step they wait for the one with most tokens
	Eager        float64 // s, a prompt's mixture or MLA layer launched kernel by kernel: no graph covers its shapes
	Captured     float64 // share of it where prompts are compiled and captured piece by piece (vLLM)
	HandOver     float64 // s, a request between prefill and decode pools beside the transfer: router, set-up on both sides
	HandSteps    float64 // decode steps until a request that was handed over shows its first token: ranks agree that its keys and values are there, tokens leave at intervals
	PoolWave     float64 // share of the other users' prompts before one's own in a prefill pool, closed loop; prior half of the first of five rounds (sa-bench of ishandhanani/srt-slurm: five prompts a user)
	Native4      float64 // read efficiency of native 4-bit experts over 8-bit
}

// ClassConstants hold for a device generation.
type ClassConstants struct {
	WeightRead float64 // HBM efficiency of weight reads in small-batch GEMMs
	DecodeGEMM float64 // FLOP efficiency of a large decode batch
	Prefill    float64 // FLOP efficiency of a large prefill GEMM
	LaunchCost float64 // multiplier of launch costs
}

// EngineConstants hold for a serving program.
type EngineConstants struct {
	Layer       float64 // s per layer, launches and gaps
	Sequence    float64 // s per sequence and step: sampling, detokenising, scheduling
	Collective  float64 // bandwidth efficiency of collectives
	Interfere   float64 // share of prefill work that lengthens running decodes
	WeightOnly4 float64 // read efficiency of weight-only 4-bit experts
	FirstDelay  float64 // s, request handling before the first token
	FirstSteps  float64 // decode steps that pass before the first token shows
	FirstWave   float64 // share of the other users' prompts computed before one's own, closed loop
}

const (
	classes = 5
	engines = 5
)

// classOf maps a device generation to its row; what has no measurements of
// its own takes the mean row.
func classOf(c catalog.Class) int {
	switch c {
	case catalog.Hopper:
		return 0
	case catalog.Blackwell:
		return 1
	case catalog.Ampere:
		return 2
	case catalog.Ada:
		return 3
	}
	return 4
}

func engineOf(e Engine) int {
	switch e {
	case TensorRT:
		return 0
	case VLLM:
		return 1
	case SGLang:
		return 2
	case TensorRTCompiled:
		return 3
	}
	return 4
}
