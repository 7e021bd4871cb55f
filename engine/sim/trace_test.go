package sim

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"weir/engine/queue"
)

func TestReadTrace(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []Row
		span float64
	}{
		"names":      {"time,tokens_in,tokens_out,session\n10,100,20,a\n11,200,30,b\n14,50,60,a\n", []Row{{0, 100, 20, 1, 0}, {1, 200, 30, 2, 0}, {4, 50, 60, 1, 0}}, 6},
		"no names":   {"0,5\n\n# comment\n2,7\n", []Row{{0, 5, 0, 0, 0}, {2, 7, 0, 0, 0}}, 4},
		"other ones": {"\ufeffTIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.5,374,44\r\n2023-11-16 18:15:47.75,396,109\r\n", []Row{{0, 374, 44, 0, 0}, {1.25, 396, 109, 0, 0}}, 2.5},
		"classes":    {"class,time\nchat,0\nmail,0.5\nchat,1\n", []Row{{0, 0, 0, 0, 1}, {0.5, 0, 0, 0, 2}, {1, 0, 0, 0, 1}}, 1.5},
		"ignored":    {"who,time,\"tokens_in\"\nme,\"3\",\"4\"\nyou,5,6,surplus\n", []Row{{0, 4, 0, 0, 0}, {2, 6, 0, 0, 0}}, 4},
	} {
		got, _, err := ReadTrace(strings.NewReader(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if fmt.Sprint(got.Rows) != fmt.Sprint(c.want) || got.Span != c.span {
			t.Errorf("%s: %v over %v, want %v over %v", name, got.Rows, got.Span, c.want, c.span)
		}
	}
}

func TestBadTracesAreLocated(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		line   int
		column string
	}{
		"empty":       {"", 1, ""},
		"names only":  {"time,tokens_in\n", 1, ""},
		"no time":     {"tokens_in,tokens_out\n1,2\n", 1, ""},
		"not a time":  {"time\n1\nsoon\n", 3, "time"},
		"infinite":    {"time\n+Inf\n", 2, "time"},
		"not ordered": {"time\n2\n1\n", 3, "time"},
		"negative":    {"time,tokens_in\n1,-4\n", 2, "tokens_in"},
		"too many":    {"time,tokens_out\n1,1e300\n", 2, "tokens_out"},
		"mixed":       {"time\n1\n2023-11-16 18:15:46\n", 3, "time"},
		"no such day": {"time\n2023-02-29 18:15:46\n", 2, "time"},
		"cut short":   {"tokens_in,time\n1,2\n3\n", 3, "time"},
		"long line":   {"time\n1\n" + strings.Repeat("9", 1<<17), 3, ""},
	} {
		_, _, err := ReadTrace(strings.NewReader(c.text))
		var e *TraceError
		if !errors.As(err, &e) || e.Line != c.line || e.Column != c.column || e.Text.EN == "" || e.Text.ZH == "" {
			t.Errorf("%s: %v (%+v), want line %d column %q", name, err, e, c.line, c.column)
		}
	}
}

// TestDates: as package time has them.
func TestDates(t *testing.T) {
	for _, text := range []string{
		"1970-01-01 00:00:00", "2000-02-29T23:59:59Z", "2026-11-27 08:30:00.125", "2100-03-01 00:00:00", "1969-12-31 23:59:59",
		"2024-06-30T12:00:00+08:00", "2024-06-30T12:00:00.5-03:30",
	} {
		want, err := time.Parse(time.RFC3339Nano, strings.Replace(text, " ", "T", 1))
		if err != nil {
			want, err = time.Parse("2006-01-02T15:04:05", strings.Replace(text, " ", "T", 1))
		}
		if err != nil {
			t.Fatal(err)
		}
		got, ok := date(text)
		if exact := float64(want.UnixNano()) / 1e9; !ok || math.Abs(got-exact) > 1e-6 {
			t.Errorf("%s: %v %v, want %v", text, got, ok, exact)
		}
	}
	for _, text := range []string{"2024-13-01 00:00:00", "2024-04-31 00:00:00", "2023-02-29 00:00:00", "2024-01-01 24:00:00", "2024-01-01 00:00:00.1e3", "2024-01-01 00:00:00+15:00", "24-01-01 00:00:00 xx", "2024-01-01"} {
		if x, ok := date(text); ok {
			t.Errorf("%s is %v", text, x)
		}
	}
}

// lines is a trace of n rows made as it is read.
type lines struct {
	n, at int
	rest  string
}

func (l *lines) Read(p []byte) (int, error) {
	for l.rest == "" {
		if l.at == l.n {
			return 0, fmt.Errorf("end: %w", errEnd)
		}
		l.rest = fmt.Sprintf("%d,%d,%d,s%d\n", l.at, l.at%4000, l.at%700, l.at%5000)
		l.at++
	}
	k := copy(p, l.rest)
	l.rest = l.rest[k:]
	return k, nil
}

var errEnd = errors.New("no more")

// TestMillionRows are read in bounded memory and replayed.
func TestMillionRows(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 100_000
	}
	text := strings.Builder{}
	for k := range n {
		fmt.Fprintf(&text, "%d,%d,%d,s%d\n", k, k%4000, k%700, k%5000)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	trace, _, err := ReadTrace(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > int64(n)*48 {
		t.Errorf("%d rows keep %d bytes", n, grown)
	}
	f := trace.Fit()
	if math.Abs(f.Rate-1) > 1e-5 || f.SCV != 0 || f.Sessions != 5000 || math.Abs(f.In.Mean-1999.5) > 1 {
		t.Errorf("%+v", f)
	}
	if math.Abs(f.Turns-float64(n)/5000) > 1e-9 || math.Abs(f.Gap-5000) > 1e-6 {
		t.Errorf("%v turns, %v s apart", f.Turns, f.Gap)
	}
	net := single(Station{Servers: 1}, queue.Law{Mean: 1, SCV: 1}, queue.Law{Mean: 0.5})
	net.Sources[0].Trace = trace
	r, err := Run(net, Plan{Cohort: n})
	if err != nil || r.Journeys[0].Arrived != n || r.Stations[0].MeanWait() != 0 {
		t.Errorf("%v: %d arrived, wait %v", err, r.Journeys[0].Arrived, r.Stations[0].MeanWait())
	}
	if _, _, err := ReadTrace(&lines{n: 10}); !errors.Is(err, errEnd) {
		t.Errorf("a reader that fails: %v", err)
	}
}

func FuzzReadTrace(f *testing.F) {
	f.Add("time,tokens_in\n1,2\n3,4\n")
	f.Add("2023-11-16 18:15:46,1,2\n")
	f.Fuzz(func(t *testing.T, text string) {
		trace, _, err := ReadTrace(strings.NewReader(text))
		if err != nil {
			return
		}
		last := 0.0
		for _, r := range trace.Rows {
			if !(r.At >= last) || !(r.In >= 0) || !(r.Out >= 0) {
				t.Fatalf("%+v after %v", r, last)
			}
			last = r.At
		}
		if !(trace.Span > last) {
			t.Fatalf("span %v, last %v", trace.Span, last)
		}
	})
}
