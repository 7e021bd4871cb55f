package component

import (
	"math"

	"weir/engine/ai"
	"weir/engine/catalog"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/report"
)

// accelerators are the devices an AI node runs on.
type accelerators struct {
	device *catalog.Device
	model  *catalog.Model
	rent   float64 // USD/s of one
	owned  bool
	priced bool // rent is known
	unitUp float64
}

// accelerators reads device, model and price. Missing ones are reported and
// left nil.
func (p *Params) accelerators() accelerators {
	a := accelerators{unitUp: p.num("availability")}
	id := p.word("device")
	if d := p.node.Pool; d != nil {
		if pool := p.env.Pools[d.ID]; pool != nil && pool.Device != "" {
			id = pool.Device
		}
	}
	if d, ok := catalog.FindDevice(id); ok {
		a.device = &d
		id = d.ID
	} else {
		p.add(ai.UnknownDevice(id))
	}
	if a.device != nil {
		p.dataSheet(a.device)
	}
	if text := p.word("config"); text != "" {
		m, err := catalog.FromConfig("", []byte(text))
		if err == nil {
			a.model = &m
		} else if e, ok := err.(*catalog.ConfigError); ok {
			p.report(e.Code, diagnostic.Error, "config", nil, Text(e.Message))
		}
	} else if m, ok := catalog.FindAlias(p.word("model")); ok {
		a.model = &m
	} else {
		p.add(ai.UnknownModel(p.word("model")))
	}
	if a.rent, a.owned = p.owned(); a.owned {
		a.priced = true
		return a
	}
	if a.device != nil && a.device.ID == ownDevice { // it costs what its owner says, not what the one it is described by does
		id = a.device.ID
	}
	term := catalog.Term(p.word("term"))
	rental, listed := catalog.FindRental(id, term)
	a.rent = p.price(id, rental.PerSecond)
	if b := rental.Basis; listed && len(p.Prices) == 0 { // no price of the design's own
		p.quote(report.Price{ID: id, Term: string(b.Term), Provider: b.Provider, Region: b.Region, AsOf: b.AsOf, Source: b.Source, PerSecond: report.Number(rental.PerSecond), Quotes: report.Number(rental.Quotes), Low: report.Number(rental.Low), High: report.Number(rental.High)})
		if b.Term != term {
			p.report("price.term", diagnostic.Info, "term", nil,
				words("No such price of "+a.device.Label.EN+" is published; that on other terms ("+string(b.Term)+") counts.", "目录中没有 "+a.device.Label.ZH+" 该付费方式的价格，按其他方式（"+string(b.Term)+"）计。"))
		}
	}
	_, own := p.env.Prices[id]
	if a.priced = listed || own || p.given("price"); !a.priced && a.device != nil {
		p.report("price.unknown", diagnostic.Warning, "price", nil,
			words("No price of "+a.device.Label.EN+" is known: it counts as 0 in the cost of the design, and no cost of tokens is given. Enter one.", "没有 "+a.device.Label.ZH+" 的价格：在设计成本中按 0 计，也不给出词元成本。请填写。"))
	}
	return a
}

// ownDevice is the id of a device that is described by its data sheet.
const ownDevice = "own"

// dataSheet overwrites a device with what the node gives of its own.
func (p *Params) dataSheet(d *catalog.Device) {
	own := false
	for _, x := range []struct {
		key string
		to  []*float64
	}{
		{"own_fp16", []*float64{&d.FP16}}, {"own_fp8", []*float64{&d.FP8}}, {"own_fp4", []*float64{&d.FP4}},
		{"own_memory", []*float64{&d.Memory, &d.Usable}}, {"own_bandwidth", []*float64{&d.Bandwidth}},
		{"own_link", []*float64{&d.ScaleUp}}, {"own_nic", []*float64{&d.ScaleOut}}, {"own_power", []*float64{&d.TDP}},
	} {
		if !p.given(x.key) {
			continue
		}
		own = true
		for _, f := range x.to {
			*f = p.num(x.key)
		}
	}
	if p.given("own_group") {
		d.Domain, own = p.whole("own_group"), true
	}
	if own { // nobody measured it: the mean of all classes
		d.ID, d.Class, d.Label = ownDevice, catalog.Other, catalog.Text(words("your own device", "自定义设备"))
	}
}

