package flow

import (
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/queue"
	"weir/engine/report"
	"weir/engine/sim"
)

// A backup plan writes a copy every so often, and reads one back after a loss.
// Either is a flow of chunks, one after the other: a chunk is on all of its way
// at once, through links and network nodes into the store, beside what requests
// send there, and the next follows when it is through, no sooner than the plan's
// own bandwidth lets it. So a copy takes what is free and no more.

// Restore is a loss of the data of a backup plan.
type Restore struct {
	Node string  // the plan
	At   float64 // s
}

// copied is a flow of a backup plan, by its origin.
type copied struct {
	node    int32
	origin  int
	sink    int
	restore bool
	before  float64 // s between the loss and the flow, and after it
}

// How finely a copy is played.
const (
	chunkBytes = 4e6
	mostPieces = 20_000
)

// backups lets every plan write its copies, from time 0 on, and read them back
// where data are lost.
func (t *Twin) backups() error {
	for n, b := range t.solution.plan.Bound {
		if b == nil || t.solution.plan.nodes[n].Bypassed || len(t.solution.plan.Classes) == 0 {
			continue
		}
		if b.Copier == nil {
			continue
		}
		if c := b.Copier.Copies(); c.Bytes > 0 && c.Every > 0 && t.playing.Day {
			t.stream(int32(n), "out", c.Bytes, c.Rate, &sim.Trace{Rows: []sim.Row{{}}, Span: c.Every}, copied{})
		}
	}
	for _, x := range t.playing.Restores {
		n, err := t.planOf(x)
		if err != nil {
			return err
		}
		c := t.solution.plan.Bound[n].Copier.Copies()
		trace := &sim.Trace{Rows: []sim.Row{{At: x.At + c.Notice}}, Span: math.MaxFloat64 / 4}
		t.stream(n, "restore", c.Kept, c.Back, trace, copied{restore: true, before: c.Notice + c.Start})
	}
	return nil
}

// planOf is the backup plan a restore names.
func (t *Twin) planOf(x Restore) (int32, error) {
	n := slices.Index(t.solution.plan.graph.nodes, x.Node)
	if n < 0 || t.solution.plan.Bound[n] == nil {
		return 0, refuse("sim.node", x.Node, "There is no node of this id to simulate.", "没有该标识的节点可供仿真。")
	}
	if t.solution.plan.Bound[n].Copier == nil || !(x.At >= 0) || math.IsInf(x.At, 1) {
		return 0, refuse("sim.restore", x.Node, "Only a backup plan can be restored from, at 0 s or later.", "只有数据备份方案可用于恢复，且时间须在 0 秒或之后。")
	}
	return int32(n), nil
}

// stream makes the source of a flow of so many bytes, and the loop its chunks
// go round: on all of the way, beside the time the plan's rate takes, and back.
func (t *Twin) stream(n int32, port string, bytes, rate float64, at *sim.Trace, c copied) {
	pieces := math.Ceil(min(max(bytes/chunkBytes, 1), mostPieces))
	chunk := bytes / pieces
	c.node, c.origin, c.sink = n, len(t.origins), len(t.sinks)
	t.origins = append(t.origins, origin{n, 0, true})
	t.sinks = append(t.sinks, n)
	t.copies = append(t.copies, c)

	join := t.stage(sim.Stage{Station: -1, Join: true})
	on := []queue.Hop{{To: join, Probability: 1}}
	fork := []int{t.stage(sim.Stage{Station: t.delay, Service: queue.Law{Mean: chunk / rate}, Hops: on})}
	for _, x := range t.bytesWay(n, port) {
		fork = append(fork, t.stage(sim.Stage{Station: x.station, Service: queue.Law{Mean: chunk * x.each}, Hops: on}))
	}
	end := t.stage(sim.Stage{Station: -1, Sink: c.sink})
	next := t.stage(sim.Stage{Station: -1, Rounds: int(pieces)})
	first := t.stage(sim.Stage{Station: -1, Fork: fork, After: next})
	t.Network.Stages[next].Hops = []queue.Hop{{To: first, Probability: 1}, {To: end, Probability: 1}}
	t.Network.Sources = append(t.Network.Sources, sim.Source{Journey: c.origin, Stage: first, Trace: at})
}

// passedBy is a place bytes come by.
type passedBy struct {
	station int
	each    float64 // s a server of it needs for a byte
}

// bytesWay is where bytes come by from a port to where they are kept: links,
// network nodes and the store, by the first wire out of each.
func (t *Twin) bytesWay(n int32, port string) []passedBy {
	s := t.solution
	g := s.plan.graph
	var list []passedBy
	from := slices.IndexFunc(s.plan.Bound[n].Kind.Out, func(p component.Port) bool { return p.Name == port })
	seen := map[int32]bool{}
	for at := n; !seen[at]; {
		seen[at] = true
		next := int32(-1)
		for e := g.out[at]; e < g.out[at+1] && next < 0; e++ {
			if at == n && g.ends[e].port != from {
				continue
			}
			next = g.ends[e].to
			if wire := s.plan.wires[e]; wire != nil && wire.Bandwidth > 0 {
				list = append(list, t.passing(t.links, e, wire.Ratio/wire.Bandwidth))
			}
		}
		if next < 0 || s.plan.Bound[next] == nil {
			break
		}
		if x, ok := s.plan.Bound[next].Model.(component.Intake); ok && x.Intake() > 0 {
			list = append(list, t.passing(map[int32]int{next: t.node[next]}, next, 1/x.Intake()))
		}
		if at = next; s.plan.Bound[at].Kind.Family != component.Network {
			break
		}
	}
	return list
}

// passing is a place by the time a byte takes there at full speed: at its
// station, where it has one that serves items one by one or all at once.
func (t *Twin) passing(stations map[int32]int, of int32, each float64) passedBy {
	at, ok := stations[of]
	if !ok || at < 0 {
		return passedBy{t.delay, each}
	}
	st := &t.Network.Stations[at]
	if st.Discipline == queue.Delay || st.Serving != nil || st.Batch.Most > 0 || st.Capacity > 0 {
		return passedBy{t.delay, each}
	}
	return passedBy{at, each * float64(max(st.Servers, 1))}
}

// copiesSimulated sums up the copies that were written and read back.
func (t *Twin) copiesSimulated(r *report.Report, runs []sim.Replication) []report.SimulatedCopy {
	var out []report.SimulatedCopy
	for _, c := range t.copies {
		x := report.SimulatedCopy{Node: t.solution.plan.graph.nodes[c.node], Restore: c.restore}
		var took estimates
		for k := range runs {
			h := &runs[k].Journeys[c.origin*len(t.sinks)+c.sink].Time
			x.Done += int(h.Count())
			took.add(h.Mean() + c.before)
		}
		key := "window_s"
		if c.restore {
			key = "rto_s"
		}
		closed, class := report.NA, report.ErrorClass("D")
		if n := r.Nodes[x.Node]; n != nil {
			for i := range n.Figures {
				if n.Figures[i].Key == key {
					closed, class = n.Figures[i].Value, n.Figures[i].ErrorClass
				}
			}
		}
		x.Takes = took.beside(closed, class, 0)
		out = append(out, x)
	}
	return out
}
