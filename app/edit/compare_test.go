package edit

import (
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/sample"

	"pgregory.net/rapid"
)

func TestCompare(t *testing.T) {
	e := chain(t)
	was := e.Design()
	if err := e.SetParam("cpu", "servers", quantity.Num(8)); err != nil {
		t.Fatal(err)
	}
	if err := e.Move([]string{"response"}, [2]float64{0, 64}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Add("store.cache", [2]float64{0, 300}); err != nil {
		t.Fatal(err)
	}
	if err := e.Disconnect(keys(e.Design().Edges)[0]); err != nil {
		t.Fatal(err)
	}
	if err := e.SetClass("fresh", &design.Class{Name: "Fresh"}); err != nil {
		t.Fatal(err)
	}
	got := Compare(was, e.Design())
	if len(got) != 5 {
		t.Fatalf("%d differences: %+v", len(got), got)
	}
	find := func(node string) Difference {
		for _, d := range got {
			if d.Node == node {
				return d
			}
		}
		t.Fatalf("nothing about %s: %+v", node, got)
		return Difference{}
	}
	if d := find("cpu"); d.Fate != Changed || d.Moved || len(d.Params) != 1 || d.Params[0].Key != "servers" || !d.Params[0].Now.Equal(quantity.Num(8)) {
		t.Errorf("cpu: %+v", d)
	}
	if d := find("response"); d.Fate != Changed || !d.Moved {
		t.Errorf("response: %+v", d)
	}
	if d := find("cache"); d.Fate != Added {
		t.Errorf("cache: %+v", d)
	}
	if got[3].Edge == "" || got[3].Fate != Removed || got[4].Node+got[4].Edge != "" {
		t.Errorf("edge and classes: %+v", got[3:])
	}
}

// Replace makes any design the document, in one step; undo brings the former
// back to the byte, and then nothing differs.
func TestReplaceUndoes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		was := sample.Random(rapid.Uint64Range(0, 200).Draw(rt, "was"))
		now := sample.Random(rapid.Uint64Range(0, 200).Draw(rt, "now"))
		e := New(was)
		if err := e.Replace(now); err != nil {
			rt.Fatal(err)
		}
		if bytesOf(rt, e.Design()) != bytesOf(rt, now) || len(Compare(e.Design(), now)) > 0 {
			rt.Fatal("the other design is not what the document became")
		}
		e.Undo()
		if bytesOf(rt, e.Design()) != bytesOf(rt, was) || len(Compare(was, e.Design())) > 0 {
			rt.Fatal("undo does not bring the former design back")
		}
	})
}
