package report

import "math"

// Verdict is what a simulation says of a closed form.
type Verdict string

// Unseen: there is nothing to compare. Unstated: the closed form states no
// error, and lies where one of class C would have to.
const (
	Unseen   Verdict = "unseen"
	Agrees   Verdict = "agrees"
	Differs  Verdict = "differs"
	Unstated Verdict = "unstated"
)

// unstatedBand is beyond what a closed form that states no error is said to
// differ: more than class C allows.
const unstatedBand = 0.1

// Verdict judges a closed form of an error class by its simulation. One that
// states no error never agrees: there is nothing it could agree with.
func (e Estimate) Verdict(class ErrorClass) Verdict {
	v, c := float64(e.Value), float64(e.Closed)
	switch {
	case !e.Value.Finite() || !e.Closed.Finite():
		return Unseen
	case !e.Agrees:
		return Differs
	case class != "D":
		return Agrees
	case math.Abs(c-v) > unstatedBand*math.Abs(v)+3*float64(e.Half):
		return Differs
	}
	return Unstated
}

// Deviation is how far the closed form lies from the simulation, relative to
// it; not applicable where one of them is none.
func (e Estimate) Deviation() Number {
	if !e.Value.Finite() || !e.Closed.Finite() || e.Value == 0 {
		return NA
	}
	return (e.Closed - e.Value) / Number(math.Abs(float64(e.Value)))
}
