package explain

const (
	narayanan = "Narayanan et al. 2021, Efficient large-scale language model training"
	zero      = "Rajbhandari et al. 2020, ZeRO"
	daly      = "Daly 2006, A higher order estimate of the optimum checkpoint interval"
)

var (
	iteration = fig("t", "iteration_s")
	rent      = derived("r", words("Price of a device per hour", "单设备每小时价格"), "$", func(n *Node) float64 {
		return n.Figure("run_usd") / n.Figure("duration_s") / n.Figure("devices") * 3600
	})
	drawn = derived("P", words("Power of all devices", "全部设备功率"), "W", func(n *Node) float64 {
		return n.Figure("joule_per_token") * n.Figure("tokens_per_s")
	})
	failures = derived("M", words("Time between failures of the run", "整个训练的平均无故障时间"), "s", func(n *Node) float64 { return n.Param("mtbf") / n.Figure("devices") })
	writing  = fig("δ", "checkpoint_write_s")
)

// work is the operations of an iteration a rate implies.
func work(symbol, rate string, name Text) term {
	return derived(symbol, name, "FLOP", func(n *Node) float64 { return n.Figure(rate) * n.Figure("devices") * n.Figure("iteration_s") })
}

// peak is the dense 16-bit peak of one device.
var peak = derived("π", words("Dense 16-bit peak of a device", "单设备 16 位稠密峰值"), "FLOP/s", func(n *Node) float64 { return n.Figure("flops_device") / n.Figure("mfu") })

var (
	modelWork    = words("Operations of the model an iteration, forward and backward", "每次迭代的模型运算量（前向与反向）")
	hardwareWork = words("Operations done an iteration, recompute counted", "每次迭代实际运算量（含重计算）")
)

