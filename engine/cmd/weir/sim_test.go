package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"weir/engine/report"
)

func simulate(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(append([]string{"sim"}, args...), &terminal{in: strings.NewReader(""), out: &o, err: &e, lang: "en"})
	return o.String(), e.String(), code
}

func TestSimAgreesWithTheExample(t *testing.T) {
	out, errs, code := simulate(t, "../../../examples/data-centre.weir.json", "--items", "5000", "--replications", "4", "--json")
	var r report.Simulation
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != done {
		t.Fatalf("code %d, %v: %s", code, err, errs)
	}
	if r.Replications != 4 || len(r.Journeys) == 0 || r.Events == 0 {
		t.Fatalf("%+v", r)
	}
	for _, j := range r.Journeys {
		if !j.Rate.Agrees {
			t.Errorf("rate of %s → %s: %+v", j.Source, j.Sink, j.Rate)
		}
	}
	again, _, _ := simulate(t, "../../../examples/data-centre.weir.json", "--items", "5000", "--replications", "4", "--json")
	if again != out {
		t.Error("the same seed gives other figures")
	}
}

func TestSimSaysWhyNot(t *testing.T) {
	if _, errs, code := simulate(t, "../../../examples/recommender-training.weir.json"); code != failed || !strings.Contains(errs, "Nothing emits requests") {
		t.Errorf("code %d: %s", code, errs)
	}
	if _, errs, code := simulate(t, "../../../examples/data-centre.weir.json", "--replications", "1"); code != failed || !strings.Contains(errs, "replications") {
		t.Errorf("code %d: %s", code, errs)
	}
}
