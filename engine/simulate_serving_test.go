package engine

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"weir/engine/ai"
	"weir/engine/catalog"
	"weir/engine/design"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/report"
	"weir/engine/sim"
)

// served is users, a language model and an answer.
func served(model, device, engine string, tp int, in, out float64, rate string) *Design {
	end := func(node, port string) design.End { return design.End{node, port} }
	return &Design{
		Weir: 1, Pools: map[string]*Pool{},
		Classes: map[string]*Class{"chat": {
			TokensIn: &design.Spread{Mean: quantity.Num(in), SCV: 0.5}, TokensOut: &design.Spread{Mean: quantity.Num(out), SCV: 0.5},
		}},
		Nodes: map[string]*Node{
			"users": {Kind: "source.requests", Params: map[string]quantity.Value{"rate": quantity.Str(rate)}},
			"llm": {Kind: "ai.inference", Params: map[string]quantity.Value{
				"model": quantity.Str(model), "device": quantity.Str(device), "engine": quantity.Str(engine),
				"tp": quantity.Num(float64(tp)), "replicas": quantity.Num(2),
			}},
			"answer": {Kind: "sink.response"},
		},
		Edges: map[string]*Edge{
			"ask": {From: end("users", "out"), To: end("llm", "in")}, "say": {From: end("llm", "out"), To: end("answer", "in")},
		},
	}
}

// simulated plays a design to the end.
func simulated(t *testing.T, d *Design, p SimulationPlan) (*Simulation, *report.Simulation) {
	t.Helper()
	s, err := NewSimulation(d, p)
	if err != nil {
		t.Fatal(err)
	}
	return s, replicated(t, s)
}

// TestServingAgreesWithTheClosedForm: continuous batching played iteration by
// iteration has the TTFT and TPOT of the closed form within its bands, over
// dense models and mixtures, engines and loads.
func TestServingAgreesWithTheClosedForm(t *testing.T) {
	for _, c := range []struct {
		model, device, engine string
		tp                    int
		in, out               float64
	}{
		{"meta-llama/Meta-Llama-3.1-8B", "h100-sxm", "vllm", 1, 1000, 200},
		{"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", "vllm", 4, 2000, 400},
		{"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", "sglang", 8, 500, 800},
		{"meta-llama/Meta-Llama-3.1-8B", "a100-80", "trtllm", 1, 1000, 200},
		{"mistralai/Mixtral-8x7B-v0.1", "h100-sxm", "vllm", 2, 1000, 300},
		{"Qwen/Qwen3-235B-A22B", "h200", "sglang", 8, 1000, 300},
	} {
		one, err := NewSimulation(served(c.model, c.device, c.engine, c.tp, c.in, c.out, "0.1/s"), SimulationPlan{})
		if err != nil {
			t.Fatal(c.model, err)
		}
		peak := 0.0
		for _, f := range one.Report.Nodes["llm"].AI.Figures {
			if f.Key == "saturation_per_s" {
				peak = float64(f.Value)
			}
		}
		for _, load := range []float64{0.1, 0.3, 0.5, 0.7, 0.85} {
			d := served(c.model, c.device, c.engine, c.tp, c.in, c.out, fmt.Sprintf("%.5f/s", load*peak))
			s, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 3, Items: 3000})
			ai := r.Nodes["llm"].AI
			bands := map[string]float64{}
			for _, f := range s.Report.Nodes["llm"].AI.Figures {
				bands[f.Key] = float64(f.Band)
			}
			for _, x := range []struct {
				name string
				of   *report.Estimate
			}{{"ttft_s", &ai.TTFT.Mean}, {"tpot_s", &ai.TPOT.Mean}} {
				off := float64(x.of.Closed/x.of.Value) - 1
				t.Logf("%-30s %-6s load %.2f %s: %.4g ± %.2g, closed form %+.1f %% (band %.0f %%)", c.model, c.engine, load, x.name, x.of.Value, x.of.Half, 100*off, 100*bands[x.name])
				if bands[x.name] == 0 || !x.of.Agrees || math.Abs(off) > bands[x.name] {
					t.Errorf("%s %s at %.2f: %s is %.4g ± %.2g, closed form %.4g, band %.2f", c.model, c.engine, load, x.name, x.of.Value, x.of.Half, x.of.Closed, bands[x.name])
				}
			}
		}
	}
}

