package sim

import "math"

// Timeline is what went on in equal slices of the time in which the cohort
// arrived. Slices of a run whose length is not known ahead double in width
// whenever they run out, so there are between half of Plan.Buckets and all.
type Timeline struct {
	Start, Step float64 // s
	Stations    []StationTimeline
	Journeys    []JourneyTimeline // the first mostJourneys
}

// StationTimeline has one value a slice for each figure. All but Arrivals
// and Served are means of samplesPerSlice looks, evenly spaced.
type StationTimeline struct {
	Arrivals []float64 // a second
	Served   []float64 // a second
	Queue    []float64 // items waiting; where tokens are served, those whose prompt has not begun or was put back
	Busy     []float64 // items being served
	Servers  []float64 // that are up
}

// JourneyTimeline is about the items that were done in each slice.
type JourneyTimeline struct {
	Done []float64 // a second
	Lost []float64 // a second, of the whole origin; under its first sink
	Mean []float64 // s; NaN where none was done
	P99  []float64 // s
}

// Bounds on what a timeline keeps.
const (
	samplesPerSlice = 32
	mostJourneys    = 256
	mostValues      = 400_000 // a figure, over all stations
	leastBuckets    = 16
)

// recorder fills a timeline.
type recorder struct {
	start, step float64
	buckets     int
	at          int     // slice under way
	look        float64 // when the next sample is due
	looks       int     // taken in this slice
	stations    []traces
	journeys    []passed
}

// traces are the sums of a station, by slice.
type traces struct{ arrivals, served, queue, busy, servers []float64 }

// passed are the journeys done, by slice.
type passed struct {
	time []sketch
	lost []float64
}

func newRecorder(r *run) *recorder {
	if r.plan.Buckets <= 0 {
		return nil
	}
	n := min(r.plan.Buckets, max(mostValues/max(len(r.stations), 1), leastBuckets))
	t := &recorder{start: r.now, buckets: n + n%2}
	if t.step = r.plan.Duration / float64(t.buckets); t.step == 0 {
		// A guess from the warm-up, low so that it doubles rather than falls short.
		each := r.now / float64(max(r.out.WarmupItems, 1))
		t.step = max(each*float64(r.plan.Cohort)/float64(t.buckets)/2, 1e-9)
	}
	t.look = t.start + t.step/(2*samplesPerSlice)
	t.stations = make([]traces, len(r.stations))
	for i := range t.stations {
		all := make([]float64, 5*t.buckets)
		cut := func(k int) []float64 { return all[k*t.buckets : (k+1)*t.buckets : (k+1)*t.buckets] }
		t.stations[i] = traces{cut(0), cut(1), cut(2), cut(3), cut(4)}
	}
	t.journeys = make([]passed, min(len(r.out.Journeys), mostJourneys))
	for i := range t.journeys {
		t.journeys[i] = passed{make([]sketch, t.buckets), make([]float64, t.buckets)}
	}
	return t
}

// sample looks at every station whenever it is due before the event at hand:
// nothing has changed since the last.
func (r *run) sample() {
	t := r.timeline
	for t.look <= r.now && t.at < t.buckets {
		for i := range t.stations {
			s, st := &t.stations[i], &r.stations[i]
			waiting, busy := st.load()
			s.queue[t.at] += waiting
			s.busy[t.at] += busy
			s.servers[t.at] += float64(st.up)
		}
		if t.looks++; t.looks == samplesPerSlice {
			t.looks = 0
			if t.at++; t.at == t.buckets && r.plan.Duration <= 0 {
				t.halve()
			}
		}
		t.look = t.start + (float64(t.at)+(float64(t.looks)+0.5)/samplesPerSlice)*t.step
	}
}

// load is who waits at a station and who is served.
func (st *station) load() (waiting, busy float64) {
	if len(st.lines) == 0 { // all at once
		return float64(max(st.present-st.servers, 0)), float64(st.present)
	}
	waits := st.waiting
	for l := range st.lanes {
		waits += int32(st.lanes[l].untouched)
	}
	return float64(waits), float64(st.present - waits)
}

func (t *recorder) arrived(station int32) {
	if t != nil && t.at < t.buckets {
		t.stations[station].arrivals[t.at]++
	}
}

func (t *recorder) served(station int32) {
	if t != nil && t.at < t.buckets {
		t.stations[station].served[t.at]++
	}
}

func (t *recorder) done(journey int, time float64) {
	if t != nil && journey < len(t.journeys) && t.at < t.buckets {
		t.journeys[journey].time[t.at].add(time)
	}
}

