package explain

import (
	"math"
	"strings"

	"weir/engine/component"
)

// The words of what a station's symbols stand for.
func words(en, zh string) Text { return Text{EN: en, ZH: zh} }

// Terms that several equations have.
var (
	arrivals = term{symbol: "λ", figure: "arrivals_per_s", name: words("Arrivals", "到达速率"), unit: "1/s"}
	servers  = term{symbol: "c", figure: "servers", name: words("Servers", "服务台数")}
	wait     = term{symbol: "W", figure: "wait_s", name: words("Wait, mean", "平均等待"), unit: "s"}
	load     = term{symbol: "ρ", figure: "utilisation", name: words("Utilisation", "利用率"), unit: "%"}
	service  = term{symbol: "S", name: words("Service, mean", "平均服务时间"), unit: "s", value: serviceMean}
)

// serviceMean is the time at a station without the wait; items of a job have
// none.
func serviceMean(n *Node) float64 {
	if wait := n.Figure("wait_s"); !math.IsNaN(wait) {
		return n.Figure("mean") - wait
	}
	return n.Figure("mean")
}

func named(symbol string, name Text) term { return term{symbol: symbol, name: name} }

func fig(symbol, key string) term { return term{symbol: symbol, figure: key} }

func par(symbol, key, unit string) term { return term{symbol: symbol, param: key, unit: unit} }

// part is a figure that a kind reports only where it is not nothing.
func part(symbol, key string, name Text, unit string) term {
	return term{symbol: symbol, figure: key, name: name, unit: unit, value: func(*Node) float64 { return 0 }}
}

func derived(symbol string, name Text, unit string, value func(*Node) float64) term {
	return term{symbol: symbol, name: name, unit: unit, value: value}
}

// stations are the figures every station has.
var stations = map[string]*equation{
	"arrivals_per_s": {formula: "λ = Σ λᵢ · pᵢ", terms: []term{named("λᵢ", words("What leaves each part before this one", "上游各部件的输出速率")), named("pᵢ", words("Share of it that comes here", "其中流向此处的比例"))},
		note: words("The traffic equations of the whole design, loops and retries included.", "整个设计的流量方程，包含环路与重试。"), source: "Jackson 1957, Networks of waiting lines"},
	"carried_per_s": {formula: "X = λ · ( 1 − L )", terms: []term{arrivals, {symbol: "L", figure: "loss_ratio", name: words("Lost", "丢失比例"), unit: "%"}},
		note: words("What is served: arrivals without those turned away or given up; at most what saturates it.", "实际处理的速率：到达减去被拒绝或放弃的部分，且不超过饱和速率。")},
	"utilisation": {formula: "ρ = λ · S / c", terms: []term{arrivals, service, servers},
		note: words("Share of the servers' time that is taken. The wait grows without bound as it nears 1.", "服务台被占用的时间比例；越接近 1，等待越趋于无穷。"), source: "Kleinrock 1975, Queueing Systems I"},
	"mean": {formula: "T = W + S", terms: []term{wait, service},
		note: words("Time at the station: waiting, and what its service takes.", "在该站停留的时间：等待加服务。")},
	"in_queue": {formula: "Q = X · W", terms: []term{{symbol: "X", figure: "carried_per_s", name: words("Carried", "实际处理"), unit: "1/s"}, wait},
		note: words("Little's law: those who wait are the rate times the time each waits.", "利特尔法则：等待数等于速率乘以平均等待时间。"), source: "Little 1961, A proof for the queuing formula L = λW"},
	"loss_ratio": {formula: "L = 1 − X / λ", terms: []term{{symbol: "X", figure: "carried_per_s", name: words("Carried", "实际处理"), unit: "1/s"}, arrivals},
		note: words("Share of the arrivals that is turned away, gives up or is lost.", "被拒绝、放弃或丢失的到达所占比例。")},
	"p50": percentile("p50", "0.5"), "p95": percentile("p95", "0.95"), "p99": percentile("p99", "0.99"), "p999": percentile("p99.9", "0.999"),
	"servers": {formula: "c", note: words("Servers, replicas, volumes or places that work side by side, as set by the parameters.", "并行工作的服务台、副本、卷或服务位的数量，由参数给定。")},
	"cost_per_month": {formula: "C = N · r · h + P · PUE · e · h + K + V",
		terms: []term{named("N · r", words("Units and the price of one per hour", "单元数及每小时单价")), named("h", words("Hours of a month", "每月小时数")), {symbol: "P", figure: "power_w", name: words("Power", "功率"), unit: "W"},
			named("PUE", words("Power usage effectiveness of the site", "数据中心电能利用效率")), named("e", words("Price of electricity, where the hardware is one's own", "电价（自有硬件时计入）")), named("K", words("What is kept, by bytes and time", "存储费用（按字节与时间）")), named("V", words("Operations and traffic", "操作与流量费用"))},
		note: words("Rented hardware carries its electricity in its price. The prices and their sources stand in the cost table.", "租用硬件的价格已含电费。价格及其来源见成本表。")},
	"power_w": {formula: "P = N · ( P₀ + ( P₁ − P₀ ) · u )", terms: []term{named("N", words("Devices or servers", "设备或服务器数")), named("P₀", words("Power of one when idle", "单台空闲功率")), named("P₁", words("Power of one when busy", "单台满载功率")), named("u", words("Share of the time it is busy", "忙碌时间比例"))},
		source: "Barroso & Hölzle 2007, The case for energy-proportional computing"},
	"availability": {formula: "A = Σ C(n, i) · aⁱ · (1 − a)ⁿ⁻ⁱ, i = k … n", terms: []term{named("n", words("Units", "单元数")), named("k", words("Units needed to carry the load", "承担负载所需单元数")), {symbol: "a", param: "availability", name: words("Availability of one unit", "单元可用性"), unit: "%"}},
		note: words("k of n units must be up. With shared repair crews it is a birth–death chain instead.", "n 个单元中至少 k 个正常。共享维修组时改用生灭链。"), source: "Trivedi 2001, Probability and Statistics with Reliability, Queuing and Computer Science Applications"},
}

