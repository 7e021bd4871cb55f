package canvas

import (
	"math"
	"strconv"
	"strings"

	"weir/app/text"
	"weir/engine/component"
	"weir/engine/quantity"
	"weir/engine/report"
)

// Face is what is written on a card.
type Face struct {
	Title     string
	Rows      [2]Row
	Note      string // one sentence in place of the bar
	NoteLevel level
	Bar       string // "91 %"
	Chip      string
}

// Row is a key figure: its name and its value.
type Row struct{ Label, Value string }

// face returns what is written on a card, built when first asked for.
func (s *Scene) face(c *Card) *Face {
	if c.face == nil {
		c.face = s.writeFace(c)
	}
	return c.face
}

func (s *Scene) writeFace(c *Card) *Face {
	f := &Face{Title: s.title(c)}
	if c.load.mark != noMark {
		f.Chip = chipWords[c.load.mark].In(s.lang)
	}
	n := s.nodeReport(c.ID)
	if c.Kind != nil {
		for i, key := range c.Kind.Card {
			f.Rows[i] = s.row(c, n, key)
		}
	}
	switch {
	case c.load.mark == overloaded && n != nil:
		f.Rows[0] = Row{wordCarried.In(s.lang), s.ofRates(n)}
	case c.load.mark == faulty:
		f.Note, f.NoteLevel = s.states.worst[c.ID].Message.In(s.lang), urgent
		if c.load.known {
			f.Bar = percent(float64(n.Utilisation))
		}
		return f
	case c.load.mark == bypassed:
		f.Note = wordPasses.In(s.lang)
		return f
	}
	if c.load.known {
		f.Bar = percent(float64(n.Utilisation))
		return f
	}
	f.Note = s.note(c)
	return f
}

// title is the node's own name or that of its kind.
func (s *Scene) title(c *Card) string {
	switch {
	case c.Node.Name != "":
		return c.Node.Name
	case c.Kind != nil:
		return c.Kind.Name.In(s.lang)
	}
	return c.Node.Kind
}

func (s *Scene) nodeReport(id string) *report.Node {
	if s.report == nil {
		return nil
	}
	return s.report.Nodes[id]
}

// row is the parameter or the figure with a key.
func (s *Scene) row(c *Card, n *report.Node, key string) Row {
	for i := range c.Kind.Params {
		if p := &c.Kind.Params[i]; p.Key == key {
			v, set := c.Node.Params[key]
			if !set {
				v = p.Default
			}
			return Row{p.Label.In(s.lang), s.written(p, v)}
		}
	}
	if n == nil {
		return Row{}
	}
	figures := n.Figures
	if n.AI != nil {
		figures = append(figures[:len(figures):len(figures)], n.AI.Figures...)
	}
	for _, f := range figures {
		if f.Key == key {
			return Row{f.Label.In(s.lang), s.figure(float64(f.Value), f.Unit)}
		}
	}
	if key == "bytes_per_s" {
		return Row{wordData.In(s.lang), s.figure(s.arriving(c.ID), "B/s")}
	}
	if f, ok := standing[key]; ok {
		return Row{f.label.In(s.lang), s.figure(float64(f.value(n)), f.unit)}
	}
	return Row{}
}

// written is a parameter's value as its author wrote it, choices by name,
// catalogue keys without their publisher.
func (s *Scene) written(p *component.Param, v quantity.Value) string {
	switch v.Form() {
	case quantity.Number:
		x, _ := v.Float()
		return quantity.Digits(x, 3)
	case quantity.String:
		word, _ := v.Text()
		for _, c := range p.Choices {
			if c.Value == word {
				return c.Label.In(s.lang)
			}
		}
		if c := s.doc.Classes[word]; c != nil && c.Name != "" && p.Dimension == quantity.None {
			return c.Name
		}
		if p.Catalog != "" {
			word = word[strings.LastIndexByte(word, '/')+1:]
		}
		return word
	case quantity.Bool:
		if on, _ := v.Truth(); on {
			return wordYes.In(s.lang)
		}
		return wordNo.In(s.lang)
	case quantity.List:
		return strconv.Itoa(len(v.List()))
	}
	return text.Absent
}

