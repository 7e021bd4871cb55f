package session

import (
	"weir/app/text"
	"weir/app/worker"
	"weir/engine"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/report"
)

// Simulation is the simulation of the design, under way or over.
type Simulation struct {
	Running bool
	Share   float64            // done, 0…1
	Found   *report.Simulation // nil before anything was measured
	Stale   bool               // the design's figures have changed since it began
	Failure *diagnostic.Text   // why there is none
}

// SimulationPlan is what the button plays: enough for a 99.9th percentile,
// some seconds for a design of ordinary size.
var SimulationPlan = engine.SimulationPlan{Seed: 1, Replications: 10, Items: 30_000, Buckets: 120}

// Simulated is the simulation of the design, nil if none was asked for.
func (s *Session) Simulated() *Simulation { return s.simulation }

// Simulate plays the design event by event, in a worker for each core. What an
// earlier simulation found is dropped.
func (s *Session) Simulate() {
	now := &Simulation{Running: true}
	s.simulation = now
	question, err := design.Encode(s.Design())
	if err != nil {
		now.Running, now.Failure = false, Reason(err)
		s.tell(Simulating)
		return
	}
	s.tell(Simulating)
	s.simulator.Simulate(SimulationPlan, question, func(a worker.Answer) {
		now.Share = a.Share
		switch a.State {
		case worker.Working:
			if len(a.Body) == 0 {
				break
			}
			if found, err := report.DecodeSimulation(a.Body); err == nil {
				now.Found = found
			}
		case worker.Done:
			now.Running = false
			found, err := report.DecodeSimulation(a.Body)
			if err != nil {
				now.Failure = Reason(err)
				break
			}
			if now.Found = found; found.Complete {
				s.Tell(Message{Key: "simulation.done"})
			}
		case worker.Failed:
			now.Running, now.Failure = false, simulationFailure(a)
		}
		s.tell(Simulating)
	})
}

// simulationFailure is the engine's reason, or that the worker has died.
func simulationFailure(a worker.Answer) *diagnostic.Text {
	if a.Reason.EN != "" {
		return &a.Reason
	}
	return &diagnostic.Text{EN: text.EN.Say("simulation.died"), ZH: text.ZH.Say("simulation.died")}
}

// StopSimulation ends the simulation under way; what it has found stays, as
// soon as it is summed up.
func (s *Session) StopSimulation() {
	if s.simulation == nil || !s.simulation.Running {
		return
	}
	if !s.simulator.Stop() {
		s.simulation = nil
	}
	s.tell(Simulating)
}

// figuresChanged marks what was found as being about another state of the
// design; of another document it is dropped.
func (s *Session) figuresChanged(whole bool) {
	switch {
	case s.simulation == nil:
	case whole:
		s.simulator.Cancel()
		s.simulation = nil
		s.tell(Simulating)
	case !s.simulation.Stale:
		s.simulation.Stale = true
		s.tell(Simulating)
	}
}
