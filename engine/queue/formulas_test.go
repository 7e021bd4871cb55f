package queue

import (
	"math"
	"testing"
)

func repeat(d Dist, n int) []Dist {
	out := make([]Dist, n)
	for i := range out {
		out[i] = d
	}
	return out
}

func TestKOfNJoinOfExponentials(t *testing.T) {
	// The second of three exponentials: mean 1/3 + 1/2.
	b := Branches{Of: repeat(Service(Law{1, 1}), 3), Needed: 2}
	mean, _ := b.Moments()
	near(t, "mean", mean, 5./6, 1e-8)
}

func TestClosedSingleClass(t *testing.T) {
	// Lazowska et al., Quantitative System Performance (1984): demands 0.605,
	// 2.1, 1.35 s, think 15 s, N = 3: X = 0.152/s by exact MVA (chapter 6).
	n := Closed{Centres: []Centre{{[]float64{0.605}, 1}, {[]float64{2.1}, 1}, {[]float64{1.35}, 1}}, Population: []int{3}, Think: []float64{15}}
	r := n.Solve()
	near(t, "throughput", r.Throughput[0], 0.152, 0.005)
	l := n.linearizer()
	near(t, "Linearizer", l.Throughput[0], r.Throughput[0], 0.002)
}

func TestClosedRepairmanIsErlang(t *testing.T) {
	// N users thinking 1/μ before c = N servers never wait; with one server the
	// machine-repair model gives P(idle) = ErlangB-like 1/Σ N!/(N−k)! ρ^k.
	n := Closed{Centres: []Centre{{[]float64{0.5}, 1}}, Population: []int{4}, Think: []float64{2}}
	sumTerms, term := 1.0, 1.0
	for k := range 4 {
		term *= float64(4-k) * 0.25
		sumTerms += term
	}
	near(t, "throughput", n.Solve().Throughput[0], (1-1/sumTerms)/0.5, 1e-12)
	many := Closed{Centres: []Centre{{[]float64{0.5}, 2}}, Population: []int{4}, Think: []float64{2}}
	// Two servers: birth–death with rates (4−k)/2 and min(k,2)·2.
	w, total, busy := 1.0, 1.0, 0.0
	for k := 1; k <= 4; k++ {
		w *= float64(5-k) / 2 / (float64(min(k, 2)) * 2)
		total += w
		busy += w * float64(min(k, 2))
	}
	near(t, "two servers", many.Solve().Throughput[0], busy/total*2, 1e-12)
}

func TestClosedClassesAgainstSingle(t *testing.T) {
	// Two classes alike are one class split in two.
	one := Closed{Centres: []Centre{{[]float64{0.2}, 1}, {[]float64{0.3}, 1}, {[]float64{1}, 0}}, Population: []int{6}, Think: []float64{1}}
	two := Closed{Centres: []Centre{{[]float64{0.2, 0.2}, 1}, {[]float64{0.3, 0.3}, 1}, {[]float64{1, 1}, 0}}, Population: []int{2, 4}, Think: []float64{1, 1}}
	near(t, "classes", two.Solve().Throughput[0]+two.Solve().Throughput[1], one.Solve().Throughput[0], 1e-12)
}

func TestSharedRepairAgainstMachineRepair(t *testing.T) {
	// As many crews as units: independent units.
	near(t, "own crews", SharedRepair(2, 3, 3, 100, 5), AtLeast(2, 100./105, 100./105, 100./105), 1e-12)
	// One unit, one crew.
	near(t, "one unit", SharedRepair(1, 1, 1, 99, 1), 0.99, 1e-12)
	if SharedRepair(2, 3, 1, 100, 5) >= SharedRepair(2, 3, 3, 100, 5) {
		t.Error("fewer crews must not help")
	}
}

