package main

import (
	"runtime"
	"slices"
	"sync"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

// leftOut refits with each value of a key ("model" or "source") left out in
// turn, from the priors, and returns the predictions of what was left out.
// DeepSeek-V3 and R1 are one architecture and go together; training runs are
// left out by group for "source".
func leftOut(serve []*cases.Inference, train []*cases.Training, by string) []cases.Scored {
	key := func(c *cases.Inference) string { return c.Source }
	keyT := func(c *cases.Training) string { return c.Group }
	if by == "model" {
		key = func(c *cases.Inference) string {
			if c.Model == "DeepSeek-R1" {
				return "DeepSeek-V3"
			}
			return c.Model
		}
		keyT = func(c *cases.Training) string { return c.Model }
	}
	all := slices.Concat(split(serve, key, func(in, out []*cases.Inference) []cases.Scored {
		s := newServing(in, ai.Prior())
		s.run(fullFit)
		got, _ := score(out, &s.k)
		return got
	})...)
	return append(all, slices.Concat(split(train, keyT, func(in, out []*cases.Training) []cases.Scored {
		l := newLearning(in, ai.TrainingPrior())
		l.run(fullFit)
		return scoreTraining(out, &l.k)
	})...)...)
}

// split calls f for each value of a key, on all processors, and returns what
// it answers in the order of the values.
func split[T, R any](list []T, key func(T) string, f func(in, out []T) R) []R {
	names := map[string]bool{}
	for _, c := range list {
		names[key(c)] = true
	}
	sorted := make([]string, 0, len(names))
	for n := range names {
		sorted = append(sorted, n)
	}
	slices.Sort(sorted)
	answers := make([]R, len(sorted))
	var wait sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, n := range sorted {
		var in, out []T
		for _, c := range list {
			if key(c) == n {
				out = append(out, c)
			} else {
				in = append(in, c)
			}
		}
		free <- struct{}{}
		wait.Go(func() {
			answers[i] = f(in, out)
			<-free
		})
	}
	wait.Wait()
	return answers
}
