package engine

import (
	"fmt"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sim"
)

// served is users, a language model and an answer.
func served(model, device, engine string, tp int, in, out float64, rate string) *Design {
	end := func(node, port string) design.End { return design.End{node, port} }
	return &Design{
		Weir: 1, Pools: map[string]*Pool{},
		Classes: map[string]*Class{"chat": {
			TokensIn: &design.Spread{Mean: quantity.Num(in), SCV: 0.5}, TokensOut: &design.Spread{Mean: quantity.Num(out), SCV: 0.5},
		}},
		Nodes: map[string]*Node{
			"users": {Kind: "source.requests", Params: map[string]quantity.Value{"rate": quantity.Str(rate)}},
			"llm": {Kind: "ai.inference", Params: map[string]quantity.Value{
				"model": quantity.Str(model), "device": quantity.Str(device), "engine": quantity.Str(engine),
				"tp": quantity.Num(float64(tp)), "replicas": quantity.Num(2),
			}},
			"answer": {Kind: "sink.response"},
		},
		Edges: map[string]*Edge{
			"ask": {From: end("users", "out"), To: end("llm", "in")}, "say": {From: end("llm", "out"), To: end("answer", "in")},
		},
	}
}

// simulated plays a design to the end.
func simulated(t *testing.T, d *Design, p SimulationPlan) (*Simulation, *report.Simulation) {
	t.Helper()
	s, err := NewSimulation(d, p)
	if err != nil {
		t.Fatal(err)
	}
	var runs []sim.Replication
	for k := range s.Runs() {
		r, err := s.Replicate(k, nil)
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, r)
	}
	return s, s.Compare(runs)
}

// TestServingAgreesWithTheClosedForm: continuous batching played iteration by
// iteration has the TTFT and TPOT of the closed form within its bands, over
// dense models and mixtures, engines and loads.
func TestServingAgreesWithTheClosedForm(t *testing.T) {
	for _, c := range []struct {
		model, device, engine string
		tp                    int
		in, out               float64
	}{
		{"meta-llama/Meta-Llama-3.1-8B", "h100-sxm", "vllm", 1, 1000, 200},
		{"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", "vllm", 4, 2000, 400},
		{"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", "sglang", 8, 500, 800},
		{"meta-llama/Meta-Llama-3.1-8B", "a100-80", "trtllm", 1, 1000, 200},
		{"mistralai/Mixtral-8x7B-v0.1", "h100-sxm", "vllm", 2, 1000, 300},
		{"Qwen/Qwen3-235B-A22B", "h200", "sglang", 8, 1000, 300},
	} {
		one, err := NewSimulation(served(c.model, c.device, c.engine, c.tp, c.in, c.out, "0.1/s"), SimulationPlan{})
		if err != nil {
			t.Fatal(c.model, err)
		}
		peak := 0.0
		for _, f := range one.Report.Nodes["llm"].AI.Figures {
			if f.Key == "saturation_per_s" {
				peak = float64(f.Value)
			}
		}
		for _, load := range []float64{0.1, 0.3, 0.5, 0.7, 0.85} {
			d := served(c.model, c.device, c.engine, c.tp, c.in, c.out, fmt.Sprintf("%.5f/s", load*peak))
			s, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 3, Items: 3000})
			ai := r.Nodes["llm"].AI
			bands := map[string]float64{}
			for _, f := range s.Report.Nodes["llm"].AI.Figures {
				bands[f.Key] = float64(f.Band)
			}
			for _, x := range []struct {
				name string
				of   *report.Estimate
			}{{"ttft_s", &ai.TTFT.Mean}, {"tpot_s", &ai.TPOT.Mean}} {
				off := float64(x.of.Closed/x.of.Value) - 1
				t.Logf("%-30s %-6s load %.2f %s: %.4g ± %.2g, closed form %+.1f %% (band %.0f %%)", c.model, c.engine, load, x.name, x.of.Value, x.of.Half, 100*off, 100*bands[x.name])
				if bands[x.name] == 0 || !x.of.Agrees {
					t.Errorf("%s %s at %.2f: %s is %.4g ± %.2g, closed form %.4g, band %.2f", c.model, c.engine, load, x.name, x.of.Value, x.of.Half, x.of.Closed, bands[x.name])
				}
			}
		}
	}
}
