package component

import (
	"math"

	"weir/engine/ai"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/report"
)

// learning is a training run.
type learning struct {
	accelerators
	plan     ai.TrainingPlan
	run      ai.TrainingRun
	interval float64 // s between checkpoints
	writing  float64 // s to write one
	mtbf     float64 // s between failures of the run
	goodput  float64 // share of the time that becomes lasting work

	restart float64 // s from a failure until training runs again
	every   float64 // s between checkpoints as asked for; 0 = the best
	speed   float64 // B/s a checkpoint is written at
	fixed   bool    // the speed is the reader's, not the storage's
}

func bindTraining(p *Params) Model {
	m := &learning{accelerators: p.accelerators()}
	m.plan = ai.TrainingPlan{
		Model: m.model, Device: m.device,
		TP: p.whole("tp"), PP: p.whole("pp"), DP: p.whole("dp"), CP: p.whole("cp"), EP: p.whole("ep"), Virtual: p.whole("interleave"),
		MicroBatch: p.whole("micro_batch"), GlobalBatch: p.whole("global_batch"), Sequence: p.whole("sequence"),
		Precision: ai.Precision(p.word("precision")), Recompute: ai.Recompute(p.word("recompute")), Tokens: p.num("tokens"),
	}
	m.plan.ZeRO = int(p.word("zero")[0] - '0')
	if stack := p.word("stack"); stack != "auto" {
		m.plan.Stack = ai.Stack(stack)
	}
	m.plan.Compiled, m.plan.AsyncTP = p.word("compile") == "on", p.word("async_tp") == "on"
	m.plan.RowwiseFP8, m.plan.LoRA = p.word("fp8_scaling") == "row", p.word("lora") == "on"
	if early := p.word("kernels") == "early"; early && m.model != nil {
		m.plan.EarlyMoE = m.model.MoE()
		m.plan.EarlyKernel = !m.plan.EarlyMoE
	}
	m.plan.LoRARank, m.plan.LoRAWeights = p.whole("lora_rank"), ai.Precision(p.word("lora_weights"))
	m.plan.NoOverlap = p.word("overlap") == "off"
	m.plan.NIC, m.plan.Link, m.plan.Factor = p.num("network"), p.num("interconnect"), p.num("cluster_factor")
	if !m.known() {
		return m
	}
	m.plan.GPUs = m.plan.TP * m.plan.PP * m.plan.DP * m.plan.CP
	for _, f := range ai.CheckTraining(m.plan) {
		p.add(f)
		if f.Severity == diagnostic.Error && f.Code != "train.memory" {
			m.model = nil // its figures would mean nothing
		}
	}
	if !m.known() {
		return m
	}
	m.run = ai.Train(m.plan)
	m.checkpoints(p)
	return m
}

// stateBytes is what a checkpoint holds of a parameter: 2 B of weight and
// 12 B of Adam states (Rajbhandari et al. 2020). Of a trillion parameters
// that is 14 TB; Narayanan et al. 2021 wrote 13.8 TB.
const stateBytes = 14

// checkpoint is its size, B: of LoRA the adapters alone.
func (m *learning) checkpoint() float64 { return stateBytes * m.run.Trained }

// defaultSpeed is how fast checkpoints are written where no storage is wired, B/s.
const defaultSpeed = 2e9

// checkpoints works out what failures cost. They come as a Poisson stream,
// one per device and mtbf.
func (m *learning) checkpoints(p *Params) {
	m.mtbf = p.num("mtbf") / float64(max(m.run.Devices, 1))
	m.restart, m.every = p.num("restart"), p.num("checkpoint")
	m.speed, m.fixed = defaultSpeed, p.given("checkpoint_bandwidth")
	if m.fixed {
		m.speed = p.num("checkpoint_bandwidth")
	}
	m.save()
}

// hopeless is the share of lasting work below which a run is said never to end.
const hopeless = 1e-6

func (m *learning) save() {
	m.writing = m.checkpoint() / m.speed
	m.interval = m.every
	if m.interval <= 0 {
		m.interval = queue.BestInterval(m.writing, m.mtbf)
	}
	m.goodput = max(queue.CheckpointEfficiency(m.interval, m.writing, m.restart, m.mtbf), hopeless)
}

