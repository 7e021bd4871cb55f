package engine_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"weir/engine"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sample"
)

func decode(t testing.TB, text string) *engine.Design {
	t.Helper()
	d, err := engine.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What an Evaluator has seen before never shows in its answer: after every
// edit it says, to the byte, what a new one says.
func TestEvaluatorForgets(t *testing.T) {
	e := engine.NewEvaluator()
	for seed := range uint64(12) {
		d := sample.Random(seed)
		for step := range 8 {
			d = edit(d, seed, step)
			for _, answer := range []func(*engine.Evaluator) *report.Report{
				func(e *engine.Evaluator) *report.Report { return e.Evaluate(d) },
				func(e *engine.Evaluator) *report.Report { return e.Settle(d) },
			} {
				got, want := report.Encode(answer(e)), report.Encode(answer(engine.NewEvaluator()))
				if !bytes.Equal(got, want) {
					t.Fatalf("seed %d, edit %d: the answer depends on what came before:\n%s", seed, step, firstDifference(got, want))
				}
			}
		}
	}
}

// edit changes one thing: a parameter, a wire, a node, a class, a setting.
func edit(d *engine.Design, seed uint64, step int) *engine.Design {
	ids := slices.Sorted(maps.Keys(d.Nodes))
	id := ids[(int(seed)*7+step*13)%len(ids)]
	switch c := d.Clone(); step {
	case 0, 1:
		return engine.Set(d, map[string]quantity.Value{id + ".availability": quantity.Num(0.9 + float64(step)/100), id + ".servers": quantity.Num(float64(3 + step))})
	case 2:
		n := c.Nodes[id].Clone()
		n.Bypassed = !n.Bypassed
		c.Nodes[id] = n
		return c
	case 3:
		n := c.Nodes[id].Clone()
		n.At[0] += 24
		c.Nodes[id] = n
		return c
	case 4:
		if edges := slices.Sorted(maps.Keys(c.Edges)); len(edges) > 0 {
			delete(c.Edges, edges[int(seed)%len(edges)])
		}
		return c
	case 5:
		delete(c.Nodes, id)
		return c
	case 6:
		for class, old := range c.Classes {
			changed := *old
			changed.Size = &design.Spread{Mean: quantity.Str("77 kB"), SCV: 1}
			c.Classes[class] = &changed
		}
		return c
	default:
		pue := 1.7
		c.Settings.PUE = &pue
		return c
	}
}

func firstDifference(got, want []byte) string {
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d: got %s\nwant %s", i+1, a[i], b[i])
		}
	}
	return "one is longer"
}

const small = `{"weir":1,"classes":{"ask":{"size":{"mean":"2 kB"}}},
 "nodes":{"users":{"kind":"source.requests","params":{"rate":"100/s"}},"work":{"kind":"proc.cpu","params":{"servers":1,"service":"5 ms"}},"answer":{"kind":"sink.response"}},
 "edges":{"e1":{"from":["users","out"],"to":["work","in"]},"e2":{"from":["work","out"],"to":["answer","in"]}},
 "scenarios":{"peak":{"set":{"users.rate":"150/s","ghost.rate":"1/s"}}}}`

// M/M/1 at half load: time in system 1/(μ−λ) = 10 ms, exponential, so p99 is
// 10 ms · ln 100 (Kleinrock, Queueing Systems I, 3.2). At three quarters 20 ms.
func TestScenario(t *testing.T) {
	d := decode(t, small)
	before, err := engine.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, got report.Number, want float64) {
		t.Helper()
		if x := float64(got); !(x > want*0.999 && x < want*1.001) {
			t.Errorf("%s = %v, want %v", what, x, want)
		}
	}
	r := engine.Evaluate(d)
	near("utilisation", r.Nodes["work"].Utilisation, 0.5)
	near("mean", r.Journeys[0].LatencyS.Mean, 0.010)
	near("p99", r.Nodes["work"].SojournS.P99, 0.0460517)
	peak, ok := engine.Apply(d, "peak")
	if !ok {
		t.Fatal("no scenario peak")
	}
	near("mean at peak", engine.Evaluate(peak).Journeys[0].LatencyS.Mean, 0.020)
	if peak.Nodes["work"] != d.Nodes["work"] || peak.Nodes["users"] == d.Nodes["users"] {
		t.Error("a scenario changes what it names and shares the rest")
	}
	if after, _ := engine.Encode(d); !bytes.Equal(before, after) {
		t.Error("applying a scenario changed the design")
	}
	if same, ok := engine.Apply(d, "dusk"); ok || same != d {
		t.Error("a scenario that does not exist changes nothing")
	}
	if back := engine.Set(peak, map[string]quantity.Value{"users.rate": {}}); len(back.Nodes["users"].Params) != 0 {
		t.Error("null takes a parameter away")
	}
}

