package sim

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/queue"
)

// line is an Iteration whose time grows with what it computes.
type tokensTime struct{ base, sequence, token float64 }

func (l tokensTime) Time(decoding int, _ float64, tokens, _ []float64) float64 {
	t := l.base + float64(l.sequence*float64(decoding))
	for _, n := range tokens {
		t += float64(l.token * n)
	}
	return t
}

func (tokensTime) Held(context float64) float64 { return context }

// eventful adds to a network of randomNetwork all that may happen beside
// arrivals and services.
func eventful(n *Network) {
	on := func(k int) []queue.Hop { return []queue.Hop{{To: k, Probability: 1}} }
	add := func(s Stage) int {
		if len(s.Fork) == 0 {
			s.After = -1
		}
		n.Stages = append(n.Stages, s)
		return len(n.Stages) - 1
	}
	end := add(Stage{Station: -1})
	join := add(Stage{Station: -1, Join: true})

	work := len(n.Stations) // tried up to three times
	n.Stations = append(n.Stations, Station{Servers: 2})
	attempt := add(Stage{Station: work, Service: queue.Law{Mean: 0.8, SCV: 1}, Hops: on(join)})
	retry := add(Stage{Station: -1, Retry: &Retry{Try: attempt, After: end, Attempts: 3, Timeout: 4, Backoff: queue.Law{Mean: 0.5, SCV: 1}, Growth: 2, Cancel: true}})

	model := len(n.Stations)
	n.Stations = append(n.Stations, Station{Servers: 2, Serving: &Serving{Lanes: 2, Slots: 8, Chunk: 64, Room: 700, Yield: 1, Before: 0.01, Step: 1, Iteration: tokensTime{0.01, 0.001, 0.0001}}})
	serve := add(Stage{Station: model, TokensIn: queue.Law{Mean: 100, SCV: 0.5}, TokensOut: queue.Law{Mean: 30, SCV: 1}, Hops: on(retry)})
	gather := add(Stage{Station: -1, Gather: Batch{Least: 1, Most: 3, Patience: 2}, Hops: on(serve)})
	n.Caches = []Cache{{Replacement: LRU, Room: 20}, {Replacement: Idle, Lifetime: 30}}
	first := add(Stage{Station: -1, Lookup: &Lookup{Cache: 0, Items: 200, Zipf: 0.9, Hit: end, Miss: gather}})
	second := add(Stage{Station: -1, Lookup: &Lookup{Cache: 1, Catalogue: 1, Items: 1e9, Zipf: 1.1, Hit: end, Miss: serve}})

	pool := len(n.Stations)
	n.Stations = append(n.Stations, Station{Servers: 6}, Station{Servers: 1, Patience: 2}, Station{Servers: 2, Batch: Batch{Least: 1, Most: 4, Each: 0.1, Join: true}})
	n.Scalers = []Scaler{{Station: pool, Least: 1, Target: 0.6, Every: 5, Lag: 10}}
	batched := add(Stage{Station: pool + 2, Service: queue.Law{Mean: 0.5, SCV: 1}, Hops: on(end)})
	hasty := add(Stage{Station: pool + 1, Service: queue.Law{Mean: 0.4, SCV: 1}, Hops: on(batched)})
	scaled := add(Stage{Station: pool, Service: queue.Law{Mean: 1.5, SCV: 1}, Hops: on(hasty)})

	n.Journeys = 5
	n.Sources = append(n.Sources,
		Source{Journey: 2, Stage: first, Between: queue.Law{Mean: 2, SCV: 1}},
		Source{Journey: 3, Stage: second, Trace: &Trace{Rows: []Row{{At: 0, In: 50, Out: 20}, {At: 1.5, In: 70, Out: 5}}, Span: 7}},
		Source{Journey: 4, Stage: scaled, Between: queue.Law{Mean: 3, SCV: 1}, Users: 5})
	n.Failures = []Failure{{Stations: []int{work, model}, Units: 2, MTBF: 200, Repair: 20, Crews: 1}, {Stations: []int{0}, Units: 1, MTBF: 300, Repair: 5}}
	n.Anomalies = []Anomaly{{Kind: Slow, Station: pool, From: 300, For: 200, Factor: 3}, {Kind: Spike, Source: 2, From: 600, For: 100, Factor: 4}, {Kind: Corrupt, Station: work, From: 100, For: 50, Factor: 0.5}, {Kind: Dead, Station: pool + 1, From: 900, For: 60}}
	n.Monitors = []Monitor{{Station: pool + 1, Metric: Throughput, Bound: 0.01, Hold: 10, Every: 5, Action: Restart, Takes: 5}, {Station: pool, Metric: InQueue, Bound: 3, Hold: 10, Every: 5, Action: Alert}}
}

