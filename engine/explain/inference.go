package explain

// Where the parts of the serving model are described.
const (
	roofline = "Williams et al. 2009, Roofline; Pope et al. 2022, Efficiently scaling transformer inference"
	orca     = "Yu et al. 2022, Orca"
)

// open reports whether requests come by themselves, so that the figures are
// those of the station.
func open(n *Node) bool {
	v, given := n.Design.Params["operating"]
	text, _ := v.Text()
	return !given || text == "arrivals"
}

var (
	tokensOut = fig("X", "tokens_per_s")
	devices   = fig("N", "devices")
	requests  = derived("R", words("Requests answered", "完成的请求速率"), "1/s", func(n *Node) float64 { return only(open(n), n.Figure("carried_per_s")) })
	lengthOut = derived("n", words("Tokens out of a request, mean", "单请求平均输出词元"), "", func(n *Node) float64 {
		return only(open(n), n.Figure("tokens_per_s")/n.Figure("carried_per_s"))
	})
	price = derived("r", words("Price of a device per hour", "单设备每小时价格"), "$", func(n *Node) float64 {
		return n.Figure("usd_per_mtok") * n.Figure("tokens_per_s") / n.Figure("devices") / 1e6 * 3600
	})
	prompting = derived("f", words("Share of the devices' time that prompts take", "提示词占用设备时间的比例"), "%", func(n *Node) float64 {
		return 1 - n.Figure("usd_per_mtok_out")/n.Figure("usd_per_mtok")
	})
	gain = derived("g", words("Tokens a step yields, speculation counted", "每步产出词元（含投机解码）"), "", func(n *Node) float64 {
		draft, p := n.Param("draft"), n.Param("acceptance")
		sum, x := 1.0, 1.0
		for range int(draft) {
			x *= p
			sum += x
		}
		return sum
	})
)

