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

// Training is one measured training run as a plan.
type Training struct {
	ID       string
	Plan     ai.TrainingPlan
	Metric   string // iter_time_s, tokens_per_s_per_gpu, tflops_per_gpu, mfu
	Hardware bool   // the FLOPs of the metric count recompute
	Measured float64
	Seconds  float64 // the measurement as seconds per step
	Gate     bool
	Group    string
	Source   string
	Model    string
	ModelKey string  // id of the architecture where a file or the catalogue has it
	Config   string  // else its sizes, in the form of an entry of models.json
	Peer     float64 // another tool's prediction in the metric's unit, 0 = none
}

// ReadTraining turns a row into a case, or says why it cannot.
func ReadTraining(r Row, lib Library) (*Training, string) {
	if why := r.fault(trainingColumns); why != "" {
		return nil, why
	}
	measured, ok := r.Num("measured")
	if !ok {
		return nil, "no measured value: " + r.misfit("measured", expected[positive])
	}
	c := &Training{
		ID: r.ID, Metric: r.Text("metric"), Measured: measured,
		Group: r.Text("group"), Source: r.Text("source"), Model: r.Text("model"),
	}
	gate, _ := r.Num("gate")
	c.Gate = gate == 1
	c.Peer, _ = r.Num("peer_predicted")
	m, why := c.architecture(r, lib)
	if why != "" {
		return nil, why
	}
	dev, ok := catalog.FindDevice(r.Text("gpu"))
	if !ok {
		return nil, noDevice(r)
	}
	seq := r.Count("seq_len", 0)
	if seq == 0 {
		return nil, "no sequence length: " + r.misfit("seq_len", expected[whole])
	}
	if r.Count("global_batch", 0) == 0 && r.Count("microbatch", 0) == 0 {
		return nil, "neither global batch nor microbatch: columns global_batch and microbatch are blank; expected one of them, " + expected[whole]
	}
	c.plan(r, &m, &dev, seq)
	c.Hardware = strings.Contains(strings.ToLower(r.Text("flops_definition")), "hardware")
	c.Seconds, why = c.seconds(measured)
	if why != "" {
		return nil, why
	}
	return c, ""
}

// architecture is that of a row: its model key, else its own columns, else
// the public model its name says.
func (c *Training) architecture(r Row, lib Library) (catalog.Model, string) {
	c.ModelKey = r.Text("model_key")
	if m, ok := lib.Find(c.ModelKey); c.ModelKey != "" && ok {
		return m, ""
	}
	if k, ok := lib.key(c.ModelKey); ok && lib[k].fault != "" {
		return catalog.Model{}, lib.fault(c.ModelKey)
	}
	if r.Count("layers", 0) > 0 && r.Count("hidden", 0) > 0 {
		c.Config = shape(r)
		m, err := catalog.FromConfig(r.Text("model"), []byte(c.Config))
		if err != nil {
			return m, err.Error()
		}
		return m, ""
	}
	name := c.ModelKey + " " + r.Text("model")
	if c.ModelKey = known(name); c.ModelKey != "" {
		m, _ := lib.Find(c.ModelKey)
		return m, ""
	}
	return catalog.Model{}, "no architecture: neither its own columns nor a known model (" + strings.TrimSpace(name) + ")"
}

// known maps the loose names of benchmark tables to catalogue ids, "" if none.
func known(name string) string {
	s := strings.NewReplacer("_", "-", " ", "-", "llama-3.1", "llama3", "llama-3", "llama3").Replace(strings.ToLower(name))
	for _, x := range []struct{ has, id string }{
		{"llama3-8b", "meta-llama/Meta-Llama-3.1-8B"}, {"llama3-70b", "meta-llama/Meta-Llama-3.1-70B"},
		{"llama3-405b", "meta-llama/Meta-Llama-3.1-405B"}, {"llama-2-7b", "Llama-2-7B"}, {"llama-2-13b", "Llama-2-13B"},
		{"llama-2-70b", "Llama-2-70B"}, {"mixtral-8x7b", "mistralai/Mixtral-8x7B-v0.1"},
		{"mixtral-8x22b", "mistralai/Mixtral-8x22B-v0.1"}, {"deepseekv3", "deepseek-ai/DeepSeek-V3"},
		{"qwen3-30b", "Qwen/Qwen3-30B-A3B"}, {"qwen3-235b", "Qwen/Qwen3-235B-A22B"}, {"gpt-oss-120b", "openai/gpt-oss-120b"},
		{"kimi-k2", "moonshotai/Kimi-K2-Instruct"}, {"nemotron-3-nano", "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16"},
		{"nemotron-3-super", "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8"},
	} {
		if strings.Contains(s, x.has) {
			return x.id
		}
	}
	return ""
}

