package quantity

import (
	"errors"
	"testing"
)

func TestSplitRange(t *testing.T) {
	for text, want := range map[string]Range{
		"0.6..0.8":      {"0.6", "0.8"},
		"10..20 ms":     {"10 ms", "20 ms"},
		"10 ms .. 20":   {"10 ms", "20 ms"},
		"500 ms..2 s":   {"500 ms", "2 s"},
		"$2..$3/h":      {"$2/h", "$3/h"},
		"$2..3/h":       {"$2/h", "$3/h"},
		"60%..80%":      {"60%", "80%"},
		"60..80 %":      {"60%", "80%"},
		"1,000..2,000":  {"1000", "2000"},
		"１０．．２０/s":      {"10/s", "20/s"},
		"200..300/s":    {"200/s", "300/s"},
		"fast..2 s":     {"fast", "2 s"},
		"1.5..2.5 GB/s": {"1.5 GB/s", "2.5 GB/s"},
	} {
		if got, ok := SplitRange(text); !ok || got != want {
			t.Errorf("%q: %v %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "..", "0.6", "..2", "2..", "0.6.8"} {
		if got, ok := SplitRange(text); ok {
			t.Errorf("%q is no range: %v", text, got)
		}
	}
}

func TestResolveRange(t *testing.T) {
	r, _ := SplitRange("500 ms..2 s")
	low, high, err := ResolveRange(r, Time, nil)
	if err != nil || low != 0.5 || high != 2 {
		t.Errorf("%v..%v: %v", low, high, err)
	}
	for text, code := range map[string]string{
		"2 s..500 ms": "quantity.order",
		"2..3":        "quantity.missing_unit",
		"2..3 GB":     "quantity.dimension",
		"fast..2 s":   "quantity.syntax",
		"2..3 parsec": "quantity.unit",
	} {
		r, ok := SplitRange(text)
		_, _, err := ResolveRange(r, Time, nil)
		var e *Error
		if !ok || !errors.As(err, &e) || e.Code != code || e.Message.EN == "" || e.Message.ZH == "" {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
}
