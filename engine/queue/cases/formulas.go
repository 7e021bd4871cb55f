package cases

import (
	"fmt"
	"math"
	"strings"

	"weir/engine/portable"
	"weir/engine/queue"
)

// evaluateFormula answers the published cases that are one formula.
func evaluateFormula(c *Case) Figures {
	switch c.Category {
	case "blocking":
		return blockingCase(c)
	case "cache":
		return cacheCase(c)
	case "availability":
		return availabilityCase(c)
	case "checkpointing":
		cost, mtbf, restart := c.Num("checkpoint_s"), c.Num("mtbf_s"), c.Num("restart_s")
		young, best := queue.YoungInterval(cost, mtbf), queue.BestInterval(cost, mtbf)
		return Figures{
			"young_interval_s": young, "daly_interval_s": queue.DalyInterval(cost, mtbf), "exact_optimal_interval_s": best,
			"efficiency_at_opt": queue.CheckpointEfficiency(best, cost, restart, mtbf), "efficiency_at_young": queue.CheckpointEfficiency(young, cost, restart, mtbf),
		}
	case "time-varying":
		if c.Has("servers") {
			return swing(c)
		}
		o := queue.Sinusoid{Mean: c.Num("lambda_mean_per_h"), Amplitude: c.Num("amplitude_per_h"), Period: c.Num("period_h")}.Offered(1 / c.Num("mean_service_h"))
		return Figures{"L_mean": o.Mean, "L_peak": o.Peak, "L_min": o.Least, "peak_lag_h": o.Lag}
	case "batch arrivals":
		rate, size := c.Num("batch_rate_per_s"), c.Num("batch_mean")
		service := law(1/c.Num("mu_per_s"), 1)
		wait := queue.BatchArrivals(rate, size, c.Num("batch_second_moment"), service)
		return Figures{"T_mean_s": wait + service.Mean, "L": rate * size * (wait + service.Mean), "utilisation": rate * size * service.Mean}
	case "batch service":
		b := batchCase(c)
		rate := c.Num("lambda_per_s")
		return Figures{"root_r": b.Root, "Wq_s": b.Wait, "T_mean_s": b.InAll / rate, "P_idle": b.Idle, "mean_batch": b.Size, "L": b.InAll}
	}
	return forkJoinCase(c)
}

// swing is M_t/M/c under a sine, by the forward equations.
func swing(c *Case) Figures {
	const slices, room = 2400, 40
	mean, amplitude, period := c.Num("lambda_mean_per_h"), c.Num("amplitude_per_h"), c.Num("period_h")
	p := queue.Profile{Slice: period / slices}
	for i := range slices {
		s, _ := portable.Sincos(2 * math.Pi * (float64(i) + 0.5) / slices)
		p.Rates = append(p.Rates, mean+amplitude*s)
	}
	mu := 1 / c.Num("mean_service_h")
	t := p.Kolmogorov(mu, c.Int("servers"), int(room*(mean+amplitude)/mu)+room*c.Int("servers"))
	f := Figures{"L_min": math.Inf(1)}
	for i, in := range t.InSystem {
		f["L_mean"] += in / slices
		f["P_wait_mean"] += t.Wait[i] * p.Rates[i] / (mean * slices)
		f["P_wait_peak"] = max(f["P_wait_peak"], t.Wait[i])
		f["L_min"] = min(f["L_min"], in)
		if in > f["L_peak"] {
			f["L_peak"], f["peak_lag_h"] = in, float64(i+1)*p.Slice-period/4
		}
	}
	return f
}

func batchCase(c *Case) queue.Batches {
	rate, most := c.Num("lambda_per_s"), c.Int("max_batch")
	if _, ok := c.Inputs["batch_service_s"]; ok {
		return queue.BatchServer(rate, c.Int("min_batch"), most, func(int) queue.Law { return law(c.Num("batch_service_s"), 0) })
	}
	if strings.Contains(c.ID, "join") {
		return queue.BatchJoin(rate, c.Num("batch_service_rate_per_s"), most)
	}
	return queue.BatchTake(rate, c.Num("batch_service_rate_per_s"), most)
}

