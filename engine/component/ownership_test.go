package component

import (
	"math"
	"testing"

	"weir/engine/quantity"
)

// The annuity of 30,000 over four years at 6 %, by a table of annuity factors
// (3.46511), and 5 % of upkeep: 8657.7 + 1500 a year.
func TestOwnership(t *testing.T) {
	o := Ownership{Price: 30000, Lifetime: 4 * year, Interest: 0.06, Upkeep: 0.05}
	if got := o.PerSecond() * year; math.Abs(got-(30000/3.465105612658+1500)) > 1e-5 {
		t.Errorf("%v a year", got)
	}
	o.Interest, o.Upkeep = 0, 0
	if got := o.PerSecond() * year; math.Abs(got-7500) > 1e-9 {
		t.Errorf("without interest %v a year", got)
	}
	usd, owned := Owned(map[string]quantity.Value{"term": quantity.Str("owned"), "purchase": quantity.Str("$30000")}, nil)
	if want := (Ownership{30000, 4 * year, 0.06, 0.05}).PerSecond(); !owned || math.Abs(usd-want) > 1e-15 {
		t.Errorf("pool: %v, want %v", usd, want)
	}
}
