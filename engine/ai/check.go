package ai

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"weir/engine/catalog"
	"weir/engine/diagnostic"
)

// Check says what is wrong with a deployment and a load, and what would
// work. Findings of severity Error mean that Serve's figures mean nothing.
func Check(d Deployment, l Load) []Finding {
	var out []Finding
	add := func(f Finding) { out = append(out, f) }
	if d.Model == nil || d.Device == nil {
		return nil // the caller has said so already (UnknownModel, UnknownDevice)
	}
	checkParallel(&d, add)
	checkPool(d, l, add)
	checkTokens(&d, l, add)
	if len(out) == 0 || !slices.ContainsFunc(out, func(f Finding) bool { return f.Severity == diagnostic.Error }) {
		checkMemory(d, l, add)
	}
	return out
}

func checkParallel(d *Deployment, add func(Finding)) {
	m := d.Model
	x := d.with()
	if m.Heads%x.TP != 0 {
		best := largestDivisor(m.Heads, x.TP)
		add(Finding{
			Code: "llm.tp", Severity: diagnostic.Error, Param: "tp",
			Message: Text{
				EN: fmt.Sprintf("Tensor parallelism %d does not divide the %d attention heads of %s; %s do.", x.TP, m.Heads, m.Label.EN, divisors(m.Heads)),
				ZH: fmt.Sprintf("张量并行度 %d 不能整除 %s 的 %d 个注意力头；可用的有 %s。", x.TP, m.Label.ZH, m.Heads, divisors(m.Heads)),
			},
			Fix: setNumber("tp", best),
		})
	}
	if m.MoE() && m.Experts%x.EP != 0 {
		best := largestDivisor(m.Experts, x.EP)
		add(Finding{
			Code: "llm.ep", Severity: diagnostic.Error, Param: "ep",
			Message: Text{
				EN: fmt.Sprintf("Expert parallelism %d does not divide the %d experts of %s.", x.EP, m.Experts, m.Label.EN),
				ZH: fmt.Sprintf("专家并行度 %d 不能整除 %s 的 %d 个专家。", x.EP, m.Label.ZH, m.Experts),
			},
			Fix: setNumber("ep", best),
		})
	}
	if m.MoE() && x.EP*x.MoETP != x.TP*x.DP {
		severity := diagnostic.Warning
		if x.EP*x.MoETP > x.TP*x.DP { // there are no such devices
			severity = diagnostic.Error
		}
		add(Finding{
			Code: "llm.ep", Severity: severity, Param: "ep",
			Message: Text{
				EN: fmt.Sprintf("Experts are spread over %d devices (EP %d × MoE TP %d) but attention over %d (TP %d × DP %d).", x.EP*x.MoETP, x.EP, x.MoETP, x.TP*x.DP, x.TP, x.DP),
				ZH: fmt.Sprintf("专家分布在 %d 个设备上（EP %d × MoE TP %d），注意力却在 %d 个上（TP %d × DP %d）。", x.EP*x.MoETP, x.EP, x.MoETP, x.TP*x.DP, x.TP, x.DP),
			},
			Fix: setNumber("ep", x.TP*x.DP),
		})
	}
	if !m.MoE() && d.EP > 1 {
		add(Finding{
			Code: "llm.ep", Severity: diagnostic.Warning, Param: "ep",
			Message: Text{
				EN: m.Label.EN + " has no experts: expert parallelism has no effect.",
				ZH: m.Label.ZH + " 没有专家：专家并行不起作用。",
			},
			Fix: setNumber("ep", 1),
		})
	}
	if x.PP > m.Layers {
		add(Finding{
			Code: "llm.pp", Severity: diagnostic.Error, Param: "pp",
			Message: Text{
				EN: fmt.Sprintf("%d pipeline stages are more than the %d layers of %s.", x.PP, m.Layers, m.Label.EN),
				ZH: fmt.Sprintf("流水线 %d 级多于 %s 的 %d 层。", x.PP, m.Label.ZH, m.Layers),
			},
			Fix: setNumber("pp", 1),
		})
	}
	if r := (&replica{d: x}); float64(x.MaxBatch/x.DP)*r.each() > float64(x.Chunk) {
		need := int(math.Ceil(float64(x.MaxBatch/x.DP) * r.each()))
		add(Finding{
			Code: "llm.chunk", Severity: diagnostic.Warning, Param: "chunk",
			Message: Text{
				EN: fmt.Sprintf("A step of %d tokens cannot hold the %d that a full batch decodes: engines refuse such a budget, or leave nothing for prompts.", x.Chunk, need),
				ZH: fmt.Sprintf("每步 %d 个 token 容不下满批解码所需的 %d 个：推理引擎会拒绝这样的预算，或不给提示词留出余量。", x.Chunk, need),
			},
			Fix: setNumber("chunk", need),
		})
	}
	if n := x.TP * x.DP; n > d.Device.Domain && d.Device.Domain > 0 {
		add(Finding{
			Code: "llm.domain", Severity: diagnostic.Warning, Param: "tp",
			Message: Text{
				EN: fmt.Sprintf("%d devices work in one group, but only %d of %s share the fast interconnect: collectives cross the slower network.", n, d.Device.Domain, d.Device.Label.EN),
				ZH: fmt.Sprintf("一组使用 %d 个设备，但只有 %d 个 %s 共享高速互联：集合通信要走较慢的网络。", n, d.Device.Domain, d.Device.Label.ZH),
			},
			Fix: setNumber("tp", largestDivisor(m.Heads, d.Device.Domain)),
		})
	}
}

