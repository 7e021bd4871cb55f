package app

import (
	"strconv"

	"weir/app/edit"
	"weir/app/icon"
	"weir/engine/catalog"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// settingsTab is a page of the settings dialog.
type settingsTab string

// The pages.
const (
	settingsDesign     settingsTab = "design"
	settingsClasses    settingsTab = "classes"
	settingsPools      settingsTab = "pools"
	settingsObjectives settingsTab = "objectives"
)

// openSettings opens the dialog on a page.
func (d *Desk) openSettings(page settingsTab) {
	d.settings = page
	d.open(dialogSettings)
}

func (d *Desk) settingsBody() app.UI {
	if d.settings == "" {
		d.settings = settingsDesign
	}
	label := func(t settingsTab) tabLabel { return tabLabel{tab: tab(t), label: d.say("settings." + string(t))} }
	head := d.tabs(d.say("settings.title"), tab(d.settings), func(t tab) { d.settings = settingsTab(t); d.changed() }, nil,
		label(settingsDesign), label(settingsClasses), label(settingsPools), label(settingsObjectives))
	var body []app.UI
	switch d.settings {
	case settingsClasses:
		body = d.classPage()
	case settingsPools:
		body = d.poolPage()
	case settingsObjectives:
		body = d.objectivePage()
	default:
		body = d.designPage()
	}
	return app.Div().Class("settings").Body(head, app.Div().Class("settings-page").Attr("role", "tabpanel").Aria("label", d.say("settings."+string(d.settings))).Body(body...))
}

// textField is a labelled field of a form.
func (d *Desk) textField(id, label, help string, f field) app.UI {
	frame := app.Div().Class("field")
	if d.wrongIn(id) != "" {
		frame = frame.Class("field-bad")
	}
	unit := when(f.unit != "", func() app.UI { return app.Span().Class("unit").Text(f.unit) })
	return app.Div().Class("param").Class("param-form").Title(help).Body(
		app.Span().Class("param-label").Text(label), frame.Body(d.input(f, id, label), unit), d.wrongLine(id))
}

// quantityField is the field of a quantity that may be left empty.
func (d *Desk) quantityField(id, label, help string, p component.Param, now quantity.Value, write func(quantity.Value) error) app.UI {
	return d.formField(id, label, help, &p, now, d.readOne, write)
}

// rangeField is the field of a quantity that may be a range.
func (d *Desk) rangeField(id, label string, p component.Param, now quantity.Value, write func(quantity.Value) error) app.UI {
	return d.formField(id, label, "", &p, now, d.readParam, write)
}

func (d *Desk) formField(id, label, help string, p *component.Param, now quantity.Value, read func(*component.Param, string) (quantity.Value, string), write func(quantity.Value) error) app.UI {
	return d.textField(id, label, help, field{
		value: d.valueText(p, now), integer: p.Integer, least: p.Min, most: p.Max,
		read:  func(s string) (quantity.Value, string) { return read(p, s) },
		write: write,
	})
}

// plainField is the field of a text.
func (d *Desk) plainField(id, label, now string, write func(string) error) app.UI {
	return d.textField(id, label, "", field{
		value: now,
		read:  func(s string) (quantity.Value, string) { return quantity.Str(s), "" },
		write: func(v quantity.Value) error { s, _ := v.Text(); return write(s) },
	})
}

// designPage edits what is true of the whole design.
func (d *Desk) designPage() []app.UI {
	s := d.Design().Settings
	number := func(x *float64) quantity.Value {
		if x == nil {
			return quantity.Value{}
		}
		return quantity.Num(*x)
	}
	pointer := func(v quantity.Value) *float64 {
		if x, ok := v.Float(); ok {
			return &x
		}
		return nil
	}
	set := func(f func(*design.Settings)) error { return d.Editor.EditSettings(f) }
	rate := quantity.Value{}
	if r, ok := s.FX["CNY"]; ok {
		rate = quantity.Num(r.PerUSD)
	}
	return []app.UI{
		app.Div().Class("param").Class("param-form").Body(app.Span().Class("param-label").Text(d.say("settings.currency")),
			d.choose("set-currency", d.say("settings.currency"), currencyOf(s), []choiceOf{{"USD", d.say("currency.usd")}, {"CNY", d.say("currency.cny")}}, func(v string) {
				d.try(set(func(s *design.Settings) { setCurrency(s, v) }))
			})),
		when(currencyOf(s) == "CNY", func() app.UI {
			return d.quantityField("set-fx", d.say("settings.fx"), d.say("settings.fx_help"), component.Param{Key: "fx", Min: 0.01, Max: 1000, Default: quantity.Num(defaultCNY)}, rate, func(v quantity.Value) error {
				return set(func(s *design.Settings) {
					if x, ok := v.Float(); ok {
						s.FX = withRate(s.FX, x)
					}
				})
			})
		}),
		d.quantityField("set-hours", d.say("settings.hours"), d.say("settings.hours_help"), component.Param{Key: "hours", Min: 0, Max: 744}, number(s.HoursPerMonth), func(v quantity.Value) error {
			return set(func(s *design.Settings) { s.HoursPerMonth = pointer(v) })
		}),
		d.quantityField("set-electricity", d.say("settings.electricity"), d.say("settings.electricity_help"), component.Param{Key: "electricity", Dimension: quantity.MoneyEnergy}, s.Electricity, func(v quantity.Value) error {
			return set(func(s *design.Settings) { s.Electricity = v })
		}),
		d.quantityField("set-pue", d.say("settings.pue"), d.say("settings.pue_help"), component.Param{Key: "pue", Min: 1, Max: 5}, number(s.PUE), func(v quantity.Value) error {
			return set(func(s *design.Settings) { s.PUE = pointer(v) })
		}),
		d.quantityField("set-carbon", d.say("settings.carbon"), d.say("settings.carbon_help"), component.Param{Key: "carbon", Dimension: quantity.CarbonEnergy}, s.Carbon, func(v quantity.Value) error {
			return set(func(s *design.Settings) { s.Carbon = v })
		}),
		d.plainField("set-region", d.say("settings.region"), s.Region, func(v string) error {
			return set(func(s *design.Settings) { s.Region = v })
		}),
	}
}

// defaultCNY is the exchange rate a design begins with when it is first shown
// in yuan; the document marks it as an assumption.
const defaultCNY = 7.2

func currencyOf(s design.Settings) string {
	if s.Currency == "" {
		return "USD"
	}
	return s.Currency
}

func setCurrency(s *design.Settings, currency string) {
	s.Currency = currency
	if _, ok := s.FX["CNY"]; !ok && currency == "CNY" {
		s.FX = withRate(s.FX, defaultCNY)
	}
}

func withRate(fx map[string]design.Rate, perUSD float64) map[string]design.Rate {
	out := map[string]design.Rate{}
	for id, r := range fx {
		out[id] = r
	}
	r := out["CNY"]
	r.PerUSD = perUSD
	if r.Source == "" {
		r.Source = "assumption"
	}
	out["CNY"] = r
	return out
}

// pageCard is one class, pool or objective on its page.
func (d *Desk) pageCard(id, mark, title string, remove func(), rows ...app.UI) app.UI {
	head := app.Div().Class("card-head").Class("f-none").Body(
		app.Span().Class("tile").Body(icon.UI(mark)), app.H3().Class("grow").Class("cut").Text(title),
		button{id: "remove:" + id, icon: "trash", label: d.say("settings.remove", title), bare: true, press: remove}.UI())
	return app.Div().Class("card").Body(append([]app.UI{head}, rows...)...)
}

func (d *Desk) addButton(id, key string, f func()) app.UI {
	return app.Div().Class("row").Body(button{id: id, icon: "plus", label: d.say(key), class: "btn-line", press: f}.UI())
}

// classPage edits the kinds of work.
func (d *Desk) classPage() []app.UI {
	out := []app.UI{app.P().Class("about").Text(d.say("class.about"))}
	for _, id := range sortedKeys(d.Design().Classes) {
		out = append(out, d.classCard(id, d.Design().Classes[id]))
	}
	return append(out, d.addButton("class-add", "class.add", func() {
		id := edit.FreshClass(d.Design(), "class")
		d.try(d.Editor.SetClass(id, &design.Class{Name: d.say("class.new"), Size: &design.Spread{Mean: quantity.Str("4 kB"), SCV: 1}}))
	}))
}

func (d *Desk) classCard(id string, c *design.Class) app.UI {
	change := func(f func(*design.Class)) error {
		x := *d.Design().Classes[id]
		f(&x)
		return d.Editor.SetClass(id, &x)
	}
	spread := func(key string, now *design.Spread, dim quantity.Dimension, set func(*design.Class, *design.Spread)) app.UI {
		mean, scv := quantity.Value{}, quantity.Value{}
		if now != nil {
			mean, scv = now.Mean, quantity.Num(now.SCV)
		}
		both := func(mean quantity.Value, x float64) error {
			return change(func(c *design.Class) {
				if mean.Form() == quantity.Null {
					set(c, nil)
					return
				}
				set(c, &design.Spread{Mean: mean, SCV: x})
			})
		}
		oldSCV, _ := scv.Float()
		return app.Div().Class("pair").Body(
			d.rangeField("class:"+id+":"+key, d.say("class."+key), component.Param{Key: key, Dimension: dim, Min: 0, Max: 1e15}, mean, func(v quantity.Value) error { return both(v, oldSCV) }),
			when(now != nil, func() app.UI {
				return d.quantityField("class:"+id+":"+key+"_scv", d.say("class.scv"), d.say("class.scv_help"), component.Param{Key: key, Min: 0, Max: 1000}, scv, func(v quantity.Value) error {
					x, _ := v.Float()
					return both(mean, x)
				})
			}))
	}
	return d.pageCard(id, "classes", d.className(id), func() { d.try(d.Editor.SetClass(id, nil)) },
		d.plainField("class:"+id+":name", d.say("class.name"), c.Name, func(s string) error { return change(func(c *design.Class) { c.Name = s }) }),
		app.Div().Class("param").Class("param-form").Body(app.Span().Class("param-label").Text(d.say("class.format")),
			d.choose("class:"+id+":format", d.say("class.format"), c.Format, d.formats(c.Format), func(v string) { d.try(change(func(c *design.Class) { c.Format = v })) })),
		spread("size", c.Size, quantity.Data, func(c *design.Class, s *design.Spread) { c.Size = s }),
		spread("tokens_in", c.TokensIn, quantity.Tokens, func(c *design.Class, s *design.Spread) { c.TokensIn = s }),
		spread("tokens_out", c.TokensOut, quantity.Tokens, func(c *design.Class, s *design.Spread) { c.TokensOut = s }),
	)
}

// formats are the data formats a class can have, names that need no
// translation.
func (d *Desk) formats(now string) []choiceOf {
	out := []choiceOf{{"", d.say("class.no_format")}}
	known := now == ""
	for _, f := range []string{"json", "csv", "parquet", "avro", "protobuf", "tfrecord", "jpeg", "wav", "tensor"} {
		out = append(out, choiceOf{f, f})
		known = known || f == now
	}
	if !known {
		out = append(out, choiceOf{now, now})
	}
	return out
}

// poolPage edits the resources that nodes share.
func (d *Desk) poolPage() []app.UI {
	out := []app.UI{app.P().Class("about").Text(d.say("pool.about"))}
	for _, id := range sortedKeys(d.Design().Pools) {
		out = append(out, d.poolCard(id, d.Design().Pools[id]))
	}
	return append(out, d.addButton("pool-add", "pool.add", func() {
		id := edit.FreshPool(d.Design(), "pool")
		d.try(d.Editor.SetPool(id, &design.Pool{Name: d.say("pool.new"), Kind: "compute", Device: catalog.Devices()[0].ID, Units: quantity.Num(8)}))
	}))
}

func (d *Desk) poolCard(id string, p *design.Pool) app.UI {
	change := func(f func(*design.Pool)) error {
		x := *d.Design().Pools[id]
		f(&x)
		return d.Editor.SetPool(id, &x)
	}
	kinds := []choiceOf{{"compute", d.say("pool.compute")}, {"storage", d.say("pool.storage")}, {"network", d.say("pool.network")}}
	choice := func(key, now string, options []choiceOf, set func(*design.Pool, string)) app.UI {
		return app.Div().Class("param").Class("param-form").Body(app.Span().Class("param-label").Text(d.say("pool."+key)),
			d.choose("pool:"+id+":"+key, d.say("pool."+key), now, options, func(v string) { d.try(change(func(p *design.Pool) { set(p, v) })) }))
	}
	used := ""
	if r := d.Report(); r != nil && r.Pools[id] != nil {
		x, l := r.Pools[id], d.Lang()
		used = d.say("pool.used", l.Number(float64(x.Allocated)), l.Number(float64(x.Capacity)), l.PerMonth(float64(x.CostPerMonth), d.currency()))
	}
	return d.pageCard(id, "pool", d.poolName(id), func() { d.try(d.Editor.SetPool(id, nil)) },
		d.plainField("pool:"+id+":name", d.say("class.name"), p.Name, func(s string) error { return change(func(p *design.Pool) { p.Name = s }) }),
		choice("kind", p.Kind, kinds, func(p *design.Pool, v string) {
			p.Kind, p.Device = v, d.poolDevices(v)[0].value
		}),
		choice("device", p.Device, withUnknown(d.poolDevices(p.Kind), p.Device), func(p *design.Pool, v string) { p.Device = v }),
		d.rangeField("pool:"+id+":units", d.say("pool.units"), component.Param{Key: "units", Min: 0, Max: 1e9, Default: quantity.Num(1)}, p.Units, func(v quantity.Value) error {
			return change(func(p *design.Pool) { p.Units = v })
		}),
		when(used != "", func() app.UI { return app.P().Class("quiet").Text(used) }),
	)
}

// poolDevices are what a pool of a kind can be made of.
func (d *Desk) poolDevices(kind string) []choiceOf {
	var out []choiceOf
	switch kind {
	case "storage":
		for _, x := range catalog.Tiers() {
			out = append(out, choiceOf{x.ID, d.in(x.Label)})
		}
	case "network":
		for _, x := range catalog.Links() {
			out = append(out, choiceOf{x.ID, d.in(x.Label)})
		}
	default:
		for _, x := range catalog.Devices() {
			out = append(out, choiceOf{x.ID, d.in(x.Label)})
		}
		for _, x := range catalog.Hosts() {
			out = append(out, choiceOf{x.ID, d.in(x.Label)})
		}
	}
	return out
}

func withUnknown(options []choiceOf, now string) []choiceOf {
	for _, o := range options {
		if o.value == now {
			return options
		}
	}
	return append(options, choiceOf{now, now})
}

// objectivePage edits what the design must hold.
func (d *Desk) objectivePage() []app.UI {
	out := []app.UI{app.P().Class("about").Text(d.say("objectives.about"))}
	for i, o := range d.Design().Objectives {
		out = append(out, d.objectiveRow(i, o))
	}
	return append(out, d.addButton("objective-add", "objectives.add", func() {
		m := metrics[4] // p99: what people ask for first
		o := design.Objective{Metric: m.id, Max: quantity.Str(m.example)}
		d.try(d.Editor.SetObjectives(append(append([]design.Objective{}, d.Design().Objectives...), o)))
	}))
}

func (d *Desk) objectiveRow(i int, o design.Objective) app.UI {
	n := strconv.Itoa(i)
	change := func(f func(*design.Objective)) error {
		all := append([]design.Objective{}, d.Design().Objectives...)
		f(&all[i])
		return d.Editor.SetObjectives(all)
	}
	m, known := findMetric(o.Metric)
	var options []choiceOf
	for _, x := range metrics {
		options = append(options, choiceOf{x.id, d.say("metric." + x.id)})
	}
	if !known {
		options = append(options, choiceOf{o.Metric, o.Metric})
		m = metric{id: o.Metric, upper: o.Max.Form() != quantity.Null}
	}
	classes := []choiceOf{{"", d.say("objectives.every")}}
	for _, id := range sortedKeys(d.Design().Classes) {
		classes = append(classes, choiceOf{id, d.className(id)})
	}
	bound, sign := o.Max, "≤"
	if !m.upper {
		bound, sign = o.Min, "≥"
	}
	return app.Div().Class("objective-row").Body(
		d.choose("objective:"+n+":metric", d.say("objectives.metric"), o.Metric, options, func(v string) {
			x, _ := findMetric(v)
			d.try(change(func(o *design.Objective) {
				*o = design.Objective{Metric: v, Weight: o.Weight}
				setBound(o, x, x.start())
			}))
		}),
		when(m.perClass, func() app.UI {
			return d.choose("objective:"+n+":class", d.say("latency.class"), o.Class, classes, func(v string) { d.try(change(func(o *design.Objective) { o.Class = v })) })
		}),
		app.Span().Class("soft").Text(sign),
		app.Div().Class("field").Body(d.input(field{
			value: d.valueText(&component.Param{}, bound),
			read: func(s string) (quantity.Value, string) {
				return d.readOne(&component.Param{Key: "bound", Dimension: m.dimension, Default: quantity.Num(0)}, s)
			},
			write: func(v quantity.Value) error { return change(func(o *design.Objective) { setBound(o, m, v) }) },
		}, "objective:"+n+":bound", d.say("objectives.bound"))),
		button{id: "remove:objective:" + n, icon: "trash", label: d.say("settings.remove", d.say("objectives.name")), bare: true, press: func() {
			all := append([]design.Objective{}, d.Design().Objectives...)
			d.try(d.Editor.SetObjectives(append(all[:i], all[i+1:]...)))
		}}.UI(),
		d.wrongLine("objective:"+n+":bound"),
	)
}

// start is the bound a new objective of a metric begins with.
func (m metric) start() quantity.Value {
	if m.dimension == quantity.None {
		x, _ := strconv.ParseFloat(m.example, 64)
		return quantity.Num(x)
	}
	return quantity.Str(m.example)
}

func setBound(o *design.Objective, m metric, v quantity.Value) {
	o.Min, o.Max = quantity.Value{}, quantity.Value{}
	if m.upper {
		o.Max = v
		return
	}
	o.Min = v
}
