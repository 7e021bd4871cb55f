package report

// Estimate is a simulated figure with the half-width of its 95 % confidence
// interval, beside that of the closed form.
type Estimate struct {
	Value  Number `json:"value"`
	Half   Number `json:"half"`
	Closed Number `json:"closed"`
	// Agrees: the closed form lies within its stated error of the simulation,
	// three half-widths allowed for the simulation's own.
	Agrees bool `json:"agrees"`
}

// Simulation is what a simulation found, beside the closed form.
type Simulation struct {
	Seed         uint64                    `json:"seed"`
	Replications int                       `json:"replications"`
	Items        int                       `json:"items"` // followed, in all
	Events       uint64                    `json:"events"`
	Unfinished   int                       `json:"unfinished"` // still under way at the end: a sign of overload
	Journeys     []SimulatedJourney        `json:"journeys"`
	Nodes        map[string]*SimulatedNode `json:"nodes"`
}

// SimulatedJourney is one journey: rates a second, times in seconds.
type SimulatedJourney struct {
	Source     string     `json:"source"`
	Class      string     `json:"class"`
	Sink       string     `json:"sink"`
	Background bool       `json:"background"`
	Rate       Estimate   `json:"rate"`
	Mean       Estimate   `json:"mean"`
	P50        Estimate   `json:"p50"`
	P90        Estimate   `json:"p90"`
	P95        Estimate   `json:"p95"`
	P99        Estimate   `json:"p99"`
	P999       Estimate   `json:"p999"`
	ErrorClass ErrorClass `json:"error_class"` // of the closed form
}

// SimulatedNode is one station.
type SimulatedNode struct {
	Utilisation Estimate   `json:"utilisation"`
	WaitS       Estimate   `json:"wait_s"`
	LossRatio   Estimate   `json:"loss_ratio"`
	ErrorClass  ErrorClass `json:"error_class"` // of the closed form
}
