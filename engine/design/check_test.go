package design_test

import (
	"strings"
	"testing"

	"weir/engine/design"
	"weir/engine/diagnostic"
)

func TestCheckOfAGoodDesign(t *testing.T) {
	d := decode(t, strings.NewReplacer(`,"share":0.5`, "", `"groups":["zone-b"],`, "").Replace(sample))
	if found := design.Check(d); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}

// badShapes is what is well formed but makes no sense.
var badShapes = []struct {
	text, code string
	at         diagnostic.Place
	en, zh     string
}{
	{`"nodes":{"":{"kind":"x"}}`, "id.invalid", diagnostic.Place{}, "must not be empty", "不能为空"},
	{`"nodes":{" a":{"kind":"x"}}`, "id.invalid", diagnostic.Place{Node: " a"}, "begin or end with a space", "首尾不能有空格"},
	{`"pools":{"a\u0000":{"kind":"compute","units":1}}`, "id.invalid", diagnostic.Place{Pool: "a\x00"}, "invisible", "不可见"},
	{`"edges":{"e":{"from":["n","out"],"to":["n","in"],"link":{"pool":"wan"}}},"nodes":{"n":{"kind":"x"}}`, "pool.unknown", diagnostic.Place{Edge: "e"}, "no pool “wan”", "没有名为“wan”的资源池"},
	{`"pools":{"g":{"kind":"gpu","units":1}}`, "pool.kind", diagnostic.Place{Pool: "g"}, "not “gpu”", "而不是“gpu”"},
	{`"pools":{"g":{"kind":"compute","units":-2}}`, "pool.units", diagnostic.Place{Pool: "g"}, "fewer than 0", "小于 0"},
	{`"groups":{"g":{"nodes":["n"]}}`, "group.node", diagnostic.Place{Group: "g"}, "no node “n”", "没有名为“n”的节点"},
	{`"groups":{"g":{"groups":["h"]}}`, "group.group", diagnostic.Place{Group: "g"}, "no group “h”", "没有名为“h”的分组"},
	{`"groups":{"g":{"groups":["g"]}}`, "group.cycle", diagnostic.Place{Group: "g"}, "inside itself", "不能包含自身"},
	{`"scenarios":{"s":{"set":{"n.rate":"1/s"}}}`, "scenario.node", diagnostic.Place{Scenario: "s", Param: "n.rate"}, "no node “n”", "没有名为“n”的节点"},
	{`"scenarios":{"s":{"set":{"n":"1/s"}}},"nodes":{"n":{"kind":"x"}}`, "scenario.node", diagnostic.Place{Scenario: "s", Param: "n"}, "no node “n”", "没有名为“n”的节点"},
	{`"objectives":[{"metric":"latency_p99","class":"c"}]`, "objective.class", diagnostic.Place{Objective: new(int)}, "no class “c”", "没有名为“c”的类别"},
	{`"objectives":[{"metric":"utilisation","node":"n"}]`, "objective.node", diagnostic.Place{Objective: new(int)}, "no node “n”", "没有名为“n”的节点"},
	{`"objectives":[{"metric":"power","weight":-1}]`, "objective.weight", diagnostic.Place{Objective: new(int)}, "cannot be negative", "不能为负"},
	{`"settings":{"currency":"EUR"}`, "settings.currency", diagnostic.Place{Param: "currency"}, "not in “EUR”", "不支持“EUR”"},
	{`"settings":{"currency":"CNY"}`, "settings.currency", diagnostic.Place{Param: "currency"}, "exchange rate for CNY", "尚无 CNY 的汇率"},
	{`"settings":{"fx":{"CNY":{"per_usd":0}}}`, "settings.fx", diagnostic.Place{Param: "fx.CNY"}, "above 0", "必须大于 0"},
}

func TestCheck(t *testing.T) {
	for _, c := range badShapes {
		found := design.Check(decode(t, `{"weir":1,`+c.text+`}`))
		if len(found) == 0 {
			t.Errorf("%s: nothing found", c.text)
			continue
		}
		d := found[0]
		want, got := c.at, d.At
		if want.Objective != nil && got.Objective != nil && *want.Objective == *got.Objective {
			want.Objective, got.Objective = nil, nil
		}
		if d.Code != c.code || got != want {
			t.Errorf("%s: %s at %+v, want %s at %+v", c.text, d.Code, got, c.code, want)
		}
		if !strings.Contains(d.Message.EN, c.en) || !strings.Contains(d.Message.ZH, c.zh) {
			t.Errorf("%s: %+v", c.text, d.Message)
		}
		for _, more := range found[1:] {
			if more.Code != c.code {
				t.Errorf("%s: also %s", c.text, more.Code)
			}
		}
	}
}

func TestSplitKey(t *testing.T) {
	d := decode(t, `{"weir":1,"nodes":{"a":{"kind":"x"},"a.b":{"kind":"x"}}}`)
	for key, want := range map[string][2]string{"a.rate": {"a", "rate"}, "a.b.rate": {"a.b", "rate"}, "a.hit.chat": {"a", "hit.chat"}, "c.rate": {}, "a.": {}, "": {}} {
		node, param, ok := design.SplitKey(d, key)
		if node != want[0] || param != want[1] || ok != (want[0] != "") {
			t.Errorf("%s: %q %q %v", key, node, param, ok)
		}
	}
}
