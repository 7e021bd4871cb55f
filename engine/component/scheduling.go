package component

import "weir/engine/quantity"

var queueing = &Kind{
	ID: "sched.queue", Family: Scheduling, Icon: "queue",
	bind:    bindQueueing,
	Name:    words("Queue", "任务队列"),
	Summary: words("Broker or scheduler in front of work", "工作之前的消息队列或调度器"),
	Doc: words("Takes work in, keeps it and hands it on: a message broker or a job scheduler. Dispatchers are its servers; by class, urgent work may go first. Work may be lost where room is limited. What waits for a busy worker waits at that worker.",
		"接收工作、保存并转交：消息中间件或作业调度器。分发器是其服务台；可按类别让紧急工作先行。空间有限时可能丢失。等待繁忙工作线程的工作，计入那个工作节点。"),
	In: []Port{anyIn}, Out: []Port{anyOut},
	Params: append([]Param{
		{Key: "servers", Section: sectionService, Integer: true, Vary: true,
			Label: words("Brokers", "代理数"), Help: words("Brokers or dispatchers that work side by side.", "并行工作的代理或分发器数量。"),
			Default: quantity.Num(3), Min: 1, Max: 1e6},
		{Key: "service", Section: sectionService, Dimension: quantity.Time,
			Label: words("Time to dispatch", "分发时间"), Help: words("Mean time of one broker for one item, beside what its bytes take.", "单个代理分发一项的平均时间，不含按字节计的部分。"),
			Default: quantity.Str("0.2 ms"), Min: 0, Max: 1e9},
		serviceSCV(1),
		{Key: "speed", Section: sectionService, Dimension: quantity.Bandwidth,
			Label: words("Throughput of a broker", "单代理吞吐量"), Help: words("Bytes a second one broker takes in. Empty: bytes cost no time.", "单个代理每秒接收的字节数。留空：字节不耗时。"),
			Default: quantity.Str("200 MB/s"), Min: 1, Max: 1e15},
		{Key: "discipline", Section: sectionService,
			Label: words("Order", "次序"), Help: words("Who goes next.", "下一个轮到谁。"),
			Default: quantity.Str("fcfs"), Choices: disciplineChoices()},
		{Key: "priority", Section: sectionService, Integer: true, Advanced: true, PerClass: true,
			Label: words("Priority", "优先级"), Help: words("Smaller goes first, under a priority order. Set it per class.", "在优先级次序下，数值小者先行。可按类别设置。"),
			Default: quantity.Num(0), Min: -1000, Max: 1000},
		{Key: "capacity", Section: sectionService, Integer: true, Advanced: true,
			Label: words("Room", "容量"), Help: words("Items that may be here at once; what comes to a full queue is lost, unless it is held back. 0: no limit.", "同时容纳的最大项数；队列满时到达的项丢失（或被阻塞）。0：不限。"),
			Default: quantity.Num(0), Min: 0, Max: 1e9},
		whenFull(),
		host("cpu-generic-8"), hosts(3), price(), fanout("copy"),
	}, standing(0.9995)...),
	Card: [2]string{"servers", "discipline"},
}
