package ai

import (
	"strconv"
)

// Cell is a combination of engine, device and precisions that measurements
// were published of, with their number by figure.
type Cell struct {
	Engine     string `json:"engine"`
	Device     string `json:"device"`
	Weights    string `json:"weights"`
	MoE        string `json:"moe,omitempty"`
	KV         string `json:"kv"`
	TPOT       int    `json:"tpot,omitempty"`
	TTFT       int    `json:"ttft,omitempty"`
	Throughput int    `json:"throughput,omitempty"`
}

// Reach is how far the measurements of an engine go, the largest of each.
type Reach struct {
	Engine string  `json:"engine"`
	In     float64 `json:"in"`    // tokens of a prompt
	Out    float64 `json:"out"`   // tokens of an answer
	Batch  float64 `json:"batch"` // sequences an attention rank is asked to run at once, saturated runs aside
	TP     int     `json:"tp"`
	DP     int     `json:"dp"`
}

// leastRows is the measurements a band rests on at least: a 90th percentile of
// fewer is the largest of a few.
const leastRows = 5

// saturated is the share of decoding beyond which the time to the first token
// counts as that of a saturated run, as in the published rows.
const saturated = 0.25

// CellOf is the combination a deployment belongs to. FP16 and BF16 are one.
func CellOf(d *Deployment) Cell {
	r := d.with()
	same := func(p Precision) string {
		if p == FP16 {
			p = BF16
		}
		return string(p)
	}
	c := Cell{Engine: string(r.Engine), Device: r.Device.ID, Weights: same(r.Weights), KV: same(r.KV)}
	if r.Model.MoE() {
		c.MoE = same(r.MoE)
	}
	return c
}

// key is a cell without its numbers.
func (c Cell) key() Cell {
	c.TPOT, c.TTFT, c.Throughput = 0, 0, 0
	return c
}

// behind is the measurements of a deployment's combination.
func (a *Accuracy) behind(d *Deployment) Cell { return a.cells[CellOf(d).key()] }

// rows of the figure a load is about.
func (c Cell) rows(m Mode) int {
	if m == Offline {
		return c.Throughput
	}
	return c.TPOT
}

// outside says why no published measurements stand behind a deployment under
// its load, empty where they do.
func (a *Accuracy) outside(r *replica, s *Serving) Text {
	d := &r.d
	switch {
	case a.behind(d).rows(r.l.Mode) < leastRows:
		return a.unmeasured(d)
	case d.Model.LinearLayers > 0:
		return Text{
			EN: "No published measurements of linear-attention or state-space layers stand behind this.",
			ZH: "没有线性注意力或状态空间层的公开实测支持。",
		}
	case d.PP > 1:
		return Text{
			EN: "Pipeline-parallel serving has no published measurements behind it here.",
			ZH: "流水线并行推理没有公开实测支持。",
		}
	case d.Speculative != nil:
		return Text{
			EN: "Speculative decoding depends on the acceptance you enter.",
			ZH: "推测解码的结果取决于您填写的接受率。",
		}
	case d.Disaggregated != nil && !d.Model.MoE():
		return Text{
			EN: "Hardly any published measurements of dense models in separate prefill and decode pools stand behind this.",
			ZH: "稠密模型的预填充/解码分离几乎没有公开实测支持。",
		}
	}
	if t := a.beyond(r, s); t.EN != "" {
		return t
	}
	if r.nearSaturation(s) {
		return Text{
			EN: "Near saturation: where the first token takes more than a quarter of the answer, published measurements are far from any prediction.",
			ZH: "接近饱和：当首词元时间超过解码时间的四分之一时，公开实测与任何预测都相差甚远。",
		}
	}
	return Text{}
}

// unmeasured names the combination that nobody measured.
func (a *Accuracy) unmeasured(d *Deployment) Text {
	c := CellOf(d)
	known := func(same func(Cell) bool) bool {
		for k := range a.cells {
			if same(k) {
				return true
			}
		}
		return false
	}
	switch {
	case d.Engine == Generic:
		return Text{
			EN: "No measurements of this engine: its constants are the mean of the others.",
			ZH: "没有该引擎的实测数据：其常数取其他引擎的平均值。",
		}
	case !known(func(k Cell) bool { return k.Device == c.Device }):
		return Text{
			EN: "No published measurements on " + d.Device.Label.EN + " stand behind this: efficiencies are those of its class, or the mean of all.",
			ZH: "没有 " + d.Device.Label.ZH + " 的公开实测支持：效率取同类设备或所有设备的平均值。",
		}
	case !known(func(k Cell) bool { return k.Device == c.Device && k.Engine == c.Engine }):
		return Text{
			EN: "Outside what was validated: hardly any published measurements of this engine on " + d.Device.Label.EN + ".",
			ZH: "超出验证范围：该引擎在 " + d.Device.Label.ZH + " 上几乎没有公开实测。",
		}
	}
	words := c.Weights
	if c.MoE != "" && c.MoE != c.Weights {
		words += "/" + c.MoE
	}
	return Text{
		EN: "Outside what was validated: hardly any published measurements of this engine on " + d.Device.Label.EN + " with weights in " + words + " and a cache in " + c.KV + ".",
		ZH: "超出验证范围：该引擎在 " + d.Device.Label.ZH + " 上，权重 " + words + "、缓存 " + c.KV + " 的组合几乎没有公开实测。",
	}
}

// beyond names the first quantity that lies beyond what was measured with the
// engine.
func (a *Accuracy) beyond(r *replica, s *Serving) Text {
	reach := a.reach[string(r.d.Engine)]
	for _, x := range []struct {
		en, zh  string
		is, has float64
	}{
		{"prompts of %s tokens", "提示长度 %s 词元", r.in, reach.In},
		{"answers of %s tokens", "回答长度 %s 词元", r.out, reach.Out},
		{"tensor parallelism of %s", "张量并行 %s", float64(r.d.TP), float64(reach.TP)},
		{"attention data parallelism of %s", "注意力数据并行 %s", float64(r.d.DP), float64(reach.DP)},
		{"%s sequences at once", "同时 %s 个序列", r.asked(s), reach.Batch},
	} {
		if x.is > x.has*1.001 {
			most := strconv.FormatFloat(x.has, 'f', 0, 64)
			return Text{
				EN: "Outside what was validated: measurements of this engine reach " + filled(x.en, most) + ".",
				ZH: "超出验证范围：该引擎的实测最多到" + filled(x.zh, most) + "。",
			}
		}
	}
	return Text{}
}

// filled puts a number in the place of %s.
func filled(form, number string) string {
	for i := 0; i+1 < len(form); i++ {
		if form[i:i+2] == "%s" {
			return form[:i] + number + form[i+2:]
		}
	}
	return form
}

// asked is the sequences a rank runs, where the load rather than memory says so.
func (r *replica) asked(s *Serving) float64 {
	if r.l.Mode == Offline {
		return 0
	}
	return s.Batch
}

// nearSaturation reports whether the first token takes so long that published
// rows count such a run as saturated.
func (r *replica) nearSaturation(s *Serving) bool {
	return r.l.Mode != Offline && r.l.Mode != Static && r.out > 1 && s.TTFT.Value > saturated*s.TPOT.Value*r.out
}
