package component

import (
	"weir/engine/catalog"
	"weir/engine/diagnostic"
	"weir/engine/queue"
)

// copying is a backup plan.
type copying struct {
	tier               catalog.Tier
	data               float64 // B
	interval           float64 // s
	changed            float64 // share of the data in an incremental copy
	bandwidth, restore float64 // B/s
	copies             float64
	detect, start      float64 // s
}

func bindBackup(p *Params) Model {
	m := &copying{
		tier: p.tier(), data: p.num("data"), interval: p.num("interval"), changed: p.num("changed"),
		bandwidth: p.num("bandwidth"), restore: p.num("restore_bandwidth"), copies: p.num("copies"),
		detect: p.num("detect"), start: p.num("start"),
	}
	if m.window() > m.interval {
		to := Written(1.25*m.data*m.changed/m.interval, p.kind.Params[p.kind.schema.index["bandwidth"]].Dimension)
		p.report("backup.window", diagnostic.Error, "bandwidth",
			&Fix{Param: "bandwidth", Value: to, Label: words("Set "+shown(to), "改为 "+shown(to))},
			words("A copy is not finished when the next one begins.", "下一次备份开始时，上一次尚未完成。"))
	}
	return m
}

// window is the time to write one copy.
func (m *copying) window() float64 { return m.data * m.changed / m.bandwidth }

// kept is a full copy and the incremental ones.
func (m *copying) kept() float64 { return m.data * (1 + m.copies*m.changed) }

// paid is what is charged: a copy that is dropped before the tier's least time
// is paid for until then.
func (m *copying) paid() float64 {
	if m.copies == 0 {
		return m.kept()
	}
	return m.data * (1 + m.changed*charged(&m.tier, m.copies*m.interval)/m.interval)
}

// rpo: data written just after a copy began is safe when the next is complete.
func (m *copying) rpo() float64 { return m.interval + m.window() }

// Recovery are the RTO and the rate of the restore flow, B/s, where its way
// takes no more than most: at worst the full copy and every incremental one
// are read.
func (m *copying) Recovery(most float64) (rto, rate float64) {
	rate = min(m.restore, most)
	return m.detect + m.tier.Latency + m.kept()/rate + m.start, rate
}

// Copies are the copies a plan writes and reads back.
func (m *copying) Copies() Copies {
	return Copies{
		Bytes: m.data * m.changed, Every: m.interval, Rate: m.bandwidth,
		Kept: m.kept(), Back: m.restore, Notice: m.detect + m.tier.Latency, Start: m.start,
	}
}

// FreeBandwidth is the method of what a flow of bytes takes that gets what others
// leave over of its way.
const FreeBandwidth = "free bandwidth"

func (m *copying) Serve(l *Load, s *Service) {
	s.Station.Discipline = queue.PS
	s.Station.Servers = 1
	for i := range l.Flows {
		b := l.Flows[i].Bytes
		s.Station.Customers[i].Service = queue.Law{Mean: b.Mean / m.bandwidth, SCV: b.SCV}
	}
	s.Scale = bandwidthScale("bandwidth", m.bandwidth)
	s.Cost.Kept = m.paid() * m.tier.Capacity
	s.Cost.Traffic = l.Rate * m.tier.WriteOp
	s.Trust = Trust{Units: 1, Unit: m.tier.Availability}
	s.Resource = Resource{Kind: "storage", Capacity: m.bandwidth, Share: 1, Work: meanBytes(l)}
	rto, _ := m.Recovery(m.restore)
	s.Figures = append(s.Figures,
		exactly(FreeBandwidth, figure("rpo_s", words("RPO", "RPO"), m.rpo(), "s")),
		exactly(FreeBandwidth, figure("rto_s", words("RTO", "RTO"), rto, "s")),
		exactly(FreeBandwidth, figure("window_s", words("Time to write a copy", "备份窗口"), m.window(), "s")),
		figure("kept_bytes", words("Data kept", "存储量"), m.kept(), "B"),
		figure("durability", words("Durability a year", "年持久性"), m.tier.Durability, ""))
}

func (m *copying) Route(f Flow, out []Transfer) []Transfer { return onward(f, out) }

// watching is a monitor.
type watching struct {
	hold, interval, action float64 // s
	watch                  Watch
}

func bindMonitor(p *Params) Model {
	m := &watching{hold: p.num("for"), interval: p.num("interval"), action: p.num("action_time")}
	m.watch = Watch{p.word("metric"), p.word("action"), p.num("bound"), m.hold, m.interval, m.action}
	return m
}

func (m *watching) Serve(l *Load, s *Service) {
	s.Station.Discipline = queue.Delay
	s.Trust = Trust{Units: 1, Unit: 1}
	detect := m.hold + m.interval/2
	s.Figures = append(s.Figures,
		figure("detect_s", words("Mean time to notice", "平均发现时间"), detect, "s"),
		figure("effect_s", words("Until the action works", "至动作生效"), detect+m.action, "s"))
}

func (m *watching) Route(_ Flow, out []Transfer) []Transfer { return out }
