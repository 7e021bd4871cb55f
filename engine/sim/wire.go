package sim

import (
	"encoding/binary"
	"errors"
	"math"
)

// A replication travels as bytes from the worker that played it to where all
// are compared. The form is of one version of the program, to itself.

// ErrWire says that bytes are no replication.
var ErrWire = errors.New("sim: these bytes are no replication")

// Append adds a replication to bytes.
func (r *Replication) Append(b []byte) []byte {
	w := wire{b: b}
	w.replication(r)
	return w.b
}

// ReadReplication reads the first replication of bytes, one of a network, and
// returns what follows it.
func ReadReplication(n *Network, b []byte) (r Replication, rest []byte, err error) {
	w := wire{b: b, reading: true}
	w.replication(&r)
	if w.bad || len(r.Journeys) != n.Journeys*max(n.Sinks, 1) || len(r.Stations) != len(n.Stations) {
		return Replication{}, nil, ErrWire
	}
	r.network = n
	return r, w.b, nil
}

// wire writes values to the end of bytes, or reads them off their beginning,
// in the same order.
type wire struct {
	b       []byte
	reading bool
	bad     bool
}

func (w *wire) count(x *uint64) {
	if !w.reading {
		w.b = binary.AppendUvarint(w.b, *x)
		return
	}
	v, n := binary.Uvarint(w.b)
	if n <= 0 {
		w.bad, w.b = true, nil
		return
	}
	*x, w.b = v, w.b[n:]
}

func (w *wire) whole(x *int) {
	v := uint64(*x)
	w.count(&v)
	*x = int(v)
}

func (w *wire) number(x *float64) {
	if !w.reading {
		w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(*x))
		return
	}
	if len(w.b) < 8 {
		w.bad, w.b = true, nil
		return
	}
	*x, w.b = math.Float64frombits(binary.LittleEndian.Uint64(w.b)), w.b[8:]
}

func (w *wire) flag(x *bool) {
	v := uint64(0)
	if *x {
		v = 1
	}
	w.count(&v)
	*x = v == 1
}

// list is a list of things that each take a byte at least.
func list[T any](w *wire, x *[]T, each func(*T)) {
	n := uint64(len(*x))
	w.count(&n)
	if w.reading {
		if *x = nil; n > uint64(len(w.b)) {
			w.bad = true
			return
		}
		if n > 0 {
			*x = make([]T, n)
		}
	}
	for i := range *x {
		each(&(*x)[i])
	}
}

func (w *wire) replication(r *Replication) {
	w.whole(&r.Number)
	w.flag(&r.Passive)
	w.flag(&r.Calm)
	w.flag(&r.Complete)
	w.number(&r.Until)
	w.number(&r.Duration)
	w.whole(&r.WarmupItems)
	w.whole(&r.Unfinished)
	w.count(&r.Events)
	list(w, &r.Journeys, func(j *Journey) {
		w.whole(&j.Arrived)
		w.whole(&j.Lost)
		w.whole(&j.Completed)
		w.whole(&j.Attempts)
		w.whole(&j.Late)
		w.whole(&j.Spoiled)
		w.histogram(&j.Time)
	})
	list(w, &r.Stations, w.visit)
	list(w, &r.Lookups, func(l *Lookups) {
		w.whole(&l.Asked)
		w.whole(&l.Hits)
	})
	list(w, &r.Monitors, func(m *Watch) {
		w.whole(&m.False)
		list(w, &m.Fired, func(f *Firing) {
			w.number(&f.At)
			w.number(&f.Past)
			w.flag(&f.False)
		})
	})
	list(w, &r.Jobs, func(lives *[]Life) {
		list(w, lives, func(l *Life) {
			w.number(&l.Duration)
			w.whole(&l.Restarts)
			w.number(&l.Redone)
			w.number(&l.Saving)
			w.flag(&l.Complete)
		})
	})
	timed := r.Timeline != nil
	if w.flag(&timed); timed {
		if w.reading {
			r.Timeline = new(Timeline)
		}
		w.timeline(r.Timeline)
	}
}

func (w *wire) visit(v *Visit) {
	w.histogram(&v.Sojourn)
	w.histogram(&v.First)
	w.histogram(&v.Token)
	w.number(&v.Wait)
	w.number(&v.WaitSquares)
	w.number(&v.Work)
	w.number(&v.Up)
	w.number(&v.Prompt)
	w.number(&v.Found)
	w.whole(&v.Waited)
	w.whole(&v.Lost)
	w.whole(&v.Served)
	w.whole(&v.Preempted)
}

// histogram: of the buckets those that hold something, each by how many empty
// ones stand before it.
func (w *wire) histogram(h *Histogram) {
	w.count(&h.total)
	if h.total == 0 {
		return
	}
	w.count(&h.zero)
	w.number(&h.sum)
	w.number(&h.above)
	left, gap := h.total-h.zero, uint64(0)
	if !w.reading {
		for _, n := range h.count {
			if n == 0 {
				gap++
				continue
			}
			full := uint64(n)
			w.count(&gap)
			w.count(&full)
			gap = 0
		}
		return
	}
	for left > 0 && !w.bad {
		n := uint64(0)
		w.count(&gap)
		w.count(&n)
		if w.bad = w.bad || n == 0 || n > left || n > math.MaxUint32 || gap > 1<<18; w.bad {
			return
		}
		h.count = append(append(h.count, make([]uint32, gap)...), uint32(n))
		left -= n
	}
}

func (w *wire) timeline(t *Timeline) {
	w.number(&t.Start)
	w.number(&t.Step)
	numbers := func(lists ...*[]float64) {
		for _, x := range lists {
			list(w, x, w.number)
		}
	}
	list(w, &t.Stations, func(s *StationTimeline) { numbers(&s.Arrivals, &s.Served, &s.Queue, &s.Busy, &s.Servers) })
	list(w, &t.Journeys, func(j *JourneyTimeline) { numbers(&j.Done, &j.Lost, &j.Mean, &j.P99) })
}
