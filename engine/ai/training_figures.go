package ai

import "weir/engine/catalog"

// TrainingMemory is the bytes of one device (the fullest stage).
type TrainingMemory struct {
	Weights, Gradients, Optimizer float64 // states of the layers
	Embedding                     float64 // all states of the vocabulary matrices
	Activations                   float64
	Gathered                      float64 // parameters gathered for a layer (ZeRO-3)
	Runtime                       float64
	Total                         float64
	Capacity                      float64
	Fits                          bool
}

// Flops is the floating-point operations of training one sequence: three
// times the forward pass; with recompute four thirds of the layers' part.
// Attention is counted by the full mask, as Narayanan et al. 2021 do.
func Flops(m *catalog.Model, sequence float64) (model, layers float64) {
	active := m.AttentionParams() + m.DenseParams() + float64(m.MoELayers)*float64(m.TopK)*m.ExpertParams()
	width := float64(m.Heads) * float64(m.HeadDim+m.ValueDim)
	if m.MLA() {
		width = float64(m.Heads) * float64(m.NopeDim+m.RopeDim+m.ValueDim)
	}
	core := 2 * float64(m.FullLayers) * sequence * width
	core += 2 * float64(m.SlidingLayers) * min(sequence, float64(max(m.Window, 1))) * width
	layers = sequence * (2*active + core) // forward
	return 3 * (layers + 2*sequence*m.HeadParams()), layers
}

func (t *trainer) figures(r *TrainingRun) {
	p := &t.p
	batch, s := float64(p.GlobalBatch), float64(p.Sequence)
	model, layers := Flops(t.m, s)
	r.ModelFlops = batch * model
	if p.LoRA {
		r.ModelFlops *= 2. / 3 // frozen weights have no gradient
	}
	r.HardwareFlops = r.ModelFlops
	if p.Recompute == FullRecompute {
		r.HardwareFlops += batch * layers
	}
	step, n := r.Iteration.Value, float64(p.GPUs)
	r.ModelRate = r.ModelFlops / step / n
	r.HardwareRate = r.HardwareFlops / step / n
	r.MFU = r.ModelRate / p.Device.FP16
	r.HFU = r.HardwareRate / p.Device.FP16
	r.Tokens.Value = batch * s / step
	r.TokensDevice = r.Tokens.Value / n
	if p.Tokens > 0 {
		r.Steps = p.Tokens / (batch * s)
		r.Duration = r.Steps * step
	}
	r.Memory = t.memory()
	r.Trained = t.m.Params()
	if p.LoRA {
		r.Trained = t.adapters()
	}
	busy := 1 - (r.Split.Stall+r.Split.Pipeline)/step
	r.Power = p.Device.TDP * n * (idlePower + (computePower-idlePower)*busy)
	r.Energy = r.Power * step
	trainingBands(t, r)
}

// memory is the state and activations of the fullest stage: 2 B of weight, a
// gradient of 4 B (Megatron) or 2 B and 12 B of Adam states a parameter,
// sharded by ZeRO (Rajbhandari et al. 2020); activations by Korthikanti et
// al. 2022, equations 2 to 4.
func (t *trainer) memory() TrainingMemory {
	p, m := &t.p, t.m
	tp, pp, d := float64(p.TP), float64(p.PP), float64(p.DP)
	layers := (m.AttentionParams()+m.DenseParams())/(tp*pp) + m.RoutedParams()/(pp*float64(p.EP))
	words := m.HeadParams() / tp // the first or the last stage holds one matrix
	if p.PP == 1 && !m.Tied {
		words *= 2
	}
	w, g, o := t.stateBytes(d)
	x := TrainingMemory{
		Weights: w * layers, Gradients: g * layers, Optimizer: o * layers,
		Embedding: (w + g + o) * words, Activations: t.activations(), Runtime: runtimeBytes, Capacity: p.Device.Usable,
	}
	if p.LoRA {
		// The adapters are whole on their stage, the vocabulary stays in 16 bits.
		own := t.adapters() / (tp * pp)
		x.Weights += 2 * own
		x.Gradients, x.Optimizer, x.Embedding = 2*own, 12*own, 2*words
	}
	if p.ZeRO >= 3 {
		x.Gathered = 2 * 2 * layers * pp / float64(m.Layers)
	}
	x.Total = x.Weights + x.Gradients + x.Optimizer + x.Embedding + x.Activations + x.Gathered + x.Runtime
	x.Fits = x.Total <= x.Capacity
	return x
}

