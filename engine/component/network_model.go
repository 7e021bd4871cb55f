package component

import "weir/engine/queue"

// Wire is a shared line: bytes share its bandwidth, propagation adds to it.
type Wire struct {
	Bandwidth float64 // B/s; 0 = unlimited
	Latency   float64 // s one way
	Ratio     float64 // wire bytes for a byte
	Header    float64 // wire bytes for a message
	Trips     float64 // round trips for a message
}

// NewWire makes a wire. A ratio of loss of the packets is sent again, so that
// each is sent 1/(1−loss) times. An unknown protocol counts as none.
func NewWire(bandwidth, latency, loss float64, name string) (w Wire, known bool) {
	p, known := findProtocol(name)
	if !known {
		p = protocols[0]
	}
	w = Wire{Bandwidth: bandwidth, Latency: latency, Trips: p.roundTrips}
	w.Ratio, w.Header = p.wire()
	again := 1 / (1 - loss)
	w.Ratio *= again
	w.Header *= again
	return w, known
}

// Transmission is the time the line is busy with one message, alone on it.
func (w *Wire) Transmission(bytes Spread) queue.Law {
	if w.Bandwidth == 0 {
		return queue.Law{}
	}
	b := bytes.Scaled(w.Ratio).Plus(w.Header)
	return queue.Law{Mean: b.Mean / w.Bandwidth, SCV: b.SCV}
}

// Propagation is the time on the way beside transmission: one way for the
// message, and both ways for each round trip of the protocol.
func (w *Wire) Propagation() queue.Law {
	return queue.Law{Mean: w.Latency * (1 + 2*w.Trips)}
}

// Serve makes a wire a station of processor sharing.
func (w *Wire) Serve(l *Load, s *Service) {
	s.Station.Discipline = queue.PS
	if w.Bandwidth == 0 {
		s.Station.Discipline = queue.Delay
	}
	s.Station.Servers = 1
	for i := range l.Flows {
		s.Station.Customers[i].Service = w.Transmission(l.Flows[i].Bytes)
	}
	s.Delay = w.Propagation()
	s.Stage = Moving
	s.Resource = Resource{Kind: "network", Capacity: w.Bandwidth, Share: 1, Work: meanBytes(l)}
}

func meanBytes(l *Load) float64 {
	if l.Rate == 0 {
		return 0
	}
	return l.Bytes() / l.Rate
}

// linking is a link as a node.
type linking struct {
	wire   Wire
	egress float64 // USD/B
	unitUp float64
	share  float64
}

func bindLink(p *Params) Model {
	w, _ := NewWire(p.num("bandwidth")*p.share(), p.num("latency"), p.num("loss"), p.word("protocol"))
	return &linking{w, p.num("egress"), p.num("availability"), p.share()}
}

// Bandwidth is the link's, B/s.
func (m *linking) Bandwidth() float64 { return m.wire.Bandwidth }

func (m *linking) Serve(l *Load, s *Service) {
	m.wire.Serve(l, s)
	s.Resource.Capacity /= m.share
	s.Resource.Share = m.share
	s.Scale = bandwidthScale("bandwidth", m.wire.Bandwidth/m.share)
	s.Cost.Traffic = m.egress * l.Bytes()
	s.Trust = Trust{Units: 1, Unit: m.unitUp}
}

// Intake is the bytes/s that may pass.
func (m *linking) Intake() float64 { return m.wire.Bandwidth / m.wire.Ratio }

func (m *linking) Route(f Flow, out []Transfer) []Transfer { return onward(f, out) }

func bindBalancer(p *Params) Model {
	return &processing{
		servers: p.whole("servers"), service: p.each("service"), scv: p.each("service_scv"),
		gain: each{all: 1}, ratio: each{all: 1}, class: -1, machines: p.machines(), share: p.share(), scale: "servers",
	}
}
