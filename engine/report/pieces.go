package report

import (
	"bytes"
	"maps"
)

// Pieces cuts an encoded report into ones that are read quickly one by one: the
// report without its nodes and edges, then these in portions of some bytes. Joined,
// they are the report. Relies on the line breaks of Encode.
func Pieces(data []byte, portion int) [][]byte {
	head := make([]byte, 0, 4096)
	var list [][]byte
	for _, key := range []string{"nodes", "edges"} {
		open := []byte("\n  \"" + key + "\": {\n")
		at := bytes.Index(data, open)
		if at < 0 {
			continue // none, or not of our writing
		}
		body := at + len(open) - 1
		length := bytes.Index(data[body:], []byte("\n  }"))
		if length < 0 {
			continue
		}
		head = append(head, data[:body]...)
		list = append(list, portions(key, data[body:body+length], portion)...)
		data = data[body+length:]
	}
	return append([][]byte{append(head, data...)}, list...)
}

// portions cuts the members of an object, each of which begins on a line of its
// own.
func portions(key string, members []byte, portion int) [][]byte {
	var list [][]byte
	begin := []byte("\n    \"")
	for len(members) > 0 {
		end := len(members)
		if portion < end {
			if next := bytes.Index(members[portion:], begin); next >= 0 {
				end = portion + next
			}
		}
		piece := append([]byte(`{"`+key+`":{`), bytes.TrimSuffix(members[:end], []byte(","))...)
		list = append(list, append(piece, "}}"...))
		members = members[end:]
	}
	return list
}

// Join takes up the nodes and edges of a piece.
func (r *Report) Join(piece *Report) {
	if r.Nodes == nil {
		r.Nodes = map[string]*Node{}
	}
	if r.Edges == nil {
		r.Edges = map[string]*Edge{}
	}
	maps.Copy(r.Nodes, piece.Nodes)
	maps.Copy(r.Edges, piece.Edges)
}
