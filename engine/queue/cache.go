package queue

import "math"

// Popularity is how the requests spread over the items of a catalogue: groups
// of items that each get the same share. The shares of all items add up to 1.
type Popularity []Items

// Items are so many items that each get a share of the requests.
type Items struct{ Share, Count float64 }

// Zipf gives item i of n a share proportional to 1/i^s, s ≥ 0. The first
// zipfHead items stand by themselves, those beyond for groups by Gauss's rule
// on the integral from ½ below to ½ above each group, ranks growing by a fifth
// from group to group: 1e-7 of the sum.
func Zipf(n int, s float64) Popularity {
	p := make(Popularity, 0, min(n, 2*zipfHead))
	weight := func(rank float64) float64 { return exp(-s * log(rank)) }
	for i := 1; i <= min(n, zipfHead); i++ {
		p = append(p, Items{weight(float64(i)), 1})
	}
	for low, end := zipfHead+0.5, float64(n)+0.5; low < end; {
		high := min(low*1.2, end)
		for k, x := range gauss3.nodes {
			p = append(p, Items{weight(low + (high-low)*x), (high - low) * gauss3.weights[k]})
		}
		low = high
	}
	total := 0.0
	for i := len(p) - 1; i >= 0; i-- {
		total += float64(p[i].Share * p[i].Count)
	}
	for i := range p {
		p[i].Share /= total
	}
	return p
}

const zipfHead = 512

// gauss3 is the rule of three points on [0, 1].
var gauss3 = struct{ nodes, weights [3]float64 }{
	[3]float64{0.5 - 0.3872983346207417, 0.5, 0.5 + 0.3872983346207417}, // ½ ± √0.15
	[3]float64{5. / 18, 8. / 18, 5. / 18},
}

// Replacement is what a full cache does with a new item.
type Replacement uint8

// The policies. FIFO stands for random replacement too, which has the same hit
// ratio under independent requests.
const (
	LRU Replacement = iota
	FIFO
)

// Catalogue is the items that one class asks for, at a rate.
type Catalogue struct {
	Rate  float64 // requests/s
	Items Popularity
}

// Hits are the hit ratios, class by class, of a cache of so many items that
// they share, each class with a catalogue of its own. Independent requests, by
// Che's approximation: an item stays as long as the characteristic time t, the
// root of Σ in(i) = size over all items, with
//
//	LRU  in = 1 − e^{−λt}      FIFO  in = λt/(1 + λt)
//
// λ being the requests for the item, and the hit ratio of a class is Σ p·in.
// Che, Tung & Wang (2002); Fricker, Robert & Roberts (2012). Typically within
// 1 % above a hundred items.
func Hits(of []Catalogue, size float64, policy Replacement) []float64 {
	n := 0.0 // items ever asked for
	for _, c := range of {
		for _, x := range c.Items {
			if x.Share > 0 && c.Rate > 0 {
				n += x.Count
			}
		}
	}
	hits := make([]float64, len(of))
	t := math.Inf(1)
	if size < n {
		t = characteristicTime(of, size, policy)
	}
	for i, c := range of {
		hits[i] = c.found(t, policy)
	}
	return hits
}

// found is the share of the requests whose item is asked for again within t.
func (c *Catalogue) found(t float64, policy Replacement) float64 {
	if math.IsInf(t, 1) {
		return 1
	}
	hit := 0.0
	for _, x := range c.Items {
		hit += x.Share * x.Count * residence(c.Rate*x.Share*t, policy)
	}
	return hit
}

func residence(x float64, policy Replacement) float64 {
	if policy == FIFO {
		return x / (1 + x)
	}
	return -expm1(-x)
}

// characteristicTime solves Σ in(i) = size by Newton's method; the sum is
// concave and rising in t, so the climb from 0 is monotone.
func characteristicTime(of []Catalogue, size float64, policy Replacement) float64 {
	t := 0.0
	for range 200 {
		filled, slope := 0.0, 0.0
		for _, c := range of {
			for _, x := range c.Items {
				r := c.Rate * x.Share
				in := residence(r*t, policy)
				filled += x.Count * in
				if policy == FIFO {
					slope += x.Count * r * (1 - in) * (1 - in)
				} else {
					slope += x.Count * r * (1 - in)
				}
			}
		}
		step := (size - filled) / slope
		t += step
		if math.Abs(step) <= 1e-14*t {
			break
		}
	}
	return t
}

