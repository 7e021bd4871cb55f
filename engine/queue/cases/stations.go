package cases

import (
	"strconv"
	"strings"

	"weir/engine/portable"
	"weir/engine/queue"
)

func evaluate(c *Case) (Figures, queue.Class) {
	switch c.Category {
	case "blocking", "cache", "availability", "checkpointing", "time-varying", "batch arrivals", "batch service", "fork-join":
		return evaluateFormula(c), queue.A
	case "Jackson network":
		return jackson(c), queue.A
	case "GI/G/1 tandem":
		return tandem(c)
	case "multi-class open":
		return openMultiClass(c), queue.A
	case "tandem percentiles":
		n := c.Int("stations")
		s := queue.Solve(queue.Station{Servers: 1, ArrivalSCV: 1, Customers: one(c.Num("lambda_per_s"), 1/c.Num("mu_per_s"), 1)}).Sojourn
		return percentiles(series(repeat(s, n)...)), queue.A
	}
	s := Station(c)
	r := queue.Solve(s)
	f := Figures{
		"utilisation": r.Utilisation, "util": r.Utilisation, "P_wait": r.PWait, "P_loss": r.Loss, "P_block": r.Loss,
		"throughput_per_s": r.Carried, "carried_erlang": r.InSystem,
		"Wq_s": r.Wait.Mean(), "Wq_accepted_s": r.Wait.Mean(), "T_mean_s": r.Sojourn.Mean(), "T_mean_accepted_s": r.Sojourn.Mean(),
		"L": r.InSystem, "Lq": r.InQueue, "sigma": r.PWait,
		"slowdown": r.Sojourn.Mean() / max(s.Customers[0].Service.Mean, 1e-300),
	}
	q := r.Sojourn.Percentiles(false)
	f["T_p50_s"], f["T_p95_s"], f["T_p99_s"], f["T_p999_s"] = q[0], q[2], q[3], q[4]
	for n := range 4 {
		rho := r.Load
		f["p"+strconv.Itoa(n)] = (1 - rho) * portable.Powi(rho, n)
	}
	for i, response := range r.Customers {
		f["Wq_"+strconv.Itoa(i)+"_s"] = response.Wait.Mean()
		f["T_"+strconv.Itoa(i)+"_s"] = response.Sojourn.Mean()
	}
	if c.Category == "abandonment/timeouts" {
		a := queue.ErlangA(c.Num("lambda_per_s"), c.Num("mu_per_s"), c.Num("patience_rate_per_s"), c.Int("servers"))
		f["P_abandon"], f["E_wait_all_s"], f["P_wait"] = a.Abandon, a.Wait, a.PWait
	}
	return f, r.Class
}

// Station is the station of a case that has only one.
func Station(c *Case) queue.Station {
	s := queue.Station{Servers: 1, ArrivalSCV: 1, Renewal: true, Settled: true}
	if v, ok := c.Inputs["servers"].(float64); ok {
		s.Servers = int(v)
	}
	if v, ok := c.Inputs["capacity_total"].(float64); ok {
		s.Capacity = int(v)
	}
	if v, ok := c.Inputs["arrival_scv"].(float64); ok {
		s.ArrivalSCV = v
	}
	l := law(1, 1)
	for _, key := range []string{"mu_per_s", "mu_per_s_per_server"} {
		if v, ok := c.Inputs[key].(float64); ok {
			l.Mean = 1 / v
		}
	}
	for _, key := range []string{"mean_service_s", "service_s"} {
		if v, ok := c.Inputs[key].(float64); ok {
			l.Mean = v
		}
	}
	if v, ok := c.Inputs["service_scv"].(float64); ok {
		l.SCV = v
	}
	switch c.Category {
	case "M/D/c":
		l.SCV = 0
	case "GI/M/1":
		if _, ok := c.Inputs["arrival_scv"]; !ok {
			s.ArrivalSCV = 0
		}
	case "processor sharing":
		s.Discipline = queue.PS
	case "M/G/1 percentiles":
		l.SCV = modelSCV(c.Model)
	case "Erlang B":
		s.Capacity = s.Servers
		s.Customers = one(c.Num("offered_erlang"), 1, 1)
		return s
	case "Erlang C":
		s.Customers = one(c.Num("offered_erlang"), 1, 1)
		return s
	case "priority":
		s.Discipline = queue.Priority
		if strings.Contains(c.Model, "preemptive-resume") {
			s.Discipline = queue.Preemptive
		}
		for i, rate := range c.List("lambda_per_s") {
			own := l
			if _, ok := c.Inputs["mean_service_s"]; ok {
				own = law(c.List("mean_service_s")[i], c.List("service_scv")[i])
			}
			s.Customers = append(s.Customers, queue.Customer{Rate: rate, Service: own, Priority: i})
		}
		return s
	}
	s.Customers = one(c.Num("lambda_per_s"), l.Mean, l.SCV)
	return s
}

