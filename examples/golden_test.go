package examples_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"weir/engine"
	"weir/engine/report"
	"weir/examples"
)

var update = flag.Bool("update", false, "write the golden reports anew")

// Every example evaluates to its golden report, to the byte.
func TestGoldenReports(t *testing.T) {
	for _, e := range examples.Gallery {
		t.Run(e.ID, func(t *testing.T) {
			d, err := examples.Open(e.ID, "en")
			if err != nil {
				t.Fatal(err)
			}
			got := report.Encode(engine.Evaluate(d))
			file := e.ID + ".report.json"
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the report differs from %s:\n%s\nafter a change that was meant, run: go test ./examples -update", file, firstDifference(got, want))
			}
		})
	}
}

func firstDifference(got, want []byte) string {
	a, b := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			return "got  " + string(a[i]) + "\nwant " + string(b[i])
		}
	}
	return "one is longer"
}
