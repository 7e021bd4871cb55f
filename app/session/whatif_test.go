package session

import (
	"math"
	"testing"

	"weir/engine"
	"weir/engine/design"
)

const twoSources = `{"weir":1,"classes":{"a":{}},"nodes":{
	"s":{"kind":"source.requests","params":{"class":"a","rate":"60/s"}},
	"r":{"kind":"source.requests","params":{"class":"a","rate":"30..50 /s"}},
	"cpu":{"kind":"proc.cpu","params":{"servers":2,"service":"10 ms"}},
	"sink":{"kind":"sink.response"}},
	"edges":{"e":{"from":["s","out"],"to":["cpu","in"]},"f":{"from":["r","out"],"to":["cpu","in"]},"g":{"from":["cpu","out"],"to":["sink","in"]}}}`

func decoded(t *testing.T, text string) *design.Design {
	t.Helper()
	d, err := design.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Every source sends more; the design itself keeps its rates.
func TestScaledLoadsTheSources(t *testing.T) {
	d := decoded(t, twoSources)
	before, _ := design.Encode(d)
	r := new(engine.Evaluator).Evaluate(Scaled(d, 1.5))
	if got := float64(r.Nodes["cpu"].ArrivalsPerS); math.Abs(got-150) > 1e-9 {
		t.Errorf("arrivals %v, want 150", got)
	}
	after, _ := design.Encode(d)
	if string(before) != string(after) {
		t.Error("the design itself was changed")
	}
}

// Two servers of 10 ms carry 200/s; 100/s come: twice the load saturates them.
func TestSaturationIsFound(t *testing.T) {
	b := saturates(decoded(t, twoSources))
	if math.Abs(b.Factor-2) > 0.03 || b.Subject == nil || b.Subject.Node != "cpu" {
		t.Errorf("saturates at %v by %+v, want 2 by cpu", b.Factor, b.Subject)
	}
}
