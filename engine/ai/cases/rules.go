package cases

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"weir/engine/ai"
	"weir/engine/catalog"
)

// Rule is what rows leave unsaid and the public record of an engine says of
// its releases. It asks only for columns that every row has, never for a
// source or a case. Fits are also run without each, to say what it buys.
type Rule struct {
	Name   string // for the table of what each buys
	Says   string // what it assumes
	Source string // the public record
	Engine string // "" = every engine
	Since  string // releases from this one on, "" = from the first
	Before string // and before this one, "" = to the latest
	apply  func(c *Inference)
}

// Rules are all of them, in the order they are applied.
var Rules = []Rule{
	{
		Name:   "rule: benchmark lengths",
		Says:   "closed loops of 1024/1024, 1024/8192 and 8192/1024 tokens draw lengths of 80 to 100 % of that",
		Source: "InferenceX benchmarks: --random-range-ratio 0.8 at these three shapes",
		apply:  (*Inference).shaped,
	},
	{
		Name:   "rule: SGLang polls at intervals",
		Says:   "with MLA models on Blackwell the scheduler looks for requests every 10 steps, every 30 from 16 users on",
		Source: "InferenceX benchmarks/single_node/dsr1_fp4_b200.sh and dsr1_fp8_b200.sh: --scheduler-recv-interval",
		Engine: "sglang",
		apply:  (*Inference).polls,
	},
	{
		Name:   "rule: TensorRT-LLM 1.2 speculates",
		Says:   "DeepSeek-R1 runs with multi-token prediction, 3 tokens ahead, 1 with attention data parallelism",
		Source: "InferenceX pulls 632 and 642: the container of the recipes with it; dsr1_fp4_b200_trt_mtp.sh for the tokens",
		Engine: "trtllm", Since: "1.2.0rc6.post3", Before: "1.2.0rc7",
		apply: (*Inference).speculates,
	},
	{
		Name:   "rule: TensorRT-LLM 1.1 speculates",
		Says:   "the same where experts are spread over the whole group; recipes without it exist beside them, to 64 users, so that no constant is learned from these rows",
		Source: "InferenceX .github/configs/nvidia-master.yaml at 525079a: dsr1-*-trt-mtp on 1.1.0rc2.post2, EP = TP",
		Engine: "trtllm", Since: "1.1.0rc2.post2", Before: "1.2.0rc0",
		apply: (*Inference).speculatesSpread,
	},
	{
		Name:   "rule: TensorRT-LLM 1.0 pads from a slot",
		Says:   "with dense models the request that pads captured batches takes one of the slots, which are as many as the users: one of them always waits a turn",
		Source: "TensorRT-LLM pull 7998, which later reserves a slot for it; that the benchmark gives as many slots as users, and only with dense models pads, was seen in the rows",
		Engine: "trtllm", Since: "1.0.0rc0", Before: "1.1.0rc0",
		apply: (*Inference).pads,
	},
	{
		Name:   "rule: TensorRT-LLM spreads offline attention",
		Says:   "offline, mixtures run with data-parallel attention over all devices",
		Source: "TensorRT-LLM docs/source/performance/perf-overview.md of 1.0: llm_options.yml for mixtures sets enable_attention_dp",
		Engine: "trtllm", Since: "1.0.0rc0",
		apply: (*Inference).spreads,
	},
	{
		Name:   "rule: TensorRT-LLM pools take a power of two",
		Says:   "on racks of one NVLink domain a decode rank has a power of two of places; users above it, by no more than a third, wait for one",
		Source: "NVIDIA/srt-slurm recipes/trtllm/gb300-fp8: max_batch_size and concurrencies (36 users on four workers of 8, 84 on four of 16); the third was set by what the rows show, recipes go to a half",
		Engine: "trtllm",
		apply:  (*Inference).places,
	},
	{
		Name:   "rule: vLLM tiles every expert",
		Says:   "block-scaled FP8 mixtures on Hopper, TP below 8: grouped GEMMs compute a tile of rows for every expert, whatever the batch",
		Source: "DeepGEMM is the default from 0.11 (vllm-project/recipes pull 120), slower for experts (vllm pull 28422), not with TP 8 (pull 29346)",
		Engine: "vllm", Since: "0.11.0",
		apply: (*Inference).tiles,
	},
}

// infer applies the rules but those named.
func (c *Inference) infer(without []string) {
	for i := range Rules {
		r := &Rules[i]
		if (r.Engine == "" || r.Engine == c.Engine) && within(c.Version, r.Since, r.Before) && !slices.Contains(without, r.Name) {
			r.apply(c)
		}
	}
}

