package sim

import (
	"flag"
	"fmt"
	"math"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"weir/engine/queue"
)

var update = flag.Bool("update", false, "write the golden files anew")

// randomNetwork is a seeded network with something of everything.
func randomNetwork(seed uint64) *Network {
	g := newGenerator(seed, 0, 0, 0)
	pick := func(n int) int { return int(g.uniform() * float64(n)) }
	n := &Network{Journeys: 2}
	stations := 3 + pick(6)
	scv := []float64{0, 0.25, 0.4, 1, 2.5}
	for k := range stations {
		s := Station{Servers: 1 + pick(4), Discipline: queue.Discipline(pick(5))}
		if s.Discipline == queue.FCFS {
			switch pick(4) {
			case 0:
				s.Capacity = s.Servers + pick(10)
			case 1:
				s.Batch = Batch{Least: 1 + pick(2), Most: 4, Patience: 0.5}
			case 2:
				s.Capacity, s.Block = s.Servers+2, true
			}
		}
		n.Stations = append(n.Stations, s)
		stage := Stage{Station: k, Service: queue.Law{Mean: float64(s.Servers) * (0.2 + 0.5*g.uniform()), SCV: scv[pick(5)]}, Priority: pick(3)}
		if k+1 < stations {
			stage.Hops = []queue.Hop{{To: k + 1, Probability: 0.8}}
			if k > 0 {
				stage.Hops = append(stage.Hops, queue.Hop{To: k - 1, Probability: 0.1})
			}
		}
		n.Stages = append(n.Stages, stage)
	}
	fork := len(n.Stages)
	n.Stages = append(n.Stages,
		Stage{Station: -1, Fork: []int{fork + 1, fork + 2}, Needed: 1 + pick(2), After: stations - 1},
		Stage{Station: 0, Service: queue.Law{Mean: 0.1, SCV: 1}, Hops: []queue.Hop{{To: fork + 3, Probability: 1}}},
		Stage{Station: 1, Service: queue.Law{Mean: 0.1, SCV: 1}, Hops: []queue.Hop{{To: fork + 3, Probability: 1}}},
		Stage{Station: -1, Join: true})
	n.Sources = []Source{
		{Journey: 0, Stage: 0, Between: queue.Law{Mean: 1.2, SCV: scv[1+pick(4)]}},
		{Journey: 1, Stage: fork, Between: queue.Law{Mean: 8, SCV: 1}, Bulk: queue.Law{Mean: 2}, Profile: []float64{1, 0.3, 1.7}, Period: 100},
	}
	return n
}

// TestSameBits holds 20 random networks under 3 seeds to golden figures, bit
// for bit. The file was written natively; the test also runs under js/wasm.
func TestSameBits(t *testing.T) {
	var b strings.Builder
	for design := range 20 {
		for seed := range 3 {
			n := randomNetwork(uint64(design))
			if design%2 == 1 {
				eventful(n)
			}
			r, err := Run(n, Plan{Seed: uint64(seed), Cohort: 3000, Buckets: 20})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%d %d events %d duration %016x", design, seed, r.Events, math.Float64bits(r.Duration))
			for _, j := range r.Journeys {
				fmt.Fprintf(&b, " %016x %016x", math.Float64bits(j.Time.Mean()), math.Float64bits(j.Time.Quantile(0.99)))
			}
			for _, v := range r.Stations {
				fmt.Fprintf(&b, " %016x %016x", math.Float64bits(v.Wait), math.Float64bits(v.Up))
			}
			for _, s := range r.Timeline.Stations {
				fmt.Fprintf(&b, " %016x", math.Float64bits(s.Queue[len(s.Queue)/2]))
			}
			b.WriteByte('\n')
		}
	}
	const path = "testdata/same-bits.txt"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Error("figures differ from " + path)
	}
}

// TestSideBySide: replications share their network and nothing else.
func TestSideBySide(t *testing.T) {
	n := randomNetwork(3)
	eventful(n)
	var group sync.WaitGroup
	results := make([]Replication, 8)
	for k := range results {
		group.Go(func() {
			r, err := Run(n, Plan{Seed: 5, Replication: k % 4, Cohort: 2000, Buckets: 10})
			if err != nil {
				t.Error(err)
			}
			results[k] = r
		})
	}
	group.Wait()
	for k := range 4 {
		if !reflect.DeepEqual(results[k], results[k+4]) {
			t.Errorf("replication %d differs from itself", k)
		}
	}
}

// TestFlowBalance: every item that arrives is done, lost or still there, and no
// server is busy more than always, in every random network.
func TestFlowBalance(t *testing.T) {
	for design := range 20 {
		r, err := Run(randomNetwork(uint64(design)), Plan{Seed: 9, Cohort: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		for k, j := range r.Journeys {
			if out := int(j.Time.Count()) + j.Lost; out > j.Arrived || out+r.Unfinished < j.Arrived {
				t.Errorf("design %d journey %d: %d arrived, %d done, %d lost, %d unfinished", design, k, j.Arrived, j.Time.Count(), j.Lost, r.Unfinished)
			}
		}
		for k := range r.Stations {
			if u := r.Utilisation(k); u > 1.02 && r.network.Stations[k].Discipline != queue.Delay {
				t.Errorf("design %d station %d: utilisation %.3f", design, k, u)
			}
		}
	}
}
