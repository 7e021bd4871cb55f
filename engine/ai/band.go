package ai

// bands attaches the error bands and says whether measurements like this one
// stand behind them.
func bands(r *replica, s *Serving) {
	a := accuracy()
	d := &r.d
	seen := a.seen(d.Model)
	s.Calibrated, s.Why = covered(a, d, seen)
	tpot, family := "tpot", "dense"
	if d.Model.MoE() {
		family = "moe"
	}
	if d.Disaggregated != nil {
		tpot = "tpot_disaggregated"
	}
	x := a.band(tpot, family, s.Calibrated)
	s.TPOT.Band, s.TPOTAll.Band, s.Latency.Band = x, x, x
	x = a.band("ttft", string(d.Engine.measured()), s.Calibrated)
	if d.Disaggregated != nil {
		x = a.band("ttft_disaggregated", "all", s.Calibrated)
	}
	s.TTFT.Band, s.TTFTAlone.Band = x, x
	x = a.band("throughput", family, s.Calibrated)
	s.Throughput.Band, s.Saturation.Band = x, x
}

// measured is the engine whose measurements an engine shares: the compiled
// TensorRT-LLM has no first-token measurements under load of its own.
func (e Engine) measured() Engine {
	if e == TensorRTCompiled {
		return TensorRT
	}
	return e
}

// covered reports whether the device, engine and architecture have published
// measurements behind them, and if not, which has none.
func covered(a *Accuracy, d *Deployment, seen bool) (bool, Text) {
	switch {
	case !a.device(d.Device):
		return false, Text{
			EN: "No published measurements on " + d.Device.Label.EN + " stand behind this: efficiencies are those of its class, or the mean of all.",
			ZH: "没有 " + d.Device.Label.ZH + " 的公开实测支持：效率取同类设备或所有设备的平均值。",
		}
	case d.Engine == Generic:
		return false, Text{
			EN: "No measurements of this engine: its constants are the mean of the others.",
			ZH: "没有该引擎的实测数据：其常数取其他引擎的平均值。",
		}
	case d.Model.LinearLayers > 0:
		return false, Text{
			EN: "No published measurements of linear-attention or state-space layers stand behind this.",
			ZH: "没有线性注意力或状态空间层的公开实测支持。",
		}
	case d.PP > 1:
		return false, Text{
			EN: "Pipeline-parallel serving has no published measurements behind it here.",
			ZH: "流水线并行推理没有公开实测支持。",
		}
	case d.Speculative != nil:
		return false, Text{
			EN: "Speculative decoding depends on the acceptance you enter.",
			ZH: "推测解码的结果取决于您填写的接受率。",
		}
	case !seen:
		return false, Text{
			EN: d.Model.Label.EN + " is not among the measured models (" + a.names + "): the band is that of models left out of the fit.",
			ZH: d.Model.Label.ZH + " 不在实测模型之列（" + a.names + "）：误差带取自拟合中被留出的模型。",
		}
	}
	return true, Text{}
}
