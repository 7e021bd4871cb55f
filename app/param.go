package app

import (
	"slices"
	"strconv"
	"strings"

	"weir/app/browser"
	"weir/app/icon"
	"weir/engine/catalog"
	"weir/engine/component"
	"weir/engine/quantity"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// param is one parameter of a node: its label, which scrubs, and what edits
// it.
func (d *Desk) param(node string, p *component.Param) app.UI {
	n := d.Design().Nodes[node]
	v, set := n.Params[p.Key]
	row := app.Div().Class("param")
	if set {
		row = row.Class("param-set")
	} else {
		v = p.Default
	}
	id := idParam + p.Key
	write := func(v quantity.Value) { d.try(d.Editor.SetParam(node, p.Key, v)) }
	var control app.UI
	scrubs := false
	switch {
	case v.Form() == quantity.Bool || p.Default.Form() == quantity.Bool:
		on, _ := v.Truth()
		control = d.toggle(id, d.in(p.Label), on, node, func(on bool) { write(quantity.Flag(on)) })
	case len(p.Choices) > 0 || p.Catalog != "":
		control = d.select_(id, node, p, v, write)
	case p.Length > 0:
		return d.listParam(node, p, v, set)
	default:
		scrubs = true
		control = d.numberField(id, node, p, set)
	}
	return row.Title(d.in(p.Help)).Body(d.paramLabel(node, p, id, scrubs), control, d.wrongLine(id))
}

// paramLabel names a parameter; dragging it sideways scrubs the number.
func (d *Desk) paramLabel(node string, p *component.Param, id string, scrubs bool) app.UI {
	label := app.Span().Class("param-label").DataSet("testid", idLabel+p.Key).Body(app.Span().Text(d.in(p.Label)))
	if scrubs {
		label = label.Class("param-scrub").On("pointerdown", func(ctx app.Context, e app.Event) { d.scrub(node, p, id, ctx.JSSrc(), e) }, node, p.Key)
	}
	return label
}

// numberField is a text field for a number, with its unit and, where the
// document says something else than the kind, the way back to the default.
func (d *Desk) numberField(id, node string, p *component.Param, set bool) app.UI {
	f := d.nodeField(node, p)
	frame := app.Div().Class("field")
	if d.wrongIn(id) != "" {
		frame = frame.Class("field-bad")
	}
	parts := []app.UI{d.input(f, id, d.in(p.Label))}
	if f.unit != "" && d.typing.id != id {
		parts = append(parts, app.Span().Class("unit").Text(f.unit))
	}
	if set && d.typing.id != id {
		parts = append(parts, app.Button().Type("button").Class("reset").DataSet("testid", idReset+p.Key).
			Title(d.say("param.reset", d.valueText(p, p.Default))).Aria("label", d.say("param.reset", d.valueText(p, p.Default))).
			OnClick(press(func() { delete(d.strays, id); d.try(d.Editor.ClearParam(node, p.Key)) }), node, p.Key).Body(icon.Small("reset")))
	}
	whole := frame.Body(parts...)
	if !d.small() || !p.Integer {
		return whole
	}
	step := func(by float64, mark, key string) app.UI {
		return button{id: idStep + key + ":" + p.Key, icon: mark, label: d.say("param."+key, d.in(p.Label)), bare: true, class: "btn-line", press: func() { d.stepBy(p, by) }}.UI()
	}
	return app.Div().Class("field-steps").Body(step(-1, "minus", "less"), whole, step(1, "plus", "greater"))
}

// stepBy adds a step to a number: what the buttons of small screens do.
func (d *Desk) stepBy(p *component.Param, by float64) {
	nodes := d.Editor.Selection().Nodes
	if len(nodes) != 1 {
		return
	}
	f := d.nodeField(nodes[0], p)
	delete(d.strays, idParam+p.Key)
	if text, ok := stepText(f.value, by, f.integer, f.least, f.most); ok {
		if v, wrong := f.read(text); wrong == "" {
			d.try(f.write(v))
		}
	}
}

// nodeField is the field of a numeric parameter.
func (d *Desk) nodeField(node string, p *component.Param) field {
	v, set := d.Design().Nodes[node].Params[p.Key]
	if !set {
		v = p.Default
	}
	return field{
		value: d.valueText(p, v), unit: unitWord(d, p), integer: p.Integer, least: p.Min, most: p.Max,
		read:  func(text string) (quantity.Value, string) { return d.readParam(p, text) },
		write: func(v quantity.Value) error { return d.Editor.SetParam(node, p.Key, v) },
	}
}

// unitWord is shown beside numbers that carry no unit of their own.
func unitWord(d *Desk, p *component.Param) string {
	if p.Dimension == quantity.Tokens {
		return d.say("unit.tokens")
	}
	return ""
}

// valueText is how a value is edited: a quantity as its author wrote it, a
// number with its thousands apart.
func (d *Desk) valueText(p *component.Param, v quantity.Value) string {
	if x, ok := v.Float(); ok {
		s := strconv.FormatFloat(x, 'f', -1, 64)
		if x >= 1e4 || x <= -1e4 {
			return groupDigits(s)
		}
		return s
	}
	s, _ := v.Text()
	return s
}

// groupDigits puts commas between thousands.
func groupDigits(s string) string {
	whole, rest, found := strings.Cut(s, ".")
	first := 0
	if strings.HasPrefix(whole, "-") {
		first = 1
	}
	for i := len(whole) - 3; i > first; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		whole += "." + rest
	}
	return whole
}

