package design

import (
	"reflect"
	"sort"
	"strings"
	"sync"

	"weir/engine/quantity"
)

// A shape says what JSON a Go type of this package is written as. It is the
// one source of what a document may hold: the scanner refuses what does not
// fit, the encoder writes by it, and the JSON Schema is made from it.
type shape struct {
	kind     shapeKind
	name     string  // of a record: its Go type
	fields   []field // of a record, sorted by name
	elem     *shape  // of a table, list or tuple
	length   int     // of a tuple
	limit    int     // of a table or list: how many entries; 0 = no limit of its own
	limited  string  // what the entries are called when there are too many
	whole    bool    // number: an integer
	named    bool    // text: a name, at most MaxName characters
	nullable bool    // null stands for "not given"
	pointer  bool    // the Go value is behind a pointer
}

type shapeKind uint8

const (
	record shapeKind = iota // a struct: known fields
	table                   // a map by id
	list
	tuple // a list of fixed length
	text
	number
	truth
	scalar // a quantity.Value
)

type field struct {
	name  string
	index int  // in the Go struct
	keep  bool // written even when zero
	shape *shape
}

// root is the shape of a Design.
var root = sync.OnceValue(func() *shape {
	s := shapeOf(reflect.TypeFor[Design]())
	limits := map[string]int{"nodes": MaxNodes, "edges": MaxEdges, "classes": MaxClasses}
	for _, f := range s.fields {
		if f.shape.kind == table || f.shape.kind == list {
			f.shape.limit, f.shape.limited = MaxParts, f.name
		}
		if n := limits[f.name]; n > 0 {
			f.shape.limit = n
		}
	}
	return s
})

func shapeOf(t reflect.Type) *shape {
	if t == reflect.TypeFor[quantity.Value]() {
		return &shape{kind: scalar, nullable: true}
	}
	switch t.Kind() {
	case reflect.Pointer:
		s := shapeOf(t.Elem())
		s.pointer = true
		s.nullable = s.kind == number || s.kind == text || s.kind == truth
		return s
	case reflect.Struct:
		return &shape{kind: record, name: t.Name(), fields: fieldsOf(t)}
	case reflect.Map:
		s := &shape{kind: table, elem: shapeOf(t.Elem())}
		if s.elem.kind == scalar {
			s.limit, s.limited = MaxParams, "parameters"
		}
		return s
	case reflect.Slice:
		return &shape{kind: list, elem: shapeOf(t.Elem())}
	case reflect.Array:
		return &shape{kind: tuple, elem: shapeOf(t.Elem()), length: t.Len()}
	case reflect.String:
		return &shape{kind: text}
	case reflect.Bool:
		return &shape{kind: truth}
	case reflect.Int:
		return &shape{kind: number, whole: true}
	case reflect.Float64:
		return &shape{kind: number}
	}
	panic("design: a document cannot hold " + t.String())
}

func fieldsOf(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		s := shapeOf(f.Type)
		s.named = s.kind == text && (name == "name" || name == "title")
		fields = append(fields, field{name: name, index: i, keep: !strings.Contains(options, "omit"), shape: s})
	}
	sort.Slice(fields, func(i, j int) bool { return fields[i].name < fields[j].name })
	return fields
}

// find returns the index of the field with the name, or -1.
func (s *shape) find(name []byte) int {
	for i := range s.fields {
		if s.fields[i].name == string(name) {
			return i
		}
	}
	return -1
}
