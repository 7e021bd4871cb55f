package worker

import (
	"encoding/binary"
	"errors"
	"math"

	"weir/engine"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/report"
)

// The jobs. Questions begin with what the functions named prepare.
const (
	Settle   Job = "settle"   // the canonical bytes of a design -> report.EncodeExact
	Simulate Job = "simulate" // SimulationQuestion -> report.EncodeSimulation
)

// Jobs is what a worker of the app can do.
func Jobs() map[Job]Do {
	settler := engine.NewEvaluator()
	return map[Job]Do{
		Settle: func(question []byte, _ func(float64, []byte)) ([]byte, error) {
			d, err := design.Decode(question)
			if err != nil {
				return nil, err
			}
			return report.EncodeExact(settler.Settle(d)), nil
		},
		Simulate: simulate,
		Tidy:     tidy,
	}
}

// planBytes is the length of a plan before the design.
const planBytes = 3 * 8

// SimulationQuestion asks for a simulation of a design, by its canonical
// bytes. The timeline has as many slices as the plan says.
func SimulationQuestion(p engine.SimulationPlan, design []byte) []byte {
	b := make([]byte, 0, planBytes+len(design))
	b = binary.LittleEndian.AppendUint64(b, p.Seed)
	b = binary.LittleEndian.AppendUint32(b, uint32(p.Replications))
	b = binary.LittleEndian.AppendUint32(b, uint32(p.Buckets))
	b = binary.LittleEndian.AppendUint64(b, uint64(p.Items))
	return append(b, design...)
}

var errQuestion = errors.New("worker: the question is cut short")

// slice is how many events are played between two reports of progress: about
// 30 ms in a browser.
const slice = 100_000

// simulate plays a design. After each replication it tells what is known by
// then, so that a simulation that is stopped leaves something.
func simulate(question []byte, tell func(float64, []byte)) ([]byte, error) {
	if len(question) < planBytes {
		return nil, errQuestion
	}
	plan := engine.SimulationPlan{
		Seed:         binary.LittleEndian.Uint64(question),
		Replications: int(binary.LittleEndian.Uint32(question[8:])),
		Buckets:      int(binary.LittleEndian.Uint32(question[12:])),
		Items:        int(min(binary.LittleEndian.Uint64(question[16:]), math.MaxInt32)),
	}
	d, err := design.Decode(question[planBytes:])
	if err != nil {
		return nil, err
	}
	s, err := engine.NewSimulation(d, plan)
	if err != nil {
		return nil, err
	}
	play, told := s.Play(), 0
	for !play.Advance(slice) {
		var found []byte
		if over := int(play.Share() * float64(s.Plan.Replications)); over > told {
			told, found = over, report.EncodeSimulation(play.Result())
		}
		tell(play.Share(), found)
	}
	return report.EncodeSimulation(play.Result()), nil
}

// reason is an error in both languages.
func reason(err error) diagnostic.Text {
	if e := interface{ In(lang string) string }(nil); errors.As(err, &e) {
		return diagnostic.Text{EN: e.In("en"), ZH: e.In("zh")}
	}
	return diagnostic.Text{EN: err.Error(), ZH: err.Error()}
}