// readParam reads what was typed for a parameter. It returns the value, or
// what is wrong with the text and what was expected.
func (d *Desk) readParam(p *component.Param, text string) (quantity.Value, string) {
	text = strings.TrimSpace(text)
	if text == "" && p.Default.Form() == quantity.Null {
		return quantity.Value{}, ""
	}
	if r, ok := quantity.SplitRange(text); ok {
		return d.readRange(p, text, r)
	}
	x, err := quantity.Resolve(quantity.Str(text), p.Dimension, d.fx())
	if err != nil {
		if p.Integer && (p.Dimension == quantity.None || p.Dimension == quantity.Tokens) {
			return quantity.Value{}, d.say("param.whole")
		}
		return quantity.Value{}, d.errorText(err)
	}
	if wrong := d.outside(p, x); wrong != "" {
		return quantity.Value{}, wrong
	}
	if p.Dimension == quantity.None || p.Dimension == quantity.Tokens {
		return quantity.Num(x), ""
	}
	return quantity.Str(text), ""
}

// readOne reads what must be one number: what is no part of the work, or is
// kept as a plain number, has no range.
func (d *Desk) readOne(p *component.Param, text string) (quantity.Value, string) {
	if _, ok := quantity.SplitRange(text); ok {
		return quantity.Value{}, d.say("param.single")
	}
	return d.readParam(p, text)
}

// readRange reads a range such as 0.6..0.8: both ends must do.
func (d *Desk) readRange(p *component.Param, text string, r quantity.Range) (quantity.Value, string) {
	low, high, err := quantity.ResolveRange(r, p.Dimension, d.fx())
	if err != nil {
		return quantity.Value{}, d.errorText(err)
	}
	for _, x := range []float64{low, high} {
		if wrong := d.outside(p, x); wrong != "" {
			return quantity.Value{}, wrong
		}
	}
	return quantity.Str(text), ""
}

// outside says what is wrong with a number that can be read, "" if nothing.
func (d *Desk) outside(p *component.Param, x float64) string {
	if p.Max > p.Min && (x < p.Min || x > p.Max) {
		return d.say("param.range", d.inUnit(p, p.Min), d.inUnit(p, p.Max))
	}
	if p.Integer && x != float64(int64(x)) {
		return d.say("param.whole")
	}
	return ""
}

func (d *Desk) inUnit(p *component.Param, x float64) string {
	return quantity.Format(x, p.Dimension, string(d.Lang()))
}

// fx are the design's exchange rates.
func (d *Desk) fx() quantity.FX {
	fx := quantity.FX{}
	for id, r := range d.Design().Settings.FX {
		fx[id] = r.PerUSD
	}
	return fx
}

// toggle is a switch.
func (d *Desk) toggle(id, label string, on bool, scope string, f func(bool)) app.UI {
	return app.Span().Class("row").Body(app.Input().Type("checkbox").Class("switch").Attr("role", "switch").DataSet("testid", id).Aria("label", label).
		Checked(on).OnChange(func(ctx app.Context, _ app.Event) { f(ctx.JSSrc().Get("checked").Bool()) }, id, scope))
}

// select_ chooses from a closed set, the catalogue, or the design's classes.
func (d *Desk) select_(id, node string, p *component.Param, v quantity.Value, write func(quantity.Value)) app.UI {
	now := d.valueText(p, v)
	var options []choiceOf
	if p.Default.Form() == quantity.Null && p.Catalog != "" {
		options = append(options, choiceOf{"", d.say("param.default")})
	}
	options = append(options, d.optionsOf(p)...)
	if !slices.ContainsFunc(options, func(o choiceOf) bool { return o.value == now }) {
		options = append(options, choiceOf{now, now}) // the document names what this version does not know
	}
	list := make([]app.UI, len(options))
	for i, o := range options {
		list[i] = app.Option().Value(o.value).Selected(o.value == now).Text(o.label)
	}
	return app.Span().Class("field").Body(
		app.Select().DataSet("testid", id).Aria("label", d.in(p.Label)).DataSet("shown", now).
			OnChange(func(ctx app.Context, _ app.Event) {
				value := ctx.JSSrc().Get("value").String()
				if value == "" {
					d.try(d.Editor.ClearParam(node, p.Key))
					return
				}
				write(quantity.Str(value))
			}, node, p.Key).Body(list...),
		icon.Small("down"),
	)
}

