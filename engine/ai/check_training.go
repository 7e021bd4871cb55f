package ai

import (
	"fmt"

	"weir/engine/diagnostic"
)

// CheckTraining says what is wrong with a training plan, and what would work.
func CheckTraining(p TrainingPlan) []Finding {
	if p.Model == nil || p.Device == nil {
		return nil
	}
	x := p.with()
	out := checkSplit(p, x)
	if per := x.DP * x.MicroBatch; x.GlobalBatch%per != 0 {
		out = append(out, Finding{
			Code: "train.batch", Severity: diagnostic.Warning, Param: "global_batch",
			Message: Text{
				EN: fmt.Sprintf("A global batch of %d is not a multiple of DP × micro-batch = %d.", x.GlobalBatch, per),
				ZH: fmt.Sprintf("全局批量 %d 不是 DP × 微批量 = %d 的整数倍。", x.GlobalBatch, per),
			},
			Fix: setNumber("global_batch", max((x.GlobalBatch+per-1)/per, 1)*per),
		})
	}
	out = append(out, checkPrecision(x)...)
	if r := Train(p); !r.Memory.Fits {
		cure, fix := trainingCure(p)
		out = append(out, Finding{
			Code: "train.memory", Severity: diagnostic.Error, Param: "tp",
			Message: Text{
				EN: fmt.Sprintf("Training needs %.1f GB on each device, but %s offers %.1f GB. %s", r.Memory.Total/1e9, x.Device.Label.EN, r.Memory.Capacity/1e9, cure.EN),
				ZH: fmt.Sprintf("训练每个设备需要 %.1f GB，而 %s 只有 %.1f GB。%s", r.Memory.Total/1e9, x.Device.Label.ZH, r.Memory.Capacity/1e9, cure.ZH),
			},
			Fix: fix,
		})
	}
	return out
}

// checkSplit looks at how the work is divided: p as asked for, x with defaults.
func checkSplit(p, x TrainingPlan) []Finding {
	var out []Finding
	found := func(s diagnostic.Severity, code, param string, fix int, en, zh string) {
		out = append(out, Finding{Code: code, Severity: s, Param: param, Message: Text{EN: en, ZH: zh}, Fix: setNumber(param, fix)})
	}
	fail := func(code, param string, fix int, en, zh string) { found(diagnostic.Error, code, param, fix, en, zh) }
	// What no program would start with, though its time can be told.
	warn := func(code, param string, fix int, en, zh string) {
		found(diagnostic.Warning, code, param, fix, en, zh)
	}
	m := x.Model
	if p.Sequence < 1 {
		fail("llm.tokens", "sequence", 4096, "A training sequence needs at least one token; 4096 is usual.", "训练序列至少需要一个 token；通常为 4096。")
	}
	if m.Heads%x.TP != 0 {
		fail("llm.tp", "tp", largestDivisor(m.Heads, x.TP),
			fmt.Sprintf("Tensor parallelism %d does not divide the %d attention heads; %s do.", x.TP, m.Heads, divisors(m.Heads)),
			fmt.Sprintf("张量并行度 %d 不能整除 %d 个注意力头；可用的有 %s。", x.TP, m.Heads, divisors(m.Heads)))
	}
	if x.PP > m.Layers {
		fail("train.pp", "pp", largestDivisor(m.Layers, x.PP),
			fmt.Sprintf("%d pipeline stages have no more than %d layers to share; up to %d work.", x.PP, m.Layers, m.Layers),
			fmt.Sprintf("%d 个流水线段只有 %d 层可分；最多可用 %d。", x.PP, m.Layers, m.Layers))
	} else if x.PP > 1 && x.PP*x.Virtual > m.Layers {
		warn("train.interleave", "interleave", max(m.Layers/x.PP, 1),
			fmt.Sprintf("%d stages of %d chunks each are more than the %d layers; %d chunks work.", x.PP, x.Virtual, m.Layers, m.Layers/x.PP),
			fmt.Sprintf("%d 个流水线段各 %d 块，多于 %d 层；每段 %d 块可行。", x.PP, x.Virtual, m.Layers, m.Layers/x.PP))
	}
	if x.CP > 1 && x.Sequence%x.CP != 0 {
		warn("train.cp", "cp", largestDivisor(x.Sequence, x.CP),
			fmt.Sprintf("Context parallelism %d does not divide the %d tokens of a sequence.", x.CP, x.Sequence),
			fmt.Sprintf("上下文并行度 %d 不能整除序列的 %d 个词元。", x.CP, x.Sequence))
	}
	if m.MoE() && m.Experts%x.EP != 0 {
		fail("llm.ep", "ep", largestDivisor(m.Experts, x.EP),
			fmt.Sprintf("Expert parallelism %d does not divide the %d experts; %s do.", x.EP, m.Experts, divisors(m.Experts)),
			fmt.Sprintf("专家并行度 %d 不能整除 %d 个专家；可用的有 %s。", x.EP, m.Experts, divisors(m.Experts)))
	}
	if across := x.DP * x.TP * x.CP; m.MoE() && x.EP > across {
		warn("train.ep", "ep", largestDivisor(m.Experts, across),
			fmt.Sprintf("Experts are spread over %d devices, but a stage has only DP × TP × CP = %d.", x.EP, across),
			fmt.Sprintf("专家分布到 %d 台设备，但每个流水线段只有 DP × TP × CP = %d 台。", x.EP, across))
	}
	if group := x.TP * x.PP * x.CP; x.GPUs%group != 0 || x.GPUs < group {
		fail("train.devices", "devices", max((x.GPUs+group-1)/group, 1)*group,
			fmt.Sprintf("%d devices are not a multiple of TP × PP × CP = %d.", x.GPUs, group),
			fmt.Sprintf("%d 个设备不是 TP × PP × CP = %d 的整数倍。", x.GPUs, group))
	}
	return out
}

