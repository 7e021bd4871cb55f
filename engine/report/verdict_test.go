package report_test

import (
	"math"
	"testing"

	"weir/engine/report"
)

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		name                string
		value, half, closed report.Number
		agrees              bool
		class               report.ErrorClass
		want                report.Verdict
	}{
		{"within", 1, 0.01, 1.02, true, "B", report.Agrees},
		{"beyond", 1, 0.01, 1.2, false, "B", report.Differs},
		{"a rough one near by", 1, 0.01, 1.02, true, "D", report.Unstated},
		{"a rough one far off", 6.12, 0.02, 5.39, true, "D", report.Differs},
		{"a rough one far off, too noisy to tell", 6.12, 0.2, 5.39, true, "D", report.Unstated},
		{"nothing seen", report.NA, 0, 1, true, "A", report.Unseen},
		{"nothing said", 1, 0.1, report.NA, true, "A", report.Unseen},
	} {
		e := report.Estimate{Value: c.value, Half: c.half, Closed: c.closed, Agrees: c.agrees}
		if got := e.Verdict(c.class); got != c.want {
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
