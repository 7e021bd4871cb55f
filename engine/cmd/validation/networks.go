package validation

import (
	"fmt"
	"math"
	"slices"

	"weir/engine"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sim"
)

// Networks is how far the closed form is from the simulation over random
// networks.
type Networks struct {
	Count   int
	Figures int      // compared, class D included
	ClassD  int      // of them of class D: not judged
	Outside int      // of the others, beyond the band of their class
	Spreads []Spread // relative errors, class D included
}

// Spread is the distribution of the relative errors of one kind of figure.
type Spread struct {
	Name             string
	N                int
	Median, P90, Max float64
}

// RandomNetworks simulates networks of seeds 1 … n: rows of stations with
// splits, ways back, priorities and mixed burstiness, one or two classes.
func RandomNetworks(n, items, replications int) (Networks, error) {
	out := Networks{Count: n}
	errors := map[string][]float64{}
	note := func(name string, x report.Estimate, class report.ErrorClass) {
		if !x.Value.Finite() || !x.Closed.Finite() || !(x.Value > 0) || !(x.Half < 0.05*x.Value) {
			return // too rare or too noisy to judge
		}
		errors[name] = append(errors[name], math.Abs(float64(x.Closed/x.Value)-1))
		out.Figures++
		switch {
		case class == "D":
			out.ClassD++
		case !x.Agrees:
			out.Outside++
		}
	}
	for seed := range uint64(n) {
		s, err := engine.NewSimulation(randomNetwork(seed+1), engine.SimulationPlan{Seed: seed, Replications: replications, Items: items})
		if err != nil {
			return out, err
		}
		var runs []sim.Replication
		for k := range replications {
			r, err := s.Replicate(k, nil)
			if err != nil {
				return out, err
			}
			runs = append(runs, r)
		}
		c := s.Compare(runs)
		for _, x := range c.Nodes {
			note("wait", x.WaitS, x.ErrorClass)
		}
		for i := range c.Journeys {
			j := &c.Journeys[i]
			note("journey p50", j.P50, j.ErrorClass)
			note("journey p95", j.P95, j.ErrorClass)
			note("journey p99", j.P99, j.ErrorClass)
		}
	}
	for _, name := range []string{"wait", "journey p50", "journey p95", "journey p99"} {
		x := errors[name]
		if slices.Sort(x); len(x) > 0 {
			out.Spreads = append(out.Spreads, Spread{name, len(x), x[len(x)/2], x[len(x)*9/10], x[len(x)-1]})
		}
	}
	return out, nil
}

// Percent of the judged figures beyond their band, and of all of class D.
func (n *Networks) Percent() (outside, classD float64) {
	return 100 * float64(n.Outside) / float64(max(n.Figures-n.ClassD, 1)), 100 * float64(n.ClassD) / float64(max(n.Figures, 1))
}

func (s Spread) String() string {
	return fmt.Sprintf("%-12s %4d figures, error median %.1f %%, p90 %.1f %%, largest %.0f %%", s.Name, s.N, 100*s.Median, 100*s.P90, 100*s.Max)
}

// chance is splitmix64 (Steele, Lea & Flood 2014).
type chance struct{ state uint64 }

func (c *chance) uniform() float64 {
	c.state += 0x9e3779b97f4a7c15
	z := c.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) * 0x1p-53
}

func (c *chance) between(low, high float64) float64 { return low + (high-low)*c.uniform() }

func (c *chance) below(n int) int { return int(c.uniform() * float64(n)) }

func (c *chance) pick(x ...float64) float64 { return x[c.below(len(x))] }

// randomNetwork is a row of three to seven stations. Some pass a part of the
// work over the next one, some send a part back; every station is loaded to
// between 30 and 90 %.
func randomNetwork(seed uint64) *design.Design {
	c := chance{seed * 1_000_003}
	classes := 1 + c.below(2)
	s := newSketch(fmt.Sprint("random network ", seed), classes)
	n := 3 + c.below(5)
	visits := make([]float64, n+1)
	skip, again := make([]float64, n), make([]float64, n)
	for i := range n {
		if i+2 <= n && c.uniform() < 0.3 {
			skip[i] = c.between(0.1, 0.5)
		}
		if i > 0 && c.uniform() < 0.2 {
			again[i] = c.between(0.05, 0.3)
		}
	}
	visits[0] = 1
	for range 400 { // the traffic equations, by iteration
		next := make([]float64, n+1)
		next[0] = 1
		for i := range n {
			if i > 0 {
				next[i-1] += visits[i] * again[i]
			}
			if i+2 <= n {
				next[i+2] += visits[i] * skip[i]
			}
			next[i+1] += visits[i] * (1 - skip[i] - again[i])
		}
		visits = append(next[:n:n], 0)
	}
	for i := range n {
		servers := 1 + c.below(4)
		mean := c.between(0.3, 0.9) * float64(servers) / visits[i]
		params := s.station(i, servers, mean, c.pick(0.25, 0.5, 1, 1, 2, 4))
		if classes > 1 && c.uniform() < 0.3 {
			params["discipline"] = quantity.Str("priority")
			params["priority.c1"] = count(1)
		}
		if i > 0 {
			s.wire(stop(i), stop(i-1), again[i])
		}
		name := func(k int) string {
			if k >= n {
				return "out"
			}
			return stop(k)
		}
		if skip[i] > 0 && name(i+2) == name(i+1) {
			s.wire(stop(i), "out", 1-again[i])
			continue
		}
		s.wire(stop(i), name(i+2), skip[i])
		s.wire(stop(i), name(i+1), 1-skip[i]-again[i])
	}
	for class := range classes {
		s.source(class, 1/float64(classes), c.pick(0.25, 1, 1, 1, 4), 0)
	}
	return s.Design
}
