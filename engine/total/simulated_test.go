package total

import (
	"strings"
	"testing"

	"weir/engine/report"
)

func TestObjectivesBySimulation(t *testing.T) {
	bound := report.Objective{Metric: "latency_p99", Min: report.NA, Max: 6, Value: 5.39, Met: true}
	s := &report.Simulation{Steady: true, Journeys: []report.SimulatedJourney{
		{Class: "chat", P99: report.Estimate{Value: 6.12, Half: 0.05, Closed: 5.39}},
		{Class: "log", Background: true, P99: report.Estimate{Value: 99}},
		{Class: "quick", P99: report.Estimate{Value: 1}},
	}}
	if x, ok := BySimulation(bound, s); !ok || x.Met || x.Value != 6.12 {
		t.Errorf("6.12 s of 6 s: %+v %v", x, ok)
	}
	quick := bound
	quick.Class = "quick"
	if x, ok := BySimulation(quick, s); !ok || !x.Met {
		t.Errorf("1 s of 6 s: %+v %v", x, ok)
	}
	for _, o := range []report.Objective{{Metric: "cost_per_month", Max: 1}, {Metric: "latency_p99", Class: "none", Max: 1}} {
		if x, ok := BySimulation(o, s); ok {
			t.Errorf("%s of %q: %+v", o.Metric, o.Class, x)
		}
	}
	missed := bound
	missed.Met = false
	r := &report.Report{Objectives: []report.Objective{bound, quick, missed}}
	found := SimulationFindings(r, s)
	if len(found) != 1 || !strings.Contains(found[0].Message.EN, "6.12") || !strings.Contains(found[0].Message.ZH, "5.39") || *found[0].At.Objective != 0 {
		t.Errorf("findings: %+v", found)
	}
	job := report.Objective{Metric: "job_duration", Min: report.NA, Max: 100, Value: 90, Met: true}
	if _, ok := BySimulation(job, s); ok {
		t.Error("a job is judged where none was simulated")
	}
	s.Jobs = []report.SimulatedJob{{Duration: report.Estimate{Value: 50}}, {Duration: report.Estimate{Value: 120, Closed: 90}}}
	if x, ok := BySimulation(job, s); !ok || x.Met || x.Value != 120 {
		t.Errorf("120 s of 100 s: %+v %v", x, ok)
	}
	s.Steady = false
	if found := SimulationFindings(r, s); len(found) != 0 {
		t.Errorf("a day is no steady state: %+v", found)
	}
}
