package sim

import (
	"fmt"
	"math"
	"testing"

	"weir/engine/queue"
)

// single is one station fed by one source.
func single(s Station, between, service queue.Law) *Network {
	return &Network{
		Stations: []Station{s},
		Stages:   []Stage{{Service: service, After: -1}},
		Sources:  []Source{{Between: between}},
		Journeys: 1,
	}
}

func tandem(n, servers int, rate float64) *Network {
	net := &Network{Sources: []Source{{Between: queue.Law{Mean: 1 / rate, SCV: 1}}}, Journeys: 1}
	for i := range n {
		net.Stations = append(net.Stations, Station{Servers: servers})
		s := Stage{Station: i, Service: queue.Law{Mean: 1, SCV: 1}}
		if i+1 < n {
			s.Hops = []queue.Hop{{To: i + 1, Probability: 1}}
		}
		net.Stages = append(net.Stages, s)
	}
	return net
}

// short is how much smaller the cohorts are under -short (the race detector),
// and with them the resolution.
const short = 10

// replicate runs independent replications and hands each to see.
func replicate(t *testing.T, n *Network, replications, cohort int, see func(*Replication)) {
	t.Helper()
	if testing.Short() {
		cohort /= short
	}
	for k := range replications {
		r, err := Run(n, Plan{Seed: 1, Replication: k, Cohort: cohort})
		if err != nil {
			t.Fatal(err)
		}
		see(&r)
	}
}

// within fails unless the value lies within three half-widths of an estimate.
func within(t *testing.T, what string, estimates []float64, want float64) {
	t.Helper()
	i := Between(estimates)
	widest := 0.2*math.Abs(want) + 1e-3
	if testing.Short() {
		widest *= 4 // √short, and a little
	}
	if !(math.Abs(i.Mean-want) <= 3*i.Half) || i.Half > widest {
		t.Errorf("%s: %.5g ± %.2g, want %.5g", what, i.Mean, i.Half, want)
	}
}

func TestStationsAgainstClosedForm(t *testing.T) {
	exponential := queue.Law{Mean: 1, SCV: 1}
	for name, c := range map[string]struct {
		net  *Network
		want queue.Station
	}{
		"M/M/1":     {single(Station{Servers: 1}, queue.Law{Mean: 1.25, SCV: 1}, exponential), queue.Station{Servers: 1}},
		"M/M/4":     {single(Station{Servers: 4}, queue.Law{Mean: 1 / 3.2, SCV: 1}, exponential), queue.Station{Servers: 4}},
		"M/D/1":     {single(Station{Servers: 1}, queue.Law{Mean: 1.25, SCV: 1}, queue.Law{Mean: 1}), queue.Station{Servers: 1}},
		"M/E4/1":    {single(Station{Servers: 1}, queue.Law{Mean: 1.25, SCV: 1}, queue.Law{Mean: 1, SCV: 0.25}), queue.Station{Servers: 1}},
		"M/G(.3)/1": {single(Station{Servers: 1}, queue.Law{Mean: 1.25, SCV: 1}, queue.Law{Mean: 1, SCV: 0.3}), queue.Station{Servers: 1}},
		"M/H2/1":    {single(Station{Servers: 1}, queue.Law{Mean: 1.6, SCV: 1}, queue.Law{Mean: 1, SCV: 4}), queue.Station{Servers: 1}},
		"H2/M/1":    {single(Station{Servers: 1}, queue.Law{Mean: 1.6, SCV: 4}, exponential), queue.Station{Servers: 1}},
		"D/M/1":     {single(Station{Servers: 1}, queue.Law{Mean: 1.25}, exponential), queue.Station{Servers: 1}},
		"M/H2/4":    {single(Station{Servers: 4}, queue.Law{Mean: 1 / 3.2, SCV: 1}, queue.Law{Mean: 1, SCV: 4}), queue.Station{Servers: 4}},
		"M/M/1-PS":  {single(Station{Discipline: queue.PS, Servers: 1}, queue.Law{Mean: 1.6, SCV: 1}, queue.Law{Mean: 1, SCV: 4}), queue.Station{Discipline: queue.PS, Servers: 1}},
		"M/G/3-PS":  {single(Station{Discipline: queue.PS, Servers: 3}, queue.Law{Mean: 1 / 2.4, SCV: 1}, queue.Law{Mean: 1}), queue.Station{Discipline: queue.PS, Servers: 3}},
		"M/G/∞":     {single(Station{Discipline: queue.Delay}, queue.Law{Mean: 0.1, SCV: 1}, queue.Law{Mean: 1, SCV: 2}), queue.Station{Discipline: queue.Delay}},
		"M/M/3/7":   {single(Station{Servers: 3, Capacity: 7}, queue.Law{Mean: 1 / 3.2, SCV: 1}, exponential), queue.Station{Servers: 3, Capacity: 7}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := c.want
			between := c.net.Sources[0].Between
			s.ArrivalSCV, s.Renewal, s.Settled = between.SCV, true, true
			s.Customers = []queue.Customer{{Rate: 1 / between.Mean, Service: c.net.Stages[0].Service}}
			want := queue.Solve(s)
			var wait, mean, utilisation, waited, lost, p95 []float64
			replicate(t, c.net, 10, 100_000, func(r *Replication) {
				v, j := &r.Stations[0], &r.Journeys[0]
				wait = append(wait, v.MeanWait())
				mean = append(mean, j.Time.Mean())
				utilisation = append(utilisation, r.Utilisation(0))
				waited = append(waited, float64(v.Waited)/float64(v.Sojourn.Count()))
				lost = append(lost, float64(j.Lost)/float64(j.Arrived))
				p95 = append(p95, j.Time.Quantile(0.95))
			})
			within(t, "sojourn", mean, want.Sojourn.Mean())
			if s.Discipline == queue.Delay {
				return
			}
			within(t, "wait", wait, want.Wait.Mean())
			within(t, "utilisation", utilisation, want.Utilisation)
			if s.Discipline == queue.FCFS {
				within(t, "P(wait)", waited, want.PWait)
				if name != "M/H2/4" { // the law of its sojourn is fitted
					within(t, "p95", p95, want.Sojourn.Quantile(0.95))
				}
			}
			if s.Capacity > 0 {
				within(t, "loss", lost, want.Loss)
			}
		})
	}
}

