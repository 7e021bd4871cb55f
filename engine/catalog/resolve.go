package catalog

import (
	"strconv"
	"strings"

	json "github.com/goccy/go-json"
)

// ConfigError says why an architecture could not be read, and what would do.
type ConfigError struct {
	Code    string // "model.syntax", "model.field"
	Message Text
}

func (e *ConfigError) Error() string { return e.Message.EN }

func missing(id, field string) error {
	return &ConfigError{Code: "model.field", Message: Text{
		EN: "Model " + strconv.Quote(id) + " has no " + field + " (or it is not above 0); a config.json of a decoder or encoder has it.",
		ZH: "模型 " + strconv.Quote(id) + " 缺少 " + field + "（或不大于 0）；解码器或编码器的 config.json 应包含该字段。",
	}}
}

// Sizes beyond which no network is meant.
const (
	mostLayers = 10_000
	mostSize   = 10_000_000
)

// sane refuses sizes no network has: they would only make figures without
// meaning.
func sane(id string, s spec) error {
	for _, f := range []struct {
		name string
		n    int
	}{
		{"hidden", s.Hidden}, {"heads", s.Heads}, {"kv_heads", s.KVHeads}, {"head_dim", s.HeadDim}, {"v_head_dim", s.ValueDim},
		{"ffn_hidden", s.FFN}, {"dense_ffn_hidden", s.DenseFFN}, {"expert_hidden", s.ExpertHidden}, {"experts", s.Experts},
		{"vocab", s.Vocab}, {"q_lora_rank", s.QRank}, {"kv_lora_rank", s.KVRank}, {"qk_nope_head_dim", s.NopeDim},
		{"qk_rope_head_dim", s.RopeDim}, {"index_heads", s.IndexHeads}, {"index_head_dim", s.IndexDim}, {"shared_experts", s.SharedExperts},
		{"linear_key_heads", s.LinearKeyHeads}, {"linear_key_head_dim", s.LinearKeyDim}, {"linear_value_heads", s.LinearValueHeads},
		{"linear_value_head_dim", s.LinearValueDim}, {"mamba_inner", s.MambaInner}, {"mamba_state", s.MambaState}, {"mamba_groups", s.MambaGroups},
	} {
		if f.n < 0 || f.n > mostSize {
			return outOfRange(id, f.name, f.n, mostSize)
		}
	}
	switch {
	case s.Experts > 1 && s.ExpertHidden == 0 && s.FFN == 0:
		return missing(id, "expert_hidden (moe_intermediate_size)")
	case s.Layers > mostLayers:
		return outOfRange(id, "layers", s.Layers, mostLayers)
	case s.DenseLayers < 0 || s.DenseLayers > s.Layers:
		return outOfRange(id, "dense_layers", s.DenseLayers, s.Layers)
	case s.Experts > 0 && (s.TopK < 0 || s.TopK > s.Experts):
		return outOfRange(id, "experts_per_token", s.TopK, s.Experts)
	case s.SharedHidden != nil && (*s.SharedHidden < 0 || *s.SharedHidden > mostSize):
		return outOfRange(id, "shared_expert_hidden", *s.SharedHidden, mostSize)
	case s.Vision < 0:
		return outOfRange(id, "vision_params", int(s.Vision), mostSize)
	}
	total := 0
	for kind, n := range s.LayerTypes { // sums only: the order does not matter
		if n < 0 || n > s.Layers {
			return outOfRange(id, "layer_types."+kind, n, s.Layers)
		}
		total += n
	}
	if total > s.Layers {
		return outOfRange(id, "layer_types", total, s.Layers)
	}
	return nil
}

func outOfRange(id, field string, got, most int) error {
	return &ConfigError{Code: "model.field", Message: Text{
		EN: "Model " + strconv.Quote(id) + ": " + field + " is " + strconv.Itoa(got) + ", but must lie between 0 and " + strconv.Itoa(most) + ".",
		ZH: "模型 " + strconv.Quote(id) + "：" + field + " 为 " + strconv.Itoa(got) + "，应在 0 到 " + strconv.Itoa(most) + " 之间。",
	}}
}