// stateBytes is the bytes of weight, gradient and optimizer a parameter takes
// on a device of d that share it.
func (t *trainer) stateBytes(d float64) (weight, gradient, optimizer float64) {
	p := &t.p
	if p.LoRA {
		weight = p.frozen().Bytes()
		if p.ZeRO >= 3 {
			weight /= d
		}
		return weight, 0, 0
	}
	weight, gradient, optimizer = 2, 4, 12
	if p.Stack == FSDP {
		gradient = 2
	}
	if p.ZeRO >= 1 || p.Stack == MegatronCore {
		optimizer /= d
	}
	if p.ZeRO >= 2 {
		gradient /= d
	}
	if p.ZeRO >= 3 {
		weight /= d
	}
	return weight, gradient, optimizer
}

// frozen is how the weights are stored that LoRA does not train: 16 bits, or
// 4 (QLoRA, Dettmers et al. 2023).
func (p *TrainingPlan) frozen() Precision {
	if p.LoRAWeights == "" {
		return BF16
	}
	return p.LoRAWeights
}

// adapters is the parameters LoRA trains: r·(in + out) of every matrix of
// attention and of the dense feed-forward part (Hu et al. 2021). Routed
// experts get none.
func (t *trainer) adapters() float64 {
	m, h := t.m, float64(t.m.Hidden)
	heads, kv := float64(m.Heads), float64(m.KVHeads)
	key, value := float64(m.HeadDim), float64(m.ValueDim)
	if m.MLA() {
		key, kv = float64(m.NopeDim+m.RopeDim), heads
	}
	attention := 4*h + heads*(key+value) + kv*(key+value)
	n := float64(m.FullLayers+m.SlidingLayers+m.LinearLayers) * attention
	n += float64(m.DenseLayers) * m.Matrices() * (h + float64(m.FFN))
	if m.SharedFFN > 0 {
		n += float64(m.MoELayers) * m.Matrices() * (h + float64(m.SharedFFN))
	}
	return float64(t.p.LoRARank) * n
}

// activations is the bytes of saved activations on the first stage.
func (t *trainer) activations() float64 {
	p, m := &t.p, t.m
	T, h, tp := t.tokens, float64(m.Hidden), float64(p.TP)
	width := float64(m.FFN)
	if m.MoE() {
		width = float64(m.TopK)*float64(m.ExpertFFN) + float64(m.SharedFFN)
	}
	// 34·s·b·h of a GELU network with f = 4h: 10 replicated (norms, dropout),
	// 8 attention and 16 MLP divided by t.
	split := 8*h + 4*width*m.Matrices()/2
	per := T * (10*h + split/tp)
	if p.Stack == MegatronCore {
		per = T * (10*h + split) / tp
	}
	if t.unfused() && p.Recompute == NoRecompute {
		per += 5 * float64(m.Heads) * float64(p.Sequence) * T / tp
	}
	switch p.Recompute {
	case FullRecompute:
		per = 2 * T * h
		if p.Stack == MegatronCore {
			per /= tp
		}
	case SelectiveRecompute, PerOpRecompute:
		per *= 0.6
	}
	stage := float64(m.Layers) / float64(p.PP)
	micro := max(float64(p.GlobalBatch)/(float64(p.DP)*float64(p.MicroBatch)), 1)
	flight := min(micro, float64(p.PP))
	if p.Virtual > 1 {
		flight *= 1 + float64(p.PP-1)/(float64(p.PP)*float64(p.Virtual))
	}
	logits := 6 * T * float64(m.Vocab) / tp
	if p.PP > 1 {
		logits = 0
	}
	return per*stage*flight + logits
}
