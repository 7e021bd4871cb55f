package component

import (
	"strings"
	"testing"

	"weir/engine/quantity"
)

// Every kind must be complete enough for palette, inspector and document:
// what is missing here is missing on the screen.
func TestKindsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	family := -1
	for _, k := range Kinds() {
		if seen[k.ID] {
			t.Errorf("%s: registered twice", k.ID)
		}
		seen[k.ID] = true
		if i := familyIndex(k.Family); i < family {
			t.Errorf("%s: its family is out of palette order", k.ID)
		} else {
			family = i
		}
		for what, text := range map[string]Text{"name": k.Name, "summary": k.Summary, "doc": k.Doc} {
			checkText(t, k.ID+" "+what, text)
		}
		if k.Icon == "" || len(k.In)+len(k.Out) == 0 {
			t.Errorf("%s: no icon or no ports", k.ID)
		}
		keys := map[string]bool{}
		for _, p := range k.Params {
			where := k.ID + "." + p.Key
			if p.Key == "" || strings.Contains(p.Key, ".") || keys[p.Key] {
				t.Errorf("%s: bad or repeated key", where)
			}
			keys[p.Key] = true
			checkText(t, where+" label", p.Label)
			checkText(t, where+" help", p.Help)
			checkText(t, where+" section", p.Section)
			checkDefault(t, where, p)
		}
	}
	if len(seen) != 20 {
		t.Errorf("%d kinds, want 20", len(seen))
	}
}

func familyIndex(f Family) int {
	for i, g := range Families {
		if g.ID == f {
			return i
		}
	}
	return -1
}

func checkText(t *testing.T, where string, x Text) {
	t.Helper()
	if x.EN == "" || x.ZH == "" {
		t.Errorf("%s: missing in a language: %+v", where, x)
	}
}

func checkDefault(t *testing.T, where string, p Param) {
	t.Helper()
	if p.Min > p.Max {
		t.Errorf("%s: min above max", where)
	}
	if len(p.Choices) == 0 {
		if x, ok := p.Default.Float(); ok && p.Dimension == quantity.None && p.Max > p.Min && (x < p.Min || x > p.Max) {
			t.Errorf("%s: default %v outside %v to %v", where, x, p.Min, p.Max)
		}
		return
	}
	word, _ := p.Default.Text()
	for _, c := range p.Choices {
		checkText(t, where+" choice "+c.Value, c.Label)
		if c.Value == word {
			return
		}
	}
	t.Errorf("%s: default %q is not one of its choices", where, word)
}

func TestConnects(t *testing.T) {
	port := func(kind, name string, out bool) Port {
		k, ok := Lookup(kind)
		if !ok {
			t.Fatalf("no kind %s", kind)
		}
		p, ok := k.Input(name)
		if out {
			p, ok = k.Output(name)
		}
		if !ok {
			t.Fatalf("%s has no port %s", kind, name)
		}
		return p
	}
	for _, c := range []struct {
		from, out, to, in string
		ok                bool
		hint              string
	}{
		{"source.requests", "out", "ai.inference", "in", true, ""},
		{"source.requests", "out", "store.vector", "in", false, "Add Embedding between."},
		{"ai.encoder", "out", "store.vector", "in", true, ""},
		{"store.cache", "miss", "store.vector", "in", true, ""},
		{"ai.encoder", "out", "sink.response", "in", true, ""},
		{"source.dataset", "out", "ai.inference", "in", false, "Expects a request, not records."},
		{"store.object", "out", "rel.backup", "in", true, ""},
		{"source.requests", "out", "ai.training", "in", false, "Expects a vector or records"},
	} {
		ok, why := Connects(port(c.from, c.out, true), port(c.to, c.in, false))
		if ok != c.ok || !strings.Contains(why.EN, c.hint) || (!ok && why.ZH == "") {
			t.Errorf("%s.%s to %s.%s: %v %q", c.from, c.out, c.to, c.in, ok, why.EN)
		}
	}
}

func TestParamPerClass(t *testing.T) {
	if _, ok := processor.Param("service.gold"); !ok {
		t.Error("service.gold should be a parameter of proc.cpu")
	}
	if _, ok := processor.Param("servers.gold"); ok {
		t.Error("servers cannot be set per class")
	}
}

// TestTrainingIsNotServing: nothing of a training run stands under the
// heading of serving.
func TestTrainingIsNotServing(t *testing.T) {
	k, _ := Lookup("ai.training")
	own := 0
	for _, p := range k.Params {
		switch p.Section.EN {
		case "Serving":
			t.Errorf("%s stands under serving", p.Key)
		case "Training":
			own++
		}
	}
	if own < 5 {
		t.Errorf("%d parameters of training", own)
	}
}
