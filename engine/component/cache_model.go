package component

import (
	"math"

	"weir/engine/diagnostic"
	"weir/engine/queue"
	"weir/engine/report"
)

// caching splits work into hits and misses.
type caching struct {
	processing
	replacement string
	hit         each                     // given
	items       map[int]queue.Popularity // by class, where computed; -1 for all others
	asked, zipf each                     // where computed: items in the catalogue of a class, and their exponent
	room        float64                  // items kept
	lifetime    float64                  // s
	alone       float64                  // hit ratio of a class that has the cache to itself; -1 = not known
	exact       bool                     // and it is no approximation
	hitSize     float64                  // B; 0 = as it came
}

func bindCache(p *Params) Model {
	m := &caching{
		processing: processing{
			servers: p.whole("servers"), service: p.each("service"), scv: p.each("service_scv"),
			machines: p.machines(), share: p.share(), scale: "servers", class: -1,
		},
		replacement: p.word("replacement"), hit: p.each("hit_ratio"), hitSize: p.num("hit_size"),
		room: p.num("room"), lifetime: p.num("lifetime"),
	}
	if m.replacement != "given" {
		m.catalogues(p)
	}
	return m
}

// exactItems is up to how many items LRU is solved exactly, exactFIFO up to how
// many items times places FIFO is; zipfHead of package queue stand by themselves.
const (
	exactItems = 16
	exactFIFO  = 1e5
	listed     = 512
)

// catalogues works out how popular the items of each class are.
func (m *caching) catalogues(p *Params) {
	n, zipf := p.each("items"), p.each("zipf")
	m.asked, m.zipf = n, zipf
	m.items = map[int]queue.Popularity{-1: queue.Zipf(int(n.all), zipf.all)}
	for _, list := range [][]classValue{n.classes, zipf.classes} {
		for _, c := range list {
			m.items[c.class] = queue.Zipf(int(n.of(c.class)), zipf.of(c.class))
		}
	}
	m.alone = -1
	if len(m.items) > 1 || m.timed() {
		return
	}
	if m.room >= n.all && n.all > 1 {
		p.report("cache.room", diagnostic.Info, "room", nil,
			words("The cache has room for every item: nothing is missed once it is warm.", "缓存容得下所有数据项：预热后不会未命中。"))
	}
	m.alone = math.NaN()
	switch {
	case m.replacement == "lru" && n.all <= exactItems:
		m.alone = queue.ExactLRU(m.items[-1], int(m.room))
	case m.replacement == "fifo" && n.all <= listed && n.all*m.room <= exactFIFO:
		m.alone = queue.ExactFIFO(m.items[-1], int(m.room))
	}
	if m.exact = !math.IsNaN(m.alone); m.exact {
		return
	}
	m.alone = queue.Hits([]queue.Catalogue{{Rate: 1, Items: m.items[-1]}}, m.room, m.policy())[0]
}

// timed tells whether items are dropped after a time rather than for want of room.
func (m *caching) timed() bool { return m.replacement == "ttl" || m.replacement == "idle" }

func (m *caching) policy() queue.Replacement {
	if m.replacement == "fifo" {
		return queue.FIFO
	}
	return queue.LRU
}

// hits are the hit ratios of the flows that arrive.
func (m *caching) hits(l *Load) []float64 {
	hits := make([]float64, len(l.Flows))
	switch {
	case m.items == nil:
		for i := range l.Flows {
			hits[i] = m.hit.of(l.Flows[i].Class)
		}
	case len(l.Flows) == 1 && m.alone >= 0:
		hits[0] = m.alone
	case m.timed():
		for i := range l.Flows {
			hits[i] = queue.TTLHits(m.catalogue(&l.Flows[i]), m.lifetime, m.replacement == "idle")
		}
	default:
		all := make([]queue.Catalogue, len(l.Flows))
		for i := range l.Flows {
			all[i] = m.catalogue(&l.Flows[i])
		}
		hits = queue.Hits(all, m.room, m.policy())
	}
	return hits
}

