package flow

import (
	"math"
	"testing"

	"weir/engine/design"
	"weir/engine/report"
)

func daily(t *testing.T, source, station string) *report.Report {
	t.Helper()
	d, err := design.Decode([]byte(`{"weir":1,"classes":{"c":{"size":{"mean":"1 MB"}}},"nodes":{
		"users":{"kind":"source.requests","params":{` + source + `}},
		"work":{"kind":"proc.cpu","params":{` + station + `}},
		"wan":{"kind":"net.link","params":{"egress":"$0.1/GB","latency":"0 s"}},
		"out":{"kind":"sink.response"}},
		"edges":{"1":{"from":["users","out"],"to":["work","in"]},"2":{"from":["work","out"],"to":["wan","in"]},"3":{"from":["wan","out"],"to":["out","in"]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return Settle(Compile(d, nil), nil).Report(report.Settled)
}

const office = `"profile":[0.2,0.2,0.2,0.2,0.2,0.2,0.4,0.6,0.8,1,1,1,1,1,1,1,1,0.8,0.6,0.4,0.2,0.2,0.2,0.2]`

// Money follows the mean of the day, load and latency its highest hour.
func TestDayOfAnOffice(t *testing.T) {
	r := daily(t, `"rate":"60/s",`+office, `"servers":8,"service":"100 ms"`)
	mean := 0.0
	for _, h := range r.Day.Hours {
		mean += float64(h.ItemsPerS) / 24
	}
	near(t, "mean rate", report.Number(mean), 34, 1e-12)
	near(t, "traffic", r.Nodes["wan"].CostPerMonth, mean*1e6*0.1e-9*730*3600, 1e-9)
	near(t, "load", r.Nodes["work"].Utilisation, 0.75, 1e-12)
	same := daily(t, `"rate":"34/s"`, `"servers":8,"service":"100 ms"`)
	near(t, "cost of the whole", r.Summary.CostPerMonth, float64(same.Summary.CostPerMonth), 1e-9)
	if r.Day.Worst != 9 || r.Day.Nodes["work"].Method != pointwise {
		t.Errorf("worst hour %v by %s", r.Day.Worst, r.Day.Nodes["work"].Method)
	}
	near(t, "worst hour", r.Day.Hours[9].P99S, float64(r.Journeys[0].LatencyS.P99), 1e-12)
	near(t, "mean of the worst hour", r.Day.Hours[9].MeanS, float64(r.Journeys[0].LatencyS.Mean), 1e-12)
	quiet := daily(t, `"rate":"12/s"`, `"servers":8,"service":"100 ms"`)
	near(t, "midnight", r.Day.Hours[0].P99S, float64(quiet.Journeys[0].LatencyS.P99), 1e-12)
}

// Where more comes in some hours than is served, the backlog is finite and
// waits into the hours after.
func TestDayWithOverload(t *testing.T) {
	r := daily(t, `"rate":"90/s",`+office, `"servers":8,"service":"100 ms"`)
	x := r.Day.Nodes["work"]
	if x.Method != fluid || r.Day.Hours[16].Method != fluid {
		t.Fatalf("by %s", x.Method)
	}
	// From 9 to 17 h 10/s more come than leave: 5 h into it 180,000 wait.
	near(t, "in the fifth hour", x.WaitS[13], 4.5*36000/80, 1e-9)
	if !(x.WaitS[17] > x.WaitS[14] && x.WaitS[17].Finite() && x.WaitS[5] < 1) {
		t.Errorf("waits %v", x.WaitS)
	}
	// Who waits is served as well, and all eight servers are busy meanwhile.
	near(t, "mean in the fifth hour", r.Day.Hours[13].MeanS, 4.5*36000/80+0.1, 1e-6)
	near(t, "present in the fifth hour", x.InSystem[13], 4.5*36000+8, 1e-12)
	over := daily(t, `"rate":"200/s",`+office, `"servers":8,"service":"100 ms"`)
	if !math.IsInf(float64(over.Day.Nodes["work"].WaitS[0]), 1) {
		t.Errorf("more comes in a day than is served, yet %v", over.Day.Nodes["work"].WaitS)
	}
}

// Work that takes hours sees the load of the hours before.
func TestDayOfLongWork(t *testing.T) {
	r := daily(t, `"rate":"10/h","swing":0.8,"peak_hour":12`, `"servers":40,"service":"2 h"`)
	x := r.Day.Nodes["work"]
	highest := 0
	for h := range x.InSystem {
		if x.InSystem[h] > x.InSystem[highest] {
			highest = h
		}
	}
	if x.Method != modified || highest < 13 || highest > 14 { // atan(2π/24·2)/(2π/24) = 1.84 h after noon
		t.Errorf("%s, highest at %d h", x.Method, highest)
	}
	in := 0.0
	for _, l := range x.InSystem {
		in += float64(l) / 24
	}
	near(t, "present on average", report.Number(in), 20, 0.02) // those who wait beside
}