// TTLHits is the hit ratio of a class where every item is dropped a fixed time
// after its last use (renew) or after it was fetched, requests being Poisson:
// 1 − e^{−λT}, or λT/(1 + λT). Fofack et al. (2014). Exact.
func TTLHits(of Catalogue, lifetime float64, renew bool) float64 {
	policy := FIFO
	if renew {
		policy = LRU
	}
	return of.found(lifetime, policy)
}

// TTLDispersion is the index of dispersion over long times of what misses such
// a cache: Σ m·c² / Σ m over its items, whose misses, m of each per unit of
// time, are renewals. After a fetch an item is asked for again once its lifetime
// T is over and its next request has come:
//
//	c² = 1/(1 + λT)²
//
// and where every use renews it, once a gap between two requests is longer than T:
//
//	c² = 1 − 2λT e^{−λT},
//
// from the transform of such a gap. A Poisson stream has 1.
func TTLDispersion(of []Catalogue, lifetime float64, renew bool) float64 {
	misses, spread := 0.0, 0.0
	for _, c := range of {
		for _, item := range c.Items {
			rate := c.Rate * item.Share
			x := rate * lifetime
			miss, scv := 1/(1+x), 1/((1+x)*(1+x))
			if renew {
				miss = exp(-x)
				scv = 1 - 2*x*miss
			}
			misses += item.Count * rate * miss
			spread += float64(item.Count*rate*miss) * scv
		}
	}
	if misses == 0 {
		return 1
	}
	return spread / misses
}

// ExactFIFO is the hit ratio of FIFO, or of random replacement, under
// independent requests without approximation: the next request misses exactly
// if it is for none of the items kept, which are as likely as so many requests
// that are all for different items,
//
//	1 − h = P(size + 1 requests are for different items) / P(size are).
//
// From the stationary law of King (1971), which gives a set of items a
// probability proportional to the product of their shares. O(n·size). NaN where
// those probabilities are too small for a float; items stand by themselves.
func ExactFIFO(p Popularity, size int) float64 {
	if size <= 0 {
		return 0
	}
	if size >= len(p) {
		return 1
	}
	different := make([]float64, size+2) // by number of requests
	different[0] = 1
	for _, item := range p {
		for k := size + 1; k > 0; k-- {
			different[k] += float64(float64(k)*item.Share) * different[k-1]
		}
	}
	if different[size+1] < 1e-280 {
		return math.NaN()
	}
	return 1 - different[size+1]/different[size]
}

// ExactLRU is the hit ratio of LRU under independent requests without
// approximation: item i is found if fewer than size others were asked for
// since its last request,
//
//	h(i) = ∫ p e^{−pt} P(Σ_{j≠i} Bernoulli(1 − e^{−p_j t}) < size) dt.
//
// Equal to King (1971). O(n²·size) per node of the integration: for
// catalogues of a few hundred items, each of which stands by itself.
func ExactLRU(p Popularity, size int) float64 {
	if size <= 0 {
		return 0
	}
	if size >= len(p) {
		return 1
	}
	scale := characteristicTime([]Catalogue{{1, p}}, float64(size), LRU)
	hit, low := 0.0, 0.0
	for panel := range 80 {
		high := scale * 0.1
		if panel > 0 {
			high = low * 1.35
		}
		part := 0.0
		for k, x := range gaussNodes {
			t := low + (high-low)*x
			part += gaussWeights[k] * (high - low) * foundDensity(p, size, t)
		}
		hit += part
		if panel > 10 && part < 1e-16*hit {
			break
		}
		low = high
	}
	return hit
}

// foundDensity is Σ p(i)² e^{−p(i)t} P(fewer than size others by t).
func foundDensity(p Popularity, size int, t float64) float64 {
	total := 0.0
	count := make([]float64, size)
	for i := range p {
		x := p[i].Share
		clear(count)
		count[0] = 1
		for j := range p {
			if j == i {
				continue
			}
			q := -expm1(-p[j].Share * t)
			for k := size - 1; k > 0; k-- {
				count[k] = count[k]*(1-q) + count[k-1]*q
			}
			count[0] *= 1 - q
		}
		total += x * x * exp(-x*t) * sum(count)
	}
	return total
}
