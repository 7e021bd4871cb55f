package sim

import (
	"math"

	"weir/engine/queue"
)

// Histogram counts times in buckets of equal width within each power of two,
// straight from the bits of the float64: 64 to an octave, so 1.6 % wide at
// most, and quantiles are interpolated within.
type Histogram struct {
	count []uint32 // grown to the highest bucket met
	zero  uint64   // times of 0, and below 2^−40
	total uint64
	sum   float64
	above float64 // greatest time met
}

const (
	subBits   = 6
	firstBits = uint64(1023-40) << 52 // 2^−40
)

func (h *Histogram) add(t float64) {
	h.total++
	h.sum += t
	if t > h.above {
		h.above = t
	}
	bits := math.Float64bits(t)
	if bits < firstBits {
		h.zero++
		return
	}
	i := int((bits - firstBits) >> (52 - subBits))
	if i >= len(h.count) {
		h.count = append(h.count, make([]uint32, i+1-len(h.count)+1<<subBits)...)
	}
	h.count[i]++
}

// Count is the number of times recorded.
func (h *Histogram) Count() uint64 { return h.total }

// Mean of the times; NaN of none.
func (h *Histogram) Mean() float64 { return h.sum / float64(h.total) }

// Quantile is the time that a share p of the records does not exceed; NaN
// without records.
func (h *Histogram) Quantile(p float64) float64 {
	if h.total == 0 {
		return math.NaN()
	}
	rank := p * float64(h.total)
	seen := float64(h.zero)
	if rank <= seen {
		return 0
	}
	for i, n := range h.count {
		if n == 0 {
			continue
		}
		if seen+float64(n) >= rank {
			low := math.Float64frombits(firstBits + uint64(i)<<(52-subBits))
			high := math.Float64frombits(firstBits + uint64(i+1)<<(52-subBits))
			return min(low+(high-low)*(rank-seen)/float64(n), h.above)
		}
		seen += float64(n)
	}
	return h.above
}

// Percentiles are the quantiles at queue.Levels.
func (h *Histogram) Percentiles() [len(queue.Levels)]float64 {
	var q [len(queue.Levels)]float64
	for i, p := range queue.Levels {
		q[i] = h.Quantile(p)
	}
	return q
}
