package sample_test

import (
	"bytes"
	"math"
	"testing"

	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/flow"
	"weir/engine/report"
	"weir/engine/sample"
)

func evaluate(d *design.Design) *report.Report {
	return flow.Solve(flow.Compile(d, nil), nil).Report(report.Fast)
}

// TestRandomDesignsAreDesigns says that what is generated survives the strict
// decoder, comes back as it was, and has figures: most of it carries work.
func TestRandomDesignsAreDesigns(t *testing.T) {
	carrying := 0
	for seed := range uint64(200) {
		d := sample.Random(seed)
		content, err := design.Encode(d)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		back, err := design.Decode(content)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, content)
		}
		again, err := design.Encode(back)
		if err != nil || !bytes.Equal(again, content) {
			t.Fatalf("seed %d does not come back as it was (%v)", seed, err)
		}
		if r := evaluate(back); len(r.Journeys)+len(r.Jobs) > 0 {
			carrying++
		}
	}
	if carrying < 150 {
		t.Errorf("only %d of 200 random designs carry any work to a sink", carrying)
	}
}

// TestPlantIsSound says that the design of the benchmarks is one an expert
// would draw: no error, every journey with a finite latency.
func TestPlantIsSound(t *testing.T) {
	d := sample.Plant(100)
	if len(d.Nodes) != 100 {
		t.Fatalf("%d nodes", len(d.Nodes))
	}
	r := evaluate(d)
	for _, found := range r.Diagnostics {
		if found.Severity == diagnostic.Error {
			t.Errorf("%s at %+v: %s", found.Code, found.At, found.Message.EN)
		}
	}
	for _, j := range r.Journeys {
		if p99 := float64(j.LatencyS.P99); math.IsNaN(p99) || math.IsInf(p99, 0) {
			t.Errorf("%s to %s: p99 %v", j.Source, j.Sink, p99)
		}
	}
}
