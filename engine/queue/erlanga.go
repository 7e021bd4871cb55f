package queue

// Impatience is the stationary state of a station whose waiting customers
// give up.
type Impatience struct {
	PWait   float64 // probability of having to wait, for a while at least
	Abandon float64 // share of the arrivals that give up
	Wait    float64 // mean time in queue, of those who give up too
	InQueue float64
}

// ErlangA solves M/M/c+M: each waiting customer leaves at rate θ > 0. A
// birth–death chain with death rate min(n,c)μ + (n−c)⁺θ, so there is no
// overload. Palm (1957). Time in units of 1/μ's unit; exact.
func ErlangA(rate, mu, theta float64, c int) Impatience {
	weight, total, waits, queue := 1.0, 1.0, 0.0, 0.0
	if c == 0 {
		waits = 1
	}
	for n := 1; ; n++ {
		death := float64(min(n, c)) * mu
		if n > c {
			death += float64(n-c) * theta
		}
		weight *= rate / death
		total += weight
		if n >= c {
			waits += weight
			queue += float64(n-c) * weight
			if rate < death && weight < 1e-18*total*(1-rate/death) && float64(n-c)*weight < 1e-18*max(queue, total) {
				break
			}
		}
		if weight > 1e250 {
			weight, total, waits, queue = weight*1e-250, total*1e-250, waits*1e-250, queue*1e-250
		}
	}
	queue /= total
	return Impatience{PWait: waits / total, Abandon: theta * queue / rate, Wait: queue / rate, InQueue: queue}
}