// ofRates writes what is carried of what is offered: 237 of 318/s.
func (s *Scene) ofRates(n *report.Node) string {
	l := text.Lang(s.lang)
	of := " of "
	if l == text.ZH {
		of = " / "
	}
	return l.Number(float64(n.CarriedPerS)) + of + l.Rate(float64(n.ArrivalsPerS))
}

// note is the sentence of a card without a bar: what a source emits, what
// arrives at a sink, else what the kind stands for.
func (s *Scene) note(c *Card) string {
	if c.Kind == nil {
		return wordUnknown.In(s.lang)
	}
	if c.Kind.Family == component.Sinks && s.report != nil {
		var worst *report.Journey
		for _, j := range s.report.Journeys {
			if j.Sink == c.ID && !j.Background && finite(j.LatencyS.P99) && (worst == nil || j.LatencyS.P99 > worst.LatencyS.P99) {
				worst = j
			}
		}
		if worst != nil {
			l := text.Lang(s.lang)
			return "p50 " + l.Duration(float64(worst.LatencyS.P50)) + ", p99 " + l.Duration(float64(worst.LatencyS.P99))
		}
	}
	if c.Kind.Family == component.Sources {
		if id, ok := c.Node.Params["class"].Text(); ok && s.doc.Classes[id] != nil {
			if k := s.doc.Classes[id]; k.Name != "" {
				return k.Name
			}
		}
	}
	return c.Kind.Summary.In(s.lang)
}

// standing are the figures every station has, by their keys in the report.
var standing = map[string]struct {
	label component.Text
	value func(*report.Node) report.Number
	unit  string
}{
	"items_per_s":    {component.Text{EN: "Arrive", ZH: "到达"}, func(n *report.Node) report.Number { return n.ArrivalsPerS }, "/s"},
	"arrivals_per_s": {component.Text{EN: "Arrive", ZH: "到达"}, func(n *report.Node) report.Number { return n.ArrivalsPerS }, "/s"},
	"carried_per_s":  {component.Text{EN: "Carried", ZH: "实际处理"}, func(n *report.Node) report.Number { return n.CarriedPerS }, "/s"},
	"wait_s":         {component.Text{EN: "Wait", ZH: "等待"}, func(n *report.Node) report.Number { return n.WaitS }, "s"},
	"servers":        {component.Text{EN: "Servers", ZH: "服务单元"}, func(n *report.Node) report.Number { return n.Servers }, ""},
}

// arriving is the bytes per second on the edges that end at a node.
func (s *Scene) arriving(id string) float64 {
	sum := 0.0
	for _, e := range s.ends[id] {
		if w := s.wires[e]; w.Edge.To.Node() == id && w.load.bytes > 0 {
			sum += w.load.bytes
		}
	}
	return sum
}

// figure writes a figure in the unit it is given in.
func (s *Scene) figure(x float64, unit string) string {
	l := text.Lang(s.lang)
	switch unit {
	case "s":
		return l.Duration(x)
	case "B":
		return l.Data(x)
	case "B/s":
		return l.Bandwidth(x)
	case "/s", "1/s":
		return l.Rate(x)
	case "W":
		return l.Power(x)
	case "", "1":
		return l.Number(x)
	}
	return l.Number(x) + nbsp + unit
}

// nbsp stands between a figure and its unit.
const nbsp = "\u00a0"

// percent writes a utilisation: whole per cents, as bars show them.
func percent(x float64) string {
	if x >= 9.995 {
		return "> 999" + nbsp + "%"
	}
	return strconv.Itoa(int(math.Round(100*x))) + nbsp + "%"
}
