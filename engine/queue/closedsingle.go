package queue

import "math"

// single is a closed network of one class with several servers at some centres,
// exactly. In a network of product form the numbers at the centres are
// independent, each as at an open M/M/s or M/G/∞ of the same throughput x, but
// for their sum, which is the population N:
//
//	p(n₁ … n_K) = Π f_k(n_k) / g(N),  X(N) = x · g(N − 1)/g(N),
//
// f_k the law of an open centre, g that of their sum. Any x gives the same; the
// one whose open network holds N in the mean keeps all terms near 1, where the
// recursion of mean value analysis loses its digits at high load. Gordon & Newell
// (1967); Buzen, Comm. ACM 16 (1973).
func (n Closed) single() ClosedResult {
	population := n.Population[0]
	out := n.empty("MVA", A)
	open := make([]openCentre, 0, len(n.Centres)+1)
	for _, c := range n.Centres {
		open = append(open, openCentre{c.Demand[0], c.Servers})
	}
	open = append(open, openCentre{demand: n.Think[0]})
	x := holding(open, float64(population))
	if population == 0 || x == 0 {
		return n.finish(out)
	}
	laws := make([][]float64, len(open))
	for k, c := range open {
		laws[k] = c.law(x, population)
	}
	before := make([][]float64, len(laws)+1) // the sum of the centres before each
	before[0] = []float64{1}
	for k := range laws {
		before[k+1] = summed(before[k], laws[k], population)
	}
	whole, after := before[len(laws)], []float64{1}
	out.Throughput[0] = x * at(whole, population-1) / at(whole, population)
	for k := len(laws) - 1; k >= 0; k-- {
		if k < len(n.Centres) && out.Throughput[0] > 0 {
			rest, mean := summed(before[k], after, population), 0.0
			for j, p := range laws[k] {
				mean += float64(float64(j) * p * at(rest, population-j))
			}
			out.Residence[k][0] = mean / at(whole, population) / out.Throughput[0]
		}
		after = summed(after, laws[k], population)
	}
	return n.finish(out)
}

// openCentre is a centre that customers come to from outside; no servers is a
// delay.
type openCentre struct {
	demand  float64
	servers int
}

// present is the mean number there at a throughput.
func (c *openCentre) present(x float64) float64 {
	a := x * c.demand
	if c.servers == 0 {
		return a
	}
	rho := a / float64(c.servers)
	return a + ErlangC(c.servers, a)*rho/(1-rho)
}

// holding is the throughput at which open centres hold so many in the mean; 0
// where nothing takes time.
func holding(open []openCentre, many float64) float64 {
	low, high := 0.0, math.Inf(1)
	whole := 0.0
	for _, c := range open {
		whole += c.demand
		if c.servers > 0 && c.demand > 0 {
			high = min(high, float64(c.servers)/c.demand)
		}
	}
	if whole == 0 {
		return 0
	}
	high = min(high, many/whole) // none waits
	for range 100 {
		x := (low + high) / 2
		present := 0.0
		for k := range open {
			present += open[k].present(x)
		}
		if present < many {
			low = x
		} else {
			high = x
		}
		if high-low <= 1e-14*high {
			break
		}
	}
	return low
}

// law is the probabilities of 0 … most customers there at a throughput, from the
// likeliest number on either way, as far as they count.
func (c *openCentre) law(x float64, most int) []float64 {
	a := x * c.demand
	if a == 0 {
		return []float64{1}
	}
	busy := func(j int) float64 {
		if c.servers > 0 {
			return float64(min(j, c.servers))
		}
		return float64(j)
	}
	mode := min(int(a), most)
	p := make([]float64, mode+1, most+1)
	p[mode] = 1
	for j := mode; j > 0; j-- {
		p[j-1] = p[j] * busy(j) / a
	}
	for j := mode + 1; j <= most; j++ {
		next := p[j-1] * a / busy(j)
		if next < 1e-25 {
			break
		}
		p = append(p, next)
	}
	return p
}

// summed is the law of a sum up to most.
func summed(a, b []float64, most int) []float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	out := make([]float64, min(len(a)+len(b)-1, most+1))
	for i, x := range a {
		if x == 0 {
			continue
		}
		for j, y := range b[:min(len(b), max(len(out)-i, 0))] {
			out[i+j] += float64(x * y)
		}
	}
	return out
}

func at(p []float64, j int) float64 {
	if j < 0 || j >= len(p) {
		return 0
	}
	return p[j]
}
