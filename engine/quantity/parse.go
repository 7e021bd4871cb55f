package quantity

import (
	"math"
	"strconv"
	"strings"
)

// FX holds units of a currency per US dollar: FX{"CNY": 7.2}.
type FX map[string]float64

// maxText bounds what is read as one quantity, so that a hostile text costs nothing.
const maxText = 100

// Parse reads text as a quantity of the dimension and returns it in base
// units. Money must be in US dollars; use Resolve where other currencies can
// occur. Errors are *Error.
func Parse(text string, want Dimension) (float64, error) { return parse(text, want, nil) }

// Resolve reads a value of a document as a quantity of the dimension, in base
// units, money converted to US dollars. A plain number is taken only where
// the dimension has no unit. Errors are *Error.
func Resolve(v Value, want Dimension, fx FX) (float64, error) {
	switch v.form {
	case Number:
		if want == None || want == Tokens {
			return finite(v.num)
		}
		return 0, missingUnit(strconv.FormatFloat(v.num, 'g', -1, 64), want)
	case String:
		return parse(v.text, want, fx)
	}
	n, e := dimensionTable[want].name, dimensionTable[want].example
	return 0, fail("quantity.form", "expected "+n.EN+", e.g. "+e, "应为"+n.ZH+"，例如 "+e)
}

// Split takes a text apart into its number and its unit as written, for
// stepping a value without changing its unit.
func Split(text string) (number float64, unit string, ok bool) {
	text = fold(strings.TrimSpace(text))
	sign, rest := leadingCurrency(text)
	n, tail, err := leadingNumber(rest)
	if err != nil {
		return 0, "", false
	}
	return n, sign + strings.TrimSpace(tail), true
}

// Join writes a number with a unit as Split returned it: the inverse of Split.
func Join(number float64, unit string) string {
	s := strconv.FormatFloat(number, 'f', -1, 64)
	sign, rest := leadingCurrency(unit)
	if number < 0 && sign != "" {
		return "-" + sign + s[1:] + rest
	}
	if rest == "" || strings.HasPrefix(rest, "/") || rest == "%" {
		return sign + s + rest
	}
	return sign + s + " " + rest
}

func parse(text string, want Dimension, fx FX) (float64, error) {
	if len(text) > maxText {
		return 0, fail("quantity.syntax", "that is too long for a quantity", "内容过长，不是一个数量")
	}
	text = fold(strings.TrimSpace(text))
	negative := strings.HasPrefix(text, "-$") || strings.HasPrefix(text, "-¥")
	if negative {
		text = text[1:]
	}
	sign, rest := leadingCurrency(text)
	n, unit, err := leadingNumber(rest)
	if err != nil {
		return 0, notANumber(text, want)
	}
	if negative {
		n = -n
	}
	size, of, currency, bad := unitOf(sign, strings.TrimSpace(unit))
	if bad != "" {
		return 0, unknownUnit(bad, want)
	}
	if err := fits(of, sign+unit, want, n); err != nil {
		return 0, err
	}
	if currency != "" && currency != "USD" {
		rate := fx[currency]
		if !(rate > 0) {
			return 0, fail("quantity.currency", "no exchange rate for "+currency+": add one to the settings", "没有 "+currency+" 的汇率：请在设置中添加")
		}
		size /= rate
	}
	return finite(n * size)
}

// fits checks what the unit measures against what is wanted. Tokens may be
// left unsaid, and zero needs no unit.
func fits(of powers, unit string, want Dimension, n float64) error {
	wanted := dimensionTable[want].powers
	if of == wanted {
		return nil
	}
	bare := wanted
	bare.token = 0
	if of == bare && (want == Tokens || want == TokenRate) {
		return nil
	}
	if of == (powers{}) {
		if n == 0 {
			return nil
		}
		return missingUnit(strings.TrimSpace(strconv.FormatFloat(n, 'g', -1, 64)), want)
	}
	w := dimensionTable[want]
	unit = strings.TrimSpace(unit)
	for d := range dimensionTable {
		if dimensionTable[d].powers == of {
			is := dimensionTable[d].name
			return fail("quantity.dimension", unit+" is "+is.EN+"; expected "+w.name.EN+", e.g. "+w.example, unit+" 是"+is.ZH+"；应为"+w.name.ZH+"，例如 "+w.example)
		}
	}
	return fail("quantity.dimension", unit+" is not "+w.name.EN+"; try "+w.example, unit+" 不是"+w.name.ZH+"；例如 "+w.example)
}

func finite(x float64) (float64, error) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, fail("quantity.range", "the number is too large", "数值过大")
	}
	return x, nil
}

