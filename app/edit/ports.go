package edit

import (
	"weir/engine/component"
)

// kinds holds the node kinds by id and in palette order.
var kinds struct {
	byID  map[string]*component.Kind
	order []*component.Kind
}

// Register makes node kinds known to the editor.
func Register(ks ...*component.Kind) {
	if kinds.byID == nil {
		kinds.byID = map[string]*component.Kind{}
	}
	for _, k := range ks {
		kinds.byID[k.ID] = k
		kinds.order = append(kinds.order, k)
	}
}

func lookup(id string) (*component.Kind, bool) {
	k, ok := kinds.byID[id]
	return k, ok
}

func palette() []*component.Kind { return kinds.order }

func inPort(kind, port string) (component.Port, bool) {
	if k, ok := lookup(kind); ok {
		return named(k.In, port)
	}
	return component.Port{}, false
}

func outPort(kind, port string) (component.Port, bool) {
	if k, ok := lookup(kind); ok {
		return named(k.Out, port)
	}
	return component.Port{}, false
}

func named(ports []component.Port, name string) (component.Port, bool) {
	for _, p := range ports {
		if p.Name == name {
			return p, true
		}
	}
	return component.Port{}, false
}

func connects(out, in component.Port) (bool, Text) {
	accepts := in.Accepts
	if len(accepts) == 0 {
		accepts = []component.PortType{in.Type}
	}
	for _, t := range accepts {
		if t == component.Any || out.Type == component.Any || t == out.Type {
			return true, Text{}
		}
	}
	return false, Text{
		EN: "This input takes " + string(accepts[0]) + ", not " + string(out.Type) + ".",
		ZH: "该输入接受 " + string(accepts[0]) + "，不接受 " + string(out.Type) + "。",
	}
}

// Kind returns a node kind by its id.
func Kind(id string) (*component.Kind, bool) { return lookup(id) }