var training = map[string]*equation{
	"iteration_s": {formula: "t = c + r + τ + e + p + d + o + h", terms: []term{
		part("c", "compute_s", words("Compute", "计算"), "s"), part("r", "recompute_s", words("Recompute", "重计算"), "s"), part("τ", "tensor_s", words("Tensor parallel", "张量并行"), "s"), part("e", "experts_s", words("Experts", "专家通信"), "s"),
		part("p", "pipeline_s", words("Pipeline", "流水线气泡"), "s"), part("d", "data_s", words("Data parallel", "数据并行"), "s"), part("o", "optimizer_s", words("Optimiser", "优化器"), "s"), part("h", "host_s", words("Host", "主机开销"), "s")},
		note: words("What is not hidden behind arithmetic, part by part.", "未被计算掩盖的各部分时间之和。"), source: narayanan + "; Korthikanti et al. 2022"},
	"stall_s":               {formula: "tₛ = t · ( 1 / ρ − 1 )", terms: []term{iteration, load}, note: words("Samples come more slowly than they are trained on.", "样本到达慢于训练速度。")},
	"tokens_per_s":          {formula: "X = B · s / t", terms: []term{par("B", "global_batch", ""), par("s", "sequence", ""), iteration}},
	"tokens_per_s_device":   {formula: "x = X / N", terms: []term{tokensOut, devices}},
	"mfu":                   {formula: "MFU = φ / π", terms: []term{fig("φ", "flops_device"), peak}, note: words("Operations of the model, without recompute, over what the device could do.", "模型运算量（不含重计算）占设备峰值的比例。"), source: "Chowdhery et al. 2022, PaLM, appendix B"},
	"hfu":                   {formula: "HFU = φₕ / π", terms: []term{fig("φₕ", "hardware_flops_device"), peak}, source: "Chowdhery et al. 2022, PaLM, appendix B"},
	"flops_device":          {formula: "φ = F / ( N · t )", terms: []term{work("F", "flops_device", modelWork), devices, iteration}, note: words("F is 6 a parameter and token, and attention by the full mask.", "F 为每参数每词元 6 次，另加完整掩码的注意力。"), source: narayanan + ", equation 3"},
	"hardware_flops_device": {formula: "φₕ = Fₕ / ( N · t )", terms: []term{work("Fₕ", "hardware_flops_device", hardwareWork), devices, iteration}, source: narayanan},
	"joule_per_token":       {formula: "E = P / X", terms: []term{drawn, tokensOut}},
	"checkpoint_bytes": {formula: "S = 14 · Ψ", terms: []term{derived("Ψ", words("Parameters that are trained", "参与训练的参数量"), "", func(n *Node) float64 { return n.Figure("checkpoint_bytes") / 14 })},
		note: words("2 bytes of weight and 12 of Adam's states a parameter.", "每参数 2 字节权重加 12 字节 Adam 状态。"), source: zero},
	"checkpoint_speed":   {formula: "v", note: words("What the storage it is wired to takes, or as the parameter says.", "所连存储的写入速度，或由参数给定。")},
	"checkpoint_write_s": {formula: "δ = S / v", terms: []term{fig("S", "checkpoint_bytes"), fig("v", "checkpoint_speed")}},
	"checkpoint_s":       {formula: "τ", terms: []term{par("τ", "checkpoint", "s"), fig("τ*", "checkpoint_best_s")}, note: words("As asked for; the best interval where nothing is asked.", "按参数给定；未给定时取最优间隔。")},
	"checkpoint_best_s":  {formula: "τ* = M · (1 + W₀(−e^(−1 − δ/M)))", terms: []term{failures, writing, named("W₀", words("Lambert's function", "朗伯 W 函数"))}, note: words("Exact for failures that come as a Poisson stream.", "故障为泊松流时的精确最优值。"), source: daly},
	"checkpoint_young_s": {formula: "τ = √ ( 2 · δ · M )", terms: []term{writing, failures}, source: "Young 1974, A first order approximation to the optimum checkpoint interval"},
	"checkpoint_daly_s":  {formula: "τ = √ ( 2 · δ · M ) · ( 1 + √ ( δ / ( 2 · M ) ) / 3 + δ / ( 18 · M ) ) − δ", terms: []term{writing, failures}, source: daly + ", equation 37"},
	"goodput": {formula: "η = τ / ( M · exp ( R / M ) · ( exp ( ( τ + δ ) / M ) − 1 ) )", terms: []term{fig("τ", "checkpoint_s"), writing, failures, par("R", "restart", "s")},
		note: words("Share of the time that becomes lasting work; the rest is checkpoints, restarts and work done again.", "转化为有效进度的时间比例；其余为写检查点、重启与重做。"), source: daly + ", equation 20"},
	"duration_s": {formula: "D = Z / X / η", terms: []term{par("Z", "tokens", ""), tokensOut, fig("η", "goodput")}},
	"run_usd":    {formula: "C = D / 3600 · N · r", terms: []term{fig("D", "duration_s"), devices, rent}},
	"run_joule":  {formula: "E = D · P", terms: []term{fig("D", "duration_s"), drawn}},
	"need_bytes": {formula: "M = W + G + O + V + A + R", terms: []term{fig("W", "weights_bytes"), fig("G", "gradients_bytes"), fig("O", "optimizer_bytes"), fig("V", "embedding_bytes"), fig("A", "activations_bytes"),
		derived("R", words("Gathered layers and runtime", "收集的层与运行时"), "B", func(n *Node) float64 {
			return n.Figure("need_bytes") - n.Figure("weights_bytes") - n.Figure("gradients_bytes") - n.Figure("optimizer_bytes") - n.Figure("embedding_bytes") - n.Figure("activations_bytes")
		})}, note: words("Of the fullest device.", "占用最多的设备。"), source: zero + "; Korthikanti et al. 2022"},
	"weights_bytes":     state("W = w · Ψ", words("2 bytes a parameter, over the devices of ZeRO-3.", "每参数 2 字节；ZeRO-3 时由各设备分摊。")),
	"gradients_bytes":   state("G = g · Ψ", words("4 bytes a parameter (FSDP 2), over the devices from ZeRO-2 on.", "每参数 4 字节（FSDP 为 2）；ZeRO-2 起由各设备分摊。")),
	"optimizer_bytes":   state("O = o · Ψ", words("12 bytes of Adam's states a parameter, over the devices from ZeRO-1 on.", "每参数 12 字节 Adam 状态；ZeRO-1 起由各设备分摊。")),
	"embedding_bytes":   state("V = (w + g + o) · Ψᵥ", words("Weights, gradients and optimiser of the vocabulary matrices.", "词表矩阵的权重、梯度与优化器状态。")),
	"activations_bytes": {formula: "A = s · b · h · (10 + 24 / TP) · layers", terms: []term{par("s", "sequence", ""), par("b", "micro_batch", ""), par("TP", "tp", ""), named("h", words("Width of the model", "模型宽度")), named("layers", words("Layers of the stage, times the microbatches in flight", "本级层数乘以在途微批数"))}, note: words("Without recompute; selective and full recompute keep less. Widths other than 4 · h change the 24.", "未重计算时；选择性或全量重计算保存更少。前馈宽度不为 4 · h 时 24 相应改变。"), source: "Korthikanti et al. 2022, Reducing activation recomputation, equations 2 to 4"},
	"memory_bytes":      dataSheet,
	"devices":           {formula: "N = TP · PP · DP · CP", terms: []term{par("TP", "tp", ""), par("PP", "pp", ""), par("DP", "dp", ""), par("CP", "cp", "")}},
	"compute_s":         step("c = F / (π · η)", words("Matrix products at an efficiency that falls with their size, and kernels bound by memory.", "矩阵乘按其规模对应的效率计，另加访存受限的内核。")),
	"recompute_s":       step("r = share · forward", words("The part of the forward pass that is done again.", "重新计算的前向部分。")),
	"tensor_s":          step("τ = layers · ( α + bytes / B )", words("Collectives within a layer that are not hidden.", "层内未被掩盖的集合通信。")),
	"experts_s":         step("e = layers · ( α + bytes / B )", words("All-to-all of the experts that is not hidden.", "未被掩盖的专家 all-to-all 通信。")),
	"pipeline_s":        step("p = (PP − 1) / (v · m) · stage", words("The bubble at the ends of an iteration, less with v chunks a device and m microbatches.", "迭代首尾的气泡；每设备 v 块、m 个微批时减小。")),
	"data_s":            step("d = ( α + 2 · bytes · (n − 1) / n / B ) − hidden", words("Reduction of the gradients and gathering of parameters that is not hidden.", "未被掩盖的梯度归约与参数收集。")),
	"optimizer_s":       step("o = bytes / (β · η)", words("Reading and writing the states once.", "读写一遍优化器状态。")),
	"host_s":            step("h = launches · l − hidden", words("Launches the devices wait for.", "设备等待启动的时间。")),
}

func state(formula string, note Text) *equation {
	return &equation{formula: formula, terms: []term{named("Ψ", words("Parameters of the fullest device", "占用最多的设备上的参数量")), par("TP", "tp", ""), par("PP", "pp", ""), par("DP", "dp", "")}, note: note, source: zero}
}

func step(formula string, note Text) *equation {
	return &equation{formula: formula, terms: []term{iteration, named("η", words("Fitted efficiencies", "拟合效率")), named("α, B", words("Latency and bandwidth of the links", "链路延迟与带宽"))}, note: note, source: narayanan}
}
