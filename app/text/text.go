// Package text holds every word the interface says, in English and in
// Simplified Chinese, and writes numbers, money and durations the way readers
// of each language expect. Names of parts and sentences of findings come from
// the engine, which carries both languages itself.
package text

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// Lang is a language of the interface.
type Lang string

// The languages.
const (
	EN Lang = "en"
	ZH Lang = "zh"
)

// Languages lists them in the order they are offered.
var Languages = []Lang{EN, ZH}

// Parse reads a language tag ("zh-CN", "en-GB"); anything that is not Chinese
// is English.
func Parse(tag string) Lang {
	if strings.HasPrefix(strings.ToLower(tag), "zh") {
		return ZH
	}
	return EN
}

// Tag is what belongs in the page's lang attribute.
func (l Lang) Tag() string {
	if l == ZH {
		return "zh-CN"
	}
	return "en"
}

// Other is the language the switch leads to.
func (l Lang) Other() Lang {
	if l == ZH {
		return EN
	}
	return ZH
}

// Say returns the text called key with {0}, {1} … replaced by args. A key
// that is missing answers itself in brackets, so that it is seen; the tests
// of this package let none through.
func (l Lang) Say(key string, args ...any) string {
	s, ok := catalogs[l][key]
	if !ok {
		return "[" + key + "]"
	}
	for i, a := range args {
		s = strings.ReplaceAll(s, "{"+strconv.Itoa(i)+"}", fmt.Sprint(a))
	}
	return s
}

// Has reports whether there is a text called key.
func (l Lang) Has(key string) bool {
	_, ok := catalogs[l][key]
	return ok
}

// Count returns the text for n things: English tells one from many
// (key.one, key.other), Chinese does not. {0} is the number.
func (l Lang) Count(key string, n int) string {
	if l == EN && n == 1 {
		return l.Say(key+".one", 1)
	}
	return l.Say(key+".other", l.Integer(n))
}

// List joins words as a sentence lists them.
func (l Lang) List(words ...string) string {
	if l == ZH {
		return strings.Join(words, "、")
	}
	return strings.Join(words, ", ")
}

var catalogs = map[Lang]map[string]string{EN: english, ZH: chinese}

// joined is a catalog of several parts.
func joined(parts ...map[string]string) map[string]string {
	whole := map[string]string{}
	for _, part := range parts {
		maps.Copy(whole, part)
	}
	return whole
}
