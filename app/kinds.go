package app

import (
	"slices"
	"strings"

	"weir/engine/component"
	"weir/engine/design"
)

// kindName is the name of a node kind, or its id if this version does not
// know it.
func (d *Desk) kindName(id string) string {
	if k, ok := component.Lookup(id); ok {
		return d.in(k.Name)
	}
	return id
}

// nodeName is a node's own name, or that of its kind.
func (d *Desk) nodeName(id string) string {
	n := d.Design().Nodes[id]
	switch {
	case n == nil:
		return id
	case n.Name != "":
		return n.Name
	}
	return d.kindName(n.Kind)
}

// groupName is a group's own name, or the word for a group.
func (d *Desk) groupName(id string) string {
	if g := d.Design().Groups[id]; g != nil && g.Name != "" {
		return g.Name
	}
	return d.say("group.title")
}

// className is a class's own name, or its id.
func (d *Desk) className(id string) string {
	if c := d.Design().Classes[id]; c != nil && c.Name != "" {
		return c.Name
	}
	return id
}

// poolName is a pool's own name, or its id.
func (d *Desk) poolName(id string) string {
	if p := d.Design().Pools[id]; p != nil && p.Name != "" {
		return p.Name
	}
	return id
}

// edgeName says from where to where an edge runs.
func (d *Desk) edgeName(e *design.Edge) string {
	return d.say("edge.name", d.nodeName(e.From.Node()), d.nodeName(e.To.Node()))
}

// nodeIcon is the icon of a node's kind and the class of its colour.
func (d *Desk) nodeIcon(id string) (icon, family string) {
	if n := d.Design().Nodes[id]; n != nil {
		if k, ok := component.Lookup(n.Kind); ok {
			return k.Icon, "f-" + string(k.Family)
		}
	}
	return "part", "f-none"
}

// portName is the name of a port as it is shown.
func (d *Desk) portName(node, port string) string {
	if n := d.Design().Nodes[node]; n != nil {
		if k, ok := component.Lookup(n.Kind); ok {
			if p, ok := k.Input(port); ok {
				return d.in(p.Label)
			}
			if p, ok := k.Output(port); ok {
				return d.in(p.Label)
			}
		}
	}
	return port
}

// byFamily lists the kinds of a family that match what was searched for, in
// either language.
func byFamily(f component.Family, search string) []*component.Kind {
	var out []*component.Kind
	for _, k := range component.Kinds() {
		if k.Family == f && matches(k, search) {
			out = append(out, k)
		}
	}
	return out
}

func matches(k *component.Kind, search string) bool {
	words := strings.Fields(strings.ToLower(search))
	text := strings.ToLower(strings.Join([]string{k.ID, k.Name.EN, k.Name.ZH, k.Summary.EN, k.Summary.ZH}, " "))
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}
