package validation

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"weir/engine"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/queue/cases"
	"weir/engine/report"
)

// Checked is one figure of a queueing case beside the engine's.
type Checked struct {
	Case     string  `json:"case"`
	Category string  `json:"category"`
	Metric   string  `json:"metric"`
	Got      float64 `json:"got"`
	Want     float64 `json:"want"`
	Allowed  float64 `json:"allowed"` // relative; 0 = compared, never failed
	Design   bool    `json:"design"`  // from a design through the engine, not from a formula alone
	Failed   bool    `json:"failed"`
}

// Off is the relative error.
func (c *Checked) Off() float64 { return math.Abs(c.Got/c.Want - 1) }

// Queueing is the answer of a run over queueing cases.
type Queueing struct {
	Cases   int       `json:"cases"`
	Failed  int       `json:"failed"`
	Skipped []string  `json:"skipped"`      // cases that could not be answered, with the reason
	Formula []string  `json:"formula_only"` // cases no design expresses
	Checks  []Checked `json:"checks"`
}

// Queues evaluates every case: as a design through the public engine where one
// can express it, by the formulas alone where none does.
func Queues(list []cases.Case) Queueing {
	var q Queueing
	for i := range list {
		q.run(&list[i])
	}
	return q
}

func (q *Queueing) run(c *cases.Case) {
	formulas, class, err := cases.Evaluate(c)
	if err != nil {
		q.Skipped = append(q.Skipped, c.ID+": "+err.Error())
		return
	}
	q.Cases++
	answers, own := designed(c)
	if answers == nil {
		q.Formula = append(q.Formula, c.ID)
	} else {
		class = own
	}
	failed := false
	metrics := make([]string, 0, len(c.Expected))
	for metric := range c.Expected {
		metrics = append(metrics, metric)
	}
	slices.Sort(metrics)
	for _, metric := range metrics {
		x := Checked{Case: c.ID, Category: c.Category, Metric: metric, Want: c.Expected[metric].Value}
		x.Got, x.Design = answers[metric]
		if !x.Design {
			x.Got = math.NaN()
			if y, ok := formulas[metric]; ok {
				x.Got = y
			}
		}
		allowed := c.Tolerance(metric, class)
		x.Failed = !(x.Off() <= allowed)
		if !math.IsInf(allowed, 1) {
			x.Allowed = allowed
		}
		failed = failed || x.Failed
		q.Checks = append(q.Checks, x)
	}
	if failed {
		q.Failed++
	}
}

// designed answers a case as a design; nil where none expresses it or it lacks
// what a design needs.
func designed(c *cases.Case) (f cases.Figures, class queue.Class) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case cases.Missing:
			f = nil
		default:
			panic(r)
		}
	}()
	if f := trusted(c); f != nil {
		return f, queue.A
	}
	d := QueueDesign(c)
	if d == nil {
		return nil, queue.A
	}
	r := engine.Evaluate(d)
	return answer(c, r), loosest(r)
}

// loosest is the worst error class of the stations of a report.
func loosest(r *report.Report) queue.Class {
	worst := queue.A
	for _, n := range r.Nodes {
		worst = queue.Worse(worst, queue.Class(n.ErrorClass))
	}
	return worst
}

// sketch is a design in the making: stations s0, s1, … and a sink.
type sketch struct{ *design.Design }

func newSketch(title string, classes int) sketch {
	d := &design.Design{
		Weir: design.Version, Title: title,
		Classes: map[string]*design.Class{}, Pools: map[string]*design.Pool{},
		Nodes: map[string]*design.Node{"out": {Kind: "sink.response"}}, Edges: map[string]*design.Edge{},
	}
	for i := range classes {
		d.Classes["c"+strconv.Itoa(i)] = &design.Class{}
	}
	return sketch{d}
}

// source feeds a class to a station.
func (s sketch) source(class int, rate, scv float64, to int) {
	id := "users" + strconv.Itoa(len(s.Nodes))
	s.Nodes[id] = &design.Node{Kind: "source.requests", Params: map[string]quantity.Value{
		"class": quantity.Str("c" + strconv.Itoa(class)), "rate": unit(rate, "/s"), "burstiness": quantity.Num(scv),
	}}
	s.wire(id, stop(to), 1)
}

