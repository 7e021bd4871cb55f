package engine

import (
	"cmp"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"weir/engine/flow"
	"weir/engine/report"
)

// What cannot be is told where it is, in both languages, and the rest is
// answered; what only looks odd is answered rightly. Nothing takes long.
func TestBadInputs(t *testing.T) {
	const frame = `{"weir":1,"classes":{"c":{}},"nodes":{"users":{"kind":"source.requests","params":{USERS}},"work":{"kind":"KIND","params":{WORK}},"out":{"kind":"sink.response"},"other":{"kind":"sink.response"}},
		"edges":{"in":{"from":["users","out"],"to":["work","in"]EDGE},"end":{"from":["work","out"],"to":["out","in"]}MORE}}`
	for name, c := range map[string]struct {
		users, work, edge, more string
		node, link, param       string   // where it is told; none where it is answered
		carried                 *float64 // by the station
		code, hint, kind        string   // a finding of any severity that names something; in place of proc.cpu
	}{
		"no rate":              {users: `"rate":"0/s"`, carried: f(0)},
		"negative rate":        {users: `"rate":"-3/s"`, node: "users", param: "rate"},
		"infinite rate":        {users: `"rate":"1e400/s"`, node: "users", param: "rate"},
		"rate of no number":    {users: `"rate":"NaN/s"`, node: "users", param: "rate"},
		"rate without unit":    {users: `"rate":"7 GB"`, node: "users", param: "rate"},
		"no servers":           {work: `"servers":0`, node: "work", param: "servers"},
		"half a server":        {work: `"servers":1.5`, node: "work", param: "servers"},
		"negative servers":     {work: `"servers":-2`, node: "work", param: "servers"},
		"no service time":      {users: `"rate":"5/s"`, work: `"service":"0 s"`, carried: f(5)},
		"negative service":     {work: `"service":"-1 s"`, node: "work", param: "service"},
		"negative spread":      {work: `"service_scv":-1`, node: "work", param: "service_scv"},
		"no room is no end":    {users: `"rate":"5/s"`, work: `"capacity":0`, carried: f(5)},
		"room below servers":   {users: `"rate":"5/s"`, work: `"capacity":1,"servers":4,"service":"0.1 ms"`, carried: f(5)},
		"negative room":        {work: `"capacity":-1`, node: "work", param: "capacity"},
		"huge room":            {users: `"rate":"500/s"`, work: `"capacity":1000000000,"servers":1,"service":"10 ms"`, carried: f(100)},
		"room that holds":      {users: `"rate":"5/s"`, work: `"capacity":0,"when_full":"block"`, carried: f(5)},
		"endless patience":     {users: `"rate":"500/s"`, work: `"patience":"1000000000 s","servers":1,"service":"10 ms"`, carried: f(100)},
		"availability above":   {work: `"availability":1.5`, node: "work", param: "availability"},
		"loss above":           {edge: `,"link":{"loss":1.5}`, link: "in", param: "link.loss"},
		"negative weight":      {edge: `,"weight":-1`, link: "in"},
		"negative latency":     {edge: `,"link":{"latency":"-1 ms"}`, link: "in", param: "link.latency"},
		"loop that grows":      {work: `"gain":2,"fanout":"copy"`, more: `,"back":{"from":["work","out"],"to":["work","in"]}`, node: "work"},
		"parameter mistyped":   {users: `"rate":"5/s"`, work: `"servres":3`, node: "work", param: "servres", code: "param.unknown", hint: "“servers”", carried: f(5)},
		"parameter of classes": {users: `"rate":"5/s"`, work: `"servers.c":3`, node: "work", param: "servers.c", code: "param.unknown", hint: "“servers”", carried: f(5)},
		"parameter of nothing": {users: `"rate":"5/s"`, work: `"colour":3`, node: "work", param: "colour", code: "param.unknown", carried: f(5)},
		"kind mistyped":        {kind: "proc.gpu", node: "work", code: "node.kind", hint: "“proc.cpu”"},
		"kind without family":  {kind: "cpu", node: "work", code: "node.kind", hint: "“proc.cpu”"},
		"kind of nothing":      {kind: "coffee", node: "work", code: "node.kind"},
		"starved":              {users: `"rate":"5/s"`, work: `"fanout":"split"`, more: `,"no":{"from":["work","out"],"to":["other","in"],"weight":0}`, link: "no", code: "edge.unused", hint: "“other”", carried: f(5)},
		"weightless":           {users: `"rate":"5/s"`, work: `"fanout":"split"`, more: `,"no":{"from":["work","out"],"to":["out","in"],"weight":0}`, link: "no", code: "edge.unused", carried: f(5)},
		"hardly a rate":        {users: `"rate":"1e-300/s"`, node: "users", param: "rate", code: "source.faint", hint: "30", carried: f(1e-300)},
		"loop of all":          {work: `"fanout":"copy"`, more: `,"back":{"from":["work","out"],"to":["work","in"]}`, node: "work"},
	} {
		start := time.Now()
		text := strings.NewReplacer("USERS", c.users, "WORK", c.work, "KIND", cmp.Or(c.kind, "proc.cpu"), "EDGE", c.edge, "MORE", c.more).Replace(frame)
		d, r := answered(t, name, text)
		if d == nil {
			continue
		}
		told := false
		for _, x := range r.Diagnostics {
			if (x.Severity == "error" || x.Code == c.code) && x.At.Node == c.node && x.At.Edge == c.link && (c.param == "" || x.At.Param == c.param) {
				told = x.Message.EN != "" && x.Message.ZH != "" && x.Message.EN != x.Message.ZH
				told = told && (c.code == "" || x.Code == c.code && strings.Contains(x.Message.EN, c.hint) && strings.Contains(x.Message.ZH, c.hint))
			}
		}
		if where := c.node + c.link; told != (where != "") && (c.carried == nil || c.code != "") {
			t.Errorf("%s: told %t: %+v", name, told, r.Diagnostics)
		}
		if c.carried != nil && math.Abs(float64(r.Nodes["work"].CarriedPerS)-*c.carried) > 1e-3**c.carried {
			t.Errorf("%s: carries %v, want %v", name, r.Nodes["work"].CarriedPerS, *c.carried)
		}
		for id, n := range r.Nodes {
			if x := float64(n.CarriedPerS); math.IsNaN(x) || x < 0 {
				t.Errorf("%s: %s carries %v", name, id, x)
			}
		}
		played(t, name, d)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

// answered is a document's design and its report, none if it is no design.
func answered(t *testing.T, name, text string) (*Design, *report.Report) {
	t.Helper()
	d, err := Decode([]byte(text))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return nil, nil
	}
	return d, Evaluate(d)
}

// played lets a design be simulated, or refused with a reason in both languages.
func played(t *testing.T, name string, d *Design) {
	t.Helper()
	s, err := NewSimulation(d, SimulationPlan{Replications: 1, Items: 200})
	if err != nil {
		if refusal := new(flow.Refusal); !errors.As(err, &refusal) || refusal.In("en") == "" || refusal.In("en") == refusal.In("zh") {
			t.Errorf("%s: refused by %v", name, err)
		}
		return
	}
	r, err := s.Replicate(0, nil)
	if err != nil || !r.Measured() {
		t.Errorf("%s: played and not measured: %v", name, err)
	}
}

// Every kind's own nonsense is told at the parameter it is in; the design
// around it is still answered.
func TestBadParameters(t *testing.T) {
	for name, c := range map[string]struct{ kind, param, value string }{
		"nobody":                {"source.closed", "users", "0"},
		"half a user":           {"source.closed", "users", "2.5"},
		"negative thinking":     {"source.closed", "think", `"-1 s"`},
		"no item":               {"source.dataset", "items", "0"},
		"no epoch":              {"source.dataset", "epochs", "0"},
		"no group":              {"source.requests", "batch", "0"},
		"negative burstiness":   {"source.requests", "burstiness", "-1"},
		"endless retries":       {"source.requests", "retries", "1e9"},
		"profile below nothing": {"source.requests", "profile", "[1,-1]"},
		"hits above all":        {"store.cache", "hit_ratio", "1.5"},
		"negative hits":         {"store.cache", "hit_ratio", "-0.1"},
		"no batch":              {"proc.batcher", "size", "0"},
		"no bandwidth":          {"net.link", "bandwidth", `"0 bit/s"`},
		"endless bandwidth":     {"net.link", "bandwidth", `"1e400 bit/s"`},
		"all is lost":           {"net.link", "loss", "1"},
		"no interval":           {"rel.backup", "interval", `"0 s"`},
		"more than all changes": {"rel.backup", "changed", "2"},
		"no devices":            {"ai.training", "dp", "0"},
		"no replica":            {"ai.inference", "replicas", "0"},
		"no model":              {"ai.inference", "model", `"nobody/nothing"`},
	} {
		text := `{"weir":1,"classes":{"c":{}},"nodes":{"n":{"kind":"` + c.kind + `","params":{"` + c.param + `":` + c.value + `}},
			"users":{"kind":"source.requests","params":{"rate":"5/s"}},"out":{"kind":"sink.response"}},"edges":{"e":{"from":["users","out"],"to":["out","in"]}}}`
		d, r := answered(t, name, text)
		if d == nil {
			continue
		}
		told := false
		for _, x := range r.Diagnostics {
			told = told || x.Severity == "error" && x.At.Node == "n" && x.At.Param == c.param && x.Message.EN != "" && x.Message.ZH != x.Message.EN
		}
		if !told {
			t.Errorf("%s: not told: %+v", name, r.Diagnostics)
		}
		if x := r.Nodes["out"]; x == nil || math.Abs(float64(x.CarriedPerS)-5) > 1e-9 {
			t.Errorf("%s: the rest is not answered: %+v", name, x)
		}
		played(t, name, d)
	}
}

func f(x float64) *float64 { return &x }
