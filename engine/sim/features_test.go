package sim

import (
	"math"
	"testing"

	"weir/engine/queue"
)

var unit = queue.Law{Mean: 1, SCV: 1}

func poisson(rate float64) queue.Law { return queue.Law{Mean: 1 / rate, SCV: 1} }

func TestPatienceAgainstErlangA(t *testing.T) {
	net := single(Station{Servers: 2, Patience: 3}, poisson(2.2), unit)
	want := queue.Solve(queue.Station{
		Servers: 2, Patience: 3, ArrivalSCV: 1, Renewal: true, Settled: true, Customers: []queue.Customer{{Rate: 2.2, Service: unit}},
	})
	var lost, busy []float64
	replicate(t, net, 10, 100_000, func(r *Replication) {
		lost = append(lost, float64(r.Journeys[0].Lost)/float64(r.Journeys[0].Arrived))
		busy = append(busy, r.Utilisation(0))
	})
	within(t, "given up", lost, want.Loss)
	within(t, "busy", busy, want.Utilisation)
}

func TestBatchesAgainstTheirChains(t *testing.T) {
	for name, b := range map[string]Batch{
		"grow": {Least: 1, Most: 6, Each: 0.15}, "least": {Least: 3, Most: 6}, "join": {Least: 1, Most: 4, Join: true},
	} {
		law := queue.Law{Mean: 1, SCV: 1}
		if !b.Join {
			law.SCV = 0
		}
		net := single(Station{Servers: 1, Batch: b}, poisson(2), law)
		want := queue.Solve(queue.Station{
			Servers: 1, ArrivalSCV: 1, Renewal: true, Settled: true, Customers: []queue.Customer{{Rate: 2, Service: law}},
			Gathering: queue.Gathering{Least: b.Least, Most: b.Most, Each: b.Each, Join: b.Join},
		})
		var stay []float64
		replicate(t, net, 10, 100_000, func(r *Replication) { stay = append(stay, r.Journeys[0].Time.Mean()) })
		within(t, name, stay, want.Sojourn.Mean())
	}
}

func TestGroupsOfArrivals(t *testing.T) {
	// M[X]/M/1: W = W of the group by Pollaczek–Khinchine, and the item's place
	// in it, (E X²/E X − 1)/2 services.
	bulk := queue.Law{Mean: 3, SCV: 0.5}
	net := single(Station{Servers: 1}, poisson(0.2), unit)
	net.Sources[0].Bulk = bulk
	second := 9 * 1.5
	want := queue.BatchArrivals(0.2, 3, second, unit)
	var wait, size []float64
	replicate(t, net, 10, 200_000, func(r *Replication) {
		wait = append(wait, r.Stations[0].MeanWait())
		size = append(size, float64(r.Journeys[0].Arrived)/r.Duration/0.2)
	})
	within(t, "size", size, 3)
	within(t, "wait", wait, want)
}