func (a *accelerators) known() bool { return a.device != nil && a.model != nil }

// cost of n devices that draw so much power.
func (a *accelerators) cost(n int, power float64) Cost {
	c := Cost{Rent: float64(n) * a.rent, Owned: a.owned, Power: power, Devices: float64(n)}
	if a.device != nil {
		c.Device = a.device.ID
	}
	return c
}

// IdlePower is the power of a device that is on and has nothing to do, W.
func IdlePower(d *catalog.Device) float64 { return ai.IdlePower(d) }

// add takes over a finding of the AI models.
func (p *Params) add(f ai.Finding) { p.Findings = append(p.Findings, translated(f)) }

func translated(f ai.Finding) Finding {
	out := Finding{Code: f.Code, Severity: f.Severity, Param: f.Param, Message: Text(f.Message)}
	if f.Fix != nil {
		out.Fix = &Fix{Param: f.Fix.Param, Label: Text(f.Fix.Label)}
		switch v := f.Fix.Value.(type) {
		case float64:
			out.Fix.Value = quantity.Num(v)
		case int:
			out.Fix.Value = quantity.Num(float64(v))
		case string:
			out.Fix.Value = quantity.Str(v)
		}
	}
	return out
}

// generating is a language model that is served.
type generating struct {
	accelerators
	deployment ai.Deployment
	operating  ai.Mode    // what the figures are for
	phase      string     // the same as the parameter says it: prefill and decode are phases of a batch
	users      float64    // of a fixed concurrency, or sequences of one batch
	slo        [2]float64 // bounds on TTFT and TPOT, s; 0 = none
	sessions   ai.Sessions
	tokenBytes float64
}

func bindInference(p *Params) Model {
	m := &generating{accelerators: p.accelerators(), tokenBytes: p.num("token_bytes")}
	m.deployment = ai.Deployment{
		Model: m.model, Device: m.device, Engine: ai.Engine(p.word("engine")),
		TP: p.whole("tp"), PP: p.whole("pp"), DP: p.whole("dp"), EP: p.whole("ep"), Replicas: p.whole("replicas"),
		MoETP:   p.whole("moe_tp"),
		Weights: ai.Precision(p.word("weights")), MoE: ai.Precision(p.word("weights")), KV: ai.Precision(p.word("kv")),
		MaxBatch: p.whole("max_batch"), Chunk: p.whole("chunk"), Poll: p.whole("poll"), Hold: p.whole("hold"),
		MemShare: p.num("memory_share"), PrefixHit: p.num("prefix_hit"),
	}
	m.deployment.Offload, m.deployment.OffloadRate = p.num("offload"), p.num("offload_bandwidth")
	m.deployment.Sticky = p.word("routing") == "cache"
	m.sessions = ai.Sessions{Turns: p.num("turns"), Gap: p.num("gap")}
	if n := p.whole("draft"); n > 0 {
		m.deployment.Speculative = &ai.Speculative{Draft: n, Acceptance: p.num("acceptance")}
	}
	if moe := p.word("moe"); moe != "auto" {
		m.deployment.MoE = ai.Precision(moe)
	}
	if n := p.whole("prefill_workers"); n > 0 {
		m.deployment.Disaggregated = &ai.Disaggregated{
			PrefillWorkers: n, PrefillTP: p.whole("prefill_tp"), PrefillDP: p.whole("prefill_dp"), PrefillEP: p.whole("prefill_ep"),
			DecodeWorkers: p.whole("decode_workers"), Link: p.num("kv_link"),
		}
	}
	m.deployment.AllExperts = p.word("expert_reads") == "all"
	m.phase = p.word("operating")
	m.operating = operatingModes[m.phase]
	m.users = p.num("concurrency")
	m.slo = [2]float64{p.num("slo_ttft"), p.num("slo_tpot")}
	return m
}

var operatingModes = map[string]ai.Mode{
	"arrivals": ai.Open, "concurrency": ai.Closed, "batch": ai.Static, "offline": ai.Offline, "prefill": ai.Static, "decode": ai.Static,
}

