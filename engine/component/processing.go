package component

import "weir/engine/quantity"

var processor = &Kind{
	ID: "proc.cpu", Family: Processing, Icon: "cpu",
	bind:    bindProcessor,
	Name:    words("CPU service", "CPU 服务"),
	Summary: words("Workers with a service time", "有服务时间的工作线程"),
	Doc: words("The general station: servers, service time with its spread, a discipline, room for waiting work, priorities, and what it does to items (how many come out, how large, of which class). The service time is a fixed part plus bytes by a processing speed.",
		"通用服务站：服务台数、服务时间及其离散程度、排队规则、等待空间、优先级，以及对数据项的改变（输出多少、多大、属于哪一类）。服务时间为固定部分加上字节数除以处理速度。"),
	In: []Port{anyIn}, Out: []Port{anyOut},
	Params: append([]Param{
		{Key: "servers", Section: sectionService, Integer: true, Vary: true,
			Label: words("Workers", "工作线程"), Help: words("Items served at the same time.", "可同时服务的项数。"),
			Default: quantity.Num(4), Min: 1, Max: 1e6},
		{Key: "service", Section: sectionService, Dimension: quantity.Time, PerClass: true,
			Label: words("Service time", "服务时间"), Help: words("Mean time of one worker for one item, beside what its bytes take.", "单个工作线程处理一项的平均时间，不含按字节计的部分。"),
			Default: quantity.Str("5 ms"), Min: 0, Max: 1e9},
		serviceSCV(1),
		{Key: "speed", Section: sectionService, Dimension: quantity.Bandwidth, Advanced: true,
			Label: words("Processing speed", "处理速度"), Help: words("Bytes a second one worker processes. Empty: bytes cost no time.", "单个工作线程每秒处理的字节数。留空：字节不耗时。"),
			Min: 1, Max: 1e15},
		{Key: "discipline", Section: sectionService, Advanced: true,
			Label: words("Discipline", "排队规则"), Help: words("Who is served next.", "下一个服务谁。"),
			Default: quantity.Str("fcfs"), Choices: disciplineChoices()},
		{Key: "capacity", Section: sectionService, Integer: true, Advanced: true,
			Label: words("Room", "容量"), Help: words("Items that may be here at once, those in service included; what comes to a full house is lost, unless it is held back. 0: no limit.", "同时容纳的最大项数（含正在服务的）；满员后到达的项丢失（或被阻塞）。0：不限。"),
			Default: quantity.Num(0), Min: 0, Max: 1e9},
		whenFull(),
		{Key: "priority", Section: sectionService, Integer: true, Advanced: true, PerClass: true,
			Label: words("Priority", "优先级"), Help: words("Smaller is served first, under a priority discipline. Set it per class.", "在优先级规则下，数值小者先服务。可按类别设置。"),
			Default: quantity.Num(0), Min: -1000, Max: 1000},
		{Key: "patience", Section: sectionService, Dimension: quantity.Time, Advanced: true,
			Label: words("Patience", "耐心时间"), Help: words("Mean time after which a waiting item gives up and is lost (exponential; first come, first served). Empty: it waits for ever.", "等待中的项放弃并丢失之前的平均时间（指数分布；先到先服务）。留空：一直等待。"),
			Min: 0, Max: 1e9},
		{Key: "batch", Section: sectionService, Integer: true, Vary: true, Advanced: true,
			Label: words("Items served at once", "每批服务项数"), Help: words("Most items a worker takes together, for one service time. 1: one by one.", "单个工作线程一次最多合并处理的项数，只需一份服务时间。1：逐项处理。"),
			Default: quantity.Num(1), Min: 1, Max: 1024},
		{Key: "batch_least", Section: sectionService, Integer: true, Advanced: true,
			Label: words("Fewest at once", "每批最少项数"), Help: words("A free worker waits until so many are there.", "空闲的工作线程等到至少有这么多项才开始。"),
			Default: quantity.Num(1), Min: 1, Max: 1024},
		{Key: "batch_each", Section: sectionService, Dimension: quantity.Time, Advanced: true,
			Label: words("Time of each further item", "每多一项的时间"), Help: words("What every item of a batch beyond the first adds to the service time.", "批中第一项之外每一项增加的服务时间。"),
			Default: quantity.Str("0 s"), Min: 0, Max: 1e9},
		{Key: "batch_entry", Section: sectionService, Advanced: true,
			Label: words("A batch under way", "进行中的批次"), Help: words("Closed: what comes later waits for the next batch. Open: it joins the batch while there is room, as in continuous batching.", "封闭：后来的项等待下一批。开放：有空位时加入进行中的批次，如连续批处理。"),
			Default: quantity.Str("closed"),
			Choices: []Choice{{"closed", words("Closed", "封闭")}, {"open", words("Open", "开放")}}},
		{Key: "gain", Section: sectionFlow, Advanced: true, PerClass: true,
			Label: words("Items out for one in", "输入一项的输出项数"), Help: words("1 passes items on, 0.2 is a filter that keeps a fifth, 10 cuts each item into ten.", "1 为原样通过，0.2 为保留五分之一的过滤器，10 为把每项切成十份。"),
			Default: quantity.Num(1), Min: 0, Max: 1e9},
		{Key: "size_ratio", Section: sectionFlow, Advanced: true, PerClass: true,
			Label: words("Bytes out by bytes in", "输出与输入字节比"), Help: words("Size of an item that leaves by the size it came with.", "输出项大小与其输入大小之比。"),
			Default: quantity.Num(1), Min: 0, Max: 1e9},
		advanced(class("class_out", words("Becomes class", "变为类别"), words("Class of what leaves. Empty: as it came.", "输出的类别。留空：与输入相同。"))),
		host("cpu-generic-8"), hosts(1), price(), fanout("copy"),
	}, append(scaling(), standing(0.9995)...)...),
	Card: [2]string{"servers", "service"},
}