// TestUsersWhoWaitForAModel: users who each wait for their answer never
// overload a model however many they are, and the closed form has their rate and
// times as the simulation finds them: with few, around the knee and in a line,
// where a gateway is before it and where others come at a rate of their own.
func TestUsersWhoWaitForAModel(t *testing.T) {
	for name, c := range map[string]struct {
		users, gateway, rate float64
		prefill              float64
	}{
		"few": {users: 5}, "half": {users: 100}, "knee": {users: 300}, "all places": {users: 450}, "line": {users: 900},
		"gateway": {users: 300, gateway: 0.03}, "beside others": {users: 100, rate: 8}, "pools": {users: 100, prefill: 1},
	} {
		d := served("meta-llama/Meta-Llama-3.1-8B", "h100-sxm", "vllm", 1, 1000, 200, fmt.Sprintf("%g/s", c.rate))
		llm := d.Nodes["llm"].Params
		llm["replicas"], llm["weights"], llm["kv"] = quantity.Num(1), quantity.Str("bf16"), quantity.Str("bf16")
		llm["prefill_workers"] = quantity.Num(c.prefill)
		d.Nodes["crowd"] = &Node{Kind: "source.closed", Params: map[string]quantity.Value{"users": quantity.Num(c.users), "think": quantity.Str("4 s")}}
		ask := &Edge{From: design.End{"crowd", "out"}, To: design.End{"llm", "in"}}
		if d.Edges["crowd"] = ask; c.gateway > 0 {
			d.Nodes["gateway"] = &Node{Kind: "proc.cpu", Params: map[string]quantity.Value{"servers": quantity.Num(1), "service": quantity.Str(fmt.Sprintf("%g s", c.gateway))}}
			d.Edges["in"] = &Edge{From: design.End{"crowd", "out"}, To: design.End{"gateway", "in"}}
			ask.From = design.End{"gateway", "out"}
		}
		s, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 3, Items: 15000})
		for _, x := range s.Report.Diagnostics {
			if x.Code == "flow.overload" {
				t.Errorf("%s: %s", name, x.Message.EN)
			}
		}
		for _, j := range r.Journeys {
			if j.Source != "crowd" {
				continue
			}
			for what, x := range map[string]struct {
				of   report.Estimate
				band float64
			}{"rate": {j.Rate, 0.025}, "time": {j.Mean, 0.025}, "TTFT": {r.Nodes["llm"].AI.TTFT.Mean, 0.06}, "TPOT": {r.Nodes["llm"].AI.TPOT.Mean, 0.025}} {
				off := float64(x.of.Closed/x.of.Value) - 1
				t.Logf("%s: %s %.4g ± %.2g, closed form %+.1f %%", name, what, x.of.Value, x.of.Half, 100*off)
				if !(math.Abs(off) <= x.band+3*float64(x.of.Half/x.of.Value)) {
					t.Errorf("%s: %s %.4g ± %.2g, closed form %.4g", name, what, x.of.Value, x.of.Half, x.of.Closed)
				}
			}
			if !j.P95.Closed.Finite() || math.Abs(float64(j.P95.Closed/j.P95.Value)-1) > 0.08 {
				t.Errorf("%s: 95th percentile %.4g, closed form %.4g", name, j.P95.Value, j.P95.Closed)
			}
		}
	}
}

