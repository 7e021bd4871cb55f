package canvas

import (
	"math"
	"strconv"
	"strings"

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
		f.Rows[0] = Row{wordCarried.In(s.lang), ofRates(n.CarriedPerS, n.ArrivalsPerS, s.lang)}
	case c.load.mark == faulty:
		f.Note, f.NoteLevel = s.states.worst[c.ID].Message.In(s.lang), urgent
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
			return Row{f.Label.In(s.lang), figure(f)}
		}
	}
	return Row{}
}

// written is a parameter's value as its author wrote it, choices by name,
// catalogue keys without their publisher.
func (s *Scene) written(p *component.Param, v quantity.Value) string {
	switch v.Form() {
	case quantity.Number:
		x, _ := v.Float()
		return grouped(x)
	case quantity.String:
		text, _ := v.Text()
		for _, c := range p.Choices {
			if c.Value == text {
				return c.Label.In(s.lang)
			}
		}
		if c := s.doc.Classes[text]; c != nil && c.Name != "" && p.Dimension == quantity.None {
			return c.Name
		}
		if p.Catalog != "" {
			text = text[strings.LastIndexByte(text, '/')+1:]
		}
		return text
	case quantity.Bool:
		if on, _ := v.Truth(); on {
			return wordYes.In(s.lang)
		}
		return wordNo.In(s.lang)
	case quantity.List:
		return strconv.Itoa(len(v.List()))
	}
	return "–"
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
			return "p50 " + seconds(float64(worst.LatencyS.P50)) + ", p99 " + seconds(float64(worst.LatencyS.P99))
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

func figure(f report.Figure) string {
	x := float64(f.Value)
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	switch f.Unit {
	case "s":
		return seconds(x)
	case "B":
		return scaled(x, "B")
	case "B/s":
		return scaled(x, "B/s")
	case "":
		return digits(x)
	}
	return digits(x) + nbsp + f.Unit
}
