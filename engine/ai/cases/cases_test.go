package cases

import (
	"math"
	"strings"
	"testing"

	"weir/engine/ai"
)

func row(t *testing.T, head, cells string) Row {
	t.Helper()
	rows, err := Read(strings.NewReader(head + "\n" + cells + "\n"))
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %d rows", err, len(rows))
	}
	return rows[0]
}

func TestReadToleratesTheWorld(t *testing.T) {
	rows, err := Read(strings.NewReader("\ufeffCase_ID,Measured,notes\n\na,\"1,234.5\",\"says \"\"so\"\"\"\nb\n"))
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, %d rows", err, len(rows))
	}
	if x, ok := rows[0].Num("measured"); !ok || x != 1234.5 || rows[0].Text("notes") != `says "so"` || rows[0].ID != "a" {
		t.Errorf("%v %v", x, rows[0])
	}
	if _, ok := rows[1].Num("measured"); ok || rows[1].Text("nosuch") != "" {
		t.Error("a short row has a measurement")
	}
	if _, err := Read(strings.NewReader("a,b\n1,2\n")); err == nil {
		t.Error("a file without measurements is read")
	}
}

func TestEngines(t *testing.T) {
	for _, c := range []struct {
		name, version string
		want          ai.Engine
	}{
		{"vllm", "0.18.0", ai.VLLM}, {"SGLang", "", ai.SGLang}, {"trtllm", "0.8.1.post2", ai.TensorRT}, {"trtllm", "1.2.0rc6", ai.TensorRT},
		{"TensorRT-LLM", "0.17", ai.TensorRTCompiled}, {"TensorRT-LLM + Triton", "0.14", ai.TensorRTCompiled}, {"LMDeploy TurboMind", "0.1", ai.Generic},
	} {
		if e, _ := engineOf(c.name, c.version, false); e != c.want {
			t.Errorf("%s %s is %s, want %s", c.name, c.version, e, c.want)
		}
	}
}

const servingHead = "engine,engine_version,model_key,gpu,tp,ep,dp,moe_tp,weight_precision,moe_precision,serving_mode,concurrency_or_batch,input_len,output_len,metric,measured,source"

func TestSquaredRanks(t *testing.T) {
	c, why := ReadInference(row(t, servingHead, "trtllm,1.0,deepseek-ai/DeepSeek-V3,B200,1,8,64,8,fp8,fp8,agg closed loop,256,1024,1024,tpot_ms,20,aiconfigurator"), nil)
	if why != "" {
		t.Fatal(why)
	}
	if d := c.Deploy; d.DP != 8 || d.EP != 8 || d.MoETP != 1 {
		t.Errorf("dp %d ep %d moe_tp %d", d.DP, d.EP, d.MoETP)
	}
	if c.Load.In.Mean != 1024*benchmarkLengths || c.Family != "moe" {
		t.Errorf("lengths %v, family %s", c.Load.In, c.Family)
	}
}

// Spreadsheets write whole numbers with a point.
func TestWholeNumbersWithAPoint(t *testing.T) {
	c, why := ReadInference(row(t, servingHead+",unsaturated", "vllm,0.15,Llama-2-7B,H100,2.0,1.0,1.0,,fp16,,agg closed loop,4.0,128.0,128.0,ttft_ms,20.0,x,1.0"), nil)
	if why != "" || c.Deploy.TP != 2 || !c.Unsaturated {
		t.Errorf("%s %+v", why, c)
	}
	run, why := ReadTraining(row(t, trainingHead, "any,1.0,anywhere,Llama-2 7B,Llama-2-7B,,,,,4096.0,H100,8.0,1.0,1.0,8.0,1.0,8.0,FSDP2,bf16,2025,iter_time_s,1,"), nil)
	if why != "" || !run.Gate || run.Plan.DP != 8 {
		t.Errorf("%s %+v", why, run)
	}
}

func TestDisaggregatedRow(t *testing.T) {
	const head = servingHead + ",prefill_workers,prefill_tp,prefill_dp,prefill_ep,decode_workers,decode_tp,decode_dp,decode_ep"
	c, why := ReadInference(row(t, head, "sglang,0.5,deepseek-ai/DeepSeek-V3,GB200,1,1,4,,nvfp4,nvfp4,disagg closed loop,64,1024,1024,tpot_ms,14,x,1,1,4,1,2,1,4,4"), nil)
	if why != "" {
		t.Fatal(why)
	}
	x := c.Deploy.Disaggregated
	if x == nil || x.DecodeWorkers != 2 || x.PrefillDP != 4 || c.Deploy.EP != 4 || c.Deploy.Devices() != 12 {
		t.Errorf("%+v on %d devices", c.Deploy, c.Deploy.Devices())
	}
}

// A TFLOP/s becomes seconds by the definition its source states.
func TestTrainingSeconds(t *testing.T) {
	const head = "group,gate,source,model,layers,hidden,heads,vocab,seq_len,gpu,num_gpus,tp,pp,dp,microbatch,global_batch,recompute,metric,measured,flops_definition,as_of,notes"
	c, why := ReadTraining(row(t, head, "narayanan-t1,1,arXiv:2104.04473,GPT 1.7B,24,2304,24,51200,2048,A100-SXM-80GB,32,1,1,32,16,512,full,tflops_per_gpu,137,hardware FLOPs,2021-04,"), nil)
	if why != "" {
		t.Fatal(why)
	}
	if math.Abs(c.Seconds/3.528-1) > 0.005 { // the published step time
		t.Errorf("%v s, want 3.528", c.Seconds)
	}
	if c.Plan.Stack != ai.Megatron2021 || c.Plan.Recompute != ai.FullRecompute || !c.Gate {
		t.Errorf("%+v", c.Plan)
	}
	c, why = ReadTraining(row(t, head, "bridge-h100-dense,1,NVIDIA-NeMo/Megatron-Bridge (26.06 NeMo Container),Llama-3 70B,,,,,4096,H100-SXM-80GB,8,2,4,,1,32,,tokens_per_s_per_gpu,2643,,2026-06,LoRA Performance"), nil)
	if why != "" {
		t.Fatal(why)
	}
	if !c.Plan.LoRA || c.Plan.EarlyMoE || c.Plan.Precision != ai.FP8 || c.Plan.Virtual != 10 || c.ModelKey != "meta-llama/Meta-Llama-3.1-70B" {
		t.Errorf("%+v", c)
	}
}

func TestSummary(t *testing.T) {
	g := Summarise([]Scored{{Predicted: 1.1, Measured: 1}, {Predicted: .8, Measured: 1}, {Predicted: 1.3, Measured: 1}})
	for what, x := range map[string][2]float64{"mean": {g.MAPE, .2}, "median": {g.Median, .2}, "p90": {g.P90, .28}, "bias": {g.Bias, .2 / 3}} {
		if math.Abs(x[0]-x[1]) > 1e-9 {
			t.Errorf("%s %v, want %v", what, x[0], x[1])
		}
	}
}
