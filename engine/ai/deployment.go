package ai

import (
	"weir/engine/catalog"
)

// Deployment is one way of serving one model: what is bought and how it is
// set up. The zero value of a field means the engine's default.
type Deployment struct {
	Model  *catalog.Model
	Device *catalog.Device
	Engine Engine

	TP    int // tensor parallel: devices that share each layer's attention
	PP    int // pipeline parallel: devices in a row, each with some layers
	DP    int // attention data parallel inside one replica (DeepSeek, Qwen MoE)
	EP    int // expert parallel; EP x MoETP = TP x DP
	MoETP int // tensor parallel of the experts; default TP x DP / EP

	Replicas int // independent copies behind a balancer

	Weights Precision // attention, dense blocks
	MoE     Precision // routed experts; default Weights
	KV      Precision // key-value cache; default by engine and weights

	MaxBatch  int     // sequences at once per replica; default by engine
	Chunk     int     // token budget of a step (chunked prefill); default by engine
	MemShare  float64 // of device memory the engine may take; default 0.9
	PrefixHit float64 // share of input tokens found in the prefix cache, 0…1, beside what sessions repeat
	Poll      int     // decode steps from one look at the line of new requests to the next (SGLang's scheduler-recv-interval); default 1
	Hold      int     // tokens that leave an engine together, the first among them; default 1

	Offload     float64 // bytes of host memory or storage of a replica that keep evicted keys and values
	OffloadRate float64 // B/s they come back at
	Sticky      bool    // the balancer sends a session's requests to the replica that holds its cache

	Disaggregated *Disaggregated
	Speculative   *Speculative

	AllExperts bool // mixture kernels that compute a tile for every expert whatever the batch (some builds)
}

// Disaggregated splits a replica into prefill and decode pools. The
// deployment's own TP, DP and EP are those of a decode worker.
type Disaggregated struct {
	PrefillWorkers int
	PrefillTP      int
	PrefillDP      int
	PrefillEP      int
	DecodeWorkers  int
	Link           float64 // B/s a prefill worker sends keys and values at; default its devices' NICs
}

// Speculative is draft-and-verify decoding (draft model, EAGLE, MTP).
type Speculative struct {
	Draft      int     // tokens proposed a step
	Acceptance float64 // probability that a proposed token is accepted, 0…1
	Cost       float64 // time of proposing one token over the time of a step; default 0.05
}

// Gain is the tokens a step yields: the accepted run plus the corrected
// token, (1 − a^(k+1)) / (1 − a), Leviathan et al. 2023 equation 1.
func (s *Speculative) Gain() float64 {
	if s == nil || s.Draft <= 0 {
		return 1
	}
	sum, p := 1.0, 1.0
	for range s.Draft {
		p *= s.Acceptance
		sum += p
	}
	return sum
}

// Slowdown is the time of a speculating step over a plain one (the
// verification of the draft itself is counted as extra tokens).
func (s *Speculative) Slowdown() float64 {
	if s == nil || s.Draft <= 0 {
		return 1
	}
	cost := s.Cost
	if cost == 0 {
		cost = 0.05 // one extra layer or a small head (MTP, EAGLE)
	}
	return 1 + cost*float64(s.Draft)
}

// Mode is how work arrives.
type Mode int

// The modes of a Load.
const (
	Open    Mode = iota // requests at a rate, Poisson unless ArrivalSCV says otherwise
	Closed              // so many users, each sends the next request when the last is answered
	Static              // one batch, all start together
	Offline             // everything queued: highest throughput
)

// Spread is a number of tokens by mean and squared coefficient of variation.
type Spread struct {
	Mean float64
	SCV  float64
}

// Load is the work one deployment (all replicas together) is offered.
type Load struct {
	Mode        Mode
	Rate        float64 // requests/s, for Open
	ArrivalSCV  float64 // of interarrival times, for Open; 0 = Poisson (1)
	Concurrency float64 // requests in flight, for Closed and Static
	Users       float64 // for Open, beside Rate: so many who each wait for their answer
	Away        float64 // s from an answer until its user's next request comes, mean
	In, Out     Spread  // tokens per request
	Sessions    Sessions
}

