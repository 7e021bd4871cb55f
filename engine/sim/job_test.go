package sim

import (
	"math"
	"testing"

	"weir/engine/queue"
)

// live plays a job many times and hands each to see.
func live(t *testing.T, j Job, replications int, see func(Life)) {
	t.Helper()
	for k := range replications {
		r, err := Run(&Network{Jobs: []Job{j}}, Plan{Seed: 1, Replication: k})
		if err != nil {
			t.Fatal(err)
		}
		if !r.Complete || len(r.Jobs[0]) != jobLives {
			t.Fatalf("replication %d: complete %v, %d lives", k, r.Complete, len(r.Jobs[0]))
		}
		for _, l := range r.Jobs[0] {
			see(l)
		}
	}
}

// lasting is the one duration of a job that nothing in is by chance.
func lasting(t *testing.T, j Job) float64 {
	t.Helper()
	found := math.NaN()
	live(t, j, 1, func(l Life) { found = l.Duration })
	return found
}

func same(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*math.Abs(want)) {
		t.Errorf("%s: %.12g, want %.12g", what, got, want)
	}
}

// Items of a fixed time take the way of the first and one time of the slowest
// stage for each that follows; in turns, the sum of the stages for each.
func TestJobOfFixedTimes(t *testing.T) {
	stages := func(times ...float64) (list []JobStage) {
		for i, x := range times {
			s := JobStage{Groups: 1, Work: queue.Law{Mean: x}, Item: 1}
			if i > 0 {
				s.After = []int{i - 1}
			}
			list = append(list, s)
		}
		return list
	}
	same(t, "pipelined", lasting(t, Job{Chunks: 1000, Stages: stages(2, 5, 3)}), 10+999*5)
	same(t, "in turns", lasting(t, Job{Chunks: 1000, Stages: stages(2, 5, 3), Serial: true}), 1000*10)
	wide := stages(2, 20, 3)
	wide[1].Groups = 4
	same(t, "four at once", lasting(t, Job{Chunks: 1000, Stages: wide}), 2+20*250+4*3) // the last four come 2 s apart and go on 3 s apart
	far := stages(2, 5, 3)
	far[1].Groups, far[1].Work.Mean, far[2].Pause = 0, 100, 7
	same(t, "a delay on the way", lasting(t, Job{Chunks: 1000, Stages: far}), 2+100+3*1000+7)
	both := append(stages(2), JobStage{After: []int{0}, Groups: 1, Work: queue.Law{Mean: 4}, Item: 1},
		JobStage{After: []int{0}, Groups: 1, Work: queue.Law{Mean: 6}, Item: 1}, JobStage{After: []int{1, 2}, Groups: 1, Work: queue.Law{Mean: 1}, Item: 1})
	same(t, "branches that meet", lasting(t, Job{Chunks: 1000, Stages: both}), 2+6*1000+1)
}

// The same work in chunks of a hundred takes as long as item by item.
func TestChunksDoNotShow(t *testing.T) {
	job := func(chunks int, items float64) Job {
		j := Job{Chunks: chunks}
		for i, x := range []float64{2, 5, 3, 1} {
			s := JobStage{Groups: 1, Work: queue.Law{Mean: x * items}, Item: 1 / items}
			if i > 0 {
				s.After = []int{i - 1}
			}
			j.Stages = append(j.Stages, s)
		}
		return j
	}
	same(t, "in chunks", lasting(t, job(100, 100)), lasting(t, job(10_000, 1)))
}

// Daly's (2006) mean of a run that saves its work: segments of τ + δ that are
// tried until they are whole, (M e^{R/M}(e^{(τ+δ)/M} − 1)) each.
func TestCheckpointsAgainstDaly(t *testing.T) {
	const every, write, restart, mtbf, segments = 100.0, 5.0, 20.0, 400.0, 500
	for _, chunk := range []float64{10, 700, 33} { // within a segment, over several, out of step
		n := int(math.Round(segments * every / chunk))
		j := Job{Chunks: n, Stages: []JobStage{{Groups: 1, Work: queue.Law{Mean: chunk}, Item: 1, Checkpoints: &Checkpoints{every, write, restart, mtbf}}}}
		work := float64(n) * chunk
		var took, restarts, whole []float64
		live(t, j, 10, func(l Life) {
			took = append(took, l.Duration)
			restarts = append(restarts, float64(l.Restarts)/l.Duration)
			// What is neither work, saved, done again nor a restart was lost while saving or starting.
			whole = append(whole, (l.Duration-work-l.Saving-l.Redone)/l.Duration)
		})
		want := work / queue.CheckpointEfficiency(every, write, restart, mtbf)
		if i := Between(took); math.Abs(i.Mean-want) > 3*i.Half+every || i.Half > 0.01*want {
			t.Errorf("chunks of %v s: %.0f ± %.0f s, want %.0f", chunk, i.Mean, i.Half, want)
		}
		within(t, "failures a second", restarts, 1/mtbf)
		if i := Between(whole); i.Mean < 0.03 || i.Mean > 0.06 { // R/M = 0.05 at most, and a little
			t.Errorf("chunks of %v s: %.3f of the time is accounted for by nothing but restarts", chunk, i.Mean)
		}
	}
}

