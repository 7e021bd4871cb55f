package app

import (
	"math"
	"slices"
	"testing"

	"weir/app/icon"
	"weir/app/text"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/report"
)

func TestEveryKindHasAnIcon(t *testing.T) {
	seen := map[string]string{}
	for _, k := range component.Kinds() {
		if !icon.Has(k.Icon) {
			t.Errorf("%s: there is no icon %q", k.ID, k.Icon)
		}
		if other, ok := seen[k.Icon]; ok {
			t.Errorf("%s and %s share the icon %q", k.ID, other, k.Icon)
		}
		seen[k.Icon] = k.ID
	}
}

func TestEveryMetricHasAName(t *testing.T) {
	for _, m := range metrics {
		for _, lang := range text.Languages {
			if !lang.Has("metric." + m.id) {
				t.Errorf("%s has no name in %s", m.id, lang)
			}
		}
	}
}

func TestStepText(t *testing.T) {
	for _, c := range []struct {
		text    string
		steps   float64
		integer bool
		want    string
	}{
		{"12", 1, true, "13"},
		{"12", -1, true, "11"},
		{"12", 10, true, "22"},
		{"12", 0.1, true, "13"},
		{"2.1", 1, false, "2.2"},
		{"400 Gbit/s", 1, false, "410 Gbit/s"},
		{"1 ms", -1, false, "0.99 ms"},
		{"1 ms", 1, false, "1.1 ms"},
		{"$3.20/h", 1, false, "$3.3/h"},
		{"0.5", -10, false, "0.4"},
		{"5 ms", -200, false, "0 ms"},
	} {
		if got, ok := stepText(c.text, c.steps, c.integer, 0, 0); !ok || got != c.want {
			t.Errorf("%q by %g: %q, want %q", c.text, c.steps, got, c.want)
		}
	}
	if _, ok := stepText("fast", 1, false, 0, 0); ok {
		t.Error("a word was stepped")
	}
	if got, _ := stepText("0.95", 10, false, 0, 1); got != "1" {
		t.Errorf("stepped over the greatest value: %s", got)
	}
}

func TestNiceStep(t *testing.T) {
	for length, want := range map[float64]float64{6: 1, 7: 2, 0.6: 0.1, 30: 5, 100: 20, 0: 1} {
		if got := niceStep(length, 6); math.Abs(got-want) > 1e-12 {
			t.Errorf("niceStep(%g) = %g, want %g", length, got, want)
		}
	}
}

// The curve of the tail goes through the percentiles that are stated.
func TestTailCurve(t *testing.T) {
	curve := tailCurve(report.Latency{Mean: 1, P50: 0.8, P90: 1.4, P95: 1.6, P99: 1.9, P999: 2.5})
	for at, want := range map[float64]float64{0: 1, 0.8: 0.5, 1.4: 0.1, 1.6: 0.05, 1.9: 0.01, 2.5: 0.001, 9: 0} {
		if got := curve(at); math.Abs(got-want) > 1e-9 {
			t.Errorf("share slower than %g is %g, want %g", at, got, want)
		}
	}
	if tailCurve(report.Latency{P50: 1, P90: report.Number(math.Inf(1))}) != nil {
		t.Error("an unbounded latency has no curve")
	}
}

// An edge always carries something: the last class stays, and every class is
// written as none.
func TestToggledClasses(t *testing.T) {
	doc := &design.Design{Classes: map[string]*design.Class{"a": {}, "b": {}}}
	for _, c := range []struct {
		now  []string
		flip string
		want []string
	}{
		{nil, "a", []string{"b"}},
		{[]string{"b"}, "b", []string{"b"}},
		{[]string{"b"}, "a", nil},
	} {
		if got := toggled(doc, &design.Edge{Classes: c.now}, c.flip); !slices.Equal(got, c.want) {
			t.Errorf("%v with %s flipped: %v, want %v", c.now, c.flip, got, c.want)
		}
	}
}

func TestMatches(t *testing.T) {
	k, _ := component.Lookup("ai.inference")
	for search, want := range map[string]bool{"": true, "llm": true, "大模型": true, "INFERENCE": true, "llm disk": false} {
		if got := matches(k, search); got != want {
			t.Errorf("%q: %t", search, got)
		}
	}
}
