package component

import "weir/engine/quantity"

var response = &Kind{
	ID: "sink.response", Family: Sinks, Icon: "response",
	bind:    bindResponse,
	Name:    words("Response", "响应"),
	Summary: words("The answer reaches its user", "答复送达用户"),
	Doc:     words("Where a request's journey ends: its latency is measured here.", "请求旅程的终点：在此测量其延迟。"),
	In:      []Port{{Name: "in", Label: words("Answers", "答复"), Type: Request, Accepts: []PortType{Any}}},
	Card:    [2]string{"items_per_s", "bytes_per_s"},
}

var archive = &Kind{
	ID: "sink.archive", Family: Sinks, Icon: "archive",
	bind:    bindArchive,
	Name:    words("Archive", "归档"),
	Summary: words("Kept for a time, then dropped", "保留一段时间后删除"),
	Doc: words("Where data comes to rest: it is kept for a time on a storage tier, and paid for by volume and by writes.",
		"数据的归宿：在某一存储层级上保留一段时间，按容量与写入次数付费。"),
	In: []Port{{Name: "in", Label: words("Data", "数据"), Type: Records, Accepts: []PortType{Any}}},
	Params: []Param{
		tier("s3-ia"),
		{Key: "retention", Section: sectionData, Dimension: quantity.Time,
			Label: words("Kept for", "保留期"), Help: words("How long what arrives is kept.", "到达数据的保留时间。"),
			Default: quantity.Str("4380 h"), Min: 0, Max: 1e11},
		{Key: "compression", Section: sectionData,
			Label: words("Compression", "压缩比"), Help: words("Bytes kept for each byte that arrives.", "每到达一字节所保存的字节数。"),
			Default: quantity.Num(1), Min: 0.0001, Max: 10},
	},
	Card: [2]string{"tier", "retention"},
}