func missingUnit(n string, want Dimension) error {
	w := dimensionTable[want]
	return fail("quantity.missing_unit", n+" needs a unit: expected "+w.name.EN+", e.g. "+w.example, n+" 缺少单位：应为"+w.name.ZH+"，例如 "+w.example)
}

func notANumber(text string, want Dimension) error {
	w := dimensionTable[want]
	if text == "" {
		return fail("quantity.syntax", "empty: expected "+w.name.EN+", e.g. "+w.example, "内容为空：应为"+w.name.ZH+"，例如 "+w.example)
	}
	return fail("quantity.syntax", "“"+text+"” is not a quantity; expected "+w.name.EN+", e.g. "+w.example, "“"+text+"”不是一个数量；应为"+w.name.ZH+"，例如 "+w.example)
}

func unknownUnit(unit string, want Dimension) error {
	w := dimensionTable[want]
	if s := suggest(unit, want); s != "" {
		return fail("quantity.unit", "unknown unit “"+unit+"”; did you mean "+s+"?", "未知单位“"+unit+"”；是否指 "+s+"？")
	}
	return fail("quantity.unit", "unknown unit “"+unit+"”; expected "+w.name.EN+", e.g. "+w.example, "未知单位“"+unit+"”；应为"+w.name.ZH+"，例如 "+w.example)
}

// unitOf multiplies and divides the atoms of a unit. A slash divides by the
// one atom after it: "$/GB/month" is dollars per gigabyte and month.
func unitOf(sign, unit string) (size float64, of powers, currency, bad string) {
	size = 1
	apply := func(name string, dir int8) bool {
		a, ok := atoms[name]
		if !ok {
			return false
		}
		if dir > 0 {
			size *= a.size
		} else {
			size /= a.size
		}
		of = of.plus(a.of, dir)
		if a.currency != "" {
			currency = a.currency
		}
		return true
	}
	if sign != "" {
		apply(sign, 1)
	}
	dir := int8(1)
	for unit != "" {
		end := strings.IndexAny(unit, "/·* ")
		name := unit
		sep := byte(0)
		if end >= 0 {
			name = unit[:end]
			sep = unit[end]
			if strings.HasPrefix(unit[end:], "·") {
				sep = '*'
				end++
			}
			unit = unit[end+1:]
		} else {
			unit = ""
		}
		if name = strings.TrimSpace(name); name != "" {
			if !apply(name, dir) {
				return 0, powers{}, "", name
			}
			dir = 1
		}
		if sep == '/' {
			dir = -1
		}
	}
	if dir < 0 {
		return 0, powers{}, "", "/"
	}
	return size, of, currency, ""
}

func leadingCurrency(text string) (sign, rest string) {
	for _, c := range [...]string{"US$", "$", "¥"} {
		if strings.HasPrefix(text, c) {
			return c, strings.TrimSpace(text[len(c):])
		}
	}
	return "", text
}

// leadingNumber reads the number a text begins with. Commas may group thousands.
func leadingNumber(text string) (n float64, rest string, err error) {
	i := 0
	digits := func() {
		for i < len(text) && (text[i] >= '0' && text[i] <= '9' || text[i] == ',' && groups(text, i)) {
			i++
		}
	}
	if i < len(text) && (text[i] == '-' || text[i] == '+') {
		i++
	}
	digits()
	if i < len(text) && text[i] == '.' {
		i++
		digits()
	}
	if i+1 < len(text) && (text[i] == 'e' || text[i] == 'E') {
		j := i + 1
		if text[j] == '-' || text[j] == '+' {
			j++
		}
		if j < len(text) && text[j] >= '0' && text[j] <= '9' {
			for j < len(text) && text[j] >= '0' && text[j] <= '9' {
				j++
			}
			i = j
		}
	}
	s := text[:i]
	if strings.IndexByte(s, ',') >= 0 {
		s = strings.ReplaceAll(s, ",", "")
	}
	n, err = strconv.ParseFloat(s, 64)
	return n, text[i:], err
}

// groups reports whether the comma at i stands before exactly three digits.
func groups(text string, i int) bool {
	if i == 0 || i+3 >= len(text) {
		return false
	}
	for _, c := range []byte(text[i+1 : i+4]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return i+4 >= len(text) || text[i+4] < '0' || text[i+4] > '9'
}

var folder = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u3000", " ", "％", "%", "／", "/", "￥", "¥", "＄", "$", "．", ".", "，", ",", "－", "-", "−", "-",
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

// fold turns what a Chinese input method writes at full width into plain characters.
func fold(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			return folder.Replace(text)
		}
	}
	return text
}
