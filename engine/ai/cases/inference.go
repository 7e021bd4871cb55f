package cases

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"weir/engine/ai"
	"weir/engine/catalog"
)

// Inference is one measured serving figure as a deployment and a load.
type Inference struct {
	ID       string
	Deploy   ai.Deployment
	Load     ai.Load
	Metric   string // ttft_ms, tpot_ms, throughput_tok_s, tgs_tokens_per_s_per_gpu
	Measured float64
	Phase    string // "", "prefill" or "decode" for prefill-only and decode-only rows
	Offline  bool
	Disagg   bool
	// What the row counts under.
	Family, Engine, GPU, Model, Source string
	ModelKey                           string
	Version                            string
	Unsaturated                        bool
	Requests                           float64 // of an online run, 0 = not said
	Suspect                            string  // why a fit should not learn from the row, "" = it may
}

// ReadInference turns a row into a case, or says why it cannot. Rules named
// in without are not applied.
func ReadInference(r Row, lib Library, without ...string) (*Inference, string) {
	if why := r.fault(inferenceColumns); why != "" {
		return nil, why
	}
	measured, ok := r.Num("measured")
	if !ok || measured <= 0 {
		return nil, "no measured value: " + r.misfit("measured", expected[positive])
	}
	m, ok := lib.Find(r.Text("model_key"))
	if !ok {
		return nil, lib.fault(r.Text("model_key"))
	}
	dev, ok := catalog.FindDevice(r.Text("gpu"))
	if !ok {
		return nil, noDevice(r)
	}
	c := &Inference{ID: r.ID, Metric: r.Text("metric"), Measured: measured, Source: r.Text("source"), GPU: r.Text("gpu")}
	switch c.Metric {
	case "ttft_ms", "tpot_ms", "throughput_tok_s", "tgs_tokens_per_s_per_gpu":
	default:
		return nil, "unknown metric: " + r.misfit("metric", "ttft_ms, tpot_ms, throughput_tok_s or tgs_tokens_per_s_per_gpu")
	}
	in, ok1 := r.Num("input_len")
	out, ok2 := r.Num("output_len")
	if !ok2 {
		out = 1 // a row of the first token alone needs no output length
	}
	if !ok1 {
		return nil, "input length is missing: " + r.misfit("input_len", "tokens, "+expected[positive])
	}
	if why := c.deployment(r, &m, &dev); why != "" {
		return nil, why
	}
	if why := c.load(r, in, out); why != "" {
		return nil, why
	}
	c.noted(r.Text("notes"))
	c.infer(without)
	c.suspect()
	if !ai.NewMemory(c.Deploy, c.Load).Fits {
		c.Deploy.MemShare = 1 // it ran, so it fits
	}
	c.ModelKey = r.Text("model_key")
	c.Model = lastPart(c.ModelKey)
	c.Family = "dense"
	if m.MoE() {
		c.Family = "moe"
	}
	unsaturated, _ := r.Num("unsaturated") // "1.0" as spreadsheets write it is 1 too
	c.Unsaturated = unsaturated == 1
	return c, ""
}

func noDevice(r Row) string {
	return "no device: " + r.misfit("gpu", "a device of the catalogue (H100, B200, MI300X, L40S, …)")
}

func (c *Inference) deployment(r Row, m *catalog.Model, dev *catalog.Device) string {
	d := ai.Deployment{
		Model: m, Device: dev, MemShare: 0.95, // benchmarks take what they can
		TP: r.Count("tp", 1), PP: r.Count("pp", 1), DP: r.Count("dp", 1), EP: r.Count("ep", 1), MoETP: r.Count("moe_tp", 0),
	}
	c.Version = r.Text("engine_version")
	d.Engine, c.Engine = engineOf(r.Text("engine"), c.Version, strings.Contains(strings.ToLower(r.Text("serving_mode")), "disagg"))
	c.squared(&d)
	c.widened(&d)
	for _, p := range []struct {
		col string
		to  *ai.Precision
	}{{"weight_precision", &d.Weights}, {"moe_precision", &d.MoE}, {"kv_precision", &d.KV}} {
		if unsaid(r.Text(p.col)) {
			continue
		}
		q, ok := ai.GuessPrecision(r.Text(p.col))
		if !ok {
			return "unknown " + p.col + ": " + r.misfit(p.col, "bf16, fp16, fp8, fp8_block, int8, int4, nvfp4, mxfp4, auto or blank")
		}
		*p.to = q
	}
	if !m.MoE() {
		d.MoE = ""
	}
	if p := m.Experts4Bit(); p != "" && d.Weights == ai.BF16 && d.MoE == "" {
		d.MoE = ai.Precision(p)
	}
	c.Deploy = d
	return ""
}