// SaveAt is the run with checkpoints written at a speed, B/s, that of the
// storage the node is wired to; 0 = none.
func (m *learning) SaveAt(speed float64) Model {
	if speed <= 0 {
		speed = defaultSpeed
	}
	if !m.known() || m.fixed || speed == m.speed {
		return m
	}
	at := *m
	at.speed = speed
	at.save()
	return &at
}

// samples is the training sequences one arriving item stands for: by its
// tokens where it has any, else by the items in it.
func (m *learning) samples(f *Flow) float64 {
	if f.TokensIn.Mean > 0 {
		return f.TokensIn.Mean / float64(max(m.plan.Sequence, 1))
	}
	return f.Items
}

func (m *learning) Serve(l *Load, s *Service) {
	s.Station.Servers = 1
	s.Trust = Trust{Units: 1, Unit: m.unitUp}
	if !m.known() {
		s.Station.Discipline = queue.Delay
		return
	}
	s.Scale = &Scale{Param: "dp", Value: float64(m.plan.DP)}
	each := m.run.Iteration.Value / m.goodput / float64(max(m.plan.GlobalBatch, 1))
	work := 0.0
	for i := range l.Flows {
		law := queue.Law{Mean: each * m.samples(&l.Flows[i]), SCV: l.Flows[i].TokensIn.SCV}
		s.Station.Customers[i].Service = law
		work += l.Flows[i].Rate * law.Mean
	}
	power, stall := m.run.Power, 0.0
	if l.Rate > 0 && work < 1 {
		// The devices wait for data: a step takes as long as its samples do to come.
		idle := ai.IdlePower(m.device) * float64(m.run.Devices)
		power = idle + (power-idle)*work
		stall = m.run.Iteration.Value * (1/work - 1)
	}
	if m.goodput <= hopeless {
		s.Findings = append(s.Findings, m.neverEnds())
	}
	s.Cost = m.cost(m.run.Devices, power)
	s.AI = m.figures(stall, m.lasts(l))
	if l.Rate > 0 {
		s.Resource = Resource{Kind: "compute", Capacity: 1, Share: 1, Work: work / l.Rate}
	}
}

// neverEnds says that failures come before a checkpoint is written.
func (m *learning) neverEnds() Finding {
	en, zh := quantity.Format(m.mtbf, quantity.Time, "en"), quantity.Format(m.mtbf, quantity.Time, "zh")
	wen, wzh := quantity.Format(m.writing, quantity.Time, "en"), quantity.Format(m.writing, quantity.Time, "zh")
	return Finding{
		Code: "train.failures", Severity: diagnostic.Error, Param: "checkpoint_bandwidth",
		Message: words("A failure comes every "+en+", and a checkpoint takes "+wen+" to write: the run never ends. Wire faster storage, or use fewer devices.",
			"平均每 "+zh+" 发生一次故障，而写一次检查点需要 "+wzh+"：训练无法完成。请连接更快的存储或减少设备。"),
	}
}

// lasts is how long the training runs, failures counted, s: as long as the job
// that feeds it, else as its tokens take; 0 where neither says.
func (m *learning) lasts(l *Load) float64 {
	if l.Lasts > 0 {
		return l.Lasts
	}
	return m.run.Duration / m.goodput
}

