package edit

import (
	"math"
	"strings"
	"unicode/utf8"

	"weir/engine/design"
	"weir/engine/quantity"
)

// Add puts a new node of a kind at a place, selects it and returns its id.
// Its parameters are the kind's defaults, written nowhere.
func (e *Editor) Add(kind string, at [2]float64) (string, error) {
	var id string
	err := e.Do(labelAdd, func(t *Tx) (err error) {
		id, err = t.Add(kind, at)
		return err
	})
	return id, err
}

// AddConnected adds a node of a kind at a place and connects it to the given
// end by the first ports that fit: after it if the end is an output, before
// it if it is an input.
func (e *Editor) AddConnected(kind string, at [2]float64, end design.End) (string, error) {
	var id string
	err := e.Do(labelAdd, func(t *Tx) (err error) {
		if id, err = t.Add(kind, at); err != nil {
			return err
		}
		if to, ok := t.firstIn(end, id); ok {
			_, err = t.Connect(end, to)
			return err
		}
		if from, ok := t.firstOut(id, end); ok {
			_, err = t.Connect(from, end)
			return err
		}
		return errNoFit
	})
	return id, err
}

// Add is Editor.Add within a step.
func (t *Tx) Add(kind string, at [2]float64) (string, error) {
	if len(t.nodes.parts) >= design.MaxNodes {
		return "", errNodes
	}
	if !finite(at) {
		return "", errFinite
	}
	id := t.freshNode(kind)
	t.SetNode(id, &design.Node{Kind: kind, At: at})
	t.Select(id)
	return id, nil
}

func finite(at [2]float64) bool {
	return !math.IsNaN(at[0]) && !math.IsNaN(at[1]) && !math.IsInf(at[0], 0) && !math.IsInf(at[1], 0)
}

// Move shifts nodes and notes by an offset, locked nodes excepted.
func (e *Editor) Move(ids []string, by [2]float64) error {
	return e.Do(labelMove, func(t *Tx) error { return t.move(ids, by) })
}

// Nudge shifts the selection; nudges in a row are one step.
func (e *Editor) Nudge(dx, dy float64) error {
	parts := append(e.chosen(), e.sel.Notes...)
	if len(parts) == 0 {
		return errNothing
	}
	return e.do(labelMove, "nudge", func(t *Tx) error { return t.move(parts, [2]float64{dx, dy}) })
}

func (t *Tx) move(ids []string, by [2]float64) error {
	if !finite(by) {
		return errFinite
	}
	for _, id := range ids {
		t.EditNode(id, func(n *design.Node) {
			if !n.Locked {
				n.At = [2]float64{n.At[0] + by[0], n.At[1] + by[1]}
			}
		})
		if n := t.notes.parts[id]; n != nil {
			c := *n
			c.At = [2]float64{n.At[0] + by[0], n.At[1] + by[1]}
			t.SetNote(id, &c)
		}
	}
	return nil
}

// Place puts nodes at places in one step called label; locked nodes stay.
// Tidy and drags with guides end here.
func (e *Editor) Place(label Text, places map[string][2]float64) error {
	return e.Do(label, func(t *Tx) error {
		for _, id := range keys(places) {
			if !finite(places[id]) {
				return errFinite
			}
			t.EditNode(id, func(n *design.Node) {
				if !n.Locked {
					n.At = places[id]
				}
			})
		}
		return nil
	})
}

// PlaceNotes puts notes at places, as a part of tidying.
func (e *Editor) PlaceNotes(places map[string][2]float64) error {
	return e.Do(labelTidy, func(t *Tx) error {
		for _, id := range keys(places) {
			n := t.notes.parts[id]
			if n == nil {
				continue
			}
			if !finite(places[id]) {
				return errFinite
			}
			c := *n
			c.At = places[id]
			t.SetNote(id, &c)
		}
		return nil
	})
}

// Tidy is Place under the name of the layout command.
func (e *Editor) Tidy(places map[string][2]float64) error { return e.Place(labelTidy, places) }

