package queue

import "math"

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

// closedLimit is the largest number of population vectors solved exactly.
const closedLimit = 1_000_000

// Solve uses exact mean value analysis where the population vectors times the
// centres stay below a million, else Linearizer.
func (n Closed) Solve() ClosedResult {
	states := 1.0
	multi := false
	for _, c := range n.Centres {
		multi = multi || c.Servers > 1
	}
	for _, p := range n.Population {
		states *= float64(p + 1)
	}
	cost := states * float64(len(n.Centres)+1)
	if multi && len(n.Population) == 1 {
		cost *= float64(n.Population[0])
	}
	switch {
	case cost > closedLimit*64 || states > closedLimit:
		return n.linearizer()
	case multi && len(n.Population) == 1:
		return n.loadDependent()
	case multi:
		return n.linearizer()
	}
	return n.exact()
}

// exact is mean value analysis: a customer who arrives sees the network with
// one of its class less,
//
//	R(k,c) = D(k,c)(1 + Q(k | N − 1_c)),  X(c) = N(c)/(Z(c) + ΣR(k,c)).
//
// Reiser & Lavenberg, J. ACM 27 (1980). Single servers and delays.
func (n Closed) exact() ClosedResult {
	classes, centres := len(n.Population), len(n.Centres)
	stride := make([]int, classes)
	size := 1
	for c, p := range n.Population {
		stride[c] = size
		size *= p + 1
	}
	queue := make([]float64, size*centres) // total at each centre, by population vector
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
					r *= 1 + less[k]
				}
				out.Residence[k][c] = r
				cycle += r
			}
			out.Throughput[c] = float64(p) / cycle
			for k := range here {
				here[k] += out.Throughput[c] * out.Residence[k][c]
			}
		}
	}
	return n.finish(out)
}

// loadDependent is exact mean value analysis of one class with several
// servers at some centres: with p(j) the probability of j customers there,
//
//	R = D Σ j/min(j,c)·p(j−1 | N−1),  p(j|N) = X·D/min(j,c)·p(j−1 | N−1).
//
// Reiser & Lavenberg (1980); p(0|N) from the sum of the others is unstable at
// high load, so it is carried by p(0|N) = (1 − (XD + Σ (c−j)p(j))/c) over
// j = 1 … c−1 only.
func (n Closed) loadDependent() ClosedResult {
	population := n.Population[0]
	out := n.empty("MVA", A)
	law := make([][]float64, len(n.Centres)) // p(j), j < servers
	queue := make([]float64, len(n.Centres))
	for k, c := range n.Centres {
		law[k] = make([]float64, max(c.Servers, 1))
		law[k][0] = 1
	}
	for m := 1; m <= population; m++ {
		cycle := n.Think[0]
		for k, c := range n.Centres {
			r := c.Demand[0]
			if c.Servers > 0 {
				s := float64(c.Servers)
				wait := 1 + queue[k]
				for j := 0; j < c.Servers-1; j++ {
					wait += (s - 1 - float64(j)) * law[k][j]
				}
				r *= wait / s
			}
			out.Residence[k][0] = r
			cycle += r
		}
		x := float64(m) / cycle
		out.Throughput[0] = x
		for k, c := range n.Centres {
			queue[k] = x * out.Residence[k][0]
			if c.Servers <= 1 {
				continue
			}
			s := float64(c.Servers)
			next := make([]float64, c.Servers)
			used := 0.0
			for j := 1; j < c.Servers; j++ {
				next[j] = x * c.Demand[0] / float64(j) * law[k][j-1]
				used += (s - float64(j)) * next[j]
			}
			next[0] = max(0, 1-(x*c.Demand[0]+used)/s)
			law[k] = next
		}
	}
	return n.finish(out)
}

// linearizer estimates how the share of a class at a centre changes when one
// customer leaves, and solves the mean value equations with it. Chandy & Neuse,
// Comm. ACM 25 (1982). Several servers by Seidmann's split of the demand into a
// queue of D/c and a delay of D(c−1)/c (1987), class C.
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
			out.Class = D // several servers at little load may wait several times less
		}
	}
	for range 6 {
		n.core(total, full, change, &out)
		for j := range less {
			if total[j] > 0 {
				scratch := n.empty("", C)
				n.core(oneLess(total, j), less[j], change, &scratch)
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
	n.core(total, full, change, &out)
	return n.finish(out)
}

// core solves the mean value equations for one population with the changes of
// share given, by iteration; queue is both the start and the answer.
func (n Closed) core(population []float64, queue [][]float64, change [][][]float64, out *ClosedResult) {
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
					s := float64(centre.Servers)
					demand = demand*(s-1)/s + demand/s*(1+seen)
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
