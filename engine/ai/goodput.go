package ai

import "math"

// Goodput is the highest request rate at which nineteen of twenty requests
// keep both bounds: time to first token and time per output token, seconds.
// A bound of 0 is none. The wait for a place and for other prompts is taken
// as exponential (its 95th percentile is three means); what remains is fixed
// for requests of one length. 0 means that not even an idle deployment keeps
// the bounds.
func Goodput(d Deployment, l Load, ttft, tpot float64) float64 {
	peak := saturation(d, l)
	if peak <= 0 {
		return 0
	}
	l.Mode, l.Users = Open, 0
	keeps := func(rate float64) bool {
		l.Rate = rate
		at := Serve(d, l)
		p95 := at.TTFTAlone.Value + p95Exponential*(at.TTFT.Value-at.TTFTAlone.Value)
		return (ttft <= 0 || p95 <= ttft) && (tpot <= 0 || at.TPOT.Value <= tpot) && !math.IsInf(at.TTFT.Value, 1)
	}
	if !keeps(peak * 1e-6) {
		return 0
	}
	lo, hi := 0.0, peak
	for range 30 {
		mid := (lo + hi) / 2
		if keeps(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// p95Exponential is the 95th percentile of an exponential over its mean, ln 20.
const p95Exponential = 2.995732
