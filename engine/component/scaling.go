package component

import (
	"math"
	"strconv"

	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// Scaler lets the servers of a station follow its load.
type Scaler struct {
	Least, Most int
	Target      float64 // share of the time they are busy
	Every, Lag  float64 // s between looks; until a new server works
}

// scaler reads how workers follow the load; nil where they do not.
func (p *Params) scaler(least int) *Scaler {
	most := p.whole("servers_most")
	if most == 0 {
		return nil
	}
	if most < least {
		p.report("scaling.most", diagnostic.Error, "servers_most", &Fix{Param: "servers_most", Value: quantity.Num(float64(least)), Label: words("Set "+strconv.Itoa(least), "改为 "+strconv.Itoa(least))},
			words("There are fewer workers at most than at least.", "最多工作线程数少于最少工作线程数。"))
		return nil
	}
	return &Scaler{least, most, p.num("target"), p.num("scale_every"), p.num("scale_lag")}
}

// Servers is the number a steady load settles at: enough to be busy for no
// more than the target, within the bounds. load is the work that comes in, in
// servers.
func (s *Scaler) Servers(load float64) int {
	return int(min(max(math.Ceil(load/s.Target-1e-9), float64(s.Least)), float64(s.Most)))
}

// follow sets the servers of a station by its load and says what that leaves out.
func (m *processing) follow(load float64, s *Service) (servers int) {
	if m.scaler == nil {
		return m.servers
	}
	servers = m.scaler.Servers(load)
	s.Scaler = m.scaler
	s.Scale = &Scale{Param: "servers_most", Value: float64(m.scaler.Most)}
	lag := quantity.Format(m.scaler.Every+m.scaler.Lag, quantity.Time, "en")
	s.Findings = append(s.Findings, Finding{Code: "scaling.transient", Severity: diagnostic.Info, Message: words(
		strconv.Itoa(servers)+" workers are what this load settles at. After a rise in load the new ones work up to "+lag+" later: simulate to see what is lost or waits until then.",
		"该负载稳定后需 "+strconv.Itoa(servers)+" 个工作线程。负载上升后，新线程最多 "+lag+" 后才开始工作：期间的等待与丢失请通过仿真查看。")})
	return servers
}
