package queue_test

import (
	"math"
	"os"
	"testing"

	"weir/engine/queue/cases"
)

// TestPublishedCases holds every formula to published values: exact ones
// within their tolerance (percentiles 1e-6), long simulations within 10 %
// (percentiles 15 %) or answered with class D.
func TestPublishedCases(t *testing.T) {
	data, err := os.ReadFile("testdata/queueing.json")
	if err != nil {
		t.Fatal(err)
	}
	list, err := cases.Read(data)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d cases, %v", len(list), err)
	}
	for _, c := range list {
		t.Run(c.ID, func(t *testing.T) {
			got, class, err := cases.Evaluate(&c)
			if err != nil {
				t.Fatal(err)
			}
			for metric, want := range c.Expected {
				value, ok := got[metric]
				if !ok {
					t.Errorf("%s: no figure for it", metric)
				}
				allowed := c.Tolerance(metric, class)
				if off := math.Abs(value/want.Value - 1); !(off <= allowed) {
					t.Errorf("%s = %.12g, want %.12g (off %.2g, allowed %.2g)", metric, value, want.Value, off, allowed)
				}
			}
		})
	}
}
