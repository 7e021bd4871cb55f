package queue

// Stream is a flow of customers by two moments.
type Stream struct {
	Rate float64 // per unit of time
	SCV  float64 // of its interarrival times
	// Renewal: the interarrival times are independent and alike, as those of one
	// source; false for what stations or mergers have shaped.
	Renewal bool
	// Bulk is the size of the groups of a Poisson stream of groups; the zero Law
	// where customers come one at a time.
	Bulk Law
	// Dispersion by time scale; nil for a Poisson stream.
	Dispersion *Dispersion
	// Class is the best class of what it meets, "" = A: worse where it is known
	// less well than it is taken to be, as behind losses or the misses of a cache.
	Class Class
	Pace  *Pace // how close together its customers may come; nil = any
}

// Same tells whether two streams are the same figures.
func (s *Stream) Same(o *Stream) bool {
	if s.Rate != o.Rate || s.SCV != o.SCV || s.Renewal != o.Renewal || s.Class != o.Class || s.Bulk != o.Bulk {
		return false
	}
	return s.Dispersion.Same(o.Dispersion) && s.Pace.Same(o.Pace)
}

// Split is the SCV of a stream of which every customer is kept with
// probability p, independently: p·c² + 1 − p. Exact for renewal streams.
func Split(scv, p float64) float64 { return p*scv + 1 - p }

// Superpose is the SCV of streams that arrive together at a station of
// utilisation ρ:
//
//	c² = w·Σ(λi/λ)ci² + 1 − w,  w = 1/(1 + 4(1−ρ)²(v−1)),  v = 1/Σ(λi/λ)².
//
// Whitt, Bell System Technical J. 62 (1983), equation 29: between the
// asymptotic rule, right in heavy traffic, and a Poisson stream.
func Superpose(streams []Stream, rho float64) float64 {
	var rate float64
	for _, s := range streams {
		rate += s.Rate
	}
	if rate == 0 {
		return 1
	}
	var mean, squares float64
	for _, s := range streams {
		share := s.Rate / rate
		mean += share * s.SCV
		squares += share * share
	}
	idle := 1 - min(rho, 1)
	w := 1 / (1 + 4*idle*idle*(1/squares-1))
	return w*mean + 1 - w
}
