package flow

import (
	"math"
	"testing"

	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// figureOf is one AI figure of a node.
func figureOf(t *testing.T, r *report.Node, key string) float64 {
	t.Helper()
	for _, f := range r.AI.Figures {
		if f.Key == key {
			return float64(f.Value)
		}
	}
	t.Fatalf("no figure %s", key)
	return 0
}

func hasFigure(r *report.Node, key string) bool {
	for _, f := range r.AI.Figures {
		if f.Key == key {
			return true
		}
	}
	return false
}

// trainingSketch is a data set that is read from a volume, sent over a link
// and trained on; checkpoints go to a store. A sample is 4 kB.
func trainingSketch(disk, link string) sketch {
	s := newSketch()
	s.Classes["job"].TokensIn = &design.Spread{Mean: quantity.Num(0)}
	s.node("data", "source.dataset", "class", "job", "items", 1e6)
	s.node("disk", "store.block", "operation", "read", "tier", disk, "volumes", 1)
	s.node("wire", "net.link", "bandwidth", link)
	s.node("train", "ai.training", "model", "BERT-base-cased", "device", "h100-sxm", "dp", 8, "global_batch", 512, "micro_batch", 64)
	s.node("store", "store.object", "operation", "write", "tier", "s3-standard", "prefixes", 1)
	s.wire("e1", "data", "disk").wire("e2", "disk", "wire").wire("e3", "wire", "train").wire("e4", "train", "store")
	return s
}

func TestTrainingWaitsForItsData(t *testing.T) {
	for _, c := range []struct {
		name, disk, link string
		samples          float64 // a second; 0 = the devices are the limit
	}{
		{"fast", "nvme", "400 Gbit/s", 0},
		{"the network is the limit", "nvme", "8 Mbit/s", 250},
		{"the storage is the limit", "hdd", "400 Gbit/s", 170},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Solve(Compile(trainingSketch(c.disk, c.link).Design, nil), nil).Report(report.Settled)
			node := r.Nodes["train"]
			step := figureOf(t, node, "iteration_s")
			if c.samples == 0 {
				if hasFigure(node, "stall_s") {
					t.Errorf("a step of %g s waits %g s for data", step, figureOf(t, node, "stall_s"))
				}
				return
			}
			want := 512/c.samples - step
			if got := figureOf(t, node, "stall_s"); math.Abs(got/want-1) > 0.02 {
				t.Errorf("a step of %g s waits %g s for data, want %g s", step, got, want)
			}
			if got, want := float64(r.Jobs[0].DurationS), 1e6/c.samples; math.Abs(got/want-1) > 0.02 {
				t.Errorf("the job takes %g s, want %g s", got, want)
			}
			full, waiting := 8*700*0.95, float64(node.PowerW)
			if waiting > full/3 {
				t.Errorf("devices that wait draw %g W of %g W", waiting, full)
			}
		})
	}
}

// TestStageIsAsUncertainAsItsModel: an iteration states a band of more than
// 10 %, so the time of the stage is no exact figure; a disk's is.
func TestStageIsAsUncertainAsItsModel(t *testing.T) {
	r := Solve(Compile(trainingSketch("nvme", "400 Gbit/s").Design, nil), nil).Report(report.Fast)
	band := report.Number(0)
	for _, f := range r.Nodes["train"].AI.Figures {
		band = max(band, f.Band)
	}
	if n := r.Nodes["train"]; band <= 0.1 || n.ErrorClass != "D" || n.Method != report.ByJob {
		t.Errorf("± %v by %s is class %s", band, n.Method, n.ErrorClass)
	}
	if n := r.Nodes["disk"]; n.ErrorClass != "A" {
		t.Errorf("a disk is class %s", n.ErrorClass)
	}
	for want, band := range map[report.ErrorClass]report.Number{"A": 0, "B": 0.02, "C": 0.08, "D": 0.18} {
		if got := classOf(&report.AI{Figures: []report.Figure{{}, {Band: band}}}); got != want {
			t.Errorf("± %v is class %s, want %s", band, got, want)
		}
	}
}

// TestOneDuration: a data set that feeds a training run says how long it
// takes, whatever tokens the node asks for.
func TestOneDuration(t *testing.T) {
	s := trainingSketch("nvme", "400 Gbit/s")
	s.Nodes["train"].Params["tokens"] = quantity.Num(1e15)
	r := Solve(Compile(s.Design, nil), nil).Report(report.Fast)
	if got, want := figureOf(t, r.Nodes["train"], "duration_s"), float64(r.Jobs[0].DurationS); math.Abs(got/want-1) > 1e-3 {
		t.Errorf("the node trains for %g s, its job lasts %g s", got, want)
	}
	delete(s.Edges, "e3")
	alone := Solve(Compile(s.Design, nil), nil).Report(report.Fast)
	if got := figureOf(t, alone.Nodes["train"], "duration_s"); !(got > 1e6) {
		t.Errorf("by itself it trains for %g s", got)
	}
}

func TestCheckpointsGoToTheStorageWired(t *testing.T) {
	s := trainingSketch("nvme", "400 Gbit/s")
	plan := Compile(s.Design, nil)
	speed := func(p *Plan) float64 {
		return figureOf(t, Solve(p, nil).Report(report.Settled).Nodes["train"], "checkpoint_speed")
	}
	if got, want := speed(plan), 8003e6; math.Abs(got/want-1) > 1e-9 {
		t.Errorf("checkpoints are written at %g B/s, the store takes %g", got, want)
	}
	// An edit of the store alone reaches the training node.
	edited := *s.Design
	edited.Nodes = map[string]*design.Node{}
	for id, n := range s.Nodes {
		edited.Nodes[id] = n
	}
	store := *s.Nodes["store"]
	store.Params = map[string]quantity.Value{"operation": quantity.Str("write"), "tier": quantity.Str("s3-standard"), "prefixes": quantity.Num(3)}
	edited.Nodes["store"] = &store
	next := Compile(&edited, plan)
	if got, want := speed(next), 3*8003e6; math.Abs(got/want-1) > 1e-9 {
		t.Errorf("after the edit checkpoints are written at %g B/s, want %g", got, want)
	}
	if again := Compile(&edited, next); boundTo(again, "train") != boundTo(next, "train") {
		t.Error("a model whose storage is as before is made anew")
	}
	// A slow link on the way is the limit.
	s.node("slow", "net.link", "bandwidth", "1 GB/s")
	delete(s.Edges, "e4")
	s.wire("e4", "train", "slow").wire("e5", "slow", "store")
	if got, want := speed(Compile(s.Design, nil)), 1e9; math.Abs(got/want-1) > 1e-9 {
		t.Errorf("behind a slow link checkpoints are written at %g B/s, want %g", got, want)
	}
}

func boundTo(p *Plan, id string) any {
	for i, n := range p.Nodes() {
		if n == id {
			return p.Bound[i].Model
		}
	}
	return nil
}
