package queue

import "math"

// EquivalentSCV is the SCV of the renewal stream that makes as much work wait
// at a station as the one of the dispersion given: with it the formulas for
// renewal streams answer for one that stations have shaped.
func (d *Dispersion) EquivalentSCV(rate float64, servers int, service Law) float64 {
	c := float64(max(servers, 1))
	rho := rate * service.Mean / c
	if d == nil || rho <= 0 {
		return 1
	}
	if rho >= 1 {
		return d.Limit()
	}
	scv := sharpened(d.likeRenewal(rate, rho, c, service), rho)
	return scv + lasting*rho*max(d.Limit()-scv, 0)
}

// lasting, times ρ, is the part of what a stream is burstier over long times
// that counts at once: bursts that outlast the busy periods of a station meet it when it
// is most loaded. From the simulation of random networks.
const lasting = 0.25

// sharpened is the SCV that makes the wait right where the stream is no
// renewal stream: what stations have shaped waits like a renewal stream
// further from Poisson than its dispersion at the times that count, the more
// so the less a station has to do,
//
//	c² < 1: c²^(2−ρ);  c² ≥ 1: 1 + (2−ρ)(c²−1).
//
// The factor 2 − ρ, 1 in heavy traffic, is taken from the simulation of random
// networks.
func sharpened(scv, rho float64) float64 {
	if scv <= 0 {
		return 0
	}
	if scv < 1 {
		return exp((2 - rho) * log(scv))
	}
	return 1 + (2-rho)*(scv-1)
}

// likeRenewal is the SCV of the renewal stream that is like this one by the
// work that waits and, at light load, by how many come within a service time
// of each other, E I(X):
//
//	ρ·E Z/E Z(c²) + (1−ρ)·E I(X)/E I(X; c²) = 1,
//
// or 0 where no renewal stream is as regular. Both means are nearly straight
// in c² on either side of 1, so Newton's steps are taken there for the inverse
// of the sum.
func (d *Dispersion) likeRenewal(rate, rho, c float64, service Law) float64 {
	r := robust{idle: 1 - rho, scale: 2 * rho * service.Mean / c, service: service.SCV}
	in := newInService(service)
	work, at := r.work(d)
	many := in.mean(d)
	// 1 is on one side or the other; the other ends are not known.
	least, most := 0.0, 1.0
	low, high := -1.0, 1.0
	scv := min(d.at(at), 0.9)
	if rho*work/r.poisson()+(1-rho)*many > 1 {
		least, most = 1, max(1, 2*d.Limit())*(1<<20)
		low, high = 1, math.Inf(1)
		scv = max(d.at(at), 1.1)
	}
	for range 100 {
		stream := newRenewal(rate, scv)
		var z, dz float64
		z, dz, at = r.renewalWork(&stream, at)
		n, dn := in.renewalMean(&stream)
		byWork, byNumber := rho*work/z, (1-rho)*many/n
		sum := byWork + byNumber
		next := min(max(scv+(sum-1)*sum/(byWork*dz/z+byNumber*dn/n), least), most)
		switch {
		case math.Abs(sum-1) < 1e-5: // of which the step leaves 1e-10
			return next
		case sum < 1 && scv == least, sum > 1 && scv == most:
			return scv
		case sum > 1:
			low = scv
		default:
			high = scv
		}
		if !(next > low && next < high) {
			next = (max(low, least) + min(high, most)) / 2
		}
		scv = next
	}
	return scv
}

// robust is a station of c servers in robust queueing, taken as one server c
// times as fast. The mean work there is
//
//	E Z = sup over x of −(1−ρ)x + √(2ρ·E S/c·g(x)),  g(x) = x(I(x) + cs²),
//
// exact for M/G/1, asymptotically exact for light and heavy traffic.
type robust struct {
	idle    float64 // 1 − ρ
	scale   float64 // 2ρ·E S/c
	service float64 // cs²
}

// reach is K in the condition of the supremum, K·g′² = g.
func (r *robust) reach() float64 { return r.scale / (4 * r.idle * r.idle) }

// with is the work with g at the time x.
func (r *robust) with(x, g float64) float64 { return math.Sqrt(r.scale*g) - r.idle*x }

// work is the supremum for a dispersion, and its time. Between two times of
// the grid, where I is a + b·ln x, √g is concave: there is one greatest value
// at most inside, where the work rises at the left end and falls at the right.
func (r *robust) work(d *Dispersion) (best, at float64) {
	k := r.reach()
	try := func(x, level float64) {
		if w := r.with(x, x*level); w > best {
			best, at = w, x
		}
	}
	rises := func(x, level, b float64) bool { return level+b > 0 && k*(level+b)*(level+b) > x*level }
	first, last := d[0]+r.service, d[dispersionPoints-1]+r.service
	try(min(k*first, dispersionTimes[0]), first)
	try(max(k*last, dispersionTimes[dispersionPoints-1]), last)
	rising := rises(dispersionTimes[0], first, 0)
	for i := range dispersionPoints - 1 {
		b := (d[i+1] - d[i]) * (3 / math.Ln10)
		from, to := d[i]+r.service, d[i+1]+r.service
		starts := rises(dispersionTimes[i], from, b)
		if rising && !starts {
			try(dispersionTimes[i], from)
		}
		rising = rises(dispersionTimes[i+1], to, b)
		if starts && !rising {
			x := r.between(i, from, b)
			try(x, from+b*log(x/dispersionTimes[i]))
		}
	}
	return best, at
}