// station adds a station; its parameters can be changed afterwards.
func (s sketch) station(at, servers int, mean, scv float64) map[string]quantity.Value {
	params := map[string]quantity.Value{
		"servers": count(servers), "service": unit(mean, " s"), "service_scv": quantity.Num(scv), "fanout": quantity.Str("split"),
	}
	s.Nodes[stop(at)] = &design.Node{Kind: "proc.cpu", Params: params}
	return params
}

// wire leads from a node to another with a share of the items.
func (s sketch) wire(from, to string, share float64) {
	if share > 1e-12 {
		s.Edges[from+" "+to] = &design.Edge{From: design.End{from, "out"}, To: design.End{to, "in"}, Weight: quantity.Num(share)}
	}
}

func stop(i int) string { return "s" + strconv.Itoa(i) }

func unit(x float64, unit string) quantity.Value {
	return quantity.Str(strconv.FormatFloat(x, 'f', -1, 64) + unit)
}

// QueueDesign is a case as a design, or nil where none can express it.
func QueueDesign(c *cases.Case) *design.Design {
	switch c.Category {
	case "Jackson network":
		return jackson(c)
	case "GI/G/1 tandem", "tandem percentiles":
		return row(c)
	case "multi-class open":
		return turns(c)
	case "cache":
		return cached(c)
	case "batch arrivals":
		return inGroups(c)
	case "batch service":
		return inBatches(c)
	case "fork-join":
		return forked(c)
	case "abandonment/timeouts":
		d := single(cases.Station(c), c.ID)
		d.Nodes[stop(0)].Params["patience"] = unit(1/c.Num("patience_rate_per_s"), " s")
		return d
	case "blocking":
		return heldBack(c)
	case "time-varying":
		return nil
	}
	return single(cases.Station(c), c.ID)
}

var disciplines = map[queue.Discipline]string{
	queue.FCFS: "fcfs", queue.PS: "ps", queue.Delay: "delay", queue.Priority: "priority", queue.Preemptive: "preemptive",
}

// single is one station with its streams.
func single(st queue.Station, title string) *design.Design {
	s := newSketch(title, len(st.Customers))
	first := st.Customers[0].Service
	params := s.station(0, st.Servers, first.Mean, first.SCV)
	params["discipline"], params["capacity"] = quantity.Str(disciplines[st.Discipline]), count(st.Capacity)
	for i := range st.Customers {
		x := &st.Customers[i]
		class := ".c" + strconv.Itoa(i)
		params["service"+class], params["service_scv"+class] = unit(x.Service.Mean, " s"), quantity.Num(x.Service.SCV)
		params["priority"+class] = count(x.Priority)
		s.source(i, x.Rate, st.ArrivalSCV, 0)
	}
	s.wire(stop(0), "out", 1)
	return s.Design
}

// inGroups is a station at which customers arrive several at once.
func inGroups(c *cases.Case) *design.Design {
	s := newSketch(c.ID, 1)
	size, second := c.Num("batch_mean"), c.Num("batch_second_moment")
	s.station(0, 1, 1/c.Num("mu_per_s"), 1)
	s.source(0, c.Num("batch_rate_per_s")*size, 1, 0)
	for _, n := range s.Nodes {
		if n.Kind == "source.requests" {
			n.Params["batch"], n.Params["batch_scv"] = quantity.Num(size), quantity.Num(second/(size*size)-1)
		}
	}
	s.wire(stop(0), "out", 1)
	return s.Design
}

// inBatches is a server that takes several customers at once.
func inBatches(c *cases.Case) *design.Design {
	s := newSketch(c.ID, 1)
	mean, scv := 0.0, 0.0
	if c.Has("batch_service_s") {
		mean = c.Num("batch_service_s")
	} else {
		mean, scv = 1/c.Num("batch_service_rate_per_s"), 1
	}
	params := s.station(0, 1, mean, scv)
	params["batch"] = count(c.Int("max_batch"))
	if c.Has("min_batch") {
		params["batch_least"] = count(c.Int("min_batch"))
	}
	if strings.Contains(c.ID, "join") {
		params["batch_entry"] = quantity.Str("open")
	}
	s.source(0, c.Num("lambda_per_s"), 1, 0)
	s.wire(stop(0), "out", 1)
	return s.Design
}