// checkPool looks at the prefill workers of a disaggregated deployment: each
// holds the model too.
func checkPool(d Deployment, l Load, add func(Finding)) {
	x, m := d.Disaggregated, d.Model
	if x == nil {
		return
	}
	tp := max(x.PrefillTP, 1)
	if m.Heads%tp != 0 {
		add(Finding{
			Code: "llm.tp", Severity: diagnostic.Error, Param: "prefill_tp",
			Message: Text{
				EN: fmt.Sprintf("Prefill tensor parallelism %d does not divide the %d attention heads of %s; %s do.", tp, m.Heads, m.Label.EN, divisors(m.Heads)),
				ZH: fmt.Sprintf("预填充张量并行度 %d 不能整除 %s 的 %d 个注意力头；可用的有 %s。", tp, m.Label.ZH, m.Heads, divisors(m.Heads)),
			},
			Fix: setNumber("prefill_tp", largestDivisor(m.Heads, tp)),
		})
		return
	}
	worker := func(tp int) Memory {
		w := d
		w.TP, w.DP, w.EP, w.MoETP, w.Disaggregated = tp, max(x.PrefillDP, 1), max(x.PrefillEP, 1), 0, nil
		return NewMemory(w, l)
	}
	at := worker(tp)
	if at.Fits {
		return
	}
	f := Finding{
		Code: "llm.memory", Severity: diagnostic.Error, Param: "prefill_tp",
		Message: Text{
			EN: fmt.Sprintf("A prefill worker needs %.1f GB of %s on each device with one prompt, but %s offers %.1f GB. ", (at.Weights+at.Overhead+at.Sequence)/1e9, m.Label.EN, d.Device.Label.EN, d.Device.Usable*d.with().MemShare/1e9),
			ZH: fmt.Sprintf("预填充实例每个设备连同一个提示词需要 %s 的 %.1f GB，而 %s 只有 %.1f GB。", m.Label.ZH, (at.Weights+at.Overhead+at.Sequence)/1e9, d.Device.Label.ZH, d.Device.Usable*d.with().MemShare/1e9),
		},
	}
	for more := tp * 2; more <= 64 && f.Fix == nil; more *= 2 {
		if m.Heads%more == 0 && worker(more).Fits {
			f.Fix = setNumber("prefill_tp", more)
			f.Message.EN += fmt.Sprintf("It fits with prefill tensor parallelism %d.", more)
			f.Message.ZH += fmt.Sprintf("预填充张量并行度为 %d 时可以放下。", more)
		}
	}
	if f.Fix == nil {
		f.Message.EN += "Use fewer bits, or devices with more memory."
		f.Message.ZH += "请降低精度，或使用显存更大的设备。"
	}
	add(f)
}

func checkTokens(d *Deployment, l Load, add func(Finding)) {
	bad := func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) || x <= 0 }
	if bad(l.In.Mean) || bad(l.Out.Mean) {
		add(Finding{
			Code: "llm.tokens", Severity: diagnostic.Error, Param: "",
			Message: Text{
				EN: "Requests carry no tokens: give the class a number of tokens in and out above 0 (a short question is about 50 in and 200 out).",
				ZH: "请求没有 token：请为类别设置大于 0 的输入和输出 token 数（简短问题约为输入 50、输出 200）。",
			},
		})
		return
	}
	if n := l.Sessions.Turns; n > 1 && l.Sessions.question(l.In.Mean, l.Out.Mean) < 1 {
		most := l.Sessions.most(l.In.Mean, l.Out.Mean)
		add(Finding{
			Code: "llm.turns", Severity: diagnostic.Error, Param: "turns",
			Message: Text{
				EN: fmt.Sprintf("A prompt carries all that was said before: over %.4g turns with answers of %.0f tokens that is %.0f on average, and no question beside, but prompts have %.0f. So long prompts hold %.0f turns.", n, l.Out.Mean, l.Out.Mean*(n-1)/2, l.In.Mean, most),
				ZH: fmt.Sprintf("提示词包含此前的全部对话：%.4g 轮、每次答复 %.0f 个 token，平均为 %.0f 个，尚未计问题；而提示词只有 %.0f 个。这样的提示词可容 %.0f 轮。", n, l.Out.Mean, l.Out.Mean*(n-1)/2, l.In.Mean, most),
			},
			Fix: setNumber("turns", int(most)),
		})
	}
	if c := float64(d.Model.Context); c > 0 && l.In.Mean+l.Out.Mean > c {
		add(Finding{
			Code: "llm.context", Severity: diagnostic.Warning,
			Message: Text{
				EN: fmt.Sprintf("Requests of %.0f tokens are longer than the context of %s (%.0f).", l.In.Mean+l.Out.Mean, d.Model.Label.EN, c),
				ZH: fmt.Sprintf("%.0f 个 token 的请求超过 %s 的上下文长度（%.0f）。", l.In.Mean+l.Out.Mean, d.Model.Label.ZH, c),
			},
		})
	}
}