// checkPrecision warns where a device has no unit for the arithmetic asked for.
func checkPrecision(x TrainingPlan) []Finding {
	d := x.Device
	if t := newTrainer(&TrainingDefault, x); x.Precision.Bytes() >= 2 || t.cast > 0 {
		return nil
	}
	return []Finding{{
		Code: "train.precision", Severity: diagnostic.Warning, Param: "precision",
		Message: Text{
			EN: fmt.Sprintf("%s has no units for %s training; it is computed in BF16.", d.Label.EN, x.Precision),
			ZH: fmt.Sprintf("%s 没有 %s 训练的计算单元，按 BF16 计算。", d.Label.ZH, x.Precision),
		},
		Fix: &Fix{Param: "precision", Value: string(BF16), Label: Text{EN: "Train in BF16", ZH: "改用 BF16 训练"}},
	}}
}

// saving is one thing that makes a run need less memory on the same devices.
type saving struct {
	text  Text
	fix   *Fix
	done  func(*TrainingPlan) bool
	apply func(*TrainingPlan)
}

// savings are in the order they are proposed in: what costs least first.
var savings = []saving{
	{
		Text{EN: "full recompute", ZH: "完全重算"},
		&Fix{Param: "recompute", Value: string(FullRecompute), Label: Text{EN: "Recompute fully", ZH: "启用完全重算"}},
		func(p *TrainingPlan) bool { return p.Recompute == FullRecompute },
		func(p *TrainingPlan) { p.Recompute = FullRecompute },
	},
	{
		Text{EN: "a micro-batch of 1", ZH: "微批量 1"}, setNumber("micro_batch", 1),
		func(p *TrainingPlan) bool { return p.MicroBatch <= 1 },
		func(p *TrainingPlan) { p.MicroBatch = 1 },
	},
	{
		Text{EN: "ZeRO stage 3", ZH: "ZeRO-3"},
		&Fix{Param: "zero", Value: "3", Label: Text{EN: "Shard everything (ZeRO-3)", ZH: "全部分片（ZeRO-3）"}},
		func(p *TrainingPlan) bool { return p.ZeRO == 3 || p.Stack == FSDP && p.ZeRO == 0 },
		func(p *TrainingPlan) { p.ZeRO = 3 },
	},
}

// saving is the plan after some savings, by their bits, that are not there yet.
func (p TrainingPlan) saving(which int) (TrainingPlan, []*saving) {
	var used []*saving
	for i := range savings {
		if s := &savings[i]; which&(1<<i) != 0 && !s.done(&p) {
			used = append(used, s)
		}
	}
	for _, s := range used {
		s.apply(&p)
	}
	return p, used
}

// trainingCure says what makes training fit: the fewest savings on the same
// devices, else all of them with more devices. The fix is the first step of it.
// Each was tried, so that fix after fix ends in a run that fits.
func trainingCure(p TrainingPlan) (Text, *Fix) {
	const every = 7
	for _, which := range []int{1, 2, 4, 3, 5, 6, every} {
		if x, used := p.saving(which); len(used) > 0 && Train(x).Memory.Fits {
			en, zh := listed(used)
			return Text{EN: "It fits with " + en + ".", ZH: "使用" + zh + "可以放下。"}, used[0].fix
		}
	}
	spare, used := p.saving(every)
	group := max(p.TP, 1) * max(p.PP, 1) * max(p.CP, 1)
	for dp := 2 * max(p.with().DP, 1); dp*group <= 1<<17; dp *= 2 {
		x := spare
		x.DP, x.GPUs = dp, dp*group
		if Train(x).Memory.Fits {
			return more(used, setNumber("dp", dp), fmt.Sprintf("%d devices (data parallel %d)", dp*group, dp), fmt.Sprintf("%d 个设备（数据并行 %d）", dp*group, dp))
		}
	}
	for tp := max(p.TP, 1) * 2; tp <= p.Device.Domain; tp *= 2 {
		x := spare
		x.TP, x.DP = tp, p.with().DP
		x.GPUs = tp * max(p.PP, 1) * max(p.CP, 1) * x.DP
		if p.Model.Heads%tp == 0 && Train(x).Memory.Fits {
			return more(used, setNumber("tp", tp), fmt.Sprintf("tensor parallelism %d", tp), fmt.Sprintf("张量并行度 %d", tp))
		}
	}
	return Text{EN: "Use a device with more memory, or shorter sequences.", ZH: "请使用显存更大的设备或更短的序列。"}, nil
}

// more is a cure by more devices, after the savings that are not there yet.
func more(used []*saving, fix *Fix, en, zh string) (Text, *Fix) {
	if len(used) == 0 {
		return Text{EN: "It fits with " + en + ".", ZH: "使用" + zh + "可以放下。"}, fix
	}
	e, z := listed(used)
	return Text{EN: "It fits with " + e + " on " + en + ".", ZH: "使用" + z + "和" + zh + "可以放下。"}, used[0].fix
}

// listed is the names of savings as a list in words.
func listed(used []*saving) (en, zh string) {
	for i, s := range used {
		switch {
		case i > 0 && i == len(used)-1:
			en, zh = en+" and ", zh+"与"
		case i > 0:
			en, zh = en+", ", zh+"、"
		}
		en, zh = en+s.text.EN, zh+s.text.ZH
	}
	return en, zh
}
