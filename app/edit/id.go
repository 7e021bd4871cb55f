package edit

import (
	"strconv"
	"strings"

	"weir/engine/design"
)

// freshNode returns an id for a new node of a kind: the last word of the
// kind, with a number where that is taken ("cache", "cache2").
func (t *Tx) freshNode(kind string) string {
	return fresh(t.nodes.parts, kind[strings.LastIndexByte(kind, '.')+1:])
}

// freshEdge returns an id for a new edge: "e" and a number.
func (t *Tx) freshEdge() string {
	if t.nextEdge == 0 {
		t.nextEdge = len(t.edges.parts)
	}
	for {
		t.nextEdge++
		id := "e" + strconv.Itoa(t.nextEdge)
		if t.edges.parts[id] == nil {
			return id
		}
	}
}

// fresh returns stem if no part has that id, else stem with the least number
// from 2 that is free.
func fresh[T any](parts map[string]*T, stem string) string {
	if stem != "" && parts[stem] == nil {
		return stem
	}
	if stem = strings.TrimRight(stem, "0123456789"); stem == "" {
		stem = "part"
	}
	for i := 2; ; i++ {
		if id := stem + strconv.Itoa(i); parts[id] == nil {
			return id
		}
	}
}

// FreshClass, FreshPool and FreshScenario return an id that is not taken,
// made from a word ("chat", "pool").
func FreshClass(d *design.Design, stem string) string    { return fresh(d.Classes, stem) }
func FreshPool(d *design.Design, stem string) string     { return fresh(d.Pools, stem) }
func FreshScenario(d *design.Design, stem string) string { return fresh(d.Scenarios, stem) }
