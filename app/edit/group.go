package edit

import (
	"slices"
	"strings"
	"unicode/utf8"

	"weir/engine/design"
)

// Group puts a frame around the selected nodes and groups, selects it and
// returns its id. A node is in one group at most: it leaves the one it was
// in. Where everything came from one group, the new one lies inside that.
func (e *Editor) Group() (string, error) {
	if len(e.sel.Nodes)+len(e.sel.Groups) == 0 {
		return "", errNothing
	}
	id := fresh(e.doc.Groups, "group")
	sel := e.sel
	err := e.Do(labelGroup, func(t *Tx) error {
		parent := t.commonParent(sel)
		t.SetGroup(id, &design.Group{})
		t.join(sel.Nodes, sel.Groups, id)
		if parent != "" {
			t.join(nil, []string{id}, parent)
		}
		t.sel = Selection{Groups: []string{id}}
		return nil
	})
	return id, err
}

// Ungroup takes the frames of the selected groups away, or of the groups the
// selected nodes are in; what was inside stays and becomes selected.
func (e *Editor) Ungroup() error {
	groups := e.sel.Groups
	if len(groups) == 0 {
		for _, id := range keys(e.doc.Groups) {
			if slices.ContainsFunc(e.doc.Groups[id].Nodes, e.sel.HasNode) {
				groups = append(groups, id)
			}
		}
	}
	if len(groups) == 0 {
		return errNothing
	}
	return e.Do(labelUngroup, func(t *Tx) error {
		var inside Selection
		for _, id := range groups {
			if g := t.groups.parts[id]; g != nil {
				inside.Nodes = append(inside.Nodes, g.Nodes...)
				inside.Groups = append(inside.Groups, g.Groups...)
				t.dissolve(id)
			}
		}
		t.sel = inside
		return nil
	})
}

// ToggleCollapse folds a group to one block or unfolds it.
func (e *Editor) ToggleCollapse(id string) error {
	g := e.doc.Groups[id]
	if g == nil {
		return errAbsent
	}
	return e.Do(either(!g.Collapsed, labelCollapse, labelExpand), func(t *Tx) error {
		t.editGroup(id, func(c *design.Group) { c.Collapsed = !c.Collapsed })
		return nil
	})
}

// RenameGroup gives a group its name.
func (e *Editor) RenameGroup(id, name string) error {
	name = strings.TrimSpace(name)
	if utf8.RuneCountInString(name) > design.MaxName {
		return errName
	}
	return e.Do(labelRename, func(t *Tx) error {
		if t.groups.parts[id] == nil {
			return errAbsent
		}
		t.editGroup(id, func(c *design.Group) { c.Name = name })
		return nil
	})
}

func (t *Tx) editGroup(id string, f func(*design.Group)) {
	c := *t.groups.parts[id]
	f(&c)
	t.SetGroup(id, &c)
}

// takeOut runs f on a copy of every group and keeps the copies that differ.
func (t *Tx) takeOut(f func(*design.Group)) {
	for _, id := range keys(t.groups.parts) {
		old := t.groups.parts[id]
		c := *old
		f(&c)
		if len(c.Nodes) != len(old.Nodes) || len(c.Groups) != len(old.Groups) {
			t.SetGroup(id, &c)
		}
	}
}

func drop(ids []string, gone ...string) []string {
	if !slices.ContainsFunc(gone, func(x string) bool { return slices.Contains(ids, x) }) {
		return ids
	}
	out := slices.DeleteFunc(slices.Clone(ids), func(x string) bool { return slices.Contains(gone, x) })
	if len(out) == 0 {
		return nil
	}
	return out
}

// leaveGroups takes a removed node out of its group.
func (t *Tx) leaveGroups(node string) {
	t.takeOut(func(g *design.Group) { g.Nodes = drop(g.Nodes, node) })
	t.pruneGroups()
}

// pruneGroups removes empty groups, and then those they left empty.
func (t *Tx) pruneGroups() {
	for again := true; again; {
		again = false
		for _, id := range keys(t.groups.parts) {
			if g := t.groups.parts[id]; len(g.Nodes)+len(g.Groups) == 0 {
				t.SetGroup(id, nil)
				t.takeOut(func(g *design.Group) { g.Groups = drop(g.Groups, id) })
				again = true
			}
		}
	}
}

// dissolve removes a frame; what was in it goes to the group around it.
func (t *Tx) dissolve(id string) {
	g := t.groups.parts[id]
	if g == nil {
		return
	}
	t.SetGroup(id, nil)
	for _, parent := range keys(t.groups.parts) {
		if slices.Contains(t.groups.parts[parent].Groups, id) {
			t.editGroup(parent, func(p *design.Group) {
				p.Groups = append(drop(p.Groups, id), g.Groups...)
				p.Nodes = append(slices.Clone(p.Nodes), g.Nodes...)
			})
		}
	}
	t.pruneGroups()
}

// commonParent returns the group that holds all of s directly, "" if none.
func (t *Tx) commonParent(s Selection) string {
	for _, id := range keys(t.groups.parts) {
		g := t.groups.parts[id]
		if contains(g.Nodes, s.Nodes) && contains(g.Groups, s.Groups) && len(g.Nodes)+len(g.Groups) > len(s.Nodes)+len(s.Groups) {
			return id
		}
	}
	return ""
}

// Members returns every node in a group and the groups inside it, sorted.
func Members(d *design.Design, group string) []string {
	var nodes []string
	seen := map[string]bool{}
	var walk func(string)
	walk = func(id string) {
		g := d.Groups[id]
		if g == nil || seen[id] {
			return
		}
		seen[id] = true
		nodes = append(nodes, g.Nodes...)
		for _, c := range g.Groups {
			walk(c)
		}
	}
	walk(group)
	return sorted(nodes)
}