// TestCachesAgainstFormulas: LRU exactly by enumeration where the cache is
// small, time-outs exactly, and Che's approximation within 1 % where large.
func TestCachesAgainstFormulas(t *testing.T) {
	popular := func(n int, s float64) []float64 {
		p, sum := make([]float64, n), 0.0
		for i := range p {
			p[i] = math.Pow(float64(i+1), -s)
			sum += p[i]
		}
		for i := range p {
			p[i] /= sum
		}
		return p
	}
	expired := func(p []float64, rate, lifetime float64, idle bool) float64 {
		h := 0.0
		for _, x := range p {
			if m := x * rate * lifetime; idle {
				h += x * (1 - math.Exp(-m))
			} else {
				h += x * m / (1 + m)
			}
		}
		return h
	}
	for name, c := range map[string]struct {
		cache Cache
		items float64
		zipf  float64
		want  float64
		band  float64
	}{
		"LRU 3 of 8":    {Cache{LRU, 3, 0}, 8, 0.8, queue.ExactLRU(queue.Zipf(8, 0.8), 3), 0},
		"LRU, large":    {Cache{LRU, 300, 0}, 5000, 0.9, queue.Hits([]queue.Catalogue{{Rate: 1, Items: queue.Zipf(5000, 0.9)}}, 300, queue.LRU)[0], 0.01},
		"FIFO, large":   {Cache{FIFO, 300, 0}, 5000, 0.9, queue.Hits([]queue.Catalogue{{Rate: 1, Items: queue.Zipf(5000, 0.9)}}, 300, queue.FIFO)[0], 0.01},
		"TTL":           {Cache{TTL, 0, 40}, 100, 1, expired(popular(100, 1), 1, 40, false), 0},
		"idle":          {Cache{Idle, 0, 40}, 100, 1, expired(popular(100, 1), 1, 40, true), 0},
		"all fit":       {Cache{LRU, 100, 0}, 50, 0, 1, 1e-3},
		"no room":       {Cache{LRU, 0, 0}, 50, 0, 0, 1e-9},
		"one item only": {Cache{FIFO, 1, 0}, 1, 2, 1, 1e-3},
	} {
		net := &Network{
			Stages: []Stage{
				{Station: -1, Lookup: &Lookup{Items: c.items, Zipf: c.zipf, Hit: 1, Miss: 2}}, {Station: -1}, {Station: -1, Sink: 1},
			},
			Sources: []Source{{Between: unit}}, Caches: []Cache{c.cache}, Journeys: 1, Sinks: 2,
		}
		var ratio []float64
		replicate(t, net, 6, 100_000, func(r *Replication) {
			l := r.Lookups[0]
			ratio = append(ratio, float64(l.Hits)/float64(l.Asked))
			if got := int(r.Journeys[0].Time.Count()); math.Abs(float64(got-l.Hits)) > 1 { // one may be under way at either end
				t.Errorf("%s: %d hits, %d left by that way", name, l.Hits, got)
			}
		})
		if i := Between(ratio); math.Abs(i.Mean-c.want) > 3*i.Half+c.band {
			t.Errorf("%s: hit ratio %.4f ± %.4f, want %.4f", name, i.Mean, i.Half, c.want)
		}
	}
}

func TestZipfFollowsItsLaw(t *testing.T) {
	for _, s := range []float64{0, 0.7, 1, 1.6} {
		const n, draws = 20, 400_000
		z, g := newZipf(n, s), newGenerator(3, 0, lookups, 0)
		var count [n + 1]float64
		for range draws {
			count[z.draw(&g)]++
		}
		sum, chi := 0.0, 0.0
		for k := 1; k <= n; k++ {
			sum += math.Pow(float64(k), -s)
		}
		for k := 1; k <= n; k++ {
			want := draws * math.Pow(float64(k), -s) / sum
			chi += (count[k] - want) * (count[k] - want) / want
		}
		if chi > 43.8 { // 99.9 % point of χ² with 19 degrees of freedom
			t.Errorf("exponent %v: χ² = %.1f", s, chi)
		}
	}
}

func TestFailuresAgainstAvailability(t *testing.T) {
	for _, crews := range []int{0, 1} {
		net := single(Station{Servers: 8}, poisson(1), queue.Law{Mean: 0.1})
		net.Failures = []Failure{{Stations: []int{0}, Units: 4, MTBF: 30, Repair: 10, Crews: crews}}
		want := 8 * 0.75 // two servers a unit, each up for ¾ of the time
		if crews == 1 {
			want = 0
			for k := 1; k <= 4; k++ {
				want += 2 * queue.SharedRepair(k, 4, 1, 30, 10)
			}
		}
		var up []float64
		replicate(t, net, 10, 100_000, func(r *Replication) { up = append(up, r.Stations[0].Up) })
		within(t, "servers up", up, want)
	}
}

