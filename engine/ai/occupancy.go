package ai

import (
	"math"

	"weir/engine/portable"
)

// occupancy is how many sequences arrivals keep in a deployment.
type occupancy struct {
	batch  float64 // sequences in service of a rank, mean over time
	line   float64 // those that wait for a place, where users return …
	square float64 // … and the mean of k(k+1), k their number, for the second moment of the wait
	rate   float64 // requests/s that a rank completes
	idle   float64 // probability that an arrival finds a rank with none
}

// What is left away of the chain's probability, beyond what its scale is
// changed, the states of a standard deviation that are looked at, and how many
// of those the chain covers.
const (
	negligible = 1e-6
	huge       = 1e100
	states     = 3.0
	deviations = 6.0
)

// occupied is the birth–death chain of the sequences in all ranks at a rate a
// rank below capacity: continuous batching is processor sharing whose speed
// depends on the number, so n are served at n/work(n), exact for exponential
// lengths and nearly insensitive to their distribution. Balancers level the
// ranks. The line beyond the slots is geometric, all slots busy.
func (r *replica) occupied(rate, slots float64) occupancy {
	if !(rate > 0) {
		return occupancy{idle: 1}
	}
	mode := min(r.batchAt(rate, slots)*r.ranks, slots*r.ranks)
	c := chain{mode: mode, wide: r.deviation(rate, mode/r.ranks) * math.Sqrt(r.ranks), last: slots * r.ranks, slots: slots, ranks: r.ranks}
	c.beyond, c.arrivals = min(rate/r.capacity(slots), 0.999), func(float64) float64 { return 1 }
	work := c.between(r.work)
	o := c.solve(func(n float64) float64 { return rate * r.ranks * work(n/r.ranks) / n })
	o.rate = rate
	return o
}

// visited is the chain of users who come back so long after they have left
// it, beside requests at a rate a rank; theirs is the share of those present
// that are users'. The more are there the fewer come (Palm's repairman), and
// who finds no place waits in line.
func (r *replica) visited(rate, slots, away, theirs float64) occupancy {
	ranks, users := r.ranks, r.l.Users
	arrivals := func(n float64) float64 { return float64(rate*ranks) + max(users-float64(theirs*n), 0)/away }
	top := slots * ranks
	speed := func(n float64) float64 {
		if n >= top {
			return r.capacity(slots) * ranks
		}
		return n / r.work(max(n/ranks, 1))
	}
	c := chain{last: math.Inf(1), slots: slots, ranks: ranks, arrivals: arrivals}
	if rate == 0 {
		c.last = users
	}
	lo, hi := 0.0, users/max(theirs, 1e-9)+top
	for range 60 { // as many come as go
		if c.mode = (lo + hi) / 2; arrivals(c.mode) > speed(c.mode) {
			lo = c.mode
		} else {
			hi = c.mode
		}
	}
	const apart = 0.02
	a, b := c.mode*(1-apart), c.mode*(1+apart)
	fall := (portable.Log(arrivals(a)/speed(a)) - portable.Log(max(arrivals(b), negligible*arrivals(a))/speed(b))) / (b - a)
	c.wide = min(1/math.Sqrt(max(fall, 1/(c.mode*c.mode))), c.mode)
	work := c.between(r.work)
	o := c.solve(func(n float64) float64 {
		if n >= top {
			return arrivals(n-1) / speed(top)
		}
		return arrivals(n-1) * work(n/ranks) / n
	})
	o.rate = rate + max(users-float64(theirs*(o.batch+o.line)*ranks), 0)/away/ranks
	return o
}

// waitSCV is the squared coefficient of variation of the wait for a place, and
// then for the iteration under way, exponential with a mean: who is ahead in
// line leaves at the rate of saturation.
func (o *occupancy) waitSCV(iteration, saturation float64) float64 {
	place := o.line / o.rate
	mean := place + iteration
	second := float64(o.square/(o.rate*saturation)) + float64(2*iteration*mean)
	return max(second/(mean*mean)-1, 0)
}

// chain is where a birth–death chain has its probability.
type chain struct {
	mode, wide   float64 // where arrivals and completions balance, and the standard deviation around
	last         float64 // no more are there
	beyond       float64 // … but for a geometric line with this ratio, not counted
	slots, ranks float64
	arrivals     func(n float64) float64 // requests/s while n are there, to any scale
}

// mostStates bounds those that are followed to either side of the mode.
const mostStates = 100_000

// between is a function of the sequences of a rank where the chain goes.
func (c *chain) between(f func(float64) float64) func(float64) float64 {
	top := c.slots * c.ranks
	return between(min(c.mode-deviations*c.wide, top)/c.ranks, min(c.mode+deviations*c.wide+states, top)/c.ranks, f)
}

