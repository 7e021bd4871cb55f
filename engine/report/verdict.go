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

// Verdict judges a closed form by its simulation. One that states no error
// agrees only where the two are the same to all that counts.
func (e Estimate) Verdict() Verdict {
	switch {
	case !e.seen():
		return Unseen
	case e.Agrees:
		return Agrees
	case e.Band > 0, !e.Within(unstatedBand, 0):
		return Differs
	}
	return Unstated
}

// judged tells whether there are two figures, and an error that is stated.
func (e Estimate) judged() bool { return e.seen() && e.Band > 0 }

func (e Estimate) seen() bool { return e.Value.Finite() && e.Closed.Finite() }

// Within tells whether the closed form is within a factor of 1 + band of the
// simulation, either way, three half-widths and slack allowed for. No figure
// is below 0.
func (e Estimate) Within(band, slack float64) bool {
	v, c, own := float64(e.Value), float64(e.Closed), 3*float64(e.Half)+slack
	low, high := v-own, v+own
	return low/(1+band) <= c && c <= high*(1+band)
}

// Deviation is how far the closed form lies from the simulation, relative to
// it; not applicable where one of them is none, both are as good as none, or
// the simulation found next to nothing to be relative to.
func (e Estimate) Deviation() Number {
	nothing := math.Abs(float64(e.Value)) <= 1e-6*math.Abs(float64(e.Closed))
	if !e.seen() || nothing || e.Agrees && e.Band == 0 {
		return NA
	}
	return (e.Closed - e.Value) / Number(math.Abs(float64(e.Value)))
}

// Unjudged takes back what is said of journeys, nodes and retries by a closed
// form that is about something else, or states no error of it.
func (s *Simulation) Unjudged() {
	take := func(list ...*Estimate) {
		for _, e := range list {
			e.Band, e.Agrees = 0, false
		}
	}
	for i := range s.Journeys {
		j := &s.Journeys[i]
		take(&j.Rate, &j.Mean, &j.P50, &j.P90, &j.P95, &j.P99, &j.P999)
		j.ErrorClass, j.TailClass = "D", ""
	}
	for _, n := range s.Nodes {
		take(&n.Utilisation, &n.WaitS, &n.LossRatio, &n.ServersUp)
		n.ErrorClass = "D"
		if n.HitRatio != nil {
			take(n.HitRatio)
		}
		if n.AI != nil {
			for _, x := range []*SimulatedTimes{&n.AI.TTFT, &n.AI.TPOT} {
				take(&x.Mean, &x.P50, &x.P90, &x.P95, &x.P99)
			}
		}
	}
	for i := range s.Retries {
		x := &s.Retries[i]
		take(&x.PerItem, &x.LateRatio, &x.GivenUp, &x.LatencyS)
	}
}
