package app

import (
	"strings"
	"testing"

	"weir/app/text"
	"weir/engine/report"

	"pgregory.net/rapid"
)

// Labels of percentiles, however close, lie beside each other or in rows.
func TestPinsDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const wide = 366.0
		at := rapid.Float64Range(12, wide-12)
		var pins []*pin
		for _, label := range []string{"p50 4.1 s", "p95 4.43 s", "p99 4.44 s", "目标 ≤ 1.00 秒 →"} {
			pins = append(pins, &pin{at: at.Draw(t, "at"), label: label})
		}
		rows := placePins(pins, 0, wide)
		side := func(p *pin) (float64, float64) {
			if p.anchor == "end" {
				return p.x - textWidth(p.label, pinFont), p.x
			}
			return p.x, p.x + textWidth(p.label, pinFont)
		}
		for i, p := range pins {
			a, b := side(p)
			if a < 0 || b > wide || p.row >= rows {
				t.Fatalf("%q is at %g…%g in row %d of %d", p.label, a, b, p.row, rows)
			}
			for _, q := range pins[:i] {
				if c, d := side(q); p.row == q.row && a < d && c < b {
					t.Fatalf("%q at %g…%g lies over %q at %g…%g", p.label, a, b, q.label, c, d)
				}
			}
		}
	})
}

// An objective far beyond the axis is not drawn as if it were on it.
func TestObjectiveOffTheScale(t *testing.T) {
	j := &report.Journey{LatencyS: report.Latency{P50: 0.1, P95: 0.15, P99: 0.2}}
	if reach := reachOf(j, 0.5); reach < 0.5 {
		t.Errorf("an objective of 0.5 s beside 0.2 s is not on the axis, which ends at %g s", reach)
	}
	pins := pinsOf(text.EN, j, 1, scaleOf(800, reachOf(j, 1)))
	if last := pins[len(pins)-1]; last.rule != "" || !strings.HasSuffix(last.label, "→") {
		t.Errorf("beyond the axis: %+v", last)
	}
}
