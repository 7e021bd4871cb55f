package main

import (
	"math"
	"strings"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

// serving is a fit of the serving model to cases.
type serving struct {
	cases   []*cases.Inference
	weights []float64
	k       ai.Constants
	params  []ai.Param
}

func newServing(list []*cases.Inference, start ai.Constants) *serving {
	s := &serving{k: start}
	s.params = s.k.Params()
	count := map[string]int{}
	key := func(c *cases.Inference) string {
		return strings.Join([]string{c.Metric, c.Engine, c.Model, c.GPU, string(c.Deploy.Weights), c.Source}, "|")
	}
	for _, c := range list {
		if use(c) > 0 {
			s.cases = append(s.cases, c)
			count[key(c)]++
		}
	}
	for _, c := range s.cases {
		s.weights = append(s.weights, use(c)*math.Pow(float64(count[key(c)]), -0.25))
	}
	return s
}

// use is the weight of a kind of case in the fit, 0 = only reported.
func use(c *cases.Inference) float64 {
	switch {
	case c.Suspect != "":
		return 0
	case c.Metric == "ttft_ms" && c.Load.Mode == ai.Closed && !c.Disagg && c.Unsaturated:
		return 0.3
	case c.Metric == "tpot_ms" && c.Load.Mode == ai.Closed && !c.Disagg:
		return 1
	case c.Metric == "tpot_ms" && c.Disagg:
		return 0.5
	case c.Metric == "ttft_ms" && c.Disagg && c.Unsaturated:
		return 0.15
	case c.Load.Mode == ai.Open && c.Metric == "ttft_ms":
		return 0.3
	case c.Load.Mode == ai.Open && c.Metric != "throughput_tok_s":
		return 0.15
	case c.Offline:
		return 0.7
	case c.Load.Mode == ai.Static && c.Metric != "ttft_ms":
		return 0.3
	}
	return 0
}

func (s *serving) residuals() []residual {
	out := make([]residual, len(s.cases))
	for i, c := range s.cases {
		x, why := c.Predict(&s.k)
		r := 1.0
		if why == "" {
			r = math.Log(x / c.Measured)
		}
		out[i] = residual{r, s.weights[i]}
	}
	return out
}

func (s *serving) run(steps int) float64 {
	p := problem{residual: s.residuals, soft: softServing, pull: pullServing}
	for _, q := range s.params {
		p.x = append(p.x, *q.Value)
		p.prior = append(p.prior, prior{q.Prior, q.Sigma})
	}
	cost := p.solve(steps, s.set)
	s.fillMeans()
	return cost
}

func (s *serving) set(x []float64) {
	for i, q := range s.params {
		*q.Value = x[i]
	}
}

// fillMeans gives rows without measurements the geometric mean of the others.
func (s *serving) fillMeans() {
	for _, q := range s.params {
		row, name, ok := strings.Cut(q.Name, ".")
		if !ok || row != "other" && row != "generic" {
			continue
		}
		sum, n := 0.0, 0
		for _, o := range s.params {
			if r, m, ok := strings.Cut(o.Name, "."); ok && m == name && r != row {
				sum += math.Log(*o.Value)
				n++
			}
		}
		*q.Value = math.Exp(sum / float64(n))
	}
}

func score(list []*cases.Inference, k *ai.Constants) ([]cases.Scored, []cases.Skip) {
	var out []cases.Scored
	var skipped []cases.Skip
	for _, c := range list {
		x, why := c.Predict(k)
		if why != "" {
			skipped = append(skipped, cases.Skip{Row: c.ID, Why: why})
			continue
		}
		out = append(out, cases.Scored{ID: c.ID, Predicted: x, Measured: c.Measured, Groups: c.Groups()})
	}
	return out, skipped
}