// resolve turns what a configuration says into what a network is: defaults
// of the field (head size = hidden / heads), and what a model type implies
// without its configuration saying so.
func resolve(id string, s spec) (Model, error) {
	switch {
	case s.Layers <= 0:
		return Model{}, missing(id, "layers")
	case s.Hidden <= 0:
		return Model{}, missing(id, "hidden")
	case s.Heads <= 0:
		return Model{}, missing(id, "heads")
	}
	if err := sane(id, s); err != nil {
		return Model{}, err
	}
	if err := consistent(id, s); err != nil {
		return Model{}, err
	}
	m := Model{
		ID: id, Label: Text{EN: shortName(id), ZH: shortName(id)}, Type: s.Type, Encoder: s.Encoder,
		Layers: s.Layers, Hidden: s.Hidden, Vocab: s.Vocab, Tied: s.Tied, Context: s.Context,
		Heads: s.Heads, KVHeads: s.KVHeads, HeadDim: s.HeadDim, ValueDim: s.ValueDim,
		LatentKV: s.KVRank, LatentQ: s.QRank, NopeDim: s.NopeDim, RopeDim: s.RopeDim,
		Window: s.Window, IndexTopK: s.IndexTopK, IndexHeads: s.IndexHeads, IndexDim: s.IndexDim,
		Experts: s.Experts, TopK: s.TopK, FFN: s.FFN, KVKept: 1,
		Gated: gated(s.Activation), NativePrecision: s.Precision, VisionParams: s.Vision, Source: s.Source,
	}
	if m.KVHeads <= 0 {
		m.KVHeads = m.Heads
	}
	if m.HeadDim <= 0 {
		m.HeadDim = max(m.Hidden/m.Heads, 1)
	}
	if m.ValueDim <= 0 {
		m.ValueDim = m.HeadDim
	}
	if m.NativePrecision == "" {
		m.NativePrecision = first(precisionInName(id), precisionOfType(id, s.Type))
	}
	mixers(&m, s)
	blocks(&m, s)
	byType(&m, s)
	if m.DenseLayers > 0 && m.FFN <= 0 {
		inferFFN(&m)
	}
	if m.Experts > 0 && m.TopK <= 0 {
		m.TopK = 8 // what most routers of this size choose
	}
	return m, nil
}

// consistent refuses sizes that contradict one another: no checkpoint has
// them, so one of them is mistyped. A head's size may be anything where it is
// given (Qwen3, Gemma).
func consistent(id string, s spec) error {
	kv := first(s.KVHeads, s.Heads)
	switch {
	case s.HeadDim == 0 && s.KVRank == 0 && s.Hidden%s.Heads != 0:
		return contradicts(id, "heads", s.Heads, "hidden", s.Hidden, "; "+"give head_dim if it is of its own", "；若每头维度另有规定，请填写 head_dim")
	case s.Heads%kv != 0:
		return contradicts(id, "kv_heads", kv, "heads", s.Heads, "", "")
	}
	return nil
}

// contradicts says that one size must divide another, and which near it do.
func contradicts(id, part string, n int, whole string, of int, en, zh string) error {
	below, above := min(n, of), n
	for ; of%below != 0; below-- {
	}
	for ; above < of && of%above != 0; above++ {
	}
	would := strconv.Itoa(below)
	if above != below && above <= of {
		would += ", " + strconv.Itoa(above)
	}
	return &ConfigError{Code: "model.field", Message: Text{
		EN: "Model " + strconv.Quote(id) + ": " + part + " " + strconv.Itoa(n) + " does not divide " + whole + " " + strconv.Itoa(of) + "; near it would " + would + en + ".",
		ZH: "模型 " + strconv.Quote(id) + "：" + part + " " + strconv.Itoa(n) + " 不能整除 " + whole + " " + strconv.Itoa(of) + "；相近可用的有 " + would + zh + "。",
	}}
}

// gated reports whether an activation belongs to a three-matrix block.
func gated(activation string) bool {
	switch activation {
	case "gelu", "gelu_new", "relu", "relu2", "gelu_pytorch_tanh_plain":
		return false
	}
	return true
}

