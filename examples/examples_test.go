package examples_test

import (
	"bytes"
	"testing"

	"weir/engine/component"
	"weir/engine/design"
	"weir/examples"
)

func TestExamplesAreCanonical(t *testing.T) {
	for _, e := range examples.Gallery {
		data, err := examples.Bytes(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		d, err := design.Decode(data)
		if err != nil {
			t.Fatalf("%s: %v", e.ID, err)
		}
		again, err := design.Encode(d)
		if err != nil || !bytes.Equal(again, data) {
			t.Errorf("%s is not in canonical form: %v", e.ID, err)
		}
		if !kindHasIcon(e.Icon) {
			t.Errorf("%s: no kind has the icon %q", e.ID, e.Icon)
		}
	}
}

func kindHasIcon(icon string) bool {
	for _, k := range component.Kinds() {
		if k.Icon == icon {
			return true
		}
	}
	return false
}

// In Chinese every part has a Chinese name, and nothing but names differs.
func TestExamplesInChinese(t *testing.T) {
	for _, e := range examples.Gallery {
		en, err := examples.Open(e.ID, "en")
		if err != nil {
			t.Fatal(err)
		}
		zh, err := examples.Open(e.ID, "zh")
		if err != nil {
			t.Fatal(err)
		}
		if zh.Title == en.Title || zh.Title != e.Title.ZH || en.Title != e.Title.EN {
			t.Errorf("%s: titles %q, %q", e.ID, en.Title, zh.Title)
		}
		for id, n := range zh.Nodes {
			if n.Name == en.Nodes[id].Name {
				t.Errorf("%s: node %s has no Chinese name", e.ID, id)
			}
			n.Name = en.Nodes[id].Name
		}
		for id, c := range zh.Classes {
			c.Name = en.Classes[id].Name
		}
		for id, g := range zh.Groups {
			if g.Name == en.Groups[id].Name {
				t.Errorf("%s: group %s has no Chinese name", e.ID, id)
			}
			g.Name = en.Groups[id].Name
		}
		for id, s := range zh.Scenarios {
			s.Name = en.Scenarios[id].Name
		}
		zh.Title = en.Title
		a, _ := design.Encode(en)
		b, _ := design.Encode(zh)
		if !bytes.Equal(a, b) {
			t.Errorf("%s: more than names differs in Chinese", e.ID)
		}
	}
}