func percentiles(r queue.Route) Figures {
	mean, _ := r.Moments()
	q := r.Percentiles(false)
	return Figures{"T_mean_s": mean, "T_p50_s": q[0], "T_p90_s": q[1], "T_p95_s": q[2], "T_p99_s": q[3], "T_p999_s": q[4]}
}

func repeat(d queue.Dist, n int) []queue.Dist {
	out := make([]queue.Dist, n)
	for i := range out {
		out[i] = d
	}
	return out
}

// series is the route through stages one after another.
func series(of ...queue.Dist) queue.Route {
	r := queue.Route{Of: of, Entry: []queue.Hop{{To: 0, Probability: 1}}, Hops: make([][]queue.Hop, len(of))}
	for i := range len(of) - 1 {
		r.Hops[i] = []queue.Hop{{To: i + 1, Probability: 1}}
	}
	return r
}

func jackson(c *Case) Figures {
	external, mu, servers := c.List("external_lambda_per_s"), c.List("mu_per_s"), c.List("servers")
	total := 0.0
	for _, x := range external {
		total += x
	}
	r := queue.Route{Hops: make([][]queue.Hop, len(mu)), Of: make([]queue.Dist, len(mu))}
	for i, row := range c.Rows("routing") {
		for j, p := range row {
			if p > 0 {
				r.Hops[i] = append(r.Hops[i], queue.Hop{To: j, Probability: p})
			}
		}
		r.Entry = append(r.Entry, queue.Hop{To: i, Probability: external[i] / total})
	}
	f := Figures{}
	for i, v := range r.Visits() {
		s := queue.Solve(queue.Station{Servers: int(servers[i]), ArrivalSCV: 1, Customers: one(total*v, 1/mu[i], 1)})
		r.Of[i] = s.Sojourn
		k := strconv.Itoa(i)
		f["lambda_"+k+"_per_s"], f["util_"+k], f["T_visit_"+k+"_s"], f["L_"+k] = total*v, s.Utilisation, s.Sojourn.Mean(), s.InSystem
	}
	f["T_mean_system_s"], _ = r.Moments()
	return f
}

func tandem(c *Case) (Figures, queue.Class) {
	ca2, class := c.Num("arrival_scv"), queue.A
	f := Figures{}
	var of []queue.Dist
	for i := range c.Int("stations") {
		s := queue.Solve(queue.Station{Servers: 1, ArrivalSCV: ca2, Renewal: i == 0, Customers: one(c.Num("lambda_per_s"), 1, c.Num("service_scv"))})
		f["Wq_"+strconv.Itoa(i)+"_s"] = s.Wait.Mean()
		of = append(of, s.Sojourn)
		ca2 = s.DepartureSCV
		class = queue.Worse(class, s.Class)
	}
	for k, v := range percentiles(series(of...)) {
		f[k] = v
	}
	return f, class
}

// openMultiClass is the product form of processor sharing stations visited in
// turn by several classes.
func openMultiClass(c *Case) Figures {
	rates := c.List("lambda_per_s")
	demand := c.Rows("demand_s")
	f := Figures{"T_class0_s": 0, "T_class1_s": 0}
	for k := range demand[0] {
		s := queue.Station{Discipline: queue.PS, Servers: 1, ArrivalSCV: 1}
		for i, rate := range rates {
			s.Customers = append(s.Customers, queue.Customer{Rate: rate, Service: law(demand[i][k], 1)})
		}
		r := queue.Solve(s)
		f["util_"+strconv.Itoa(k)] = r.Utilisation
		for i := range rates {
			f["T_class"+strconv.Itoa(i)+"_s"] += r.Customers[i].Sojourn.Mean()
		}
	}
	return f
}

// modelSCV reads the SCV of the service from a name like M/E4/1 or
// M/H2-scv4/1.
func modelSCV(model string) float64 {
	_, law, _ := strings.Cut(model, "/")
	law, _, _ = strings.Cut(law, "/")
	switch {
	case strings.HasPrefix(law, "H2-scv"):
		if x, err := strconv.ParseFloat(law[len("H2-scv"):], 64); err == nil {
			return x
		}
	case strings.HasPrefix(law, "E"):
		if k, err := strconv.Atoi(law[1:]); err == nil && k > 0 {
			return 1 / float64(k)
		}
	case law == "D":
		return 0
	case law == "M":
		return 1
	}
	panic(Missing("service law in the model"))
}

func law(mean, scv float64) queue.Law { return queue.Law{Mean: mean, SCV: scv} }

func one(rate, mean, scv float64) []queue.Customer {
	return []queue.Customer{{Rate: rate, Service: law(mean, scv)}}
}
