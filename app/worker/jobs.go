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
	Settle Job = "settle" // the canonical bytes of a design -> report.EncodeExact
	Play   Job = "play"   // PlayQuestion -> runs, for Merge
	Merge  Job = "merge"  // MergeQuestion -> report.EncodeSimulation
)

// Jobs is what a worker of the app can do.
func Jobs() map[Job]Do {
	settler := engine.NewEvaluator()
	simulations := new(player)
	return map[Job]Do{
		Settle: func(question []byte, _ func(float64, []byte)) ([]byte, error) {
			d, err := design.Decode(question)
			if err != nil {
				return nil, err
			}
			return report.EncodeExact(settler.Settle(d)), nil
		},
		Play:  simulations.play,
		Merge: simulations.merge,
		Tidy:  tidy,
	}
}

// planBytes is the length of a plan, and partBytes of what follows it, before
// the design.
const (
	planBytes = 3 * 8
	partBytes = 8
)

// PlayQuestion asks for every so manyth replication of a simulation, from that
// of the number part on, of a design by its canonical bytes. The timeline has
// as many slices as the plan says.
func PlayQuestion(p engine.SimulationPlan, part, of int, design []byte) []byte {
	return append(header(p, part, of, len(design)), design...)
}

// MergeQuestion asks for what the replications say together that answers to
// PlayQuestions of the same plan and design held.
func MergeQuestion(p engine.SimulationPlan, design, runs []byte) []byte {
	return append(append(header(p, len(design), 1, len(design)+len(runs)), design...), runs...)
}

// header is the beginning of a question.
func header(p engine.SimulationPlan, first, second, room int) []byte {
	b := make([]byte, 0, planBytes+partBytes+room)
	b = binary.LittleEndian.AppendUint64(b, p.Seed)
	b = binary.LittleEndian.AppendUint32(b, uint32(p.Replications))
	b = binary.LittleEndian.AppendUint32(b, uint32(p.Buckets))
	b = binary.LittleEndian.AppendUint64(b, uint64(p.Items))
	b = binary.LittleEndian.AppendUint32(b, uint32(first))
	return binary.LittleEndian.AppendUint32(b, uint32(second))
}

var errQuestion = errors.New("worker: the question is cut short")

// slice is how many events are played between two reports of progress: about
// 30 ms in a browser.
const slice = 100_000

// player plays simulations. It keeps the last, so that a worker that played it
// merges it without another look at the design.
type player struct {
	of         string // plan and design
	simulation *engine.Simulation
}

// prepare is the simulation of a plan and the design behind it.
func (p *player) prepare(plan, content []byte) (*engine.Simulation, error) {
	if of := string(plan) + string(content); p.simulation == nil || p.of != of {
		d, err := design.Decode(content)
		if err != nil {
			return nil, err
		}
		s, err := engine.NewSimulation(d, engine.SimulationPlan{
			Seed:         binary.LittleEndian.Uint64(plan),
			Replications: int(binary.LittleEndian.Uint32(plan[8:])),
			Buckets:      int(binary.LittleEndian.Uint32(plan[12:])),
			Items:        int(min(binary.LittleEndian.Uint64(plan[16:]), math.MaxInt32)),
		})
		if err != nil {
			return nil, err
		}
		p.of, p.simulation = of, s
	}
	return p.simulation, nil
}

// play plays a part of a simulation, and tells each replication when it is
// over, so that one that is stopped leaves something.
func (p *player) play(question []byte, tell func(float64, []byte)) ([]byte, error) {
	if len(question) < planBytes+partBytes {
		return nil, errQuestion
	}
	part := question[planBytes:]
	s, err := p.prepare(question[:planBytes], part[partBytes:])
	if err != nil {
		return nil, err
	}
	play := s.PlayPart(int(binary.LittleEndian.Uint32(part)), int(binary.LittleEndian.Uint32(part[4:])))
	for !play.Advance(slice) {
		tell(play.Share(), play.Take())
	}
	return play.Take(), nil
}

// merge sets what was played beside the closed form.
func (p *player) merge(question []byte, _ func(float64, []byte)) ([]byte, error) {
	if len(question) < planBytes+partBytes {
		return nil, errQuestion
	}
	rest := question[planBytes+partBytes:]
	length := int(binary.LittleEndian.Uint32(question[planBytes:]))
	if length > len(rest) {
		return nil, errQuestion
	}
	s, err := p.prepare(question[:planBytes], rest[:length])
	if err != nil {
		return nil, err
	}
	found, err := s.Merge(rest[length:])
	if err != nil {
		return nil, err
	}
	return report.EncodeSimulation(found), nil
}

// reason is an error in both languages.
func reason(err error) diagnostic.Text {
	if e := interface{ In(lang string) string }(nil); errors.As(err, &e) {
		return diagnostic.Text{EN: e.In("en"), ZH: e.In("zh")}
	}
	return diagnostic.Text{EN: err.Error(), ZH: err.Error()}
}
