package component

import "weir/engine/quantity"

var dataIn = Port{Name: "in", Label: words("Requests or records", "请求或数据记录"), Type: Records, Accepts: []PortType{Records, Request}}

var objectStore = &Kind{
	ID: "store.object", Family: Storage, Icon: "object-store",
	bind:    bindObjectStore,
	Alone:   true,
	Name:    words("Object store", "对象存储"),
	Summary: words("Capacity, requests, egress", "容量、请求数与流量"),
	Doc: words("Objects read or written over the network. Each operation waits for its first byte, then shares the throughput of the tier with the others; the tier's operations per second bound the rate. Cost: what is kept, requests, retrieval.",
		"通过网络读写的对象。每次操作先等待首字节，再与其他操作共享该层级的吞吐量；层级的每秒操作数限制速率。成本：存储量、请求数、取回量。"),
	In:  []Port{dataIn},
	Out: []Port{{Name: "out", Label: words("Records", "数据记录"), Type: Records}},
	Params: append([]Param{
		tier("s3-standard"), operation(), kept(), retention(),
		{Key: "prefixes", Section: sectionHardware, Integer: true, Vary: true,
			Label: words("Prefixes", "前缀数"), Help: words("Independent prefixes or partitions the work is spread over; throughput and operations grow with them.", "工作分散到的独立前缀或分区数；吞吐量与操作数随之增加。"),
			Default: quantity.Num(1), Min: 1, Max: 1e6},
		objectSize(), latencySCV(), fanout("copy"),
	}, redundancy()...),
	Card: [2]string{"tier", "kept"},
}

var blockStore = &Kind{
	ID: "store.block", Family: Storage, Icon: "block-store",
	bind:    bindBlockStore,
	Alone:   true,
	Name:    words("Block storage", "块存储"),
	Summary: words("Disks: throughput and IOPS", "磁盘：吞吐量与 IOPS"),
	Doc: words("Disks or volumes, each a server whose time for an operation is set by its throughput or its operations per second, whichever is slower, after its access latency.",
		"磁盘或卷，每个都是一个服务台：一次操作的时间由吞吐量与每秒操作数中较慢者决定，另加访问延迟。"),
	In:  []Port{dataIn},
	Out: []Port{{Name: "out", Label: words("Records", "数据记录"), Type: Records}},
	Params: append([]Param{
		tier("ebs-gp3"), operation(), kept(), retention(),
		{Key: "volumes", Section: sectionHardware, Integer: true, Vary: true,
			Label: words("Volumes", "卷数"), Help: words("Disks or volumes the work is spread over.", "工作分散到的磁盘或卷的数量。"),
			Default: quantity.Num(1), Min: 1, Max: 1e6},
		objectSize(), latencySCV(), fanout("copy"),
	}, redundancy()...),
	Card: [2]string{"tier", "volumes"},
}

