package worker

import "weir/engine"

// Team plays simulations on several workers, one for each core: each plays a
// part of the replications, and the first then merges them. What comes of it
// does not depend on how many they are. While they play, one more merges what
// there is so far. The workers end with the simulation: each holds a program's
// memory.
type Team struct {
	line   func() *Line
	cores  func() int
	lines  []*Line
	shares []float64
	left   int    // workers that still play
	runs   []byte // what they have played
	sums   *Line  // merges that while more is played
	summed int    // how much of it was merged last
	plan   engine.SimulationPlan
	design []byte
	heard  func(Answer) // nil: nothing is under way
}

// mostWorkers bounds the memory of a team.
const mostWorkers = 8

// NewTeam makes a team; do brings answers to the goroutine it belongs to.
func NewTeam(do func(func())) *Team {
	return &Team{line: func() *Line { return NewLine(do) }, cores: cores}
}

// Simulate plays a design, by its canonical bytes; a simulation under way is
// dropped. The last answer's body is report.EncodeSimulation's.
func (t *Team) Simulate(p engine.SimulationPlan, design []byte, heard func(Answer)) {
	t.Cancel()
	n := max(min(t.cores(), p.Replications, mostWorkers), 1)
	t.plan, t.design, t.heard = p, design, heard
	t.lines, t.shares, t.left, t.runs = make([]*Line, n), make([]float64, n), n, nil
	t.sums, t.summed = t.line(), 0
	for part := range t.lines {
		t.lines[part] = t.line()
	}
	for part, l := range t.lines {
		if t.heard == nil { // one has failed already
			return
		}
		l.Ask(Play, PlayQuestion(p, part, n, design), func(a Answer) { t.played(part, a) })
	}
}

// played takes in what a worker says.
func (t *Team) played(part int, a Answer) {
	if a.State == Failed {
		t.over(a)
		return
	}
	t.runs = append(t.runs, a.Body...)
	t.shares[part] = a.Share
	if a.State == Done {
		if t.left--; t.left == 0 {
			t.merge()
			return
		}
	}
	t.tell(nil)
	t.sum()
}

// tell says how far the play is, and what it has found so far if that is news.
func (t *Team) tell(found []byte) {
	sum := 0.0
	for _, x := range t.shares {
		sum += x
	}
	t.heard(Answer{State: Working, Share: sum / float64(len(t.shares)), Body: found})
}

// sum merges the replications that are over, once those before are merged.
func (t *Team) sum() {
	if t.left == 0 || t.sums.Busy() || len(t.runs) == t.summed {
		return
	}
	t.summed = len(t.runs)
	t.sums.Ask(Merge, MergeQuestion(t.plan, t.design, t.runs), func(a Answer) {
		if a.State == Done {
			t.tell(a.Body)
			t.sum()
		}
	})
}

func (t *Team) merge() {
	t.left = 0
	t.sums.End()
	t.lines[0].Ask(Merge, MergeQuestion(t.plan, t.design, t.runs), func(a Answer) {
		if a.State != Working {
			t.over(a)
		}
	})
}

func (t *Team) over(a Answer) {
	heard := t.heard
	t.Cancel()
	heard(a)
}

// Stop ends the play and lets what was played be merged; false where that is
// nothing, or is being merged already: then nothing more is heard.
func (t *Team) Stop() bool {
	if t.heard == nil || t.left == 0 || len(t.runs) == 0 {
		t.Cancel()
		return false
	}
	for _, l := range t.lines {
		l.End()
	}
	t.merge()
	return true
}

// Cancel drops what is under way.
func (t *Team) Cancel() {
	for _, l := range t.lines {
		l.End()
	}
	if t.sums != nil {
		t.sums.End()
	}
	t.lines, t.sums, t.runs, t.design, t.heard = nil, nil, nil, nil, nil
}
