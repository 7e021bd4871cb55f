package component

import (
	"weir/engine/catalog"
	"weir/engine/queue"
)

// answering is where journeys end.
type answering struct{}

func bindResponse(*Params) Model { return answering{} }

func (answering) Serve(l *Load, s *Service) {
	s.Station.Discipline = queue.Delay
	s.Trust = Trust{Units: 1, Unit: 1}
	s.Figures = append(s.Figures,
		figure("items_per_s", words("Answers sent", "发出的答复"), l.Rate, "1/s"),
		figure("bytes_per_s", words("Sent", "发送量"), l.Bytes(), "B/s"))
}

func (answering) Route(_ Flow, out []Transfer) []Transfer { return out }

// archiving keeps what arrives for a time.
type archiving struct {
	tier      catalog.Tier
	retention float64 // s
	ratio     float64 // B kept for a byte
}

func bindArchive(p *Params) Model {
	return &archiving{p.tier(), p.num("retention"), p.num("compression")}
}

// WriteSpeed is that of one client of the tier, B/s.
func (m *archiving) WriteSpeed() float64 { return m.tier.Write }

func (m *archiving) Serve(l *Load, s *Service) {
	s.Station.Discipline = queue.Delay
	kept := l.Bytes() * m.ratio * l.Kept(m.retention)
	s.Delay = queue.Law{Mean: m.tier.Latency}
	s.Cost.Kept = l.Bytes() * m.ratio * l.Kept(charged(&m.tier, m.retention)) * m.tier.Capacity
	s.Cost.Traffic = l.Rate * m.tier.WriteOp
	s.Trust = Trust{Units: 1, Unit: m.tier.Availability}
	s.Figures = append(s.Figures,
		figure("kept_bytes", words("Data kept", "存储量"), kept, "B"),
		figure("bytes_per_s", words("Written", "写入量"), l.Bytes(), "B/s"))
}

func (m *archiving) Route(_ Flow, out []Transfer) []Transfer { return out }