func TestKOutOfN(t *testing.T) {
	near(t, "2 of 3 at 0.9", KOutOfN(3, 2, 0.9), 0.972, 1e-12)
	near(t, "1 of 2 at 0.99", KOutOfN(2, 1, 0.99), 0.9999, 1e-12)
	near(t, "10 of 10 at 0.999", KOutOfN(10, 10, 0.999), math.Pow(0.999, 10), 1e-12)
	near(t, "unavailability of 8 of 10 at 0.99", 1-KOutOfN(10, 8, 0.99), 1.138e-4, 1e-3) // binomial table
	near(t, "many units", KOutOfN(10000, 9900, 0.995), 1, 1e-9)
	if KOutOfN(2, 3, 0.9) != 0 || KOutOfN(3, 0, 0.5) != 1 {
		t.Error("impossible or empty requirement")
	}
}

func TestTimeToLoss(t *testing.T) {
	// Without repair 2 of 3 last Σ 1/(iλ), i = 2, 3.
	near(t, "2 of 3", Redundancy{Fragments: 3, Needed: 2, MTBF: 1000}.MeanTimeToLoss(), 2500./3, 1e-12)
	// Triple replication, by hand: m(0) = M/3, m(1) = (1 + m(0)/R)·M/2, m(2) = (1 + r·m(1))·M
	// with r = 1/R for one crew and 2/R for two.
	m, r := 1e5, 10.0
	m0 := m / 3
	m1 := (1 + m0/r) * m / 2
	near(t, "one crew", Redundancy{3, 1, m, r, 1}.MeanTimeToLoss(), m0+m1+(1+m1/r)*m, 1e-12)
	near(t, "two crews", Redundancy{3, 1, m, r, 2}.MeanTimeToLoss(), m0+m1+(1+2*m1/r)*m, 1e-12)
	near(t, "all at once", Redundancy{3, 1, m, r, 0}.MeanTimeToLoss(), m0+m1+(1+2*m1/r)*m, 1e-12)
}

func TestDurabilityOfMirror(t *testing.T) {
	// RAID 1: MTTDL = (3·MTBF + MTBF²/MTTR)/2 … exactly 3M/2 + M²/(2R). Chen et al. (1994).
	r := Redundancy{Fragments: 2, Needed: 1, MTBF: 1e6, Repair: 24}
	near(t, "mirror", r.MeanTimeToLoss(), 1.5e6+1e12/48, 1e-12)
}

func TestSingleFiniteAgainstMM1K(t *testing.T) {
	near(t, "loss", SingleFinite(1.2, Law{1, 1}, 10).Loss, 0.19258649512680603, 1e-10)
	near(t, "in system", SingleFinite(1.2, Law{1, 1}, 10).InSystem, 6.7107086783691985, 1e-10)
	// M/D/1/2 at λ = μ = 1: with a = e⁻¹ the chain gives loss 1 − 1/(a + 1).
	near(t, "M/D/1/2", SingleFinite(1, Law{1, 0}, 2).Loss, 1-1/(math.Exp(-1)+1), 1e-12)
}

// Groups stand for single items: the sum over every item, by hand.
func TestZipfGroups(t *testing.T) {
	const n, s, at = 100_000, 0.8, 3e4
	sum, filled := 0.0, 0.0
	for i := n; i >= 1; i-- {
		sum += math.Pow(float64(i), -s)
	}
	for i := n; i >= 1; i-- {
		filled += -math.Expm1(-at * math.Pow(float64(i), -s) / sum)
	}
	got, count := 0.0, 0.0
	for _, x := range Zipf(n, s) {
		got += x.Count * -math.Expm1(-at*x.Share)
		count += x.Count
	}
	near(t, "items", count, n, 1e-12)
	near(t, "filled", got, filled, 1e-7)
}

