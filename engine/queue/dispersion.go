package queue

import "math"

// Dispersion is how bursty a stream is, by time scale: its index of dispersion
// of counts
//
//	I(t) = Var N(t) / E N(t)
//
// at the times of a fixed logarithmic grid, taken as constant beyond it and
// linear in log t between. nil is a Poisson stream, I ≡ 1. A single SCV cannot
// say that a stream is regular from one customer to the next and bursty over
// minutes, as what leaves a busy station is. Whitt & You, "A robust queueing
// network analyzer based on indices of dispersion" (2022). A Dispersion is not
// changed once made.
type Dispersion [dispersionPoints]float64

const (
	dispersionPoints = 46   // three to the decade,
	dispersionFirst  = 1e-8 // from here to 1e7
)

var dispersionTimes = func() (t [dispersionPoints]float64) {
	for i := range t {
		t[i] = dispersionFirst * exp(float64(i)*math.Ln10/3)
	}
	return t
}()

// at is I(t).
func (d *Dispersion) at(t float64) float64 {
	if d == nil {
		return 1
	}
	x := log(t/dispersionFirst) * (3 / math.Ln10)
	switch {
	case !(x > 0):
		return d[0]
	case x >= dispersionPoints-1:
		return d[dispersionPoints-1]
	}
	i := int(x)
	f := x - float64(i)
	return d[i] + f*(d[i+1]-d[i])
}

// Same tells whether two are the same figures.
func (d *Dispersion) Same(o *Dispersion) bool {
	if d == nil || o == nil || d == o {
		return d == o
	}
	return *d == *o
}

// point is I at a time of the grid.
func (d *Dispersion) point(i int) float64 {
	if d == nil {
		return 1
	}
	return d[i]
}

// Limit is I(∞), the asymptotic SCV.
func (d *Dispersion) Limit() float64 {
	if d == nil {
		return 1
	}
	return d[dispersionPoints-1]
}

// Least is I where it is least.
func (d *Dispersion) Least() float64 {
	if d == nil {
		return 1
	}
	least := d[0]
	for _, x := range d {
		least = min(least, x)
	}
	return least
}

// Shaped is how far I is from that of a Poisson stream at most.
func (d *Dispersion) Shaped() float64 {
	if d == nil {
		return 0
	}
	far := 0.0
	for _, x := range d {
		if y := math.Abs(x - 1); y > far {
			far = y
		}
	}
	return far
}

// dispersion is nil for that of a Poisson stream.
func dispersion(times Dispersion) *Dispersion {
	for i := range times {
		if !(math.Abs(times[i]-1) < 1e-12) {
			return &times
		}
	}
	return nil
}

// RenewalStream is the dispersion of a renewal stream; of groups of customers
// that arrive as one, I = E X·(I_groups + c_X²).
func RenewalStream(rate, scv float64, group Law) *Dispersion {
	if group.Mean <= 1 {
		r := newRenewal(rate, scv)
		return dispersion(r.over(1))
	}
	r := newRenewal(rate/group.Mean, scv)
	times := r.over(1)
	for i := range times {
		times[i] = group.Mean * (times[i] + group.SCV)
	}
	return dispersion(times)
}

// Kept is the dispersion of a stream of which each customer is kept with
// probability p: p·I + 1 − p, exact.
func (d *Dispersion) Kept(p float64) *Dispersion {
	if d == nil || p == 1 {
		return d
	}
	out := new(Dispersion)
	for i := range d {
		out[i] = max(p*d[i]+1-p, 0)
	}
	return out
}

// InTurns is the dispersion of every (1/p)-th customer of a stream of the
// rate given, and where every customer becomes several, of p > 1.
func (d *Dispersion) InTurns(rate, p float64) *Dispersion {
	out := Dispersion{}
	if p < 1 {
		out = decay.over(2 * rate * p / (1 - p))
	}
	for i, x := range out {
		out[i] = p*d.point(i) + max(1-p, 0)*x
	}
	return dispersion(out)
}

// Merged is the dispersion of independent streams together: the mean of
// theirs by rate, exact.
func Merged(streams []Stream) *Dispersion {
	rate, plain := 0.0, true
	for i := range streams {
		rate += streams[i].Rate
		plain = plain && streams[i].Dispersion == nil
	}
	if plain || rate == 0 {
		return nil
	}
	if len(streams) == 1 {
		return streams[0].Dispersion
	}
	out := new(Dispersion)
	for i := range out {
		for k := range streams {
			x := 1.0
			if d := streams[k].Dispersion; d != nil {
				x = d[i]
			}
			out[i] += streams[k].Rate / rate * x
		}
	}
	return out
}

