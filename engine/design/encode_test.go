package design_test

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"reflect"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
)

// sample uses every field of a document once or more.
const sample = `{"weir":1, "title":"Customer service with retrieval 检索",
 "settings":{"currency":"CNY","fx":{"CNY":{"per_usd":7.2,"as_of":"2026-11-01","source":"assumption"}},"hours_per_month":730,"electricity":"$0.10/kWh","pue":1.3,"carbon":"0.4 kg/kWh",
             "region":"eu","prices":{"h100-sxm":"$2/h"},"allocation":{"D0":null,"L0":{"compute":null,"storage":4.5,"network":null}}},
 "classes":{"chat":{"name":"Question","format":"json","size":{"mean":"4 kB","scv":1},"tokens_in":{"mean":2000,"scv":0.5},"tokens_out":{"mean":400,"scv":1}}},
 "pools":{"gpus":{"name":"H100 pool","kind":"compute","device":"h100-sxm","units":16,"params":{"price":"$2/h"}}},
 "nodes":{"users":{"kind":"source.requests","name":"Users","at":[0,0],"params":{"class":"chat","rate":"300/s","burstiness":1,"profile":[1,2.5,-3e-9]}},
          "cache":{"kind":"store.cache","at":[240,0],"params":{"hit_ratio":0.3,"on":true},"bypassed":true,"locked":true,"vary":{"hit_ratio":{"min":0.1,"max":0.9,"values":[0.1,0.2]}}},
          "llm":{"kind":"ai.inference","at":[480,80],"pool":{"id":"gpus","units":4,"share":0.5},"params":{"model":"meta-llama/Meta-Llama-3.1-70B","tp":4}},
          "answer":{"kind":"sink.response","at":[720.25,-1e21]}},
 "edges":{"e1":{"from":["users","out"],"to":["cache","in"]},
          "e2":{"from":["cache","hit"],"to":["answer","in"],"async":true},
          "e3":{"from":["cache","miss"],"to":["llm","in"],"classes":["chat"],"weight":0,"link":{"bandwidth":"100 Gbit/s","latency":"50 us","loss":0.001,"protocol":"grpc","pool":"gpus"}},
          "e4":{"from":["llm","out"],"to":["answer","in"]}},
 "objectives":[{"metric":"latency_p99","class":"chat","node":"llm","max":"2 s","min":"1 s","weight":2}],
 "scenarios":{"peak":{"name":"Peak hour","set":{"users.rate":"600/s"}}},
 "groups":{"zone-a":{"name":"Zone A","nodes":["cache","llm"],"groups":["zone-b"],"collapsed":true}}, "notes":{"n":{"text":"a \"<b>\" \u0007","at":[1,2],"size":[3,4]}}}`

var update = flag.Bool("update", false, "write the golden file anew")

