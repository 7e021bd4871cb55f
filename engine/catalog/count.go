package catalog

// Parameters by place. All counts are of the whole network; what one device
// holds follows from the parallel split (package ai).

// AttentionParams is the parameters of all token mixers.
//
//	GQA: h·(nq·d + nkv·d) + h·nkv·dv + nq·dv·h        (a gate doubles nq·d)
//	MLA: h·rq + rq·nq·(dn+dr) + h·(r+dr) + r·nq·(dn+dv) + nq·dv·h
func (m Model) AttentionParams() float64 {
	full := float64(m.FullLayers + m.SlidingLayers)
	return full*(m.SplitParams()+m.SharedParams()) + float64(m.LinearLayers)*m.LinearParams()
}

// SplitParams is the part of one attention layer that tensor parallelism divides.
func (m Model) SplitParams() float64 {
	h, nq, d, dv := float64(m.Hidden), float64(m.Heads), float64(m.HeadDim), float64(m.ValueDim)
	if m.LatentKV > 0 {
		r, dn, dr := float64(m.LatentKV), float64(m.NopeDim), float64(m.RopeDim)
		q := float64(m.LatentQ)
		if q == 0 {
			q = h
		}
		return nq * (q*(dn+dr) + r*(dn+dv) + dv*h)
	}
	out := nq * dv * h
	if m.OutputRank > 0 {
		out = nq*d*float64(m.OutputRank) + float64(m.OutputGroups*m.OutputRank)*h
	}
	q := h * nq * d
	if m.LatentQ > 0 {
		q = float64(m.LatentQ) * nq * d
	}
	if m.GatedAttention {
		q *= 2
	}
	return q + out
}

// SharedParams is the part of one attention layer that is divided by KV
// heads only (GQA) or not at all (MLA's compressions).
func (m Model) SharedParams() float64 {
	h := float64(m.Hidden)
	if m.LatentKV > 0 {
		return h*float64(m.LatentQ) + h*float64(m.LatentKV+m.RopeDim) + m.indexerParams()
	}
	kv := h * float64(m.KVHeads) * float64(m.HeadDim+m.ValueDim)
	if m.SharedKeyValue {
		kv = h * float64(m.KVHeads) * float64(m.HeadDim)
	}
	return kv + h*float64(m.LatentQ) + m.indexerParams()
}

func (m Model) indexerParams() float64 {
	if m.IndexTopK == 0 {
		return 0
	}
	q := float64(m.LatentQ)
	if q == 0 {
		q = float64(m.Hidden)
	}
	return q*float64(m.IndexHeads*m.IndexDim) + float64(m.Hidden)*float64(m.IndexDim+m.IndexHeads)
}

// LinearParams is the parameters of one linear-attention or Mamba-2 layer:
// projections to queries, keys, values and gate, and the output projection.
func (m Model) LinearParams() float64 {
	if m.LinearLayers == 0 {
		return 0
	}
	h := float64(m.Hidden)
	return h*float64(2*m.StateKey+2*m.StateValue) + float64(m.StateValue)*h
}

// Matrices is the number of matrices in a feed-forward block: 3 or 2.
func (m Model) Matrices() float64 {
	if m.Gated {
		return 3
	}
	return 2
}

// DenseParams is the parameters of all dense feed-forward blocks and shared experts.
func (m Model) DenseParams() float64 {
	k, h := m.Matrices(), float64(m.Hidden)
	latent := 0.0
	if m.ExpertHidden > 0 && m.ExpertHidden != m.Hidden {
		latent = 2 * h * float64(m.ExpertHidden) * float64(m.MoELayers)
	}
	return k*h*(float64(m.DenseLayers)*float64(m.FFN)+float64(m.MoELayers)*float64(m.SharedFFN)) + latent
}

// ExpertParams is the parameters of one routed expert.
func (m Model) ExpertParams() float64 {
	return m.Matrices() * float64(m.ExpertHidden) * float64(m.ExpertFFN)
}

// RoutedParams is the parameters of all routed experts.
func (m Model) RoutedParams() float64 {
	return float64(m.MoELayers) * float64(m.Experts) * m.ExpertParams()
}

// HeadParams is the parameters of one vocabulary matrix.
func (m Model) HeadParams() float64 { return float64(m.Hidden) * float64(m.Vocab) }

// EmbeddingParams is the parameters of embedding and output head together.
func (m Model) EmbeddingParams() float64 {
	if m.Tied || m.Encoder {
		return m.HeadParams()
	}
	return 2 * m.HeadParams()
}

// SmallParams is norms and routers: what is neither a large matrix nor quantised.
func (m Model) SmallParams() float64 {
	h := float64(m.Hidden)
	return h*float64(2*m.Layers+1) + float64(m.MoELayers)*h*float64(m.Experts)
}

// Params is the parameters of the whole network.
func (m Model) Params() float64 {
	return m.AttentionParams() + m.DenseParams() + m.RoutedParams() + m.EmbeddingParams() + m.SmallParams() + m.VisionParams
}

// ActiveParams is the parameters that one token passes through.
func (m Model) ActiveParams() float64 {
	active := m.Params()
	if m.MoELayers > 0 {
		active -= float64(m.MoELayers) * float64(m.Experts-m.TopK) * m.ExpertParams()
	}
	return active
}

// KVPerToken is the key-value elements one token leaves in the cache over
// all full and sliding layers (bytes = elements x bytes per element):
// 2·nkv·d a layer, r + dr with MLA, which tensor parallelism does not divide.
func (m Model) KVPerToken() float64 {
	return float64(m.FullLayers+m.SlidingLayers) * m.KVPerLayer() * m.KVKept
}

// KVPerLayer is the key-value elements of one token in one layer.
func (m Model) KVPerLayer() float64 {
	switch {
	case m.LatentKV > 0:
		return float64(m.LatentKV + m.RopeDim)
	case m.SharedKeyValue:
		return float64(m.KVHeads * m.HeadDim)
	}
	return float64(m.KVHeads) * float64(m.HeadDim+m.ValueDim)
}

// StatePerSequence is the elements of recurrent state one sequence keeps in
// all linear layers, whatever its length.
func (m Model) StatePerSequence() float64 {
	return float64(m.LinearLayers) * float64(m.StateValue) * float64(m.StatePerHead)
}

// MoE reports whether the network routes tokens to experts.
func (m Model) MoE() bool { return m.MoELayers > 0 }

// MLA reports whether keys and values are kept as one latent vector.
func (m Model) MLA() bool { return m.LatentKV > 0 }

// Experts4Bit is the precision of routed experts that their makers publish in
// 4 bits beside 16-bit attention and dense blocks (gpt-oss MXFP4, Kimi K2.5
// INT4), "" of all others.
func (m Model) Experts4Bit() string {
	if p := m.NativePrecision; m.MoE() && (p == "mxfp4" || p == "int4" && m.MLA()) {
		return p
	}
	return ""
}