func checkMemory(d Deployment, l Load, add func(Finding)) {
	s := NewMemory(d, l)
	if s.Fits {
		return
	}
	need := s.Weights + s.Overhead + s.Sequence
	have := d.Device.Usable * d.with().MemShare
	cure, fix := memoryCure(d, l)
	add(Finding{
		Code: "llm.memory", Severity: diagnostic.Error, Param: "tp",
		Message: Text{
			EN: fmt.Sprintf("%s needs %.1f GB on each device with one sequence, but %s offers %.1f GB. %s", d.Model.Label.EN, need/1e9, d.Device.Label.EN, have/1e9, cure.EN),
			ZH: fmt.Sprintf("%s 每个设备连同一个序列需要 %.1f GB，而 %s 只有 %.1f GB。%s", d.Model.Label.ZH, need/1e9, d.Device.Label.ZH, have/1e9, cure.ZH),
		},
		Fix: fix,
	})
}

// memoryCure finds the smallest change that makes the model fit: more tensor
// parallelism, then fewer bits, then another device.
func memoryCure(d Deployment, l Load) (Text, *Fix) {
	for tp := d.with().TP * 2; tp <= 64; tp *= 2 {
		x := d
		x.TP, x.MoETP = tp, 0
		if d.Model.Heads%tp == 0 && NewMemory(x, l).Fits {
			return Text{
				EN: fmt.Sprintf("It fits with tensor parallelism %d.", tp),
				ZH: fmt.Sprintf("张量并行度为 %d 时可以放下。", tp),
			}, setNumber("tp", tp)
		}
	}
	for _, p := range []Precision{FP8, NVFP4, INT4} {
		x := d
		x.Weights, x.MoE = p, p
		if p.Bytes() < d.with().Weights.Bytes() && NewMemory(x, l).Fits {
			return Text{
				EN: "It fits with " + string(p) + " weights.",
				ZH: "使用 " + string(p) + " 权重可以放下。",
			}, &Fix{Param: "weights", Value: string(p), Label: Text{EN: "Use " + string(p) + " weights", ZH: "改用 " + string(p) + " 权重"}}
		}
	}
	for _, dev := range catalog.Devices() {
		x := d
		x.Device = &dev
		if dev.Usable > d.Device.Usable && NewMemory(x, l).Fits {
			return Text{
				EN: "It fits on " + dev.Label.EN + ".", ZH: "使用 " + dev.Label.ZH + " 可以放下。",
			}, &Fix{Param: "device", Value: dev.ID, Label: Text{EN: "Use " + dev.Label.EN, ZH: "改用 " + dev.Label.ZH}}
		}
	}
	return Text{
		EN: "Split it over more devices: more tensor parallelism and fewer bits together.",
		ZH: "请分布到更多设备：同时提高张量并行度并降低精度。",
	}, nil
}

// Memory is what of a deployment fits on one device.
type Memory struct {
	Weights, Overhead, Sequence, Room float64 // bytes on one device; Sequence of mean length
	Fits                              bool
}

// NewMemory works out a deployment's memory without its times.
func NewMemory(d Deployment, l Load) Memory {
	r := newReplica(&Default, d, l)
	s := r.memory()
	return Memory{
		Weights: s.Weights, Overhead: s.Overhead, Sequence: r.w.sequenceBytes(r.held()) / r.w.pp, Room: s.KVRoom, Fits: s.Fits,
	}
}

// UnknownModel says that no architecture has the name, and which are near it.
func UnknownModel(name string) Finding {
	ids := make([]string, 0, len(catalog.Models()))
	for _, m := range catalog.Models() {
		ids = append(ids, m.ID)
	}
	return unknown("llm.model", "model", name, ids,
		Text{EN: "No model is named %q. Near: %s. Or paste its config.json.", ZH: "没有名为 %q 的模型。相近的有：%s。也可以粘贴其 config.json。"},
		Text{EN: "No model is named %q, nor anything like it. There are: %s. Or paste its config.json.", ZH: "没有名为 %q 或与之相近的模型。现有：%s。也可以粘贴其 config.json。"})
}

