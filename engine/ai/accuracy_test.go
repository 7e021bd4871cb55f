package ai

import "testing"

func TestAccuracyTable(t *testing.T) {
	a := Measured()
	if len(a.Classes) < 20 || len(a.Peers) < 5 || len(a.Terms) < 8 || a.Rows < 3000 {
		t.Fatalf("%d classes, %d peers, %d terms, %d rows", len(a.Classes), len(a.Peers), len(a.Terms), a.Rows)
	}
	for _, c := range a.Classes {
		if c.N < 1 || c.Median > c.P90 || c.P90 <= 0 || c.Label.EN == "" || c.Label.ZH == "" {
			t.Errorf("%+v", c)
		}
	}
}

// Every figure has a band; it is wider for what nobody measured.
func TestBandsWidenOutsideTheMeasurements(t *testing.T) {
	l := Load{Rate: 1, In: Spread{Mean: 1000}, Out: Spread{Mean: 200}}
	known := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	known.TP, known.Weights = 4, FP8
	k := Serve(known, l)
	if !k.Calibrated || k.Why.EN != "" {
		t.Errorf("Llama-3.1-70B on H100 is measured, but: %v", k.Why)
	}
	for name, d := range map[string]Deployment{
		"unseen model":  deployment(t, "mistralai/Mistral-Small-24B", "h100-sxm"),
		"unseen device": deployment(t, "meta-llama/Meta-Llama-3.1-8B", "mi300x"),
		"linear layers": deployment(t, "Qwen/Qwen3.5-27B", "h100-sxm"),
	} {
		s := Serve(d, l)
		if s.Calibrated || s.Why.EN == "" || s.Why.ZH == "" {
			t.Errorf("%s counts as measured", name)
		}
		for i, pair := range [][2]Figure{{s.TPOT, k.TPOT}, {s.Throughput, k.Throughput}, {s.TTFT, k.TTFT}} {
			if pair[0].Band < pair[1].Band || pair[1].Band <= 0 {
				t.Errorf("%s, figure %d: band %v, measured %v", name, i, pair[0].Band, pair[1].Band)
			}
		}
	}
}

// The fitted constants stay where physics allows: efficiencies at most 1 (but
// ratios of two), costs above 0.
func TestConstantsArePhysical(t *testing.T) {
	for _, p := range append(Default.Params(), TrainingDefault.Params()...) {
		if *p.Value <= 0 || *p.Value > p.Prior*6 || *p.Value < p.Prior/6 {
			t.Errorf("%s is %v, prior %v", p.Name, *p.Value, p.Prior)
		}
	}
	for _, c := range Default.Classes {
		if c.WeightRead > 1 || c.DecodeGEMM > 1 || c.Prefill > 1 {
			t.Errorf("an efficiency is above 1: %+v", c)
		}
	}
}
