package flow

import (
	"math"
	"testing"

	"weir/engine/queue"
)

// A regular stream is divided by chance, a part goes through another station,
// and both parts meet again: in the long run they are as regular as before.
func TestPartsThatMeetAreNotIndependent(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "1/s", "burstiness", 0.25).
		node("door", "proc.cpu", "servers", 1, "service", "0.5 s", "fanout", "split").
		node("aside", "proc.cpu", "servers", 2, "service", "1 s", "service_scv", 2).
		node("desk", "proc.cpu", "servers", 1, "service", "0.7 s").
		node("out", "sink.response").
		wire("in", "users", "door").
		wire("past", "door", "desk", weighing(0.5)).wire("by", "door", "aside", weighing(0.5)).
		wire("back", "aside", "desk").wire("done", "desk", "out")
	solved, _ := solve(t, s)
	r := solved.base[indexOfNode(t, solved, "desk")]
	independent := queue.Merged(r.Load.Streams).Limit()
	if got := r.Burst.Limit(); math.Abs(got-0.25) > 0.01 || independent < 0.5 {
		t.Errorf("I(∞) = %v, want 0.25; independent parts have %v", got, independent)
	}
}

// What goes round a loop and leaves it is in the long run as bursty as what
// came, and meets what went past the loop as a part of one stream.
func TestLoopLeavesLongTimesAlone(t *testing.T) {
	s := newSketch().node("users", "source.requests", "rate", "1/s", "burstiness", 4).
		node("door", "proc.cpu", "servers", 1, "service", "0.5 s", "fanout", "split").
		node("work", "proc.cpu", "servers", 1, "service", "0.6 s", "service_scv", 0.5).
		node("check", "proc.cpu", "servers", 1, "service", "0.5 s", "fanout", "split").
		node("desk", "proc.cpu", "servers", 1, "service", "0.7 s").
		node("out", "sink.response").
		wire("in", "users", "door").
		wire("past", "door", "desk", weighing(0.3)).wire("through", "door", "work", weighing(0.7)).
		wire("to", "work", "check").wire("again", "check", "work", weighing(0.25)).wire("on", "check", "desk", weighing(0.75)).
		wire("done", "desk", "out")
	solved, _ := solve(t, s)
	g := solved.plan.graph
	for e, id := range g.edges {
		if id == "on" {
			if got, want := solved.wires[e].stream.Dispersion.Limit(), 0.7*4+0.3; math.Abs(got-want) > 0.03*want {
				t.Errorf("I(∞) = %v leaves the loop, want %v", got, want)
			}
		}
	}
	if got := solved.base[indexOfNode(t, solved, "desk")].Burst.Limit(); math.Abs(got-4) > 0.1 {
		t.Errorf("I(∞) = %v where all meet, want 4", got)
	}
}

func indexOfNode(t *testing.T, s *Solution, id string) int {
	t.Helper()
	for n, x := range s.plan.graph.nodes {
		if x == id {
			return n
		}
	}
	t.Fatal(id)
	return -1
}
