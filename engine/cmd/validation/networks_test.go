package validation

import (
	"flag"
	"testing"
)

var networks = flag.Int("networks", 12, "random networks to compare with their simulation")

// TestRandomNetworks: where the closed form states a band, it keeps it.
func TestRandomNetworks(t *testing.T) {
	n, err := RandomNetworks(1, *networks, 40_000, 8)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range n.Spreads {
		t.Log(s)
	}
	outside, classD := n.Percent()
	t.Logf("%d figures, %.1f %% outside their class, %.1f %% of class D", n.Figures, outside, classD)
	if n.Figures < 4**networks || outside > 15 {
		t.Errorf("%d figures, %.1f %% outside their class", n.Figures, outside)
	}
}
