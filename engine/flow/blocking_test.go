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

// Two stations that hold each other back stand still for good once both are
// full, wherever a source sends to: past a station without limit before them,
// or to one of them, or to both. One that turns away breaks the circle.
func TestDeadlockIsFound(t *testing.T) {
	for fed, full := range map[string]string{"feeder": "block", "a": "block", "both": "block", "turns away": "drop"} {
		s := newSketch().node("users", "source.requests", "rate", "4/s").node("feeder", "proc.cpu", "service", "1 ms", "fanout", "split").node("out", "sink.response").
			node("a", "proc.cpu", "service", "100 ms", "servers", 1, "capacity", 3, "fanout", "split", "when_full", "block").
			node("b", "proc.cpu", "service", "100 ms", "servers", 1, "capacity", 3, "fanout", "split", "when_full", full).
			wire("ab", "a", "b").wire("ba", "b", "a", weighing(0.3)).wire("end", "b", "out", weighing(0.7))
		switch fed {
		case "feeder":
			s.wire("in", "users", "feeder").wire("on", "feeder", "a")
		case "both":
			s.node("more", "source.requests", "rate", "1/s").wire("in", "users", "a").wire("too", "more", "b")
		default:
			s.wire("in", "users", "a")
		}
		_, r := solve(t, s)
		told := 0
		for _, d := range r.Diagnostics {
			if d.Code == "flow.deadlock" && (d.At.Node == "a" || d.At.Node == "b") && d.Fix != nil {
				told++
			}
		}
		if (told > 0) != (full == "block") {
			t.Errorf("%s: told %d times: %+v", fed, told, r.Diagnostics)
		}
	}
}
