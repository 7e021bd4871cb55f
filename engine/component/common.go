package component

import "weir/engine/quantity"

func words(en, zh string) Text { return Text{EN: en, ZH: zh} }

// The headings of the inspector.
var (
	sectionLoad      = words("Load", "负载")
	sectionModel     = words("Model", "模型")
	sectionService   = words("Service", "服务")
	sectionScaling   = words("Scaling", "扩缩容")
	sectionFlow      = words("Flow", "数据流")
	sectionHardware  = words("Hardware", "硬件")
	sectionParallel  = words("Parallelism", "并行")
	sectionServing   = words("Serving", "推理服务")
	sectionTraining  = words("Training", "训练")
	sectionData      = words("Data", "数据")
	sectionWire      = words("Wire", "线路")
	sectionMoney     = words("Cost", "成本")
	sectionTrust     = words("Reliability", "可靠性")
	sectionPlan      = words("Plan", "方案")
	sectionRecovery  = words("Recovery", "恢复")
	sectionCondition = words("Condition", "条件")
)

// The ports most kinds have.
var (
	anyIn  = Port{Name: "in", Label: words("In", "输入"), Type: Any}
	anyOut = Port{Name: "out", Label: words("Out", "输出"), Type: Any}
)

// fanout says what several wires from one port do.
func fanout(byDefault string) Param {
	return Param{
		Key: "fanout", Section: sectionFlow, Advanced: true,
		Label:   words("Several wires", "多条连线"),
		Help:    words("Copy: every wire gets every item. Split: each item takes one wire, by weight. Asynchronous wires always get a copy.", "复制：每条连线都得到每一项。分流：每一项按权重走其中一条。异步连线总是得到一份副本。"),
		Default: quantity.Str(byDefault),
		Choices: []Choice{
			{"copy", words("Copy", "复制")},
			{"split", words("Split", "分流")},
		},
	}
}

// availability is that of one unit (server, replica, volume).
func availability(byDefault float64) Param {
	return Param{
		Key: "availability", Section: sectionTrust, Advanced: true,
		Label:   words("Availability of one unit", "单元可用性"),
		Help:    words("Share of time one server, replica or volume is up. The node is up while enough of them are up to carry the load.", "单台服务器、副本或卷处于正常状态的时间比例。只要正常的单元足以承担负载，节点就是可用的。"),
		Default: quantity.Num(byDefault), Min: 0, Max: 1,
	}
}

// reliability is how the units of a node fail and are mended.
func reliability(byDefault float64) []Param {
	return []Param{
		availability(byDefault),
		{Key: "needed", Section: sectionTrust, Integer: true, Advanced: true,
			Label:   words("Units needed", "所需单元数"),
			Help:    words("Units that must be up for the node to be up. 0: as many as carry its load.", "节点可用所需的正常单元数。0：足以承担负载的数量。"),
			Default: quantity.Num(0), Min: 0, Max: 1e6},
		{Key: "mtbf", Section: sectionTrust, Dimension: quantity.Time, Advanced: true,
			Label: words("Time between failures", "平均无故障时间"),
			Help:  words("Mean time one unit runs until it fails. With a repair time it sets the availability.", "单个单元从正常到故障的平均时间。同时给出修复时间时，由二者决定可用性。"),
			Min:   1, Max: 1e12},
		{Key: "repair", Section: sectionTrust, Dimension: quantity.Time, Advanced: true,
			Label: words("Time to repair", "修复时间"),
			Help:  words("Mean time to mend one unit. Empty: the availability above holds, and failed units stay down.", "修复一个单元的平均时间。留空：采用上面的可用性，故障单元不再恢复。"),
			Min:   0, Max: 1e12},
		{Key: "crews", Section: sectionTrust, Integer: true, Advanced: true,
			Label:   words("Repair crews", "维修组数"),
			Help:    words("Units that can be mended at the same time; the others wait. 0: all.", "可同时修复的单元数，其余等待。0：不限。"),
			Default: quantity.Num(0), Min: 0, Max: 1e6},
	}
}

// host is the CPU server a node runs on.
func host(byDefault string) Param {
	return Param{
		Key: "host", Section: sectionHardware, Catalog: "host",
		Label:   words("Server type", "服务器类型"),
		Help:    words("CPU server that is rented; its price and power count.", "租用的 CPU 服务器；计入其价格与功率。"),
		Default: quantity.Str(byDefault),
	}
}

// hosts is how many of them.
func hosts(byDefault float64) Param {
	return Param{
		Key: "hosts", Section: sectionHardware, Integer: true, Vary: true,
		Label:   words("Servers rented", "租用服务器数"),
		Help:    words("How many CPU servers are paid for.", "付费的 CPU 服务器数量。"),
		Default: quantity.Num(byDefault), Min: 0, Max: 1e6,
	}
}

// price overrides the catalogue's price of one unit of hardware.
func price() Param {
	return Param{
		Key: "price", Section: sectionMoney, Dimension: quantity.MoneyRate, Advanced: true,
		Label: words("Price of one unit", "单价"),
		Help:  words("What one server or device costs while it runs. Empty: the design's price book, else the catalogue.", "单台服务器或设备运行时的费用。留空：使用设计自带的价目表，否则使用目录价格。"),
		Min:   0, Max: 1e6,
	}
}

// term is how accelerators are paid for.
func term() Param {
	return Param{
		Key: "term", Section: sectionMoney,
		Label:   words("Rented", "租用方式"),
		Help:    words("On demand, reserved for a year or more, spot (may be taken away), or bought.", "按需、预留一年以上、竞价（可能被收回），或自行购置。"),
		Default: quantity.Str("on-demand"),
		Choices: []Choice{
			{"on-demand", words("On demand", "按需")},
			{"reserved", words("Reserved", "预留")},
			{"spot", words("Spot", "竞价")},
			{"owned", words("Owned", "自有")},
		},
	}
}

// hostTerm is how CPU servers are paid for.
func hostTerm() Param {
	p := term()
	p.Advanced = true
	p.Help = words("Rented on demand, or bought.", "按需租用，或自行购置。")
	p.Choices = []Choice{p.Choices[0], p.Choices[len(p.Choices)-1]}
	return p
}

// standing is how servers are bought and how they fail: what follows the
// other parameters of a kind that runs on CPU servers.
func standing(availability float64) []Param {
	return append(append([]Param{hostTerm()}, owning()...), reliability(availability)...)
}

// tier is a class of storage of the catalogue.
func tier(byDefault string) Param {
	return Param{
		Key: "tier", Section: sectionHardware, Catalog: "tier",
		Label:   words("Storage tier", "存储层级"),
		Help:    words("Class of storage: its throughput, operations per second, latency, durability and prices.", "存储类别：决定吞吐量、每秒操作数、延迟、持久性与价格。"),
		Default: quantity.Str(byDefault),
	}
}

// device is the accelerator; a compute pool's device goes before it.
func device(byDefault string) Param {
	return Param{
		Key: "device", Section: sectionHardware, Catalog: "device",
		Label:   words("Device", "设备"),
		Help:    words("Accelerator it runs on. A pool's device goes before it.", "运行所用的加速器。若取自资源池，则以资源池的设备为准。"),
		Default: quantity.Str(byDefault),
	}
}

// class names one class of the design.
func class(key string, label, help Text) Param {
	return Param{Key: key, Section: sectionFlow, Catalog: "class", Label: label, Help: help}
}
