package explain

// byKind are the equations of what a kind adds to the figures of a station.
var byKind = map[string]map[string]*equation{
	"ai.inference": inference,
	"ai.training":  training,
	"ai.encoder":   encoder,
	"rel.backup": {
		"rpo_s":              {formula: "RPO = i + w", terms: []term{par("i", "interval", "s"), fig("w", "window_s")}, note: words("Data written just after a copy began is safe when the next one is complete.", "备份刚开始后写入的数据，要到下一次备份完成才安全。")},
		"window_s":           {formula: "w = D · q / b", terms: []term{par("D", "data", "B"), par("q", "changed", "%"), par("b", "bandwidth", "B/s")}, note: words("The way the copies take may bound b.", "副本的写入路径可能限制 b。")},
		"backup_bytes_per_s": {formula: "v = min( b , way )", terms: []term{par("b", "bandwidth", "B/s"), named("way", words("What the parts on the way there take", "写入路径上各部件的能力"))}},
		"kept_bytes": {formula: "K = D · ( 1 + k · q )", terms: []term{par("D", "data", "B"), par("k", "copies", ""), par("q", "changed", "%")},
			note: words("A full copy and the incremental ones.", "一份全量加若干增量。")},
		"restore_bytes_per_s": {formula: "v = min( b , way )", terms: []term{par("b", "restore_bandwidth", "B/s"), named("way", words("What the parts on the way back take", "恢复路径上各部件的能力"))}},
		"rto_s": {formula: "RTO = d + K / v + s + l", terms: []term{par("d", "detect", "s"), fig("K", "kept_bytes"), par("v", "restore_bandwidth", "B/s"), par("s", "start", "s"), derived("l", words("Latency of the storage", "存储延迟"), "s", func(n *Node) float64 {
			return n.Figure("rto_s") - n.Param("detect") - n.Figure("kept_bytes")/n.Param("restore_bandwidth") - n.Param("start")
		})}, note: words("At worst the full copy and every incremental one are read; the way back may bound v.", "最坏情况下需读取全量与全部增量；恢复路径可能限制 v。")},
	},
	"rel.monitor": {
		"detect_s": {formula: "d = f + i / 2", terms: []term{par("f", "for", "s"), par("i", "interval", "s")}, note: words("A change comes half an interval before the next look, on average.", "变化平均出现在下一次检查前半个间隔。")},
		"effect_s": {formula: "e = d + a", terms: []term{fig("d", "detect_s"), par("a", "action_time", "s")}},
	},
	"store.cache": {
		"hit_ratio_mean": {formula: "h = Σ λᵢ · hᵢ / Σ λᵢ", terms: []term{named("λᵢ", words("Arrivals of a class", "各类别到达速率")), named("hᵢ", words("Its hits, as set or by the contents", "其命中率：给定或由内容得出"))},
			note: words("By contents: an item is found if it was asked for within the time it stays, hᵢ = 1 − e^(−λᵢ · t), with t such that the cache is just full.", "由内容得出时：若在驻留时间内被请求过即命中，hᵢ = 1 − e^(−λᵢ · t)，t 使缓存恰好装满。"), source: "Che et al. 2002; Fricker, Robert & Roberts 2012"},
	},
	"store.vector": {
		"memory_bytes":  {formula: "M = n · ( d · b + 8 · m )", terms: []term{par("n", "vectors", ""), par("d", "dimensions", ""), par("b", "component_bytes", "B"), par("m", "links", "")}, note: words("Vectors, and with a graph its links, 4 bytes each, twice m on the lowest level.", "向量；若为图索引，另加最底层 2m 条、每条 4 字节的链接。"), source: "Malkov & Yashunin 2018, HNSW"},
		"touched_bytes": {formula: "B = ( e · m + m · log_m n ) · ( d · b + 4 )", terms: []term{par("e", "search_width", ""), par("m", "links", ""), par("n", "vectors", ""), par("d", "dimensions", ""), par("b", "component_bytes", "B")}, note: words("Vectors a graph search compares with; an exact search touches all.", "图检索比较的向量；精确检索访问全部。"), source: "Malkov & Yashunin 2018, HNSW, section 4"},
	},
	"store.object": kept, "store.block": kept,
	"sink.archive": {
		"kept_bytes":  {formula: "K = B · t · z", terms: []term{fig("B", "bytes_per_s"), par("t", "retention", "s"), par("z", "compression", "")}, note: words("What comes in while it is kept, by Little's law.", "保留期内写入的数据量（利特尔法则）。"), source: "Little 1961"},
		"bytes_per_s": {formula: "B = Σ λᵢ · sᵢ", terms: []term{arrivals, named("sᵢ", words("Size of an item of a class", "各类别单项大小"))}},
	},
	"sink.response": {
		"items_per_s": {formula: "X = λ", terms: []term{arrivals}},
		"bytes_per_s": {formula: "B = Σ λᵢ · sᵢ", terms: []term{arrivals, named("sᵢ", words("Size of an item of a class", "各类别单项大小"))}},
	},
	"proc.batcher": {
		"batch": {formula: "b = 1 + Σ P(N > k), k = 0 … B − 2, N = Poisson(λ · t)", terms: []term{par("B", "size", ""), arrivals, par("t", "timeout", "s")}, note: words("The first of a batch waits until it is full or its time is up. Without a time-out b = B.", "批内首项等到批满或超时为止。不设超时则 b = B。"), source: "Wolff 1989, Stochastic Modeling and the Theory of Queues"},
		"mean":  {formula: "T = Σ ( k + 1 ) · P(N > k) / ( λ · b )", terms: []term{arrivals, {symbol: "b", figure: "batch", name: words("Mean batch", "平均批大小")}, par("B", "size", ""), par("t", "timeout", "s")}, note: words("Time until the batch is full or its time-out has passed, mean over its items, k = 0 … B − 2. Without a time-out ( B − 1 ) / 2λ.", "等到批满或超时的时间，对批内各项取平均，k = 0 … B − 2。不设超时则为 ( B − 1 ) / 2λ。"), source: "Wolff 1989, Stochastic Modeling and the Theory of Queues"},
	},
}

