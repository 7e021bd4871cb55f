package component

import (
	"math"

	"weir/engine/catalog"
	"weir/engine/diagnostic"
	"weir/engine/portable"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/report"
)

// storing reads or writes objects on a tier.
type storing struct {
	tier       catalog.Tier
	read       bool
	kept       float64 // B
	retention  float64 // s
	volumes    int
	size       float64 // B of an operation; 0 = the item's own
	latencySCV float64
	discipline queue.Discipline
	scale      string
	share      float64
	code       queue.Redundancy // fragments of an object; none = the tier's durability
}

func bindObjectStore(p *Params) Model {
	m := newStoring(p, "prefixes")
	m.discipline = queue.PS
	return m
}

func bindBlockStore(p *Params) Model { return newStoring(p, "volumes") }

func newStoring(p *Params, volumes string) *storing {
	tier := p.tier()
	return &storing{
		tier: tier, code: p.code(&tier), read: p.word("operation") == "read", kept: p.num("kept"), retention: p.num("retention"),
		volumes: p.whole(volumes), size: p.num("object_size"), latencySCV: p.num("latency_scv"), scale: volumes, share: p.share(),
	}
}

// code is how objects survive the loss of devices: as fragments of which some
// are enough. The design keeps them itself, so more is stored.
func (p *Params) code(t *catalog.Tier) queue.Redundancy {
	n, k := p.whole("fragments"), p.whole("fragments_needed")
	if n == 0 {
		return queue.Redundancy{}
	}
	if k > n {
		p.report("store.fragments", diagnostic.Error, "fragments_needed", &Fix{Param: "fragments_needed", Value: quantity.Num(float64(n)), Label: words("Set "+shown(quantity.Num(float64(n))), "改为 "+shown(quantity.Num(float64(n))))},
			words("More fragments are needed than there are.", "所需分片数多于分片总数。"))
		k = n
	}
	rate := t.AFR
	if p.given("device_afr") {
		rate = p.num("device_afr")
	}
	if !(rate > 0) {
		p.report("store.afr", diagnostic.Error, "device_afr", nil,
			words("The tier states no failure rate of its devices: enter one.", "该存储层级未给出设备故障率：请填写。"))
		return queue.Redundancy{}
	}
	return queue.Redundancy{Fragments: n, Needed: k, MTBF: year / -portable.Log1p(-rate), Repair: p.num("rebuild")}
}

// durability is the share of objects that survive a year, and the bytes kept
// for a byte of them.
func (m *storing) durability() (survive, overhead float64) {
	if m.code.Fragments == 0 {
		return m.tier.Durability, 1
	}
	return 1 - m.code.AnnualLoss(year), float64(m.code.Fragments) / float64(m.code.Needed)
}

func (p *Params) tier() catalog.Tier {
	id := p.word("tier")
	t, ok := catalog.FindTier(id)
	if !ok {
		p.report("tier.unknown", diagnostic.Error, "tier", nil,
			words("The catalogue has no storage tier “"+id+"”.", "目录中没有存储层级“"+id+"”。"))
		return t
	}
	price := report.Price{ID: id, AsOf: t.AsOf, Source: t.Source, PerByteSecond: report.Number(t.Capacity)}
	if v, ok := p.env.Prices[id]; ok {
		x, err := quantity.Resolve(v, quantity.MoneyDataTime, p.env.FX)
		if err == nil && x >= 0 {
			t.Capacity = x
			price = report.Price{ID: id, Own: true, PerByteSecond: report.Number(x)}
		} else {
			p.report("price.unit", diagnostic.Error, "tier", nil,
				words("The price book's entry for “"+id+"” is not a price of stored data, as $0.023/GB/month is.", "价目表中“"+id+"”的条目不是存储价格，例如 $0.023/GB/month。"))
		}
	}
	p.quote(price)
	return t
}

// operation is the size of one operation.
func (m *storing) operation(f *Flow) Spread {
	if m.size > 0 {
		return Spread{Mean: m.size}
	}
	return f.Bytes
}

// WriteSpeed is what all its volumes take together, B/s.
func (m *storing) WriteSpeed() float64 {
	if m.read {
		return 0
	}
	return m.tier.Write * float64(m.volumes) * m.share
}

func (m *storing) Serve(l *Load, s *Service) {
	t := &m.tier
	speed, ops, price := t.Write, t.WriteIOPS, t.WriteOp
	if m.read {
		speed, ops, price = t.Read, t.ReadIOPS, t.ReadOp
	}
	s.Station.Discipline = m.discipline
	s.Station.Servers = m.volumes
	moved := 0.0
	for i := range l.Flows {
		op := m.operation(&l.Flows[i])
		moved += l.Flows[i].Rate * op.Mean
		s.Station.Customers[i].Service = opTime(op, speed*m.share, ops*m.share)
	}
	s.Delay = queue.Law{Mean: t.Latency, SCV: m.latencySCV}
	s.Scale = &Scale{Param: m.scale, Value: float64(m.volumes)}
	kept, paid := m.kept, m.kept
	s.Cost.Traffic = l.Rate * price
	if m.read {
		s.Cost.Traffic += moved * t.Retrieval
	} else {
		kept += moved * l.Kept(m.retention)
		paid += moved * l.Kept(charged(t, m.retention))
	}
	survive, overhead := m.durability()
	s.Cost.Kept = paid * overhead * t.Capacity
	s.Trust = Trust{Units: 1, Unit: t.Availability}
	if l.Rate > 0 {
		s.Resource = Resource{Kind: "storage", Capacity: speed * float64(m.volumes), Share: m.share, Work: moved / l.Rate}
	}
	durability := figure("durability", words("Durability a year", "年持久性"), survive, "")
	if m.code.Fragments > 0 {
		durability = exactly("first passage", durability)
	}
	s.Figures = append(s.Figures, figure("kept_bytes", words("Data kept", "存储量"), kept, "B"), durability)
	if m.code.Fragments > 0 {
		s.Figures = append(s.Figures,
			exactly("first passage", figure("loss_a_year", words("Loss of an object a year", "对象年丢失概率"), m.code.AnnualLoss(year), "")),
			exactly("first passage", figure("mttdl_s", words("Mean time to data loss", "平均数据丢失时间"), m.code.MeanTimeToLoss(), "s")),
			figure("stored_bytes", words("Stored, fragments counted", "实际存储（含分片）"), kept*overhead, "B"))
	}
}