func TestUnitsInCommonFailTogether(t *testing.T) {
	net := tandem(2, 2, 0.5)
	net.Failures = []Failure{{Stations: []int{0, 1}, Units: 1, MTBF: 50, Repair: 10}}
	r, err := Run(net, Plan{Seed: 4, Cohort: 20_000, Buckets: 200})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := r.Stations[0].Up, r.Stations[1].Up; a != b || math.Abs(a-2*50.0/60) > 0.1 {
		t.Errorf("up %.3f and %.3f, want %.3f both", a, b, 2*50.0/60)
	}
}

func TestClosedSourceAgainstMachineRepair(t *testing.T) {
	// Ten users, thinking 4, one server of mean 1: the server is idle with
	// probability p0 = 1/Σ N!/(N−n)! (S/Z)^n, throughput (1 − p0)/S, and the
	// response N/X − Z.
	const users, think = 10, 4.0
	sum, term := 1.0, 1.0
	for n := 1; n <= users; n++ {
		term *= float64(users-n+1) / think
		sum += term
	}
	x := 1 - 1/sum
	net := single(Station{Servers: 1}, queue.Law{Mean: think, SCV: 1}, unit)
	net.Sources[0].Users = users
	var busy, stay []float64
	replicate(t, net, 10, 50_000, func(r *Replication) {
		busy = append(busy, r.Utilisation(0))
		stay = append(stay, r.Journeys[0].Time.Mean())
	})
	within(t, "busy", busy, x)
	within(t, "response", stay, users/x-think)
}

func TestRetriesAgainstGeometricLaw(t *testing.T) {
	// Service exponential of mean 1 with nobody in the way, a time-out of 1.2,
	// three attempts, back-off 0.5 then 1: an attempt succeeds with p = 1 − e^−1.2.
	net := &Network{
		Stations: []Station{{Discipline: queue.Delay}},
		Stages: []Stage{
			{Station: -1, Retry: &Retry{Try: 1, After: 3, Attempts: 3, Timeout: 1.2, Backoff: queue.Law{Mean: 0.5}, Growth: 2}},
			{Station: 0, Service: unit, Hops: []queue.Hop{{To: 2, Probability: 1}}},
			{Station: -1, Join: true},
			{Station: -1},
		},
		Sources: []Source{{Between: unit}}, Journeys: 1,
	}
	p := 1 - math.Exp(-1.2)
	met := 1 - 1.2*math.Exp(-1.2)/p // mean of what succeeds
	q := 1 - p
	want := (p*met + q*p*(1.7+met) + q*q*p*(3.9+met)) / (1 - q*q*q)
	var lost, attempts, stay []float64
	replicate(t, net, 10, 50_000, func(r *Replication) {
		j := &r.Journeys[0]
		lost = append(lost, float64(j.Lost)/float64(j.Arrived))
		attempts = append(attempts, float64(j.Attempts)/float64(j.Arrived))
		stay = append(stay, j.Time.Mean())
		if r.Unfinished != 0 {
			t.Errorf("%d unfinished", r.Unfinished)
		}
	})
	within(t, "all fail", lost, q*q*q)
	within(t, "attempts", attempts, 1+q+q*q)
	within(t, "latency", stay, want)
}

// TestRetriesOnLoss: an item that finds no room is tried again.
func TestRetriesOnLoss(t *testing.T) {
	net := single(Station{Servers: 1, Capacity: 1}, poisson(0.5), unit)
	net.Stages[0].Hops = []queue.Hop{{To: 2, Probability: 1}}
	net.Stages = append(net.Stages, Stage{Station: -1, Retry: &Retry{Try: 0, After: -1, Attempts: 50, Backoff: unit}, After: -1}, Stage{Station: -1, Join: true})
	net.Sources[0].Stage = 1
	// The M/M/1/1 retrial queue, ρ = λ = ½, retrial rate 1: W in orbit is
	// ρ(λ + ρν)/((1−ρ)ν)/λ by Little's law, less nothing in service.
	var stay []float64
	replicate(t, net, 10, 100_000, func(r *Replication) { stay = append(stay, r.Journeys[0].Time.Mean()) })
	within(t, "retrial queue", stay, 0.5*(0.5+1)/(0.5*1)/0.5)
}