func TestPrioritiesAgainstCobham(t *testing.T) {
	for _, d := range []queue.Discipline{queue.Priority, queue.Preemptive} {
		net := &Network{Stations: []Station{{Discipline: d, Servers: 1}}, Journeys: 3}
		s := queue.Station{Discipline: d, Servers: 1, ArrivalSCV: 1}
		for i, c := range []queue.Customer{{Rate: 0.2, Service: queue.Law{Mean: 0.5}}, {Rate: 0.3, Service: queue.Law{Mean: 1, SCV: 1}}, {Rate: 0.1, Service: queue.Law{Mean: 2, SCV: 4}}} {
			c.Priority = i * 10
			s.Customers = append(s.Customers, c)
			net.Stages = append(net.Stages, Stage{Service: c.Service, Priority: c.Priority})
			net.Sources = append(net.Sources, Source{Journey: i, Stage: i, Between: queue.Law{Mean: 1 / c.Rate, SCV: 1}})
		}
		want := queue.Solve(s)
		got := make([][]float64, 3)
		replicate(t, net, 10, 200_000, func(r *Replication) {
			for i := range got {
				got[i] = append(got[i], r.Journeys[i].Time.Mean())
			}
		})
		for i := range got {
			within(t, fmt.Sprint("discipline ", d, " level ", i), got[i], want.Customers[i].Sojourn.Mean())
		}
	}
}

func TestForkJoinOfTwoAgainstFlattoHahn(t *testing.T) {
	net := &Network{
		Stations: []Station{{Servers: 1}, {Servers: 1}},
		Stages: []Stage{
			{Station: -1, Fork: []int{1, 2}, After: -1},
			{Station: 0, Service: queue.Law{Mean: 1, SCV: 1}, Hops: []queue.Hop{{To: 3, Probability: 1}}},
			{Station: 1, Service: queue.Law{Mean: 1, SCV: 1}, Hops: []queue.Hop{{To: 3, Probability: 1}}},
			{Station: -1, Join: true},
		},
		Sources: []Source{{Between: queue.Law{Mean: 1.25, SCV: 1}}}, Journeys: 1,
	}
	var mean []float64
	replicate(t, net, 10, 200_000, func(r *Replication) {
		mean = append(mean, r.Journeys[0].Time.Mean())
		if r.Unfinished != 0 {
			t.Errorf("%d unfinished", r.Unfinished)
		}
	})
	within(t, "two branches", mean, (12-0.8)/8/0.2)
}

