package report_test

import (
	"math"
	"testing"

	"weir/engine/report"
)

func TestPaced(t *testing.T) {
	busy := func(method string) map[string]*report.Node {
		return map[string]*report.Node{"gpu": {Utilisation: 1, Method: method}}
	}
	for name, x := range map[string]struct {
		r    report.Report
		want bool
	}{
		"only a job comes by":       {report.Report{Nodes: busy(report.ByJob)}, true},
		"shared, the job's slowest": {report.Report{Nodes: busy("M/M/c"), Jobs: []*report.Job{{Slowest: "gpu", DurationS: 9}}}, true},
		"requests leave it nothing": {report.Report{Nodes: busy("M/M/c"), Jobs: []*report.Job{{Slowest: "gpu", DurationS: report.Number(math.Inf(1))}}}, false},
		"requests":                  {report.Report{Nodes: busy("M/M/c")}, false},
		"not its slowest":           {report.Report{Nodes: map[string]*report.Node{"gpu": {Utilisation: 0.4, Method: report.ByJob}}}, false},
		"unknown":                   {report.Report{}, false},
	} {
		if got := x.r.Paced("gpu"); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
