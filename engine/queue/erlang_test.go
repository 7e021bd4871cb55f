package queue

import (
	"math"
	"math/big"
	"testing"
)

// TestErlangBToTenThousandServers compares with 1/B = Σ c!/(c−k)! a^{−k} summed in
// 200 bits.
func TestErlangBToTenThousandServers(t *testing.T) {
	for _, c := range []struct {
		servers int
		load    float64
	}{{1, 0.5}, {48, 50}, {1000, 971}, {10_000, 9_900}, {10_000, 10_500}} {
		inverse, a := big.NewFloat(1).SetPrec(200), big.NewFloat(c.load).SetPrec(200)
		for k := 1; k <= c.servers; k++ {
			step := new(big.Float).SetPrec(200).Quo(big.NewFloat(float64(k)), a)
			inverse.Add(big.NewFloat(1), step.Mul(step, inverse))
		}
		want, _ := new(big.Float).Quo(big.NewFloat(1), inverse).Float64()
		near(t, "Erlang B", ErlangB(c.servers, c.load), want, 1e-11)
	}
	if ErlangB(10_000, 10) != 0 || ErlangB(0, 0) != 1 || ErlangB(3, 0) != 0 {
		t.Error("edges of Erlang B")
	}
	if math.Abs(ErlangC(5, 4)-0.5541125541125541) > 1e-14 || ErlangC(4, 5) != 1 {
		t.Error("Erlang C")
	}
}
