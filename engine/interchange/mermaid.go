package interchange

import (
	"strconv"
	"strings"

	"weir/engine/component"
	"weir/engine/design"
)

// Mermaid writes a design as a Mermaid flowchart: nodes by name and kind,
// groups as subgraphs, edges that are not waited for dotted.
func Mermaid(d *design.Design, lang string) []byte {
	m := mermaid{design: d, lang: lang, names: map[string]string{}}
	m.b.WriteString("flowchart LR\n")
	for i, id := range sortedKeys(d.Nodes) {
		m.names[id] = "n" + strconv.Itoa(i+1) // ids may hold what Mermaid cannot
	}
	inner, grouped := map[string]bool{}, map[string]bool{}
	for _, g := range d.Groups {
		for _, id := range g.Groups {
			inner[id] = true
		}
	}
	for _, id := range sortedKeys(d.Groups) {
		if !inner[id] {
			m.group(id, 1, grouped)
		}
	}
	for _, id := range sortedKeys(d.Nodes) {
		if !grouped[id] {
			m.node(id, 1)
		}
	}
	for _, id := range sortedKeys(d.Edges) {
		e := d.Edges[id]
		from, to := m.names[e.From.Node()], m.names[e.To.Node()]
		if from == "" || to == "" {
			continue
		}
		arrow := " --> "
		if e.Async {
			arrow = " -.-> "
		}
		m.b.WriteString("    " + from + arrow + to + "\n")
	}
	return []byte(m.b.String())
}

type mermaid struct {
	b      strings.Builder
	design *design.Design
	lang   string
	names  map[string]string
}

func (m *mermaid) group(id string, depth int, grouped map[string]bool) {
	g := m.design.Groups[id]
	if g == nil || depth > len(m.design.Groups)+1 {
		return
	}
	indent := strings.Repeat("    ", depth)
	m.b.WriteString(indent + "subgraph g" + strconv.Itoa(depth) + "_" + plain(id) + "[\"" + quoted(g.Name) + "\"]\n")
	for _, n := range g.Nodes {
		if !grouped[n] && m.names[n] != "" {
			grouped[n] = true
			m.node(n, depth+1)
		}
	}
	for _, within := range g.Groups {
		m.group(within, depth+1, grouped)
	}
	m.b.WriteString(indent + "end\n")
}

func (m *mermaid) node(id string, depth int) {
	name := nodeName(m.design, id, m.lang)
	m.b.WriteString(strings.Repeat("    ", depth) + m.names[id] + "[\"" + quoted(name) + "\"]\n")
}

// nodeName is a node's own name or that of its kind.
func nodeName(d *design.Design, id, lang string) string {
	n := d.Nodes[id]
	if n.Name != "" {
		return n.Name
	}
	if k, ok := component.Lookup(n.Kind); ok {
		return k.Name.In(lang)
	}
	return n.Kind
}

// quoted is a text fit for a Mermaid string.
func quoted(s string) string {
	return strings.NewReplacer(`"`, "#quot;", "#", "#35;", "\n", " ", "<", "#lt;", ">", "#gt;").Replace(s)
}

// plain keeps the letters, digits and underscores of an id.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, s)
}
