package flow

import "testing"

// TestPaceAlongTheWay: behind a constant service nobody waits, through links and
// parts of the stream too; who comes round a loop, or is sent again, comes
// between.
func TestPaceAlongTheWay(t *testing.T) {
	constant := func(s sketch, id, service string) sketch {
		return s.node(id, "proc.cpu", "servers", 1, "service", service, "service_scv", 0, "fanout", "split")
	}
	row := func(source ...any) sketch {
		s := newSketch().node("users", "source.requests", source...)
		s = constant(constant(constant(s, "a", "1 s"), "b", "0.9 s"), "c", "1 s").node("out", "sink.response")
		return s.wire("1", "users", "a").wire("2", "a", "b")
	}
	straight := func(s sketch) sketch { return s.wire("3", "b", "c").wire("4", "c", "out") }
	for name, x := range map[string]struct {
		s    sketch
		want map[string]string
	}{
		"in a row":  {straight(row("rate", "0.5/s")), map[string]string{"a": "M/G/1", "b": "paced", "c": "paced"}},
		"a part":    {row("rate", "0.5/s").wire("3", "b", "c", weighing(0.5)).wire("4", "c", "out").wire("5", "b", "out", weighing(0.5)), map[string]string{"c": "paced"}},
		"clockwork": {straight(row("rate", "0.5/s", "burstiness", 0)), map[string]string{"a": "paced", "b": "paced", "c": "paced"}},
		"groups":    {straight(row("rate", "0.5/s", "burstiness", 0, "batch", 3)), map[string]string{"b": "paced"}},
		"a loop":    {row("rate", "0.3/s").wire("3", "b", "c").wire("4", "c", "out", weighing(0.7)).wire("5", "c", "b", weighing(0.3)), nil},
		"retries":   {straight(row("rate", "0.5/s", "burstiness", 0, "retries", 2, "timeout", "2 s")), map[string]string{"b": "paced"}},
	} {
		_, r := solve(t, x.s)
		for id, method := range x.want {
			if got := r.Nodes[id].Method; got != method {
				t.Errorf("%s: %s by %s, want %s", name, id, got, method)
			}
		}
		switch name {
		case "a loop":
			if r.Nodes["b"].Method == "paced" || r.Nodes["c"].Method == "paced" {
				t.Errorf("a loop: %s and %s", r.Nodes["b"].Method, r.Nodes["c"].Method)
			}
		case "groups", "retries":
			if r.Nodes["a"].Method == "paced" {
				t.Errorf("%s: nobody waits at the first", name)
			}
		}
	}
}
