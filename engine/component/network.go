package component

import "weir/engine/quantity"

var link = &Kind{
	ID: "net.link", Family: Network, Icon: "link",
	bind:    bindLink,
	Name:    words("Link", "链路"),
	Summary: words("Bandwidth and distance", "带宽与距离"),
	Doc: words("A shared wire: what passes at the same time shares the bandwidth (processor sharing); the propagation delay is added to it. The protocol adds bytes to each message and round trips to its delay. Lost packets cost bandwidth, they are sent again.",
		"共享线路：同时通过的数据平分带宽（处理器共享），另加传播延迟。协议会给每条消息增加字节与往返延迟。丢失的数据包会重发，因而消耗带宽。"),
	In: []Port{anyIn}, Out: []Port{anyOut},
	Params: []Param{
		{Key: "bandwidth", Section: sectionWire, Dimension: quantity.Bandwidth, Vary: true,
			Label: words("Bandwidth", "带宽"), Help: words("Bytes or bits a second, one way.", "单向每秒字节数或比特数。"),
			Default: quantity.Str("100 Gbit/s"), Min: 1, Max: 1e18},
		{Key: "latency", Section: sectionWire, Dimension: quantity.Time,
			Label: words("Latency", "延迟"), Help: words("Propagation, one way.", "单向传播延迟。"),
			Default: quantity.Str("50 us"), Min: 0, Max: 1e6},
		{Key: "protocol", Section: sectionWire,
			Label: words("Protocol", "协议"), Help: words("Bytes and round trips it adds to each message.", "每条消息增加的字节与往返次数。"),
			Default: quantity.Str("none"), Choices: protocolChoices()},
		{Key: "loss", Section: sectionWire, Advanced: true,
			Label: words("Packet loss", "丢包率"), Help: words("Ratio of packets lost and sent again.", "丢失并重发的数据包比例。"),
			Default: quantity.Num(0), Min: 0, Max: 0.99},
		{Key: "egress", Section: sectionMoney, Dimension: quantity.MoneyData,
			Label: words("Price of traffic", "流量价格"), Help: words("What a byte that passes costs (egress, transit).", "通过的每字节费用（出口、转接流量）。"),
			Default: quantity.Str("$0/GB"), Min: 0, Max: 1},
		availability(0.9999),
		fanout("copy"),
	},
	Card: [2]string{"bandwidth", "latency"},
}

var balancer = &Kind{
	ID: "net.balancer", Family: Network, Icon: "balancer",
	bind:    bindBalancer,
	Name:    words("Load balancer", "负载均衡"),
	Summary: words("Spreads work over what follows", "把工作分配给后续节点"),
	Doc: words("Each item takes one of the outgoing wires, by weight. Turns (round robin) make what each wire carries more regular than chance does; least work is taken to be as regular as turns. Its own workers are a station of their own.",
		"每一项按权重走其中一条输出连线。轮询使各连线上的流更规整；最少负载按与轮询相同的规整程度处理。其自身的工作线程构成一个服务站。"),
	In: []Port{anyIn}, Out: []Port{anyOut},
	Params: append([]Param{
		{Key: "policy", Section: sectionFlow,
			Label: words("Policy", "策略"), Help: words("How the wire is chosen for each item.", "为每一项选择连线的方式。"),
			Default: quantity.Str("least_work"),
			Choices: []Choice{
				{"random", words("At random", "随机")},
				{"round_robin", words("In turns", "轮询")},
				{"least_work", words("Least work", "最少负载")},
			}},
		{Key: "servers", Section: sectionService, Integer: true, Vary: true,
			Label: words("Workers", "工作线程"), Help: words("Items it handles at the same time.", "可同时处理的项数。"),
			Default: quantity.Num(4), Min: 1, Max: 1e6},
		{Key: "service", Section: sectionService, Dimension: quantity.Time,
			Label: words("Service time", "服务时间"), Help: words("Mean time of one worker for one item.", "单个工作线程处理一项的平均时间。"),
			Default: quantity.Str("0.3 ms"), Min: 0, Max: 1e6},
		serviceSCV(1),
		host("cpu-generic-8"), hosts(1), price(),
	}, standing(0.9995)...),
	Card: [2]string{"policy", "service"},
}

// serviceSCV is the spread of a service time.
func serviceSCV(byDefault float64) Param {
	return Param{Key: "service_scv", Section: sectionService, Advanced: true, PerClass: true,
		Label: words("Spread of it (C²)", "其离散程度（C²）"), Help: words("Squared coefficient of variation of the service time: 0 = always the same, 1 = exponential.", "服务时间的平方变异系数：0 为恒定，1 为指数分布。"),
		Default: quantity.Num(byDefault), Min: 0, Max: 1000}
}