func (m *learning) figures(stall, expected float64) *report.AI {
	r := &m.run
	a := &report.AI{Calibrated: r.Calibrated, Why: outside(r.Why), Figures: make([]report.Figure, 0, 24)}
	plain := func(key string, label Text, value float64, unit string) {
		a.Figures = append(a.Figures, figure(key, label, value, unit))
	}
	banded := func(key string, label Text, value float64, unit string) {
		x := figure(key, label, value, unit)
		x.Band = report.Number(r.Iteration.Band) // they are all one step's time
		a.Figures = append(a.Figures, x)
	}
	name := words("Iteration", "单次迭代")
	if !r.Memory.Fits {
		name = words("Iteration, if it fitted", "单次迭代（假设显存足够）")
	}
	banded("iteration_s", name, r.Iteration.Value, "s")
	if stall > 0.005*r.Iteration.Value {
		banded("stall_s", words("Waiting for data", "等待数据"), stall, "s")
	}
	banded("tokens_per_s", words("Tokens trained", "训练词元速率"), r.Tokens.Value, "tokens/s")
	banded("mfu", words("MFU, of the 16-bit peak", "MFU（相对 16 位峰值）"), r.MFU, "")
	banded("hfu", words("HFU, recompute counted, of the 16-bit peak", "HFU（计入重计算，相对 16 位峰值）"), r.HFU, "")
	banded("flops_device", words("Rate of a device, model FLOPs", "单设备算力（模型计算量）"), r.ModelRate, "FLOP/s")
	banded("hardware_flops_device", words("Rate of a device, recompute counted", "单设备算力（计入重计算）"), r.HardwareRate, "FLOP/s")
	banded("tokens_per_s_device", words("Tokens a device", "单设备训练词元"), r.TokensDevice, "tokens/s")
	if r.Tokens.Value > 0 {
		banded("joule_per_token", words("Energy of a token", "每词元能耗"), r.Power/r.Tokens.Value, "J")
	}
	plain("checkpoint_bytes", words("Size of a checkpoint", "检查点大小"), m.checkpoint(), "B")
	plain("checkpoint_speed", words("It is written at", "检查点写入速度"), m.speed, "B/s")
	plain("checkpoint_s", words("Checkpoint every", "检查点间隔"), m.interval, "s")
	plain("checkpoint_write_s", words("Time to write one", "写一次检查点"), m.writing, "s")
	plain("checkpoint_best_s", words("Best interval, exact", "最优间隔（精确）"), queue.BestInterval(m.writing, m.mtbf), "s")
	plain("checkpoint_young_s", words("Young's interval", "Young 间隔"), queue.YoungInterval(m.writing, m.mtbf), "s")
	plain("checkpoint_daly_s", words("Daly's interval", "Daly 间隔"), queue.DalyInterval(m.writing, m.mtbf), "s")
	plain("goodput", words("Time that lasts, failures counted", "有效时间占比（计入故障）"), m.goodput, "")
	if expected > 0 && !math.IsInf(expected, 1) {
		banded("duration_s", words("Time to train, failures counted", "训练时长（计入故障）"), expected, "s")
		banded("run_usd", words("Cost of the run", "训练成本"), expected*m.rent*float64(r.Devices), "$")
		banded("run_joule", words("Energy of the run", "训练能耗"), expected*r.Power, "J")
	}
	s := &r.Split
	for _, part := range []struct {
		key   string
		label Text
		value float64
	}{
		{"compute_s", words("of it compute", "其中计算"), s.Compute},
		{"recompute_s", words("of it recompute", "其中重计算"), s.Recompute},
		{"tensor_s", words("of it tensor parallel", "其中张量并行"), s.Tensor},
		{"experts_s", words("of it experts", "其中专家通信"), s.Experts},
		{"pipeline_s", words("of it pipeline", "其中流水线气泡"), s.Pipeline},
		{"data_s", words("of it data parallel", "其中数据并行"), s.Data},
		{"optimizer_s", words("of it optimiser", "其中优化器"), s.Optimizer},
		{"host_s", words("of it host", "其中主机开销"), s.Host},
	} {
		if part.value > 0 {
			banded(part.key, part.label, part.value, "s")
		}
	}
	plain("devices", words("Devices", "设备数"), float64(r.Devices), "")
	mem := &r.Memory
	plain("need_bytes", words("Memory needed", "所需显存"), mem.Total, "B")
	plain("weights_bytes", words("of it weights", "其中权重"), mem.Weights, "B")
	plain("gradients_bytes", words("of it gradients", "其中梯度"), mem.Gradients, "B")
	plain("optimizer_bytes", words("of it optimiser", "其中优化器状态"), mem.Optimizer, "B")
	plain("embedding_bytes", words("of it vocabulary", "其中词表"), mem.Embedding, "B")
	plain("activations_bytes", words("of it activations", "其中激活"), mem.Activations, "B")
	plain("memory_bytes", words("Memory of a device", "单设备显存"), mem.Capacity, "B")
	return a
}

// Route: a checkpoint leaves now and then; what is trained stays.
func (m *learning) Route(f Flow, out []Transfer) []Transfer {
	if !m.known() {
		return onward(f, out)
	}
	w := Work{Bytes: Spread{Mean: m.checkpoint()}, Items: f.Items}
	per := m.samples(&f) / float64(max(m.plan.GlobalBatch, 1)) // iterations an item makes
	gain := per * m.run.Iteration.Value / m.interval
	return append(out, Transfer{Class: f.Class, Gain: min(gain, 1), Batch: 1, Work: w})
}
