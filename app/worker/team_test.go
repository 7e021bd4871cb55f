package worker

import (
	"bytes"
	"slices"
	"testing"

	"weir/engine"
	"weir/engine/design"
	"weir/engine/report"
	"weir/examples"
)

// desk is a worker that does its jobs when the test lets it.
type desk struct {
	heard func(int, Answer)
	todo  func()
	ended bool
}

func (d *desk) ask(number int, job Job, question []byte) {
	d.todo = func() {
		found, err := Jobs()[job](question, func(share float64, found []byte) {
			d.heard(number, Answer{State: Working, Share: share, Body: found})
		})
		if err != nil {
			d.heard(number, Answer{State: Failed, Reason: reason(err)})
			return
		}
		d.heard(number, Answer{State: Done, Share: 1, Body: found})
	}
}

func (d *desk) end() { d.ended = true }

// teamOf is a team on so many cores, with the workers it opens.
func teamOf(cores int, all *[]*desk) *Team {
	return &Team{cores: func() int { return cores }, line: func() *Line {
		return &Line{do: func(f func()) { f() }, open: func(heard func(int, Answer)) port {
			d := &desk{heard: heard}
			*all = append(*all, d)
			return d
		}}
	}}
}

func example(t *testing.T) ([]byte, *design.Design) {
	t.Helper()
	data, err := examples.Bytes("customer-service")
	if err != nil {
		t.Fatal(err)
	}
	d, err := design.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return data, d
}

// However many workers play, and whoever is ready first, the result is the
// engine's, byte for byte.
func TestTeamsFindTheSame(t *testing.T) {
	data, d := example(t)
	plan := engine.SimulationPlan{Seed: 7, Replications: 3, Items: 1000, Buckets: 20}
	s, err := engine.NewSimulation(d, plan)
	if err != nil {
		t.Fatal(err)
	}
	play := s.Play()
	for !play.Advance(1 << 30) {
	}
	want := report.EncodeSimulation(play.Result())
	for _, cores := range []int{1, 2, 5} {
		var workers []*desk
		team := teamOf(cores, &workers)
		last, found := 0.0, []byte(nil)
		team.Simulate(plan, data, func(a Answer) {
			if a.Share < last || a.Share > 1 {
				t.Errorf("progress goes from %v to %v", last, a.Share)
			}
			if last = a.Share; a.State == Done {
				found = a.Body
			}
		})
		if want := min(cores, 3); len(workers) != want {
			t.Fatalf("%d workers on %d cores", len(workers), cores)
		}
		for k := len(workers) - 1; k >= 0; k-- {
			workers[k].todo()
		}
		workers[0].todo() // merges
		if !bytes.Equal(found, want) {
			t.Errorf("on %d cores the simulation differs from the engine's", cores)
		}
		for k, w := range workers {
			if !w.ended {
				t.Errorf("worker %d of %d keeps its memory", k, len(workers))
			}
		}
	}
}

// A simulation that is stopped leaves what was played to its end, of whoever
// played it; stopped again, it leaves nothing.
func TestTeamStops(t *testing.T) {
	data, _ := example(t)
	plan := engine.SimulationPlan{Seed: 7, Replications: 4, Items: 1000}
	var workers []*desk
	team := teamOf(4, &workers)
	var found *report.Simulation
	heard := func(a Answer) {
		if a.State == Done {
			found, _ = report.DecodeSimulation(a.Body)
		}
	}
	team.Simulate(plan, data, heard)
	if team.Stop() {
		t.Error("nothing was played, and yet something is left")
	}
	workers = nil
	team.Simulate(plan, data, heard)
	workers[2].todo()
	if !team.Stop() || !workers[0].ended || !workers[3].ended {
		t.Fatal("the workers go on")
	}
	workers[len(workers)-1].todo() // a new one, that merges
	if found == nil || found.Complete || found.Replications != 1 || len(found.Journeys) == 0 {
		t.Errorf("%+v", found)
	}
	workers, found = nil, nil
	team.Simulate(plan, data, heard)
	workers[1].todo()
	team.Stop()
	if team.Stop() {
		t.Error("stopped twice, it still goes on")
	}
	workers[len(workers)-1].todo()
	if found != nil {
		t.Error("an answer after the second stop")
	}
}

// While workers play, what is over already is merged: each time all there is,
// and no more often than it changes.
func TestTeamSumsUpOnTheWay(t *testing.T) {
	data, _ := example(t)
	var workers []*desk
	team := teamOf(3, &workers)
	var so []int
	team.Simulate(engine.SimulationPlan{Seed: 7, Replications: 3, Items: 1000}, data, func(a Answer) {
		if found, err := report.DecodeSimulation(a.Body); a.State == Working && len(a.Body) > 0 {
			if err != nil || found.Complete || len(found.Journeys) == 0 {
				t.Errorf("%+v, %v", found, err)
			}
			so = append(so, found.Replications)
		}
	})
	workers[1].todo()
	sums := workers[3]
	workers[2].todo()
	sums.todo() // asked when one was over
	sums.todo() // and again for the other, that came meanwhile
	if !slices.Equal(so, []int{1, 2}) {
		t.Errorf("on the way %v replications were summed up, want 1 and then 2", so)
	}
	workers[0].todo()
	if !sums.ended {
		t.Error("the worker that sums up keeps its memory")
	}
}

// One that fails fails for all, once, with its reason; the next is asked anew.
func TestTeamFails(t *testing.T) {
	var workers []*desk
	team := teamOf(3, &workers)
	var heard []Answer
	team.Simulate(engine.SimulationPlan{Replications: 3}, []byte("no design"), func(a Answer) { heard = append(heard, a) })
	for _, w := range workers {
		w.todo()
	}
	if len(heard) != 1 || heard[0].State != Failed || heard[0].Reason.ZH == "" || !workers[2].ended {
		t.Fatalf("%+v", heard)
	}
	heard = nil
	team.Simulate(engine.SimulationPlan{Replications: 3}, nil, func(a Answer) { heard = append(heard, a) })
	workers[4].heard(0, Answer{State: Failed}) // it died
	if len(heard) != 1 || heard[0].Reason.EN != "" {
		t.Errorf("%+v", heard)
	}
}
