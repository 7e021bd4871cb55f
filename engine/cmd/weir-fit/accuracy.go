package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"slices"

	"weir/engine/ai"
	"weir/engine/ai/cases"
)

// figure is one row of the accuracy table: a group of the validation and its
// name for the reader.
type figure struct {
	figure, class, by, group string
	label                    ai.Text
}

var shown = []figure{
	{"tpot", "dense", "family", "tpot_ms dense", ai.Text{EN: "TPOT, dense models", ZH: "TPOT，稠密模型"}},
	{"tpot", "moe", "family", "tpot_ms moe", ai.Text{EN: "TPOT, mixture models", ZH: "TPOT，混合专家模型"}},
	{"tpot_disaggregated", "dense", "family", "tpot_ms disagg dense", ai.Text{EN: "TPOT, disaggregated, dense models", ZH: "TPOT，预填充/解码分离，稠密模型"}},
	{"tpot_disaggregated", "moe", "family", "tpot_ms disagg moe", ai.Text{EN: "TPOT, disaggregated, mixture models", ZH: "TPOT，预填充/解码分离，混合专家模型"}},
	{"ttft", "vllm", "engine", "ttft_ms unsaturated vllm", ai.Text{EN: "TTFT, vLLM, not saturated", ZH: "TTFT，vLLM，未饱和"}},
	{"ttft", "tensorrt-llm", "engine", "ttft_ms unsaturated trtllm", ai.Text{EN: "TTFT, TensorRT-LLM, not saturated", ZH: "TTFT，TensorRT-LLM，未饱和"}},
	{"ttft", "sglang", "engine", "ttft_ms unsaturated sglang", ai.Text{EN: "TTFT, SGLang, not saturated", ZH: "TTFT，SGLang，未饱和"}},
	{"ttft_saturated", "all", "metric", "ttft_ms saturated", ai.Text{EN: "TTFT, saturated", ZH: "TTFT，已饱和"}},
	{"ttft_disaggregated", "all", "metric", "ttft_ms disagg", ai.Text{EN: "TTFT, disaggregated, not saturated", ZH: "TTFT，预填充/解码分离，未饱和"}},
	{"ttft_online", "dense", "family", "ttft_ms online dense", ai.Text{EN: "TTFT at a request rate", ZH: "TTFT，按请求速率"}},
	{"tpot_online", "dense", "family", "tpot_ms online dense", ai.Text{EN: "TPOT at a request rate", ZH: "TPOT，按请求速率"}},
	{"throughput", "dense", "family", "throughput_tok_s dense", ai.Text{EN: "Offline throughput, dense models", ZH: "离线吞吐，稠密模型"}},
	{"throughput", "moe", "family", "throughput_tok_s moe", ai.Text{EN: "Offline throughput, mixture models", ZH: "离线吞吐，混合专家模型"}},
	{"throughput_device", "h100-sxm", "gpu", "throughput_tok_s H100", ai.Text{EN: "Offline throughput, H100", ZH: "离线吞吐，H100"}},
	{"throughput_device", "h200", "gpu", "throughput_tok_s H200", ai.Text{EN: "Offline throughput, H200", ZH: "离线吞吐，H200"}},
	{"throughput_family", "h100-sxm moe", "gpu", "throughput_tok_s H100 moe", ai.Text{EN: "Offline throughput, H100, mixture models", ZH: "离线吞吐，H100，混合专家模型"}},
	{"throughput_family", "h200 moe", "gpu", "throughput_tok_s H200 moe", ai.Text{EN: "Offline throughput, H200, mixture models", ZH: "离线吞吐，H200，混合专家模型"}},
	{"throughput_device", "gh200", "gpu", "throughput_tok_s GH200", ai.Text{EN: "Offline throughput, GH200", ZH: "离线吞吐，GH200"}},
	{"throughput_device", "a100-80", "gpu", "throughput_tok_s A100", ai.Text{EN: "Offline throughput, A100", ZH: "离线吞吐，A100"}},
	{"throughput_device", "l40s", "gpu", "throughput_tok_s L40S", ai.Text{EN: "Offline throughput, L40S", ZH: "离线吞吐，L40S"}},
	{"throughput_device", "b200", "gpu", "throughput_tok_s B200", ai.Text{EN: "Offline throughput, B200", ZH: "离线吞吐，B200"}},
	{"throughput_device", "gb200", "gpu", "throughput_tok_s GB200", ai.Text{EN: "Offline throughput, GB200", ZH: "离线吞吐，GB200"}},
	{"iteration", "dense", "family", "iteration dense", ai.Text{EN: "Training step, dense models", ZH: "训练迭代，稠密模型"}},
	{"iteration", "moe", "family", "iteration moe", ai.Text{EN: "Training step, mixture models", ZH: "训练迭代，混合专家模型"}},
}

