package component

import (
	"weir/engine/ai"
	"weir/engine/quantity"
)

var precisionChoices = []Choice{
	{"bf16", words("BF16", "BF16")}, {"fp16", words("FP16", "FP16")},
	{"fp8", words("FP8", "FP8")}, {"fp8_block", words("FP8, block scales", "FP8（分块缩放）")},
	{"int8", words("INT8", "INT8")},
	{"nvfp4", words("NVFP4", "NVFP4")}, {"mxfp4", words("MXFP4 weights", "MXFP4 权重")}, {"int4", words("INT4 weights", "INT4 权重")},
}

func model(byDefault string) Param {
	return Param{Key: "model", Section: sectionModel, Catalog: "model",
		Label: words("Model", "模型"), Help: words("Architecture of the catalogue.", "目录中的模型架构。"),
		Default: quantity.Str(byDefault)}
}

// config is an architecture typed in or pasted; it goes before the catalogue's.
func config() Param {
	return Param{Key: "config", Section: sectionModel, Catalog: "config", Advanced: true,
		Label: words("Own architecture", "自定义架构"),
		Help:  words("A pasted Hugging Face config.json, or sizes such as {\"layers\":32,\"hidden\":4096,\"heads\":32,\"kv_heads\":8,\"ffn_hidden\":14336,\"vocab\":128256}. It goes before the model above.", "粘贴 Hugging Face 的 config.json，或直接填写尺寸，例如 {\"layers\":32,\"hidden\":4096,\"heads\":32,\"kv_heads\":8,\"ffn_hidden\":14336,\"vocab\":128256}。优先于上面的模型。")}
}

// dataSheet describes one's own accelerator: what is given stands in for what
// the catalogue says of the device above.
func dataSheet() []Param {
	sheet := func(key string, label, help Text, of quantity.Dimension, most float64) Param {
		return optional(Param{Key: key, Section: sectionHardware, Dimension: of, Label: label, Help: help, Min: 1, Max: most})
	}
	return []Param{
		sheet("own_fp16", words("Own device: BF16", "自定义设备：BF16"), words("Dense BF16 peak of your own device. Give this, memory and bandwidth from its data sheet; what stays empty is taken from the device above.", "自定义设备的稠密 BF16 峰值。按数据手册填写峰值、显存与带宽；留空的项取上面的设备。"), quantity.Compute, 1e18),
		sheet("own_fp8", words("Own device: FP8", "自定义设备：FP8"), words("Dense FP8 peak.", "稠密 FP8 峰值。"), quantity.Compute, 1e18),
		sheet("own_fp4", words("Own device: FP4", "自定义设备：FP4"), words("Dense FP4 peak.", "稠密 FP4 峰值。"), quantity.Compute, 1e18),
		sheet("own_memory", words("Own device: memory", "自定义设备：显存"), words("Bytes a program can allocate.", "程序可分配的字节数。"), quantity.Data, 1e15),
		sheet("own_bandwidth", words("Own device: memory bandwidth", "自定义设备：显存带宽"), words("Of its memory, bytes a second.", "显存带宽（字节每秒）。"), quantity.Bandwidth, 1e16),
		sheet("own_link", words("Own device: interconnect", "自定义设备：高速互联"), words("One way, within the group of devices that share the fast interconnect.", "高速互联组内的单向带宽。"), quantity.Bandwidth, 1e15),
		func() Param {
			p := sheet("own_group", words("Own device: group", "自定义设备：互联组"), words("Devices that share the fast interconnect.", "共享高速互联的设备数。"), quantity.None, 1e5)
			p.Integer = true
			return p
		}(),
		sheet("own_nic", words("Own device: network", "自定义设备：网卡"), words("One way, beyond that group.", "组外的单向带宽。"), quantity.Bandwidth, 1e15),
		sheet("own_power", words("Own device: power", "自定义设备：功耗"), words("Thermal design power.", "热设计功耗。"), quantity.Power, 1e6),
	}
}

