package cases

import (
	"math"
	"strings"
	"testing"

	"weir/engine/ai"
)

func TestFabricInTheWordsOfSources(t *testing.T) {
	for words, want := range map[string][2]float64{
		"": {},
		"NVLink3 in node; 8x200G HDR IB per node (Selene)": {25e9, 0},
		"1600 Gbps node-node RoCE":                         {25e9, 0},
		"800 Gbps inter-node (repo config); NVLink3":       {12.5e9, 0},
		"NVLink; 400 Gb/s per GPU RDMA":                    {50e9, 0},
		"NVLink; 100 GbE":                                  {100e9 / 64, 0},
		"PCIe 4.0, no NVLink; 25 Gbps Ethernet":            {25e9 / 64, 31.5e9},
		"PCIe Gen5 only; 2x100G RoCE":                      {25e9 / 8, 63e9},
		"no fabric known":                                  {},
		"4 × 200 Gb/s EFA":                                 {12.5e9, 0},
		"NVLink4 900 GB/s; 400 GB/s per node":              {50e9, 0},
	} {
		nic, link := fabric(words, 8)
		for what, x := range map[string][2]float64{"network": {nic, want[0]}, "interconnect": {link, want[1]}} {
			if math.Abs(x[0]-x[1]) > 1e-6*x[1] {
				t.Errorf("%q: %s %g B/s, want %g", words, what, x[0], x[1])
			}
		}
	}
}

// Rows of other sources and groups are read by the same conventions; missing
// columns and blank cells mean what the README of the cases says.
func TestOtherTrainingRows(t *testing.T) {
	for name, c := range map[string]struct {
		head, row string
		stack     ai.Stack
		zero      int
		waits     bool
	}{
		"few columns": {
			"group,gate,layers,hidden,heads,seq_len,gpu,num_gpus,tp,pp,microbatch,global_batch,metric,measured",
			"new-group,1,24,2304,24,2048,A100-SXM-80GB,32,1,1,16,512,tflops_per_gpu,137", ai.Megatron2021, 0, false,
		},
		"ZeRO-3 of 2021": {
			"group,gate,layers,hidden,heads,seq_len,gpu,num_gpus,dp,microbatch,global_batch,recompute,sharding,metric,measured,as_of",
			"z,1,96,12288,96,2048,A100-SXM-80GB,384,384,4,1536,full,ZeRO-3,tflops_per_gpu,144,2021-04", ai.Megatron2021, 3, false,
		},
		"ZeRO-3 without overlap": {
			"group,gate,layers,hidden,heads,seq_len,gpu,num_gpus,dp,microbatch,global_batch,recompute,sharding,metric,measured,notes",
			"z,1,96,12288,96,2048,A100-SXM-80GB,384,384,4,1536,full,ZeRO-3,tflops_per_gpu,144,non-overlapping communication", ai.Megatron2021, 3, true,
		},
		"FSDP of anyone": {
			"group,gate,model,seq_len,gpu,num_gpus,dp,microbatch,global_batch,sharding,metric,measured",
			"x,1,Llama-3.1 8B,4096,A100-SXM-80GB,8,8,1,64,FSDP FULL_SHARD,tokens_per_s_per_gpu,3000", ai.FSDP, 3, false,
		},
		"today's kernels on A100": {
			"group,gate,model,seq_len,gpu,num_gpus,dp,microbatch,global_batch,metric,measured,notes",
			"x,1,Llama-3.1 8B,4096,A100-SXM-80GB,8,8,1,64,tokens_per_s_per_gpu,3000,FlashAttention-2", ai.MegatronCore, 1, false,
		},
	} {
		rows, err := Read(strings.NewReader(c.head + "\n" + c.row + "\n"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, why := ReadTraining(rows[0], nil)
		if why != "" {
			t.Errorf("%s: %s", name, why)
			continue
		}
		p := got.Plan.Resolved()
		if p.Stack != c.stack || p.ZeRO != c.zero || p.NoOverlap != c.waits {
			t.Errorf("%s: %s, ZeRO %d, waits %t; want %s, %d, %t", name, p.Stack, p.ZeRO, p.NoOverlap, c.stack, c.zero, c.waits)
		}
		if got.Predict(&ai.TrainingDefault) <= 0 {
			t.Errorf("%s: no prediction", name)
		}
	}
}
