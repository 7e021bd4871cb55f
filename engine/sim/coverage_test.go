package sim

import (
	"flag"
	"fmt"
	"math"
	"testing"

	"weir/engine/queue"
)

// seeds is how many runs the coverage of intervals is measured over. The ten
// cases at 1000 seeds take some minutes.
var seeds = flag.Int("seeds", 40, "runs per case in the coverage of confidence intervals")

// exactCases are networks whose mean sojourn is known exactly.
func exactCases() []struct {
	name string
	net  *Network
	want float64
} {
	exponential := queue.Law{Mean: 1, SCV: 1}
	poisson := func(rate float64) queue.Law { return queue.Law{Mean: 1 / rate, SCV: 1} }
	solved := func(s queue.Station, rate float64, service queue.Law, scv float64) float64 {
		s.ArrivalSCV, s.Renewal, s.Settled = scv, true, true
		s.Customers = []queue.Customer{{Rate: rate, Service: service}}
		return queue.Solve(s).Sojourn.Mean()
	}
	feedback := single(Station{Servers: 1}, poisson(0.4), exponential)
	feedback.Stages[0].Hops = []queue.Hop{{To: 0, Probability: 0.3}}
	bursty := queue.Law{Mean: 1, SCV: 4}
	return []struct {
		name string
		net  *Network
		want float64
	}{
		{"M/M/1 at 0.5", single(Station{Servers: 1}, poisson(0.5), exponential), 2},
		{"M/M/1 at 0.8", single(Station{Servers: 1}, poisson(0.8), exponential), 5},
		{"M/M/4", single(Station{Servers: 4}, poisson(3), exponential), solved(queue.Station{Servers: 4}, 3, exponential, 1)},
		{"M/D/1", single(Station{Servers: 1}, poisson(0.7), queue.Law{Mean: 1}), 1 + 0.7/0.6},
		{"M/H2/1", single(Station{Servers: 1}, poisson(0.5), bursty), 1 + 0.5*5/2/0.5},
		{"D/M/1", single(Station{Servers: 1}, queue.Law{Mean: 1.25}, exponential), solved(queue.Station{Servers: 1}, 0.8, exponential, 0)},
		{"M/G/1-PS", single(Station{Discipline: queue.PS, Servers: 1}, poisson(0.5), bursty), 2},
		{"M/M/2/6", single(Station{Servers: 2, Capacity: 6}, poisson(1.8), exponential), solved(queue.Station{Servers: 2, Capacity: 6}, 1.8, exponential, 1)},
		{"tandem of 3", tandem(3, 1, 0.6), 7.5},
		{"feedback", feedback, 1 / (1 - 0.4/0.7) / 0.7},
	}
}

// TestCoverage: the 95 % intervals hold the exact value about as often as
// they say. At 1000 seeds at least 92.5 % on each case and 94.3 % pooled; at
// fewer the bound leaves four standard deviations.
func TestCoverage(t *testing.T) {
	if testing.Short() {
		*seeds = min(*seeds, 10)
	}
	least, pooled, runs := 1.0, 0, 0
	for _, c := range exactCases() {
		held := 0
		for seed := range *seeds {
			var means []float64
			for k := range 10 {
				r, err := Run(c.net, Plan{Seed: uint64(seed + 1), Replication: k, Cohort: 4000})
				if err != nil {
					t.Fatal(err)
				}
				means = append(means, r.Journeys[0].Time.Mean())
			}
			if i := Between(means); i.Mean-i.Half <= c.want && c.want <= i.Mean+i.Half {
				held++
			}
		}
		share := float64(held) / float64(*seeds)
		t.Logf("%-14s %.3f", c.name, share)
		least = min(least, share)
		pooled += held
		runs += *seeds
	}
	all := float64(pooled) / float64(runs)
	if *seeds >= 1000 {
		fmt.Printf("RESULT coverage_min_percent %.2f %%\nRESULT coverage_pooled_percent %.2f %%\n", 100*least, 100*all)
	}
	slack := func(n int) float64 { // standard deviations of a share of n runs
		if *seeds >= 1000 {
			return 0
		}
		return 4 * 0.22 / math.Sqrt(float64(n))
	}
	if least < 0.925-slack(*seeds) || all < 0.943-slack(runs) {
		t.Errorf("least %.3f, pooled %.3f", least, all)
	}
}
