package component

import (
	"weir/engine/catalog"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/report"
)

// Bound is a node's model with what flow needs to know beside it.
type Bound struct {
	Kind     *Kind
	Model    Model
	Split    bool // each item takes one wire of its port; else every wire gets a copy
	Regular  bool // splits in turns rather than by chance
	Findings []Finding
	Prices   []report.Price // it is charged by

	// What the model is beside, nil where it is not: asked of every node at
	// every evaluation, and in WebAssembly each assertion is a search.
	Source   Source
	Saver    Saver
	Copier   Copier
	Restorer Restorer
	Holds    bool // back who sends to it
}

// With is the node with another model.
func (b *Bound) With(m Model) *Bound {
	other := *b
	other.Model = m
	other.Source, _ = m.(Source)
	other.Saver, _ = m.(Saver)
	other.Copier, _ = m.(Copier)
	other.Restorer, _ = m.(Restorer)
	h, ok := m.(Holder)
	other.Holds = ok && h.HoldsBack()
	return &other
}

// Bind reads a node's parameters and makes its model.
func Bind(k *Kind, n *design.Node, env *Env) *Bound {
	p := ReadParams(k, n, env)
	b := (&Bound{Kind: k}).With(k.bind(p))
	if _, ok := k.schema.index["fanout"]; ok {
		b.Split = p.word("fanout") == "split"
	}
	if _, ok := k.schema.index["policy"]; ok {
		b.Split = true
		b.Regular = p.word("policy") != "random"
	}
	b.Findings, b.Prices = p.Findings, p.Prices
	return b
}

// Balances tells whether a node sends each item where it will be served: by
// any of its wires that leads somewhere.
func (b *Bound) Balances() bool { return b.Split && b.Kind.Family == Network }

// Bypass is the out port by which a bypassed node passes its work on.
func (k *Kind) Bypass() int {
	for i := range k.Out {
		if k.Out[i].Name == "miss" { // a cache that is not there finds nothing
			return i
		}
	}
	return 0
}

// machines are the CPU servers a node runs on.
type machines struct {
	count      float64
	rent       float64 // USD/s of one
	idle, busy float64 // W of one
	memory     float64 // B of one
	trusted    Trust
	owned      bool
}

func (p *Params) machines() machines {
	m := machines{count: p.num("hosts")}
	m.trusted = p.trust(max(int(m.count), 1))
	id := p.word("host")
	if h, ok := catalog.FindHost(id); ok {
		m.rent, m.idle, m.busy, m.memory = h.Price, h.Idle, h.TDP, h.Memory
		p.quote(report.Price{ID: id, Term: string(catalog.OnDemand), AsOf: h.AsOf, Source: h.Source, PerSecond: report.Number(h.Price)})
	} else {
		p.report("host.unknown", diagnostic.Error, "host", nil,
			words("The catalogue has no server type “"+id+"”.", "目录中没有服务器类型“"+id+"”。"))
	}
	if usd, owned := p.owned(); owned {
		m.rent, m.owned = usd, true
		return m
	}
	m.rent = p.price(id, m.rent)
	return m
}

// price is that of one unit: the node's own, else the price book's, else the
// catalogue's.
func (p *Params) price(id string, listed float64) float64 {
	if p.given("price") {
		return p.own(id, p.num("price"))
	}
	if v, ok := p.env.Prices[id]; ok {
		if x, err := quantity.Resolve(v, quantity.MoneyRate, p.env.FX); err == nil && x >= 0 {
			return p.own(id, x)
		}
		p.report("price.unit", diagnostic.Error, "price", nil,
			words("The price book's entry for “"+id+"” is not a price by time, as $3.20/h is.", "价目表中“"+id+"”的条目不是按时间计的价格，例如 $3.20/h。"))
	}
	return listed
}

// quote notes a price of the catalogue that the node is charged by.
func (p *Params) quote(price report.Price) { p.Prices = append(p.Prices, price) }

// own notes that a price of the design's own stands for that of the catalogue.
func (p *Params) own(id string, usd float64) float64 {
	p.Prices = append(p.Prices[:0], report.Price{ID: id, Own: true, PerSecond: report.Number(usd)})
	return usd
}

// cost of the machines at a utilisation, power in proportion to it.
func (m *machines) cost(rho float64) Cost {
	return Cost{Rent: m.count * m.rent, Owned: m.owned, Power: m.count * (m.idle + (m.busy-m.idle)*min(rho, 1))}
}

// trust is how so many units fail: by their availability, or by the times
// between failures and to repair where both are given.
func (p *Params) trust(units int) Trust {
	t := Trust{Units: units, Needed: min(p.whole("needed"), units), Unit: p.num("availability"), Crews: p.whole("crews")}
	if n := p.num("needed"); n > float64(units) {
		p.report("trust.needed", diagnostic.Error, "needed", &Fix{Param: "needed", Value: quantity.Num(float64(units)), Label: words("Set "+shown(quantity.Num(float64(units))), "改为 "+shown(quantity.Num(float64(units))))},
			words("More units are needed than there are: it would never be up.", "所需单元数多于现有单元数：将永远不可用。"))
	}
	if !p.given("mtbf") {
		return t
	}
	t.MTBF = p.num("mtbf")
	if p.given("repair") {
		t.Repair = p.num("repair")
		t.Unit = queue.Availability(t.MTBF, t.Repair)
	}
	return t
}

// share is the part of its pool a node takes, 1 where it has its own hardware
// or takes what cannot be taken.
func (p *Params) share() float64 {
	if d := p.node.Pool; d != nil && p.env.Pools[d.ID] != nil && d.Share != nil && *d.Share > 0 && *d.Share <= 1 {
		return *d.Share
	}
	return 1
}

func figure(key string, label Text, value float64, unit string) report.Figure {
	return report.Figure{Key: key, Label: label, Value: report.Number(value), Unit: unit}
}

// exactly is a figure by a formula without approximation.
func exactly(method string, f report.Figure) report.Figure {
	f.Method, f.ErrorClass = method, "A"
	return f
}