// solve goes from the mode both ways, in steps of a share of the standard
// deviation where that is wide. ratio is the probability of n over that of n−1.
func (c *chain) solve(ratio func(n float64) float64) occupancy {
	mode, stride, top := c.mode, max(c.wide/states, 1), c.slots*c.ranks
	if stride == 1 {
		mode = math.Floor(mode)
	}
	step := func(n float64) float64 {
		if stride == 1 {
			return ratio(n)
		}
		return portable.Pow(ratio(n), stride)
	}
	var sum, batch, line, square, idle, come float64
	add := func(n, p float64) {
		sum += p
		batch += float64(p * min(n, top))
		over := max(n-top, 0)
		line += float64(p * over)
		square += float64(p * over * (over + 1))
		p *= c.arrivals(n)
		come += p
		if n < c.ranks {
			idle += p
		}
	}
	add(mode, 1)
	n, p, at := mode, 1.0, 1.0 // at is the mode's own probability, to the scale of the sums
	for left := mostStates; left > 0 && p > negligible && n+stride <= c.last; left-- {
		p *= step(n + (stride+1)/2)
		n += stride
		if p > huge { // the mode is a shallow one: the mass lies beyond
			for _, x := range []*float64{&sum, &batch, &line, &square, &idle, &come, &p, &at} {
				*x /= huge
			}
		}
		add(n, p)
	}
	if p > negligible && c.beyond > 0 {
		tail := float64(p*c.beyond/(1-c.beyond)) / stride
		sum += tail
		batch += float64(tail * top)
		come += tail * c.arrivals(top)
	}
	n, p = mode, at
	for left := mostStates; left > 0 && p > negligible && n >= stride; left-- {
		p /= step(n - (stride-1)/2)
		n -= stride
		add(n, p)
	}
	return occupancy{batch: batch / sum / c.ranks, line: line / sum / c.ranks, square: square / sum / c.ranks, idle: idle / come}
}

// deviation is the standard deviation of the sequences of one rank around b,
// where ln P falls with the slope of ln(rate·work(b)/b); no more than b where
// the line is long.
func (r *replica) deviation(rate, b float64) float64 {
	const apart = 0.05
	if b < 1 {
		return math.Sqrt(b)
	}
	slope := (1 - r.work(b*(1+apart))/r.work(b*(1-apart))*(1-apart)/(1+apart)) / (2 * apart * b)
	if slope*b*b <= 1 {
		return b
	}
	return 1 / math.Sqrt(slope)
}

// between is a function of the sequences of a rank from lo to hi by linear
// interpolation; below one sequence as for one, beyond hi, where few chains go,
// by itself.
func between(lo, hi float64, f func(float64) float64) func(float64) float64 {
	const pieces = 8
	lo = max(lo, 1)
	width := max(hi-lo, 1) / pieces
	var at [pieces + 1]float64
	for i := range at {
		at[i] = f(lo + float64(i)*width)
	}
	return func(b float64) float64 {
		if b > lo+pieces*width {
			return f(b)
		}
		x := max(b-lo, 0) / width
		i := min(int(x), pieces-1)
		return at[i] + float64((at[i+1]-at[i])*(x-float64(i)))
	}
}

// work is the time a request spends in a rank that always has b sequences:
// its own steps, with the prompts of all among them, and before them the share
// of it in which its own prompt waits for the budget of the steps.
func (r *replica) work(b float64) float64 {
	n := r.decoding(b)
	steps := float64(r.step(n).total()*r.life()) + float64(r.w.e.Interfere*n*r.extra(n))
	switch {
	case n < b:
		steps *= b / n
	case b <= 0:
		steps *= 1 + (r.parts(0)-1)/r.life()
	}
	return max(steps, b*r.least)
}

// extra is what a prompt adds to the steps of a rank with so many sequences in
// decode: the more prompts come in one step, the better its GEMMs are filled.
// As many come as leave, b over the steps of a request; one more where one is
// seen. Offline they are always plenty. They get what the budget leaves.
func (r *replica) extra(decoding float64) float64 {
	if r.miss <= 0 {
		return r.many.extra
	}
	lot := min(max(r.miss, batchedPrompt), r.w.chunk)
	rows := lot
	if r.l.Mode != Offline {
		rows = min(r.miss*(1+decoding/r.life()), lot)
	}
	left := r.left(decoding)
	if r.miss > left { // in more parts
		return r.prefill(rows, left).extra
	}
	if rows = min(rows, left); rows == lot {
		return r.many.extra
	}
	return r.many.extra + float64(r.w.unfilled(r.miss)*(1/rows-1/lot))
}

// firstAmong is the time to first token on ranks that run so many sequences, and
// none with the probability idle. Where one is idle the prompt runs by itself.
// Else it waits until the first of the ranks ends its iteration, and for the
// next one, with the prompts that came as it did between two ends; its own takes
// no less than by itself.
func (r *replica) firstAmong(idle, decoding, rate, step, prompt float64) float64 {
	wait := r.iterationLeft(rate, step, prompt)
	parts := math.Ceil(r.parts(decoding)) // iterations it is spread over
	others := 2 * wait * rate * r.ranks
	own := max(prompt, r.one.alone-math.Ceil(r.parts(0))*step)
	among := r.handling() + wait + float64(parts*step) + own + float64(others*prompt) + float64(r.late()*step)
	return float64(idle*r.firstAlone()) + float64((1-idle)*among)
}

// iterationLeft is the time until the first of the ranks ends its iteration,
// of a decode step and the prompts that came during the one before. What is
// left of one is half its length, biased towards those with prompts; of n, the
// least is 2/(n+1) of that if all are of one length and 1/n if exponential.
func (r *replica) iterationLeft(rate, step, prompt float64) float64 {
	busy := min(rate*prompt, .999)
	mean := step / (1 - busy)
	variance := rate * mean * prompt * prompt * (1 + r.l.In.SCV) / (1 - busy*busy)
	return firstOf(r.ranks, mean, variance/(mean*mean))
}

// firstOf is the time until the first of n ends what takes so long, mean and
// squared coefficient of variation, as seen at any time.
func firstOf(n, mean, scv float64) float64 {
	spread := min(scv, 1)
	return mean * (1 + scv) / 2 * (spread/n + (1-spread)*2/(n+1))
}
