package interchange

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/design"
	"weir/engine/flow"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sample"
)

var look = Look{
	Lang: "en", Font: `system-ui, "Segoe UI"`,
	Colour: func(string) string { return "#123456" },
	Icon:   func(string) (string, string) { return "M0 0", "" },
}

func answered(d *design.Design) *report.Report {
	return flow.Settle(flow.Compile(d, nil), nil).Report(report.Settled)
}

// elements counts the elements of an XML text by name; it fails for what is
// no XML.
func elements(t interface{ Fatalf(string, ...any) }, text []byte) map[string]int {
	count := map[string]int{}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return count
		}
		if err != nil {
			t.Fatalf("no XML: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			count[e.Name.Local]++
		}
	}
}

// A picture of any design is XML, and the design comes back out of it.
func TestSVGCarriesTheDesign(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := sample.Random(rapid.Uint64Range(0, 500).Draw(rt, "seed")).Clone()
		d.Title = rapid.String().Draw(rt, "title")
		d.Notes = map[string]*design.Note{"n": {Text: rapid.String().Draw(rt, "note")}}
		if _, err := design.Encode(d); err != nil {
			return // no text of a document
		}
		svg, err := SVG(d, nil, look)
		if err != nil {
			rt.Fatal(err)
		}
		elements(rt, svg)
		content, ok := FromSVG(svg)
		if !ok {
			rt.Fatal("the design is not in it")
		}
		want, _ := design.Encode(d)
		if !bytes.Equal(content, want) {
			rt.Fatalf("the design changed:\n%s\n%s", content, want)
		}
	})
}

// Every edge and every node is drawn: what exports of others leave out.
func TestSVGDrawsEverything(t *testing.T) {
	for seed := range uint64(20) {
		d := sample.Random(seed)
		with, err := SVG(d, answered(d), look)
		if err != nil {
			t.Fatal(err)
		}
		bare := d.Clone()
		bare.Edges = nil
		without, err := SVG(bare, nil, look)
		if err != nil {
			t.Fatal(err)
		}
		drawn := elements(t, with)["path"] - elements(t, without)["path"]
		if drawn != len(d.Edges) {
			t.Errorf("seed %d: %d of %d edges drawn", seed, drawn, len(d.Edges))
		}
	}
}

func TestFromSVGOfOtherPictures(t *testing.T) {
	for _, text := range []string{"", "<svg/>", designOpen, "<svg>" + designOpen + "{}"} {
		if _, ok := FromSVG([]byte(text)); ok {
			t.Errorf("%q carries no design", text)
		}
	}
}

func named() *design.Design {
	return &design.Design{Weir: 1, Nodes: map[string]*design.Node{
		"a": {Kind: "source.requests", Name: `The "first" <b>`},
		"b": {Kind: "proc.cpu", Params: map[string]quantity.Value{"servers": quantity.Num(2)}},
		"c": {Kind: "sink.archive", Name: "=1+1"},
	}, Edges: map[string]*design.Edge{
		"1": {From: design.End{"a", "out"}, To: design.End{"b", "in"}},
		"2": {From: design.End{"b", "out"}, To: design.End{"c", "in"}, Async: true},
	}, Groups: map[string]*design.Group{"g": {Name: "Group", Nodes: []string{"b"}}}}
}

func TestMermaid(t *testing.T) {
	want := `flowchart LR
    subgraph g1_g["Group"]
        n2["CPU 服务"]
    end
    n1["The #quot;first#quot; #lt;b#gt;"]
    n3["=1+1"]
    n1 --> n2
    n2 -.-> n3
`
	if got := string(Mermaid(named(), "zh")); got != want {
		t.Errorf("%s", got)
	}
}

func TestCSV(t *testing.T) {
	d := named()
	out := CSV(d, answered(d), "en")
	text, marked := strings.CutPrefix(string(out), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked || len(rows) != 4 {
		t.Fatalf("%v: %s", err, out)
	}
	if rows[3][1] != "'=1+1" {
		t.Errorf("a name became a formula: %q", rows[3][1])
	}
	if rows[2][2] != "proc.cpu" || rows[2][4] != "2" {
		t.Errorf("%q", rows[2])
	}
}