// TestVerdictsSayNothingWithoutAFigure: what has no value, or no closed form, or
// states no error, neither agrees nor differs; the journey through a model states
// the model's error, and servers are counted alike on both sides.
func TestVerdictsSayNothingWithoutAFigure(t *testing.T) {
	d := served("meta-llama/Meta-Llama-3.1-8B", "h100-sxm", "vllm", 1, 1000, 200, "5/s")
	_, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 3, Items: 3000})
	var all any
	if err := json.Unmarshal(report.EncodeSimulation(r), &all); err != nil {
		t.Fatal(err)
	}
	estimates, judged := 0, 0
	var walk func(at string, x any)
	walk = func(at string, x any) {
		if list, ok := x.([]any); ok {
			for _, y := range list {
				walk(at, y)
			}
		}
		m, ok := x.(map[string]any)
		if !ok {
			return
		}
		for k, y := range m {
			walk(at+"."+k, y)
		}
		agrees, estimate := m["agrees"]
		if !estimate {
			return
		}
		estimates++
		if agrees != nil {
			judged++
		}
		if none := m["value"] == nil || m["closed"] == nil || m["band"] == 0.0; none != (agrees == nil) {
			t.Errorf("%s: %v", at, m)
		}
	}
	walk("", all)
	if estimates < 15 || judged < 5 || judged == estimates {
		t.Errorf("%d estimates, %d judged", estimates, judged)
	}
	j, n := &r.Journeys[0], r.Nodes["llm"]
	if j.Mean.Band != n.AI.TPOT.Mean.Band || !j.Mean.Agrees {
		t.Errorf("the journey's mean states %v, the model %v", j.Mean.Band, n.AI.TPOT.Mean.Band)
	}
	if up := n.ServersUp; up.Closed != up.Value || !up.Agrees {
		t.Errorf("%v servers are up of %v", up.Value, up.Closed)
	}
}

// TestMemoryThatIsFull: where memory bounds the places, those that came last are
// put back for what the others grow by, and computed again: what saturates the
// closed form is what a simulation carries of users without number.
func TestMemoryThatIsFull(t *testing.T) {
	for name, c := range map[string]struct {
		model, device string
		tp            int
		in, out       float64
	}{
		"long prompts": {"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", 2, 12000, 900},
		"long answers": {"meta-llama/Meta-Llama-3.1-70B", "h100-sxm", 2, 1500, 4000},
		"small device": {"meta-llama/Meta-Llama-3.1-8B", "l4", 1, 2000, 500},
	} {
		d := served(c.model, c.device, "vllm", c.tp, c.in, c.out, "0.01/s")
		peak := aiFigure(t, d, "saturation_per_s")
		d.Nodes["users"] = &Node{Kind: "source.closed", Params: map[string]quantity.Value{"users": quantity.Num(600), "think": quantity.Str("10 ms")}}
		_, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 2, Items: 5000})
		most := float64(r.Journeys[0].Rate.Value)
		t.Logf("%s: saturates at %.4g/s, played %.4g ± %.2g, %.2f put back a request", name, peak, most, r.Journeys[0].Rate.Half, r.Nodes["llm"].AI.PutBack)
		if r.Nodes["llm"].AI.PutBack < 0.05 || math.Abs(peak/most-1) > 0.04 {
			t.Errorf("%s: saturates at %.4g/s, played %.4g, %.2f put back a request", name, peak, most, r.Nodes["llm"].AI.PutBack)
		}
	}
}

