package design

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"
)

// scanner reads a document once, front to back, and holds it against a
// shape. It is stricter than JSON decoders are: names match by letter case,
// keys occur once, text is UTF-8, numbers are finite, nothing follows. After
// it a decoder has nothing left to refuse.
type scanner struct {
	data   []byte
	pos    int
	path   []step
	keys   [][]byte // of the open tables, one run each
	values int      // scalars so far

	trusting     bool // doubled nodes and edges pass: whoever decodes them counts
	trusted      int  // so many might be
	entries      int  // of the table read last
	nodes, edges section
}

// step is one part of the path to where the scanner is: a key or an index.
type step struct {
	key   []byte
	index int
}

// maxNesting bounds lists within lists in a parameter.
const maxNesting = 8

// scan checks that data is one document of the shape.
func scan(data []byte, s *shape) *Error { return (&scanner{data: data}).scan(s) }

func (sc *scanner) scan(s *shape) *Error {
	data := sc.data
	if len(data) > MaxBytes {
		return sc.tooMany("bytes", "字节", MaxBytes, 0)
	}
	if !utf8.Valid(data) {
		for sc.pos < len(data) {
			r, n := utf8.DecodeRune(data[sc.pos:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			sc.pos += n
		}
		return sc.fail(ErrEncoding, sc.pos, "this byte is not valid UTF-8; save the file as UTF-8", "此处不是有效的 UTF-8；请将文件保存为 UTF-8")
	}
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		return sc.fail(ErrSyntax, 0, "the file begins with a byte order mark; save it as UTF-8 without one", "文件以字节顺序标记（BOM）开头；请保存为不带 BOM 的 UTF-8")
	}
	sc.space()
	if err := sc.value(s, 0); err != nil {
		return err
	}
	if sc.space(); sc.pos < len(data) {
		return sc.fail(ErrSyntax, sc.pos, "something follows the end of the document", "文档结束后还有多余内容")
	}
	return nil
}

func (sc *scanner) space() {
	for sc.pos < len(sc.data) {
		switch sc.data[sc.pos] {
		case ' ', '\n', '\t', '\r':
			sc.pos++
		default:
			return
		}
	}
}

func (sc *scanner) peek() byte {
	if sc.pos < len(sc.data) {
		return sc.data[sc.pos]
	}
	return 0
}

func (sc *scanner) value(s *shape, depth int) *Error {
	form, err := sc.form()
	if err != nil {
		return err
	}
	if s.kind == scalar {
		if sc.values++; sc.values > MaxValues {
			return sc.tooMany("parameter values", "个参数值", MaxValues, sc.pos)
		}
		if form == isObject {
			return sc.wrongType(s, form)
		}
	} else if form != s.form() && !(form == isNull && s.nullable) && !(form == isFalse && s.kind == truth) {
		return sc.wrongType(s, form)
	}
	switch form {
	case isObject:
		return sc.object(s, depth)
	case isList:
		return sc.list(s, depth)
	case isText:
		return sc.text(s)
	case isNumber:
		return sc.number(s.whole)
	case isTrue:
		sc.pos += 4
	case isFalse:
		sc.pos += 5
	case isNull:
		sc.pos += 4
	}
	return nil
}

// object reads a record or a table.
func (sc *scanner) object(s *shape, depth int) *Error {
	sc.pos++
	run := len(sc.keys)
	var seen uint64          // fields of a record
	var many map[string]bool // keys of a table, once there are many
	for n := 0; ; n++ {
		sc.space()
		if n == 0 && sc.peek() == '}' {
			break
		}
		if sc.peek() != '"' {
			return sc.unexpected(`a key in double quotes`, "双引号括起的键")
		}
		at := sc.pos
		key, err := sc.key()
		if err != nil {
			return err
		}
		child := s.elem
		sc.path = append(sc.path, step{key: key})
		if s.kind == record {
			i := s.find(key)
			if i < 0 {
				return sc.unknownField(s, key, at)
			}
			if seen>>i&1 == 1 {
				return sc.duplicate(key, at)
			}
			seen |= 1 << i
			child = s.fields[i].shape
		} else if err := sc.entry(s, key, at, run, &many); err != nil {
			return err
		}
		sc.space()
		if sc.peek() != ':' {
			return sc.unexpected("“:” after the key", "键之后应有“:”")
		}
		sc.pos++
		sc.space()
		from := sc.pos
		if err := sc.value(child, depth); err != nil {
			return err
		}
		if len(sc.path) == 1 {
			sc.note(from)
		}
		sc.path = sc.path[:len(sc.path)-1]
		more, err := sc.more('}')
		if err != nil {
			return err
		}
		if !more {
			break
		}
	}
	sc.pos++
	sc.entries = len(sc.keys) - run
	sc.keys = sc.keys[:run]
	return nil
}

// entry checks the key of a table: short, not seen before, not one too many.
func (sc *scanner) entry(s *shape, key []byte, at, run int, many *map[string]bool) *Error {
	if utf8.RuneCount(key) > MaxName {
		return sc.tooMany("characters in a name", "个字符（名称）", MaxName, at)
	}
	n := len(sc.keys) - run
	if s.limit > 0 && n >= s.limit {
		return sc.tooMany(s.limited, "个 "+s.limited, s.limit, at)
	}
	if sc.trusts() {
		sc.trusted++
		sc.keys = append(sc.keys, key)
		return nil
	}
	if n < 16 {
		for _, k := range sc.keys[run:] {
			if bytes.Equal(k, key) {
				return sc.duplicate(key, at)
			}
		}
		sc.keys = append(sc.keys, key)
		return nil
	}
	if *many == nil {
		*many = make(map[string]bool, 64)
		for _, k := range sc.keys[run:] {
			(*many)[string(k)] = true
		}
	}
	if (*many)[string(key)] {
		return sc.duplicate(key, at)
	}
	(*many)[string(key)] = true
	sc.keys = append(sc.keys, key)
	return nil
}

// note keeps where nodes and edges stand.
func (sc *scanner) note(from int) {
	switch string(sc.path[0].key) {
	case "nodes":
		sc.nodes = section{from, sc.pos, sc.entries}
	case "edges":
		sc.edges = section{from, sc.pos, sc.entries}
	}
}

// trusts tells whether the scanner stands at a node or an edge that it trusts
// to be there once.
func (sc *scanner) trusts() bool {
	if !sc.trusting || len(sc.path) != 2 {
		return false
	}
	table := string(sc.path[0].key)
	return table == "nodes" || table == "edges"
}

// list reads a list, a tuple, or the items of a scalar.
func (sc *scanner) list(s *shape, depth int) *Error {
	if depth++; depth > maxNesting {
		return sc.tooMany("lists within lists", "层嵌套列表", maxNesting, sc.pos)
	}
	start := sc.pos
	sc.pos++
	child := s.elem
	if s.kind == scalar {
		child = s
	}
	n := 0
	for ; ; n++ {
		sc.space()
		if n == 0 && sc.peek() == ']' {
			break
		}
		if s.limit > 0 && n >= s.limit {
			return sc.tooMany(s.limited, "个 "+s.limited, s.limit, sc.pos)
		}
		if s.kind == tuple && n >= s.length {
			return sc.wrongLength(s.length, start)
		}
		sc.path = append(sc.path, step{index: n})
		if err := sc.value(child, depth); err != nil {
			return err
		}
		sc.path = sc.path[:len(sc.path)-1]
		more, err := sc.more(']')
		if err != nil {
			return err
		}
		if !more {
			n++
			break
		}
	}
	if s.kind == tuple && n != s.length {
		return sc.wrongLength(s.length, start)
	}
	sc.pos++
	return nil
}

// more reads what follows a member: a comma, or the closing bracket, which
// it leaves standing.
func (sc *scanner) more(closing byte) (bool, *Error) {
	sc.space()
	switch sc.peek() {
	case ',':
		comma := sc.pos
		sc.pos++
		if sc.space(); sc.peek() == closing {
			return false, sc.fail(ErrSyntax, comma, "a comma with nothing after it", "逗号之后没有内容")
		}
		return true, nil
	case closing:
		return false, nil
	}
	c := string(closing)
	return false, sc.unexpected("“,” or “"+c+"”", "应为“,”或“"+c+"”")
}

// text reads a string and checks a name's length.
func (sc *scanner) text(s *shape) *Error {
	start := sc.pos
	raw, escaped, err := sc.quoted()
	if err != nil || !s.named {
		return err
	}
	if escaped {
		raw = unescape(raw)
	}
	if utf8.RuneCount(raw) > MaxName {
		return sc.tooMany("characters in a name", "个字符（名称）", MaxName, start)
	}
	return nil
}

func (sc *scanner) key() ([]byte, *Error) {
	raw, escaped, err := sc.quoted()
	if err == nil && escaped {
		raw = unescape(raw)
	}
	return raw, err
}

// quoted reads a string and returns what stands between its quotes.
func (sc *scanner) quoted() (raw []byte, escaped bool, err *Error) {
	start := sc.pos + 1
	for i := start; i < len(sc.data); i++ {
		switch c := sc.data[i]; {
		case c == '"':
			sc.pos = i + 1
			return sc.data[start:i], escaped, nil
		case c == '\\':
			escaped = true
			n := escapeLength(sc.data[i:])
			if n == 0 {
				return nil, false, sc.fail(ErrSyntax, i, "not an escape that JSON knows", "不是 JSON 的转义序列")
			}
			i += n - 1
		case c < 0x20:
			return nil, false, sc.fail(ErrSyntax, i, "a line break or control character inside a string; write \\n", "字符串中有换行或控制字符；请写作 \\n")
		}
	}
	return nil, false, sc.fail(ErrSyntax, start-1, "a string that is not closed", "字符串没有结束")
}

// escapeLength returns the length of the escape that b begins with, a pair of
// surrogates being one; 0 if it is none.
func escapeLength(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	if b[1] != 'u' {
		if bytes.IndexByte([]byte(`"\/bfnrt`), b[1]) < 0 {
			return 0
		}
		return 2
	}
	r := hex4(b)
	switch {
	case r < 0 || r >= 0xdc00 && r < 0xe000:
		return 0
	case r >= 0xd800 && r < 0xdc00:
		if len(b) < 12 || b[6] != '\\' || b[7] != 'u' {
			return 0
		}
		if low := hex4(b[6:]); low < 0xdc00 || low >= 0xe000 {
			return 0
		}
		return 12
	}
	return 6
}

// hex4 reads the four digits of \uXXXX; -1 if they are not.
func hex4(b []byte) int {
	if len(b) < 6 {
		return -1
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 32)
	if err != nil {
		return -1
	}
	return int(n)
}

// unescape undoes the escapes of a string that quoted has checked.
func unescape(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			i++
			continue
		}
		n := escapeLength(raw[i:])
		switch n {
		case 2:
			out = append(out, plain[raw[i+1]])
		case 6:
			out = utf8.AppendRune(out, rune(hex4(raw[i:])))
		case 12:
			high, low := rune(hex4(raw[i:])), rune(hex4(raw[i+6:]))
			out = utf8.AppendRune(out, (high-0xd800)<<10|(low-0xdc00)+0x10000)
		}
		i += n
	}
	return out
}

