package design

import (
	"strconv"

	"github.com/goccy/go-json"

	"weir/engine/quantity"
)

// Nodes and edges are nearly all of a large document. They are read here,
// field by field, from text that the scanner has let pass, so that nothing can
// be wrong with it; the decoder reads the rest.

// section is where a table of the document stands, and how many entries it has.
type section struct{ from, to, entries int }

// rest is the document with null in the place of sections.
func rest(data []byte, sections ...section) []byte {
	out, at := make([]byte, 0, 256), 0
	for _, s := range sections {
		if s.to > 0 {
			out = append(append(out, data[at:s.from]...), "null"...)
			at = s.to
		}
	}
	return append(out, data[at:]...)
}

// reader reads text that is known to be right.
type reader struct {
	data  []byte
	pos   int
	words map[string]string // that come again and again: kinds, ports, parameters
}

// next is the first byte that is no space.
func (r *reader) next() byte {
	for {
		switch c := r.data[r.pos]; c {
		case ' ', '\n', '\t', '\r':
			r.pos++
		default:
			return c
		}
	}
}

// entries goes through an object or a list: each is called where a member
// begins, and reads it.
func (r *reader) entries(each func()) {
	r.next()
	r.pos++ // the opening bracket
	for {
		switch r.next() {
		case ',':
			r.pos++
		case '}', ']':
			r.pos++
			return
		default:
			each()
		}
	}
}

// members goes through an object by its keys.
func (r *reader) members(each func(key []byte)) {
	r.entries(func() {
		key := r.raw()
		r.next()
		r.pos++ // the colon
		r.next()
		each(key)
	})
}

// raw is the string that begins here, its escapes undone.
func (r *reader) raw() []byte {
	start, escaped := r.pos+1, false
	for i := start; ; i++ {
		switch r.data[i] {
		case '"':
			r.pos = i + 1
			if escaped {
				return unescape(r.data[start:i])
			}
			return r.data[start:i]
		case '\\':
			escaped = true
			i++
		}
	}
}

func (r *reader) text() string { return string(r.raw()) }

// word is a string that is shared with its like.
func (r *reader) word(raw []byte) string {
	if w, ok := r.words[string(raw)]; ok {
		return w
	}
	w := string(raw)
	r.words[w] = w
	return w
}

// skip passes a value and returns it.
func (r *reader) skip() []byte {
	r.next()
	start, depth := r.pos, 0
	for {
		switch r.data[r.pos] {
		case '"':
			r.raw()
		case '{', '[':
			depth++
			r.pos++
		case '}', ']', ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return r.data[start:r.pos]
			}
			if c := r.data[r.pos]; c == '}' || c == ']' {
				depth--
			}
			r.pos++
		default:
			r.pos++
		}
		if depth == 0 && (r.data[r.pos-1] == '"' || r.data[r.pos-1] == '}' || r.data[r.pos-1] == ']') {
			return r.data[start:r.pos]
		}
	}
}

func (r *reader) number() float64 {
	x, _ := strconv.ParseFloat(string(r.skip()), 64)
	return x
}

func (r *reader) truth() bool { return r.skip()[0] == 't' }

// value reads a parameter.
func (r *reader) value() (v quantity.Value) {
	_ = v.UnmarshalJSON(r.skip())
	return v
}

// other reads what is rare by the decoder.
func (r *reader) other(to any) { _ = json.Unmarshal(r.skip(), to) }

// keyed reads an object of n parts by their ids.
func keyed[T any](r *reader, n int, part func() *T) map[string]*T {
	if r.next() == 'n' { // null
		return nil
	}
	parts := make(map[string]*T, n)
	r.members(func(id []byte) {
		parts[string(id)] = part()
	})
	return parts
}

func (r *reader) node() *Node {
	n := &Node{}
	r.members(func(key []byte) {
		switch string(key) {
		case "kind":
			n.Kind = r.word(r.raw())
		case "name":
			n.Name = r.text()
		case "at":
			i := 0
			r.entries(func() { n.At[i] = r.number(); i++ })
		case "params":
			n.Params = map[string]quantity.Value{}
			r.members(func(key []byte) { n.Params[r.word(key)] = r.value() })
		case "pool":
			r.other(&n.Pool)
		case "bypassed":
			n.Bypassed = r.truth()
		case "locked":
			n.Locked = r.truth()
		case "vary":
			r.other(&n.Vary)
		}
	})
	return n
}

func (r *reader) edge() *Edge {
	e := &Edge{}
	r.members(func(key []byte) {
		switch string(key) {
		case "from":
			e.From = r.end()
		case "to":
			e.To = r.end()
		case "classes":
			e.Classes = []string{}
			r.entries(func() { e.Classes = append(e.Classes, r.word(r.raw())) })
		case "weight":
			r.other(&e.Weight)
		case "async":
			e.Async = r.truth()
		case "link":
			r.other(&e.Link)
		}
	})
	return e
}

func (r *reader) end() (e End) {
	i := 0
	r.entries(func() {
		if raw := r.raw(); i == 0 {
			e[0] = string(raw)
		} else {
			e[1] = r.word(raw)
		}
		i++
	})
	return e
}
