package sim

import (
	"math"
	"math/bits"

	"weir/engine/portable"
	"weir/engine/queue"
)

// generator is xoshiro256++ (Blackman & Vigna 2019).
type generator struct{ a, b, c, d uint64 }

// stream names a generator within a replication.
type stream uint64

const (
	arrivals stream = iota + 1
	services
	routes
	lookups
	breakdowns
	jobWork
	jobFailures
)

// newGenerator seeds a generator for one purpose, so that changing one
// station leaves the random numbers of the others as they were.
func newGenerator(seed uint64, replication int, purpose stream, index int) generator {
	s := seed
	mix := func(x uint64) uint64 { // splitmix64 (Steele, Lea & Flood 2014)
		s += 0x9e3779b97f4a7c15 + x
		z := s
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
	s = mix(0) // so that neighbouring seeds and replications never meet
	s = mix(uint64(replication))
	s = mix(uint64(purpose))
	s = mix(uint64(index))
	return generator{mix(0), mix(0), mix(0), mix(0)}
}

func (g *generator) next() uint64 {
	result := bits.RotateLeft64(g.a+g.d, 23) + g.a
	t := g.b << 17
	g.c ^= g.a
	g.d ^= g.b
	g.b ^= g.c
	g.a ^= g.d
	g.c ^= t
	g.d = bits.RotateLeft64(g.d, 45)
	return result
}

// uniform is in [0, 1).
func (g *generator) uniform() float64 { return float64(g.next()>>11) * 0x1p-53 }

// ziggurat is the table of Marsaglia & Tsang (2000) for e^{−x} with 256 layers
// of equal area: layer i is [0, edge[i]), accepted at once below inner[i].
var ziggurat = func() (z struct {
	inner [256]uint64  // in units of 2^−53 of the layer
	width [256]float64 // x per such unit
	high  [256]float64 // e^{−edge}
}) {
	const tail = 7.69711747013104972 // where the last layer begins
	const area = 3.9496598225815571993e-3
	edge := tail
	base := area / portable.Exp(-tail) // width of the bottom layer, its tail squared off
	z.inner[0] = uint64(edge / base * 0x1p53)
	z.width[0] = base * 0x1p-53
	z.high[0] = 1
	z.width[255] = edge * 0x1p-53
	z.high[255] = portable.Exp(-edge)
	above := edge
	for i := 254; i >= 1; i-- {
		edge = -portable.Log(area/above + portable.Exp(-above))
		z.inner[i+1] = uint64(edge / above * 0x1p53)
		z.width[i] = edge * 0x1p-53
		z.high[i] = portable.Exp(-edge)
		above = edge
	}
	z.inner[1] = 0
	return z
}()

// exponential of mean 1.
func (g *generator) exponential() float64 {
	u := g.next()
	j, i := u>>11, u&255
	x := float64(j) * ziggurat.width[i]
	if j < ziggurat.inner[i] {
		return x
	}
	return g.exponentialEdge(j, i)
}

// exponentialEdge finishes the one draw in a hundred that falls on an edge.
func (g *generator) exponentialEdge(j, i uint64) float64 {
	for {
		x := float64(j) * ziggurat.width[i]
		switch {
		case j < ziggurat.inner[i]:
			return x
		case i == 0:
			return 7.69711747013104972 - portable.Log(1-g.uniform())
		case ziggurat.high[i]+float64(g.uniform()*(ziggurat.high[i-1]-ziggurat.high[i])) < portable.Exp(-x):
			return x
		}
		u := g.next()
		j, i = u>>11, u&255
	}
}

// normal by the polar method.
func (g *generator) normal() float64 {
	for {
		x, y := 2*g.uniform()-1, 2*g.uniform()-1
		r := float64(x*x) + float64(y*y)
		if r > 0 && r < 1 {
			return x * math.Sqrt(-2*portable.Log(r)/r)
		}
	}
}

// gamma of shape a ≥ 1 and scale 1 (Marsaglia & Tsang 2000).
func (g *generator) gamma(a float64) float64 {
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := g.normal()
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = v * v * v
		if portable.Log(1-g.uniform()) < float64(x*x)/2+d-float64(d*v)+float64(d*portable.Log(v)) {
			return d * v
		}
	}
}

// sampler draws from a queue.Law.
type sampler struct {
	kind  samplerKind
	mean  float64 // constant, exponential: the mean; others: the scale
	shape float64 // gamma
	phase int     // Erlang: phases
	p     float64 // hyperexponential
	m1    float64
	m2    float64
}

type samplerKind uint8

const (
	constant samplerKind = iota
	exponential
	erlang
	gamma
	hyperexponential
)

func newSampler(l queue.Law) sampler {
	switch {
	case l.SCV == 0 || l.Mean == 0:
		return sampler{kind: constant, mean: l.Mean}
	case l.SCV == 1:
		return sampler{kind: exponential, mean: l.Mean}
	case l.SCV < 1:
		shape := 1 / l.SCV
		if k := math.Round(shape); k <= 8 && math.Abs(k-shape) < 1e-9 {
			return sampler{kind: erlang, mean: l.Mean / k, phase: int(k)}
		}
		return sampler{kind: gamma, mean: l.Mean / shape, shape: shape}
	}
	p := (1 + math.Sqrt((l.SCV-1)/(l.SCV+1))) / 2
	return sampler{kind: hyperexponential, p: p, m1: l.Mean / (2 * p), m2: l.Mean / (2 * (1 - p))}
}

func (s *sampler) draw(g *generator) float64 {
	switch s.kind {
	case exponential:
		return s.mean * g.exponential()
	case constant:
		return s.mean
	case erlang:
		x := 0.0
		for range s.phase {
			x += g.exponential()
		}
		return s.mean * x
	case gamma:
		return s.mean * g.gamma(s.shape)
	}
	if g.uniform() < s.p {
		return s.m1 * g.exponential()
	}
	return s.m2 * g.exponential()
}