func TestFeedbackAgainstJackson(t *testing.T) {
	net := single(Station{Servers: 1}, queue.Law{Mean: 2, SCV: 1}, queue.Law{Mean: 1, SCV: 1})
	net.Stages[0].Hops = []queue.Hop{{To: 0, Probability: 0.3}}
	var mean []float64
	replicate(t, net, 10, 200_000, func(r *Replication) { mean = append(mean, r.Journeys[0].Time.Mean()) })
	within(t, "feedback", mean, 5)
}

func TestOverloadIsSeen(t *testing.T) {
	r, err := Run(single(Station{Servers: 1}, queue.Law{Mean: 0.5, SCV: 1}, queue.Law{Mean: 1, SCV: 1}), Plan{Cohort: 20_000})
	if err != nil || r.Unfinished == 0 {
		t.Errorf("unfinished %d, %v", r.Unfinished, err)
	}
	if u := r.Utilisation(0); math.Abs(u-1) > 0.03 {
		t.Errorf("utilisation %.3f", u)
	}
}

func TestExponentialMoments(t *testing.T) {
	g := newGenerator(7, 0, services, 0)
	var m1, m2, m3 float64
	var tail int
	n := 4_000_000
	if testing.Short() {
		n /= short
	}
	for range n {
		x := g.exponential()
		m1 += x
		m2 += x * x
		m3 += x * x * x
		if x > 8 {
			tail++
		}
	}
	all := float64(n)
	for _, c := range [][2]float64{{m1 / all, 1}, {m2 / all, 2}, {m3 / all, 6}} {
		if math.Abs(c[0]/c[1]-1) > 20/math.Sqrt(all) {
			t.Errorf("moment %.4f, want %.0f", c[0], c[1])
		}
	}
	want := all * math.Exp(-8)
	if math.Abs(float64(tail)-want) > 4*math.Sqrt(want) {
		t.Errorf("%d beyond 8, want %.0f", tail, want)
	}
}