// shape is an architecture from a row's own columns. A network with fewer
// key-value heads than heads, or a width that is not four times hidden, is
// taken for a gated one (Llama), else for a GPT.
func shape(r Row) string {
	h := r.Count("hidden", 0)
	heads := r.Count("heads", usualHeads(h, r.Count("tp", 1)))
	ffn := r.Count("ffn_hidden", 4*h)
	activation := "gelu"
	if ffn != 4*h || strings.Contains(strings.ToLower(r.Text("model")), "llama") {
		activation = "silu"
	}
	return fmt.Sprintf(`{"layers":%d,"hidden":%d,"heads":%d,"kv_heads":%d,"ffn_hidden":%d,"vocab":%d,"activation":%q,"tied_embeddings":true,"max_context":%d}`,
		r.Count("layers", 0), h, heads, r.Count("kv_heads", heads), ffn, r.Count("vocab", defaultVocab(r)), activation, r.Count("seq_len", 0))
}

// usualHeads is the number of heads where a row has none: heads of 128, or
// a little wider where tensor parallelism must divide them.
func usualHeads(hidden, tp int) int {
	for n := max(hidden/128, 1); n > 1; n-- {
		if n%tp == 0 && hidden%n == 0 {
			return n
		}
	}
	return max(hidden/128, 1)
}

// defaultVocab is the vocabulary of the model family where a row has none.
func defaultVocab(r Row) int {
	s := strings.ToLower(r.Text("model"))
	switch {
	case strings.Contains(s, "mpt"):
		return 50432
	case strings.Contains(s, "llama-3"):
		return 128256
	case strings.Contains(s, "llama"):
		return 32000
	case strings.Contains(s, "bloom"):
		return 250880
	}
	return 51200 // GPT-2's, padded
}

func (c *Training) plan(r Row, m *catalog.Model, dev *catalog.Device, seq int) {
	notes := strings.ToLower(r.Text("notes"))
	p := ai.TrainingPlan{
		Model: m, Device: dev, GPUs: r.Count("num_gpus", 0),
		TP: r.Count("tp", 1), PP: r.Count("pp", 1), DP: r.Count("dp", 0), CP: r.Count("cp", 1), EP: r.Count("ep", 1),
		Virtual: r.Count("vp", 0), MicroBatch: r.Count("microbatch", 1), GlobalBatch: r.Count("global_batch", 0), Sequence: seq,
	}
	c.stack(&p, r, notes)
	c.precision(&p, r, notes)
	c.recompute(&p, r, notes)
	p.NIC, p.Link = fabric(r.Text("interconnect"), dev.Domain)
	p.NoOverlap = nonOverlapping(notes + " " + strings.ToLower(r.Text("sharding")))
	if p.Virtual == 0 && p.PP > 1 {
		p.Virtual = c.defaultVirtual(&p, r)
	}
	p.LoRA = strings.Contains(notes, "lora")
	if p.Stack == ai.FSDP && p.PP > 1 {
		p.MicroBatch = 1 // the column is the batch of a data-parallel rank, which the pipeline splits
	}
	c.Plan = p
}

