// Package engine is Weir's façade and the file to read first.
//
//	bytes --Decode--> Design --Validate--> Diagnostics
//	Design --flow.Compile--> Plan --flow.Solve--> rates, burstiness and sizes
//	     --component models--> service demand, servers, memory, price, power
//	     --queue--> utilisation, waiting time, percentiles per station
//	     --journeys--> end-to-end latency per class
//	     --totals--> cost, power, carbon, availability, L(R)+D(T)
//	     = Report
//
// NewSimulation plays the same design event by event, to confirm those
// figures and to show what only simulation can: Replicate on many cores, Play
// in slices where a thread has to stay responsive, with progress and cancel.
//
// The engine is pure: no I/O, no clock, no randomness of its own; the same
// bytes in give the same bytes out, natively and in WebAssembly.
package engine

import (
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/report"
)

// The vocabulary, defined in the packages named.
type (
	Design     = design.Design
	Node       = design.Node
	Edge       = design.Edge
	Class      = design.Class
	Pool       = design.Pool
	Diagnostic = diagnostic.Diagnostic
	Report     = report.Report
)
