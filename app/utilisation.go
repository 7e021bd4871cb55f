package app

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"weir/app/icon"
	"weir/app/text"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// sorting is the column a table is sorted by.
type sorting struct {
	column string
	up     bool
}

// column is one column of the utilisation table.
type column struct {
	id    string
	value func(*report.Node) report.Number
	write func(*Desk, float64) string
}

var columns = []column{
	{"load", func(n *report.Node) report.Number { return n.Utilisation }, func(d *Desk, x float64) string { return d.Lang().Ratio(x) }},
	{"rate", func(n *report.Node) report.Number { return n.ArrivalsPerS }, func(d *Desk, x float64) string { return d.Lang().Rate(x) }},
	{"wait", func(n *report.Node) report.Number { return n.WaitS }, func(d *Desk, x float64) string { return d.Lang().Duration(x) }},
	{"p99", func(n *report.Node) report.Number { return n.SojournS.P99 }, func(d *Desk, x float64) string { return d.Lang().Duration(x) }},
	{"cost", func(n *report.Node) report.Number { return n.CostPerMonth }, func(d *Desk, x float64) string { return d.Lang().Money(x, d.currency()) }},
}

// rowLimit keeps the page light: a larger design shows so many parts at a
// time.
const rowLimit = 50

// utilisation lists every station: the outline of the design, where the main
// parameter of each can be edited.
func (w *drawer) utilisation(r *report.Report) []app.UI {
	d := w.D
	if w.sort.column == "" {
		w.sort = sorting{column: "load"}
	}
	ids := w.order(r)
	total := len(ids)
	w.first = min(max(w.first, 0), (total-1)/rowLimit*rowLimit)
	ids = ids[w.first:min(w.first+rowLimit, total)]
	w.next = d.nextOf()
	rows := make([]app.UI, 0, len(ids))
	for _, id := range ids {
		rows = append(rows, w.stationOf(r, id))
	}
	heads := []app.UI{w.head("name", false)}
	heads = append(heads, app.Th().Scope("col").Class("num").Text(d.say("column.edit")))
	for _, c := range columns {
		heads = append(heads, w.head(c.id, true))
	}
	heads = append(heads, d.besideHeads()...)
	heads = append(heads, app.Th().Scope("col").Text(d.say("column.next")), app.Th().Scope("col").Body(app.Span().Class("unseen").Text(d.say("column.do"))))
	table := app.Table().Aria("label", d.say("tab.utilisation")).OnMouseLeave(w.letGo).On("focusout", w.letGo)
	body := []app.UI{table.Body(app.THead().Body(app.Tr().Body(heads...)), app.TBody().Body(rows...))}
	if total > rowLimit {
		body = append(body, w.pager(total))
	}
	return []app.UI{app.Div().Class("scroll").Body(body...)}
}

// pager leads to the other parts of a large design.
func (w *drawer) pager(total int) app.UI {
	d := w.D
	l := d.Lang()
	turn := func(id, mark, key string, by int, off bool) app.UI {
		return button{id: id, icon: mark, label: d.say(key), bare: true, disabled: off, press: func() { w.first += by }}.UI()
	}
	return app.Div().Class("pager").Body(
		turn(idEarlier, "left", "outline.earlier", -rowLimit, w.first == 0),
		app.Span().Class("quiet").Attr("role", "status").Text(d.say("outline.page", l.Integer(w.first+1), l.Integer(min(w.first+rowLimit, total)), l.Integer(total))),
		turn(idLater, "right", "outline.later", rowLimit, w.first+rowLimit >= total),
	)
}

func (w *drawer) head(id string, number bool) app.UI {
	d := w.D
	th := app.Th().Scope("col")
	if number {
		th = th.Class("num")
	}
	var mark app.UI
	if w.sort.column == id {
		name, order := "down", "descending"
		if w.sort.up {
			name, order = "up", "ascending"
		}
		mark, th = icon.Small(name), th.Aria("sort", order)
	}
	return th.Body(app.Button().Type("button").Class("sort").DataSet("testid", idSort+id).OnClick(press(func() {
		if w.sort.column == id {
			w.sort.up = !w.sort.up
			return
		}
		w.sort = sorting{id, id == "name"}
	}), id).Body(app.Span().Text(d.say("column."+id)), mark))
}

func (w *drawer) sorted(r *report.Report) []string {
	d := w.D
	ids := sortedKeys(d.Design().Nodes)
	if w.sort.column == "name" {
		sort.SliceStable(ids, func(i, j int) bool { return d.nodeName(ids[i]) < d.nodeName(ids[j]) })
	}
	for _, c := range columns {
		if c.id == w.sort.column {
			keys := make(map[string]float64, len(ids))
			for _, id := range ids {
				keys[id] = key(c, r.Nodes[id])
			}
			sort.SliceStable(ids, func(i, j int) bool { return cmp.Less(keys[ids[i]], keys[ids[j]]) })
		}
	}
	if !w.sort.up {
		slices.Reverse(ids)
	}
	return ids
}

// key sorts figures that do not apply below all others.
func key(c column, n *report.Node) float64 {
	if n == nil || math.IsNaN(float64(c.value(n))) {
		return math.Inf(-1)
	}
	return float64(c.value(n))
}

