package app

import (
	"sort"

	"weir/app/icon"
	"weir/engine/component"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// share is one slice of the monthly cost.
type share struct {
	id, name, icon, family, sub string
	usd                         float64
	node                        string
}

// cost splits the monthly cost by node, family or pool.
func (w *drawer) cost(r *report.Report) []app.UI {
	d := w.D
	if w.split == "" {
		w.split = "node"
	}
	shares := d.shares(r, w.split)
	total := finite(r.Summary.CostPerMonth)
	families := d.shares(r, "family")
	legend := make([]app.UI, 0, len(families))
	for i, s := range families {
		if s.usd > 0 {
			legend = append(legend, app.Span().Class("legend").Body(swatch(sliceClass(i)), app.Span().Text(s.name), app.B().Text(d.Lang().Money(s.usd, d.currency()))))
		}
	}
	bar := app.Div().Class("drawer-bar").Body(
		app.Span().Class("segments").Attr("role", "group").Aria("label", d.say("cost.split")).Body(
			w.segment("node", "cost.by_node"), w.segment("family", "cost.by_family"),
		),
		app.Span().Class("push").Class("quiet").Text(d.priceNote()),
	)
	return []app.UI{bar, app.Div().Class("scroll").Body(
		app.Div().Class("cost-stack").Body(stack(families, total), app.Div().Class("legend-row").Body(legend...)),
		w.costTable(shares, total),
	)}
}

func (w *drawer) segment(id, key string) app.UI {
	return app.Button().Type("button").Class("segment").Aria("pressed", w.split == id).DataSet("testid", "split:"+id).
		OnClick(press(func() { w.split = id }), id).Text(w.D.say(key))
}

// sliceClass is the colour of the i-th slice.
func sliceClass(i int) string {
	return []string{"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"}[i%8]
}

// stack is one bar of slices, 1,000 units wide.
func stack(shares []share, total float64) app.UI {
	c := &chart{}
	if total > 0 {
		x := 0.0
		for i, s := range shares {
			width := 1000 * s.usd / total
			if width > 0 {
				c.rect(sliceClass(i), x, 0, max(width-1.5, 1), 12)
			}
			x += width
		}
	}
	return svg("svg", "stack").Attr("viewBox", "0 0 1000 12").Attr("preserveAspectRatio", "none").Attr("aria-hidden", "true").Body(c.parts...)
}

func (w *drawer) costTable(shares []share, total float64) app.UI {
	d := w.D
	most := 0.0
	for _, s := range shares {
		most = max(most, s.usd)
	}
	var rows []app.UI
	for i, s := range shares {
		if i == costLimit {
			rows = append(rows, app.Tr().Body(app.Td().ColSpan(5).Class("quiet").Text(d.Lang().Count("cost.more", len(shares)-i))))
			break
		}
		part := 0.0
		if total > 0 {
			part = s.usd / total
		}
		name := app.UI(app.Span().Class("cut").Text(s.name))
		if s.node != "" {
			name = app.Button().Type("button").Class("cell-go").OnClick(press(func() { d.goTo(s.node) }), s.node).Text(s.name)
		}
		row := app.Tr().DataSet("testid", idRow+s.id)
		if s.node != "" && d.Editor.Selection().HasNode(s.node) {
			row = row.Class("chosen")
		}
		rows = append(rows, row.Body(
			app.Td().Body(app.Span().Class("cell-name").Class(s.family).Body(app.Span().Class("bare-tile").Body(icon.UI(s.icon)), name)),
			app.Td().Class("quiet").Class("only-large").Text(s.sub),
			app.Td().Class("cell-bar").Class("only-large").Body(shareBar(s.usd, most)),
			app.Td().Class("num").Text(d.Lang().Money(s.usd, d.currency())),
			app.Td().Class("num").Class("quiet").Text(d.Lang().Ratio(part)),
		))
	}
	rows = append(rows, app.Tr().Class("total").Body(
		app.Td().Text(d.say("cost.total")), app.Td().Class("only-large"), app.Td().Class("only-large"),
		app.Td().Class("num").Text(d.Lang().Money(total, d.currency())), app.Td().Class("num").Text(d.Lang().Ratio(1))))
	head := app.Tr().Body(app.Th().Text(d.say("cost.what")), app.Th().Class("only-large").Text(d.say("cost.kind")), app.Th().Class("only-large").Text(d.say("cost.share")),
		app.Th().Class("num").Text(d.say("cost.month")), app.Th().Class("num").Text("%"))
	return app.Table().Aria("label", d.say("tab.cost")).Body(app.THead().Body(head), app.TBody().Body(rows...))
}

func shareBar(x, most float64) app.UI {
	c := &chart{}
	if most > 0 {
		c.rect("service", 0, 0, max(1000*x/most, 4), 10)
	}
	return svg("svg", "chart").Attr("viewBox", "0 0 1000 10").Attr("preserveAspectRatio", "none").Attr("aria-hidden", "true").Body(c.parts...)
}

// shares are the slices of the cost, the greatest first. What pools cost and
// nobody takes is a slice of its own.
func (d *Desk) shares(r *report.Report, by string) []share {
	var out []share
	if by == "family" {
		out = d.familyShares(r)
	} else {
		for _, id := range sortedKeys(r.Nodes) {
			if usd := finite(r.Nodes[id].CostPerMonth); usd > 0 {
				mark, family := d.nodeIcon(id)
				sub := ""
				if n := d.Design().Nodes[id]; n != nil {
					sub = d.kindName(n.Kind)
				}
				out = append(out, share{id, d.nodeName(id), mark, family, sub, usd, id})
			}
		}
	}
	out = append(out, d.idleShares(r)...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].usd > out[j].usd })
	return out
}

func (d *Desk) familyShares(r *report.Report) []share {
	sums := map[component.Family]float64{}
	for _, id := range sortedKeys(r.Nodes) {
		if n := d.Design().Nodes[id]; n != nil {
			if k, ok := component.Lookup(n.Kind); ok {
				sums[k.Family] += finite(r.Nodes[id].CostPerMonth)
			}
		}
	}
	var out []share
	for _, f := range component.Families {
		if sums[f.ID] > 0 {
			out = append(out, share{id: string(f.ID), name: d.in(f.Name), icon: "layers", family: "f-" + string(f.ID), usd: sums[f.ID]})
		}
	}
	return out
}

func (d *Desk) idleShares(r *report.Report) []share {
	var out []share
	for _, id := range sortedKeys(r.Pools) {
		if usd := finite(r.Pools[id].IdleCostPerMonth); usd > 0 {
			out = append(out, share{id: "pool " + id, name: d.say("cost.idle", d.poolName(id)), icon: "pool", family: "f-none", sub: d.say("cost.idle_why"), usd: usd})
		}
	}
	return out
}

// priceNote says what the money is reckoned in.
func (d *Desk) priceNote() string {
	hours := 730.0
	if h := d.Design().Settings.HoursPerMonth; h != nil {
		hours = *h
	}
	currency := "USD"
	if c := d.currency(); c.Sign == "¥" {
		currency = "CNY"
	}
	return d.say("cost.note", currency, d.Lang().Number(hours))
}

// costLimit is how many parts the table lists, the dearest first: the total
// counts all.
const costLimit = 100
