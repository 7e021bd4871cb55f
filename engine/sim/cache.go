package sim

import (
	"math"

	"weir/engine/portable"
)

// Cache keeps items by content: a lookup asks for one by number, and a miss
// brings it in at once.
type Cache struct {
	Replacement Replacement
	Room        int     // items; LRU and FIFO
	Lifetime    float64 // s; TTL and Idle
}

// Replacement is what a cache drops.
type Replacement uint8

// The replacements.
const (
	LRU  Replacement = iota // the least recently used
	FIFO                    // the first that came in
	TTL                     // what came in longer ago than Lifetime
	Idle                    // what was last used longer ago than Lifetime
)

// Lookup asks a cache for one of Items, item k of them with a probability
// proportional to k^−Zipf, and goes on at Hit or Miss. Classes that share a
// cache have catalogues of their own, told apart by Catalogue.
type Lookup struct {
	Cache     int
	Catalogue int
	Items     float64 // ≥ 1
	Zipf      float64 // ≥ 0
	Hit, Miss int     // stages
}

// store is the state of a cache: a list of entries in the order in which they
// are dropped, and a table of where each key is.
type store struct {
	spec    *Cache
	at      map[key]int32
	entries []entry
	links   []links
	order   order
	free    []int32
}

type key struct {
	catalogue int32
	item      uint64
}

type entry struct {
	key   key
	since float64 // it came in, or was last used
}

func newStore(c *Cache) store {
	return store{spec: c, at: map[key]int32{}, order: newOrder()}
}

// ask tells whether a key is there now, and brings it in if not.
func (s *store) ask(k key, now float64) bool {
	timed := s.spec.Replacement == TTL || s.spec.Replacement == Idle
	if timed {
		for s.order.oldest != none && s.entries[s.order.oldest].since+s.spec.Lifetime <= now {
			s.drop(s.order.oldest)
		}
	}
	if i, ok := s.at[k]; ok {
		if s.spec.Replacement == LRU || s.spec.Replacement == Idle {
			s.order.remove(s.links, i)
			s.use(i, now)
		}
		return true
	}
	if !timed {
		if s.spec.Room <= 0 {
			return false
		}
		if len(s.at) >= s.spec.Room {
			s.drop(s.order.oldest)
		}
	}
	var i int32
	if n := len(s.free); n > 0 {
		i, s.free = s.free[n-1], s.free[:n-1]
	} else {
		i = int32(len(s.entries))
		s.entries, s.links = append(s.entries, entry{}), append(s.links, links{})
	}
	s.entries[i].key = k
	s.at[k] = i
	s.use(i, now)
	return false
}

// use makes an entry the newest.
func (s *store) use(i int32, now float64) {
	s.entries[i].since = now
	s.order.add(s.links, i)
}

func (s *store) drop(i int32) {
	s.order.remove(s.links, i)
	delete(s.at, s.entries[i].key)
	s.free = append(s.free, i)
}

// lookup sends an item on by hit or miss.
func (r *run) lookup(i, k int32) {
	l := &r.stages[k].lookup
	item := l.zipf.draw(&r.caching[k])
	hit := r.stores[l.spec.Cache].ask(key{int32(l.spec.Catalogue), item}, r.now)
	if r.recording {
		out := &r.out.Lookups[k]
		out.Asked++
		if hit {
			out.Hits++
		}
	}
	if hit {
		r.enter(i, int32(l.spec.Hit))
	} else {
		r.enter(i, int32(l.spec.Miss))
	}
}

// zipf draws from 1 … n with probability proportional to k^−s by rejection
// from the integral of the density, in constant time for any n: Hörmann &
// Derflinger 1996, rejection-inversion.
type zipf struct {
	n, s, q                float64 // q = 1 − s
	first, last, squeezing float64 // H(1.5) − 1, H(n + ½), 2 − H⁻¹(H(2.5) − 2^−s)
}

func newZipf(n, s float64) zipf {
	z := zipf{n: math.Floor(n), s: s, q: 1 - s}
	z.first = z.integral(1.5) - 1
	z.last = z.integral(z.n + 0.5)
	z.squeezing = 2 - z.inverse(z.integral(2.5)-z.density(2))
	return z
}

func (z *zipf) density(x float64) float64 { return portable.Exp(-z.s * portable.Log(x)) }

// integral H(x) = (x^q − 1)/q, ln x at q = 0.
func (z *zipf) integral(x float64) float64 {
	l := portable.Log(x)
	if math.Abs(z.q*l) < 1e-8 {
		return l * (1 + z.q*l/2)
	}
	return (portable.Exp(z.q*l) - 1) / z.q
}

func (z *zipf) inverse(y float64) float64 {
	t := max(z.q*y, -1+1e-15)
	if math.Abs(t) < 1e-8 {
		return portable.Exp(y * (1 - t/2))
	}
	return portable.Exp(portable.Log(1+t) / z.q)
}

func (z *zipf) draw(g *generator) uint64 {
	if z.n <= 1 {
		return 1
	}
	for {
		u := z.last + float64(g.uniform()*(z.first-z.last))
		x := z.inverse(u)
		k := min(max(math.Floor(x+0.5), 1), z.n)
		if k-x <= z.squeezing || u >= z.integral(k+0.5)-z.density(k) {
			return uint64(k)
		}
	}
}
