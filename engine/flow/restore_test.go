package flow

import (
	"math"
	"slices"
	"testing"

	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/report"
)

func trusting(t *testing.T, text string) *report.Report {
	t.Helper()
	d, err := design.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return Solve(Compile(d, nil), nil).Report(report.Fast)
}

func ownFigure(n *report.Node, key string) report.Number {
	for _, f := range n.Figures {
		if f.Key == key {
			return f.Value
		}
	}
	return report.NA
}

// 9 TB come back through a link of 10 Gbit/s that requests keep half busy:
// 625 MB/s, 4 h; by the plan's own 1 GB/s it would be 2.5 h.
func TestRestoreByItsWay(t *testing.T) {
	plan := func(edges string) *report.Report {
		return trusting(t, `{"weir":1,"classes":{"c":{"size":{"mean":"1 MB"}}},"nodes":{
			"plan":{"kind":"rel.backup","params":{"data":"9 TB","copies":0,"changed":0.01,"restore_bandwidth":"1 GB/s","detect":"0 s","start":"0 s","tier":"s3-standard"}},
			"users":{"kind":"source.requests","params":{"rate":"625/s"}},
			"wan":{"kind":"net.link","params":{"bandwidth":"10 Gbit/s"}},
			"disk":{"kind":"store.block","params":{"tier":"ebs-io2","volumes":4}}},
			"edges":{"in":{"from":["users","out"],"to":["wan","in"]},"on":{"from":["wan","out"],"to":["disk","in"]}`+edges+`}}`)
	}
	near(t, "by itself", ownFigure(plan("").Nodes["plan"], "rto_s"), 9000+0.03, 1e-9)
	wired := plan(`,"back":{"from":["plan","restore"],"to":["wan","in"],"async":true}`)
	near(t, "through the link", ownFigure(wired.Nodes["plan"], "rto_s"), 9e12/625e6+0.03, 1e-9)
	near(t, "rate", ownFigure(wired.Nodes["plan"], "restore_bytes_per_s"), 625e6, 1e-9)
}

// 5 % of 10 TB a day through a link of 100 MB/s: 5000 s, not the 500 s of the
// plan's own 1 GB/s, and what is written in them may be lost as well. Requests
// that keep half of the link busy double that; with a hundredth of the link a
// copy is not through within its day.
func TestCopyByItsWay(t *testing.T) {
	plan := func(link, rate string) *report.Report {
		return trusting(t, `{"weir":1,"classes":{"c":{"size":{"mean":"1 MB"}}},"nodes":{
			"plan":{"kind":"rel.backup","params":{"data":"10 TB","changed":0.05,"interval":"24 h","bandwidth":"1 GB/s"}},
			"users":{"kind":"source.requests","params":{"rate":"`+rate+`"}},
			"wan":{"kind":"net.link","params":{"bandwidth":"`+link+`"}},
			"store":{"kind":"store.object"}},
			"edges":{"in":{"from":["users","out"],"to":["wan","in"]},"copy":{"from":["plan","out"],"to":["wan","in"]},"on":{"from":["wan","out"],"to":["store","in"]}}}`)
	}
	for _, x := range []struct {
		link, rate string
		window     float64
	}{{"100 MB/s", "0.001/s", 5000}, {"100 MB/s", "50/s", 10000}, {"10 GB/s", "0.001/s", 500}, {"1 MB/s", "0.001/s", 500500.5}} {
		r := plan(x.link, x.rate)
		n := r.Nodes["plan"]
		near(t, "window by "+x.link, ownFigure(n, "window_s"), x.window, 1e-4)
		near(t, "RPO by "+x.link, ownFigure(n, "rpo_s"), 86400+x.window, 1e-4)
		near(t, "rate by "+x.link, ownFigure(n, "backup_bytes_per_s"), 5e11/x.window, 1e-4)
		late := slices.ContainsFunc(r.Diagnostics, func(d diagnostic.Diagnostic) bool { return d.Code == "backup.window" && d.At.Node == "plan" })
		if late != (x.window > 86400) {
			t.Errorf("by %s: %+v", x.link, r.Diagnostics)
		}
	}
}

// A mirror of disks that fail 1.36 % a year and are rebuilt in a day:
// MTTDL = 3M/2 + M²/(2R), and twice the bytes are paid for.
func TestDurabilityOfCopies(t *testing.T) {
	n := trusting(t, `{"weir":1,"nodes":{"disk":{"kind":"store.block","params":{"tier":"hdd","kept":"1 TB","fragments":2,"rebuild":"24 h"}}}}`).Nodes["disk"]
	const year = 8760 * 3600.0
	m, r := year/-math.Log1p(-0.0136), 86400.0
	near(t, "MTTDL", ownFigure(n, "mttdl_s"), 1.5*m+m*m/(2*r), 1e-9)
	near(t, "loss", ownFigure(n, "loss_a_year"), -math.Expm1(-year/(1.5*m+m*m/(2*r))), 1e-9)
	near(t, "cost", n.CostPerMonth, 2*1000*0.015, 1e-9)
	code := trusting(t, `{"weir":1,"nodes":{"disk":{"kind":"store.block","params":{"tier":"hdd","kept":"1 TB","fragments":14,"fragments_needed":10}}}}`).Nodes["disk"]
	near(t, "cost of a 10+4 code", code.CostPerMonth, 1.4*1000*0.015, 1e-9)
	if !(ownFigure(code, "loss_a_year") < 1e-9) {
		t.Errorf("10+4 loses %v a year", ownFigure(code, "loss_a_year"))
	}
}

// S3 infrequent access charges 30 days: 1 % of 1 TB every 6 h for 42 h is
// 70 GB kept and 1.2 TB charged, at $0.0125 a GB and month.
func TestLeastTimeCharged(t *testing.T) {
	n := trusting(t, `{"weir":1,"nodes":{"plan":{"kind":"rel.backup","params":{"data":"1 TB","changed":0.01,"interval":"6 h","copies":7,"tier":"s3-ia"}}}}`).Nodes["plan"]
	near(t, "kept", ownFigure(n, "kept_bytes"), 1.07e12, 1e-12)
	near(t, "charged", n.CostPerMonth, (1000+1200)*0.0125, 1e-9)
}
