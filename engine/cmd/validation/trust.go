package validation

import (
	"fmt"
	"strconv"

	"weir/engine"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/queue/cases"
	"weir/engine/report"
)

// trusted answers cases of availability, checkpoints, caches and the hours of
// a day as designs; nil for others.
func trusted(c *cases.Case) cases.Figures {
	switch c.Category {
	case "availability":
		return available(c)
	case "checkpointing":
		return checkpointed(c)
	case "cache":
		if c.Has("items") {
			return looked(c)
		}
	case "time-varying":
		if !c.Has("servers") {
			return swinging(c)
		}
	}
	return nil
}

// swinging is a station without queue under a load that is a sine over a day.
func swinging(c *cases.Case) cases.Figures {
	if c.Num("period_h") != 24 {
		panic(cases.Missing("period of a day"))
	}
	s := newSketch(c.ID, 1)
	params := s.station(0, 1, 1, 1)
	params["discipline"], params["service"] = quantity.Str("delay"), unit(c.Num("mean_service_h"), " h")
	mean := c.Num("lambda_mean_per_h")
	s.source(0, 1, 1, 0)
	for _, n := range s.Nodes {
		if n.Kind == "source.requests" {
			n.Params["rate"], n.Params["swing"] = unit(mean, "/h"), quantity.Num(c.Num("amplitude_per_h")/mean)
		}
	}
	s.wire(stop(0), "out", 1)
	sine := engine.Evaluate(s.Design).Day.Nodes[stop(0)].Sine
	return cases.Figures{"L_mean": float64(sine.Mean), "L_peak": float64(sine.Peak), "L_min": float64(sine.Least), "peak_lag_h": float64(sine.LagS) / 3600}
}

// available answers by the availability of the whole.
func available(c *cases.Case) cases.Figures {
	s := newSketch(c.ID, 1)
	s.source(0, 1, 1, 0)
	switch {
	case c.Inputs["series"] != nil:
		last := s.series(0, c.List("series"))
		s.spread(last, c.List("parallel"))
	case c.Has("lambda_per_h"):
		s.replicas(c, quantity.Num(1))
		r := engine.Evaluate(s.Design)
		return cases.Figures{"mttf_h": figure(r.Nodes[stop(0)], "mttf_s") / 3600}
	case c.Has("k"):
		s.replicas(c, quantity.Num(c.Num("component_availability")))
	default:
		s.bridge(c.Num("component_availability"))
	}
	up := float64(engine.Evaluate(s.Design).Summary.Availability)
	return cases.Figures{"availability": up, "unavailability": 1 - up, "downtime_min_per_year": (1 - up) * 365 * 24 * 60}
}

// replicas is one station of so many servers of which so many are needed.
func (s sketch) replicas(c *cases.Case, up quantity.Value) {
	k, n := 0, 0
	if c.Has("k") {
		k, n = c.Int("k"), c.Int("n")
	} else if _, err := fmt.Sscanf(c.Model, "MTTF of %d-of-%d", &k, &n); err != nil {
		panic(cases.Missing("k of n in the model"))
	}
	params := s.station(0, 1, 0.001, 1)
	params["hosts"], params["needed"], params["availability"] = count(n), count(k), up
	if c.Has("lambda_per_h") {
		params["mtbf"] = unit(1/c.Num("lambda_per_h"), " h")
	}
	s.wire(stop(0), "out", 1)
}

// series is one station after another; it returns the last.
func (s sketch) series(at int, up []float64) int {
	for i, a := range up {
		s.station(at+i, 1, 0.001, 1)["availability"] = quantity.Num(a)
		if i > 0 {
			s.wire(stop(at+i-1), stop(at+i), 1)
		}
	}
	return at + len(up) - 1
}

// spread is a balancer that never fails before stations abreast.
func (s sketch) spread(after int, up []float64) {
	s.Nodes["balancer"] = &design.Node{Kind: "net.balancer", Params: map[string]quantity.Value{"availability": quantity.Num(1)}}
	s.wire(stop(after), "balancer", 1)
	for i, a := range up {
		at := after + 1 + i
		s.station(at, 1, 0.001, 1)["availability"] = quantity.Num(a)
		s.wire("balancer", stop(at), 1)
		s.wire(stop(at), "out", 1)
	}
}