// DeleteSelection removes what is selected. With heal, the work that came
// into a removed node goes on to where the node sent it, as far as ports fit.
func (e *Editor) DeleteSelection(heal bool) error {
	label := labelDelete
	if heal {
		label = labelHeal
	}
	if e.sel.Empty() {
		return errNothing
	}
	return e.Do(label, func(t *Tx) error { return t.deleteAll(e.sel, heal) })
}

func (t *Tx) deleteAll(s Selection, heal bool) error {
	for _, id := range s.Edges {
		t.SetEdge(id, nil)
	}
	for _, id := range s.Nodes {
		if heal {
			t.heal(id)
		}
		t.DeleteNode(id)
	}
	for _, id := range s.Notes {
		t.SetNote(id, nil)
	}
	for _, id := range s.Groups {
		t.dissolve(id)
	}
	t.sel = Selection{}
	return nil
}

// DeleteNode removes a node and everything that refers to it: its edges,
// its place in groups, its overrides in scenarios, objectives about it.
func (t *Tx) DeleteNode(id string) {
	for _, ed := range append(t.In(id), t.Out(id)...) {
		t.SetEdge(ed, nil)
	}
	t.SetNode(id, nil)
	t.leaveGroups(id)
	t.forget(id)
}

// forget drops scenario overrides and objectives about a node.
func (t *Tx) forget(node string) {
	prefix := node + "."
	for _, id := range keys(t.scenarios.parts) {
		s := t.scenarios.parts[id]
		kept := map[string]quantity.Value{}
		for key, v := range s.Set {
			if !strings.HasPrefix(key, prefix) {
				kept[key] = v
			}
		}
		if len(kept) < len(s.Set) {
			c := *s
			c.Set = kept
			t.SetScenario(id, &c)
		}
	}
	var objectives []design.Objective
	for _, o := range t.root.Objectives {
		if o.Node != node {
			objectives = append(objectives, o)
		}
	}
	if len(objectives) < len(t.root.Objectives) {
		t.SetObjectives(objectives)
	}
}

// heal leads the edges that end at a node on to where its edges go.
func (t *Tx) heal(id string) {
	ins, outs := t.In(id), t.Out(id)
	for _, in := range ins {
		from := t.Edge(in)
		for _, out := range outs {
			to := t.Edge(out).To
			if t.Check(from.From, to) != nil || len(t.edges.parts) >= design.MaxEdges {
				continue
			}
			c := *from
			c.To = to
			c.Async = from.Async || t.Edge(out).Async
			t.SetEdge(t.freshEdge(), &c)
		}
	}
}

// Rename gives a node its name; empty falls back to the name of its kind.
func (e *Editor) Rename(id, name string) error {
	name = strings.TrimSpace(name)
	if utf8.RuneCountInString(name) > design.MaxName {
		return errName
	}
	return e.editNodes(labelRename, []string{id}, func(n *design.Node) { n.Name = name })
}

// ToggleBypass makes work pass the selected nodes untouched, or ends that if
// all of them are bypassed.
func (e *Editor) ToggleBypass() error {
	on := !e.all(func(n *design.Node) bool { return n.Bypassed })
	return e.editNodes(either(on, labelBypass, labelUnbypass), e.sel.Nodes, func(n *design.Node) { n.Bypassed = on })
}

// ToggleLock keeps the selected nodes where they are, or frees them if all
// of them are locked.
func (e *Editor) ToggleLock() error {
	on := !e.all(func(n *design.Node) bool { return n.Locked })
	return e.editNodes(either(on, labelLock, labelUnlock), e.sel.Nodes, func(n *design.Node) { n.Locked = on })
}

func (e *Editor) all(f func(*design.Node) bool) bool {
	for _, id := range e.sel.Nodes {
		if n := e.doc.Nodes[id]; n != nil && !f(n) {
			return false
		}
	}
	return true
}

func either(on bool, a, b Text) Text {
	if on {
		return a
	}
	return b
}

// editNodes changes nodes in one step; an id that is not there is refused.
func (e *Editor) editNodes(label Text, ids []string, f func(*design.Node)) error {
	if len(ids) == 0 {
		return errNothing
	}
	return e.Do(label, func(t *Tx) error {
		for _, id := range ids {
			if t.Node(id) == nil {
				return errAbsent
			}
			t.EditNode(id, f)
		}
		return nil
	})
}
