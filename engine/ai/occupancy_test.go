package ai

import (
	"math"
	"testing"

	"weir/engine/catalog"
)

// TestOccupancyOfAnUnboundedServer: where steps take the same time at every
// batch, sequences do not hold up one another: M/G/∞, whose mean is the
// offered load and whose ranks are idle with probability e^−load (Erlang).
func TestOccupancyOfAnUnboundedServer(t *testing.T) {
	for _, load := range []float64{0.01, 0.5, 3, 12, 40, 300} {
		r := independent(t)
		o := r.occupied(load/r.work(1), 4096)
		if math.Abs(o.batch/load-1) > 2e-3 {
			t.Errorf("load %g: %.5g sequences", load, o.batch)
		}
		if idle := math.Exp(-load); math.Abs(o.idle-idle) > 1e-5+1e-3*idle {
			t.Errorf("load %g: idle %.5g, Erlang %.5g", load, o.idle, idle)
		}
	}
}

// independent is a rank whose step does not depend on the batch.
func independent(t *testing.T) *replica {
	t.Helper()
	m, ok := catalog.FindModel("meta-llama/Meta-Llama-3.1-8B")
	dev, found := catalog.FindDevice("h100-sxm")
	if !ok || !found {
		t.Fatal("catalog")
	}
	k := Default
	for i := range k.Engines {
		k.Engines[i].Sequence, k.Engines[i].Interfere = 0, 0
	}
	r := newReplica(&k, Deployment{Model: &m, Device: &dev, Engine: VLLM}, Load{Rate: 1, In: Spread{Mean: 10}, Out: Spread{Mean: 100}})
	r.w.kvFull, r.w.kvSliding, r.w.kvState = 0, 0, 0
	r.w.denseTime, r.w.headTime = 0, 0
	return &r
}

// TestHeldTokensComeLater: ten tokens that leave together show the first of
// them nine steps later, and a line looked at every 30 steps costs 14.5.
func TestHeldTokensComeLater(t *testing.T) {
	m, _ := catalog.FindModel("deepseek-ai/DeepSeek-V3")
	dev, _ := catalog.FindDevice("b200")
	l := Load{Mode: Closed, Concurrency: 16, In: Spread{Mean: 1000}, Out: Spread{Mean: 1000}}
	d := Deployment{Model: &m, Device: &dev, Engine: SGLang, TP: 8, Weights: FP8Block}
	plain := Serve(d, l)
	d.Poll, d.Hold = 30, 10
	late := Serve(d, l)
	if got := (late.TTFT.Value - plain.TTFT.Value) / plain.StepTime; math.Abs(got-23.5) > 1e-9 {
		t.Errorf("%.3f steps later", got)
	}
	if late.TPOT.Value != plain.TPOT.Value {
		t.Error("TPOT of the steps themselves changed")
	}
}