func BenchmarkTandem20MM4(b *testing.B) {
	net := tandem(20, 4, 3.2)
	var events uint64
	for b.Loop() {
		r, _ := Run(net, Plan{Seed: 1, Cohort: 50_000})
		events += r.Events
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkMM1(b *testing.B) {
	net := tandem(1, 1, 0.9)
	var events uint64
	for b.Loop() {
		r, _ := Run(net, Plan{Seed: 1, Cohort: 500_000})
		events += r.Events
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

func TestBatchServiceAgainstEmbeddedChain(t *testing.T) {
	net := single(Station{Servers: 1, Batch: Batch{Least: 1, Most: 8}}, queue.Law{Mean: 0.2, SCV: 1}, queue.Law{Mean: 1})
	want := queue.BatchServer(5, 1, 8, func(int) queue.Law { return queue.Law{Mean: 1} })
	var wait, busy []float64
	replicate(t, net, 10, 100_000, func(r *Replication) {
		wait = append(wait, r.Stations[0].MeanWait())
		busy = append(busy, r.Utilisation(0))
	})
	within(t, "wait for a batch", wait, want.Wait)
	within(t, "busy", busy, 1-want.Idle)
}

func TestBatchPatience(t *testing.T) {
	// Servers without end: a batch of two starts when the second comes or the
	// first has waited 1. Mean wait = ½·E min(X, 1) for those who open or join
	// a pair: with rate 1, openers wait 1 − e⁻¹ and are followed by a joiner
	// with probability 1 − e⁻¹.
	net := single(Station{Servers: 50, Batch: Batch{Least: 2, Most: 2, Patience: 1}}, queue.Law{Mean: 1, SCV: 1}, queue.Law{Mean: 0.5})
	met := 1 - math.Exp(-1)
	var wait []float64
	replicate(t, net, 10, 50_000, func(r *Replication) { wait = append(wait, r.Stations[0].MeanWait()) })
	within(t, "patience", wait, met/(1+met))
}

func TestBlockingAgainstChain(t *testing.T) {
	line := queue.Line{Rate: 0.8, Service: []float64{1, 1}, Capacity: []int{10, 2}}
	want, _ := line.Solve()
	net := tandem(2, 1, 0.8)
	net.Stations[0].Capacity = 10
	net.Stations[1].Capacity, net.Stations[1].Block = 2, true
	var lost, mean []float64
	replicate(t, net, 10, 200_000, func(r *Replication) {
		lost = append(lost, float64(r.Journeys[0].Lost)/float64(r.Journeys[0].Arrived))
		mean = append(mean, r.Journeys[0].Time.Mean())
	})
	within(t, "loss", lost, want.Loss)
	within(t, "sojourn", mean, want.Sojourn)
}

func TestProfileFollowsItsRate(t *testing.T) {
	net := single(Station{Discipline: queue.Delay}, queue.Law{Mean: 0.01, SCV: 1}, queue.Law{Mean: 1, SCV: 1})
	net.Sources[0].Profile = []float64{0.5, 1.5}
	net.Sources[0].Period = 20
	r, err := Run(net, Plan{Cohort: 400_000})
	if err != nil {
		t.Fatal(err)
	}
	if rate := float64(r.Journeys[0].Arrived) / r.Duration; math.Abs(rate/100-1) > 0.02 {
		t.Errorf("mean rate %.2f, want 100", rate)
	}
}

func TestTraceIsReplayed(t *testing.T) {
	net := single(Station{Servers: 1}, queue.Law{Mean: 1, SCV: 1}, queue.Law{Mean: 1})
	net.Sources[0].Trace = &Trace{Rows: []Row{{At: 0}, {At: 0.5}}, Span: 4}
	// Pairs half a second apart: the second waits half a second.
	r, err := Run(net, Plan{Cohort: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	if w := r.Stations[0].MeanWait(); math.Abs(w-0.25) > 1e-3 {
		t.Errorf("mean wait %.4f, want 0.25", w)
	}
}

func TestBadNetworks(t *testing.T) {
	good := func() *Network { return tandem(2, 1, 0.5) }
	for name, spoil := range map[string]func(*Network){
		"no server":           func(n *Network) { n.Stations[0].Servers = 0 },
		"too few places":      func(n *Network) { n.Stations[0].Servers = 3; n.Stations[0].Capacity = 2 },
		"no station":          func(n *Network) { n.Stages[0].Station = 7 },
		"leads nowhere":       func(n *Network) { n.Stages[0].Hops[0].To = 9 },
		"above certainty":     func(n *Network) { n.Stages[0].Hops[0].Probability = 1.5 },
		"not a number":        func(n *Network) { n.Stages[0].Hops[0].Probability = math.NaN() },
		"no rate":             func(n *Network) { n.Sources[0].Between.Mean = 0 },
		"endless service":     func(n *Network) { n.Stages[1].Service.Mean = math.Inf(1) },
		"no journey":          func(n *Network) { n.Sources[0].Journey = 3 },
		"fork without join":   func(n *Network) { n.Stages[0].Fork = []int{1}; n.Stages[0].After = 12 },
		"batches upside down": func(n *Network) { n.Stations[0].Batch = Batch{Least: 3, Most: 2} },
	} {
		n := good()
		spoil(n)
		if _, err := Run(n, Plan{Cohort: 10}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTurnsAreRegular(t *testing.T) {
	// Every second arrival of a Poisson stream: E2/M/1 with λ = 0.5, μ = 1;
	// σ solves σ = (2·0.5/(2·0.5 + 1 − σ))², that is σ = (3 − √5)/2.
	net := tandem(1, 1, 1)
	net.Stages[0] = Stage{Station: -1, Turns: true, Hops: []queue.Hop{{To: 1, Probability: 0.5}, {To: 2, Probability: 0.5}}}
	net.Stages = append(net.Stages, Stage{Station: 0, Service: queue.Law{Mean: 1, SCV: 1}}, Stage{Station: -1})
	sigma := (3 - math.Sqrt(5)) / 2
	var wait []float64
	replicate(t, net, 10, 200_000, func(r *Replication) { wait = append(wait, r.Stations[0].MeanWait()) })
	within(t, "every second", wait, sigma/(1-sigma))
}

func TestStreamsNeverMeet(t *testing.T) {
	seen := map[generator]string{}
	for seed := range uint64(20) {
		for replication := range 20 {
			for _, purpose := range []stream{arrivals, services, routes} {
				for index := range 5 {
					g := newGenerator(seed, replication, purpose, index)
					at := fmt.Sprint(seed, replication, purpose, index)
					if other, ok := seen[g]; ok {
						t.Fatalf("%s and %s share a stream", other, at)
					}
					seen[g] = at
				}
			}
		}
	}
}
