package design

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"

	"weir/engine/quantity"
)

// Encode writes a design as canonical JSON: keys sorted, numbers in their
// shortest exact form, what is zero or empty left out, each part on a line
// of its own so that a diff reads well, a final newline. Equal designs are
// equal bytes. It fails only for what Decode would not read back: a number
// that is not finite, an absent part, a limit exceeded.
func Encode(d *Design) ([]byte, error) {
	e := encoder{b: make([]byte, 0, 1024+150*(len(d.Nodes)+len(d.Edges)))}
	e.value(root(), reflect.ValueOf(d).Elem(), 0)
	if e.err != nil {
		return nil, e.err
	}
	if len(e.b) >= MaxBytes {
		return nil, fmt.Errorf("design: %d bytes: %w", len(e.b)+1, ErrLimit)
	}
	return append(e.b, '\n'), nil
}

// Hash returns the SHA-256 of the canonical bytes, in hexadecimal.
func Hash(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

type encoder struct {
	b   []byte
	err error
}

// open lines: the document and its tables break lines, their parts do not.
const brokenLines = 2

func (e *encoder) value(s *shape, v reflect.Value, depth int) {
	if s.pointer {
		if v.IsNil() {
			if !s.nullable {
				e.fail("an absent part", ErrType)
			}
			e.b = append(e.b, "null"...)
			return
		}
		v = v.Elem()
	}
	switch s.kind {
	case record:
		e.record(s, v, depth)
	case table:
		e.table(s, v, depth)
	case list, tuple:
		e.list(s, v, depth)
	case text:
		e.b = quantity.AppendString(e.b, v.String())
	case truth:
		e.b = strconv.AppendBool(e.b, v.Bool())
	case number:
		if v.CanInt() {
			e.number(float64(v.Int()))
		} else {
			e.number(v.Float())
		}
	case scalar:
		x := v.Addr().Interface().(*quantity.Value)
		e.scalar(x)
	}
}

func (e *encoder) record(s *shape, v reflect.Value, depth int) {
	n := 0
	e.b = append(e.b, '{')
	for i := range s.fields {
		f := &s.fields[i]
		x := v.Field(f.index)
		if !f.keep && empty(f.shape, x) {
			continue
		}
		e.member(n, f.name, depth)
		e.value(f.shape, x, depth+1)
		n++
	}
	e.shut(n, '}', depth)
}

func (e *encoder) table(s *shape, v reflect.Value, depth int) {
	keys := make([]string, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		keys = append(keys, it.Key().String())
	}
	slices.Sort(keys)
	e.b = append(e.b, '{')
	elem := reflect.New(v.Type().Elem()).Elem() // addressable
	key := reflect.New(v.Type().Key()).Elem()
	for n, k := range keys {
		e.member(n, k, depth)
		key.SetString(k)
		elem.Set(v.MapIndex(key))
		e.value(s.elem, elem, depth+1)
	}
	e.shut(len(keys), '}', depth)
}

func (e *encoder) list(s *shape, v reflect.Value, depth int) {
	e.b = append(e.b, '[')
	n := v.Len()
	for i := range n {
		e.comma(i, depth)
		e.value(s.elem, v.Index(i), depth+1)
	}
	e.shut(n, ']', depth)
}

func (e *encoder) member(n int, key string, depth int) {
	e.comma(n, depth)
	e.b = append(quantity.AppendString(e.b, key), ':')
	if depth < brokenLines {
		e.b = append(e.b, ' ')
	}
}

func (e *encoder) comma(n, depth int) {
	if n > 0 {
		e.b = append(e.b, ',')
	}
	e.line(depth + 1)
}

func (e *encoder) shut(n int, closing byte, depth int) {
	if n > 0 && depth < brokenLines {
		e.line(depth)
	}
	e.b = append(e.b, closing)
}

func (e *encoder) line(depth int) {
	if depth <= brokenLines {
		e.b = append(append(e.b, '\n'), "    "[:2*depth]...)
	}
}

func (e *encoder) number(x float64) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		e.fail("a number that is not finite", ErrNumber)
	}
	e.b = quantity.AppendNumber(e.b, x)
}

func (e *encoder) scalar(v *quantity.Value) {
	if x, ok := v.Float(); ok {
		e.number(x)
		return
	}
	if v.Form() != quantity.List {
		e.b = v.AppendJSON(e.b)
		return
	}
	e.b = append(e.b, '[')
	items := v.List()
	for i := range items {
		if i > 0 {
			e.b = append(e.b, ',')
		}
		e.scalar(&items[i])
	}
	e.b = append(e.b, ']')
}

func (e *encoder) fail(what string, kind error) {
	if e.err == nil {
		e.err = fmt.Errorf("design: %s: %w", what, kind)
	}
}

// empty reports whether a field says nothing.
func empty(s *shape, v reflect.Value) bool {
	switch {
	case s.pointer:
		return v.IsNil()
	case s.kind == table || s.kind == list:
		return v.Len() == 0
	case s.kind == record:
		for i := range s.fields {
			if f := &s.fields[i]; f.keep || !empty(f.shape, v.Field(f.index)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}
