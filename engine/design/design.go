// Package design is the document: what a user draws and what a file or a
// link carries. It decodes, checks the shape of, and encodes designs; what a
// design means is the business of packages component and flow.
//
// A *Node, *Edge, *Pool, *Class, *Group or *Note that stands in a Design is
// never changed again: an edit puts a new value in its place. So two designs
// may share parts, and an unchanged pointer means an unchanged part; undo
// and incremental evaluation rest on that.
package design

import (
	"weir/engine/quantity"
)

// Version is the only document version there is so far.
const Version = 1

// Limits of a design. Beyond them Decode answers ErrLimit.
const (
	MaxNodes   = 10_000
	MaxEdges   = 40_000
	MaxClasses = 64
	MaxBytes   = 4 << 20
	MaxName    = 200     // characters of a name or an id
	MaxParts   = 10_000  // pools, groups, notes, objectives, scenarios, of each
	MaxParams  = 1_000   // parameters of one part
	MaxValues  = 250_000 // values of parameters in all, list items included
)

// Design is one document.
type Design struct {
	Weir       int                  `json:"weir"`
	Title      string               `json:"title,omitempty"`
	Settings   Settings             `json:"settings,omitempty"`
	Classes    map[string]*Class    `json:"classes,omitempty"`
	Pools      map[string]*Pool     `json:"pools,omitempty"`
	Nodes      map[string]*Node     `json:"nodes,omitempty"`
	Edges      map[string]*Edge     `json:"edges,omitempty"`
	Objectives []Objective          `json:"objectives,omitempty"`
	Scenarios  map[string]*Scenario `json:"scenarios,omitempty"`
	Groups     map[string]*Group    `json:"groups,omitempty"`
	Notes      map[string]*Note     `json:"notes,omitempty"`
}

// Settings hold what is true of the whole design. Quantities are strings
// with units, as everywhere in the document.
type Settings struct {
	Currency      string                    `json:"currency,omitempty"`        // "USD" (default) or "CNY": for display
	FX            map[string]Rate           `json:"fx,omitempty"`              // units of a currency per US dollar
	HoursPerMonth *float64                  `json:"hours_per_month,omitempty"` // how long rented things run; default 730
	Electricity   quantity.Value            `json:"electricity,omitempty"`     // "$0.10/kWh"
	PUE           *float64                  `json:"pue,omitempty"`             // power usage effectiveness, >= 1
	Carbon        quantity.Value            `json:"carbon,omitempty"`          // "0.4 kg/kWh"
	Region        string                    `json:"region,omitempty"`
	Prices        map[string]quantity.Value `json:"prices,omitempty"` // the design's own price book: catalogue key -> price
	Allocation    *Allocation               `json:"allocation,omitempty"`
}

// Rate is an exchange rate with its source.
type Rate struct {
	PerUSD float64 `json:"per_usd"`
	AsOf   string  `json:"as_of,omitempty"`
	Source string  `json:"source,omitempty"`
}

// Allocation pins the reference values of the allocation objective, so that
// J compares designs. nil = not pinned yet.
type Allocation struct {
	D0 *float64            `json:"D0"`
	L0 map[string]*float64 `json:"L0,omitempty"` // by kind: compute, storage, network
}

// Class is one kind of work item.
type Class struct {
	Name      string  `json:"name,omitempty"`
	Format    string  `json:"format,omitempty"`
	Size      *Spread `json:"size,omitempty"`       // bytes
	TokensIn  *Spread `json:"tokens_in,omitempty"`  // tokens
	TokensOut *Spread `json:"tokens_out,omitempty"` // tokens
}

// Spread is a distribution by its mean and squared coefficient of variation.
type Spread struct {
	Mean quantity.Value `json:"mean"`
	SCV  float64        `json:"scv,omitempty"`
}

// Pool is a finite resource that nodes draw on.
type Pool struct {
	Name   string                    `json:"name,omitempty"`
	Kind   string                    `json:"kind"` // compute, storage, network
	Device string                    `json:"device,omitempty"`
	Units  quantity.Value            `json:"units,omitempty"`
	Params map[string]quantity.Value `json:"params,omitempty"`
}

// Node is one part of the pipeline.
type Node struct {
	Kind     string                    `json:"kind"`
	Name     string                    `json:"name,omitempty"`
	At       [2]float64                `json:"at"` // position on the canvas, world pixels
	Params   map[string]quantity.Value `json:"params,omitempty"`
	Pool     *Draw                     `json:"pool,omitempty"`
	Bypassed bool                      `json:"bypassed,omitempty"` // work passes through untouched at no cost
	Locked   bool                      `json:"locked,omitempty"`   // the canvas does not move it
	Vary     map[string]Range          `json:"vary,omitempty"`     // parameters a search may change
}

// Draw is what a node takes from a pool: whole units or a share, not both.
type Draw struct {
	ID    string   `json:"id"`
	Units *float64 `json:"units,omitempty"`
	Share *float64 `json:"share,omitempty"` // 0..1
}

// Range bounds a parameter that a search may vary.
type Range struct {
	Min    quantity.Value   `json:"min,omitempty"`
	Max    quantity.Value   `json:"max,omitempty"`
	Values []quantity.Value `json:"values,omitempty"`
}

// End is one end of an edge, written ["node","port"].
type End [2]string

// Node returns the id of the node the end is on.
func (e End) Node() string { return e[0] }

// Port returns the name of the port the end is on.
func (e End) Port() string { return e[1] }

// Edge carries work from a port to a port.
type Edge struct {
	From    End            `json:"from"`
	To      End            `json:"to"`
	Classes []string       `json:"classes,omitempty"` // empty = every class
	Weight  quantity.Value `json:"weight,omitempty"`  // for splits; default 1
	Async   bool           `json:"async,omitempty"`   // what follows is not waited for
	Link    *Link          `json:"link,omitempty"`    // makes the edge a station of its own
}

// Link is the wire of an edge.
type Link struct {
	Bandwidth quantity.Value `json:"bandwidth,omitempty"` // "100 Gbit/s"
	Latency   quantity.Value `json:"latency,omitempty"`   // "50 us", one way
	Loss      *float64       `json:"loss,omitempty"`      // ratio of packets lost
	Protocol  string         `json:"protocol,omitempty"`
	Pool      string         `json:"pool,omitempty"`
}

// Objective bounds a metric.
type Objective struct {
	Metric string         `json:"metric"` // latency_p99, cost_per_month, availability, headroom, …
	Class  string         `json:"class,omitempty"`
	Node   string         `json:"node,omitempty"`
	Min    quantity.Value `json:"min,omitempty"`
	Max    quantity.Value `json:"max,omitempty"`
	Weight *float64       `json:"weight,omitempty"`
}

// Scenario is a named set of parameter overrides, keyed "node.param".
type Scenario struct {
	Name string                    `json:"name,omitempty"`
	Set  map[string]quantity.Value `json:"set,omitempty"`
}

// Group is a frame around nodes.
type Group struct {
	Name      string   `json:"name,omitempty"`
	Nodes     []string `json:"nodes,omitempty"`
	Groups    []string `json:"groups,omitempty"` // groups inside this one
	Collapsed bool     `json:"collapsed,omitempty"`
}

// Note is a comment on the canvas.
type Note struct {
	Text string     `json:"text"`
	At   [2]float64 `json:"at"`
	Size [2]float64 `json:"size,omitempty"`
}
