package engine

import (
	"github.com/goccy/go-json"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/total"
)

// Schema returns the JSON Schema (2020-12) of a design, made from the
// document's types and the registry of node kinds. It describes designs
// without findings about unknown kinds or parameters; Decode is more lenient.
func Schema() []byte {
	s := design.Schema()
	defs := s["$defs"].(map[string]any)
	describeNodes(defs)
	metrics := defs["Objective"].(map[string]any)["properties"].(map[string]any)["metric"].(map[string]any)
	metrics["examples"] = list(total.Metrics())
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic("engine: the schema is not JSON: " + err.Error()) // it holds maps, lists, strings and numbers only
	}
	return append(b, '\n')
}

// describeNodes says which kinds there are and which parameters each takes.
func describeNodes(defs map[string]any) {
	node := defs["Node"].(map[string]any)
	var kinds []any
	var rules []any
	for _, k := range component.Kinds() {
		kinds = append(kinds, k.ID)
		name := "params." + k.ID
		defs[name] = describeParams(k)
		rules = append(rules, map[string]any{
			"if":   map[string]any{"properties": map[string]any{"kind": map[string]any{"const": k.ID}}},
			"then": map[string]any{"properties": map[string]any{"params": map[string]any{"$ref": "#/$defs/" + name}}},
		})
	}
	node["properties"].(map[string]any)["kind"] = map[string]any{"enum": kinds}
	node["allOf"] = rules
}

func describeParams(k *component.Kind) map[string]any {
	properties, perClass := map[string]any{}, map[string]any{}
	for i := range k.Params {
		p := &k.Params[i]
		d := describeParam(p)
		properties[p.Key] = d
		if p.PerClass {
			perClass["^"+p.Key+"\\."] = d
		}
	}
	s := map[string]any{"title": k.Name.EN, "description": k.Summary.EN, "type": "object", "properties": properties, "additionalProperties": false}
	if len(perClass) > 0 {
		s["patternProperties"] = perClass
	}
	return s
}

func describeParam(p *component.Param) map[string]any {
	d := map[string]any{"title": p.Label.EN}
	if p.Help.EN != "" {
		d["description"] = p.Help.EN
	}
	if p.Default.Form() != quantity.Null {
		d["default"] = p.Default
	}
	switch {
	case p.Length > 0:
		d["type"] = []any{"array", "null"}
		d["items"] = map[string]any{"type": "number"}
		d["maxItems"] = p.Length
	case len(p.Choices) > 0:
		d["enum"] = choices(p)
	case p.Catalog != "":
		d["type"] = []any{"string", "null"}
	case p.Dimension == quantity.None || p.Dimension == quantity.Tokens:
		d["type"] = []any{"number", "string", "null"}
		if p.Min != p.Max {
			bound(d, p)
		}
	default:
		d["type"] = []any{"string", "null"}
		d["examples"] = []any{p.Dimension.Example()}
	}
	return d
}

// choices lists the words of a closed set; one that is a number may also be
// written as one.
func choices(p *component.Param) []any {
	words := []any{nil}
	for _, c := range p.Choices {
		words = append(words, c.Value)
		var n float64
		if json.Unmarshal([]byte(c.Value), &n) == nil {
			words = append(words, n)
		}
	}
	return words
}

// bound enters the range; package component writes an open end as ±Inf or
// a huge number, neither of which is worth saying.
func bound(d map[string]any, p *component.Param) {
	const huge = 1e15
	if p.Min > -huge {
		d["minimum"] = p.Min
	}
	if p.Max < huge {
		d["maximum"] = p.Max
	}
}

func list(words []string) []any {
	l := make([]any, len(words))
	for i, w := range words {
		l[i] = w
	}
	return l
}
