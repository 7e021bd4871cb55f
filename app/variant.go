package app

import (
	"sort"
	"strings"

	"weir/app/edit"
	"weir/engine/catalog"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// variantSection offers what a model may be compared with: the same model in
// another precision, or a smaller one. What is chosen becomes a scenario of
// the design and stands beside it.
func (d *Desk) variantSection(id string, k *component.Kind) app.UI {
	if _, ok := k.Param("weights"); !ok {
		return nil
	}
	options := d.variantOptions(id, k)
	if len(options) == 0 {
		return nil
	}
	options = append([]choiceOf{{"", d.say("variant.choose")}}, options...)
	return d.section(d.say("variant.title"), "",
		app.Div().Class("param").Class("param-wide").Body(d.choose("variant", d.say("variant.title"), "", options, d.addVariant)),
		app.P().Class("about").Text(d.say("variant.about")))
}

// variantOptions are the values, as "param=value", that are not what the node
// has now.
func (d *Desk) variantOptions(id string, k *component.Kind) []choiceOf {
	var out []choiceOf
	weights, _ := k.Param("weights")
	for _, c := range weights.Choices {
		if c.Value != d.wordOf(id, weights) {
			out = append(out, choiceOf{"weights=" + c.Value, d.say("variant.weights", d.in(c.Label))})
		}
	}
	if p, ok := k.Param("model"); ok {
		for _, m := range smallerModels(d.wordOf(id, p)) {
			out = append(out, choiceOf{"model=" + m.ID, d.say("variant.model", d.in(component.Text(m.Label)))})
		}
	}
	return out
}

// wordOf is a parameter of a node that is a word.
func (d *Desk) wordOf(id string, p *component.Param) string {
	v, given := d.Design().Nodes[id].Params[p.Key]
	if !given {
		v = p.Default
	}
	word, _ := v.Text()
	return word
}

// smallerModels are those of the same maker, or distilled ones, with fewer
// parameters, the largest first.
func smallerModels(id string) []catalog.Model {
	now, ok := catalog.FindModel(id)
	if !ok {
		return nil
	}
	owner := func(id string) string { return strings.ToLower(id[:strings.IndexByte(id+"/", '/')]) }
	var out []catalog.Model
	for _, m := range catalog.Models() {
		if m.Encoder == now.Encoder && m.Params() < now.Params() && (owner(m.ID) == owner(now.ID) || strings.Contains(m.ID, "Distill")) {
			out = append(out, m)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Params() > out[j].Params() })
	return out
}

// addVariant makes a scenario of "param=value" of the selected node and shows
// it beside the design.
func (d *Desk) addVariant(choice string) {
	s := d.Editor.Selection()
	key, value, ok := strings.Cut(choice, "=")
	if !ok || len(s.Nodes) != 1 {
		return
	}
	id := s.Nodes[0]
	name := d.nodeName(id) + ": " + value[strings.IndexByte(value, '/')+1:]
	scenario := &design.Scenario{Name: name, Set: map[string]quantity.Value{id + "." + key: quantity.Str(value)}}
	if d.try(d.Editor.SetScenario(edit.FreshScenario(d.Design(), "variant"), scenario)) {
		d.announce(d.say("variant.added", name))
		d.showResults(tabCompare)
		if d.small() {
			d.setSheet("results")
		}
	}
}

// variantRows set the figures of the served models beside each other, where
// there are scenarios to compare.
func (d *Desk) variantRows(now *report.Report, all []besides) []app.UI {
	var rows []app.UI
	for _, id := range sortedKeys(now.Nodes) {
		n := d.explainable(now, id)
		if n == nil || n.Report.AI == nil || len(n.Report.AI.Curve) == 0 || len(rows) > 12 {
			continue
		}
		for _, key := range []string{"ttft_s", "tpot_s", "usd_per_mtok", "joule_per_token"} {
			name, unit, _ := d.figureName(n, key)
			mine := report.Number(n.Figure(key))
			cells := []app.UI{app.Th().Scope("row").Text(d.say("variant.of", name, d.nodeName(id))), app.Td().Class("num").Text(d.unitFigure(mine, unit))}
			for _, x := range all {
				v := report.NA
				if other := d.explainable(x.report, id); other != nil {
					v = report.Number(other.Figure(key))
				}
				cells = append(cells, app.Td().Class("num").DataSet("value", jsonNumber(v)).Body(app.Text(d.unitFigure(v, unit)+" "), d.delta(key, mine, v)))
			}
			rows = append(rows, app.Tr().DataSet("testid", "compare:"+id+":"+key).Body(cells...))
		}
	}
	return rows
}