func (t *recorder) lost(journey int) {
	if t != nil && journey < len(t.journeys) && t.at < t.buckets {
		t.journeys[journey].lost[t.at]++
	}
}

// halve merges slices by pairs. The looks of the merged ones are twice as
// many, so their sums are halved.
func (t *recorder) halve() {
	half := t.buckets / 2
	pairs := func(x []float64, scale float64) {
		for k := range half {
			x[k] = (x[2*k] + x[2*k+1]) * scale
		}
		clear(x[half:])
	}
	for i := range t.stations {
		s := &t.stations[i]
		pairs(s.arrivals, 1)
		pairs(s.served, 1)
		pairs(s.queue, 0.5)
		pairs(s.busy, 0.5)
		pairs(s.servers, 0.5)
	}
	for i := range t.journeys {
		j := &t.journeys[i]
		pairs(j.lost, 1)
		for k := range half {
			merged := j.time[2*k]
			merged.merge(&j.time[2*k+1])
			j.time[k] = merged
		}
		clear(j.time[half:])
	}
	t.step *= 2
	t.at = half
}

// result is the timeline up to now; the slice under way counts where more
// than half of it is over.
func (t *recorder) result(now float64) *Timeline {
	if t == nil {
		return nil
	}
	n, last := t.at, now-(t.start+float64(t.at)*t.step)
	if t.looks > samplesPerSlice/2 {
		n++
	}
	out := &Timeline{Start: t.start, Step: t.step, Stations: make([]StationTimeline, len(t.stations)), Journeys: make([]JourneyTimeline, len(t.journeys))}
	over := func(x []float64, whole, part float64) []float64 {
		y := make([]float64, n)
		for k := range y {
			y[k] = x[k] / whole
			if k == t.at {
				y[k] = x[k] / part
			}
		}
		return y
	}
	rate := func(x []float64) []float64 { return over(x, t.step, min(last, t.step)) }
	mean := func(x []float64) []float64 { return over(x, samplesPerSlice, float64(t.looks)) }
	for i := range t.stations {
		s := &t.stations[i]
		out.Stations[i] = StationTimeline{rate(s.arrivals), rate(s.served), mean(s.queue), mean(s.busy), mean(s.servers)}
	}
	for i := range t.journeys {
		j := &t.journeys[i]
		done := make([]float64, t.buckets)
		line := JourneyTimeline{Lost: rate(j.lost), Mean: make([]float64, n), P99: make([]float64, n)}
		for k := range n {
			s := &j.time[k]
			done[k] = float64(s.total)
			line.Mean[k], line.P99[k] = s.sum/float64(s.total), s.quantile(0.99)
		}
		line.Done = rate(done)
		out.Journeys[i] = line
	}
	return out
}

// sketch is a small histogram: eight buckets to an octave.
type sketch struct {
	count []uint32
	first int32 // bucket of count[0]
	total uint32
	sum   float64
}

const sketchShift = 52 - 3

func (s *sketch) add(t float64) {
	s.total++
	s.sum += t
	i := int32(max(math.Float64bits(t), firstBits) >> sketchShift)
	if s.count == nil {
		s.first = i
	}
	s.reach(i)
	s.count[i-s.first]++
}

// reach makes room for a bucket.
func (s *sketch) reach(i int32) {
	if i < s.first {
		s.count = append(make([]uint32, s.first-i, int(s.first-i)+len(s.count)), s.count...)
		s.first = i
	}
	if n := int(i-s.first) + 1; n > len(s.count) {
		s.count = append(s.count, make([]uint32, n-len(s.count))...)
	}
}

func (s *sketch) merge(o *sketch) {
	if o.total == 0 {
		return
	}
	if s.total == 0 {
		*s = *o
		return
	}
	s.reach(o.first)
	s.reach(o.first + int32(len(o.count)) - 1)
	for k, n := range o.count {
		s.count[int32(k)+o.first-s.first] += n
	}
	s.total += o.total
	s.sum += o.sum
}

// quantile is interpolated within its bucket; NaN of none.
func (s *sketch) quantile(p float64) float64 {
	rank, seen := p*float64(s.total), 0.0
	for k, n := range s.count {
		if n > 0 && seen+float64(n) >= rank {
			b := uint64(s.first) + uint64(k)
			low, high := math.Float64frombits(b<<sketchShift), math.Float64frombits((b+1)<<sketchShift)
			return low + float64((high-low)*((rank-seen)/float64(n)))
		}
		seen += float64(n)
	}
	return math.NaN()
}
