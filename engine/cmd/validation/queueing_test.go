package validation

import (
	"os"
	"testing"

	"weir/engine/queue/cases"
)

// TestQueueingCases holds the engine to every published queueing case.
func TestQueueingCases(t *testing.T) {
	data, err := os.ReadFile("testdata/queueing.json")
	if err != nil {
		t.Fatal(err)
	}
	list, err := cases.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	q := Queues(list)
	for _, c := range q.Checks {
		if c.Failed {
			t.Errorf("%s: %s = %.12g, want %.12g (off %.2g, allowed %.2g; by design: %t)", c.Case, c.Metric, c.Got, c.Want, c.Off(), c.Allowed, c.Design)
		}
	}
	if q.Cases != len(list) || len(q.Skipped) > 0 || q.Failed > 0 {
		t.Errorf("%d of %d cases answered, %d failed, skipped: %v", q.Cases, len(list), q.Failed, q.Skipped)
	}
	if 2*len(q.Formula) > len(list) {
		t.Errorf("%d of %d cases by formula only", len(q.Formula), len(list))
	}
	for _, line := range q.Summary() {
		t.Log(line)
	}
}
