package report_test

import (
	"math"
	"testing"

	"weir/engine/report"
)

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		name                      string
		value, half, closed, band report.Number
		want                      report.Verdict
	}{
		{"within", 1, 0.001, 1.02, 0.025, report.Agrees},
		{"beyond", 1, 0.01, 1.2, 0.025, report.Differs},
		{"a rough one near by", 1, 0.01, 1.02, 0, report.Unstated},
		{"a rough one far off", 6.12, 0.02, 5.39, 0, report.Differs},
		{"a rough one far off, too noisy to tell", 6.12, 0.2, 5.39, 0, report.Unstated},
		{"nothing seen", report.NA, 0, 1, 1e-3, report.Unseen},
		{"nothing said", 1, 0.1, report.NA, 1e-3, report.Unseen},
		{"within a wide band above", 1, 0.01, 1.7, 0.73, report.Agrees},
		{"beyond a wide band above", 1, 0.01, 1.8, 0.73, report.Differs},
		{"within a wide band below", 1, 0.01, 0.6, 0.73, report.Agrees},
		{"beyond a wide band below, by its ratio", 1, 0.01, 0.5, 0.73, report.Differs},
		{"nothing at all, and so it is", 0, 0, 0, 1e-3, report.Agrees},
	} {
		e := report.Estimate{Value: c.value, Half: c.half, Closed: c.closed, Band: c.band}
		e.Agrees = c.band > 0 && e.Within(float64(c.band), 0)
		if got := e.Verdict(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if x := (report.Estimate{Value: 2, Closed: 1}).Deviation(); x != -0.5 {
		t.Errorf("half of it deviates by %v", x)
	}
	if x := (report.Estimate{Closed: 1}).Deviation(); !math.IsNaN(float64(x)) {
		t.Errorf("of nothing: %v", x)
	}
}
