package total

import (
	"math"
	"strings"

	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// Simulated is what a simulation says of an objective.
type Simulated struct {
	report.Estimate
	Met bool // by the simulation alone
}

// percentiles of a simulated journey, by metric.
var percentiles = map[string]func(*report.SimulatedJourney) report.Estimate{
	"latency_mean": func(j *report.SimulatedJourney) report.Estimate { return j.Mean },
	"latency_p50":  func(j *report.SimulatedJourney) report.Estimate { return j.P50 },
	"latency_p90":  func(j *report.SimulatedJourney) report.Estimate { return j.P90 },
	"latency_p95":  func(j *report.SimulatedJourney) report.Estimate { return j.P95 },
	"latency_p99":  func(j *report.SimulatedJourney) report.Estimate { return j.P99 },
	"latency_p999": func(j *report.SimulatedJourney) report.Estimate { return j.P999 },
}

// BySimulation judges an objective about a latency, or how long jobs take, by a
// simulation of a steady state: by the worst journey that it speaks of, or the
// longest job, as Judge does. It fails where the simulation says nothing of it.
func BySimulation(o report.Objective, s *report.Simulation) (Simulated, bool) {
	pick, ok := percentiles[o.Metric]
	if s == nil || !s.Steady {
		return Simulated{}, false
	}
	worst := Simulated{Estimate: report.Estimate{Value: report.NA}}
	consider := func(e report.Estimate) {
		if e.Value.Finite() && !(e.Value <= worst.Value) {
			worst.Estimate = e
		}
	}
	switch {
	case ok:
		for i := range s.Journeys {
			if j := &s.Journeys[i]; !j.Background && (o.Class == "" || j.Class == o.Class) {
				consider(pick(j))
			}
		}
	case o.Metric == "job_duration":
		for i := range s.Jobs {
			consider(s.Jobs[i].Duration)
		}
	}
	value := worst.Value
	worst.Met = !(value < o.Min) && !(value > o.Max)
	return worst, value.Finite()
}

// SimulationFindings says which objectives the closed form holds to be met and
// the simulation does not.
func SimulationFindings(r *report.Report, s *report.Simulation) []diagnostic.Diagnostic {
	var list []diagnostic.Diagnostic
	for i, o := range r.Objectives {
		x, ok := BySimulation(o, s)
		if !ok || x.Met || !o.Met {
			continue
		}
		name := MetricName(o.Metric)
		show := func(x report.Number) string { return quantity.Format(float64(x), quantity.Time, "en") }
		most, zhMost := "at most "+show(o.Max), "至多为 "+show(o.Max)
		if math.IsNaN(float64(o.Max)) {
			most, zhMost = "at least "+show(o.Min), "至少为 "+show(o.Min)
		}
		en := strings.ToUpper(name.EN[:1]) + name.EN[1:]
		list = append(list, diagnostic.Diagnostic{
			Code: "objective.simulated", Severity: diagnostic.Warning, At: diagnostic.Place{Objective: &i, Class: o.Class, Node: o.Node},
			Message: quantity.Text{
				EN: en + " is " + show(x.Value) + " ± " + show(x.Half) + " by simulation, " + show(o.Value) + " by the closed form; the objective asks for " + most + ".",
				ZH: name.ZH + "仿真为 " + show(x.Value) + " ± " + show(x.Half) + "，解析为 " + show(o.Value) + "；目标要求" + zhMost + "。",
			},
		})
	}
	return list
}
