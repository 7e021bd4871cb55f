package engine

import (
	"weir/engine/flow"
	"weir/engine/report"
	"weir/engine/sim"
)

// Simulation plays a design event by event, in independent replications, to
// confirm the closed form.
type Simulation struct {
	Report *Report // of the closed form, settled

	seed uint64
	twin *flow.Twin
}

// NewSimulation prepares a design. The error says why it cannot be simulated.
func NewSimulation(d *Design, seed uint64) (*Simulation, error) {
	s := flow.Settle(flow.Compile(d, nil), nil)
	twin, err := s.Simulated()
	if err != nil {
		return nil, err
	}
	return &Simulation{Report: Answer(s, report.Settled), seed: seed, twin: twin}, nil
}

// Replicate plays one replication, which follows so many items. progress, if
// set, is told the share done now and then and stops the run by answering
// false. Replications may run side by side.
func (s *Simulation) Replicate(replication, items int, progress func(done float64) bool) (sim.Replication, error) {
	return sim.Run(s.twin.Network, sim.Plan{Seed: s.seed, Replication: replication, Cohort: items, Progress: progress})
}

// Compare sets what the replications found beside the closed form.
func (s *Simulation) Compare(runs []sim.Replication) *report.Simulation {
	return s.twin.Compare(s.Report, runs, s.seed)
}
