package sim

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"weir/engine/diagnostic"
)

// Trace is arrivals that were recorded.
type Trace struct {
	Rows []Row   // by time
	Span float64 // s: the last arrival and one mean gap, after which it begins again
}

// Row is one arrival.
type Row struct {
	At      float64 // s since the first
	In, Out float32 // tokens; 0 = as the class says
	Session uint32  // 0 = none
	Class   uint16  // into the names given by ReadTrace; 0 = none named
}

// Limits of a trace.
const (
	maxRows    = 4_000_000
	maxClasses = 64
	maxTokens  = 1e9
)

// TraceError is what is wrong with a trace, and where.
type TraceError struct {
	Line   int    // from 1
	Column string // "" = the line as a whole
	Text   diagnostic.Text
}

func (e *TraceError) Error() string { return e.Text.EN }

func faulty(line int, column, en, zh string) error {
	at, da := fmt.Sprintf("line %d", line), fmt.Sprintf("第 %d 行", line)
	if column != "" {
		at, da = at+", column "+column, da+"“"+column+"”列"
	}
	return &TraceError{line, column, diagnostic.Text{EN: at + ": " + en, ZH: da + "：" + zh}}
}

// columns are the names a column may have, lower case.
var columns = map[string]int{
	"time": 0, "timestamp": 0, "arrival": 0, "at": 0,
	"tokens_in": 1, "contexttokens": 1, "input_length": 1, "prompt_tokens": 1,
	"tokens_out": 2, "generatedtokens": 2, "output_length": 2, "completion_tokens": 2,
	"session": 3, "session_id": 3, "conversation": 3,
	"class": 4,
}

var columnNames = [...]string{"time", "tokens_in", "tokens_out", "session", "class"}

// ReadTrace reads CSV line by line: time (seconds, or a date and time),
// tokens_in, tokens_out, session, class, by the names in the first line or,
// where that is numbers, in this order. Only time is required. Memory is 32
// bytes a row; the error is a *TraceError unless reading failed.
func ReadTrace(r io.Reader) (trace *Trace, classes []string, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 4096), 1<<16)
	t := traceReader{order: []int{0, 1, 2, 3, 4}, sessions: map[string]uint32{}, classes: map[string]uint16{}, trace: &Trace{}}
	for n := 1; lines.Scan(); n++ {
		if err := t.line(n, lines.Text()); err != nil {
			return nil, nil, err
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, nil, faulty(t.at+1, "", "the line is too long to be a row", "该行过长，不是有效的行")
	} else if err != nil {
		return nil, nil, err
	}
	rows := t.trace.Rows
	if len(rows) == 0 {
		return nil, nil, faulty(max(t.at, 1), "", "the trace has no rows", "轨迹中没有任何行")
	}
	last := rows[len(rows)-1].At
	t.trace.Span = last + max(last/float64(max(len(rows)-1, 1)), 1e-6)
	return t.trace, t.names, nil
}

type traceReader struct {
	trace    *Trace
	order    []int // field by column of the file; −1 = ignored
	sessions map[string]uint32
	classes  map[string]uint16
	names    []string
	first    float64
	dated    bool
	at       int
}

func (t *traceReader) line(n int, text string) error {
	t.at = n
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	if text == "" || text[0] == '#' {
		return nil
	}
	fields := strings.Split(text, ",")
	if len(t.trace.Rows) == 0 && t.header(fields) {
		for _, field := range t.order {
			if field == 0 {
				return nil
			}
		}
		return faulty(n, "", "no column is named time", "没有名为 time 的列")
	}
	if len(t.trace.Rows) >= maxRows {
		return faulty(n, "", fmt.Sprintf("more than %d rows", maxRows), fmt.Sprintf("超过 %d 行", maxRows))
	}
	var row Row
	seen := false
	for k, text := range fields {
		if k >= len(t.order) || t.order[k] < 0 {
			continue
		}
		seen = seen || t.order[k] == 0
		if err := t.field(n, t.order[k], strings.Trim(strings.TrimSpace(text), `"`), &row); err != nil {
			return err
		}
	}
	if !seen {
		return faulty(n, "time", "is missing", "缺失")
	}
	t.trace.Rows = append(t.trace.Rows, row)
	return nil
}

// header takes the names of the first line over, if they are names.
func (t *traceReader) header(fields []string) bool {
	order, named := make([]int, len(fields)), false
	for k, f := range fields {
		field, ok := columns[strings.ToLower(strings.Trim(strings.TrimSpace(f), `"`))]
		if order[k] = field; !ok {
			order[k] = -1
		}
		named = named || ok
	}
	if named {
		t.order = order
	}
	return named
}

