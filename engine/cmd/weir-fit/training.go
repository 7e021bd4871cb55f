package main

import (
	"math"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

// learning is a fit of the training model to runs.
type learning struct {
	cases   []*cases.Training
	weights []float64
	k       ai.TrainingConstants
	params  []ai.Param
}

// newLearning takes the gated runs, never those of BLOOM (one cluster, kept
// for calibration). A group weighs n^0.6; repeats of one recipe share a weight.
func newLearning(list []*cases.Training, start ai.TrainingConstants) *learning {
	l := &learning{k: start}
	l.params = l.k.Params()
	group, recipe := map[string]int{}, map[string]int{}
	for _, c := range list {
		if c.Gate && c.Group != "bloom" {
			l.cases = append(l.cases, c)
			group[c.Group]++
			recipe[c.Recipe()]++
		}
	}
	for _, c := range l.cases {
		n := float64(group[c.Group])
		l.weights = append(l.weights, math.Pow(n, 0.6)/n/math.Sqrt(float64(recipe[c.Recipe()]))*2)
	}
	return l
}

func (l *learning) residuals() []residual {
	out := make([]residual, len(l.cases))
	for i, c := range l.cases {
		out[i] = residual{math.Log(c.Predict(&l.k) / c.Seconds), l.weights[i]}
	}
	return out
}

func (l *learning) run(steps int) float64 {
	p := problem{residual: l.residuals, soft: softTraining, pull: pullTraining}
	for _, q := range l.params {
		p.x = append(p.x, *q.Value)
		p.prior = append(p.prior, prior{q.Prior, q.Sigma})
	}
	return p.solve(steps, func(x []float64) {
		for i, q := range l.params {
			*q.Value = x[i]
		}
	})
}

func scoreTraining(list []*cases.Training, k *ai.TrainingConstants) []cases.Scored {
	var out []cases.Scored
	for _, c := range list {
		if c.Gate {
			out = append(out, cases.Scored{
				ID: c.ID, Predicted: c.Predict(k), Measured: c.Seconds,
				Groups: groups(c),
			})
		}
	}
	return out
}

// groups are a run's groups; the family stands for runs that were learned from.
func groups(c *cases.Training) []cases.Group {
	out := append(c.Groups(), cases.Group{By: "model", Name: c.Model})
	if c.Group != "bloom" {
		out = append(out, cases.Group{By: "family", Name: "iteration " + c.Family()})
	}
	return out
}
