package quantity

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		dim  Dimension
		want float64
	}{
		{"2 ms", Time, 2e-3},
		{"50us", Time, 50e-6},
		{"1.5 h", Time, 5400},
		{"3 months", Time, 3 * 730 * 3600},
		{"15 分钟", Time, 900},
		{"400 Gbit/s", Bandwidth, 50e9},
		{"400Gbps", Bandwidth, 50e9},
		{"1.5 GB/s", Bandwidth, 1.5e9},
		{"5 TB", Data, 5e12},
		{"4 KiB", Data, 4096},
		{"1 Gbit", Data, 1.25e8},
		{"300/s", Rate, 300},
		{"300 requests/s", Rate, 300},
		{"300 /s", Rate, 300},
		{"6,000/min", Rate, 100},
		{"1.2万/天", Rate, 12000.0 / 86400},
		{"12k/s", Rate, 12000},
		{"2 TFLOP", Work, 2e12},
		{"989 TFLOP/s", Compute, 989e12},
		{"989 TFLOPS", Compute, 989e12},
		{"40 kW", Power, 40e3},
		{"3 kWh", Energy, 1.08e7},
		{"$25,000", Money, 25000},
		{"25000 USD", Money, 25000},
		{"-$3", Money, -3},
		{"$3.20/h", MoneyRate, 3.2 / 3600},
		{"$80k/month", MoneyRate, 80000.0 / (730 * 3600)},
		{"$0.10/kWh", MoneyEnergy, 0.1 / 3.6e6},
		{"$0.09/GB", MoneyData, 0.09e-9},
		{"$0.023/GB/month", MoneyDataTime, 0.023e-9 / (730 * 3600)},
		{"0.4 kg/kWh", CarbonEnergy, 0.4 / 3.6e6},
		{"30%", None, 0.3},
		{"30 %", None, 0.3},
		{"0.3", None, 0.3},
		{"2000", Tokens, 2000},
		{"2k tokens", Tokens, 2000},
		{"500 tokens/s", TokenRate, 500},
		{"500/s", TokenRate, 500},
		{"40 km", Length, 40000},
		{"0", Bandwidth, 0},
		{"１．５ GB／s", Bandwidth, 1.5e9},
		{"1e3 B", Data, 1000},
		{"2 EB", Data, 2e18},
	} {
		got, err := Parse(c.text, c.dim)
		if err != nil || math.Abs(got-c.want) > 1e-12*math.Abs(c.want) {
			t.Errorf("Parse(%q) = %v, %v; want %v", c.text, got, err, c.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		text           string
		dim            Dimension
		code, says, zh string
	}{
		{"12 kg", Bandwidth, "quantity.dimension", "kg is a mass; expected a bandwidth, e.g. 1.5 GB/s", "kg 是质量；应为带宽，例如 1.5 GB/s"},
		{"5 m", Time, "quantity.dimension", "m is a distance", "m 是距离"},
		{"5", Time, "quantity.missing_unit", "5 needs a unit: expected a time, e.g. 2 ms", "5 缺少单位"},
		{"5 gb/s", Bandwidth, "quantity.unit", "unknown unit “gb”; did you mean GB?", "是否指 GB？"},
		{"5 parsecs", Time, "quantity.unit", "unknown unit “parsecs”; expected a time", "未知单位“parsecs”"},
		{"fast", Time, "quantity.syntax", "“fast” is not a quantity", "不是一个数量"},
		{"", Time, "quantity.syntax", "empty: expected a time", "内容为空"},
		{"1e999 s", Time, "quantity.syntax", "is not a quantity", "不是一个数量"},
		{"1e300 Ys", Time, "quantity.unit", "unknown unit", "未知单位"},
		{"1e307 YFLOP", Work, "quantity.range", "too large", "过大"},
		{"NaN", None, "quantity.syntax", "not a quantity", "不是一个数量"},
		{"5 GB/", Data, "quantity.unit", "unknown unit “/”", "未知单位"},
		{"5 GB/s/s", Bandwidth, "quantity.dimension", "is not a bandwidth", "不是带宽"},
		{"¥20/h", MoneyRate, "quantity.currency", "no exchange rate for CNY", "没有 CNY 的汇率"},
		{strings.Repeat("9", 200), None, "quantity.syntax", "too long", "过长"},
	} {
		_, err := Parse(c.text, c.dim)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message.EN, c.says) || !strings.Contains(e.Message.ZH, c.zh) {
			t.Errorf("Parse(%q): %#v; want %s: %s / %s", c.text, err, c.code, c.says, c.zh)
		}
	}
}