// mixers counts full, sliding and linear layers.
func mixers(m *Model, s spec) {
	m.FullLayers = m.Layers
	for kind, n := range s.LayerTypes { // sums only: the order does not matter
		switch {
		case strings.Contains(kind, "sliding"), strings.Contains(kind, "chunked"):
			m.SlidingLayers += n
			m.FullLayers -= n
		case strings.Contains(kind, "linear"), strings.Contains(kind, "mamba"):
			m.LinearLayers += n
			m.FullLayers -= n
		}
	}
	if len(s.LayerTypes) == 0 && s.FullEvery > 1 {
		m.FullLayers = m.Layers / s.FullEvery
		m.LinearLayers = m.Layers - m.FullLayers
	}
	if m.LinearLayers > 0 {
		m.StateKey = s.LinearKeyHeads * s.LinearKeyDim
		m.StateValue = s.LinearValueHeads * s.LinearValueDim
		m.StatePerHead = s.LinearKeyDim
	}
	// A window alone limits every layer only when it is shorter than the context.
	if len(s.LayerTypes) == 0 && s.Window > 0 && s.Window < s.Context/2 && s.Type == "mistral" {
		m.SlidingLayers, m.FullLayers = m.Layers, 0
	}
}

// blocks counts dense and mixture-of-experts feed-forward blocks.
func blocks(m *Model, s spec) {
	m.DenseLayers = m.Layers
	if m.Experts <= 1 {
		m.Experts, m.TopK = 0, 0
		return
	}
	m.MoELayers = moeLayers(s)
	m.DenseLayers = m.Layers - m.MoELayers
	m.ExpertFFN = s.ExpertHidden
	if m.ExpertFFN <= 0 {
		m.ExpertFFN = s.FFN
	}
	if s.DenseFFN > 0 {
		m.FFN = s.DenseFFN
	}
	m.ExpertHidden = m.Hidden
	m.SharedFFN = s.SharedExperts * m.ExpertFFN
	if s.SharedHidden != nil {
		m.SharedFFN = *s.SharedHidden
	}
}

// moeLayers counts mixture layers: a period after the dense head, or a list
// of flags, one a layer.
func moeLayers(s spec) int {
	var flags []int
	if json.Unmarshal(s.MoEEvery, &flags) == nil && len(flags) > 0 {
		n := 0
		for _, f := range flags {
			if f > 0 {
				n++
			}
		}
		return min(n, s.Layers)
	}
	var every int
	if json.Unmarshal(s.MoEEvery, &every) != nil || every < 1 {
		every = 1
	}
	return (s.Layers - s.DenseLayers) / every
}

// byType adds what the code of a model type fixes and its configuration omits.
func byType(m *Model, s spec) {
	switch {
	case s.Type == "llama4_text":
		m.SharedFFN = m.ExpertFFN // one shared expert; three of four layers attend in chunks of 8192
		if m.SlidingLayers == 0 {
			m.SlidingLayers = m.Layers * 3 / 4
			m.FullLayers = m.Layers - m.SlidingLayers
			m.Window = 8192
		}
	case s.Type == "gpt_oss":
		if m.SlidingLayers == 0 && m.Window > 0 {
			m.SlidingLayers = m.Layers / 2
			m.FullLayers = m.Layers - m.SlidingLayers
		}
		m.NativePrecision = "mxfp4"
	case s.Type == "gemma4_text" && m.Experts > 0:
		m.SharedFFN = s.FFN // a dense block runs beside the experts
		m.DenseLayers, m.FFN = 0, 0
	case s.Type == "mimo_v2_flash" && m.SlidingLayers == 0:
		m.FullLayers = m.Layers/6 + 1 // the first, then every sixth
		m.SlidingLayers = m.Layers - m.FullLayers
	case strings.HasPrefix(s.Type, "qwen3_5"), s.Type == "qwen3_next":
		m.GatedAttention = true
	case s.Type == "kimi_linear" && m.LinearLayers == 0:
		m.FullLayers = (m.Layers + 3) / 4
		m.LinearLayers = m.Layers - m.FullLayers
		m.StateKey, m.StateValue, m.StatePerHead = m.Heads*128, m.Heads*128, 128
	case s.Type == "nemotron-nas":
		// Searched from Llama-3 70B, block by block: grouped heads, and
		// attention left out of two layers in five (49 of 80 keep it).
		if s.KVHeads == 0 {
			m.KVHeads = 8
		}
		m.FullLayers = m.Layers * 49 / 80
	case s.Type == "nemotron_h":
		nemotron(m, s)
	case strings.HasPrefix(s.Type, "deepseek_v4"), s.Type == "deepseek_ref":
		// Compressed sparse (1 of 4) and heavily compressed (1 of 128) layers
		// alternate; keys and values are one vector.
		m.SharedKeyValue, m.KVKept = true, (1.0/4+1.0/128)/2
		m.OutputRank, m.OutputGroups = 1024, 8
		m.IndexTopK += m.Window
		m.SlidingLayers, m.FullLayers = 0, m.Layers
	}
}

