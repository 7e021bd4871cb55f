package engine

import (
	"slices"
	"strconv"

	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/flow"
	"weir/engine/quantity"
	"weir/engine/sim"
)

// Trace is arrivals that were recorded; sim.ReadTrace reads them from CSV.
type Trace = sim.Trace

// WithTrace prepares the replay of a trace at a source: the rows that are of
// the source's class or name none, and the design with the source's rate and
// burstiness and the class's tokens as the trace has them, and its sessions at
// the models the source leads to, so that the closed form answers for the same
// arrivals. names are the classes ReadTrace met.
func WithTrace(d *Design, source string, t *Trace, names []string) (*Design, *Trace, error) {
	n := d.Nodes[source]
	if n == nil || n.Kind != "source.requests" {
		return nil, nil, refusal("sim.trace", source, "A trace is replayed by a source of requests; this is none.", "轨迹只能由请求来源重放，该节点不是。")
	}
	class := ""
	if v, ok := n.Params["class"]; ok {
		class, _ = v.Text()
	}
	for id := range d.Classes {
		if class == "" && len(d.Classes) == 1 {
			class = id
		}
	}
	for i, name := range names {
		if d.Classes[name] == nil && len(d.Classes) > 0 {
			row := strconv.Itoa(1 + slices.IndexFunc(t.Rows, func(r sim.Row) bool { return int(r.Class) == i+1 }))
			return nil, nil, refusal("sim.trace", source, "Row "+row+" of the trace is of class “"+name+"”, which the design has not.", "轨迹第 "+row+" 行的类别“"+name+"”在设计中不存在。")
		}
	}
	rows := t
	if len(names) > 0 {
		index := uint16(0xffff)
		for i, name := range names {
			if name == class {
				index = uint16(i + 1)
			}
		}
		if rows = t.Only(index); rows == nil {
			return nil, nil, refusal("sim.trace", source, "The trace has no row of this source's class.", "轨迹中没有该来源类别的行。")
		}
	}
	f := rows.Fit()
	values := map[string]quantity.Value{
		source + ".rate":       quantity.Str(decimal(f.Rate) + "/s"),
		source + ".burstiness": quantity.Num(min(f.SCV, 1000)),
		source + ".profile":    {}, source + ".swing": {}, source + ".batch": {}, // the trace says it all
	}
	if f.Turns > 1 {
		for id := range reached(d, source) {
			if d.Nodes[id].Kind == "ai.inference" {
				values[id+".turns"], values[id+".gap"] = quantity.Num(min(f.Turns, 1e4)), quantity.Str(decimal(f.Gap)+" s")
			}
		}
	}
	out := Set(d, values)
	if c := d.Classes[class]; c != nil && f.In.Mean+f.Out.Mean > 0 {
		copied := *c
		copied.TokensIn, copied.TokensOut = spread(f.In, c.TokensIn), spread(f.Out, c.TokensOut)
		out.Classes[class] = &copied
	}
	return out, rows, nil
}

// reached is the nodes that what leaves a node comes to.
func reached(d *Design, from string) map[string]bool {
	seen := map[string]bool{}
	next := []string{from}
	for len(next) > 0 {
		id := next[0]
		next = next[1:]
		for _, e := range d.Edges { // a set: the order does not matter
			if to := e.To[0]; e.From[0] == id && d.Nodes[to] != nil && !seen[to] {
				seen[to] = true
				next = append(next, to)
			}
		}
	}
	return seen
}

// spread is that of a trace, or what was there where the trace has none.
func spread(m sim.Moments, old *design.Spread) *design.Spread {
	if m.Mean == 0 {
		return old
	}
	return &design.Spread{Mean: quantity.Num(m.Mean), SCV: m.SCV}
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func refusal(code, node, en, zh string) error {
	return &flow.Refusal{Diagnostic: diagnostic.Diagnostic{
		Code: code, Severity: diagnostic.Error, At: diagnostic.Place{Node: node}, Message: diagnostic.Text{EN: en, ZH: zh},
	}}
}