// Departures is what a station makes of the dispersion of what passes it:
// over short times that of the services, over long ones that of the arrivals,
//
//	I_d(t) = w I_a(t) + (1−w) I_s(ρt),  1 − w = √ρ(1 − w*(t/τ)),
//
// with the time τ in which a queue forgets. Whitt & You, "Heavy-traffic limit
// of the GI/GI/1 stationary departure process and its variance function"
// (2018). That holds for ρ near 1; below, a part of the customers passes
// without meeting others, and 1 − w shrinks by √ρ, chosen by simulation.
type Departures struct {
	remembered, served Dispersion // w* and I_s
	busy               float64    // √ρ
}

// NewDepartures is of a station that is busy but neither idle nor overloaded.
// It forgets in
//
//	τ = (I + cs²)·E S/(c(1−ρ)²)
//
// with the dispersion I of the work that arrives at the times that count there
// (see EquivalentSCV): how bursty it is over longer ones, it does not see.
func NewDepartures(arrivals *Dispersion, rho float64, servers int, service Law) Departures {
	tau := forgets(arrivals, rho, float64(servers), service)
	r := newRenewal(1/service.Mean, service.SCV)
	return Departures{memory.over(1 / tau), r.over(rho), math.Sqrt(rho)}
}

// forgets is τ.
func forgets(arrivals *Dispersion, rho, c float64, service Law) float64 {
	seen := 1.0
	if arrivals != nil {
		seen = max(over(counting(rho, c, service), arrivals.at), 0)
	}
	return (seen + service.SCV) * service.Mean / (c * (1 - rho) * (1 - rho))
}

// weight is w at a time of the grid.
func (d *Departures) weight(i int) float64 { return 1 - d.busy*(1-d.remembered[i]) }

// Of is the dispersion of the departures of a class that is a share p of all,
// by that of its arrivals: who is served next is of that class by chance.
func (d *Departures) Of(arrivals *Dispersion, p float64) *Dispersion {
	var out Dispersion
	for i := range out {
		fresh := d.busy * (1 - d.remembered[i])
		out[i] = (1-fresh)*arrivals.point(i) + fresh*(p*d.served[i]+1-p)
	}
	return dispersion(out)
}

// Working is the dispersion of the work that customers of several classes
// bring, less what the mixed service time accounts for; together are all
// customers, each[i] those of the i-th class alone. With shares p and mean
// services m, and what classes have in common spread over them by p,
//
//	m̄²(I + cs²) = Σ p m²(I_i + cs_i²) + (I − Σ p I_i)(m̄² − Σ p²m²)/(1 − Σ p²),
//
// exact for independent classes, for customers whose class is by chance, and
// for two classes.
func Working(together *Dispersion, each []*Dispersion, of []Customer) *Dispersion {
	rate, alike := 0.0, true
	for i := range of {
		rate += of[i].Rate
		alike = alike && of[i].Service.Mean == of[0].Service.Mean
	}
	if alike || rate == 0 {
		return together
	}
	var mean, squares, shares, second float64
	for i := range of {
		p, m := of[i].Rate/rate, of[i].Service.Mean
		mean += p * m
		second += p * m * m
		squares += p * p * m * m
		shares += p * p
	}
	if mean == 0 || shares > 1-1e-9 {
		return together
	}
	common := (mean*mean - squares) / (1 - shares)
	var out Dispersion
	for i := range out {
		sum, work := 0.0, 0.0
		for k := range of {
			p, m := of[k].Rate/rate, of[k].Service.Mean
			x := p * each[k].point(i)
			sum += x
			work += x * m * m
		}
		x := work + (together.point(i)-sum)*common - second + mean*mean
		out[i] = max(x/(mean*mean), 0)
	}
	return dispersion(out)
}

// memory is the canonical weight of reflected Brownian motion,
//
//	w*(t) = ((t²+2t−1)(2Φ(√t)−1) + 2φ(√t)√t(1+t) − t²) / 2t,
//
// for small t 4/3·√(2t/π) − t/2.
var memory = tabulate(1e-6, 1e6, func(t float64) float64 {
	root := math.Sqrt(t)
	switch {
	case t < 1e-6:
		return 4./3*math.Sqrt2/math.SqrtPi*root - t/2
	case t > 1e6:
		return 1
	}
	central := 1 - 2*normalTail(root)
	density := exp(-t/2) / (math.Sqrt2 * math.SqrtPi)
	w := ((t*t+2*t-1)*central + 2*density*root*(1+t) - t*t) / (2 * t)
	return min(max(w, 0), 1)
})
