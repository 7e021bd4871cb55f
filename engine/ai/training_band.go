package ai

import (
	"slices"

	"weir/engine/catalog"
)

// outsideBand widens the band where no published runs stand behind a plan;
// the same as for classes of figures that nobody measured.
const outsideBand = 1.5

// trainingBands attaches error bands: the 90th percentile over published runs
// of clusters left out of the fit, for the reader's is one; calibrated by the
// cluster factor where the reader has measured runs of it.
func trainingBands(t *trainer, r *TrainingRun) {
	a := accuracy()
	family := "dense"
	if t.m.MoE() {
		family = "moe"
	}
	r.Why = t.outside(a)
	if !r.Memory.Fits {
		r.Why = Text{
			EN: "This does not fit the memory of its devices: its times are what they would be if it did.",
			ZH: "显存放不下：所示时间为假设放得下时的值。",
		}
	}
	r.Calibrated = r.Why.EN == ""
	figure := "iteration_cluster"
	if t.p.Factor > 0 {
		figure = "iteration_calibrated"
	}
	x := a.band(figure, family, true)
	if !r.Calibrated {
		x *= outsideBand
	}
	r.Iteration.Band, r.Tokens.Band = x, x
}

// outside says why no published runs stand behind a plan, empty if they do.
func (t *trainer) outside(a *Accuracy) Text {
	p, d, m := &t.p, t.p.Device, t.m
	switch {
	case trainingClassOf(d.Class) == trainingClasses-1 || d.Class == catalog.Ada:
		return Text{
			EN: "No published training runs on " + d.Label.EN + " stand behind this: efficiencies are those of the nearest class, or the mean.",
			ZH: "没有 " + d.Label.ZH + " 的公开训练实测支持：效率取最接近的类别或平均值。",
		}
	case len(a.TrainingDevices) > 0 && !slices.Contains(a.TrainingDevices, d.ID):
		return Text{
			EN: "No published training runs on " + d.Label.EN + " stand behind this: efficiencies are those of its class.",
			ZH: "没有 " + d.Label.ZH + " 的公开训练实测支持：效率取同类设备。",
		}
	case p.LoRA:
		return Text{
			EN: "Only a handful of published LoRA runs stand behind this.",
			ZH: "只有少量公开的 LoRA 实测支持该结果。",
		}
	case m.LinearLayers > 0 && !m.MoE():
		return Text{
			EN: "No published training runs of dense networks with state-space or linear-attention layers stand behind this.",
			ZH: "没有含状态空间层或线性注意力层的稠密网络的公开训练实测支持。",
		}
	case p.Link < d.ScaleUp/2 || d.ScaleUp < 100e9 && p.GPUs > 1:
		return Text{
			EN: "No published training runs without a fast interconnect between devices stand behind this: it is what the wires carry.",
			ZH: "没有设备间缺少高速互联的公开训练实测支持：结果按链路带宽计算。",
		}
	case p.NIC < 10e9 && p.GPUs > t.dom:
		return Text{
			EN: "No published training runs on a network this slow stand behind this: it is what the wires carry.",
			ZH: "没有如此慢网络上的公开训练实测支持：结果按链路带宽计算。",
		}
	case p.TP > t.dom:
		return Text{
			EN: "Tensor parallelism beyond one fast domain has hardly any published runs behind it.",
			ZH: "跨高速互联域的张量并行几乎没有公开实测支持。",
		}
	case p.NoOverlap:
		return Text{
			EN: "No published training runs without overlap stand behind this.",
			ZH: "没有关闭通信重叠的公开训练实测支持。",
		}
	case p.Sequence > 16384:
		return Text{
			EN: "Published training runs stand behind sequences up to 16,384 tokens.",
			ZH: "公开训练实测仅支持不超过 16,384 词元的序列。",
		}
	}
	return Text{}
}