func (m *caching) catalogue(f *Flow) queue.Catalogue {
	items, own := m.items[f.Class]
	if !own {
		items = m.items[-1]
	}
	return queue.Catalogue{Rate: f.Rate, Items: items}
}

// trust is how the hit ratios were found, their error class, and that of what
// the hits and misses meet, whose streams are taken as Poisson.
//
// Che's approximation beside exact solutions of 10 to 100 items, Zipf exponents
// 0 to 2: with 8 places LRU's hits are off by 1 % and its misses by 2 %, with 3 by
// 3 % and 3 %; FIFO's misses by 2.3 % with 30 places and by 8 % with 6. Of the
// misses the wait at M/M/1 and M/M/4 was simulated, loads 0.7 to 0.9: caches that
// keep a number of items 2 to 7 % off with 1,000 items and 5 to 20 % with fewer.
func (m *caching) trust(l *Load) (method string, hits, onward queue.Class) {
	switch {
	case m.items == nil:
		return "", "", queue.A
	case m.timed():
		return "TTL", m.timedRequests(l), queue.Worse(m.timedRequests(l), m.timedMisses(l))
	case m.room >= m.asked.all && len(m.items) == 1:
		return "King", queue.A, queue.A
	}
	method, hits, onward = "Che", m.che(), queue.C
	if len(l.Flows) == 1 && m.exact {
		method, hits = "King", queue.A
	}
	if m.asked.all < 1000 || hits > queue.B {
		onward = queue.D
	}
	return method, hits, onward
}

// che is the class of Che's approximation.
func (m *caching) che() queue.Class {
	fifo := m.replacement == "fifo"
	switch {
	case m.room >= 32, !fifo && m.room >= 8:
		return queue.B
	case m.room >= 6, !fifo && m.room >= 3:
		return queue.C
	}
	return queue.D
}

// timedRequests is the class of hits that depend on when requests come, which
// is taken to be at random.
func (m *caching) timedRequests(l *Load) queue.Class {
	return off(l.SCV(1) - 1)
}

// timedMisses is the class of the wait behind misses that are further apart
// than those of a Poisson stream: in heavy traffic 2/(1 + I) of it, with I their
// index of dispersion.
func (m *caching) timedMisses(l *Load) queue.Class {
	all := make([]queue.Catalogue, len(l.Flows))
	for i := range l.Flows {
		all[i] = m.catalogue(&l.Flows[i])
	}
	return off(2/(1+queue.TTLDispersion(all, m.lifetime, m.replacement == "idle")) - 1)
}

// off is the class of a relative error.
func off(by float64) queue.Class {
	switch by = math.Abs(by); {
	case by > 0.1:
		return queue.D
	case by > 0.025:
		return queue.C
	case by > 0.001:
		return queue.B
	}
	return queue.A
}

func (m *caching) Serve(l *Load, s *Service) {
	m.processing.Serve(l, s)
	s.Shares = m.hits(l)
	if l.Rate <= 0 {
		return
	}
	hits := 0.0
	for i := range l.Flows {
		hits += l.Flows[i].Rate * s.Shares[i]
	}
	f := figure("hit_ratio_mean", words("Hits of all", "总命中率"), hits/l.Rate, "")
	f.Method, s.Divided, s.Onward = m.trust(l)
	f.ErrorClass = report.ErrorClass(s.Divided)
	s.Figures = append(s.Figures, f)
}

// Divide sends the share of hits out by the first port, the rest by the second.
func (m *caching) Divide(f Flow, share float64, out []Transfer) []Transfer {
	w := f.Work
	if m.hitSize > 0 {
		w.Bytes = Spread{Mean: m.hitSize}
	}
	if share > 0 {
		out = append(out, Transfer{Port: 0, Class: f.Class, Gain: share, Batch: 1, Work: w})
	}
	if share < 1 {
		out = append(out, Transfer{Port: 1, Class: f.Class, Gain: 1 - share, Batch: 1, Work: f.Work})
	}
	return out
}