// TestBudgetOfAStep: sequences in decode use up a small token budget of a
// step, drafts included, and long prompts of many sizes are computed in many
// parts. What saturates the closed form is what a simulation with users
// without number carries, and at half of that both have the same times.
func TestBudgetOfAStep(t *testing.T) {
	for name, c := range map[string]struct {
		model            string
		tp, chunk, draft float64
		in, out          float64
	}{
		"256":   {"meta-llama/Meta-Llama-3.1-8B", 1, 256, 0, 1000, 250},
		"1024":  {"meta-llama/Meta-Llama-3.1-8B", 1, 1024, 0, 2000, 100},
		"70B":   {"meta-llama/Meta-Llama-3.1-70B", 4, 256, 0, 1000, 200},
		"MoE":   {"mistralai/Mixtral-8x7B-v0.1", 2, 512, 0, 1000, 300},
		"draft": {"meta-llama/Meta-Llama-3.1-8B", 1, 512, 3, 1000, 250},
		"long":  {"meta-llama/Meta-Llama-3.1-8B", 1, 2048, 0, 16000, 200},
	} {
		design := func(rate float64) *Design {
			d := served(c.model, "h100-sxm", "vllm", int(c.tp), c.in, c.out, fmt.Sprintf("%g/s", rate))
			llm := d.Nodes["llm"].Params
			llm["replicas"], llm["chunk"], llm["draft"] = quantity.Num(1), quantity.Num(c.chunk), quantity.Num(c.draft)
			return d
		}
		peak := aiFigure(t, design(0.01), "saturation_per_s")
		d := design(0)
		d.Nodes["users"] = &Node{Kind: "source.closed", Params: map[string]quantity.Value{"users": quantity.Num(600), "think": quantity.Str("10 ms")}}
		_, full := simulated(t, d, SimulationPlan{Seed: 1, Replications: 2, Items: 6000})
		most := float64(full.Journeys[0].Rate.Value)
		t.Logf("%-5s saturates at %.4g/s, played %.4g ± %.2g", name, peak, most, full.Journeys[0].Rate.Half)
		if math.Abs(peak/most-1) > 0.04 {
			t.Errorf("%s: saturates at %.4g/s, played %.4g", name, peak, most)
		}
		_, r := simulated(t, design(peak/2), SimulationPlan{Seed: 1, Replications: 3, Items: 8000})
		for what, x := range map[string]struct {
			of   report.Estimate
			band float64
		}{"TTFT": {r.Nodes["llm"].AI.TTFT.Mean, 0.12}, "TPOT": {r.Nodes["llm"].AI.TPOT.Mean, 0.09}} {
			off := float64(x.of.Closed/x.of.Value) - 1
			t.Logf("%-5s %s %.4g ± %.2g, closed form %+.1f %%", name, what, x.of.Value, x.of.Half, 100*off)
			if math.Abs(off) > x.band+float64(x.of.Half/x.of.Value) {
				t.Errorf("%s: %s %.4g ± %.2g, closed form %.4g", name, what, x.of.Value, x.of.Half, x.of.Closed)
			}
		}
	}
}

// TestPoolsAgreeWithTheClosedForm: prefill and decode in pools of their own,
// with the transfer between them, played iteration by iteration.
func TestPoolsAgreeWithTheClosedForm(t *testing.T) {
	pools := func(in, out float64, rate string, prefill, tp, decode int, link string) *Design {
		d := served("meta-llama/Meta-Llama-3.1-70B", "h100-sxm", "vllm", 8, in, out, rate)
		params := d.Nodes["llm"].Params
		params["prefill_workers"], params["prefill_tp"], params["decode_workers"] = quantity.Num(float64(prefill)), quantity.Num(float64(tp)), quantity.Num(float64(decode))
		if link != "" {
			params["kv_link"] = quantity.Str(link)
		}
		return d
	}
	for _, c := range []struct {
		in, out             float64
		prefill, tp, decode int
		link                string // the device's own where blank
	}{
		{2000, 300, 2, 4, 1, ""}, {4000, 200, 4, 4, 1, ""}, {500, 600, 1, 4, 2, ""}, {8000, 100, 1, 8, 1, ""},
		{2000, 300, 2, 4, 1, "1 GB/s"}, // which bounds the whole
	} {
		peak := aiFigure(t, pools(c.in, c.out, "0.01/s", c.prefill, c.tp, c.decode, c.link), "saturation_per_s")
		for _, load := range []float64{0.1, 0.4, 0.7, 0.85} {
			d := pools(c.in, c.out, fmt.Sprintf("%.5f/s", load*peak), c.prefill, c.tp, c.decode, c.link)
			_, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 3, Items: 3000})
			if r.Nodes["llm"] == nil || r.Nodes["llm"].AI == nil {
				t.Fatal("pools are not played")
			}
			for name, x := range map[string]report.Estimate{"ttft": r.Nodes["llm"].AI.TTFT.Mean, "tpot": r.Nodes["llm"].AI.TPOT.Mean} {
				off := float64(x.Closed/x.Value) - 1
				t.Logf("%5.0f in %4.0f out, %d × %d and %d: load %.2f %s %.4g ± %.2g, closed form %+.1f %%", c.in, c.out, c.prefill, c.tp, c.decode, load, name, x.Value, x.Half, 100*off)
				if !x.Agrees || math.Abs(off) > map[string]float64{"ttft": 0.25, "tpot": 0.03}[name] {
					t.Errorf("load %.2f: %s is %.4g ± %.2g, closed form %.4g", load, name, x.Value, x.Half, x.Closed)
				}
			}
		}
	}
}

