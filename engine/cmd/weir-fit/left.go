package main

import (
	"hash/fnv"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

// leftOut refits with each value of a key ("model", "source" or "fifth") left
// out in turn, from the priors, and returns the predictions of what was left
// out. DeepSeek-V3 and R1 are one architecture and go together; training runs
// are left out by group for "source". A fifth is of the pairs of source and
// model, drawn by their names.
func leftOut(serve []*cases.Inference, train []*cases.Training, by string) []cases.Scored {
	key := func(c *cases.Inference) string { return c.Source }
	keyT := func(c *cases.Training) string { return c.Group }
	architecture := func(c *cases.Inference) string {
		if c.Model == "DeepSeek-R1" {
			return "DeepSeek-V3"
		}
		return c.Model
	}
	switch by {
	case "model":
		key = architecture
		keyT = func(c *cases.Training) string { return c.Model }
	case "fifth":
		key = func(c *cases.Inference) string { return fifth(c.Source + architecture(c)) }
		keyT = func(c *cases.Training) string { return fifth(c.Group + c.Model) }
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

// fifth is one of five, the same for the same name.
func fifth(name string) string {
	h := fnv.New32a()
	h.Write([]byte(name))
	return strconv.Itoa(int(h.Sum32() % 5))
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
