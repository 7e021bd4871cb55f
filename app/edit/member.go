package edit

import (
	"slices"

	"weir/engine/design"
)

// Join makes nodes and groups members of a group, or of none if into is "".
// Each leaves the group it was in; a group left empty goes.
func (e *Editor) Join(nodes, groups []string, into string) error {
	label := labelJoin
	if into == "" {
		label = labelLeave
	}
	return e.Do(label, func(t *Tx) error {
		nodes, groups := present(nodes, t.nodes.parts), present(groups, t.groups.parts)
		if len(nodes)+len(groups) == 0 || into != "" && t.groups.parts[into] == nil {
			return errAbsent
		}
		if within(t.groups.parts, into, groups) {
			return errInside
		}
		t.join(nodes, groups, into)
		return nil
	})
}

// Leave takes what is selected out of the groups around it, each by one: what
// was in an inner group comes to be in the outer one.
func (e *Editor) Leave() error {
	return e.Do(labelLeave, func(t *Tx) error {
		left := false
		out := func(id string, inner bool, leave func(into string)) {
			if g := holder(t.groups.parts, id, inner); g != "" {
				left = true
				leave(holder(t.groups.parts, g, true))
			}
		}
		for _, id := range e.sel.Nodes {
			out(id, false, func(into string) { t.join([]string{id}, nil, into) })
		}
		for _, id := range e.sel.Groups {
			out(id, true, func(into string) { t.join(nil, []string{id}, into) })
		}
		if !left {
			return errNothing
		}
		return nil
	})
}

// CanLeave reports whether Leave would find something to do.
func (e *Editor) CanLeave() bool {
	in := func(ids []string, inner bool) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return holder(e.doc.Groups, id, inner) != "" })
	}
	return in(e.sel.Nodes, false) || in(e.sel.Groups, true)
}

// Joinable returns the groups that what is selected can be moved into, sorted:
// not those it lies in already, nor those inside it.
func (e *Editor) Joinable() []string {
	s := e.sel
	if len(s.Nodes)+len(s.Groups) == 0 {
		return nil
	}
	return slices.DeleteFunc(keys(e.doc.Groups), func(id string) bool {
		g := e.doc.Groups[id]
		return within(e.doc.Groups, id, s.Groups) || contains(g.Nodes, s.Nodes) && contains(g.Groups, s.Groups)
	})
}

func contains(all, ids []string) bool {
	return !slices.ContainsFunc(ids, func(x string) bool { return !slices.Contains(all, x) })
}

// join is Editor.Join within a step, for what may be joined.
func (t *Tx) join(nodes, groups []string, into string) {
	t.takeOut(func(g *design.Group) { g.Nodes, g.Groups = drop(g.Nodes, nodes...), drop(g.Groups, groups...) })
	if into != "" {
		t.editGroup(into, func(g *design.Group) {
			g.Nodes, g.Groups = sorted(append(g.Nodes[:len(g.Nodes):len(g.Nodes)], nodes...)), sorted(append(g.Groups[:len(g.Groups):len(g.Groups)], groups...))
		})
	}
	t.pruneGroups()
}

// holder is the group that holds a node directly, or an inner group, "" if
// none does.
func holder(groups map[string]*design.Group, id string, inner bool) string {
	for _, g := range keys(groups) {
		ids := groups[g].Nodes
		if inner {
			ids = groups[g].Groups
		}
		if slices.Contains(ids, id) {
			return g
		}
	}
	return ""
}

// within reports whether a group is one of some others or lies inside one.
func within(groups map[string]*design.Group, id string, others []string) bool {
	for range len(groups) + 1 { // they may hold each other in a ring
		if id == "" || slices.Contains(others, id) {
			return id != ""
		}
		id = holder(groups, id, true)
	}
	return false
}
