package engine

import (
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
)

// Decode reads a document. Errors are *design.Error, with the place.
func Decode(data []byte) (*Design, error) { return design.Decode(data) }

// Encode writes the canonical bytes of a design: equal designs, equal bytes.
func Encode(d *Design) ([]byte, error) { return design.Encode(d) }

// Hash returns the SHA-256 of canonical bytes, in hexadecimal: what a report
// names as its design.
func Hash(canonical []byte) string { return design.Hash(canonical) }

// Kinds lists every node kind in palette order.
func Kinds() []*component.Kind { return component.Kinds() }

// Apply returns the design as a scenario has it: the parameters it names set
// to its values. d is not changed; parts that the scenario leaves alone are
// shared. A scenario the design does not have changes nothing and answers
// false. Keys that name no node are left out; Validate reports them.
func Apply(d *Design, scenario string) (*Design, bool) {
	s, ok := d.Scenarios[scenario]
	if !ok {
		return d, false
	}
	return Set(d, s.Set), true
}

// Set returns the design with parameters set, keyed "node.param" as in a
// scenario or the fix of a diagnostic; null takes a parameter away. d is not
// changed.
func Set(d *Design, values map[string]quantity.Value) *Design {
	c := d.Clone()
	for key, v := range values {
		node, param, ok := design.SplitKey(d, key)
		if !ok {
			continue
		}
		n := c.Nodes[node]
		if n == d.Nodes[node] { // not yet ours to change
			n = n.Clone()
			c.Nodes[node] = n
		}
		if n.Params == nil {
			n.Params = map[string]quantity.Value{}
		}
		if v.IsZero() {
			delete(n.Params, param)
		} else {
			n.Params[param] = v
		}
	}
	return c
}