// chats is a trace of conversations that begin at a rate, each of so many
// turns with exponential gaps; every turn asks so much and repeats all before.
func chats(n, turns int, every, gap float64, asked, answered int) *sim.Trace {
	state := uint64(1)
	exponential := func(mean float64) float64 {
		state = state*6364136223846793005 + 1442695040888963407
		return -mean * math.Log((float64(state>>11)+0.5)/(1<<53))
	}
	t := &sim.Trace{}
	start := 0.0
	for s := range n {
		start += exponential(every)
		at := start
		for turn := range turns {
			t.Rows = append(t.Rows, sim.Row{At: at, In: float32(asked*(turn+1) + answered*turn), Out: float32(answered), Session: uint32(s + 1)})
			at += exponential(gap)
		}
	}
	slices.SortFunc(t.Rows, func(a, b sim.Row) int { return cmp.Compare(a.At, b.At) })
	t.Span = t.Rows[len(t.Rows)-1].At + every
	return t
}

// TestSessionsOfATrace: turns of a trace's sessions find in the prefix caches
// what the closed form says of as many turns, with as long between them: all
// that was said where there is room, less where caches let go, and half where a
// balancer of two replicas ignores them.
func TestSessionsOfATrace(t *testing.T) {
	const turns = 4
	for _, c := range []struct {
		name    string
		gap     float64
		change  map[string]quantity.Value
		against float64 // of the closed form, relative
	}{
		{"room for all", 20, nil, 0.08},
		{"a cache that lets go", 20, map[string]quantity.Value{"memory_share": quantity.Num(0.2)}, 0.15},
		{"host memory beside it", 20, map[string]quantity.Value{"memory_share": quantity.Num(0.2), "offload": quantity.Str("100 GB")}, 0.1},
		{"by load alone", 20, map[string]quantity.Value{"routing": quantity.Str("balanced")}, 0.1},
	} {
		trace := chats(6000, turns, 0.25, c.gap, 200, 200)
		d := served("meta-llama/Meta-Llama-3.1-8B", "h100-sxm", "vllm", 1, 1, 1, "1/s")
		for key, v := range c.change {
			d.Nodes["llm"].Params[key] = v
		}
		d, rows, err := WithTrace(d, "users", trace, nil)
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := d.Nodes["llm"].Params["turns"].Float(); n != turns {
			t.Errorf("%s: %v turns of a session, want %d", c.name, d.Nodes["llm"].Params["turns"], turns)
		}
		_, r := simulated(t, d, SimulationPlan{Seed: 1, Replications: 2, Items: 20_000, Traces: map[string]*sim.Trace{"users": rows}})
		hit := r.Nodes["llm"].AI.PrefixHit
		if hit == nil {
			t.Fatalf("%s: nothing is found", c.name)
		}
		t.Logf("%s: %.3f ± %.3f of the prompts found, closed form %.3f", c.name, hit.Value, hit.Half, hit.Closed)
		if math.Abs(float64(hit.Value/hit.Closed)-1) > c.against {
			t.Errorf("%s: %.3f of the prompts found, closed form %.3f", c.name, hit.Value, hit.Closed)
		}
	}
}

// aiFigure is a figure of the model a design serves.
func aiFigure(t *testing.T, d *Design, key string) float64 {
	t.Helper()
	for _, f := range Evaluate(d).Nodes["llm"].AI.Figures {
		if f.Key == key {
			return float64(f.Value)
		}
	}
	t.Fatalf("no figure %s", key)
	return 0
}

