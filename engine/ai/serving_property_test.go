package ai

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/catalog"
)

// anyDeployment draws one that can be, over the catalogue's models and devices.
func anyDeployment(t *rapid.T) Deployment {
	m := rapid.SampledFrom(catalog.Models()).Draw(t, "model")
	dev := rapid.SampledFrom(catalog.Devices()).Draw(t, "device")
	power := func(name string, most int) int { return 1 << rapid.IntRange(0, most).Draw(t, name) }
	d := Deployment{
		Model: &m, Device: &dev, TP: largestDivisor(m.Heads, power("tp", 4)), Replicas: power("replicas", 3),
		Engine:  rapid.SampledFrom([]Engine{VLLM, SGLang, TensorRT, TensorRTCompiled, Generic}).Draw(t, "engine"),
		Weights: rapid.SampledFrom([]Precision{"", BF16, FP8, INT8, INT4, NVFP4}).Draw(t, "weights"),
	}
	if m.MoE() {
		d.DP = power("dp", 3)
		d.EP = largestDivisor(m.Experts, rapid.SampledFrom([]int{1, d.TP * d.DP}).Draw(t, "ep"))
	}
	if rapid.Bool().Draw(t, "pools") {
		d.Disaggregated = &Disaggregated{PrefillWorkers: power("prefill", 3), PrefillTP: d.TP, PrefillDP: d.DP, PrefillEP: d.EP, DecodeWorkers: power("decode", 3)}
	}
	return d
}

// floor is the time of a decode step by memory alone, s: what every step must
// read of the weights on a device, at its full bandwidth.
func floor(d *Deployment) float64 {
	x := d.with()
	w := newWorker(&Default, &x, x.TP, x.DP, x.EP, x.MoETP)
	return w.denseBytes / x.Device.Bandwidth
}

// roof is the tokens/s beyond which the devices would compute more than they
// can at the precision they are fastest in.
func roof(d *Deployment, in, out float64) float64 {
	peak := max(d.Device.FP16, d.Device.FP8, d.Device.INT8, d.Device.FP4)
	return peak * float64(d.Devices()) * out / ((in + out) * 2 * d.Model.ActiveParams())
}

// fuller is by what share a first token may come sooner under more load: prompts
// that come together fill their kernels better than one by itself.
const fuller = 0.05

// No load makes an answer faster than the memory of the devices or more of
// them than their arithmetic allows, and no first token sooner.
func TestServingProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDeployment(t)
		in, out := float64(rapid.IntRange(32, 8192).Draw(t, "in")), float64(rapid.IntRange(16, 2048).Draw(t, "out"))
		l := Load{Mode: Closed, In: Spread{Mean: in}, Out: Spread{Mean: out}}
		last := 0.0
		for users := 1.0; users <= 1024; users *= 4 {
			l.Concurrency = users
			s := Serve(d, l)
			if !s.Fits {
				return
			}
			ttft, tpot := s.TTFT.Value, s.TPOT.Value
			switch {
			case !(ttft > 0) || math.IsInf(ttft, 0) || !(tpot > 0) || math.IsInf(tpot, 0):
				t.Fatalf("%g users: first token %g s, then %g s each", users, ttft, tpot)
			case tpot < floor(&d):
				t.Fatalf("%g users: %g s a token, reading the weights takes %g", users, tpot, floor(&d))
			case s.Throughput.Value > roof(&d, in, out):
				t.Fatalf("%g users: %g tokens/s, the devices compute %g", users, s.Throughput.Value, roof(&d, in, out))
			case ttft < last*(1-fuller):
				t.Fatalf("%g users: first token in %g s, with a quarter of them in %g", users, ttft, last)
			case s.Power > d.Device.TDP*float64(s.Devices)*1.0001:
				t.Fatalf("%g users: %d devices of %g W draw %g W", users, s.Devices, d.Device.TDP, s.Power)
			case s.Calibrated != (s.Why.EN == ""):
				t.Fatalf("calibrated %t, why %q", s.Calibrated, s.Why.EN)
			}
			last = ttft
		}
		l.Mode = Offline
		if s := Serve(d, l); s.Throughput.Value > roof(&d, in, out) {
			t.Fatalf("offline: %g tokens/s, the devices compute %g", s.Throughput.Value, roof(&d, in, out))
		}
		last = 0
		for _, p := range Curve(d, Load{In: Spread{Mean: in}, Out: Spread{Mean: out}}, 12) {
			if math.IsNaN(p.TTFT) || p.TTFT < last*(1-fuller) {
				t.Fatalf("%g requests/s: first token in %g s after %g", p.Rate, p.TTFT, last)
			}
			last = p.TTFT
		}
	})
}

// What random deployments found: near saturation, the sequences of a rank
// climbed beyond what a float holds, or waited an hour; prompts shorter than
// what their experts are read for were computed for nothing.
func TestServingExtremes(t *testing.T) {
	d := deployment(t, "deepseek-ai/DeepSeek-V4-Flash", "mi300x")
	d.Engine, d.TP, d.DP, d.EP, d.Weights = SGLang, 4, 8, 1, FP8
	l := Load{In: Spread{Mean: 8186}, Out: Spread{Mean: 16}}
	l.Rate = saturation(d, l) * 7.237476 / 7.371503
	if x := Serve(d, l).TTFT.Value; !(x > 3 && x < 100) {
		t.Errorf("at 98 %% of saturation the first token takes %g s", x)
	}
	d = deployment(t, "mistralai/Mixtral-8x7B-v0.1", "a100-80")
	d.Weights = INT8
	l = Load{Mode: Offline, In: Spread{Mean: 57}, Out: Spread{Mean: 16}}
	if x, most := Serve(d, l).Throughput.Value, roof(&d, 57, 16); x > most {
		t.Errorf("%g tokens/s, the devices compute %g", x, most)
	}
}
