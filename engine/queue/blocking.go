package queue

import "math"

// Line is a row of single exponential servers with finite room between them
// and blocking after service: what is done stays at its server until the next
// station has room. Where Rate is 0 the first station never starves (a
// saturated line); else customers arrive as a Poisson stream and those that
// find the first station full are lost.
type Line struct {
	Rate     float64
	Service  []float64 // μ of each station
	Capacity []int     // places of each station, that in service included, ≥ 1; of a saturated first station ignored
}

// LineResult is the stationary state of a Line.
type LineResult struct {
	Throughput float64
	Loss       float64   // share of the arrivals lost
	InSystem   []float64 // mean number at each station, blocked ones where they sit
	Sojourn    float64   // mean time of those let in; NaN for a saturated line
	States     int
}

// lineLimit is the largest chain solved exactly.
const lineLimit = 200_000

// lineState is what a line looks like: customers at each station and whether
// its server holds a finished one.
type lineState struct {
	count   [8]uint16
	blocked [8]bool
}

// Solve builds the Markov chain and solves it: directly up to a thousand
// states, else by Gauss–Seidel. ok is false where there are more than eight
// stations or 200,000 states. Hunt (1956) gives the saturated lines without
// room: 2/3, 22/39, 0.5148 of the servers' rate. Numerically exact.
func (l Line) Solve() (result LineResult, ok bool) {
	if len(l.Service) == 0 || len(l.Service) > len(lineState{}.count) {
		return LineResult{}, false
	}
	start := lineState{}
	if l.Rate == 0 {
		start.count[0] = 1
	}
	index := map[lineState]int{start: 0}
	states := []lineState{start}
	var moves []flowMove
	for i := 0; i < len(states); i++ {
		l.moves(states[i], func(to lineState, rate float64) {
			j, seen := index[to]
			if !seen {
				j = len(states)
				index[to] = j
				states = append(states, to)
			}
			moves = append(moves, flowMove{i, j, rate})
		})
		if len(states) > lineLimit {
			return LineResult{}, false
		}
	}
	pi := chainLaw(len(states), moves)
	result.InSystem = make([]float64, len(l.Service))
	last := len(l.Service) - 1
	full := 0.0
	for i, p := range pi {
		s := states[i]
		for k := range l.Service {
			result.InSystem[k] += p * float64(s.count[k])
		}
		if s.count[last] > 0 {
			result.Throughput += p * l.Service[last]
		}
		if l.Rate > 0 && int(s.count[0]) >= l.Capacity[0] {
			full += p
		}
	}
	result.States = len(states)
	result.Loss = full
	result.Sojourn = math.NaN()
	if l.Rate > 0 {
		result.Sojourn = sum(result.InSystem) / result.Throughput
	}
	return result, true
}

// flowMove is one transition of a chain.
type flowMove struct {
	from, to int
	rate     float64
}

// moves lists the transitions out of a state.
func (l Line) moves(s lineState, emit func(lineState, float64)) {
	if l.Rate > 0 && int(s.count[0]) < l.Capacity[0] {
		to := s
		to.count[0]++
		emit(to, l.Rate)
	}
	for k, mu := range l.Service {
		if s.count[k] == 0 || s.blocked[k] {
			continue
		}
		to := s
		if k+1 < len(l.Service) && int(s.count[k+1]) >= l.Capacity[k+1] {
			to.blocked[k] = true
		} else {
			l.leave(&to, k)
		}
		emit(to, mu)
	}
}

// leave moves a finished customer out of station k and lets the blocked ones
// before it follow.
func (l Line) leave(s *lineState, k int) {
	for {
		s.blocked[k] = false
		if !(k == 0 && l.Rate == 0) { // a saturated station is refilled at once
			s.count[k]--
		}
		if k+1 < len(l.Service) {
			s.count[k+1]++
		}
		if k == 0 || !s.blocked[k-1] {
			return
		}
		k--
	}
}

// chainLaw is the stationary law of a chain given by its moves.
func chainLaw(n int, moves []flowMove) []float64 {
	if n <= 1000 {
		q := newMatrix(n, n)
		for _, m := range moves {
			q.add(m.from, m.to, m.rate)
		}
		return stationary(q)
	}
	// Moves into each state, in the order found.
	out := make([]float64, n)
	start := make([]int, n+1)
	for _, m := range moves {
		out[m.from] += m.rate
		start[m.to+1]++
	}
	for i := range n {
		start[i+1] += start[i]
	}
	into := make([]flowMove, len(moves))
	next := append([]int(nil), start[:n]...)
	for _, m := range moves {
		into[next[m.to]] = m
		next[m.to]++
	}
	pi := make([]float64, n)
	for i := range pi {
		pi[i] = 1 / float64(n)
	}
	for range 20000 {
		change := 0.0
		for j := range n {
			x := 0.0
			for _, m := range into[start[j]:start[j+1]] {
				x += float64(pi[m.from] * m.rate)
			}
			x /= out[j]
			change = max(change, math.Abs(x-pi[j])/max(x, 1e-300)*min(1, x*float64(n)))
			pi[j] = x
		}
		total := sum(pi)
		for i := range pi {
			pi[i] /= total
		}
		if change < 1e-13 {
			break
		}
	}
	return pi
}

// Room is a station of c exponential servers with finite room whose senders
// are held until there is some: blocking after service.
type Room struct {
	Servers, Places int     // places, those in service included, ≥ servers
	Senders         int     // servers that send here, each of which can be held
	Service         float64 // mean
	Fastest         float64 // rate of all senders when none is held
}

// Solve gives the mean wait of those let in and the time a sender is held for
// one item, at a rate. It is M/M/c with a place more for each sender, fed at
// the rate that makes it carry what is asked, at most at Fastest; exact for
// one saturated exponential sender. Perros, Queueing Networks with Blocking
// (1994), chapter 4; typically within 5 % of the throughput, class D.
func (r Room) Solve(rate float64) (wait float64, held Law) {
	low, high := min(rate, r.Fastest), r.Fastest
	if r.carried(high) > rate {
		for range 60 {
			middle := (low + high) / 2
			if r.carried(middle) < rate {
				low = middle
			} else {
				high = middle
			}
		}
	}
	p := r.law(high)
	each := r.Service / float64(r.Servers) // between two departures
	enter, queue, first, second := 0.0, 0.0, 0.0, 0.0
	for n, x := range p {
		queue += x * float64(max(min(n, r.Places)-r.Servers, 0))
		if n == len(p)-1 {
			break
		}
		enter += x
		if n >= r.Places {
			m := float64(n - r.Places + 1)
			first += x * m * each
			second += x * m * (m + 1) * each * each
		}
	}
	mean := first / enter
	if mean > 0 {
		held = Law{mean, max(second/enter/(mean*mean)-1, 0)}
	}
	return queue / (high * enter), held
}

func (r Room) carried(rate float64) float64 {
	p := r.law(rate)
	return rate * (1 - p[len(p)-1])
}

// law is that of the number present, those held included.
func (r Room) law(rate float64) []float64 {
	p := make([]float64, r.Places+r.Senders+1)
	p[0] = 1
	total := 1.0
	for n := 1; n < len(p); n++ {
		p[n] = p[n-1] * rate * r.Service / float64(min(n, r.Servers))
		if total += p[n]; total > 1e250 {
			for i := range n + 1 {
				p[i] *= 1e-250
			}
			total *= 1e-250
		}
	}
	for n := range p {
		p[n] /= total
	}
	return p
}