var plain = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// number reads a number and checks that a float64 can hold it.
func (sc *scanner) number(whole bool) *Error {
	start := sc.pos
	digits := func() int {
		n := 0
		for sc.pos < len(sc.data) && sc.data[sc.pos]-'0' < 10 {
			sc.pos++
			n++
		}
		return n
	}
	if sc.peek() == '-' {
		sc.pos++
	}
	first := sc.peek()
	if n := digits(); n == 0 || n > 1 && first == '0' {
		return sc.badNumber(start)
	}
	if sc.peek() == '.' {
		sc.pos++
		if digits() == 0 {
			return sc.badNumber(start)
		}
	}
	if whole && sc.pos-start > 9 {
		return sc.fail(ErrNumber, start, "the number is too large", "数值过大")
	}
	large := sc.pos-start > 300
	if c := sc.peek(); c == 'e' || c == 'E' {
		large = true
		sc.pos++
		if c := sc.peek(); c == '+' || c == '-' {
			sc.pos++
		}
		if digits() == 0 {
			return sc.badNumber(start)
		}
	}
	if whole && bytes.ContainsAny(sc.data[start:sc.pos], ".eE") {
		return sc.fail(ErrNumber, start, "expected a whole number", "应为整数")
	}
	if large {
		x, _ := strconv.ParseFloat(string(sc.data[start:sc.pos]), 64)
		if math.IsInf(x, 0) {
			return sc.fail(ErrNumber, start, "the number is too large", "数值过大")
		}
	}
	return nil
}
