package edit

import (
	"maps"
	"sort"

	"weir/engine/design"
	"weir/engine/quantity"
)

// Fate is what became of a part between two designs.
type Fate uint8

// The fates.
const (
	Added Fate = iota
	Removed
	Changed
)

// Difference is one part that two designs do not have alike. Exactly one of
// Node and Edge is set, or neither: the settings, classes, pools, objectives.
type Difference struct {
	Fate   Fate
	Node   string
	Edge   string
	Params []ParamChange // of a changed node
	Moved  bool          // a changed node differs in its place alone
}

// ParamChange is a parameter that was given another value; null is "not given".
type ParamChange struct {
	Key      string
	Was, Now quantity.Value
}

// Compare lists what differs between two designs: nodes, then edges, then, as
// one, whatever else figures are computed from. Places on the canvas count as
// a change of their own kind, names as a change without parameters.
func Compare(was, now *design.Design) []Difference {
	out := compareNodes(was, now)
	for _, id := range union(was.Edges, now.Edges) {
		if fate, differs := fateOf(was.Edges[id], now.Edges[id]); differs {
			out = append(out, Difference{Fate: fate, Edge: id})
		}
	}
	if !same(was.Settings, now.Settings) || !same(was.Objectives, now.Objectives) ||
		!maps.EqualFunc(was.Classes, now.Classes, equal[design.Class]) || !maps.EqualFunc(was.Pools, now.Pools, equal[design.Pool]) {
		out = append(out, Difference{Fate: Changed})
	}
	return out
}

func compareNodes(was, now *design.Design) []Difference {
	var out []Difference
	for _, id := range union(was.Nodes, now.Nodes) {
		a, b := was.Nodes[id], now.Nodes[id]
		fate, differs := fateOf(a, b)
		if !differs {
			continue
		}
		d := Difference{Fate: fate, Node: id}
		if fate == Changed {
			d.Params = paramChanges(a.Params, b.Params)
			settled := *a
			settled.At = b.At
			d.Moved = same(&settled, b)
		}
		out = append(out, d)
	}
	return out
}

func fateOf[T any](was, now *T) (Fate, bool) {
	switch {
	case was == nil:
		return Added, now != nil
	case now == nil:
		return Removed, true
	}
	return Changed, !equal(was, now)
}

func equal[T any](a, b *T) bool { return a == b || same(a, b) }

func union[T any](a, b map[string]*T) []string {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]*T{}
	}
	maps.Copy(all, b)
	return keys(all)
}

func paramChanges(was, now map[string]quantity.Value) []ParamChange {
	var out []ParamChange
	for key, v := range was {
		if w := now[key]; !v.Equal(w) {
			out = append(out, ParamChange{key, v, w})
		}
	}
	for key, w := range now {
		if _, both := was[key]; !both && !w.IsZero() {
			out = append(out, ParamChange{Key: key, Now: w})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Key < out[j].Key })
	return out
}
