package component

import (
	"weir/engine/quantity"
	"weir/engine/queue"
)

var join = &Kind{
	ID: "proc.join", Family: Processing, Icon: "join",
	bind:    bindJoin,
	Name:    words("Join", "汇合"),
	Summary: words("Waits for the copies a fork made", "等待分叉产生的各份副本"),
	Doc: words("The copies of an item that a fork made (a node whose several wires each get a copy) come together here: when enough of them have arrived, one item goes on, with the bytes of those waited for. Copies that come later end here. Branches that share their arrivals are busy at the same time; the mean takes that into account, the tail is that of independent branches.",
		"分叉（多条连线各得一份副本的节点）所产生的副本在此汇合：到齐所需份数后，合为一项继续，字节数为所等待各份之和；晚到的副本到此为止。各分支共享到达流，往往同时繁忙：均值计入了这种相关，尾部按各分支独立计算。"),
	In: []Port{anyIn}, Out: []Port{anyOut},
	Params: []Param{
		{Key: "fork", Section: sectionFlow, Catalog: "node",
			Label: words("Fork", "分叉节点"), Help: words("The node that made the copies. Empty: the nearest whose copies meet here.", "产生副本的节点。留空：副本在此相遇的最近节点。")},
		{Key: "needed", Section: sectionFlow, Integer: true,
			Label: words("Copies needed", "所需份数"), Help: words("How many copies are waited for. 0: all of them.", "等待多少份副本。0：全部。"),
			Default: quantity.Num(0), Min: 0, Max: 64},
		fanout("copy"),
	},
	Card: [2]string{"fork", "needed"},
}

// A Joiner gathers the copies of a fork.
type Joiner interface {
	Model
	// Joins names the fork, "" for the nearest, and says how many copies are
	// waited for, 0 for all.
	Joins() (fork string, needed int)
}

type joining struct {
	fork   string
	needed int
}

func bindJoin(p *Params) Model { return &joining{p.word("fork"), p.whole("needed")} }

func (m *joining) Joins() (fork string, needed int) { return m.fork, m.needed }

// Serve: the wait for the last copy is between fork and join, not here.
func (m *joining) Serve(_ *Load, s *Service) {
	s.Station.Discipline = queue.Delay
	s.Trust = Trust{Units: 1, Unit: 1}
}

func (m *joining) Route(f Flow, out []Transfer) []Transfer { return onward(f, out) }
