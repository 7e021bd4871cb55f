package queue

import "math"

// Ring is stations that feed each other, with the variation that comes in from
// outside and that of the services. Each spreads through the ring as customers
// do, the part √w of it passing a station within the time looked at (see
// Departures). What comes by several ways, or several times, adds up before it
// is squared:
//
//	λ(I − 1) = Σ over sources of σ·g²,
//
// with σ = λ(I − 1) of a stream from outside and λ(1 − w)(I_s − 1) of a
// station. So I = 1 everywhere in networks of product form, and in the long
// run I of what leaves the ring is exact.
type Ring struct {
	Stations []RingStation
	Entries  []RingEntry
}

// RingStation is a station of a ring as one class sees it, or all.
type RingStation struct {
	Rate    float64     // through it
	Share   float64     // of the class in all that come
	SCV     float64     // of the services that are waited for; 1 where none are
	Passes  *Departures // nil: what comes leaves as it came
	Come    *Dispersion // of what arrives, if streams that meet were independent
	Sojourn float64     // mean time there
	Next    []float64   // probability to be next at each station of the ring
}

// RingEntry is a stream from outside to a station.
type RingEntry struct {
	To         int
	Rate       float64
	Dispersion *Dispersion
}

// Spread is how variation comes to the stations of a ring.
type Spread struct {
	// Arrive, by station, is the dispersion that makes its customers wait as
	// they do. Over times in which they come again with probability p, what
	// counts is who comes for the first time, and those who come again are more
	// service: I = I_first + p(1 − cs²), exact in heavy traffic.
	Arrive []*Dispersion
	// Leave is of what leaves each station, to be kept in part by a way out of
	// the ring; of all together it may be below 0.
	Leave  []*Dispersion
	Common [][]*Covariance // of what leaves two stations
	Gain   [][]*Passed     // by entry and station: what shows there, in what leaves
}

// Solve spreads the variation. Over times too short for anyone to come again
// streams are independent.
func (r *Ring) Solve() Spread {
	n, m := len(r.Stations), len(r.Entries)
	arrive, leave := make([]Dispersion, n), make([]Dispersion, n)
	s := Spread{make([]*Dispersion, n), make([]*Dispersion, n), make([][]*Covariance, n), make([][]*Passed, m)}
	for i := range n {
		s.Common[i] = make([]*Covariance, n)
		for j := range i {
			s.Common[i][j] = new(Covariance)
			s.Common[j][i] = s.Common[i][j]
		}
	}
	for h := range m {
		s.Gain[h] = make([]*Passed, n)
		for i := range n {
			s.Gain[h][i] = new(Passed)
		}
	}
	for k, back := range r.back() {
		r.at(k, back, arrive, leave, &s)
	}
	for i := range n {
		s.Arrive[i], s.Leave[i] = dispersion(arrive[i]), dispersion(leave[i])
	}
	return s
}

// Plain tells whether there is nothing to spread: Poisson streams come, and
// stations leave what comes as it is.
func (r *Ring) Plain() bool {
	for i := range r.Entries {
		if r.Entries[i].Dispersion != nil {
			return false
		}
	}
	for i := range r.Stations {
		if r.Stations[i].Passes != nil {
			return false
		}
	}
	return true
}

// back is how far customers have come back within each time of the grid, by
// the mean time round the ring.
func (r *Ring) back() Dispersion {
	most, around := 0.0, 0.0
	for i := range r.Stations {
		most = max(most, r.Stations[i].Rate)
	}
	for i := range r.Stations {
		around += r.Stations[i].Sojourn * r.Stations[i].Rate / most
	}
	var d Dispersion
	if around > 0 && !math.IsInf(around, 1) {
		d = decay.over(1 / around)
	}
	for i := range d {
		d[i] = 1 - d[i]
	}
	return d
}

// at is Solve for the k-th time of the grid.
func (r *Ring) at(k int, back float64, arrive, leave []Dispersion, s *Spread) {
	n := len(r.Stations)
	weight, through := make([]float64, n), identity(n)
	for u := range r.Stations {
		x := &r.Stations[u]
		weight[u] = x.weight(k)
		for v, p := range x.Next {
			through.add(v, u, -p*math.Sqrt(weight[u]))
		}
	}
	spread := through.inverse()
	come, gone := make([]float64, n), make([]float64, n)
	comes, leaves := make([]float64, n), make([]float64, n) // λ(I − 1)
	add := func(sigma float64, own int) {
		for i := range n {
			if i != own { // its own services are counted as such
				comes[i] += sigma * come[i] * come[i]
			}
			leaves[i] += sigma * gone[i] * gone[i]
			for j := range i {
				s.Common[i][j][k] += back * sigma * gone[i] * gone[j]
			}
		}
	}
	for h := range r.Entries {
		e := &r.Entries[h]
		for i := range n {
			come[i] = spread.get(i, e.To)
			gone[i] = math.Sqrt(weight[i]) * come[i]
			s.Gain[h][i][k] = gone[i]
		}
		add(e.Rate*(e.Dispersion.point(k)-1), -1)
	}
	for u := range r.Stations {
		x := &r.Stations[u]
		if x.Passes == nil {
			continue
		}
		for i := range n {
			come[i] = 0
			for v, p := range x.Next {
				come[i] += spread.get(i, v) * p
			}
			gone[i] = math.Sqrt(weight[i]) * come[i]
		}
		gone[u]++
		add(x.Rate*(1-weight[u])*x.Share*(x.Passes.served[k]-1), u)
	}
	for i := range r.Stations {
		x := &r.Stations[i]
		visits := spread.get(i, i)
		first := 1 + comes[i]/(x.Rate*visits) + (1-1/visits)*(1-x.SCV)
		arrive[i][k] = back*max(first, 0) + (1-back)*x.Come.point(k)
		leave[i][k] = back*(1+leaves[i]/x.Rate) + (1-back)*x.leaves(k)
	}
}

// weight is w of what arrives, at a time of the grid.
func (x *RingStation) weight(k int) float64 {
	if x.Passes == nil {
		return 1
	}
	return x.Passes.weight(k)
}

// leaves is the dispersion of what leaves if streams that meet were
// independent.
func (x *RingStation) leaves(k int) float64 {
	if x.Passes == nil {
		return x.Come.point(k)
	}
	w := x.Passes.weight(k)
	return w*x.Come.point(k) + (1-w)*(x.Share*x.Passes.served[k]+1-x.Share)
}
