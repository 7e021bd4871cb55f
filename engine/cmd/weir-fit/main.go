// Command weir-fit refits the constants of package ai from published
// measurements and says how well they hold.
//
//	weir-fit [-write FILE] [-leave-out model|source] [-ablate] -inference FILE -training FILE[,FILE]
//
// The fit starts at the priors and is deterministic: the same rows give the
// same constants to the last digit. BLOOM runs, and rows whose recipe the
// source does not state, are never learned from, only reported.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

func main() {
	inference := flag.String("inference", "", "CSV of serving measurements")
	training := flag.String("training", "", "CSVs of training runs, separated by commas")
	out := flag.String("write", "", "Go file to write the constants to")
	left := flag.String("leave-out", "", "also refit with each model or source left out")
	ablated := flag.Bool("ablate", false, "also refit with each term of the serving model left out")
	constants := flag.Bool("constants", false, "print the constants beside their priors")
	flag.Parse()
	if err := run(*inference, *training, *out, *left, *ablated, *constants); err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
}

// Steps of a full fit and of one that starts from it.
const (
	fullFit = 30
	refit   = 8
)

func run(inference, training, out, left string, ablated, constants bool) error {
	serve, err := readInference(inference)
	if err != nil {
		return err
	}
	train, err := readTraining(training)
	if err != nil {
		return err
	}
	s := newServing(serve, ai.Prior())
	s.run(fullFit)
	l := newLearning(train, ai.TrainingPrior())
	l.run(fullFit)
	if constants {
		printConstants(s.params)
		printConstants(l.params)
	}
	fmt.Println("fit")
	all, _ := score(serve, &s.k)
	print(cases.Score(append(all, scoreTraining(train, &l.k)...)))
	if out != "" {
		if err := write(out, s.params, l.params); err != nil {
			return err
		}
	}
	if left != "" {
		fmt.Println("\nleft out, each", left, "in turn")
		print(leftOut(serve, train, s.k, l.k, left))
	}
	if ablated {
		ablate(serve, s.k)
	}
	return nil
}

func readInference(path string) ([]*cases.Inference, error) {
	rows, err := open(path)
	if err != nil {
		return nil, err
	}
	var list []*cases.Inference
	for _, r := range rows {
		if c, why := cases.ReadInference(r, nil); why == "" {
			list = append(list, c)
		}
	}
	return list, nil
}

func readTraining(paths string) ([]*cases.Training, error) {
	var list []*cases.Training
	for path := range strings.SplitSeq(paths, ",") {
		rows, err := open(path)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if c, why := cases.ReadTraining(r, nil); why == "" {
				list = append(list, c)
			}
		}
	}
	return list, nil
}

func open(path string) ([]cases.Row, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return cases.Read(f)
}

func print(groups []cases.Group) {
	for _, g := range groups {
		fmt.Printf("%-8s %-56s n %4d  mean %5.1f %%  median %5.1f %%  p90 %5.1f %%  bias %+5.1f %%\n",
			g.By, g.Name, g.N, g.MAPE*100, g.Median*100, g.P90*100, g.Bias*100)
	}
}

func printConstants(params []ai.Param) {
	for _, q := range params {
		fmt.Printf("%-34s %10.3g  prior %10.3g  %s\n", q.Name, *q.Value, q.Prior, q.Meaning)
	}
}
