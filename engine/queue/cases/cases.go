// Package cases reads published queueing cases (exact values, published
// figures, long simulations, each with its source) and answers them by the
// formulas of package queue. Tests and the validation command share it.
package cases

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"weir/engine/queue"
)

// Case is one published case.
type Case struct {
	ID       string
	Category string
	Model    string
	Inputs   map[string]any
	Expected map[string]Expected
	Kind     string // exact, exact-numeric, published, simulation, approx-reference
	Source   string
}

// Expected is one figure of a case.
type Expected struct {
	Value  float64
	TolRel float64 `json:"tol_rel"` // of an exact answer
}

// Figures are answers by the names a case gives them.
type Figures map[string]float64

// ErrCase is wrapped by every error about a case that cannot be answered.
var ErrCase = errors.New("case cannot be answered")

// Read reads a file of cases.
func Read(data []byte) ([]Case, error) {
	var file struct{ Cases []Case }
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	return file.Cases, nil
}

// Missing is what a case lacks; Num and List panic with it, and Evaluate
// turns it into an error.
type Missing string

// Num is a number among the inputs.
func (c *Case) Num(key string) float64 {
	x, ok := c.Inputs[key].(float64)
	if !ok {
		panic(Missing(key))
	}
	return x
}

// Has tells whether there is such a number.
func (c *Case) Has(key string) bool { _, ok := c.Inputs[key].(float64); return ok }

// Int is a whole number among the inputs.
func (c *Case) Int(key string) int { return int(c.Num(key)) }

// List is a list among the inputs; fractions are written "3/19".
func (c *Case) List(key string) []float64 {
	list, ok := c.Inputs[key].([]any)
	if !ok {
		panic(Missing(key))
	}
	return numbers(list)
}

// Rows is a list of lists.
func (c *Case) Rows(key string) [][]float64 {
	list, ok := c.Inputs[key].([]any)
	if !ok {
		panic(Missing(key))
	}
	var rows [][]float64
	for _, row := range list {
		cells, _ := row.([]any)
		rows = append(rows, numbers(cells))
	}
	return rows
}

func numbers(list []any) []float64 {
	var x []float64
	for _, v := range list {
		switch v := v.(type) {
		case float64:
			x = append(x, v)
		case string:
			a, b, _ := strings.Cut(v, "/")
			n, _ := strconv.ParseFloat(a, 64)
			d, err := strconv.ParseFloat(b, 64)
			if err != nil {
				d = 1
			}
			x = append(x, n/d)
		}
	}
	return x
}

// Tolerance is what a figure of a case may be off: that of an exact answer,
// 1e-6 for percentiles; 10 and 15 % of a long simulation, unless the answer
// says itself (class D) that it is no better than a guess; the values of
// named approximations are compared but never failed.
func (c *Case) Tolerance(metric string, class queue.Class) float64 {
	percentile := strings.HasPrefix(metric, "T_p")
	tolerance := c.Expected[metric].TolRel
	switch {
	case c.Kind == "approx-reference", c.Kind == "simulation" && class == queue.D:
		return math.Inf(1)
	case c.Kind == "simulation" && percentile:
		return 0.15
	case c.Kind == "simulation":
		return 0.10
	case percentile:
		return max(tolerance, 1e-6)
	}
	return tolerance
}

// Evaluate answers a case by the formulas alone.
func Evaluate(c *Case) (f Figures, class queue.Class, err error) {
	defer func() {
		if missing, ok := recover().(Missing); ok {
			err = fmt.Errorf("%w: no %s", ErrCase, string(missing))
		}
	}()
	f, class = evaluate(c)
	return f, class, nil
}
