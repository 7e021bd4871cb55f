package queue

import (
	"math"
	"sort"
)

// Centre is one resource of a closed network.
type Centre struct {
	Demand  []float64 // of each class: visits times service time
	Servers int       // 1 or more; 0 = infinitely many, a delay
}

// Closed is a closed network of product form: so many customers of each
// class, who think, then go through the centres, and again.
type Closed struct {
	Centres    []Centre
	Population []int
	Think      []float64
}

// ClosedResult answers a Closed network.
type ClosedResult struct {
	Throughput []float64   // of each class, cycles per unit of time
	Residence  [][]float64 // of each centre and class, time per cycle, queueing included
	Queue      [][]float64 // mean number, of each centre and class
	Method     string
	Class      Class
}

// closedLimit is the largest number of population vectors solved exactly,
// closedRoom that of the figures kept of them all, singleLimit that of the
// customers of one class at several servers.
const (
	closedLimit = 1_000_000
	closedRoom  = 6_000_000
	singleLimit = 8_000
)

// Solve uses exact mean value analysis where the figures that it keeps of all
// population vectors are few enough, else Linearizer.
func (n Closed) Solve() ClosedResult {
	states, kept := 1.0, 0
	multi := false
	for _, c := range n.Centres {
		multi = multi || c.Servers > 1
		kept += 1 + c.kept()
	}
	for _, p := range n.Population {
		states *= float64(p + 1)
	}
	switch {
	case multi && len(n.Population) == 1 && states < singleLimit:
		return n.single()
	case states > closedLimit || states*float64(kept) > closedRoom:
		return n.linearizer()
	}
	if r, ok := n.exact(); ok {
		return r
	}
	return n.linearizer()
}

// kept is of how many numbers of customers at a centre the probability is kept:
// those that leave a server free.
func (c *Centre) kept() int {
	if c.Servers > 1 {
		return c.Servers
	}
	return 0
}

// exact is mean value analysis: a customer who arrives sees the network with
// one of its class less,
//
//	R(k,c) = D(k,c)(1 + Q(k | N − 1_c)),  X(c) = N(c)/(Z(c) + ΣR(k,c)),
//
// and at several servers, with p(j) the probability of j customers there,
//
//	R(k,c) = D(k,c)/s·(1 + Q(k | N − 1_c) + Σ_{j<s−1} (s−1−j)·p(j | N − 1_c)),
//	p(j | N) = Σ_c X(c)·D(k,c)/j·p(j−1 | N − 1_c),  j = 1 … s−1,
//
// p(0) such that as many servers are busy as work comes. Reiser & Lavenberg,
// J. ACM 27 (1980). Where servers are nearly always busy p(0) is what is left of
// a difference of numbers near one another, and what is lost grows with every
// customer: false there.
func (n Closed) exact() (ClosedResult, bool) {
	classes, centres := len(n.Population), len(n.Centres)
	stride := make([]int, classes)
	size := 1
	for c, p := range n.Population {
		stride[c] = size
		size *= p + 1
	}
	queue := make([]float64, size*centres) // total at each centre, by population vector
	laws := n.laws(size)
	at := make([]int, classes)
	out := n.empty("MVA", A)
	for v := 1; v < size; v++ {
		for c := 0; ; c++ { // next vector, first class fastest
			at[c]++
			if at[c] <= n.Population[c] {
				break
			}
			at[c] = 0
		}
		here := queue[v*centres : (v+1)*centres]
		for c, p := range at {
			if p == 0 {
				out.Throughput[c] = 0
				continue
			}
			less := queue[(v-stride[c])*centres:]
			cycle := n.Think[c]
			for k, centre := range n.Centres {
				r := centre.Demand[c]
				if centre.Servers > 0 {
					r *= (1 + less[k] + laws[k].free(v-stride[c])) / float64(centre.Servers)
				}
				out.Residence[k][c] = r
				cycle += r
			}
			out.Throughput[c] = float64(p) / cycle
			for k := range here {
				here[k] += out.Throughput[c] * out.Residence[k][c]
			}
		}
		for k := range laws {
			if !laws[k].fill(v, at, stride, out.Throughput, n.Centres[k].Demand) {
				return out, false
			}
		}
	}
	return n.finish(out), true
}

