package explain_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"weir/engine"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/explain"
	"weir/engine/quantity"
	"weir/engine/report"
)

// each calls f for every node of every example with a report.
func each(t *testing.T, f func(t *testing.T, n *explain.Node)) {
	t.Helper()
	files, err := filepath.Glob("../../examples/*.weir.json")
	if err != nil || len(files) < 3 {
		t.Fatalf("examples: %v %v", files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := design.Decode(content)
		if err != nil {
			t.Fatal(err)
		}
		for _, node := range d.Nodes { // a run of a length has a duration and a cost
			if node.Kind == "ai.training" {
				node.Params["tokens"] = quantity.Num(1e9)
			}
		}
		r := new(engine.Evaluator).Settle(d)
		for id, x := range r.Nodes {
			k, ok := component.Lookup(d.Nodes[id].Kind)
			if !ok {
				t.Fatal(d.Nodes[id].Kind)
			}
			t.Run(filepath.Base(file)+"/"+id, func(t *testing.T) { f(t, &explain.Node{Kind: k, Design: d.Nodes[id], Report: x}) })
		}
	}
}

func figures(x *report.Node) []report.Figure {
	out := x.Figures
	if x.AI != nil {
		out = append(out[:len(out):len(out)], x.AI.Figures...)
	}
	return out
}

// TestEveryFigureOfAKindIsExplained: none of the examples reports a figure
// that has no equation, and every symbol's name is in both languages.
func TestEveryFigureOfAKindIsExplained(t *testing.T) {
	each(t, func(t *testing.T, n *explain.Node) {
		for _, f := range figures(n.Report) {
			e := explain.Of(n, f.Key)
			if e == nil {
				if f.Key != "durability" { // a promise of the tier, no formula
					t.Errorf("%s has no equation", f.Key)
				}
				continue
			}
			for _, k := range e.Terms {
				if k.Name.EN == "" || k.Name.ZH == "" {
					t.Errorf("%s: %s has no name", f.Key, k.Symbol)
				}
			}
			if (e.Note.EN == "") != (e.Note.ZH == "") {
				t.Errorf("%s: a note in one language", f.Key)
			}
		}
	})
}

// TestUtilisationIsFilledIn: wherever a station is busy at all, its
// utilisation is shown with the values in it.
func TestUtilisationIsFilledIn(t *testing.T) {
	seen := 0
	each(t, func(t *testing.T, n *explain.Node) {
		if rho := n.Figure("utilisation"); !(rho > 0) {
			return // idle
		}
		seen++
		if e := explain.Of(n, "utilisation"); !e.Holds {
			t.Errorf("%s does not give %v: %+v", e.Formula, n.Figure("utilisation"), e.Terms)
		}
	})
	if seen < 10 {
		t.Errorf("only %d stations are busy", seen)
	}
}

// TestFilledEquationsHold: these equations, with the report's values in them,
// give the figure again in the examples. (Those with a term derived from the
// figure itself check the other terms only.)
func TestFilledEquationsHold(t *testing.T) {
	must := map[string][]string{
		"ai.inference": {"ttft_s", "ttft_alone_s", "tpot_s", "tokens_per_s", "tokens_per_s_device", "usd_per_mtok", "usd_per_mtok_in", "usd_per_mtok_out", "joule_per_token", "devices", "batch", "step_s", "kv_room_bytes"},
		"ai.training":  {"iteration_s", "tokens_per_s", "tokens_per_s_device", "mfu", "hfu", "flops_device", "joule_per_token", "checkpoint_bytes", "checkpoint_write_s", "checkpoint_young_s", "checkpoint_daly_s", "goodput", "duration_s", "run_usd", "need_bytes", "devices"},
		"ai.encoder":   {"saturation_per_s", "joule_per_item", "need_bytes", "full_load"},
		"rel.backup":   {"rpo_s", "rto_s", "window_s", "kept_bytes"},
		"rel.monitor":  {"detect_s", "effect_s"},
	}
	seen := map[string]bool{}
	each(t, func(t *testing.T, n *explain.Node) {
		for _, key := range must[n.Kind.ID] {
			x := n.Figure(key)
			if x != x {
				continue
			}
			e := explain.Of(n, key)
			if !e.Holds {
				t.Errorf("%s: %s does not give %g; %+v", key, e.Formula, x, e.Terms)
				continue
			}
			seen[n.Kind.ID+" "+key] = true
			text := e.Filled(func(v float64, _ string) string { return strconv.FormatFloat(v, 'g', 4, 64) })
			for _, k := range e.Terms {
				for _, word := range strings.Fields(text) {
					if word == k.Symbol {
						t.Errorf("%s: %q keeps a symbol", key, text)
					}
				}
			}
		}
	})
	for kind, keys := range must {
		for _, key := range keys {
			if !seen[kind+" "+key] {
				t.Errorf("no example shows %s of %s filled in", key, kind)
			}
		}
	}
}

// TestEquationThatDoesNotHoldIsNotFilled: beyond saturation the wait is no
// number and the equation shows its symbols alone.
func TestEquationThatDoesNotHoldIsNotFilled(t *testing.T) {
	k, _ := component.Lookup("proc.cpu")
	x := &report.Node{Utilisation: 0.5, Servers: 2, ArrivalsPerS: 10, WaitS: 1, SojournS: report.Latency{Mean: 1.4}}
	n := &explain.Node{Kind: k, Design: &design.Node{Kind: "proc.cpu"}, Report: x}
	if e := explain.Of(n, "utilisation"); e.Holds || e.Filled(nil) != "" {
		t.Errorf("10 · 0.4 / 2 = 2, yet it is said to give 0.5")
	}
	x.Utilisation = 2
	if e := explain.Of(n, "utilisation"); !e.Holds || e.Shown() != "ρ = λ · S / c" {
		t.Errorf("it gives 2: %+v", e)
	}
}

// TestLoadAndTimeHold: the equations shown of a model that is served and of
// the stages of a job give the load and the time that are shown.
func TestLoadAndTimeHold(t *testing.T) {
	seen := map[string]int{}
	each(t, func(t *testing.T, n *explain.Node) {
		method := n.Report.Method
		if method != "continuous batching" && method != report.ByJob {
			return
		}
		for _, key := range []string{"utilisation", "mean"} {
			if key == "utilisation" && method == report.ByJob && n.Kind.ID != "ai.training" {
				continue // their time has a part that keeps no server busy
			}
			if x := n.Figure(key); x == x {
				seen[method+" "+key]++
				if e := explain.Of(n, key); !e.Holds {
					t.Errorf("%s: %s does not give %g; %+v", key, e.Formula, x, e.Terms)
				}
			}
		}
	})
	for _, want := range []string{"continuous batching utilisation", report.ByJob + " utilisation", report.ByJob + " mean"} {
		if seen[want] == 0 {
			t.Errorf("no example shows %s", want)
		}
	}
}

func TestStationsAreExplained(t *testing.T) {
	each(t, func(t *testing.T, n *explain.Node) {
		for _, key := range []string{"utilisation", "mean", "wait_s", "p99", "in_queue", "cost_per_month", "power_w", "availability", "arrivals_per_s", "carried_per_s"} {
			if x := n.Figure(key); x == x && n.Report.Method != "" && explain.Of(n, key) == nil {
				t.Errorf("%s has no equation (%s)", key, n.Report.Method)
			}
		}
	})
}
