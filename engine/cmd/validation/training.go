package validation

import (
	"math"
	"strconv"

	"weir/engine"
	"weir/engine/ai"
	"weir/engine/ai/cases"
	"weir/engine/design"
	"weir/engine/quantity"
)

// Training predicts every row of a file of training runs, in seconds a step.
// Rows that are not gated count neither as rows nor as skipped: they are
// listed by themselves.
func Training(rows []cases.Row, lib cases.Library) cases.Result {
	var eval engine.Evaluator
	r := cases.Result{Skipped: []cases.Skip{}}
	var all []cases.Scored
	for _, row := range rows {
		s, why := trained(&eval, row, lib)
		if gate, _ := row.Num("gate"); gate != 1 {
			u := cases.Ungated{Row: row.ID, Group: row.Text("group"), Why: why}
			if why == "" {
				u.Error = s.Error()
			}
			r.Ungated = append(r.Ungated, u)
			continue
		}
		r.N++
		if why == "" {
			all = append(all, s)
			continue
		}
		r.Skipped = append(r.Skipped, cases.Skip{Row: row.ID, Why: why})
	}
	r.Predicted = len(all)
	r.Groups = cases.Score(all)
	return r
}

// trained predicts one run, or says why it cannot.
func trained(eval *engine.Evaluator, row cases.Row, lib cases.Library) (cases.Scored, string) {
	c, why := cases.ReadTraining(row, lib)
	if why != "" {
		return cases.Scored{}, why
	}
	rep := eval.Evaluate(TrainingDesign(c, lib))
	x := figures(rep)("iteration_s")
	if !(x > 0) || math.IsInf(x, 0) {
		return cases.Scored{}, reason(rep)
	}
	return cases.Scored{ID: c.ID, Predicted: x, Measured: c.Seconds, Groups: c.Groups()}, ""
}

// TrainingDesign is the design of a run: the training node alone.
func TrainingDesign(c *cases.Training, lib cases.Library) *design.Design {
	p := c.Plan.Resolved()
	onOff := func(b bool) quantity.Value {
		if b {
			return quantity.Str("on")
		}
		return quantity.Str("off")
	}
	kernels, scaling := "current", "tensor"
	if p.EarlyKernel || p.EarlyMoE && p.Model.MoE() {
		kernels = "early"
	}
	if p.RowwiseFP8 {
		scaling = "row"
	}
	recompute := p.Recompute
	if recompute == "" {
		recompute = ai.NoRecompute
	}
	params := map[string]quantity.Value{
		"device": quantity.Str(p.Device.ID), "precision": quantity.Str(string(p.Precision)),
		"dp": count(p.DP), "tp": count(p.TP), "pp": count(p.PP), "cp": count(p.CP), "ep": count(p.EP), "interleave": count(p.Virtual),
		"zero": quantity.Str(strconv.Itoa(p.ZeRO)), "stack": quantity.Str(string(p.Stack)),
		"micro_batch": count(p.MicroBatch), "global_batch": count(p.GlobalBatch), "sequence": count(p.Sequence),
		"recompute": quantity.Str(string(recompute)), "compile": onOff(p.Compiled), "async_tp": onOff(p.AsyncTP),
		"fp8_scaling": quantity.Str(scaling), "kernels": quantity.Str(kernels), "lora": onOff(p.LoRA),
		"network": quantity.Str(strconv.FormatFloat(p.NIC, 'g', -1, 64) + " B/s"),
	}
	if p.NoOverlap {
		params["overlap"] = quantity.Str("off")
	}
	if p.Link != p.Device.ScaleUp {
		params["interconnect"] = quantity.Str(strconv.FormatFloat(p.Link, 'g', -1, 64) + " B/s")
	}
	if c.Config != "" {
		params["config"] = quantity.Str(c.Config)
	} else {
		architecture(params, c.ModelKey, lib)
	}
	return &design.Design{
		Weir: design.Version, Title: c.ID,
		Nodes: map[string]*design.Node{node: {Kind: "ai.training", Params: params}},
	}
}