// Findings about parameters, wires and settings: each with its code, its
// place and its words in both languages.
func TestValidate(t *testing.T) {
	with := func(node, params string) string {
		return strings.Replace(small, node, params, 1)
	}
	for _, c := range []struct {
		name, text, code, node string
		en, zh                 string
	}{
		{"wrong dimension", with(`"100/s"`, `"5 kg"`), "param.unit", "users", "kg is a mass; expected a rate, e.g. 300/s", "kg 是质量；应为速率"},
		{"no unit", with(`"100/s"`, `100`), "param.unit", "users", "100 needs a unit", "100 缺少单位"},
		{"unknown unit", with(`"5 ms"`, `"5 msec"`), "param.unit", "work", "unknown unit “msec”", "未知单位“msec”"},
		{"wrong case of a unit", with(`"5 ms"`, `"5 MS"`), "param.unit", "work", "did you mean ms?", "是否指 ms？"},
		{"not a number", with(`"5 ms"`, `"soon"`), "param.unit", "work", "“soon” is not a quantity", "“soon”不是一个数量"},
		{"out of range", with(`"servers":1`, `"servers":0`), "param.range", "work", "at least 1", "至少为 1"},
		{"not whole", with(`"servers":1`, `"servers":1.5`), "param.integer", "work", "whole number", "整数"},
		{"not a choice", with(`"servers":1`, `"discipline":"lifo"`), "param.choice", "work", "“lifo” is not one of fcfs", "“lifo”不在可选值中"},
		{"list for a number", with(`"servers":1`, `"servers":[1]`), "param.unit", "work", "expected", "应为"},
		{"unknown parameter", with(`"servers":1`, `"server":1`), "param.unknown", "work", "has no parameter “server”", "没有参数“server”"},
		{"negative time", with(`"5 ms"`, `"-5 ms"`), "param.range", "work", "at least", "至少为"},
		{"unknown class", with(`"rate":"100/s"`, `"class":"say"`), "class.unknown", "users", "no class “say”", "没有类别“say”"},
		{"unknown kind", with(`"kind":"proc.cpu"`, `"kind":"proc.gpu"`), "node.kind", "work", "no kind of node “proc.gpu”", "没有“proc.gpu”这种部件"},
		{"unknown host", with(`"servers":1`, `"host":"abacus"`), "host.unknown", "work", "no server type “abacus”", "没有服务器类型“abacus”"},
		{"no such port", with(`["work","out"]`, `["work","exit"]`), "edge.port", "", "no out port “exit”", "没有输出端口“exit”"},
		{"no such node", with(`["work","out"]`, `["wrk","out"]`), "edge.node", "", "“wrk”", "“wrk”"},
		{"overload", with(`"100/s"`, `"300/s"`), "flow.overload", "work", "carries 200/s", "只能承担 200/s"},
		{"scenario of nothing", small, "scenario.node", "", "no node “ghost”", "没有名为“ghost”的节点"},
		{"bad pue", with(`"weir":1`, `"weir":1,"settings":{"pue":0.5}`), "settings.pue", "", "between 1 and 10", "须在 1 与 10 之间"},
		{"bad electricity", with(`"weir":1`, `"weir":1,"settings":{"electricity":"$3/h"}`), "settings.electricity", "", "expected a price per energy", "应为电价"},
		{"no exchange rate", with(`"weir":1`, `"weir":1,"settings":{"electricity":"¥0.6/kWh"}`), "settings.electricity", "", "no exchange rate for CNY", "没有 CNY 的汇率"},
		{"more needed than there are", with(`"servers":1`, `"hosts":2,"needed":3`), "trust.needed", "work", "More units are needed than there are", "所需单元数多于现有单元数"},
		{"availability above 1", with(`"servers":1`, `"availability":1.5`), "param.range", "work", "must be at most 1", "至多为 1"},
		{"no time between failures", with(`"servers":1`, `"mtbf":"0 h"`), "param.range", "work", "at least 1 s", "至少为 1 s"},
		{"owned at no price", with(`"servers":1`, `"term":"owned"`), "price.purchase", "work", "has a purchase price", "须填写购置价格"},
		{"profile of 23 hours", with(`"rate":"100/s"`, `"profile":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]`), "param.form", "users", "a list of 24 numbers", "24 个数的列表"},
		{"negative hour", with(`"rate":"100/s"`, `"profile":[-1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]`), "param.range", "users", "at least 0", "至少为 0"},
		{"swing beyond the mean", with(`"rate":"100/s"`, `"swing":1.5`), "param.range", "users", "at most 1", "至多为 1"},
		{"more fragments needed than kept", `{"weir":1,"nodes":{"disk":{"kind":"store.block","params":{"tier":"hdd","fragments":2,"fragments_needed":3}}}}`, "store.fragments", "disk", "More fragments are needed", "所需分片数多于分片总数"},
		{"devices that never fail", `{"weir":1,"nodes":{"disk":{"kind":"store.object","params":{"tier":"s3-standard","fragments":3}}}}`, "store.afr", "disk", "states no failure rate", "未给出设备故障率"},
		{"unknown tier", `{"weir":1,"nodes":{"disk":{"kind":"store.block","params":{"tier":"tape"}}}}`, "tier.unknown", "disk", "no storage tier “tape”", "没有存储层级“tape”"},
		{"unknown replacement", `{"weir":1,"nodes":{"c":{"kind":"store.cache","params":{"replacement":"mru"}}}}`, "param.choice", "c", "“mru” is not one of given, lru", "“mru”不在可选值中"},
		{"backups that overlap", `{"weir":1,"nodes":{"b":{"kind":"rel.backup","params":{"data":"1 PB","interval":"1 h","bandwidth":"1 GB/s"}}}}`, "backup.window", "b", "not finished when the next one begins", "上一次尚未完成"},
		{"price book in the wrong unit", `{"weir":1,"settings":{"prices":{"cpu-generic-8":"$1/GB"}},"nodes":{"work":{"kind":"proc.cpu"}}}`, "price.unit", "work", "is not a price by time", "不是按时间计的价格"},
		{"price book of storage in the wrong unit", `{"weir":1,"settings":{"prices":{"hdd":"$1/h"}},"nodes":{"disk":{"kind":"store.block","params":{"tier":"hdd"}}}}`, "price.unit", "disk", "is not a price of stored data", "不是存储价格"},
		{"pool that is never up enough", `{"weir":1,"pools":{"p":{"kind":"compute","units":1,"params":{"availability":2}}}}`, "pool.availability", "", "share between 0 and 1", "0 到 1 之间的比例"},
		{"unknown model", `{"weir":1,"nodes":{"llm":{"kind":"ai.inference","params":{"model":"nobody/nothing"}}}}`, "llm.model", "llm", "nobody/nothing", "nobody/nothing"},
		{"unknown metric", with(`"weir":1`, `"weir":1,"objectives":[{"metric":"speed"}]`), "objective.metric", "", "“speed” is no metric", "没有指标“speed”"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var codes []string
			for _, d := range engine.Validate(decode(t, c.text)) {
				codes = append(codes, d.Code)
				if d.Code == c.code && strings.Contains(d.Message.EN, c.en) && strings.Contains(d.Message.ZH, c.zh) && (c.node == "" || d.At.Node == c.node) {
					return
				}
				if d.Code == c.code {
					t.Logf("%+v %+v", d.At, d.Message)
				}
			}
			t.Errorf("no such finding; there are %v", codes)
		})
	}
}

func TestFindingsAreOrdered(t *testing.T) {
	found := engine.Validate(decode(t, strings.Replace(small, `"100/s"`, `"300/s"`, 1)))
	order := map[diagnostic.Severity]int{diagnostic.Error: 0, diagnostic.Warning: 1, diagnostic.Info: 2}
	for i := 1; i < len(found); i++ {
		if order[found[i-1].Severity] > order[found[i].Severity] {
			t.Errorf("%s stands before %s", found[i-1].Code, found[i].Code)
		}
	}
	if len(found) < 2 {
		t.Errorf("%d findings", len(found))
	}
}