var inference = map[string]*equation{
	"ttft_s": {formula: "TTFT = T₀ + W", terms: []term{fig("T₀", "ttft_alone_s"), derived("W", words("Wait for a place and for others' prompts, and larger steps", "等待服务位与他人提示词、批次增大的附加时间"), "s", func(n *Node) float64 { return n.Figure("ttft_s") - n.Figure("ttft_alone_s") })},
		note: words("From a request to its first token. The wait for a place is that of G/G/c; then what is left of the iteration under way, and the iteration that holds its prompt beside those that came with it. Sequences in service are those of a birth–death chain. In a prefill pool of its own it waits for the first rank to end its iteration, and for the prompts computed with it; its keys and values then cross the network, and the decode pool shows it some steps later.", "从请求到首词元。等待服务位按 G/G/c；随后是进行中迭代的剩余时间，以及与同来提示词一起计算自身提示词的那次迭代。服务中的序列数由生灭链得出。独立的预填充池中，先等待最先结束迭代的计算单元，再与同批提示词一起计算；随后键值经网络传送，解码池在若干步后给出首词元。"), source: "Sakasegawa 1977; " + orca},
	"ttft_alone_s": {formula: "T₀ = p + H", terms: []term{fig("p", "prompt_s"), derived("H", words("Server in front, first steps, fetching of caches", "前端处理、首批步骤与缓存取回"), "s", func(n *Node) float64 { return n.Figure("ttft_alone_s") - n.Figure("prompt_s") })},
		note: words("On an idle deployment.", "部署空闲时。"), source: roofline},
	"tpot_s": {formula: "TPOT = s / g / ( 1 − u )", terms: []term{fig("s", "step_s"), gain, derived("u", words("Share of the time steps stand still for prompts", "步骤因提示词停顿的时间比例"), "%", func(n *Node) float64 {
		return only(open(n), 1-n.Figure("step_s")/gain.value(n)/n.Figure("tpot_s"))
	})},
		note: words("Between two output tokens of one request: a decode step of all that run together, and the prompts of others that are computed among the steps.", "同一请求相邻两个输出词元的间隔：同批全部序列的一步解码，加上穿插计算的他人提示词。"), source: orca + "; Agrawal et al. 2024, Sarathi-Serve"},
	"tpot_all_s": {formula: "TPOT₁ = T / n", terms: []term{derived("T", words("Request to last token", "从请求到末词元"), "s", func(n *Node) float64 { return n.Figure("tpot_all_s") * lengthOut.value(n) }), lengthOut},
		note: words("The whole request over all its tokens, the first included.", "整个请求的时间除以全部词元（含首词元）。")},
	"tokens_per_s": {formula: "X = R · n", terms: []term{requests, lengthOut},
		note: words("Output tokens of the requests that are answered.", "已完成请求的输出词元速率。")},
	"tokens_per_s_device": {formula: "x = X / N", terms: []term{tokensOut, devices}},
	"saturation_per_s": {formula: "λ* = ranks · b / ( s(b) · n / g + φ · b · p )",
		terms: []term{named("ranks", words("Replicas times copies of the attention", "副本数乘以注意力份数")), {symbol: "b", figure: "slots"}, named("s(b)", words("Decode step with every place taken", "全部服务位占满时的解码步时间")), lengthOut, gain, named("φ", words("Share of a prompt that holds up decoding", "提示词阻塞解码的比例")), fig("p", "prompt_s")},
		note:  words("With every place always taken, what one place serves is bounded by its decode steps and by the prompts of all.", "服务位始终占满时，吞吐由解码步骤与全部提示词共同限制。"), source: roofline},
	"slo_goodput_per_s": {formula: "max λ : TTFT(λ) ≤ a and TPOT(λ) ≤ b", terms: []term{par("a", "slo_ttft", "s"), par("b", "slo_tpot", "s")},
		note: words("The most that can come while both bounds still hold.", "两个时限同时满足时可承受的最大速率。"), source: "Zhong et al. 2024, DistServe"},
	"usd_per_mtok": {formula: "C = N · r / 3600 / X · 10⁶", terms: []term{devices, price, tokensOut},
		note: words("All devices, idle ones too, over the tokens that come out.", "全部设备（含空闲）的费用除以输出词元。")},
	"usd_per_mtok_in": {formula: "Cᵢ = C · f · X / Y", terms: []term{fig("C", "usd_per_mtok"), prompting, tokensOut, derived("Y", words("Tokens in", "输入词元速率"), "tokens/s", func(n *Node) float64 {
		return n.Figure("usd_per_mtok") * prompting.value(n) * n.Figure("tokens_per_s") / n.Figure("usd_per_mtok_in")
	})},
		note: words("The part of the cost that prompts take, over the tokens in.", "提示词占用的那部分成本除以输入词元。")},
	"usd_per_mtok_out": {formula: "Cₒ = C · ( 1 − f )", terms: []term{fig("C", "usd_per_mtok"), prompting},
		note: words("The part of the cost that decoding takes, over the tokens out.", "解码占用的那部分成本除以输出词元。")},
	"joule_per_token": {formula: "E = P / X", terms: []term{derived("P", words("Power of all devices", "全部设备功率"), "W", func(n *Node) float64 { return n.Figure("joule_per_token") * n.Figure("tokens_per_s") }), tokensOut},
		note: words("Of the devices alone: idle 15 %, bound by memory 65 %, by arithmetic 95 % of the thermal design power.", "仅计设备：空闲、访存受限、算力受限时分别为热设计功耗的 15 %、65 %、95 %。"), source: "Patel et al. 2024, Characterizing power management opportunities for LLMs in the cloud"},
	"devices": {formula: "N = R · TP · PP · DP", terms: []term{par("R", "replicas", ""), par("TP", "tp", ""), par("PP", "pp", ""), par("DP", "dp", "")},
		note: words("With separate pools: prefill and decode workers of every replica.", "分离部署时：各副本的预填充与解码工作组之和。")},
	"batch": {formula: "b = λ · H / r", terms: []term{arrivals, derived("H", words("Time in service, the own prompt included", "服务时间（含自身提示词）"), "s", func(n *Node) float64 {
		return n.Figure("batch") * n.Param("replicas") * n.Param("dp") / n.Figure("arrivals_per_s")
	}), derived("r", words("Replicas times copies of the attention", "副本数乘以注意力份数"), "", func(n *Node) float64 { return n.Param("replicas") * n.Param("dp") })},
		note: words("Little's law on the sequences in service.", "对服务中的序列应用利特尔法则。"), source: "Little 1961"},
	"prompt_s": {formula: "p = max( F / (π · η) , B / (β · η′) ) + N + L", terms: []term{named("F", words("Operations of the prompt, 2 a parameter and token, and attention", "提示词的运算量：每参数每词元 2 次，另加注意力")), named("π", words("Peak of the device at the precision", "设备在该精度下的峰值算力")), named("B", words("Bytes read", "读取字节")), named("β", words("Bandwidth of its memory", "显存带宽")), named("η", words("Fitted efficiencies", "拟合效率")), named("N", words("Collectives", "集合通信")), named("L", words("Launches", "启动开销"))}, source: roofline},
	"step_s": {formula: "s = w + a + e + k + l", terms: []term{part("w", "step_weights_s", words("Weights", "权重"), "s"), part("a", "step_attention_s", words("Attention", "注意力"), "s"), part("e", "step_experts_s", words("Experts", "专家"), "s"), part("k", "step_network_s", words("Collectives", "集合通信"), "s"), part("l", "step_launch_s", words("Launches and host", "启动与主机"), "s")},
		note: words("One token of every sequence that runs.", "为每个运行中的序列各产出一个词元。"), source: roofline},
	"step_weights_s":   partOfStep("w = max( W / (β · η) , 2 · Ψ · b / (π · η′) )", words("Weights are read once a step for all sequences; beyond some batch arithmetic takes longer.", "每步为全部序列读取一次权重；批次足够大时由算力决定。")),
	"step_attention_s": partOfStep("a = b · ℓ · κ / (β · η)", words("Keys and values of every running sequence are read.", "读取每个运行序列的键值缓存。")),
	"step_experts_s":   partOfStep("e = E(b) · Wₑ / (β · η)", words("Weights of the experts that the batch's tokens choose.", "读取批内词元所选专家的权重。")),
	"step_network_s":   partOfStep("k = layers · ( α + bytes / B )", words("Latency and bytes of the collectives of each layer.", "每层集合通信的延迟与字节。")),
	"step_launch_s":    partOfStep("l = layers · l₁ + l₀ + l₂ · b", words("Launching each layer's kernels, and what the host does a step and a sequence.", "每层内核启动，以及主机每步、每序列的工作。")),
	"prefix_hit": {formula: "h = 1 − ( 1 − h₀ ) · ( 1 − hₛ )", terms: []term{par("h₀", "prefix_hit", "%"), derived("hₛ", words("Found of earlier turns of a session", "会话前几轮的命中"), "%", func(n *Node) float64 {
		return 1 - (1-n.Figure("prefix_hit"))/(1-n.Param("prefix_hit"))
	})}, note: words("Share of the prompts' tokens that are not computed again.", "无需重新计算的提示词词元比例。"), source: "Zheng et al. 2024, SGLang (RadixAttention)"},
	"slots": {formula: "c = min( ⌊ K · DP / (κ · ℓ) ⌋ , B )", terms: []term{fig("K", "kv_room_bytes"), fig("κ", "kv_token_bytes"), named("ℓ", words("Tokens a running sequence holds", "运行序列占用的词元数")), par("B", "max_batch", ""), par("DP", "dp", "")},
		note: words("Sequences a replica runs at once: as many as its cache holds, at most the largest batch.", "副本同时运行的序列数：缓存容得下的数量，且不超过最大批次。"), source: "Kwon et al. 2023, PagedAttention"},
	"weights_bytes":  {formula: "W = Σ Ψᵢ · bᵢ / dᵢ", terms: []term{named("Ψᵢ", words("Parameters of the attention, dense, expert and vocabulary parts", "注意力、稠密、专家与词表各部分的参数量")), named("bᵢ", words("Bytes of one at its precision, scales included", "该精度下单参数字节（含缩放因子）")), named("dᵢ", words("Devices that share it", "分摊的设备数"))}, note: words("Exact, by the architecture.", "由模型架构精确得出。")},
	"kv_token_bytes": {formula: "κ = 2 · layers · h · d · bytes", terms: []term{named("layers", words("Layers with a cache", "有缓存的层数")), named("h", words("Key–value heads", "键值头数")), named("d", words("Width of a head", "头宽度")), named("bytes", words("Of a number at the cache's precision", "缓存精度下单个数的字节"))}, note: words("With latent attention (MLA) the latent and its rotary part stand for 2 · h · d; where more devices than heads share a layer, copies count.", "潜在注意力（MLA）以潜向量及其旋转部分代替 2 · h · d；设备多于头数时计入副本。"), source: "Ainslie et al. 2023, GQA; DeepSeek-AI 2024, DeepSeek-V2"},
	"kv_room_bytes": {formula: "K = M · m − W − O", terms: []term{fig("M", "memory_bytes"), par("m", "memory_share", "%"), fig("W", "weights_bytes"), derived("O", words("Activations, graphs and runtime", "激活、计算图与运行时"), "B", func(n *Node) float64 {
		return n.Figure("memory_bytes")*n.Param("memory_share") - n.Figure("weights_bytes") - n.Figure("kv_room_bytes")
	})}, note: words("What is left of a device's memory.", "设备显存的剩余部分。"), source: "Kwon et al. 2023, PagedAttention"},
	"memory_bytes": dataSheet,
}