func TestGatheredItemsWaitForTheirBatch(t *testing.T) {
	net := &Network{
		Stages:  []Stage{{Station: -1, Gather: Batch{Least: 1, Most: 5, Patience: 2}}},
		Sources: []Source{{Between: unit}}, Journeys: 1,
	}
	// E size = 1 + Σ P(N > k), E Σ waits = Σ (k+1)·P(N > k)/λ, k = 0 … 3, N ~ Poisson(2).
	size, waits, below, term := 1.0, 0.0, 0.0, math.Exp(-2)
	for k := range 4 {
		below += term
		term *= 2 / float64(k+1)
		size += 1 - below
		waits += float64(k+1) * (1 - below)
	}
	var stay []float64
	replicate(t, net, 10, 50_000, func(r *Replication) { stay = append(stay, r.Journeys[0].Time.Mean()) })
	within(t, "wait for the batch", stay, waits/size)
}

// TestServingOneByOne: with one place and iterations of a fixed time t, a
// request of n tokens keeps the lane for n·t: M/D/1.
func TestServingOneByOne(t *testing.T) {
	net := single(Station{Servers: 1, Serving: &Serving{Lanes: 1, Slots: 1, Chunk: 1000, Room: 1e9, Yield: 1, Iteration: tokensTime{base: 0.1}}}, poisson(0.7), queue.Law{})
	net.Stages[0].TokensIn, net.Stages[0].TokensOut = queue.Law{Mean: 50}, queue.Law{Mean: 10}
	var stay, first, token []float64
	replicate(t, net, 10, 50_000, func(r *Replication) {
		stay = append(stay, r.Journeys[0].Time.Mean())
		first = append(first, r.Stations[0].First.Mean())
		token = append(token, r.Stations[0].Token.Mean())
	})
	wait := 0.7 / 2 / 0.3
	within(t, "stay", stay, wait+1)
	within(t, "first token", first, wait+0.1)
	if i := Between(token); math.Abs(i.Mean-0.1) > 1e-9 {
		t.Errorf("between tokens %.12g, want 0.1", i.Mean)
	}
}