// with returns the deployment with every default filled in.
func (d Deployment) with() Deployment {
	one := func(x *int) {
		if *x < 1 {
			*x = 1
		}
	}
	one(&d.TP)
	one(&d.PP)
	one(&d.DP)
	one(&d.Replicas)
	one(&d.Poll)
	one(&d.Hold)
	if d.Engine == "" {
		d.Engine = VLLM
	}
	ranks := d.TP * d.DP
	switch {
	case d.EP < 1 && d.MoETP < 1:
		d.EP, d.MoETP = 1, ranks
	case d.EP < 1:
		d.EP = max(ranks/d.MoETP, 1)
	case d.MoETP < 1:
		d.MoETP = max(ranks/d.EP, 1)
	}
	own := d.Weights == ""
	if own {
		d.Weights = native(d.Model)
	}
	if d.MoE == "" {
		d.MoE = d.Weights
		if p := d.Model.Experts4Bit(); p == string(MXFP4) || p != "" && own {
			d.MoE = Precision(p)
		}
	}
	if d.Weights == MXFP4 && d.Model.NativePrecision == string(MXFP4) {
		d.Weights = BF16 // only the experts are stored in 4 bits
	}
	if d.KV == "" {
		d.KV = defaultKV(&d)
	}
	if d.MaxBatch < 1 {
		d.MaxBatch = defaultBatch(d.Engine) * d.DP // the engines' limit is of a rank
	}
	if d.Chunk < 1 {
		d.Chunk = 8192
	}
	if d.MemShare <= 0 || d.MemShare > 1 {
		d.MemShare = 0.9
	}
	d.PrefixHit = min(max(d.PrefixHit, 0), 1)
	return d
}

// Resolved is the deployment with every default written out.
func (d Deployment) Resolved() Deployment { return d.with() }

// native is the precision a checkpoint stores its dense weights in.
func native(m *catalog.Model) Precision {
	p, ok := ParsePrecision(m.NativePrecision)
	if !ok || p == "" || m.Experts4Bit() != "" {
		return BF16
	}
	return p
}

// defaultKV is the cache precision when nobody says: TensorRT-LLM stores the
// cache in FP8 when the checkpoint is quantised to FP8 or NVFP4 per tensor
// (checkpoints of mixtures keep 16 bits but for those of MLA models: InferenceX's scripts for DeepSeek-R1 on H200 and B200);
// vLLM and SGLang keep 16 bits unless told (their documentation of kv_cache_dtype). Recipes
// for MXFP4 checkpoints on Blackwell set FP8 everywhere, those for MLA models
// under SGLang there too (the attention kernels are TensorRT-LLM's).
func defaultKV(d *Deployment) Precision {
	trt := d.Engine == TensorRT || d.Engine == TensorRTCompiled
	bw := d.Device.Class == catalog.Blackwell
	w := d.Weights
	switch {
	case bw && d.MoE == MXFP4, bw && d.Engine == SGLang && d.Model.MLA():
		return FP8
	case trt && d.Model.MoE() && !d.Model.MLA():
		return BF16
	case trt && (w == FP8 || w == NVFP4):
		return FP8
	}
	return BF16
}

// defaultBatch is the engines' documented limit of sequences in one step.
func defaultBatch(e Engine) int {
	if e == TensorRT || e == TensorRTCompiled {
		return 2048
	}
	return 1024
}

// Devices is the number of accelerators of the whole deployment.
func (d Deployment) Devices() int {
	d = d.with()
	decode := d.TP * d.PP * d.DP
	if x := d.Disaggregated; x != nil {
		decode *= max(x.DecodeWorkers, 1)
		prefill := max(x.PrefillWorkers, 1) * max(x.PrefillTP, 1) * max(x.PrefillDP, 1) * d.PP
		return d.Replicas * (decode + prefill)
	}
	return d.Replicas * decode
}