func blockingCase(c *Case) Figures {
	line := queue.Line{}
	if _, ok := c.Inputs["stations"]; ok {
		for range c.Int("stations") {
			line.Service = append(line.Service, c.Num("mu_per_s"))
			line.Capacity = append(line.Capacity, 1)
		}
	} else {
		line.Rate = c.Num("lambda_per_s")
		line.Service = c.List("mu_per_s")
		for _, k := range c.List("capacity_total") {
			line.Capacity = append(line.Capacity, int(k))
		}
	}
	r, ok := line.Solve()
	if !ok {
		panic(Missing("line of at most eight stations and 200,000 states"))
	}
	return Figures{"throughput_per_s": r.Throughput, "P_loss": r.Loss, "T_mean_accepted_s": r.Sojourn}
}

func cacheCase(c *Case) Figures {
	switch {
	case c.Has("items") && c.Kind == "exact":
		return Figures{"hit_ratio": queue.ExactLRU(queue.Zipf(c.Int("items"), c.Num("zipf_s")), c.Int("cache_items"))}
	case c.Has("items"):
		return Figures{"hit_ratio": queue.Hits([]queue.Catalogue{{Rate: 1, Items: queue.Zipf(c.Int("items"), c.Num("zipf_s"))}}, c.Num("cache_items"), queue.LRU)[0]}
	}
	rate, miss := c.Num("lambda_per_s"), 1-c.Num("hit_ratio")
	cache := queue.Solve(queue.Station{Servers: 1, ArrivalSCV: 1, Customers: one(rate, 1/c.Num("mu_cache_per_s"), 1)})
	behind := queue.Solve(queue.Station{Servers: 1, ArrivalSCV: 1, Customers: one(rate*miss, 1/c.Num("mu_backend_per_s"), 1)})
	r := series(cache.Sojourn, behind.Sojourn)
	r.Hops[0][0].Probability = miss
	return percentiles(r)
}

func availabilityCase(c *Case) Figures {
	switch {
	case c.Inputs["series"] != nil:
		a := queue.Series(append(c.List("series"), queue.Parallel(c.List("parallel")...))...)
		return Figures{"availability": a, "downtime_min_per_year": (1 - a) * 365 * 24 * 60}
	case strings.Contains(c.Model, "bridge"):
		a := c.Num("component_availability")
		var elements []queue.Passage
		for _, ends := range [][2]int{{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 3}} {
			elements = append(elements, queue.Passage{From: ends[0], To: ends[1], Up: a})
		}
		return Figures{"availability": queue.Connected(4, elements, 0, 3)}
	case c.Has("lambda_per_h"):
		var k, n int
		if _, err := fmt.Sscanf(c.Model, "MTTF of %d-of-%d", &k, &n); err != nil {
			panic(Missing("k of n in the model"))
		}
		return Figures{"mttf_h": queue.Redundancy{Fragments: n, Needed: k, MTBF: 1 / c.Num("lambda_per_h")}.MeanTimeToLoss()}
	}
	parts := make([]float64, c.Int("n"))
	for i := range parts {
		parts[i] = c.Num("component_availability")
	}
	return Figures{"availability": queue.AtLeast(c.Int("k"), parts...), "unavailability": queue.FewerThan(c.Int("k"), parts...)}
}

func forkJoinCase(c *Case) Figures {
	k := c.Int("branches")
	if mean, ok := c.Inputs["mean_s"].(float64); ok {
		b := queue.Branches{Of: repeat(queue.Service(law(mean, 1)), k), Needed: k}
		m, _ := b.Moments()
		return Figures{"T_mean_s": m, "T_p50_s": b.Quantile(0.5), "T_p99_s": b.Quantile(0.99)}
	}
	rate, mu := c.Num("lambda_per_s"), c.Num("mu_per_s")
	mean, _, _ := queue.ForkJoin(rate, mu, k)
	branch := queue.Solve(queue.Station{Servers: 1, ArrivalSCV: 1, Customers: one(rate, 1/mu, 1)}).Sojourn
	b := queue.Branches{Of: repeat(branch, k), Needed: k}.Calibrated(mean)
	return Figures{"T_mean_s": mean, "T_p50_s": b.Quantile(0.5), "T_p90_s": b.Quantile(0.9), "T_p95_s": b.Quantile(0.95), "T_p99_s": b.Quantile(0.99)}
}
