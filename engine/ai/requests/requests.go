// Package requests reads a trace of requests to a served model (one CSV row a
// request: time, tokens in, tokens out, session) as what the serving model is
// driven by: rate, burstiness, the mean and spread of lengths, and sessions.
package requests

import (
	"encoding/csv"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"weir/engine/ai"
	"weir/engine/diagnostic"
)

// Trace is what a trace amounts to.
type Trace struct {
	Requests int
	Rate     float64 // requests/s
	SCV      float64 // of the times between requests
	In, Out  ai.Spread
	Sessions ai.Sessions
}

// Load is the load of a trace, as open arrivals.
func (t Trace) Load() ai.Load {
	return ai.Load{Mode: ai.Open, Rate: t.Rate, ArrivalSCV: t.SCV, In: t.In, Out: t.Out, Sessions: t.Sessions}
}

// Error says in both languages why a trace cannot be read, and where.
type Error struct{ Message diagnostic.Text }

func (e *Error) Error() string { return e.Message.EN }

func fault(en, zh string) error { return &Error{diagnostic.Text{EN: en, ZH: zh}} }

// mostSessions bounds memory: sessions beyond it count as single requests.
const mostSessions = 1 << 20

// columns are the names a column goes by, the first as we would write it;
// others are those of public traces (Azure's, Mooncake's, BurstGPT's).
var columns = [...][]string{
	{"time", "timestamp", "arrival", "arrived_at"},
	{"tokens_in", "input_length", "contexttokens", "request tokens", "input_len", "prompt_tokens"},
	{"tokens_out", "output_length", "generatedtokens", "response tokens", "output_len", "completion_tokens"},
	{"session", "session_id", "sessionid", "conversation_id"},
}

// Read reads a trace. Times are in seconds and need not start at 0; the
// session column may be missing. Rows must be in order of time.
func Read(in io.Reader) (Trace, error) {
	c := csv.NewReader(in)
	c.FieldsPerRecord, c.ReuseRecord, c.LazyQuotes = -1, true, true
	head, err := c.Read()
	if err != nil {
		return Trace{}, fault("The trace is empty: its first line must name the columns time, tokens_in, tokens_out and, if there are sessions, session.",
			"轨迹为空：首行应写出列名 time、tokens_in、tokens_out，若有会话还需 session。")
	}
	at := locate(head)
	for i, name := range at[:3] {
		if name < 0 {
			return Trace{}, fault("The trace has no column “"+columns[i][0]+"”; it has: "+strings.Join(head, ", ")+".",
				"轨迹没有“"+columns[i][0]+"”列；现有的列：“"+strings.Join(head, "、")+"”。")
		}
	}
	var s summary
	for line := 2; ; line++ {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return s.trace()
		}
		if err != nil {
			return Trace{}, fault("Line "+strconv.Itoa(line)+" of the trace cannot be read: "+err.Error()+".", "轨迹第 "+strconv.Itoa(line)+" 行无法读取："+err.Error()+"。")
		}
		if err := s.row(cells, at, line); err != nil {
			return Trace{}, err
		}
	}
}

// locate finds the columns, −1 where there is none.
func locate(head []string) [len(columns)]int {
	at := [len(columns)]int{-1, -1, -1, -1}
	for i, names := range columns {
		for j, h := range head {
			h = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
			for _, n := range names {
				if h == n && at[i] < 0 {
					at[i] = j
				}
			}
		}
	}
	return at
}

// moments are sums of a quantity and of its square.
type moments struct{ n, sum, square float64 }

func (m *moments) add(x float64) {
	m.n++
	m.sum += x
	m.square += float64(x * x)
}

func (m *moments) spread() ai.Spread {
	if m.n == 0 || m.sum == 0 {
		return ai.Spread{}
	}
	mean := m.sum / m.n
	return ai.Spread{Mean: mean, SCV: max(m.square/m.n/(mean*mean)-1, 0)}
}

type summary struct {
	in, out, between, gap moments
	first, last           float64
	sessions              map[string]float64 // time of the last request
	turns                 float64            // requests that belong to a session
}

func (s *summary) row(cells []string, at [len(columns)]int, line int) error {
	var x [3]float64
	for i := range x {
		v := math.NaN()
		if at[i] < len(cells) {
			if f, err := strconv.ParseFloat(strings.TrimSpace(cells[at[i]]), 64); err == nil {
				v = f
			}
		}
		if math.IsNaN(v) || math.IsInf(v, 0) || i > 0 && v < 0 {
			return fault("Line "+strconv.Itoa(line)+" of the trace has no number in “"+columns[i][0]+"”.", "轨迹第 "+strconv.Itoa(line)+" 行的“"+columns[i][0]+"”不是数字。")
		}
		x[i] = v
	}
	if s.in.n == 0 {
		s.first = x[0]
	} else if x[0] < s.last {
		return fault("Line "+strconv.Itoa(line)+" of the trace is earlier than the one before it: sort the rows by time.", "轨迹第 "+strconv.Itoa(line)+" 行的时间早于上一行：请按时间排序。")
	} else {
		s.between.add(x[0] - s.last)
	}
	s.last = x[0]
	s.in.add(x[1])
	s.out.add(x[2])
	if i := at[3]; i >= 0 && i < len(cells) {
		s.session(strings.TrimSpace(cells[i]), x[0])
	}
	return nil
}

func (s *summary) session(id string, now float64) {
	if id == "" {
		return
	}
	if s.sessions == nil {
		s.sessions = map[string]float64{}
	}
	before, known := s.sessions[id]
	if !known && len(s.sessions) >= mostSessions {
		return
	}
	if known {
		s.gap.add(now - before)
	}
	s.turns++
	s.sessions[strings.Clone(id)] = now
}

func (s *summary) trace() (Trace, error) {
	if s.in.n < 2 || s.last <= s.first {
		return Trace{}, fault("The trace needs at least two requests at different times.", "轨迹至少需要两个时间不同的请求。")
	}
	t := Trace{
		Requests: int(s.in.n), Rate: (s.in.n - 1) / (s.last - s.first), SCV: s.between.spread().SCV,
		In: s.in.spread(), Out: s.out.spread(),
	}
	if n := float64(len(s.sessions)); n > 0 && s.turns > n {
		t.Sessions = ai.Sessions{Turns: s.turns / n, Gap: s.gap.spread().Mean}
	}
	return t, nil
}
