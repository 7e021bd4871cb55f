package requests

import (
	"math"
	"strings"
	"testing"

	"weir/engine/ai"
	"weir/engine/catalog"
)

const small = `time,tokens_in,tokens_out,session
0,100,10,a
1,300,30,b
3,500,20,a
4,100,20,c
`

func TestRead(t *testing.T) {
	got, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	// Times between: 1, 2, 1. Three sessions, four requests, one gap of 3 s.
	want := Trace{
		Requests: 4, Rate: 3. / 4, SCV: (6./3)/(16./9) - 1,
		In: ai.Spread{Mean: 250, SCV: 90000./62500 - 1}, Out: ai.Spread{Mean: 20, SCV: 450./400 - 1},
		Sessions: ai.Sessions{Turns: 4. / 3, Gap: 3},
	}
	for _, x := range [][2]float64{
		{got.Rate, want.Rate}, {got.SCV, want.SCV}, {got.In.Mean, want.In.Mean}, {got.In.SCV, want.In.SCV},
		{got.Out.Mean, want.Out.Mean}, {got.Out.SCV, want.Out.SCV}, {got.Sessions.Turns, want.Sessions.Turns}, {got.Sessions.Gap, want.Sessions.Gap},
	} {
		if math.Abs(x[0]-x[1]) > 1e-12 {
			t.Errorf("%+v, want %+v", got, want)
			break
		}
	}
}

// A trace drives the model: longer answers take longer, and sessions find
// their history in the caches.
func TestTraceDrivesTheModel(t *testing.T) {
	m, _ := catalog.FindModel("meta-llama/Meta-Llama-3.1-8B")
	dev, _ := catalog.FindDevice("h100-sxm")
	serve := func(text string) ai.Serving {
		tr, err := Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return ai.Serve(ai.Deployment{Model: &m, Device: &dev}, tr.Load())
	}
	one := serve("timestamp,input_length,output_length\n0,4000,100\n1,4000,100\n2,4000,100\n3,4000,100\n")
	long := serve("timestamp,input_length,output_length\n0,4000,400\n1,4000,400\n2,4000,400\n3,4000,400\n")
	if long.Latency.Value < 2*one.Latency.Value {
		t.Errorf("four times the answer takes %v s, once %v s", long.Latency.Value, one.Latency.Value)
	}
	talk := serve("time,tokens_in,tokens_out,session\n0,4000,100,a\n1,4000,100,a\n2,4000,100,a\n3,4000,100,a\n")
	if talk.PrefixHit < .4 || talk.TTFT.Value > .7*one.TTFT.Value {
		t.Errorf("one session: hit %v, TTFT %v s of %v s", talk.PrefixHit, talk.TTFT.Value, one.TTFT.Value)
	}
}

func TestBrokenTraces(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"empty":     {"", "empty"},
		"no column": {"time,tokens_in\n0,1\n", "tokens_out"},
		"no number": {"time,tokens_in,tokens_out\n0,1,1\n1,x,1\n", "Line 3"},
		"negative":  {"time,tokens_in,tokens_out\n0,-1,1\n", "Line 2"},
		"unsorted":  {"time,tokens_in,tokens_out\n5,1,1\n1,1,1\n", "sort"},
		"one row":   {"time,tokens_in,tokens_out\n0,1,1\n", "two requests"},
		"no time":   {"time,tokens_in,tokens_out\n0,1,1\n0,1,1\n", "two requests"},
	} {
		_, err := Read(strings.NewReader(c.text))
		e, ok := err.(*Error)
		if !ok || !strings.Contains(e.Message.EN, c.says) || e.Message.ZH == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Fuzz(func(t *testing.T, text string) {
		tr, err := Read(strings.NewReader(text))
		if err == nil && (tr.Rate <= 0 || math.IsNaN(tr.In.SCV) || tr.In.Mean < 0) {
			t.Errorf("%+v", tr)
		}
	})
}
