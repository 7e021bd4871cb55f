package engine

import (
	"math"
	"strings"
	"testing"
	"time"
)

// What cannot be is told where it is, in both languages, and the rest is
// answered; what only looks odd is answered rightly. Nothing takes long.
func TestBadInputs(t *testing.T) {
	const frame = `{"weir":1,"classes":{"c":{}},"nodes":{"users":{"kind":"source.requests","params":{USERS}},"work":{"kind":"proc.cpu","params":{WORK}},"out":{"kind":"sink.response"}},
		"edges":{"in":{"from":["users","out"],"to":["work","in"]EDGE},"end":{"from":["work","out"],"to":["out","in"]}MORE}}`
	for name, c := range map[string]struct {
		users, work, edge, more string
		node, link, param       string   // where it is told; none where it is answered
		carried                 *float64 // by the station
	}{
		"no rate":            {users: `"rate":"0/s"`, carried: f(0)},
		"negative rate":      {users: `"rate":"-3/s"`, node: "users", param: "rate"},
		"infinite rate":      {users: `"rate":"1e400/s"`, node: "users", param: "rate"},
		"rate of no number":  {users: `"rate":"NaN/s"`, node: "users", param: "rate"},
		"rate without unit":  {users: `"rate":"7 GB"`, node: "users", param: "rate"},
		"no servers":         {work: `"servers":0`, node: "work", param: "servers"},
		"half a server":      {work: `"servers":1.5`, node: "work", param: "servers"},
		"negative servers":   {work: `"servers":-2`, node: "work", param: "servers"},
		"no service time":    {users: `"rate":"5/s"`, work: `"service":"0 s"`, carried: f(5)},
		"negative service":   {work: `"service":"-1 s"`, node: "work", param: "service"},
		"negative spread":    {work: `"service_scv":-1`, node: "work", param: "service_scv"},
		"no room is no end":  {users: `"rate":"5/s"`, work: `"capacity":0`, carried: f(5)},
		"room below servers": {users: `"rate":"5/s"`, work: `"capacity":1,"servers":4,"service":"0.1 ms"`, carried: f(5)},
		"negative room":      {work: `"capacity":-1`, node: "work", param: "capacity"},
		"huge room":          {users: `"rate":"500/s"`, work: `"capacity":1000000000,"servers":1,"service":"10 ms"`, carried: f(100)},
		"room that holds":    {users: `"rate":"5/s"`, work: `"capacity":0,"when_full":"block"`, carried: f(5)},
		"endless patience":   {users: `"rate":"500/s"`, work: `"patience":"1000000000 s","servers":1,"service":"10 ms"`, carried: f(100)},
		"availability above": {work: `"availability":1.5`, node: "work", param: "availability"},
		"loss above":         {edge: `,"link":{"loss":1.5}`, link: "in", param: "link.loss"},
		"negative weight":    {edge: `,"weight":-1`, link: "in"},
		"negative latency":   {edge: `,"link":{"latency":"-1 ms"}`, link: "in", param: "link.latency"},
		"loop that grows":    {work: `"gain":2,"fanout":"copy"`, more: `,"back":{"from":["work","out"],"to":["work","in"]}`, node: "work"},
		"loop of all":        {work: `"fanout":"copy"`, more: `,"back":{"from":["work","out"],"to":["work","in"]}`, node: "work"},
	} {
		start := time.Now()
		text := strings.NewReplacer("USERS", c.users, "WORK", c.work, "EDGE", c.edge, "MORE", c.more).Replace(frame)
		d, err := Decode([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r := Evaluate(d)
		told := false
		for _, x := range r.Diagnostics {
			if x.Severity == "error" && x.At.Node == c.node && x.At.Edge == c.link && (c.param == "" || x.At.Param == c.param) {
				told = x.Message.EN != "" && x.Message.ZH != "" && x.Message.EN != x.Message.ZH
			}
		}
		if where := c.node + c.link; told != (where != "") && c.carried == nil {
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
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

func f(x float64) *float64 { return &x }