// squared undoes a slip of tables that print, beside a node of n devices with
// attention data parallelism, n² ranks on n² devices (EP n × MoE TP n): the
// same figure stands elsewhere with n ranks, and n² devices would be several
// nodes for one worker.
func (c *Inference) squared(d *ai.Deployment) {
	if n := d.EP; n > 1 && d.TP == 1 && d.MoETP == n && d.DP == n*n {
		d.DP, d.MoETP = n, 1
	}
}

// widened undoes another: attention printed on fewer devices than hold the
// experts. What holds experts takes part in attention, as data-parallel ranks.
func (c *Inference) widened(d *ai.Deployment) {
	if n := d.EP * d.MoETP; d.Model.MoE() && n > d.TP*d.DP && n%d.TP == 0 {
		d.DP = n / d.TP
	}
}

// suspect marks rows a fit should not learn from.
func (c *Inference) suspect() {
	d := &c.Deploy
	build, _ := readRelease(c.Version)
	switch {
	case d.Model.MoE() && d.MoETP > 0 && d.EP*d.MoETP != d.TP*d.DP:
		c.Suspect = "experts and attention are on different numbers of devices"
	case c.Metric == "ttft_ms" && c.Engine == "sglang" && d.Weights == ai.NVFP4 && c.Version == "":
		c.Suspect = "kernels were compiled inside the run: seconds to the first token"
	case strings.Contains(c.Version, "dev"):
		c.Suspect = "a development build"
	case d.AllExperts:
		c.Suspect = "flat in batch: the build computes a tile for every expert"
	case c.Engine == "trtllm" && strings.Contains(d.Model.ID, "DeepSeek-R1") && build[0] == 1 && build[1] == 1:
		c.Suspect = "some recipes of the build use multi-token prediction; the rows do not say which"
	}
}

// engineOf maps an engine's name and version to its profile and to the name
// results are grouped under. TensorRT-LLM before 1.0 ran compiled engines,
// since then the PyTorch backend is the default (its release notes); so it is in
// Dynamo's containers, whose own numbers are below 1.0 and which serve from
// pools or bear post-releases, which TensorRT-LLM before 1.0 never did.
func engineOf(name, version string, disaggregated bool) (ai.Engine, string) {
	s := strings.ToLower(name)
	switch {
	case strings.Contains(s, "vllm"):
		return ai.VLLM, "vllm"
	case strings.Contains(s, "sglang"):
		return ai.SGLang, "sglang"
	case strings.Contains(s, "trt"), strings.Contains(s, "tensorrt"):
		words := strings.ToLower(name + " " + version)
		dynamo := disaggregated || strings.Contains(words, "dynamo") || strings.Contains(words, "post")
		if r, ok := readRelease(version); ok && r[0] < 1 && !dynamo && !strings.Contains(words, "pytorch") {
			return ai.TensorRTCompiled, "trtllm"
		}
		return ai.TensorRT, "trtllm"
	}
	return ai.Generic, s
}

func (c *Inference) load(r Row, in, out float64) string {
	mode := strings.ToLower(r.Text("serving_mode"))
	l := ai.Load{In: ai.Spread{Mean: in}, Out: ai.Spread{Mean: out}}
	batch, hasBatch := r.Num("concurrency_or_batch")
	switch {
	case strings.Contains(mode, "disagg"):
		c.Disagg = true
		l.Mode = ai.Closed
		c.pools(r)
	case strings.Contains(mode, "offline"):
		c.Offline = true
		l.Mode = ai.Offline
		c.Deploy.MaxBatch = 2048
	case strings.Contains(mode, "online"):
		rate, ok := r.Num("request_rate_qps")
		if !ok || rate <= 0 {
			return "an online row without a request rate: " + r.misfit("request_rate_qps", expected[positive])
		}
		l.Mode, l.Rate = ai.Open, rate
		if m := requests.FindStringSubmatch(mode + " " + r.Text("notes")); m != nil {
			c.Requests, _ = strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
		}
	case strings.Contains(mode, "static"):
		l.Mode = ai.Static
	case strings.Contains(mode, "prefill"):
		l.Mode, c.Phase = ai.Static, "prefill"
	case strings.Contains(mode, "decode"):
		l.Mode, c.Phase = ai.Static, "decode"
	default:
		l.Mode = ai.Closed
	}
	if l.Mode == ai.Closed || l.Mode == ai.Static {
		if !hasBatch || batch <= 0 {
			return "no concurrency or batch: " + r.misfit("concurrency_or_batch", expected[positive])
		}
		l.Concurrency = batch
	}
	c.Load = l
	return ""
}