// law holds, by population vector, the probabilities of 0 … servers−1 customers
// at a centre; empty for one server and for a delay.
type law struct {
	servers int
	p       []float64
}

func (n Closed) laws(vectors int) []law {
	list := make([]law, len(n.Centres))
	for k := range list {
		c := &n.Centres[k]
		list[k] = law{c.kept(), make([]float64, vectors*c.kept())}
		if c.kept() > 0 {
			list[k].p[0] = 1
		}
	}
	return list
}

// free is Σ (s−1−j)·p(j): the servers that are free but for one, in the mean.
func (l *law) free(vector int) float64 {
	sum := 0.0
	for j := range l.servers - 1 {
		sum += float64(float64(l.servers-1-j) * l.p[vector*l.servers+j])
	}
	return sum
}

// fill works out the law for a population vector from those with one customer
// less; false where p(0) is lost.
func (l *law) fill(vector int, at, stride []int, throughput, demand []float64) bool {
	if l.servers == 0 {
		return true
	}
	p := l.p[vector*l.servers : (vector+1)*l.servers]
	busy, idle := 0.0, 0.0
	for c, count := range at {
		if count == 0 {
			continue
		}
		work := throughput[c] * demand[c]
		busy += work
		less := l.p[(vector-stride[c])*l.servers:]
		for j := 1; j < l.servers; j++ {
			p[j] += float64(work / float64(j) * less[j-1])
		}
	}
	for j := 1; j < l.servers; j++ {
		idle += float64(float64(l.servers-j) * p[j])
	}
	p[0] = 1 - (busy+idle)/float64(l.servers)
	return p[0] > leastIdle
}

// leastIdle is the smallest p(0) that keeps enough digits.
const leastIdle = 1e-9

// linearizer estimates how the share of a class at a centre changes when one
// customer leaves, and solves the mean value equations with it. Chandy & Neuse,
// Comm. ACM 25 (1982). At several servers an arrival waits only where it finds all
// of them busy: those it sees are taken to be spread as of a finite source with so
// many present in the mean, which for one server is the same as before.
func (n Closed) linearizer() ClosedResult {
	classes, centres := len(n.Population), len(n.Centres)
	total := make([]float64, classes)
	for c, p := range n.Population {
		total[c] = float64(p)
	}
	full := n.evenly(total)
	less := make([][][]float64, classes) // queues with one of class j less
	for j := range less {
		less[j] = n.evenly(oneLess(total, j))
	}
	change := make([][][]float64, classes) // [j][k][c]
	for j := range change {
		change[j] = make([][]float64, centres)
		for k := range change[j] {
			change[j][k] = make([]float64, classes)
		}
	}
	out := n.empty("Linearizer", C)
	for i := range n.Centres {
		if n.Centres[i].Servers > 1 {
			out.Class = D // throughputs within 1 %, small waits up to half off
		}
	}
	others := -1
	for _, p := range n.Population {
		others += p
	}
	ahead := make([]waitingAhead, centres)
	for k := range ahead {
		ahead[k] = newWaitingAhead(n.Centres[k].Servers, max(others, 0))
	}
	for range 6 {
		n.core(ahead, total, full, change, &out)
		for j := range less {
			if total[j] > 0 {
				scratch := n.empty("", C)
				n.core(ahead, oneLess(total, j), less[j], change, &scratch)
			}
		}
		for j := range change {
			if total[j] == 0 {
				continue
			}
			without := oneLess(total, j)
			for k := range change[j] {
				for c := range classes {
					change[j][k][c] = share(less[j][k][c], without[c]) - share(full[k][c], total[c])
				}
			}
		}
	}
	n.core(ahead, total, full, change, &out)
	return n.finish(out)
}

