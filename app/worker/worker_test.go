package worker

import (
	"bytes"
	"testing"

	"weir/engine"
	"weir/engine/design"
	"weir/engine/report"
	"weir/examples"
)

// fake is a worker that says what the test makes it say.
type fake struct {
	heard func(int, Answer)
	asked []int
	ended bool
}

func (f *fake) ask(number int, _ Job, _ []byte) { f.asked = append(f.asked, number) }
func (f *fake) end()                            { f.ended = true }

func lineOf(all *[]*fake) *Line {
	return &Line{do: func(f func()) { f() }, open: func(heard func(int, Answer)) port {
		f := &fake{heard: heard}
		*all = append(*all, f)
		return f
	}}
}

func TestOnlyTheNewestQuestionIsAnswered(t *testing.T) {
	var workers []*fake
	l := lineOf(&workers)
	var first, second []State
	l.Ask(Settle, nil, func(a Answer) { first = append(first, a.State) })
	l.Ask(Settle, nil, func(a Answer) { second = append(second, a.State) })
	if len(workers) != 2 || !workers[0].ended {
		t.Fatalf("asking again must end the worker under way: %d workers", len(workers))
	}
	workers[0].heard(1, Answer{State: Done}) // was on its way already
	workers[1].heard(2, Answer{State: Working})
	workers[1].heard(2, Answer{State: Done})
	workers[1].heard(2, Answer{State: Done})
	if len(first) != 0 || len(second) != 2 || second[1] != Done || l.Busy() {
		t.Errorf("heard %v and %v, busy %v", first, second, l.Busy())
	}
	l.Ask(Settle, nil, func(Answer) {})
	if len(workers) != 2 || workers[1].ended {
		t.Error("a worker that is idle must be used again")
	}
}

func TestCancelEndsTheWorker(t *testing.T) {
	var workers []*fake
	l := lineOf(&workers)
	l.Ask(Simulate, nil, func(Answer) { t.Error("an answer after Cancel") })
	l.Cancel()
	workers[0].heard(1, Answer{State: Working})
	workers[0].heard(0, Answer{State: Failed})
	if !workers[0].ended || l.Busy() {
		t.Error("the worker goes on")
	}
}

func TestADeadWorkerIsToldAndReplaced(t *testing.T) {
	var workers []*fake
	l := lineOf(&workers)
	var heard []State
	hear := func(a Answer) { heard = append(heard, a.State) }
	l.Ask(Simulate, nil, hear)
	workers[0].heard(0, Answer{State: Failed})
	if len(heard) != 1 || heard[0] != Failed || l.Busy() {
		t.Fatalf("heard %v, busy %v", heard, l.Busy())
	}
	l.Ask(Simulate, nil, hear)
	if len(workers) != 2 {
		t.Fatal("a dead worker was asked")
	}
	workers[1].heard(2, Answer{State: Done})
	if heard[len(heard)-1] != Done {
		t.Errorf("heard %v", heard)
	}
}

// The jobs answer what the engine answers.
func TestJobs(t *testing.T) {
	data, err := examples.Bytes("customer-service")
	if err != nil {
		t.Fatal(err)
	}
	d, err := design.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	jobs := Jobs()
	settled, err := jobs[Settle](data, nil)
	if err != nil || !bytes.Equal(settled, report.EncodeExact(engine.Evaluate(d))) {
		t.Errorf("the settled report differs (%v)", err)
	}

	plan := engine.SimulationPlan{Seed: 7, Replications: 2, Items: 2000, Buckets: 20}
	last, parts := 0.0, 0
	simulated, err := jobs[Simulate](SimulationQuestion(plan, data), func(share float64, found []byte) {
		if share < last || share > 1 {
			t.Errorf("progress goes from %v to %v", last, share)
		}
		last = share
		if found != nil {
			parts++
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := engine.NewSimulation(d, plan)
	if err != nil {
		t.Fatal(err)
	}
	play := s.Play()
	for !play.Advance(1 << 30) {
	}
	if !bytes.Equal(simulated, report.EncodeSimulation(play.Result())) {
		t.Error("the simulation differs from the engine's")
	}
	found, err := report.DecodeSimulation(simulated)
	if err != nil || !found.Complete || found.Timeline == nil || found.Timeline.Slices == 0 {
		t.Errorf("complete with a timeline is wanted: %+v, %v", found, err)
	}
}

func TestHostileQuestions(t *testing.T) {
	jobs := Jobs()
	for job, question := range map[Job][]byte{Settle: []byte("{"), Simulate: []byte("short")} {
		if _, err := jobs[job](question, func(float64, []byte) {}); err == nil {
			t.Errorf("%s took %q", job, question)
		}
	}
	if _, err := jobs[Simulate](SimulationQuestion(engine.SimulationPlan{}, []byte("no design")), func(float64, []byte) {}); err == nil || reason(err).ZH == "" {
		t.Errorf("no design: %v", err)
	}
}