var cache = &Kind{
	ID: "store.cache", Family: Storage, Icon: "cache",
	bind:    bindCache,
	Name:    words("Cache", "缓存"),
	Summary: words("Hits leave early, misses go on", "命中即返回，未命中继续"),
	Doc: words("Looks each item up; hits leave by one port, misses by the other. The hit ratio is given, per class if wanted, or computed from what is asked for: requests that spread over a catalogue by Zipf's law, a class a catalogue of its own, in a cache that keeps so many items (LRU, FIFO; Che's approximation) or keeps each for a time. Requests are taken as independent of each other.",
		"查找每一项；命中从一个端口离开，未命中从另一个端口离开。命中率可直接给出（可按类别设定），也可由访问计算：请求按齐普夫定律分布在一个目录上（每个类别各有目录），缓存保留若干项（LRU、FIFO，按 Che 近似）或每项保留一段时间。假定各请求相互独立。"),
	In: []Port{anyIn},
	Out: []Port{
		{Name: "hit", Label: words("Hit", "命中"), Type: Any},
		{Name: "miss", Label: words("Miss", "未命中"), Type: Any},
	},
	Params: append([]Param{
		{Key: "hit_ratio", Section: sectionFlow, Vary: true, PerClass: true,
			Label: words("Hit ratio", "命中率"), Help: words("Share of lookups that find their item, where it is given.", "直接给出时，查找命中的比例。"),
			Default: quantity.Num(0.3), Min: 0, Max: 1},
		{Key: "replacement", Section: sectionFlow, Advanced: true,
			Label: words("Replacement", "替换策略"), Help: words("Given: by the hit ratio above. Else it is computed: what a full cache drops, or after which time.", "给定：取上面的命中率。否则由计算得出：缓存满时丢弃哪一项，或多久后丢弃。"),
			Default: quantity.Str("given"),
			Choices: []Choice{
				{"given", words("Given", "给定")}, {"lru", words("Least recently used", "最近最少使用")}, {"fifo", words("First in or random", "先进先出或随机")},
				{"ttl", words("A time after it was fetched", "取回后一段时间")}, {"idle", words("A time after its last use", "最后使用后一段时间")},
			}},
		{Key: "items", Section: sectionFlow, Integer: true, Advanced: true, PerClass: true,
			Label: words("Items asked for", "被访问的项数"), Help: words("Different items in the catalogue of a class.", "一个类别的目录中不同数据项的数量。"),
			Default: quantity.Num(1e6), Min: 1, Max: 1e12},
		{Key: "zipf", Section: sectionFlow, Advanced: true, PerClass: true,
			Label: words("Zipf exponent", "齐普夫指数"), Help: words("How popularity falls with rank: 0 = all items alike, 0.6 to 1 for pages and questions.", "热度随排名下降的程度：0 为各项相同，网页与问题约为 0.6 至 1。"),
			Default: quantity.Num(0.8), Min: 0, Max: 10},
		{Key: "room", Section: sectionFlow, Integer: true, Advanced: true, Vary: true,
			Label: words("Items kept", "缓存项数"), Help: words("Items the cache has room for, all classes together (LRU, FIFO).", "缓存可容纳的项数，各类别合计（LRU、FIFO）。"),
			Default: quantity.Num(1e5), Min: 0, Max: 1e12},
		{Key: "lifetime", Section: sectionFlow, Dimension: quantity.Time, Advanced: true, Vary: true,
			Label: words("Kept for", "保留时间"), Help: words("After this time an item is dropped, where time decides.", "由时间决定时，数据项在该时间后被丢弃。"),
			Default: quantity.Str("1 h"), Min: 0, Max: 1e9},
		{Key: "servers", Section: sectionService, Integer: true, Vary: true,
			Label: words("Workers", "工作线程"), Help: words("Lookups at the same time, all cache nodes together.", "所有缓存节点合计可同时进行的查找数。"),
			Default: quantity.Num(8), Min: 1, Max: 1e6},
		{Key: "service", Section: sectionService, Dimension: quantity.Time,
			Label: words("Lookup time", "查找时间"), Help: words("Mean time of one lookup.", "一次查找的平均时间。"),
			Default: quantity.Str("0.2 ms"), Min: 0, Max: 1e6},
		serviceSCV(1),
		{Key: "hit_size", Section: sectionFlow, Dimension: quantity.Data, Advanced: true,
			Label: words("Size of a hit", "命中项大小"), Help: words("Bytes a hit leaves with. Empty: as it came.", "命中时输出的字节数。留空：与输入相同。"),
			Min: 0, Max: 1e15},
		host("cpu-generic-8"), hosts(1), price(), fanout("copy"),
	}, standing(0.9995)...),
	Card: [2]string{"hit_ratio", "service"},
}

