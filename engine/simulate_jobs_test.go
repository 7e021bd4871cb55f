package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"weir/engine/flow"
	"weir/engine/report"
)

// playedJob simulates a design given as JSON and returns its only job, in
// closed form and played.
func playedJob(t *testing.T, text string, p SimulationPlan) (*report.Job, *report.SimulatedJob, *report.Simulation) {
	t.Helper()
	d, err := Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s, r := simulated(t, d, p)
	if len(s.Report.Jobs) != 1 || len(r.Jobs) != 1 {
		t.Fatalf("%d jobs, %d played", len(s.Report.Jobs), len(r.Jobs))
	}
	var back report.Simulation
	if err := json.Unmarshal(report.EncodeSimulation(r), &back); err != nil || len(back.Jobs) != 1 || back.Jobs[0].Source != "data" {
		t.Fatalf("%v: %+v", err, back.Jobs)
	}
	return s.Report.Jobs[0], &r.Jobs[0], r
}

// chain is a data set whose items pass workers, one after the other.
func chain(items int, overlap string, workers ...string) string {
	nodes, edges, last := "", "", "data"
	for k, w := range workers {
		id := fmt.Sprint("w", k)
		nodes += fmt.Sprintf(`,"%s":{"kind":"proc.cpu","params":{%s}}`, id, w)
		edges += fmt.Sprintf(`"e%d":{"from":["%s","out"],"to":["%s","in"]},`, k, last, id)
		last = id
	}
	return fmt.Sprintf(`{"weir":1,"classes":{"c":{"size":{"mean":"1 kB"}}},"nodes":{"data":{"kind":"source.dataset","params":{"items":%d,"overlap":"%s"}},"end":{"kind":"sink.response"}%s},"edges":{%s"z":{"from":["%s","out"],"to":["end","in"]}}}`,
		items, overlap, nodes, edges, last)
}

// What a job takes by simulation is what the closed form says, within the
// error it states: by the slowest stage, in turns, with few items, and where
// stages are so alike that the closed form says that it leaves something out.
func TestJobsConfirmTheClosedForm(t *testing.T) {
	quick, slow := `"servers":2,"service":"10 ms","service_scv":1`, `"servers":4,"service":"40 ms","service_scv":1`
	for name, c := range map[string]struct {
		design string
		class  report.ErrorClass
		about  float64 // closed form by hand, s
	}{
		"slowest of three": {chain(100_000, "pipelined", quick, slow, quick), "A", 1000},
		"in turns":         {chain(20_000, "serial", quick, slow), "A", 1000},
		"a handful":        {chain(8, "pipelined", `"servers":1,"service":"1 s","service_scv":0`, `"servers":1,"service":"3 s","service_scv":0`), "A", 25},
		"one":              {chain(1, "pipelined", `"servers":3,"service":"1 s","service_scv":0`), "A", 1},
		"alike":            {chain(1000, "pipelined", `"servers":1,"service":"1 s","service_scv":1`, `"servers":1,"service":"1 s","service_scv":1`), "C", 1001},
		"alike and few":    {chain(50, "pipelined", `"servers":1,"service":"1 s","service_scv":1`, `"servers":1,"service":"1 s","service_scv":1`), "D", 51},
		"many workers":     {chain(100_000, "pipelined", `"servers":1000,"service":"10 s","service_scv":1`, quick), "C", 1000},
	} {
		t.Run(name, func(t *testing.T) {
			j, p, _ := playedJob(t, c.design, SimulationPlan{Seed: 1})
			if p.Duration.Agrees != (c.class != "D") || p.ErrorClass != c.class || p.Played != 100 || p.Endless != 0 {
				t.Errorf("%.6g ± %.2g s simulated, %.6g s closed, class %s, %d times", p.Duration.Value, p.Duration.Half, j.DurationS, p.ErrorClass, p.Played)
			}
			if d := float64(j.DurationS); math.Abs(d/c.about-1) > 0.02 || j.ErrorClass != c.class || j.Method == "" {
				t.Errorf("closed form: %v s by %q, class %s", d, j.Method, j.ErrorClass)
			}
			if !(p.P50 <= p.P90 && p.P90 <= p.P95) || math.Abs(float64(p.P50/p.Duration.Value)-1) > 0.1 {
				t.Errorf("p50 %v, p90 %v, p95 %v", p.P50, p.P90, p.P95)
			}
			if c.class == "D" && p.Duration.Value < 1.05*p.Duration.Closed {
				t.Errorf("%v s: alike stages do not wait for each other", p.Duration.Value)
			}
		})
	}
}

