package edit

import (
	"maps"
	"strings"

	"weir/engine/design"
	"weir/engine/quantity"
)

// SetParam sets a parameter of a node. Within a gesture (Begin, End) a
// scrub or a run of key presses is one step.
func (e *Editor) SetParam(node, key string, v quantity.Value) error {
	return e.editNodes(labelParam, []string{node}, func(n *design.Node) { n.Params = with(n.Params, key, v) })
}

// ClearParam takes a parameter back to its kind's default.
func (e *Editor) ClearParam(node, key string) error {
	return e.editNodes(labelReset, []string{node}, func(n *design.Node) { n.Params = without(n.Params, key) })
}

// Apply sets parameters keyed "node.param", as fixes, scenarios and
// proposals of the optimiser give them, in one step called label.
func (e *Editor) Apply(label Text, set map[string]quantity.Value) error {
	return e.Do(label, func(t *Tx) error {
		for _, path := range keys(set) {
			node, key, ok := strings.Cut(path, ".")
			if !ok || t.Node(node) == nil {
				return errAbsent
			}
			t.EditNode(node, func(n *design.Node) { n.Params = with(n.Params, key, set[path]) })
		}
		return nil
	})
}

// Fix applies the fix of a finding.
func (e *Editor) Fix(set map[string]quantity.Value) error { return e.Apply(labelFix, set) }

// SetDraw sets what a node takes from a pool; nil = the node has its own device.
func (e *Editor) SetDraw(node string, d *design.Draw) error {
	return e.editNodes(labelDraw, []string{node}, func(n *design.Node) { n.Pool = d })
}

// SetVary sets the range a search may move a parameter in; nil = fixed.
func (e *Editor) SetVary(node, key string, r *design.Range) error {
	return e.editNodes(labelVary, []string{node}, func(n *design.Node) {
		if r == nil {
			n.Vary = without(n.Vary, key)
			return
		}
		n.Vary = with(n.Vary, key, *r)
	})
}

func with[V any](m map[string]V, key string, v V) map[string]V {
	c := make(map[string]V, len(m)+1)
	maps.Copy(c, m)
	c[key] = v
	return c
}

// without never returns an empty map but nil, as a decoded design would hold.
func without[V any](m map[string]V, key string) map[string]V {
	if _, ok := m[key]; !ok {
		return m
	}
	if len(m) == 1 {
		return nil
	}
	c := maps.Clone(m)
	delete(c, key)
	return c
}