// kept are the figures of storage.
var kept = map[string]*equation{
	"kept_bytes":   {formula: "K = K₀ + Σ λᵢ · sᵢ · t", terms: []term{par("K₀", "kept", "B"), arrivals, named("sᵢ", words("Size of an operation", "单次操作大小")), par("t", "retention", "s")}, note: words("What lies there, and what is written while it is kept.", "已有数据加保留期内写入的数据。")},
	"durability":   {formula: "D = 1 − L", terms: []term{{symbol: "L", figure: "loss_a_year", name: words("Loss of an object a year", "对象年丢失概率")}}, note: words("As the tier promises, or from its fragments where they are given.", "由存储层级承诺，或由给定的分片推得。")},
	"loss_a_year":  {formula: "L = 1 − e^(−year / MTTDL)", terms: []term{fig("MTTDL", "mttdl_s")}, source: "Greenan, Plank & Wylie 2010, Mean time to meaningless"},
	"mttdl_s":      {formula: "MTTDL : birth–death chain of lost fragments", terms: []term{par("n", "fragments", ""), par("k", "fragments_needed", ""), par("r", "rebuild", "s"), par("f", "device_afr", "%")}, note: words("Fragments fail by the devices' annual rate and are rebuilt; data is lost when fewer than k of n are left.", "分片按设备年故障率失效并重建；剩余少于 k 个时数据丢失。"), source: "Trivedi 2001"},
	"stored_bytes": {formula: "S = K · n / k", terms: []term{fig("K", "kept_bytes"), par("n", "fragments", ""), par("k", "fragments_needed", "")}},
}
