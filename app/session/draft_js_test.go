package session

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weir/app/browser"
	"weir/app/edit"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// TestDraftsKeepEveryDocument edits at random and after each edit keeps the
// document as autosave does: what is restored is the document, byte for byte.
// app/browsertest runs it in a browser.
func TestDraftsKeepEveryDocument(t *testing.T) {
	if !app.Window().Get("indexedDB").Truthy() {
		t.Fatal("there is no storage here: it runs in a browser")
	}
	var store drafts
	rapid.Check(t, func(t *rapid.T) {
		e := edit.New(nil)
		x := Draft{ID: "draft", Saved: browser.Now()}
		for range rapid.IntRange(1, 12).Draw(t, "edits") {
			editAtRandom(t, e)
			written, err := design.Encode(e.Design())
			if err != nil {
				t.Fatal(err)
			}
			x.Title, x.design, x.baseline = e.Design().Title, written, x.design
			if err := store.put(x); err != nil {
				t.Fatal(err)
			}
			// A reload knows nothing but the store.
			var fresh drafts
			fresh.db = store.db
			kept, found, err := fresh.get(x.ID)
			if err != nil || !found {
				t.Fatalf("not kept: %v", err)
			}
			restored, err := design.Decode(kept.design)
			if err != nil {
				t.Fatalf("%v in\n%s", err, kept.design)
			}
			again, err := design.Encode(restored)
			if err != nil {
				t.Fatal(err)
			}
			title := strings.TrimPrefix(x.Title, "\ufeff") // a byte order mark does not come through to the list; the document has it
			if !bytes.Equal(again, written) || kept.Title != title || !bytes.Equal(kept.baseline, x.baseline) {
				t.Fatalf("kept\n%s\nrestored\n%s", written, again)
			}
		}
	})
}

func editAtRandom(t *rapid.T, e *edit.Editor) {
	d := e.Design()
	some := func(name string, ids []string) string {
		slices.Sort(ids)
		return rapid.SampledFrom(append(ids, "nobody")).Draw(t, name)
	}
	nodes, edges := keysOf(d.Nodes), keysOf(d.Edges)
	place := func() [2]float64 {
		at := rapid.Float64Range(-1e4, 1e4)
		return [2]float64{math.Round(at.Draw(t, "x")), math.Round(at.Draw(t, "y"))}
	}
	node, word := some("node", nodes), rapid.String().Draw(t, "word")
	edits := []func(){
		func() { _, _ = e.Add(rapid.SampledFrom(component.Kinds()).Draw(t, "kind").ID, place()) },
		func() { _, _ = e.Connect(design.End{node, "out"}, design.End{some("other", nodes), "in"}) },
		func() { _ = e.Disconnect(some("edge", edges)) },
		func() { _ = e.Move([]string{node}, place()) },
		func() { _ = e.Rename(node, word) },
		func() { _ = e.SetTitle(word) },
		func() { _, _ = e.AddNote(word, place()) },
		func() { _ = e.SetParam(node, "servers", quantity.Num(float64(rapid.IntRange(1, 9).Draw(t, "n")))) },
		func() { e.SelectNodes(node); _, _ = e.Group() },
		func() { e.SelectNodes(node); _ = e.DeleteSelection(rapid.Bool().Draw(t, "heal")) },
		func() { e.Undo() },
		func() { e.Redo() },
	}
	edits[rapid.IntRange(0, len(edits)-1).Draw(t, "edit")]()
}

func keysOf[V any](m map[string]V) []string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	return ids
}