// stack recognises the training program by how a row shards, spells its
// precision, and is dated; the source's name is not asked, so that a row says
// the same wherever it was published.
func (c *Training) stack(p *ai.TrainingPlan, r Row, notes string) {
	sharding := strings.ToLower(r.Text("sharding"))
	since := dated(r.Text("as_of"))
	full := strings.Contains(sharding, "fsdp") || strings.Contains(sharding, "full_shard") || strings.Contains(sharding, "grad_op") ||
		zero(sharding) == 3 && since.year >= 2023
	distributed := strings.Contains(sharding, "distributed optimizer")
	megatron := distributed || megatronFSDP.MatchString(sharding) || transformerEngine(r.Text("precision"))
	// Fused attention: said, or usual by the time.
	fused := strings.Contains(notes, "flash") || distributed || since.year >= 2024
	switch {
	case p.Device.Class == catalog.TPU, full && !megatron: // a TPU's program shards like PyTorch's
		p.Stack = ai.FSDP
		p.Compiled = (strings.Contains(sharding, "fsdp2") || strings.Contains(notes, "compile")) && !strings.Contains(notes, "eager")
		p.AsyncTP = strings.Contains(notes, "async")
		p.EarlyKernel = p.Device.Class == catalog.Hopper && since.year > 0 && since.before(firstHopperKernels)
		if strings.Contains(sharding, "grad_op") {
			p.ZeRO = 2
		}
	case p.Device.Class == catalog.Ampere && !fused:
		p.Stack = ai.Megatron2021
		p.ZeRO = zero(sharding)
	default:
		p.Stack = ai.MegatronCore
		p.ZeRO = max(zero(sharding), 1)
		if full {
			p.ZeRO = 3
		}
		p.EarlyMoE = since.year > 0 && since.before(graphedMixtures) && !strings.Contains(notes+strings.ToLower(c.Model), "tokendrop")
	}
}

// megatronFSDP is how tables of Megatron's FSDP write it: with the number of
// ranks ("FSDP 64"); PyTorch's generation has no space ("FSDP2").
var megatronFSDP = regexp.MustCompile(`fsdp \d`)

// transformerEngine reports whether a precision is spelt as recipes of
// Transformer Engine, which Megatron runs; PyTorch's are float8 and amp_fp8.
func transformerEngine(precision string) bool {
	s := strings.ToLower(precision)
	return strings.HasPrefix(s, "fp8") || strings.HasPrefix(s, "mxfp8") || strings.HasPrefix(s, "nvfp4")
}

// month is a date as tables give it; the month is 0 where only a year is.
type month struct{ year, month int }

var (
	// Kernels of attention made for Hopper (FlashAttention-3, July 2024) and
	// cuBLAS tuned for it came to PyTorch stacks in 2024.
	firstHopperKernels = month{2024, 0}
	// Megatron's mixtures got CUDA graphs and fused permutation (Megatron Bridge 26.06).
	graphedMixtures = month{2026, 6}
)

func (m month) before(n month) bool {
	return m.year < n.year || m.year == n.year && m.month < n.month
}

// dated is the first month of a date ("2026-04", "2023-2024", "2022-02-21").
func dated(s string) month {
	head, rest, _ := strings.Cut(s, "-")
	y, err := strconv.Atoi(strings.TrimSpace(head))
	if err != nil || y < 1900 || y > 3000 {
		return month{}
	}
	rest, _, _ = strings.Cut(rest, "-")
	m, err := strconv.Atoi(rest)
	if err != nil || m < 1 || m > 12 {
		m = 0
	}
	return month{y, m}
}

// nonOverlapping reports whether a source says that communication is waited for.
func nonOverlapping(words string) bool {
	for _, s := range []string{"no overlap", "non-overlap", "nonoverlap", "not overlap", "without overlap", "no_overlap", "overlap off", "overlap_comm=false"} {
		if strings.Contains(words, s) {
			return true
		}
	}
	return false
}

// zero is the stage a source's words name ("ZeRO-3", "zero stage 2"), 0 if none.
func zero(sharding string) int {
	_, rest, ok := strings.Cut(sharding, "zero")
	if !ok {
		return 0
	}
	switch rest = strings.TrimLeft(rest, " -_stage"); {
	case strings.HasPrefix(rest, "1"):
		return 1
	case strings.HasPrefix(rest, "2"):
		return 2
	case strings.HasPrefix(rest, "3"), strings.HasPrefix(rest, "infinity"):
		return 3
	}
	return 0
}