// between is the time of the supremum after the i-th time of the grid, where
// I + cs² is level, and b more for each unit of ln x.
func (r *robust) between(i int, level, b float64) float64 {
	low := dispersionTimes[i]
	return r.climb(low, dispersionTimes[i+1], low, func(x float64) (g, g1, g2 float64) {
		y := level + b*log(x/low)
		return x * y, y + b, b / x
	})
}

// poisson is the supremum for a Poisson stream.
func (r *robust) poisson() float64 { return r.scale * (1 + r.service) / (4 * r.idle) }

// renewalWork is the supremum for a renewal stream, of which √g is concave
// everywhere; by how much it rises with c²; and its time, sought from near one
// given.
func (r *robust) renewalWork(s *renewal, near float64) (work, slope, at float64) {
	k := r.reach()
	from, to := min(1, s.scv)+r.service, max(1, s.scv)+r.service // slopes of g
	low, high := k*from*from/to, k*to*to/from
	at = r.climb(low, high, min(max(near, low), high), func(x float64) (g, g1, g2 float64) {
		left, mean, _ := s.at(x)
		return x * (s.scv + (1-s.scv)*mean + r.service), s.scv + (1-s.scv)*left + r.service, (s.scv - 1) * s.decay * left
	})
	_, mean, rise := s.at(at)
	g := at * (s.scv + (1-s.scv)*mean + r.service)
	return r.with(at, g), math.Sqrt(r.scale/g) / 2 * at * rise, at
}

// climb finds the time of the supremum between two, √g being concave, by
// Newton's steps for K·g′ − g/g′ = 0, to 1e-4 of it before the last step: of
// the value that is all digits.
func (r *robust) climb(low, high, x float64, g func(x float64) (g, g1, g2 float64)) float64 {
	k := r.reach()
	for range 100 {
		g0, g1, g2 := g(x)
		gap := k*g1 - g0/g1
		if gap > 0 && g1 > 0 {
			low = x
		} else {
			high = x
		}
		next := x - gap/(k*g2+g0*g2/(g1*g1)-1)
		if !(next >= low && next <= high && g1 > 0) {
			next = middle(low, high)
		}
		if math.Abs(next-x) <= 1e-4*x {
			return next
		}
		x = next
	}
	return x
}

func middle(low, high float64) float64 {
	if math.IsInf(high, 1) {
		return 2 * low
	}
	return (low + high) / 2
}

// inService are nodes and weights of the mean over the service time a customer
// in service is found with, its length counting: of density x·f(x)/E S. For
// the balanced hyperexponential it is one of two Erlang-2 equally often; below
// c² = 1 an Erlang-2 drawn together to the variance that a gamma has.
type inService struct {
	times, weights [2 * len(erlang2Nodes)]float64
	n              int
}

func newInService(l Law) (s inService) {
	if l.SCV > 1 {
		_, n1, n2 := l.balanced()
		for i, x := range erlang2Nodes {
			s.add(x/n1, erlang2Weights[i]/2)
			s.add(x/n2, erlang2Weights[i]/2)
		}
		return s
	}
	mean, narrow := l.Mean*(1+l.SCV), math.Sqrt(2*l.SCV/(1+l.SCV))
	for i, x := range erlang2Nodes {
		s.add(mean*(1+(x/2-1)*narrow), erlang2Weights[i])
	}
	return s
}

func (s *inService) add(t, weight float64) {
	s.times[s.n], s.weights[s.n] = t, weight
	s.n++
}

// mean is E I(X).
func (s *inService) mean(d *Dispersion) float64 {
	m := 0.0
	for i, t := range s.times[:s.n] {
		m += s.weights[i] * d.at(t)
	}
	return m
}

// renewalMean is E I(X) of a renewal stream, and by how much it rises with c².
func (s *inService) renewalMean(r *renewal) (m, slope float64) {
	for i, t := range s.times[:s.n] {
		_, mean, rise := r.at(t)
		m += s.weights[i] * (r.scv + (1-r.scv)*mean)
		slope += s.weights[i] * rise
	}
	return m, slope
}

// Nodes and weights of E f(X) for X an Erlang-2 of mean 2: generalised
// Gauss–Laguerre of order 4 with weight x·e^{−x}.
var (
	erlang2Nodes   = [...]float64{0.7432919279814, 2.5716350076463, 5.7311787516891, 10.953894312683}
	erlang2Weights = [...]float64{0.4468705932189, 0.4776357723639, 0.0741777847310, 0.0013158496860}
)
