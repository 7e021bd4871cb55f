package session

import (
	"sync"

	"weir/app/text"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/examples"
)

// Template is an example as the gallery shows it.
type Template struct {
	ID             string
	Title, Summary diagnostic.Text
	Design         *design.Design
}

// Examples lists the gallery.
var Examples = sync.OnceValue(func() []Template {
	var out []Template
	for _, e := range examples.Gallery {
		if d, err := examples.Open(e.ID, string(text.EN)); err == nil {
			out = append(out, Template{e.ID, e.Title, e.Summary, d})
		}
	}
	return out
})

// exampleDesign opens an example with the names of the reader's language.
func (s *Session) exampleDesign(id string) (*design.Design, error) {
	return examples.Open(id, string(s.lang))
}

// Trial is the small design of the first screen, evaluated by the same engine
// as any other.
type Trial struct {
	design *design.Design
	engine *evaluator
}

// trialNode is one part of the trial, with its name in both languages.
var trialNodes = []struct {
	id, kind string
	name     diagnostic.Text
	params   map[string]quantity.Value
}{
	{"users", "source.requests", diagnostic.Text{EN: "Users", ZH: "用户"}, nil},
	{"gateway", "proc.cpu", diagnostic.Text{EN: "API gateway", ZH: "API 网关"}, map[string]quantity.Value{"servers": quantity.Num(4), "service": quantity.Str("1.2 ms")}},
	{"orders", "proc.cpu", diagnostic.Text{EN: "Order service", ZH: "订单服务"}, map[string]quantity.Value{"servers": quantity.Num(8), "service": quantity.Str("22 ms")}},
	{"database", "proc.cpu", diagnostic.Text{EN: "Database", ZH: "数据库"}, map[string]quantity.Value{"servers": quantity.Num(1), "service": quantity.Str("1.6 ms")}},
	{"answer", "sink.response", diagnostic.Text{EN: "Response", ZH: "应答"}, nil},
}

// NewTrial returns the trial.
func NewTrial() *Trial {
	d := &design.Design{
		Weir:    design.Version,
		Classes: map[string]*design.Class{"order": {Size: &design.Spread{Mean: quantity.Str("4 kB"), SCV: 1}}},
		Nodes:   map[string]*design.Node{},
		Edges:   map[string]*design.Edge{},
	}
	for i, n := range trialNodes {
		d.Nodes[n.id] = &design.Node{Kind: n.kind, Params: n.params}
		if i > 0 {
			before := trialNodes[i-1].id
			d.Edges[before+"-"+n.id] = &design.Edge{From: design.End{before, "out"}, To: design.End{n.id, "in"}}
		}
	}
	return &Trial{design: d, engine: newEvaluator()}
}

// At answers the trial at a rate of arrivals per second.
func (t *Trial) At(perS float64) *report.Report {
	d, nodes := *t.design, map[string]*design.Node{}
	for id, n := range t.design.Nodes {
		nodes[id] = n
	}
	rate := quantity.Join(perS, "/s")
	nodes["users"] = &design.Node{Kind: "source.requests", Params: map[string]quantity.Value{"rate": quantity.Str(rate), "class": quantity.Str("order")}}
	d.Nodes = nodes
	t.design = &d
	return t.engine.settled(t.design)
}

// Design is the trial as it was last answered.
func (t *Trial) Design() *design.Design { return t.design }

// Chain lists the stations of the trial in order.
func (t *Trial) Chain() []string { return []string{"gateway", "orders", "database"} }

// Name is the name of a station in a language.
func (t *Trial) Name(id, lang string) string {
	for _, n := range trialNodes {
		if n.id == id {
			return n.name.In(lang)
		}
	}
	return id
}
