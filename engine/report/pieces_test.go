package report_test

import (
	"bytes"
	"testing"

	"weir/engine"
	"weir/engine/report"
	"weir/examples"
)

// TestPiecesAreTheReport: whatever the portion, the pieces of every example's
// report joined are the report, and none is much larger than a portion.
func TestPiecesAreTheReport(t *testing.T) {
	for _, e := range examples.Gallery {
		d, err := examples.Open(e.ID, "en")
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range []*report.Report{engine.Evaluate(d), {}} {
			whole := report.EncodeExact(r)
			want, err := report.Decode(whole)
			if err != nil {
				t.Fatal(err)
			}
			for _, portion := range []int{1, 300, 5000, 1 << 30} {
				pieces := report.Pieces(whole, portion)
				var got *report.Report
				for k, piece := range pieces {
					x, err := report.Decode(piece)
					if err != nil {
						t.Fatalf("%s: piece %d: %v\n%s", e.ID, k, err, piece)
					}
					if k == 0 {
						got = x
					} else {
						got.Join(x)
					}
				}
				if !bytes.Equal(report.EncodeExact(got), report.EncodeExact(want)) {
					t.Fatalf("%s by %d: another report", e.ID, portion)
				}
				if i == 0 && portion == 1 && len(pieces) != 1+len(r.Nodes)+len(r.Edges) {
					t.Errorf("%s: %d pieces of %d nodes and %d edges", e.ID, len(pieces), len(r.Nodes), len(r.Edges))
				}
			}
		}
	}
}