func percentile(name, share string) *equation {
	return &equation{formula: name + " : P(T ≤ t) = " + share, terms: []term{{symbol: "E[T]", figure: "mean", name: words("Mean", "均值"), unit: "s"}},
		note: words("Read off the distribution of the time at this station: exact or by transform where the method gives one, else by a gamma law of the same mean and variance.", "取自该站停留时间的分布：方法给出分布时取精确值或变换反演，否则用均值与方差相同的伽马分布。"), source: "Abate & Whitt 1995, Numerical inversion of Laplace transforms"}
}

var sharing = &equation{formula: "T = S / ( 1 − ρ )", terms: []term{derived("S", words("Service if alone", "独占时的服务时间"), "s", func(n *Node) float64 { return n.Figure("mean") * (1 - n.Figure("utilisation")) }), load},
	note: words("Those present share the server; with several servers the wait of M/M/c takes the place of ρ/(1 − ρ).", "在场者平分服务能力；多服务台时以 M/M/c 的等待代替 ρ/(1 − ρ)。"), source: "Kleinrock 1976, Queueing Systems II"}

// waits are the equations of the mean wait by method, by its beginning.
var waits = []struct {
	method string
	equation
}{
	{"M/M/c", equation{formula: "W = C · S / ( c · ( 1 − ρ ) )",
		terms: []term{derived("C", words("Erlang's C: probability that one has to wait", "Erlang C：需要等待的概率"), "%", erlang), service, servers, load}, source: "Erlang 1917"}},
	{"M/G/1", equation{formula: "W = λ · E[S²] / ( 2 · ( 1 − ρ ) )",
		terms: []term{arrivals, derived("E[S²]", words("Second moment of the service", "服务时间二阶矩"), "s²", func(n *Node) float64 {
			return n.Figure("wait_s") * 2 * (1 - n.Figure("utilisation")) / n.Figure("arrivals_per_s")
		}), load}, source: "Pollaczek 1930, Khinchine 1932"}},
	{"GI/M/", equation{formula: "W = Π · S / ( c · ( 1 − σ ) )  ;  σ = A*( c · ( 1 − σ ) / S )",
		terms:  []term{named("Π", words("Probability that one has to wait", "需要等待的概率")), named("σ", words("Probability that an arrival finds one more than before", "到达时队列比前次增加一项的概率")), named("A*", words("Transform of the time between arrivals", "到达间隔的变换")), service, servers},
		source: "Takács 1962, Introduction to the Theory of Queues"}},
	{"M/PH/c", equation{formula: "π₀ · (A₀ + R·A₁ + R²·A₂) = 0", terms: []term{named("R", words("Rate matrix of the number waiting", "等待数的速率矩阵")), arrivals, service, servers},
		note: words("The number present and the phases of those in service are a quasi-birth–death chain, solved by its rate matrix; Little's law gives the wait.", "在场数与服务阶段构成拟生灭过程，由速率矩阵求解，再用利特尔法则得等待时间。"), source: "Neuts 1981, Matrix-Geometric Solutions in Stochastic Models"}},
	{"continuous batching", equation{formula: "W = S · ( cₐ² + cₛ² ) / 2 · ρ^(√(2·(c + 1)) − 1) / ( c · ( 1 − ρ ) ) + i",
		terms: []term{service, servers, load, named("cₐ²", words("Squared variation of arrivals", "到达间隔的平方变异系数")), named("cₛ²", words("Squared variation of a request's time in its place", "请求占用服务位时间的平方变异系数")), named("i", words("Until the first replica ends the iteration under way", "直到首个副本结束当前迭代的时间"))},
		note:  words("From arrival until the prefill of the prompt starts: waiting for a place among those that run together, and for the iteration under way.", "从到达到提示词开始预填充：等待进入同时运行的批次，以及等待当前迭代结束。"), source: "Sakasegawa 1977; Kingman 1961"}},
	{"batch filling", equation{formula: "W = 0", note: words("Nobody queues: until the batch is full, or its time-out has passed, counts as time at the station.", "无排队：凑满一批或超时之前的时间计入停留时间。")}},
	{"paced", equation{formula: "W = 0", note: words("Who comes has left stations of constant service before, one by one: a server is free whenever the next one comes.", "到来的项先前依次离开服务时间恒定的站：下一项到来时总有空闲服务台。")}},
	{"Friedman", equation{formula: "W = W(S) − W(S′)", terms: []term{named("W(S)", words("Wait if all came to this station at once", "若全部直接到达本站时的等待")), named("W(S′)", words("That at the slowest station before", "此前最慢一站的等待")), arrivals, service, servers},
		note: words("Of constant services in a row, a customer waits in all of them together as long as at the slowest alone.", "服务时间恒定的各站串联时，一项在各站等待之和等于仅在最慢一站的等待。"), source: "Friedman 1965, Reduction methods for tandem queuing systems"}},
	{"delay", equation{formula: "W = 0", note: words("Nobody waits: there is always room.", "无需等待：总有空位。")}},
}