// nemotron knows the published patterns of the Nemotron-H family, where a
// layer is an attention, a Mamba-2 or a feed-forward block.
func nemotron(m *Model, s spec) {
	m.Gated = false
	if len(s.LayerTypes) > 0 {
		m.FullLayers = s.LayerTypes["full_attention"]
		m.LinearLayers = s.LayerTypes["mamba"]
		if m.Experts > 0 {
			m.MoELayers, m.DenseLayers = s.LayerTypes["moe"], s.LayerTypes["mlp"]
		} else {
			m.DenseLayers = s.LayerTypes["mlp"]
		}
	} else {
		switch m.Layers {
		case 52: // Nano
			m.FullLayers, m.LinearLayers = 6, 23
		case 88: // Super
			m.FullLayers, m.LinearLayers = 8, 40
		default:
			m.FullLayers = max(m.Layers/12, 1)
			m.LinearLayers = (m.Layers - m.FullLayers) / 2
		}
		m.DenseLayers = m.Layers - m.FullLayers - m.LinearLayers
		if m.Experts > 0 {
			m.MoELayers, m.DenseLayers = m.DenseLayers, 0
		}
	}
	m.StateValue = s.MambaInner
	if m.StateValue <= 0 {
		m.StateValue = 2 * m.Hidden / 1024 * 1024 // 4096 at 2688, 8192 at 4096, 16384 at 8192
		if m.Hidden == 2688 {
			m.StateValue = 4096
		}
	}
	m.StatePerHead = max(s.MambaState, 128)
	m.StateKey = 8 * 128 // groups x state
	if s.MambaGroups > 0 {
		m.StateKey = s.MambaGroups * m.StatePerHead
	}
	if m.Experts > 0 {
		m.SharedFFN = 2 * m.ExpertFFN
		if s.SharedHidden != nil && *s.SharedHidden > 0 {
			m.SharedFFN = *s.SharedHidden
		}
		if m.Experts >= 512 {
			m.ExpertHidden = 1024 // experts work in a latent space
		}
	}
}

// inferFFN sizes dense blocks whose width the configuration hides (searched
// architectures vary it by layer) from the parameter count in the name.
func inferFFN(m *Model) {
	total := billions(m.ID)
	m.ParametersReported = total
	per := 2.0
	if m.Gated {
		per = 3
	}
	rest := total - m.Params()
	if rest <= 0 {
		m.FFN = 4 * m.Hidden
		return
	}
	m.FFN = int(rest / (per * float64(m.Hidden) * float64(m.DenseLayers)))
}

// billions reads "49B" or "0.6B" from a name, in parameters; 0 if absent.
func billions(id string) float64 {
	for _, part := range strings.FieldsFunc(shortName(id), func(r rune) bool { return r == '-' || r == '_' || r == ' ' }) {
		if n := len(part); n > 1 && (part[n-1] == 'B' || part[n-1] == 'b') {
			if x, err := strconv.ParseFloat(part[:n-1], 64); err == nil {
				return x * 1e9
			}
		}
	}
	return 0
}

// precisionInName is what a checkpoint's name says of its weights.
func precisionInName(id string) string {
	s := strings.ToLower(shortName(id))
	for _, p := range []string{"nvfp4", "mxfp4", "fp8", "int4", "int8", "bf16"} {
		if strings.Contains(s, p) {
			return p
		}
	}
	return ""
}

// precisionOfType is how the makers of a model type publish its weights where
// neither configuration nor name says it: DeepSeek, MiniMax and MiMo train in
// FP8 with block scales, as Kimi K2 did before K2.5 and K2 Thinking, whose
// experts were trained for 4 bits (their model cards).
func precisionOfType(id, kind string) string {
	switch kind {
	case "kimi_k2":
		if name := shortName(id); strings.Contains(name, "K2.") || strings.Contains(name, "Thinking") {
			return "int4"
		}
		return "fp8_block"
	case "deepseek_v3", "deepseek_v32", "minimax_m2", "mimo_v2_flash":
		return "fp8_block"
	}
	return ""
}

func shortName(id string) string { return id[strings.IndexByte(id, '/')+1:] }