// whenFull is what becomes of what finds no room.
func whenFull() Param {
	return Param{Key: "when_full", Section: sectionService, Advanced: true,
		Label: words("When full", "满员时"), Help: words("Turn away: it is lost. Hold back: it stays at the worker that sends it, which stands still until there is room; at a source, it waits there.", "拒绝：该项丢失。阻塞：停留在发送它的工作线程上，该线程停工直到有空位；来自数据源的则在源处等待。"),
		Default: quantity.Str("drop"),
		Choices: []Choice{{"drop", words("Turn away", "拒绝")}, {"block", words("Hold back", "阻塞（反压）")}}}
}

// scaling is how workers follow the load.
func scaling() []Param {
	return []Param{
		{Key: "servers_most", Section: sectionScaling, Integer: true, Advanced: true, Vary: true,
			Label: words("Workers at most", "最多工作线程"), Help: words("Workers follow the load between the number above and this one, servers rented with them. 0: they do not.", "工作线程数随负载在上面的数量与此数之间变化，租用的服务器随之增减。0：固定不变。"),
			Default: quantity.Num(0), Min: 0, Max: 1e6},
		{Key: "target", Section: sectionScaling, Advanced: true, Vary: true,
			Label: words("Target utilisation", "目标利用率"), Help: words("As many workers are wanted as would be busy for this share of the time.", "所需工作线程数使其利用率达到该比例。"),
			Default: quantity.Num(0.6), Min: 0.01, Max: 1},
		{Key: "scale_every", Section: sectionScaling, Dimension: quantity.Time, Advanced: true,
			Label: words("Looks every", "检查间隔"), Help: words("Time between two decisions.", "两次决策之间的时间。"),
			Default: quantity.Str("15 s"), Min: 0.001, Max: 1e6},
		{Key: "scale_lag", Section: sectionScaling, Dimension: quantity.Time, Advanced: true,
			Label: words("Time to start a worker", "启动时间"), Help: words("From the decision until a new worker serves.", "从决策到新工作线程开始服务的时间。"),
			Default: quantity.Str("1 min"), Min: 0, Max: 1e6},
	}
}

var batcher = &Kind{
	ID: "proc.batcher", Family: Processing, Icon: "batch",
	bind:    bindBatcher,
	Name:    words("Batcher", "批处理"),
	Summary: words("Gathers items into batches", "把数据项合成批次"),
	Doc: words("Collects items until a batch is full or its first item has waited long enough, then sends the batch on as one item with the bytes and tokens of all. An item waits for those that complete its batch.",
		"收集数据项，直到批次装满或首项等待超时，然后把整批作为一项发出，字节与词元为全部之和。每一项都要等待凑齐批次的其他项。"),
	In: []Port{anyIn}, Out: []Port{anyOut},
	Params: []Param{
		{Key: "size", Section: sectionService, Integer: true, Vary: true,
			Label: words("Batch size", "批大小"), Help: words("Items in a full batch.", "满批的项数。"),
			Default: quantity.Num(16), Min: 1, Max: 1e6},
		{Key: "timeout", Section: sectionService, Dimension: quantity.Time, Vary: true,
			Label: words("Time-out", "超时"), Help: words("Longest time the first item of a batch waits. Empty: until the batch is full.", "批次首项的最长等待时间。留空：直到装满为止。"),
			Default: quantity.Str("10 ms"), Min: 0, Max: 1e9},
		fanout("copy"),
	},
	Card: [2]string{"size", "timeout"},
}

func disciplineChoices() []Choice {
	return []Choice{
		{"fcfs", words("First come, first served", "先到先服务")},
		{"ps", words("Processor sharing", "处理器共享")},
		{"delay", words("No waiting", "无需等待")},
		{"priority", words("Priority, not interrupted", "优先级（不抢占）")},
		{"preemptive", words("Priority, interrupting", "优先级（抢占）")},
	}
}

func advanced(p Param) Param {
	p.Advanced = true
	return p
}