// core solves the mean value equations for one population with the changes of
// share given, by iteration; queue is both the start and the answer.
func (n Closed) core(ahead []waitingAhead, population []float64, queue [][]float64, change [][][]float64, out *ClosedResult) {
	for range 10000 {
		moved := 0.0
		next := make([][]float64, len(n.Centres))
		for k := range next {
			next[k] = make([]float64, len(population))
		}
		for j, p := range population {
			if p <= 0 {
				out.Throughput[j] = 0
				continue
			}
			cycle := n.Think[j]
			for k, centre := range n.Centres {
				demand := centre.Demand[j]
				if centre.Servers > 0 {
					seen := 0.0
					for c, q := range population {
						if q <= 0 {
							continue
						}
						left := q
						if c == j {
							left--
						}
						seen += max(0, left*(share(queue[k][c], q)+change[j][k][c]))
					}
					demand *= 1 + ahead[k].of(seen)/float64(centre.Servers)
				}
				out.Residence[k][j] = demand
				cycle += demand
			}
			out.Throughput[j] = p / cycle
			for k := range n.Centres {
				next[k][j] = out.Throughput[j] * out.Residence[k][j]
				moved = max(moved, math.Abs(next[k][j]-queue[k][j]))
			}
		}
		for k := range next {
			copy(queue[k], next[k])
		}
		if moved < 1e-10 {
			return
		}
	}
}

// waitingAhead is how many have to be served before an arrival at some servers,
// E (N − s + 1)⁺ in the mean, by how many it sees: tabulated for the customers of
// a finite source who are here or elsewhere, as many as there are but for itself,
// by how long they are elsewhere. Of one server it is all it sees.
type waitingAhead struct {
	seen, ahead []float64
}

// finiteSource is up to how many customers; of more the source is as good as infinite.
const finiteSource = 2000

func newWaitingAhead(servers, others int) waitingAhead {
	w := waitingAhead{}
	if servers <= 1 {
		return w
	}
	others = min(others, max(finiteSource, 4*servers))
	for i := range 240 { // by 10 % from hardly ever here to hardly ever elsewhere
		ratio := exp(float64(i-120)*0.1) * float64(servers) / float64(max(others, 1))
		seen, ahead := sees(servers, others, ratio)
		if n := len(w.seen); n > 0 && !(seen > w.seen[n-1]) {
			continue
		}
		w.seen, w.ahead = append(w.seen, seen), append(w.ahead, ahead)
	}
	return w
}

// sees is the mean number at some servers of customers whose time there is a
// ratio of that elsewhere, and E (N − s + 1)⁺.
func sees(servers, customers int, ratio float64) (mean, ahead float64) {
	p, total, scale := 1.0, 0.0, 1e-200
	p *= scale
	for j := 0; j <= customers; j++ {
		if j > 0 {
			p *= ratio * float64(customers-j+1) / float64(min(j, servers))
		}
		if p > 1e200 { // keep in range: what came before hardly counts
			p, total, mean, ahead = p*1e-200, total*1e-200, mean*1e-200, ahead*1e-200
		}
		total += p
		mean += float64(float64(j) * p)
		ahead += float64(float64(max(j-servers+1, 0)) * p)
	}
	return mean / total, ahead / total
}

func (w *waitingAhead) of(seen float64) float64 {
	last := len(w.seen) - 1
	switch {
	case last < 0 || math.IsNaN(seen):
		return seen
	case seen >= w.seen[last]:
		return w.ahead[last] + seen - w.seen[last]
	case seen <= w.seen[0]:
		return w.ahead[0] * seen / w.seen[0]
	}
	i := sort.SearchFloat64s(w.seen, seen)
	part := (seen - w.seen[i-1]) / (w.seen[i] - w.seen[i-1])
	return w.ahead[i-1] + float64(part*(w.ahead[i]-w.ahead[i-1]))
}

func share(queue, population float64) float64 {
	if population <= 0 {
		return 0
	}
	return queue / population
}

func oneLess(population []float64, j int) []float64 {
	less := append([]float64(nil), population...)
	less[j] = max(0, less[j]-1)
	return less
}

func (n Closed) evenly(population []float64) [][]float64 {
	queue := make([][]float64, len(n.Centres))
	for k := range queue {
		queue[k] = make([]float64, len(population))
		for c, p := range population {
			queue[k][c] = p / float64(len(n.Centres))
		}
	}
	return queue
}

func (n Closed) empty(method string, class Class) ClosedResult {
	out := ClosedResult{Throughput: make([]float64, len(n.Population)), Method: method, Class: class}
	for range n.Centres {
		out.Residence = append(out.Residence, make([]float64, len(n.Population)))
		out.Queue = append(out.Queue, make([]float64, len(n.Population)))
	}
	return out
}

func (n Closed) finish(out ClosedResult) ClosedResult {
	for k := range n.Centres {
		for c := range n.Population {
			out.Queue[k][c] = out.Throughput[c] * out.Residence[k][c]
		}
	}
	return out
}
