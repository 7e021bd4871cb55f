// Package queue holds the formulas of queueing theory Weir rests on: single
// stations, fork–join, caches, closed networks, availability, checkpoints, and
// the composition of latency distributions along a journey. Pure functions of
// numbers: no design, no units (times in any one unit, rates in its inverse),
// no I/O.
//
// Symbols throughout: λ arrival rate, μ service rate of one server, c servers,
// a = λ/μ offered load, ρ = a/c, ca² and cs² squared coefficients of variation
// (SCV, variance by squared mean) of interarrival and service times, W waiting
// time before service, S service time, T = W + S sojourn time.
//
// Every answer names its method and its class of error: A exact, B within
// 2.5 %, C within 10 %, D beyond that. Overload is an answer, not an error:
// at ρ ≥ 1 the carried rate is what the servers manage and waiting is
// unbounded.
package queue

// Class is the stated error of an answer.
type Class string

// The classes: A exact, B within 2.5 %, C within 10 %, D beyond that, so
// simulate to be sure.
const (
	A Class = "A"
	B Class = "B"
	C Class = "C"
	D Class = "D"
)

// Worse returns the looser of two classes.
func Worse(x, y Class) Class {
	if x > y {
		return x
	}
	return y
}
