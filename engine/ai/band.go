package ai

import (
	"math"

	"weir/engine/catalog"
)

// bands attaches the error bands and says whether measurements like this one
// stand behind them: outside what was validated they are half wider than those
// of models left out of the fit.
func bands(r *replica, s *Serving) {
	a := accuracy()
	d := &r.d
	s.Why = a.outside(r, s)
	inside := s.Why.EN == ""
	seen := a.seen(d.Model)
	if inside && !seen {
		s.Why = a.unseen(d.Model)
	}
	s.Calibrated = inside && seen
	cell := a.behind(d)
	band := func(rows int, figure, class string) float64 {
		x := a.band(figure, class, seen)
		if !inside || rows < leastRows {
			x = outsideBand * a.band(figure, class, false)
		}
		return x
	}
	family := "dense"
	if d.Model.MoE() {
		family = "moe"
	}
	tpot, ttft, engine := "tpot", "ttft", string(d.Engine.measured())
	if d.Disaggregated != nil {
		tpot, ttft, engine = "tpot_disaggregated", "ttft_disaggregated", "all"
	}
	s.TPOT.Band = band(cell.TPOT, tpot, family)
	s.TTFTAlone.Band = band(cell.TTFT, ttft, engine)
	s.TTFT.Band = s.TTFTAlone.Band
	if r.nearSaturation(s) {
		s.TTFT.Band = max(s.TTFT.Band, a.band("ttft_saturated", "all", true))
	}
	s.Latency.Band = latencyBand(r, s)
	s.TPOTAll.Band = s.Latency.Band
	x := max(band(cell.Throughput, "throughput", family), a.deviceBand(d.Device))
	s.Throughput.Band, s.Saturation.Band = x, x
}

// latencyBand is that of a first token and the rest, each by its share.
func latencyBand(r *replica, s *Serving) float64 {
	rest := r.after() * s.TPOT.Value
	all := s.TTFT.Value + rest
	if !(all > 0) || math.IsInf(all, 0) {
		return max(s.TTFT.Band, s.TPOT.Band)
	}
	return (s.TTFT.Value*s.TTFT.Band + rest*s.TPOT.Band) / all
}

// measured is the engine whose measurements an engine shares: the compiled
// TensorRT-LLM has no first-token measurements under load of its own.
func (e Engine) measured() Engine {
	if e == TensorRTCompiled {
		return TensorRT
	}
	return e
}

// deviceBand is the band of throughput over the rows of a device, 0 where it
// has none of its own.
func (a *Accuracy) deviceBand(d *catalog.Device) float64 {
	for i := range a.Classes {
		if c := &a.Classes[i]; c.Figure == "throughput_device" && c.Class == d.ID {
			return c.P90
		}
	}
	return 0
}

// unseen says that the architecture has no measurements behind it.
func (a *Accuracy) unseen(m *catalog.Model) Text {
	return Text{
		EN: m.Label.EN + " is not among the measured models (" + a.names + "): the band is that of models left out of the fit.",
		ZH: m.Label.ZH + " 不在实测模型之列（" + a.names + "）：误差带取自拟合中被留出的模型。",
	}
}