// requests is the length of an online run in words.
var requests = regexp.MustCompile(`(?i)\b([\d,]+)\s+(?:requests|prompts)\b`)

// Overload is the time to the first token, s, of a run that asks for more than
// the deployment carries: the queue grows as long as the run lasts, so the
// steady state has none. Over n requests it grows evenly, and the mean waits
// for half of what is then behind: n/2·(1/capacity − 1/rate). NaN where the
// run's length is not known.
func (c *Inference) Overload(alone, capacity float64) float64 {
	if c.Requests <= 0 || capacity <= 0 || c.Load.Rate < capacity {
		return math.NaN()
	}
	return alone + c.Requests/2*(1/capacity-1/c.Load.Rate)
}

// Overloaded is the reason where an online row has no first token.
func (c *Inference) Overloaded(capacity float64) string {
	return fmt.Sprintf("the row asks for %.3g requests/s, the deployment is predicted to carry %.3g: the first token then waits the longer the longer the run; expected the number of requests in serving_mode or notes (\"500 requests\")", c.Load.Rate, capacity)
}

func (c *Inference) pools(r Row) {
	d := &c.Deploy
	d.Disaggregated = &ai.Disaggregated{
		PrefillWorkers: r.Count("prefill_workers", 1), PrefillTP: r.Count("prefill_tp", 1),
		PrefillDP: r.Count("prefill_dp", 1), PrefillEP: r.Count("prefill_ep", 1),
		DecodeWorkers: r.Count("decode_workers", 1),
	}
	d.TP, d.DP, d.EP = r.Count("decode_tp", d.TP), r.Count("decode_dp", d.DP), r.Count("decode_ep", d.EP)
	d.MoETP = 0
}

// Predict evaluates a case with a set of constants, in the row's own unit.
// A figure that is not finite (the model does not fit, the queue grows without
// bound) is answered with the reason.
func (c *Inference) Predict(k *ai.Constants) (float64, string) {
	return c.figure(ai.ServeWith(k, c.Deploy, c.Load))
}

func (c *Inference) figure(s ai.Serving) (float64, string) {
	var x float64
	switch c.Metric {
	case "ttft_ms":
		x = s.TTFT.Value * 1e3
		if c.Load.Mode == ai.Open && s.Fits && math.IsInf(x, 1) {
			if x = c.Overload(s.TTFTAlone.Value, s.Saturation.Value) * 1e3; math.IsNaN(x) {
				return 0, c.Overloaded(s.Saturation.Value)
			}
		}
	case "tpot_ms":
		x = s.TPOT.Value * 1e3
	case "throughput_tok_s":
		x = c.throughput(s)
	case "tgs_tokens_per_s_per_gpu":
		x = c.throughput(s) / float64(s.Devices)
	}
	if math.IsNaN(x) || math.IsInf(x, 0) || x <= 0 {
		if !s.Fits {
			return 0, "the model does not fit the devices of the row"
		}
		return 0, "no finite prediction"
	}
	return x, ""
}

// throughput is tokens/s: output tokens, or input tokens of prefill-only rows.
func (c *Inference) throughput(s ai.Serving) float64 {
	switch c.Phase {
	case "prefill":
		return c.Load.Concurrency * c.Load.In.Mean / s.TTFT.Value
	case "decode":
		return c.Load.Concurrency / s.TPOT.Value
	}
	return s.Throughput.Value
}

// Groups are the groups a case counts in. Names begin with the metric; TTFT
// is gated on unsaturated rows, online rows and pools apart stand by themselves.
func (c *Inference) Groups() []Group {
	metric := c.Metric
	class := metric
	switch {
	case c.Load.Mode == ai.Open:
		class += " online"
	case c.Disagg && metric == "ttft_ms" && !c.Unsaturated:
		class += " disagg saturated"
	case c.Disagg:
		class += " disagg"
	case c.Load.Mode == ai.Static:
		class += " static"
	case metric == "ttft_ms" && c.Unsaturated:
		class += " unsaturated"
	case metric == "ttft_ms":
		class += " saturated"
	}
	gpu := strings.TrimSuffix(c.GPU, "-80GB")
	groups := []Group{
		{By: "metric", Name: class},
		{By: "family", Name: class + " " + c.Family},
		{By: "engine", Name: class + " " + c.Engine},
		{By: "gpu", Name: class + " " + gpu},
		{By: "model", Name: class + " " + c.Model},
	}
	if c.Offline {
		groups = append(groups, Group{By: "gpu", Name: class + " " + gpu + " " + c.Family})
	}
	if c.Source != "" {
		groups = append(groups, Group{By: "source", Name: class + " " + c.Source})
	}
	return groups
}
