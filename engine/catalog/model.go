package catalog

import (
	"slices"
	"strings"
	"sync"

	json "github.com/goccy/go-json"
)

// Model is the architecture of a transformer (or hybrid) network: what its
// sizes are, not how it is stored. Absent parts are 0.
//
// A network is counted layer by layer in two lists that need not add up to
// the same number (Nemotron-H interleaves them): token mixers (FullLayers +
// SlidingLayers + LinearLayers) and feed-forward blocks (DenseLayers +
// MoELayers).
type Model struct {
	ID      string
	Label   Text
	Type    string // model_type of its public configuration
	Encoder bool   // bidirectional, no generation (BERT)

	Layers  int // as the configuration counts them
	Hidden  int
	Vocab   int
	Tied    bool // output head shares the embedding
	Context int  // longest sequence, tokens

	Heads, KVHeads     int
	HeadDim, ValueDim  int // of queries and keys; of values
	GatedAttention     bool
	FullLayers         int
	SlidingLayers      int
	Window             int // tokens a sliding layer sees
	LinearLayers       int // linear attention or state-space layers
	StateKey           int // rows of a linear layer's state (all heads: keys x key dim)
	StateValue         int // inner width of a linear layer (value heads x value dim)
	StatePerHead       int // key dim (or state size) that each value channel keeps
	LatentKV, LatentQ  int // MLA ranks of keys/values and of queries, 0 = not MLA
	NopeDim, RopeDim   int // MLA head dimensions
	OutputRank         int // rank of a grouped low-rank output projection, 0 = full
	OutputGroups       int
	IndexTopK          int     // sparse attention reads so many keys, 0 = all
	IndexHeads         int     // heads of the sparse indexer
	IndexDim           int     // its head dimension
	KVKept             float64 // share of KV entries that are stored (1 = all; compressed attention less)
	SharedKeyValue     bool    // one stored vector is both key and value
	DenseLayers, FFN   int     // dense feed-forward blocks and their width
	Gated              bool    // three matrices (gate, up, down), else two
	MoELayers          int
	Experts, TopK      int
	ExpertFFN          int
	SharedFFN          int     // width of all shared experts together
	ExpertHidden       int     // input width of an expert (a latent projection may shrink it)
	VisionParams       float64 // encoder and projector of images, copied to every device group
	NativePrecision    string
	ParametersReported float64 // from the name where nothing better is known, 0 = counted
	Source             string
}

// spec is the form of models.json: what a public configuration says, with
// our key names. Pointers tell "absent" from "zero".
type spec struct {
	Activation       string          `json:"activation"`
	DenseFFN         int             `json:"dense_ffn_hidden"`
	DenseLayers      int             `json:"dense_layers"`
	Encoder          bool            `json:"encoder"`
	ExpertHidden     int             `json:"expert_hidden"`
	Experts          int             `json:"experts"`
	TopK             int             `json:"experts_per_token"`
	FFN              int             `json:"ffn_hidden"`
	FullEvery        int             `json:"full_attention_every"`
	HeadDim          int             `json:"head_dim"`
	Heads            int             `json:"heads"`
	Hidden           int             `json:"hidden"`
	IndexDim         int             `json:"index_head_dim"`
	IndexHeads       int             `json:"index_heads"`
	IndexTopK        int             `json:"index_topk"`
	KVHeads          int             `json:"kv_heads"`
	KVRank           int             `json:"kv_lora_rank"`
	LayerTypes       map[string]int  `json:"layer_types"`
	Layers           int             `json:"layers"`
	LinearKeyDim     int             `json:"linear_key_head_dim"`
	LinearKeyHeads   int             `json:"linear_key_heads"`
	LinearValueDim   int             `json:"linear_value_head_dim"`
	LinearValueHeads int             `json:"linear_value_heads"`
	Context          int             `json:"max_context"`
	MoEEvery         json.RawMessage `json:"moe_every"`
	QRank            int             `json:"q_lora_rank"`
	NopeDim          int             `json:"qk_nope_head_dim"`
	RopeDim          int             `json:"qk_rope_head_dim"`
	SharedHidden     *int            `json:"shared_expert_hidden"`
	SharedExperts    int             `json:"shared_experts"`
	Window           int             `json:"sliding_window"`
	Source           string          `json:"source"`
	Tied             bool            `json:"tied_embeddings"`
	Type             string          `json:"type"`
	ValueDim         int             `json:"v_head_dim"`
	Vocab            int             `json:"vocab"`
	// Known only from full configurations, not from models.json:
	MambaInner  int     `json:"mamba_inner"`
	MambaState  int     `json:"mamba_state"`
	MambaGroups int     `json:"mamba_groups"`
	Vision      float64 `json:"vision_params"`
	Precision   string
}

