package catalog

import (
	"bytes"
	"strconv"
	"strings"

	json "github.com/goccy/go-json"
)

// hfConfig is what matters of a Hugging Face config.json, over the names
// that different model types use for the same thing.
type hfConfig struct {
	Text *json.RawMessage `json:"text_config"`

	NameOrPath string `json:"_name_or_path"`
	Type       string `json:"model_type"`

	Hidden  int `json:"hidden_size"`
	NEmbd   int `json:"n_embd"`
	DModel  int `json:"d_model"`
	Layers  int `json:"num_hidden_layers"`
	NLayer  int `json:"n_layer"`
	NLayers int `json:"n_layers"`
	Heads   int `json:"num_attention_heads"`
	NHead   int `json:"n_head"`
	NHeads  int `json:"n_heads"`
	KVHeads int `json:"num_key_value_heads"`
	HeadDim int `json:"head_dim"`
	VDim    int `json:"v_head_dim"`
	FFN     int `json:"intermediate_size"`
	NInner  int `json:"n_inner"`
	Vocab   int `json:"vocab_size"`
	Context int `json:"max_position_embeddings"`
	NCtx    int `json:"n_positions"`

	Act        string `json:"hidden_act"`
	ActFn      string `json:"activation_function"`
	Activation string `json:"hidden_activation"`
	Tied       *bool  `json:"tie_word_embeddings"`

	Window    *int            `json:"sliding_window"`
	UseWindow *bool           `json:"use_sliding_window"`
	Types     []string        `json:"layer_types"`
	Pattern   string          `json:"hybrid_override_pattern"`
	FullEvery int             `json:"full_attention_interval"`
	QRank     int             `json:"q_lora_rank"`
	KVRank    int             `json:"kv_lora_rank"`
	Nope      int             `json:"qk_nope_head_dim"`
	Rope      int             `json:"qk_rope_head_dim"`
	IndexDim  int             `json:"index_head_dim"`
	IndexN    int             `json:"index_n_heads"`
	IndexTopK int             `json:"index_topk"`
	KeyHeads  int             `json:"linear_num_key_heads"`
	KeyDim    int             `json:"linear_key_head_dim"`
	ValHeads  int             `json:"linear_num_value_heads"`
	ValDim    int             `json:"linear_value_head_dim"`
	MambaN    int             `json:"mamba_num_heads"`
	MambaDim  int             `json:"mamba_head_dim"`
	SSMState  int             `json:"ssm_state_size"`
	NGroups   int             `json:"n_groups"`
	Experts   int             `json:"num_experts"`
	Local     int             `json:"num_local_experts"`
	Routed    int             `json:"n_routed_experts"`
	TopK      int             `json:"num_experts_per_tok"`
	TopK2     int             `json:"top_k_experts"`
	TopK3     int             `json:"num_experts_per_token"`
	MoEFFN    int             `json:"moe_intermediate_size"`
	Shared    int             `json:"n_shared_experts"`
	SharedFFN *int            `json:"shared_expert_intermediate_size"`
	SharedMoE *int            `json:"moe_shared_expert_intermediate_size"`
	FirstK    int             `json:"first_k_dense_replace"`
	MoEFreq   json.RawMessage `json:"moe_layer_freq"`
	Sparse    int             `json:"decoder_sparse_step"`
	Interlv   int             `json:"interleave_moe_layer_step"`
	DenseFFN  int             `json:"intermediate_size_mlp"`
	Quant     *struct {
		Method string `json:"quant_method"`
		Algo   string `json:"quant_algo"`
		Bits   int    `json:"bits"`
		Block  []int  `json:"weight_block_size"`
	} `json:"quantization_config"`
	DType  string `json:"torch_dtype"`
	DType2 string `json:"dtype"`
}

// FromConfig reads a Hugging Face config.json, or the sizes of one network in
// the form of an entry of models.json ({"layers":…,"hidden":…,"heads":…}). The name is used for the
// model's id when the file does not carry one. Errors are *ConfigError in both
// languages and say which field is missing or where the JSON is broken.
func FromConfig(name string, b []byte) (Model, error) {
	var own spec
	if json.Unmarshal(b, &own) == nil && own.Layers > 0 && own.Hidden > 0 {
		return resolve(first(name, "config"), own)
	}
	c, err := decodeConfig(b)
	if err != nil {
		return Model{}, err
	}
	if c.NameOrPath != "" && !strings.HasPrefix(c.NameOrPath, "/") && name == "" {
		name = c.NameOrPath
	}
	if name == "" {
		name = first(c.Type, "config.json")
	}
	if err := c.readable(name); err != nil {
		return Model{}, err
	}
	return resolve(name, c.spec())
}

