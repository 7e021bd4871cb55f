package session

import (
	"math"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/report"
)

// The reach of a what-if load, as a factor on the rate of every source.
const (
	LeastLoad = 0.1
	MostLoad  = 3.0
)

// Load is the factor at which the design is answered, 1 as designed.
func (s *Session) Load() float64 {
	if s.factor == 0 {
		return 1
	}
	return s.factor
}

// SetLoad answers the design as if every source sent so many times its rate.
// The design itself, and what is kept and shared of it, stays as it is.
func (s *Session) SetLoad(factor float64) {
	factor = min(max(factor, LeastLoad), MostLoad)
	if factor == s.Load() {
		return
	}
	s.factor = factor
	s.evaluateSoon()
	s.tell(Reading)
}

// loaded is the design that is answered: as it stands, or under another load.
func (s *Session) loaded() *design.Design {
	d := s.Design()
	if s.Load() == 1 {
		return d
	}
	if s.scaled.of != d || s.scaled.factor != s.Load() {
		s.scaled.of, s.scaled.factor = d, s.Load()
		s.scaled.design = Scaled(d, s.Load())
	}
	return s.scaled.design
}

// scaled is a design under another load.
type scaled struct {
	of     *design.Design
	factor float64
	design *design.Design
}

// Scaled is a design with the rate of every source multiplied by a factor;
// the middle of a rate that is a range stands for it.
func Scaled(d *design.Design, factor float64) *design.Design {
	out := d.Clone()
	for id, n := range d.Nodes {
		k, ok := component.Lookup(n.Kind)
		if !ok || k.Family != component.Sources {
			continue
		}
		p, ok := k.Param("rate")
		if !ok {
			continue
		}
		v, given := n.Params[p.Key]
		if !given {
			v = p.Default
		}
		rate, ok := middle(v, p.Dimension)
		if !ok {
			continue // the report says what is wrong with it
		}
		c := n.Clone()
		if c.Params == nil {
			c.Params = map[string]quantity.Value{}
		}
		c.Params[p.Key] = quantity.Str(quantity.Join(rate*factor, "/s"))
		out.Nodes[id] = c
	}
	return out
}

// middle is a value in base units, the middle of a range.
func middle(v quantity.Value, of quantity.Dimension) (float64, bool) {
	if r, ok := quantity.RangeOf(v); ok {
		low, high, err := quantity.ResolveRange(r, of, nil)
		return low + (high-low)/2, err == nil
	}
	x, err := quantity.Resolve(v, of, nil)
	return x, err == nil
}

// Breaking is the load at which a design saturates.
type Breaking struct {
	Factor  float64         // times the load as designed; 0: none within reach
	Subject *report.Subject // what saturates
}

// Saturates finds the load at which the design saturates, to about a
// percent; it remembers the answer for one state of the design.
func (s *Session) Saturates() Breaking {
	d := s.Design()
	if s.breaking.of != d {
		s.breaking.of = d
		s.breaking.Breaking = saturates(d)
	}
	return s.breaking.Breaking
}

type breaking struct {
	of *design.Design
	Breaking
}

const (
	// furthest is the greatest load looked at.
	furthest = 30.0
	// searched is how many parts a design may have for the search not to be felt.
	searched = 300
)

// saturates halves the interval, in logarithm, between a load the design
// carries and one it does not.
func saturates(d *design.Design) Breaking {
	if len(d.Nodes) > searched {
		return Breaking{}
	}
	e := newEvaluator()
	carries := func(x float64) (bool, *report.Subject) {
		sum := e.fast(Scaled(d, x)).Summary
		return float64(sum.Headroom) > 0, sum.Bottleneck
	}
	low, high := LeastLoad/10, furthest
	full, what := carries(high)
	if full {
		return Breaking{}
	}
	for range 12 {
		mid := math.Sqrt(low * high)
		ok, at := carries(mid)
		if ok {
			low = mid
		} else {
			high, what = mid, at
		}
	}
	return Breaking{Factor: high, Subject: what}
}