// forked is copies of every item through equal stations, and a join.
func forked(c *cases.Case) *design.Design {
	s := newSketch(c.ID, 1)
	discipline, mean, rate := "fcfs", 0.0, 1.0
	if c.Has("mean_s") {
		discipline, mean = "delay", c.Num("mean_s")
	} else {
		mean, rate = 1/c.Num("mu_per_s"), c.Num("lambda_per_s")
	}
	s.Nodes["join"] = &design.Node{Kind: "proc.join"}
	for i := range c.Int("branches") {
		s.station(i, 1, mean, 1)["discipline"] = quantity.Str(discipline)
		s.wire(stop(i), "join", 1)
	}
	s.wire("join", "out", 1)
	s.source(0, rate, 1, 0)
	for id, n := range s.Nodes {
		if n.Kind == "source.requests" {
			for i := range c.Int("branches") {
				s.wire(id, stop(i), 1)
			}
		}
	}
	return s.Design
}

// jackson is an open network of exponential stations.
func jackson(c *cases.Case) *design.Design {
	s := newSketch(c.ID, 1)
	mu, servers := c.List("mu_per_s"), c.List("servers")
	for i, row := range c.Rows("routing") {
		s.station(i, int(servers[i]), 1/mu[i], 1)
		out := 1.0
		for j, p := range row {
			s.wire(stop(i), stop(j), p)
			out -= p
		}
		s.wire(stop(i), "out", out)
	}
	for i, rate := range c.List("external_lambda_per_s") {
		if rate > 0 {
			s.source(0, rate, 1, i)
		}
	}
	return s.Design
}

// row is a tandem of equal stations of one server.
func row(c *cases.Case) *design.Design {
	s := newSketch(c.ID, 1)
	mean, ca2, cs2 := 1.0, 1.0, 1.0
	if c.Has("mu_per_s") {
		mean = 1 / c.Num("mu_per_s")
	}
	if c.Has("service_scv") {
		ca2, cs2 = c.Num("arrival_scv"), c.Num("service_scv")
	}
	last := c.Int("stations") - 1
	for i := range last + 1 {
		s.station(i, 1, mean, cs2)
		if i < last {
			s.wire(stop(i), stop(i+1), 1)
		}
	}
	s.wire(stop(last), "out", 1)
	s.source(0, c.Num("lambda_per_s"), ca2, 0)
	return s.Design
}

// heldBack is a row of stations with finite room that hold each other back. A
// saturated row is one that is offered a million million items a second and
// has room for those in service only.
func heldBack(c *cases.Case) *design.Design {
	s := newSketch(c.ID, 1)
	rate := 1e12
	var service, room []float64
	if c.Has("lambda_per_s") {
		rate, service, room = c.Num("lambda_per_s"), c.List("mu_per_s"), c.List("capacity_total")
	} else {
		for range c.Int("stations") {
			service, room = append(service, c.Num("mu_per_s")), append(room, 1)
		}
	}
	for i := range service {
		params := s.station(i, 1, 1/service[i], 1)
		params["capacity"] = quantity.Num(room[i])
		if i > 0 {
			params["when_full"] = quantity.Str("block")
			s.wire(stop(i-1), stop(i), 1)
		}
	}
	s.wire(stop(len(service)-1), "out", 1)
	s.source(0, rate, 1, 0)
	return s.Design
}

// turns is several classes that visit shared stations one after another.
func turns(c *cases.Case) *design.Design {
	rates, demand := c.List("lambda_per_s"), c.Rows("demand_s")
	s := newSketch(c.ID, len(rates))
	last := len(demand[0]) - 1
	for k := range last + 1 {
		params := s.station(k, 1, 1, 1)
		params["discipline"] = quantity.Str("ps")
		for i := range rates {
			params["service.c"+strconv.Itoa(i)] = unit(demand[i][k], " s")
		}
		if k < last {
			s.wire(stop(k), stop(k+1), 1)
		}
	}
	s.wire(stop(last), "out", 1)
	for i, rate := range rates {
		s.source(i, rate, 1, 0)
	}
	return s.Design
}

