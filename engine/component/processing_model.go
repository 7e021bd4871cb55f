package component

import (
	"strconv"

	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/queue"
)

// processing is the general station.
type processing struct {
	servers    int
	service    each
	scv        each
	speed      float64 // B/s; 0 = bytes cost no time
	discipline queue.Discipline
	capacity   int
	block      bool    // when full, senders are held
	patience   float64 // s; 0 = without limit
	batch      queue.Gathering
	priority   each
	gain       each
	ratio      each
	class      int // of what leaves; -1 = as it came
	machines   machines
	share      float64
	scale      string
	scaler     *Scaler
}

func bindProcessor(p *Params) Model {
	m := &processing{
		servers: p.whole("servers"), service: p.each("service"), scv: p.each("service_scv"), speed: p.num("speed"),
		discipline: disciplines[p.word("discipline")], capacity: p.whole("capacity"), priority: p.each("priority"),
		gain: p.each("gain"), ratio: p.each("size_ratio"), class: p.class("class_out"),
		machines: p.machines(), share: p.share(), scale: "servers",
		patience: p.num("patience"),
	}
	m.block = m.capacity > 0 && p.word("when_full") == "block"
	p.gather(m)
	m.scaler = p.scaler(m.servers)
	return m
}

// gather reads how a worker takes several items at once.
func (p *Params) gather(m *processing) {
	if m.patience > 0 && (m.discipline != queue.FCFS || m.capacity > 0) {
		p.conflict("patience", "Patience", "耐心时间")
		m.patience = 0
	}
	most := p.whole("batch")
	if most <= 1 {
		return
	}
	if m.discipline != queue.FCFS || m.capacity > 0 || m.patience > 0 {
		p.conflict("batch", "Serving several at once", "合批服务")
		return
	}
	least := p.whole("batch_least")
	if least > most {
		p.report("param.range", diagnostic.Warning, "batch_least", nil,
			words("A batch holds at most "+strconv.Itoa(most)+": it begins with so many.", "一批最多 "+strconv.Itoa(most)+" 项：以此数开始。"))
		least = most
	}
	m.batch = queue.Gathering{Least: least, Most: most, Each: p.num("batch_each"), Join: p.word("batch_entry") == "open"}
}

// conflict says that a parameter works with first come, first served and
// unlimited room only, and is left out.
func (p *Params) conflict(key, en, zh string) {
	p.report("param.conflict", diagnostic.Error, key, nil,
		words(en+" works with first come, first served, unlimited room, and not beside patience and batches together; it is left out.",
			zh+"只适用于先到先服务且容量不限，耐心时间与合批不能同时使用；该设置未计入。"))
}

var disciplines = map[string]queue.Discipline{
	"fcfs": queue.FCFS, "ps": queue.PS, "delay": queue.Delay, "priority": queue.Priority, "preemptive": queue.Preemptive,
}

// HoldsBack tells whether senders are held while it is full.
func (m *processing) HoldsBack() bool { return m.block }

func (m *processing) Serve(l *Load, s *Service) {
	s.Station.Discipline = m.discipline
	s.Station.Servers = m.servers
	if m.capacity > 0 {
		s.Station.Capacity = max(m.capacity, m.servers)
	}
	s.Station.Block = m.block
	s.Station.Patience = m.patience
	s.Station.Gathering = m.batch
	s.Station.Gathering.Each /= m.share
	together := float64(max(m.batch.Most, 1))
	busy := 0.0
	for i := range l.Flows {
		f := &l.Flows[i]
		law := queue.Law{Mean: m.service.of(f.Class), SCV: m.scv.of(f.Class)}
		if m.speed > 0 {
			law = plus(law, queue.Law{Mean: f.Bytes.Mean / m.speed, SCV: f.Bytes.SCV})
		}
		// A share of a pool works at that share of its speed.
		law.Mean /= m.share
		s.Station.Customers[i].Service = law
		s.Station.Customers[i].Priority = int(m.priority.of(f.Class))
		busy += f.Rate * (law.Mean + m.batch.Each*(together-1)/m.share) / together
	}
	s.Scale = &Scale{Param: m.scale, Value: float64(m.servers)}
	servers := float64(m.follow(busy, s))
	s.Station.Servers = int(servers)
	if s.Station.Capacity > 0 {
		s.Station.Capacity = max(s.Station.Capacity, s.Station.Servers)
	}
	rented := m.machines
	rented.count *= servers / float64(m.servers)
	s.Cost = rented.cost(busy / servers)
	s.Trust = m.machines.trusted
	if l.Rate > 0 {
		s.Resource = Resource{Kind: "compute", Capacity: servers, Share: m.share, Work: busy * m.share / l.Rate}
	}
}

// plus is the law of the sum of two independent times.
func plus(a, b queue.Law) queue.Law {
	mean := a.Mean + b.Mean
	if mean == 0 {
		return queue.Law{}
	}
	if b.Mean == 0 {
		return a
	}
	return queue.Law{Mean: mean, SCV: (a.Variance() + b.Variance()) / (mean * mean)}
}

func (m *processing) Route(f Flow, out []Transfer) []Transfer {
	t := Transfer{Class: f.Class, Gain: m.gain.of(f.Class), Batch: 1, Work: f.Work}
	if m.class >= 0 {
		t.Class = m.class
	}
	t.Work.Bytes = f.Bytes.Scaled(m.ratio.of(f.Class))
	return append(out, t)
}

// gathering collects items into batches.
type gathering struct{ filling queue.Filling }

func bindBatcher(p *Params) Model {
	return &gathering{queue.Filling{Most: p.whole("size"), Timeout: p.num("timeout")}}
}

func (m *gathering) Serve(l *Load, s *Service) {
	s.Station.Discipline = queue.Delay
	s.Station.Filling = m.filling
	s.Stage = Queueing
	for i := range l.Flows {
		s.Station.Customers[i].Service = m.filling.Law(l.Flows[i].Rate)
	}
	s.Trust = Trust{Units: 1, Unit: 1}
	if len(l.Flows) > 0 {
		batch, _ := m.filling.Batch(l.Flows[0].Rate)
		s.Figures = append(s.Figures, figure("batch", words("Mean batch", "平均批大小"), batch, ""))
	}
}

func (m *gathering) Route(f Flow, out []Transfer) []Transfer {
	batch, _ := m.filling.Batch(f.Rate)
	return append(out, Transfer{Class: f.Class, Gain: 1, Batch: batch, Work: f.Gathered(batch)})
}

// bandwidthScale is capacity that is set in bytes a second.
func bandwidthScale(param string, now float64) *Scale {
	return &Scale{Param: param, Value: now, Unit: quantity.Bandwidth}
}

func bindQueueing(p *Params) Model {
	return &processing{
		servers: p.whole("servers"), service: p.each("service"), scv: p.each("service_scv"), speed: p.num("speed"),
		discipline: disciplines[p.word("discipline")], capacity: p.whole("capacity"), priority: p.each("priority"),
		block: p.whole("capacity") > 0 && p.word("when_full") == "block",
		gain:  each{all: 1}, ratio: each{all: 1}, class: -1,
		machines: p.machines(), share: p.share(), scale: "servers",
	}
}