// alone keeps of a batch's figures what one phase alone does: tokens of the
// prompts by the first token, or a token a sequence and step. Devices do nothing
// else meanwhile.
func (m *generating) alone(r *ai.Serving) {
	bound := r.StepBound
	switch m.phase {
	case "prefill":
		r.Throughput.Value, r.PromptShare, bound = m.users*r.In/r.TTFT.Value, 1, r.PromptBound
	case "decode":
		r.Throughput.Value, r.PromptShare = m.users/r.TPOT.Value, 0
	default:
		return
	}
	r.EnergyPerToken = ai.BusyPower(m.device, bound) * float64(r.Devices) / r.Throughput.Value
}

// costs are those of a million tokens: over the tokens out, of those in and of
// those out; not applicable where a phase has none, or nobody knows the price.
func (m *generating) costs(r *ai.Serving) (over, in, out float64) {
	none := math.NaN()
	usd := float64(max(r.Devices, 1)) * m.rent * 1e6
	switch {
	case !m.priced:
		return none, none, none
	case m.phase == "prefill":
		return none, usd / r.Throughput.Value, none
	case m.phase == "decode":
		return usd / r.Throughput.Value, none, usd / r.Throughput.Value
	}
	return usd / r.Throughput.Value, usd * r.PromptShare / (r.Requests * r.In), usd * (1 - r.PromptShare) / r.Throughput.Value
}

// tokens is the spread of tokens over all classes of a load.
func tokens(l *Load, of func(*Flow) Spread) ai.Spread {
	first, second := 0.0, 0.0
	for i := range l.Flows {
		s := of(&l.Flows[i])
		p := l.Flows[i].Rate / l.Rate
		first += p * s.Mean
		second += p * s.Mean * s.Mean * (1 + s.SCV)
	}
	if first == 0 {
		return ai.Spread{}
	}
	return ai.Spread{Mean: first, SCV: max(second/(first*first)-1, 0)}
}

func (m *generating) load(l *Load, scv float64) ai.Load {
	return ai.Load{
		Mode: ai.Open, Rate: max(l.Rate-l.Users.Rate, 0), Users: l.Users.Number, Away: l.Users.Away, ArrivalSCV: scv, Sessions: m.sessions,
		In:  tokens(l, func(f *Flow) Spread { return f.TokensIn }),
		Out: tokens(l, func(f *Flow) Spread { return f.TokensOut }),
	}
}

func (m *generating) Serve(l *Load, s *Service) {
	s.Station.Discipline = queue.FCFS
	s.Scale = &Scale{Param: "replicas", Value: float64(m.deployment.Replicas)}
	s.Trust = Trust{Units: m.deployment.Replicas, Unit: m.unitUp}
	if !m.known() {
		s.Station.Discipline = queue.Delay
		return
	}
	devices := m.deployment.Devices()
	if l.Rate == 0 {
		s.Cost = m.cost(devices, ai.IdlePower(m.device)*float64(devices))
		return
	}
	load := m.load(l, l.SCV(1))
	for _, f := range ai.Check(m.deployment, load) {
		s.Findings = append(s.Findings, translated(f))
	}
	r := ai.Serve(m.deployment, load)
	if len(l.Streams) > 1 && r.Fits {
		// Where streams meet, burstiness depends on the utilisation.
		load.ArrivalSCV = l.SCV(r.Utilisation)
		r = ai.Serve(m.deployment, load)
	}
	s.Cost = m.cost(devices, r.Power)
	s.Station.Servers = max(r.Servers, 1)
	s.Solved, s.Hold = m.station(l, &r), r.ServiceMean
	if !math.IsInf(r.Latency.Value, 0) {
		s.Hold = r.Latency.Value - r.Wait
	}
	shown := r
	if m.operating != ai.Open {
		at := load
		at.Mode, at.Concurrency = m.operating, m.users
		shown = ai.Serve(m.deployment, at)
		m.alone(&shown)
	}
	s.AI = m.figures(&shown)
	s.Later = m.later(load, s.AI)
	s.Resource = Resource{Kind: "compute", Capacity: r.Saturation.Value, Share: 1, Work: 1}
}

