// Package catalog holds what Weir knows of the world: accelerators, hosts,
// links, storage tiers, prices and model architectures. Everything is an
// embedded data file in which each row names its source and its date; the Go
// code only reads. Tables are parsed on first use, so that starting costs
// nothing.
//
// Figures are SI base units in memory (FLOP/s, B, B/s, s, W, USD/s), whatever
// unit a column of a data file uses.
package catalog

import (
	"embed"
	"encoding/csv"
	"strconv"
	"strings"

	"weir/engine/diagnostic"
)

//go:embed data
var files embed.FS

// Text is a name in both languages.
type Text = diagnostic.Text

// Entry is what a chooser shows of a row of any table.
type Entry struct {
	ID    string
	Label Text
}

// row is one line of a table, by column name.
type row struct {
	names  map[string]int
	fields []string
}

func (r row) text(col string) string {
	i, ok := r.names[col]
	if !ok || i >= len(r.fields) {
		return ""
	}
	return r.fields[i]
}

// num reads a number; an empty field is 0. The data are embedded, so a
// malformed number is a mistake of the build and a test reads every row.
func (r row) num(col string) float64 {
	x, err := strconv.ParseFloat(r.text(col), 64)
	if err != nil {
		return 0
	}
	return x
}

func (r row) label() Text { return Text{EN: r.text("name_en"), ZH: r.text("name_zh")} }

// table reads one embedded CSV file.
func table(name string) []row {
	b, err := files.ReadFile("data/" + name)
	if err != nil {
		panic("catalog: " + err.Error()) // the file is embedded: cannot happen
	}
	all, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		panic("catalog: " + name + ": " + err.Error())
	}
	names := make(map[string]int, len(all[0]))
	for i, n := range all[0] {
		names[n] = i
	}
	rows := make([]row, 0, len(all)-1)
	for _, f := range all[1:] {
		rows = append(rows, row{names, f})
	}
	return rows
}

// shelf is a parsed table: items in file order and an index by id.
type shelf[T any] struct {
	items []T
	index map[string]int
}

func fill[T any](rows []row, read func(row) (string, T)) shelf[T] {
	s := shelf[T]{index: make(map[string]int, len(rows))}
	for _, r := range rows {
		id, item := read(r)
		s.index[id] = len(s.items)
		s.items = append(s.items, item)
	}
	return s
}

func (s shelf[T]) find(id string) (T, bool) {
	i, ok := s.index[id]
	if !ok {
		var none T
		return none, false
	}
	return s.items[i], true
}