var vectorIndex = &Kind{
	ID: "store.vector", Family: Storage, Icon: "vector-index",
	bind:    bindVectorIndex,
	Name:    words("Vector index", "向量索引"),
	Summary: words("Nearest passages: HNSW, IVF, flat", "近邻检索：HNSW、IVF、暴力"),
	Doc: words("Finds the passages nearest to a vector and adds them to the prompt. The time of a search is the bytes it has to touch by the memory bandwidth of a worker: all vectors (flat), the probed lists (IVF), or the vectors a graph search visits (HNSW). Memory is vectors and links.",
		"查找与向量最近的段落，并加入提示词。一次检索的时间等于所需访问的字节除以单个工作线程的内存带宽：全部向量（暴力）、被探测的列表（IVF）或图搜索访问到的向量（HNSW）。内存为向量与图的边。"),
	In:  []Port{{Name: "in", Label: words("Query vector", "查询向量"), Type: Vector}},
	Out: []Port{{Name: "out", Label: words("Query with passages", "查询与段落"), Type: Request}},
	Params: append([]Param{
		{Key: "vectors", Section: sectionData, Vary: false,
			Label: words("Vectors", "向量数"), Help: words("Passages in the index.", "索引中的段落数。"),
			Default: quantity.Num(20e6), Min: 1, Max: 1e13},
		{Key: "dimensions", Section: sectionData, Integer: true,
			Label: words("Dimensions", "维度"), Help: words("Numbers in a vector.", "每个向量的分量数。"),
			Default: quantity.Num(1024), Min: 1, Max: 1e6},
		{Key: "component_bytes", Section: sectionData, Advanced: true,
			Label: words("Bytes a component", "每分量字节数"), Help: words("4 for float32, 2 for half precision, 1 for int8; less with product quantisation.", "float32 为 4，半精度为 2，int8 为 1；乘积量化更小。"),
			Default: quantity.Num(4), Min: 0.01, Max: 8},
		{Key: "index", Section: sectionData,
			Label: words("Index", "索引类型"), Help: words("How near vectors are found.", "查找近邻的方法。"),
			Default: quantity.Str("hnsw"),
			Choices: []Choice{{"hnsw", words("HNSW graph", "HNSW 图")}, {"ivf", words("IVF lists", "IVF 倒排")}, {"flat", words("Flat scan", "暴力扫描")}}},
		{Key: "search_width", Section: sectionData, Integer: true, Vary: true,
			Label: words("Search width", "搜索宽度"), Help: words("HNSW: candidates kept (ef). IVF: lists probed. Wider finds more and takes longer.", "HNSW：保留的候选数（ef）。IVF：探测的列表数。越宽召回越高，耗时越长。"),
			Default: quantity.Num(128), Min: 1, Max: 1e6},
		{Key: "links", Section: sectionData, Integer: true, Advanced: true,
			Label: words("Links or lists", "边数或列表数"), Help: words("HNSW: links of a vector (M). IVF: number of lists.", "HNSW：每个向量的边数（M）。IVF：列表总数。"),
			Default: quantity.Num(16), Min: 1, Max: 1e9},
		{Key: "top_k", Section: sectionFlow, Integer: true,
			Label: words("Passages returned", "返回段落数"), Help: words("Passages added to the prompt.", "加入提示词的段落数。"),
			Default: quantity.Num(5), Min: 0, Max: 1e5},
		{Key: "passage_tokens", Section: sectionFlow,
			Label: words("Tokens a passage", "每段词元数"), Help: words("Tokens each passage adds to the prompt.", "每个段落为提示词增加的词元数。"),
			Default: quantity.Num(180), Min: 0, Max: 1e7},
		{Key: "passage_size", Section: sectionFlow, Dimension: quantity.Data,
			Label: words("Bytes a passage", "每段字节数"), Help: words("Bytes each passage adds.", "每个段落增加的字节数。"),
			Default: quantity.Str("0.8 kB"), Min: 0, Max: 1e12},
		{Key: "servers", Section: sectionService, Integer: true, Vary: true,
			Label: words("Workers", "工作线程"), Help: words("Searches at the same time, all servers together.", "所有服务器合计可同时进行的检索数。"),
			Default: quantity.Num(8), Min: 1, Max: 1e6},
		{Key: "bandwidth", Section: sectionService, Dimension: quantity.Bandwidth, Advanced: true,
			Label: words("Memory bandwidth of a worker", "单线程内存带宽"), Help: words("Bytes a second one worker reads at random.", "单个工作线程每秒随机读取的字节数。"),
			Default: quantity.Str("2 GB/s"), Min: 1, Max: 1e15},
		{Key: "overhead", Section: sectionService, Dimension: quantity.Time, Advanced: true,
			Label: words("Fixed time of a search", "检索固定耗时"), Help: words("Parsing, filters, merging of shards.", "解析、过滤与分片合并。"),
			Default: quantity.Str("1 ms"), Min: 0, Max: 1e6},
		serviceSCV(0.5),
		host("cpu-generic-64"), hosts(1), price(), fanout("copy"),
	}, standing(0.9995)...),
	Card: [2]string{"vectors", "index"},
}

