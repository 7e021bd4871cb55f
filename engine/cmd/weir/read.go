package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/text/width"

	"weir/engine"
	"weir/engine/design"
	"weir/engine/quantity"
)

// read decodes the design in a file, or on standard input for "-".
func (t *terminal) read(file string) (*engine.Design, error) {
	data, err := t.load(file)
	if err != nil {
		return nil, err
	}
	d, err := engine.Decode(data)
	var e *design.Error
	if errors.As(err, &e) {
		return nil, &misread{file: file, data: data, why: e}
	}
	return d, err
}

// load reads no more than a design can hold, and a byte to tell that there is more.
func (t *terminal) load(file string) ([]byte, error) {
	source := t.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		source = f
	}
	return io.ReadAll(io.LimitReader(source, design.MaxBytes+1))
}

// misread is a design that cannot be read, with the text it stands in.
type misread struct {
	file string
	data []byte
	why  *design.Error
}

func (m *misread) Error() string { return m.file + ": " + m.why.Error() }

func (m *misread) Unwrap() error { return m.why }

// in writes the error as compilers do: file, line and column, the message,
// then the line with a caret under the place.
func (m *misread) in(lang string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s", m.file, m.why.At.Line, m.why.At.Column, m.why.Message.In(lang))
	if m.why.At.Path != "" {
		fmt.Fprintf(&b, " (%s)", m.why.At.Path)
	}
	if line, before, ok := excerpt(m.data, m.why.At); ok {
		number := fmt.Sprint(m.why.At.Line)
		fmt.Fprintf(&b, "\n  %s | %s\n  %s | %s^", number, line, strings.Repeat(" ", len(number)), strings.Repeat(" ", columns(before)))
	}
	return b.String()
}

// excerpt returns the line of a place, cut to what a terminal shows, and the
// part of it that stands before the place.
func excerpt(data []byte, at design.Position) (line, before string, ok bool) {
	const around = 50
	for range at.Line - 1 {
		_, rest, found := bytes.Cut(data, []byte("\n"))
		if !found {
			return "", "", false
		}
		data = rest
	}
	text, _, _ := bytes.Cut(data, []byte("\n"))
	runes := []rune(strings.Map(visible, strings.TrimRight(string(text), "\r")))
	place := min(at.Column-1, len(runes))
	start, end := max(0, place-around), min(len(runes), place+around)
	prefix, suffix := "", ""
	if start > 0 {
		prefix = "…"
	}
	if end < len(runes) {
		suffix = "…"
	}
	return prefix + string(runes[start:end]) + suffix, prefix + string(runes[start:place]), len(runes) > 0
}

// visible keeps a terminal from acting on what a file holds.
func visible(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0:
		return '·'
	}
	return r
}

// columns is how many columns of a terminal a text takes: two for the wide
// letters of East Asia.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n++
		}
		n++
	}
	return n
}

// message says an error in a language.
func message(err error, lang string) string {
	var m *misread
	var said *saidError
	var path *fs.PathError
	switch {
	case errors.As(err, &m):
		return m.in(lang)
	case errors.As(err, &said):
		return said.text.In(lang)
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return quantity.Text{EN: "there is no file " + path.Path, ZH: "没有文件 " + path.Path}.In(lang)
	}
	return err.Error()
}

// saidError is an error with its words in both languages.
type saidError struct{ text quantity.Text }

func (e *saidError) Error() string { return e.text.EN }

func said(en, zh string) error { return &saidError{quantity.Text{EN: en, ZH: zh}} }
