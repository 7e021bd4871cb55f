package text

import (
	"math"
	"strings"
	"testing"
)

func TestFigures(t *testing.T) {
	yuan := Currency{"¥", 7.2}
	for _, c := range []struct{ got, want string }{
		{EN.Duration(1.8401), "1.84 s"},
		{EN.Duration(0.2121), "212 ms"},
		{EN.Duration(0.9999), "1.00 s"},
		{EN.Duration(0), "0 s"},
		{EN.Duration(3 * 86400), "3.00 d"},
		{ZH.Duration(3 * 86400), "3.00 天"},
		{EN.Duration(math.Inf(1)), "unbounded"},
		{ZH.Duration(math.Inf(1)), "无上限"},
		{EN.Duration(math.NaN()), Absent},
		{EN.Rate(300), "300/s"},
		{EN.Rate(11232), "11,232/s"},
		{EN.Rate(0.001), "3.60/h"},
		{ZH.Rate(1.0 / 86400), "1.00/天"},
		{EN.Data(25.5e12), "25.5 TB"},
		{EN.Bandwidth(1.62e6), "1.62 MB/s"},
		{EN.Bandwidth(0), "0 B/s"},
		{EN.Ratio(0.0912), "9.1 %"},
		{EN.Ratio(0.91), "91 %"},
		{EN.Ratio(1.34), "134 %"},
		{EN.Availability(0.9993), "99.93 %"},
		{EN.Availability(0.99999), "99.999 %"},
		{EN.Availability(1), "100 %"},
		{EN.Money(87229.4, Dollar), "$87,229"},
		{EN.Money(1.0412, Dollar), "$1.04"},
		{EN.Money(0.000111, Dollar), "$0.000111"},
		{EN.MoneyShort(87229, Dollar), "$87.2 k"},
		{ZH.MoneyShort(87229, Dollar), "$8.72 万"},
		{ZH.MoneyShort(87229, yuan), "¥62.8 万"},
		{EN.MoneyShort(-12300, Dollar), "−$12.3 k"},
		{EN.Money(512, Dollar), "$512"},
		{EN.Power(49000), "49.0 kW"},
		{EN.Mass(17300), "17.3 t"},
		{EN.Energy(4.36), "4.36 J"},
		{EN.Number(9.996), "10.0"},
		{Plain(EN.Duration(2)), "2 s"},
		{Plain(EN.Duration(200)), "3.33 min"},
		{Plain(EN.MoneyShort(160000, Dollar)), "$160 k"},
		{Plain(EN.Rate(300)), "300/s"},
		{EN.Number(1234567), "1,234,567"},
		{EN.Count("count.parts", 1), "1 part"},
		{EN.Count("count.parts", 1200), "1,200 parts"},
		{ZH.Count("count.parts", 1), "1 个部件"},
	} {
		if got := strings.ReplaceAll(c.got, nbsp, " "); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	for tag, want := range map[string]Lang{"zh": ZH, "zh-CN": ZH, "ZH-Hant": ZH, "en-GB": EN, "de": EN, "": EN} {
		if got := Parse(tag); got != want {
			t.Errorf("Parse(%q) = %q, want %q", tag, got, want)
		}
	}
}
