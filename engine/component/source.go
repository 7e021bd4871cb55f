package component

import "weir/engine/quantity"

var requests = &Kind{
	ID: "source.requests", Family: Sources, Icon: "users",
	bind:    bindRequests,
	Name:    words("Users", "用户请求"),
	Summary: words("Requests at a rate", "按速率到达的请求"),
	Doc: words("Emits one class of work at a rate, with burstiness: the squared coefficient of variation of the times between arrivals (1 = independent users, 0 = clockwork, above 1 = bursts). With a 24-hour profile, or a daily swing, latencies and loads are those with every source at its highest hour, costs those of the whole day; the report adds every hour and names the worst. A request that is not answered in time may be sent again: retries add load, and a design may then have two states, quiet and overloaded; both are reported.",
		"按给定速率发出一类工作项，并带有突发性：到达间隔的平方变异系数（1 为相互独立的用户，0 为等间隔，大于 1 为突发）。给出 24 小时曲线或日内波动时，延迟与负载按各来源最繁忙的一小时计算，成本按全天计算；报告另列出每一小时并指明最差的一小时。未及时答复的请求可重新发送：重试会增加负载，设计可能因此有平稳与过载两种状态，两者都会报告。"),
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
		{Key: "timeout", Section: sectionLoad, Dimension: quantity.Time, Advanced: true,
			Label: words("Time-out", "超时"), Help: words("How long the user waits for the answer before the request is sent again. Empty: for ever.", "用户等待答复多久后重新发送请求。留空：一直等待。"),
			Min: 0, Max: 1e9},
		{Key: "retries", Section: sectionLoad, Integer: true, Advanced: true,
			Label: words("Retries", "重试次数"), Help: words("How often a request is sent again, at most, before the user gives up.", "用户放弃之前最多重新发送的次数。"),
			Default: quantity.Num(0), Min: 0, Max: 1000},
		{Key: "backoff", Section: sectionLoad, Dimension: quantity.Time, Advanced: true,
			Label: words("Back-off", "退避时间"), Help: words("Mean pause before a request is sent again.", "重新发送之前的平均等待时间。"),
			Default: quantity.Str("0 s"), Min: 0, Max: 1e9},
		{Key: "late", Section: sectionLoad, Advanced: true,
			Label: words("Late work", "超时的工作"), Help: words("Wasted: what timed out is worked on all the same. Cancelled: it stops when the time is out.", "浪费：超时的请求仍会处理完。取消：超时即停止处理。"),
			Default: quantity.Str("wasted"),
			Choices: []Choice{{"wasted", words("Wasted", "浪费")}, {"cancelled", words("Cancelled", "取消")}}},
		fanout("copy"),
	},
	Card: [2]string{"rate", "burstiness"},
}

var users = &Kind{
	ID: "source.closed", Family: Sources, Icon: "returning",
	bind:    bindUsers,
	Name:    words("Users who wait", "等待答复的用户"),
	Summary: words("So many users, one request each at a time", "固定数量的用户，每人一次一个请求"),
	Doc: words("A closed source: so many users, each of whom thinks for a time, sends a request, waits for the answer and thinks again. The load follows from how fast the answers come, so that it never exceeds what the system can do. Solved by mean value analysis: exact for a product form, Linearizer where there are too many users and classes; a language model among the stations by the number of its sequences, a birth–death chain of which users are part.",
		"闭环来源：固定数量的用户，每人思考一段时间、发送请求、等到答复后再次思考。负载取决于答复的快慢，因此不会超出系统能力。用均值分析求解：乘积形式网络为精确解，用户与类别过多时用 Linearizer；其中的大语言模型按其序列数求解，即包含用户在内的生灭链。"),
	Out: []Port{{Name: "out", Label: words("Requests", "请求"), Type: Request}},
	Params: []Param{
		withSection(class("class", words("Class", "类别"), words("Class of work it emits. Empty: the design's only class.", "发出的工作类别。留空：设计中唯一的类别。")), sectionLoad),
		{Key: "users", Section: sectionLoad, Integer: true, Vary: true,
			Label: words("Users", "用户数"), Help: words("How many there are.", "用户总数。"),
			Default: quantity.Num(100), Min: 1, Max: 1e6},
		{Key: "think", Section: sectionLoad, Dimension: quantity.Time, Vary: true,
			Label: words("Think time", "思考时间"), Help: words("Mean time between an answer and the user's next request.", "从得到答复到用户下一个请求的平均时间。"),
			Default: quantity.Str("10 s"), Min: 0, Max: 1e9},
		fanout("copy"),
	},
	Card: [2]string{"users", "think"},
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