// readable refuses networks that are no decoder or encoder of attention
// layers, or do not say which of their layers are.
func (c hfConfig) readable(name string) error {
	refuse := func(en, zh string) error {
		return &ConfigError{Code: "model.type", Message: Text{
			EN: "Model " + strconv.Quote(name) + " (model_type " + c.Type + ") " + en, ZH: "模型 " + strconv.Quote(name) + "（model_type " + c.Type + "）" + zh,
		}}
	}
	switch c.Type {
	case "t5", "mt5", "umt5", "longt5", "bart", "mbart", "pegasus", "marian", "m2m_100", "whisper", "encoder-decoder":
		return refuse("is an encoder and a decoder in one, which is not modelled as such. Type in the sizes of the part that is served: layers, hidden, heads, ffn_hidden, vocab.",
			"同时含编码器与解码器，无法整体建模。请直接填写所部署部分的尺寸：layers、hidden、heads、ffn_hidden、vocab。")
	case "mamba", "mamba2", "falcon_mamba", "rwkv", "rwkv5", "xlstm":
		return refuse("has no attention layers, which is not modelled. Decoders with some attention layers among linear ones are: their config.json lists layer_types or hybrid_override_pattern.",
			"没有注意力层，无法建模。含部分注意力层的混合解码器可以：其 config.json 列有 layer_types 或 hybrid_override_pattern。")
	case "jamba", "zamba", "zamba2", "bamba", "recurrent_gemma":
		if len(c.Types) == 0 && c.Pattern == "" {
			return refuse("mixes attention with other layers in a way that is not read. Add layer_types: one of \"full_attention\", \"mamba\" for each layer.",
				"以无法识别的方式混合注意力层与其他层。请加上 layer_types：每层为 \"full_attention\" 或 \"mamba\"。")
		}
	}
	return nil
}

func decodeConfig(b []byte) (hfConfig, error) {
	var c hfConfig
	trimmed := bytes.TrimSpace(b)
	if len(trimmed) == 0 || trimmed[0] != '{' {
		return c, &ConfigError{Code: "model.syntax", Message: Text{
			EN: "This is not a config.json: it must be one JSON object, starting with {. Paste the whole file from the model's page.",
			ZH: "这不是 config.json：它应是一个以 { 开头的 JSON 对象。请粘贴模型页面上的完整文件。",
		}}
	}
	if err := json.Unmarshal(trimmed, &c); err != nil {
		if wrong, ok := err.(*json.UnmarshalTypeError); ok && wrong.Field != "" {
			return c, &ConfigError{Code: "model.syntax", Message: Text{
				EN: "This config.json cannot be read: " + wrong.Field + " is a " + wrong.Value + ", but must be of type " + wrong.Type.String() + ".",
				ZH: "无法读取此 config.json：" + wrong.Field + " 的类型为 " + wrong.Value + "，应为 " + wrong.Type.String() + "。",
			}}
		}
		return c, &ConfigError{Code: "model.syntax", Message: Text{
			EN: "The config.json cannot be read (" + err.Error() + "). Paste the whole file, unchanged.",
			ZH: "无法读取 config.json（" + err.Error() + "）。请原样粘贴完整文件。",
		}}
	}
	if c.Text == nil {
		return c, nil
	}
	outer := c
	c = hfConfig{NameOrPath: outer.NameOrPath, Type: outer.Type, Quant: outer.Quant, Tied: outer.Tied}
	if err := json.Unmarshal(*outer.Text, &c); err != nil {
		return c, &ConfigError{Code: "model.syntax", Message: Text{
			EN: "The text_config of this config.json cannot be read (" + err.Error() + ").",
			ZH: "无法读取此 config.json 的 text_config（" + err.Error() + "）。",
		}}
	}
	return c, nil
}