// Equations of stations whose load is no time in service over servers: what
// runs together shares a step, so that a place is held longer the more are
// taken.
var batchLoad = &equation{formula: "ρ = λ / λ*", terms: []term{arrivals, fig("λ*", "saturation_per_s")},
	note: words("The rate that arrives over the rate that saturates it. A share of places taken would mislead: requests that run together share every step, so each stays longer the more there are.", "到达速率与饱和速率之比。不能以占用的服务位比例代替：同批请求共用每一步，在场越多，各自停留越久。")}

// Equations of a utilisation where not all of the time at a station is taken
// of a server: of what is carried, and where items are in transit or share a
// batch while others are served.
var (
	carriedLoad = &equation{formula: "ρ = X · S / c", terms: []term{{symbol: "X", figure: "carried_per_s", name: words("Carried", "实际处理"), unit: "1/s"}, service, servers},
		note: words("Share of the servers' time that is taken by what is carried.", "实际处理的项占用服务台时间的比例。"), source: "Kleinrock 1975, Queueing Systems I"}
	overlapLoad = &equation{formula: "ρ = λ · s / c", terms: []term{arrivals, derived("s", words("What an item takes of a server", "一项占用单个服务台的时间"), "s", func(n *Node) float64 {
		return n.Figure("utilisation") * n.Figure("servers") / n.Figure("arrivals_per_s")
	}), servers},
		note:   words("Share of the servers' time that is taken. Latency during which others are served, and what a batch shares, do not count for every item.", "服务台被占用的时间比例。可与他项重叠的延迟以及同批共用的时间不逐项重复计算。"),
		source: "Kleinrock 1975, Queueing Systems I"}
)

