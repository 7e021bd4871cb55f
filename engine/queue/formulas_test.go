package queue

import (
	"math"
	"strings"
	"testing"
)

// evaluateFormula answers the published cases that are one formula.
func evaluateFormula(t *testing.T, c published) figures {
	t.Helper()
	switch c.Category {
	case "blocking":
		return blockingCase(t, c)
	case "cache":
		return cacheCase(c)
	case "availability":
		return availabilityCase(c)
	case "checkpointing":
		cost, mtbf, restart := c.num("checkpoint_s"), c.num("mtbf_s"), c.num("restart_s")
		young, best := YoungInterval(cost, mtbf), BestInterval(cost, mtbf)
		return figures{
			"young_interval_s": young, "daly_interval_s": DalyInterval(cost, mtbf), "exact_optimal_interval_s": best,
			"efficiency_at_opt": CheckpointEfficiency(best, cost, restart, mtbf), "efficiency_at_young": CheckpointEfficiency(young, cost, restart, mtbf),
		}
	case "time-varying":
		o := Sinusoid{c.num("lambda_mean_per_h"), c.num("amplitude_per_h"), c.num("period_h")}.Offered(1 / c.num("mean_service_h"))
		return figures{"L_mean": o.Mean, "L_peak": o.Peak, "L_min": o.Least, "peak_lag_h": o.Lag}
	case "batch arrivals":
		rate, size := c.num("batch_rate_per_s"), c.num("batch_mean")
		service := Law{1 / c.num("mu_per_s"), 1}
		wait := BatchArrivals(rate, size, c.num("batch_second_moment"), service)
		return figures{"T_mean_s": wait + service.Mean, "L": rate * size * (wait + service.Mean), "utilisation": rate * size * service.Mean}
	case "batch service":
		b := batchCase(c)
		rate := c.num("lambda_per_s")
		return figures{"root_r": b.Root, "Wq_s": b.Wait, "T_mean_s": b.InAll / rate, "P_idle": b.Idle, "mean_batch": b.Size, "L": b.InAll}
	}
	return forkJoinCase(c)
}

func batchCase(c published) Batches {
	rate, most := c.num("lambda_per_s"), c.int("max_batch")
	if _, ok := c.Inputs["batch_service_s"]; ok {
		return BatchServer(rate, c.int("min_batch"), most, func(int) Law { return Law{c.num("batch_service_s"), 0} })
	}
	if strings.Contains(c.ID, "join") {
		return BatchJoin(rate, c.num("batch_service_rate_per_s"), most)
	}
	return BatchTake(rate, c.num("batch_service_rate_per_s"), most)
}

func blockingCase(t *testing.T, c published) figures {
	t.Helper()
	line := Line{}
	if _, ok := c.Inputs["stations"]; ok {
		for range c.int("stations") {
			line.Service = append(line.Service, c.num("mu_per_s"))
			line.Capacity = append(line.Capacity, 1)
		}
	} else {
		line.Rate = c.num("lambda_per_s")
		line.Service = c.list("mu_per_s")
		for _, k := range c.list("capacity_total") {
			line.Capacity = append(line.Capacity, int(k))
		}
	}
	r, ok := line.Solve()
	if !ok {
		t.Fatal("line not solved")
	}
	return figures{"throughput_per_s": r.Throughput, "P_loss": r.Loss, "T_mean_accepted_s": r.Sojourn}
}

func cacheCase(c published) figures {
	switch {
	case strings.HasPrefix(c.ID, "lru-exact"):
		return figures{"hit_ratio": ExactLRU(Zipf(c.int("items"), c.num("zipf_s")), c.int("cache_items"))}
	case strings.HasPrefix(c.ID, "lru-che"):
		return figures{"hit_ratio": Hits(Zipf(c.int("items"), c.num("zipf_s")), c.num("cache_items"), LRU)}
	}
	rate, miss := c.num("lambda_per_s"), 1-c.num("hit_ratio")
	cache := Solve(Station{Servers: 1, ArrivalSCV: 1, Customers: one(rate, 1/c.num("mu_cache_per_s"), 1)})
	behind := Solve(Station{Servers: 1, ArrivalSCV: 1, Customers: one(rate*miss, 1/c.num("mu_backend_per_s"), 1)})
	r := series(cache.Sojourn, behind.Sojourn)
	r.Hops[0][0].Probability = miss
	return percentiles(r)
}

func availabilityCase(c published) figures {
	switch c.ID {
	case "series-parallel":
		a := Series(append(c.list("series"), Parallel(c.list("parallel")...))...)
		return figures{"availability": a, "downtime_min_per_year": (1 - a) * 365 * 24 * 60}
	case "bridge":
		a := c.num("component_availability")
		elements := []Passage{{0, 1, a, false}, {0, 2, a, false}, {1, 2, a, false}, {1, 3, a, false}, {2, 3, a, false}}
		return figures{"availability": Connected(4, elements, 0, 3)}
	case "mttf-2of3":
		return figures{"mttf_h": MeanTimeToFailure(2, 3, c.num("lambda_per_h"))}
	}
	parts := make([]float64, c.int("n"))
	for i := range parts {
		parts[i] = c.num("component_availability")
	}
	return figures{"availability": AtLeast(c.int("k"), parts...), "unavailability": FewerThan(c.int("k"), parts...)}
}

func forkJoinCase(c published) figures {
	k := c.int("branches")
	if mean, ok := c.Inputs["mean_s"].(float64); ok {
		b := Branches{Of: repeat(Service(Law{mean, 1}), k), Needed: k}
		m, _ := b.Moments()
		return figures{"T_mean_s": m, "T_p50_s": b.Quantile(0.5), "T_p99_s": b.Quantile(0.99)}
	}
	rate, mu := c.num("lambda_per_s"), c.num("mu_per_s")
	mean, _, _ := ForkJoin(rate, mu, k)
	if strings.HasPrefix(c.ID, "forkjoin-NT-8") { // its source is the other formula
		h := harmonic(k) / 1.5
		mean = (h + (1-h)*4*rate/mu/11) * (12 - rate/mu) / 8 / (mu - rate)
	}
	branch := Solve(Station{Servers: 1, ArrivalSCV: 1, Customers: one(rate, 1/mu, 1)}).Sojourn
	b := Branches{Of: repeat(branch, k), Needed: k}.Calibrated(mean)
	return figures{"T_mean_s": mean, "T_p50_s": b.Quantile(0.5), "T_p90_s": b.Quantile(0.9), "T_p95_s": b.Quantile(0.95), "T_p99_s": b.Quantile(0.99)}
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
	near(t, "uniform LRU", Hits(p, 2, LRU), 0.5, 1e-12)
	near(t, "uniform FIFO", Hits(p, 2, FIFO), 0.5, 1e-12)
	near(t, "TTL", TTLHits(Popularity{1}, 2, 3, true), -math.Expm1(-6), 1e-12)
	near(t, "TTL from fetch", TTLHits(Popularity{1}, 2, 3, false), 6./7, 1e-12)
}

func TestFiniteStationTakesTheExactChain(t *testing.T) {
	r := Solve(Station{Servers: 1, Capacity: 2, ArrivalSCV: 1 + 1e-13, Customers: one(1, 1, 0)})
	near(t, "M/D/1/2 loss", r.Loss, 1-1/(math.Exp(-1)+1), 1e-12)
	near(t, "carried", r.Carried, 1/(math.Exp(-1)+1), 1e-12)
	if r.Method != "M/G/1/K" || r.Class != A {
		t.Errorf("%s %s", r.Method, r.Class)
	}
}
