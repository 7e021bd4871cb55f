package design

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"weir/engine/quantity"
)

// form is what a JSON value is by its first letters.
type form uint8

const (
	isObject form = iota
	isList
	isText
	isNumber
	isTrue
	isFalse
	isNull
)

var formNames = [...]quantity.Text{
	isObject: {EN: "an object", ZH: "对象"},
	isList:   {EN: "a list", ZH: "列表"},
	isText:   {EN: "a text in quotes", ZH: "带引号的文本"},
	isNumber: {EN: "a number", ZH: "数字"},
	isTrue:   {EN: "true or false", ZH: "布尔值 true 或 false"},
	isFalse:  {EN: "true or false", ZH: "布尔值 true 或 false"},
	isNull:   {EN: "null", ZH: "空值 null"},
}

// form of the value the scanner is at.
func (sc *scanner) form() (form, *Error) {
	rest := sc.data[sc.pos:]
	if len(rest) == 0 {
		return 0, sc.fail(ErrSyntax, sc.pos, "the document ends too early", "文档意外结束")
	}
	switch c := rest[0]; {
	case c == '{':
		return isObject, nil
	case c == '[':
		return isList, nil
	case c == '"':
		return isText, nil
	case c == '-' || c >= '0' && c <= '9':
		return isNumber, nil
	case bytes.HasPrefix(rest, []byte("true")):
		return isTrue, nil
	case bytes.HasPrefix(rest, []byte("false")):
		return isFalse, nil
	case bytes.HasPrefix(rest, []byte("null")):
		return isNull, nil
	}
	return 0, sc.unexpected("a value", "应为一个值")
}

// form a shape is written in. Truth values are isTrue or isFalse.
func (s *shape) form() form {
	switch s.kind {
	case record, table:
		return isObject
	case list, tuple:
		return isList
	case text:
		return isText
	case truth:
		return isTrue
	}
	return isNumber
}

func (sc *scanner) fail(kind error, at int, en, zh string) *Error {
	line := 1 + bytes.Count(sc.data[:min(at, len(sc.data))], []byte("\n"))
	start := 1 + bytes.LastIndexByte(sc.data[:min(at, len(sc.data))], '\n')
	column := 1 + utf8.RuneCount(sc.data[start:min(at, len(sc.data))])
	return &Error{Code: codes[kind], Kind: kind, Message: quantity.Text{EN: en, ZH: zh},
		At: Position{Line: line, Column: column, Path: sc.where()}}
}

// where writes the path: keys joined by dots, indices in brackets.
func (sc *scanner) where() string {
	var b strings.Builder
	for _, p := range sc.path {
		if p.key == nil {
			b.WriteString("[" + strconv.Itoa(p.index) + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.Write(clip(p.key))
	}
	return b.String()
}

// clip shortens a key for a message.
func clip(key []byte) []byte {
	const most = 40
	if utf8.RuneCount(key) <= most {
		return key
	}
	return append([]byte(string([]rune(string(key))[:most])), "…"...)
}

func (sc *scanner) unexpected(wantEN, wantZH string) *Error {
	if sc.pos >= len(sc.data) {
		return sc.fail(ErrSyntax, sc.pos, "the document ends too early", "文档意外结束")
	}
	r, _ := utf8.DecodeRune(sc.data[sc.pos:])
	found := string(r)
	if r < 0x20 {
		found = strconv.QuoteRune(r)
	}
	wantZH = strings.TrimPrefix(wantZH, "应为")
	return sc.fail(ErrSyntax, sc.pos, "expected "+wantEN+", found “"+found+"”", "应为"+wantZH+"，却是“"+found+"”")
}

func (sc *scanner) wrongType(s *shape, found form) *Error {
	f := formNames[found]
	if s.kind == scalar {
		return sc.fail(ErrType, sc.pos, "expected a value such as 4 or \"2 TB\", found "+f.EN, "应为值，例如 4 或 \"2 TB\"，却是"+f.ZH)
	}
	want := formNames[s.form()]
	if s.kind == tuple {
		n := strconv.Itoa(s.length)
		want = quantity.Text{EN: "a list of " + n, ZH: "含 " + n + " 项的列表"}
	}
	return sc.fail(ErrType, sc.pos, "expected "+want.EN+", found "+f.EN, "应为"+want.ZH+"，却是"+f.ZH)
}

func (sc *scanner) wrongLength(n, at int) *Error {
	d := strconv.Itoa(n)
	return sc.fail(ErrType, at, "expected a list of exactly "+d, "应为恰好含 "+d+" 项的列表")
}

func (sc *scanner) badNumber(at int) *Error {
	return sc.fail(ErrSyntax, at, "not a number that JSON knows; write 0.5, 12 or 1e9", "不是 JSON 的数字；请写作 0.5、12 或 1e9")
}

func (sc *scanner) duplicate(key []byte, at int) *Error {
	k := string(clip(key))
	return sc.fail(ErrDuplicate, at, "“"+k+"” is given twice", "“"+k+"”重复出现")
}

func (sc *scanner) tooMany(what, zh string, limit, at int) *Error {
	n := group(limit)
	return sc.fail(ErrLimit, at, "too many "+what+": at most "+n+" are allowed", "超出限制：最多 "+n+" "+strings.TrimPrefix(zh, " "))
}

// group writes a whole number with commas.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func (sc *scanner) unknownField(s *shape, key []byte, at int) *Error {
	k := string(clip(key))
	names := make([]string, len(s.fields))
	for i, f := range s.fields {
		names[i] = f.name
	}
	sc.path = sc.path[:len(sc.path)-1]
	if near := Nearest(k, names); near != "" {
		return sc.fail(ErrUnknownField, at, "unknown field “"+k+"”; did you mean “"+near+"”?", "未知字段“"+k+"”；是否指“"+near+"”？")
	}
	return sc.fail(ErrUnknownField, at, "unknown field “"+k+"”; known are "+strings.Join(names, ", "), "未知字段“"+k+"”；已知字段："+strings.Join(names, "、"))
}

// Nearest returns the name that was probably meant: equal but for letter
// case, or at most a third of it mistyped; "" if none.
func Nearest(word string, names []string) string {
	best, least := "", 0
	for _, name := range names {
		d := distance(strings.ToLower(word), strings.ToLower(name))
		if d*3 <= len(name) && (best == "" || d < least) {
			best, least = name, d
		}
	}
	return best
}

// distance counts the letters to insert, delete or replace (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost++
			}
			corner = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
