package flow

import (
	"maps"
	"slices"

	"weir/engine/report"
)

// written is what was reported of the nodes and edges of a solution. The
// report of the next solution takes over those at which nothing has changed:
// what has been reported is not written to again.
type written struct {
	precision report.Precision
	of        *Solution
	nodes     []*report.Node // by node and by id
	nodeOf    map[string]*report.Node
	ways      []ways // of the backups, in their order
	edges     []*report.Edge
	edgeOf    map[string]*report.Edge
}

// reported is what a report may take over: of this solution, reported before,
// or of the one that it was solved from. nil where there is nothing.
func (s *Solution) reported(precision report.Precision) *written {
	for _, was := range []*written{s.written, s.prior} {
		if was != nil && was.precision == precision {
			return was
		}
	}
	return nil
}

// write reports nodes and edges. own is what each node has of the whole.
func (s *Solution) write(precision report.Precision, own []share) *written {
	now := &written{precision: precision, of: s}
	was := s.reported(precision)
	now.writeNodes(was, own)
	if was != nil && len(s.jobs)+len(was.of.jobs) > 0 { // which add to edges
		was = nil
	}
	now.writeEdges(was)
	s.written, s.prior = now, nil
	return now
}

func (w *written) writeNodes(was *written, own []share) {
	s := w.of
	w.nodes = make([]*report.Node, len(s.Results))
	var fresh []report.Node
	if was == nil {
		fresh = make([]report.Node, len(s.Results))
		w.nodeOf = make(map[string]*report.Node, len(s.Results))
	} else {
		w.nodeOf = maps.Clone(was.nodeOf)
	}
	w.ways = s.ways()
	for n, r := range s.Results {
		id := s.plan.graph.nodes[n]
		switch {
		case r == nil:
			delete(w.nodeOf, id)
			continue
		case was == nil:
			w.nodes[n] = &fresh[n]
		case was.of.Results[n] == r && was.nodes[n].Availability == own[n].available && was.nodes[n].CostPerMonth == own[n].cost &&
			(r.bound.Restorer == nil || w.waysOf(n) == was.waysOf(n)):
			w.nodes[n] = was.nodes[n]
			continue
		default:
			w.nodes[n] = &report.Node{}
		}
		r.node(w.nodes[n], w.precision)
		if r.bound.Restorer != nil {
			r.recovery(w.waysOf(n), w.nodes[n])
		}
		r.lasts(w.nodes[n])
		w.nodes[n].Availability, w.nodes[n].CostPerMonth = own[n].available, own[n].cost
		w.nodes[n].PowerW = report.Number(r.Service.Cost.Power)
		w.nodeOf[id] = w.nodes[n]
	}
}

// waysOf are those of a backup.
func (w *written) waysOf(n int) ways {
	i, _ := slices.BinarySearch(w.of.plan.backups, int32(n))
	return w.ways[i]
}

func (w *written) writeEdges(was *written) {
	s := w.of
	w.edges = make([]*report.Edge, len(s.wires))
	var fresh []report.Edge
	copied := false
	if was == nil {
		fresh = make([]report.Edge, len(s.wires))
		w.edgeOf = make(map[string]*report.Edge, len(s.wires))
	} else {
		w.edgeOf = was.edgeOf
	}
	for e := range s.wires {
		if was != nil && s.Links[e] == was.of.Links[e] && sameList(s.wires[e].flows, was.of.wires[e].flows) {
			w.edges[e] = was.edges[e]
			continue
		}
		if was == nil {
			w.edges[e] = &fresh[e]
		} else {
			w.edges[e] = &report.Edge{}
			if !copied { // what has been reported is shared until the first change
				w.edgeOf, copied = maps.Clone(was.edgeOf), true
			}
		}
		s.edge(e, w.edges[e], w.precision)
		w.edgeOf[s.plan.graph.edges[e]] = w.edges[e]
	}
	for _, j := range s.jobs {
		s.jobEdges(j, w.edges)
	}
}

// sameList tells whether two lists are one.
func sameList[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