// TestTimelineOfAServedModelHasTheDefinitionsOfItsTable: over the first
// replication its load is the table's, its waiting requests are arrivals times
// wait (Little), and nobody waits longer for the prefill than for the token.
func TestTimelineOfAServedModelHasTheDefinitionsOfItsTable(t *testing.T) {
	for _, rate := range []string{"10/s", "28/s"} {
		d := served("meta-llama/Meta-Llama-3.1-8B", "h100-sxm", "vllm", 1, 1000, 200, rate)
		s, err := NewSimulation(d, SimulationPlan{Seed: 3, Replications: 2, Items: 10_000, Buckets: 50})
		if err != nil {
			t.Fatal(err)
		}
		one, err := s.Replicate(0, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := s.Compare([]sim.Replication{one})
		line, table := r.Timeline.Nodes["llm"], r.Nodes["llm"]
		mean := func(x []report.Number) float64 {
			sum := 0.0
			for _, v := range x {
				sum += float64(v)
			}
			return sum / float64(len(x))
		}
		if a, b := mean(line.Utilisation), float64(table.Utilisation.Value); math.Abs(a/b-1) > 0.02 {
			t.Errorf("%s: load %.3f over the timeline, %.3f in the table", rate, a, b)
		}
		if a, b := mean(line.InQueue), mean(line.ArrivalsPerS)*float64(table.WaitS.Value); math.Abs(a-b) > 0.03*b+0.01 {
			t.Errorf("%s: %.3f wait over the timeline, %.3f by the table", rate, a, b)
		}
		if w, first := table.WaitS.Value, table.AI.TTFT.Mean.Value; !(w >= 0 && w < first) {
			t.Errorf("%s: wait %v, first token after %v", rate, w, first)
		}
	}
}

// TestServingCarriesWhatItsIterationsDo: with a line that never ends, a lane
// is a loop over iterations, counted here by hand: who left makes room for a
// prompt, each of the others gets a token.
func TestServingCarriesWhatItsIterationsDo(t *testing.T) {
	const in, out, slots = 500, 64, 16
	law := func(x float64) ai.Spread { return ai.Spread{Mean: x} }
	model, _ := catalog.FindModel("meta-llama/Meta-Llama-3.1-8B")
	device, _ := catalog.FindDevice("h100-sxm")
	it, ok := ai.NewIteration(ai.Deployment{Model: &model, Device: &device, Engine: ai.VLLM, TP: 1, PP: 1, DP: 1, EP: 1, Replicas: 2, MaxBatch: slots, Chunk: 8192, MemShare: 0.9},
		ai.Load{Rate: 1, In: law(in), Out: law(out)})
	if !ok {
		t.Fatal("not played")
	}
	n := &sim.Network{
		Journeys: 1,
		Stations: []sim.Station{{Servers: it.Lanes, Serving: &sim.Serving{
			Lanes: it.Lanes, Slots: it.Slots, Chunk: it.Chunk, Room: it.Room, Yield: it.Yield, Before: it.Before, Step: it.Steps, Iteration: it,
		}}},
		Stages:  []sim.Stage{{Station: 0, TokensIn: queue.Law{Mean: in}, TokensOut: queue.Law{Mean: out}, After: -1}},
		Sources: []sim.Source{{Between: queue.Law{Mean: 2e-3, SCV: 1}}},
	}
	const lasts = 30.0
	r, err := sim.Run(n, sim.Plan{Seed: 1, Duration: lasts})
	if err != nil {
		t.Fatal(err)
	}
	left, context := []int{}, []float64{} // tokens to come; all of them before the prompt
	done, now := 0, 0.0
	for now < lasts {
		room := slots
		if now == 0 { // the first to arrive begins alone
			room = 1
		}
		for len(left) < room {
			left, context = append(left, out), append(context, in)
		}
		var prompts, past []float64
		sum, decoding := 0.0, 0
		for k := range left {
			if left[k] == out {
				prompts, past = append(prompts, in), append(past, 0)
			} else {
				decoding++
				sum += context[k]
			}
		}
		now += it.Time(decoding, sum/float64(max(decoding, 1)), prompts, past)
		stay := 0
		for k := range left {
			if left[k] != out {
				context[k]++
			}
			if left[k]--; left[k] == 0 {
				done++
				continue
			}
			left[stay], context[stay] = left[k], context[k]
			stay++
		}
		left, context = left[:stay], context[:stay]
	}
	got, want := float64(r.Stations[0].Served)/lasts, float64(it.Lanes*done)/lasts
	t.Logf("%.2f requests/s, by the iterations %.2f", got, want)
	if math.Abs(got/want-1) > 0.02 {
		t.Errorf("%.2f requests/s, by the iterations %.2f", got, want)
	}
}
