package queue

import "math"

// Impatience is the stationary state of a station whose waiting customers
// give up.
type Impatience struct {
	PWait   float64 // probability of having to wait, for a while at least
	Abandon float64 // share of the arrivals that give up
	Wait    float64 // mean time in queue, of those who give up too
	InQueue float64

	Fluid bool // figures of a fluid, too many to be counted

	ServedWait, ServedSecond float64 // first and second moment of the wait of those served
}

// ErlangA solves M/M/c+M: each waiting customer leaves at rate θ > 0. A
// birth–death chain with death rate min(n,c)μ + (n−c)⁺θ, so there is no
// overload. Palm (1957). Time in units of 1/μ's unit; exact, but for queues
// of millions, whose numbers are those of a fluid.
func ErlangA(rate, mu, theta float64, c int) Impatience {
	if crowd(rate, mu, theta, c) > mostCounted {
		return fluidA(rate, mu, theta, c)
	}
	weight, total, waits, queue := 1.0, 1.0, 0.0, 0.0
	served, first, second := 1.0, 0.0, 0.0 // of one who finds n there: P(served), E W and E W² where served
	gotten, time, square := 1.0, 0.0, 0.0  // the same of all so far, by weight
	if c == 0 {
		waits = 1
	}
	for n := 1; ; n++ {
		// One who finds n ≥ c there is the (n−c+1)-th to wait: the first to leave,
		// after 1/r on average, is somebody ahead, or gives up.
		death := float64(min(n, c)) * mu
		if n > c {
			death += float64(n-c) * theta
		}
		weight *= rate / death
		if weight == 0 { // nobody is ever there, nor beyond
			break
		}
		total += weight
		if n >= c {
			waits += weight
			queue += float64(n-c) * weight
			r := float64(c)*mu + float64(n-c+1)*theta
			stay := 1 - theta/r
			second = stay * (second + 2*first/r + 2*served/(r*r))
			first = stay * (first + served/r)
			served *= stay
		}
		gotten += weight * served
		time += weight * first
		square += weight * second
		if n >= c && rate < death && weight < 1e-18*total*(1-rate/death) && float64(n-c)*weight < 1e-18*max(queue, total) {
			break
		}
		if weight > 1e250 {
			weight, total, waits, queue = weight*1e-250, total*1e-250, waits*1e-250, queue*1e-250
			gotten, time, square = gotten*1e-250, time*1e-250, square*1e-250
		}
	}
	queue /= total
	out := Impatience{PWait: waits / total, Abandon: theta * queue / rate, Wait: queue / rate, InQueue: queue}
	if gotten > 0 {
		out.ServedWait, out.ServedSecond = time/gotten, square/gotten
	}
	return out
}

// mostCounted bounds the states ErlangA goes through.
const mostCounted = 4e6

// crowd is about how many customers are present at most: where as many give
// up as come, and ten standard deviations more; below saturation, where ρⁿ
// is too small to matter.
func crowd(rate, mu, theta float64, c int) float64 {
	full := float64(c) * mu
	spread := 10 * math.Sqrt(max(rate, full)/theta)
	if rate < full {
		return float64(c) + min(spread, 42/(1-rate/full))
	}
	return float64(c) + (rate-full)/theta + spread
}

// fluidA is M/M/c+M with very patient customers. Above saturation the queue
// settles where as many give up as cannot be served, and who is served waits
// until so many ahead are gone: ln(λ/cμ)/θ. Below, hardly anybody gives up and
// the wait is that of M/M/c. Whitt, Fluid Models for Multiserver Queues with
// Abandonments (2006).
func fluidA(rate, mu, theta float64, c int) Impatience {
	full := float64(c) * mu
	if rate < full {
		p := ErlangC(c, rate/mu)
		wait := 1 / (full - rate)
		queue := rate * p * wait
		return Impatience{PWait: p, Abandon: theta * queue / rate, Wait: p * wait, InQueue: queue, ServedWait: p * wait, ServedSecond: 2 * p * wait * wait, Fluid: true}
	}
	queue := (rate - full) / theta
	wait := log(rate/full) / theta
	return Impatience{PWait: 1, Abandon: 1 - full/rate, Wait: queue / rate, InQueue: queue, ServedWait: wait, ServedSecond: wait * wait, Fluid: true}
}
