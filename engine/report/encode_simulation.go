package report

import "weir/engine/quantity"

// EncodeSimulation writes a simulation as Encode writes a report: equal
// findings are equal bytes, natively and in WebAssembly.
func EncodeSimulation(s *Simulation) []byte {
	w := writer{b: make([]byte, 0, 4096+600*len(s.Nodes))}
	w.simulation(s)
	return append(w.b, '\n')
}

func (w *writer) simulation(s *Simulation) {
	w.open('{')
	w.whole("seed", s.Seed)
	w.num("replications", Number(s.Replications))
	w.flag("complete", s.Complete)
	w.flag("steady", s.Steady)
	w.num("items", Number(s.Items))
	w.whole("events", s.Events)
	w.num("unfinished", Number(s.Unfinished))
	list(w, "journeys", s.Journeys, w.simulatedJourney)
	object(w, "nodes", s.Nodes, w.simulatedNode)
	if s.Timeline != nil {
		w.timeline(s.Timeline)
	}
	if len(s.Diagnostics) > 0 {
		list(w, "diagnostics", s.Diagnostics, w.diagnostic)
	}
	if len(s.Jobs) > 0 {
		list(w, "jobs", s.Jobs, w.simulatedJob)
	}
	if len(s.Copies) > 0 {
		list(w, "copies", s.Copies, func(c SimulatedCopy) {
			w.open('{')
			w.text("node", c.Node)
			w.flag("restore", c.Restore)
			w.num("done", Number(c.Done))
			w.estimate("takes_s", c.Takes)
			w.shut('}')
		})
	}
	if len(s.Retries) > 0 {
		list(w, "retries", s.Retries, func(r SimulatedRetry) {
			w.open('{')
			w.text("source", r.Source)
			w.text("class", r.Class)
			w.estimate("attempts_per_item", r.PerItem)
			w.estimate("late_ratio", r.LateRatio)
			w.estimate("given_up_ratio", r.GivenUp)
			w.estimate("latency_s", r.LatencyS)
			w.shut('}')
		})
	}
	if len(s.Monitors) > 0 {
		list(w, "monitors", s.Monitors, w.monitor)
	}
	w.damage("damage", s.Damage)
	w.damage("damage_without", s.DamageWithout)
	w.shut('}')
}

func (w *writer) simulatedJob(j SimulatedJob) {
	w.open('{')
	w.text("source", j.Source)
	w.num("played", Number(j.Played))
	w.num("endless", Number(j.Endless))
	w.estimate("duration_s", j.Duration)
	w.num("p50_s", j.P50)
	w.num("p90_s", j.P90)
	w.num("p95_s", j.P95)
	w.num("restarts", j.Restarts)
	w.num("redone_s", j.RedoneS)
	w.num("saving_s", j.SavingS)
	w.text("error_class", string(j.ErrorClass))
	w.shut('}')
}

func (w *writer) monitor(m SimulatedMonitor) {
	w.open('{')
	w.text("monitor", m.Monitor)
	w.text("node", m.Node)
	w.estimate("fired", m.Fired)
	w.estimate("false_alarms", m.FalseAlarms)
	w.estimate("delay_s", m.DelayS)
	w.num("missed", Number(m.Missed))
	w.shut('}')
}

func (w *writer) damage(k string, d *Damage) {
	if d == nil {
		return
	}
	w.key(k)
	w.open('{')
	w.estimate("lost", d.Lost)
	w.estimate("spoiled", d.Spoiled)
	w.estimate("late_s", d.LateS)
	w.shut('}')
}

func (w *writer) estimate(k string, e Estimate) {
	w.key(k)
	w.open('{')
	w.num("value", e.Value)
	w.num("half", e.Half)
	w.num("closed", e.Closed)
	w.num("band", e.Band)
	if e.judged() {
		w.flag("agrees", e.Agrees)
	} else {
		w.num("agrees", NA)
	}
	w.shut('}')
}

func (w *writer) simulatedJourney(j SimulatedJourney) {
	w.open('{')
	w.text("source", j.Source)
	w.text("class", j.Class)
	w.text("sink", j.Sink)
	w.flag("background", j.Background)
	w.estimate("rate", j.Rate)
	w.estimate("mean", j.Mean)
	w.estimate("p50", j.P50)
	w.estimate("p90", j.P90)
	w.estimate("p95", j.P95)
	w.estimate("p99", j.P99)
	w.estimate("p999", j.P999)
	w.text("error_class", string(j.ErrorClass))
	w.optional("percentile_class", string(j.TailClass))
	w.shut('}')
}

func (w *writer) simulatedNode(n *SimulatedNode) {
	w.open('{')
	w.estimate("utilisation", n.Utilisation)
	w.estimate("wait_s", n.WaitS)
	w.estimate("loss_ratio", n.LossRatio)
	w.text("error_class", string(n.ErrorClass))
	w.estimate("servers_up", n.ServersUp)
	if n.HitRatio != nil {
		w.estimate("hit_ratio", *n.HitRatio)
	}
	if n.AI != nil {
		w.key("ai")
		w.open('{')
		w.times("ttft_s", n.AI.TTFT)
		w.times("tpot_s", n.AI.TPOT)
		w.num("put_back", n.AI.PutBack)
		if n.AI.PrefixHit != nil {
			w.estimate("prefix_hit", *n.AI.PrefixHit)
		}
		w.shut('}')
	}
	w.shut('}')
}

func (w *writer) times(k string, t SimulatedTimes) {
	w.key(k)
	w.open('{')
	w.estimate("mean", t.Mean)
	w.estimate("p50", t.P50)
	w.estimate("p90", t.P90)
	w.estimate("p95", t.P95)
	w.estimate("p99", t.P99)
	w.shut('}')
}

func (w *writer) timeline(t *Timeline) {
	w.key("timeline")
	w.open('{')
	w.num("start_s", t.StartS)
	w.num("step_s", t.StepS)
	w.num("slices", Number(t.Slices))
	list(w, "journeys", t.Journeys, func(j JourneyTimeline) {
		w.open('{')
		w.text("source", j.Source)
		w.text("class", j.Class)
		w.text("sink", j.Sink)
		w.flag("background", j.Background)
		w.row("items_per_s", j.ItemsPerS)
		w.row("mean_s", j.MeanS)
		w.row("p99_s", j.P99S)
		w.shut('}')
	})
	object(w, "nodes", t.Nodes, func(n *NodeTimeline) {
		w.open('{')
		w.row("arrivals_per_s", n.ArrivalsPerS)
		w.row("in_queue", n.InQueue)
		w.row("utilisation", n.Utilisation)
		w.row("servers_up", n.ServersUp)
		w.shut('}')
	})
	w.shut('}')
}

// row writes a list of numbers on one line.
func (w *writer) row(k string, xs []Number) {
	w.key(k)
	w.b = append(w.b, '[')
	for i, x := range xs {
		if i > 0 {
			w.b = append(w.b, ',', ' ')
		}
		w.b = quantity.AppendNumber(w.b, float64(x))
	}
	w.b = append(w.b, ']')
}