// benchmarkLengths is the mean share of the nominal lengths that InferenceX
// asks for, benchmarkSCV the squared coefficient of variation, uniform from
// 0.8 to 1.
const (
	benchmarkLengths = 0.9
	benchmarkSCV     = 0.2 * 0.2 / 12 / (benchmarkLengths * benchmarkLengths)
)

func (c *Inference) shaped() {
	l := &c.Load
	in, out := l.In.Mean, l.Out.Mean
	if l.Mode == ai.Closed && (in == 1024 && out == 1024 || in == 1024 && out == 8192 || in == 8192 && out == 1024) {
		l.In = ai.Spread{Mean: in * benchmarkLengths, SCV: benchmarkSCV}
		l.Out = ai.Spread{Mean: out * benchmarkLengths, SCV: benchmarkSCV}
	}
}

func (c *Inference) polls() {
	d := &c.Deploy
	if c.Load.Mode != ai.Closed || c.Disagg || !d.Model.MLA() || d.Device.Class != catalog.Blackwell {
		return
	}
	if d.Poll = 10; c.Load.Concurrency >= 16 {
		d.Poll = 30
	}
}

// acceptance is the probability that a token of DeepSeek's multi-token
// prediction is accepted: 85 to 90 % for the first (DeepSeek-V3 report,
// section 5.4.3), less for those behind it.
const acceptance = 0.75

func (c *Inference) speculates() {
	d := &c.Deploy
	if d.Speculative != nil || !strings.Contains(d.Model.ID, "DeepSeek-R1") {
		return
	}
	d.Speculative = &ai.Speculative{Draft: 3, Acceptance: acceptance}
	if d.DP > 1 {
		d.Speculative.Draft = 1
	}
}

func (c *Inference) speculatesSpread() {
	if d := &c.Deploy; d.EP > 1 && d.EP == d.TP*d.DP {
		c.speculates()
	}
}

func (c *Inference) pads() {
	d := &c.Deploy
	if users := int(c.Load.Concurrency); c.Load.Mode == ai.Closed && !c.Disagg && !d.Model.MoE() && users > 1 && d.DP == 1 {
		d.MaxBatch = users - 1
	}
}

// spreads leaves alone what the row says of its ranks.
func (c *Inference) spreads() {
	d := &c.Deploy
	if !c.Offline || !d.Model.MoE() || d.DP > 1 || d.EP > 1 || d.MoETP > 0 {
		return
	}
	d.DP, d.EP, d.TP = d.TP, d.TP, 1
	d.MaxBatch *= d.DP
}

// places finds those of a decode worker, of all its ranks together.
func (c *Inference) places() {
	d := &c.Deploy
	if !c.Disagg || d.Device.Domain <= node {
		return
	}
	users := c.Load.Concurrency / float64(max(d.Disaggregated.DecodeWorkers, 1)*d.DP)
	n := 1
	for float64(2*n) <= users {
		n *= 2
	}
	if users <= float64(n)*4/3 {
		d.MaxBatch = n * d.DP
	}
}

// node is the devices of a server; a domain of more is a rack.
const node = 8

func (c *Inference) tiles() {
	d := &c.Deploy
	m := d.Model
	block := d.MoE == ai.FP8Block || d.MoE == ai.FP8 && strings.HasPrefix(m.NativePrecision, "fp8")
	d.AllExperts = m.MoE() && block && d.Device.Class == catalog.Hopper && d.TP < 8
}

// speculative is what words of a row say of speculation, with the tokens
// ahead where a number follows ("MTP=3", "EAGLE", "no MTP").
var speculative = regexp.MustCompile(`(?i)\b((?:no|without|w/o|not|non|disabled)[ -]+)?(?:mtp|eagle-?3?|medusa|nextn|speculati(?:ve|on)(?:[ -]decoding)?|spec[ -]dec(?:oding)?)(?:[ =:_-]*(\d+))?\b`)

// noted fills in what a row's words say of the deployment.
func (c *Inference) noted(words string) {
	m := speculative.FindStringSubmatch(words)
	if m == nil || m[1] != "" || strings.Contains(strings.ToLower(words), "disabled") {
		return
	}
	draft := 3
	if n, err := strconv.Atoi(m[2]); err == nil {
		draft = n
	}
	if draft > 0 {
		c.Deploy.Speculative = &ai.Speculative{Draft: min(draft, 16), Acceptance: acceptance}
	}
}
