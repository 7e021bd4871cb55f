// Package cases reads published measurements (one CSV row a figure) as
// deployments, loads and training plans, and scores predictions of them. It
// knows the conventions of such files: what a blank means, how engines and
// devices are spelled, what cannot be predicted and why. It holds no
// measurement itself.
package cases

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	json "github.com/goccy/go-json"

	"weir/engine/catalog"
)

// Row is one line of a file by column name. Missing columns read as blanks.
type Row struct {
	ID    string // case_id, else "row N"
	names map[string]int
	cells []string
}

// Text returns a cell without surrounding space.
func (r Row) Text(col string) string {
	i, ok := r.names[col]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// Num reads a number, tolerating thousands separators; blank or not a number
// gives 0 and false.
func (r Row) Num(col string) (float64, bool) {
	x, err := strconv.ParseFloat(strings.ReplaceAll(r.Text(col), ",", ""), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, false
	}
	return x, true
}

// Count reads a whole number of at least 1; anything else gives def.
func (r Row) Count(col string, def int) int {
	x, ok := r.Num(col)
	if !ok || x < 1 || x > 1e9 {
		return def
	}
	return int(x)
}

// Read reads a CSV file with a header line. Rows shorter than the header are
// padded with blanks; empty lines are passed over.
func Read(in io.Reader) ([]Row, error) {
	c := csv.NewReader(in)
	c.FieldsPerRecord = -1
	c.LazyQuotes = true
	head, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("reading the header line: %w", err)
	}
	names := make(map[string]int, len(head))
	for i, n := range head {
		names[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(n, "\ufeff")))] = i
	}
	if _, ok := names["measured"]; !ok {
		return nil, fmt.Errorf("no column named measured in the header line: %s", strings.Join(head, ","))
	}
	var rows []Row
	for n := 1; ; n++ {
		cells, err := c.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", n, err)
		}
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue
		}
		r := Row{names: names, cells: cells}
		r.ID = r.Text("case_id")
		if r.ID == "" {
			r.ID = "row " + strconv.Itoa(n)
		}
		rows = append(rows, r)
	}
}

// Library finds architectures: those of a file given on the command line
// first, then the catalogue's.
type Library map[string]entry

type entry struct {
	model  catalog.Model
	config string // as the file writes it; "" where the catalogue's stands
}

// Find returns the architecture with the id; letter case and owner may differ.
func (l Library) Find(id string) (catalog.Model, bool) {
	if k, ok := l.key(id); ok {
		return l[k].model, true
	}
	return catalog.FindModel(id)
}

// Config returns an architecture as the file of architectures writes it,
// false for what the catalogue knows.
func (l Library) Config(id string) (string, bool) {
	k, ok := l.key(id)
	if !ok || l[k].config == "" {
		return "", false
	}
	return l[k].config, true
}

func (l Library) key(id string) (string, bool) {
	if _, ok := l[id]; ok {
		return id, true
	}
	if _, ok := catalog.FindModel(id); ok || id == "" {
		return "", false
	}
	want := strings.ToLower(lastPart(id))
	ids := make([]string, 0, len(l))
	for k := range l {
		ids = append(ids, k)
	}
	slices.Sort(ids)
	for _, k := range ids {
		if strings.ToLower(lastPart(k)) == want {
			return k, true
		}
	}
	return "", false
}

// NewLibrary makes a Library from a file in the form of models.json. Where
// the catalogue has the same network under the same id, the catalogue's
// entry stands: it may know more than the file says. An entry that cannot be
// read is left out, so that only the rows that name it are skipped.
func NewLibrary(b []byte) (Library, error) {
	if len(b) == 0 {
		return nil, nil
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, fmt.Errorf("the file of models is not a JSON object: %w", err)
	}
	l := make(Library, len(raw))
	for id, text := range raw {
		m, err := catalog.FromConfig(id, text)
		if err != nil {
			continue
		}
		e := entry{m, string(text)}
		if known, ok := catalog.FindModel(id); ok && known.Layers == m.Layers && known.Hidden == m.Hidden && known.Experts == m.Experts {
			e = entry{known, ""}
		}
		l[id] = e
	}
	return l, nil
}

func lastPart(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

// Skip says why a row cannot be predicted.
type Skip struct {
	Row string `json:"row"`
	Why string `json:"why"`
}
