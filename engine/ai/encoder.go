package ai

import (
	"math"

	"weir/engine/catalog"
)

// Encoder is a network that answers each item in one pass: text encoders,
// rerankers, vision and speech models, recommenders. Either a Model with
// tokens per item, or FLOPs and bytes per item, says how much work an item is.
type Encoder struct {
	Model  *catalog.Model  // optional
	Device *catalog.Device // accelerator
	Tokens float64         // per item, with a Model

	Flops  float64 // per item, without a Model
	Params float64 // parameters, without a Model: read once a batch
	Tables float64 // parameters of embedding tables beside them: kept, read by row
	Layers int     // groups of kernels, without a Model; default 24
	Move   float64 // bytes of activations and table rows moved per item in 16 bits; 0 = rowTraffic a token, channel and layer of a Model

	Precision Precision
	Batch     int // items computed together
	Replicas  int
}

// Encoding is what an encoder does.
type Encoding struct {
	Batch      Figure  // s, one batch
	PerItem    float64 // s of a device an item costs
	Saturation Figure  // items/s of all replicas
	Bound      Bound
	Weights    float64 // bytes on a device
	Memory     float64 // bytes on a device, activations included
	Fits       bool
	Power      float64 // W of all replicas when busy
	Energy     float64 // J per item
	SCV        float64 // of the batch time for equal items
	Calibrated bool
	Why        Text
}

// Efficiencies of one-pass networks: the share of peak of a large GEMM
// (stas00/ml-engineering, best measured matmul 0.80 to 0.87 of peak, less
// half for the rest of a transformer), of HBM, and the host's time to launch
// a layer's kernels. Textbook values: no published runs were fitted.
const (
	encoderGEMM   = 0.5
	encoderHBM    = 0.75
	encoderLaunch = 60e-6
	encoderLayers = 24 // layers assumed without a Model
	bandEncoder   = 0.35
)

// Encode predicts an encoder: time of a batch is the larger of arithmetic and
// memory traffic, plus launches (roofline, Williams et al. 2009).
func Encode(e Encoder) Encoding {
	dev := e.Device
	b, reps := float64(max(e.Batch, 1)), float64(max(e.Replicas, 1))
	p := e.Precision
	if p == "" {
		p = BF16
	}
	flops, params, move, layers := e.Flops, e.Params, e.Move*p.Bytes()/2, float64(encoderLayers)
	if e.Layers > 0 {
		layers = float64(e.Layers)
	}
	if m := e.Model; m != nil {
		layers = float64(m.Layers)
		params = m.Params()
		n := max(e.Tokens, 1)
		body := m.AttentionParams() + m.DenseParams() + float64(m.MoELayers)*float64(m.TopK)*m.ExpertParams()
		flops = 2*n*body + 4*n*n*float64(m.Heads*m.HeadDim)*float64(m.FullLayers+m.SlidingLayers)
		if move == 0 {
			move = rowTraffic * n * float64(m.Hidden) * layers
		}
	}
	peak := dev.FP16
	switch {
	case p.Bytes() <= 1 && dev.FP8 > 0:
		peak = dev.FP8
	case p == INT8 && dev.INT8 > 0:
		peak = dev.INT8
	}
	compute := b * flops / (peak * encoderGEMM)
	memory := (params*p.Bytes() + b*move) / (dev.Bandwidth * encoderHBM)
	launch := layers * encoderLaunch
	t := norm8(compute, memory) + launch
	x := Encoding{Weights: (params + e.Tables) * p.Bytes(), PerItem: t / b}
	x.Batch = Figure{Value: t, Band: bandEncoder}
	x.Saturation = Figure{Value: b * reps / t, Band: bandEncoder}
	x.Memory = x.Weights + b*move/max(layers, 1) + runtimeBytes
	x.Fits = x.Memory <= dev.Usable
	x.Bound = HBM
	switch {
	case launch > max(compute, memory):
		x.Bound = Launch
	case compute > memory:
		x.Bound = Compute
	}
	share := memoryPower
	if x.Bound == Compute {
		share = computePower
	}
	x.Power = share * dev.TDP * reps
	x.Energy = share * dev.TDP * x.PerItem
	x.Why = Text{
		EN: "Textbook efficiencies: no published measurements of this network were fitted.",
		ZH: "采用教科书效率：未用该网络的公开实测数据拟合。",
	}
	if math.IsNaN(t) || t <= 0 {
		x.Fits = false
	}
	return x
}