func (t *traceReader) field(n, field int, text string, row *Row) error {
	switch field {
	case 0:
		return t.time(n, text, row)
	case 1, 2:
		x := 0.0
		if text != "" {
			var err error
			if x, err = strconv.ParseFloat(text, 64); err != nil || !(x >= 0 && x <= maxTokens) {
				return faulty(n, columnNames[field], quoted(text)+" is no number of tokens", quoted(text)+"不是有效的词元数")
			}
		}
		if field == 1 {
			row.In = float32(x)
		} else {
			row.Out = float32(x)
		}
	case 3:
		if text == "" {
			return nil
		}
		id, ok := t.sessions[text]
		if !ok {
			id = uint32(len(t.sessions) + 1)
			t.sessions[strings.Clone(text)] = id
		}
		row.Session = id
	case 4:
		if text == "" {
			return nil
		}
		id, ok := t.classes[text]
		if !ok {
			if len(t.names) == maxClasses {
				return faulty(n, "class", fmt.Sprintf("more than %d classes", maxClasses), fmt.Sprintf("超过 %d 个类别", maxClasses))
			}
			t.names = append(t.names, strings.Clone(text))
			id = uint16(len(t.names))
			t.classes[t.names[id-1]] = id
		}
		row.Class = id
	}
	return nil
}

// quoted is a field as it is shown, cut short.
func quoted(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return "“" + s + "”"
}

func (t *traceReader) time(n int, text string, row *Row) error {
	x, err := strconv.ParseFloat(text, 64)
	dated, known := err != nil, true
	if dated {
		x, known = date(text)
	}
	if !known || math.IsNaN(x) || math.Abs(x) > 1e12 {
		return faulty(n, "time", quoted(text)+" is no time: seconds, or a date and time", quoted(text)+"不是时间：应为秒数或日期时间")
	}
	if len(t.trace.Rows) == 0 {
		t.first, t.dated = x, dated
	} else if dated != t.dated {
		return faulty(n, "time", "seconds and dates are mixed", "秒数与日期混用")
	}
	row.At = x - t.first
	if k := len(t.trace.Rows); k > 0 && row.At < t.trace.Rows[k-1].At || row.At < 0 {
		return faulty(n, "time", "is before the row above; sort the trace by time", "早于上一行；请按时间排序")
	}
	return nil
}

// Fit is what the closed form needs to know of a trace.
type Fit struct {
	Rate     float64 // a second
	SCV      float64 // of the times between arrivals
	In, Out  Moments // tokens
	Sessions int
	Turns    float64 // rows of a session, mean; 0 without sessions
	Gap      float64 // s from one to the next, mean
}

// Moments are a mean and a squared coefficient of variation.
type Moments struct{ Mean, SCV float64 }

// Fit measures a trace.
func (t *Trace) Fit() Fit {
	var gap, in, out, turn moments
	last, turns := 0.0, 0
	var before []float64 // of each session, the time of the row before; below 0 = none
	for k := range t.Rows {
		row := &t.Rows[k]
		if id := int(row.Session); id > 0 {
			for len(before) <= id {
				before = append(before, -1)
			}
			if before[id] >= 0 {
				turn.add(row.At - before[id])
			}
			before[id] = row.At
			turns++
		}
		if k > 0 {
			gap.add(row.At - last)
		}
		last = row.At
		in.add(float64(row.In))
		out.add(float64(row.Out))
	}
	f := Fit{Rate: float64(len(t.Rows)) / t.Span, SCV: gap.result().SCV, In: in.result(), Out: out.result(), Gap: turn.result().Mean}
	for _, at := range before {
		if at >= 0 {
			f.Sessions++
		}
	}
	if f.Sessions > 0 {
		f.Turns = float64(turns) / float64(f.Sessions)
	}
	return f
}

// Sessions reports whether any row names its session.
func (t *Trace) Sessions() bool {
	return slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Session != 0 })
}

// Only is the rows of a class and those that name none, nil of no such rows.
func (t *Trace) Only(class uint16) *Trace {
	out := &Trace{Span: t.Span}
	for _, row := range t.Rows {
		if row.Class == 0 || row.Class == class {
			out.Rows = append(out.Rows, row)
		}
	}
	if len(out.Rows) == 0 {
		return nil
	}
	return out
}

// moments sums up a quantity (Welford's recurrence, which does not cancel).
type moments struct{ n, mean, squares float64 }

func (m *moments) add(x float64) {
	m.n++
	d := x - m.mean
	m.mean += d / m.n
	m.squares += float64(d * (x - m.mean))
}

func (m *moments) result() Moments {
	if m.n == 0 || m.mean == 0 {
		return Moments{}
	}
	return Moments{m.mean, m.squares / m.n / (m.mean * m.mean)}
}
