package canvas

import (
	"math"

	"weir/engine/diagnostic"
	"weir/engine/report"
)

// level is how urgent something on a card is.
type level uint8

const (
	calm   level = iota
	warned       // somebody should act
	urgent       // figures are missing, or demand exceeds capacity
	told         // worth knowing
)

// mark is the state a card shows in its chip.
type mark uint8

const (
	noMark mark = iota
	bottleneck
	overloaded
	pacing // the slowest stage of a job: busy by what it is for
	faulty
	uncalibrated
	bypassed
)

// load is what a report says of a card, as far as it is drawn in tiles: a
// tile is drawn again only when this changes.
type load struct {
	bar   uint8 // width of the bar in 1/128 of its track, at most 128
	known bool  // there is a utilisation
	level level
	mark  mark
}

// flow is what a report says of a wire.
type flow struct {
	items, bytes float64
}

// overloadCode is the finding of what is offered more than it carries. A link
// that is busy all the time because a job goes at its pace has none.
const overloadCode = "flow.overload"

// states is what holds for a whole report.
type states struct {
	bottleneck report.Subject
	worst      map[string]diagnostic.Diagnostic // node -> its gravest finding
	choked     map[string]bool                  // edges whose link carries less than it is offered
	limit      float64                          // utilisation the headroom objective allows; 0 = none
}

// busy is the utilisation from which a bottleneck is shown as a warning
// where no headroom objective says otherwise.
const busy = 0.8

// SetReport shows the answer of an evaluation; nil shows none. Only what
// looks different is drawn again.
func (s *Scene) SetReport(r *report.Report) {
	s.report = r
	s.states = statesOf(r)
	for id, c := range s.cards {
		now := load{}
		if r != nil {
			now = s.states.load(c, r)
		}
		if now != c.load {
			c.load = now
			s.touch(s.cardAt.where[id])
		}
		c.face = nil
	}
	for id, w := range s.wires {
		width := uint8(3)
		w.load = flow{}
		if r != nil {
			w.load, width = wireLoad(r.Edges[id])
		}
		if width != w.width {
			w.width = width
			s.touch(s.wireAt.where[id])
		}
	}
}

// SetLang shows another language.
func (s *Scene) SetLang(lang string) {
	if s.lang == lang {
		return
	}
	s.lang = lang
	for _, c := range s.cards {
		c.face = nil
	}
}

func statesOf(r *report.Report) states {
	st := states{worst: map[string]diagnostic.Diagnostic{}, choked: map[string]bool{}}
	if r == nil {
		return st
	}
	if r.Summary.Bottleneck != nil {
		st.bottleneck = *r.Summary.Bottleneck
	}
	for _, d := range r.Diagnostics {
		if d.Code == overloadCode && d.At.Edge != "" {
			st.choked[d.At.Edge] = true
		}
		if d.Severity != diagnostic.Error || d.At.Node == "" {
			continue
		}
		if _, seen := st.worst[d.At.Node]; !seen {
			st.worst[d.At.Node] = d
		}
	}
	for _, o := range r.Objectives {
		if o.Metric == "headroom" && finite(o.Min) {
			st.limit = 1 - float64(o.Min)
		}
	}
	return st
}

func finite(x report.Number) bool { return !math.IsNaN(float64(x)) && !math.IsInf(float64(x), 0) }

// load reads the state of a card: the gravest thing wins.
func (st states) load(c *Card, r *report.Report) load {
	n := r.Nodes[c.ID]
	l := load{}
	if n != nil && finite(n.Utilisation) && hasBar(c) {
		l.known = true
		l.bar = uint8(math.Round(128 * clamp(float64(n.Utilisation), 0, 1)))
	}
	limit := st.limit
	if limit == 0 {
		limit = busy
	}
	paced := r.Paced(c.ID)
	switch {
	case c.Node.Bypassed:
		l.mark = bypassed
	case n != nil && !paced && finite(n.Utilisation) && n.Utilisation >= 1 || n != nil && math.IsInf(float64(n.Utilisation), 1):
		l.mark, l.level = overloaded, urgent
	case st.worst[c.ID].Code != "":
		l.mark, l.level = faulty, urgent
	case paced:
		l.mark = pacing
	case st.bottleneck.Node == c.ID && l.known:
		l.mark = bottleneck
	case n != nil && n.AI != nil && !n.AI.Calibrated:
		l.mark = uncalibrated
	}
	if l.level == calm && l.known && !paced && float64(n.Utilisation) > limit {
		l.level = warned
	}
	return l
}

// hasBar reports whether a kind has something that can be busy: sources and
// sinks do not.
func hasBar(c *Card) bool {
	return c.Kind == nil || len(c.Kind.In) > 0 && len(c.Kind.Out) > 0 || c.Kind.Family != "sources" && c.Kind.Family != "sinks"
}

// wireLoad reads the flow on an edge and its width in half pixels.
func wireLoad(e *report.Edge) (flow, uint8) {
	if e == nil {
		return flow{}, 3
	}
	f := flow{items: float64(e.ItemsPerS), bytes: float64(e.BytesPerS)}
	return f, uint8(math.Round(2 * Width(f.bytes)))
}
