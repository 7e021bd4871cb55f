package flow

import (
	"math"

	"weir/engine/component"
)

// connectSavers tells every model that saves its state how fast the storage
// takes it that it is wired to. A model that knows already stays as it is, so
// that only an edit that changes the speed makes it anew.
func (p *Plan) connectSavers() {
	for i, b := range p.Bound {
		if b == nil || b.Saver == nil {
			continue
		}
		speed := p.storageSpeed(int32(i), math.Inf(1), map[int32]bool{})
		if math.IsInf(speed, 1) {
			speed = 0
		}
		if m := b.Saver.SaveAt(speed); m != b.Model {
			p.Bound[i] = b.With(m)
		}
	}
}

// storageSpeed is the B/s of the slowest storage that is reached from a node,
// with the wires and links on the way; infinite if there is none.
func (p *Plan) storageSpeed(n int32, so float64, seen map[int32]bool) float64 {
	least := math.Inf(1)
	seen[n] = true
	for e := p.graph.out[n]; e < p.graph.out[n+1]; e++ {
		to, way := p.graph.ends[e].to, so
		if w := p.wires[e]; w != nil && w.Bandwidth > 0 {
			way = min(way, w.Bandwidth)
		}
		if p.Bound[to] == nil || seen[to] {
			continue
		}
		switch m := p.Bound[to].Model.(type) {
		case component.Keeper:
			if speed := m.WriteSpeed(); speed > 0 {
				least = min(least, way, speed)
			}
			continue
		case component.Carrier:
			way = min(way, m.Bandwidth())
		}
		least = min(least, p.storageSpeed(to, way, seen))
	}
	return least
}