// Two classes with half the requests each and catalogues alike share a cache
// as one class with twice the items would; the busier class hits more.
func TestSharedCache(t *testing.T) {
	p := Zipf(2000, 0.9)
	both := make(Popularity, 0, 2*len(p))
	for _, x := range p {
		both = append(both, Items{x.Share / 2, x.Count}, Items{x.Share / 2, x.Count})
	}
	one := Hits([]Catalogue{{1, both}}, 300, LRU)[0]
	two := Hits([]Catalogue{{7, p}, {7, p}}, 300, LRU)
	near(t, "first", two[0], one, 1e-12)
	near(t, "second", two[1], one, 1e-12)
	if h := Hits([]Catalogue{{9, p}, {1, p}}, 300, LRU); !(h[0] > one && one > h[1]) {
		t.Errorf("busy %v, alike %v, idle %v", h[0], one, h[1])
	}
}

// Six slices of an hour, 10 served an hour: 14 and 12 come in the second and
// third, so 4 and then 6 wait at their ends; 8 an hour work them off by 2.
func TestBacklog(t *testing.T) {
	p := Profile{Rates: []float64{5, 14, 12, 8, 8, 5}, Slice: 1}
	want := []float64{0, 2, 5, 5, 3, 0.4} // the last: 2 left, gone after 2/5 of it
	for i, x := range p.Backlog(10) {
		near(t, "slice", x+1, want[i]+1, 1e-12)
	}
}

func TestRetrialOrbit(t *testing.T) {
	// ν → ∞ is the plain M/M/1 queue: Lq = ρ²/(1−ρ).
	near(t, "fast retries", RetrialOrbit(0.5, 1, 1e12), 0.5, 1e-9)
}

func TestTimeVaryingAgainstStationary(t *testing.T) {
	flat := Profile{Rates: []float64{3, 3, 3}, Slice: 50}
	r := Solve(Station{Servers: 5, Capacity: 60, ArrivalSCV: 1, Customers: one(3, 1, 1)})
	k := flat.Kolmogorov(1, 5, 60)
	near(t, "in system", k.InSystem[2], r.InSystem, 1e-8)
	near(t, "modified load", flat.ModifiedLoad(1)[0], 3, 1e-12)
	// A sinusoid in 480 slices at c = ∞ (c beyond any load) follows the closed form.
	p := Profile{Slice: 24.0 / 480}
	for i := range 480 {
		p.Rates = append(p.Rates, 10+6*math.Sin(2*math.Pi*(float64(i)+0.5)/480))
	}
	want := Sinusoid{10, 6, 24}.Offered(0.5)
	peak := 0.0
	for _, m := range p.ModifiedLoad(0.5) {
		peak = max(peak, m)
	}
	near(t, "peak", peak, want.Peak, 1e-4)
	if (Profile{Rates: []float64{1}, Slice: 24}).Pointwise(1, 1) || !(Profile{Rates: []float64{1}, Slice: 3600}).Pointwise(1, 2) {
		t.Error("pointwise rule")
	}
}

func TestTTLAndFIFO(t *testing.T) {
	p := Zipf(4, 0)
	near(t, "uniform LRU", Hits([]Catalogue{{1, p}}, 2, LRU)[0], 0.5, 1e-12)
	near(t, "uniform FIFO", Hits([]Catalogue{{1, p}}, 2, FIFO)[0], 0.5, 1e-12)
	near(t, "TTL", TTLHits(Catalogue{2, Popularity{{1, 1}}}, 3, true), -math.Expm1(-6), 1e-12)
	near(t, "TTL from fetch", TTLHits(Catalogue{2, Popularity{{1, 1}}}, 3, false), 6./7, 1e-12)
}

func TestFiniteStationTakesTheExactChain(t *testing.T) {
	r := Solve(Station{Servers: 1, Capacity: 2, ArrivalSCV: 1 + 1e-13, Customers: one(1, 1, 0)})
	near(t, "M/D/1/2 loss", r.Loss, 1-1/(math.Exp(-1)+1), 1e-12)
	near(t, "carried", r.Carried, 1/(math.Exp(-1)+1), 1e-12)
	if r.Method != "M/G/1/K" || r.Class != A {
		t.Errorf("%s %s", r.Method, r.Class)
	}
}