// station is the queueing answer of the serving model: places are the
// sequences that run at once, and a request keeps one from its first to its
// last token. The wait is from arrival until the prompt's prefill starts, as
// the simulation counts it; what is left of the latency is service, slower
// steps among others included.
func (m *generating) station(l *Load, r *ai.Serving) *queue.Result {
	q := &queue.Result{
		Load: r.Utilisation, Utilisation: min(r.Utilisation, 1), Offered: l.Rate, Carried: r.Requests,
		Customers: make([]queue.Response, len(l.Flows)), Method: "continuous batching", Class: queue.D,
		DepartureSCV: 1, // many independent places: close to Poisson
	}
	if !r.Fits || math.IsNaN(r.Utilisation) {
		q.Carried, q.Load, q.Utilisation = 0, math.NaN(), math.NaN()
	}
	if !r.Fits || r.Utilisation >= 1 || math.IsNaN(r.Latency.Value) {
		q.PWait = 1
		q.InQueue, q.InSystem = math.Inf(1), math.Inf(1)
		q.Wait, q.Sojourn = queue.Unbounded(), queue.Unbounded()
		for i := range q.Customers {
			q.Customers[i] = queue.Response{Wait: q.Wait, Sojourn: q.Sojourn}
		}
		return q
	}
	if l.Users.Number > 0 {
		q.Carried = l.Rate
	}
	wait := queue.Law{Mean: r.Wait, SCV: r.WaitSCV}
	q.Wait = queue.Service(wait)
	q.Sojourn = queue.Service(plus(wait, queue.Law{Mean: r.Latency.Value - r.Wait, SCV: r.ServiceSCV}))
	for i := range l.Flows {
		f := &l.Flows[i]
		mean := r.TTFT.Value - r.Wait + max(f.TokensOut.Mean-1, 0)*r.TPOT.Value
		scv := 0.0
		if mean > 0 {
			decode := f.TokensOut.Mean * r.TPOT.Value / mean
			scv = f.TokensOut.SCV * decode * decode
		}
		q.Customers[i] = queue.Response{Wait: q.Wait, Sojourn: queue.Service(plus(wait, queue.Law{Mean: mean, SCV: scv}))}
	}
	q.InQueue = q.Carried * wait.Mean
	q.InSystem = q.InQueue + r.InFlight
	return q
}

// outside is why a figure lies outside what was validated, nil if it does not.
func outside(why ai.Text) *Text {
	if why.EN == "" {
		return nil
	}
	return &why
}

