package main

import (
	"cmp"
	"slices"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

// envelope is what the measurements cover: combinations of engine, device and
// precisions with the rows of each, and how far each engine's rows go. Rows a
// fit does not learn from validate nothing.
func envelope(serve []*cases.Inference) ([]ai.Cell, []ai.Reach) {
	cells := map[ai.Cell]*ai.Cell{}
	reaches := map[string]*ai.Reach{}
	for _, c := range serve {
		key := ai.CellOf(&c.Deploy)
		if c.Suspect != "" || key.Engine == string(ai.Generic) { // some other engine's rows say nothing of the next
			continue
		}
		cell := cells[key]
		if cell == nil {
			n := key
			cell = &n
			cells[key] = cell
		}
		count(cell, c)
		r := reaches[key.Engine]
		if r == nil {
			r = &ai.Reach{Engine: key.Engine}
			reaches[key.Engine] = r
		}
		extend(r, c)
	}
	var list []ai.Cell
	for _, c := range cells {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b ai.Cell) int {
		return cmp.Or(cmp.Compare(a.Engine, b.Engine), cmp.Compare(a.Device, b.Device), cmp.Compare(a.Weights, b.Weights), cmp.Compare(a.MoE, b.MoE), cmp.Compare(a.KV, b.KV))
	})
	var far []ai.Reach
	for _, r := range reaches {
		far = append(far, *r)
	}
	slices.SortFunc(far, func(a, b ai.Reach) int { return cmp.Compare(a.Engine, b.Engine) })
	return list, far
}

// count adds a row to the figure it measures.
func count(cell *ai.Cell, c *cases.Inference) {
	switch {
	case c.Metric == "tpot_ms":
		cell.TPOT++
	case c.Metric == "ttft_ms" && (c.Unsaturated || c.Load.Mode == ai.Static):
		cell.TTFT++
	case c.Metric == "throughput_tok_s", c.Metric == "tgs_tokens_per_s_per_gpu":
		cell.Throughput++
	}
}

// extend widens the reach by a row.
func extend(r *ai.Reach, c *cases.Inference) {
	d := c.Deploy.Resolved()
	r.In, r.Out = max(r.In, c.Load.In.Mean), max(r.Out, c.Load.Out.Mean)
	r.TP, r.DP = max(r.TP, d.TP), max(r.DP, d.DP)
	if c.Metric == "ttft_ms" && !c.Unsaturated {
		return
	}
	ranks := d.DP * d.Replicas
	if x := d.Disaggregated; x != nil {
		ranks *= max(x.DecodeWorkers, 1)
	}
	r.Batch = max(r.Batch, c.Load.Concurrency/float64(ranks))
}