// TestServingPutsBack: where keys and values outgrow the room, requests are
// put back and yet all of them are done; where room is reserved, none is.
func TestServingPutsBack(t *testing.T) {
	for _, reserve := range []bool{false, true} {
		net := single(Station{Servers: 1, Serving: &Serving{Lanes: 1, Slots: 64, Chunk: 256, Room: 400, Reserve: reserve, Yield: 1, Iteration: tokensTime{0.01, 0, 0.0001}}}, poisson(3), queue.Law{})
		net.Stages[0].TokensIn, net.Stages[0].TokensOut = queue.Law{Mean: 20, SCV: 0.5}, queue.Law{Mean: 60, SCV: 0.5}
		r, err := Run(net, Plan{Seed: 2, Cohort: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		if put := r.Stations[0].Preempted; reserve == (put > 0) || int(r.Journeys[0].Time.Count()) != r.Journeys[0].Arrived {
			t.Errorf("reserve %v: put back %d, %d of %d done", reserve, put, r.Journeys[0].Time.Count(), r.Journeys[0].Arrived)
		}
	}
}

// TestPoolsApart: a prefill lane that takes one prompt at a time is M/D/1; its
// keys and values then cross the link, and the first decode step sends the token.
func TestPoolsApart(t *testing.T) {
	net := single(Station{Servers: 65, Serving: &Serving{
		Lanes: 64, Slots: 1, Chunk: 1000, Room: 1e9, Yield: 1, Before: 0.3, Iteration: tokensTime{base: 0.01},
		Pool: &Pool{Lanes: 1, Chunk: 50, Send: 0.004, After: 0.05, Iteration: tokensTime{base: 0.4}},
	}}, poisson(1.5), queue.Law{})
	net.Stages[0].TokensIn, net.Stages[0].TokensOut = queue.Law{Mean: 50}, queue.Law{Mean: 10}
	var stay, first, token, wait []float64
	replicate(t, net, 10, 50_000, func(r *Replication) {
		stay = append(stay, r.Journeys[0].Time.Mean())
		first = append(first, r.Stations[0].First.Mean())
		token = append(token, r.Stations[0].Token.Mean())
		wait = append(wait, r.Stations[0].MeanWait())
	})
	line := 1.5 * 0.4 * 0.4 / 2 / (1 - 1.5*0.4)
	within(t, "wait", wait, line)
	within(t, "first token", first, line+0.4+50*0.004+0.05+0.01+0.3)
	within(t, "stay", stay, line+0.4+50*0.004+0.05+10*0.01+0.3)
	if i := Between(token); math.Abs(i.Mean-0.01) > 1e-9 {
		t.Errorf("between tokens %.12g, want 0.01", i.Mean)
	}
}

// TestPoolsPutBackAndFail: who finds no room in the decode pool goes through
// the prefill pool again, who was at a lane that fails begins anew, and all
// are done.
func TestPoolsPutBackAndFail(t *testing.T) {
	net := single(Station{Servers: 6, Serving: &Serving{
		Lanes: 4, Slots: 64, Chunk: 256, Room: 400, Yield: 1, Iteration: tokensTime{0.01, 0, 0.0001},
		Pool: &Pool{Lanes: 2, Chunk: 256, Send: 1e-4, Iteration: tokensTime{0.01, 0.001, 0}},
	}}, poisson(12), queue.Law{})
	net.Stages[0].TokensIn, net.Stages[0].TokensOut = queue.Law{Mean: 20, SCV: 0.5}, queue.Law{Mean: 60, SCV: 0.5}
	net.Failures = []Failure{{Stations: []int{0}, Units: 2, MTBF: 100, Repair: 5}}
	r, err := Run(net, Plan{Seed: 2, Cohort: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if r.Stations[0].Preempted == 0 || int(r.Journeys[0].Time.Count()) != r.Journeys[0].Arrived {
		t.Errorf("put back %d, %d of %d done", r.Stations[0].Preempted, r.Journeys[0].Time.Count(), r.Journeys[0].Arrived)
	}
	if up := r.Stations[0].Up; up > 5.99 || up < 5 {
		t.Errorf("%.2f of 6 lanes up on average", up)
	}
}

// conversations is a trace of sessions, a prime number of them, that take
// turns in another order every second: turn t of each asks 10 tokens more and
// repeats all that was said.
func conversations(sessions, turns int) *Trace {
	const asked, answered = 10, 20
	t := &Trace{}
	for turn := range turns {
		for s := range sessions {
			t.Rows = append(t.Rows, Row{
				At: float64(turn) + float64(s)/float64(sessions), In: float32(asked*(turn+1) + answered*turn), Out: answered, Session: uint32(s*(turn+2)%sessions + 1),
			})
		}
	}
	t.Span = float64(turns + 1)
	return t
}

// TestSessionsFindTheirPrefix: with room for all, every turn but the first
// finds all that was said; with room for half of a turn nothing lasts; what the
// host keeps is found, later by what it takes to bring it back; a balancer that
// ignores caches finds what happens to lie where it sends a request.
func TestSessionsFindTheirPrefix(t *testing.T) {
	const turns = 5
	prompts, history := 0.0, 0.0
	for turn := range turns {
		prompts += float64(10*(turn+1) + 20*turn)
		history += float64(max(30*turn-1, 0)) // the last token's own is not there yet
	}
	play := func(lanes int, p Prefix) (hit, first float64) {
		net := single(Station{Servers: lanes, Serving: &Serving{
			Lanes: lanes, Slots: 64, Chunk: 4096, Room: 1e9, Yield: 1, Prefix: &p, Iteration: tokensTime{5e-3, 1e-7, 1e-7},
		}}, queue.Law{Mean: 1, SCV: 1}, queue.Law{})
		net.Sources[0].Trace = conversations(41, turns)
		r, err := Run(net, Plan{Seed: 1, Cohort: 41 * turns * 20})
		if err != nil {
			t.Fatal(err)
		}
		v := &r.Stations[0]
		return v.Found / v.Prompt, v.First.Mean()
	}
	all, quick := play(2, Prefix{Sticky: true, Room: 1e6})
	if want := history / prompts; math.Abs(all-want) > 0.01 {
		t.Errorf("with room for all %.3f are found, want %.3f", all, want)
	}
	if hit, _ := play(2, Prefix{Sticky: true, Room: 20}); hit != 0 {
		t.Errorf("without room %.3f are found", hit)
	}
	if hit, late := play(2, Prefix{Sticky: true, Room: 20, Offload: 1e6, Fetch: 1e-3}); math.Abs(hit-all) > 0.01 || late < quick+0.03 {
		t.Errorf("offloaded: %.3f are found, first token after %.4f s, %.4f s from memory", hit, late, quick)
	}
	if hit, _ := play(4, Prefix{Room: 1e6}); hit < 0.05*all || hit > 0.95*all {
		t.Errorf("by load alone %.3f are found, with caches in mind %.3f", hit, all)
	}
	if hit, _ := play(2, Prefix{Sticky: true, Room: 1e6, Hit: 0.5}); math.Abs(hit-(1-0.5*(1-all))) > 0.01 {
		t.Errorf("with half of the rest found elsewhere %.3f are found", hit)
	}
}

func TestScalerFollowsTheDay(t *testing.T) {
	net := single(Station{Servers: 20}, poisson(8), unit)
	net.Sources[0].Profile, net.Sources[0].Period = []float64{0.25, 1.75}, 2000
	net.Scalers = []Scaler{{Station: 0, Least: 1, Target: 0.7, Every: 20, Lag: 100}}
	r, err := Run(net, Plan{Seed: 1, Duration: 4000, Buckets: 40})
	if err != nil {
		t.Fatal(err)
	}
	up := r.Timeline.Stations[0].Servers
	if len(up) < 39 {
		t.Fatalf("%d slices", len(up))
	}
	// Two jobs at once by night and fourteen by day, at 70 %: 3 and 20 servers.
	if night, day := up[8], up[18]; math.Abs(night-3) > 1.5 || day < 18 {
		t.Errorf("%.1f servers by night and %.1f by day", night, day)
	}
	// The morning is at 1000 s; servers come a lag later, the queue before.
	if up[10] > 12 || r.Timeline.Stations[0].Queue[10] < 5*r.Timeline.Stations[0].Queue[8] {
		t.Errorf("in the first hundred seconds of the day %.1f servers, %.1f wait (%.1f by night)", up[10], r.Timeline.Stations[0].Queue[10], r.Timeline.Stations[0].Queue[8])
	}
}

// TestMonitorCuresWhatItSees: a station dies; the monitor fires when the
// condition has held, and less is lost with its action than without.
func TestMonitorCuresWhatItSees(t *testing.T) {
	net := single(Station{Servers: 2, Capacity: 50}, poisson(1), unit)
	net.Anomalies = []Anomaly{{Kind: Dead, Station: 0, From: 1000, For: 600}}
	net.Monitors = []Monitor{{Station: 0, Metric: Throughput, Bound: 0.01, Hold: 30, Every: 10, Action: Restart, Takes: 60}}
	lost := map[bool]int{}
	for _, passive := range []bool{false, true} {
		r, err := Run(net, Plan{Seed: 3, Duration: 3000, Passive: passive})
		if err != nil {
			t.Fatal(err)
		}
		w := r.Monitors[0]
		if len(w.Fired) != 1 || w.False != 0 {
			t.Fatalf("passive %v: %+v", passive, w)
		}
		if delay := w.Fired[0].At - 1000; delay < 30 || delay > 60 {
			t.Errorf("noticed after %.0f s, want 30 to 60", delay)
		}
		lost[passive] = r.Journeys[0].Lost
	}
	if lost[true] < 400 || lost[false] > 120 {
		t.Errorf("%d lost with the restart, %d without", lost[false], lost[true])
	}
}

func TestFalseAlarmsAreCounted(t *testing.T) {
	net := single(Station{Servers: 1}, poisson(0.9), unit)
	net.Monitors = []Monitor{{Station: 0, Metric: InQueue, Bound: 10, Every: 5, Action: Alert}}
	r, err := Run(net, Plan{Seed: 3, Duration: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if w := r.Monitors[0]; w.False == 0 || w.False != len(w.Fired) {
		t.Errorf("nothing was wrong: %+v", w)
	}
}

func TestMonitorScalesAndReroutes(t *testing.T) {
	slow := Anomaly{Kind: Slow, From: 500, For: 2000, Factor: 6}
	stay := func(m *Monitor) float64 {
		net := &Network{
			Stations: []Station{{Servers: 3}, {Servers: 3}},
			Stages: []Stage{
				{Station: -1, Hops: []queue.Hop{{To: 1, Probability: 0.5}, {To: 2, Probability: 0.5}}},
				{Station: 0, Service: unit}, {Station: 1, Service: unit},
			},
			Sources: []Source{{Between: poisson(2)}}, Journeys: 1, Anomalies: []Anomaly{slow},
		}
		if m != nil {
			net.Monitors = []Monitor{*m}
		}
		r, err := Run(net, Plan{Seed: 8, Duration: 3000})
		if err != nil {
			t.Fatal(err)
		}
		return r.Journeys[0].Time.Mean()
	}
	without := stay(nil)
	if with := stay(&Monitor{Metric: LatencyP99, Bound: 15, Hold: 20, Every: 20, Action: Reroute, Takes: 10}); !(with < without/3) {
		t.Errorf("rerouted: mean stay %.1f, without %.1f", with, without)
	}
	spike := single(Station{Servers: 6}, poisson(3), unit)
	spike.Anomalies = []Anomaly{{Kind: Spike, From: 500, For: 300, Factor: 1.7}}
	spike.Monitors = []Monitor{{Metric: Utilisation, Bound: 0.95, Hold: 20, Every: 10, Action: Scale, Takes: 30}}
	var mean [2]float64
	for i, passive := range []bool{false, true} {
		r, err := Run(spike, Plan{Seed: 8, Duration: 2000, Passive: passive})
		if err != nil {
			t.Fatal(err)
		}
		mean[i] = r.Journeys[0].Time.Mean()
	}
	if !(mean[0] < mean[1]/2) {
		t.Errorf("scaled: mean stay %.2f, without %.2f", mean[0], mean[1])
	}
}

func TestSpoiledItemsAreCounted(t *testing.T) {
	net := single(Station{Servers: 1}, poisson(0.5), unit)
	net.Anomalies = []Anomaly{{Kind: Corrupt, From: 1000, For: 1000, Factor: 0.4}}
	r, err := Run(net, Plan{Seed: 1, Duration: 4000})
	if err != nil {
		t.Fatal(err)
	}
	if n := float64(r.Journeys[0].Spoiled); math.Abs(n-200) > 60 {
		t.Errorf("%v spoiled, want about 200", n)
	}
}

// An item goes round as often as it is told, and with it its time.
func TestRoundsAreCounted(t *testing.T) {
	net := &Network{
		Stations: []Station{{Discipline: queue.Delay}},
		Stages: []Stage{
			{Station: 0, Service: queue.Law{Mean: 2}, Hops: []queue.Hop{{To: 1, Probability: 1}}},
			{Station: -1, Rounds: 7, Hops: []queue.Hop{{To: 0, Probability: 1}, {To: 2, Probability: 1}}},
			{Station: -1},
		},
		Sources: []Source{{Between: unit}}, Journeys: 1,
	}
	r, err := Run(net, Plan{Cohort: 2000})
	if err != nil {
		t.Fatal(err)
	}
	if j := &r.Journeys[0]; math.Abs(j.Time.Mean()-14) > 1e-9 || int(j.Time.Count()) != 2000 {
		t.Errorf("%d items take %v, want 14", j.Time.Count(), j.Time.Mean())
	}
}
