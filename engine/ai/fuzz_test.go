package ai

import (
	"math"
	"testing"

	"weir/engine/catalog"
)

// Whatever config.json says, reading it gives an error or a network whose
// figures are numbers: nothing panics, nothing is negative or NaN.
func FuzzFromConfig(f *testing.F) {
	f.Add(`{"layers":32,"hidden":4096,"heads":32,"kv_heads":8,"ffn_hidden":14336,"vocab":128256}`, 2, 8)
	f.Add(`{"num_hidden_layers":48,"hidden_size":2048,"num_attention_heads":32,"num_experts":128,"num_experts_per_tok":8,"moe_intermediate_size":768,"moe_layer_freq":[0,1]}`, 8, 64)
	f.Add(`{"text_config":{"n_layer":2,"n_embd":64,"n_head":4,"layer_types":["linear_attention","full_attention"]}}`, 1, 1)
	f.Add(`{"layers":1,"hidden":1,"heads":7,"experts":3,"experts_per_token":9,"kv_lora_rank":5,"index_topk":1,"sliding_window":-4}`, 3, 1000)
	dev, ok := catalog.FindDevice("b200")
	if !ok {
		f.Fatal("no b200")
	}
	f.Fuzz(func(t *testing.T, text string, tp, users int) {
		m, err := catalog.FromConfig("fuzz", []byte(text))
		if err != nil {
			return
		}
		d := Deployment{Model: &m, Device: &dev, TP: tp % 64, EP: users % 9}
		for _, mode := range []Mode{Open, Closed, Static, Offline} {
			l := Load{Mode: mode, Rate: 1, Concurrency: float64(users), In: Spread{Mean: 1000}, Out: Spread{Mean: 100}}
			Check(d, l)
			s := Serve(d, l)
			for _, x := range []float64{s.TTFT.Value, s.TPOT.Value, s.Throughput.Value, s.Weights, s.KVPerToken, s.Power} {
				if math.IsNaN(x) || x < 0 {
					t.Fatalf("mode %v: %+v", mode, s)
				}
			}
		}
		r := Train(TrainingPlan{Model: &m, Device: &dev, TP: tp % 64, GPUs: 64, MicroBatch: 1, GlobalBatch: 64, Sequence: 512})
		if x := r.Iteration.Value; math.IsNaN(x) || x <= 0 || math.IsNaN(r.Memory.Total) {
			t.Fatalf("training: %+v", r)
		}
	})
}
