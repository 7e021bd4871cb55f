package sim

import "math"

// outages are the failures and repairs of the units of one Failure, in order
// of time, as far as anybody has asked.
type outages struct {
	failing
	now    float64
	events []outage
	spent  bool // there are more than are remembered
}

// outage is a unit that goes down or comes up.
type outage struct {
	at   float64
	unit int
	down bool
}

func newOutages(f *Failure, random generator) *outages {
	return &outages{failing: failing{spec: f, down: make([]bool, f.Units), random: random}}
}

// mostOutages bounds what is remembered: a job with more never ends.
const mostOutages = 500_000

// event is the k-th, nil where there is none any more.
func (o *outages) event(k int) *outage {
	for k >= len(o.events) {
		fail, mend := o.rates()
		total := fail + mend
		if o.spent = len(o.events) == mostOutages; o.spent || !(total > 0) {
			return nil
		}
		o.now += o.random.exponential() / total
		unit, breaks := o.change(fail, mend)
		o.set(unit, breaks)
		o.events = append(o.events, outage{o.now, unit, breaks})
	}
	return &o.events[k]
}

// upShare is the part of a group that is up by one Failure: of its units those
// from low to high are the group's.
type upShare struct {
	of        *outages
	next      int // event not seen yet
	low, high int
	down      int
}

// share lets a Failure take the servers of a stage: each unit has an equal
// part of them.
func (s *jobStage) share(o *outages) {
	n, units := s.idle.len(), o.spec.Units
	if s.shares == nil {
		s.shares = make([][]upShare, n)
	}
	for g := range n {
		low := g * units / n
		s.shares[g] = append(s.shares[g], upShare{of: o, low: low, high: max((g+1)*units/n, low+1)})
	}
}

// pass moves on to a time; and is when the next change comes after it.
func (u *upShare) pass(now float64) (next float64) {
	for {
		e := u.of.event(u.next)
		if e == nil {
			return math.Inf(1)
		}
		mine := e.unit >= u.low && e.unit < u.high
		if e.at > now && mine {
			return e.at
		}
		if mine && e.down {
			u.down++
		} else if mine {
			u.down--
		}
		u.next++
	}
}

// through is when a group is done with work that starts at a time. It is
// slower by the units that are down; where all are, the item at hand begins
// again. +Inf where that is never, or failures are too many to tell.
func through(shares []upShare, now, work, item float64, out *Life) float64 {
	left, speed := work, 1.0
	for {
		was, change := speed, math.Inf(1)
		speed = 1
		for i := range shares {
			u := &shares[i]
			change = min(change, u.pass(now))
			speed *= 1 - float64(u.down)/float64(u.high-u.low)
			if u.of.spent {
				return math.Inf(1)
			}
		}
		if speed == 0 && was > 0 && left < work {
			lost := left
			if item > 0 {
				lost = math.Mod(work-left, item)
			}
			left += lost
			out.Redone += lost
			out.Restarts++
		}
		if speed > 0 {
			if end := now + left/speed; end <= change {
				return end
			}
			left -= float64((change - now) * speed)
		}
		if now = change; math.IsInf(now, 1) || out.Restarts > mostRestarts {
			return math.Inf(1)
		}
	}
}