// optional is a parameter that may be left empty.
func optional(p Param) Param {
	p.Default = quantity.Value{}
	p.Advanced = true
	return p
}

func precision(key string, label, help Text, byDefault string) Param {
	return Param{Key: key, Section: sectionModel, Label: label, Help: help, Default: quantity.Str(byDefault), Choices: precisionChoices}
}

// count is a whole number of at least one.
func count(key string, section, label, help Text, byDefault float64) Param {
	return Param{Key: key, Section: section, Integer: true, Label: label, Help: help, Default: quantity.Num(byDefault), Min: 1, Max: 1e6}
}

var inference = &Kind{
	ID: "ai.inference", Family: AI, Icon: "llm",
	bind:    bindInference,
	Name:    words("LLM inference", "大模型推理"),
	Summary: words("TTFT, TPOT, memory fit", "TTFT、TPOT、显存匹配"),
	Doc: words("Serves a language model with continuous batching on replicas of accelerators. Prefill and decode times come from a roofline over arithmetic, memory bandwidth and collectives, with measured efficiencies; the sequences that fit in memory are the places, a request holds one from its first to its last token.",
		"在加速器副本上以连续批处理提供语言模型推理。预填充与解码时间由算力、显存带宽与集合通信的屋顶线模型及实测效率得出；显存可容纳的序列数即为服务位，一个请求从首个词元到末个词元占用一个服务位。"),
	In:  []Port{{Name: "in", Label: words("Requests", "请求"), Type: Request}},
	Out: []Port{{Name: "out", Label: words("Answers", "答复"), Type: Request}},
	Params: append([]Param{
		model("meta-llama/Meta-Llama-3.1-70B"),
		config(),
		precision("weights", words("Weights", "权重精度"), words("Precision of the weights.", "权重的数值精度。"), "fp8"),
		choice("moe", words("Expert weights", "专家权重精度"), words("Precision of the routed experts.", "路由专家的数值精度。"), "auto",
			append([]Choice{{"auto", words("As the weights", "与权重相同")}}, precisionChoices...)),
		advanced(precision("kv", words("KV cache", "KV 缓存精度"), words("Precision of the key-value cache.", "键值缓存的数值精度。"), "fp8")),
		device("h100-sxm"),
		{Key: "engine", Section: sectionServing,
			Label: words("Engine", "推理引擎"), Help: words("Serving program; its overheads count.", "推理服务程序；计入其开销。"),
			Default: quantity.Str("vllm"),
			Choices: []Choice{
				{"vllm", words("vLLM", "vLLM")}, {"sglang", words("SGLang", "SGLang")},
				{"tensorrt-llm", words("TensorRT-LLM", "TensorRT-LLM")},
				{"tensorrt-llm-compiled", words("TensorRT-LLM, compiled", "TensorRT-LLM（编译引擎）")},
				{"generic", words("Other engine", "其他引擎")},
			}},
		varied(count("replicas", sectionServing, words("Replicas", "副本数"), words("Independent copies behind a balancer.", "负载均衡之后的独立副本数。"), 4)),
		varied(count("tp", sectionParallel, words("Tensor parallel", "张量并行"), words("Devices that share each layer of one replica.", "共同承担一个副本每一层的设备数。"), 4)),
		advanced(count("pp", sectionParallel, words("Pipeline parallel", "流水线并行"), words("Groups of layers in a row, each on its own devices.", "依次排列的层组数，各用自己的设备。"), 1)),
		advanced(count("ep", sectionParallel, words("Expert parallel", "专家并行"), words("Devices the experts of a mixture model are spread over.", "混合专家模型的专家分布到的设备数。"), 1)),
		advanced(count("dp", sectionParallel, words("Attention data parallel", "注意力数据并行"), words("Copies of the attention layers inside one replica.", "一个副本内注意力层的份数。"), 1)),
		optional(count("moe_tp", sectionParallel, words("Expert tensor parallel", "专家张量并行"), words("Devices that share each expert. Empty: what expert parallelism leaves.", "共同承担每个专家的设备数。留空：由专家并行推出。"), 1)),
		{Key: "operating", Section: sectionServing, Advanced: true,
			Label: words("Figures at", "指标工况"), Help: words("What the serving figures are for: the load that arrives, so many users who each wait for their answer, one batch that starts together, everything queued, or one phase of a batch alone, whose tokens are then those of the phase.", "推理指标对应的工况：实际到达的负载、固定并发用户（各自等待答复后再发）、同时开始的一批、全部排队的离线批处理，或一批的单个阶段（词元数为该阶段的）。"),
			Default: quantity.Str("arrivals"),
			Choices: []Choice{
				{"arrivals", words("Arriving load", "到达负载")}, {"concurrency", words("Fixed concurrency", "固定并发")},
				{"batch", words("One batch", "单个批次")}, {"offline", words("Offline maximum", "离线最大吞吐")},
				{"prefill", words("Prefill only", "仅预填充")}, {"decode", words("Decode only", "仅解码")},
			}},
		advanced(count("concurrency", sectionServing, words("Concurrency", "并发数"), words("Users of a fixed concurrency, or sequences of the one batch.", "固定并发的用户数，或单个批次的序列数。"), 64)),
		advanced(Param{Key: "prefill_workers", Section: sectionParallel, Integer: true,
			Label: words("Prefill workers", "预填充实例数"), Help: words("Instances that only compute prompts; keys and values then cross the network to those that decode. 0: one pool does both.", "只计算提示词的实例数；键值随后经网络传给解码实例。0：同一资源池兼做两者。"),
			Default: quantity.Num(0), Min: 0, Max: 1e5}),
		advanced(count("prefill_tp", sectionParallel, words("Prefill tensor parallel", "预填充张量并行"), words("Devices that share a prefill worker's layers.", "共同承担预填充实例各层的设备数。"), 1)),
		advanced(count("prefill_dp", sectionParallel, words("Prefill data parallel", "预填充数据并行"), words("Attention copies of a prefill worker.", "预填充实例的注意力份数。"), 1)),
		advanced(count("prefill_ep", sectionParallel, words("Prefill expert parallel", "预填充专家并行"), words("Devices a prefill worker spreads experts over.", "预填充实例的专家分布设备数。"), 1)),
		advanced(count("decode_workers", sectionParallel, words("Decode workers", "解码实例数"), words("Instances that decode, where prefill has its own.", "预填充独立时负责解码的实例数。"), 1)),
		optional(Param{Key: "kv_link", Section: sectionParallel, Dimension: quantity.Bandwidth,
			Label: words("KV transfer", "KV 传输带宽"), Help: words("Bytes a second of keys and values from a prefill worker. Empty: its devices' network cards.", "预填充实例传出键值的速度。留空：取其设备的网卡带宽。"),
			Min: 1, Max: 1e15}),
		varied(Param{Key: "max_batch", Section: sectionServing, Integer: true,
			Label: words("Max batch", "最大批大小"), Help: words("Sequences one replica runs at once, if they fit in memory.", "一个副本同时运行的序列数（受显存限制）。"),
			Default: quantity.Num(256), Min: 1, Max: 1e6}),
		advanced(Param{Key: "chunk", Section: sectionServing, Integer: true,
			Label: words("Token budget of a step", "单步词元预算"), Help: words("Most tokens in one step (chunked prefill).", "一步最多处理的词元数（分块预填充）。"),
			Default: quantity.Num(8192), Min: 1, Max: 1e7}),
		advanced(count("poll", sectionServing, words("Steps between looks at the line", "轮询间隔步数"), words("Decode steps from one look for new requests to the next (SGLang's scheduler-recv-interval): fewer interruptions, later first tokens.", "两次检查新请求之间的解码步数（SGLang 的 scheduler-recv-interval）：打断更少，首词元更晚。"), 1)),
		advanced(count("hold", sectionServing, words("Tokens sent together", "合并发送词元数"), words("Tokens that leave together, the first among them.", "合并发送的词元数，包括首词元。"), 1)),
		{Key: "prefix_hit", Section: sectionServing, Vary: false,
			Label: words("Prefix hits", "前缀命中率"), Help: words("Share of the prompt's tokens found in the prefix cache.", "提示词词元在前缀缓存中命中的比例。"),
			Default: quantity.Num(0), Min: 0, Max: 1},
		advanced(Param{Key: "turns", Section: sectionServing,
			Label: words("Turns of a session", "会话轮数"), Help: words("Requests of one conversation, each carrying what was said before. 1: requests stand alone.", "一次会话的请求数，每次都带上此前的内容。1：请求相互独立。"),
			Default: quantity.Num(1), Min: 1, Max: 1e4}),
		advanced(Param{Key: "gap", Section: sectionServing, Dimension: quantity.Time,
			Label: words("Time between turns", "轮次间隔"), Help: words("From an answer to the next request of its session; the longer, the more caches have let go.", "从答复到该会话下一次请求的时间；越长，缓存保留得越少。"),
			Default: quantity.Str("30 s"), Min: 0, Max: 1e7}),
		choice("routing", words("Routing", "路由"), words("Cache-aware: a session goes back to the replica that holds its cache.", "缓存感知：会话回到持有其缓存的副本。"), "cache",
			[]Choice{{"cache", words("Cache-aware", "缓存感知")}, {"balanced", words("By load alone", "仅按负载")}}),
		advanced(Param{Key: "offload", Section: sectionServing, Dimension: quantity.Data,
			Label: words("KV offload", "KV 卸载容量"), Help: words("Host memory or storage of a replica that keeps keys and values the devices let go. 0: none.", "副本用于保存设备逐出键值的主机内存或存储。0：不卸载。"),
			Default: quantity.Str("0 B"), Min: 0, Max: 1e18}),
		advanced(Param{Key: "offload_bandwidth", Section: sectionServing, Dimension: quantity.Bandwidth,
			Label: words("KV offload bandwidth", "KV 卸载带宽"), Help: words("Bytes a second they come back at.", "取回速度。"),
			Default: quantity.Str("25 GB/s"), Min: 1, Max: 1e15}),
		advanced(Param{Key: "memory_share", Section: sectionServing,
			Label: words("Memory the engine takes", "引擎可用显存比例"), Help: words("Share of device memory for weights, activations and cache.", "用于权重、激活与缓存的显存比例。"),
			Default: quantity.Num(0.9), Min: 0.05, Max: 1}),
		choice("expert_reads", words("Expert reads", "专家读取"), words("Which experts a step reads and computes: those its tokens chose, or, in some builds, a tile of every one.", "每步读取并计算哪些专家：仅被选中的，或（某些版本中）每个专家一整块。"), "chosen",
			[]Choice{{"chosen", words("Chosen experts", "被选中的专家")}, {"all", words("All experts", "全部专家")}}),
		optional(Param{Key: "slo_ttft", Section: sectionServing, Dimension: quantity.Time,
			Label: words("Bound on TTFT", "TTFT 时限"), Help: words("95th percentile of the time to first token; with the bound below it gives the goodput.", "首词元时间的 95 百分位上限；与下面的时限一起给出有效吞吐。"),
			Min: 0, Max: 1e6}),
		optional(Param{Key: "slo_tpot", Section: sectionServing, Dimension: quantity.Time,
			Label: words("Bound on TPOT", "TPOT 时限"), Help: words("Time per output token after the first.", "首词元之后每词元时间的上限。"),
			Min: 0, Max: 1e6}),
		advanced(Param{Key: "draft", Section: sectionServing, Integer: true,
			Label: words("Draft tokens", "草稿词元数"), Help: words("Tokens proposed a step by speculative decoding. 0: off.", "投机解码每步提出的词元数。0：关闭。"),
			Default: quantity.Num(0), Min: 0, Max: 64}),
		advanced(Param{Key: "acceptance", Section: sectionServing,
			Label: words("Draft acceptance", "草稿接受率"), Help: words("Probability that a proposed token is accepted.", "草稿词元被接受的概率。"),
			Default: quantity.Num(0.7), Min: 0, Max: 0.999}),
		advanced(Param{Key: "token_bytes", Section: sectionFlow,
			Label: words("Bytes a token of the answer", "答复每词元字节数"), Help: words("Bytes each generated token adds to the answer.", "每个生成词元在答复中占的字节数。"),
			Default: quantity.Num(4), Min: 0, Max: 1e6}),
		term(), price(), availability(0.998), fanout("copy"),
	}, append(owning(), dataSheet()...)...),
	Card: [2]string{"model", "ttft_s"},
}