// redundancy is how objects survive the loss of devices.
func redundancy() []Param {
	return []Param{
		{Key: "fragments", Section: sectionTrust, Integer: true, Advanced: true, Vary: true,
			Label: words("Copies or fragments", "副本或分片数"), Help: words("Kept of each object by the design, each on a device of its own: 3 for three copies, 14 for a 10+4 code. 0: the durability the tier states.", "设计为每个对象保存的份数，各在不同设备上：三副本为 3，10+4 纠删码为 14。0：采用该层级标称的持久性。"),
			Default: quantity.Num(0), Min: 0, Max: 1000},
		{Key: "fragments_needed", Section: sectionTrust, Integer: true, Advanced: true,
			Label: words("Fragments that suffice", "恢复所需分片数"), Help: words("To read the object: 1 for copies, 10 for a 10+4 code.", "读出对象所需的份数：副本为 1，10+4 纠删码为 10。"),
			Default: quantity.Num(1), Min: 1, Max: 1000},
		{Key: "rebuild", Section: sectionTrust, Dimension: quantity.Time, Advanced: true,
			Label: words("Time to rebuild", "重建时间"), Help: words("Mean time to make a lost fragment again, all that are lost at the same time.", "重建一个丢失分片的平均时间；所有丢失的分片同时重建。"),
			Default: quantity.Str("24 h"), Min: 1, Max: 1e9},
		{Key: "device_afr", Section: sectionTrust, Advanced: true,
			Label: words("Device failures a year", "设备年故障率"), Help: words("Share of devices that fail in a year. Empty: the tier's.", "一年内发生故障的设备比例。留空：采用该层级的数值。"),
			Min: 0, Max: 0.999},
	}
}

func operation() Param {
	return Param{Key: "operation", Section: sectionService,
		Label: words("Operation", "操作"), Help: words("What arriving work does here.", "到达的工作在此执行的操作。"),
		Default: quantity.Str("write"),
		Choices: []Choice{{"read", words("Read", "读取")}, {"write", words("Write", "写入")}}}
}

func kept() Param {
	return Param{Key: "kept", Section: sectionData, Dimension: quantity.Data,
		Label: words("Data kept", "存储量"), Help: words("Bytes that lie here and are paid for, beside what the retention keeps.", "存放于此并付费的字节数，不含按保留期存下的部分。"),
		Default: quantity.Str("1 TB"), Min: 0, Max: 1e21}
}

func retention() Param {
	return Param{Key: "retention", Section: sectionData, Dimension: quantity.Time,
		Label: words("Kept for", "保留期"), Help: words("How long written data stays. 0: what arrives replaces what was there.", "写入数据的保留时间。0：新数据替换旧数据。"),
		Default: quantity.Str("0 s"), Min: 0, Max: 1e11}
}

func objectSize() Param {
	return Param{Key: "object_size", Section: sectionFlow, Dimension: quantity.Data, Advanced: true,
		Label: words("Bytes of an operation", "单次操作字节数"), Help: words("Bytes read or written for each item, and leaving with it. Empty: the size of the item.", "每一项读写并随之输出的字节数。留空：取该项自身大小。"),
		Min: 0, Max: 1e15}
}

func latencySCV() Param {
	return Param{Key: "latency_scv", Section: sectionHardware, Advanced: true,
		Label: words("Spread of the latency (C²)", "延迟的离散程度（C²）"), Help: words("Squared coefficient of variation of the time to the first byte: 0 = always the same, 1 = exponential.", "首字节时间的平方变异系数：0 为恒定，1 为指数分布。"),
		Default: quantity.Num(1), Min: 0, Max: 1000}
}
