package main

import (
	"math"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

// clusters is the error on a cluster nobody learned from, each set of runs
// left out of the fit in turn: as predicted, and calibrated by the cluster
// factor of its other runs, the geometric mean of measured over predicted.
// (A single noisy run as the reference is hardly better than none; that is
// why the interface asks for the mean of a few.)
func clusters(train []*cases.Training) []ai.Class {
	raw, tuned := map[string][]cases.Scored{}, map[string][]cases.Scored{}
	type set struct {
		family string
		scored []cases.Scored
	}
	for _, left := range split(train, func(c *cases.Training) string { return c.Group }, func(in, out []*cases.Training) set {
		l := newLearning(in, ai.TrainingPrior())
		l.run(fullFit)
		return set{out[0].Family(), scoreTraining(out, &l.k)}
	}) {
		family, scored := left.family, left.scored
		if len(scored) < 4 {
			continue
		}
		sum := 0.0
		for _, s := range scored {
			sum += math.Log(s.Measured / s.Predicted)
		}
		raw[family] = append(raw[family], scored...)
		for _, s := range scored {
			others := (sum - math.Log(s.Measured/s.Predicted)) / float64(len(scored)-1)
			s.Predicted *= math.Exp(others)
			tuned[family] = append(tuned[family], s)
		}
	}
	class := func(figure, name string, label ai.Text, set []cases.Scored) ai.Class {
		g := cases.Summarise(set)
		return ai.Class{Figure: figure, Class: name, Label: label, N: g.N, Mean: round(g.MAPE), Median: round(g.Median), P90: round(g.P90)}
	}
	return []ai.Class{
		class("iteration_cluster", "dense", ai.Text{EN: "Training step on an unseen cluster, dense models", ZH: "未知集群上的训练迭代，稠密模型"}, raw["dense"]),
		class("iteration_cluster", "moe", ai.Text{EN: "Training step on an unseen cluster, mixture models", ZH: "未知集群上的训练迭代，混合专家模型"}, raw["moe"]),
		class("iteration_calibrated", "dense", ai.Text{EN: "The same, calibrated by its other runs, dense models", ZH: "同上，以其他运行校准，稠密模型"}, tuned["dense"]),
		class("iteration_calibrated", "moe", ai.Text{EN: "The same, calibrated by its other runs, mixture models", ZH: "同上，以其他运行校准，混合专家模型"}, tuned["moe"]),
	}
}