var encoder = &Kind{
	ID: "ai.encoder", Family: AI, Icon: "embedding",
	bind:    bindEncoder,
	Name:    words("Embedding", "向量嵌入"),
	Summary: words("Batched encoder: text, images, speech", "批量编码器：文本、图像、语音"),
	Doc: words("A network that answers each item in one forward pass: text encoders (BERT), vision (ResNet, ViT), speech (Whisper), recommendation (DLRM). Time by roofline: FLOPs by a measured share of the device's peak, weights and activations by memory bandwidth, shared by the batch.",
		"每项一次前向计算的网络：文本编码器（BERT）、视觉（ResNet、ViT）、语音（Whisper）、推荐（DLRM）。时间由屋顶线得出：计算量除以设备峰值的实测比例，权重与激活除以显存带宽，由整批分摊。"),
	In:  []Port{{Name: "in", Label: words("Text", "文本"), Type: Request, Accepts: []PortType{Request, Records}}},
	Out: []Port{{Name: "out", Label: words("Vectors", "向量"), Type: Vector}},
	Params: append([]Param{
		{Key: "network", Section: sectionModel,
			Label: words("Network", "网络"), Help: words("The architecture below, a vision, speech or recommendation network by its published work, or one by its own figures.", "下面的架构；或按公开计算量给出的视觉、语音、推荐网络；或自行填写数值的网络。"),
			Default: quantity.Str("model"), Choices: networkChoices()},
		model("BERT-base-cased"),
		config(),
		precision("weights", words("Precision", "精度"), words("Precision of weights and arithmetic.", "权重与计算的数值精度。"), "fp16"),
		device("l4"),
		varied(count("replicas", sectionServing, words("Devices", "设备数"), words("Devices that work side by side, each with the whole model.", "并列工作的设备数，各持完整模型。"), 2)),
		varied(count("max_batch", sectionServing, words("Max batch", "最大批大小"), words("Items in one forward pass.", "一次前向计算的最大项数。"), 16)),
		{Key: "tokens", Section: sectionModel,
			Label: words("Tokens an item", "每项词元数"), Help: words("Tokens of one item. Empty: the class's tokens in.", "每项的词元数。留空：取类别的输入词元数。"),
			Min: 1, Max: 1e7},
		advanced(Param{Key: "flops", Section: sectionModel,
			Label: words("FLOP an item", "每项计算量"), Help: words("Floating-point operations of one item, two for each multiply-add. For a network by its own figures.", "每项的浮点运算次数，每次乘加计两次。用于自行填写数值的网络。"),
			Default: quantity.Num(1e10), Min: 1, Max: 1e24}),
		advanced(Param{Key: "parameters", Section: sectionModel,
			Label: words("Parameters", "参数量"), Help: words("Read once a batch. For a network by its own figures.", "每批读取一次。用于自行填写数值的网络。"),
			Default: quantity.Num(1e8), Min: 0, Max: 1e15}),
		advanced(Param{Key: "moved", Section: sectionModel, Dimension: quantity.Data,
			Label: words("Bytes moved an item", "每项访存量"), Help: words("Activations and table rows that cross the device's memory for one item, in 16 bits. For a network by its own figures.", "每项经过设备显存的激活与表行（16 位）。用于自行填写数值的网络。"),
			Default: quantity.Str("50 MB"), Min: 0, Max: 1e15}),
		{Key: "dimensions", Section: sectionFlow, Advanced: true, Integer: true,
			Label: words("Dimensions added", "向量维度"), Help: words("Components of the vector an item leaves with, 4 bytes each; they are added to its bytes.", "输出向量的分量数，每个 4 字节；计入该项字节数。"),
			Default: quantity.Num(1024), Min: 0, Max: 1e6},
		term(), price(), availability(0.998), fanout("copy"),
	}, append(owning(), dataSheet()...)...),
	Card: [2]string{"model", "replicas"},
}

