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

// trainingClassNames name the rows of TrainingConstants.Classes.
var trainingClassNames = [trainingClasses]string{"ampere", "hopper", "blackwell", "other"}

// Params lists the constants of the training model that a fit may change.
func (k *TrainingConstants) Params() []Param {
	var out []Param
	// Best measured matrix products reach 0.87, 0.80 and 0.75 of the peak of
	// A100, H100 and B200 (stas00/ml-engineering); whole layers less.
	priors := [trainingClasses]TrainingClass{
		{GEMM: .78, Attention: .32, FP8: 1}, {GEMM: .70, Attention: .32, FP8: 1}, {GEMM: .65, Attention: .6, FP8: .85}, {GEMM: .65, Attention: .35, FP8: .9},
	}
	for i, name := range trainingClassNames {
		c, q := &k.Classes[i], priors[i]
		out = append(out,
			Param{Name: name + ".gemm", Meaning: "asymptotic BF16 GEMM share of peak", Value: &c.GEMM, Prior: q.GEMM, Sigma: strong},
			Param{Name: name + ".attention", Meaning: "fused attention share of peak", Value: &c.Attention, Prior: q.Attention, Sigma: middle},
			Param{Name: name + ".fp8", Meaning: "FP8 over BF16 efficiency", Value: &c.FP8, Prior: q.FP8, Sigma: middle},
		)
	}
	return append(out,
		Param{Name: "fp8_torch", Meaning: "PyTorch float8 over Transformer Engine", Value: &k.FP8Torch, Prior: .85, Sigma: strong},
		Param{Name: "fp8_row", Meaning: "row-wise over tensor-wise float8", Value: &k.FP8Row, Prior: .6, Sigma: middle},
		Param{Name: "fp4", Meaning: "realised share of the nominal FP4 speed-up", Value: &k.FP4, Prior: .5, Sigma: strong},
		Param{Name: "power_cap", Meaning: "exponent of clock over power", Value: &k.PowerCap, Prior: 1, Sigma: middle},
		Param{Name: "clock_500w", Meaning: "clock of a 500 W H100", Value: &k.Clock500W, Prior: .78, Sigma: strong},
		Param{Name: "recompute", Meaning: "recomputing over a first forward", Value: &k.Recompute, Prior: .8, Sigma: middle},
		Param{Name: "softmax", Meaning: "bytes a score, unfused softmax", Value: &k.Softmax, Prior: 14, Sigma: middle},
		Param{Name: "tp_core", Meaning: "exposed tensor-parallel share, Megatron-Core", Value: &k.TPCore, Prior: .4, Sigma: middle},
		Param{Name: "tp_async", Meaning: "the same, PyTorch asynchronous", Value: &k.TPAsync, Prior: .7, Sigma: middle},
		Param{Name: "host", Meaning: "CPU s a layer and pass", Value: &k.Host, Prior: 1.2e-3, Sigma: weak},
		Param{Name: "host_moe", Meaning: "CPU s more a mixture layer and pass", Value: &k.HostMoE, Prior: 1.2e-3, Sigma: weak},
		Param{Name: "early_moe", Meaning: "early over later mixture kernels", Value: &k.EarlyMoE, Prior: 2.2, Sigma: middle},
		Param{Name: "shard", Meaning: "exposed FSDP communication", Value: &k.Shard, Prior: .35, Sigma: middle},
		Param{Name: "step", Meaning: "s a step: data, logging, norm", Value: &k.Step, Prior: 8e-3, Sigma: weak},
		Param{Name: "grouped", Meaning: "grouped over dense GEMM", Value: &k.Grouped, Prior: .55, Sigma: middle},
		Param{Name: "scan", Meaning: "bytes a token and channel, scan", Value: &k.Scan, Prior: 200, Sigma: weak},
	)
}

// Fixed engineering values: each was tried alone in the fit and moves the
// mean error by at most 0.05 points.
const (
	sharpness      = 3.0     // exponent of the smooth maximum where two things overlap
	waveTail       = 0.3     // weight of the last, partly filled wave of tiles
	prologue       = 200.0   // k at which a GEMM's prologue equals its main loop
	backwardGEMM   = 1.1     // backward GEMM over twice the forward
	residualBytes  = 16.0    // B a token and channel, norms and residuals, both halves
	gluBytes       = 1.0     // multiplier of activation bytes in the MLP
	quantBytes     = 6.0     // B a token and channel, casting to 8 or 4 bits
	compiledBytes  = 0.6     // memory-bound bytes left after compilation
	collective     = 100e-6  // s a collective, launch and skew included
	layerGap       = 50e-6   // s a layer and pass between kernels
	jitter         = 0.01    // growth of a step per doubling of nodes
	megatronFSDP   = 0.15    // exposed share of Megatron's FSDP
	megatronDP     = 0.2     // exposed share of gradient reduction, Megatron-Core
	permuteBytes   = 0.8     // multiplier of permutation bytes
	allToAll       = 0.5     // exposed share of all-to-all traffic
	bandwidthShare = 0.90    // of a data sheet's bandwidth: HBM, interconnect, network card
	unfusedGEMM    = 0.65    // of peak, attention by batched GEMMs
	early2023      = 0.9     // GEMM of the first H100 software over later
	early2023Attn  = 0.171   // fused attention share of peak, first H100 kernels
	blackwellPeak  = 2500e12 // FLOP/s a Blackwell die is normalised to before its power cap
)
