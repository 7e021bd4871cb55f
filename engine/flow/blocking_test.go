package flow

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/quantity"
	"weir/engine/report"
)

// An edit of a design whose stations hold each other back answers what it
// answers from nothing, and nothing is lost but where it is turned away.
func TestHeldBackIsTheSameAfterAnEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSketch()
		s.node("users", "source.requests", "rate", fmt.Sprintf("%d/s", rapid.IntRange(1, 120).Draw(t, "rate"))).node("out", "sink.response")
		last, n := "users", rapid.IntRange(2, 4).Draw(t, "stations")
		for i := range n {
			id := fmt.Sprintf("n%d", i)
			s.node(id, "proc.cpu", "service", "10 ms", "fanout", "split", "servers", rapid.IntRange(1, 2).Draw(t, "servers"),
				"capacity", rapid.IntRange(2, 9).Draw(t, "capacity"), "when_full", rapid.SampledFrom([]string{"drop", "block"}).Draw(t, "full"),
				"service_scv", rapid.SampledFrom([]float64{0, 1, 3}).Draw(t, "scv"))
			s.wire("to"+id, last, id)
			last = id
		}
		s.wire("end", last, "out")
		if rapid.Bool().Draw(t, "loop") {
			s.wire("back", last, fmt.Sprintf("n%d", rapid.IntRange(0, n-1).Draw(t, "to")))
		}
		plan := Compile(s.Design, nil)
		sol := Solve(plan, nil)
		for range 3 {
			d := s.Design.Clone()
			id := fmt.Sprintf("n%d", rapid.IntRange(0, n-1).Draw(t, "node"))
			d.Nodes[id] = d.Nodes[id].Clone()
			d.Nodes[id].Params["capacity"] = quantity.Num(float64(rapid.IntRange(0, 9).Draw(t, "other")))
			plan = Compile(d, plan)
			sol = Solve(plan, sol)
			r := sol.Report(report.Fast)
			got, want := report.Encode(r), report.Encode(Solve(Compile(d, nil), nil).Report(report.Fast))
			if !bytes.Equal(got, want) {
				t.Fatalf("incremental:\n%s\nfresh:\n%s", got, want)
			}
			for i := range n {
				id := fmt.Sprintf("n%d", i)
				if full, _ := d.Nodes[id].Params["when_full"].Text(); full == "block" && r.Nodes[id].LossRatio != 0 {
					t.Fatalf("%s holds back and loses %v", id, r.Nodes[id].LossRatio)
				}
			}
			s.Design = d
		}
	})
}
