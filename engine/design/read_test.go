package design_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	made "weir/engine/sample"
)

// Nodes and edges are read by hand. What is read is what a JSON decoder reads.
func TestReadAsDecoded(t *testing.T) {
	full := &design.Design{Weir: design.Version, Nodes: map[string]*design.Node{}, Edges: map[string]*design.Edge{}}
	full.Nodes["a"], full.Nodes["b"] = filled[design.Node](t), &design.Node{Kind: "k"}
	full.Edges["e"], full.Edges["f"] = filled[design.Edge](t), &design.Edge{From: design.End{"a", "out"}, To: design.End{"b", "in"}}
	documents := []string{
		encoded(t, full),
		`{"edges":{},"weir":1,"nodes":{}}`,
		`{"weir":1}`,
		` { "edges" : { "e\"\\1" : { "classes" : [ ] , "from":["\u0061\ud83d\ude00","o\u006et"] , "to" : [ "é" , "in" ],"weight":null,"async" :true } },
		   "title":"{\"nodes\":1}", "weir" : 1 , "nodes" :
		   { "\u4e2d" : {"params" : { "x":-0, "l" : [ 1 , [ "]" , 2 ] ], "n" : null , "t":true,"s":"a\n\"}" , "e":1.5E+3} , "at":[ -1e-3 , 2 ], "kind":"k","locked":false } } }`,
	}
	for seed := range uint64(20) {
		documents = append(documents, encoded(t, made.Random(seed)))
	}
	for _, text := range documents {
		got, err := design.Decode([]byte(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		var want design.Design
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, &want) {
			t.Fatalf("%s\nread as    %s\ndecoded as %s", text, encoded(t, got), encoded(t, &want))
		}
	}
}

func encoded(t *testing.T, d *design.Design) string {
	t.Helper()
	b, err := design.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// filled has something in every field.
func filled[T any](t *testing.T) *T {
	x := new(T)
	fill(t, reflect.ValueOf(x).Elem())
	return x
}

func fill(t *testing.T, v reflect.Value) {
	if v.Type() == reflect.TypeFor[quantity.Value]() {
		v.Set(reflect.ValueOf(quantity.Items(quantity.Num(1.5), quantity.Str("2 ms"), quantity.Flag(true))))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key)
		fill(t, value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0))
		fill(t, v.Index(1))
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.String:
		v.SetString("a “word”\n\\ <b>")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(-2.5e-7)
	default:
		t.Fatalf("a design holds a %s", v.Type())
	}
}
