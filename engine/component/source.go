package component

import "weir/engine/quantity"

var requests = &Kind{
	ID: "source.requests", Family: Sources, Icon: "users",
	bind:    bindRequests,
	Name:    words("Users", "用户请求"),
	Summary: words("Requests at a rate", "按速率到达的请求"),
	Doc: words("Emits one class of work at a rate, with burstiness: the squared coefficient of variation of the times between arrivals (1 = independent users, 0 = clockwork, above 1 = bursts). With a 24-hour profile, or a daily swing, latencies and loads are those with every source at its highest hour, costs those of the whole day; the report adds every hour and names the worst. Users who wait for an answer before they ask again (a closed source) are not modelled by this kind.",
		"按给定速率发出一类工作项，并带有突发性：到达间隔的平方变异系数（1 为相互独立的用户，0 为等间隔，大于 1 为突发）。给出 24 小时曲线或日内波动时，延迟与负载按各来源最繁忙的一小时计算，成本按全天计算；报告另列出每一小时并指明最差的一小时。等到答复后才再次提问的用户（闭环来源）不由该部件建模。"),
	Out: []Port{{Name: "out", Label: words("Requests", "请求"), Type: Request}},
	Params: []Param{
		withSection(class("class", words("Class", "类别"), words("Class of work it emits. Empty: the design's only class.", "发出的工作类别。留空：设计中唯一的类别。")), sectionLoad),
		{Key: "rate", Section: sectionLoad, Dimension: quantity.Rate, Vary: true,
			Label: words("Rate", "速率"), Help: words("Items a second; with a profile, of an hour with factor 1.", "每秒项数；有曲线时，指系数为 1 的小时。"),
			Default: quantity.Str("50/s"), Min: 0, Max: 1e12},
		{Key: "burstiness", Section: sectionLoad,
			Label: words("Burstiness C²", "突发性 C²"), Help: words("Squared coefficient of variation of the times between arrivals: 1 = Poisson, 0 = clockwork, 4 = bursty.", "到达间隔的平方变异系数：1 为泊松，0 为等间隔，4 为明显突发。"),
			Default: quantity.Num(1), Min: 0, Max: 1000},
		{Key: "batch", Section: sectionLoad, Advanced: true,
			Label: words("Items at once", "同时到达项数"), Help: words("Mean number of items that arrive together. The rate counts items.", "同时到达的平均项数。速率按项计。"),
			Default: quantity.Num(1), Min: 1, Max: 1e9},
		{Key: "batch_scv", Section: sectionLoad, Advanced: true,
			Label: words("Spread of it (C²)", "其离散程度（C²）"), Help: words("Squared coefficient of variation of the number that arrive together: 0 = always the same.", "同时到达项数的平方变异系数：0 为恒定。"),
			Default: quantity.Num(0), Min: 0, Max: 1000},
		{Key: "profile", Section: sectionLoad, Advanced: true, Length: 24,
			Label: words("24-hour profile", "24 小时曲线"), Help: words("Factor on the rate for each hour of the day, from midnight. Empty: the same all day.", "从零点起每小时的速率系数。留空：全天相同。"),
			Min: 0, Max: 1e6},
		{Key: "swing", Section: sectionLoad, Advanced: true, Vary: true,
			Label: words("Daily swing", "日内波动"), Help: words("Where no profile is given: amplitude of a sine over the day, as a share of the rate, which is then its mean. 0: the same all day.", "未给出曲线时：一日正弦波动的幅度与速率之比，此时速率为日均值。0：全天相同。"),
			Default: quantity.Num(0), Min: 0, Max: 1},
		{Key: "peak_hour", Section: sectionLoad, Advanced: true,
			Label: words("Peak of the swing", "波动峰值时刻"), Help: words("Hour of the day at which the swing is highest.", "日内波动最高的时刻（小时）。"),
			Default: quantity.Num(14), Min: 0, Max: 24},
		fanout("copy"),
	},
	Card: [2]string{"rate", "burstiness"},
}

var dataset = &Kind{
	ID: "source.dataset", Family: Sources, Icon: "dataset",
	bind:    bindDataset,
	Name:    words("Data set", "数据集"),
	Summary: words("So many items, for so many epochs", "有限数据项，重复若干轮"),
	Doc: words("A finite set of items that starts a job: it feeds what follows as fast as the slowest stage takes it (pipelined), or one item after the other (serial). A job uses what the requests on the same stations leave over.",
		"有限的数据集合，启动一个作业：以最慢环节所能接受的速度供给后续环节（流水线），或逐项进行（串行）。作业只使用同一站点上请求所剩余的能力。"),
	Out: []Port{{Name: "out", Label: words("Items", "数据项"), Type: Records}},
	Params: []Param{
		withSection(class("class", words("Class", "类别"), words("Class of work it emits. Empty: the design's only class.", "发出的工作类别。留空：设计中唯一的类别。")), sectionLoad),
		{Key: "items", Section: sectionLoad, Vary: true,
			Label: words("Items", "数据项数"), Help: words("Number of items in the set.", "数据集中的项数。"),
			Default: quantity.Num(1e6), Min: 1, Max: 1e15},
		{Key: "epochs", Section: sectionLoad, Integer: true, Vary: true,
			Label: words("Epochs", "轮数"), Help: words("How often the whole set is read.", "整个数据集被读取的次数。"),
			Default: quantity.Num(1), Min: 1, Max: 1e6},
		{Key: "overlap", Section: sectionLoad,
			Label: words("Stages", "环节"), Help: words("Pipelined: stages work at the same time and the slowest sets the pace. Serial: one item at a time, the stages' times add up.", "流水线：各环节同时工作，由最慢环节决定节奏。串行：一次处理一项，各环节时间相加。"),
			Default: quantity.Str("pipelined"),
			Choices: []Choice{{"pipelined", words("Pipelined", "流水线")}, {"serial", words("Serial", "串行")}}},
		fanout("copy"),
	},
	Card: [2]string{"items", "epochs"},
}

func withSection(p Param, s Text) Param {
	p.Section = s
	return p
}
