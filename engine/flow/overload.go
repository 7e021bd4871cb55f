package flow

import (
	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// Overloaded tells whether some node cannot keep up, so that its queue grows
// for as long as is simulated.
func (t *Twin) Overloaded() bool { return len(t.over) > 0 }

// Lasting is the time in which so many items come from all sources, s.
func (t *Twin) Lasting(items int) float64 {
	rate := 0.0
	for i := range t.Network.Sources {
		s := &t.Network.Sources[i]
		switch {
		case s.Trace != nil:
			rate += float64(len(s.Trace.Rows)) / s.Trace.Span
		case s.Users > 0: // they think, and wait for as long again at most
			rate += float64(s.Users) / max(s.Between.Mean, 1)
		default:
			rate += max(s.Bulk.Mean, 1) / s.Between.Mean
		}
	}
	return float64(items) / rate
}

// unsteady says that figures depend on how long is simulated.
func unsteady(node string, horizon float64) diagnostic.Diagnostic {
	return diagnostic.Diagnostic{
		Code: "sim.unsteady", Severity: diagnostic.Warning, At: diagnostic.Place{Node: node},
		Message: diagnostic.Text{
			EN: "No steady state: this node cannot keep up and its queue grows. Figures are of the first " + quantity.Format(horizon, quantity.Time, "en") + ", from an empty start.",
			ZH: "没有稳态：该节点跟不上负载，队列不断增长。数字为从空载起前 " + quantity.Format(horizon, quantity.Time, "zh") + " 的结果。",
		},
	}
}
