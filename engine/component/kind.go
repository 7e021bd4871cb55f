// Package component is the registry of node kinds. A kind is one Go value:
// what it is called, how it looks, its ports and parameters, and its model.
// Palette, inspector, validation, JSON schema, command-line help and
// documentation all come from that value.
package component

import (
	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// Text is a name or sentence in both languages.
type Text = diagnostic.Text

// Family groups kinds in the palette, in this order.
type Family string

// The families.
const (
	Sources     Family = "sources"
	Network     Family = "network"
	Storage     Family = "storage"
	Processing  Family = "processing"
	AI          Family = "ai"
	Scheduling  Family = "scheduling"
	Reliability Family = "reliability"
	Sinks       Family = "sinks"
)

// Families lists the families in palette order with their names.
var Families = []struct {
	ID   Family
	Name Text
}{
	{Sources, Text{EN: "Sources", ZH: "数据源"}},
	{Network, Text{EN: "Network", ZH: "网络"}},
	{Storage, Text{EN: "Storage", ZH: "存储"}},
	{Processing, Text{EN: "Processing", ZH: "处理"}},
	{AI, Text{EN: "AI compute", ZH: "AI 计算"}},
	{Scheduling, Text{EN: "Scheduling", ZH: "调度"}},
	{Reliability, Text{EN: "Reliability", ZH: "可靠性"}},
	{Sinks, Text{EN: "Sinks", ZH: "输出"}},
}

// PortType says what flows through a port; it colours the port.
type PortType string

// The port types. Any on a passing port (link, balancer, queue) takes and
// gives whatever arrives.
const (
	Request PortType = "request" // interactive work that is waited for
	Vector  PortType = "vector"  // embeddings, tensors, samples ready for compute
	Records PortType = "records" // bytes at rest or in bulk: files, logs, rows
	Any     PortType = "any"
)

// Port is a named place where edges end.
type Port struct {
	Name    string
	Label   Text
	Type    PortType   // what an out port gives
	Accepts []PortType // what an in port takes; empty = only Type
}

// Param is one parameter of a kind.
type Param struct {
	Key       string
	Label     Text
	Help      Text
	Section   Text               // heading in the inspector
	Dimension quantity.Dimension // quantity.None for counts, ratios and choices
	Default   quantity.Value
	Min, Max  float64  // in SI; both 0 = unbounded
	Integer   bool     // whole numbers only
	Choices   []Choice // closed set
	Catalog   string   // "model", "device", "host", "tier", "link": choices come from the catalogue; "class", "node": from the design
	Length    int      // > 0: a list of so many numbers
	PerClass  bool     // "key.class" beside "key" sets it for one class of work
	Vary      bool     // an optimiser may vary it
	Advanced  bool     // folded away at first
}

// Choice is one value of a closed set.
type Choice struct {
	Value string
	Label Text
}

// Kind is one node kind.
type Kind struct {
	ID      string // "ai.inference"; stable
	Family  Family
	Icon    string // name of an icon in web/icons
	Name    Text   // "LLM inference"
	Summary Text   // one line for the palette
	Doc     Text   // a paragraph: what it models, how, what it leaves out
	In, Out []Port
	Params  []Param
	Alone   bool      // makes sense without wires
	Card    [2]string // keys of the two parameters or figures shown on the card

	bind   func(*Params) Model
	schema schema
}