// loadOf is the equation of a node's utilisation.
func loadOf(n *Node) *equation {
	all := stations["utilisation"]
	overlaps := n.Kind.Family == component.Network || n.Kind.Family == component.Storage || n.Kind.ID == "ai.encoder"
	switch {
	case n.holds(all, "utilisation"):
		return all
	case n.holds(carriedLoad, "utilisation"):
		return carriedLoad
	case overlaps && n.holds(overlapLoad, "utilisation"):
		return overlapLoad
	}
	return all
}

// Equations of a stage of a job, whose items follow each other without wait.
var (
	jobMean = &equation{formula: "T = S", terms: []term{service},
		note: words("Time an item of the job takes at this stage: items follow each other as fast as the slowest stage takes them, so none waits.", "作业的一项在此阶段所需的时间：各项按最慢阶段的速度依次到来，无需等待。")}
	jobDuration = &equation{formula: "D = n / λ", terms: []term{
		derived("n", words("Items of the job, and those it takes to fill its stages", "作业的项数，含填满各阶段所需的项"), "", func(n *Node) float64 { return n.Figure("duration_s") * n.Figure("arrivals_per_s") }), arrivals},
		note: words("The job's own duration: its items at the pace of its slowest stage. The tokens to train do not count where a data set feeds it.", "即作业的时长：各项按最慢阶段的速度通过。由数据集供给时，训练词元数不起作用。")}
	trainingMean = &equation{formula: "T = m · t / ( B · η )", terms: []term{
		derived("m", words("Sequences an item stands for", "一项对应的训练序列数"), "", func(n *Node) float64 {
			return n.Figure("mean") * n.Param("global_batch") * n.Figure("goodput") / n.Figure("iteration_s")
		}), iteration, par("B", "global_batch", ""), fig("η", "goodput")},
		note: words("An item's part of an iteration, failures counted. It is as uncertain as the iteration.", "一项在一次迭代中所占的时间，计入故障。其不确定度与迭代时间相同。")}
)

// erlang is the probability of waiting that the wait itself implies.
func erlang(n *Node) float64 {
	return n.Figure("wait_s") * n.Figure("servers") * (1 - n.Figure("utilisation")) / (n.Figure("mean") - n.Figure("wait_s"))
}

// general is the wait where neither arrivals nor service are exponential.
var general = &equation{formula: "W ≈ φ · ( cₐ² + cₛ² ) / 2 · W(M/M/c)",
	terms:  []term{named("cₐ²", words("Squared variation of the arrivals, from the network", "到达间隔的平方变异系数（由网络传播）")), named("cₛ²", words("Squared variation of the service", "服务时间的平方变异系数")), named("W(M/M/c)", words("Wait if both were exponential", "二者均为指数分布时的等待")), named("φ", words("Correction for several servers and light load", "多服务台与轻载修正")), arrivals, service, servers},
	source: "Krämer & Langenbach-Belz 1976; Whitt 1993, Approximations for the GI/G/m queue"}

func waiting(method string) *equation {
	for i := range waits {
		if strings.HasPrefix(method, waits[i].method) && !strings.HasPrefix(method, waits[i].method+"/") {
			return &waits[i].equation
		}
	}
	for _, m := range []string{"G/G/", "KLB", "Whitt"} {
		if strings.HasPrefix(method, m) {
			return general
		}
	}
	if method == "" {
		return nil
	}
	return little
}

// little is the wait of a chain that is solved state by state.
var little = &equation{formula: "W = Q / X", terms: []term{{symbol: "Q", figure: "in_queue", name: words("Waiting", "等待数")}, {symbol: "X", figure: "carried_per_s", name: words("Carried", "实际处理"), unit: "1/s"}},
	note: words("The number waiting comes from the chain of states; Little's law turns it into a time.", "等待数由状态链求得，再用利特尔法则换算为时间。"), source: "Little 1961"}

// only answers x where the node is in a state, else nothing.
func only(holds bool, x float64) float64 {
	if holds {
		return x
	}
	return math.NaN()
}
