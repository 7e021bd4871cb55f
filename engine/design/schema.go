package design

// Schema returns the JSON Schema (2020-12) of a document as far as this
// package knows it: every record under $defs by its Go name. The caller may
// change it; the engine adds the kinds and their parameters.
func Schema() map[string]any {
	defs := map[string]any{
		"Value": map[string]any{
			"description": "A number, a quantity with its unit such as \"2 TB\", true, false, null, or a list of these.",
			"type":        []any{"number", "string", "boolean", "null", "array"},
			"items":       ref("Value"),
		},
	}
	document := describe(root(), defs)
	delete(defs, root().name)
	return map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "Weir design",
		"type":                 "object",
		"properties":           document["properties"],
		"required":             document["required"],
		"additionalProperties": false,
		"$defs":                defs,
	}
}

func ref(name string) map[string]any { return map[string]any{"$ref": "#/$defs/" + name} }

// describe returns the schema of a shape, and enters records in defs.
func describe(s *shape, defs map[string]any) map[string]any {
	switch s.kind {
	case record:
		properties, required := map[string]any{}, []any{}
		own := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
		defs[s.name] = own
		for _, f := range s.fields {
			p := describe(f.shape, defs)
			if f.shape.kind == record {
				p = ref(f.shape.name)
			}
			if f.name == "weir" {
				p = map[string]any{"const": Version}
			}
			properties[f.name] = p
			if f.keep && !f.shape.nullable && f.name != "at" { // a file written by hand may leave the placing to Weir
				required = append(required, f.name)
			}
		}
		if len(required) > 0 {
			own["required"] = required
		}
		return own
	case table:
		t := map[string]any{"type": "object", "propertyNames": map[string]any{"maxLength": MaxName}, "additionalProperties": inner(s.elem, defs)}
		if s.limit > 0 {
			t["maxProperties"] = s.limit
		}
		return t
	case list:
		t := map[string]any{"type": "array", "items": inner(s.elem, defs)}
		if s.limit > 0 {
			t["maxItems"] = s.limit
		}
		return t
	case tuple:
		return map[string]any{"type": "array", "items": inner(s.elem, defs), "minItems": s.length, "maxItems": s.length}
	case scalar:
		return ref("Value")
	}
	return describePlain(s)
}

// inner is the schema of what a table, list or tuple holds.
func inner(s *shape, defs map[string]any) map[string]any {
	d := describe(s, defs)
	if s.kind == record {
		return ref(s.name)
	}
	return d
}

func describePlain(s *shape) map[string]any {
	name := map[shapeKind]string{text: "string", truth: "boolean", number: "number"}[s.kind]
	if s.whole {
		name = "integer"
	}
	d := map[string]any{"type": name}
	if s.nullable {
		d["type"] = []any{name, "null"}
	}
	if s.named {
		d["maxLength"] = MaxName
	}
	return d
}