// UnknownDevice says that no accelerator has the name, and which are near it.
func UnknownDevice(name string) Finding {
	ids := make([]string, 0, len(catalog.Devices()))
	for _, d := range catalog.Devices() {
		ids = append(ids, d.ID)
	}
	return unknown("llm.device", "device", name, ids,
		Text{EN: "No accelerator is named %q. Near: %s. Or enter your own from its data sheet.", ZH: "没有名为 %q 的加速器。相近的有：%s。也可以按数据手册自定义。"},
		Text{EN: "No accelerator is named %q, nor anything like it. There are: %s. Or enter your own from its data sheet.", ZH: "没有名为 %q 或与之相近的加速器。现有：%s。也可以按数据手册自定义。"})
}

// unknown names the ids that are near, of which the nearest is the fix, or all
// there are where none is.
func unknown(code, param, name string, ids []string, near, none Text) Finding {
	f := Finding{Code: code, Severity: diagnostic.Error, Param: param}
	list, form := nearest(name, ids), near
	if len(list) == 0 {
		list, form = ids, none
	} else {
		f.Fix = &Fix{Param: param, Value: list[0], Label: Text{EN: "Use " + list[0], ZH: "改用 " + list[0]}}
	}
	all := strings.Join(list, ", ")
	f.Message = Text{EN: fmt.Sprintf(form.EN, name, all), ZH: fmt.Sprintf(form.ZH, name, all)}
	return f
}

// nearest are up to four ids that share words or numbers with a name, or are a
// slip of the pen away from it; what they share counts first, then the edit
// distance, both without case and owner.
func nearest(name string, ids []string) []string {
	short := func(s string) string { return strings.ToLower(s[strings.IndexByte(s, '/')+1:]) }
	want := short(name)
	words := parts(want)
	type scored struct {
		id               string
		shared, distance int
	}
	var list []scored
	for _, id := range ids {
		x := scored{id, 0, distance(want, short(id))}
		has := parts(short(id))
		for _, w := range words {
			switch {
			case slices.Contains(has, w):
				x.shared += 2 * len(w)
			case len(w) >= 3 && slices.ContainsFunc(has, func(h string) bool { return strings.HasPrefix(h, w) || len(h) >= 3 && strings.HasPrefix(w, h) }):
				x.shared += len(w)
			}
		}
		if x.shared >= 4 || x.distance <= 4*((len(want)-1)/4)+6 { // a slip in four characters, and what a name cut short lacks
			list = append(list, x)
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return a.shared > b.shared || a.shared == b.shared && a.distance < b.distance
	})
	out := make([]string, 0, 4)
	for _, x := range list[:min(4, len(list))] {
		out = append(out, x.id)
	}
	return out
}

// parts are the words and the numbers of a name.
func parts(s string) []string {
	var out []string
	kind := func(r byte) int {
		switch {
		case r >= 'a' && r <= 'z':
			return 1
		case r >= '0' && r <= '9':
			return 2
		}
		return 0
	}
	for i := 0; i < len(s); {
		k, from := kind(s[i]), i
		for i < len(s) && kind(s[i]) == k {
			i++
		}
		if k > 0 {
			out = append(out, s[from:i])
		}
	}
	return out
}

// distance is the edit distance of a to the part of b that is most like it
// (Sellers 1980), in quarters, plus one for each character of b that is over:
// a name cut short still finds its owner.
func distance(a, b string) int {
	row := make([]int, len(b)+1) // a part of b may start anywhere
	for i := range len(a) {
		diag := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diag
			if a[i] != b[j] {
				cost = 1 + min(diag, row[j], row[j+1])
			}
			diag, row[j+1] = row[j+1], cost
		}
	}
	return 4*slices.Min(row) + max(len(b)-len(a), 0)
}

// largestDivisor is the largest divisor of n that is at most limit.
func largestDivisor(n, limit int) int {
	for d := min(n, limit); d > 1; d-- {
		if n%d == 0 {
			return d
		}
	}
	return 1
}

// divisors lists the divisors of n up to 64.
func divisors(n int) string {
	var s []string
	for d := 1; d <= min(n, 64); d++ {
		if n%d == 0 {
			s = append(s, fmt.Sprint(d))
		}
	}
	return strings.Join(s, ", ")
}

func setNumber(param string, n int) *Fix {
	return &Fix{Param: param, Value: float64(n), Label: Text{EN: fmt.Sprintf("Set %s to %d", param, n), ZH: fmt.Sprintf("将 %s 设为 %d", param, n)}}
}
