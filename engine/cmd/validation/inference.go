// Package validation turns published measurements into designs, evaluates
// them through the public engine, and reports how far off the engine is.
package validation

import (
	"math"
	"strconv"

	"weir/engine"
	"weir/engine/ai"
	"weir/engine/ai/cases"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// Inference predicts every row of a file of serving measurements.
func Inference(rows []cases.Row, lib cases.Library) cases.Result {
	var eval engine.Evaluator
	r := cases.Result{N: len(rows), Skipped: []cases.Skip{}}
	var all []cases.Scored
	for _, row := range rows {
		c, why := cases.ReadInference(row, lib)
		if why == "" {
			var x float64
			if x, why = predict(&eval, c, lib); why == "" {
				all = append(all, cases.Scored{ID: c.ID, Predicted: x, Measured: c.Measured, Groups: c.Groups()})
				continue
			}
		}
		r.Skipped = append(r.Skipped, cases.Skip{Row: row.ID, Why: why})
	}
	r.Predicted = len(all)
	r.Groups = cases.Score(all)
	return r
}

// predict evaluates one case and reads its figure in the row's unit.
func predict(eval *engine.Evaluator, c *cases.Inference, lib cases.Library) (float64, string) {
	rep := eval.Evaluate(InferenceDesign(c, lib))
	get := figures(rep)
	x := math.NaN()
	switch c.Metric {
	case "ttft_ms":
		x = get("ttft_s") * 1e3
		if c.Load.Mode == ai.Open && math.IsInf(x, 1) {
			capacity := get("saturation_per_s")
			if x = c.Overload(get("ttft_alone_s"), capacity) * 1e3; math.IsNaN(x) {
				return 0, c.Overloaded(capacity)
			}
		}
	case "tpot_ms":
		x = get("tpot_s") * 1e3
	case "throughput_tok_s":
		x = get("tokens_per_s")
	case "tgs_tokens_per_s_per_gpu":
		x = get("tokens_per_s") / get("devices")
	}
	if math.IsNaN(x) || math.IsInf(x, 0) || x <= 0 {
		return 0, reason(rep)
	}
	return x, ""
}

// figures looks figures of the predicted node up by key.
func figures(rep *report.Report) func(string) float64 {
	return func(key string) float64 {
		n := rep.Nodes[node]
		if n == nil || n.AI == nil {
			return math.NaN()
		}
		for _, f := range n.AI.Figures {
			if f.Key == key {
				return float64(f.Value)
			}
		}
		return math.NaN()
	}
}

// reason is why a report has no figure: its first error.
func reason(rep *report.Report) string {
	for _, d := range rep.Diagnostics {
		if d.Severity == "error" {
			return d.Message.EN
		}
	}
	return "the figure is unbounded"
}

// node is the id of the predicted node.
const node = "model"

var modes = map[ai.Mode]string{ai.Open: "arrivals", ai.Closed: "concurrency", ai.Static: "batch", ai.Offline: "offline"}

// operating is the operating point of a case.
func operating(c *cases.Inference) string {
	if c.Phase != "" {
		return c.Phase
	}
	return modes[c.Load.Mode]
}

// InferenceDesign is the design of a case: a source, the deployment, a sink.
func InferenceDesign(c *cases.Inference, lib cases.Library) *design.Design {
	d := c.Deploy.Resolved()
	params := map[string]quantity.Value{
		"device": quantity.Str(d.Device.ID), "engine": quantity.Str(string(d.Engine)),
		"weights": quantity.Str(string(d.Weights)), "moe": quantity.Str(string(d.MoE)), "kv": quantity.Str(string(d.KV)),
		"tp": count(d.TP), "pp": count(d.PP), "dp": count(d.DP), "ep": count(d.EP), "moe_tp": count(d.MoETP),
		"replicas": count(d.Replicas), "max_batch": count(d.MaxBatch), "chunk": count(d.Chunk), "poll": count(d.Poll), "hold": count(d.Hold),
		"memory_share": quantity.Num(d.MemShare), "prefix_hit": quantity.Num(d.PrefixHit),
		"operating": quantity.Str(operating(c)), "concurrency": quantity.Num(math.Max(c.Load.Concurrency, 1)),
	}
	architecture(params, c.ModelKey, lib)
	if d.AllExperts {
		params["expert_reads"] = quantity.Str("all")
	}
	if s := d.Speculative; s != nil {
		params["draft"], params["acceptance"] = count(s.Draft), quantity.Num(s.Acceptance)
	}
	if x := d.Disaggregated; x != nil {
		params["prefill_workers"], params["decode_workers"] = count(x.PrefillWorkers), count(x.DecodeWorkers)
		params["prefill_tp"], params["prefill_dp"], params["prefill_ep"] = count(x.PrefillTP), count(x.PrefillDP), count(x.PrefillEP)
	}
	rate := c.Load.Rate
	if c.Load.Mode != ai.Open {
		rate = 1e-6 // the figures are for the operating point, not for this trickle
	}
	return &design.Design{
		Weir: design.Version, Title: c.ID,
		Classes: map[string]*design.Class{"request": {
			TokensIn:  &design.Spread{Mean: quantity.Num(c.Load.In.Mean), SCV: c.Load.In.SCV},
			TokensOut: &design.Spread{Mean: quantity.Num(c.Load.Out.Mean), SCV: c.Load.Out.SCV},
		}},
		Nodes: map[string]*design.Node{
			"users": {Kind: "source.requests", Params: map[string]quantity.Value{"class": quantity.Str("request"), "rate": quantity.Str(strconv.FormatFloat(rate, 'g', -1, 64) + "/s")}},
			node:    {Kind: "ai.inference", Params: params},
			"done":  {Kind: "sink.response"},
		},
		Edges: map[string]*design.Edge{
			"in":  {From: design.End{"users", "out"}, To: design.End{node, "in"}},
			"out": {From: design.End{node, "out"}, To: design.End{"done", "in"}},
		},
	}
}

func count(n int) quantity.Value { return quantity.Num(float64(n)) }

// architecture names the model, or writes it out where it comes from a file
// of architectures.
func architecture(params map[string]quantity.Value, key string, lib cases.Library) {
	if text, ok := lib.Config(key); ok {
		params["config"] = quantity.Str(text)
		return
	}
	params["model"] = quantity.Str(key)
}
