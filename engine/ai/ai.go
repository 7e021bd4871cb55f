// Package ai predicts what neural networks do on accelerators: serving large
// language models, training them, and running encoders and other networks by
// a roofline. It is pure functions of numbers: a deployment and a load in,
// figures out, no table of measurements and no case-by-case constant.
//
// The constants (file constants.go) are few, named, and have a meaning: they
// are global, per device class, or per engine, and one command refits them
// (command weir-fit). Every figure comes with an error band for its class of case,
// and says when the case lies outside what published measurements cover.
//
// Units are SI: seconds, bytes, FLOP, watts. Tokens and sequences are counts.
package ai

import (
	"strings"

	"weir/engine/diagnostic"
)

// Text is a sentence in both languages.
type Text = diagnostic.Text

// Precision is how numbers are stored, and where the device can, computed.
// The empty Precision means "what the engine would take".
type Precision string

// The precisions. FP8Block is FP8 with block scales (DeepSeek's format).
// MXFP4 and INT4 are 4-bit weights, and NVFP4 is too where the device has no
// FP4 unit: stored small, computed in 16 bits.
const (
	BF16     Precision = "bf16"
	FP16     Precision = "fp16"
	FP8      Precision = "fp8"
	FP8Block Precision = "fp8_block"
	INT8     Precision = "int8"
	NVFP4    Precision = "nvfp4"
	MXFP4    Precision = "mxfp4"
	INT4     Precision = "int4"
)

// Precisions lists the precisions with their names, widest first.
var Precisions = []struct {
	ID    Precision
	Label Text
}{
	{BF16, Text{EN: "BF16", ZH: "BF16"}},
	{FP16, Text{EN: "FP16", ZH: "FP16"}},
	{FP8, Text{EN: "FP8", ZH: "FP8"}},
	{FP8Block, Text{EN: "FP8, block scales", ZH: "FP8（分块缩放）"}},
	{INT8, Text{EN: "INT8", ZH: "INT8"}},
	{NVFP4, Text{EN: "NVFP4", ZH: "NVFP4"}},
	{MXFP4, Text{EN: "MXFP4 (weights)", ZH: "MXFP4（仅权重）"}},
	{INT4, Text{EN: "INT4 (weights)", ZH: "INT4（仅权重）"}},
}

// ParsePrecision understands the spellings of engines and papers ("fp4",
// "float8", "int4_wo", "w4a16"). Unknown words give "" and false.
func ParsePrecision(s string) (Precision, bool) {
	switch strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(s))) {
	case "":
		return "", true
	case "bf16", "bfloat16", "amp_bf16":
		return BF16, true
	case "fp16", "float16", "half":
		return FP16, true
	case "fp8", "float8", "fp8_static", "fp8_per_tensor", "mxfp8":
		return FP8, true
	case "fp8_block", "fp8_blockwise", "block_fp8":
		return FP8Block, true
	case "int8", "w8a8", "w8a8_int8":
		return INT8, true
	case "nvfp4", "fp4":
		return NVFP4, true
	case "mxfp4", "w4a16_mxfp4", "w4a8_mxfp4_mxfp8":
		return MXFP4, true
	case "int4", "int4_wo", "w4a16", "awq", "gptq":
		return INT4, true
	}
	return "", false
}

// GuessPrecision reads a spelling ParsePrecision does not know by what it
// contains ("fp8_e4m3_dynamic", "w4a16_gptq_marlin", "compressed-tensors-int8").
func GuessPrecision(s string) (Precision, bool) {
	if p, ok := ParsePrecision(s); ok {
		return p, true
	}
	s = strings.ToLower(s)
	for _, x := range []struct {
		has string
		is  Precision
	}{
		{"mxfp4", MXFP4}, {"fp4", NVFP4}, {"block", FP8Block}, {"fp8", FP8}, {"e4m3", FP8}, {"e5m2", FP8}, {"float8", FP8},
		{"w4", INT4}, {"int4", INT4}, {"4bit", INT4}, {"w8", INT8}, {"int8", INT8}, {"bf16", BF16}, {"fp16", FP16}, {"16", BF16},
	} {
		if strings.Contains(s, x.has) {
			return x.is, true
		}
	}
	return "", false
}

// Bytes is the bytes one weight takes, block scales included: 4.5 bits for
// NVFP4 (an FP8 scale for 16), 4.25 for MXFP4 and INT4 (8 bits for 32).
func (p Precision) Bytes() float64 {
	switch p {
	case FP8, FP8Block, INT8:
		return 1
	case NVFP4:
		return 0.5625
	case MXFP4, INT4:
		return 0.53125
	}
	return 2
}

// Engine is a serving program; each has its own constants for what the host
// and the scheduler cost.
type Engine string

// The engines. Generic is the mean of the others, for what is not listed.
const (
	VLLM             Engine = "vllm"
	SGLang           Engine = "sglang"
	TensorRT         Engine = "tensorrt-llm"
	TensorRTCompiled Engine = "tensorrt-llm-compiled"
	Generic          Engine = "generic"
)

// Engines lists the engines with their names.
var Engines = []struct {
	ID    Engine
	Label Text
}{
	{VLLM, Text{EN: "vLLM", ZH: "vLLM"}},
	{SGLang, Text{EN: "SGLang", ZH: "SGLang"}},
	{TensorRT, Text{EN: "TensorRT-LLM", ZH: "TensorRT-LLM"}},
	{TensorRTCompiled, Text{EN: "TensorRT-LLM (compiled engines)", ZH: "TensorRT-LLM（编译引擎）"}},
	{Generic, Text{EN: "Other engine", ZH: "其他引擎"}},
}

// Finding is what a deployment or a training plan has wrong, and what would
// work. The caller turns it into a diagnostic at the parameter's place.
type Finding struct {
	Code     string // stable: "llm.memory", "llm.tp", …
	Severity diagnostic.Severity
	Param    string // key of the parameter it is about, "" = the whole
	Message  Text
	Fix      *Fix // one change that cures it, if there is one
}

// Fix is a parameter and the number or word it should have.
type Fix struct {
	Param string
	Value any // float64 or string
	Label Text
}

// Bound is what limits a phase.
type Bound string

// The bounds.
const (
	Compute Bound = "compute" // arithmetic
	HBM     Bound = "hbm"     // memory bandwidth
	Network Bound = "network" // collectives between devices
	Launch  Bound = "launch"  // host, kernel launches, scheduling
)

// Figure is a predicted number with its relative error band: the true value
// lies within value·(1 ± Band) for nine of ten comparable published
// measurements. Band 0 means exact.
type Figure struct {
	Value float64
	Band  float64
}