// peers is what other tools are published to reach, or were measured to.
var peers = []ai.Peer{
	{Name: "Vidur", Figure: ai.Text{EN: "request latency, profiled models", ZH: "请求延迟（已剖析的模型）"}, Error: ai.Text{EN: "< 9 % claimed; TPOT 17 %, TTFT 23 % measured by a rival (2 cases)", ZH: "自称 < 9 %；第三方实测 TPOT 17 %、TTFT 23 %（2 例）"}, Source: "MLSys 2024; inference-sim error_records.csv"},
	{Name: "aiconfigurator", Figure: ai.Text{EN: "TPOT and TTFT, vLLM on H100", ZH: "TPOT 与 TTFT，H100 上的 vLLM"}, Error: ai.Text{EN: "TPOT 20 %, TTFT 853 % measured by a rival", ZH: "第三方实测 TPOT 20 %、TTFT 853 %"}, Source: "inference-sim error_records.csv@f90a1e3"},
	{Name: "BLIS", Figure: ai.Text{EN: "end-to-end latency; TPOT and TTFT", ZH: "端到端延迟；TPOT 与 TTFT"}, Error: ai.Text{EN: "6.5 % H100, 16 % A100, 13 % L40S (median) claimed; TPOT 25 %, TTFT 25 % in its own records", ZH: "自称中位数 H100 6.5 %、A100 16 %、L40S 13 %；其记录中 TPOT 25 %、TTFT 25 %"}, Source: "inference-sim@f90a1e3"},
	{Name: "InferSim", Figure: ai.Text{EN: "throughput, 3 models", ZH: "吞吐，3 个模型"}, Error: ai.Text{EN: "8.6 % over its 6 points", ZH: "其 6 个数据点上 8.6 %"}, Source: "alibaba/InferSim@f2293da"},
	{Name: "Pure roofline", Figure: ai.Text{EN: "TPOT, same kind of rows", ZH: "TPOT，同类数据"}, Error: ai.Text{EN: "64 %", ZH: "64 %"}, Source: "computed on the public rows"},
	{Name: "vTrain", Figure: ai.Text{EN: "training step, its own runs", ZH: "训练迭代，其自有数据"}, Error: ai.Text{EN: "8.4 % single node, 14.7 % several nodes", ZH: "单机 8.4 %，多机 14.7 %"}, Source: "MICRO 2024, arXiv 2312.12391"},
	{Name: "Calculon", Figure: ai.Text{EN: "training step, Megatron runs", ZH: "训练迭代，Megatron 数据"}, Error: ai.Text{EN: "3.7 % on its 8 runs; 10.8 to 12.9 % on other published A100 runs", ZH: "其 8 例 3.7 %；其他公开 A100 数据 10.8–12.9 %"}, Source: "SC 2023; calculon@caa4b11 run unchanged"},
	{Name: "Proteus", Figure: ai.Text{EN: "training step", ZH: "训练迭代"}, Error: ai.Text{EN: "3.0 % average, mostly older networks", ZH: "平均 3.0 %，多为早期网络"}, Source: "TPDS 2024"},
}

// accuracyTable gathers the table from a fit and its leave-one-model-out runs.
func accuracyTable(serve []*cases.Inference, train []*cases.Training, fit, unseen []cases.Group, terms []ai.Term) *ai.Accuracy {
	a := &ai.Accuracy{Peers: peers, Terms: terms}
	for _, s := range shown {
		g, ok := find(fit, s.by, s.group)
		if !ok {
			continue
		}
		c := ai.Class{Figure: s.figure, Class: s.class, Label: s.label, N: g.N, Mean: round(g.MAPE), Median: round(g.Median), P90: round(g.P90)}
		if u, ok := find(unseen, s.by, s.group); ok {
			c.UnseenMean, c.UnseenP90 = round(u.MAPE), round(u.P90)
		}
		a.Classes = append(a.Classes, c)
	}
	a.Classes = append(a.Classes, clusters(train)...)
	for _, g := range fit {
		if g.By != "group" {
			continue
		}
		c := ai.Class{Figure: "iteration_set", Class: g.Name, Label: ai.Text{EN: "Training step, " + g.Name, ZH: "训练迭代，" + g.Name},
			N: g.N, Mean: round(g.MAPE), Median: round(g.Median), P90: round(g.P90)}
		if u, ok := find(unseen, "group", g.Name); ok {
			c.UnseenMean, c.UnseenP90 = round(u.MAPE), round(u.P90)
		}
		a.Classes = append(a.Classes, c)
	}
	for _, c := range serve {
		a.Models = include(a.Models, c.ModelKey)
		a.Devices = include(a.Devices, c.Deploy.Device.ID)
		a.Engines = include(a.Engines, string(c.Deploy.Engine))
	}
	a.Cells, a.Reaches = envelope(serve)
	slices.Sort(a.Models)
	slices.Sort(a.Devices)
	slices.Sort(a.Engines)
	a.Rows = len(serve)
	for _, c := range train {
		if c.Gate {
			a.Rows++
			a.TrainingDevices = include(a.TrainingDevices, c.Plan.Device.ID)
		}
	}
	slices.Sort(a.TrainingDevices)
	return a
}

func find(groups []cases.Group, by, name string) (cases.Group, bool) {
	for _, g := range groups {
		if g.By == by && g.Name == name {
			return g, true
		}
	}
	return cases.Group{}, false
}

func include(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// round keeps a tenth of a percent.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }

// writeAccuracy writes the table, an object a line: it goes into the browser's
// program, and differences must be readable.
func writeAccuracy(path string, a *ai.Accuracy) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(a); err != nil {
		return err
	}
	return os.WriteFile(path, bytes.ReplaceAll(b.Bytes(), []byte("},{"), []byte("},\n{")), 0o644)
}