// station is a row of the table. It is rendered again only where something of
// it changed: a table of stations has a thousand elements, and an edit touches
// few.
type station struct {
	app.Compo
	W        *drawer
	ID       string
	Part     *design.Node
	Figures  []figureCell          // of the columns, none where there are no figures
	Measured *report.SimulatedNode // by a simulation, nil if there is none
	State    string                // its mark
	Next     string                // those its work goes to
	Chosen   bool
	Small    bool
	Beside   bool   // the columns of a simulation show
	Typed    string // what is typed into its field
	Money    text.Currency
	Lang     text.Lang
}

func (w *drawer) stationOf(r *report.Report, id string) *station {
	d := w.D
	s := &station{
		W: w, ID: id, Part: d.Design().Nodes[id], Figures: d.figureCells(r, id), State: stateOf(r, id), Next: d.Lang().List(w.next[id]...),
		Chosen: d.Editor.Selection().HasNode(id), Small: d.small(), Typed: d.typedInRow(id), Money: d.currency(), Lang: d.Lang(),
	}
	if f := d.found(); f != nil {
		s.Beside, s.Measured = true, f.Nodes[id]
	}
	return s
}

// figureCell is a figure as it shows.
type figureCell struct{ value, text, class string }

func (d *Desk) figureCells(r *report.Report, id string) []figureCell {
	n := r.Nodes[id]
	if n == nil {
		return nil
	}
	cells := make([]figureCell, len(columns))
	for i, c := range columns {
		x := float64(c.value(n))
		cells[i] = figureCell{value: jsonNumber(c.value(n)), text: c.write(d, x)}
		if c.id == "load" && !r.Paced(id) {
			cells[i].class = loadClass(x)
		}
	}
	return cells
}

// typedInRow tells one state of the field of a row from another.
func (d *Desk) typedInRow(id string) string {
	field := idCell + id + ":"
	if strings.HasPrefix(d.typing.id, field) {
		return d.typing.id + " " + d.typing.wrong
	}
	for at, s := range d.strays {
		if strings.HasPrefix(at, field) {
			return s.where + " " + s.text + " " + s.wrong
		}
	}
	return ""
}

func (s *station) Render() app.UI {
	w, id := s.W, s.ID
	d := w.D
	mark, family := d.nodeIcon(id)
	row := app.Tr().DataSet("testid", idRow+id).OnClick(rowClick(func() { d.goTo(id) }), id)
	if s.Chosen {
		row = row.Class("chosen")
	}
	cells := []app.UI{
		app.Td().Body(app.Span().Class("cell-name").Class(family).Body(
			app.Span().Class("bare-tile").Body(icon.UI(mark)),
			app.Button().Type("button").Class("cell-go").DataSet("testid", idCellGo+id).Aria("keyshortcuts", "Enter F2 C Delete").
				OnClick(press(func() { d.goTo(id) }), id).OnKeyDown(func(_ app.Context, e app.Event) { d.rowKey(id, e) }, id).Text(d.nodeName(id)), d.stateMark(s.State))),
		app.Td().Class("num").Body(w.cellEdit(id)),
	}
	for i := range columns {
		cell := app.Td().Class("num")
		if s.Figures != nil {
			f := s.Figures[i]
			cell = cell.Class(f.class).DataSet("value", f.value).Text(f.text)
		}
		cells = append(cells, cell)
	}
	cells = append(cells, d.besideCells(id)...)
	return row.Body(append(cells, app.Td().Body(app.Span().Class("cell-next").Class("cut").Title(s.Next).Text(s.Next)), d.rowActions(id))...)
}

// stateOf names what needs attention at a station, "" if nothing does.
func stateOf(r *report.Report, id string) string {
	n := r.Nodes[id]
	switch b := r.Summary.Bottleneck; {
	case r.Paced(id):
		return "pacing"
	case n != nil && float64(n.Utilisation) >= 1:
		return "overloaded"
	case b != nil && b.Node == id:
		return "bottleneck"
	}
	return ""
}

// stateMark shows a station that needs attention by icon and word.
func (d *Desk) stateMark(state string) app.UI {
	switch state {
	case "pacing":
		return app.Span().Class("chip").Body(icon.Small("gauge"), app.Text(d.say("state.pacing")))
	case "overloaded":
		return app.Span().Class("chip").Class("chip-critical").Body(icon.Small("overload"), app.Text(d.say("state.overloaded")))
	case "bottleneck":
		return app.Span().Class("chip").Class("chip-warn").Body(icon.Small("gauge"), app.Text(d.say("state.bottleneck")))
	}
	return nil
}

func loadClass(x float64) string {
	switch {
	case x >= 1:
		return "is-critical"
	case x >= 0.8:
		return "is-warn"
	}
	return ""
}

// cellEdit edits the first number of a station's card in the table.
func (w *drawer) cellEdit(id string) app.UI {
	d := w.D
	n := d.Design().Nodes[id]
	k, ok := component.Lookup(n.Kind)
	if !ok {
		return nil
	}
	keys := slices.Clone(k.Card[:])
	for i := range k.Params { // a card may show no number; then what a search would vary
		if k.Params[i].Vary {
			keys = append(keys, k.Params[i].Key)
		}
	}
	for _, key := range keys {
		if p, ok := k.Param(key); ok && editableInCell(p) {
			return app.Span().Class("cell-edit").Body(d.input(d.nodeField(id, p), idCell+id+":"+p.Key, d.nodeName(id)+" "+d.in(p.Label)))
		}
	}
	return nil
}

func editableInCell(p *component.Param) bool {
	return len(p.Choices) == 0 && p.Catalog == "" && p.Length == 0
}