// spec maps the file to our own form.
func (c hfConfig) spec() spec {
	s := spec{
		Type: c.Type, Hidden: first(c.Hidden, c.NEmbd, c.DModel), Layers: first(c.Layers, c.NLayer, c.NLayers),
		Heads: first(c.Heads, c.NHead, c.NHeads), KVHeads: c.KVHeads, HeadDim: c.HeadDim, ValueDim: c.VDim,
		Vocab: c.Vocab, Context: first(c.Context, c.NCtx), Activation: first(c.Act, c.ActFn, c.Activation),
		Encoder: c.Type == "bert" || c.Type == "roberta" || c.Type == "xlm-roberta",
		QRank:   c.QRank, KVRank: c.KVRank, NopeDim: c.Nope, RopeDim: c.Rope,
		IndexDim: c.IndexDim, IndexHeads: c.IndexN, IndexTopK: c.IndexTopK,
		FullEvery: c.FullEvery, LinearKeyHeads: c.KeyHeads, LinearKeyDim: c.KeyDim,
		LinearValueHeads: c.ValHeads, LinearValueDim: c.ValDim,
		MambaInner: c.MambaN * c.MambaDim, MambaState: c.SSMState, MambaGroups: c.NGroups,
		Experts: first(c.Experts, c.Local, c.Routed), TopK: first(c.TopK, c.TopK2, c.TopK3),
		ExpertHidden: c.MoEFFN, SharedExperts: c.Shared, DenseLayers: c.FirstK, DenseFFN: c.DenseFFN,
		FFN: first(c.FFN, c.NInner), Source: "config.json given by the user", Precision: c.precision(),
	}
	if s.FFN == 0 && s.Experts == 0 && s.Hidden > 0 {
		s.FFN = 4 * s.Hidden // GPT-2's default when n_inner is null
	}
	if c.Tied != nil {
		s.Tied = *c.Tied
	}
	s.SharedHidden = c.SharedFFN
	if c.SharedMoE != nil {
		s.SharedHidden = c.SharedMoE
	}
	if c.Window != nil && (c.UseWindow == nil || *c.UseWindow) {
		s.Window = *c.Window
	}
	s.LayerTypes = c.layerTypes()
	switch {
	case len(c.MoEFreq) > 0:
		s.MoEEvery = c.MoEFreq
	case max(c.Sparse, c.Interlv) > 1:
		s.MoEEvery = json.RawMessage([]byte{byte('0' + min(max(c.Sparse, c.Interlv), 9))})
	}
	return s
}

// layerTypes counts the kinds of layer from a list or from Nemotron's pattern
// string (M Mamba-2, E experts, - dense block, * attention).
func (c hfConfig) layerTypes() map[string]int {
	if c.Pattern != "" {
		return map[string]int{
			"full_attention": strings.Count(c.Pattern, "*"), "mamba": strings.Count(c.Pattern, "M"),
			"moe": strings.Count(c.Pattern, "E"), "mlp": strings.Count(c.Pattern, "-"),
		}
	}
	if len(c.Types) == 0 {
		return nil
	}
	n := map[string]int{}
	for _, t := range c.Types {
		n[t]++
	}
	return n
}

// precision is how the checkpoint stores its weights, "" when it does not say.
func (c hfConfig) precision() string {
	if q := c.Quant; q != nil {
		method := strings.ToLower(q.Method + " " + q.Algo)
		switch {
		case strings.Contains(method, "mxfp4"):
			return "mxfp4"
		case strings.Contains(method, "fp4"):
			return "nvfp4"
		case strings.Contains(method, "fp8") && len(q.Block) > 0:
			return "fp8_block"
		case strings.Contains(method, "fp8"):
			return "fp8"
		case q.Bits == 4, strings.Contains(method, "awq"), strings.Contains(method, "gptq"):
			return "int4"
		case q.Bits == 8:
			return "int8"
		}
	}
	switch first(c.DType, c.DType2) {
	case "bfloat16":
		return "bf16"
	case "float16":
		return "fp16"
	}
	return ""
}

// first returns the first value that is not zero.
func first[T comparable](vs ...T) T {
	var zero T
	for _, v := range vs {
		if v != zero {
			return v
		}
	}
	return zero
}