func (c *Training) precision(p *ai.TrainingPlan, r Row, notes string) {
	s := strings.ToLower(r.Text("precision"))
	switch {
	case strings.Contains(s, "fp4"):
		p.Precision = ai.NVFP4
	case strings.Contains(s, "fp8"), strings.Contains(s, "float8"):
		p.Precision = ai.FP8
	case s == "" && p.Stack == ai.MegatronCore && p.Device.FP8 > 0 && dated(r.Text("as_of")).year >= 2025:
		p.Precision = ai.FP8 // the default of Megatron Bridge's recipes
	default:
		p.Precision = ai.BF16
	}
	p.RowwiseFP8 = strings.Contains(s, "rowwise") || strings.Contains(notes, "rowwise")
}

func (c *Training) recompute(p *ai.TrainingPlan, r Row, notes string) {
	switch s := strings.ToLower(r.Text("recompute")); {
	case strings.Contains(s, "full"):
		p.Recompute = ai.FullRecompute
	case strings.Contains(s, "per-op"):
		p.Recompute = ai.PerOpRecompute
	case strings.Contains(s, "selective"):
		p.Recompute = ai.SelectiveRecompute
	case s == "" && p.Stack == ai.FSDP && strings.Contains(notes, "selective"):
		p.Recompute = ai.SelectiveRecompute
	default:
		// Megatron's "selective" recomputes the attention core only, which
		// fused attention does anyway.
		p.Recompute = ai.NoRecompute
		if s == "" && p.Stack == ai.Megatron2021 {
			p.Recompute = ai.SelectiveRecompute
		}
	}
}

func (c *Training) defaultVirtual(p *ai.TrainingPlan, r Row) int {
	switch {
	case p.Stack == ai.MegatronCore:
		return max(int(math.Round(float64(p.Model.Layers)/float64(p.PP)/2)), 1)
	case dated(r.Text("as_of")).year == 2021 && !strings.Contains(strings.ToLower(r.Text("notes")), "1f1b"):
		return 2 // the interleaved schedule of Megatron-LM's paper of that year
	}
	return 1
}

// Recipe names what was run, whatever release or date it was run with.
func (c *Training) Recipe() string {
	p := c.Plan
	return fmt.Sprint(c.Group, c.Model, p.Device.ID, p.GPUs, p.TP, p.PP, p.EP, p.Virtual, p.MicroBatch, p.GlobalBatch, p.Sequence, p.Precision, p.LoRA)
}

// seconds converts a measurement to seconds per step by the source's own
// definition of FLOPs.
func (c *Training) seconds(x float64) (float64, string) {
	prior := ai.TrainingPrior()
	run := ai.TrainWith(&prior, c.Plan) // for its counts; the time is not used
	n := float64(run.Devices)
	flops := run.ModelFlops
	if c.Hardware {
		flops = run.HardwareFlops
	}
	switch c.Metric {
	case "iter_time_s":
		return x, ""
	case "tokens_per_s_per_gpu":
		return run.Tokens.Value * run.Iteration.Value / (x * n), ""
	case "tflops_per_gpu":
		return flops / (x * 1e12 * n), ""
	case "mfu":
		if x > 1.5 {
			x /= 100
		}
		return flops / (x * c.Plan.Device.FP16 * n), ""
	}
	return 0, fmt.Sprintf("unknown metric: column metric: %q; expected iter_time_s, tokens_per_s_per_gpu, tflops_per_gpu or mfu", c.Metric)
}

// Groups are the groups a run counts in.
func (c *Training) Groups() []Group { return []Group{{By: "group", Name: c.Group}} }

// Family is "moe" or "dense".
func (c *Training) Family() string {
	if c.Plan.Model.MoE() {
		return "moe"
	}
	return "dense"
}

// Predict evaluates the run: seconds per step.
func (c *Training) Predict(k *ai.TrainingConstants) float64 {
	return ai.TrainWith(k, c.Plan).Iteration.Value
}
