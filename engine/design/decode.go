package design

import (
	"bytes"

	"github.com/goccy/go-json"

	"weir/engine/quantity"
)

// Decode reads a document. Every error is an *Error with its place, that
// wraps ErrEncoding, ErrSyntax, ErrUnknownField, ErrDuplicate, ErrType,
// ErrNumber, ErrLimit or ErrVersion. What is well formed but makes no sense
// (an edge to nowhere) is not an error: see Check.
//
// A strict scan of our own comes first, because JSON decoders say no place,
// match names in any letter case and let duplicates pass. Doubled nodes and
// edges, of which there may be many, show by their number once decoded; then a
// second scan finds the first. Time and memory are bounded by MaxBytes,
// MaxValues and the other limits.
func Decode(data []byte) (*Design, error) {
	sc := scanner{data: data, trusting: true}
	if err := sc.scan(root()); err != nil {
		if sc.trusted > 1 {
			err = scan(data, root()) // there may be an earlier fault
		}
		return nil, refuse(data, err)
	}
	d := &Design{}
	first, second := sc.nodes, sc.edges
	if first.from > second.from {
		first, second = second, first
	}
	if err := json.Unmarshal(rest(data, first, second), d); err != nil {
		return nil, sc.fail(ErrSyntax, 0, "the document cannot be read: "+err.Error(), "无法读取文档："+err.Error())
	}
	r := reader{data: data, words: map[string]string{}}
	if sc.nodes.to > 0 {
		r.pos = sc.nodes.from
		d.Nodes = keyed(&r, sc.nodes.entries, r.node)
	}
	if sc.edges.to > 0 {
		r.pos = sc.edges.from
		d.Edges = keyed(&r, sc.edges.entries, r.edge)
	}
	if len(d.Nodes) != sc.nodes.entries || len(d.Edges) != sc.edges.entries { // one stands twice
		return nil, refuse(data, scan(data, root()))
	}
	if d.Weir != Version {
		return nil, unknownVersion(data, d.Weir)
	}
	return d, nil
}

// refuse says what is wrong with a document.
func refuse(data []byte, err *Error) error {
	if err == nil { // no two keys are alike but for the decoder
		sc := scanner{data: data}
		return sc.fail(ErrDuplicate, 0, "two of its ids are one", "有两个标识相同")
	}
	if newer := otherVersion(data, err); newer != nil {
		return newer
	}
	return err
}

// otherVersion answers whether a document that does not fit is one of
// another version, of which unknown fields are to be expected.
func otherVersion(data []byte, why *Error) *Error {
	if why.Kind == ErrSyntax || why.Kind == ErrEncoding || len(data) > MaxBytes {
		return nil
	}
	var head struct {
		Weir *int `json:"weir"`
	}
	if json.Unmarshal(data, &head) != nil || head.Weir == nil || *head.Weir == Version {
		return nil
	}
	return unknownVersion(data, *head.Weir)
}

func unknownVersion(data []byte, version int) *Error {
	sc := scanner{data: data}
	at := bytes.LastIndex(data, []byte(`"weir"`))
	if at < 0 {
		return sc.fail(ErrVersion, 0, `this is not a Weir design: it lacks "weir": 1`, `这不是 Weir 设计：缺少 "weir": 1`)
	}
	sc.path = []step{{key: []byte("weir")}}
	n := quantity.Num(float64(version)).String()
	return sc.fail(ErrVersion, at, "document version "+n+" is not known here; this Weir reads version 1", "此处不认识文档版本 "+n+"；当前 Weir 只读取版本 1")
}