func (m *generating) figures(r *ai.Serving) *report.AI {
	a := &report.AI{Calibrated: r.Calibrated, Figures: make([]report.Figure, 0, 24), Why: outside(r.Why)}
	if r.Fits {
		a.Bounds = []report.Bound{{Phase: "prefill", By: string(r.PromptBound)}, {Phase: "decode", By: string(r.StepBound)}}
	}
	banded := func(key string, label Text, f ai.Figure, unit string) {
		x := figure(key, label, f.Value, unit)
		x.Band = report.Number(f.Band)
		a.Figures = append(a.Figures, x)
	}
	plain := func(key string, label Text, value float64, unit string) {
		a.Figures = append(a.Figures, figure(key, label, value, unit))
	}
	tokens, each, energy := words("Tokens out", "输出词元"), words("Tokens out a device", "单设备输出词元"), words("Energy of a token out", "每输出词元能耗")
	if m.phase == "prefill" {
		tokens, each, energy = words("Prompt tokens", "提示词词元"), words("Prompt tokens a device", "单设备提示词词元"), words("Energy of a prompt token", "每提示词词元能耗")
	}
	banded("ttft_s", words("TTFT mean", "TTFT 均值"), r.TTFT, "s")
	banded("ttft_alone_s", words("TTFT when idle", "空闲时 TTFT"), r.TTFTAlone, "s")
	banded("tpot_s", words("TPOT mean", "TPOT 均值"), r.TPOT, "s")
	banded("tpot_all_s", words("TPOT, first token included", "TPOT（含首词元）"), r.TPOTAll, "s")
	banded("tokens_per_s", tokens, r.Throughput, "tokens/s")
	banded("saturation_per_s", words("Saturates at", "饱和速率"), r.Saturation, "1/s")
	devices := float64(max(r.Devices, 1))
	// What follows from a figure has its band.
	like := func(key string, label Text, value float64, of ai.Figure, unit string) {
		banded(key, label, ai.Figure{Value: value, Band: of.Band}, unit)
	}
	like("tokens_per_s_device", each, r.Throughput.Value/devices, r.Throughput, "tokens/s")
	if r.Throughput.Value > 0 {
		over, in, out := m.costs(r)
		like("usd_per_mtok", words("Cost over a million tokens out", "总成本/每百万输出词元"), over, r.Throughput, "$")
		like("usd_per_mtok_in", words("Cost of a million tokens in", "每百万输入词元成本"), in, r.Throughput, "$")
		like("usd_per_mtok_out", words("Cost of a million tokens out", "每百万输出词元成本"), out, r.Throughput, "$")
	}
	like("joule_per_token", energy, r.EnergyPerToken, r.Throughput, "J")
	plain("devices", words("Devices", "设备数"), float64(r.Devices), "")
	like("batch", words("Sequences a step", "单步序列数"), r.Batch, r.TPOT, "")
	like("prompt_s", words("Prefill of a prompt", "单个提示词预填充"), r.PromptAlone, r.TTFTAlone, "s")
	like("step_s", words("Decode step", "解码一步"), r.StepTime, r.TPOT, "s")
	for _, part := range []struct {
		key   string
		label Text
		value float64
	}{
		{"step_weights_s", words("of it weights", "其中权重"), r.Step.Weights},
		{"step_attention_s", words("of it attention", "其中注意力"), r.Step.Attention},
		{"step_experts_s", words("of it experts", "其中专家"), r.Step.Experts},
		{"step_network_s", words("of it collectives", "其中集合通信"), r.Step.Network},
		{"step_launch_s", words("of it launches and host", "其中启动与主机"), r.Step.Launch},
	} {
		if part.value > 0 {
			like(part.key, part.label, part.value, r.TPOT, "s")
		}
	}
	if r.PrefixHit > 0 {
		plain("prefix_hit", words("Prompt found in caches", "提示词缓存命中"), r.PrefixHit, "")
	}
	plain("slots", words("Places of a replica", "单副本服务位"), float64(r.Slots), "")
	plain("weights_bytes", words("Weights on a device", "单设备权重"), r.Weights, "B")
	plain("kv_room_bytes", words("Room for KV on a device", "单设备 KV 空间"), r.KVRoom, "B")
	plain("kv_token_bytes", words("KV of a token", "单词元 KV"), r.KVPerToken, "B")
	plain("memory_bytes", words("Memory of a device", "单设备显存"), m.device.Usable, "B")
	return a
}

func (m *generating) Route(f Flow, out []Transfer) []Transfer {
	w := f.Work
	w.Bytes = Spread{f.TokensOut.Mean * m.tokenBytes, f.TokensOut.SCV}
	return append(out, Transfer{Class: f.Class, Gain: 1, Batch: 1, Work: w})
}

// encoding is a network that answers in one pass.
type encoding struct {
	accelerators
	encoder    ai.Encoder
	tokens     float64 // of an item; 0 = the class's
	dimensions float64
}

func bindEncoder(p *Params) Model {
	m := &encoding{accelerators: p.accelerators(), tokens: p.num("tokens"), dimensions: p.num("dimensions")}
	m.encoder = ai.Encoder{
		Model: m.model, Device: m.device, Precision: ai.Precision(p.word("weights")),
		Batch: p.whole("max_batch"), Replicas: p.whole("replicas"),
	}
	if own := p.word("network"); own == "own" {
		m.encoder.Model = nil
		m.encoder.Flops, m.encoder.Params, m.encoder.Move = p.num("flops"), p.num("parameters"), p.num("moved")
	} else if n, ok := ai.FindWorkload(own); ok {
		m.encoder.Model = nil
		m.encoder.Flops, m.encoder.Params, m.encoder.Tables, m.encoder.Move, m.encoder.Layers = n.Flops, n.Params, n.Tables, n.Move, n.Layers
	}
	return m
}

