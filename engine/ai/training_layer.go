package ai

import (
	"math"

	"weir/engine/portable"
)

// smax is the smooth maximum (x^k + y^k)^(1/k), written so that
// it neither overflows nor loses the larger value.
func smax(k, x, y float64) float64 {
	if x < y {
		x, y = y, x
	}
	if y <= 0 || x > 1000*y {
		return x
	}
	return x * portable.Pow(1+portable.Pow(y/x, k), 1/k)
}

// gemm is the time of an m x k by k x n product at the plan's precision:
// tiles of 128 x 256, half a wave lost at the end, a prologue that weighs
// more the faster the main loop.
func (t *trainer) gemm(m, k, n float64) float64 { return t.gemmAt(m, k, n, t.rate, t.bytes, 1) }

func (t *trainer) gemmAt(m, k, n, rate, bytes, eff float64) float64 {
	if m <= 0 || k <= 0 || n <= 0 {
		return 0
	}
	work := 2 * m * k * n / (t.peak * eff * rate) * (1 + waveTail*t.sms*32768/(m*n)) * (1 + prologue*rate/k)
	move := (2*m*n + bytes*(m*k+k*n)) / t.hbm
	return smax(sharpness, work, move)
}

// pass is the time of one forward and one backward pass by what it is spent on.
type pass struct {
	fwd, bwd   float64 // everything
	comm       float64 // tensor-parallel collectives in both
	exchange   float64 // all-to-all in both
	recomputed float64 // forward time that recompute repeats
}

func (a *pass) add(b pass, n float64) {
	a.fwd += n * b.fwd
	a.bwd += n * b.bwd
	a.comm += n * b.comm
	a.exchange += n * b.exchange
	a.recomputed += n * b.recomputed
}

func (t *trainer) unfused() bool { return t.p.Stack == Megatron2021 }

// shardedShare is the part of norms and residuals a device computes:
// everything without sequence parallelism, 1/t with it. Megatron-LM got it
// together with selective recompute (Korthikanti et al. 2022).
func (t *trainer) shardedShare() float64 {
	if t.unfused() && t.p.Recompute != SelectiveRecompute {
		return 1
	}
	return 1 / float64(t.p.TP)
}

// tensorComm is one all-reduce (or reduce-scatter and all-gather) of a half layer.
func (t *trainer) tensorComm() float64 {
	tp := float64(t.p.TP)
	if tp <= 1 {
		return 0
	}
	w := t.within(t.p.TP, 1)
	exposed := 1.0
	switch {
	case !t.overlaps():
	case t.p.Stack == MegatronCore:
		exposed = t.k.TPCore
	case t.p.Stack == FSDP && t.p.AsyncTP:
		exposed = t.k.TPAsync
	}
	return exposed * (4*t.tokens*float64(t.m.Hidden)*(tp-1)/tp/w + collective)
}

// attention is the attention half of a layer; window 0 = every token.
func (t *trainer) attention(window int) pass {
	m, tp := t.m, float64(t.p.TP)
	h, a, dh := float64(m.Hidden), float64(m.Heads), float64(m.HeadDim)
	T, s := t.tokens, float64(t.p.Sequence)
	var proj float64
	if m.MLA() {
		dh = float64(m.NopeDim+m.RopeDim+m.ValueDim) / 2
		proj = t.gemm(T, h, (m.SplitParams()+m.SharedParams())/h/tp)
	} else {
		proj = t.gemm(T, h, dh*(a+2*float64(m.KVHeads))/tp) + t.gemm(T, a*dh/tp, h)
	}
	var core, back float64
	if t.unfused() {
		b := float64(t.p.MicroBatch)
		core = 4*T*s*a*dh/tp/(unfusedGEMM*t.p.Device.FP16) + t.k.Softmax*b*(a/tp)*s*s/t.hbm
		back = 2 * core
		if t.p.Recompute == SelectiveRecompute {
			back += core
		}
	} else {
		narrow := portable.Pow(min(1, dh/128), 0.15)
		core = 2 * T * s * a * dh / tp / (t.attn * narrow) * (s + 512) / s
		if window > 0 && 2*window < t.p.Sequence {
			core *= 2 * float64(window) / s
		}
		back = 2.5 * core
	}
	bytes := t.shardedShare() * T * h * (t.save*residualBytes/2 + t.cast) / t.hbm
	comm := t.tensorComm()
	fwd := proj + core + bytes + comm + layerGap/2
	bwd := 2*backwardGEMM*proj + back + 2*bytes + comm + layerGap/2
	if t.p.LoRA {
		bwd -= backwardGEMM * proj
	}
	return pass{fwd: fwd, bwd: bwd, comm: 2 * comm, recomputed: fwd}
}

// dense is a dense feed-forward half.
func (t *trainer) dense() pass {
	m, tp := t.m, float64(t.p.TP)
	h, f, g := float64(m.Hidden), float64(m.FFN), m.Matrices()
	T := t.tokens
	mm := t.gemm(T, h, (g-1)*f/tp) + t.gemm(T, f/tp, h)
	bytes := (t.shardedShare()*T*h*t.save*residualBytes/2 + 2*gluBytes*t.save*T*g*f/tp) / t.hbm
	comm := t.tensorComm()
	fwd := mm + bytes + comm + layerGap/2
	bwd := 2*backwardGEMM*mm + 2*bytes + comm + layerGap/2
	if t.p.LoRA {
		bwd -= backwardGEMM * mm
	}
	return pass{fwd: fwd, bwd: bwd, comm: 2 * comm, recomputed: fwd}
}