type library struct {
	models []Model
	index  map[string]int
}

var models = sync.OnceValue(func() library {
	b, err := files.ReadFile("data/models.json")
	if err != nil {
		panic("catalog: " + err.Error()) // the file is embedded: cannot happen
	}
	list, err := ParseModels(b)
	if err != nil {
		panic("catalog: models.json: " + err.Error())
	}
	lib := library{models: list, index: make(map[string]int, len(list))}
	for i, m := range list {
		lib.index[m.ID] = i
	}
	return lib
})

// Models lists the architectures, sorted by id. The caller must not change it.
func Models() []Model { return models().models }

// FindModel returns the architecture with the id; the part after the slash
// alone, and any letter case, are understood when nothing has the exact id.
func FindModel(id string) (Model, bool) {
	lib := models()
	if i, ok := lib.index[id]; ok {
		return lib.models[i], true
	}
	want := strings.ToLower(id)
	for _, m := range lib.models {
		full := strings.ToLower(m.ID)
		if full == want || full[strings.IndexByte(full, '/')+1:] == want {
			return m, true
		}
	}
	return Model{}, false
}

// FindAlias returns the architecture that is meant by a name people use for
// it: a tuned variant (-Instruct, -Chat, -it) has the architecture of its base,
// publishers drop "Meta-", and letter case does not count. The exact id wins,
// then the same publisher.
func FindAlias(id string) (Model, bool) {
	if m, ok := FindModel(id); ok {
		return m, true
	}
	publisher, want := plainName(id)
	found, ok := Model{}, false
	for _, m := range models().models {
		of, name := plainName(m.ID)
		if name != want || want == "" {
			continue
		}
		if of == publisher {
			return m, true
		}
		if !ok {
			found, ok = m, true
		}
	}
	return found, ok
}

// plainName is the publisher of an id and its name without what says nothing
// of the architecture, in lower case.
func plainName(id string) (publisher, name string) {
	name = strings.ToLower(strings.TrimSpace(id))
	if slash := strings.LastIndexByte(name, '/'); slash >= 0 {
		publisher, name = name[:slash], name[slash+1:]
	}
	name = strings.TrimPrefix(name, "meta-")
	for _, tuned := range []string{"-hf", "-instruct", "-chat", "-it"} {
		name = strings.TrimSuffix(name, tuned)
	}
	return publisher, name
}

// ParseModels reads a file of architectures in the form of models.json: an
// object from id to sizes. The answer is sorted by id. Entries that lack what
// every network has (layers, hidden, heads) are an error.
func ParseModels(b []byte) ([]Model, error) {
	var raw map[string]spec
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, &ConfigError{Code: "model.syntax", Message: Text{
			EN: "The list of models is not valid JSON: " + err.Error(),
			ZH: "模型列表不是有效的 JSON：" + err.Error(),
		}}
	}
	ids := make([]string, 0, len(raw))
	for id := range raw {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	out := make([]Model, 0, len(ids))
	for _, id := range ids {
		m, err := resolve(id, raw[id])
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
