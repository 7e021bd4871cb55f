package worker

import (
	"reflect"
	"testing"

	"weir/app/layout"
	"weir/engine/design"
)

// TestTidyAnswersAsTheLayout: over the line come the places that the layout
// finds, of all nodes or of some.
func TestTidyAnswersAsTheLayout(t *testing.T) {
	d := &design.Design{Weir: design.Version, Nodes: map[string]*design.Node{
		"a": {Kind: "proc.cpu", At: [2]float64{0.1, -3.75}}, "b": {Kind: "proc.cpu"}, "c": {Kind: "proc.cpu", At: [2]float64{1e4, 1.0 / 3}},
	}, Edges: map[string]*design.Edge{"e": {From: design.End{"a", "out"}, To: design.End{"b", "in"}}}}
	content, err := design.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, only := range [][]string{nil, {"a", "b"}} {
		answer, err := tidy(TidyQuestion(only, content), func(float64, []byte) {})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := Places(answer), layout.Tidy(d, only, nil); !reflect.DeepEqual(got, want) {
			t.Errorf("of %v: %v, want %v", only, got, want)
		}
	}
	if _, err := tidy([]byte("a b c"), nil); err == nil {
		t.Error("half a question is answered")
	}
	if Places([]byte("a 1\n")) != nil {
		t.Error("a damaged answer is read")
	}
}
