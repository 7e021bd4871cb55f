package cases

import (
	"math"
	"slices"
	"strings"
)

// Scored is one prediction beside its measurement, with the groups it counts in.
type Scored struct {
	ID        string
	Predicted float64
	Measured  float64
	Groups    []Group // By and Name only
}

// Error is |predicted/measured − 1|.
func (s Scored) Error() float64 { return math.Abs(s.Predicted/s.Measured - 1) }

// Group is the error of a set of cases: n, mean, median and 90th percentile of
// the absolute relative error, as ratios (0.08 = 8 %).
type Group struct {
	By     string  `json:"by"`
	Name   string  `json:"name"`
	N      int     `json:"n"`
	MAPE   float64 `json:"mape"`
	Median float64 `json:"median"`
	P90    float64 `json:"p90"`
	Bias   float64 `json:"-"` // mean of predicted/measured − 1
}

// Result is the answer of a validation run.
type Result struct {
	N         int     `json:"n"`
	Predicted int     `json:"predicted"`
	Skipped   []Skip  `json:"skipped"`
	Groups    []Group `json:"groups"`
	// Rows of runs that lack what a prediction needs (gate = 0): predicted as
	// well as can be and listed, in no figure above.
	Ungated []Ungated `json:"ungated,omitempty"`
}

// Ungated is a row that is reported apart: its error where it has one, else
// why there is none.
type Ungated struct {
	Row   string  `json:"row"`
	Group string  `json:"group"`
	Error float64 `json:"error,omitempty"`
	Why   string  `json:"why,omitempty"`
}

// groupOrder is the order groups are reported in.
var groupOrder = []string{"group", "metric", "family", "engine", "gpu", "model", "source"}

// Score gathers predictions into groups, sorted by kind and name.
func Score(all []Scored) []Group {
	type key struct{ by, name string }
	sets := map[key][]Scored{}
	for _, s := range all {
		for _, g := range s.Groups {
			k := key{g.By, g.Name}
			sets[k] = append(sets[k], s)
		}
	}
	out := make([]Group, 0, len(sets))
	for k, set := range sets {
		g := Summarise(set)
		g.By, g.Name = k.by, k.name
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b Group) int {
		if c := slices.Index(groupOrder, a.By) - slices.Index(groupOrder, b.By); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

// Summarise is the error of one set of predictions.
func Summarise(set []Scored) Group {
	errs := make([]float64, 0, len(set))
	g := Group{N: len(set)}
	for _, s := range set {
		e := s.Error()
		errs = append(errs, e)
		g.MAPE += e
		g.Bias += s.Predicted/s.Measured - 1
	}
	if g.N == 0 {
		return g
	}
	g.MAPE /= float64(g.N)
	g.Bias /= float64(g.N)
	slices.Sort(errs)
	g.Median = quantile(errs, 0.5)
	g.P90 = quantile(errs, 0.9)
	return g
}

// quantile interpolates between order statistics (Hyndman and Fan type 7).
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