// era is the cost of mixture permutation and launches over today's.
func (t *trainer) era() float64 {
	if t.p.EarlyMoE {
		return t.k.EarlyMoE
	}
	return 1
}

// experts is a mixture-of-experts half.
func (t *trainer) experts() pass {
	m := t.m
	h, he, fe, g := float64(m.Hidden), float64(m.ExpertHidden), float64(m.ExpertFFN), m.Matrices()
	e, k, E := float64(t.p.EP), float64(m.TopK), float64(m.Experts)
	Tm := t.tokens / float64(t.p.TP)
	routed := Tm * k
	each := math.Ceil(max(1, routed*e/E)/128) * 128
	local := E / e
	mm := t.groupedGEMM(each, he, (g-1)*fe, local) + t.groupedGEMM(each, fe, he, local)
	if fs := float64(m.SharedFFN); fs > 0 {
		mm += t.gemm(Tm, h, (g-1)*fs) + t.gemm(Tm, fs, h)
	}
	if m.ExpertHidden != m.Hidden {
		mm += t.gemm(Tm, h, he) + t.gemm(Tm, he, h)
	}
	move := t.era() * permuteBytes * routed * (12*he + 2*fe*g) / t.hbm
	aa := t.exchange(Tm, he, k, e)
	rest := residualBytes / 2 * Tm * h / t.hbm
	fwd := mm + move + aa + rest + layerGap/2
	bwd := 2*backwardGEMM*mm + 2*move + aa + 2*rest + layerGap/2
	return pass{fwd: fwd, bwd: bwd, exchange: 2 * aa, recomputed: fwd}
}

// groupedGEMM is n products of one shape in one launch: tiles add up.
func (t *trainer) groupedGEMM(m, k, cols, n float64) float64 {
	if m <= 0 || k <= 0 || cols <= 0 || n <= 0 {
		return 0
	}
	eff := t.k.Grouped
	work := n * 2 * m * k * cols / (t.peak * eff * t.rate) * (1 + waveTail*t.sms*32768/(m*cols*n)) * (1 + prologue*t.rate/k)
	move := n * (2*m*cols + t.bytes*(m*k+k*cols)) / t.hbm
	return smax(sharpness, work, move)
}

// exchange is dispatch and combine of tm tokens to k experts over e devices.
func (t *trainer) exchange(tm, h, k, e float64) float64 {
	if e <= 1 {
		return 0
	}
	w := t.nv
	distinct := min(k, e) * (e - 1) / e
	if dom := float64(t.dom); e > dom {
		n := e / dom
		distinct = min(k, n*(1-portable.Pow(1-1/n, k))) * (n - 1) / n
		w = t.ib
	}
	exposed := allToAll
	if !t.overlaps() {
		exposed = 1
	}
	return exposed*4*tm*distinct*h/w + 2*collective
}

// scan is a Mamba-2 or linear-attention layer.
func (t *trainer) scan() pass {
	m, tp := t.m, float64(t.p.TP)
	h, di := float64(m.Hidden), float64(m.StateValue)
	T := t.tokens
	mm := t.gemm(T, h, (2*di+2*float64(m.StateKey)+di/64)/tp) + t.gemm(T, di/tp, h)
	bytes := t.k.Scan*T*di/tp/t.hbm + t.shardedShare()*T*h*(t.save*residualBytes/2+t.cast)/t.hbm
	fwd := mm + bytes + layerGap/2
	return pass{fwd: fwd, bwd: 2*backwardGEMM*mm + 2*bytes + layerGap/2, recomputed: fwd}
}

// head is the vocabulary projection and loss, forward and backward.
func (t *trainer) head() float64 {
	passes := 3.0
	if t.p.LoRA {
		passes = 2
	}
	v := float64(t.m.Vocab) / float64(t.p.TP)
	return passes*t.gemmAt(t.tokens, float64(t.m.Hidden), v, 1, 2, 1) + 18*t.tokens*v/t.hbm
}

// unpack is the time of a pass over frozen weights stored in fewer than 16
// bits: each tensor is read, written in 16 bits, and read again by its GEMM.
func (t *trainer) unpack() float64 {
	if !t.p.LoRA || t.p.frozen().Bytes() >= 2 {
		return 0
	}
	weights := (t.m.AttentionParams()+t.m.DenseParams())/float64(t.p.TP) + t.m.RoutedParams()/float64(t.p.EP)
	return weights * (t.p.frozen().Bytes() + 2) / t.hbm
}

// layers adds up all layers of the network for one microbatch.
func (t *trainer) layers() pass {
	var all pass
	m := t.m
	if m.FullLayers > 0 {
		all.add(t.attention(0), float64(m.FullLayers))
	}
	if m.SlidingLayers > 0 {
		all.add(t.attention(m.Window), float64(m.SlidingLayers))
	}
	if m.LinearLayers > 0 {
		all.add(t.scan(), float64(m.LinearLayers))
	}
	if m.DenseLayers > 0 {
		all.add(t.dense(), float64(m.DenseLayers))
	}
	if m.MoELayers > 0 {
		all.add(t.experts(), float64(m.MoELayers))
	}
	x := t.unpack()
	all.add(pass{fwd: x, bwd: x, recomputed: x}, 1)
	return all
}
