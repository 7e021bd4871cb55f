package component

import (
	"weir/engine/ai"
	"weir/engine/report"
)

// curvePoints are the rates of the load curve, 0 to 1.2 times saturation.
const curvePoints = 13

// atSaturation is how near to it a rate counts as saturation itself: the last
// bits of the division leave figures of 10¹⁵ s there.
const atSaturation = 1e-9

// later adds to the figures of a served load, once, what takes many times as
// long as they and nothing in the flow depends on.
func (m *generating) later(l ai.Load, to *report.AI) func() {
	done := false
	return func() {
		if done {
			return
		}
		done = true
		to.Curve = m.curve(l)
		if m.slo[0] > 0 || m.slo[1] > 0 {
			to.Figures = append(to.Figures, figure("slo_goodput_per_s", words("Goodput within both bounds", "满足双重时限的有效吞吐"), ai.Goodput(m.deployment, l, m.slo[0], m.slo[1]), "1/s"))
		}
	}
}

// curve is the load curve of the deployment.
func (m *generating) curve(l ai.Load) []report.LoadPoint {
	points := ai.Curve(m.deployment, l, curvePoints)
	out := make([]report.LoadPoint, len(points))
	for i, p := range points {
		out[i] = report.LoadPoint{
			RatePerS: report.Number(p.Rate), TTFTS: report.Number(p.TTFT), TPOTS: report.Number(p.TPOT),
			LatencyS: report.Number(p.Latency), TokensPerS: report.Number(p.Throughput),
		}
		if p.Utilisation >= 1-atSaturation { // the queue grows without bound
			out[i].TTFTS, out[i].LatencyS = report.Unbounded, report.Unbounded
		}
	}
	return out
}
