package engine_test

import (
	"strings"
	"testing"

	"weir/engine"
	"weir/engine/report"
	"weir/examples"
)

// TestEveryFigureStatesItsError goes through the settled reports of all
// examples: what a formula says has a method and an error class.
func TestEveryFigureStatesItsError(t *testing.T) {
	seen := map[string]int{}
	state := func(at string, class report.ErrorClass) {
		seen[at]++
		if !strings.Contains("ABCD", string(class)) || class == "" {
			t.Errorf("%s: error class %q", at, class)
		}
	}
	for _, e := range examples.Gallery {
		d, err := examples.Open(e.ID, "en")
		if err != nil {
			t.Fatal(err)
		}
		r := engine.Evaluate(d)
		state("availability by "+r.Summary.AvailabilityMethod, r.Summary.AvailabilityClass)
		for _, c := range r.Classes {
			state("carried", c.ErrorClass)
		}
		for _, j := range r.Journeys {
			state("journey", j.ErrorClass)
		}
		for _, n := range r.Nodes {
			if n.Method != "" && n.AI == nil {
				state("station", n.ErrorClass)
			}
			for _, f := range n.Figures {
				switch f.Key {
				case "rpo_s", "rto_s", "window_s", "mttf_s", "restore_bytes_per_s":
					state(f.Key+" by "+f.Method, f.ErrorClass)
				}
			}
		}
		for _, o := range r.Objectives {
			if strings.HasPrefix(o.Metric, "latency") || o.Metric == "availability" || o.Metric == "throughput" {
				state("objective", o.ErrorClass)
			}
		}
		for _, f := range r.Failures {
			for _, j := range f.Journeys {
				if j.P99S.Finite() {
					state("failure", j.ErrorClass)
				}
			}
		}
		if r.Performability != nil {
			for _, j := range r.Performability.Journeys {
				state("all failures", j.ErrorClass)
			}
		}
		if r.Day != nil {
			for _, h := range r.Day.Hours {
				state("hour", h.ErrorClass)
			}
		}
	}
	for _, at := range []string{"availability by factoring", "rpo_s by free bandwidth", "rto_s by free bandwidth", "objective", "failure", "all failures"} {
		if seen[at] == 0 {
			t.Errorf("no example has: %s", at)
		}
	}
}

// TestHitRatiosStateTheirError: as given, exact, and by Che's approximation; a
// mirrored store lasts by its chain.
func TestHitRatiosStateTheirError(t *testing.T) {
	for params, want := range map[string][2]string{
		`"replacement": "given", "hit_ratio": 0.5`:                           {"", ""},
		`"replacement": "lru", "items": 10, "zipf": 1, "room": 3`:            {"King", "A"},
		`"replacement": "fifo", "items": 200, "zipf": 1, "room": 20`:         {"King", "A"},
		`"replacement": "lru", "items": 1000, "zipf": 1, "room": 100`:        {"Che", "B"},
		`"replacement": "fifo", "items": 100000, "zipf": 1, "room": 10`:      {"Che", "C"},
		`"replacement": "lru", "items": 1000, "zipf": 1, "room": 2`:          {"Che", "D"},
		`"replacement": "ttl", "items": 1000, "zipf": 1, "lifetime": "10 s"`: {"TTL", "A"},
	} {
		d, err := engine.Decode([]byte(`{"weir":1,"title":"t","classes":{"c":{"name":"c","size":{"mean":"1 kB"}}},"nodes":{
			"s":{"kind":"source.requests","at":[0,0],"params":{"rate":"100/s"}},
			"c":{"kind":"store.cache","at":[1,0],"params":{"service":"1 ms",` + params + `}},
			"b":{"kind":"proc.cpu","at":[2,0],"params":{"service":"5 ms","service_scv":1}},
			"z":{"kind":"sink.response","at":[3,0]}},
			"edges":{"a":{"from":["s","out"],"to":["c","in"]},"h":{"from":["c","hit"],"to":["z","in"]},
			"m":{"from":["c","miss"],"to":["b","in"]},"o":{"from":["b","out"],"to":["z","in"]}}}`))
		if err != nil {
			t.Fatal(err)
		}
		r := engine.Evaluate(d)
		found := false
		for _, f := range r.Nodes["c"].Figures {
			if f.Key == "hit_ratio_mean" {
				found = true
				if f.Method != want[0] || string(f.ErrorClass) != want[1] {
					t.Errorf("%s: %q, class %q; want %q", params, f.Method, f.ErrorClass, want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no hit ratio", params)
		}
		// The hits decide who goes on; of the wait behind the misses, little here,
		// no more than it is is in doubt.
		if got := r.Journeys[0].ErrorClass; got < report.ErrorClass(want[1]) || got == "D" && want[1] != "D" {
			t.Errorf("%s: the journey says %s", params, got)
		}
		given := want[0] == ""
		if exact := r.Nodes["b"].ErrorClass == "A"; exact != given {
			t.Errorf("%s: behind its misses class %s", params, r.Nodes["b"].ErrorClass)
		}
	}
}
