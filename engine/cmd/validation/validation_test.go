package validation

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

func rows(t *testing.T, path string) []cases.Row {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := cases.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func group(t *testing.T, r cases.Result, by, name string) cases.Group {
	t.Helper()
	for _, g := range r.Groups {
		if g.By == by && g.Name == name {
			return g
		}
	}
	t.Fatalf("no group %s %q among %d", by, name, len(r.Groups))
	return cases.Group{}
}

// The figures of the design, through the engine, are those of the model
// called directly.
func TestDesignsSayWhatTheModelSays(t *testing.T) {
	sample := rows(t, "testdata/inference.csv")
	direct := map[string]float64{}
	for _, row := range sample {
		c, why := cases.ReadInference(row, nil)
		if why != "" {
			t.Fatalf("%s: %s", row.ID, why)
		}
		x, why := c.Predict(&ai.Default)
		if why != "" {
			t.Fatalf("%s: %s", row.ID, why)
		}
		direct[row.ID] = math.Abs(x/c.Measured - 1)
	}
	r := Inference(sample, nil)
	if r.N != len(sample) || r.Predicted != r.N || len(r.Skipped) != 0 {
		t.Fatalf("%d rows, %d predicted, skipped %v", r.N, r.Predicted, r.Skipped)
	}
	sum, n := 0.0, 0
	for _, g := range r.Groups {
		if g.By == "metric" {
			sum += g.MAPE * float64(g.N)
			n += g.N
		}
	}
	want := 0.0
	for _, e := range direct {
		want += e
	}
	if n != len(direct) || math.Abs(sum-want) > 1e-3*want {
		t.Errorf("through the engine the errors add up to %v over %d rows, directly to %v over %d", sum, n, want, len(direct))
	}
}

// The public rows, within what is claimed of them.
func TestPublishedServing(t *testing.T) {
	r := Inference(rows(t, "testdata/inference.csv"), nil)
	if len(r.Skipped) > 0 {
		t.Errorf("skipped %v", r.Skipped)
	}
	for _, c := range []struct {
		by, name string
		mean     float64
	}{
		{"family", "tpot_ms dense", .08}, {"family", "tpot_ms moe", .12}, {"metric", "tpot_ms disagg", .20}, {"metric", "ttft_ms online", .20},
		{"gpu", "throughput_tok_s H100", .10}, {"gpu", "throughput_tok_s H200", .10},
		{"gpu", "throughput_tok_s A100", .15}, {"gpu", "throughput_tok_s L40S", .15}, {"gpu", "throughput_tok_s GH200", .15},
	} {
		if g := group(t, r, c.by, c.name); g.MAPE > c.mean {
			t.Errorf("%s: mean error %.1f %%, claimed %.0f %%", c.name, g.MAPE*100, c.mean*100)
		}
	}
	if g := group(t, r, "metric", "ttft_ms disagg"); g.Median > .25 {
		t.Errorf("TTFT of pools: median error %.1f %%, the docs say below 25 %%", g.Median*100)
	}
	for engine, most := range map[string]float64{"vllm": .20, "trtllm": .30, "sglang": .30} {
		if g := group(t, r, "engine", "ttft_ms unsaturated "+engine); g.Median > most {
			t.Errorf("TTFT on %s: median error %.1f %%, claimed %.0f %%", engine, g.Median*100, most*100)
		}
	}
}

func TestPublishedTraining(t *testing.T) {
	all := append(rows(t, "testdata/training.csv"), rows(t, "testdata/training_single_node.csv")...)
	r := Training(all, nil)
	if r.Predicted != r.N || r.N != 729 {
		t.Fatalf("%d gated rows, %d predicted, skipped %v", r.N, r.Predicted, r.Skipped)
	}
	if len(r.Ungated) != 20 {
		t.Errorf("%d rows that are not gated, want 20", len(r.Ungated))
	}
	for name, most := range map[string]float64{
		"narayanan-t1": .03, "vtrain-multi": .08, "vtrain-single": .10, "megatron-h100": .05, "bridge-h100-dense": .065,
		"llm-foundry-a100": .05, "llm-foundry-h100": .05, "bridge-blackwell-dense": .08, "bridge-blackwell-moe": .15, "bridge-h100-moe": .15,
	} {
		if g := group(t, r, "group", name); g.MAPE > most {
			t.Errorf("%s: mean error %.1f %%, claimed %.1f %%", name, g.MAPE*100, most*100)
		}
	}
}

// Rows that cannot be predicted are skipped with a reason, never guessed.
func TestRowsThatCannotBePredicted(t *testing.T) {
	const file = `case_id,engine,model_key,gpu,tp,weight_precision,serving_mode,concurrency_or_batch,input_len,output_len,metric,measured
a,vllm,no/such-model,H100,1,fp8,agg closed loop,4,100,100,tpot_ms,10
b,vllm,Llama-2-7B,Abacus,1,fp8,agg closed loop,4,100,100,tpot_ms,10
c,vllm,Llama-2-7B,H100,1,fp3,agg closed loop,4,100,100,tpot_ms,10
d,vllm,Llama-2-7B,H100,1,fp8,agg closed loop,,100,100,tpot_ms,10
e,vllm,Llama-2-7B,H100,1,fp8,agg closed loop,4,,100,tpot_ms,10
f,vllm,Llama-2-7B,H100,1,fp8,agg closed loop,4,100,100,tpot_ms,
g,vllm,meta-llama/Meta-Llama-3.1-405B,H100,1,bf16,agg closed loop,4,100,100,tpot_ms,10
h,"an engine, unknown",Llama-2-7B,"H100 SXM",1,fp8,agg closed loop,4,100,100,tpot_ms,5
`
	in, err := cases.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	r := Inference(in, nil)
	if r.N != 8 || r.Predicted != 1 || len(r.Skipped) != 7 {
		t.Fatalf("%+v", r)
	}
	for i, want := range []string{"no architecture", `column gpu: "Abacus"`, "unknown weight_precision", "no concurrency", "length is missing", "no measured", "fits"} {
		if !strings.Contains(r.Skipped[i].Why, want) {
			t.Errorf("row %s: %q, want %q", r.Skipped[i].Row, r.Skipped[i].Why, want)
		}
	}
}

// A model that only the given file knows goes into the design as its own
// architecture.
func TestModelsFromAFile(t *testing.T) {
	lib, err := cases.NewLibrary([]byte(`{"acme/Tiny-1B":{"layers":16,"hidden":2048,"heads":32,"kv_heads":8,"ffn_hidden":8192,"vocab":128256,"activation":"silu","source":"test"},
		"acme/Broken":{"layers":0}}`))
	if err != nil {
		t.Fatal(err)
	}
	in, err := cases.Read(strings.NewReader("engine,model_key,gpu,serving_mode,concurrency_or_batch,input_len,output_len,metric,measured\n" +
		"vllm,acme/Tiny-1B,L4,agg closed loop,1,100,100,tpot_ms,12\nvllm,acme/Broken,L4,agg closed loop,1,100,100,tpot_ms,12\n"))
	if err != nil {
		t.Fatal(err)
	}
	r := Inference(in, lib)
	// 2.5 GB of weights over 300 GB/s are 8.2 ms; overheads add to that.
	if r.Predicted != 1 || r.Skipped[0].Row != "row 2" || r.Groups[0].MAPE > 0.35 {
		t.Errorf("%+v", r)
	}
}

// A row that asks for more than is carried has a first token by its run's
// length; without it none, and says why.
func TestOnlineOverload(t *testing.T) {
	const head = "case_id,engine,model_key,gpu,tp,weight_precision,serving_mode,request_rate_qps,input_len,output_len,metric,measured\n"
	in, err := cases.Read(strings.NewReader(head +
		"a,vllm,Llama-2-7B,H100,1,fp16,online (500 requests),400,467,256,ttft_ms,5000\n" +
		"b,vllm,Llama-2-7B,H100,1,fp16,\"online (1,000 requests)\",400,467,256,ttft_ms,5000\n" +
		"c,vllm,Llama-2-7B,H100,1,fp16,online,400,467,256,ttft_ms,5000\n" +
		"d,vllm,Llama-2-7B,H100,1,fp16,online,1,467,256,ttft_ms,50\n"))
	if err != nil {
		t.Fatal(err)
	}
	var x [2]float64
	for i := range x {
		c, why := cases.ReadInference(in[i], nil)
		if why != "" {
			t.Fatal(why)
		}
		if x[i], why = c.Predict(&ai.Default); why != "" {
			t.Fatal(why)
		}
	}
	if x[0] < 1000 || math.Abs(x[1]/x[0]-2) > 0.1 {
		t.Errorf("first tokens of 500 and of 1000 requests: %v and %v ms", x[0], x[1])
	}
	r := Inference(in, nil)
	if r.Predicted != 3 || len(r.Skipped) != 1 || r.Skipped[0].Row != "c" || !strings.Contains(r.Skipped[0].Why, "expected the number of requests") {
		t.Errorf("%+v", r.Skipped)
	}
}

// Rows of engines, devices, spellings and columns we have not seen are
// predicted all the same.
func TestRowsFromElsewhere(t *testing.T) {
	const file = `power_w,engine,engine_version,model_key,gpu,tp,ep,weight_precision,kv_precision,serving_mode,concurrency_or_batch,request_rate_qps,input_len,output_len,metric,measured,unsaturated
1,LMDeploy TurboMind,9.9,Llama-2-7B,AMD Instinct MI300X,1,,w4a16-awq,fp8_e4m3,agg closed loop,8,,512,128,ttft_ms,60,1
2,tgi,3,mistralai/Mixtral-8x7B-v0.1,NVIDIA L40S,4,4,fp8_dynamic,,agg closed loop,16,,1000,200,tpot_ms,30,
3,vLLM,1.0,Qwen/Qwen3-30B-A3B,RTX PRO 6000 Blackwell,1,,nvfp4,,"online (poisson, 500 requests)",,2,1000,200,tpot_ms,12,
4,SGLang,,deepseek-ai/DeepSeek-V3,H20-96GB,8,8,fp8_block,,decode-only,64,,4096,1,throughput_tok_s,1500,
5,jetstream,0.2,meta-llama/Meta-Llama-3.1-8B,TPU v5e,4,,int8,,offline max throughput,,,1024,128,throughput_tok_s,2000,
6,MindIE,2,Llama-2-7B,Ascend 910B,1,,fp16,,prefill-only,1,,2048,,throughput_tok_s,9000,
7,vllm,0.9,Llama-2-7B,NVIDIA GB300 NVL72,1,,bf16,,static batch,8,,100,100,tgs_tokens_per_s_per_gpu,1000,
`
	in, err := cases.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	r := Inference(in, nil)
	if r.Predicted != 7 || len(r.Skipped) != 0 {
		t.Errorf("skipped %+v", r.Skipped)
	}
	for _, g := range []string{"ttft_ms unsaturated lmdeploy turbomind", "tpot_ms tgi", "tpot_ms online vllm", "throughput_tok_s jetstream"} {
		group(t, r, "engine", g)
	}
}

// sample is every nth line of a file of measurements, as cells.
func sample(t *testing.T, path string, nth int) (head []string, lines [][]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(all); i += nth {
		lines = append(lines, all[i])
	}
	return all[0], lines
}

// table writes lines with some of the columns, in an order.
func table(t *testing.T, head []string, lines [][]string, order []int) []cases.Row {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	pick := func(line []string) []string {
		out := make([]string, len(order))
		for i, k := range order {
			out[i] = line[k]
		}
		return out
	}
	_ = w.Write(pick(head))
	for _, l := range lines {
		_ = w.Write(pick(l))
	}
	w.Flush()
	r, err := cases.Read(strings.NewReader("\ufeff" + b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The order of rows and columns changes nothing.
func TestRowsAndColumnsInAnyOrder(t *testing.T) {
	for path, run := range map[string]func([]cases.Row, cases.Library) cases.Result{"testdata/inference.csv": Inference, "testdata/training.csv": Training} {
		head, lines := sample(t, path, 9)
		order := make([]int, len(head))
		for i := range order {
			order[i] = i
		}
		want := run(table(t, head, lines, order), nil)
		slices.Reverse(order)
		slices.Reverse(lines)
		for i := range lines { // and some more disorder
			j := i * 7 % len(lines)
			lines[i], lines[j] = lines[j], lines[i]
		}
		got := run(table(t, head, lines, order), nil)
		if got.N != want.N || got.Predicted != want.Predicted || len(got.Groups) != len(want.Groups) || want.Predicted == 0 {
			t.Fatalf("%s: %d of %d in %d groups, want %d of %d in %d", path, got.Predicted, got.N, len(got.Groups), want.Predicted, want.N, len(want.Groups))
		}
		for i, g := range got.Groups {
			w := want.Groups[i]
			if g.By != w.By || g.Name != w.Name || g.N != w.N || math.Abs(g.MAPE-w.MAPE) > 1e-12 || math.Abs(g.P90-w.P90) > 1e-12 {
				t.Errorf("%s: %+v, want %+v", path, g, w)
			}
		}
	}
}

// No prediction depends on where a row was published: every source renamed,
// the rows shuffled, each figure stays the same.
func TestSourcesChangeNothing(t *testing.T) {
	groups := func(r cases.Result) map[string]cases.Group {
		out := map[string]cases.Group{}
		for _, g := range r.Groups {
			if g.By != "source" {
				out[g.By+" "+g.Name] = g
			}
		}
		return out
	}
	for path, run := range map[string]func([]cases.Row, cases.Library) cases.Result{
		"testdata/inference.csv": Inference, "testdata/training.csv": Training, "testdata/training_single_node.csv": Training,
	} {
		head, lines := sample(t, path, 5)
		order := make([]int, len(head))
		for i := range order {
			order[i] = i
		}
		want := groups(run(table(t, head, lines, order), nil))
		column := slices.Index(head, "source")
		for i, l := range lines {
			l[column] = "a source, renamed " + strings.Repeat("x", i%7)
		}
		slices.Reverse(lines)
		for i := range lines {
			j := i * 13 % len(lines)
			lines[i], lines[j] = lines[j], lines[i]
		}
		got := groups(run(table(t, head, lines, order), nil))
		if len(got) != len(want) || len(want) == 0 {
			t.Fatalf("%s: %d groups, %d before", path, len(got), len(want))
		}
		for name, w := range want {
			g := got[name]
			if g.N != w.N || math.Abs(g.MAPE-w.MAPE) > 1e-12 || math.Abs(g.Median-w.Median) > 1e-12 {
				t.Errorf("%s, %s: %+v, before %+v", path, name, g, w)
			}
		}
	}
}

// A file without one of the columns is read all the same: every row is
// predicted or skipped with a reason.
func TestMissingColumns(t *testing.T) {
	for path, run := range map[string]func([]cases.Row, cases.Library) cases.Result{"testdata/inference.csv": Inference, "testdata/training.csv": Training} {
		head, lines := sample(t, path, 60)
		for gone := range head {
			if head[gone] == "measured" {
				continue
			}
			var order []int
			for i := range head {
				if i != gone {
					order = append(order, i)
				}
			}
			r := run(table(t, head, lines, order), nil)
			if r.Predicted+len(r.Skipped) != r.N {
				t.Errorf("%s without %s: %d predicted and %d skipped of %d", path, head[gone], r.Predicted, len(r.Skipped), r.N)
			}
			for _, s := range r.Skipped {
				if s.Row == "" || s.Why == "" {
					t.Errorf("%s without %s: skipped %+v", path, head[gone], s)
				}
			}
		}
	}
}