// cached is a station for all, and one behind it for those it cannot answer.
func cached(c *cases.Case) *design.Design {
	s := newSketch(c.ID, 1)
	hit := c.Num("hit_ratio")
	s.station(0, 1, 1/c.Num("mu_cache_per_s"), 1)
	s.station(1, 1, 1/c.Num("mu_backend_per_s"), 1)
	s.wire(stop(0), "out", hit)
	s.wire(stop(0), stop(1), 1-hit)
	s.wire(stop(1), "out", 1)
	s.source(0, c.Num("lambda_per_s"), 1, 0)
	return s.Design
}

// answer reads the figures a report has under the names cases give them.
func answer(c *cases.Case, r *report.Report) cases.Figures {
	f := cases.Figures{}
	one := r.Nodes[stop(1)] == nil
	for i := 0; r.Nodes[stop(i)] != nil; i++ {
		n, k := r.Nodes[stop(i)], strconv.Itoa(i)
		f["util_"+k], f["lambda_"+k+"_per_s"] = float64(n.Utilisation), float64(n.ArrivalsPerS)
		f["Wq_"+k+"_s"], f["T_visit_"+k+"_s"] = float64(n.WaitS), float64(n.SojournS.Mean)
		f["L_"+k] = float64(n.CarriedPerS * n.SojournS.Mean)
		if one {
			alone(f, n)
		}
	}
	if first := r.Nodes[stop(0)]; first != nil && c.Category == "blocking" {
		f["throughput_per_s"], f["P_loss"] = float64(first.CarriedPerS), float64(first.LossRatio)
	}
	for i, j := range r.Journeys {
		if c.Category == "priority" || c.Category == "multi-class open" {
			k := j.Class[1:]
			f["T_"+k+"_s"], f["T_class"+k+"_s"] = float64(j.LatencyS.Mean), float64(j.LatencyS.Mean)
			var wait report.Number
			for _, p := range j.Parts {
				wait += p.QueueS
			}
			f["Wq_"+k+"_s"] = float64(wait)
		} else if i == 0 {
			l := &j.LatencyS
			f["T_mean_s"], f["T_mean_system_s"], f["T_mean_accepted_s"] = float64(l.Mean), float64(l.Mean), float64(l.Mean)
			f["T_p50_s"], f["T_p90_s"], f["T_p95_s"], f["T_p99_s"], f["T_p999_s"] = float64(l.P50), float64(l.P90), float64(l.P95), float64(l.P99), float64(l.P999)
		}
	}
	return f
}

// alone adds what a case of a single station asks for.
func alone(f cases.Figures, n *report.Node) {
	f["utilisation"], f["P_loss"], f["P_block"] = float64(n.Utilisation), float64(n.LossRatio), float64(n.LossRatio)
	f["Wq_s"], f["Wq_accepted_s"], f["Lq"] = float64(n.WaitS), float64(n.WaitS), float64(n.InQueue)
	f["throughput_per_s"] = float64(n.CarriedPerS)
	f["L"] = float64(n.CarriedPerS * n.SojournS.Mean)
	f["carried_erlang"] = f["L"]
	f["P_abandon"], f["E_wait_all_s"] = float64(n.LossRatio), float64(n.InQueue/n.ArrivalsPerS)
	f["P_idle"] = 1 - float64(n.Utilisation)
	// A batch takes the whole service time, however many are in it.
	f["mean_batch"] = float64(n.CarriedPerS * (n.SojournS.Mean - n.WaitS) / n.Utilisation)
}

// Summary is the run by category: cases and the largest error of what can
// fail.
func (q *Queueing) Summary() []string {
	type row struct {
		figures, failed int
		worst           float64
	}
	rows := map[string]*row{}
	var names []string
	for i := range q.Checks {
		c := &q.Checks[i]
		x := rows[c.Category]
		if x == nil {
			x = &row{}
			rows[c.Category] = x
			names = append(names, c.Category)
		}
		x.figures++
		if c.Failed {
			x.failed++
		}
		x.worst = max(x.worst, c.Off())
	}
	var lines []string
	for _, name := range names {
		lines = append(lines, fmt.Sprintf("%-22s %3d figures %3d failed, largest error %.1e", name, rows[name].figures, rows[name].failed, rows[name].worst))
	}
	return lines
}
