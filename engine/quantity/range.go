package quantity

import "strings"

// Range is a quantity its author knows only within bounds, as written:
// "0.6..0.8", "10..20 ms", "500 ms..2 s".
type Range struct {
	Low, High string // each end with its unit
}

// rangeMark stands between the ends of a range.
const rangeMark = ".."

// SplitRange takes a text apart into the ends of a range. A unit, or a
// currency's sign, that one end leaves out is that of the other. ok is false
// for what is no range at all.
func SplitRange(text string) (r Range, ok bool) {
	if len(text) > 2*maxText {
		return Range{}, false
	}
	low, high, found := strings.Cut(fold(text), rangeMark)
	low, high = strings.TrimSpace(low), strings.TrimSpace(high)
	if !found || low == "" || high == "" {
		return Range{}, false
	}
	a, lowUnit, lowOK := Split(low)
	b, highUnit, highOK := Split(high)
	if !lowOK || !highOK {
		return Range{low, high}, true // reading an end says what is wrong with it
	}
	lowSign, lowTail := leadingCurrency(lowUnit)
	highSign, highTail := leadingCurrency(highUnit)
	sign, tail := firstOf(lowSign, highSign), firstOf(lowTail, highTail)
	return Range{
		Low:  Join(a, firstOf(lowSign, sign)+firstOf(lowTail, tail)),
		High: Join(b, firstOf(highSign, sign)+firstOf(highTail, tail)),
	}, true
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// RangeOf returns the range a value of a document holds, if it holds one.
func RangeOf(v Value) (Range, bool) {
	if v.form != String || !strings.Contains(v.text, rangeMark) && !strings.Contains(v.text, "．．") {
		return Range{}, false
	}
	return SplitRange(v.text)
}

// Middle reads a value that is one quantity, or a range of which its middle
// stands for it: what an evaluation goes by, in base units. Errors are *Error.
func Middle(v Value, want Dimension, fx FX) (float64, error) {
	r, ok := RangeOf(v)
	if !ok {
		return Resolve(v, want, fx)
	}
	low, high, err := ResolveRange(r, want, fx)
	return low + (high-low)/2, err
}

// ResolveRange reads both ends of a range as quantities of the dimension, in
// base units. It is an error if the low end lies above the high one. Errors
// are *Error.
func ResolveRange(r Range, want Dimension, fx FX) (low, high float64, err error) {
	if low, err = Resolve(Str(r.Low), want, fx); err != nil {
		return 0, 0, err
	}
	if high, err = Resolve(Str(r.High), want, fx); err != nil {
		return 0, 0, err
	}
	if low > high {
		return 0, 0, fail("quantity.order", r.Low+" is more than "+r.High+": write the lower end first", r.Low+" 大于 "+r.High+"：请先写较小的一端")
	}
	return low, high, nil
}
