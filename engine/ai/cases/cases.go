// Package cases reads published measurements (one CSV row a figure) as
// deployments, loads and training plans, and scores predictions of them. It
// knows the conventions of such files: what a blank means, how engines and
// devices are spelled, what cannot be predicted and why. It holds no
// measurement itself.
package cases

import (
	"bytes"
	"encoding/csv"
	"errors"
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
	wide  int // columns of the header
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
// padded with blanks; empty lines are passed over. What is no CSV file, or
// none of measurements, is an error with its line and what is expected there.
func Read(in io.Reader) ([]Row, error) {
	text, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, errors.New("the file is empty; expected a header line that names the columns, measured among them, and a row a line")
	}
	lines, err := split(text, false)
	if errors.Is(err, csv.ErrBareQuote) { // a quote inside a cell that is not quoted harms nothing
		lines, err = split(text, true)
	}
	if err != nil {
		return nil, err
	}
	head := lines[0]
	names := make(map[string]int, len(head))
	for i, n := range head {
		n = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(n, "\ufeff")))
		if _, ok := names[n]; ok && n != "" {
			return nil, fmt.Errorf("two columns are named %s in the header line; expected each name once", n)
		}
		names[n] = i
	}
	if _, ok := names["measured"]; !ok {
		return nil, fmt.Errorf("no column named measured in the header line: %s", strings.Join(head, ","))
	}
	var rows []Row
	for n, cells := range lines[1:] {
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue
		}
		r := Row{names: names, wide: len(head), cells: cells}
		r.ID = r.Text("case_id")
		if r.ID == "" {
			r.ID = "row " + strconv.Itoa(n+1)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// split cuts a CSV text into cells.
func split(text []byte, lazy bool) ([][]string, error) {
	c := csv.NewReader(bytes.NewReader(text))
	c.FieldsPerRecord = -1
	c.LazyQuotes = lazy
	lines, err := c.ReadAll()
	var at *csv.ParseError
	if errors.As(err, &at) {
		return nil, fmt.Errorf("line %d, column %d: a quote that opens or closes nothing; expected cells with commas or quotes as \"…\", quotes doubled (the row begins at line %d): %w", at.Line, at.Column, at.StartLine, at.Err)
	}
	return lines, err
}

// Library finds architectures: those of a file given on the command line
// first, then the catalogue's.
type Library map[string]entry

type entry struct {
	model  catalog.Model
	config string // as the file writes it; "" where the catalogue's stands
	fault  string // why the entry cannot be read
}

// fault says why the architecture with the id cannot be had.
func (l Library) fault(id string) string {
	if k, ok := l.key(id); ok && l[k].fault != "" {
		return "the entry " + strconv.Quote(k) + " of the file of models cannot be read: " + l[k].fault
	}
	return "no architecture named " + strconv.Quote(id) + "; expected the id of a public model or of an entry of --models (column model_key)"
}

// Find returns the architecture with the id; letter case and owner may differ.
func (l Library) Find(id string) (catalog.Model, bool) {
	if k, ok := l.key(id); ok {
		return l[k].model, l[k].fault == ""
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
// read keeps the reason, for the rows that name it.
func NewLibrary(b []byte) (Library, error) {
	if len(b) == 0 {
		return nil, nil
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, fmt.Errorf("the file of models is not a JSON object; expected {\"id\": {\"layers\": …, \"hidden\": …}, …}: %w", err)
	}
	l := make(Library, len(raw))
	for id, text := range raw {
		m, err := catalog.FromConfig(id, text)
		if err != nil {
			l[id] = entry{fault: err.Error()}
			continue
		}
		e := entry{model: m, config: string(text)}
		if known, ok := catalog.FindModel(id); ok && known.Layers == m.Layers && known.Hidden == m.Hidden && known.Experts == m.Experts {
			e = entry{model: known}
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
