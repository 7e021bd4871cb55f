package queue

// finite solves a station with K places: arrivals that find them all taken
// are lost. M/M/c/K by its birth–death chain,
//
//	p(n) = p(n−1)·a/min(n, c),  loss p(K);
//
// M/G/1/K by SingleFinite where K is moderate; else the loss of M/M/c/K, and
// its wait scaled by (ca²+cs²)/2. Gross, Shortle, Thompson & Harris, Fundamentals of Queueing
// Theory (2008), section 2.5.
func finite(s *Station, l load, r Result) Result {
	if l.rate == 0 || l.service.Mean == 0 {
		r = r.settle(s, l, Dist{})
		r.Method, r.Class = "idle", A
		return r
	}
	k := max(s.Capacity, l.c)
	if l.ca2 == 1 && l.service.SCV != 1 && l.c == 1 && k <= finiteLimit(s.Settled) {
		return finiteSingle(s, l, r, k)
	}
	chain := birthDeath(l.c, k, l.offered)
	r.Loss = chain.full
	r.Carried = l.rate * (1 - chain.full)
	r.Utilisation = r.Carried * l.service.Mean / float64(l.c)
	r.PWait = chain.wait
	scale := 1.0
	r.Method, r.Class = "M/M/c/K", A
	if l.ca2 != 1 || l.service.SCV != 1 {
		scale = (l.ca2 + l.service.SCV) / 2
		r.Method, r.Class = "G/G/c/K", D
	}
	mean := scale * chain.queue / r.Carried
	wait := Dist{}
	if chain.wait > 0 && mean > 0 {
		second := scale * scale * chain.second * l.service.Mean * l.service.Mean
		conditional := mean / chain.wait
		wait = waiting(chain.wait, Law{conditional, max(second/chain.wait/(conditional*conditional)-1, 0)})
	}
	return r.settle(s, l, wait)
}

// finiteLimit is the most places M/G/1/K is solved for.
func finiteLimit(settled bool) int {
	if settled {
		return 1000
	}
	return 32
}

// finiteSingle is M/G/1/K: loss and mean exact, the spread of the wait that of
// an exponential for those who wait.
func finiteSingle(s *Station, l load, r Result, k int) Result {
	f := SingleFinite(l.rate, l.service, k)
	r.Loss, r.Utilisation = f.Loss, f.Utilisation
	r.Carried = l.rate * (1 - f.Loss)
	r.Method, r.Class = "M/G/1/K", A
	// Who enters waits unless the server is free.
	r.PWait = min(1, max(0, 1-(1-f.Utilisation)/(1-f.Loss)))
	wait := Dist{}
	if f.Wait > 0 && r.PWait > 0 {
		wait = waiting(r.PWait, Law{f.Wait / r.PWait, 1})
	}
	return r.settle(s, l, wait)
}

// finiteChain is the stationary state of M/M/c/K.
type finiteChain struct {
	full   float64 // p(K), the loss
	wait   float64 // probability that one who enters waits
	queue  float64 // mean number waiting
	second float64 // second moment of the wait of those who enter, in units of E S²
}

func birthDeath(c, k int, a float64) finiteChain {
	// Weights relative to the largest state so far, so that none overflows.
	weight, total, queue, waits, second := 1.0, 1.0, 0.0, 0.0, 0.0
	m := float64(c)
	if c == 0 {
		return finiteChain{full: 1}
	}
	enter := total
	for n := 1; n <= k; n++ {
		if n > c {
			waits += weightIf(n-1 >= c, weight)
		}
		weight *= a / float64(min(n, c))
		total += weight
		if n > c {
			queue += float64(n-c) * weight
		}
		if n < k {
			enter += weight
		}
		if weight > 1e250 {
			weight *= 1e-250
			total *= 1e-250
			queue *= 1e-250
			waits *= 1e-250
			second *= 1e-250
			enter *= 1e-250
		}
		// One who finds n with c ≤ n < K waits for n − c + 1 completions,
		// Erlang: E W² = j(j+1)/(cμ)².
		if n >= c && n < k {
			j := float64(n - c + 1)
			second += weight * j * (j + 1) / (m * m)
		}
	}
	return finiteChain{
		full:   weight / total,
		wait:   waits / enter,
		queue:  queue / total,
		second: second / enter,
	}
}

func weightIf(ok bool, w float64) float64 {
	if ok {
		return w
	}
	return 0
}
