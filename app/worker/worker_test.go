package worker

import (
	"bytes"
	"testing"

	"weir/engine"
	"weir/engine/report"
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
	l.Ask(Play, nil, func(Answer) { t.Error("an answer after Cancel") })
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
	l.Ask(Play, nil, hear)
	workers[0].heard(0, Answer{State: Failed})
	if len(heard) != 1 || heard[0] != Failed || l.Busy() {
		t.Fatalf("heard %v, busy %v", heard, l.Busy())
	}
	l.Ask(Play, nil, hear)
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
	data, d := example(t)
	jobs := Jobs()
	settled, err := jobs[Settle](data, nil)
	if err != nil || !bytes.Equal(settled, report.EncodeExact(engine.Evaluate(d))) {
		t.Errorf("the settled report differs (%v)", err)
	}
}

func TestHostileQuestions(t *testing.T) {
	jobs := Jobs()
	for job, question := range map[Job][]byte{Settle: []byte("{"), Play: []byte("short"), Merge: MergeQuestion(engine.SimulationPlan{}, []byte("{}"), nil)[:33]} {
		if _, err := jobs[job](question, func(float64, []byte) {}); err == nil {
			t.Errorf("%s took %q", job, question)
		}
	}
	if _, err := jobs[Play](PlayQuestion(engine.SimulationPlan{}, 0, 1, []byte("no design")), func(float64, []byte) {}); err == nil || reason(err).ZH == "" {
		t.Errorf("no design: %v", err)
	}
}