var training = &Kind{
	ID: "ai.training", Family: AI, Icon: "training",
	bind:    bindTraining,
	Alone:   true,
	Name:    words("Training", "模型训练"),
	Summary: words("Iteration time, MFU, days", "迭代时间、MFU、天数"),
	Doc: words("Trains a network on accelerators with data, tensor, pipeline and context parallelism and sharded optimiser states. Gives the time of an iteration and where it goes, memory of a device, days, cost and energy. Fed by a data set, it is a stage of that job; by itself it trains on the tokens given.",
		"在加速器上以数据、张量、流水线、上下文并行及分片优化器状态训练网络。给出一次迭代的时间及其构成、单设备显存、天数、成本与能耗。由数据集供给时，它是该作业的一个环节；单独使用时，按给定词元数训练。"),
	In:  []Port{{Name: "in", Label: words("Samples", "样本"), Type: Vector, Accepts: []PortType{Vector, Records}}},
	Out: []Port{{Name: "out", Label: words("Checkpoints", "检查点"), Type: Records}},
	Params: append([]Param{
		model("BERT-base-cased"),
		config(),
		precision("precision", words("Precision", "精度"), words("Precision of the arithmetic.", "计算的数值精度。"), "bf16"),
		device("a100-80"),
		varied(count("dp", sectionParallel, words("Data parallel", "数据并行"), words("Copies of the model, each on its share of the batch.", "模型份数，各处理批次的一部分。"), 1)),
		advanced(count("tp", sectionParallel, words("Tensor parallel", "张量并行"), words("Devices that share each layer.", "共同承担每一层的设备数。"), 1)),
		advanced(count("pp", sectionParallel, words("Pipeline parallel", "流水线并行"), words("Stages of layers in a row.", "依次排列的层段数。"), 1)),
		advanced(count("cp", sectionParallel, words("Context parallel", "上下文并行"), words("Devices that share each sequence.", "共同承担每条序列的设备数。"), 1)),
		advanced(count("ep", sectionParallel, words("Expert parallel", "专家并行"), words("Devices the experts are spread over.", "专家分布到的设备数。"), 1)),
		{Key: "zero", Section: sectionParallel, Advanced: true,
			Label: words("Sharded states", "状态分片"), Help: words("What data-parallel copies share out: optimiser states (1), gradients too (2), parameters too (3, FSDP).", "数据并行副本之间分摊的内容：优化器状态（1）、再加梯度（2）、再加参数（3，FSDP）。"),
			Default: quantity.Str("0"),
			Choices: []Choice{{"0", words("None", "不分片")}, {"1", words("ZeRO-1", "ZeRO-1")}, {"2", words("ZeRO-2", "ZeRO-2")}, {"3", words("ZeRO-3 / FSDP", "ZeRO-3 / FSDP")}}},
		count("micro_batch", sectionTraining, words("Micro-batch", "微批大小"), words("Sequences a device takes at once.", "设备一次处理的序列数。"), 16),
		count("global_batch", sectionTraining, words("Global batch", "全局批大小"), words("Sequences of one iteration, all devices together.", "一次迭代的序列数（所有设备合计）。"), 16),
		count("sequence", sectionTraining, words("Sequence", "序列长度"), words("Tokens of a sequence.", "每条序列的词元数。"), 128),
		{Key: "recompute", Section: sectionTraining, Advanced: true,
			Label: words("Recompute", "重计算"), Help: words("Activations computed again in the backward pass to save memory.", "为节省显存而在反向时重新计算的激活。"),
			Default: quantity.Str("none"),
			Choices: []Choice{{"none", words("Nothing", "不重算")}, {"selective", words("Selective", "选择性")}, {"per-op", words("Selective by operator", "按算子选择")}, {"full", words("Everything", "全部")}}},
		trainingChoice("stack", words("Training program", "训练程序"), words("Its overheads and overlap count. By itself: FSDP where parameters are sharded, else Megatron-Core.", "计入其开销与通信重叠。自动：参数分片时取 FSDP，否则取 Megatron-Core。"), "auto",
			[]Choice{{"auto", words("By itself", "自动")}, {"megatron-core", words("Megatron-Core", "Megatron-Core")}, {"fsdp", words("PyTorch FSDP", "PyTorch FSDP")}, {"megatron-2021", words("Megatron-LM 2021", "Megatron-LM 2021")}}),
		trainingChoice("compile", words("Compiled", "编译"), words("torch.compile fuses what is bound by memory.", "torch.compile 融合受显存带宽限制的算子。"), "off", onOff),
		trainingChoice("async_tp", words("Asynchronous tensor parallel", "异步张量并行"), words("PyTorch hides part of the tensor-parallel traffic.", "PyTorch 隐藏部分张量并行通信。"), "off", onOff),
		trainingChoice("fp8_scaling", words("FP8 scaling", "FP8 缩放"), words("By tensor or by row; rows are more exact and slower.", "按张量或按行缩放；按行更精确但更慢。"), "tensor", []Choice{{"tensor", words("By tensor", "按张量")}, {"row", words("By row", "按行")}}),
		trainingChoice("kernels", words("Kernels", "内核版本"), words("Early: the first H100 software (2023), or mixture kernels before mid-2026.", "早期：首批 H100 软件（2023 年）或 2026 年中之前的混合专家内核。"), "current", []Choice{{"current", words("Current", "当前")}, {"early", words("Early", "早期")}}),
		trainingChoice("overlap", words("Overlap communication", "通信重叠"), words("Whether the program computes while it communicates, as far as it can, or waits for every collective.", "程序是尽可能边计算边通信，还是等待每一次集合通信完成。"), "on",
			[]Choice{{"on", words("As far as it can", "尽可能重叠")}, {"off", words("Waits for each", "逐一等待")}}),
		trainingChoice("lora", words("LoRA", "LoRA"), words("Only adapters are trained; the network's weights stay.", "只训练适配器；网络权重保持不变。"), "off", onOff),
		advanced(count("lora_rank", sectionModel, words("LoRA rank", "LoRA 秩"), words("Inner dimension of the adapters; every matrix of attention and of the dense layers gets one.", "适配器的内部维度；注意力与稠密层的每个矩阵各有一个。"), 16)),
		advanced(precision("lora_weights", words("Frozen weights", "冻结权重精度"), words("How the weights are stored that LoRA does not train; 4 bits is QLoRA.", "LoRA 不训练的权重的存储精度；4 位即 QLoRA。"), "bf16")),
		optional(Param{Key: "network", Section: sectionParallel, Dimension: quantity.Bandwidth,
			Label: words("Network of a device", "单设备网络带宽"), Help: words("Bytes a second, one way, beyond the fast interconnect. Empty: the device's usual card.", "高速互联之外的单向带宽。留空：取设备常用网卡。"),
			Min: 1, Max: 1e15}),
		optional(Param{Key: "interconnect", Section: sectionParallel, Dimension: quantity.Bandwidth,
			Label: words("Fast interconnect of a device", "单设备高速互联带宽"), Help: words("Bytes a second, one way, to the devices of the same domain: NVLink, or PCIe where there is none. Empty: the device's own.", "到同一互联域内设备的单向带宽：NVLink；没有时为 PCIe。留空：取设备自身的。"),
			Min: 1, Max: 1e15}),
		optional(Param{Key: "cluster_factor", Section: sectionTraining,
			Label: words("Cluster factor", "集群系数"), Help: words("Measured step time over the one given here without a factor, the mean of a few runs of this cluster. Every step is multiplied by it, and the bands narrow. Empty: nothing measured.", "实测迭代时间与此处（无系数时）给出的时间之比，取该集群若干次运行的平均。每次迭代都乘以它，误差带随之收窄。留空：未实测。"),
			Min: 0.1, Max: 10}),
		advanced(count("interleave", sectionParallel, words("Interleave", "交错"), words("Pipeline stages each device holds.", "每台设备持有的流水线段数。"), 1)),
		{Key: "tokens", Section: sectionTraining, Dimension: quantity.Tokens,
			Label: words("Tokens to train", "训练词元数"), Help: words("Used where no data set feeds it.", "在没有数据集供给时使用。"),
			Min: 1, Max: 1e18},
		advanced(Param{Key: "checkpoint", Section: sectionTrust, Dimension: quantity.Time,
			Label: words("Checkpoint every", "检查点间隔"), Help: words("Time between checkpoints. Empty: the optimum for the failures below (Daly).", "检查点之间的时间。留空：按下列故障取最优值（Daly）。"),
			Min: 1, Max: 1e9}),
		optional(Param{Key: "checkpoint_bandwidth", Section: sectionTrust, Dimension: quantity.Bandwidth,
			Label: words("Checkpoint bandwidth", "检查点带宽"), Help: words("Bytes a second of all devices together while a checkpoint is written. Empty: what the storage it is wired to and the links on the way take; 2 GB/s without storage.", "写检查点时所有设备合计的速度。留空：取所连存储及沿途链路可承受的速度；未连存储时为 2 GB/s。"),
			Min: 1, Max: 1e18}),
		advanced(Param{Key: "mtbf", Section: sectionTrust, Dimension: quantity.Time,
			Label: words("Time between failures", "平均无故障时间"), Help: words("Of one device with its share of host and network. 50,700 h: 419 interruptions on 16,384 GPUs in 54 days (Llama 3, 2024).", "单台设备（含其主机与网络份额）。50,700 小时：16,384 块 GPU 在 54 天内中断 419 次（Llama 3，2024）。"),
			Default: quantity.Str("50700 h"), Min: 1, Max: 1e12}),
		advanced(Param{Key: "restart", Section: sectionTrust, Dimension: quantity.Time,
			Label: words("Time to restart", "重启时间"), Help: words("From a failure until training runs again.", "从故障到恢复训练的时间。"),
			Default: quantity.Str("10 min"), Min: 0, Max: 1e9}),
		term(), price(), availability(0.998), fanout("copy"),
	}, append(owning(), dataSheet()...)...),
	Card: [2]string{"model", "iteration_s"},
}

func networkChoices() []Choice {
	list := []Choice{{"model", words("The model below", "下面的模型")}}
	for i := range ai.Workloads {
		list = append(list, Choice{ai.Workloads[i].ID, Text(ai.Workloads[i].Label)})
	}
	return append(list, Choice{"own", words("By its own figures", "自行填写数值")})
}

var onOff = []Choice{{"off", words("No", "否")}, {"on", words("Yes", "是")}}

// choice is a word of a closed set that few change.
func choice(key string, label, help Text, byDefault string, of []Choice) Param {
	return Param{Key: key, Section: sectionServing, Advanced: true, Label: label, Help: help, Default: quantity.Str(byDefault), Choices: of}
}

func varied(p Param) Param {
	p.Vary = true
	return p
}

// trainingChoice is a choice of how training runs.
func trainingChoice(key string, label, help Text, byDefault string, of []Choice) Param {
	p := choice(key, label, help, byDefault, of)
	p.Section = sectionTraining
	return p
}
