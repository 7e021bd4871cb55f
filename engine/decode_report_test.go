package engine_test

import (
	"bytes"
	"testing"

	"weir/engine"
	"weir/engine/report"
	"weir/engine/sample"
)

// A report passed on between parts of a program is the same report, what is
// unbounded told from what does not apply.
func TestReportSurvivesBeingPassedOn(t *testing.T) {
	unbounded := false
	for seed := range uint64(60) {
		want := engine.Evaluate(sample.Random(seed))
		exact := report.EncodeExact(want)
		got, err := report.Decode(exact)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !bytes.Equal(report.EncodeExact(got), exact) || !bytes.Equal(report.Encode(got), report.Encode(want)) {
			t.Errorf("seed %d: the report changed", seed)
		}
		unbounded = unbounded || bytes.Contains(exact, []byte(`"inf"`))
	}
	if !unbounded {
		t.Error("no design of the sample has an unbounded figure: the test shows nothing about them")
	}
}