var dataSheet = &equation{formula: "M", note: words("What a program can allocate of the device's memory, by its data sheet and as engines report it.", "程序可分配的设备显存，依据数据手册与引擎报告。")}

func partOfStep(formula string, note Text) *equation {
	return &equation{formula: formula, terms: []term{fig("b", "batch"), fig("s", "step_s"), named("β", words("Bandwidth of the memory", "显存带宽")), named("η", words("Fitted efficiencies", "拟合效率"))}, note: note, source: roofline}
}

// encoder is a network that answers in one pass.
var encoder = map[string]*equation{
	"batch_s": {formula: "t = max( b · F / (π · η) , ( W + b · m ) / (β · η′) ) + layers · l", terms: []term{par("b", "max_batch", ""), named("F", words("Operations of an item", "单项运算量")), fig("W", "weights_bytes"), named("m", words("Bytes an item moves", "单项搬运字节")), named("π, β", words("Peak and bandwidth of the device", "设备峰值与带宽")), named("l", words("Launching a layer", "单层启动开销"))},
		note: words("A smooth maximum of arithmetic and memory traffic, and the launches.", "算力与访存时间的平滑最大值，加启动开销。"), source: "Williams et al. 2009, Roofline"},
	"saturation_per_s": {formula: "λ* = b · N / t", terms: []term{par("b", "max_batch", ""), par("N", "replicas", ""), fig("t", "batch_s")}, note: words("Every device computes full batches.", "每台设备始终计算满批。")},
	"joule_per_item": {formula: "E = P · t / b", terms: []term{derived("P", words("Power of a busy device", "单设备忙碌功率"), "W", func(n *Node) float64 {
		return n.Figure("joule_per_item") * n.Param("max_batch") / n.Figure("batch_s")
	}), fig("t", "batch_s"), par("b", "max_batch", "")}},
	"full_load":     {formula: "ρ = λ / λ*", terms: []term{arrivals, fig("λ*", "saturation_per_s")}},
	"weights_bytes": inference["weights_bytes"],
	"need_bytes": {formula: "M = W + A", terms: []term{fig("W", "weights_bytes"), derived("A", words("Activations of a batch, and runtime", "一批的激活与运行时"), "B", func(n *Node) float64 {
		return n.Figure("need_bytes") - n.Figure("weights_bytes")
	})}},
	"memory_bytes": dataSheet,
}