// A training run of 1,024 devices, of which one fails every five hours, and a
// job beside requests.
func TestJobsThroughFailuresAndBesideRequests(t *testing.T) {
	training := `{"weir":1,"classes":{"c":{"size":{"mean":"8 kB"},"tokens_in":{"mean":4096}}},
		"nodes":{"data":{"kind":"source.dataset","params":{"items":60000000,"epochs":1}},"batch":{"kind":"proc.batcher","params":{"size":1024}},
			"train":{"kind":"ai.training","params":{"model":"meta-llama/Llama-3.1-8B","device":"h100-sxm","dp":1024,"micro_batch":1,"global_batch":1024,"sequence":4096,"zero":"1","mtbf":"5120 h","restart":"10 min"}},"end":{"kind":"sink.archive"}},
		"edges":{"a":{"from":["data","out"],"to":["batch","in"]},"b":{"from":["batch","out"],"to":["train","in"]},"c":{"from":["train","out"],"to":["end","in"]}}}`
	j, p, _ := playedJob(t, training, SimulationPlan{Seed: 1})
	if p.ErrorClass != "A" || !p.Duration.Agrees || j.ErrorClass == "A" {
		t.Errorf("training: %v ± %v s, closed %v s; class %s, with its model %s", p.Duration.Value, p.Duration.Half, j.DurationS, p.ErrorClass, j.ErrorClass)
	}
	if want := float64(p.Duration.Value) / (5 * 3600); math.Abs(float64(p.Restarts)/want-1) > 0.1 || !(p.RedoneS > 0) || !(p.SavingS > 0) || p.P95 <= p.P50 {
		t.Errorf("training: %v restarts, want about %.0f; %+v", p.Restarts, want, p)
	}

	beside := strings.Replace(chain(20_000, "pipelined", `"servers":4,"service":"100 ms","service_scv":1`), `"nodes":{`,
		`"nodes":{"users":{"kind":"source.requests","params":{"rate":"20/s"}},`, 1)
	beside = strings.Replace(beside, `"edges":{`, `"edges":{"u":{"from":["users","out"],"to":["w0","in"]},`, 1)
	j, p, r := playedJob(t, beside, SimulationPlan{Seed: 1, Replications: 4, Items: 5000})
	if p.ErrorClass != "C" || !p.Duration.Agrees || math.Abs(float64(j.DurationS)/1000-1) > 0.01 { // half of 40/s is left
		t.Errorf("beside requests: %v ± %v s, closed %v s, class %s", p.Duration.Value, p.Duration.Half, j.DurationS, p.ErrorClass)
	}
	if len(r.Journeys) != 1 || r.Items != 20_000 || r.Nodes["w0"] == nil || p.Played != 40 {
		t.Errorf("beside requests: %d journeys of %d items, job played %d times", len(r.Journeys), r.Items, p.Played)
	}
}

// With failures a job takes longer by what its units are down; the closed form
// leaves those out, and so nothing is judged.
func TestJobsFailWithTheirUnits(t *testing.T) {
	d := chain(20_000, "pipelined", `"servers":1,"service":"1 s","service_scv":0,"mtbf":"300 s","repair":"100 s"`)
	_, p, r := playedJob(t, d, SimulationPlan{Seed: 1, Failures: true})
	want := 20_000 * 300 * math.Expm1(1.0/300) * 4 / 3
	if x := float64(p.Duration.Value); math.Abs(x/want-1) > 0.02 || r.Steady || p.Restarts < 40 {
		t.Errorf("%v s with %v restarts, want %.0f s", x, p.Restarts, want)
	}
	if len(r.Diagnostics) != 0 {
		t.Errorf("%+v", r.Diagnostics)
	}
	d = chain(20_000, "pipelined", `"servers":1,"service":"1 s","service_scv":0,"availability":0.8`)
	_, p, r = playedJob(t, d, SimulationPlan{Seed: 1, Failures: true})
	if x := float64(p.Duration.Value); math.Abs(x/25_000-1) > 0.08 || len(r.Diagnostics) != 1 || r.Diagnostics[0].Code != "sim.repair" {
		t.Errorf("available four fifths of the time: %v s, want 25,000; %+v", x, r.Diagnostics)
	}
}

// A job that never ends is told; alone in its design, it is why there is no
// simulation.
func TestJobThatNeverEndsIsTold(t *testing.T) {
	full := strings.Replace(chain(10, "pipelined", `"servers":1,"service":"1 s"`), `"nodes":{`, `"nodes":{"users":{"kind":"source.requests","params":{"rate":"2/s"}},`, 1)
	full = strings.Replace(full, `"edges":{`, `"edges":{"u":{"from":["users","out"],"to":["w0","in"]},`, 1)
	d, err := Decode([]byte(full))
	if err != nil {
		t.Fatal(err)
	}
	_, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 2, Items: 500})
	found := false
	for _, x := range r.Diagnostics {
		found = found || x.Code == "sim.job_endless" && x.At.Node == "data" && x.Message.ZH != ""
	}
	if !found || len(r.Jobs) != 0 {
		t.Errorf("%d jobs, %+v", len(r.Jobs), r.Diagnostics)
	}
	empty, err := Decode([]byte(`{"weir":1,"classes":{"c":{}},"nodes":{"end":{"kind":"sink.response"}},"edges":{}}`))
	if err != nil {
		t.Fatal(err)
	}
	var refusal *flow.Refusal
	if _, err := NewSimulation(empty, SimulationPlan{}); !errors.As(err, &refusal) || refusal.Diagnostic.Code != "sim.source" {
		t.Errorf("%v", err)
	}
}
