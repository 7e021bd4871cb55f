package engine_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"weir/engine"
	"weir/engine/component"
	"weir/engine/sample"
	"weir/examples"
)

// schema is as much of a JSON Schema validator as our schema needs.
type schema map[string]any

func published(t *testing.T) schema {
	t.Helper()
	var s schema
	if err := json.Unmarshal(engine.Schema(), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// check lists what is wrong with a value; whole is the document of $refs.
func (whole schema) check(s map[string]any, v any, at string) []string {
	var wrong []string
	fail := func(format string, args ...any) { wrong = append(wrong, at+": "+fmt.Sprintf(format, args...)) }
	for key, rule := range s {
		switch key {
		case "$ref":
			target, ok := whole["$defs"].(map[string]any)[strings.TrimPrefix(rule.(string), "#/$defs/")].(map[string]any)
			if !ok {
				fail("no definition %v", rule)
				continue
			}
			wrong = append(wrong, whole.check(target, v, at)...)
		case "type":
			if !isType(rule, v) {
				fail("%v is not of type %v", v, rule)
			}
		case "const":
			if !reflect.DeepEqual(rule, v) {
				fail("%v is not %v", v, rule)
			}
		case "enum":
			found := false
			for _, x := range rule.([]any) {
				found = found || reflect.DeepEqual(x, v)
			}
			if !found {
				fail("%v is not one of %v", v, rule)
			}
		case "minimum":
			if x, ok := v.(float64); ok && x < rule.(float64) {
				fail("%v is below %v", v, rule)
			}
		case "maximum":
			if x, ok := v.(float64); ok && x > rule.(float64) {
				fail("%v is above %v", v, rule)
			}
		case "maxLength":
			if x, ok := v.(string); ok && utf8.RuneCountInString(x) > int(rule.(float64)) {
				fail("too long")
			}
		case "allOf":
			for _, r := range rule.([]any) {
				r := r.(map[string]any)
				if len(whole.check(r["if"].(map[string]any), v, at)) == 0 {
					wrong = append(wrong, whole.check(r["then"].(map[string]any), v, at)...)
				}
			}
		case "items", "minItems", "maxItems":
			wrong = append(wrong, whole.checkList(key, rule, v, at)...)
		case "properties", "additionalProperties", "patternProperties", "propertyNames", "required", "maxProperties":
			wrong = append(wrong, whole.checkObject(key, s, v, at)...)
		case "$schema", "$defs", "title", "description", "default", "examples":
		default:
			fail("the test does not know %q", key)
		}
	}
	return wrong
}

func (whole schema) checkList(key string, rule, v any, at string) (wrong []string) {
	items, ok := v.([]any)
	switch {
	case !ok:
	case key == "items":
		for i, x := range items {
			wrong = append(wrong, whole.check(rule.(map[string]any), x, fmt.Sprintf("%s[%d]", at, i))...)
		}
	case key == "minItems" && len(items) < int(rule.(float64)), key == "maxItems" && len(items) > int(rule.(float64)):
		wrong = append(wrong, fmt.Sprintf("%s: %d items", at, len(items)))
	}
	return wrong
}

func (whole schema) checkObject(key string, s map[string]any, v any, at string) (wrong []string) {
	members, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	properties, _ := s["properties"].(map[string]any)
	patterns, _ := s["patternProperties"].(map[string]any)
	for name, x := range members {
		inner := at + "." + name
		known := false
		if p, ok := properties[name].(map[string]any); ok {
			known = true
			if key == "properties" {
				wrong = append(wrong, whole.check(p, x, inner)...)
			}
		}
		for pattern, p := range patterns {
			if regexp.MustCompile(pattern).MatchString(name) {
				known = true
				if key == "patternProperties" {
					wrong = append(wrong, whole.check(p.(map[string]any), x, inner)...)
				}
			}
		}
		if key == "additionalProperties" && !known {
			if rest, ok := s[key].(map[string]any); ok {
				wrong = append(wrong, whole.check(rest, x, inner)...)
			} else {
				wrong = append(wrong, inner+": unknown")
			}
		}
		if key == "propertyNames" {
			wrong = append(wrong, whole.check(s[key].(map[string]any), name, inner)...)
		}
	}
	if required, ok := s[key].([]any); ok && key == "required" {
		for _, name := range required {
			if _, ok := members[name.(string)]; !ok {
				wrong = append(wrong, fmt.Sprintf("%s: lacks %v", at, name))
			}
		}
	}
	if most, ok := s[key].(float64); ok && key == "maxProperties" && len(members) > int(most) {
		wrong = append(wrong, at+": too many")
	}
	return wrong
}

func isType(rule, v any) bool {
	if names, ok := rule.([]any); ok {
		for _, name := range names {
			if isType(name, v) {
				return true
			}
		}
		return false
	}
	switch x := v.(type) {
	case nil:
		return rule == "null"
	case bool:
		return rule == "boolean"
	case string:
		return rule == "string"
	case float64:
		return rule == "number" || rule == "integer" && x == math.Trunc(x)
	case []any:
		return rule == "array"
	}
	return rule == "object"
}

// Every example and what random designs are made of fit the schema.
func TestSchemaTakesDesigns(t *testing.T) {
	s := published(t)
	try := func(name string, data []byte) {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		for _, w := range s.check(s, v, "") {
			t.Errorf("%s: %s", name, w)
		}
	}
	for _, e := range examples.Gallery {
		data, err := examples.Bytes(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		try(e.ID, data)
	}
	for seed := range uint64(50) {
		data, err := engine.Encode(sample.Random(seed))
		if err != nil {
			t.Fatal(err)
		}
		try(fmt.Sprintf("random %d", seed), data)
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := published(t)
	for text, want := range map[string]string{
		`{}`:                        "lacks weir",
		`{"weir":2}`:                "is not 1",
		`{"weir":1,"colour":"red"}`: "colour: unknown",
		`{"weir":1,"nodes":{"n":{"kind":"proc.gpu"}}}`:                                          "not one of",
		`{"weir":1,"nodes":{"n":{}}}`:                                                           "lacks kind",
		`{"weir":1,"nodes":{"n":{"kind":"proc.cpu","params":{"sevice":"5 ms"}}}}`:               "sevice: unknown",
		`{"weir":1,"nodes":{"n":{"kind":"proc.cpu","params":{"service":5}}}}`:                   "not of type",
		`{"weir":1,"nodes":{"n":{"kind":"proc.cpu","params":{"servers":0}}}}`:                   "below 1",
		`{"weir":1,"nodes":{"n":{"kind":"proc.cpu","params":{"discipline":"lifo"}}}}`:           "not one of",
		`{"weir":1,"nodes":{"n":{"kind":"proc.cpu","at":[1,2,3]}}}`:                             "3 items",
		`{"weir":1,"edges":{"e":{"from":["a","out"]}}}`:                                         "lacks to",
		`{"weir":1,"nodes":{"n":{"kind":"proc.cpu","pool":{"id":"p","units":"four"}}}}`:         "not of type",
		`{"weir":1,"title":"` + strings.Repeat("x", 201) + `"}`:                                 "too long",
		`{"weir":1,"scenarios":{"s":{"set":{"n.rate":{"x":1}}}}}`:                               "not of type",
		`{"weir":1,"nodes":{"n":{"kind":"store.cache","params":{"hit_ratio.chat":{"p":0.5}}}}}`: "not of type",
	} {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if wrong := strings.Join(s.check(s, v, ""), "; "); !strings.Contains(wrong, want) {
			t.Errorf("%s: %q, want %q", text, wrong, want)
		}
	}
}

// The schema names every kind and each of its parameters.
func TestSchemaIsComplete(t *testing.T) {
	defs := published(t)["$defs"].(map[string]any)
	for _, k := range component.Kinds() {
		d, ok := defs["params."+k.ID].(map[string]any)
		if !ok {
			t.Errorf("no parameters of %s", k.ID)
			continue
		}
		for _, p := range k.Params {
			if _, ok := d["properties"].(map[string]any)[p.Key]; !ok {
				t.Errorf("%s: no %s", k.ID, p.Key)
			}
		}
	}
}
