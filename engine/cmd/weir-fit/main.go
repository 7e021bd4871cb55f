// Command weir-fit refits the constants of package ai from published
// measurements and says how well they hold.
//
//	weir-fit [-write] [-leave-out model|source|fifth] [-ablate] [-serving FILE] [-training FILE,…]
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

type options struct {
	serving, training string
	write             bool
	leaveOut          string
	ablate            bool
	constants         bool
	rows              string
}

// data is where the public rows lie, from the top of the repository.
const data = "engine/cmd/validation/testdata/"

func main() {
	var o options
	flag.StringVar(&o.serving, "serving", data+"inference.csv", "CSV of serving measurements")
	flag.StringVar(&o.training, "training", data+"training.csv,"+data+"training_single_node.csv", "CSVs of training runs, separated by commas")
	flag.BoolVar(&o.write, "write", false, "write constants, accuracy table and accuracy page into the repository")
	flag.StringVar(&o.leaveOut, "leave-out", "", "also refit with each model or source left out in turn, or a fifth of the pairs of both (fifth)")
	flag.BoolVar(&o.ablate, "ablate", false, "also refit with each term of the serving model left out")
	flag.BoolVar(&o.constants, "constants", false, "print the constants beside their priors")
	flag.StringVar(&o.rows, "rows", "", "write every prediction (those left out, with -leave-out) to a CSV file")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "weir-fit:", err)
		os.Exit(1)
	}
}

// Steps of a full fit, and of an ablation, which starts from it.
const (
	fullFit = 30
	refit   = 8
)

func run(o options) error {
	serve, err := readInference(o.serving)
	if err != nil {
		return err
	}
	train, err := readTraining(o.training)
	if err != nil {
		return err
	}
	s := newServing(serve, ai.Prior())
	s.run(fullFit)
	l := newLearning(train, ai.TrainingPrior())
	l.run(fullFit)
	if o.constants {
		printConstants(s.params)
		printConstants(l.params)
	}
	all, _ := score(serve, &s.k)
	all = append(all, scoreTraining(train, &l.k)...)
	fit := cases.Score(all)
	fmt.Println("fit")
	print(fit)
	if o.leaveOut != "" {
		fmt.Println("\nleft out, each", o.leaveOut, "in turn")
		left := leftOut(serve, train, o.leaveOut)
		print(cases.Score(left))
		all = left
	}
	if o.rows != "" {
		if err := writeRows(o.rows, all); err != nil {
			return err
		}
	}
	if o.ablate {
		fmt.Println("\nrefitted without a term: mean of TPOT dense, mixtures, throughput; median of TTFT")
		terms, err := ablate(o.serving, serve, s.k)
		if err != nil {
			return err
		}
		for _, t := range terms {
			fmt.Printf("%-48s %5.1f %5.1f %5.1f %5.1f\n", t.Without, t.Dense*100, t.MoE*100, t.Throughput*100, t.TTFT*100)
		}
	}
	if !o.write {
		return nil
	}
	terms, err := ablate(o.serving, serve, s.k)
	if err != nil {
		return err
	}
	models := cases.Score(leftOut(serve, train, "model"))
	a := accuracyTable(serve, train, fit, models, terms)
	if err := write("engine/ai/fitted.go", s.params, l.params); err != nil {
		return err
	}
	if err := writeAccuracy("engine/ai/accuracy.json", a); err != nil {
		return err
	}
	return writePage("web/docs/accuracy.md", a, s.params, l.params, models, cases.Score(leftOut(serve, train, "source")), cases.Score(leftOut(serve, train, "fifth")))
}

// readInference reads the rows as cases, but for the rules named.
func readInference(path string, without ...string) ([]*cases.Inference, error) {
	rows, err := open(path)
	if err != nil {
		return nil, err
	}
	var list []*cases.Inference
	for _, r := range rows {
		if c, why := cases.ReadInference(r, nil, without...); why == "" {
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