func TestResolve(t *testing.T) {
	fx := FX{"CNY": 8}
	if got, err := Resolve(Str("¥28.8/h"), MoneyRate, fx); err != nil || math.Abs(got-0.001) > 1e-15 {
		t.Errorf("yuan: %v, %v", got, err)
	}
	if got, err := Resolve(Num(0.3), None, nil); err != nil || got != 0.3 {
		t.Errorf("ratio: %v, %v", got, err)
	}
	if _, err := Resolve(Num(5), Time, nil); err == nil {
		t.Error("a bare number was taken for a time")
	}
	if _, err := Resolve(Flag(true), Time, nil); err == nil {
		t.Error("a truth value was taken for a time")
	}
	if _, err := Resolve(Num(math.Inf(1)), None, nil); err == nil {
		t.Error("infinity was taken")
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		x    float64
		dim  Dimension
		want string
	}{
		{0.184, Time, "184 ms"}, {0, Time, "0 s"}, {5.47e-17, Time, "0 s"}, {2e-10, Time, "0.2 ns"}, {12.34, Time, "12.3 s"}, {5400, Time, "90 min"}, {9e6, Time, "104 d"},
		{999.6e3, Data, "1 MB"}, {5e12, Data, "5 TB"}, {1.62e6, Bandwidth, "1.62 MB/s"}, {300, Rate, "300/s"}, {11232, Rate, "11,232/s"},
		{73584, Money, "$73,584"}, {-3.5, Money, "−$3.5"}, {3.2 / 3600, MoneyRate, "$3.2/h"}, {0.0912, None, "0.0912"}, {math.NaN(), Time, "–"}, {math.Inf(1), Time, "∞"},
	} {
		if got := strings.ReplaceAll(Format(c.x, c.dim, "en"), nbsp, " "); got != c.want {
			t.Errorf("Format(%v) = %q, want %q", c.x, got, c.want)
		}
	}
}

func TestSplitJoin(t *testing.T) {
	for _, text := range []string{"400 Gbit/s", "$3.2/h", "300/s", "30%", "2 ms", "¥5", "7"} {
		n, unit, ok := Split(text)
		if !ok || Join(n, unit) != text {
			t.Errorf("Split(%q) = %v %q %v, joined %q", text, n, unit, ok, Join(n, unit))
		}
	}
}

// What is formatted reads back within the three digits shown.
func TestFormatReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dim := Dimension(rapid.IntRange(0, int(dimensions)-1).Draw(t, "dimension"))
		exponent := rapid.IntRange(-3, 12).Draw(t, "exponent")
		x := rapid.Float64Range(1, 10).Draw(t, "digits") * math.Pow10(exponent)
		switch dim {
		case MoneyEnergy, MoneyData, MoneyDataTime, CarbonEnergy:
			x *= 1e-12
		}
		text := Format(x, dim, "en")
		got, err := Parse(strings.ReplaceAll(text, "−", "-"), dim)
		if err != nil || math.Abs(got-x) > 0.006*x {
			t.Fatalf("%v %s -> %q -> %v, %v", x, dim.Unit(), text, got, err)
		}
	})
}

func TestValueJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawValue(t, 2)
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var back Value
		if err := json.Unmarshal(data, &back); err != nil || !back.Equal(v) {
			t.Fatalf("%s came back as %s: %v", data, back, err)
		}
	})
}

func drawValue(t *rapid.T, depth int) Value {
	switch rapid.IntRange(0, 3+depth).Draw(t, "form") {
	case 0:
		return Value{}
	case 1:
		return Num(rapid.Float64().Filter(func(x float64) bool { return x != 0 && !math.IsInf(x, 0) && !math.IsNaN(x) }).Draw(t, "number"))
	case 2:
		return Str(rapid.String().Draw(t, "text"))
	case 3:
		return Flag(rapid.Bool().Draw(t, "truth"))
	}
	items := []Value{drawValue(t, depth-1), drawValue(t, depth-1)}
	return Items(items...)
}

// The number writer agrees with the standard library, which is the usual JSON form.
func TestAppendNumberIsUsualJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64().Filter(func(x float64) bool { return x != 0 && !math.IsInf(x, 0) && !math.IsNaN(x) }).Draw(t, "x")
		want, _ := json.Marshal(x)
		if got := string(AppendNumber(nil, x)); got != string(want) {
			t.Fatalf("%s, want %s", got, want)
		}
	})
}

func TestAppendStringIsUsualJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		var back string
		if err := json.Unmarshal(AppendString(nil, s), &back); err != nil || back != s {
			t.Fatalf("%q came back as %q: %v", s, back, err)
		}
	})
	if got := string(AppendString(nil, "</script>\xff\u2028")); got != `"\u003c/script\u003e\ufffd\u2028"` {
		t.Errorf("hostile text: %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"400 Gbit/s", "$0.023/GB/month", "30%", "1.2万/天", "-¥5", "1,000 req/s", "//", "e", "１ s"} {
		f.Add(s, uint8(3))
	}
	f.Fuzz(func(t *testing.T, s string, d uint8) {
		dim := Dimension(d % uint8(dimensions))
		x, err := Resolve(Str(s), dim, FX{"CNY": 7.2})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Message.EN == "" || e.Message.ZH == "" {
				t.Fatalf("an error without words: %#v", err)
			}
			return
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatalf("%q is %v", s, x)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("400 Gbit/s", Bandwidth); err != nil {
			b.Fatal(err)
		}
	}
}
