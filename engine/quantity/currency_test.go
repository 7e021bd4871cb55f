package quantity

import (
	"math"
	"testing"
)

func TestCurrency(t *testing.T) {
	yuan := Currency{Code: "CNY", Rate: 7.2}
	for _, c := range []struct {
		currency Currency
		usd      float64
		en, zh   string
	}{
		{Currency{}, 0, "$0", "$0"},
		{Currency{}, 3.2, "$3.2", "$3.2"},
		{Currency{}, 87229, "$87,229", "$8.72\u00a0万"},
		{Currency{}, 9999.9, "$10,000", "$1\u00a0万"},
		{Currency{}, 2.5e9, "$2.5\u00a0bn", "$25\u00a0亿"},
		{Currency{}, -1200, "−$1,200", "−$1,200"},
		{Currency{}, 6.94e-7, "$0.000000694", "$0.000000694"},
		{Currency{Code: "CNY"}, 10, "$10", "$10"}, // no rate
		{yuan, 10, "¥72", "¥72"},
		{yuan, 87229, "¥628,049", "¥62.8\u00a0万"},
		{Currency{}, math.NaN(), "–", "–"},
		{Currency{}, math.Inf(1), "∞", "∞"},
	} {
		if got := c.currency.Format(c.usd, "en"); got != c.en {
			t.Errorf("%v %v: %q, want %q", c.currency, c.usd, got, c.en)
		}
		if got := c.currency.Format(c.usd, "zh-CN"); got != c.zh {
			t.Errorf("%v %v: %q, want %q", c.currency, c.usd, got, c.zh)
		}
	}
}