// Intake is the bytes/s that may be written.
func (m *storing) Intake() float64 { return m.tier.Write * m.share * float64(m.volumes) }

// charged is how long data is paid for that is kept for a time: some tiers
// charge a least time. What is replaced at once (0) is taken as never kept.
func charged(t *catalog.Tier, retention float64) float64 {
	if retention == 0 {
		return 0
	}
	return max(retention, t.MinKeep)
}

// opTime is how long a volume is busy with an operation: its bytes by the
// throughput, or the least time its operations per second allow.
func opTime(op Spread, speed, ops float64) queue.Law {
	if speed <= 0 {
		return queue.Law{}
	}
	t := queue.Law{Mean: op.Mean / speed, SCV: op.SCV}
	if ops > 0 && 1/ops > t.Mean {
		return queue.Law{Mean: 1 / ops}
	}
	return t
}

func (m *storing) Route(f Flow, out []Transfer) []Transfer {
	w := f.Work
	w.Bytes = m.operation(&f)
	return append(out, Transfer{Class: f.Class, Gain: 1, Batch: 1, Work: w})
}

// searching finds near vectors.
type searching struct {
	processing
	memory  float64 // B of the whole index
	touched float64 // B of a search
	topK    float64
	tokens  float64 // of a passage
	bytes   float64 // of a passage
}

func bindVectorIndex(p *Params) Model {
	n, vector := p.num("vectors"), p.num("dimensions")*p.num("component_bytes")
	width, links := p.num("search_width"), p.num("links")
	m := &searching{
		topK: p.num("top_k"), tokens: p.num("passage_tokens"), bytes: p.num("passage_size"),
		memory: n * vector,
	}
	switch p.word("index") {
	case "flat":
		m.touched = n * vector
	case "ivf":
		// all centroids, then the lists probed
		lists := min(max(links, 1), n)
		m.touched = lists*vector + min(width/lists, 1)*n*vector
		m.memory += lists * vector
	default:
		m.touched = min(hnswVisits(n, width, links), n) * (vector + 4)
		m.memory += n * 2 * links * 4
	}
	bandwidth := p.num("bandwidth")
	m.processing = processing{
		servers: p.whole("servers"), service: each{all: p.num("overhead") + m.touched/bandwidth}, scv: p.each("service_scv"),
		gain: each{all: 1}, ratio: each{all: 1}, class: -1, machines: p.machines(), share: p.share(), scale: "servers",
	}
	if have := m.machines.memory * m.machines.count; have > 0 && m.memory > have {
		need := quantity.Num(math.Ceil(m.memory / m.machines.memory))
		p.report("vector.memory", diagnostic.Error, "hosts",
			&Fix{Param: "hosts", Value: need, Label: words("Rent "+shown(need)+" servers", "租用 "+shown(need)+" 台服务器")},
			words("The index takes "+quantity.Format(m.memory, quantity.Data, "en")+" of memory, its servers have "+quantity.Format(have, quantity.Data, "en")+".",
				"索引需要 "+quantity.Format(m.memory, quantity.Data, "zh")+" 内存，而服务器只有 "+quantity.Format(have, quantity.Data, "zh")+"。"))
	}
	return m
}

// hnswVisits is the vectors a graph search compares with: each of the ef
// candidates kept is expanded once and has 2M neighbours on the lowest level,
// of which about half were seen before; the levels above cost M each, log_M n
// of them (Malkov & Yashunin 2018, section 4: O(log n) at fixed M).
func hnswVisits(n, ef, m float64) float64 {
	if n <= 1 {
		return 1
	}
	return ef*m + m*portable.Log(n)/portable.Log(max(m, 2))
}

func (m *searching) Serve(l *Load, s *Service) {
	m.processing.Serve(l, s)
	s.Figures = append(s.Figures,
		figure("memory_bytes", words("Memory of the index", "索引内存"), m.memory, "B"),
		figure("touched_bytes", words("Bytes touched a search", "单次检索访问字节"), m.touched, "B"))
}

func (m *searching) Route(f Flow, out []Transfer) []Transfer {
	w := f.Work
	w.Bytes = w.Bytes.Plus(m.topK * m.bytes)
	w.TokensIn = w.TokensIn.Plus(m.topK * m.tokens)
	return append(out, Transfer{Class: f.Class, Gain: 1, Batch: 1, Work: w})
}
