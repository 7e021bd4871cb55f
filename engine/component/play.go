package component

import "weir/engine/ai"

// A Player is a model that a simulation plays in more detail than the
// stations and averages of the closed form.
type Player interface {
	Model
	Play(l *Load) Play
}

// Play is that detail; what does not apply is left zero.
type Play struct {
	Lanes   *ai.Iteration // of continuous batching
	Content *Content
	Gather  Gather
	Watch   *Watch

	Checkpoints *Checkpoints
}

// Content is a cache by what is in it.
type Content struct {
	Replacement string // "lru", "fifo", "ttl", "idle"
	Room        float64
	Lifetime    float64   // s
	Items, Zipf []float64 // by flow: its catalogue's size and exponent
}

// Gather is how many items make one, and how long the first waits for them.
type Gather struct {
	Size     int
	Patience float64 // s; 0 = without limit
}

// Watch is a monitor.
type Watch struct {
	Metric, Action string
	Bound          float64
	Hold, Every    float64 // s
	Takes          float64 // s
}

// Checkpoints are how a model saves its work; see sim.Checkpoints.
type Checkpoints struct {
	Every, Write, Restart, MTBF float64 // s
	Share                       float64 // of the time at work that is work which lasts
}

// Play is training with its checkpoints, failures and restarts.
func (m *learning) Play(*Load) Play {
	if !m.known() || m.goodput <= hopeless {
		return Play{}
	}
	return Play{Checkpoints: &Checkpoints{m.interval, m.writing, m.restart, m.mtbf, m.goodput}}
}

// Play is continuous batching, iteration by iteration.
func (m *generating) Play(l *Load) Play {
	if !m.known() || l.Rate <= 0 {
		return Play{}
	}
	it, ok := ai.NewIteration(m.deployment, m.load(l, 1))
	if !ok {
		return Play{}
	}
	return Play{Lanes: it}
}

// Play is the cache by content, where its catalogue is known.
func (m *caching) Play(l *Load) Play {
	if m.items == nil {
		return Play{}
	}
	c := &Content{Replacement: m.replacement, Room: m.room, Lifetime: m.lifetime}
	for i := range l.Flows {
		c.Items = append(c.Items, m.asked.of(l.Flows[i].Class))
		c.Zipf = append(c.Zipf, m.zipf.of(l.Flows[i].Class))
	}
	return Play{Content: c}
}

// Play gathers items as they come.
func (m *gathering) Play(*Load) Play { return Play{Gather: Gather{m.filling.Most, m.filling.Timeout}} }

// Play is the monitor at work.
func (m *watching) Play(*Load) Play { return Play{Watch: &m.watch} }