// bridge is five links, the fifth between the two ways; it leads both ways,
// as a way back to where one came from helps nobody.
func (s sketch) bridge(up float64) {
	s.Nodes[stop(0)] = &design.Node{Kind: "net.balancer", Params: map[string]quantity.Value{"availability": quantity.Num(1)}}
	for _, id := range []string{"a", "b", "cross", "c", "d"} {
		s.Nodes[id] = &design.Node{Kind: "net.link", Params: map[string]quantity.Value{"availability": quantity.Num(up), "fanout": quantity.Str("split")}}
	}
	for _, ends := range [][2]string{{stop(0), "a"}, {stop(0), "b"}, {"a", "c"}, {"a", "cross"}, {"b", "d"}, {"b", "cross"}, {"cross", "c"}, {"cross", "d"}, {"c", "out"}, {"d", "out"}} {
		s.wire(ends[0], ends[1], 1)
	}
}

// checkpointed is a training run: once at the best interval, which is its
// default, once at Young's. Its checkpoint bandwidth is set so that writing a
// checkpoint takes as long as the case says.
func checkpointed(c *cases.Case) cases.Figures {
	train := func(bandwidth float64, interval float64) *report.Node {
		s := newSketch(c.ID, 1)
		params := map[string]quantity.Value{
			"mtbf": unit(c.Num("mtbf_s"), " s"), "restart": unit(c.Num("restart_s"), " s"),
			"checkpoint_bandwidth": unit(bandwidth, " B/s"),
			"dp":                   count(1), "tp": count(1), "pp": count(1),
		}
		if interval > 0 {
			params["checkpoint"] = unit(interval, " s")
		}
		s.Nodes["train"] = &design.Node{Kind: "ai.training", Params: params}
		s.Nodes["data"] = &design.Node{Kind: "source.dataset", Params: map[string]quantity.Value{"class": quantity.Str("c0")}}
		s.wire("data", "train", 1)
		s.wire("train", "out", 1)
		return engine.Evaluate(s.Design).Nodes["train"]
	}
	const trial = 1e9
	bandwidth := trial * figure(train(trial, 0), "checkpoint_write_s") / c.Num("checkpoint_s")
	best := train(bandwidth, 0)
	f := cases.Figures{
		"young_interval_s": figure(best, "checkpoint_young_s"), "daly_interval_s": figure(best, "checkpoint_daly_s"),
		"exact_optimal_interval_s": figure(best, "checkpoint_best_s"), "efficiency_at_opt": figure(best, "goodput"),
	}
	f["efficiency_at_young"] = figure(train(bandwidth, f["young_interval_s"]), "goodput")
	return f
}

// looked is a cache that computes its hit ratio.
func looked(c *cases.Case) cases.Figures {
	s := newSketch(c.ID, 1)
	s.source(0, 100, 1, 0)
	s.Nodes[stop(0)] = &design.Node{Kind: "store.cache", Params: map[string]quantity.Value{
		"replacement": quantity.Str("lru"), "items": count(c.Int("items")), "zipf": quantity.Num(c.Num("zipf_s")), "room": count(c.Int("cache_items")),
	}}
	for i, port := range []string{"hit", "miss"} {
		s.Edges["e"+strconv.Itoa(i)] = &design.Edge{From: design.End{stop(0), port}, To: design.End{"out", "in"}}
	}
	return cases.Figures{"hit_ratio": figure(engine.Evaluate(s.Design).Nodes[stop(0)], "hit_ratio_mean")}
}

// figure is one of a node's own.
func figure(n *report.Node, key string) float64 {
	all := n.Figures
	if n.AI != nil {
		all = append(all[:len(all):len(all)], n.AI.Figures...)
	}
	for _, f := range all {
		if f.Key == key {
			return float64(f.Value)
		}
	}
	panic(cases.Missing("figure " + key))
}
