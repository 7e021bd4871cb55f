package main

import (
	"fmt"
	"io"
	"strings"
)

// table is rows of text in aligned columns, as wide as what is in them.
type table struct {
	right []bool // columns that are figures
	rows  [][]string
}

// newTable begins a table with its heads; ">" before a head aligns its column
// to the right.
func newTable(heads ...string) *table {
	t := &table{}
	row := make([]string, len(heads))
	for i, h := range heads {
		name, right := strings.CutPrefix(h, ">")
		row[i] = name
		t.right = append(t.right, right)
	}
	t.rows = append(t.rows, row)
	return t
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) empty() bool { return len(t.rows) < 2 }

// write prints the table with an indent. Columns in which no row says
// anything are left out.
func (t *table) write(w io.Writer, indent string) {
	widths := make([]int, len(t.right))
	said := make([]bool, len(t.right))
	for i, row := range t.rows {
		for j, cell := range row {
			widths[j] = max(widths[j], columns(cell))
			said[j] = said[j] || i > 0 && cell != "" && cell != "–"
		}
	}
	for i, row := range t.rows {
		if i == 0 && strings.Join(row, "") == "" {
			continue // a table without heads
		}
		var line strings.Builder
		for j, cell := range row {
			if !said[j] {
				continue
			}
			pad := strings.Repeat(" ", widths[j]-columns(cell))
			if t.right[j] {
				cell = pad + cell
			} else {
				cell += pad
			}
			line.WriteString(cell + "  ")
		}
		fmt.Fprintln(w, strings.TrimRight(indent+line.String(), " "))
	}
}
