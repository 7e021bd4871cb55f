package ai

import "weir/engine/catalog"

// Constants are everything that was measured rather than derived. None
// belongs to a model, a source or a case. Package fit finds them from
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
	Imbalance    float64 // excess of the slowest expert rank
	LinkLatency  float64 // s, one collective between two devices; prior 6 us (NCCL and custom all-reduce under CUDA graphs)
	LinkGrowth   float64 // exponent of its growth with devices
	Step         float64 // s, fixed cost of a step
	QuantLaunch  float64 // s per layer, quantising activations
	LatentLaunch float64 // s per layer, extra kernels of MLA
	ExpertLaunch float64 // s per mixture layer, routing and permutation
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
	FirstQueue  float64 // share of the other prompts that a prompt waits for
	FirstSteps  float64 // decode steps that pass before the first token shows
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

// Default is the constants fitted to the public measurements.
var Default = Constants{
	Global: Global{
		KVRead: .855, ExpertRead: .905, HalfPrefill: 300, ExpertFlops: .95, HalfExpert: 15,
		AttnPrefill: .249, AttnLatent: .40, FP8Gain: .90, FP4Gain: .61, Skew: .765, Imbalance: .50,
		LinkLatency: 6.0e-6, LinkGrowth: .30, Step: .296e-3,
		QuantLaunch: 6.7e-6, LatentLaunch: 31.5e-6, ExpertLaunch: 11.8e-6, Native4: 1.06,
	},
	Classes: [classes]ClassConstants{
		{WeightRead: .897, DecodeGEMM: .582, Prefill: .703, LaunchCost: 1.41}, // Hopper
		{WeightRead: .867, DecodeGEMM: .603, Prefill: .708, LaunchCost: 1.22}, // Blackwell
		{WeightRead: .880, DecodeGEMM: .576, Prefill: .507, LaunchCost: 1.01}, // Ampere
		{WeightRead: .867, DecodeGEMM: .480, Prefill: .528, LaunchCost: 1.01}, // Ada
		{WeightRead: .850, DecodeGEMM: .560, Prefill: .550, LaunchCost: 1.20}, // others: near the mean
	},
	Engines: [engines]EngineConstants{
		{Layer: 23.7e-6, Sequence: 10.2e-6, Collective: .391, Interfere: .863, WeightOnly4: .532, FirstDelay: 44e-3, FirstQueue: .064, FirstSteps: 6.0},
		{Layer: 29.2e-6, Sequence: 9.6e-6, Collective: .286, Interfere: .789, WeightOnly4: .658, FirstDelay: 22.6e-3, FirstQueue: .066, FirstSteps: 1.94},
		{Layer: 36.5e-6, Sequence: 21.2e-6, Collective: .450, Interfere: .498, WeightOnly4: .695, FirstDelay: 200e-3, FirstQueue: .15, FirstSteps: 3.9},
		{Layer: 65.6e-6, Sequence: 3.9e-6, Collective: .440, Interfere: .842, WeightOnly4: .695, FirstDelay: 44e-3, FirstQueue: .064, FirstSteps: 6.0},
		{Layer: 36.8e-6, Sequence: 10.5e-6, Collective: .492, Interfere: .748, WeightOnly4: .695, FirstDelay: 44e-3, FirstQueue: .066, FirstSteps: 3.0},
	},
}
