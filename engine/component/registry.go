package component

import (
	"strings"

	"weir/engine/design"
)

// kinds in palette order: families as in Families, and inside a family what
// is reached for most first.
var kinds = []*Kind{
	requests, users, dataset,
	link, balancer,
	objectStore, cache, vectorIndex, blockStore,
	processor, batcher, join,
	inference, encoder, training,
	queueing,
	backup, monitor,
	response, archive,
}

var byID = func() map[string]*Kind {
	m := make(map[string]*Kind, len(kinds))
	for _, k := range kinds {
		m[k.ID] = k
	}
	return m
}()

// Kinds lists every node kind in palette order. The caller must not change
// the slice.
func Kinds() []*Kind { return kinds }

// Lookup returns the kind with the id.
func Lookup(id string) (*Kind, bool) {
	k, ok := byID[id]
	return k, ok
}

// Input returns the in port with the name.
func (k *Kind) Input(name string) (Port, bool) { return port(k.In, name) }

// Output returns the out port with the name.
func (k *Kind) Output(name string) (Port, bool) { return port(k.Out, name) }

func port(ports []Port, name string) (Port, bool) {
	for _, p := range ports {
		if p.Name == name {
			return p, true
		}
	}
	return Port{}, false
}

// Param returns the parameter with the key. A key of the form "key.class"
// finds the parameter that may be set per class.
func (k *Kind) Param(key string) (*Param, bool) {
	base, _, perClass := strings.Cut(key, ".")
	for i := range k.Params {
		if p := &k.Params[i]; p.Key == base {
			return p, !perClass || p.PerClass
		}
	}
	return nil, false
}

// Connects tells whether what an out port gives may enter an in port, and if
// not, why not and what would help.
func Connects(from, to Port) (bool, Text) {
	if takes(to, from.Type) {
		return true, Text{}
	}
	want := to.accepted()
	why := Text{
		EN: "Expects " + names(want, "en", " or ") + ", not " + typeNames[from.Type].EN + ".",
		ZH: "此处需要" + names(want, "zh", "或") + "，而不是" + typeNames[from.Type].ZH + "。",
	}
	if by := converter(from.Type, want); by != nil {
		why.EN += " Add " + by.Name.EN + " between."
		why.ZH += "请在中间加入“" + by.Name.ZH + "”。"
	}
	return false, why
}

// accepted lists the types an in port takes.
func (p Port) accepted() []PortType {
	if len(p.Accepts) == 0 {
		return []PortType{p.Type}
	}
	return p.Accepts
}

func takes(p Port, given PortType) bool {
	if given == Any {
		return true
	}
	for _, t := range p.accepted() {
		if t == Any || t == given {
			return true
		}
	}
	return false
}

// converter finds the first kind in the palette that takes what is given and
// gives what is wanted.
func converter(given PortType, want []PortType) *Kind {
	for _, k := range kinds {
		for _, in := range k.In {
			if in.Type == Any || !takes(in, given) {
				continue
			}
			for _, out := range k.Out {
				for _, t := range want {
					if out.Type == t {
						return k
					}
				}
			}
		}
	}
	return nil
}

var typeNames = map[PortType]Text{
	Request: {EN: "a request", ZH: "请求"},
	Vector:  {EN: "a vector", ZH: "向量"},
	Records: {EN: "records", ZH: "数据记录"},
	Any:     {EN: "anything", ZH: "任意数据"},
}

func names(types []PortType, lang, or string) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = typeNames[t].In(lang)
	}
	return strings.Join(words, or)
}

// Meant is the id of the kind that an unknown one was perhaps meant to be:
// written nearly so, or without its family; "" if none.
func Meant(id string) string {
	ids := make([]string, len(kinds))
	for i, k := range kinds {
		if ids[i] = k.ID; strings.HasSuffix(k.ID, "."+id) {
			return k.ID
		}
	}
	return design.Nearest(id, ids)
}
