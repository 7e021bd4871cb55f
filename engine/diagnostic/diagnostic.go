// Package diagnostic holds what Weir has to say about a design: findings
// with a stable code, a place, a sentence in both languages and, where one
// exists, a fix that the user can apply. Findings are data: they never stop
// an evaluation. What stops it is a Go error (see package design).
package diagnostic

import "weir/engine/quantity"

// Text is one sentence or name in both languages of the product.
type Text = quantity.Text

// Severity orders findings: an Error means figures are missing or
// meaningless, a Warning that somebody should act, Info that it is worth knowing.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Place is what a finding is about. Empty fields do not apply; all empty
// means the design as a whole.
type Place struct {
	Node      string `json:"node,omitempty"`
	Edge      string `json:"edge,omitempty"`
	Param     string `json:"param,omitempty"`
	Pool      string `json:"pool,omitempty"`
	Class     string `json:"class,omitempty"`
	Group     string `json:"group,omitempty"`
	Scenario  string `json:"scenario,omitempty"`
	Objective *int   `json:"objective,omitempty"`
}

// Fix is a change that cures a finding: parameters to set, keyed
// "node.param" as in a scenario.
type Fix struct {
	Label Text                      `json:"label"`
	Set   map[string]quantity.Value `json:"set"`
}

// Diagnostic is one finding. Code is stable ("flow.overload", "edge.type").
type Diagnostic struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	At       Place    `json:"at"`
	Message  Text     `json:"message"`
	Fix      *Fix     `json:"fix,omitempty"`
}
