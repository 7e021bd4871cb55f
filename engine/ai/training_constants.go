package ai

import "weir/engine/catalog"

// TrainingConstants are what was fitted to published training runs; the
// fixed engineering values stand beside the equations. None belongs to a
// model, a source or a run.
type TrainingConstants struct {
	Classes [trainingClasses]TrainingClass

	FP8Torch  float64 // PyTorch float8 over Transformer Engine
	FP8Row    float64 // row-wise scaled float8 over tensor-wise
	FP4       float64 // realised share of the nominal FP4 speed-up, dense models
	PowerCap  float64 // exponent of clock over power, Blackwell parts
	Clock500W float64 // clock of a 500 W H100 over a 700 W one
	Recompute float64 // recomputing pass over a first forward
	Softmax   float64 // B per attention score, unfused softmax
	TPCore    float64 // exposed share of tensor-parallel collectives, Megatron-Core
	TPAsync   float64 // the same, PyTorch asynchronous TP
	Host      float64 // s of CPU a layer and pass
	HostMoE   float64 // s of CPU more a mixture layer and pass
	EarlyMoE  float64 // host and permutation cost of mixtures before mid-2026 releases over later ones
	Shard     float64 // share of FSDP communication that is not overlapped
	Step      float64 // s a step: data, logging, gradient norm
	Grouped   float64 // grouped GEMM over dense
	Scan      float64 // B a token and channel, state-space scan
}

// TrainingClass constants hold for a device generation.
type TrainingClass struct {
	GEMM      float64 // asymptotic BF16 GEMM share of peak
	Attention float64 // fused attention share of peak
	FP8       float64 // FP8 efficiency over BF16 efficiency
}

const trainingClasses = 4

func trainingClassOf(c catalog.Class) int {
	switch c {
	case catalog.Ampere:
		return 0
	case catalog.Hopper, catalog.Ada:
		return 1
	case catalog.Blackwell:
		return 2
	}
	return 3
}

// TrainingDefault is the constants fitted to the public runs.
var TrainingDefault = TrainingConstants{
	Classes: [trainingClasses]TrainingClass{
		{GEMM: .766, Attention: .316, FP8: 1},    // Ampere
		{GEMM: .716, Attention: .294, FP8: 1.05}, // Hopper, Ada
		{GEMM: .609, Attention: .70, FP8: .818},  // Blackwell
		{GEMM: .60, Attention: .30, FP8: .9},     // others: near the mean
	},
	FP8Torch: .824, FP8Row: .526, FP4: .486, PowerCap: 1.35, Clock500W: .743,
	Recompute: .666, Softmax: 15, TPCore: .324, TPAsync: .735, Host: 1.29e-3, HostMoE: 1.19e-3, EarlyMoE: 2.68,
	Shard: .372, Step: 8.5e-3, Grouped: .514, Scan: 238,
}

// Fixed engineering values: each was tried alone in the fit and moves the
// mean error by at most 0.05 points.
const (
	waveTail      = 0.3     // weight of the last, partly filled wave of tiles
	prologue      = 200.0   // k at which a GEMM's prologue equals its main loop
	backwardGEMM  = 1.1     // backward GEMM over twice the forward
	residualBytes = 16.0    // B a token and channel, norms and residuals, both halves
	gluBytes      = 1.0     // multiplier of activation bytes in the MLP
	quantBytes    = 6.0     // B a token and channel, casting to 8 or 4 bits
	compiledBytes = 0.6     // memory-bound bytes left after compilation
	collective    = 100e-6  // s a collective, launch and skew included
	layerGap      = 50e-6   // s a layer and pass between kernels
	jitter        = 0.01    // growth of a step per doubling of nodes
	megatronFSDP  = 0.15    // exposed share of Megatron's FSDP
	megatronDP    = 0.2     // exposed share of gradient reduction, Megatron-Core
	permuteBytes  = 0.8     // multiplier of permutation bytes
	allToAll      = 0.5     // exposed share of all-to-all traffic
	nvlinkShare   = 0.85    // of scale-up bandwidth
	nicShare      = 0.90    // of scale-out bandwidth
	hbmShare      = 0.90    // of HBM bandwidth
	unfusedGEMM   = 0.65    // of peak, attention by batched GEMMs
	early2023     = 0.9     // GEMM of the first H100 software over later
	early2023Attn = 0.171   // fused attention share of peak, first H100 kernels
	blackwellPeak = 2500e12 // FLOP/s a Blackwell die is normalised to before its power cap
)