func decode(t testing.TB, text string) *design.Design {
	t.Helper()
	d, err := design.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func encode(t testing.TB, d *design.Design) []byte {
	t.Helper()
	b, err := design.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCanonicalForm(t *testing.T) {
	got := encode(t, decode(t, sample))
	if *update {
		if err := os.WriteFile("testdata/canonical.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/canonical.json")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v; canonical form is now\n%s", err, got)
	}
	again := encode(t, decode(t, string(got)))
	if !bytes.Equal(got, again) {
		t.Errorf("encoding twice differs:\n%s", again)
	}
	if !reflect.DeepEqual(decode(t, sample), decode(t, string(got))) {
		t.Error("the canonical form means another design")
	}
}

// The canonical form is what encoding/json makes of the same document, but
// for spaces: nothing is lost, keys are sorted at every depth.
func TestCanonicalKeysAreSorted(t *testing.T) {
	var anything any
	got := encode(t, decode(t, sample))
	if err := stdjson.Unmarshal(got, &anything); err != nil {
		t.Fatal(err)
	}
	sorted, err := stdjson.Marshal(anything)
	if err != nil {
		t.Fatal(err)
	}
	var compact, want bytes.Buffer
	if stdjson.Compact(&compact, got) != nil || stdjson.Compact(&want, sorted) != nil {
		t.Fatal("not JSON")
	}
	if compact.String() != want.String() {
		t.Errorf("got  %s\nwant %s", compact.String(), want.String())
	}
}

func TestEncodeLeavesOutWhatIsEmpty(t *testing.T) {
	d := &design.Design{Weir: 1, Nodes: map[string]*design.Node{}, Objectives: []design.Objective{},
		Settings: design.Settings{FX: map[string]design.Rate{}}}
	if got := string(encode(t, d)); got != "{\n  \"weir\": 1\n}\n" {
		t.Errorf("%q", got)
	}
}

func TestEncodeRefusesWhatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		d    *design.Design
		want error
	}{
		"not finite": {&design.Design{Weir: 1, Nodes: map[string]*design.Node{"n": {At: [2]float64{math.NaN(), 0}}}}, design.ErrNumber},
		"in a list":  {&design.Design{Weir: 1, Nodes: map[string]*design.Node{"n": {Params: map[string]quantity.Value{"l": quantity.Items(quantity.Num(math.Inf(1)))}}}}, design.ErrNumber},
		"absent":     {&design.Design{Weir: 1, Nodes: map[string]*design.Node{"n": nil}}, design.ErrType},
		"too large":  {&design.Design{Weir: 1, Notes: map[string]*design.Note{"n": {Text: string(make([]byte, 1<<20))}}}, design.ErrLimit},
	} {
		if _, err := design.Encode(c.d); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCloneSharesPartsOnly(t *testing.T) {
	d := decode(t, sample)
	before := encode(t, d)
	c := d.Clone()
	if !c.Equal(d) || c.Nodes["llm"] != d.Nodes["llm"] {
		t.Fatal("a clone is equal and shares its parts")
	}
	n := c.Nodes["llm"].Clone()
	n.Params["tp"] = quantity.Num(8)
	n.Pool.Units = nil
	c.Nodes["llm"] = n
	delete(c.Edges, "e1")
	c.Settings.Prices["x"] = quantity.Num(1)
	p := c.Pools["gpus"].Clone()
	p.Params["price"] = quantity.Value{}
	if c.Equal(d) {
		t.Error("the change is lost")
	}
	if !bytes.Equal(encode(t, d), before) {
		t.Error("changing a clone changed the original")
	}
}

// large is a document of n nodes in a row, as many edges, several parameters each.
func large(n int) []byte {
	d := &design.Design{Weir: 1, Nodes: map[string]*design.Node{}, Edges: map[string]*design.Edge{}}
	for i := range n {
		id := fmt.Sprintf("n%05d", i)
		d.Nodes[id] = &design.Node{Kind: "proc.cpu", Name: "Worker", At: [2]float64{float64(i), 0}, Params: map[string]quantity.Value{
			"cores": quantity.Num(8), "time": quantity.Str("2 ms"), "scv": quantity.Num(0.5), "queue": quantity.Str("fcfs"), "host": quantity.Str("c7i.2xlarge"), "replicas": quantity.Num(3)}}
		if i > 0 {
			d.Edges[fmt.Sprintf("e%05d", i)] = &design.Edge{From: design.End{fmt.Sprintf("n%05d", i-1), "out"}, To: design.End{id, "in"}}
		}
	}
	b, err := design.Encode(d)
	if err != nil {
		panic(err)
	}
	return b
}

func BenchmarkDecode1000(b *testing.B) {
	data := large(1000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := design.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode1000(b *testing.B) {
	d, err := design.Decode(large(1000))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := design.Encode(d); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzDecode: no input crashes; what is read is written, and reads back the
// same; what our scan lets through, encoding/json reads alike.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(`{"weir":1}`))
	for _, c := range badDocuments {
		if len(c.text) < 1000 {
			f.Add([]byte(c.text))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := design.Decode(data)
		if err != nil {
			var e *design.Error
			if !errors.As(err, &e) || e.Kind == nil || e.Message.ZH == "" || e.At.Line < 1 || e.At.Column < 1 {
				t.Fatalf("%#v", err)
			}
			return
		}
		var usual design.Design
		if err := stdjson.Unmarshal(data, &usual); err != nil {
			t.Fatalf("encoding/json refuses what was read: %v", err)
		}
		b, err := design.Encode(d)
		if err != nil {
			if errors.Is(err, design.ErrLimit) {
				return // escapes may make it longer than it was
			}
			t.Fatal(err)
		}
		if c, err := design.Encode(&usual); err != nil || !bytes.Equal(b, c) {
			t.Fatalf("encoding/json reads it otherwise (%v):\n%s\n%s", err, b, c)
		}
		again, err := design.Decode(b)
		if err != nil {
			t.Fatalf("%v in\n%s", err, b)
		}
		if c, err := design.Encode(again); err != nil || !bytes.Equal(b, c) {
			t.Fatalf("%v: changed from\n%s\nto\n%s", err, b, c)
		}
	})
}
