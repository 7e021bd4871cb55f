package queue

import "math"

// Popularity is the share of the requests each item of a catalogue gets; the
// shares add up to 1.
type Popularity []float64

// Zipf gives item i of n a share proportional to 1/i^s, s ≥ 0.
func Zipf(n int, s float64) Popularity {
	p := make(Popularity, n)
	total := 0.0
	for i := range p {
		p[i] = exp(-s * log(float64(i+1)))
	}
	for i := n - 1; i >= 0; i-- {
		total += p[i]
	}
	for i := range p {
		p[i] /= total
	}
	return p
}

// Replacement is what a full cache does with a new item.
type Replacement uint8

// The policies. FIFO stands for random replacement too, which has the same hit
// ratio under independent requests.
const (
	LRU Replacement = iota
	FIFO
)

// Hits is the hit ratio of a cache of so many items under independent
// requests, by Che's approximation: an item stays as long as the
// characteristic time t, the root of Σ in(i) = size, with
//
//	LRU  in = 1 − e^{−p·t}      FIFO  in = p·t/(1 + p·t)
//
// and the hit ratio is Σ p·in. Che, Tung & Wang (2002); Fricker, Robert & Roberts
// (2012). Typically within 1 % above a hundred items.
func Hits(p Popularity, size float64, policy Replacement) float64 {
	n := 0.0 // items ever asked for
	for _, x := range p {
		if x > 0 {
			n++
		}
	}
	if size <= 0 {
		return 0
	}
	if size >= n {
		return 1
	}
	t := characteristicTime(p, size, policy)
	hit := 0.0
	for _, x := range p {
		hit += x * residence(x*t, policy)
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
func characteristicTime(p Popularity, size float64, policy Replacement) float64 {
	t := 0.0
	for range 200 {
		filled, slope := 0.0, 0.0
		for _, x := range p {
			filled += residence(x*t, policy)
			if policy == FIFO {
				slope += x / ((1 + x*t) * (1 + x*t))
			} else {
				slope += x * exp(-x*t)
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

// TTLHits is the hit ratio where every item is dropped a fixed time after its
// last use (renew) or after it was fetched, requests of the rate given in all
// being Poisson: 1 − e^{−λpT}, or λpT/(1 + λpT). Fofack et al. (2014). Exact.
func TTLHits(p Popularity, rate, lifetime float64, renew bool) float64 {
	policy := FIFO
	if renew {
		policy = LRU
	}
	hit := 0.0
	for _, x := range p {
		hit += x * residence(x*rate*lifetime, policy)
	}
	return hit
}

// ExactLRU is the hit ratio of LRU under independent requests without
// approximation: item i is found if fewer than size others were asked for
// since its last request,
//
//	h(i) = ∫ p e^{−pt} P(Σ_{j≠i} Bernoulli(1 − e^{−p_j t}) < size) dt.
//
// Equal to King (1971). O(n²·size) per node of the integration: for
// catalogues of a few hundred items.
func ExactLRU(p Popularity, size int) float64 {
	if size <= 0 {
		return 0
	}
	if size >= len(p) {
		return 1
	}
	scale := characteristicTime(p, float64(size), LRU)
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
	for i, x := range p {
		clear(count)
		count[0] = 1
		for j, y := range p {
			if j == i {
				continue
			}
			q := -expm1(-y * t)
			for k := size - 1; k > 0; k-- {
				count[k] = count[k]*(1-q) + count[k-1]*q
			}
			count[0] *= 1 - q
		}
		total += x * x * exp(-x*t) * sum(count)
	}
	return total
}