// A stage that is down a quarter of the time takes a third longer; what it was
// at begins again, which a fixed item of 1 s makes longer by e^{1/M} (nobody
// is served in between): M(e^{S/M} − 1)(1 + R/M) an item.
func TestJobThroughFailures(t *testing.T) {
	const mtbf, repair = 30.0, 10.0
	one := Job{Chunks: 20_000, Stages: []JobStage{{Groups: 1, Work: queue.Law{Mean: 1}, Item: 1}}, Failures: []Failure{{Stations: []int{0}, Units: 1, MTBF: mtbf, Repair: repair}}}
	var took []float64
	live(t, one, 5, func(l Life) { took = append(took, l.Duration/20_000) })
	within(t, "one server", took, mtbf*math.Expm1(1/mtbf)*(1+repair/mtbf))
	// Eight units in one group: it is slower by those that are down.
	many := one
	many.Stages = []JobStage{{Groups: 1, Work: queue.Law{Mean: 1}, Item: 1e-6}}
	for _, crews := range []int{0, 1} {
		many.Failures = []Failure{{Stations: []int{0}, Units: 8, MTBF: mtbf, Repair: repair, Crews: crews}}
		up := 0.75
		if crews == 1 {
			up = 0
			for k := 1; k <= 8; k++ {
				up += queue.SharedRepair(k, 8, 1, mtbf, repair) / 8
			}
		}
		took = took[:0]
		live(t, many, 5, func(l Life) { took = append(took, 20_000/l.Duration) })
		within(t, "eight units", took, up)
	}
}

// A job that fails more often than it gets on does not end, and says so.
func TestJobThatNeverEnds(t *testing.T) {
	for name, j := range map[string]Job{
		"no checkpoint holds": {Chunks: 10, Stages: []JobStage{{Groups: 1, Work: queue.Law{Mean: 1000}, Item: 1, Checkpoints: &Checkpoints{100, 100, 1, 1}}}},
		"no item is whole":    {Chunks: 10, Stages: []JobStage{{Groups: 1, Work: queue.Law{Mean: 1000}, Item: 1}}, Failures: []Failure{{Stations: []int{0}, Units: 1, MTBF: 1, Repair: 1}}},
	} {
		replay, err := Start(&Network{Jobs: []Job{j}}, Plan{})
		if err != nil {
			t.Fatal(err)
		}
		for range 100 * jobLives {
			if replay.Advance(slice) {
				break
			}
		}
		if r := replay.Result(); len(r.Jobs) != 1 || r.Jobs[0][0].Complete {
			t.Errorf("%s: %+v", name, r.Jobs)
		}
	}
}

func TestBadJobs(t *testing.T) {
	good := func() Job {
		return Job{Chunks: 3, Stages: []JobStage{{Groups: 1, Work: unit, Item: 1}, {After: []int{0}, Groups: 1, Work: unit, Item: 1}}}
	}
	for name, spoil := range map[string]func(*Job){
		"nothing to do":       func(j *Job) { j.Chunks = 0 },
		"no stage":            func(j *Job) { j.Stages = nil },
		"round and round":     func(j *Job) { j.Stages[0].After = []int{1} },
		"endless work":        func(j *Job) { j.Stages[0].Work.Mean = math.Inf(1) },
		"more than all":       func(j *Job) { j.Stages[0].Item = 1.5 },
		"never saved":         func(j *Job) { j.Stages[0].Checkpoints = &Checkpoints{MTBF: 1} },
		"failure of nowhere":  func(j *Job) { j.Failures = []Failure{{Stations: []int{7}, Units: 1, MTBF: 1}} },
		"failure of no units": func(j *Job) { j.Failures = []Failure{{Stations: []int{0}, MTBF: 1}} },
	} {
		j := good()
		spoil(&j)
		if _, err := Start(&Network{Jobs: []Job{j}}, Plan{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
