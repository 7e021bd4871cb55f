package ai

// Param is one constant as a fit sees it: where it is, where physics or a
// kernel benchmark puts it, and how far (in log space) a fit may reasonably
// take it away.
type Param struct {
	Name    string
	Meaning string
	Value   *float64
	Prior   float64
	Sigma   float64 // of log(value/prior)
	Group   string  // values of one group in different rows are held near their mean
}

// strong and weak are the two trusts in a prior: a physical efficiency moves
// by 10 %, an engine's behaviour by a third.
const (
	strong = 0.10
	middle = 0.20
	weak   = 0.35
)

// Prior returns the constants at their priors, where a fit starts.
func Prior() Constants {
	var k Constants
	for _, p := range k.Params() {
		*p.Value = p.Prior
	}
	return k
}

// TrainingPrior returns the training constants at their priors.
func TrainingPrior() TrainingConstants {
	var k TrainingConstants
	for _, p := range k.Params() {
		*p.Value = p.Prior
	}
	return k
}

// Params lists every constant of the serving model that a fit may change.
func (k *Constants) Params() []Param {
	g := &k.Global
	out := []Param{
		{Name: "kv_read", Meaning: "HBM efficiency of cache reads", Value: &g.KVRead, Prior: .85, Sigma: strong},
		{Name: "expert_read", Meaning: "expert over dense weight-read efficiency", Value: &g.ExpertRead, Prior: .90, Sigma: strong},
		{Name: "half_prefill", Meaning: "tokens at half prefill GEMM efficiency", Value: &g.HalfPrefill, Prior: 150, Sigma: weak},
		{Name: "expert_flops", Meaning: "grouped over dense GEMM efficiency", Value: &g.ExpertFlops, Prior: .9, Sigma: strong},
		{Name: "half_expert", Meaning: "tokens per expert at half efficiency", Value: &g.HalfExpert, Prior: 15, Sigma: weak},
		{Name: "attn_prefill", Meaning: "attention efficiency in prefill", Value: &g.AttnPrefill, Prior: .40, Sigma: middle},
		{Name: "attn_latent", Meaning: "attention efficiency of MLA decode", Value: &g.AttnLatent, Prior: .40, Sigma: middle},
		{Name: "fp8_gain", Meaning: "share of nominal FP8 speed-up", Value: &g.FP8Gain, Prior: .9, Sigma: strong},
		{Name: "fp4_gain", Meaning: "share of nominal FP4 speed-up", Value: &g.FP4Gain, Prior: .6, Sigma: strong},
		{Name: "skew", Meaning: "routing skew", Value: &g.Skew, Prior: .75, Sigma: middle},
		{Name: "link_latency", Meaning: "one collective of two devices, s", Value: &g.LinkLatency, Prior: 8e-6, Sigma: weak},
		{Name: "link_growth", Meaning: "its growth with devices", Value: &g.LinkGrowth, Prior: .3, Sigma: middle},
		{Name: "step", Meaning: "fixed cost of a step, s", Value: &g.Step, Prior: .3e-3, Sigma: middle},
		{Name: "quant_launch", Meaning: "quantising activations, s a layer", Value: &g.QuantLaunch, Prior: 6e-6, Sigma: weak},
		{Name: "latent_launch", Meaning: "MLA, s a layer", Value: &g.LatentLaunch, Prior: 25e-6, Sigma: weak},
		{Name: "expert_launch", Meaning: "routing, s a mixture layer", Value: &g.ExpertLaunch, Prior: 12e-6, Sigma: weak},
		{Name: "permute", Meaning: "bytes moved a routed token and channel", Value: &g.Permute, Prior: 6, Sigma: weak},
		{Name: "small_message", Meaning: "small over large collective bandwidth", Value: &g.SmallMessage, Prior: .5, Sigma: weak},
		{Name: "offline_host", Meaning: "per-sequence cost without streaming over with it", Value: &g.OfflineHost, Prior: .5, Sigma: weak},
		{Name: "uneven", Meaning: "exponent of prompts' work with ranks that wait for the fullest", Value: &g.Uneven, Prior: .15, Sigma: weak},
		{Name: "eager", Meaning: "a mixture or MLA layer of a prompt without graphs, s", Value: &g.Eager, Prior: .6e-3, Sigma: weak},
		{Name: "captured", Meaning: "share of it where prompts are captured piece by piece", Value: &g.Captured, Prior: .3, Sigma: weak},
		{Name: "hand_over", Meaning: "between pools beside the transfer, s", Value: &g.HandOver, Prior: 10e-3, Sigma: weak},
		{Name: "hand_steps", Meaning: "decode steps before the first token of a request that was handed over", Value: &g.HandSteps, Prior: 10, Sigma: weak},
		{Name: "pool_wave", Meaning: "share of other prompts before one's own in a prefill pool", Value: &g.PoolWave, Prior: .1, Sigma: middle},
		{Name: "native4", Meaning: "native 4-bit expert reads", Value: &g.Native4, Prior: 1, Sigma: strong},
	}
	for i, name := range classNames {
		c := &k.Classes[i]
		out = append(out,
			Param{Name: name + ".weight_read", Meaning: "HBM efficiency of weight reads", Value: &c.WeightRead, Prior: .88, Sigma: strong, Group: "weight_read"},
			Param{Name: name + ".decode_gemm", Meaning: "FLOP efficiency of decode GEMMs", Value: &c.DecodeGEMM, Prior: .58, Sigma: strong, Group: "decode_gemm"},
			Param{Name: name + ".prefill", Meaning: "FLOP efficiency of prefill GEMMs", Value: &c.Prefill, Prior: .62, Sigma: middle, Group: "prefill"},
			Param{Name: name + ".launch_cost", Meaning: "launch-cost multiplier", Value: &c.LaunchCost, Prior: 1.2, Sigma: middle, Group: "launch_cost"},
		)
	}
	for i, name := range engineNames {
		e := &k.Engines[i]
		delay, steps, wave := 15e-3, 1.5, .06
		switch i {
		case engineOf(TensorRTCompiled):
			delay, steps = 5e-3, .5 // no interpreter between server and kernels
		case engineOf(SGLang):
			wave = .08 // all prompts go before any decoding
		}
		out = append(out,
			Param{Name: name + ".layer", Meaning: "launches, s a layer", Value: &e.Layer, Prior: 28e-6, Sigma: weak, Group: "layer"},
			Param{Name: name + ".sequence", Meaning: "s a sequence and step", Value: &e.Sequence, Prior: 11e-6, Sigma: weak, Group: "sequence"},
			Param{Name: name + ".collective", Meaning: "bandwidth share of collectives", Value: &e.Collective, Prior: .7, Sigma: weak, Group: "collective"},
			Param{Name: name + ".interfere", Meaning: "prefill work that lengthens decodes", Value: &e.Interfere, Prior: .8, Sigma: middle, Group: "interfere"},
			Param{Name: name + ".weight_only4", Meaning: "weight-only 4-bit reads", Value: &e.WeightOnly4, Prior: .65, Sigma: middle, Group: "weight_only4"},
			Param{Name: name + ".first_delay", Meaning: "handling before the first token, s", Value: &e.FirstDelay, Prior: delay, Sigma: weak, Group: "first_delay"},
			Param{Name: name + ".first_steps", Meaning: "decode steps before the first token", Value: &e.FirstSteps, Prior: steps, Sigma: weak, Group: "first_steps"},
			Param{Name: name + ".first_wave", Meaning: "share of other prompts before one's own", Value: &e.FirstWave, Prior: wave, Sigma: strong, Group: "first_wave"},
		)
	}
	return out
}

// classNames and engineNames name the rows of Constants; the last of each is
// what has no measurements and takes the mean.
var (
	classNames  = [classes]string{"hopper", "blackwell", "ampere", "ada", "other"}
	engineNames = [engines]string{"tensorrt-llm", "vllm", "sglang", "tensorrt-llm-compiled", "generic"}
)

// assign sets constants in the order of Params.
func assign(params []Param, values []float64) {
	for i, p := range params {
		*p.Value = values[i]
	}
}