func (m *encoding) Serve(l *Load, s *Service) {
	replicas := m.encoder.Replicas
	s.Station.Servers = replicas
	s.Scale = &Scale{Param: "replicas", Value: float64(replicas)}
	s.Trust = Trust{Units: replicas, Unit: m.unitUp}
	if !m.known() {
		s.Station.Discipline = queue.Delay
		return
	}
	idle := ai.IdlePower(m.device) * float64(replicas)
	s.Cost = m.cost(replicas, idle)
	busy := 0.0
	for i := range l.Flows {
		r := m.encode(&l.Flows[i])
		s.Station.Customers[i].Service = queue.Law{Mean: r.PerItem}
		busy += l.Flows[i].Rate * r.PerItem
	}
	if l.Rate == 0 {
		return
	}
	f := l.Flows[0]
	r := m.encode(&f)
	rho := busy / float64(replicas)
	s.Cost.Power = idle + (r.Power-idle)*min(rho, 1)
	s.AI = m.figures(&r, rho)
	if !r.Fits {
		s.Findings = append(s.Findings, Finding{Code: "ai.memory", Severity: diagnostic.Error, Param: "device",
			Message: words("The network needs "+quantity.Format(r.Memory, quantity.Data, "en")+", the device has "+quantity.Format(m.device.Usable, quantity.Data, "en")+".",
				"该网络需要 "+quantity.Format(r.Memory, quantity.Data, "zh")+"，而设备只有 "+quantity.Format(m.device.Usable, quantity.Data, "zh")+"。")})
	}
	m.inBatches(l, s)
	s.Resource = Resource{Kind: "compute", Capacity: float64(replicas), Share: 1, Work: busy / l.Rate}
}

// inBatches adds what batching does to an item's stay. A device takes what
// waits, up to a full batch, so with S(b) = α + βb the batch settles where it
// equals what arrives while one runs: b = λS(b), b = λα/(1 − λβ), at least one
// and at most a full one. An item stays for the whole of its batch, S(b), and
// waits for half of the one that runs when it comes. Waiting beyond that is
// the station's, which serves items as fast as full batches do.
func (m *encoding) inBatches(l *Load, s *Service) {
	most := float64(max(m.encoder.Batch, 1))
	for i := range l.Flows {
		e := m.forFlow(&l.Flows[i])
		full := ai.Encode(e).Batch.Value
		e.Batch = 1
		one := ai.Encode(e).Batch.Value
		slope := 0.0
		if most > 1 {
			slope = (full - one) / (most - 1)
		}
		rate := l.Rate / float64(m.encoder.Replicas)
		b := most
		if rest := 1 - rate*slope; rest > 0 {
			b = min(max(rate*(one-slope)/rest, 1), most)
		}
		stay := one + slope*(b-1)
		busy := min(rate*stay/b, 1)
		s.Delay.Mean = max(s.Delay.Mean, stay*(1+busy/2)-full/most)
	}
}

func (m *encoding) forFlow(f *Flow) ai.Encoder {
	e := m.encoder
	e.Tokens = m.tokens
	if e.Tokens == 0 {
		e.Tokens = f.TokensIn.Mean
	}
	return e
}

func (m *encoding) encode(f *Flow) ai.Encoding { return ai.Encode(m.forFlow(f)) }

func (m *encoding) figures(r *ai.Encoding, rho float64) *report.AI {
	batch := figure("batch_s", words("Time of a full batch", "整批时间"), r.Batch.Value, "s")
	batch.Band = report.Number(r.Batch.Band)
	saturation := figure("saturation_per_s", words("Saturates at", "饱和速率"), r.Saturation.Value, "1/s")
	saturation.Band = report.Number(r.Saturation.Band)
	return &report.AI{Calibrated: r.Calibrated, Why: outside(r.Why), Bounds: []report.Bound{{Phase: "batch", By: string(r.Bound)}}, Figures: []report.Figure{
		batch, saturation,
		figure("joule_per_item", words("Energy of an item", "单项能耗"), r.Energy, "J"),
		figure("full_load", words("Load with full batches", "满批时负载"), rho, ""),
		figure("weights_bytes", words("Weights on a device", "单设备权重"), r.Weights, "B"),
		figure("need_bytes", words("Memory needed", "所需显存"), r.Memory, "B"),
		figure("memory_bytes", words("Memory of a device", "单设备显存"), m.device.Usable, "B"),
	}}
}

func (m *encoding) Route(f Flow, out []Transfer) []Transfer {
	w := f.Work
	w.Bytes = w.Bytes.Plus(4 * m.dimensions)
	return append(out, Transfer{Class: f.Class, Gain: 1, Batch: 1, Work: w})
}
