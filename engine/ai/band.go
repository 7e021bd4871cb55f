package ai

// Relative error bands: the 90th percentile of |predicted/measured − 1| over
// published measurements of the class of case.
const (
	bandTPOTDense   = 0.16
	bandTPOTMoE     = 0.30
	bandTTFT        = 0.60
	bandThroughput  = 0.20
	bandUnvalidated = 1.5 // factor where no measurement of the kind stands behind
)

// bands attaches the error bands and says whether measurements like this one
// stand behind them.
func bands(r *replica, s *Serving) {
	s.Calibrated, s.Why = covered(&r.d)
	f := 1.0
	if !s.Calibrated {
		f = bandUnvalidated
	}
	tpot := bandTPOTDense
	if r.d.Model.MoE() {
		tpot = bandTPOTMoE
	}
	s.TPOT.Band, s.TPOTAll.Band = tpot*f, tpot*f
	s.TTFT.Band, s.TTFTAlone.Band = bandTTFT*f, bandTTFT*f
	s.Latency.Band = tpot * f
	s.Throughput.Band, s.Saturation.Band = bandThroughput*f, bandThroughput*f
}

// covered reports whether the device class, engine and architecture have
// published measurements behind them.
func covered(d *Deployment) (bool, Text) {
	switch {
	case classOf(d.Device.Class) == classes-1:
		return false, Text{
			EN: "No published measurements for " + d.Device.Label.EN + " were used: efficiencies are the mean of other devices.",
			ZH: "未使用 " + d.Device.Label.ZH + " 的公开实测数据：效率取其他设备的平均值。",
		}
	case d.Engine == Generic:
		return false, Text{
			EN: "No measurements of this engine: its constants are the mean of the others.",
			ZH: "没有该引擎的实测数据：其常数取其他引擎的平均值。",
		}
	case d.Model.LinearLayers > 0:
		return false, Text{
			EN: "No published measurements of linear-attention or state-space layers were used.",
			ZH: "未使用线性注意力或状态空间层的公开实测数据。",
		}
	case d.PP > 1:
		return false, Text{
			EN: "Pipeline-parallel serving has no published measurements behind it here.",
			ZH: "流水线并行推理没有公开实测数据支持。",
		}
	case d.Speculative != nil:
		return false, Text{
			EN: "Speculative decoding is modelled, not validated: acceptance is your figure.",
			ZH: "推测解码由模型推算，未经验证：接受率由您给定。",
		}
	}
	return true, Text{}
}