// TestEventfulIsBalanced: with all that may happen, every item that arrived is
// done, lost, filtered out or under way, and the run ends.
func TestEventfulIsBalanced(t *testing.T) {
	for seed := range uint64(10) {
		n := randomNetwork(seed)
		eventful(n)
		r, err := Run(n, Plan{Seed: seed, Cohort: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		if !r.Complete {
			t.Errorf("seed %d: not complete", seed)
		}
		for k, j := range r.Journeys {
			if out := int(j.Time.Count()) + j.Lost; out > j.Arrived || out+r.Unfinished < j.Arrived {
				t.Errorf("seed %d journey %d: %d arrived, %d done, %d lost, %d unfinished", seed, k, j.Arrived, j.Time.Count(), j.Lost, r.Unfinished)
			}
			if j.Arrived > 0 && j.Time.Count() == 0 {
				t.Errorf("seed %d journey %d: none of %d is done", seed, k, j.Arrived)
			}
		}
	}
}

// TestConservation: on every path of every network, the time integral of the
// items at a station is the sum of their stays (Little's law, exact where a
// run begins and ends empty), the integral of busy servers is the sum of their
// work, and no server rests while items wait.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := randomNetwork(rapid.Uint64Range(0, 1<<40).Draw(t, "network"))
		n.Sources[1].Profile = nil
		n.Stations[0].Patience = 0
		if rapid.Bool().Draw(t, "failures") {
			n.Failures = []Failure{{Stations: []int{0}, Units: 2, MTBF: 50, Repair: 5}}
		}
		replay, err := Start(n, Plan{Seed: rapid.Uint64().Draw(t, "seed"), Cohort: 1500, Duration: 1e9})
		if err != nil {
			t.Fatal(err)
		}
		r := replay.run
		present, busy := make([]float64, len(n.Stations)), make([]float64, len(n.Stations))
		for r.phase != over {
			r.advance(1)
			if r.phase == draining { // nobody comes after the cohort
				for i := range r.sources {
					r.tree.clear(r.sources[i].slot)
				}
			}
			_, key := r.tree.first()
			if key == never || r.phase == over {
				continue
			}
			dt := math.Float64frombits(key) - r.now
			for k := range r.stations {
				st := &r.stations[k]
				present[k] += float64(st.present) * dt
				if len(st.at) == 0 {
					continue
				}
				working := 0
				for server, i := range st.at {
					if i != none && r.tree.key(st.slots[server]) != never {
						working++
					}
				}
				busy[k] += float64(working) * dt
				if st.waiting > 0 && len(st.idle) > 0 && st.batch.Most == 0 {
					t.Fatalf("station %d: %d wait and %d rest", k, st.waiting, len(st.idle))
				}
			}
		}
		out := replay.Result()
		if out.Unfinished > 0 {
			return // overloaded: given up
		}
		for k := range out.Stations {
			v := &out.Stations[k]
			if got, want := v.Sojourn.sum, present[k]; math.Abs(got-want) > 1e-6*(1+want) {
				t.Errorf("station %d: stays add up to %.9g, items over time to %.9g", k, got, want)
			}
			st := &n.Stations[k]
			if st.Discipline != queue.FCFS && st.Discipline != queue.Priority && st.Discipline != queue.Preemptive || st.Batch.Most > 0 || st.Block || len(n.Failures) > 0 && k == 0 {
				continue
			}
			if got, want := v.Sojourn.sum-v.Wait, busy[k]; math.Abs(got-want) > 1e-6*(1+want) {
				t.Errorf("station %d: work adds up to %.9g, busy servers over time to %.9g", k, got, want)
			}
		}
		for k, j := range out.Journeys {
			if int(j.Time.Count())+j.Lost != j.Arrived {
				t.Errorf("journey %d: %d arrived, %d done, %d lost", k, j.Arrived, j.Time.Count(), j.Lost)
			}
		}
	})
}
