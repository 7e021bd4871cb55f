package ai

// The token budget of a step is for the sequences in decode first: prompts get
// what these leave, and so a budget bounds the requests that pass.

// life is the steps of a request whose prompt takes one.
func (r *replica) life() float64 { return max(r.out, 1) / r.gain }

// each is the tokens of the budget that a sequence in decode takes.
func (r *replica) each() float64 {
	if r.d.Speculative != nil {
		return float64(1 + r.d.Speculative.Draft)
	}
	return 1
}

// left is the budget that so many sequences in decode leave for prompts.
func (r *replica) left(decoding float64) float64 {
	return max(r.w.chunk-float64(decoding*r.each()), 1)
}

// mostDecoding is the sequences in decode at which prompts use up the budget:
// b/life requests end in a step and as many prompts must be computed.
func (r *replica) mostDecoding() float64 {
	return r.life() * r.w.chunk / (r.miss + r.life()*r.each())
}

// used is the share of the budget that prompts take of what so many sequences in
// decode leave.
func (r *replica) used(decoding float64) float64 {
	return min(decoding/r.life()*r.miss/r.left(decoding), full)
}

// waiting is the sequences of a rank whose prompts are not yet computed beside
// so many in decode, less the step that life counts: the budget is a server of
// one prompt after another, M/G/1 in steps.
func (r *replica) waiting(decoding float64) float64 {
	u := r.used(decoding)
	return max(u+u*u*(1+r.l.In.SCV)/(2*(1-u))-decoding/r.life(), 0)
}

// full is a budget used up, all but what keeps the line for it finite.
const full = 1 - 1e-6

// decoding is how many of the b sequences on a rank are in decode: all, but
// for those that wait for their prompts.
func (r *replica) decoding(b float64) float64 {
	if r.miss <= 0 || b <= 0 || r.waiting(b) == 0 && b < r.mostDecoding() {
		return b
	}
	lo, hi := 0.0, min(b, r.mostDecoding())
	for range 40 {
		if mid := (lo + hi) / 2; mid+r.waiting(mid) < b {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// parts is the steps a prompt takes beside so many sequences in decode.
func (r *replica) parts(decoding float64) float64 {
	return max(r.miss/r.left(decoding), 1)
}

// queued is the steps of so long that a prompt waits for the budget, where so many
// of the b sequences on a rank are in decode (Little's law), beyond those that it
// takes itself.
func (r *replica) queued(b, decoding, rate, step float64) float64 {
	if b <= decoding || rate <= 0 {
		return 0
	}
	return max((b-decoding)/(rate*step)-(r.parts(decoding)-1), 0)
}
