package quantity

import (
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/goccy/go-json"
)

var errNotScalar = errors.New("quantity: a value is a number, a string, true, false, null or a list of these")

// IsZero reports whether v is null, so that omitzero leaves it out.
func (v Value) IsZero() bool { return v.form == Null }

// String writes v as JSON, for messages.
func (v Value) String() string { return string(v.AppendJSON(nil)) }

// MarshalJSON writes v in its own form, numbers in their shortest exact
// spelling. A number that is not finite is null: JSON has none.
func (v Value) MarshalJSON() ([]byte, error) { return v.AppendJSON(nil), nil }

// AppendJSON appends v to b as MarshalJSON writes it.
func (v Value) AppendJSON(b []byte) []byte {
	switch v.form {
	case Number:
		return AppendNumber(b, v.num)
	case String:
		return AppendString(b, v.text)
	case Bool:
		return strconv.AppendBool(b, v.flag)
	case List:
		b = append(b, '[')
		for i, item := range v.list {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.AppendJSON(b)
		}
		return append(b, ']')
	}
	return append(b, "null"...)
}

// UnmarshalJSON reads any JSON value but an object.
func (v *Value) UnmarshalJSON(data []byte) error {
	if len(data) == 0 {
		return errNotScalar
	}
	switch data[0] {
	case '"':
		if plainString(data) {
			*v = Str(string(data[1 : len(data)-1]))
			return nil
		}
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*v = Str(s)
	case 't', 'f':
		*v = Flag(data[0] == 't')
	case 'n':
		*v = Value{}
	case '[':
		var items []Value
		if err := json.Unmarshal(data, &items); err != nil {
			return err
		}
		*v = Items(items...)
	case '{':
		return errNotScalar
	default:
		x, err := strconv.ParseFloat(string(data), 64)
		if err != nil {
			return err
		}
		*v = Num(x)
	}
	return nil
}

func plainString(data []byte) bool {
	for _, c := range data[1 : len(data)-1] {
		if c == '\\' || c < 0x20 || c == '"' {
			return false
		}
	}
	return utf8.Valid(data)
}

// AppendNumber appends x as JSON: the shortest text that reads back as x,
// plain between 1e-6 and 1e21, the same on every platform; null where x is
// not finite.
func AppendNumber(b []byte, x float64) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(b, "null"...)
	}
	if x == 0 {
		return append(b, '0') // −0 is 0
	}
	if a := math.Abs(x); a >= 1e-6 && a < 1e21 {
		return strconv.AppendFloat(b, x, 'f', -1, 64)
	}
	b = strconv.AppendFloat(b, x, 'e', -1, 64)
	if n := len(b); n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	return b
}

const hex = "0123456789abcdef"

// AppendString appends s as a JSON string. Letters of every script stay as
// they are; quotes, controls, and what could end a script are escaped.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && n == 1:
				b = append(append(b, s[start:i]...), `\ufffd`...)
				start = i + n
			case r == '\u2028' || r == '\u2029':
				b = append(append(b, s[start:i]...), `\u202`...)
				b = append(b, hex[r&0xf])
				start = i + n
			}
			i += n
			continue
		}
		if c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}