func (d *Desk) optionsOf(p *component.Param) []choiceOf {
	var out []choiceOf
	for _, c := range p.Choices {
		out = append(out, choiceOf{c.Value, d.in(c.Label)})
	}
	add := func(id string, label component.Text) { out = append(out, choiceOf{id, d.in(label)}) }
	switch p.Catalog {
	case "class":
		for _, id := range sortedKeys(d.Design().Classes) {
			out = append(out, choiceOf{id, d.className(id)})
		}
	case "node":
		nodes := d.Design().Nodes
		for _, id := range sortedKeys(nodes) {
			name := nodes[id].Name
			if name == "" {
				name = id
			}
			out = append(out, choiceOf{id, name})
		}
	case "device":
		for _, x := range catalog.Devices() {
			add(x.ID, x.Label)
		}
	case "model":
		for _, x := range catalog.Models() {
			add(x.ID, x.Label)
		}
	case "host":
		for _, x := range catalog.Hosts() {
			add(x.ID, x.Label)
		}
	case "tier":
		for _, x := range catalog.Tiers() {
			add(x.ID, x.Label)
		}
	case "link":
		for _, x := range catalog.Links() {
			add(x.ID, x.Label)
		}
	}
	return out
}

// listParam edits a list of numbers, such as a 24-hour profile, as text.
func (d *Desk) listParam(node string, p *component.Param, v quantity.Value, set bool) app.UI {
	id := idParam + p.Key
	f := field{
		value: listText(v),
		read:  func(text string) (quantity.Value, string) { return d.readList(p, text) },
		write: func(v quantity.Value) error {
			if v.Form() == quantity.Null {
				return d.Editor.ClearParam(node, p.Key)
			}
			return d.Editor.SetParam(node, p.Key, v)
		},
	}
	row := app.Div().Class("param").Class("param-wide").Title(d.in(p.Help))
	if set {
		row = row.Class("param-set")
	}
	return row.Body(
		app.Span().Class("param-label").Body(app.Span().Text(d.in(p.Label))),
		app.Div().Class("field").Body(d.input(f, id, d.in(p.Label))),
		d.wrongLine(id),
	)
}

func listText(v quantity.Value) string {
	var words []string
	for _, x := range v.List() {
		f, _ := x.Float()
		words = append(words, strconv.FormatFloat(f, 'f', -1, 64))
	}
	return strings.Join(words, " ")
}

func (d *Desk) readList(p *component.Param, text string) (quantity.Value, string) {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;、，；\t", r) })
	if len(words) == 0 {
		return quantity.Value{}, ""
	}
	if len(words) != p.Length {
		return quantity.Value{}, d.say("param.length", p.Length, len(words))
	}
	items := make([]quantity.Value, len(words))
	for i, w := range words {
		x, err := quantity.Parse(w, quantity.None)
		if err != nil {
			return quantity.Value{}, d.errorText(err)
		}
		items[i] = quantity.Num(x)
	}
	return quantity.Items(items...), ""
}

// scrubStep is how far the pointer goes for one step, CSS pixels.
const scrubStep = 5.0

// scrub changes a number by dragging its label sideways: one step to undo.
func (d *Desk) scrub(node string, p *component.Param, id string, label app.Value, e app.Event) {
	if e.Get("button").Int() != 0 {
		return
	}
	pointer, start := e.Get("pointerId").Int(), e.Get("clientX").Float()
	f := d.nodeField(node, p)
	first, moved := f.value, false
	var stops []func()
	end := func() {
		for _, stop := range stops {
			stop()
		}
		if moved {
			d.Editor.End()
		} else {
			focusTest(id)
		}
	}
	move := func(e app.Value) {
		if e.Get("pointerId").Int() != pointer {
			return
		}
		steps := float64(int((e.Get("clientX").Float() - start) / scrubStep))
		if steps == 0 && !moved {
			return
		}
		if !moved {
			moved = true
			d.Editor.Begin()
		}
		text, ok := stepText(first, steps*stepSize(e), p.Integer, p.Min, p.Max)
		if v, wrong := f.read(text); ok && wrong == "" {
			d.try(f.write(v))
		}
	}
	stops = []func(){
		browser.Listen("pointermove", move),
		browser.Listen("pointerup", func(app.Value) { end() }),
		browser.Listen("pointercancel", func(app.Value) { end() }),
	}
	label.Call("setPointerCapture", pointer)
	e.PreventDefault()
}
